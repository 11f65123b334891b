"""What keeps a note from being understood, put right: characters that nobody sees, spaces that are none, digits too wide.

Only the places that matter are looked at: frontmatter, and the marks of headings, lists, quotes and fences outside
of code. Text between them stays byte for byte; so does the number of lines, but for lone carriage returns.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.notes.split import front_span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from studycli.notes.blocks import Block

_UNSEEN = "\xad\u200b\u2060\ufeff"
_JOINER = "\u200c(?![\u0590-\u0dff])"  # Persian and the scripts of India write with it
_WIDE_SPACE = "\xa0\u3000"
_ODD = f"{_UNSEEN}\u200c{_WIDE_SPACE}\t"  # one look for each is faster than a search for all of them

_RETURN = lazy(r"\r(?!\n)")
_ODD_FRONT = lazy(rf"[{_UNSEEN}\u200c{_WIDE_SPACE}\t\u0300-\u036f\u3099０-９]")
_ODD_LEAD = lazy(rf"\n[{_UNSEEN}\u200c{_WIDE_SPACE}\t]")
_ODD_AFTER = lazy(rf"[{_WIDE_SPACE}{_UNSEEN}](?<=[#>*+.)-].)")
_INVISIBLE = lazy(f"[{_UNSEEN}]|{_JOINER}")
_OPENING = lazy(rf"[{_UNSEEN}\u200c{_WIDE_SPACE} \t]+(?=---)")

_MARK = r"(?:#{1,6}|[-*+]|[0-9]{1,9}[.)])"
_LEAD = lazy(rf"( *)[{_UNSEEN}\u200c]+(?=(?:{_MARK}[ \t{_WIDE_SPACE}]|>|\|))")
_WIDE_LEAD = lazy(rf"(?= *[{_WIDE_SPACE}])[ {_WIDE_SPACE}]++(?={_MARK}[ \t{_WIDE_SPACE}])")
_WIDE_AFTER = lazy(rf"([ \t>]*{_MARK})([{_WIDE_SPACE}{_UNSEEN}]+[ \t]*)(?=\S)")
_TABBED_HEADING = lazy(r"\t+ *#{1,6}[ \t]+\S")
_TABBED_ITEM = lazy(r"\t+ *(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?![^\s:]+:(?:\s|$))\S")

_FRONT_LEAD = lazy(rf"(?= *[\t{_WIDE_SPACE}])[ \t{_WIDE_SPACE}]++(?=-\s|[^\s:]+:)")
_FRONT_SPACE = lazy(rf"^([^:#]*?:|[ ]*-)[{_WIDE_SPACE}][ \t{_WIDE_SPACE}]*")
_FRONT_END = lazy(rf"[{_WIDE_SPACE}]*---[ \t{_WIDE_SPACE}]*\r?$")
_DIGITS = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")

_TAGS = ("tags", "tag", "标签", "aliases")
_MOST_LINES = 5


def normalise(text: str) -> tuple[str, list[str]]:
    """Return a text that can be understood, and what was changed in it, as short sentences with their lines.

    Args:
        text: A note, without a byte-order mark at its beginning.
    """
    done: dict[str, list[int]] = {}
    if "\r" in text and "\n" not in text and _RETURN.search(text):
        text = _RETURN.sub("\n", text)
        done["line ends that were lone carriage returns are line feeds"] = []
    if _is_odd_front(text):
        text = _normal_front(text, done)
    if any(sign in text for sign in _ODD) and (_ODD_LEAD.search("\n" + text) or _ODD_AFTER.search(text)):
        text = _normal_body(text, done)
    return text, [_sentence(what, lines) for what, lines in done.items()]


def lines_named(numbers: list[int] | tuple[int, ...]) -> str:
    """Name lines: 'line 3', or 'lines 3, 5, 8', of many the first five."""
    named = ", ".join(map(str, numbers[:_MOST_LINES])) + (", …" if len(numbers) > _MOST_LINES else "")
    return f"line {named}" if len(numbers) == 1 else f"lines {named}"


def _sentence(what: str, lines: list[int]) -> str:
    return f"{lines_named(lines)}: {what}" if lines else what


def _is_odd_front(text: str) -> bool:
    """Tell whether what may be frontmatter has characters that keep it from being understood."""
    span = front_span(text)  # most frontmatter is plain, and found sooner than what is hidden
    if span and not _ODD_FRONT.search(text[: span[2]]):
        return False
    return _ODD_FRONT.search(text[: _front_end(text)]) is not None


def _front_end(text: str) -> int:
    """Return the offset behind the line that closes what may be frontmatter; 0 for none."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    if not text.startswith("---", start):
        return 0
    at = text.find("\n", start) + 1
    while at:
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)]
        if line.count("-") == 3 and _FRONT_END.match(_INVISIBLE.sub("", line)):  # noqa: PLR2004 - the fence's hyphens
            return at + len(line)
        at = stop + 1
    return 0


def _normal_front(text: str, done: dict[str, list[int]]) -> str:
    """Return a text with its frontmatter put right, if frontmatter it is."""
    end = _front_end(text)
    lines = text[:end].split("\n")
    new = [_front_line(line, before) for line, before in zip(lines, ["", *lines], strict=False)]
    if front_span("\n".join(new) + "\n") is None:
        return text
    for number, (old, line) in enumerate(zip(lines, new, strict=True), 1):
        if old != line:
            done.setdefault(_what(old, line), []).append(number)
    return "\n".join(new) + text[end:]


def _front_line(line: str, before: str) -> str:
    """Return a line of frontmatter as YAML and the reader of dates understand it."""
    if not _ODD_FRONT.search(line):
        return line
    line = _whole_letters(_INVISIBLE.sub("", line))
    if _FRONT_END.match(line):
        return "---" + ("\r" if line.endswith("\r") else "")
    lead = _FRONT_LEAD.match(line)
    if lead:
        line = _front_lead(lead[0], line[lead.end() :], before) + line[lead.end() :]
    return _narrow_date(_FRONT_SPACE.sub(r"\1 ", line))


def _whole_letters(line: str) -> str:
    """Return a line whose key, or whose tags, have no letters in two parts: to a reader they are other words."""
    key, colon, value = line.partition(":")
    composed = unicodedata.normalize("NFC", key)
    is_tags = composed.strip() in _TAGS or composed.lstrip().startswith("- ")
    return composed + colon + (unicodedata.normalize("NFC", value) if is_tags else value)


def _front_lead(lead: str, rest: str, before: str) -> str:
    """Return the indent that was meant: two spaces for a tab below a key without a value, else none."""
    nested = (
        rest.startswith("-") or before.rstrip().endswith(":") or before[:1] in (" ", "\t", "\xa0", "\u3000")
    )
    return "  " * max(1, lead.count("\t")) if nested else ""


def _narrow_date(line: str) -> str:
    """Return a line whose value is a date with its digits as wide as a reader of dates has them."""
    from studycli.notes.frontmatter.values import DATE

    key, colon, value = line.partition(":")
    words = value.strip(" \t\r\"'")
    put = words.translate(_DIGITS)
    return key + colon + value.replace(words, put) if put != words and DATE.fullmatch(put) else line


def _what(old: str, new: str) -> str:
    """Say what was changed in a line of frontmatter."""
    if _INVISIBLE.search(old):
        return "characters that nobody sees are left out of the frontmatter"
    if any(char.isdigit() and char > "~" for char in old) and old.translate(_DIGITS) == new:
        return "a date in wide digits is in plain ones"
    if unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new):
        return "letters in two parts are whole in the frontmatter"
    return "the frontmatter has plain spaces, as YAML asks for"


def _normal_body(text: str, done: dict[str, list[int]]) -> str:
    """Return a text with the marks of its body put right, outside of code."""
    from studycli.notes.blocks import Document

    span = front_span(text)
    first = text.count("\n", 0, span[2]) if span else 0
    lines = text.split("\n")
    for number in _open_lines(Document(text, span[2] if span else 0).blocks, first, len(lines)):
        for pattern, put, what in _RULES:
            new = pattern.sub(put, lines[number], count=1) if pattern.match(lines[number]) else lines[number]
            if new != lines[number]:
                done.setdefault(what, []).append(number + 1)
                lines[number] = new
    _untab(lines, first, done)
    return "\n".join(lines)


def _wide_lead(found: re.Match[str]) -> str:
    """Return the spaces that a lead of wide ones is wide; none before a heading."""
    if found.string.startswith("#", found.end()):
        return ""
    return " " * sum(2 if char == "\u3000" else 1 for char in found[0])


_RULES = (
    (_LEAD, r"\1", "characters that nobody sees are left out before a mark"),
    (_WIDE_LEAD, _wide_lead, "spaces that are none to Markdown are plain ones before a mark"),
    (_WIDE_AFTER, r"\1 ", "a space that is none to Markdown is a plain one behind a mark"),
)


def _open_lines(blocks: list[Block], first: int, end: int) -> list[int]:
    """Return the lines from `first` on that stand in no fence, formula, HTML or code."""
    closed = {number for block in _closed(blocks) for number in range(block.line, block.end)}
    return [number for number in range(first, end) if number not in closed]


def _closed(blocks: list[Block]) -> Iterator[Block]:
    from studycli.notes.blocks import CODE, FENCE, HTML, MATH

    for block in blocks:
        if block.kind in (CODE, FENCE, HTML, MATH):
            yield block
        yield from _closed(block.children)


def _untab(lines: list[str], first: int, done: dict[str, list[int]]) -> None:
    """Take a tab away before a heading or a list that it makes code; code of more than that stays."""
    from studycli.notes.blocks import CODE, Document

    if not any(_TABBED_HEADING.match(line) or _TABBED_ITEM.match(line) for line in lines[first:]):
        return
    offset = sum(len(line) + 1 for line in lines[:first])
    for block in Document("\n".join(lines), offset).blocks:
        if block.kind == CODE and _is_tabbed_text(lines[block.line : block.end]):
            for number in range(block.line, block.end):
                lines[number] = lines[number].removeprefix("\t")
                done.setdefault("a tab that made it code is left out before a mark", []).append(number + 1)


def _is_tabbed_text(lines: list[str]) -> bool:
    if len(lines) == 1 and _TABBED_HEADING.match(lines[0]):
        return True
    return all(_TABBED_ITEM.match(line) for line in lines)
