"""What is wrong with what a function returned, as a value; and arrays as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.losses.gradcheck.diagnosis import Context, Diagnosis, diagnose, factor_between
from studycli.losses.program import wire
from studycli.losses.program.comparing import RELATIVE, close
from studycli.losses.program.trials import BATCH, EXTREME, ORDINARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.program.reference import Reference
    from studycli.losses.program.trials import Trial

TYPE, SHAPE, INFINITE, VALUE, CUT = "type", "shape", "infinite", "value", "cut"

_SHOWN = 12  # entries of an array that are written out
_LARGE = 1e3
_DIGITS, _DIGITS_OF_LARGE = 4, 6  # significant


class Finding(NamedTuple):
    """What was found in one trial.

    Attributes:
        kind: `TYPE` (no number or array), `SHAPE`, `INFINITE` (or NaN), `VALUE`; or `CUT`, which is no mistake: at an
            extreme point an epsilon made it smaller than it is.
        got: What was returned, as text.
        want: What should have been.
        place: Index of where the two are furthest apart; () for a number.
    """

    kind: str
    got: str
    want: str
    place: tuple[int, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the trial failed."""
        return self.kind != CUT


def judge(trial: Trial, coded: dict[str, Any]) -> Finding | None:
    """Compare what a function returned, as `wire.encode` gives it, with what a trial expects.

    Returns:
        None where it is right.
    """
    if isinstance(trial.expected, tuple):
        parts = coded.get("parts", ())
        if len(parts) != len(trial.expected):
            return Finding(
                TYPE, described(coded), " + ".join(described(wire.encode(e)) for e in trial.expected)
            )
        pairs = zip(parts, trial.expected, strict=True)
        return next((found for part in pairs if (found := _judged(trial, *part))), None)
    return _judged(trial, coded, trial.expected)


def _judged(trial: Trial, coded: dict[str, Any], expected: Any) -> Finding | None:
    right = np.asarray(expected)
    if "shape" not in coded:
        return Finding(TYPE, described(coded), described(wire.encode(right)))
    if tuple(coded["shape"]) != right.shape:
        return Finding(SHAPE, str(tuple(coded["shape"])), str(right.shape))
    value = np.asarray(wire.decode(coded))
    if close(value, right):
        return None
    index = _worst(value, right)
    if not np.isfinite(value).all():
        return Finding(INFINITE, text(value), text(right), index)
    if trial.kind == EXTREME and (not trial.exact or _is_cut(value, right)):
        return Finding(CUT, text(value), text(right), index)
    return Finding(VALUE, text(value), text(right), index)


def _is_cut(value: Any, right: Any) -> bool:
    """Tell whether every entry lies between 0 and the right one."""
    return bool(((value * right >= 0) & (abs(value) <= abs(right) * (1 + RELATIVE) + RELATIVE)).all())


def _worst(value: Any, right: Any) -> tuple[int, ...]:
    with np.errstate(all="ignore"):  # infinities less infinities
        away = np.nan_to_num(np.abs(value - right), nan=np.inf)
    return tuple(int(k) for k in np.unravel_index(int(np.argmax(away)), right.shape))


def explain(reference: Reference, tried: Sequence[tuple[Trial, dict[str, Any]]]) -> Diagnosis | None:
    """Return which usual mistake a wrong function looks like, from all its ordinary trials; None for none.

    Args:
        reference: What it should equal.
        tried: Trials with what was returned.
    """
    pairs = []
    for trial, coded in tried:
        value, right = _gradient_of(coded, trial.expected)
        if trial.kind == ORDINARY and "data" in value:
            pairs.append((np.asarray(wire.decode(value)), np.asarray(right), trial))
    if not pairs or any(value.shape != right.shape for value, right, _ in pairs):
        return None
    values = np.stack([value for value, _, _ in pairs]).astype(float)
    rights = np.stack([right for _, right, _ in pairs])
    if reference.gradient_of:
        points = [trial.point[reference.gradient_of] for _, _, trial in pairs]
        return diagnose(values, rights, Context(batch=BATCH, point=np.stack(points)))
    factor = factor_between(values, rights, RELATIVE) if np.isfinite(values).all() else None
    return None if factor is None or factor == 1.0 else Diagnosis("factor", factor, BATCH)


def _gradient_of(coded: dict[str, Any], expected: Any) -> tuple[dict[str, Any], Any]:
    """Return the gradients where a value and a gradient are expected; where one is missing, nothing."""
    if not isinstance(expected, tuple):
        return coded, expected
    parts = coded.get("parts", ())
    return (parts[-1] if len(parts) == len(expected) else {}), expected[-1]


def described(coded: dict[str, Any]) -> str:
    """Return what kind of thing was returned: a number, an array with its shape, or a type's name."""
    if "parts" in coded:
        return "(" + ", ".join(described(part) for part in coded["parts"]) + ")"
    shape = coded.get("shape")
    return coded["type"] if shape is None else f"array {tuple(shape)}" if shape else "float"


def text(value: Any) -> str:
    """Return a number or array with four digits; of a large one its shape and its ends."""
    array = np.asarray(value)
    if array.size > _SHOWN:
        ends = [_number(array.flat[k]) for k in (0, 1, -1)]
        return f"[{ends[0]}, {ends[1]}, …, {ends[2]}] {array.shape}"
    return _nested(array.tolist())


def _nested(value: Any) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else _number(value)


def _number(value: Any) -> str:
    digits = _DIGITS if abs(value) < _LARGE else _DIGITS_OF_LARGE
    return f"{value:.{digits}g}".replace("e-0", "e-") if isinstance(value, float) else str(value)
