"""Saving an action: log first (fsync), then the notes, then the index.

What cannot be logged did not happen. What is logged has happened, whether its notes can be written or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.collection.rewrite import carry_out
from studycli.store.entry import PROMPT_LENGTH, Entry, LoggedState
from studycli.store.queries import cards
from studycli.store.refresh import keep
from studycli.store.rewritten import front_rewritten
from studycli.store.states import apply_entries
from studycli.store.where import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from studycli.collection.desk import Desk
    from studycli.collection.rewrite import Rewrite
    from studycli.schedule.sm2 import State
    from studycli.store.queries import IndexedCard


class After(NamedTuple):
    """What an action makes of a card."""

    state: State
    suspended: bool
    buried: date | None

    @classmethod
    def of(cls, card: IndexedCard) -> After:
        """Return a card as it is."""
        return cls(card.state, card.suspended, card.buried)


def entry_for(desk: Desk, kind: str, card: IndexedCard, after: After | None = None) -> Entry:
    """Return an entry on a card, without id; `after` is the card as it will be, as it is by default."""
    state, suspended, buried = after or After.of(card)
    return Entry(
        id="",
        at=desk.clock.now().isoformat(timespec="seconds"),
        day=desk.today,
        kind=kind,
        card=card.id,
        note=card.note,
        prompt=card.prompt[:PROMPT_LENGTH],
        state=LoggedState.of(state),
        suspended=suspended,
        buried=buried,
    )


def with_adopted(entries: Sequence[Entry], desk: Desk, cards_of_note: Iterable[IndexedCard]) -> list[Entry]:
    """Add entries for the note's other cards whose state is still only in the frontmatter.

    The frontmatter is about to change, and the log to know the note: what it said until now would be lost.
    """
    named = {entry.card for entry in entries}
    adopted = [
        entry_for(desk, "adopt", card) for card in cards_of_note if card.derived and card.id not in named
    ]
    return [*entries, *adopted]


def note_cards(desk: Desk, note: str) -> list[IndexedCard]:
    """Return the cards of a note in their order."""
    return cards(desk.index, Where(notes=(note,)))


class Committed(NamedTuple):
    """What became of an action.

    Attributes:
        entries: The entries as logged, with their ids.
        written: Paths of the notes that were written.
        warning: Why others were not, or ''.
    """

    entries: list[Entry]
    written: tuple[str, ...]
    warning: str


def commit(desk: Desk, entries: Sequence[Entry], rewrites: Sequence[Rewrite] = ()) -> Committed:
    """Save one action; the caller holds the vault's lock.

    Raises:
        WriteError: The log cannot be written; nothing was changed.
    """
    log = desk.writable_log()
    whole = desk.ledger.is_whole()
    logged = log.append(_with_wrote(entries, rewrites))
    done = [carry_out(desk, rewrite) for rewrite in rewrites]
    written = [outcome for outcome in done if outcome.before != outcome.after]

    def follow() -> None:
        for note, before, after, _ in written:  # first: a card's state may come from its note's frontmatter
            front_rewritten(desk.index, note, before, after)
        apply_entries(desk.index, logged, log.span)

    keep(desk.index, desk.settings, follow)
    desk.did(logged[0])
    if whole:
        desk.ledger.add(logged)
    desk.written += [note for note, *_ in written if note not in desk.written]
    warning = " ".join(outcome.warning for outcome in done if outcome.warning)
    return Committed(logged, tuple(note for note, *_ in written), warning)


def _with_wrote(entries: Sequence[Entry], rewrites: Sequence[Rewrite]) -> list[Entry]:
    """Put what each note's change writes into the first entry on the note."""
    left = {rewrite.note: rewrite.wrote for rewrite in rewrites if rewrite.wrote}
    return [
        msgspec.structs.replace(entry, wrote=left.pop(entry.note)) if entry.note in left else entry
        for entry in entries
    ]
