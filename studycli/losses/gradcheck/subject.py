"""The loss, the point and the gradient that a check is about, and whether complex steps can be trusted there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from studycli.errors import LossInputError
from studycli.losses.gradcheck import complex_step, differences, noise
from studycli.losses.gradcheck.differences import EPSILON, Noise
from studycli.losses.gradcheck.lines import along, evaluate, scales

if TYPE_CHECKING:
    from studycli.losses.gradcheck.differences import Estimate
    from studycli.losses.gradcheck.lines import Function, Line
    from studycli.losses.gradcheck.rows import Rows
    from studycli.losses.model import Array

SLACK = 4.0  # times the error of an estimate: from here on it contradicts
RESOLUTION = 1e-3  # of the slope: an error above it leaves open whether the complex step is right
_FINE = 1e-5  # relative error of the slope that a complex step is compared with: a kink has a larger jump
_STEP = 2.0**-11  # of the differences: small, since each is halved only once
_PLACES = 8  # units in the last place by which a gradient in single precision may be off
_BY_CHANCE = (
    100.0  # times smaller than usual: what the slope in a random direction is once in a hundred times
)
_SAME = 1e-9  # relative; complex steps and differences that are this close agree


class Subject(NamedTuple):
    """What is checked.

    Attributes:
        value: The loss as one number.
        rows: The loss of each row, of which ``value`` is the sum or mean; None where there is no such thing.
        point: Where the gradient is taken, in float64.
        scale: By how much each entry is moved at a unit of a line.
        gradient: The gradient that is checked, as a function; None where only its value is known.
        given: Its value at the point, of any shape.
        precision: Relative, of the gradient as it was given: that of float32 where it comes as such; else 0.
        middle: The loss at the point.
        noise: How far the loss may be off.
    """

    value: Function
    rows: Rows | None
    point: Array
    scale: Array
    gradient: Function | None
    given: Array
    precision: float
    middle: float
    noise: Noise


class Probe(NamedTuple):
    """One Gaussian direction, tried by complex step and by differences.

    Attributes:
        direction: The direction.
        exact: The derivative by complex step; NaN where the loss does not take complex numbers, or where what it
            makes of them is refuted by the differences.
        doubt: Key of ``report.REASONS``: why the differences say nothing about the complex step; '' where they do.
        slope: The differences' estimate.
    """

    direction: Array
    exact: float
    doubt: str
    slope: Estimate

    @property
    def analytic(self) -> bool:
        """Whether complex steps can be taken."""
        return bool(np.isfinite(self.exact))


def make_subject(value: Function, rows: Rows | None, point: object, gradient: object) -> Subject:
    """Return the subject of a check, its gradient and its loss evaluated at the point.

    Raises:
        LossInputError: The point is empty or not real, or the loss is not one number.
    """
    place = np.asarray(point)
    if place.dtype.kind not in "biuf" or place.size == 0:
        raise LossInputError(
            f"The point has shape {place.shape} and type {place.dtype}, expected real numbers."
        )
    place = place.astype(np.float64)
    middle = evaluate(value, place.copy())
    if middle.size != 1:
        raise LossInputError(
            f"The loss gives an array of shape {middle.shape}, expected one number: a mean or a sum."
        )
    function = gradient if callable(gradient) else None
    given = evaluate(function, place.copy()) if function else np.asarray(gradient)
    single = given.dtype in (np.float32, np.float16)
    precision = _PLACES * float(np.finfo(given.dtype).eps) if single else 0.0
    scale = scales(place)
    # what is larger than 1 goes through exponentials and logarithms to numbers about 1
    exact = Noise(unit=min(1.0, float(np.max(scale))))
    number = float(_real(middle).reshape(()))
    return Subject(value, rows, place, scale, function, _real(given), precision, number, exact)


def with_noise(subject: Subject, direction: Array) -> Subject:
    """Return a subject with the noise of its loss as it is measured along a direction, for differences alone."""
    found = noise.deviation(along(subject.value, subject.point, direction))
    if found == 0:
        return subject
    share = found / abs(subject.middle) if subject.middle else 0.0
    return subject._replace(noise=Noise(max(share, EPSILON)))


def _real(values: Array) -> Array:
    """Return a gradient as real numbers in float64.

    Raises:
        LossInputError: It consists of something else.
    """
    if values.dtype.kind not in "biufc":
        raise LossInputError(f"Expected numbers, found an array of type {values.dtype}.")
    return values.real.astype(np.float64)


def gaussian(subject: Subject, rng: np.random.Generator) -> Array:
    """Return a Gaussian direction, each entry in the scale of the point's own."""
    return np.asarray(rng.standard_normal(subject.point.shape) * subject.scale)


def probe(subject: Subject, direction: Array) -> Probe:
    """Try one direction both ways."""
    line = along(subject.value, subject.point, direction)
    exact = _complex_slope(line)
    size = _usual_slope(subject, direction, exact)
    slope = _slope(line, subject, size)
    if np.isfinite(exact) and slope.error > RESOLUTION * size:
        # the noise that was assumed may be too large: a loss can be made of smaller numbers
        slope = _slope(line, with_noise(subject, direction), size)
    return _judged(direction, exact, size, slope)


def _slope(line: Line, subject: Subject, size: float) -> Estimate:
    """Return the estimate by differences that a complex step is compared with."""
    return differences.differentiate(
        line, _FINE * size, 0.0, middle=subject.middle, noise=subject.noise, first=_STEP, halvings=1, least=1
    )


def _judged(direction: Array, exact: float, size: float, slope: Estimate) -> Probe:
    """Return what a slope by differences says of the complex step's."""
    if not np.isfinite(exact):
        return Probe(direction, exact, "", slope)
    if not np.isfinite(slope.error):
        return Probe(direction, exact, "overflow", slope)
    if slope.jump > _FINE * size:
        return Probe(direction, exact, "kink", slope)
    if abs(exact - slope.value) > SLACK * slope.error + _SAME * size:
        return Probe(direction, np.nan, "", slope)
    if slope.error > RESOLUTION * size:
        return Probe(direction, exact, "saturated" if size <= SLACK * slope.error else "steps", slope)
    return Probe(direction, exact, "", slope)


def _usual_slope(subject: Subject, direction: Array, exact: float) -> float:
    """Return the size of the slopes in random directions, for that in this one may be small by chance; 0 for none.

    It is that of the gradient that was given, unless this is far from the complex step's.
    """
    given = float(np.linalg.norm(subject.given)) * float(np.linalg.norm(direction)) / direction.size**0.5
    return min(max(given, abs(exact)), _BY_CHANCE * abs(exact)) if np.isfinite(exact) else 0.0


def _complex_slope(line: Line) -> float:
    """Return the derivative by complex step; NaN where it cannot be taken."""
    try:
        return complex_step.slope(line)
    except complex_step.NotAnalytic:
        return np.nan
