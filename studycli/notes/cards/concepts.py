"""Cards of the text between a heading and the next one: its concept, its labelled parts, its questions."""

from studycli.notes.cards.found import Finds, Found
from studycli.notes.cards.page import Page
from studycli.notes.cards.prompts import heading_prompt, part_prompt, path_anchor
from studycli.notes.cards.questions import Questions
from studycli.notes.cards.sections import Section
from studycli.notes.cards.spans import span
from studycli.notes.cards.starter import LABEL, QUESTION, STOP, Starter
from studycli.notes.cards.starters import starters
from studycli.notes.inline import has_words, identity


class Concepts:
    """Adds the cards of sections that are not, as a whole, the answer to their heading."""

    __slots__ = ("_finds", "_page", "_questions")

    def __init__(self, page: Page, finds: Finds, questions: Questions) -> None:
        self._page, self._finds, self._questions = page, finds, questions

    def add(self, place: int, section: Section, *, concept: bool, collecting: bool = False) -> bool:
        """Add the concept, parts and questions of a section's own text.

        Args:
            place: The section's index.
            section: The section.
            concept: Whether the heading may be a card.
            collecting: Whether it stands below a heading such as FAQ.

        Returns:
            Whether the sections below belong to the answer of the last question.
        """
        first, behind = self._page.own_lines(section)
        if first >= behind:
            return False
        found = self._starters(section, first, behind, collecting=collecting)
        if concept and has_words(section.words):
            self._add_concept(place, section, first, found[0].line if found else behind)
        return self._add_starters(place, section, found, behind)

    def _add_starters(self, place: int, section: Section, found: list[Starter], behind: int) -> bool:
        lines = [*(starter.line for starter in found), behind]
        for starter, following in zip(found, lines[1:], strict=True):
            end = min(starter.behind, following) if starter.behind > starter.line else following
            if starter.kind == LABEL:
                self._add_part(place, starter, end)
            elif starter.kind == QUESTION:
                if starter is found[-1] and self._is_answered_below(section, starter, end):
                    self._questions.add_starter(place, starter, section.behind)
                    return True
                self._questions.add_starter(place, starter, end)
        return False

    def _starters(self, section: Section, first: int, behind: int, *, collecting: bool) -> list[Starter]:
        """Return the starters of a section that count: labels only where two divide it."""
        page = self._page
        found = starters(page.document, section.first, section.own_end, page.skip, collecting=collecting)
        if not found:
            return found
        found = _independent(found)
        found = [
            starter._replace(kind=LABEL)
            if starter.kind == STOP and self._says(starter, found, behind)
            else starter
            for starter in found
        ]
        if sum(starter.kind == LABEL for starter in found) < 2:  # noqa: PLR2004 - one label divides nothing
            found = [starter for starter in found if starter.kind != LABEL]
        if all(starter.kind == STOP for starter in found):
            return []
        return self._with_marks(found, first, behind)

    def _says(self, stop: Starter, found: list[Starter], behind: int) -> bool:
        """Tell whether a label such as 来源 is followed by more than links: then it is a part like others."""
        end = next((starter.line for starter in found if starter.line > stop.line), behind)
        return stop.body < end and span(self._page.document, stop.body, end, stop.start) is not None

    def _with_marks(self, found: list[Starter], first: int, behind: int) -> list[Starter]:
        """Let a marked card end the question before it."""
        stops = [
            Starter(STOP, line, "", line, -1, -1) for line in self._page.mark_starts if first <= line < behind
        ]
        if not stops or not any(starter.kind == QUESTION for starter in found):
            return found
        return sorted([*found, *stops], key=lambda starter: starter.line)

    def _is_answered_below(self, section: Section, starter: Starter, end: int) -> bool:
        """Tell whether a question ends in ``**Answer:**`` and only the headings below say the answer."""
        if section.level == 0 or section.end == section.own_end or starter.behind >= 0:
            return False
        document = self._page.document
        rest = "\n".join(document.lines[starter.body : end]).strip()
        return rest != "" and span(document, starter.body, end, starter.start, question=True) is None

    def _add_concept(self, place: int, section: Section, first: int, behind: int) -> None:
        page = self._page
        lines, whole = page.document.lines, page.whole_lines
        while behind > first and (behind - 1 in whole or not lines[behind - 1].strip()):
            behind -= 1
        answer = span(page.document, first, behind)
        if answer is None or (page.skip and page.is_skipped(answer)) or page.is_marked(answer):
            return
        prompt, anchor = heading_prompt(page, place), path_anchor(page, place)
        self._finds.add(Found("concept", section.line, place, prompt, anchor, answer, section.setting))

    def _add_part(self, place: int, starter: Starter, behind: int) -> None:
        """Add a labelled part; a label without text is only a label."""
        page = self._page
        answer = span(page.document, starter.body, behind, starter.start) if starter.body < behind else None
        if answer is None:
            return
        prompt = part_prompt(page, place, starter.prompt)
        anchor = f"{path_anchor(page, place)}›{identity(starter.prompt)}"
        self._finds.add(
            Found("part", starter.line, place, prompt, anchor, answer, page.setting(starter.line))
        )


def _independent(found: list[Starter]) -> list[Starter]:
    """Drop the labels that stand inside a question's answer."""
    kept: list[Starter] = []
    open_question = False
    for starter in found:
        if starter.kind == QUESTION:
            open_question = starter.behind < 0
            kept.append(starter)
        elif not open_question:
            kept.append(starter)
    return kept
