"""Marks numbers: the value of a loss, the entries of a gradient.

Read in any width, as decimals, fractions, powers of ten and percents, with names in front or without. A number that
is not right is compared with what comes of the usual slips: a sign, a factor, a sum for a mean, another logarithm.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.model import Mark
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.quiz.model import Numbers

MOST_CHARACTERS = 1000
"""Characters of an answer that are read; no list of numbers that is asked for is longer."""

NEAR = 0.05
"""Relative error below which a wrong number is called near: the digits and not the way were wrong."""

_RATIOS = (
    (-1.0, "sign"),
    (1 / math.log(2), "base-2"),
    (1 / math.log(10), "base-10"),
    (100.0, "percent"),
)
_FACTORS = (2, 3, 4)  # a lost 1/2, a sum over as many samples as exercises have
_ABSOLUTE = 1e-9  # of a value that is 0
_ENCLOSED = lazy(r"[①-⑳⑴-⒇❶-❿]")
_FRACTION = lazy(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}|\\[dt]?frac\s*(\d)\s*(\d)")
_POWER = lazy(
    r"(?:(?<=[\d.])\s*(?:\*|×|\\times|\\cdot|·)\s*|(?<![\d.]))10\s*(?:\^|\*\*)\s*\{?\s*\(?([-+]?\d+)\)?\s*\}?"
)
_DECIMAL = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBER = lazy(
    rf"(?P<sign>[-+]?)\s*(?<![A-Za-z_\d.^])(?P<over>{_DECIMAL})(?:\s*/\s*(?P<below>[-+]?{_DECIMAL}))?\s*(?P<percent>\\?%)?"
)
_SEPARATOR = lazy(r"[,;、\n|]+")
_NAMED = lazy(r"^.*(?:[=≈:→]|\bis\b|\\approx|为|是)", re.DOTALL)
_REMARK = lazy(r"\((?=[^()]*[A-Za-z\u4e00-\u9fff])[^()\d]*\)")
_WORKING = lazy(
    r"[*×^√]|(?<![A-Za-z])/(?![A-Za-z∂])|[-+]\s*\(|\d\s*\(|\b(?:ln|log|exp|sqrt)\b|\\(?:ln|log|exp|sqrt|times|cdot)"
)
_MINUS = str.maketrans(dict.fromkeys("−–—﹣－‐‑", "-") | {"⁄": "/", "∕": "/", "÷": "/", "。": "."})


def mark(key: Numbers, typed: str, language: str = "en") -> Mark:
    """Mark numbers.

    Args:
        key: The right ones.
        typed: As many numbers, in their order: ``[-0.2, 0.3]``, ``−0.125；−0.5``, ``1/8``, ``MSE = 1e-3``.
        language: Of the remarks: ``zh`` or ``en``.

    Returns:
        ``right``, ``partly`` or ``wrong`` with the share of the entries that are right; ``unread`` where there are
        no numbers, more or fewer than were asked for, or a calculation instead of its result.
    """
    found = _read(key, typed)
    if found is None:
        return Mark("unread", 0.0, (say(language, "numbers", "unread"),))
    if len(found) != len(key.values):
        counts = {"wanted": len(key.values), "found": len(found)}
        return Mark("unread", 0.0, (say(language, "numbers", "count", **counts),))
    hits = [_is_right(key, at, number) for at, number in enumerate(found)]
    share = sum(hits) / len(hits)
    if share == 1:
        return Mark("right", 1.0)
    slip = _slip(key, found, hits)
    return Mark("partly" if share else "wrong", share, (_said(language, slip),) if slip else ())


# Reading


def _read(key: Numbers, typed: str) -> list[float] | None:
    """Return the numbers of an answer; None where there are none, or one that is still to be worked out."""
    text = _folded(typed[:MOST_CHARACTERS])
    if len(key.values) == 1:
        pieces = [_NAMED.sub("", text)]
    else:
        pieces = [_NAMED.sub("", piece) for piece in _SEPARATOR.sub("\n", text).split("\n")]
    found = [number for piece in pieces for number in _numbers(piece)]
    if not found or None in found:
        return None
    return _without_intervals(key, [number for number in found if number is not None])


def _folded(typed: str) -> str:
    """Return an answer in one width, with fractions and powers of ten as a programmer types them."""
    text = unicodedata.normalize("NFKC", _ENCLOSED.sub(" ", typed).translate(_MINUS)).translate(_MINUS)
    text = _FRACTION.sub(lambda match: f"{match[1] or match[3]}/{match[2] or match[4]}", text)
    text = _POWER.sub(lambda match: f"{'e' if match[0][:1] != '1' else '1e'}{match[1]}", text)
    return _REMARK.sub(" ", text.replace("$", " "))


def _numbers(piece: str) -> list[float | None]:
    """Return the numbers of a piece; None among them for a calculation."""
    found: list[float | None] = []
    end = -1
    for match in _NUMBER.finditer(piece):
        is_operand = match["sign"] and match.start() == end
        found.append(None if is_operand else _number(match))
        end = match.end()
    return [*found, None] if _WORKING.search(_NUMBER.sub(" ", piece)) else found


def _number(match: re.Match[str]) -> float | None:
    below = float(match["below"] or 1)
    if not below:
        return None
    return float(f"{match['sign']}{match['over']}") / below / (100 if match["percent"] else 1)


def _without_intervals(key: Numbers, found: list[float]) -> list[float]:
    """Return numbers with one for each interval that was typed where the key has one: the lower end."""
    kinks = [at for at, bounds in enumerate(key.either) if bounds]
    if not kinks or len(found) != len(key.values) + len(kinks):
        return found
    left = list(found)
    for at in kinks:
        if not (_is_right(key, at, left[at]) and _is_right(key, at, left[at + 1])):
            return found
        del left[at + 1]
    return left


# Judging


def _is_right(key: Numbers, at: int, number: float) -> bool:
    """Tell whether a number is an entry of the key, to the digits that were asked for."""
    bounds = key.either[at] if at < len(key.either) else None
    low, high = bounds or (key.values[at], key.values[at])
    slack = key.relative * max(abs(low), abs(high)) * (1 + 1e-9) or _ABSOLUTE
    return low - slack <= number <= high + slack


def _slip(key: Numbers, found: Sequence[float], hits: Sequence[bool]) -> tuple[str, float] | None:
    """Return the slip that explains wrong numbers, with its factor; None where none does."""
    if len(found) > 1 and _is_permuted(key, found):
        return "order", 0.0
    wrong = [(found[at], key.values[at]) for at, hit in enumerate(hits) if not hit]
    for ratio, name in _RATIOS:
        if _are_scaled(key, wrong, ratio):
            return name, ratio
    for factor in _FACTORS:
        for ratio in (float(factor), 1 / factor):
            if _are_scaled(key, wrong, ratio):
                return "times" if ratio > 1 else "share", float(factor)
    return _of_one(key, wrong)


def _of_one(key: Numbers, wrong: list[tuple[float, float]]) -> tuple[str, float] | None:
    """Return what may explain numbers that are no multiples of the right ones."""
    if all(abs(number - right) <= NEAR * abs(right) for number, right in wrong):
        return "near", 0.0
    if len(key.values) == 1:
        number, right = wrong[0]
        if right > 0 and _is_near(number * number, right, key.relative):
            return "rooted", 0.0
        if right > 0 and _is_near(number, right * right, key.relative):
            return "unrooted", 0.0
    return None


def _said(language: str, slip: tuple[str, float]) -> str:
    name, factor = slip
    return say(language, "numbers", name, factor=f"{factor:g}")


def _are_scaled(key: Numbers, wrong: list[tuple[float, float]], ratio: float) -> bool:
    """Tell whether all wrong numbers are the right ones times a ratio."""
    return all(right and _is_near(number, ratio * right, key.relative) for number, right in wrong)


def _is_near(number: float, wanted: float, relative: float) -> bool:
    return math.isfinite(number) and abs(number - wanted) <= relative * abs(wanted)


def _is_permuted(key: Numbers, found: Sequence[float]) -> bool:
    """Tell whether the right numbers were typed in another order."""
    pairs = zip(sorted(found), sorted(key.values), strict=True)
    return not any(key.either) and all(
        _is_near(number, right, key.relative) if right else abs(number) <= _ABSOLUTE
        for number, right in pairs
    )
