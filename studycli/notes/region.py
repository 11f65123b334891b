"""What begins in the text below a heading: labelled parts, bold questions, Q/A lines, questions in lists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from studycli.notes import asking
from studycli.notes.blocks import HTML, ITEM, LIST, PARAGRAPH, QUOTE, Block, Document
from studycli.notes.inline import bare, has_words, plain, trim_emoji, without_links
from studycli.notes.patterns import lazy

QUESTION, LABEL, STOP = "question", "label", "stop"


class Starter(NamedTuple):
    """A line on which a card begins.

    Attributes:
        kind: ``question``, ``label``, or ``stop`` for a label that only ends the part before it.
        line: Line of the prompt, counted from 0.
        prompt: The question or label without markup.
        body: First line on which the answer can stand.
        start: Offset at which the answer begins on that line; -1 where it begins with the line.
        behind: The line behind the answer where that is known; -1 where the next starter ends it.
    """

    kind: str
    line: int
    prompt: str
    body: int
    start: int
    behind: int


_BOLD = (
    r"(?:\*\*\*(?P<a>(?:(?!\*\*\*).)+)\*\*\*|\*\*(?P<b>(?:(?!\*\*).)+)\*\*|__(?P<c>(?:(?!__).)+)__"
    r"|<(?:b|strong)>(?P<d>.+?)</(?:b|strong)>)"
)
_LABEL = lazy(rf"\s*{_BOLD}[ \t]*(?P<colon>[:：]?)[ \t]*(?P<rest>.*)$")
_WHOLE_BOLD = lazy(rf"\s*{_BOLD}(?P<rest>\W*)$", re.DOTALL)
_NUMBER = lazy(r"\s*\d+\s*[.)、）:：]?\s*$")
_NUMBERED = lazy(r"\s*\d+\s*[)）]\s*\S")
_Q = lazy(
    r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?(?P<mark>Q(?:uestion)?\s*\d*|问题?\s*\d*|提问)\s*(?:\*\*|__)?"
    r"\s*[:：](?:\*\*|__)?[ \t]*(?P<text>.*)$"
)
_Q_NUMBER = lazy(r"\s*(?:\*\*|__)?(?P<mark>Q\d+)\s*[.)、][ \t]*(?:\*\*|__)?[ \t]*(?P<text>.*)$")
_PLAIN_NUMBER = lazy(
    r"(?:\d+\s*[、．]|[(（]\d+[)）]|[①-⑳]|[一二三四五六七八九十]+、|[【\[](?:问题?|Q|题目?)\s*\d+[】\]])\s*\S"
)
_A = lazy(
    r"(?:\*\*|__)?(?:A(?:ns(?:wer)?)?\s*\d*|参考答案|答案要点|答案指引|答案?|回答|解答|解析)\s*(?:\*\*|__)?\s*[:：](?:\*\*|__)?[ \t]*"
)
_A_LINE = lazy(rf"\s*(?:[-*+]\s+|\d+[.)]\s+)?{_A.pattern}")
_QUESTION_END = lazy(r"(?:C:|#{1,6}\s|-{3,}\s*$|```|~~~)")
_SET_OFF = lazy(r"(?:<br\s*/?>|-{3,}|\*{3,}|_{3,})$", re.IGNORECASE)
_CALLOUT = lazy(r"\s*>\s*\[!(?P<type>[\w-]+)[^\]]*\][+-]?\s*(?P<title>.*)$")
_ASKING_CALLOUTS = ("question", "faq", "help")
_SUMMARY = lazy(r"<summary>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_DETAILS_END = lazy(r"</details>", re.IGNORECASE)
_ITEM_MARK = lazy(r"\s*(?:[-*+]|\d+[.)])(?:\s+|$)(?:\[[ xX]\]\s+)?")
_SENTENCE_MARK = lazy(r"[?？]")
_LONG_LABEL = 48  # characters; a longer bold run is a label only in front of a colon
_LONGEST_LABEL = 100  # characters
_RUN_IN_WORDS = 4  # of a label that ends in a full stop: '**Role of C.** ...'


def starters(
    document: Document, first: int, behind: int, skip: set[int], *, collecting: bool = False
) -> list[Starter]:
    """Return the starters among the top-level blocks of a range, in the order of the file.

    Args:
        document: The note.
        first: Index of the first block.
        behind: Index behind the last block.
        skip: Lines that a program generated or a marked card has taken.
        collecting: Whether the text stands below a heading such as FAQ, so that a request is a question too.
    """
    found: list[Starter] = []
    taken = -1  # line up to which a question's own text has been read
    for index in range(first, behind):
        block = document.blocks[index]
        if block.line < taken:
            continue
        if block.kind == PARAGRAPH:
            found.extend(_paragraph(document, block, skip, collecting=collecting))
        elif block.line in skip:
            continue
        elif block.kind == QUOTE:
            callout = _callout(document, block)
            if callout:
                found.append(callout)
        elif block.kind == LIST:
            found.extend(_list(document, index, behind, collecting=collecting))
        elif block.kind == HTML and block.level != 2:  # noqa: PLR2004 - a comment asks nothing
            summary = _details(document, block)
            if summary:
                found.append(summary)
                taken = summary.behind
    return _in_series(document, found)


def _in_series(document: Document, found: list[Starter]) -> list[Starter]:
    """Take a bold line among bold questions for a question too, where it is set off as they are.

    'Precision-recall trade-off ⭐' does not ask, but stands like its neighbours that do: with a pictograph for
    its difficulty, or behind a rule or break.
    """
    if sum(starter.kind == QUESTION and starter.behind < 0 for starter in found) < 2:  # noqa: PLR2004 - a series
        return found
    return [
        starter._replace(kind=QUESTION)
        if starter.kind == LABEL and _is_set_off(document, starter)
        else starter
        for starter in found
    ]


def _is_set_off(document: Document, starter: Starter) -> bool:
    line = document.lines[starter.line]
    match = _WHOLE_BOLD.match(line.rstrip("\r"))
    if (
        not match
        or starter.start >= 0
        or _bold(match).rstrip().endswith((":", "："))
        or line.rstrip().endswith((":", "："))
    ):
        return False
    inside = plain(_bold(match)) + match["rest"].strip()
    if trim_emoji(inside) != inside.strip():
        return True
    before = next(
        (document.lines[at].strip() for at in range(starter.line - 1, -1, -1) if document.lines[at].strip()),
        "",
    )
    return bool(_SET_OFF.match(before))


def _bold(match: re.Match[str]) -> str:
    return match["a"] or match["b"] or match["c"] or match["d"]


def _paragraph(document: Document, block: Block, skip: set[int], *, collecting: bool) -> Iterator[Starter]:
    lines = document.lines
    head = lines[block.line].lstrip()
    if head[:1] in "*_<" and block.line not in skip:
        whole = _bold_question(document, block)
        if whole:
            yield whole
            return
    for line in range(block.line, block.end):
        if line in skip:
            continue
        text = lines[line].lstrip()
        starter = None
        if text[:1] in "*_<Q问提":
            starter = _question_line(document, line, block.end) or _label(document, line)
        starter = starter or _plain_question(document, block, line, collecting=collecting)
        if starter:
            yield starter


def _plain_question(document: Document, block: Block, line: int, *, collecting: bool) -> Starter | None:
    """Read a question that a number begins: '1、…？', '(4) …', '【问题5】…'; below FAQ, any line that asks."""
    text = document.lines[line].strip()
    numbered = _PLAIN_NUMBER.match(text)
    if not numbered and not (collecting and line == block.line):
        return None
    words = bare(text)
    asked = words.endswith(("?", "？")) or (collecting and numbered is not None and asking.asks(words))
    if not asked or not has_words(words):
        return None
    return Starter(QUESTION, line, words, line + 1, -1, -1)


def _bold_question(document: Document, block: Block) -> Starter | None:
    """Read a paragraph that is one bold question, or begins with a bold number."""
    text = "\n".join(document.lines[block.line : block.end])
    whole = _WHOLE_BOLD.match(text)
    if whole:
        inside = _bold(whole).strip()
        if (
            inside.endswith((":", "："))
            or not asking.asks(bare(inside))
            or ":" in whole["rest"]
            or "：" in whole["rest"]
        ):
            return None
        return Starter(QUESTION, block.line, bare(inside), block.end, -1, -1)
    match = _LABEL.match(document.lines[block.line])
    if not match:
        return None
    inside = _bold(match)
    if _NUMBER.match(inside) and has_words(match["rest"]):
        return Starter(QUESTION, block.line, bare(text.replace(inside, "", 1)), block.end, -1, -1)
    if (
        _NUMBERED.match(inside)
        and not match["colon"]
        and not inside.endswith((":", "："))
        and has_words(match["rest"])
    ):
        return Starter(QUESTION, block.line, bare(text), block.end, -1, -1)
    return None


def _label(document: Document, line: int) -> Starter | None:
    """Read a bold label: alone on its line, or followed by a colon or ending in one."""
    text = document.lines[line].rstrip("\r")
    match = _LABEL.match(text)
    if not match:
        return None
    inside, rest = _bold(match).strip(), match["rest"]
    colon = bool(match["colon"]) or inside.endswith((":", "："))
    words = bare(inside.rstrip(":： ").removesuffix("。").removesuffix("."))
    if not colon and has_words(rest) and not _leads(inside, words):
        return None
    if not has_words(words) or len(words) > (_LONGEST_LABEL if colon else _LONG_LABEL):
        return None
    start = document.offset(line) + match.start("rest") if rest.strip() else -1
    body = line if start >= 0 else line + 1
    if asking.is_references(words):
        return Starter(STOP, line, words, body, start, -1)
    if asking.is_remark(words):
        return None
    if not colon and asking.has_question_mark(words):
        return Starter(QUESTION, line, words, body, _behind_answer_mark(text, start, match.start("rest")), -1)
    return Starter(LABEL, line, words, body, start, -1)


def _leads(inside: str, words: str) -> bool:
    """Tell whether bold words in front of text lead it: a question, or a run-in head with a full stop."""
    if trim_emoji(words)[-1:] in ("?", "？"):
        return True
    return inside.endswith((".", "。")) and len(words.split()) <= _RUN_IN_WORDS and not words.endswith("..")


def _behind_answer_mark(text: str, start: int, column: int) -> int:
    """Move the start of an answer behind its ``A:``."""
    if start < 0:
        return start
    match = _A.match(text, column)
    return start + (match.end() - column if match else 0)


def _question_line(document: Document, line: int, behind: int) -> Starter | None:
    """Read ``Q: … A: …``, the answer on the same line, a later line or in a later block."""
    text = document.lines[line].rstrip("\r")
    match = _Q.match(text) or _Q_NUMBER.match(text)
    if not match:
        return None
    certain = match["mark"][0] in "Q提" or match["mark"] == "问"
    inline = _inline_answer(match["text"])
    if inline >= 0:
        begin = match.start("text") + inline
        mark = _A.match(text, begin)
        after = mark.end() if mark else begin
        prompt = bare(text[match.start("text") : begin])
        return Starter(QUESTION, line, prompt, line, document.offset(line) + after, -1)
    answer = _answer_line(document, line + 1, behind, far=match["mark"][0] == "Q")
    asked = document.lines[line + 1 : answer] if answer >= 0 else []
    prompt = bare(" ".join([match["text"], *asked]))
    if not certain and answer < 0 and not asking.has_question_mark(prompt):
        return None
    if not has_words(prompt):
        return None
    if answer < 0:
        return Starter(QUESTION, line, prompt, line + 1, -1, -1)
    mark = _A_LINE.match(document.lines[answer])
    start = document.offset(answer) + (mark.end() if mark else 0)
    return Starter(QUESTION, line, prompt, answer, start, -1)


def _inline_answer(text: str) -> int:
    """Return where ``A:`` begins behind a question on the same line, or -1."""
    match = re.search(rf"[?？。.!]?(?:\*\*|__)?\s+(?={_A.pattern})", text)
    return match.end() if match else -1


def _answer_line(document: Document, first: int, behind: int, *, far: bool) -> int:
    """Return the line of ``A:`` before the next question, heading or rule, or -1.

    Only blank lines may stand before it, unless ``far`` allows a picture or more of the question.
    """
    lines = document.lines
    for line in range(first, len(lines)):
        text = lines[line]
        if _A_LINE.match(text):
            return line
        if (line >= behind and text.strip() and not far) or _Q.match(text) or _QUESTION_END.match(text):
            return -1
    return -1


def _list(document: Document, index: int, behind: int, *, collecting: bool) -> Iterator[Starter]:
    """Read the questions of a list, where at least half of its items ask."""
    block = document.blocks[index]
    items = [item for item in block.children if item.kind == ITEM]
    asked = [_item(document, item, collecting=collecting) for item in items]
    questions = [starter for starter in asked if starter]
    if not questions or 2 * len(questions) < len(items):
        return
    if not any(_has_answer(document, starter) for starter in questions):
        below = _answer_below(document, block, index, behind) if asked[-1] else None
        if below and asked[-1]:
            yield from questions[:-1]
            yield asked[-1]._replace(body=block.end, start=-1, behind=below)
        elif collecting or all(asking.has_question_mark(starter.prompt) for starter in questions):
            yield from questions
        return
    yield from questions


def _has_answer(document: Document, starter: Starter) -> bool:
    if starter.start >= 0:
        return True
    return any(line.strip() for line in document.lines[starter.body : starter.behind])


def _answer_below(document: Document, block: Block, index: int, behind: int) -> int:
    """Return the line behind the text that answers a list of one question from below it, or 0."""
    if len(block.children) != 1 or not block.level:
        return 0
    end = index + 1
    while end < behind and not _is_next_question(document, document.blocks[end]):
        end += 1
    return document.blocks[end - 1].end if end > index + 1 else 0


def _is_next_question(document: Document, block: Block) -> bool:
    """Tell a list that goes on with the next question from one that is part of the answer."""
    if block.kind != LIST or not block.level:
        return False
    first = block.children[0]
    if first.text not in ("1.", "1)"):
        return True
    return len(block.children) == 1 and _item(document, first, collecting=False) is not None


def _item(document: Document, item: Block, *, collecting: bool) -> Starter | None:
    """Read a list item that asks: bold, marked by a question mark, or begun with ``Q:``."""
    if not item.children or item.children[0].kind != PARAGRAPH:
        return None
    line = item.line
    text = document.lines[line].rstrip("\r")
    mark = _ITEM_MARK.match(text)
    column = mark.end() if mark else 0
    content = text[column:]
    if not has_words(without_links(content)):
        return None  # a table of contents
    question, rest = _split_question(content)
    if not question and collecting and asking.asks(bare(content)):
        question = content
    if not question:
        return None
    words = bare(question)
    if asking.is_follow_up(words) or not has_words(words):
        return None
    if rest >= 0:
        start = document.offset(line) + column + rest
        return Starter(QUESTION, line, words, line, start, item.end)
    return Starter(QUESTION, line, words, line + 1, -1, item.end)


def _split_question(content: str) -> tuple[str, int]:
    """Return the question at the start of an item, and where its answer begins on the same line or -1."""
    match = _LABEL.match(content)
    if match:
        inside = _bold(match).strip()
        words = bare(inside)
        named = _Q.match(inside if inside.endswith((":", "：")) or not match["colon"] else f"{inside}:")
        if named and not has_words(named["text"]):
            return match["rest"], -1
        explicit = named is not None
        if asking.has_question_mark(words) or explicit:
            rest = match["rest"]
            column = match.start("rest")
            mark = _A.match(content, column)
            return inside, (mark.end() if mark else column) if has_words(rest) else -1
    loose = re.match(r"\s*\*\*\s*(.+?[?？])\s*\*\*\s*$", content)
    if loose:
        return loose[1], -1
    explicit_line = _Q.match(content)
    if explicit_line and has_words(explicit_line["text"]):
        inline = _inline_answer(explicit_line["text"])
        if inline >= 0:
            begin = explicit_line.start("text") + inline
            mark = _A.match(content, begin)
            return content[explicit_line.start("text") : begin], mark.end() if mark else begin
        if explicit_line["mark"][0] == "Q" or asking.asks(plain(explicit_line["text"])):
            return explicit_line["text"], -1
    words = trim_emoji(plain(content))
    if words.endswith(("?", "？")):
        return content, -1
    return "", -1


def _callout(document: Document, block: Block) -> Starter | None:
    """Read an Obsidian callout whose title asks: ``> [!question]- Why?``; its answer is the rest of the quote."""
    match = _CALLOUT.match(document.lines[block.line])
    if not match:
        return None
    words = bare(match["title"])
    if not has_words(words) or not (
        match["type"].lower() in _ASKING_CALLOUTS or asking.has_question_mark(words)
    ):
        return None
    return Starter(QUESTION, block.line, words, block.line + 1, -1, block.end)


def nested_questions(document: Document, first: int, behind: int) -> list[Starter]:
    """Return the callouts and ``<details>`` among blocks that ask by a question mark of their own."""
    found = []
    for block in document.blocks[first:behind]:
        starter = None
        if block.kind == QUOTE:
            starter = _callout(document, block)
        elif block.kind == HTML and block.level != 2:  # noqa: PLR2004 - a comment asks nothing
            starter = _details(document, block)
        if starter and asking.has_question_mark(starter.prompt):
            found.append(starter)
    return found


def _details(document: Document, block: Block) -> Starter | None:
    """Read ``<details>`` whose summary asks; its answer ends at ``</details>``."""
    text = "\n".join(document.lines[block.line : block.end])
    match = _SUMMARY.search(text)
    if not match or "<details" not in text[: match.start()].lower():
        return None
    words = bare(match[1])
    if not asking.asks(words):
        return None
    line = block.line + text.count("\n", 0, match.start(1))
    tail = block.line + text.count("\n", 0, match.end())
    column = match.end() - (text.rfind("\n", 0, match.end()) + 1)
    end = next(
        (
            at
            for at in range(tail, len(document.lines))
            if _DETAILS_END.search(document.lines[at], column if at == tail else 0)
        ),
        len(document.lines),
    )
    rest = document.lines[tail][column:] if tail < len(document.lines) else ""
    if has_words(plain(rest)) and end > tail:
        return Starter(QUESTION, line, words, tail, document.offset(tail) + column, end)
    return Starter(QUESTION, line, words, tail + 1, -1, max(end, tail + 1))


def follow_ups(document: Document, first: int, behind: int) -> list[int]:
    """Return the lines of a range on which a follow-up question begins."""
    found = []
    for line in range(first, behind):
        text = document.lines[line]
        if ("追问" in text or "问题" in text or "ollow" in text) and asking.is_follow_up(
            plain(_ITEM_MARK.sub("", text.lstrip("> \t"), count=1)).lstrip("#").strip()
        ):
            found.append(line)
    return found
