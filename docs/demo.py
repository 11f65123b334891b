"""A vault with ten weeks of somebody's study behind it, for pictures: the notes of this repository and a made-up log.

The person forgets as FSRS says, answers new cards a dozen a day but not every day, and leaves some notes alone.
"""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.collection.values import CardRow
from studycli.schedule.memory import Memory, follow, recall
from studycli.schedule.sm2 import PASS, State, review
from studycli.settings import Settings
from studycli.store.entry import Entry, LoggedState, encode

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
DAYS = 70
NEW_A_DAY = 12
RESTS = (5, 6, 19, 20, 33, 41, 48)  # days without study, counted from the first
ZONE = timezone(timedelta(hours=8))
FORMS = ("recall",) * 6 + ("cloze", "list", "choice", "formula", "gradient")
HARD = {"gradient": 0.75, "formula": 0.85, "choice": 0.9}  # what the chance of recall is multiplied by
CONFUSED = (
    ("Huber loss", "log-cosh loss"),
    ("BatchNorm", "LayerNorm"),
    ("交叉熵", "KL 散度"),
    ("precision", "recall"),
)


class Card(NamedTuple):
    """A card of the made-up person, as it is in their head and in the log."""

    row: CardRow
    state: State = None
    memory: Memory | None = None


def make(vault: Path) -> None:
    """Copy the notes into a folder, and write the log beside them."""
    shutil.copytree(ROOT / "notes", vault)
    clock = Clock(TODAY, datetime.combine(TODAY, time(8), ZONE))
    with Collection.open(vault, Settings(), clock, {"STUDY_DEVICE": "demo"}) as collection:
        rows = [row for row in collection.cards() if not row.empty]
    log = vault / ".study" / "log" / "demo.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"".join(map(encode, entries(rows))))


def entries(rows: Sequence[CardRow]) -> Iterator[Entry]:
    """Yield the log of all days."""
    chance = random.Random(2026)  # noqa: S311 - the same person each time
    folders: dict[str, list[CardRow]] = defaultdict(list)
    for row in rows:
        folders[row.note].append(row)
    order = [row for note in sorted(folders)[: len(folders) * 3 // 4] for row in folders[note]]
    waiting, learnt = [Card(row) for row in order], {}
    for number in range(DAYS):
        day = TODAY - timedelta(days=DAYS - number)
        if number in RESTS:
            continue
        due = [card for card in learnt.values() if card.state and card.state.due <= day]
        new, waiting = waiting[:NEW_A_DAY], waiting[NEW_A_DAY:]
        moment = datetime.combine(day, time(8), ZONE)
        for card in (*due, *new):
            for entry, after in _answers(card, day, chance):
                seconds = entry.seconds or 0.0
                moment += timedelta(seconds=seconds)
                key = f"{int(moment.timestamp() * 1000):012x}0000-demo"
                yield _named(entry, key, moment.isoformat(timespec="seconds"))
                learnt[card.row.id] = after


def _answers(card: Card, day: date, chance: random.Random) -> Iterator[tuple[Entry, Card]]:
    """Yield a card's answers of a day, with the card after each: one, and a repeat where it was below good."""
    form = chance.choice(FORMS)
    known = recall(card.memory.stability, day.toordinal() - card.memory.day) if card.memory else 0.8
    passed = chance.random() < known * HARD.get(form, 1.0)
    grade = chance.choice((3, 4, 4, 4, 4, 4, 5)) if passed else 1
    state = review(card.state, grade, day)
    for kind, given in (("review", grade), ("repeat", 4)):
        memory = follow(card.memory, [(day.toordinal(), given)])[1]
        card = Card(card.row, state, memory)
        wrong = form == "choice" and given < PASS
        yield (
            Entry(
                id="",
                at="",
                day=day,
                kind=kind,
                card=card.row.id,
                note=card.row.note,
                prompt=card.row.prompt,
                form=form,
                grade=given,
                seconds=round(chance.lognormvariate(2.6, 0.5), 1),
                state=LoggedState.of(state),
                confused=chance.choice(CONFUSED) if wrong else None,
            ),
            card,
        )
        if grade >= 4:  # noqa: PLR2004 - only a lower one is repeated
            return


def _named(entry: Entry, key: str, at: str) -> Entry:
    from msgspec.structs import replace

    return replace(entry, id=key, at=at)
