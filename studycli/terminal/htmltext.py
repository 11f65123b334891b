"""HTML in a note as Markdown: tables become tables, a summary a bold line, other tags nothing; their text stays."""

import html
import re
from collections.abc import Iterator

from .mathtext.symbols import words

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?\?>|<![A-Za-z][^>]*>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_PREFORMATTED = re.compile(r"<pre\b[^>]*>(.*?)(?:</pre\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TABLE = re.compile(r"<table\b[^>]*>(.*?)(?:</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)(?=<t[hd]\b|</tr|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?(\d+)", re.IGNORECASE)

_INLINE = words("b strong i em s del strike mark code kbd u ins sub sup br img")
_OPENING = {"summary": "\n\n<strong>", "li": "\n- ", "hr": "\n\n---\n\n", "dd": "\n\n", "dt": "\n\n"} | {
    f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)
}
_CLOSING = {"summary": "</strong>\n\n", "li": "\n"} | {f"h{level}": "\n\n" for level in range(1, 7)}
_BLOCKS = words("""address article aside blockquote body center details dialog div dl fieldset figcaption figure footer
    form header html main nav ol p picture section table tbody td th thead tr ul caption video""")
_BLOCK_SIGN = re.compile(r"\s*(?:#{1,6}\s+|(?:>\s*)+|(?P<item>[-*+]\s+)|(?P<rule>-{3,}\s*$))")
_MOST_COLUMNS = 40


def to_markdown(source: str) -> str:
    """Return an HTML fragment as Markdown whose only tags are inline ones; comments, scripts and styles are left out.

    Linear in the length of the fragment; whatever is not HTML is kept.
    """
    shown = _HIDDEN.sub("", _COMMENT.sub("", source))
    shown = _PREFORMATTED.sub(_fence, shown)
    shown = _TABLE.sub(lambda match: f"\n\n{_table(match[1])}\n\n", shown)
    shown = _TAG.sub(_tag, shown)
    return "\n".join(_unindented(shown))


def _unindented(shown: str) -> Iterator[str]:
    """Yield the lines without the indentation that HTML has, which would be code in Markdown; fences keep it."""
    fenced = False
    for line in shown.split("\n"):
        fenced ^= line.startswith("```")
        yield line if fenced else line.strip(" \t")


def _fence(match: re.Match[str]) -> str:
    """Return preformatted text as a fence."""
    return f"\n\n```\n{html.unescape(_TAG.sub('', match[1])).strip(chr(10))}\n```\n\n"


def _tag(match: re.Match[str]) -> str:
    """Return what stands for a tag: itself, line breaks, or nothing."""
    closing, name = match[1], match[2].lower()
    if name in _INLINE:
        return match[0]
    special = (_CLOSING if closing else _OPENING).get(name)
    if special is not None:
        return special
    return "\n\n" if name in _BLOCKS else ""


def _table(inside: str) -> str:
    """Return the rows of a table as Markdown; cells that span several places leave the others empty."""
    rows = _grid(inside)
    if not rows:
        return _TAG.sub(_tag, inside)
    count = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (count - len(row))) + " |" for row in rows]
    caption = _TAG.sub(" ", inside[: re.search(r"<tr\b|\Z", inside, re.IGNORECASE).start()]).strip()  # type: ignore[union-attr]
    return "\n".join([*([caption, ""] if caption else []), lines[0], "|" + " --- |" * count, *lines[1:]])


def _grid(inside: str) -> list[list[str]]:
    """Return the cells of a table, row by row, spans filled up with empty cells."""
    rows: list[list[str]] = []
    held: dict[int, int] = {}  # column: rows for which a cell from above holds it
    for row in _ROW.finditer(inside):
        cells: list[str] = []
        for cell in _CELL.finditer(row[1]):
            _fill(cells, held)
            spans = {name.lower(): int(count) for name, count in _SPAN.findall(cell[2])}
            start = len(cells)
            cells += [_cell(cell[3]), *[""] * (min(spans.get("col", 1), _MOST_COLUMNS) - 1)]
            held |= (
                dict.fromkeys(range(start, len(cells)), spans.get("row", 1) - 1)
                if spans.get("row", 1) > 1
                else {}
            )
        _fill(cells, held)
        if cells:
            rows.append(cells)
    return rows


def _fill(cells: list[str], held: dict[int, int]) -> None:
    """Add empty cells where cells from above reach down."""
    while held.get(len(cells), 0) > 0:
        held[len(cells)] -= 1
        cells.append("")


def _cell(inside: str) -> str:
    """Return the content of a cell on one line."""

    def tag(match: re.Match[str]) -> str:
        name = match[2].lower()
        return match[0] if name in _INLINE else "<br>" if name in ("p", "li", "div") and not match[1] else " "

    shown = " ".join("\n".join(_cell_lines(_TAG.sub(tag, inside))).split()).replace("|", "\\|")
    return re.sub(r"^(?:\s*<br>)+|(?:<br>\s*)+$", "", shown).strip()


def _cell_lines(inside: str) -> Iterator[str]:
    """Yield the lines of a cell without the signs of Markdown blocks; what begins a block begins a new line."""
    for line in inside.split("\n"):
        match = _BLOCK_SIGN.match(line)
        if match is None:
            yield line
        elif not match["rule"]:
            yield f"<br>{'- ' if match['item'] else ''}{line[match.end() :]}"
