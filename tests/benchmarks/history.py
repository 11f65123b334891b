"""Write a log of reviews for a generated vault: `python history.py VAULT ENTRIES`.

It is the log of a person who began some cards each day for a thousand days and kept to SM-2's dates: one answer of
five is a failure, a failed card comes back the same day, and what was not due was answered in a quiz. The last day is
yesterday. A log of a tenth of the entries is that of a tenth of the cards. The same for the same vault and day.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from studycli.clock import clock_from
from studycli.collection import Collection
from studycli.schedule.sm2 import PASS, Schedule, review
from studycli.settings import load
from studycli.store.entry import Entry, LoggedState, encode

DAYS = 1000
ENTRIES_PER_CARD = 1_000_000 / 60_000
GRADES = (0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5)  # a fifth of them failures
FORMS = ("recall", "recall", "recall", "cloze", "choice", "true-false")
DEVICE = "bench"
EIGHT = time(8)

_day = date.fromordinal


class Answer(NamedTuple):
    """One answer to a card: how many days after the log's first, kind, grade, form, and the schedule after it."""

    day: int
    kind: str
    grade: int
    form: str
    state: Schedule


def write_history(vault: Path, entries: int, seed: int = 2026) -> None:
    """Write ``.study/log/<entries>.jsonl``."""
    now = datetime.now(UTC)
    with Collection.open(
        vault, load(vault), clock_from(None, {"STUDY_NOW": now.isoformat()}), {}
    ) as collection:
        cards = [(row.id, row.note, row.prompt) for row in collection.cards() if not row.empty]
    first = now.date() - timedelta(days=DAYS)
    chance = random.Random(seed)  # noqa: S311 - the same history each time
    log = vault / ".study" / "log" / f"{entries}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        file.writelines(_lines(cards, entries, first.toordinal(), chance))


def _lines(
    cards: list[tuple[str, str, str]], entries: int, first: int, chance: random.Random
) -> Iterator[bytes]:
    """Yield the lines, in the order of days."""
    learnt = chance.sample(cards, min(len(cards), max(1, round(entries / ENTRIES_PER_CARD))))
    days: dict[int, list[tuple[tuple[str, str, str], Answer]]] = defaultdict(list)
    for place, card in enumerate(learnt):
        wanted = entries // len(learnt) + (place < entries % len(learnt))
        for answer in _answers(wanted, first, chance):
            days[answer.day].append((card, answer))
    for day in sorted(days):
        numbers = count()
        for card, answer in days.pop(day):
            yield encode(_entry(card, answer, first + day, next(numbers), chance))


def _answers(wanted: int, first: int, chance: random.Random) -> Iterator[Answer]:
    """Yield so many answers to one card; where SM-2 asks for fewer, the rest is practice on the last days."""
    state: Schedule | None = None
    day, kind = chance.randrange(DAYS * 2 // 3), "review"
    for _ in range(wanted):
        grade = 4 if kind == "repeat" else chance.choice(GRADES)
        if kind == "review":
            state = review(state, grade, _day(first + day))
        assert state is not None
        yield Answer(day, kind, grade, "recall" if kind != "practice" else chance.choice(FORMS), state)
        day, kind = _next(day, kind, grade, state.due.toordinal() - first, chance)


def _next(day: int, kind: str, grade: int, due: int, chance: random.Random) -> tuple[int, str]:
    """Return on which day and as what the card is answered next."""
    if kind == "review" and grade < PASS:
        return day, "repeat"
    late = due + (chance.randrange(4) if chance.random() < 0.3 else 0)
    return (late, "review") if late < DAYS else (chance.randrange(day, DAYS), "practice")


def _entry(card: tuple[str, str, str], answer: Answer, day: int, number: int, chance: random.Random) -> Entry:
    """Return the entry as `study review` writes it: the day's first at eight o'clock, each a second later."""
    moment = datetime.combine(_day(day), EIGHT, tzinfo=UTC) + timedelta(seconds=number)
    return Entry(
        id=f"{int(moment.timestamp()) * 1000:012x}0000-{DEVICE}",
        at=moment.isoformat(timespec="seconds"),
        day=_day(day),
        kind=answer.kind,
        card=card[0],
        note=card[1],
        prompt=card[2],
        form=answer.form,
        grade=answer.grade,
        seconds=round(chance.uniform(2.0, 20.0), 1),
        state=LoggedState.of(answer.state),
    )


if __name__ == "__main__":
    write_history(Path(sys.argv[1]), int(sys.argv[2]))
