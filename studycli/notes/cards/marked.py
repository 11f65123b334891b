"""Cards that a person marked: ``::``, ``:::``, ``?``, ``??``, ``==cloze==``, ``{{c1::cloze}}``, ``C: [cloze]``.

The marks are those of the Obsidian plugin for spaced repetition and of hashcards. Code, formulas and
comments hold no marks. A tag such as ``#flashcards`` is a tag here, never a deck.
"""

import re
from collections.abc import Iterator

from studycli.notes.blocks import (
    CODE,
    FENCE,
    HEADING,
    HTML,
    ITEM,
    LIST,
    MATH,
    PARAGRAPH,
    QUOTE,
    Block,
    Document,
)
from studycli.notes.inline import bare, has_words, identity, plain
from studycli.notes.patterns import contains, lazy
from studycli.notes.records import NamedTuple

BASIC, REVERSED, CLOZE = "basic", "reversed", "cloze"
BLANK = "[…]"


class Marked(NamedTuple):
    """A marked card: its kind, line (from 0), prompt, anchor and answer's place in the text.

    ``whole`` tells whether the lines of the mark are nothing but the card.
    """

    kind: str
    line: int
    prompt: str
    anchor: str
    start: int
    end: int
    first: int
    last: int
    whole: bool


_CODE_SPAN = lazy(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_FORMULA = lazy(r"\$\$.*?\$\$|(?<![\\$\w])\$(?!\s)[^$\n]*?[^\s\\$]\$(?!\d)")
_COMMENT = lazy(r"<!--.*?-->")
_LINKED = lazy(r"\[[^\[\]]*\]\([^()]*\)|\[\[[^\[\]]*\]\]|https?://\S+")
_SEPARATOR = lazy(r"(?<!:)(:{2,3})(?!:)")
_ITEM_MARK = lazy(r"\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)?")
# 'use std::vector<int>' names something; 'ESS::effective sample size' is a card.
_NAMESPACE = lazy(r"(?:^|[^\w])(?:std|torch|at|c10|boost|cv|tf|Eigen|absl|thrust|crate|numpy)$")
_NAMED = lazy(r"[A-Za-z_]\w*(?:[<({;]|::)")
_ALONE = lazy(r"\n[ \t]{0,12}\?{1,2}[ \t\r]*(?=\n)")
_PROPERTY = frozenset(
    [
        "id",
        "tags",
        "tag",
        "alias",
        "aliases",
        "type",
        "date",
        "created",
        "updated",
        "collapsed",
        "title",
        "status",
        "author",
        "source",
        "template",
        "icon",
        "public",
        "deck",
        "card-last-interval",
        "card-repeats",
        "card-ease-factor",
        "card-next-schedule",
        "card-last-reviewed",
        "card-last-score",
    ]
)
_HIGHLIGHT = lazy(
    r"(?<![=!<>A-Za-z0-9_)\]])==(?![=\s])(.+?)(?<![=\s])==(?!=)((?:\^\[([^\]]*)\])?(?:\[\^(\w+)\])?)"
)
_CURLY = lazy(r"\{\{c(\d+)::((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})+?)(?:::([^:{}]*))?\}\}")
_CURLY_BARE = lazy(r"\{\{(?!c\d+::)([^{}\n]+)\}\}")
_DECK = lazy(r"(?:^|\s)#(?:flashcards?|卡片|闪卡)\b|<!--SR:")
_MAX_HOLES = (
    100  # of one text; every hole is a card that repeats the text, so that more would cost the square
)
_BOLD = lazy(r"(?<!\*)\*\*(?![\s*])([^*\n]+?)(?<![\s*])\*\*(?!\*)")
_BRACKET = lazy(r"(?<![\\!\]])\[([^\[\]^][^\[\]]*)\](?!\()")
_BLOCK_END = lazy(r"(?:[QC]:|-{3,}\s*$|#{1,6}\s)")


def marked_cards(document: Document, *, bold_clozes: bool) -> list[Marked]:
    """Return all marked cards of a note, in no particular order."""
    text = document.text
    found: list[Marked] = []
    if contains(text, "::"):
        found.extend(_inline(document))
    if _has_mark_alone(text):
        found.extend(_multiline(document))
    if contains(text, "C:"):
        found.extend(_cloze_blocks(document))
    if bold_clozes or contains(text, "==") or contains(text, "{{"):
        busy = {line for card in found for line in range(card.first, card.last + 1)}
        found.extend(_clozes(document, busy, bold_clozes=bold_clozes))
    return found


def _has_mark_alone(text: str) -> bool:
    """Tell whether some line is only ``?`` or ``??``."""
    at = text.find("?")
    while at >= 0:
        if text[at - 1 : at] in ("\n", " ", "\t"):
            return _ALONE.search(text) is not None
        at = text.find("?", at + 1)
    return False


def _paragraphs(blocks: list[Block]) -> Iterator[Block]:
    """Yield the paragraphs of a tree; of an item, its own text."""
    for block in blocks:
        if block.kind == PARAGRAPH:
            yield block
        elif block.kind in (QUOTE, LIST, ITEM):
            yield from _paragraphs(block.children)


def _masked(line: str) -> str:
    """Return a line with its code, formulas and comments blanked, of the same length."""
    for pattern, sign in ((_CODE_SPAN, "`"), (_FORMULA, "$"), (_COMMENT, "<!--")):
        if sign in line:
            line = pattern.sub(lambda match: "\ue000" * len(match[0]), line)
    return line


def _inline(document: Document) -> Iterator[Marked]:
    for block in _paragraphs(document.blocks):
        for line in range(block.line, block.end):
            text = document.lines[line]
            if "::" in text and "{{" not in text:
                yield from _inline_line(document, line, text.rstrip("\r"))


def _inline_line(document: Document, line: int, text: str) -> Iterator[Marked]:
    masked = _LINKED.sub(lambda link: "\ue000" * len(link[0]), _masked(text))
    match = _SEPARATOR.search(masked)
    if not match:
        return
    lead = _ITEM_MARK.match(text)
    begin = lead.end() if lead else 0
    left, right = text[begin : match.start()], text[match.end() :]
    cut = right.find("<!--")
    right = right if cut < 0 else right[:cut]
    if not _is_card(left, right):
        return
    offset = document.offset(line)
    start = offset + match.end() + len(right) - len(right.lstrip())
    front, back = _sides(left, right)
    yield Marked(
        BASIC, line, front, identity(front), start, start + len(right.strip()), line, line, whole=True
    )
    if len(match[1]) == 3:  # noqa: PLR2004 - three colons ask both ways
        start = offset + begin + len(left) - len(left.lstrip())
        anchor = identity(back) + "‹"
        yield Marked(REVERSED, line, back, anchor, start, start + len(left.strip()), line, line, whole=True)


def _sides(left: str, right: str) -> tuple[str, str]:
    return without_tags(bare(left)) or left.strip(), without_tags(bare(right)) or right.strip()


def _is_card(left: str, right: str) -> bool:
    """Tell a card from a qualified name and from a property."""
    if not has_words(left) and not left.strip():
        return False
    if not right.strip():
        return False
    if left.strip().casefold() in _PROPERTY:
        return False
    if left[-1:].isspace() or right[:1].isspace():
        return True
    if left[-1:].isdigit() and right[:1].isdigit():
        return False  # a time of day
    in_a_sentence = " " in left.strip()
    return not (_NAMESPACE.search(left) and (in_a_sentence or _NAMED.match(right)))


def _multiline(document: Document) -> Iterator[Marked]:
    """Read prompts and answers around a line that is only ``?`` or ``??``, up to blank lines on both sides."""
    blocked = _blocked(document.blocks)
    lines = document.lines
    taken = -1  # the last line of the card before
    for line, text in enumerate(lines):
        if line <= taken:
            continue
        sign = text.strip() if len(text) < 16 else ""  # noqa: PLR2004 - the mark stands almost alone
        if sign not in ("?", "??") or line in blocked:
            continue
        first = line
        while first > taken + 1 and lines[first - 1].strip() and first - 1 not in blocked:
            first -= 1
        last = _answer_end(lines, line + 1)
        if first == line or last <= line:
            continue
        taken = last
        yield from _two_sides(document, first, line, last, both=sign == "??")


def _answer_end(lines: list[str], first: int) -> int:
    """Return the last line of an answer, which a blank line ends unless a fence is open."""
    fence = ""
    last = first - 1
    for line in range(first, len(lines)):
        text = lines[line].strip()
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0]) else fence
        elif not text or text.startswith("<!--SR:"):
            break
        elif text.startswith(("```", "~~~")):
            fence = text[:3]
        last = line
    return last


def _two_sides(document: Document, first: int, sign: int, last: int, *, both: bool) -> Iterator[Marked]:
    lines = document.lines
    question = without_tags(_joined(lines[first:sign]))
    end = document.offset(last) + len(lines[last].rstrip())
    start = document.offset(sign + 1)
    yield Marked(BASIC, first, question, identity(question), start, end, first, last, whole=True)
    if both:
        answer = without_tags(_joined(lines[sign + 1 : last + 1]))
        begin, behind = document.offset(first), document.offset(sign - 1) + len(lines[sign - 1].rstrip())
        yield Marked(REVERSED, first, answer, identity(answer) + "‹", begin, behind, first, last, whole=True)


def _joined(lines: list[str]) -> str:
    """Return a side of several lines as one prompt; a single line loses its markup."""
    if len(lines) == 1:
        return bare(_ITEM_MARK.sub("", lines[0], count=1))
    return "\n".join(line.rstrip() for line in lines).strip()


def _blocked(blocks: list[Block]) -> set[int]:
    """Return the lines of headings, code, formulas and HTML."""
    found: set[int] = set()
    for block in blocks:
        if block.kind in (HEADING, FENCE, CODE, MATH, HTML):
            found.update(range(block.line, block.end))
        elif block.children:
            found |= _blocked(block.children)
    return found


def _cloze_blocks(document: Document) -> Iterator[Marked]:
    """Read the ``C:`` blocks of hashcards, in which square brackets hide words."""
    for block in document.blocks:
        if block.kind != PARAGRAPH:
            continue
        for line in range(block.line, block.end):
            if document.lines[line].startswith("C:"):
                yield from _cloze_block(document, line)


def _cloze_block(document: Document, line: int) -> Iterator[Marked]:
    lines = document.lines
    last = _cloze_block_end(lines, line)
    begin = document.offset(line) + len(lines[line]) - len(lines[line][2:].lstrip())
    end = document.offset(last) + len(lines[last].rstrip())
    text = document.text[begin:end]
    holes = [_hole(match) for match in _BRACKET.finditer(_masked(text))]
    yield from _cloze_cards(text, begin, (line, last), holes, whole=True)


def _cloze_block_end(lines: list[str], first: int) -> int:
    """Return the last line of a ``C:`` block: it goes on behind a blank line only to reach more brackets."""
    last = first
    found = bool(_BRACKET.search(_masked(lines[first][2:])))
    at = first + 1
    while at < len(lines):
        start = at
        while at < len(lines) and lines[at].strip() and not _BLOCK_END.match(lines[at]):
            at += 1
        paragraph = "\n".join(lines[start:at])
        follows = start == first + 1  # no blank line between
        more = bool(_BRACKET.search(_masked(paragraph)))
        if at > start and (follows or more or not found) and "::" not in paragraph:
            last, found = at - 1, found or more
        elif at > start:
            break
        if at < len(lines) and _BLOCK_END.match(lines[at]):
            break
        at += 1
    return last


def _clozes(document: Document, busy: set[int], *, bold_clozes: bool) -> Iterator[Marked]:
    # ``{{word}}`` is a cloze of the plugin only; elsewhere it is a variable of a template.
    decked = "{{" in document.text and _DECK.search(document.text) is not None
    for block in _paragraphs(document.blocks):
        if block.line in busy:
            continue
        begin = document.offset(block.line)
        raw = document.text[begin : document.offset(block.end)]
        if "==" not in raw and "{{" not in raw and not (bold_clozes and "**" in raw):
            continue
        first = document.lines[block.line]
        lead = _ITEM_MARK.match(first)
        shift = lead.end() if lead else 0
        last = block.end - 1
        text = document.text[begin + shift : document.offset(last) + len(document.lines[last].rstrip())]
        holes = _holes(text, bold_clozes=bold_clozes, decked=decked)
        if holes:
            yield from _cloze_cards(text, begin + shift, (block.line, last), holes, whole=False)


class _Hole(NamedTuple):
    """A place that a cloze hides, by offsets into its text: marks included, and the hidden words alone."""

    start: int
    end: int
    inner: int
    inner_end: int
    hint: str = ""
    group: str = ""


def _hole(match: re.Match[str], words: int = 1, hint: str | None = "", group: str | None = "") -> _Hole:
    return _Hole(*match.span(), *match.span(words), hint or "", group or "")


def _holes(text: str, *, bold_clozes: bool, decked: bool) -> list[_Hole]:
    masked = _masked(text)
    if "{{c" in masked:
        holes = [_hole(match, 2, match[3], match[1]) for match in _CURLY.finditer(masked)]
        if holes:
            return holes
    if decked and "{{" in masked:
        holes = [_hole(match) for match in _CURLY_BARE.finditer(masked)]
        if holes:
            return holes
    holes = [
        _hole(match, 1, match[3], match[4] if match[4] and match[4].isdigit() else "")
        for match in _HIGHLIGHT.finditer(masked)
    ]
    if not holes and bold_clozes and not _is_label(text):
        return [_hole(match) for match in _BOLD.finditer(masked)]
    return holes


def _is_label(text: str) -> bool:
    """Tell whether a paragraph begins with a bold label."""
    match = _BOLD.match(text.strip())
    return match is not None and text.strip()[match.end() :][:1] in ("", ":", "：", "\n")


def _cloze_cards(
    text: str, begin: int, lines: tuple[int, int], holes: list[_Hole], *, whole: bool
) -> Iterator[Marked]:
    """Yield one card a hole, or a group of holes with one number; its prompt is the text with them blank."""
    groups: dict[str, list[int]] = {}
    for place, hole in enumerate(holes[:_MAX_HOLES]):
        groups.setdefault(hole.group or f"#{place}", []).append(place)
    for members in groups.values():
        prompt = _with_blanks(text, holes, members)
        first = holes[members[0]]
        start, end = begin + first.inner, begin + first.inner_end
        yield Marked(CLOZE, lines[0], prompt, identity(prompt), start, end, *lines, whole=whole)


def _with_blanks(text: str, holes: list[_Hole], members: list[int]) -> str:
    parts: list[str] = []
    at = 0
    for place, hole in enumerate(holes):
        parts.append(text[at : hole.start])
        shown = f"[{hole.hint}]" if hole.hint else BLANK
        parts.append(shown if place in members else text[hole.inner : hole.inner_end])
        at = hole.end
    parts.append(text[at:])
    return without_tags(_tidy("".join(parts)))


def _tidy(text: str) -> str:
    """Take markup off a prompt of one line; one of several lines (a table, a list) keeps it."""
    text = _COMMENT.sub("", text)
    return plain(text.replace("[…]", "\ue010")).replace("\ue010", "[…]") if "\n" not in text else text.strip()


_TAG = lazy(r"(?<![\w#&/\\])#((?=[^\s#]*[^\W\d_])[\w][\w/-]*)")
_TAIL_TAGS = lazy(r"(?:\s+#(?=[^\s#]*[^\W\d_])\w[\w/-]*)+(?=\s*(?:<!--.*?-->\s*)*$)")
_TAG_SIGN = re.compile(r"#[^\s#]")
_TAG_LINE = lazy(r"\n[ \t]*#[^\s#]")
_ONLY_SIGNED = lazy(r"\n[^\S\n]*#\S*(?:[^\S\n]+#\S*)*[^\S\n]*(?![^\n])")


def has_tag_line(text: str) -> bool:
    """Tell whether some line begins with what may be a tag; behind a heading on the first line, is nothing else."""
    if text.startswith("#"):
        return _ONLY_SIGNED.search(f"\n{text}") is not None
    return _TAG_SIGN.search(text) is not None and _TAG_LINE.search(text) is not None


def inline_tags(text: str) -> list[str]:
    """Return the tags written in a line: ``#flashcards/ml`` gives ``flashcards/ml``."""
    return _TAG.findall(_masked(text)) if _TAG_SIGN.search(text) else []


def without_tags(text: str) -> str:
    """Return a prompt without the tags written in it."""
    return _TAG.sub("", text).strip() if "#" in text else text


def without_tail_tags(heading: str) -> str:
    """Return a heading without the tags behind its words, which are the card's and not what is asked."""
    return _TAIL_TAGS.sub("", heading) if "#" in heading else heading
