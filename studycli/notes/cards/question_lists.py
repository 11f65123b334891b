"""Lists of questions, each item followed by its answer."""

from studycli.notes.blocks import ITEM, LIST, PARAGRAPH, Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.labels import COLONS, bold, match_label
from studycli.notes.cards.qa import behind_answer_mark, match_question, split_inline
from studycli.notes.cards.starter import QUESTION, Starter
from studycli.notes.inline import bare, has_words, plain, trim_emoji, without_links
from studycli.notes.patterns import lazy

_ITEM_MARK = lazy(r"\s*(?:[-*+]|\d+[.)])(?:\s+|$)(?:\[[ xX]\]\s+)?")
_HINTED = lazy(r"[?？]\s*[(（][^()（）]*[)）]$")
_LOOSE_BOLD = lazy(r"\s*\*\*\s*(.+?[?？])\s*\*\*\s*$")


def list_questions(document: Document, index: int, behind: int, *, collecting: bool) -> list[Starter]:
    """Read the questions of a list, where at least half of its items ask.

    Args:
        document: The note.
        index: The list's index among the blocks.
        behind: Index behind the last block of the section.
        collecting: Whether the list stands below a heading such as FAQ.
    """
    block = document.blocks[index]
    asked = [_item(document, item, collecting=collecting) for item in block.children]
    questions = [starter for starter in asked if starter]
    if not questions or 2 * len(questions) < len(asked):
        return []
    if collecting and block.level and len(questions) < len(asked):
        questions = [
            starter or _task(document, item) for starter, item in zip(asked, block.children, strict=True)
        ]
        questions = [starter for starter in questions if has_words(starter.prompt)]
    if any(_has_answer(document, starter) for starter in questions):
        return questions
    below = _answer_below(document, block, index, behind)
    if below:
        return [questions[0]._replace(body=block.end, start=-1, behind=below)]
    if collecting or all(asking.has_question_mark(starter.prompt) for starter in questions):
        return questions
    return []


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
    if item.kind != ITEM or not item.children or item.children[0].kind != PARAGRAPH:
        return None
    line = item.line
    text = document.lines[line].rstrip("\r")
    mark = _ITEM_MARK.match(text)
    column = mark.end() if mark else 0
    content = text[column:]
    if not has_words(without_links(content)):
        return None  # a table of contents
    question, rest = _split(content)
    if not question and collecting and asking.asks(bare(content)):
        question = content
    words = bare(question)
    if not has_words(words) or asking.is_follow_up(words):
        return None
    if rest >= 0:
        return Starter(QUESTION, line, words, line, document.offset(line) + column + rest, item.end)
    return Starter(QUESTION, line, words, line + 1, -1, item.end)


def _task(document: Document, item: Block) -> Starter:
    """Take a numbered item among questions for one: 'Derive it.'."""
    text = document.lines[item.line]
    mark = _ITEM_MARK.match(text)
    words = bare(text[mark.end() :] if mark else text)
    return Starter(QUESTION, item.line, words, item.line + 1, -1, item.end)


def _split(content: str) -> tuple[str, int]:
    """Return the question at the start of an item, and where its answer begins on the same line or -1."""
    found = _split_bold(content) or _split_marked(content)
    if found:
        return found
    words = trim_emoji(plain(content))
    return (content if words.endswith(("?", "？")) or _HINTED.search(words) else ""), -1


def _split_bold(content: str) -> tuple[str, int] | None:
    """Split an item that begins with a question in bold, or with a bold ``Q:``."""
    match = match_label(content)
    if match:
        inside, rest = bold(match).strip(), match["rest"]
        named = match_question(inside if inside.endswith(COLONS) or not match["colon"] else f"{inside}:")
        if named and not has_words(named["text"]):
            return rest, -1
        if named or asking.has_question_mark(bare(inside)):
            return inside, behind_answer_mark(content, match.start("rest")) if has_words(rest) else -1
    loose = _LOOSE_BOLD.match(content)
    return (loose[1], -1) if loose else None


def _split_marked(content: str) -> tuple[str, int] | None:
    """Split an item that begins with ``Q:``."""
    match = match_question(content)
    if not match or not has_words(match["text"]):
        return None
    inline = split_inline(match)
    if inline:
        return inline
    is_question = match["mark"][0] == "Q" or asking.asks(plain(match["text"]))
    return (match["text"], -1) if is_question else None
