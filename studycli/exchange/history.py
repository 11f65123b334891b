"""From the schedules and histories that a source has to entries of the review log.

They go into a log of their own, ``.study/log/import-….jsonl``, as the log of another device does. An entry's id is made of
its time and its card, so the same line of a source gets the same id however often it comes, and takes its place
among the answers given here by its time: the later one has the card's state.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.clock import NOON
from studycli.exchange.model import Logged
from studycli.exchange.scribe import Scribe, milliseconds_of, moment_of
from studycli.schedule.mastery import mastery, note_mean
from studycli.store.entry import PROMPT_LENGTH, Entry, LoggedState, decode_all, encode, encode_all

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from studycli.exchange.model import Asked, Track
    from studycli.schedule.sm2 import State

UNKNOWN_DAY = date(2000, 1, 1)  # of a state that nothing dates: before any answer
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(9999, 12, 30)  # no zone carries these out of the calendar
HOUR_MS = 3_600_000
_COUNTED = ("review", "repeat")


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


def logged(note: str, known: Sequence[Known], kind: str, day_start: str) -> Logged:
    """Return what the log will have of a note's cards.

    Args:
        note: The note's path in the vault.
        known: Its cards with their tracks.
        kind: The kind of the source, which the entries carry.
        day_start: When a study day begins.
    """
    return summed(note, [_entries(note, each, kind, day_start) for each in known])


def summed(note: str, cards: Sequence[Sequence[Entry]]) -> Logged:
    """Return entries as lines, and what they come to.

    Args:
        note: The note's path.
        cards: The entries of each card, oldest first; none where there is nothing to say.
    """
    standing = [entries[-1] for entries in cards if entries]
    states = [entry.state for entry in standing if entry.state]
    due = (entry.state.due for entry in standing if entry.state and not entry.suspended)
    entries = sorted(chain.from_iterable(cards), key=attrgetter("id"))
    kinds = Counter(map(attrgetter("kind"), entries))
    return Logged(
        note=note,
        lines=encode_all(entries),
        scheduled=len(states),
        events=len(entries) - kinds["import"] - kinds["flag"],
        last=max((state.last for state in states), default=None),
        due=min(due, default=None),
        answered=kinds["review"] + kinds["repeat"] + sum(map(_at_least, cards)),
        mastery=note_mean(
            [*(mastery(state.schedule()) for state in states), *[0.0] * (len(cards) - len(states))]
        ),
    )


def _at_least(entries: Sequence[Entry]) -> int:
    """Return how often a card was answered at least, by its state; 0 where its answers are among the entries."""
    state = entries[-1].state if entries else None
    if state is None or any(entry.kind in _COUNTED for entry in entries):
        return 0
    return state.repetitions + state.lapses


def renamed(logged: Logged, note: str) -> Logged:
    """Return entries that name another note."""
    if note == logged.note:
        return logged
    entries = decode_all(logged.lines)
    named = [msgspec.structs.replace(entry, note=note) if entry.note else entry for entry in entries]
    return logged._replace(note=note, lines=encode_all(named))


def of_cards(logged: Logged, note: str, cards: Container[str]) -> Logged | None:
    """Return what is logged of some cards, by their ids, in a note of their own; None for nothing."""
    found: dict[str, list[Entry]] = {}
    for entry in decode_all(renamed(logged, note).lines):
        if entry.card in cards:
            found.setdefault(entry.card, []).append(entry)
    return summed(note, list(found.values())) if found else None


def with_wrote(line: bytes, wrote: Mapping[str, tuple[str | None, str | None]]) -> bytes:
    """Return a line that tells what the import writes into its note's frontmatter."""
    [entry] = decode_all(line)
    return encode(msgspec.structs.replace(entry, wrote=dict(wrote)))


def _entries(note: str, known: Known, kind: str, day_start: str) -> list[Entry]:
    """Return the answers to a card, and its state where they do not say all of it.

    The last entry alone has the note and the prompt: it is the card's state, and what came before needs no name.
    """
    card, track = known
    scribe = Scribe(card.id, kind, day_start)
    entries = [*track.entries]
    for at, what, grade, seconds, state in track.answers:
        entries.append(scribe.entry(*moment_of(at), what, grade, seconds, LoggedState.of(state)))
    if _is_said(track, entries):
        entries += _standing(card.id, track, scribe, entries)
    if entries:
        prompt = card.prompt[:PROMPT_LENGTH]
        entries[-1] = msgspec.structs.replace(entries[-1], note=note, prompt=prompt)
    return entries


def _standing(card: str, track: Track, scribe: Scribe, history: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entry of a card's state now, and of its flag; `history` are those before."""
    milliseconds, offset = moment_of(track.at or _dated(track.state, history))
    if history:
        scribe.newest = milliseconds_of(history[-1])
    if track.at is None:
        scribe.newest = max(scribe.newest, milliseconds + _spread(card) - 1)
    state = LoggedState.of(track.state)
    entry = msgspec.structs.replace(
        scribe.entry(milliseconds, offset, "import", None, None, state),
        suspended=track.suspended,
        buried=track.buried,
    )
    yield entry
    if track.flag:
        flag = scribe.entry(milliseconds, offset, "flag", None, None, state)
        yield msgspec.structs.replace(entry, id=flag.id, kind="flag", remark=track.flag)


def _is_said(track: Track, history: Sequence[Entry]) -> bool:
    """Tell whether the history alone does not say all of the card's state."""
    last = history[-1].state if history else None
    aside = track.suspended or track.buried is not None or bool(track.flag)
    return aside or LoggedState.of(track.state) != last


def _dated(state: State, history: Sequence[Entry]) -> datetime:
    """Return when a state came about that its source does not date: at noon of its last answer's day."""
    if history:
        last = datetime.fromisoformat(history[-1].at)
        if state is None or state.last <= last.date():
            return last
    day = min(max(state.last, FIRST_DAY), LAST_DAY) if state else UNKNOWN_DAY
    return datetime.combine(day, NOON).astimezone()


def _spread(card: str) -> int:
    """Return milliseconds within an hour, made of the card: undated states of one day get ids of their own."""
    return int.from_bytes(blake2b(card.encode(), digest_size=6).digest()) % HOUR_MS


def joined(before: bytes, new: list[bytes]) -> bytes:
    """Return a log with further lines: in the order of their ids, each id once, with what is new of it."""
    if not before:
        return b"".join(sorted(new))  # a line begins with its id
    found = dict(_by_id(before.splitlines(keepends=True)))
    for key, line in _by_id(new):
        old = found.get(key)
        if old is None or not _is_same(old, line):
            found[key] = line
    return b"".join(found[key] for key in sorted(found))


def _is_same(old: bytes, new: bytes) -> bool:
    """Tell whether an entry says nothing new of its card.

    What the first import wrote into the note stands; an entry that is no longer the card's last one has no names.
    """
    if old == new:
        return True
    first, second = (msgspec.structs.replace(entry, wrote=None) for entry in decode_all(old + new))
    if not second.note:
        first = msgspec.structs.replace(first, note="", prompt="")
    return first == second


class _Id(msgspec.Struct):
    """Of an entry the id alone."""

    id: str


def _by_id(lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    decoder = msgspec.json.Decoder(_Id)
    return ((decoder.decode(line).id, line) for line in lines)
