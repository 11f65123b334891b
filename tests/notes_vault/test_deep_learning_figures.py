"""Formulas, code and printed figures of the seven notes on deep learning, against sources of their own.

Gradients are compared with central differences in float64, closed forms with simulation by hand or with the definition.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

RNG_SEED = 20261123


@pytest.fixture
def rng() -> np.random.Generator:
    """Give random numbers that are the same in every run."""
    return np.random.default_rng(RNG_SEED)


class TestOptimisers:
    """优化器."""

    STEM = "优化器"

    def test_the_first_adam_step_is_the_sign(self, code: Callable) -> None:
        g = np.array([1e-3, -50.0])
        w, _, _ = code(self.STEM, "adamw_step")(np.zeros(2), g, np.zeros(2), np.zeros(2), 1, lr=0.01)
        assert w == pytest.approx(-0.01 * np.sign(g), rel=1e-4)

    def test_two_adam_steps_by_hand(self, code: Callable) -> None:
        step, w, m, s = code(self.STEM, "adamw_step"), 0.0, 0.0, 0.0
        for t in (1, 2):
            w, m, s = step(w, 2.0, m, s, t, lr=0.1, eps=0.0)
        assert (m, s) == pytest.approx((0.9 * 0.2 + 0.2, 0.999 * 0.004 + 0.004))
        assert w == pytest.approx(-0.2)

    def test_decay_shrinks_all_weights_alike(self, code: Callable) -> None:
        w = np.array([1.0, -3.0])
        got, _, _ = code(self.STEM, "adamw_step")(w, np.zeros(2), np.zeros(2), np.zeros(2), 1, 0.1, decay=0.5)
        assert got == pytest.approx(w * (1 - 0.05))

    def test_first_step_without_correction(self, text: Callable) -> None:
        assert f"{0.1 / math.sqrt(0.001):.2f}" == "3.16"
        assert r"\approx3.16" in text(self.STEM)

    def test_momentum_tends_to_ten_times_the_gradient(self) -> None:
        v = 0.0
        for _ in range(500):
            v = 0.9 * v + 1.0
        assert v == pytest.approx(10)

    def test_warm_up_then_cosine(self, code: Callable) -> None:
        rate = code(self.STEM, "warmup_cosine")
        got = [rate(step, 110, 10, 1.0, floor=0.2) for step in (0, 9, 10, 60, 110)]
        assert got == pytest.approx([0.1, 1.0, 1.0, 0.6, 0.2])

    def test_clipping_keeps_the_direction(self, code: Callable) -> None:
        clip = code(self.STEM, "clip_by_global_norm")
        assert np.concatenate(clip([np.array([3.0]), np.array([4.0])], 1.0)) == pytest.approx([0.6, 0.8])
        assert np.concatenate(clip([np.array([3.0]), np.array([4.0])], 6.0)).tolist() == [3.0, 4.0]

    def test_smallest_half_precision_number(self) -> None:
        assert float(np.finfo(np.float16).smallest_subnormal) == pytest.approx(6e-8, rel=0.01)

    @pytest.mark.parametrize(("rate", "converges"), [(0.19, True), (0.21, False)])
    def test_largest_learning_rate_on_a_quadratic(self, rate: float, *, converges: bool) -> None:
        w, h = np.ones(2), np.array([10.0, 1.0])
        for _ in range(200):
            w = w - rate * h * w
        assert bool(np.all(np.abs(w) < 1e-6)) is converges

    def test_best_fixed_rate_on_a_quadratic(self) -> None:
        h_max, h_min = 10.0, 2.0
        factors = [max(abs(1 - r * h_max), abs(1 - r * h_min)) for r in np.arange(0.001, 0.2, 0.001)]
        kappa = h_max / h_min
        best = 2 / (h_max + h_min)
        assert max(abs(1 - best * h_max), abs(1 - best * h_min)) == pytest.approx((kappa - 1) / (kappa + 1))
        assert min(factors) >= (kappa - 1) / (kappa + 1)


class TestNormalisation:
    """归一化."""

    STEM = "归一化"
    X = np.array([[1.0, -2.0, 0.5, 4.0], [0.3, 0.1, -0.2, 0.0]])

    def test_layer_norm_has_mean_zero_and_variance_one(self, code: Callable) -> None:
        y = code(self.STEM, "layer_norm")(self.X, 1.0, 0.0, eps=0.0)
        assert y.mean(axis=-1) == pytest.approx(0, abs=1e-12)
        assert (y**2).mean(axis=-1) == pytest.approx(1)

    def test_layer_norm_is_invariant(self, code: Callable) -> None:
        norm = code(self.STEM, "layer_norm")
        assert norm(3 * self.X + 7, 1.0, 0.0, 0.0) == pytest.approx(norm(self.X, 1.0, 0.0, 0.0))

    def test_rms_norm_ignores_scale_but_not_shift(self, code: Callable) -> None:
        norm = code(self.STEM, "rms_norm")
        assert norm(3 * self.X, 1.0, 0.0) == pytest.approx(norm(self.X, 1.0, 0.0))
        assert norm(self.X + 1, 1.0, 0.0) != pytest.approx(norm(self.X, 1.0, 0.0))
        assert norm(np.array([3.0, 4.0]), 1.0, 0.0) == pytest.approx(np.array([3, 4]) / math.sqrt(12.5))

    def test_folding_changes_nothing(self, code: Callable, rng: np.random.Generator) -> None:
        w, b, x = rng.normal(size=(3, 5)), rng.normal(size=3), rng.normal(size=5)
        gamma, beta, mean, var = rng.normal(size=3), rng.normal(size=3), rng.normal(size=3), rng.random(3)
        folded, bias = code(self.STEM, "fold_batch_norm")(w, b, gamma, beta, mean, var)
        want = gamma * (w @ x + b - mean) / np.sqrt(var + 1e-5) + beta
        assert folded @ x + bias == pytest.approx(want)

    def test_folding_a_kernel(self, code: Callable) -> None:
        w = np.ones((2, 1, 3, 3))
        folded, _ = code(self.STEM, "fold_batch_norm")(
            w, *np.zeros((2, 2)), np.zeros(2), np.zeros(2), 1.0, 0.0
        )
        assert folded.tolist() == np.zeros((2, 1, 3, 3)).tolist()

    @pytest.mark.parametrize("eps", [0.0, 1e-5, 0.1])
    def test_backward_of_batch_norm(self, code: Callable, slope: Callable, eps: float) -> None:
        x, grad = self.X[0], np.array([0.2, -1.0, 0.7, 0.4])

        def loss(v: np.ndarray) -> float:
            return float(grad @ (1.5 * (v - v.mean()) / np.sqrt(v.var() + eps)))

        got = code(self.STEM, "batch_norm_backward")(grad, x, 1.5, eps)
        assert got == pytest.approx(slope(loss, x), abs=1e-8)

    def test_without_epsilon_two_directions_vanish(self, code: Callable) -> None:
        x, grad = self.X[0], np.array([0.2, -1.0, 0.7, 0.4])
        got = code(self.STEM, "batch_norm_backward")(grad, x, 1.0, 0.0)
        assert got.sum() == pytest.approx(0, abs=1e-12)
        assert got @ (x - x.mean()) == pytest.approx(0, abs=1e-12)


class TestInitialisation:
    """参数初始化."""

    STEM = "参数初始化"

    def test_variances(self, code: Callable, rng: np.random.Generator) -> None:
        assert code(self.STEM, "he_normal")(400, 300, rng).var() == pytest.approx(2 / 400, rel=0.02)
        assert code(self.STEM, "he_normal")(400, 300, rng, 0.5).var() == pytest.approx(1.6 / 400, rel=0.02)
        xavier = code(self.STEM, "xavier_uniform")(400, 300, rng)
        assert xavier.var() == pytest.approx(2 / 700, rel=0.02)
        assert np.abs(xavier).max() <= math.sqrt(6 / 700)

    @pytest.mark.parametrize("shape", [(4, 4), (6, 3), (3, 6)])
    def test_orthogonal(self, code: Callable, rng: np.random.Generator, shape: tuple[int, int]) -> None:
        w = code(self.STEM, "orthogonal")(*shape, rng, gain=2.0)
        assert w.shape == shape
        small = w.T @ w if shape[0] >= shape[1] else w @ w.T
        assert small == pytest.approx(4 * np.eye(min(shape)), abs=1e-12)

    @pytest.mark.parametrize("slope_", [0.0, 0.3])
    def test_second_moment_behind_a_leaky_relu(self, rng: np.random.Generator, slope_: float) -> None:
        u = rng.normal(size=400_000)
        moment = np.mean(np.where(u > 0, u, slope_ * u) ** 2)
        assert moment == pytest.approx((1 + slope_**2) / 2, rel=0.01)

    def test_twenty_layers(self, text: Callable) -> None:
        assert f"{2.0**-20:.1e}" == "9.5e-07"
        assert r"2^{-20}\approx9.5\times10^{-7}" in text(self.STEM)

    def test_fan_in_of_a_kernel(self, text: Callable) -> None:
        assert f"{math.sqrt(2 / (64 * 9)):.3f}" == "0.059"
        assert r"\sqrt{2/576}\approx0.059" in text(self.STEM)

    def test_bias_for_one_percent(self, text: Callable) -> None:
        assert f"{math.log(0.01 / 0.99):.3f}" == "-4.595"
        assert r"b\approx-4.595" in text(self.STEM)

    def test_forget_gate(self) -> None:
        assert 1 / (1 + math.exp(-1)) == pytest.approx(0.73, abs=0.002)


class TestConvolution:
    """卷积网络."""

    STEM = "卷积网络"

    @pytest.mark.parametrize("k", [1, 2, 3, 5])
    @pytest.mark.parametrize("p", [0, 1, 2])
    @pytest.mark.parametrize("s", [1, 2, 3])
    @pytest.mark.parametrize("d", [1, 2])
    def test_output_size_is_the_count_of_places(self, code: Callable, k: int, p: int, s: int, d: int) -> None:
        places = [x for x in range(0, 13 + 2 * p, s) if x + d * (k - 1) <= 13 + 2 * p - 1]
        assert code(self.STEM, "conv_output")(13, k, p, s, d) == len(places)

    def test_first_layer_of_a_residual_network(self, code: Callable) -> None:
        assert code(self.STEM, "conv_output")(224, 7, p=3, s=2) == 112

    @pytest.mark.parametrize("d", [1, 2, 4])
    @pytest.mark.parametrize("k", [1, 3, 5])
    def test_same_padding(self, code: Callable, k: int, d: int) -> None:
        assert code(self.STEM, "conv_output")(17, k, p=d * (k - 1) // 2, d=d) == 17

    @pytest.mark.parametrize(("i", "k", "p", "s", "d"), [(7, 3, 1, 2, 1), (5, 4, 1, 2, 1), (6, 3, 0, 1, 2)])
    def test_transposed_size_is_an_inverse(
        self, code: Callable, i: int, k: int, p: int, s: int, d: int
    ) -> None:
        out = (i - 1) * s - 2 * p + d * (k - 1) + 1
        assert code(self.STEM, "conv_output")(out, k, p, s, d) == i

    def test_parameters_and_multiplications(self, text: Callable) -> None:
        assert 9 * 64 * 128 + 128 == 73856
        assert f"{9 * 64 * 128 * 56 * 56:.2e}" == "2.31e+08"
        assert "参数 73 856 个" in text(self.STEM)

    def test_separable_share(self) -> None:
        share = (9 * 32 + 32 * 256) / (9 * 32 * 256)
        assert share == pytest.approx(1 / 256 + 1 / 9)
        assert f"{share:.3f}" == "0.115"

    @pytest.mark.parametrize(
        "layers", [[(3, 1, 1)] * 3, [(3, 2, 1), (5, 1, 2), (2, 2, 1)], [(7, 2, 1), (3, 2, 1)]]
    )
    def test_receptive_field_by_tracing(self, code: Callable, layers: list[tuple[int, int, int]]) -> None:
        seen = {0}
        for k, s, d in reversed(layers):
            seen = {place * s + d * tap for place in seen for tap in range(k)}
        assert code(self.STEM, "receptive_field")(layers) == max(seen) - min(seen) + 1

    def test_three_small_kernels(self, code: Callable) -> None:
        field = code(self.STEM, "receptive_field")
        assert [field([(3, 1, 1)] * n) for n in (1, 2, 3)] == [3, 5, 7]

    def test_convolution_is_the_sum_over_windows(self, code: Callable, rng: np.random.Generator) -> None:
        x, w = rng.normal(size=(2, 5, 6)), rng.normal(size=(3, 2, 3, 3))
        got = code(self.STEM, "conv2d")(x, w)
        assert got.shape == (3, 3, 4)
        assert got[1, 2, 3] == pytest.approx(np.sum(w[1] * x[:, 2:5, 3:6]))


class TestFineTuning:
    """LoRA与偏好对齐."""

    STEM = "LoRA与偏好对齐"

    def test_lora_is_the_merged_matrix(self, code: Callable, rng: np.random.Generator) -> None:
        x, w0, a, b = (rng.normal(size=shape) for shape in ((4, 5), (3, 5), (2, 5), (3, 2)))
        got = code(self.STEM, "lora_forward")(x, w0, a, b, alpha=8)
        assert got == pytest.approx(x @ (w0 + 4 * b @ a).T)

    def test_share_of_parameters(self, text: Callable) -> None:
        assert (8 * (4096 + 4096), 4096 * 4096) == (65536, 16777216)
        assert f"{65536 / 16777216:.2%}" == "0.39%"
        assert "65 536 对 16 777 216，占 0.39%" in text(self.STEM)

    def test_gradients_of_the_factors(self, slope: Callable, rng: np.random.Generator) -> None:
        a, b, target = rng.normal(size=(2, 4)), rng.normal(size=(3, 2)), rng.normal(size=(3, 4))
        g = b @ a - target
        assert b.T @ g == pytest.approx(slope(lambda v: np.sum((b @ v - target) ** 2) / 2, a), abs=1e-7)
        assert g @ a.T == pytest.approx(slope(lambda v: np.sum((v @ a - target) ** 2) / 2, b), abs=1e-7)

    def test_dpo_starts_at_log_two(self, code: Callable) -> None:
        same = np.array([-3.0, -8.0])
        assert code(self.STEM, "dpo_loss")(same, same - 1, same, same - 1) == pytest.approx(math.log(2))

    def test_dpo_gradient_weight(self, code: Callable, slope: Callable) -> None:
        loss, beta = code(self.STEM, "dpo_loss"), 0.5
        chosen, rejected = -2.0, -1.0
        margin = beta * ((chosen + 1.5) - (rejected + 1.2))
        want = -beta / (1 + math.exp(margin))
        got = slope(lambda v: loss(v, np.array([rejected]), -1.5, -1.2, beta), np.array([chosen]))
        assert got == pytest.approx([want], abs=1e-9)

    def test_best_policy_of_the_penalised_reward(self, rng: np.random.Generator) -> None:
        reference, reward, beta = np.array([0.5, 0.3, 0.2]), np.array([1.0, -0.5, 2.0]), 0.7
        best = reference * np.exp(reward / beta)
        best /= best.sum()

        def objective(p: np.ndarray) -> float:
            return float(p @ reward - beta * np.sum(p * np.log(p / reference)))

        assert all(objective(best) >= objective(p) for p in rng.dirichlet(np.ones(3), size=500))


class TestRegularisation:
    """regularisation.md."""

    STEM = "regularisation"

    def test_dropout_keeps_the_mean_and_adds_variance(self, code: Callable, rng: np.random.Generator) -> None:
        out = code(self.STEM, "dropout")(np.full(400_000, 2.0), 0.2, rng)
        assert set(np.unique(out)) == {0.0, 2.5}
        assert out.mean() == pytest.approx(2.0, rel=0.01)
        assert out.var() == pytest.approx(0.2 / 0.8 * 4, rel=0.02)

    def test_dropout_is_off_at_inference(self, code: Callable, rng: np.random.Generator) -> None:
        h = np.arange(3.0)
        assert code(self.STEM, "dropout")(h, 0.5, rng, training=False) is h
        assert code(self.STEM, "dropout")(h, 0.0, rng) is h

    def test_dropout_is_a_ridge_penalty(self) -> None:
        """The mean over all masks of the squared error, computed mask by mask."""
        x, y, w, p = np.array([[1.0, 2.0], [-0.5, 3.0]]), np.array([1.0, -1.0]), np.array([0.4, -0.7]), 0.3
        masks = [(i, j) for i in (0, 1) for j in (0, 1)]
        mean = sum(
            (p if i == 0 else 1 - p) * (p if j == 0 else 1 - p) * (y[n] - x[n] * (i, j) / (1 - p) @ w) ** 2
            for n in range(2)
            for i, j in masks
        )
        penalty = p / (1 - p) * np.sum(w**2 * np.sum(x**2, axis=0))
        assert mean == pytest.approx(np.sum((y - x @ w) ** 2) + penalty)

    def test_early_stopping_is_like_ridge(self) -> None:
        rate, steps, h = 1e-4, 100, 0.05
        stopped, ridge = 1 - (1 - rate * h) ** steps, h / (h + 1 / (rate * steps))
        assert stopped == pytest.approx(ridge, rel=1e-3)

    def test_early_stopping_by_iterating(self) -> None:
        w = 0.0
        for _ in range(30):
            w -= 0.1 * 0.5 * (w - 3.0)
        assert w == pytest.approx(3.0 * (1 - (1 - 0.05) ** 30))

    def test_gap_of_label_smoothing(self, text: Callable) -> None:
        right, wrong = 0.9 + 0.01, 0.01
        assert math.log(right / wrong) == pytest.approx(math.log(91))
        assert f"{math.log(91):.2f}" == "4.51"
        assert r"\ln91\approx4.51" in text(self.STEM)


class TestAttention:
    """attention-and-transformers.md."""

    STEM = "attention-and-transformers"

    def test_attention_by_a_loop(self, code: Callable, rng: np.random.Generator) -> None:
        q, k, v = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
        got = code(self.STEM, "attention")(q, k, v)
        for i in range(3):
            weights = [math.exp(float(q[i] @ k[j]) / 2) for j in range(5)]
            want = sum(weight * v[j] for j, weight in enumerate(weights)) / sum(weights)
            assert got[i] == pytest.approx(want)

    def test_causal_mask_hides_the_future(self, code: Callable, rng: np.random.Generator) -> None:
        q, k, v = (rng.normal(size=(2, 4, 3)) for _ in range(3))
        attend, mask = code(self.STEM, "attention"), np.tril(np.ones((4, 4), dtype=bool))
        before = attend(q, k, v, mask)
        k[:, 3], v[:, 3] = 100.0, 100.0
        assert attend(q, k, v, mask)[:, :3] == pytest.approx(before[:, :3])
        assert before[:, 0] == pytest.approx(v[:, 0])

    def test_attention_is_permutation_equivariant(self, code: Callable, rng: np.random.Generator) -> None:
        x, order = rng.normal(size=(5, 4)), [3, 0, 4, 1, 2]
        attend = code(self.STEM, "attention")
        assert attend(x[order], x[order], x[order]) == pytest.approx(attend(x, x, x)[order])

    def test_variance_of_a_score(self, rng: np.random.Generator) -> None:
        q, k = rng.normal(size=(2, 50_000, 64))
        assert np.sum(q * k, axis=1).var() == pytest.approx(64, rel=0.03)

    def test_jacobian_of_softmax(self, slope: Callable) -> None:
        z = np.array([0.3, -1.0, 2.0])
        p = np.exp(z) / np.exp(z).sum()
        rows = [slope(lambda v, i=i: np.exp(v[i]) / np.exp(v).sum(), z) for i in range(3)]
        assert np.array(rows) == pytest.approx(np.diag(p) - np.outer(p, p), abs=1e-9)

    def test_sinusoids_turn_with_the_offset(self) -> None:
        omega, k = 10000 ** (-4 / 16), 5
        turn = np.array(
            [[math.cos(k * omega), math.sin(k * omega)], [-math.sin(k * omega), math.cos(k * omega)]]
        )
        for t in (0, 1, 17):
            now = np.array([math.sin(t * omega), math.cos(t * omega)])
            assert turn @ now == pytest.approx([math.sin((t + k) * omega), math.cos((t + k) * omega)])

    def test_rope_depends_on_the_distance(self, code: Callable, rng: np.random.Generator) -> None:
        q, k = rng.normal(size=(2, 8))
        turned_q, turned_k = (
            code(self.STEM, "rope")(np.tile(q, (10, 1))),
            code(self.STEM, "rope")(np.tile(k, (10, 1))),
        )
        assert turned_q[2] @ turned_k[5] == pytest.approx(turned_q[6] @ turned_k[9])
        assert turned_q[0] == pytest.approx(q)
        assert np.linalg.norm(turned_q, axis=1) == pytest.approx(np.linalg.norm(q))

    def test_parameters_of_a_layer(self, text: Callable) -> None:
        one = 4 * 768**2 + 2 * 768 * 3072
        assert one == 12 * 768**2 == 7_077_888
        assert round(12 * one / 1e6) == 85
        assert "7,077,888" in text(self.STEM)

    def test_swiglu_has_as_many(self) -> None:
        assert 3 * 768 * (8 * 768 // 3) == 8 * 768**2

    def test_cache_of_seven_billion(self, code: Callable) -> None:
        assert code(self.STEM, "kv_cache_bytes")(1, 4096, 32, 32, 128) == 2 * 1024**3

    def test_running_softmax_is_exact(self, rng: np.random.Generator) -> None:
        scores, values = rng.normal(size=6) * 5, rng.normal(size=6)
        top, total, out = -math.inf, 0.0, 0.0
        for s, v in zip(scores, values, strict=True):
            new = max(top, s)
            total = total * math.exp(top - new) + math.exp(s - new)
            out = out * math.exp(top - new) + math.exp(s - new) * v
            top = new
        assert out / total == pytest.approx(np.exp(scores) @ values / np.exp(scores).sum())

    def test_where_attention_takes_over(self, text: Callable) -> None:
        width = 4096
        assert 12 * width**2 == 2 * (6 * width) * width
        assert round(6 * width, -2) == 24_600
        assert "24,600" in text(self.STEM)
