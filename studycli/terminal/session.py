"""The review session as a state machine: keys go in, and what is to be shown changes.

It knows the collection and no terminal: ``screen`` draws it and hands it keys, ``plain`` hands it lines.
Every answer is on the disk when the method that takes it returns.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from studycli.errors import CardError, NoteError, WriteError
from studycli.schedule.sm2 import BUTTONS
from studycli.terminal.commands import BY_KEY
from studycli.terminal.hints import hint
from studycli.terminal.lineedit import Line
from studycli.terminal.notetext import one_line
from studycli.terminal.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from studycli.collection import Collection
    from studycli.collection.values import Answered, CardRow, Changed, Choices, Content, QueueOptions
    from studycli.schedule.sm2 import State
    from studycli.terminal.keys import Key

GOOD = BUTTONS["good"]
_MANY = 1000  # cards from which reading all rows at once is faster than one by one
_ANSWERS = ("review", "repeat", "cram")
_COMES_BACK = (*_ANSWERS, "suspend", "bury", "flag")  # kinds of action whose card is asked again when undone


class Phase(Enum):
    """What is on the screen."""

    QUESTION = "question"
    TYPING = "typing"
    ANSWER = "answer"
    REMARK = "remark"
    SECTION = "section"
    KEYS = "keys"
    DONE = "done"


class Effect(Enum):
    """What a key asks of whoever owns the terminal."""

    NONE = "none"
    EDIT = "edit"
    STOP = "stop"


class Session:
    """One run through a queue of cards.

    Attributes:
        collection: What is asked, and where answers go.
        options: Which cards are asked.
        light: Whether the terminal is light.
        progress: What is still to ask and how it went.
        content: The card on the screen.
        choices: The schedule that each grade would give it.
        phase: What is on the screen.
        notice: A sentence about the last key, or ''.
        warnings: Sentences about notes that could not be written, each once.
        hint: The hint that was asked for, or ''.
        line: The text being typed, in the phases TYPING and REMARK.
        typed: The answer that was typed before the note's was shown, or ''.
        asked: How many times a card was put on the screen.
        interrupted: Whether Ctrl-C or a closed terminal ended the session.

    Args:
        collection: What is asked, and where answers go.
        options: Which cards are asked.
        timer: Seconds from any fixed moment.
        typing: Whether answers are typed before they are shown.
        light: Whether the terminal is light, for the colours of code.
    """

    content: Content
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
        self.collection = collection
        self.options = options
        self.typing = typing
        self.light = light
        self.phase = Phase.QUESTION
        self.notice = self.hint = self.typed = ""
        self.warnings: list[str] = []
        self.line = Line()
        self.asked = 0
        self.interrupted = False
        self._timer = timer
        self._shown = 0.0
        self._behind = Phase.QUESTION  # the phase to which REMARK, SECTION and KEYS return
        self._before: list[tuple[Progress, str, str]] = []  # with kind and card of the action that followed
        self.progress = Progress(tuple(collection.queue(options)))
        self._known = self._first_rows()
        self._told = len(collection.warnings)  # those from before the session are told already
        self._next()

    # What a view reads

    @property
    def grades(self) -> dict[str, tuple[str, int]]:
        """The grade keys, with name and grade of each."""
        if self.collection.settings.grades == "sm2":
            return {str(grade): ("", grade) for grade in range(6)}
        return {str(key): button for key, button in enumerate(BUTTONS.items(), 1)}

    @property
    def again(self) -> bool:
        """Whether the card on the screen was asked in this session before."""
        return self.content.card.id in self.progress.again

    @property
    def left(self) -> tuple[int, int, int]:
        """How many new cards, due cards and cards that come back are left, the one on the screen included."""
        return self.progress.left({card for card, row in self._known.items() if row.state is None})

    @property
    def done(self) -> bool:
        """Whether the session is over."""
        return self.phase is Phase.DONE

    # What drives it

    def press(self, key: Key) -> Effect:
        """Apply a key.

        Raises:
            WriteError: An answer could not be saved; the session is over.
        """
        if self.done:
            return Effect.NONE
        self.notice = ""
        if key.name in ("ctrl-c", "hangup", "eof"):
            self.end(interrupted=key.name != "eof")
            return Effect.NONE
        if key.name == "ctrl-z":
            return Effect.STOP
        if self.phase in (Phase.TYPING, Phase.REMARK):
            self._type(key)
            return Effect.NONE
        if self.phase in (Phase.SECTION, Phase.KEYS):
            self.phase = self._behind
            return Effect.NONE
        return self._command(key)

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
        card = self.content.card.id
        try:
            answered = self.collection.answer(card, grade, seconds, cram=self.options.cram)
        except (CardError, NoteError) as error:
            self._gone(str(error))
            return
        except WriteError as error:
            self.phase = Phase.DONE
            raise WriteError(f"This answer is not saved, and the session stops. {error}") from error
        self._rename(card, answered.card)
        self._before.append((self.progress, answered.kind, answered.card))
        self.progress = self.progress.answered(answered, seconds)
        self._tell(answered)
        self._next()

    def undo(self) -> None:
        """Take back the last action, of this session or of one before it, and ask its card again."""
        undone = self.collection.undo()
        if undone is None:
            self.say("There is nothing to take back.")
            return
        card = undone.cards[0] if undone.cards else ""
        self._learn(card)
        if self._before and self._before[-1][1:] == (undone.kind, card):
            self.progress = self._before.pop()[0]
        elif undone.kind in _COMES_BACK and card in self._known:
            self.progress = self.progress.with_first(card)
        self.say(f"Taken back: {undone.kind} of {one_line(undone.prompt)}")
        self._warn(undone.warning)
        self._next()

    def suspend(self) -> None:
        """Set the card aside until it is unsuspended."""
        self._set_aside("suspend", self.collection.suspend, "Suspended: not asked until `study unsuspend`.")

    def bury(self) -> None:
        """Set the card aside until tomorrow."""
        self._set_aside("bury", self.collection.bury, "Buried until tomorrow.")

    def flag(self, remark: str) -> None:
        """Flag the card with a remark for later."""
        card = self._changed(self.collection.flag(self.content.card.id, remark.strip()))
        self._before.append((self.progress, "flag", card))
        self.say("Flagged: `study cards --flagged` lists it.")

    def give_hint(self) -> None:
        """Show the answer's labels or first words."""
        self.hint = hint(self.content.answer)
        if not self.hint:
            self.say("This card has no answer to hint at.")

    def edited(self) -> None:
        """Read the card again after its note was edited; what was revealed or typed stays so."""
        old, kept = self.content.card.id, (self.phase, self.typed, self._shown)
        row = self.collection.reload(old)
        if row is None:
            self._gone("The card is no longer in its note.")
            return
        self._rename(old, row.id)
        self._known[row.id] = row
        self._next()
        if not self.done and self.content.card.id == row.id:
            self.phase, self.typed, self._shown = kept

    def end(self, *, interrupted: bool = False) -> None:
        """End the session."""
        self.phase = Phase.DONE
        self.interrupted = interrupted

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the card's time for a while."""
        stopped = self._timer()
        yield
        self._shown += self._timer() - stopped

    def say(self, sentence: str) -> None:
        """Add a sentence to the notice."""
        self.notice = f"{self.notice} {sentence}".strip()

    # Keys

    def _command(self, key: Key) -> Effect:
        if self.phase is Phase.ANSWER and key.name in self.grades:
            self.grade(self.grades[key.name][1])
            return Effect.NONE
        name = BY_KEY.get(key.name) or BY_KEY.get(key.name.lower())
        if name == "edit":
            return Effect.EDIT
        if name:
            self._commands[name](self)
        else:
            self.say(self._unknown(key))
        return Effect.NONE

    def _unknown(self, key: Key) -> str:
        if key.name == "unknown":  # what a terminal sends unasked
            return ""
        if key.name in self.grades:
            return "First the answer (space), then the grade."
        if key.name == "paste":
            return "A paste is not taken for keys."
        return f"No such key: {key.name} · ? lists the keys"

    def _type(self, key: Key) -> None:
        if key.name == "escape":
            self.phase = self._behind
        elif key.name != "enter":
            self.line.press(key)
        elif self.phase is Phase.TYPING:
            self.reveal(self.line.text)
        else:
            self.phase = self._behind
            self.flag(self.line.text)

    def _show(self) -> None:
        if self.phase is Phase.QUESTION:
            self.reveal()
        else:
            self.grade(GOOD)

    def _hint(self) -> None:
        if self.phase is Phase.QUESTION:
            self.give_hint()
        else:
            self.say("The answer is shown already.")

    def _start_typing(self) -> None:
        if self.phase is Phase.QUESTION:
            self._over(Phase.TYPING)
        else:
            self.say("The answer is shown already.")

    def _over(self, phase: Phase) -> None:
        """Show something else for a while."""
        self._behind, self.phase = self.phase, phase
        self.line = Line()

    def _start_remark(self) -> None:
        self._over(Phase.REMARK)

    def _open_section(self) -> None:
        self._over(Phase.SECTION)

    def _list_keys(self) -> None:
        self._over(Phase.KEYS)

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
        if new != old:
            self.progress = self.progress.renamed(old, new)
            self._known[new] = self._known[old]

    def _put(self, content: Content) -> None:
        """Put a card on the screen."""
        self.content = content
        self.choices = self.collection.choices(content.card.id)
        self.hint = self.typed = ""
        self.line = Line()
        self._behind = Phase.QUESTION
        self.phase = Phase.TYPING if self.typing else Phase.QUESTION
        self.asked += 1
        self._shown = self._timer()

    def _tell_what_was_met(self) -> None:
        """Pass on what the collection met while it read notes again."""
        fresh = self.collection.warnings[self._told :]
        self._told += len(fresh)
        for sentence in fresh:
            self._warn(sentence)

    def _gone(self, sentence: str) -> None:
        self.say(sentence)
        self.progress = self.progress.without([self.content.card.id])
        self._next()

    def _set_aside(self, kind: str, act: Callable[[str], Changed], sentence: str) -> None:
        card = self._changed(act(self.content.card.id))
        self._before.append((self.progress, kind, card))
        self.progress = self.progress.set_aside(card)
        self.say(sentence)
        self._next()

    def _changed(self, changed: Changed) -> str:
        """Take what an action made of the card on the screen; return its id."""
        self._warn(changed.warning)
        card = self.content.card.id
        now = changed.cards[0] if changed.cards else card
        if now != card:
            self._rename(card, now)
            self.content = self.collection.content(now)
        return now

    def _tell(self, answered: Answered) -> None:
        self._warn(answered.warning)
        if answered.leech:
            ending = "and is suspended" if answered.suspended else "its note may want to be rewritten"
            self.say(f"A leech: {one_line(self.content.prompt)} was failed again and again; {ending}.")

    def _warn(self, sentence: str) -> None:
        if sentence and sentence not in self.warnings:
            self.warnings.append(sentence)
            self.say(sentence)

    _commands: ClassVar[dict[str, Callable[[Session], None]]] = {
        "show": _show,
        "undo": undo,
        "suspend": suspend,
        "bury": bury,
        "hint": _hint,
        "section": _open_section,
        "type": _start_typing,
        "flag": _start_remark,
        "keys": _list_keys,
        "quit": end,
    }


def _standing(row: CardRow) -> tuple[State, bool, date | None]:
    """Return what another session may have changed of a card."""
    return row.state, row.suspended, row.buried
