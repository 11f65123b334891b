"""From the schedules and histories that a source has to entries of the review log.

They go into a log of their own, ``.study/log/import-….jsonl``, as the log of another device does. An entry's id is made of
its time and its card, so the same line of a source gets the same id however often it comes, and takes its place
among the answers given here by its time: the later one has the card's state.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from studycli.clock import NOON, study_day
from studycli.store.entry import PROMPT_LENGTH, Entry, LoggedState, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from studycli.exchange.model import Answer, Asked, Track
    from studycli.schedule.sm2 import State

UNKNOWN_DAY = datetime(2000, 1, 1).date()  # noqa: DTZ001 - of a state that nothing dates: before any answer
HOUR_MS = 3_600_000


class Line(NamedTuple):
    """A line of the log: the entry's id, and its bytes."""

    id: str
    data: bytes


class Known(NamedTuple):
    """A card of a note, and what the source knows of it."""

    card: Asked
    track: Track


def tracked(cards: Sequence[Asked], tracks: Sequence[Track]) -> list[Known]:
    """Return the cards that a source has a track of, each once.

    A track names its card by id, or by its line and place; one with neither holds for every card without its own.
    """
    by_id = {card.id: card for card in cards}
    by_place: dict[tuple[int, int], Asked] = {}
    places: dict[int, int] = {}
    for card in cards:
        place = places[card.line] = places.get(card.line, -1) + 1
        by_place[card.line, place] = card
    found: dict[str, Known] = {}
    for track in tracks:
        named = by_id.get(track.card) if track.card else by_place.get((track.line, track.place))
        if named is not None:
            found.setdefault(named.id, Known(named, track))
    for track in tracks:
        if not track.card and not track.line:
            for card in cards:
                found.setdefault(card.id, Known(card, track))
    return list(found.values())


def lines(
    note: str,
    known: Sequence[Known],
    kind: str,
    day_start: str,
    wrote: Mapping[str, tuple[str | None, str | None]],
) -> list[Line]:
    """Return the log's lines for one note, in no order.

    Args:
        note: The note's path in the vault.
        known: Its cards with their tracks.
        kind: The kind of the source, which the entries carry.
        day_start: When a study day begins.
        wrote: What the import writes into the note's frontmatter; empty for nothing.
    """
    entries = [entry for each in known for entry in _entries(note, each, kind, day_start)]
    if wrote and entries:
        last = max(range(len(entries)), key=lambda at: entries[at].id)
        entries[last] = msgspec.structs.replace(entries[last], wrote=dict(wrote))
    return [Line(entry.id, encode(entry)) for entry in entries]


def _entries(note: str, known: Known, kind: str, day_start: str) -> Iterator[Entry]:
    """Yield the answers to a card, and its state where they do not say all of it."""
    card, track = known
    common = _Common(card.id, note, card.prompt[:PROMPT_LENGTH], kind, day_start)
    newest = 0
    for answer in track.answers:
        newest = max(newest + 1, _milliseconds(answer.at))
        state = LoggedState.of(answer.state)
        yield common.entry(newest, answer.at, answer.kind, state, grade=answer.grade, seconds=answer.seconds)
    if _is_said(track):
        at = track.at or _moment(track.state, track.answers[-1] if track.answers else None)
        newest = max(newest + 1, _milliseconds(at) + (0 if track.at else _spread(card.id)))
        stands = {"suspended": track.suspended, "buried": track.buried}
        state = LoggedState.of(track.state)
        yield common.entry(newest, at, "import", state, **stands)
        if track.flag:
            yield common.entry(newest + 1, at, "flag", state, remark=track.flag, **stands)


class _Common:
    """What the entries of one card share."""

    def __init__(self, card: str, note: str, prompt: str, kind: str, day_start: str) -> None:
        self._tag = f"{int.from_bytes(blake2b(card.encode(), digest_size=2).digest()):04x}-{kind}"
        self._day_start = day_start
        self._fields: dict[str, Any] = {"card": card, "note": note, "prompt": prompt, "imported": kind}

    def entry(
        self, milliseconds: int, at: datetime, kind: str, state: LoggedState | None, **more: Any
    ) -> Entry:
        """Return an entry with an id made of a time, in milliseconds since 1970, and the card."""
        return Entry(
            id=f"{milliseconds:012x}{self._tag}",
            at=at.isoformat(timespec="seconds"),
            day=study_day(at, self._day_start),
            kind=kind,
            state=state,
            **self._fields,
            **more,
        )


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _is_said(track: Track) -> bool:
    """Tell whether the history alone does not say all of the card's state."""
    last = track.answers[-1].state if track.answers else None
    return track.state != last or track.suspended or track.buried is not None or bool(track.flag)


def _moment(state: State, answer: Answer | None) -> datetime:
    """Return when a state came about that its source does not date: at noon of its last answer's day."""
    if answer is not None and (state is None or state.last <= answer.at.date()):
        return answer.at
    return datetime.combine(state.last if state else UNKNOWN_DAY, NOON).astimezone()


def _spread(card: str) -> int:
    """Return milliseconds within an hour, made of the card: undated states of one day get ids of their own."""
    return int.from_bytes(blake2b(card.encode(), digest_size=6).digest()) % HOUR_MS


def joined(before: bytes, new: Sequence[Line]) -> bytes:
    """Return a log with further lines: in the order of their ids, each id once, with what is new of it."""
    found = {line.id: line.data for line in _lines_of(before)}
    for line in new:
        old = found.get(line.id)
        if old is None or not _is_same(old, line.data):
            found[line.id] = line.data
    return b"".join(found[key] for key in sorted(found))


def _is_same(old: bytes, new: bytes) -> bool:
    """Tell whether two entries say the same of their card; what the first import wrote into the note stands."""
    if old == new:
        return True
    first, second = (msgspec.json.decode(data, type=Entry) for data in (old, new))
    return msgspec.structs.replace(first, wrote=None) == msgspec.structs.replace(second, wrote=None)


class _Id(msgspec.Struct):
    """Of an entry the id alone."""

    id: str


def _lines_of(log: bytes) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(_Id)
    return (Line(decoder.decode(raw).id, raw) for raw in log.splitlines(keepends=True))


def last_day(known: Sequence[Known]) -> date | None:
    """Return the day of the last answer to the cards of a note."""
    return max((each.track.state.last for each in known if each.track.state), default=None)


def next_day(known: Sequence[Known]) -> date | None:
    """Return the first day on which a card of a note is due that is not suspended."""
    states = (each.track.state for each in known if not each.track.suspended)
    return min((state.due for state in states if state), default=None)


def count(known: Sequence[Known]) -> int:
    """Return how often the cards of a note were answered; for those without a history, how often at least."""
    return sum(_answered(each.track) for each in known)


def _answered(track: Track) -> int:
    graded = sum(answer.grade is not None and answer.kind in ("review", "repeat") for answer in track.answers)
    return graded or (track.state.repetitions + track.state.lapses if track.state else 0)
