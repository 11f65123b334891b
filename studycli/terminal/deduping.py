"""`study dedupe`: shows cards that ask the same, group by group, and lets the person keep one of them, or all.

In a terminal a key answers; elsewhere, as in every session, each line of standard input is one answer:

    1 2 3 …     keeps that card, and sets the others aside
    b           keeps all of them, and remembers it
    s, empty    skips the group: it is asked again the next time
    u           takes the last answer back that kept one card
    q           ends
"""

from __future__ import annotations

from contextlib import ExitStack
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from rich.columns import Columns
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from studycli.errors import CardError, Interrupted
from studycli.terminal.counting import several
from studycli.terminal.notetext import clean, one_line, plain, render
from studycli.terminal.run import keys_of, whole_screen
from studycli.terminal.tables import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from rich.console import Console, RenderableType

    from studycli.collection import CardRow, Collection
    from studycli.collection.deduping import Duplicates
    from studycli.terminal.keys import KeySource

BOTH, SKIP, UNDO, QUIT = "b", "s", "u", "q"
_SIDE_BY_SIDE = 100  # columns from which two answers stand beside each other
_LONGEST = 1200  # characters of an answer that are shown
_INTERRUPTED = ("ctrl-c", "hangup")
_WORDS = {"": SKIP, "enter": SKIP, "space": SKIP, "both": BOTH, "all": BOTH, "skip": SKIP, "undo": UNDO, "quit": QUIT,
          "escape": QUIT, "eof": QUIT}  # fmt: skip


class Tally(NamedTuple):
    """How many cards were set aside, groups kept whole, groups left for the next time."""

    suspended: int = 0
    kept: int = 0
    left: int = 0


def dedupe(
    collection: Collection,
    found: Sequence[Duplicates],
    console: Console,
    lines: TextIO,
    keys: Callable[[], KeySource] = keys_of,
) -> None:
    """Ask what to keep of each group.

    Args:
        collection: Open; it stays so.
        found: The groups.
        console: Standard output.
        lines: Standard input.
        keys: Returns the terminal's keys; asked for where both ends are a terminal.

    Raises:
        WriteError: An answer could not be saved.
        Interrupted: Ctrl-C, or the terminal was closed.
    """
    if not found:
        console.print(Text("No two cards of different notes ask the same."))
        return
    with ExitStack() as stack:
        if whole_screen(console, lines):
            source = stack.enter_context(keys())
            asking = _Asking(collection, console, lambda: _key(source))
        else:
            asking = _Asking(collection, console, lambda: _line(lines))
        asking.run(found)
    console.print(Text(_total(asking.tally)), soft_wrap=True)
    if asking.interrupted:
        raise Interrupted("stopped; every answer given is saved.")


def _key(source: KeySource) -> str:
    """Return the next key that is one; what only wakes a session is none."""
    while (key := source.read()).name in ("resize", "tick"):
        pass
    return key.name


def _line(lines: TextIO) -> str:
    line = lines.readline()
    return line.strip().lower() if line else QUIT


class _Asking:
    """One run through the groups."""

    def __init__(self, collection: Collection, console: Console, ask: Callable[[], str]) -> None:
        self._collection = collection
        self._console = console
        self._ask = ask
        self._undoable = False
        self.tally = Tally()
        self.interrupted = False

    def run(self, found: Sequence[Duplicates]) -> None:
        """Ask group by group, until the last, or the person ends it."""
        place = 0
        while place < len(found):
            _show(self._console, found[place], f"{place + 1} of {len(found)}", self._collection)
            answer = self._answer(len(found[place].cards))
            if answer == QUIT:
                break
            if answer == UNDO:
                place -= self._undo()
            else:
                self._apply(found[place], answer)
                place += 1
        self.tally = self.tally._replace(left=self.tally.left + len(found) - place)

    def _answer(self, cards: int) -> str:
        """Return a card's number, or one of the letters."""
        while True:
            word = self._ask()
            if word in _INTERRUPTED:
                self.interrupted = True
                return QUIT
            word = _WORDS.get(word, word)
            if word in (BOTH, SKIP, QUIT) or (word == UNDO and self._undoable):
                return word
            if word.isdecimal() and 1 <= int(word) <= cards:
                return word
            self._say(f"Not understood: {clean(word)} · {_keys(cards)}")

    def _apply(self, group: Duplicates, answer: str) -> None:
        self._undoable = False
        if answer == SKIP:
            self.tally = self.tally._replace(left=self.tally.left + 1)
        elif answer == BOTH:
            self._collection.keep_all([card.id for card in group.cards])
            self.tally = self.tally._replace(kept=self.tally.kept + 1)
            self._say("All kept; they are not asked about again.")
        else:
            self._keep(group, int(answer) - 1)

    def _keep(self, group: Duplicates, place: int) -> None:
        others = [card.id for card in group.cards if card != group.cards[place]]
        try:
            changed = self._collection.suspend_all(others)
        except CardError as error:
            self._say(str(error))
            return
        self._undoable = bool(changed.cards)
        self.tally = self.tally._replace(suspended=self.tally.suspended + len(changed.cards))
        self._say(
            f"Kept {group.cards[place].id}; {several(len(changed.cards), 'card')} suspended. {changed.warning}"
        )

    def _undo(self) -> int:
        """Take the last suspension back; return how many groups to go back."""
        undone = self._collection.undo()
        self._undoable = False
        if undone is None:
            return 0
        self.tally = self.tally._replace(suspended=self.tally.suspended - len(undone.cards))
        self._say("Taken back.")
        return 1

    def _say(self, sentence: str) -> None:
        self._console.print(Text(sentence.strip(), "study.notice"), soft_wrap=True)


def _show(console: Console, group: Duplicates, position: str, collection: Collection) -> None:
    """Print a group: what is asked, where, its schedule, and the answers side by side where there is room."""
    console.print(Text(f"\n{position} · likeness {group.likeness:.2f}", "study.position"))
    if console.is_terminal:
        console.print(_cards(console, group, collection))
    else:
        for number, (card, answer) in enumerate(zip(group.cards, group.answers, strict=True), 1):
            console.print(Text(f"{number} {_place(card, collection)}"), soft_wrap=True)
            console.print(Text(f"  {one_line(card.prompt)}"), soft_wrap=True)
            console.print(Text(indent(plain(_cut(answer)).rstrip(), "    ")), soft_wrap=True)
    console.print(Text(_keys(len(group.cards)), "study.label"))


def _cards(console: Console, group: Duplicates, collection: Collection) -> RenderableType:
    width = console.width // len(group.cards) - 1 if console.width >= _SIDE_BY_SIDE else console.width
    panels = [
        Panel(
            Group(
                Padding(render(card.prompt), 0, style="study.prompt"),
                Text(_place(card, collection), "study.path"),
                Text(),
                render(_cut(answer)),
            ),
            title=Text(str(number), "study.key"),
            title_align="left",
            width=max(width, _SIDE_BY_SIDE // 3),
        )
        for number, (card, answer) in enumerate(zip(group.cards, group.answers, strict=True), 1)
    ]
    return Columns(panels, padding=(0, 1))


def _place(card: CardRow, collection: Collection) -> str:
    return f"{clean(card.note)}:{card.line} · {standing(card, collection.today)} · {card.id}"


def _cut(answer: str) -> str:
    if not answer.strip():
        return "This question has no answer yet."
    return answer if len(answer) <= _LONGEST else answer[:_LONGEST].rpartition("\n")[0] + "\n\n…"


def _keys(cards: int) -> str:
    numbers = "/".join(str(number) for number in range(1, cards + 1))
    return f"{numbers} keep that one · b keep all · s skip · u undo · q quit"


def _total(tally: Tally) -> str:
    undo = " (`study undo` takes that back)" if tally.suspended else ""
    return (
        f"{several(tally.suspended, 'card')} suspended{undo}, {several(tally.kept, 'group')} kept whole, "
        f"{several(tally.left, 'group')} left."
    )
