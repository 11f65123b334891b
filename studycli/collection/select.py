"""Which cards are asked, and how many there are: options into cards of the index, these into a queue."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from studycli.collection.filters import has_tag, notes_below, notes_named, require_tag
from studycli.collection.values import LEECH_TAG, Counts, QueueOptions
from studycli.schedule.queue import DueCard, Limits, NewCard, build_queue, most_overdue_first
from studycli.store.queries import (
    cards,
    due_candidates,
    new_candidates,
    note,
    notes,
    tags,
    tally,
)
from studycli.store.where import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studycli.collection.desk import Desk
    from studycli.store.queries import Candidate, IndexedCard

UNLIMITED = Limits(10**9, 10**9)
ENOUGH = 4  # times the new cards of a day: that many mostly hold enough of several notes
ALL = -1

Found = TypeVar("Found", DueCard, NewCard)


def where(desk: Desk, options: QueueOptions) -> Where:
    """Return what the filters mean in this vault.

    Raises:
        FilterError: A tag, note or path matches nothing.
    """
    lapses = desk.settings.leech_lapses if options.tag and has_tag([LEECH_TAG], options.tag) else 0
    return Where(_notes(desk, options), _tags(desk, options.tag, required=not lapses), lapses)


def _notes(desk: Desk, options: QueueOptions) -> tuple[str, ...]:
    """Return the paths that note and path filter leave; () for all."""
    if not options.note and not options.path:
        return ()
    if not options.note and note(desk.index, options.path):
        return (options.path,)
    titles = {found.path: found.title for found in notes(desk.index)}
    if options.path:
        below = notes_below(titles, options.path)
        titles = {path: title for path, title in titles.items() if path in below}
    return tuple(sorted(notes_named(titles, options.note) if options.note else titles))


def _tags(desk: Desk, wanted: str, *, required: bool) -> tuple[str, ...]:
    """Return the wanted tag as it is spelled in the vault, in each of its spellings."""
    if not wanted:
        return ()
    known = tags(desk.index)
    if required:
        require_tag(known, wanted)
    depth = wanted.strip("#/ ").count("/") + 1
    stems = ("/".join(tag.split("/")[:depth]) for tag in known if has_tag([tag], wanted))
    return tuple(sorted(set(stems)))


def count(desk: Desk, options: QueueOptions) -> Counts:
    """Count the cards that fit the filters; see `Counts`."""
    found = tally(desk.index, desk.today, where(desk, options))
    limits = _limits(desk, options)
    due, new = min(found.due, limits.reviews), min(found.new, limits.new)
    if desk.settings.bury_siblings:
        asked = candidates(desk, options)
        due, new = min(len(asked.due), limits.reviews), min(len(asked.new), limits.new)
    return Counts(
        due=due,
        new=new,
        due_total=found.due,
        new_total=found.new,
        suspended=found.suspended,
        buried=found.buried,
        empty=found.empty,
        cards=found.cards,
        notes=found.notes,
    )


def queue(desk: Desk, options: QueueOptions) -> list[str]:
    """Return the ids of the cards to ask, in their order.

    Raises:
        FilterError: A tag, note or path matches nothing.
        InterviewError: A plan is to be followed, and there is no interview ahead.
    """
    if options.planned:
        from studycli.collection import plan

        return plan.queue(desk, options)
    limits = _limits(desk, options)
    due, new = candidates(desk, options)
    return build_queue(due, new, limits, desk.today, options.seed)[: options.limit]


class Candidates(NamedTuple):
    """What may be asked: reviews, and new cards in the order in which they are learnt."""

    due: list[DueCard]
    new: list[NewCard]


def candidates(desk: Desk, options: QueueOptions) -> Candidates:
    """Return the reviews that may be asked, and as many new cards as today's limit leaves."""
    place, limits = where(desk, options), _limits(desk, options)
    if options.cram or options.ahead or options.include_empty:
        listed = [card for card in cards(desk.index, place) if _is_asked(card, desk.today, options)]
        due = [
            DueCard(card.id, card.note, card.state.due, card.state.interval) for card in listed if card.state
        ]
        new = _chosen(
            desk, [NewCard(card.id, card.note) for card in listed if card.state is None], limits.new
        )
    else:
        due = _due(due_candidates(desk.index, desk.today, place))
        new = _first_new(desk, place, limits.new)
    if desk.settings.bury_siblings and not options.cram:
        due = _one_a_note(most_overdue_first(due, desk.today, options.seed))
        asked = {card.note for card in due}
        new = [card for card in new if card.note not in asked]
    return Candidates(due, new)


def _limits(desk: Desk, options: QueueOptions) -> Limits:
    reviews, new = desk.index.limits(desk.today.toordinal())
    limits = UNLIMITED if options.cram else Limits(new, reviews)
    return limits if options.new else limits._replace(new=0)


def is_asked(card: IndexedCard, *, empty: bool = False) -> bool:
    """Tell whether a card is asked at some time: not suspended, and with an answer unless that is not needed."""
    return not card.suspended and (empty or not card.empty)


def _is_asked(card: IndexedCard, today: date, options: QueueOptions) -> bool:
    """Tell whether a card is asked beyond what is due today."""
    if not is_asked(card, empty=options.include_empty):
        return False
    if options.cram:
        return True
    buried = card.buried is not None and card.buried > today
    return not buried and (card.state is None or card.state.due <= today + timedelta(days=options.ahead))


def _due(found: Iterable[Candidate]) -> list[DueCard]:
    return [DueCard(card.id, card.note, card.due, card.interval) for card in found if card.due]


def _first_new(desk: Desk, place: Where, limit: int) -> list[NewCard]:
    """Return the new cards to learn, reading only as many as are needed."""
    for size in (ENOUGH * limit, ALL):
        found = [NewCard(*card[:2]) for card in new_candidates(desk.index, desk.today, size, place)]
        share, rest = _shares(desk, found, limit)
        if len(share) >= limit or len(found) < size:
            break
    return [*share, *rest][:limit]


def _chosen(desk: Desk, new: Sequence[NewCard], limit: int) -> list[NewCard]:
    share, rest = _shares(desk, new, limit)
    return [*share, *rest][:limit]


def _shares(desk: Desk, new: Sequence[NewCard], limit: int) -> tuple[list[NewCard], list[NewCard]]:
    """Part new cards, in their order, into what each note may give at first, and the rest.

    A note gives half of the day's cards, so that two of one note need not follow each other; one, where
    siblings are buried, and no rest.
    """
    if desk.settings.bury_siblings:
        return _one_a_note(new), []
    taken: Counter[str] = Counter()
    share: list[NewCard] = []
    rest: list[NewCard] = []
    for card in new:
        taken[card.note] += 1
        (share if taken[card.note] <= (limit + 1) // 2 else rest).append(card)
    return share, rest


def _one_a_note(found: Iterable[Found]) -> list[Found]:
    """Return the first card of each note."""
    firsts: dict[str, Found] = {}
    for card in found:
        firsts.setdefault(card.note, card)
    return list(firsts.values())


def listed(desk: Desk, path: str | None) -> list[IndexedCard]:
    """Return the cards of the notes at a path (all, without one), by path and place in the note.

    Raises:
        FilterError: There is no note at the path.
    """
    return cards(desk.index, where(desk, QueueOptions(path=path or "")))
