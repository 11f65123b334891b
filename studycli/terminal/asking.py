"""What every session has in common, a review and a quiz: keys, undo, setting aside, flags, the editor.

A session is a state machine: keys go in, and what is to be shown changes. It knows the collection and no
terminal: ``screen`` draws it and hands it keys, ``plain`` hands it lines.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, Self, TypeVar

from studycli.errors import WriteError
from studycli.schedule.sm2 import BUTTONS
from studycli.terminal.commands import COMMANDS, by_key
from studycli.terminal.lineedit import Line
from studycli.terminal.notetext import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from studycli.collection import Collection
    from studycli.collection.values import Answered, CardRow, Changed, Content, Undone
    from studycli.terminal.commands import Command
    from studycli.terminal.keys import Key

GOOD = BUTTONS["good"]


class Phase(Enum):
    """What is on the screen."""

    QUESTION = "question"
    TYPING = "typing"
    ANSWER = "answer"
    GRADE = "grade"  # another grade for an answer that the quiz has marked
    REMARK = "remark"
    SECTION = "section"
    KEYS = "keys"
    RESULT = "result"  # how a round of the quiz went
    DONE = "done"


class Effect(Enum):
    """What a key asks of whoever owns the terminal."""

    NONE = "none"
    EDIT = "edit"
    WRITE = "write"  # code, in the editor
    STOP = "stop"


class Standing(Protocol):
    """Where a session stands, as a value: each step gives a new one."""

    def set_aside(self, card: str) -> Self:
        """Return it after a card was suspended or buried."""

    def without(self, cards: Iterable[str]) -> Self:
        """Return it without these cards."""

    def renamed(self, old: str, new: str) -> Self:
        """Return it with a card's new id."""

    def with_first(self, card: str) -> Self:
        """Return it with a card to be asked next that was dealt with before."""


P = TypeVar("P", bound=Standing)


class Asking(Generic[P]):
    """One run through what is asked.

    Attributes:
        commands: What can be asked of it.
        by_key: The same by key, as names.
        methods: The method that does each, but for the editor, which is the terminal's.
        collection: What is asked, and where answers go.
        light: Whether the terminal is light, for the colours of code.
        progress: What is still to ask and how it went.
        content: The card on the screen.
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
        timer: Seconds from any fixed moment.
        light: Whether the terminal is light.
    """

    commands: ClassVar[tuple[Command, ...]] = COMMANDS
    by_key: ClassVar[Mapping[str, str]] = by_key(COMMANDS)
    content: Content
    progress: P

    def __init__(self, collection: Collection, timer: Callable[[], float], *, light: bool = False) -> None:
        self.collection = collection
        self.light = light
        self.phase = Phase.QUESTION
        self.notice = self.hint = self.typed = ""
        self.warnings: list[str] = []
        self.line = Line()
        self.asked = 0
        self.interrupted = False
        self._timer = timer
        self._shown = 0.0
        self._behind = Phase.QUESTION  # the phase to which REMARK, SECTION, KEYS and GRADE return
        self._before: list[tuple[P, str, str]] = []  # with kind and card of the action that followed
        self._told = len(collection.warnings)  # those from before the session are told already

    # What a view reads

    @property
    def grades(self) -> dict[str, tuple[str, int]]:
        """The grade keys, with name and grade of each."""
        if self.collection.settings.grades == "sm2":
            return {str(grade): ("", grade) for grade in range(6)}
        return {str(key): button for key, button in enumerate(BUTTONS.items(), 1)}

    @property
    def place(self) -> tuple[str, int]:
        """The path of the note on the screen, and the line at which an editor opens it."""
        return self.content.card.note, self.content.card.line

    @property
    def draft(self) -> str:
        """What an editor opens with, where the answer is code (`Effect.WRITE`)."""
        return ""

    @property
    def focus(self) -> object:
        """What is on the screen: another one is shown from its top."""
        return self.phase, self.content

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
            return self._type(key)
        if self.phase in (Phase.SECTION, Phase.KEYS):
            self.phase = self._behind
            return Effect.NONE
        return self._command(key)

    def reveal(self, typed: str = "") -> None:
        """Show the answer, beside what was typed."""
        raise NotImplementedError

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
        elif self._comes_back(undone, card):
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
        """Show enough of the answer to set memory going."""
        raise NotImplementedError

    def edited(self) -> None:
        """Read the card again after its note was edited; what was revealed or typed stays so."""
        old = self.content.card.id
        row = self.collection.reload(old)
        if row is None:
            self._gone("The card is no longer in its note.")
            return
        self._rename(old, row.id)
        self._read_again(row)

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
        name = self.by_key.get(key.name) or self.by_key.get(key.name.lower())
        if name == "edit":
            return Effect.EDIT
        if name:
            getattr(self, self.methods[name])()
        else:
            self.say(self._unknown(key))
        return Effect.NONE

    def _unknown(self, key: Key) -> str:
        if key.name == "unknown":  # what a terminal sends unasked
            return ""
        if key.name == "paste":
            return "A paste is not taken for keys."
        return f"No such key: {key.name} · ? lists the keys"

    def _type(self, key: Key) -> Effect:
        if key.name == "escape":
            self.phase = self._behind
        elif key.name != "enter":
            self.line.press(key)
        elif self.phase is Phase.TYPING:
            self.reveal(self.line.text)
        else:
            self.phase = self._behind
            self.flag(self.line.text)
        return Effect.NONE

    def _show(self) -> None:
        """Show the answer, or, where it is shown, go on."""
        raise NotImplementedError

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

    def _next(self) -> None:
        """Show what is asked next; end the session where there is nothing."""
        raise NotImplementedError

    def _show_first(self, content: Content, phase: Phase) -> None:
        """Put a card on the screen, and start its time."""
        self.content = content
        self.hint = self.typed = ""
        self.line = Line()
        self._behind = Phase.QUESTION
        self.phase = phase
        self.asked += 1
        self._shown = self._timer()

    def _read_again(self, row: CardRow) -> None:
        """Show the card on the screen as it stands after an edit."""
        raise NotImplementedError

    def _learn(self, card: str) -> None:
        """Take a card as it stands now, because an undo changed it."""

    def _comes_back(self, undone: Undone, card: str) -> bool:
        """Tell whether a card is asked again whose action, before this session, was taken back."""
        raise NotImplementedError

    def _rename(self, old: str, new: str) -> None:
        """Take a card's new id, where its note was reworded meanwhile."""
        if new != old:
            self.progress = self.progress.renamed(old, new)

    def _saved(self, card: str, save: Callable[[], Answered]) -> Answered:
        """Save an answer to a card.

        Raises:
            CardError: The card is gone.
            NoteError: Its note is.
            WriteError: It could not be saved; the session is over.
        """
        try:
            answered = save()
        except WriteError as error:
            self.phase = Phase.DONE
            raise WriteError(f"This answer is not saved, and the session stops. {error}") from error
        self._rename(card, answered.card)
        self._before.append((self.progress, answered.kind, answered.card))
        return answered

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

    def _quit(self) -> None:
        self.end()

    methods: ClassVar[dict[str, str]] = {
        "show": "_show",
        "undo": "undo",
        "suspend": "suspend",
        "bury": "bury",
        "hint": "_hint",
        "section": "_open_section",
        "type": "_start_typing",
        "flag": "_start_remark",
        "keys": "_list_keys",
        "quit": "_quit",
    }
