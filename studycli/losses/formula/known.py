"""How notes write the losses of the catalogue, and that a formula has the value that the kernel gives.

Of each loss: the variables that its formulas have, and the argument of the kernel that each stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.losses.formula.variables import Declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.losses.formula.comparison import Valued
    from studycli.losses.formula.evaluation import Point
    from studycli.losses.model import Array


class Way(NamedTuple):
    """One way to write a loss.

    Attributes:
        key: Its key in the catalogue.
        variables: What its formula has, with the axes of a batch.
        arguments: For each argument of the kernel the variable that it is made of, behind a colon how: ``log`` and
            ``logit`` of it; or a number.
    """

    key: str
    variables: tuple[Declared, ...]
    arguments: tuple[tuple[str, str], ...]


def _declared(text: str) -> tuple[Declared, ...]:
    """Return variables out of ``y n real, yhat n real``: name, axes, domain."""
    words = [each.split() for each in text.split(", ")]
    return tuple(Declared(first, tuple(axes), domain) for first, *axes, domain in words)


def _way(key: str, variables: str, arguments: str) -> Way:
    pairs = tuple((name, made) for name, made in (each.split("=") for each in arguments.split()))
    return Way(key, _declared(variables), pairs)


_PAIR = "y n real, yhat n real"
_PAIRED = "prediction=yhat target=y"
_BOUNDED = "y n sign, z n real"
_SCORED = "score=z target=y"
_MASKS = "y n binary, p n probability"

WAYS = (
    *(_way(key, _PAIR, _PAIRED) for key in ("mse", "rmse", "mae", "log-cosh")),
    _way("huber", f"{_PAIR}, delta positive", f"{_PAIRED} delta=delta"),
    _way("huber", "e n real, delta positive", "prediction=e target=0 delta=delta"),
    _way("smooth-l1", f"{_PAIR}, beta positive", f"{_PAIRED} beta=beta"),
    _way("smooth-l1", f"{_PAIR}", f"{_PAIRED} beta=1"),
    _way("smooth-l1", "x n real", "prediction=x target=0 beta=1"),
    _way("quantile", f"{_PAIR}, tau probability", f"{_PAIRED} quantile=tau"),
    _way("quantile", "e n real, tau probability", "prediction=0 target=e quantile=tau"),
    _way("gaussian-nll", f"{_PAIR}, v n positive", f"{_PAIRED} variance=v"),
    _way("poisson-nll", "y n nonnegative, s n real", "log_rate=s target=y"),
    _way("bce", "y n binary, yhat n probability", "probability=yhat target=y"),
    _way("bce", "y n binary, z n real", "probability=z:sigmoid target=y"),
    _way("bce-logits", "y n binary, z n real", "logits=z target=y"),
    _way("softmax-ce", "y n c onehot, yhat n c simplex", "logits=yhat:log target=y"),
    _way("softmax-ce", "y n c onehot, z n c real", "logits=z target=y"),
    _way("focal-binary", "yhat n probability, alpha probability, gamma positive",
         "logits=yhat:logit target=1 alpha=alpha gamma=gamma"),
    _way("focal-binary", "p_t n probability, alpha_t probability, gamma positive",
         "logits=p_t:logit target=1 alpha=alpha_t gamma=gamma"),
    _way("focal-binary", "y n binary, yhat n probability, alpha probability, gamma positive",
         "logits=yhat:logit target=y alpha=alpha gamma=gamma"),
    *(_way(key, _BOUNDED, _SCORED) for key in ("logistic", "hinge", "squared-hinge", "exponential")),
    _way("kl", "P n c simplex, Q n c simplex", "prediction=Q target=P"),
    _way("kl", "p n c simplex, q n c simplex", "prediction=q target=p"),
    _way("dice", f"{_MASKS}, s positive", "prediction=p target=y smooth=s"),
    _way("dice", _MASKS, "prediction=p target=y smooth=0"),
    _way("soft-iou", f"{_MASKS}, s positive", "prediction=p target=y smooth=s"),
    _way("soft-iou", _MASKS, "prediction=p target=y smooth=0"),
    _way("l1", "w d real", "parameters=w"),
    _way("l1", "w d real, lambda positive", "parameters=w strength=lambda"),
    _way("l2", "w d real", "parameters=w"),
    _way("l2", "w d real, lambda positive", "parameters=w strength=lambda"),
    _way("elastic-net", "w d real, alpha probability", "parameters=w ratio=alpha"),
    _way("elastic-net", "w d real, rho probability", "parameters=w ratio=rho"),
    _way("elastic-net", "w d real, rho probability, lambda positive", "parameters=w ratio=rho strength=lambda"),
    _way("uncertainty-weighting", "L t positive, sigma t positive", "losses=L log_sigma=sigma:log"),
)  # fmt: skip


def ways(key: str) -> tuple[Way, ...]:
    """Return the ways to write a loss; () where none is known."""
    return tuple(way for way in WAYS if way.key == key)


def kernel(way: Way, reduction: str = "mean") -> Valued:
    """Return the kernel's value as a function of points, to hold a formula against.

    Args:
        way: How the loss is written.
        reduction: ``mean`` or ``sum``.
    """
    import numpy as np

    from studycli.losses.formula.grid import POINTS, Grid
    from studycli.losses.kernel import load

    loss = load(way.key)

    def value(point: Point) -> Grid:
        found = [loss.value(**arguments(way, point, at), reduction=reduction) for at in range(point.length)]
        return Grid(np.asarray([float(np.sum(each)) for each in found]), (POINTS,))

    return value


def arguments(way: Way, point: Point, at: int) -> dict[str, Any]:
    """Return the kernel's arguments at one of several points."""
    return {name: _argument(way, made, point, at) for name, made in way.arguments}


def _argument(way: Way, made: str, point: Point, at: int) -> Any:
    import numpy as np

    name, _, how = made.partition(":")
    if name.isdigit():
        like = _batch(point.values[way.variables[0].name][at])
        return np.full(like.shape, float(name)) if _is_batch(way, made) else float(name)
    value = point.values[name][at]
    axes = next(each for each in way.variables if each.name == name).axes
    if not axes:
        return _MADE[how](value).item()
    return _MADE[how](_batch(value, len(axes)))


def _is_batch(way: Way, made: str) -> bool:
    """Tell whether an argument that is a number is one for each sample, as a target is."""
    name = next(name for name, each in way.arguments if each == made)
    return name in ("target", "prediction")


def _batch(value: Array, axes: int = 1) -> Array:
    """Return a single sample as a batch of one."""
    return value.reshape((1,) * (axes - value.ndim) + value.shape)


def _log(value: Array) -> Array:
    import numpy as np

    return np.asarray(np.log(value))


def _logit(value: Array) -> Array:
    import numpy as np

    return np.asarray(np.log(value) - np.log1p(-value))


def _sigmoid(value: Array) -> Array:
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-value)))


_MADE: dict[str, Callable[[Array], Array]] = {
    "": lambda value: value,
    "log": _log,
    "logit": _logit,
    "sigmoid": _sigmoid,
}
