"""What is known of a whole note before its sections are walked, and the own text of each section."""

from collections import Counter

from studycli.notes.blocks import PARAGRAPH, Block, Document
from studycli.notes.cards import asking
from studycli.notes.cards.folds import nested_questions
from studycli.notes.cards.marked import Marked, has_tag_line, marked_cards
from studycli.notes.cards.sections import Outline, Section, generated_lines, is_generated, setting_at
from studycli.notes.cards.spans import Span, says_something, span
from studycli.notes.inline import identity
from studycli.notes.model import CardOptions
from studycli.notes.patterns import contains, lazy

_BOLD_QUESTION = lazy(r"\n\*\*[^\n]*[?？][^\w\n]*\*\*[^\w\n]*\n")
_FOLLOW_UP_SIGNS = ("追问", "延伸问题", "扩展问题")


class Page:
    """A note that is to be walked.

    Attributes:
        document: Its lines and blocks.
        outline: Its sections.
        title: What its cards are about where no heading says it.
        title_collects: Whether the title is one such as 'Interview questions'.
        marked: The cards that a person marked.
        marked_lines: Their lines.
        whole_lines: The lines of those that have their lines to themselves.
        mark_starts: The first lines of those, in order.
        tag_lines: Lines that hold tags and nothing else, in order.
        skip: Lines that are no text: generated ones, tags, and marked cards that have their lines to themselves.
        nests: Whether questions may be folded in callouts or ``<details>``.
        asks_in_bold: Whether some paragraph may be a question in bold.
        may_follow: Whether some line may begin a follow-up question.
        twins: Identities that several headings share.
    """

    def __init__(self, document: Document, outline: Outline, title: str, options: CardOptions) -> None:
        self.document, self.outline, self.title = document, outline, title
        self.title_collects = asking.collects_questions(title.replace("_", " ").replace("-", " "))
        text = document.text
        self.marked = marked_cards(document, bold_clozes=options.bold_clozes)
        whole = [card for card in self.marked if card.whole]
        self.marked_lines, self.whole_lines = _lines_of(self.marked), _lines_of(whole)
        self.mark_starts = sorted({card.first for card in whole})
        self.tag_lines = _tag_lines(document)
        self.skip = generated_lines(document) | self.whole_lines
        self.skip.update(self.tag_lines)
        self.nests = contains(text, "<summary>") or contains(text, "[!")
        self.asks_in_bold = _BOLD_QUESTION.search(text) is not None
        self.may_follow = "ollow" in text or any(contains(text, sign) for sign in _FOLLOW_UP_SIGNS)
        self.twins = _twins(outline)
        self._not_cards = frozenset(map(identity, options.not_cards))
        self._collecting = frozenset(map(identity, options.question_headings))
        self._owns: dict[int, Span | None] = {}

    def is_off(self, section: Section) -> bool:
        """Tell whether a section and all below it are furniture: a summary, references, a generated part."""
        if asking.is_no_card(section.key) or section.key in self._not_cards:
            return True
        return self.document.has_comments and is_generated(self.document, section)

    def collects(self, section: Section) -> bool:
        """Tell whether every heading below a section is a question."""
        return section.key in self._collecting or asking.collects_questions(section.words)

    def own(self, section: Section) -> Span | None:
        """Return the text that stands between a heading and the next one, generated parts left out."""
        if section.first in self._owns:
            return self._owns[section.first]
        first, behind = self.own_lines(section)
        found = span(self.document, first, behind)
        if found and self.skip and self.is_skipped(found):
            found = None
        self._owns[section.first] = found
        return found

    def is_bold_question(self, line: int) -> bool:
        """Tell whether a line is nothing but a question in bold."""
        return _BOLD_QUESTION.match(f"\n{self.document.lines[line]}\n") is not None

    def own_answer(self, section: Section) -> Span | None:
        """Return the text below a heading, up to a question that is folded in it."""
        own = self.own(section)
        if own is None or not self.nests:
            return own
        nested = nested_questions(self.document, section.first, section.own_end)
        return span(self.document, own.first, nested[0].line) if nested else own

    def own_lines(self, section: Section) -> tuple[int, int]:
        """Return the line of a section's first block and the line behind its own text."""
        blocks = self.document.blocks
        first = blocks[section.first].line if section.first < len(blocks) else section.own_behind
        return first, section.own_behind

    def is_skipped(self, found: Span) -> bool:
        """Tell whether nothing is said outside generated parts and marked cards."""
        return not self._says(found, self.skip)

    def is_marked(self, found: Span) -> bool:
        """Tell whether all that is said is in paragraphs with marked cards."""
        return bool(self.marked_lines) and not self._says(found, self.marked_lines)

    def _says(self, found: Span, without: set[int]) -> bool:
        lines = self.document.lines
        return says_something(
            "\n".join(lines[at] for at in range(found.first, found.last + 1) if at not in without)
        )

    def setting(self, line: int) -> str:
        """Return what a comment on a prompt's line, or the line behind, sets."""
        return setting_at(self.document, Block("", line)) if self.outline.settings else ""


def _lines_of(cards: list[Marked]) -> set[int]:
    return {line for card in cards for line in range(card.first, card.last + 1)} if cards else set()


def _twins(outline: Outline) -> frozenset[str]:
    keys = [section.key for section in outline.sections]
    if len(set(keys)) == len(keys):
        return frozenset()
    return frozenset(key for key, count in Counter(keys).items() if count > 1)


def _tag_lines(document: Document) -> list[int]:
    """Return the lines of paragraphs that hold tags and nothing else."""
    if not has_tag_line(document.text):
        return []
    return [
        line
        for block in document.blocks
        if block.kind == PARAGRAPH
        for line in range(block.line, block.end)
        if _is_tags(document.lines[line].split())
    ]


def _is_tags(words: list[str]) -> bool:
    return bool(words) and all(word.startswith("#") for word in words)
