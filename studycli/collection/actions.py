"""What a person does to cards besides answering: setting aside, flagging, spreading a backlog."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from studycli.collection.commit import After, commit, entry_for, note_cards, with_adopted
from studycli.collection.current import current_card
from studycli.collection.frontmatter_values import after_move
from studycli.collection.rewrite import plan
from studycli.collection.values import Changed
from studycli.schedule.catchup import spread
from studycli.schedule.queue import DueCard
from studycli.store.queries import card, due_candidates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from studycli.collection.desk import Desk
    from studycli.store.entry import Entry
    from studycli.store.queries import IndexedCard


def suspend(desk: Desk, card_id: str) -> Changed:
    """Set a card aside until it is unsuspended; nothing to do for one that is."""
    with desk.alone():
        found = current_card(desk, card_id)
        if found.suspended:
            return Changed()
        return _set(desk, "suspend", found, After.of(found)._replace(suspended=True))


def suspend_all(desk: Desk, card_ids: Sequence[str]) -> Changed:
    """Set cards aside as one action, which one undo takes back; those that are set aside already are left out."""
    with desk.alone():
        found = [card for card in (current_card(desk, each) for each in card_ids) if not card.suspended]
        afters = {each.id: After.of(each)._replace(suspended=True) for each in found}
        entries = [entry_for(desk, "suspend", each, afters[each.id]) for each in found]
        return save(desk, entries, afters) if entries else Changed()


def unsuspend(desk: Desk, card_id: str) -> Changed:
    """Ask a card again that was set aside; nothing to do for one that is not."""
    with desk.alone():
        found = current_card(desk, card_id)
        if not found.suspended and not _is_buried(desk, found):
            return Changed()
        return _set(desk, "unsuspend", found, After(found.state, suspended=False, buried=None))


def bury(desk: Desk, card_id: str) -> Changed:
    """Set a card aside until the next study day; nothing to do for one that is."""
    with desk.alone():
        found = current_card(desk, card_id)
        if _is_buried(desk, found):
            return Changed()
        return _set(desk, "bury", found, After.of(found)._replace(buried=desk.today + timedelta(days=1)))


def flag(desk: Desk, card_id: str, remark: str) -> Changed:
    """Flag a card with a remark for later."""
    with desk.alone():
        found = current_card(desk, card_id)
        entry = msgspec.structs.replace(entry_for(desk, "flag", found), remark=remark)
        return save(desk, [entry], {})


def catchup(desk: Desk, days: int) -> Changed:
    """Spread the reviews that are overdue over the next days, weakest first."""
    with desk.alone():
        backlog = [
            DueCard(each.id, each.note, each.due, each.interval)
            for each in due_candidates(desk.index, desk.today)
            if each.due is not None
        ]
        dates = spread(backlog, days, desk.today)
        return move(desk, dates)


def move(desk: Desk, dates: Mapping[str, date]) -> Changed:
    """Give cards other due dates; those that have them already are left out."""
    entries, afters = [], {}
    for card_id, due in dates.items():
        found = card(desk.index, card_id)
        if found is not None and found.state is not None and found.state.due != due:
            afters[card_id] = After.of(found)._replace(state=found.state._replace(due=due))
            entries.append(entry_for(desk, "move", found, afters[card_id]))
    return save(desk, entries, afters) if entries else Changed()


def save(desk: Desk, entries: Sequence[Entry], afters: Mapping[str, After]) -> Changed:
    """Save entries that set cards as `afters` says, and bring the notes of these cards up to date."""
    logged, rewrites = list(entries), []
    for note in dict.fromkeys(entry.note for entry in entries):
        cards = note_cards(desk, note)
        logged = with_adopted(logged, desk, cards)
        states = [afters.get(each.id) or After.of(each) for each in cards]
        if afters and any(state.state for state in states):
            rewrites.append(plan(desk, note, after_move(states)))
    saved = commit(desk, logged, rewrites)
    return Changed(tuple(entry.card for entry in entries), saved.warning)


def _set(desk: Desk, kind: str, found: IndexedCard, after: After) -> Changed:
    return save(desk, [entry_for(desk, kind, found, after)], {found.id: after})


def _is_buried(desk: Desk, found: IndexedCard) -> bool:
    return found.buried is not None and found.buried > desk.today
