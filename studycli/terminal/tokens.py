"""A note as the tokens that its renderers read.

HTML is turned into Markdown, comments are dropped, displayed formulas become blocks of their own, tags within a line
become emphasis, line breaks stay where they were meant. Beside those of markdown-it there are then ``math_block``
and ``callout_open`` among the blocks and ``math_inline``, ``mark_open``, ``u_open``, ``wiki`` and ``picture`` within
the lines, each with its text as content.
"""

import re

from markdown_it.token import Token
from rich.cells import cell_len

from .dialect import PUNCTUATION, is_wide, parser
from .mathtext import inline as math_line

SHORT_LINE = 60
"""Cells; a line break behind a shorter line was meant, behind a longer one the text goes on."""

_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>$")
_ATTRIBUTE = re.compile(r"""\b(alt|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_BLANKS = dict.fromkeys(
    map(ord, "\u2000\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f"), " "
) | dict.fromkeys(map(ord, "\u2001\u2003\u3000"), "  ")
"""Blanks of print as blanks of a terminal, where lines may end; those of a character's width as two."""
_WIDE_BLANK = "\u3000"
_INDENTS = ("\u2003", _WIDE_BLANK)
_TAGS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s", "strike": "s", "mark": "mark",
    "code": "code", "kbd": "code", "u": "u", "ins": "u", "sub": "sub", "sup": "sup",
}  # fmt: skip
_PARTS_OF_TABLES = ("thead_", "tbody_", "tr_", "th_", "td_")
_WITHOUT_BLOCKS = ("paragraph_open", "heading_open", "callout_open", "table_open")


def tokens(text: str) -> list[Token]:
    """Return the block tokens of a note's text; each that begins a block has ``meta["gap"]``: an empty line follows."""
    parsed = _with_displays(_without_html(parser().parse(text.lstrip("\ufeff"))))
    _mark_gaps(parsed)
    _number(parsed)
    return parsed


def _without_html(parsed: list[Token]) -> list[Token]:
    """Return the tokens with blocks of HTML read as Markdown, and tags within lines as emphasis or nothing."""
    shown: list[Token] = []
    for token in parsed:
        if token.type == "html_block":
            shown += _html_tokens(token)
        elif token.type == "fence" and token.info.strip().lower() == "math":
            shown.append(Token("math_block", "", 0, content=token.content, map=token.map, level=token.level))
        else:
            if token.children:
                token.children = _line_tokens(token.children)
            shown.append(token)
    return shown


def _html_tokens(token: Token) -> list[Token]:
    """Return the tokens of a block of HTML, all on the lines that it has in the note."""
    if _COMMENT.fullmatch(token.content.strip()):
        return []
    from .htmltext import to_markdown

    inner = _without_html(parser(html=False).parse(to_markdown(token.content)))
    first, last = token.map or [0, 0]
    for part in inner:
        part.level += token.level
        if part.map:
            part.map = [min(first + part.map[0], last), min(first + part.map[1], last)]
    return inner


def _line_tokens(children: list[Token]) -> list[Token]:
    """Return the tokens of a line: tags as emphasis, pictures as words, formulas as text, breaks as they were meant."""
    partner = _pairs(children)
    shown: list[Token] = []
    length = 0
    for index, token in enumerate(children):
        if token.type == "html_inline":
            part = _tag_token(token, partner.get(index))
        elif token.type == "image":
            part = Token(
                "picture", "picture", 0, content=_picture(token.content, str(token.attrs.get("src", "")))
            )
        elif token.type == "softbreak":
            part = _break(length, children[index + 1 : index + 2], shown)
        elif token.type == "math_inline":
            part = Token("math_inline", "math", 0, content=math_line(token.content))
        else:
            part = token
        if part is None:
            continue
        if part.type == "text":
            part.content = _with_blanks(part.content, starts=not shown or shown[-1].type == "hardbreak")
        length = 0 if part.type in ("hardbreak", "softbreak") else length + cell_len(part.content)
        shown.append(part)
    while shown and shown[-1].type == "hardbreak":
        shown.pop()
    return _with_scripts(shown)


def _with_blanks(text: str, *, starts: bool) -> str:
    """Return text with a terminal's blanks; the wide ones at the start of a line, which indent it, are left out."""
    return (text.lstrip(_WIDE_BLANK) if starts else text).translate(_BLANKS)


def _break(length: int, after: list[Token], shown: list[Token]) -> Token | None:
    """Return a line break behind a short or before an indented line, else a blank, or nothing between Chinese."""
    if not shown or shown[-1].type == "hardbreak":
        return None
    if length < SHORT_LINE or (after and after[0].content.startswith(_INDENTS)):
        return Token("hardbreak", "br", 0)
    both_wide = all(
        is_wide(char) for char in (shown[-1].content[-1:], *(token.content[:1] for token in after))
    )
    return None if both_wide else Token("softbreak", "br", 0)


def _pairs(children: list[Token]) -> dict[int, int]:
    """Return, for every tag in a line that has a partner, where the partner is."""
    waiting: dict[str, list[int]] = {}
    partner: dict[int, int] = {}
    for index, token in enumerate(children):
        match = _HTML_TAG.match(token.content) if token.type == "html_inline" else None
        name = _TAGS.get(match[2].lower()) if match else None
        if match is None or name is None:
            continue
        if not match[1]:
            waiting.setdefault(name, []).append(index)
        elif waiting.get(name):
            start = waiting[name].pop()
            partner[start], partner[index] = index, start
    return partner


def _tag_token(token: Token, partner: int | None) -> Token | None:
    """Return what a tag within a line stands for; None for nothing."""
    match = _HTML_TAG.match(token.content)
    if match is None:
        return None
    name = match[2].lower()
    if name == "br":
        return Token("hardbreak", "br", 0)
    if name == "img":
        found = {key.lower(): one or two or three for key, one, two, three in _ATTRIBUTE.findall(match[3])}
        return Token("picture", "picture", 0, content=_picture(found.get("alt", ""), found.get("src", "")))
    if partner is None:
        return None
    tag = _TAGS[name]
    return Token(f"{tag}_close" if match[1] else f"{tag}_open", tag, -1 if match[1] else 1)


def _picture(words: str, source: str) -> str:
    """Return the words for a picture: its description, or the name of its file."""
    return words.strip() or source.rstrip("/").rpartition("/")[2]


def _with_scripts(children: list[Token]) -> list[Token]:
    """Return the tokens with what ``<sub>`` and ``<sup>`` hold in small characters, or behind ``_`` and ``^``."""
    if not any(token.tag in ("sub", "sup") for token in children):
        return children
    from .mathtext.symbols import lowered, raised

    shown: list[Token] = []
    script = ""
    for token in children:
        if token.tag in ("sub", "sup") and token.nesting:
            script = token.tag if token.nesting > 0 else ""
        elif script and token.type == "text":
            small = lowered(token.content) if script == "sub" else raised(token.content)
            sign = "_" if script == "sub" else "^"
            plain = token.content if token.content.isalnum() else f"({token.content})"
            token.content = small if small is not None else sign + plain
            shown.append(token)
        else:
            shown.append(token)
    return shown


def _with_displays(parsed: list[Token]) -> list[Token]:
    """Return the tokens with ``$$`` formulas taken out of paragraphs into blocks of their own."""
    shown: list[Token] = []
    for index, token in enumerate(parsed):
        if token.type != "inline" or not token.children:
            shown.append(token)
        elif parsed[index - 1].type == "paragraph_open":
            shown += _split(token, shown.pop())
        else:
            _inline_displays(token.children)
            shown.append(token)
    return _without_empty(shown)


def _split(token: Token, opening: Token) -> list[Token]:
    """Return the parts of a paragraph that ends in the middle of ``shown`` tokens: text, formula, text."""
    parts: list[Token] = [opening]
    line: list[Token] = []
    depth = 0
    children = token.children or []
    index = 0
    while index < len(children):
        child = children[index]
        depth += child.nesting
        ending = _ending(children, index) if child.type == "math_display" and depth == 0 else None
        if ending is None:
            line.append(child)
        else:
            parts += _closed(line, token, opening)
            parts.append(Token("math_block", "", 0, content=child.content + ending[0], level=opening.level))
            parts.append(Token("paragraph_open", "p", 1, hidden=opening.hidden, level=opening.level))
            line, index = [], ending[1]
        index += 1
    _inline_displays(line)
    parts.append(Token("inline", "", 0, children=line, map=token.map, level=token.level))
    return parts


def _closed(line: list[Token], token: Token, opening: Token) -> list[Token]:
    """Return the end of a paragraph before a formula, without the break before it."""
    while line and line[-1].type in ("softbreak", "hardbreak"):
        line.pop()
    _inline_displays(line)
    return [
        Token("inline", "", 0, children=line, map=token.map, level=token.level),
        Token("paragraph_close", "p", -1, level=opening.level),
    ]


def _ending(children: list[Token], index: int) -> tuple[str, int] | None:
    """Return the punctuation behind a formula that ends its line and where the line ends; None where words follow."""
    punctuation = ""
    for at in range(index + 1, len(children)):
        child = children[at]
        if child.type in ("softbreak", "hardbreak"):
            return punctuation, at
        if child.type != "text" or not PUNCTUATION.match(child.content):
            return ("", index) if "\\begin" in children[index].content else None
        punctuation += child.content.strip()
    return punctuation, len(children)


def _inline_displays(children: list[Token]) -> None:
    """Turn formulas that have no line of their own into text."""
    for child in children:
        if child.type == "math_display":
            child.type, child.content = "math_inline", math_line(child.content)


def _without_empty(parsed: list[Token]) -> list[Token]:
    """Return the tokens without the paragraphs that are empty once their formula or comment is gone."""
    shown: list[Token] = []
    index = 0
    while index < len(parsed):
        three = parsed[index : index + 3]
        if [token.type for token in three] == ["paragraph_open", "inline", "paragraph_close"] and _is_empty(
            three[1]
        ):
            index += 3
            continue
        shown.append(parsed[index])
        index += 1
    return shown


def _is_empty(token: Token) -> bool:
    return not any(
        child.content.strip() or child.type == "picture"
        for child in token.children or ()
        if child.type != "hardbreak"
    )


def _mark_gaps(parsed: list[Token]) -> None:
    """Say of each block whether an empty line follows it: where the note has one, and before headings."""
    open_blocks: list[Token | None] = [None]
    end = 0
    for token in parsed:
        if token.type == "inline" or token.type.startswith(_PARTS_OF_TABLES):
            continue
        if token.nesting < 0:
            open_blocks.pop()
            continue
        before = open_blocks[-1]
        if before is not None:
            start = token.map[0] if token.map else end
            before.meta["gap"] = start > end or token.type == "heading_open"
        open_blocks[-1] = token
        if token.map and (token.nesting == 0 or token.type in _WITHOUT_BLOCKS):
            end = token.map[1]
        if token.nesting > 0:
            open_blocks.append(None)


def _number(parsed: list[Token]) -> None:
    """Give the items of numbered lists, as ``meta["number"]``, the numbers of the note.

    Where all of them are the same, as in ``1. 1. 1.``, each is one more than the item before.
    """
    latest: list[tuple[int, int]] = []  # of each open list: the number in the note, the number shown
    for token in parsed:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            latest.append((-1, -1))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            latest.pop()
        elif token.type == "list_item_open" and token.info.isdecimal():
            written, before = latest[-1]
            number = before + 1 if int(token.info) == written else int(token.info)
            latest[-1] = (int(token.info), number)
            token.meta["number"] = number
