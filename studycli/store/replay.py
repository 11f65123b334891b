"""Replay: the states of all cards, from the entries of all logs.

The result does not depend on the order in which the entries come, for their ids are their order: a card's
state is its entry with the greatest id. So the logs of several devices are merged by taking all of them.
"""

from collections.abc import Iterable
from operator import attrgetter

from studycli.store.entry import Entry, Step, WroteDate

Steps = Iterable[Step | Entry]

GRADED = frozenset(("review", "repeat", "cram", "practice"))
PLAIN = frozenset(
    ("adopt", "import", "move", "suspend", "unsuspend", "bury")
)  # kinds that are a state and no more


class Replay:
    """What the entries taken so far come to. `take` goes on from there, with entries of greater ids.

    Attributes:
        last: Of every card the entry with the greatest id. Entries taken back are among them only until
            their undo, which carries the state before them.
        reviews: The graded entries, by id.
        befores: Of every graded entry, by id, the card's last entry before it; None where there was none.
        relinks: The relink entries, by id.
        flags: The flag entries, by id.
        wrote: Of every note the last entry that wrote its next_review.
    """

    __slots__ = ("befores", "flags", "last", "relinks", "reviews", "wrote")

    def __init__(self) -> None:
        self.last: dict[str, Step | Entry] = {}
        self.reviews: dict[str, Step | Entry] = {}
        self.befores: dict[str, Step | Entry | None] = {}
        self.relinks: dict[str, Step | Entry] = {}
        self.flags: dict[str, Step | Entry] = {}
        self.wrote: dict[str, Step | Entry] = {}

    def take(self, steps: Steps) -> None:
        """Take entries in the order of their ids, all greater than those before; twice the same counts once."""
        last, reviews, befores, wrote = self.last, self.reviews, self.befores, self.wrote
        for step in steps:
            card, kind, key = step.card, step.kind, step.id
            before = last.get(card)
            last[card] = step
            if kind in GRADED:
                if before is not None and before.id == key:
                    continue
                reviews[key] = step
                befores[key] = before
            elif kind not in PLAIN:
                self._take_rare(step)
            written = step.wrote
            if written and (
                written.next_review if isinstance(written, WroteDate) else "next_review" in written
            ):
                wrote[step.note] = step

    def forget_events(self) -> None:
        """Forget the events, but for the states that they led to; taking can go on."""
        for events in (self.reviews, self.befores, self.relinks, self.flags):
            events.clear()

    def _take_rare(self, step: Step | Entry) -> None:
        if step.kind == "undo":
            for taken in (self.reviews, self.relinks, self.flags):
                taken.pop(step.undoes, None)
        elif step.kind == "relink":
            self.relinks[step.id] = step
        elif step.kind == "flag":
            self.flags[step.id] = step

    @property
    def states(self) -> dict[str, Step | Entry]:
        """Of every card its last entry, without those whose card was relinked to another since."""
        gone = {
            step.source
            for step in self.relinks.values()
            if step.source in self.last and self.last[step.source].id < step.id
        }
        return {card: step for card, step in self.last.items() if card not in gone}


def replay(steps: Steps) -> Replay:
    """Replay entries that come in any order."""
    result = Replay()
    result.take(sorted(steps, key=attrgetter("id")))
    return result
