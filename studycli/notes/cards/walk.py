"""The walk over a note's sections: which of them ask, which are concepts, which are left out."""

from studycli.notes.cards import asking
from studycli.notes.cards.concepts import Concepts
from studycli.notes.cards.found import Finds, Found
from studycli.notes.cards.marked import Marked
from studycli.notes.cards.page import Page
from studycli.notes.cards.questions import FIRMLY, NOT, SOFTLY, Questions
from studycli.notes.cards.sections import Section
from studycli.notes.cards.spans import Span
from studycli.notes.inline import has_words


def find_cards(page: Page) -> list[Found]:
    """Return all cards of a note, in the order of their lines."""
    return _Walk(page).run()


class _Walk:
    """The state of the walk.

    Blocks are counted from 0: ``answered`` is the one up to which a question's answer reaches, ``skipped`` the
    one up to which a summary or a section that is off reaches.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.outline = page, page.outline
        self.finds = Finds()
        self.questions = Questions(page, self.finds)
        self.concepts = Concepts(page, self.finds, self.questions)
        self.answered = self.skipped = -1
        self.off: set[int] = set()
        self.answers: set[int] = set()  # sections that are the second half of a pair
        self.inherits = [NOT] * len(page.outline.sections)  # how far the headings below each one ask
        self.from_title = SOFTLY if page.title_collects else NOT

    def run(self) -> list[Found]:
        """Take every section, then the marked cards."""
        for place, section in enumerate(self.outline.sections):
            if section.first <= self.skipped:
                self.off.add(place)
            elif self._is_off(section):
                self.skipped = section.end
                self.off.add(place)
            else:
                self._take(place, section)
        if self.page.marked:
            self._take_marked()
        cards = self.finds.cards
        cards.sort(key=lambda found: found.line)
        return cards

    def _is_off(self, section: Section) -> bool:
        if section.setting == "off":
            return True
        return section.level > 0 and section.first > self.answered and self.page.is_off(section)

    def _take(self, place: int, section: Section) -> None:
        if self.questions.is_pair(place):
            self.questions.add_pair(place, section)
            self.answered = section.end
            self.answers.add(place + 1)
        elif section.level == 0 or place == self.outline.title:
            self.inherits[place] = self.from_title
            self._introduction(place, section)
        elif place in self.answers:
            self.answered = max(self.answered, section.end)
        elif section.first > self.answered:
            self._section(place, section)
        elif self.questions.is_question(place, section):
            self.questions.add_heading(place, section)

    def _introduction(self, place: int, section: Section) -> None:
        """Read the text before the first heading or below the title: no concept, unless it is all there is."""
        is_title = place == self.outline.title
        alone = is_title and len(self.outline.sections) == 2  # noqa: PLR2004 - and the preface
        may_ask = is_title and (alone or asking.has_question_mark(section.words))
        if may_ask and self.page.own(section) and self.questions.is_question(place, section):
            self.questions.add_heading(place, section)
        else:
            self.concepts.add(place, section, concept=alone, collecting=self.page.title_collects)

    def _section(self, place: int, section: Section) -> None:
        """Read a section that stands in no answer."""
        inherited = self.inherits[section.parent] if section.parent >= 0 else self.from_title
        collects = self.page.collects(section)
        if not collects and self.questions.is_question(place, section, inherited):
            self.questions.add_heading(place, section)
            self.answered = section.end
            return
        if collects:
            self.inherits[place] = FIRMLY
        elif inherited == SOFTLY or not self.page.own(section):
            self.inherits[place] = inherited
        concept = not asking.is_draft(section.key) and not (collects and self.outline.children(place))
        collecting = collects or inherited == FIRMLY
        if self.concepts.add(place, section, concept=concept, collecting=collecting):
            self.answered = section.end

    def _take_marked(self) -> None:
        from bisect import bisect_right  # most notes have no marks

        text = self.page.document.text
        heads = [section.line for section in self.outline.sections]
        for card in self.page.marked:
            place = bisect_right(heads, card.line) - 1
            if place not in self.off and has_words(card.prompt) and text[card.start : card.end].strip():
                self.finds.cards.append(_from_mark(card, place, text))


def _from_mark(card: Marked, place: int, text: str) -> Found:
    first, last = text.count("\n", 0, card.start), text.count("\n", 0, card.end)
    answer = Span(first, last, card.start, card.end)
    return Found(card.kind, card.line, place, card.prompt, card.anchor, answer)
