r"""Numbers as a person writes them in a formula: ``-0.2``, ``\frac{1}{2}(0.04 + 0.09)``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGITS = 4  # significant ones of what is worked out: one more than is asked for
_EXACT = 1e-12


def number(value: float) -> str:
    """Return a number with four significant digits, or five where they are all of them; never with an exponent."""
    if value == 0:
        return "0"
    digits = _DIGITS + (abs(float(f"{value:.{_DIGITS + 1}g}") - value) <= _EXACT * abs(value))
    decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(text: str) -> str:
    """Return numbers as they stand in a sentence, outside of mathematics: with a minus sign for the hyphen."""
    return text.replace("-", "−")


def bracketed(value: float) -> str:
    """Return a number that stands behind an operator: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def vector(values: Iterable[float]) -> str:
    """Return numbers as a list: ``[1, -0.5]``."""
    return f"[{', '.join(map(number, values))}]"


def shown(value: float | Sequence[float] | Sequence[Sequence[float]]) -> str:
    """Return a number, a list of them, or a matrix as a list of its rows."""
    if isinstance(value, (int, float)):
        return number(value)
    return f"[{', '.join(map(shown, value))}]"


def equals(value: float) -> str:
    r"""Return a number behind its sign: ``= 0.065`` where it is exact, ``\approx 0.1054`` where it is rounded."""
    text = number(value)
    return f"= {text}" if abs(float(text) - value) <= _EXACT * abs(value) else rf"\approx {text}"


def added(pieces: Sequence[str]) -> str:
    """Return pieces as a sum; one that begins with a minus is subtracted."""
    text = pieces[0]
    for piece in pieces[1:]:
        text += f" - {piece[1:]}" if piece.startswith("-") else f" + {piece}"
    return text
