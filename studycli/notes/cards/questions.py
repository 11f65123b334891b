"""Cards of questions: headings that ask, and those written in bold, in lists, in folds or behind ``Q:``."""

from studycli.notes.cards import asking
from studycli.notes.cards.folds import nested_questions
from studycli.notes.cards.followups import follow_up_lines, follow_up_words
from studycli.notes.cards.found import Finds, Found
from studycli.notes.cards.page import Page
from studycli.notes.cards.prompts import asked_prompt, heading_prompt
from studycli.notes.cards.sections import Section
from studycli.notes.cards.spans import Span, may_be_mark, span
from studycli.notes.cards.starter import QUESTION, Starter
from studycli.notes.cards.starters import starters
from studycli.notes.inline import bare, has_words, identity

# How far a heading asks because of where it stands: below a heading such as FAQ it does; below a title such as
# 'Interview questions' it does unless it only gathers the questions below it.
NOT, SOFTLY, FIRMLY = 0, 1, 2

_QUESTION_STARTS = frozenset("*_<Q问提-+0123456789")


class Questions:
    """Adds the cards of a note's questions."""

    __slots__ = ("_finds", "_heads", "_page")

    def __init__(self, page: Page, finds: Finds) -> None:
        self._page, self._finds = page, finds
        self._heads: set[int] | None = None

    # -- does a heading ask? ----------------------------------------------------------------------------

    def is_pair(self, place: int) -> bool:
        """Tell whether a heading is only 'Question' and the one behind it only 'Answer'."""
        sections = self._page.outline.sections
        if not asking.is_question_name(sections[place].key) or place + 1 >= len(sections):
            return False
        return asking.is_answer_name(sections[place + 1].key) and self._page.own(sections[place]) is not None

    def is_question(self, place: int, section: Section, inherited: int = NOT) -> bool:
        """Tell whether a heading's section is the answer to it.

        Args:
            place: The section's index.
            section: The section.
            inherited: How far it asks because of where it stands.
        """
        asks = asking.asks(section.words)
        if not (inherited or asks):
            return False
        below = self._page.outline.children(place)
        if inherited == SOFTLY and not asks and self._gathers(place, section, below):
            return False
        own = self._page.own(section)
        if own:
            if asking.has_question_mark(section.words):
                return True
            return not self._begins_with_question(section, own, collecting=inherited == FIRMLY)
        if not below:
            return has_words(section.words)
        return asks and self._is_over_its_answer(place, section, below)

    def _gathers(self, place: int, section: Section, below: range) -> bool:
        """Tell whether questions stand in a section's text or directly below it."""
        page = self._page
        found = starters(page.document, section.first, section.own_end, page.skip)
        return any(starter.kind == QUESTION for starter in found) or any(
            map(asking.asks, self._direct(place, below))
        )

    def _is_over_its_answer(self, place: int, section: Section, below: range) -> bool:
        """Tell whether the headings below one that asks answer it, or ask on."""
        if asking.has_question_mark(section.words):
            return True
        direct = self._direct(place, below)
        asked = sum(map(asking.asks, direct))
        return asked < len(direct) if asking.asks_plainly(section.words) else 2 * asked <= len(direct)

    def _direct(self, place: int, below: range) -> list[str]:
        """Return the headings directly below one."""
        sections = self._page.outline.sections
        return [sections[child].words for child in below if sections[child].parent == place]

    def _begins_with_question(self, section: Section, own: Span, *, collecting: bool) -> bool:
        """Tell whether a heading only gathers the questions that stand below it."""
        page = self._page
        if page.document.lines[own.first].lstrip()[:1] not in _QUESTION_STARTS:
            return False
        blocks = page.document.blocks
        first = next(at for at in range(section.first, section.own_end) if blocks[at].end > own.first)
        found = starters(page.document, first, first + 1, page.skip, collecting=collecting)
        return bool(found) and found[0].kind == QUESTION and found[0].line <= own.first

    # -- cards ------------------------------------------------------------------------------------------

    def add_pair(self, place: int, section: Section) -> None:
        """Add the card of a 'Question' section that an 'Answer' section follows."""
        page = self._page
        asked = page.own(section)
        prompt = bare(" ".join(page.document.text[asked.start : asked.end].split("\n"))) if asked else ""
        answer = page.outline.sections[place + 1]
        found = span(page.document, answer.line + 1, answer.behind, question=True)
        self._finds.add(
            Found("question", section.line, place, prompt, identity(prompt), found, section.setting)
        )

    def add_heading(self, place: int, section: Section) -> None:
        """Add the card of a heading that asks, and those of the questions in its section."""
        page = self._page
        document = page.document
        first = document.blocks[section.first - 1].end if section.first > 0 else section.line + 1
        behind = self._answer_end(place, section)
        follows = follow_up_lines(document, first, behind) if page.may_follow else []
        nested = nested_questions(document, section.first, section.own_end) if page.nests else []
        end = (
            min(behind, *follows[:1], *(starter.line for starter in nested[:1]))
            if follows or nested
            else behind
        )
        answer = self._answer(section, first, end)
        if answer is None and len(nested) > 1:
            answer = span(document, first, behind, question=True)
        prompt = self._heading_prompt(place, section)
        self._finds.add(Found("question", section.line, place, prompt, section.key, answer, section.setting))
        if follows:
            self._add_follow_ups(place, prompt, follows, behind)
        for starter in nested:
            self.add_starter(place, starter, starter.behind)
        if page.asks_in_bold:
            self._add_bold(place, section)

    def _add_bold(self, place: int, section: Section) -> None:
        """Add the questions that are paragraphs in bold in the answer to a heading: they ask themselves."""
        page = self._page
        found = starters(page.document, section.first, section.own_end, page.skip)
        bold = [each for each in found if each.kind == QUESTION and page.is_bold_question(each.line)]
        lines = [*(starter.line for starter in bold), section.own_behind]
        for starter, end in zip(bold, lines[1:], strict=True):
            self.add_starter(place, starter, end)

    def add_starter(self, place: int, starter: Starter, behind: int) -> None:
        """Add a question of a section's text, whose answer reaches to a line."""
        page = self._page
        follows = follow_up_lines(page.document, starter.body, behind) if page.may_follow else []
        end = follows[0] if follows else behind
        answer = None
        if starter.body < end:
            answer = span(page.document, starter.body, end, starter.start, question=True)
        prompt = asked_prompt(page, place, starter)
        setting = page.setting(starter.line)
        self._finds.add(
            Found("question", starter.line, place, prompt, identity(starter.prompt), answer, setting)
        )
        if follows:
            self._add_follow_ups(place, prompt, follows, behind)

    def _answer(self, section: Section, first: int, end: int) -> Span | None:
        """Return the answer that stands in a range of lines: mostly the section's own text, which is known."""
        page = self._page
        lines = page.document.lines
        own = page.own(section)
        if own:
            begin, behind = page.own_lines(section)
            if behind == end and not any(lines[first:begin]) and not may_be_mark(lines[own.first]):
                return own
        return span(page.document, first, end, question=True)

    def _heading_prompt(self, place: int, section: Section) -> str:
        if not asking.is_follow_up(section.words):
            return heading_prompt(self._page, place)
        sections = self._page.outline.sections
        parent = sections[section.parent].words if section.parent >= 0 else self._page.title
        return f"{parent} › {follow_up_words(section.words)}"

    def _answer_end(self, place: int, section: Section) -> int:
        """Return the line behind a section, the headings at its end that have no text cut off."""
        page = self._page
        end = section.behind
        below = page.outline.children(place)
        if not below:
            return end
        sections = page.outline.sections
        only_headings = asking.has_question_mark(section.words) and not page.own(section)
        if only_headings and all(map(asking.asks, self._direct(place, below))):
            return sections[below[0]].line
        for child in reversed(below):
            if page.own_answer(sections[child]):
                break
            end = sections[child].line
        return end

    def _add_follow_ups(self, place: int, asked: str, lines: list[int], behind: int) -> None:
        """Add a card for each follow-up that is written below a question; headings have their own."""
        document = self._page.document
        if self._heads is None:
            self._heads = {section.line for section in self._page.outline.sections}
        for line, end in zip(lines, [*lines[1:], behind], strict=True):
            if line in self._heads:
                continue
            words = follow_up_words(bare(document.lines[line].lstrip("> \t-*+").strip()))
            if has_words(words):
                answer = span(document, line + 1, min(end, behind))
                prompt = f"{asked} › {words}"
                self._finds.add(Found("question", line, place, prompt, identity(words), answer))
