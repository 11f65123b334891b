"""Softmax and its kin against mpmath with 450 digits, and their Jacobian products against their definition."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from mpmath import exp, fabs, log, mpf

from studycli.errors import LossInputError
from studycli.losses import functions

DIGITS = 450
POINTS = [
    [0.2, -1.0, 2.5],
    [40.0, 0.0, -3.0],
    [700.0, 3.0, 0.0],
    [1e4, 0.0, -1e4],
    [1e4 + 1, 1e4, 1e4 - 2],
    [3.0, 3.0, 3.0],
    [-1e4, -1e4 - 1, -2e4],
]
ENTRIES = [0.0, 0.3, -1.7, 1e-10, -1e-10, 40.0, -40.0, 700.0, -700.0, 1e4, -1e4]


def softmax(x: list[Any]) -> list[Any]:
    return [exp(each) / sum(exp(other) for other in x) for each in x]


def log_softmax(x: list[Any]) -> list[Any]:
    return [each - log(sum(exp(other) for other in x)) for each in x]


def logsumexp(x: list[Any]) -> list[Any]:
    return [log(sum(exp(other) for other in x))]


def assert_exact(found: Any, exact: list[Any], relative: float = 1e-12) -> None:
    for value, right in zip(np.ravel(found).tolist(), exact, strict=True):
        assert fabs(mpf(value) - right) <= relative * fabs(right) + 1e-307, (value, float(right))


@pytest.mark.parametrize("x", POINTS)
@pytest.mark.parametrize("exact", [softmax, log_softmax, logsumexp])
def test_functions_along_an_axis_are_exact(exact: Callable[[list[Any]], list[Any]], x: list[float]) -> None:
    with mpmath.workdps(DIGITS):
        function = getattr(functions, exact.__name__)
        assert_exact(function(np.array([x]), axis=-1), exact([mpf(each) for each in x]))
        assert_exact(function(np.array([x]).T, axis=0), exact([mpf(each) for each in x]))


@pytest.mark.parametrize("x", POINTS)
@pytest.mark.parametrize("exact", [softmax, log_softmax, logsumexp])
def test_jacobian_products_along_an_axis_are_exact(
    exact: Callable[[list[Any]], list[Any]], x: list[float]
) -> None:
    """Rows and columns of the Jacobian, taken by numeric differentiation with 450 digits."""
    with mpmath.workdps(DIGITS):
        point = [mpf(each) for each in x]
        jacobian = [
            [
                mpmath.diff(lambda t, i=i, j=j: exact([*point[:j], t, *point[j + 1 :]])[i], point[j])
                for j in range(len(x))
            ]
            for i in range(len(exact(point)))
        ]
        jvp, vjp = (getattr(functions, f"{exact.__name__}_{kind}") for kind in ("jvp", "vjp"))
        for j, unit in enumerate(np.eye(len(x))):
            assert_exact(jvp(np.array(x), unit), [row[j] for row in jacobian])
        if exact is logsumexp:
            assert_exact(vjp(np.array(x), np.float64(1.0)), jacobian[0])
            return
        for i, unit in enumerate(np.eye(len(x))):
            assert_exact(vjp(np.array(x), unit), jacobian[i])


ELEMENTWISE: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "softplus": lambda x: log(1 + exp(x)),
    "log_sigmoid": lambda x: -log(1 + exp(-x)),
}


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_functions_of_entries_and_their_slopes_are_exact(name: str) -> None:
    exact, x = ELEMENTWISE[name], np.array(ENTRIES)
    with mpmath.workdps(DIGITS):
        assert_exact(getattr(functions, name)(x), [exact(mpf(each)) for each in ENTRIES])
        slopes = [2 * mpmath.diff(exact, mpf(each)) for each in ENTRIES]
        for kind in ("jvp", "vjp"):
            assert_exact(getattr(functions, f"{name}_{kind}")(x, np.full_like(x, 2.0)), slopes)


MATRICES = hnp.arrays(np.float64, (2, 4), elements=st.floats(-50, 50))


@pytest.mark.parametrize(
    "name", ["softmax", "log_softmax", "logsumexp", "sigmoid", "softplus", "log_sigmoid"]
)
@given(x=MATRICES, tangent=MATRICES, data=st.data())
@settings(max_examples=20)
def test_the_two_products_are_of_one_jacobian(name: str, x: Any, tangent: Any, data: Any) -> None:
    """C (J t) = (c J) t for every c and t."""
    shape = (2,) if name == "logsumexp" else x.shape
    cotangent = data.draw(hnp.arrays(np.float64, shape, elements=st.floats(-50, 50)))
    ahead = (cotangent * getattr(functions, f"{name}_jvp")(x, tangent)).sum()
    back = (getattr(functions, f"{name}_vjp")(x, cotangent) * tangent).sum()
    np.testing.assert_allclose(ahead, back, rtol=1e-9, atol=1e-9)


@given(MATRICES, st.floats(-1e3, 1e3))
def test_softmax_adds_up_to_one_and_does_not_see_a_shift(x: Any, shift: float) -> None:
    p = functions.softmax(x)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(functions.softmax(x + shift), p, rtol=1e-10)
    np.testing.assert_allclose(functions.logsumexp(x + shift), functions.logsumexp(x) + shift, atol=1e-10)


@given(MATRICES)
def test_the_log_of_softmax_is_log_softmax(x: Any) -> None:
    np.testing.assert_allclose(np.log(functions.softmax(x)), functions.log_softmax(x), rtol=1e-9, atol=1e-12)


@given(hnp.arrays(np.float64, 4, elements=st.floats(-700, 700)))
def test_sigmoids_of_opposite_logits_add_up_to_one(x: Any) -> None:
    np.testing.assert_allclose(functions.sigmoid(x) + functions.sigmoid(-x), 1, rtol=1e-15)


@pytest.mark.parametrize(
    "name", ["softmax", "log_softmax", "logsumexp", "sigmoid", "softplus", "log_sigmoid"]
)
def test_a_complex_step_gives_the_jacobian_product(name: str) -> None:
    rng = np.random.default_rng(3)
    x, tangent = rng.normal(size=(2, 3, 4))
    moved = getattr(functions, name)(x + 1e-200j * tangent)
    np.testing.assert_allclose(
        moved.imag / 1e-200, getattr(functions, f"{name}_jvp")(x, tangent), rtol=1e-13, atol=1e-15
    )


@pytest.mark.parametrize(
    "name", ["softmax", "log_softmax", "logsumexp", "sigmoid", "softplus", "log_sigmoid"]
)
def test_precision_stays_and_nan_passes_through(name: str) -> None:
    function = getattr(functions, name)
    assert function(np.array([0.5, 1.0], np.float32)).dtype == np.float32
    assert np.isnan(function(np.array([np.nan, 1.0]))).any()
    assert np.isfinite(function(np.array([1e4, -1e4], np.float32))).all()


def test_infinite_logits_give_no_warning() -> None:
    assert functions.softmax([-np.inf, 0.0]).tolist() == [0.0, 1.0]
    assert functions.softmax([np.inf, 0.0]).tolist() == [1.0, 0.0]
    assert np.isnan(functions.softmax([np.inf, np.inf])).any()


def test_a_tangent_of_another_shape_is_an_error() -> None:
    with pytest.raises(LossInputError, match=r"^tangent has shape \(2, 1\), expected \(2,\)"):
        functions.softmax_jvp([1.0, 2.0], [[1.0], [2.0]])
    with pytest.raises(LossInputError, match="has shape"):
        functions.logsumexp_vjp(np.zeros((2, 3)), np.zeros(3))
