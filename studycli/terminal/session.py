"""The review session as a state machine: what is asked, shown and graded, card by card.

Every answer is on the disk when the method that takes it returns.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from studycli.errors import CardError, NoteError
from studycli.terminal.asking import GOOD, Asking, Effect, Phase
from studycli.terminal.hints import hint
from studycli.terminal.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from studycli.collection import Collection
    from studycli.collection.values import CardRow, Choices, Content, QueueOptions, Undone
    from studycli.schedule.sm2 import State
    from studycli.terminal.keys import Key

__all__ = ["GOOD", "Effect", "Phase", "Session"]

_MANY = 1000  # cards from which reading all rows at once is faster than one by one
_ANSWERS = ("review", "repeat", "cram", "practice")
_COMES_BACK = (*_ANSWERS, "suspend", "bury", "flag")  # kinds of action whose card is asked again when undone


class Session(Asking[Progress]):
    """One run through a queue of cards.

    Attributes:
        options: Which cards are asked.
        typing: Whether answers are typed before they are shown.
        choices: The schedule that each grade would give the card on the screen.

    Args:
        collection: What is asked, and where answers go.
        options: Which cards are asked.
        timer: Seconds from any fixed moment.
        typing: Whether answers are typed before they are shown.
        light: Whether the terminal is light, for the colours of code.
    """

    choices: Choices

    def __init__(
        self,
        collection: Collection,
        options: QueueOptions,
        timer: Callable[[], float],
        *,
        typing: bool = False,
        light: bool = False,
    ) -> None:
        super().__init__(collection, timer, light=light)
        self.options = options
        self.typing = typing
        self.progress = Progress(tuple(collection.queue(options)))
        self._known = self._first_rows()
        self._next()

    # What a view reads

    @property
    def again(self) -> bool:
        """Whether the card on the screen was asked in this session before."""
        return self.content.card.id in self.progress.again

    @property
    def left(self) -> tuple[int, int, int]:
        """How many new cards, due cards and cards that come back are left, the one on the screen included."""
        return self.progress.left({card for card, row in self._known.items() if row.state is None})

    # What drives it

    def reveal(self, typed: str = "") -> None:
        """Show the answer, beside what was typed."""
        self.typed = typed.strip()
        self.phase = Phase.ANSWER

    def grade(self, grade: int) -> None:
        """Save an answer and go to the next card.

        Args:
            grade: SM-2's, 0 to 5.

        Raises:
            WriteError: It could not be saved; the session is over.
        """
        seconds = round(self._timer() - self._shown, 1)
        card, cram = self.content.card.id, self.options.cram
        try:
            answered = self._saved(card, lambda: self.collection.answer(card, grade, seconds, cram=cram))
        except (CardError, NoteError) as error:
            self._gone(str(error))
            return
        self.progress = self.progress.answered(answered, seconds)
        self._tell(answered)
        self._next()

    def give_hint(self) -> None:
        """Show the answer's labels or first words."""
        self.hint = hint(self.content.answer)
        if not self.hint:
            self.say("This card has no answer to hint at.")

    # Keys

    def _command(self, key: Key) -> Effect:
        if self.phase is Phase.ANSWER and key.name in self.grades:
            self.grade(self.grades[key.name][1])
            return Effect.NONE
        return super()._command(key)

    def _unknown(self, key: Key) -> str:
        if key.name in self.grades:
            return "First the answer (space), then the grade."
        return super()._unknown(key)

    def _show(self) -> None:
        if self.phase is Phase.QUESTION:
            self.reveal()
        else:
            self.grade(GOOD)

    # Steps

    def _first_rows(self) -> dict[str, CardRow]:
        queue = self.progress.queue
        if len(queue) < _MANY:
            return {card: self.collection.card(card) for card in queue}
        rows = {row.id: row for row in self.collection.cards()}
        return {card: rows[card] for card in queue}

    def _learn(self, card: str) -> None:
        """Take a card as it stands now, because an undo changed it; nothing when it is gone."""
        with suppress(CardError):
            self._known[card] = self.collection.card(card)

    def _comes_back(self, undone: Undone, card: str) -> bool:
        return undone.kind in _COMES_BACK and card in self._known

    def _read_again(self, row: CardRow) -> None:
        kept = self.phase, self.typed, self._shown
        self._known[row.id] = row
        self._next()
        if not self.done and self.content.card.id == row.id:
            self.phase, self.typed, self._shown = kept

    def _next(self) -> None:
        """Show the first card of the queue that can be shown; end the session when there is none."""
        while self.progress.queue:
            card = self.progress.queue[0]
            try:
                content = self.collection.content(card)
            except (CardError, NoteError) as error:
                self.say(str(error))
            else:
                if self._is_to_be_asked(card, content.card):
                    self._put(content)
                    break
            self.progress = self.progress.without(self.progress.queue[:1])
        else:
            self.phase = Phase.DONE
        self._tell_what_was_met()

    def _is_to_be_asked(self, card: str, now: CardRow) -> bool:
        """Tell whether a card still is as this session knows it, and not dealt with by another one meanwhile."""
        self._rename(card, now.id)
        return now.id in self.progress.again or _standing(now) == _standing(self._known[now.id])

    def _rename(self, old: str, new: str) -> None:
        """Take a card's new id, where its note was reworded meanwhile."""
        super()._rename(old, new)
        if new != old:
            self._known[new] = self._known[old]

    def _put(self, content: Content) -> None:
        """Put a card on the screen."""
        self.choices = self.collection.choices(content.card.id)
        self._show_first(content, Phase.TYPING if self.typing else Phase.QUESTION)


def _standing(row: CardRow) -> tuple[State, bool, date | None]:
    """Return what another session may have changed of a card."""
    return row.state, row.suspended, row.buried
