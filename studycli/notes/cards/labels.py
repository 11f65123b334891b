"""Bold text that begins a card: labels of parts, and questions in bold."""

import re

from studycli.notes.blocks import Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.qa import behind_answer_mark
from studycli.notes.cards.starter import LABEL, QUESTION, STOP, Starter
from studycli.notes.inline import bare, has_chinese, has_words, plain, trim_emoji
from studycli.notes.patterns import lazy

_BOLD = (
    r"(?:\*\*\*(?P<a>(?:(?!\*\*\*).)+)\*\*\*|\*\*(?P<b>(?:(?!\*\*).)+)\*\*|__(?P<c>(?:(?!__).)+)__"
    r"|<(?:b|strong)>(?P<d>.+?)</(?:b|strong)>)"
)
_LABEL = lazy(rf"\s*{_BOLD}[ \t]*(?P<colon>[:：]?)[ \t]*(?P<rest>.*)$")
_WHOLE_BOLD = lazy(rf"\s*{_BOLD}(?P<rest>\W*)$", re.DOTALL)
_NUMBER = lazy(r"\s*\d+\s*[.)、）:：]?\s*$")
_NUMBERED = lazy(r"\s*\d+\s*[)）]\s*\S")
_SET_OFF = lazy(r"(?:<br\s*/?>|-{3,}|\*{3,}|_{3,})$", re.IGNORECASE)
COLONS = (":", "：")
_LONG_LABEL = 48  # characters; a longer bold run is a label only in front of a colon
_LONGEST_LABEL = 100  # characters
_RUN_IN_LETTERS = 8  # of such a label in Chinese
_RUN_IN_WORDS = 4  # of a label that ends in a full stop: '**Role of C.** ...'


def match_label(text: str) -> re.Match[str] | None:
    """Match bold text at the start of a line: groups ``colon`` and ``rest``; `bold` gives the text."""
    return _LABEL.match(text)


def bold(match: re.Match[str]) -> str:
    """Return the text between the marks."""
    return match["a"] or match["b"] or match["c"] or match["d"]


def label(document: Document, line: int) -> Starter | None:
    """Read a bold label: alone on its line, or followed by a colon or ending in one."""
    text = document.lines[line].rstrip("\r")
    match = _LABEL.match(text)
    if not match:
        return None
    inside = bold(match).strip()
    colon = bool(match["colon"]) or inside.endswith(COLONS)
    words = bare(inside.rstrip(":： ").removesuffix("。").removesuffix("."))
    if not has_words(words) or len(words) > (_LONGEST_LABEL if colon else _LONG_LABEL):
        return None
    if not colon and (has_words(match["rest"]) or _is_sentence(inside)) and not _leads(inside, words):
        return None
    return _starter(document, line, match, words, asks=not colon and asking.has_question_mark(words))


def _starter(
    document: Document, line: int, match: re.Match[str], words: str, *, asks: bool
) -> Starter | None:
    """Return what a label begins: a part, a question, or the end of the part before it."""
    kind = QUESTION if asks else LABEL
    if asking.is_references(words):
        kind = STOP
    elif asking.is_remark(words):
        return None
    if not match["rest"].strip():
        return Starter(kind, line, words, line + 1, -1, -1)
    column = match.start("rest")
    if kind == QUESTION:
        column = behind_answer_mark(match.string, column)
    return Starter(kind, line, words, line, document.offset(line) + column, -1)


def _leads(inside: str, words: str) -> bool:
    """Tell whether bold words in front of text lead it: a question, or a run-in head with a full stop."""
    if trim_emoji(words)[-1:] in ("?", "？"):
        return True
    is_short = len(words) <= _RUN_IN_LETTERS if has_chinese(words) else len(words.split()) <= _RUN_IN_WORDS
    return inside.endswith((".", "。")) and is_short and not words.endswith("..")


def _is_sentence(inside: str) -> bool:
    """Tell whether bold words end as a sentence does: then they are a remark in bold, not a label."""
    return inside.endswith((".", "。", "!", "！", ";", "；"))


def bold_question(document: Document, block: Block) -> Starter | None:
    """Read a paragraph that is one bold question, or begins with a bold number."""
    text = "\n".join(document.lines[block.line : block.end])
    whole = _WHOLE_BOLD.match(text)
    question = _wholly_bold(whole) if whole else _numbered(text, document.lines[block.line])
    return Starter(QUESTION, block.line, bare(question), block.end, -1, -1) if question else None


def _wholly_bold(match: re.Match[str]) -> str:
    """Return a paragraph's bold text where it asks and is no label, or ''."""
    inside = bold(match).strip()
    if inside.endswith(COLONS) or any(colon in match["rest"] for colon in COLONS):
        return ""
    words = bare(inside)
    if asking.has_question_mark(words):
        return inside
    if not asking.asks(words) or asking.needs_parent(words):
        return ""
    is_statement = len(words) > _LONG_LABEL or _is_sentence(words)
    return inside if asking.demands(words) or not is_statement else ""


def _numbered(text: str, line: str) -> str:
    """Return a paragraph that begins with a bold number, '**3.** Derive it', '**3) Derive** it'; or ''."""
    match = _LABEL.match(line)
    if not match or not has_words(match["rest"]):
        return ""
    inside = bold(match)
    if _NUMBER.match(inside):
        return text.replace(inside, "", 1)
    return text if _NUMBERED.match(inside) and not match["colon"] and not inside.endswith(COLONS) else ""


def is_set_off(document: Document, starter: Starter) -> bool:
    """Tell whether a label stands like a question: with a pictograph, or behind a rule or break."""
    line = document.lines[starter.line].rstrip()
    match = _WHOLE_BOLD.match(line)
    if not match or starter.start >= 0 or line.endswith(COLONS) or bold(match).rstrip().endswith(COLONS):
        return False
    inside = plain(bold(match)) + match["rest"].strip()
    if trim_emoji(inside) != inside.strip():
        return True
    above = (document.lines[at].strip() for at in range(starter.line - 1, -1, -1))
    return _SET_OFF.match(next(filter(None, above), "")) is not None
