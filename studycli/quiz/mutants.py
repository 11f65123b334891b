"""Formulas with one planted mistake, such as people make: a sign, a square for an absolute value, a fraction upside down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_TERM = r"[A-Za-z](?:_(?:\{[^{}]*\}|\w))?|\\hat\s*(?:\{[A-Za-z]\}|[A-Za-z])(?:_(?:\{[^{}]*\}|\w))?"
_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"

_MISTAKES = (
    (lazy(r"^\s*-\s*"), ""),
    (lazy(r"\(([^()]*)\)\^(?:2|\{2\})"), r"|\1|"),
    (lazy(r"\|([a-z]_[a-z])\|"), r"\1^2"),
    (lazy(r"\|([a-z]_[a-z])\|"), r"\1"),
    (lazy(r"(?<!\|)\|([^|]{4,})\|(?![|_^])"), r"(\1)^2"),
    (lazy(r"(\|\||\\\|)([A-Za-z])\1_1"), r"\1\2\1_2^2"),
    (lazy(r"(\|\||\\\|)([A-Za-z])\1_2\^2"), r"\1\2\1_1"),
    (lazy(r"(?<![A-Za-z\\])([a-z]_[a-z])\^2"), r"|\1|"),
    (lazy(rf"\\frac(?!\s*\{{?[12]\}}?|TP|\{{TP)({_GROUP})({_GROUP})"), r"\\frac\2\1"),
    (lazy(rf"\(1\s*-\s*({_TERM})\)(?=\s*\^)"), r"\1"),
    (lazy(rf"\(1\s*-\s*({_TERM})\)\s*\^\s*(\\[a-z]+|\w)"), r"(1-\1^\2)"),
    (lazy(rf"(\\(?:log|ln)\s*)\(1\s*-\s*({_TERM})\)"), r"\1\2"),
    (lazy(r"\bFP\b"), "FN"),
    (lazy(r"\bFN\b"), "FP"),
    (lazy(r"(?<=\+)TP\b|\bTP(?=\+)"), "TN"),
    (lazy(r"^\\frac\{TP\}\{TP"), r"\\frac{TN}{TN"),
    (lazy(rf"\\sqrt\{{((?:[^{{}}]|{_GROUP})*)\}}"), r"\1"),
    (lazy(r"^(\\frac\s*\{?1\}?\s*\{?n\}?\s*\\sum.*\^\{?2\}?)$"), r"\\sqrt{\1}"),
    (lazy(r"^\\sum_i\s*([a-z]_i)\^2$"), r"(\\sum_i \1)^2"),
    (lazy(r"\\max\b"), r"\\min"),
    (lazy(r"\(([^()]*)\)\^(?:2|\{2\})"), r"(\1)"),
    (lazy(r"(?<!\|)\|([^|]{4,})\|(?![|_^])"), r"(\1)"),
    (lazy(r"(?<=[A-Za-z})\]|!])(\s*)-(\s*)(?=[\w({\[|\\])"), r"\1+\2"),
    (lazy(r"(?<=[\w})\]|!])(\s*)\+(\s*)(?=[\w({\[|\\])"), r"\1-\2"),
    (lazy(r"(?<=1)(\s*)-(\s*)(?=[\w({\[|\\])"), r"\1+\2"),
)  # fmt: skip
"""What is replaced, and by what: the likeliest slip first, a sign that few would get wrong last."""

_BELOW = lazy(r"[_^]\s*\{[^{}]*\}")
_SIGNS = 3  # of the mistakes, that exchange plus and minus
_HATS = re.compile(r"(\\hat\s*(?:\{y\}|y))|(?<![A-Za-z\\])(y)(?![A-Za-z])")
_CAPITALS = re.compile(r"(?<![A-Za-z\\])(?:(P)|(Q))(?=\()")


def right_side(latex: str) -> str:
    """Return what stands behind the last equality sign of a formula; '' where it is more than one formula or has cases."""
    text = latex.strip().rstrip(",.，。;； ")
    hidden = _BELOW.sub(lambda match: "·" * len(match[0]), text)
    at = hidden.rfind("=") + 1
    apart = (r"\begin", r"\\ ", r"\quad", r"\qquad", r"\leq", r"\approx", r"\in", r"\ge")
    return "" if not at or any(sign in text for sign in apart) else text[at:].strip()


def mutants(formula: str) -> Iterator[str]:
    """Yield a formula with one mistake each, one of every kind before the second of any."""
    kinds = [list(_made(formula, *mistake)) for mistake in _MISTAKES]
    kinds[-_SIGNS:-_SIGNS] = [[_exchanged(formula, _HATS)], [_exchanged(formula, _CAPITALS)]]
    for at in range(max(map(len, kinds))):
        yield from (kind[at] for kind in kinds if at < len(kind) and kind[at] != formula)


def _made(formula: str, pattern: re.Pattern[str], by: str) -> Iterator[str]:
    """Yield a formula with a mistake at each place in turn, indices and exponents left as they are."""
    held = [match.span() for match in _BELOW.finditer(formula)]
    for match in pattern.finditer(formula):
        if not any(start <= match.start() < end for start, end in held):
            yield formula[: match.start()] + match.expand(by) + formula[match.end() :]


def _exchanged(formula: str, pattern: re.Pattern[str]) -> str:
    """Return a formula with truth and prediction, or two distributions, in each other's places."""
    found = {("first" if match[1] else "second"): match[0] for match in pattern.finditer(formula)}
    if len(found) < 2:  # noqa: PLR2004 - both
        return formula
    return pattern.sub(lambda match: found["second" if match[1] else "first"], formula)
