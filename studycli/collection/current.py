"""Keeping up with the disk: notes that changed are read again, orphans matched, edits by hand followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.collection.hand_edit import follow_hand_edits
from studycli.collection.matching import Known, match
from studycli.collection.relink import relink
from studycli.errors import CardError, WriteError
from studycli.store.queries import card, recent_cards
from studycli.store.refresh import PENDING, keep, refresh, reread, settle
from studycli.store.rewritten import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.matching import Pair
    from studycli.store.queries import IndexedCard


def open_up(desk: Desk) -> None:
    """Bring the index up to date with notes and log, and what depends on both with the index."""
    changes = refresh(desk.index, desk.settings)
    desk.warnings += [f"{bad.path}:{bad.line}: {bad.found}: {bad.meant}." for bad in changes.problems]
    if not desk.index.meta(PENDING):
        return
    try:
        with desk.alone():
            settle_changes(desk, exact=changes.rebuilt)
    except WriteError as error:
        desk.warnings.append(str(error))


def settle_changes(desk: Desk, paths: Sequence[str] = (), *, exact: bool = False) -> list[Pair]:
    """Match orphans and follow edits by hand after a refresh; the vault's lock is held.

    Args:
        desk: The vault.
        paths: The notes that changed; none for any.
        exact: Whether the index was built anew.

    Raises:
        WriteError: What was found cannot be logged; the next refresh tries again.
    """
    pairs = relink(desk, exact=exact)
    if pairs:
        desk.warnings.append(
            f"{_cards(len(pairs))} renamed or moved, with the schedule kept; `study undo` parts them."
        )
    desk.warnings += follow_hand_edits(desk, paths)
    keep(desk.index, desk.settings, lambda: settle(desk.index))
    return pairs


def _cards(number: int) -> str:
    return "1 card was" if number == 1 else f"{number} cards were"


def current_card(desk: Desk, card_id: str) -> IndexedCard:
    """Return a card after a look at its note, which is read again where it changed; the lock is held.

    Raises:
        CardError: There is none, or it is in its note no more.
    """
    found = desk.card(card_id)
    if is_current(desk, found.note):
        return found
    keep(desk.index, desk.settings, lambda: reread(desk.index, [found.note]))
    pairs = dict(_unlogged(desk, found) + settle_changes(desk, [found.note]))
    now = card(desk.index, pairs.get(card_id, card_id))
    if now is None:
        raise CardError(f"{found.note} was changed: the card '{found.prompt}' is no longer in it.")
    return now


def _unlogged(desk: Desk, lost: IndexedCard) -> list[Pair]:
    """Match a card that was reworded before the log knew it: there is no state to relink, but it is the same."""
    if card(desk.index, lost.id):
        return []
    fresh = [Known(now.id, now.note, now.prompt) for now in recent_cards(desk.index)]
    return match([Known(lost.id, lost.note, lost.prompt)], fresh, {lost.note}, exact=False)


def is_current(desk: Desk, note: str) -> bool:
    """Tell whether a note is as the index knows it; one that cannot be looked at counts as current."""
    try:
        return is_known(desk.index, note)
    except OSError:
        return True
