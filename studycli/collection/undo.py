"""Taking back the last action: the log keeps it and says that it no longer counts."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from studycli.collection.commit import After, commit, note_cards
from studycli.collection.frontmatter_values import after_move, recomputed
from studycli.collection.ledger import action_of
from studycli.collection.note_mastery import without_entry
from studycli.collection.rewrite import is_as, plan, put_back
from studycli.collection.values import Undone
from studycli.store.entry import Entry
from studycli.store.queries import card, relinked_to, written_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.rewrite import Change, Rewrite, Wrote

GRADED = ("review", "repeat")
"""Kinds of entries that a note's frontmatter counts."""


def undo(desk: Desk) -> Undone | None:
    """Take back this program's last action, else the last one of the log; see `Collection.undo`."""
    with desk.alone():
        live = desk.ledger.entries()
        taken = _last_action(desk, live)
        if not taken:
            return None
        rest = _last_of_the_rest(live, taken)
        entries = [entry for each in taken for entry in _undoing(desk, each, rest.get(each.card))]
        saved = commit(desk, entries, _rewrites(desk, taken, entries))
    first = taken[0]
    return Undone(
        kind=first.kind,
        cards=tuple(dict.fromkeys(entry.card for entry in entries)),
        prompt=first.prompt,
        day=first.day,
        grade=first.grade,
        warning=saved.warning,
    )


def _last_action(desk: Desk, live: Sequence[Entry]) -> list[Entry]:
    """Return the entries of the last action that counts, oldest first; none when all is taken back.

    This program's own actions go before later ones of another program on the same vault; one that another
    program took back already is passed over. What was imported is no action of the review: `study import --undo`
    takes an import back.
    """
    while desk.actions:
        taken = _action(live, desk.actions.pop())
        if taken:
            return taken
    last = next((entry for entry in reversed(live) if not entry.imported), None)
    return _action(live, action_of(last)) if last else []


def _action(live: Sequence[Entry], action: str) -> list[Entry]:
    """Return the entries of an action; its first entry has the smallest id, which is the action's."""
    start = bisect_left(live, action, key=attrgetter("id"))
    return [entry for entry in live[start:] if action_of(entry) == action]


def _last_of_the_rest(live: Sequence[Entry], taken: Sequence[Entry]) -> dict[str, Entry]:
    """Return, of each card of an action, the last entry that still counts: it has the card's state."""
    missing = {entry.card for entry in taken}
    action = action_of(taken[0])
    found: dict[str, Entry] = {}
    for entry in reversed(live):
        if entry.card in missing and action_of(entry) != action:
            found[entry.card] = entry
            missing.discard(entry.card)
            if not missing:
                break
    return found


def _undoing(desk: Desk, taken: Entry, state: Entry | None) -> list[Entry]:
    """Return the entries that take one back: for its card, and for the card that this became since."""
    cards = [taken.card, *relinked_to(desk.index, taken.card, taken.id)]
    return [_undo_entry(desk, taken, state, card_id) for card_id in cards]


def _undo_entry(desk: Desk, taken: Entry, state: Entry | None, card_id: str) -> Entry:
    now = card(desk.index, card_id)
    return Entry(
        id="",
        at=desk.clock.now().isoformat(timespec="seconds"),
        day=desk.today,
        kind="undo",
        card=card_id,
        note=now.note if now else taken.note,
        prompt=taken.prompt,
        state=state.state if state else None,
        suspended=state.suspended if state else False,
        buried=state.buried if state else None,
        undoes=taken.id,
    )


def _rewrites(desk: Desk, taken: Sequence[Entry], entries: Sequence[Entry]) -> list[Rewrite]:
    """Plan to put back what the action wrote into notes."""
    after = {entry.card: entry for entry in entries}
    return [
        plan(desk, after[each.card].note, _back(desk, each, each.wrote, after))
        for each in taken
        if each.wrote
    ]


def _back(desk: Desk, taken: Entry, wrote: Wrote, after: dict[str, Entry]) -> Change:
    """Return the change that puts a note back; where it was changed since, its values are made anew."""
    note = after[taken.card].note
    cards = {
        each.id: _after(after[each.id]) if each.id in after else After.of(each)
        for each in note_cards(desk, note)
    }
    is_last = written_by(desk.index, note) <= taken.id
    if taken.kind in GRADED:
        anew = recomputed(cards.values(), without_entry(desk, cards, taken.id))
    else:
        anew = after_move(cards.values())

    def change(text: str) -> str:
        if is_as(text, {key: new for key, (_, new) in wrote.items()}):
            return put_back(text, wrote)
        never_written = is_last and is_as(text, {key: old for key, (old, _) in wrote.items()})
        return text if never_written else anew(text)

    return change


def _after(entry: Entry) -> After:
    state = entry.state.schedule() if entry.state else None
    return After(state, entry.suspended, entry.buried)
