"""Unicode mathematics as the ASCII that the tokens are made of: full width, superscripts, Greek, accents."""

from __future__ import annotations

import unicodedata
from functools import cache

ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}
"""Combining marks above a letter, and what a name with one is called behind the letter: ``ŷ`` is yhat."""

_SIGNS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*", "•": "*", "∙": "*",
    "⊙": "*", "∘": "*", "÷": "/", "∕": "/", "⁄": "/", "≤": "<=", "≦": "<=", "⩽": "<=", "≥": ">=", "≧": ">=", "⩾": ">=",
    "≠": "!=", "∑": "\\sum", "Σ": "\\sum", "∏": "\\prod", "Π": "\\prod", "√": "\\sqrt", "‖": "||", "∥": "||",
    "║": "||", "∣": "|", "∞": "\\infty", "∂": "\\partial", "∇": "\\nabla", "′": "'", "’": "'", "‘": "'", "【": "[",
    "】": "]", "、": ",", "。": ".", "𝟙": "\\indicator", "𝟏": "\\indicator", "𝔼": "\\mean", "ℓ": "l", "ℒ": "L",
    "ϵ": "epsilon", "ε": "epsilon", "ϕ": "phi", "φ": "phi", "ϑ": "theta", "ς": "sigma", "µ": "mu", "⟨": "(", "⟩": ")",
    "∈": "\\in", "∧": "\\land", "∨": "\\lor", "…": "...", "\u200b": "", "\ufeff": "", "⊤": "\\top",
}  # fmt: skip
_GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    ".",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
]
GREEK = frozenset(_GREEK) - {"."}
"""Names of the small Greek letters, as LaTeX and programs write them."""


@cache
def folded(character: str) -> str:
    r"""Return what a character stands for in ASCII.

    A superscript begins with ``^``, a subscript with ``_``, a vulgar fraction is in brackets, a Greek letter its
    name, a sign its operator or LaTeX command; a character that stands for nothing here is itself.
    """
    if character.isascii():
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    place = ord(character) - ord("α")
    if 0 <= place < len(_GREEK):
        return _GREEK[place]
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    if kind in ("<super>", "<sub>"):
        inside = "".join(folded(chr(int(code, 16))) for code in codes.split())
        return ("^" if kind == "<super>" else "_") + inside
    if kind == "<fraction>":
        return "(" + "".join(folded(chr(int(code, 16))) for code in codes.split()) + ")"
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() else _accented(character)


def _accented(character: str) -> str:
    """Return a letter with a mark above it as a name; any other character as it is."""
    letter, *marks = list(unicodedata.normalize("NFD", character))
    if len(marks) == 1 and marks[0] in ACCENTS:
        return folded(letter) + ACCENTS[marks[0]]
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1 and plain != character:
        return folded(plain)
    return character
