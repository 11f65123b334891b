"""Wrong options for a choice: of the right one's kind and shape, none of them true, none absurd."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.inline import identity
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

FEWEST, MOST = 2, 3
"""Wrong options of a choice."""

_SPREAD = 2.6
"""Most times that one option may be as wide as another, unless both are short."""
_NARROW = 12  # cells: names of this width differ by chance
_LONELY = 1.5
"""Times that the right option may be as wide as the widest wrong one, or as narrow as the narrowest."""
_FORMULA = lazy(r"\$[^$]+\$")
_WHOLE = lazy(r"\$[^$]+\$$")
_DIGIT = lazy(r"\d")
_BRACKET = lazy(r"[（(]")


def fitting(right: str, wrong: Iterable[str], chance: Random) -> tuple[str, ...]:
    """Return the wrong options to show beside a right one, at most `MOST`; () where fewer than `FEWEST` fit.

    Args:
        right: The right option.
        wrong: What is false and of the same kind, the nearest first.
        chance: Decides which of many are taken; the nearest always is.
    """
    pool = [each for each in _different(right, wrong) if _is_alike(right, each)][: MOST + 2]
    taken = (*pool[:1], *chance.sample(pool[1:], min(MOST, len(pool)) - 1)) if pool else ()
    return taken if len(taken) >= FEWEST and not stands_out(right, taken) else ()


def stands_out(right: str, wrong: Sequence[str]) -> bool:
    """Tell whether the right option is told by its shape: by far the longest or shortest, the only formula or number."""
    widths = [_width(each) for each in wrong]
    own = _width(right)
    if max(own, *widths) > _NARROW and (own > _LONELY * max(widths) or own * _LONELY < min(widths)):
        return True
    return not _WHOLE.match(right) and any(
        all(bool(sign.search(right)) != bool(sign.search(each)) for each in wrong)
        for sign in (_FORMULA, _DIGIT, _BRACKET)
    )


def _different(right: str, wrong: Iterable[str]) -> list[str]:
    """Return the wrong options without those that are the right one, or each other, in other signs."""
    seen = {_signs(right)}
    return [each for each in wrong if not (_signs(each) in seen or seen.add(_signs(each)))]  # type: ignore[func-returns-value]


def _signs(text: str) -> str:
    """Return what an option is compared by: its letters, and in a formula its other signs too."""
    return "".join(text.split()) if _FORMULA.search(text) else identity(text)


def _is_alike(right: str, other: str) -> bool:
    if bool(_WHOLE.match(right)) != bool(_WHOLE.match(other)):
        return False
    narrow, wide = sorted((_width(right), _width(other)))
    return wide <= _NARROW or wide <= _SPREAD * narrow


def _width(text: str) -> int:
    """Return the cells that a text takes, LaTeX by its letters."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "FW") for sign in text)
