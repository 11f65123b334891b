"""Keys: the bytes that a terminal sends, decoded into what a person pressed.

The decoder holds no terminal and no clock, so that every way in which bytes can arrive is a test: several keys
in one chunk, one key in several chunks, a sequence that never ends. The sources that read a real terminal are
in ``tty_posix`` and ``tty_windows``.
"""

import codecs
import re
import unicodedata
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, Self

from studycli.terminal.graphemes import graphemes


class Key(NamedTuple):
    """One key press, or something else that wakes the session.

    Attributes:
        name: The character typed; or ``space``, ``enter``, ``escape``, ``up``, ``page-down``, ``ctrl-c``,
            ``alt-b`` and the like; or ``paste``; or an event: ``resize`` (draw again), ``tick`` (time went on),
            ``eof`` (no more input), ``hangup`` (the terminal was closed).
        text: What it adds to a line of text: the character, or all that was pasted.
    """

    name: str
    text: str = ""


class KeySource(Protocol):
    """Where keys come from: a terminal, or a script in a test."""

    def __enter__(self) -> Self:
        """Take the terminal over."""

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""

    def read(self) -> Key:
        """Wait for the next key."""

    def released(self) -> AbstractContextManager[None]:
        """Give the terminal back for a while, to an editor or to the shell."""


PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
_CONTROLS = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x1b": "escape",
}
_FINALS = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "M": "enter",  # of the number pad
    "Z": "back-tab",
}
_TILDES = {
    "1": "home",
    "2": "insert",
    "3": "delete",
    "4": "end",
    "5": "page-up",
    "6": "page-down",
    "7": "home",
    "8": "end",
}
_MODIFIERS = {"3": "alt-", "5": "ctrl-"}
_SEQUENCE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|O([ -~])|[\]P_^][^\x07\x1b]*(?:\x07|\x1b\\))")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O|[\]P_^][^\x07\x1b]*\x1b?)?\Z")
_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")


def typed(character: str) -> Key:
    """Return the key of a character; full-width forms, as Chinese input gives them, count as the plain ones."""
    plain = unicodedata.normalize("NFKC", character)
    if plain == " ":
        return Key("space", " ")
    return Key(plain if len(plain) == 1 else character, character)


def _control(character: str) -> Key:
    return Key(_CONTROLS.get(character) or f"ctrl-{chr(ord(character) % 128 | 0x60)}")


def _sequence(match: re.Match[str]) -> Key:
    parameters, final, single = match.groups()
    if single:
        return Key(_FINALS.get(single, "unknown"))
    number, _, modifier = (parameters or "").partition(";")
    name = _TILDES.get(number) if final == "~" else _FINALS.get(final or "")
    return Key(_MODIFIERS.get(modifier, "") + name if name else "unknown")


class Decoder:
    """Turns chunks of bytes into keys, holding back a sequence until it is whole."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    @property
    def waiting(self) -> bool:
        """Whether the start of a sequence is held back."""
        return bool(self._held)

    @property
    def pasting(self) -> bool:
        """Whether a paste has begun whose end has not come."""
        return self._held.startswith(PASTE_START)

    def feed(self, data: bytes) -> list[Key]:
        """Return the keys that are complete with this chunk."""
        self._held += self._utf8.decode(data)
        return self._take(final=False)

    def flush(self) -> list[Key]:
        """Return what is held as it stands, because nothing more has come: a lone escape is a key."""
        return self._take(final=True)

    def _take(self, *, final: bool) -> list[Key]:
        keys: list[Key] = []
        while self._held:
            found, length = self._next(self._held, final=final)
            if not length:
                break
            keys += found
            self._held = self._held[length:]
        return keys

    def _next(self, text: str, *, final: bool) -> tuple[list[Key], int]:
        """Return the keys at the start of the text and how many characters they take; 0 to wait for more."""
        if text.startswith(PASTE_START):
            return _paste(text, final=final)
        if run := _TEXT.match(text):
            return [typed(part) for part in graphemes(run[0])], run.end()
        if text[0] != "\x1b":
            return [_control(text[0])], 1
        if match := _SEQUENCE.match(text):
            return [_sequence(match)], match.end()
        if not final and _UNFINISHED.match(text):
            return [], 0
        return _escaped(text)


def _paste(text: str, *, final: bool) -> tuple[list[Key], int]:
    end = text.find(PASTE_END)
    if end < 0:
        return ([Key("paste", text[len(PASTE_START) :])], len(text)) if final else ([], 0)
    return [Key("paste", text[len(PASTE_START) : end])], end + len(PASTE_END)


def _escaped(text: str) -> tuple[list[Key], int]:
    """Read escape alone, or escape and a character, which is how a terminal sends Alt and that character."""
    if len(text) == 1 or text[1] == "\x1b":
        return [Key("escape")], 1
    if text[1] in _CONTROLS:
        return [Key("alt-" + _CONTROLS[text[1]])], 2
    return [Key("alt-" + text[1])], 2
