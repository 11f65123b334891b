"""Cards that ``study export --to anki`` gave out: the very cards again, in the notes that they were of.

A note keeps the Markdown of its card, its id and its path. Where front or back was edited in Anki since, what stands there
now is taken. The schedule is the one that was given out, to the letter, until the card is answered in Anki.
"""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from studycli.exchange.cards_text import Pair, card_id, literal, note_of
from studycli.exchange.model import Arrival, Track
from studycli.exchange.writers.ankitype import FIELDS, NAME, PATH, Source, source_of, unescaped
from studycli.store.entry import LoggedState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.exchange.readers.anki.media import Media
    from studycli.exchange.readers.anki.schedule import Row
    from studycli.notes.model import CardOptions
    from studycli.schedule.sm2 import Schedule

_PICTURE = re.compile(rf'<img\b[^<>]*?\bsrc="([^"<>]+)"[^<>]*?\b{PATH}="([^"<>]+)"')


class OwnCard(NamedTuple):
    """A card that was given out.

    Attributes:
        note: Path of the note that it was of.
        pair: Question and answer, with the id.
        tags: Tags of its note in Anki, as they are there.
    """

    note: str
    pair: Pair
    tags: str


def is_own(name: str, fields: Sequence[str]) -> bool:
    """Tell whether a note type is the one of exports, by its name and the names of its fields."""
    return name.split("-", maxsplit=1)[0] == NAME and tuple(fields) == FIELDS


def own_card(
    fields: Sequence[str], tags: str, markdown: Callable[[str], str], media: Media
) -> OwnCard | None:
    """Return the card of a note; None where the note names no note of a vault any more.

    Args:
        fields: The note's fields.
        tags: Its tags.
        markdown: Turns HTML into Markdown, for a note that was edited.
        media: Gets the places of pictures.
    """
    source = source_of(fields)
    kept = source or Source(*map(unescaped, fields[2:-1]))
    if not kept.note.endswith(".md") or not kept.id:
        return None
    if source is None:
        media.stand_in(tuple(kept.note.removesuffix(".md").split("/")))
        pair = Pair(markdown(fields[0]), markdown(fields[1]), card_id(kept.id))
    else:
        _place_pictures("".join(fields[:2]), media)
        pair = Pair(literal(kept.prompt), kept.answer, card_id(kept.id))
    return OwnCard(kept.note, pair, tags)


def _place_pictures(shown: str, media: Media) -> None:
    for name, path in _PICTURE.findall(shown):
        media.put(html.unescape(name), html.unescape(path))


def exact(track: Track | None, row: Row, *, empty: bool) -> Track | None:
    """Return what is known of a card, with the schedule that was given out where it still holds.

    Args:
        track: What Anki's tables say.
        row: The card's row.
        empty: Whether the card is a question without an answer, which was suspended only for that.
    """
    if track is None:
        return None
    if empty:
        track = track._replace(suspended=False)
    if track == Track(card=track.card):
        return None
    given = _given(row, track.state) if track.state else None
    if given is None:
        return track
    last = (replace(entry, state=LoggedState.of(given)) for entry in track.entries[-1:])
    return track._replace(state=given, entries=[*track.entries[:-1], *last])


def _given(row: Row, state: Schedule) -> Schedule | None:
    """Return the schedule that was given out; None where the card was answered since, or its data are others."""
    try:
        data = json.loads(json.loads(row.data)["cd"])["study"]
        if data["reps"] != row.reps:
            return None
        last = date.fromisoformat(data["last"])
        return state._replace(
            repetitions=int(data["n"]), ease=float(data["ease"]), last=last, passed=bool(data["passed"])
        )
    except (ValueError, KeyError, TypeError):
        return None


def own_notes(
    cards: Sequence[tuple[OwnCard, Track | None]],
    tags_of: Callable[[str], tuple[str, ...]],
    options: CardOptions,
) -> Iterator[Arrival]:
    """Yield the notes that cards were of.

    Args:
        cards: With what is known of each, in the order in which they were given out.
        tags_of: Turns tags of Anki into a note's tags.
        options: The vault's settings on what becomes a card.
    """
    groups: dict[str, list[tuple[OwnCard, Track | None]]] = {}
    for each in cards:
        groups.setdefault(each[0].note, []).append(each)
    for path, group in groups.items():
        title = path.rpartition("/")[2].removesuffix(".md")
        yield Arrival(
            key=f"study:{path}",
            path=path,
            text=note_of(title, (card.pair for card, _ in group), options).text,
            tags=tuple(dict.fromkeys(tag for card, _ in group for tag in tags_of(card.tags))),
            tracks=tuple(track for _, track in group if track),
        )
