"""The database of hashcards: what it knows of each card, by the card's hash.

Its tables are those of ``src/schema.sql``: ``cards`` with the memory state that FSRS keeps of each, ``reviews`` with the
state after every answer. Its times are local ones without an offset. Versions differ in columns; these are in all.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from studycli.clock import NOON
from studycli.errors import ImportFailed
from studycli.exchange.model import Answer, Track
from studycli.schedule.memory import ease_from_memory
from studycli.schedule.sm2 import FIRST_INTERVAL, SECOND_INTERVAL, Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from studycli.exchange.model import Item

NAME = "hashcards.db"
_HEAD = b"SQLite format 3\0"
_GRADES = {"forgot": 1, "hard": 3, "good": 4, "easy": 5}
_REVIEWS = (
    "select card_hash, reviewed_at, grade, stability, difficulty, due_date from reviews"
    " order by reviewed_at, review_id"
)
_CARDS = (
    "select card_hash, stability, difficulty, due_date, review_count from cards where due_date is not null"
)


class _Review(NamedTuple):
    """A row of the reviews, understood."""

    at: datetime
    grade: int
    stability: float
    difficulty: float
    due: date


class Known(NamedTuple):
    """What a database knows: the track of each card by its hash, and how many rows could not be understood."""

    tracks: dict[str, Track]
    unclear: int


def is_database(item: Item) -> bool:
    """Tell whether a file is a database of hashcards, by its name and its first bytes."""
    return item.path.rpartition("/")[2] == NAME and item.read().startswith(_HEAD)


def known_cards(files: Sequence[Item], zone: tzinfo | None) -> Known:
    """Read a database; a copy of it, which may be in use.

    Args:
        files: The database, and its write-ahead log where there is one.
        zone: Of its times.

    Raises:
        ImportFailed: It is damaged, or of another program.
    """
    with TemporaryDirectory(prefix="study-") as folder:
        for item in files:
            name = item.path.rpartition("/")[2]
            with open(os.path.join(folder, name), "wb") as file:
                file.write(item.read())
        try:
            with closing(sqlite3.connect(os.path.join(folder, NAME))) as database:
                reviews, cards = database.execute(_REVIEWS).fetchall(), database.execute(_CARDS).fetchall()
        except sqlite3.Error as error:
            raise ImportFailed(
                f"{files[0].path} is damaged, or no database of hashcards ({error}): its schedule was not taken."
            ) from error
    return _known(reviews, cards, zone)


def _known(reviews: list[tuple[object, ...]], cards: list[tuple[object, ...]], zone: tzinfo | None) -> Known:
    rows: dict[str, list[_Review]] = {}
    unclear = 0
    for card, *row in reviews:
        review = _review(row, zone)
        unclear += review is None
        if review is not None:
            rows.setdefault(str(card), []).append(review)
    tracks = {card: _track(history) for card, history in rows.items()}
    for card, *row in cards:
        if card not in tracks:
            track = _of_card(row)
            unclear += track is None
            if track is not None:
                tracks[str(card)] = track
    return Known(tracks, unclear)


def _review(row: list[object], zone: tzinfo | None) -> _Review | None:
    """Return a review; None where a value in it makes no sense."""
    at, grade, stability, difficulty, due = row
    try:
        moment = datetime.fromisoformat(str(at))
        review = _Review(
            moment if moment.tzinfo else moment.replace(tzinfo=zone),
            _GRADES[str(grade).lower()],
            float(str(stability)),
            float(str(difficulty)),
            date.fromisoformat(str(due)),
        )
    except (ValueError, KeyError):
        return None
    return review if review.stability > 0 else None


def _track(history: list[_Review]) -> Track:
    """Return a card's answers with the schedule after each; those after the first of a day are repeats."""
    answers: list[Answer] = []
    state: Schedule | None = None
    for review in history:
        repeats = state is not None and state.last == review.at.date()
        state = _after(state, review, repeats=repeats)
        answers.append(Answer(review.at, "repeat" if repeats else "review", review.grade, None, state))
    return Track(state=state, answers=tuple(answers))


def _after(state: Schedule | None, review: _Review, *, repeats: bool) -> Schedule:
    """Return the schedule after an answer: the date is FSRS's own, the factor its growth of the interval."""
    today = review.at.date()
    interval = max((review.due - today).days, FIRST_INTERVAL)
    failed = review.grade < _GRADES["hard"]
    lapses = (state.lapses if state else 0) + (failed and not repeats)
    before = state.repetitions if state else 0
    return Schedule(
        repetitions=_repetitions(
            before if repeats else 0 if failed else before, interval, counts=not repeats
        ),
        interval=interval,
        ease=ease_from_memory(review.stability, review.difficulty, interval),
        due=review.due,
        last=today,
        lapses=lapses,
        passed=not failed or (state is not None and state.passed),
    )


def _repetitions(before: int, interval: int, *, counts: bool) -> int:
    """Return n of SM-2's interval: six days or more are the second at least, so that the next pass goes on from them."""
    return max(before + counts, 2 if interval >= SECOND_INTERVAL else 1)


def _of_card(row: list[object]) -> Track | None:
    """Return the track of a card whose reviews are gone: its interval is its stability, as FSRS asks at a recall of 0.9."""
    stability, difficulty, due, count = row
    try:
        day, days = date.fromisoformat(str(due)), float(str(stability))
        if days <= 0:
            return None
        interval = max(round(days), FIRST_INTERVAL)
        last = day - timedelta(interval)
        ease = ease_from_memory(days, float(str(difficulty)), interval)
        repetitions = _repetitions(int(str(count)), interval, counts=False)
    except (ValueError, ArithmeticError):
        return None
    state = Schedule(repetitions, interval, ease, day, last, lapses=0, passed=True)
    return Track(state=state, at=datetime.combine(last, NOON).astimezone())
