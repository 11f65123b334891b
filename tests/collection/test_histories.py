"""Generated histories: what the log replays to, what the index has and what the frontmatter says are one.

A history is a list of actions on one note. After each the collection is compared with a model that knows
SM-2 and nothing else of the program; an undo must give back the very bytes and rows that were before.
One collection takes all histories, each on a note of its own, so that a history costs a few milliseconds.
`STUDY_HISTORIES=10000 pytest tests/collection/test_histories.py` runs as many as the project's aim says.
"""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.notes.frontmatter import read_meta
from studycli.schedule.mastery import note_mastery
from studycli.schedule.sm2 import needs_repeat, review
from studycli.settings import Settings
from studycli.store.review_log import replay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Vault

    from studycli.schedule.sm2 import State

HISTORIES = int(os.environ.get("STUDY_HISTORIES", "150"))
START = date(2026, 3, 1)
BY_HAND = date(2031, 1, 1)
CARDS = 3

NOTES = (
    "---\nlast_reviewed: null\nnext_review: '2026-01-01'\nreview_count: 0\nmastery_level: 0.0\n---\n",
    "---\r\ntags: [a]\r\n---\r\n",
    "---\n# mine\nreview_count: '0'\nnext_review: 2026/01/01 # when\n---\n",
)


class Known(NamedTuple):
    """A card as the model has it."""

    state: State = None
    suspended: bool = False
    buried: date | None = None
    asked: date | None = None  # the day on which it was graded below 4 last, to be repeated


class Front(NamedTuple):
    """What the frontmatter says."""

    last: date | None
    next: date | None
    count: int
    mastery: float | None


class Moment(NamedTuple):
    """All that an undo must bring back."""

    cards: tuple[Known, ...]
    front: Front
    note: bytes


class History:
    """One note of an open collection, and the model of it."""

    def __init__(self, study: Collection, note: Path, edits: int = 0) -> None:
        self.study = study
        self.note = note
        self.path = note.relative_to(study.root).as_posix()
        self.ids = [row.id for row in study.cards(self.path)]
        meta = read_meta(note.read_bytes().decode())
        front = Front(meta.last_reviewed, meta.next_review, meta.review_count, meta.mastery)
        self.now = Moment((Known(),) * len(self.ids), front, note.read_bytes())
        self.past: list[Moment] = []
        self.edits = edits
        self.set_day(START)

    def set_day(self, day: date) -> None:
        self.day = day
        noon = datetime(day.year, day.month, day.day, 12).astimezone()
        self.study._desk.clock = self.study.clock = Clock(day, noon)
        self.study.today = day

    # Actions: each does the same to the collection and to the model

    def grade(self, place: int, grade: int) -> None:
        answered = self.study.answer(self.ids[place], grade)
        card = self.now.cards[place]
        repeat = card.asked == self.day
        assert answered.kind == ("repeat" if repeat else "review")
        state = card.state if repeat else review(card.state, grade, self.day)
        asked = self.day if needs_repeat(grade) else None
        cards = self.with_card(place, card._replace(state=state, asked=asked))
        front = Front(
            self.day,
            self.earliest(cards),
            self.now.front.count + 1,
            note_mastery(each.state for each in cards),
        )
        self.step(cards, front)

    def cram(self, place: int, grade: int) -> None:
        assert self.study.answer(self.ids[place], grade, cram=True).schedule == self.now.cards[place].state
        self.step(self.now.cards, self.now.front)

    def suspend(self, place: int) -> None:
        card = self.now.cards[place]
        self.set_aside(self.study.suspend, place, card._replace(suspended=True), idle=card.suspended)

    def unsuspend(self, place: int) -> None:
        card = self.now.cards[place]
        idle = not card.suspended and not self.is_buried(card)
        self.set_aside(self.study.unsuspend, place, card._replace(suspended=False, buried=None), idle=idle)

    def bury(self, place: int) -> None:
        card = self.now.cards[place]
        after = card._replace(buried=self.day + timedelta(days=1))
        self.set_aside(self.study.bury, place, after, idle=self.is_buried(card))

    def flag(self, place: int) -> None:
        self.study.flag(self.ids[place], "look")
        self.step(self.now.cards, self.now.front)

    def undo(self) -> None:
        if self.past:
            assert self.study.undo() is not None
            self.now = self.past.pop()
            assert self.note.read_bytes() == self.now.note

    def edit(self, earlier: bool) -> None:
        """Change next_review by hand, where a card can follow."""
        if self.earliest(self.now.cards) is None or self.now.front.next is None:
            return
        self.edits += 1
        day = (START if earlier else BY_HAND) + timedelta(days=-self.edits if earlier else self.edits)
        text = self.note.read_bytes().decode()
        shown = text[text.index("next_review:") :].splitlines()[0]
        value = shown.removeprefix("next_review:").split("#")[0].strip().strip("'\"")
        self.note.write_bytes(text.replace(shown, shown.replace(value, day.isoformat()), 1).encode())
        self.study.reload(self.ids[0])
        cards = tuple(
            card._replace(state=card.state._replace(due=day))
            if card.state and not card.suspended and (earlier or card.state.due < day)
            else card
            for card in self.now.cards
        )
        self.step(cards, self.now.front._replace(next=day))

    def wait(self, days: int) -> None:
        self.set_day(self.day + timedelta(days=days))

    # The model

    def set_aside(self, action: Callable[[str], object], place: int, after: Known, *, idle: bool) -> None:
        action(self.ids[place])
        if idle:
            return
        cards = self.with_card(place, after)
        scheduled = any(card.state for card in cards)
        front = self.now.front._replace(next=self.earliest(cards)) if scheduled else self.now.front
        self.step(cards, front)

    def with_card(self, place: int, card: Known) -> tuple[Known, ...]:
        return (*self.now.cards[:place], card, *self.now.cards[place + 1 :])

    def is_buried(self, card: Known) -> bool:
        return card.buried is not None and card.buried > self.day

    @staticmethod
    def earliest(cards: tuple[Known, ...]) -> date | None:
        return min((card.state.due for card in cards if card.state and not card.suspended), default=None)

    def step(self, cards: tuple[Known, ...], front: Front) -> None:
        self.past.append(self.now)
        self.now = Moment(cards, front, self.note.read_bytes())

    def check(self) -> None:
        """Compare index and frontmatter with the model."""
        rows = self.study.cards(self.path)
        assert [row.id for row in rows] == self.ids
        for row, card in zip(rows, self.now.cards, strict=True):
            buried = card.buried if self.is_buried(card) else None
            assert (row.state, row.suspended, row.buried) == (card.state, card.suspended, buried)
        meta = read_meta(self.note.read_bytes().decode())
        shown = Front(meta.last_reviewed, meta.next_review, meta.review_count, meta.mastery)
        assert shown == self.now.front


PLACES = st.integers(0, CARDS - 1)
ACTIONS = st.one_of(
    st.tuples(st.just("grade"), PLACES, st.integers(0, 5)),
    st.tuples(st.just("grade"), PLACES, st.integers(0, 5)),
    st.tuples(st.just("cram"), PLACES, st.integers(0, 5)),
    st.tuples(st.just("wait"), st.integers(1, 9)),
    st.tuples(st.sampled_from(["suspend", "unsuspend", "bury", "flag"]), PLACES),
    st.tuples(st.just("undo")),
    st.tuples(st.just("edit"), st.booleans()),
)


def random_actions(chance: random.Random) -> list[tuple[object, ...]]:
    """Draw a history as ACTIONS would, a hundred times as fast."""
    drawn: list[tuple[object, ...]] = []
    for _ in range(chance.randint(1, 10)):
        name = chance.choice(
            ("grade",) * 4 + ("wait", "undo", "undo", "edit", "cram", "suspend", "unsuspend", "bury")
        )
        place = chance.randrange(CARDS)
        arguments: dict[str, tuple[object, ...]] = {
            "grade": (place, chance.randrange(6)),
            "cram": (place, chance.randrange(6)),
            "wait": (chance.randint(1, 9),),
            "undo": (),
            "edit": (chance.random() < 0.5,),
        }
        drawn.append((name, *arguments.get(name, (place,))))
    return drawn


def body(number: int) -> str:
    return f"# N{number}\n" + "".join(f"\n## What is {name}{number}?\nIt is {name}.\n" for name in "xyz")


def replay_is_the_index(study: Collection) -> None:
    """Compare what the whole log replays to with the states in the index."""
    states = replay(study._desk.log.entries()[0]).states
    for row in study.cards():
        logged = states.get(row.id)
        schedule = logged.state.schedule() if logged and logged.state else None
        assert (schedule, bool(logged and logged.suspended)) == (row.state, row.suspended)


@pytest.mark.no_cover  # each of its actions has tests of its own
def test_many_histories_on_one_vault(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    vault = make_vault({f"n{n}.md": NOTES[n % len(NOTES)] + body(n) for n in range(HISTORIES)})
    study = vault.open()
    chance = random.Random(1987)  # noqa: S311 - a fixed seed
    for number in range(HISTORIES):
        history = History(study, vault.root / f"n{number}.md", edits=number)
        for name, *arguments in random_actions(chance):
            getattr(history, str(name))(*arguments)
        history.check()
    replay_is_the_index(study)
    rows = [(row.id, row.state, row.suspended) for row in study.cards()]
    assert [(row.id, row.state, row.suspended) for row in vault.reopen(START).cards()] == rows
    (vault.root / ".study" / "index.db").unlink()
    assert [(row.id, row.state, row.suspended) for row in vault.reopen(START).cards()] == rows


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, max_size=12), st.integers(0, len(NOTES) - 1), st.booleans())
def test_a_history_and_all_of_it_undone(
    tmp_path_factory: object, actions: list[tuple[object, ...]], front: int, reopened: bool
) -> None:
    root: Path = tmp_path_factory.mktemp("history")  # type: ignore[attr-defined]
    note = root / "n.md"
    note.write_bytes((NOTES[front] + body(0)).encode())
    environ = {"STUDY_DEVICE": "one"}
    study = Collection.open(root, Settings(), Clock(START), environ)
    history = History(study, note)
    first = history.now
    for name, *arguments in actions:
        getattr(history, str(name))(*arguments)
        history.check()
    replay_is_the_index(study)
    if reopened:
        study.close()
        study = history.study = Collection.open(root, Settings(), Clock(history.day), environ)
        history.set_day(history.day)
        history.check()
    while history.past:
        history.undo()
        history.check()
    assert study.undo() is None
    assert (history.now.cards, note.read_bytes()) == (first.cards, first.note)
    study.close()
