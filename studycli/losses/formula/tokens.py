r"""A formula's text as tokens: LaTeX, plain text and Unicode mathematics give the same ones.

Kinds: ``number``, ``word`` (letters; an accented letter is one word, ``yhat``), ``command`` (LaTeX, without its
backslash), ``sign`` (operators, brackets, relations, ``_`` and ``^``), ``prose`` (words inside ``\text``), ``end``.
"""

from __future__ import annotations

from typing import NamedTuple

from studycli.losses.formula.characters import ACCENTS, folded
from studycli.losses.formula.problems import wrong
from studycli.losses.formula.words import CONDITION_WORDS, OPERATORS, SILENT, SPACES, TEXTS

LONGEST = 2000
"""Characters of a formula; the longest of the notes that were read have 700."""

_SIGNS = (
    "...", "**", "||", "<=", ">=", "!=", "==", ":=", "->", "<-", "&&", "+", "-", "*", "/", "^", "_", "(", ")", "[", "]",
    "{", "}", "|", ",", ";", "&", "=", "<", ">", "~", "'", ":", ".", "!",
)  # fmt: skip
_SAME = {"**": "^", "==": "=", ":=": "="}
_DROPPED = frozenset(" \t\r\n~$")
_JOINT = "\x00"  # parts two names that have no white space between them


class Token(NamedTuple):
    """A piece of a formula.

    Attributes:
        kind: As the module says.
        text: What it stands for.
        start: Where it stands in the text.
        end: Behind it.
        spaced: Whether white space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False


class _Flat(NamedTuple):
    """The text in ASCII as far as it can be, and for each character the place that it came from."""

    text: str
    places: list[int]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a formula, the last one of kind ``end``.

    Raises:
        FormulaError: It is empty or too long, or a sign or command is not known.
    """
    if len(text) > LONGEST:
        raise wrong("long", LONGEST, len(text), meant=str(LONGEST))
    flat = _flat(text)
    found = _Scan(flat, is_latex="\\" in flat.text).run()
    if not found:
        raise wrong("empty", 0, len(text))
    return [*found, Token("end", "", len(text), len(text))]


def _flat(text: str) -> _Flat:
    pieces: list[str] = []
    places: list[int] = []
    script = ""
    for place, character in enumerate(text):
        piece = ACCENTS.get(character) or folded(character)
        kind = piece[0] if len(piece) > 1 and piece[0] in "^_" else ""
        if kind:
            piece = (
                ("}" if script not in ("", kind) else "") + ("" if script == kind else kind + "{") + piece[1:]
            )
        elif script:
            piece = "}" + piece
        elif len(piece) > 1 and not character.isascii():
            piece = _set_off(piece, is_mark=character in ACCENTS)
        script = kind
        pieces.append(piece)
        places += [place] * len(piece)
    return _Flat("".join(pieces) + "}" * bool(script), [*places, len(text), len(text)])


def _set_off(piece: str, *, is_mark: bool) -> str:
    """Part the name of a letter, or a command, from what stands beside it; a mark belongs to its letter."""
    return ("" if is_mark else _JOINT) + piece + _JOINT


class _Scan:
    """One pass over the text."""

    def __init__(self, flat: _Flat, *, is_latex: bool) -> None:
        self.text, self.places = flat
        self.is_latex = is_latex
        self.at = 0
        self.found: list[Token] = []
        self.spaced = False

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign in _DROPPED or sign == _JOINT:
                self.at += 1
                self.spaced = self.spaced or sign != _JOINT
            elif sign == "\\":
                self.command()
            elif sign.isdigit() or (sign == "." and self.text[self.at + 1 : self.at + 2].isdigit()):
                self.number()
            elif sign.isalpha() and sign.isascii():
                self.word()
            else:
                self.sign()
        return self.found

    def add(self, kind: str, text: str, start: int) -> None:
        first, last = self.places[start], self.places[max(self.at - 1, start)] + 1
        self.found.append(Token(kind, text, first, last, self.spaced))
        self.spaced = False

    def number(self) -> None:
        start = self.at
        self.digits()
        if self.text[self.at : self.at + 1] == "." and self.text[self.at + 1 : self.at + 2] != ".":
            self.at += 1
            self.digits()
        self.exponent()
        self.add("number", self.text[start : self.at], start)

    def digits(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in "0123456789":
            self.at += 1
        if self.at < len(self.text) and self.text[self.at].isdigit() and not self.text[self.at].isascii():
            self.unknown()

    def exponent(self) -> None:
        """Step over the exponent of 1e-3; the e of 2e^x is a word."""
        behind = self.text[self.at + 1 : self.at + 3]
        if self.text[self.at : self.at + 1] in ("e", "E") and (
            behind[:1].isdigit() or (behind[:1] in ("+", "-") and behind[1:].isdigit())
        ):
            self.at += 2
            self.digits()

    def word(self) -> None:
        """Read a word: in LaTeX letters alone, in plain text digits too."""
        start = self.at
        while self.at < len(self.text) and self._continues(self.text[self.at]):
            self.at += 1
        self.add("word", self.text[start : self.at], start)

    def _continues(self, sign: str) -> bool:
        return sign.isascii() and (sign.isalpha() or (sign.isdigit() and not self.is_latex))

    def command(self) -> None:
        start = self.at
        self.at += 1
        while self.at < len(self.text) and self.text[self.at].isascii() and self.text[self.at].isalpha():
            self.at += 1
        if self.at == start + 1 or self.text[self.at : self.at + 1] == "*":
            self.at += 1
        name = self.text[start + 1 : self.at]
        if name in TEXTS and self.held(name, start):
            return
        if name in TEXTS or name in SILENT or not name.strip():
            self.spaced = self.spaced or name in SPACES or not name.strip()
        elif name in OPERATORS:
            self.add("sign", OPERATORS[name], start)
        else:
            self.add("command", name, start)

    def held(self, name: str, start: int) -> bool:
        r"""Read what a ``\text`` holds as a word or as prose; False where it holds a formula."""
        rest = self.text[self.at :].lstrip()
        if name == "mathbb" and rest[:1] in ("I", "1", "E"):
            inside, self.at = rest[:1], len(self.text) - len(rest) + 1
        elif not rest.startswith("{") or "}" not in rest:
            return False
        else:
            inside = rest[1 : rest.index("}")].strip()
            if any(sign in inside for sign in "\\{_^"):
                return False
            self.at = len(self.text) - len(rest) + rest.index("}") + 1
        if (name.startswith("mathb") and inside in ("I", "1")) or inside == "1":
            self.add("command", "indicator", start)
        elif name == "mathbb" and inside == "E":
            self.add("command", "mean", start)
        elif inside.isascii() and inside.isalpha() and inside not in CONDITION_WORDS:
            self.add("word", inside, start)
        else:
            self.add("prose", inside, start)
        return True

    def sign(self) -> None:
        start = self.at
        text = next((sign for sign in _SIGNS if self.text.startswith(sign, self.at)), "")
        if not text:
            self.prose()
            return
        self.at += len(text)
        self.add("sign", _SAME.get(text, text), start)

    def prose(self) -> None:
        """Read Chinese words among formulas."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at].isalpha() and not self.text[self.at].isascii():
            self.at += 1
        if self.at == start:
            self.unknown()
        self.add("prose", self.text[start : self.at], start)

    def unknown(self) -> None:
        place = self.places[self.at]
        raise wrong("unexpected", place, place + 1, self.text[self.at], "a number, a name or an operator")
