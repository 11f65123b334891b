"""What begins in the text below a heading: labelled parts, bold questions, Q/A lines, questions in lists."""

from collections.abc import Iterator

from studycli.notes.blocks import LIST, PARAGRAPH, Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.folds import fold
from studycli.notes.cards.labels import bold_question, is_set_off, label
from studycli.notes.cards.qa import question_line
from studycli.notes.cards.question_lists import list_questions
from studycli.notes.cards.starter import LABEL, QUESTION, Starter
from studycli.notes.inline import bare, has_words
from studycli.notes.patterns import lazy

_PLAIN_NUMBER = lazy(
    r"(?:\d+\s*[、．]|[(（]\d+[)）]|[①-⑳]|[一二三四五六七八九十]+、|[【\[](?:问题?|Q|题目?)\s*\d+[】\]])\s*\S"
)


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
        elif block.kind == LIST:
            found.extend(list_questions(document, index, behind, collecting=collecting))
        else:
            folded = fold(document, block)
            if folded:
                found.append(folded)
                taken = folded.behind
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
        if starter.kind == LABEL and is_set_off(document, starter)
        else starter
        for starter in found
    ]


def _paragraph(document: Document, block: Block, skip: set[int], *, collecting: bool) -> Iterator[Starter]:
    lines = document.lines
    if lines[block.line].lstrip()[:1] in "*_<" and block.line not in skip:
        whole = bold_question(document, block)
        if whole:
            yield whole
            return
    for line in range(block.line, block.end):
        if line in skip:
            continue
        starter = None
        if lines[line].lstrip()[:1] in "*_<Q问提":
            starter = question_line(document, line, block.end) or label(document, line)
        starter = starter or _plain_question(
            lines[line], line, collecting=collecting, leads=line == block.line
        )
        if starter:
            yield starter


def _plain_question(text: str, line: int, *, collecting: bool, leads: bool) -> Starter | None:
    """Read a question that a number begins: '1、…？', '(4) …', '【问题5】…'; below FAQ, any paragraph that asks."""
    numbered = _PLAIN_NUMBER.match(text.strip()) is not None
    if not numbered and not (collecting and leads):
        return None
    words = bare(text.strip())
    if not words.endswith(("?", "？")) and not (collecting and numbered and asking.asks(words)):
        return None
    return Starter(QUESTION, line, words, line + 1, -1, -1) if has_words(words) else None
