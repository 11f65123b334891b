"""Gaps in a formula: an exponent, a number, a function, a sign, what stands under a root."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.blanks import BOX, Blank

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLE = lazy(r"\\approx|\\%|\d{2,}(?!00\b)|\d\.\d|\\times\s*\d|\d\s*\\times")
_MANY_LINES = lazy(
    r"\\begin|\\\\|&|\\tag|\\underbrace|\\quad|\\qquad|\\dots|\\cdots|\.\.|\\text\{[^}]*[\u4e00-\u9fff]"
)
_RELATION = lazy(r"=|\\le(?:q|qslant)?\b|\\ge(?:q|qslant)?\b|\\sim\b|\\propto\b|\\leftarrow\b")
_SUBSCRIPT = lazy(
    r"_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z0-9]+)|\\(?:mathbb|mathrm|text|textrm|operatorname|mathcal)\{[^{}]*\}"
)
_EXPONENT = lazy(r"\^\s*(?:\{(?P<wide>[23]|-1)\}|(?P<narrow>[23])(?![0-9]))")
_FUNCTION = lazy(r"\\(?P<name>log|ln|exp|tanh|max|min|sin|cos|sigma)(?![A-Za-z'_])(?!\s*[\^_])")
_ROOT = lazy(r"\\sqrt\s*\{(?P<under>[A-Za-z](?:_(?:[A-Za-z0-9]|\{[A-Za-z]+\}))?)\}")
_NUMBER = lazy(r"(?<![\d.^_A-Za-z])(?P<number>1|2|3|4|10000)(?![\d.])")
_BINARY = lazy(r"(?<=[\w)}\]|'])\s*(?P<sign>[-+])\s*(?=[\w(\\\[])")
_RESIDUAL = lazy(r"(?:y|\\hat\s*\{?[py]\}?)(?:_\{?\w\}?)?\s*-\s*(?:\\hat\s*\{?[py]\}?|y)")
"""A residual, whose sign nobody needs to be asked for."""
_MATH_WORDS = {
    "log": ("log", r"\ln", "ln"),
    "ln": ("ln", r"\log", "log"),
    "sigma": ("sigma", "σ", "sigmoid"),
}
_HALF = lazy(r"\\[dt]?frac\s*(?:\{1\}\s*\{[^{}]*\}|1\s*\{[^{}]*\}|1\s*\w|\{1\}\s*\w)")
_LONGEST = 130  # characters of LaTeX: more is not read as one formula


def formula_blanks(latex: str) -> Iterator[Blank]:
    r"""Yield the formula with each gap that only one sign, number or function fills; text holds it without dollars.

    Only formulas of one line with a relation are taken, and no worked examples. What stands twice in a formula is
    not hidden, for the other place would give it away. Indices and words stay.

    Args:
        latex: A formula without dollars.
    """
    if (
        len(latex) > _LONGEST
        or _MANY_LINES.search(latex)
        or not _RELATION.search(latex)
        or _EXAMPLE.search(latex)
    ):
        return
    relation = _RELATION.search(latex)
    start = relation.end() if relation else 0
    held = [match.span() for match in _SUBSCRIPT.finditer(latex)]
    held += [match.span() for match in _HALF.finditer(latex)]
    for first, last, accepted in _places(latex):
        hidden = latex[first:last]
        inside = any(a <= first < b for a, b in held)
        if first >= start and not inside and _is_single(latex, hidden):
            box = f"{{{BOX}}}" if latex[:first].rstrip().endswith("^") else BOX
            gapped = latex[:first] + box + latex[last:]
            shown = hidden if hidden.isalnum() or hidden in "+-" else f"${hidden}$"
            yield Blank(gapped, hidden, tuple(dict.fromkeys((shown, hidden, *accepted))))


def _places(latex: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield ranges that may be hidden, with what else is accepted for each."""
    for match in _EXPONENT.finditer(latex):
        yield *match.span("wide" if match["wide"] else "narrow"), ()
    for match in _FUNCTION.finditer(latex):
        yield *match.span(), _MATH_WORDS.get(match["name"], (match["name"],))
    for match in _ROOT.finditer(latex):
        yield *match.span("under"), ()
    for match in _NUMBER.finditer(latex):
        yield *match.span("number"), ()
    residuals = [match.span() for match in _RESIDUAL.finditer(latex)]
    for match in _BINARY.finditer(latex):
        if not any(first <= match.start("sign") < last for first, last in residuals):
            yield *match.span("sign"), ()


def _is_single(latex: str, hidden: str) -> bool:
    """Tell whether what is hidden stands nowhere else in the formula, and nothing like it."""
    if hidden in (r"\log", r"\ln"):
        return len(re.findall(r"\\(?:log|ln)(?![A-Za-z])", latex)) == 1
    if hidden.startswith("\\"):
        return len(re.findall(re.escape(hidden) + r"(?![A-Za-z])", latex)) == 1
    return latex.count(hidden) == 1
