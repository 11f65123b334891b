"""Checks of a gradient against other ways to get one: mean softmax cross-entropy of 64 rows and 100 classes."""

from functools import cached_property
from importlib.util import find_spec
from typing import Any

from paired import Measured, paired, timed

SHAPE = {"n": 64, "c": 100}
_EXACT = 1e-15  # of the largest entry: how far an estimate of the full check may be off


class Softmax:
    """The loss at a point, and its checks."""

    @cached_property
    def loss(self) -> Any:
        """The loss of the catalogue."""
        from studycli.losses.kernel import load

        return load("softmax-ce")

    @cached_property
    def point(self) -> dict[str, Any]:
        """Its arguments."""
        import numpy as np

        return self.loss.sample(np.random.default_rng(0), SHAPE)

    def gradient(self, logits: Any) -> Any:
        """Return its gradient."""
        return self.loss.gradient(logits, self.point["target"])["logits"]

    def check(self, directions: int = 0) -> Any:
        """Check it.

        Raises:
            AssertionError: the gradient is not called right, or the estimate is off.
        """
        from studycli.losses.gradcheck.catalogued import check_argument

        report = check_argument(self.loss, self.point, "logits", self.gradient, directions=directions)
        if report.verdict != "right":
            raise AssertionError(report)
        return report

    def approximate(self) -> Any:
        """Return the gradient by SciPy."""
        from scipy.optimize import approx_fprime

        logits, target = self.point["logits"], self.point["target"]
        return approx_fprime(
            logits.ravel(), lambda x: float(self.loss.value(x.reshape(logits.shape), target))
        )

    def both(self) -> Any:
        """Return value and gradient."""
        return self.loss.value(**self.point), self.loss.gradient(**self.point)


def has_scipy() -> bool:
    """Tell whether the baseline of the full check is installed."""
    return find_spec("scipy") is not None


def full(pairs: int) -> Measured:
    """Time a check of all entries and SciPy's gradient, and see that the check's estimates are exact.

    Raises:
        AssertionError: they are not.
    """
    softmax = Softmax()
    worst, largest = softmax.check().worst, abs(softmax.gradient(softmax.point["logits"])).max()
    if abs(worst.given - worst.expected) > _EXACT * largest:
        raise AssertionError(worst)
    return paired(timed(softmax.check), timed(softmax.approximate), pairs)


def five(pairs: int) -> Measured:
    """Time a check along five directions, and one evaluation of value and gradient."""
    softmax = Softmax()
    return paired(timed(lambda: softmax.check(5)), timed(softmax.both), pairs)
