"""One graded answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from studycli.collection.commit import After, commit, entry_for, note_cards, with_adopted
from studycli.collection.current import current_card
from studycli.collection.frontmatter_values import after_answer
from studycli.collection.note_mastery import after_grade
from studycli.collection.rewrite import plan
from studycli.collection.values import Answered
from studycli.errors import GradeError
from studycli.quiz.grading import WRONG
from studycli.schedule.fuzz import chance, window
from studycli.schedule.sm2 import GRADES, PASS, first_ease, is_leech, needs_repeat, next_states
from studycli.store.entry import PROMPT_LENGTH, LoggedState
from studycli.store.queries import due_by_day, graded_answers, last_grade, note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from studycli.collection.desk import Desk
    from studycli.collection.rewrite import Rewrite
    from studycli.collection.values import Accepted, Choices, Confused
    from studycli.quiz.model import Question
    from studycli.schedule.sm2 import Schedule
    from studycli.store.entry import Entry
    from studycli.store.queries import IndexedCard


def choices(desk: Desk, card: IndexedCard) -> Choices:
    """Return the schedule that each grade gives the card now; the present one where it is a repeat."""
    if card.state is not None and is_repeat(desk, card):
        return dict.fromkeys(GRADES, card.state)
    found = note(desk.index, card.note)
    ease = first_ease(found.difficulty if found else "")
    settings = desk.settings
    repetitions = card.state.repetitions if card.state else 0
    fuzz = chance(card.id, repetitions) if settings.fuzz or settings.load_balance else None
    plain = next_states(card.state, desk.today, ease, fuzz if settings.fuzz else None)
    if not settings.load_balance:
        return plain
    return next_states(card.state, desk.today, ease, fuzz, _load(desk, plain))


def _load(desk: Desk, plain: Choices) -> Mapping[date, int]:
    """Return how many cards are due on each day that one of the schedules can be moved to."""
    _, last = window(max(schedule.interval for schedule in plain.values()))
    return due_by_day(desk.index, desk.today, desk.today + timedelta(days=last))


def is_repeat(desk: Desk, card: IndexedCard) -> bool:
    """Tell whether the card was graded below 4 last today, and is asked again for it."""
    grade = last_grade(desk.index, card.id, desk.today)
    return grade is not None and needs_repeat(grade)


def answer(desk: Desk, card_id: str, grade: int, seconds: float | None, form: str, *, cram: bool) -> Answered:
    """Grade a card; see `Collection.answer`."""
    if grade not in GRADES:
        raise GradeError(f"{grade} is not a grade; grades are 0 to 5.")
    with desk.alone():
        card = current_card(desk, card_id)
        graded = _Graded(desk, card, grade, seconds, form)
        if cram:
            return graded.cram()
        return graded.repeat() if is_repeat(desk, card) else graded.review()


def answer_question(
    desk: Desk,
    question: Question,
    grade: int,
    seconds: float | None,
    accepted: Accepted,
    confused: Confused | None,
) -> Answered:
    """Grade an answer in a quiz; see `Collection.answer_question`."""
    if grade not in GRADES:
        raise GradeError(f"{grade} is not a grade; grades are 0 to 5.")
    with desk.alone():
        card = current_card(desk, question.card)
        more = {"question": question.id, "accepted": accepted, "confused": _cut(confused)}
        graded = _Graded(desk, card, grade, seconds, question.form, **more)
        if is_repeat(desk, card):
            return graded.repeat()
        comes_back = grade <= WRONG and desk.settings.quiz_reschedule
        return graded.review() if comes_back or is_to_do(desk, card) else graded.practice()


def _cut(pair: Confused | None) -> Confused | None:
    """Return a pair of options as an entry keeps them."""
    return (pair[0][:PROMPT_LENGTH], pair[1][:PROMPT_LENGTH]) if pair else None


def is_to_do(desk: Desk, card: IndexedCard) -> bool:
    """Tell whether a card is due, or new and within today's limit of new cards: its answer schedules it."""
    if card.state is None:
        return desk.index.limits(desk.today.toordinal())[1] > 0
    return card.state.due <= desk.today


class _Graded:
    """One answer on its way into log, note and index; `more` is what its entry holds besides."""

    def __init__(
        self, desk: Desk, card: IndexedCard, grade: int, seconds: float | None, form: str, **more: Any
    ) -> None:
        self.desk = desk
        self.card = card
        self.grade = grade
        self._more = {"grade": grade, "seconds": seconds, "form": form, **more}

    def practice(self) -> Answered:
        """Log the answer of a quiz and leave schedule and note as they are."""
        return self._save("practice", After.of(self.card))

    def cram(self) -> Answered:
        """Log the answer and leave schedule and note as they are."""
        return self._save("cram", After.of(self.card))

    def repeat(self) -> Answered:
        """Log the answer and count it; the schedule stays."""
        return self._save("repeat", After.of(self.card))

    def review(self) -> Answered:
        """Schedule the card."""
        schedule = choices(self.desk, self.card)[self.grade]
        leech = self._is_leech(schedule)
        suspended = self.card.suspended or (leech and self.desk.settings.leech_action == "suspend")
        return self._save("review", After(schedule, suspended, self.card.buried), leech=leech)

    def _is_leech(self, schedule: Schedule) -> bool:
        return self.grade < PASS and is_leech(schedule, self.desk.settings.leech_lapses)

    def _save(self, kind: str, after: After, *, leech: bool = False) -> Answered:
        desk, card = self.desk, self.card
        cards = note_cards(desk, card.note)
        adopted = LoggedState.of(card.state) if card.derived else None
        graded = msgspec.structs.replace(entry_for(desk, kind, card, after), adopted=adopted, **self._more)
        buried = self._siblings(cards) if kind == "review" else []
        entries = with_adopted([graded, *map(self._bury, buried)], desk, cards)
        rewrites = [] if kind in ("cram", "practice") else [self._rewrite(cards, after)]
        saved = commit(desk, entries, rewrites)
        return Answered(
            entry=saved.entries[0].id,
            card=card.id,
            kind=kind,
            grade=self.grade,
            schedule=after.state,
            repeat=needs_repeat(self.grade),
            note_written=card.note in saved.written,
            warning=saved.warning,
            leech=leech,
            suspended=after.suspended,
            buried=tuple(each.id for each in buried),
        )

    def _siblings(self, cards: Sequence[IndexedCard]) -> list[IndexedCard]:
        """Return the note's other cards that would still be asked today, where they are to wait."""
        if not self.desk.settings.bury_siblings:
            return []
        return [each for each in cards if each.id != self.card.id and _is_ready(each, self.desk.today)]

    def _bury(self, card: IndexedCard) -> Entry:
        after = After.of(card)._replace(buried=self.desk.today + timedelta(days=1))
        return entry_for(self.desk, "bury", card, after)

    def _rewrite(self, cards: Sequence[IndexedCard], after: After) -> Rewrite:
        """Plan the note's frontmatter after the answer.

        A note that was reviewed before the log began counts more answers than the log has.
        """
        index, path = self.desk.index, self.card.note
        states = {each.id: after if each.id == self.card.id else After.of(each) for each in cards}
        found = note(index, path)
        count = 1 + max(graded_answers(index, path), found.review_count if found else 0)
        mastery = after_grade(self.desk, states, self.card.id, self.grade)
        return plan(self.desk, path, after_answer(states.values(), self.desk.today, count, mastery))


def _is_ready(card: IndexedCard, today: date) -> bool:
    """Tell whether a card would be asked today."""
    waits = card.suspended or card.empty or (card.buried is not None and card.buried > today)
    return not waits and (card.state is None or card.state.due <= today)
