r"""The Markdown that people write in notes, as tokens of markdown-it.

CommonMark with tables and strikethrough, and beyond it: mathematics in ``$``, ``$$``, ``\(`` and ``\[``, wiki
links and embeds, ``==highlight==``, footnotes in their place, callouts, and emphasis beside Chinese punctuation.
HTML is turned into Markdown, comments are dropped. The tokens that come out are only those that ``BLOCKS`` and
``INLINES`` of the renderers know.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from rich.cells import cell_len, get_character_cell_size

from .mathtext import inline as math_line

NESTING_LIMIT = 40
"""Quotes and lists within one another; what is deeper is not shown."""
SHORT_LINE = 60
"""Cells; a line break behind a shorter line was meant, behind a longer one the text goes on."""

_FORMULA = re.compile(r"\\[A-Za-z]|[\^=]|(?<!\\)_|^[A-Za-z]$")
_WIKI = re.compile(r"(!?)\[\[([^\[\]\n]+)\]\]")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]{1,40})\](:?)")
_DEFINITION = re.compile(r"\[(?!\^)[^\]]+\]:\s*(?:<|\S*[/.#])")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)\n?")
_PUNCTUATION = re.compile(r"[\s,.;:!?，。；：！？、）)]*$")
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>$")
_PARTS_OF_TABLES = ("thead_", "tbody_", "tr_", "th_", "td_")
_WITHOUT_BLOCKS = ("paragraph_open", "heading_open", "callout_open", "table_open")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ATTRIBUTE = re.compile(r"""\b(alt|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TAGS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s", "strike": "s", "mark": "mark",
    "code": "code", "kbd": "code", "u": "u", "ins": "u", "sub": "sub", "sup": "sup",
}  # fmt: skip


def tokens(text: str) -> list[Token]:
    """Return the block tokens of a note's text; each that begins a block has ``meta["gap"]``: an empty line follows."""
    parsed = _with_displays(_without_html(_parser().parse(text.lstrip("\ufeff"))))
    _mark_gaps(parsed)
    _number(parsed)
    return parsed


@cache
def _parser(*, html: bool = True) -> MarkdownIt:
    """Return the parser; one without HTML blocks reads what HTML was turned into."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING_LIMIT}).enable(["strikethrough", "table"])
    parser.block.ruler.at("reference", _reference)
    parser.block.ruler.before(
        "fence", "math_block", _math_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    if html:
        parser.block.ruler.before(
            "html_block", "html_table", _html_table, {"alt": ["paragraph", "blockquote"]}
        )
    else:
        parser.disable("html_block")
    parser.inline.ruler.before("escape", "math", _math)
    parser.inline.ruler.before("link", "wiki", _wiki)
    parser.inline.ruler.before("link", "footnote", _footnote)
    parser.inline.ruler.before("emphasis", "mark", _mark)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.core.ruler.before("inline", "callouts", _callouts)
    return parser


# -- rules of blocks ----------------------------------------------------------------------------------------


def _line(state: StateBlock, number: int) -> str:
    """Return a line of a block without its indentation."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept a link's definition; footnotes and notes of the form ``[word]: text`` are text to be shown."""
    return bool(_DEFINITION.match(_line(state, start))) and reference(state, start, end, silent)


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Accept ``$$`` or ``\[`` at the start of a line up to its partner, blank lines included."""
    first = _line(state, start)
    closing = {"$$": "$$", "\\[": "\\]"}.get(first[:2])
    if closing is None or state.is_code_block(start):
        return False
    last, content, rest = _up_to(state, start, end, closing)
    if content is None or (closing == "\\]" and not _FORMULA.search(content)):
        return False
    if last == start and not _PUNCTUATION.match(rest):
        return False
    if silent:
        return True
    state.line = last + 1
    token = state.push("math_block", "", 0)
    token.content = content
    token.map = [start, state.line]
    _push_paragraph(state, rest, last)
    return True


def _up_to(state: StateBlock, start: int, end: int, closing: str) -> tuple[int, str | None, str]:
    """Return the line of the closing sign, what is before it (None without one), and the rest of its line."""
    parts: list[str] = []
    for number in range(start, end):
        line = _line(state, number)
        if number > start and line and state.sCount[number] < state.blkIndent:
            break
        line = line[2:] if number == start else line
        at = line.find(closing)
        if at >= 0:
            return number, "\n".join([*parts, line[:at]]), line[at + 2 :].strip()
        parts.append(line)
    return start, None, ""


def _push_paragraph(state: StateBlock, text: str, number: int) -> None:
    """Add what stands behind a formula as a paragraph of its own."""
    if not text:
        return
    state.push("paragraph_open", "p", 1).map = [number, number + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [number, number + 1], []
    state.push("paragraph_close", "p", -1)


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept an HTML table as one block, though it has empty lines in it."""
    if not _line(state, start).lower().startswith("<table") or state.is_code_block(start):
        return False
    number = start
    while number < end and "</table" not in _line(state, number).lower():
        number += 1
    if number == end:
        return False
    if not silent:
        state.line = number + 1
        token = state.push("html_block", "", 0)
        token.content = state.getLines(start, state.line, state.blkIndent, keepLastLF=True)
        token.map = [start, state.line]
    return True


def _callouts(state: StateCore) -> None:
    """Give the title of a callout a line of its own."""
    shown: list[Token] = []
    for token in state.tokens:
        match = _CALLOUT.match(token.content) if token.type == "inline" else None
        if match and [before.type for before in shown[-2:]] == ["blockquote_open", "paragraph_open"]:
            title = match[2].strip() or match[1].capitalize()
            shown[-1] = Token("callout_open", "p", 1, map=token.map, level=token.level - 1)
            shown.append(Token("inline", "", 0, content=title, children=[], map=token.map, level=token.level))
            shown.append(Token("callout_close", "p", -1, level=token.level - 1))
            shown.append(Token("paragraph_open", "p", 1, map=token.map, level=token.level - 1))
            token.content = token.content[match.end() :]
        shown.append(token)
    state.tokens = shown


# -- rules within a line ------------------------------------------------------------------------------------


def _math(state: StateInline, silent: bool) -> bool:
    """Accept a formula between dollars or escaped brackets; a dollar of money is none."""
    src, start = state.src, state.pos
    opening = src[start : start + 2]
    if opening == "$$":
        return _formula(state, start + 2, src.find("$$", start + 2, state.posMax), 2, silent)
    if opening in ("\\(", "\\["):
        end = src.find("\\)" if opening == "\\(" else "\\]", start + 2, state.posMax)
        inside = src[start + 2 : end].strip()
        if end < 0 or opening in inside or not _FORMULA.search(inside) or src[start - 1 : start].isalnum():
            return False
        return _formula(state, start + 2, end, 2, silent)
    if opening[:1] != "$" or opening[1:].isspace() or not opening[1:]:
        return False
    end = _next_dollar(src, start + 1, state.posMax)
    if end < 0 or src[end - 1].isspace() or src[end + 1 : end + 2].isdecimal():
        return False
    return _formula(state, start + 1, end, 1, silent)


def _next_dollar(src: str, start: int, end: int) -> int:
    """Return where the next dollar is that no backslash escapes; -1 for none."""
    at = src.find("$", start, end)
    while at > 0 and src[at - 1] == "\\" and src[at - 2] != "\\":
        at = src.find("$", at + 1, end)
    return at


def _formula(state: StateInline, start: int, end: int, size: int, silent: bool) -> bool:
    """Add the formula between two offsets; there is none where the end is negative or the formula empty."""
    content = state.src[start:end].strip() if end >= 0 else ""
    if not content:
        return False
    if not silent:
        sign = state.src[start - size : start]
        token = state.push("math_display" if sign in ("$$", "\\[") else "math_inline", "math", 0)
        token.content = content
    state.pos = end + size
    return True


def _wiki(state: StateInline, silent: bool) -> bool:
    """Accept ``[[note|words]]``, shown as its words, and ``![[picture]]``."""
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        target, _, words = match[2].replace("\\|", "|").partition("|")
        shown = words.strip() or target.strip().lstrip("#^").replace("#", " › ")
        _push(
            state, "picture" if match[1] else "wiki", shown if not match[1] or not words.isdigit() else target
        )
    state.pos = match.end()
    return True


def _push(state: StateInline, kind: str, content: str) -> None:
    token = state.push(kind, kind, 0)
    token.content = content


def _footnote(state: StateInline, silent: bool) -> bool:
    """Accept a footnote's mark: raised in the text, in brackets where the note itself begins."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        label = match[1]
        number = label.translate(_RAISED_DIGITS) if label.isdecimal() and not match[2] else None
        state.push("text", "", 0).content = number or f"[{label}]{match[2]}"
    state.pos = match.end()
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """Accept ``==highlighted words==``."""
    src, start = state.src, state.pos
    if not src.startswith("==", start) or silent:
        return False
    end = src.find("==", start + 2, state.posMax)
    inside = src[start + 2 : end]
    if end < 0 or not inside or inside[0] in " =\n" or inside[-1].isspace():
        return False
    state.push("mark_open", "mark", 1)
    outer = state.posMax
    state.pos, state.posMax = start + 2, end
    state.md.inline.tokenize(state)
    state.push("mark_close", "mark", -1)
    state.pos, state.posMax = end + 2, outer
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Accept signs of emphasis as CommonMark does, and beside Chinese also where punctuation is next to them.

    ``**定义：**内容`` is emphasis to its writer, but not to CommonMark, which wants a blank behind it.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos] or " "
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
    wide = marker == "*" and (_is_wide(before) or _is_wide(after))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker), length=scanned.length, token=len(state.tokens) - 1, end=-1,
                open=scanned.can_open or (wide and not after.isspace()),
                close=scanned.can_close or (wide and not before.isspace()),
            )
        )  # fmt: skip
    state.pos += scanned.length
    return True


# -- what is made of the tokens -----------------------------------------------------------------------------


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
    if token.content.lstrip().startswith("<!--") and token.content.rstrip().endswith("-->"):
        return []
    from .htmltext import to_markdown

    inner = _without_html(_parser(html=False).parse(to_markdown(token.content)))
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
        length = 0 if part.type in ("hardbreak", "softbreak") else length + cell_len(part.content)
        shown.append(part)
    while shown and shown[-1].type == "hardbreak":
        shown.pop()
    return _with_scripts(shown)


def _break(length: int, after: list[Token], shown: list[Token]) -> Token | None:
    """Return a line break behind a short line, a blank in running text, nothing between Chinese characters."""
    if not shown or shown[-1].type == "hardbreak":
        return None
    if length < SHORT_LINE:
        return Token("hardbreak", "br", 0)
    both_wide = all(
        _is_wide(char) for char in (shown[-1].content[-1:], *(token.content[:1] for token in after))
    )
    return None if both_wide else Token("softbreak", "br", 0)


def _is_wide(char: str) -> bool:
    """Tell whether a character is a Chinese one, or as wide; no character is not."""
    return bool(char) and not char.isascii() and get_character_cell_size(char) > 1


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
        if child.type != "text" or not _PUNCTUATION.match(child.content):
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
