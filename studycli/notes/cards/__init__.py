"""Notes into cards: which headings, parts, questions and marks of a note are asked, and with what answer.

A heading that asks is answered by its whole section. Any other heading with text of its own is a concept,
or several where bold labels divide it into parts. Questions in bold, in lists and in ``Q:``/``A:`` lines, and
cards that a person marked, stand beside those. Containers, summaries and generated parts are no cards.

    blocks, sections, page      a note's blocks, its headings as a tree, what holds for the whole of it
    walk                        which section asks, is a concept, is left out
    questions, concepts         their cards; prompts gives each prompt its subject
    starters                    what begins in a section's text: labels, qa, question_lists, folds
    marked                      cards that a person marked
    spans                       where an answer begins and ends, and whether it says anything
    ids                         every card's id, and issues
"""

from studycli.notes.blocks import Document, unify
from studycli.notes.cards.ids import Numbering
from studycli.notes.cards.page import Page
from studycli.notes.cards.sections import Outline
from studycli.notes.cards.walk import find_cards
from studycli.notes.clashes import clashes
from studycli.notes.model import Card, CardOptions, ParsedNote
from studycli.notes.patterns import lazy
from studycli.notes.split import front_span

TYPE_CHECKING = False  # the frontmatter's module imports datetime
if TYPE_CHECKING:
    from studycli.notes.meta import Meta

_LIST_ITEM = lazy(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def parse_note(path: str, text: str, meta: "Meta", options: CardOptions) -> ParsedNote:
    """Return the cards of a note, in the order of its lines, and what is wrong in it.

    Args:
        path: The note's path in the vault; its Unicode form does not matter.
        text: The whole file, decoded, byte-order mark and line endings as they are.
        meta: The note's frontmatter.
        options: The settings that decide what becomes a card.
    """
    front = front_span(text)
    document = Document(text, front[2] if front else 0)
    outline = Outline(document)
    title = _title(outline, path, meta)
    if not meta.study:
        return ParsedNote(title, (), ())
    page = Page(document, outline, title, options)
    numbering = Numbering(page, path, meta.tags)
    cards = tuple(map(numbering.number, find_cards(page)))
    return ParsedNote(title, cards, tuple(sorted([*numbering.issues, *clashes(text)])))


def count_cards(path: str, text: str, options: CardOptions) -> int:
    """Return how many cards `parse_note` finds in a note, without making their ids.

    The frontmatter is read only where it may say that the note has none, or is asked for the title.
    """
    from studycli.notes.frontmatter import EMPTY_META, read_meta

    front = front_span(text)
    source = text[front[0] : front[1]] if front else ""
    may_leave_out = "study" in source or "\\" in source  # a key in quotes may be written with escapes
    if may_leave_out and not read_meta(text).study:
        return 0
    document = Document(text, front[2] if front else 0)
    outline = Outline(document)
    title = _title(outline, path, EMPTY_META if outline.title > 0 else read_meta(text))
    return len(find_cards(Page(document, outline, title, options)))


def _title(outline: Outline, path: str, meta: "Meta") -> str:
    if outline.title > 0:
        return outline.sections[outline.title].words
    return meta.title or path.rsplit("/", 1)[-1].removesuffix(".md")


def answer_text(text: str, card: Card) -> str:
    """Return a card's answer as it stands in its note; empty without an answer.

    The answer of a list item loses the item's indentation; any other keeps its own, which may be that of code.
    """
    if card.start < 0:
        return ""
    text = unify(text)
    answer = text[card.start : card.end].replace("\r\n", "\n")
    line_start = text.rfind("\n", 0, card.start) + 1
    if not text[line_start : card.start].strip():
        answer = text[line_start : card.start] + answer
    if not _LIST_ITEM.match(text.split("\n", card.line)[card.line - 1]):
        return answer
    return _dedented(answer)


def _dedented(answer: str) -> str:
    from textwrap import dedent  # not on the path of `study due --count`

    if answer[:1].isspace():
        return dedent(answer)
    first, line_feed, rest = answer.partition("\n")
    return first + line_feed + dedent(rest)
