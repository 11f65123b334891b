"""Histories made by chance from a seed: a small vault, and the logs that the program would have written for it.

In each, cards of a few notes are learnt and reviewed for some weeks, early, late and not at all, on one device or
two; answers come as reviews, repeats, crammed and in a quiz; actions are undone, cards set aside, moved, reworded
and deleted. Notes that were reviewed before the log began have their dates in the frontmatter.
"""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.schedule.adopt import state_from_frontmatter
from studycli.schedule.sm2 import FIRST_EASE, needs_repeat, review
from studycli.store.entry import Entry, LoggedState, encode

TODAY = date(2026, 11, 23)
WORDINGS = ("What is {}?", "What is {}, in one line?", "What is {}, in two lines?")
FORMS = ("recall", "cloze", "choice", "true-false", "value")
SOUNDS = ("momentum", "a margin", "a mask", "温度", "a prior")
GRADES = (0, 1, 2, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5)


class Topic(NamedTuple):
    """A note of a vault before anything happened: where it is, its tags, and what it asks."""

    path: str
    tags: tuple[str, ...]
    subjects: tuple[str, ...]


TOPICS = (
    Topic("top.md", ("dl",), ("softmax", "a logit", "entropy")),
    Topic("dl/loss.md", ("dl/loss", "interview"), ("hinge loss", "Huber loss", "focal loss", "CTC")),
    Topic("dl/optim/adam.md", ("dl/optim/adam", "dl/optim"), ("Adam", "weight decay")),
    Topic("dl/optim/sgd.md", ("dl/optim",), ("SGD", "a step size", "warm-up")),
    Topic("math/linear.md", ("math/linear", "math"), ("a rank", "a norm", "an eigenvalue")),
    Topic("math/bayes.md", (), ("Bayes' rule", "a posterior")),
    Topic("深度学习/损失.md", ("深度学习/损失",), ("交叉熵", "对比损失", "三元组损失")),
    Topic("深度学习/注意力.md", ("深度学习", "interview/hard"), ("注意力", "位置编码")),
)


class Dates(NamedTuple):
    """What the frontmatter of a note that was reviewed before says."""

    last: date
    next: date
    count: int
    difficulty: str


class After(NamedTuple):
    """A card after an entry."""

    state: LoggedState | None = None
    suspended: bool = False
    buried: date | None = None


class Vault(NamedTuple):
    """What a history comes to.

    Attributes:
        notes: The notes as they are today, by path.
        logs: Of each device, line by line.
        cards: Id, path of the note and tags of each card that can be asked.
        dates: What the frontmatter of a note says, by path.
    """

    notes: dict[str, str]
    logs: dict[str, list[bytes]]
    cards: list[tuple[str, str, tuple[str, ...]]]
    dates: dict[str, Dates]

    def write(self, root: Path) -> None:
        """Write notes and logs into a folder."""
        for path, text in self.notes.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        (root / ".study" / "log").mkdir(parents=True, exist_ok=True)
        for device, lines in self.logs.items():
            (root / ".study" / "log" / f"{device}.jsonl").write_bytes(b"".join(lines))


def note_text(topic: Topic, dates: Dates | None, headings: Iterable[str]) -> str:
    """Return a note; with an empty heading a question that has no answer."""
    front = f"tags: [{', '.join(topic.tags)}]\n"
    if dates:
        front += f"last_reviewed: '{dates.last}'\nnext_review: '{dates.next}'\n"
        front += f"review_count: {dates.count}\ndifficulty: {dates.difficulty}\n"
    body = "".join(f"\n## {heading}\nAn answer to {heading}\n" for heading in headings)
    return f"---\n{front}---\n# {topic.path.rsplit('/')[-1][:-3]}\n{body}\n## What is left open here?\n"


@cache
def card_ids(topic: Topic, headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of a note's cards, without that of the question which has no answer."""
    text = note_text(topic, None, headings)
    cards = parse_note(topic.path, text, read_meta(text), CardOptions()).cards
    assert len(cards) == len(headings) + 1
    return tuple(card.id for card in cards if card.answer_lines)


class _Card:
    """A card in the course of its history: which wording it has now, and where it is."""

    def __init__(self, topic: Topic, subject: str) -> None:
        self.topic = topic
        self.subject = subject
        self.wording = 0

    @property
    def heading(self) -> str:
        return WORDINGS[self.wording].format(self.subject)

    @property
    def id(self) -> str:
        return card_ids(self.topic, (self.heading,))[0]


class _Maker:
    """Makes one history, day by day; `chance` decides everything."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - the same history each time
        topics = chance.sample(TOPICS, chance.randint(3, len(TOPICS)))
        self.day = TODAY - timedelta(days=chance.randint(20, 120))
        self.dates = {topic: self._dates() for topic in topics if chance.random() < 0.3}
        self.cards = [_Card(topic, subject) for topic in topics for subject in topic.subjects]
        self.devices = {"laptop": 0} | (
            {"phone": chance.choice((-1, 0, 0, 1))} if chance.random() < 0.4 else {}
        )
        self.entries: list[Entry] = []  # those that count
        self.logs: dict[str, list[bytes]] = {device: [] for device in self.devices}
        self.last: dict[str, list[tuple[str, After]]] = {}  # of each card, entries that count
        self.number = 0
        self.is_old = chance.random() < 0.2  # logs of a version that did not say what a card was adopted with

    def _dates(self) -> Dates:
        last = self.day - timedelta(days=self.chance.randint(1, 20))
        later = last + timedelta(days=self.chance.choice((1, 3, 6, 15, 40)))
        return Dates(last, later, self.chance.randint(0, 5), self.chance.choice(("easy", "medium", "hard")))

    def make(self) -> Vault:
        """Live through the days, and clean up at the end."""
        while self.day <= TODAY:
            if self.chance.random() < 0.7:
                self._live()
            self.day += timedelta(days=1)
        left = [
            topic for topic in dict.fromkeys(card.topic for card in self.cards) if self.chance.random() > 0.1
        ]
        there = [card for card in self.cards if card.topic in left and self.chance.random() > 0.1]
        headings = {topic: [card.heading for card in there if card.topic == topic] for topic in left}
        return Vault(
            {topic.path: note_text(topic, self.dates.get(topic), headings[topic]) for topic in left},
            self.logs,
            [(card.id, card.topic.path, card.topic.tags) for card in there],
            {topic.path: dates for topic, dates in self.dates.items() if topic in left},
        )

    # A day

    def _live(self) -> None:
        self.device = self.chance.choice(list(self.devices))
        self.today = self.day + timedelta(days=self.devices[self.device])
        due = [card for card in self.cards if self._is_due(card)]
        new = [card for card in self.cards if self._after(card).state is None]
        for card in [*due[: self.chance.randint(0, 9)], *new[: self.chance.randint(0, 2)]]:
            self._review(card)
        for action in (self._quiz, self._cram, self._set_aside, self._move, self._reword, self._undo):
            if self.chance.random() < 0.25:
                action(self.chance.choice(self.cards))

    def _after(self, card: _Card) -> After:
        """Return what is known of a card: the last entry that counts, or what its note says."""
        known = self.last.get(card.id)
        if known:
            return known[-1][1]
        dates = self.dates.get(card.topic)
        if dates is None or any(self._states(card.topic)):
            return After()
        state = state_from_frontmatter(*dates)
        return After(LoggedState.of(state))

    def _states(self, topic: Topic) -> Iterable[LoggedState | None]:
        ids = {card.id for card in self.cards if card.topic == topic}
        return [known[-1][1].state for card, known in self.last.items() if card in ids and known]

    def _is_due(self, card: _Card) -> bool:
        state, suspended, buried = self._after(card)
        return bool(
            state and state.due <= self.today and not suspended and (not buried or buried <= self.today)
        )

    # Actions

    def _review(self, card: _Card) -> None:
        """Answer a card until it is known, or given up."""
        grade = self.chance.choice(GRADES)
        self._answer(card, "review", grade)
        while needs_repeat(grade) and self.chance.random() < 0.8:
            grade = self.chance.choice(GRADES)
            self._answer(card, "repeat", grade)
        if self.chance.random() < 0.05:
            self._undo(card)

    def _answer(self, card: _Card, kind: str, grade: int, **more: object) -> None:
        after = self._after(card)
        if self._is_derived(card) and not self.is_old:
            more = {"adopted": after.state} | more
        if kind == "review":
            before = after.state.schedule() if after.state else None
            after = after._replace(state=LoggedState.of(review(before, grade, self.today, self._ease(card))))
        seconds = None if self.chance.random() < 0.1 else round(self.chance.uniform(1, 90), 1)
        more = {"form": "recall"} | more
        self._act(kind, [(card, after, {"grade": grade, "seconds": seconds, **more})])

    def _ease(self, card: _Card) -> float:
        dates = self.dates.get(card.topic)
        return {"easy": 2.6, "hard": 2.3}.get(dates.difficulty, FIRST_EASE) if dates else FIRST_EASE

    def _quiz(self, card: _Card) -> None:
        grade, form = self.chance.choice(GRADES), self.chance.choice(FORMS)
        is_mistaken = form == "choice" and grade < 3
        confused = {"confused": tuple(self.chance.sample(SOUNDS, 2))} if is_mistaken else {}
        kind = "review" if self._is_due(card) and self.chance.random() < 0.5 else "practice"
        self._answer(card, kind, grade, form=form, question=f"{card.id}-{form}", **confused)

    def _cram(self, card: _Card) -> None:
        self._answer(card, "cram", self.chance.choice(GRADES))

    def _set_aside(self, card: _Card) -> None:
        after = self._after(card)
        kind = self.chance.choice(("unsuspend",) if after.suspended else ("suspend", "bury", "flag"))
        changed = {
            "suspend": after._replace(suspended=True),
            "unsuspend": After(after.state),
            "bury": after._replace(buried=self.today + timedelta(days=1)),
            "flag": after,
        }[kind]
        self._act(kind, [(card, changed, {"remark": "look"} if kind == "flag" else {})])

    def _move(self, _: _Card) -> None:
        """Spread what is overdue over the next days, as one action."""
        moved = []
        for card in [card for card in self.cards if self._is_due(card)]:
            state = self._after(card).state
            assert state
            later = state.schedule()._replace(due=self.today + timedelta(days=self.chance.randint(1, 5)))
            moved.append((card, self._after(card)._replace(state=LoggedState.of(later)), {}))
        self._act("move", moved)

    def _reword(self, card: _Card) -> None:
        """Give a card's heading other words: the program then takes the schedule to the new card."""
        source, after = card.id, self._after(card)
        if not self.last.get(source) or card.wording + 1 == len(WORDINGS):
            return
        card.wording += 1
        self._act("relink", [(card, after, {"source": source})])

    # The log

    def _act(self, kind: str, changes: list[tuple[_Card, After, dict[str, object]]]) -> None:
        """Log one action: an entry for each change, and for what the notes' frontmatter alone knew until then."""
        named = {card for card, _, _ in changes}
        adopted = [
            (card, self._after(card), {})
            for topic in dict.fromkeys(card.topic for card in named)
            for card in self.cards
            if card.topic == topic and card not in named and self._is_derived(card) and kind != "relink"
        ]
        batch = ""
        for place, (card, after, more) in enumerate([*changes, *adopted]):
            entry = self._entry(kind if place < len(changes) else "adopt", card, after, batch, more)
            batch = batch or entry.id
            self.entries.append(entry)

    def _is_derived(self, card: _Card) -> bool:
        return not self.last.get(card.id) and self._after(card).state is not None

    def _entry(self, kind: str, card: _Card, after: After, batch: str, more: dict[str, object]) -> Entry:
        entry = self._logged(kind, card.id, card, after, batch=batch, **more)
        self.last.setdefault(card.id, []).append((entry.id, after))
        return entry

    def _logged(self, kind: str, card_id: str, card: _Card, after: After, **more: object) -> Entry:
        """Write an entry's line and return it; ids grow over both devices."""
        self.number += self.chance.randint(1, 3)
        entry = Entry(
            id=f"{1_760_000_000_000 + self.number:012x}{self.chance.randint(0, 9):04x}-{self.device}",
            at=f"{self.today}T12:00:00+00:00",
            day=self.today,
            kind=kind,
            card=card_id,
            note=card.topic.path,
            prompt=card.heading,
            state=after.state,
            suspended=after.suspended,
            buried=after.buried,
            **more,  # type: ignore[arg-type]
        )
        self.logs[self.device].append(encode(entry))
        return entry

    def _undo(self, _: _Card) -> None:
        """Take back the last action that counts; a reworded card keeps its new words, and is another one then."""
        if not self.entries:
            return
        action = self.entries[-1].batch or self.entries[-1].id
        taken = [entry for entry in self.entries if action in (entry.id, entry.batch)]
        self.entries = [entry for entry in self.entries if entry not in taken]
        for entry in taken:
            known = [each for each in self.last[entry.card] if each[0] != entry.id]
            self.last[entry.card] = known
            card = next(
                card for card in self.cards if card.topic.path == entry.note and self._was(card, entry.card)
            )
            self._logged("undo", entry.card, card, known[-1][1] if known else After(), undoes=entry.id)

    @staticmethod
    def _was(card: _Card, card_id: str) -> bool:
        names = [WORDINGS[wording].format(card.subject) for wording in range(card.wording + 1)]
        return card_id in [card_ids(card.topic, (name,))[0] for name in names]


def history(seed: int) -> Vault:
    """Return the history of a seed."""
    return _Maker(seed).make()
