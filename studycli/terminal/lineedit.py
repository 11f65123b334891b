"""A line of text that is being typed: a typed answer, or the remark of a flag.

It knows keys and text, no terminal: the view draws it, the session feeds it. It is a hundred lines against a
library whose import alone takes longer than all else before the first question.
"""

import re

from studycli.terminal.graphemes import graphemes
from studycli.terminal.keys import Key

_UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_WORD_BEFORE = re.compile(r"(?:\w+|[^\w\s]+)?\s*\Z")
_WORD_AFTER = re.compile(r"\s*(?:\w+|[^\w\s]+)?")


class Line:
    """Text with a cursor, which always stands between two graphemes.

    Attributes:
        text: What was typed so far.
        cursor: Offset of the cursor in the text.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    @property
    def before(self) -> str:
        """The text before the cursor."""
        return self.text[: self.cursor]

    @property
    def after(self) -> str:
        """The text behind the cursor."""
        return self.text[self.cursor :]

    def press(self, key: Key) -> bool:
        """Apply a key; False when the key is none of a line's."""
        action = _ACTIONS.get(key.name)
        if action:
            action(self)
        elif key.text:
            self.insert(key.text)
        return bool(action or key.text)

    def insert(self, text: str) -> None:
        """Add text at the cursor; line ends become single, other control characters spaces."""
        text = _UNPRINTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
        self._set(self.before + text, self.after)

    def left(self) -> None:
        """Step back over one grapheme."""
        self.cursor = len(self.before) - len(_last(self.before))

    def right(self) -> None:
        """Step over one grapheme."""
        self.cursor += len(_first(self.after))

    def home(self) -> None:
        """Go to the start."""
        self.cursor = 0

    def end(self) -> None:
        """Go to the end."""
        self.cursor = len(self.text)

    def word_left(self) -> None:
        """Go to the start of the word."""
        self.cursor = self._word_start()

    def word_right(self) -> None:
        """Go to the end of the word."""
        self.cursor = self._word_end()

    def backspace(self) -> None:
        """Delete the grapheme before the cursor."""
        self._set(self.before.removesuffix(_last(self.before)), self.after)

    def delete(self) -> None:
        """Delete the grapheme behind the cursor."""
        self._set(self.before, self.after.removeprefix(_first(self.after)))

    def delete_word(self) -> None:
        """Delete the word before the cursor."""
        self._set(self.text[: self._word_start()], self.after)

    def delete_before(self) -> None:
        """Delete everything before the cursor."""
        self._set("", self.after)

    def delete_after(self) -> None:
        """Delete everything behind the cursor."""
        self._set(self.before, "")

    def _set(self, before: str, after: str) -> None:
        self.text, self.cursor = before + after, len(before)

    def _word_start(self) -> int:
        match = _WORD_BEFORE.search(self.before)
        return match.start() if match else 0

    def _word_end(self) -> int:
        match = _WORD_AFTER.match(self.text, self.cursor)
        return match.end() if match else len(self.text)


def split(text: str) -> list[str]:
    """Split typed text into graphemes; a line end is one of its own."""
    return [
        part for piece in re.split(r"(\n)", text) for part in ([piece] if piece == "\n" else graphemes(piece))
    ]


def _last(text: str) -> str:
    return split(text)[-1] if text else ""


def _first(text: str) -> str:
    return split(text)[0] if text else ""


def _new_line(line: Line) -> None:
    line.insert("\n")


_ACTIONS = {
    "left": Line.left,
    "ctrl-b": Line.left,
    "right": Line.right,
    "ctrl-f": Line.right,
    "home": Line.home,
    "ctrl-a": Line.home,
    "end": Line.end,
    "ctrl-e": Line.end,
    "ctrl-left": Line.word_left,
    "alt-left": Line.word_left,
    "alt-b": Line.word_left,
    "ctrl-right": Line.word_right,
    "alt-right": Line.word_right,
    "alt-f": Line.word_right,
    "backspace": Line.backspace,
    "delete": Line.delete,
    "ctrl-w": Line.delete_word,
    "alt-backspace": Line.delete_word,
    "ctrl-u": Line.delete_before,
    "ctrl-k": Line.delete_after,
    "alt-enter": _new_line,
}
