"""The formulas, code and figures of the note on loss functions, against sources of their own.

Gradients are compared with central differences in float64, closed forms with a search over a grid or with the
definition, printed figures with the value computed here.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

STEM = "损失函数的设计"
Z = np.array([-6.0, -1.5, 0.0, 0.7, 4.0])


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def curvature(function: Callable, x: float, step: float = 1e-4) -> float:
    """Return the second derivative by differences (error about 1e-7 on values near 1)."""
    return (function(x + step) - 2 * function(x) + function(x - step)) / step**2


def minimum(function: Callable, low: float, high: float) -> float:
    """Return where a unimodal function is smallest on [low, high], by ternary search."""
    for _ in range(200):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if function(left) < function(right) else (left, high)
    return (low + high) / 2


class TestWhyCrossEntropy:
    """The first question's table and its claim on convexity."""

    @pytest.mark.parametrize("y", [0.0, 1.0])
    def test_both_gradients(self, slope: Callable, y: float) -> None:
        a = sigmoid(Z)
        square = slope(lambda z: np.sum((sigmoid(z) - y) ** 2 / 2), Z)
        entropy = slope(lambda z: np.sum(-y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))), Z)
        assert square == pytest.approx((a - y) * a * (1 - a), abs=1e-8)
        assert entropy == pytest.approx(a - y, abs=1e-8)

    def test_the_printed_gradients(self, text: Callable) -> None:
        a = 1 / (1 + math.exp(6))
        assert f"${(a - 1) * a * (1 - a):.5f}$" == "$-0.00246$"
        assert f"${a - 1:.5f}$" == "$-0.99753$"
        assert "| $-0.00246$ |" in text(STEM)
        assert "| $-0.99753$ |" in text(STEM)

    @pytest.mark.parametrize("z", [-3.0, -1.0, -0.6, 0.5, 2.0])
    def test_curvature_of_the_square(self, z: float) -> None:
        a = 1 / (1 + math.exp(-z))
        measured = curvature(lambda x: (1 / (1 + math.exp(-x)) - 1) ** 2 / 2, z)
        assert measured == pytest.approx(a * (1 - a) ** 2 * (3 * a - 1), abs=1e-6)
        assert (measured < 0) == (a < 1 / 3)


class TestStability:
    """Log-sum-exp and cross-entropy from logits."""

    def test_log_sum_exp_is_the_definition_on_small_values(self, code: Callable) -> None:
        z = np.array([[0.0, 1.0, 2.0], [-1.0, -1.0, -1.0]])
        want = [math.log(1 + math.e + math.e**2), -1 + math.log(3)]
        assert code(STEM, "log_sum_exp")(z) == pytest.approx(want, abs=1e-12)

    def test_log_sum_exp_of_huge_values(self, code: Callable) -> None:
        assert code(STEM, "log_sum_exp")(np.array([1000.0, 1000.0])) == pytest.approx(1000 + math.log(2))
        assert code(STEM, "log_sum_exp")(np.array([-1000.0, -1000.0])) == pytest.approx(-1000 + math.log(2))

    def test_log_sum_exp_over_the_first_axis(self, code: Callable) -> None:
        got = code(STEM, "log_sum_exp")(np.zeros((4, 3)), axis=0)
        assert got == pytest.approx(np.full(3, math.log(4)))

    @pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
    def test_bce_with_logits_is_the_definition(self, code: Callable, y: float) -> None:
        a = sigmoid(Z)
        want = -y * np.log(a) - (1 - y) * np.log(1 - a)
        assert code(STEM, "bce_with_logits")(Z, y) == pytest.approx(want, abs=1e-12)

    def test_bce_with_logits_of_huge_logits(self, code: Callable) -> None:
        got = code(STEM, "bce_with_logits")(np.array([800.0, -800.0, 800.0]), np.array([1.0, 1.0, 0.0]))
        assert got.tolist() == [0.0, 800.0, 800.0]

    def test_float32_overflows_where_the_note_says(self) -> None:
        assert math.log(float(np.finfo(np.float32).max)) == pytest.approx(88.72, abs=0.01)


class TestRegression:
    """MSE, MAE, Huber and the quantile loss."""

    Y = np.array([1.0, -2.0, 0.5, 3.0])
    P = np.array([0.2, -1.9, 2.5, -1.0])

    def test_mse_by_hand(self, code: Callable) -> None:
        got = code(STEM, "mse")(np.array([1.0, 0.0]), np.array([0.8, 0.3]))
        assert got == pytest.approx((0.04 + 0.09) / 2, abs=1e-15)

    def test_mse_gradient(self, code: Callable, slope: Callable) -> None:
        got = code(STEM, "mse_grad")(self.Y, self.P)
        assert got == pytest.approx(slope(lambda p: np.mean((self.Y - p) ** 2), self.P), abs=1e-8)

    def test_mae_gradient(self, slope: Callable) -> None:
        got = np.sign(self.P - self.Y) / 4
        assert got == pytest.approx(slope(lambda p: np.mean(np.abs(self.Y - p)), self.P), abs=1e-8)

    @pytest.mark.parametrize("delta", [0.5, 1.0, 2.0])
    def test_huber_pieces_meet(self, code: Callable, delta: float) -> None:
        at, above = (
            code(STEM, "huber")(np.array([0.0]), np.array([x]), delta) for x in (delta, delta + 1e-9)
        )
        assert at == delta**2 / 2
        assert above == pytest.approx(at, abs=1e-8)

    @pytest.mark.parametrize("delta", [0.5, 1.0, 2.1])
    def test_huber_gradient(self, code: Callable, slope: Callable, delta: float) -> None:
        got = code(STEM, "huber_grad")(self.Y, self.P, delta)
        assert got == pytest.approx(slope(lambda p: code(STEM, "huber")(self.Y, p, delta), self.P), abs=1e-8)

    def test_huber_limits(self, code: Callable) -> None:
        error = np.array([3.0])
        assert code(STEM, "huber")(error, np.zeros(1), 1e6) == 4.5
        assert code(STEM, "huber")(error, np.zeros(1), 1e-9) / 1e-9 == pytest.approx(3.0, abs=1e-8)

    def test_best_constants(self) -> None:
        data = np.array([0.0, 1.0, 2.0, 3.0, 100.0])
        assert minimum(lambda c: np.mean((data - c) ** 2), 0, 100) == pytest.approx(data.mean(), abs=1e-5)
        assert minimum(lambda c: np.mean(np.abs(data - c)), 0, 100) == pytest.approx(2.0, abs=1e-9)

    def test_quantile_loss(self) -> None:
        data = np.arange(11.0)

        def pinball(c: float, tau: float) -> float:
            return float(np.mean(np.maximum(tau * (data - c), (tau - 1) * (data - c))))

        grid = np.arange(0, 10.5, 0.5)
        assert grid[np.argmin([pinball(c, 0.75) for c in grid])] == 8.0
        assert pinball(3.3, 0.5) == pytest.approx(np.mean(np.abs(data - 3.3)) / 2)


class TestClassification:
    """Information, cross-entropy, softmax, focal loss."""

    P = np.array([0.5, 0.3, 0.2])
    Q = np.array([0.2, 0.5, 0.3])

    def test_cross_entropy_is_entropy_and_divergence(self) -> None:
        cross, entropy = (-np.sum(self.P * np.log(q)) for q in (self.Q, self.P))
        divergence = np.sum(self.P * np.log(self.P / self.Q))
        assert cross == pytest.approx(entropy + divergence, abs=1e-12)
        assert divergence > 0
        assert divergence != pytest.approx(np.sum(self.Q * np.log(self.Q / self.P)))

    def test_softmax_cross_entropy_value(self, code: Callable) -> None:
        logits = np.log(np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]]))
        value, _ = code(STEM, "softmax_cross_entropy")(logits, np.array([0, 2]))
        assert value == pytest.approx(-(math.log(0.7) + math.log(0.5)) / 2, abs=1e-12)

    def test_softmax_cross_entropy_gradient(self, code: Callable, slope: Callable) -> None:
        logits, labels = np.array([[0.1, -2.0, 1.5], [3.0, 0.0, 0.3]]), np.array([1, 0])
        function = code(STEM, "softmax_cross_entropy")
        assert function(logits, labels)[1] == pytest.approx(
            slope(lambda z: function(z, labels)[0], logits), abs=1e-8
        )

    def test_softmax_cross_entropy_of_huge_logits(self, code: Callable) -> None:
        value, grad = code(STEM, "softmax_cross_entropy")(np.array([[1e4, 0.0]]), np.array([1]))
        assert value == 1e4
        assert grad.tolist() == [[1.0, -1.0]]

    def test_uniform_prediction_costs_log_of_classes(self, code: Callable, text: Callable) -> None:
        value, _ = code(STEM, "softmax_cross_entropy")(np.zeros((1, 10)), np.array([3]))
        assert f"{value:.3f}" == "2.303"
        assert "10 类时约 2.303" in text(STEM)

    def test_softmax_ignores_a_shift(self) -> None:
        z = np.array([0.3, -1.0, 2.0])
        plain, shifted = (np.exp(v) / np.exp(v).sum() for v in (z, z - 7.5))
        assert shifted == pytest.approx(plain, abs=1e-15)

    def test_focal_weights_of_the_note(self) -> None:
        assert pytest.approx(0.01) == (1 - 0.9) ** 2
        assert (1 - 0.5) ** 2 == 0.25

    def test_focal_without_focus_is_weighted_cross_entropy(self, code: Callable) -> None:
        y, p = np.array([1, 0]), np.array([0.8, 0.4])
        want = np.mean([-0.25 * math.log(0.8), -0.75 * math.log(0.6)])
        assert code(STEM, "focal_loss")(y, p, gamma=0.0) == pytest.approx(want, abs=1e-12)

    def test_focal_by_hand(self, code: Callable) -> None:
        got = code(STEM, "focal_loss")(np.array([1]), np.array([0.9]))
        assert got == pytest.approx(0.25 * 0.01 * -math.log(0.9), abs=1e-12)


class TestOverlap:
    """IoU, Dice and GIoU."""

    def test_soft_iou_of_masks(self, code: Callable) -> None:
        loss = code(STEM, "soft_iou_loss")
        assert loss(np.array([1, 1, 0, 0]), np.array([0, 1, 1, 0])) == pytest.approx(2 / 3, abs=1e-6)
        assert loss(np.ones(3), np.ones(3)) == 0.0
        assert loss(np.zeros(3), np.zeros(3)) == 0.0

    @pytest.mark.parametrize(("both", "a", "b"), [(2, 3, 4), (5, 5, 5), (0, 2, 3)])
    def test_dice_and_iou_convert(self, both: int, a: int, b: int) -> None:
        iou, dice = both / (a + b - both), 2 * both / (a + b)
        assert dice == pytest.approx(2 * iou / (1 + iou))
        assert iou == pytest.approx(dice / (2 - dice))
        assert dice >= iou

    def test_giou_of_two_far_unit_squares_tends_to_minus_one(self) -> None:
        hull = 1001.0
        assert 0 - (hull - 2) / hull == pytest.approx(-0.998, abs=1e-5)


class TestConvexity:
    """Curvatures that the note derives."""

    def test_hessian_of_least_squares(self, slope: Callable) -> None:
        x, y = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]), np.array([1.0, 0.0, -2.0])
        rows = [slope(lambda w, i=i: (2 * x.T @ (x @ w - y))[i], np.zeros(2)) for i in range(2)]
        assert np.array(rows) == pytest.approx(2 * x.T @ x, abs=1e-7)
        assert np.all(np.linalg.eigvalsh(x.T @ x) > 0)

    @pytest.mark.parametrize("m", [-3.0, 0.0, 1.2])
    def test_curvature_of_the_logistic_loss(self, m: float) -> None:
        s = 1 / (1 + math.exp(-m))
        assert curvature(lambda v: math.log1p(math.exp(-v)), m) == pytest.approx(s * (1 - s), abs=1e-6)

    @pytest.mark.parametrize("m", [-2.0, -0.5, 0.0, 0.3, 1.0, 4.0])
    def test_surrogates_bound_the_zero_one_loss(self, m: float) -> None:
        wrong = 1.0 if m <= 0 else 0.0
        assert max(0, 1 - m) >= wrong
        assert math.log1p(math.exp(-m)) / math.log(2) >= wrong
        assert math.exp(-m) >= wrong


class TestPenalties:
    """L1, L2 and ridge regression."""

    @pytest.mark.parametrize("a", [-2.0, -0.3, 0.0, 0.4, 1.7])
    def test_soft_threshold_is_the_minimum(self, code: Callable, a: float) -> None:
        want = minimum(lambda w: (w - a) ** 2 / 2 + 0.5 * abs(w), -5, 5)
        assert code(STEM, "soft_threshold")(np.array([a]), 0.5)[0] == pytest.approx(want, abs=1e-6)

    def test_soft_threshold_is_exactly_zero(self, code: Callable) -> None:
        assert code(STEM, "soft_threshold")(np.array([0.5, -0.2]), 0.5).tolist() == [0.0, 0.0]

    def test_ridge_solution_has_no_gradient(self, slope: Callable) -> None:
        x, y = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]), np.array([1.0, 0.0, -2.0])
        w = np.linalg.solve(x.T @ x + 0.7 * np.eye(2), x.T @ y)
        assert slope(lambda v: np.sum((x @ v - y) ** 2) + 0.7 * v @ v, w) == pytest.approx(0, abs=1e-7)

    def test_priors(self) -> None:
        w, tau, b = np.array([0.5, -1.0]), 0.8, 0.4
        gauss = np.sum(w**2 / (2 * tau**2) + math.log(tau * math.sqrt(2 * math.pi)))
        laplace = np.sum(np.abs(w) / b + math.log(2 * b))
        at_zero = 2 * math.log(tau * math.sqrt(2 * math.pi)), 2 * math.log(2 * b)
        assert gauss - at_zero[0] == pytest.approx(1 / (2 * tau**2) * np.sum(w**2))
        assert laplace - at_zero[1] == pytest.approx(1 / b * np.sum(np.abs(w)))


class TestManyTasks:
    """Uncertainty weighting and dynamic weight averaging."""

    @pytest.mark.parametrize("loss", [0.3, 1.0, 4.0])
    def test_best_variance_is_the_loss(self, loss: float) -> None:
        assert minimum(lambda v: loss / (2 * v) + math.log(v) / 2, 0.01, 20) == pytest.approx(loss, abs=1e-5)

    def test_log_variance_form_is_the_same(self) -> None:
        variance, loss = 0.6, 2.0
        s = math.log(variance)
        want = loss / (2 * variance) + math.log(math.sqrt(variance))
        assert math.exp(-s) * loss / 2 + s / 2 == pytest.approx(want, abs=1e-12)

    def test_dwa_favours_the_slow_task(self, code: Callable) -> None:
        weights = code(STEM, "dwa_weights")([0.9, 0.5], [1.0, 1.0])
        assert weights.sum() == pytest.approx(2)
        assert weights[0] / weights[1] == pytest.approx(math.exp(0.4 / 2))
        assert code(STEM, "dwa_weights")([0.9, 0.5], [1.0, 1.0], tau=1e9) == pytest.approx([1, 1])
