"""Formulas, code and printed figures of the notes on metrics, trees, validation and embeddings.

Sources: scikit-learn's documentation for the small examples of AUC and average precision, Newcombe (1998) for
Wilson's interval, enumeration and central differences for the rest.
"""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest


class TestMetrics:
    """evaluation-metrics.md."""

    STEM = "evaluation-metrics"

    @pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
    def test_f_beta_is_the_weighted_harmonic_mean(self, code: Callable, beta: float) -> None:
        precision, recall = 6 / 8, 6 / 11
        want = (1 + beta**2) / (1 / precision + beta**2 / recall)
        assert code(self.STEM, "f_beta")(6, 2, 5, beta) == pytest.approx(want)

    def test_f_beta_of_nothing(self, code: Callable) -> None:
        assert code(self.STEM, "f_beta")(0, 0, 0) == 0.0

    def test_everything_positive_at_one_percent(self, code: Callable, text: Callable) -> None:
        assert f"{code(self.STEM, 'f_beta')(1, 99, 0):.4f}" == "0.0198"
        assert "F1 is about 0.0198" in text(self.STEM)
        assert (1 + 0.01) / 2 == 0.505

    def test_roc_auc_of_the_documented_example(self, code: Callable) -> None:
        y, score = np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
        assert code(self.STEM, "roc_auc")(y, score) == 0.75

    def test_roc_auc_is_the_area_under_the_steps(self, code: Callable) -> None:
        y = np.array([1, 0, 1, 1, 0, 0, 1, 0])
        score = np.array([0.9, 0.8, 0.7, 0.6, 0.6, 0.4, 0.3, 0.1])
        points = [(0.0, 0.0)] + [
            (np.mean(score[y == 0] >= t), np.mean(score[y == 1] >= t))
            for t in sorted(set(score), reverse=True)
        ]
        area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in itertools.pairwise(points))
        assert code(self.STEM, "roc_auc")(y, score) == pytest.approx(area)

    def test_roc_auc_of_ties_and_of_a_monotone_change(self, code: Callable) -> None:
        y, score = np.array([0, 1, 0, 1]), np.array([-1.0, 0.3, 0.5, 2.0])
        auc = code(self.STEM, "roc_auc")
        assert auc(y, np.ones(4)) == 0.5
        assert auc(y, np.exp(2 * score)) == auc(y, score)

    def test_average_precision_of_the_documented_example(self, code: Callable) -> None:
        """Scores 0.8, 0.4, 0.35, 0.1 with labels 1, 0, 1, 0: 0.83."""
        assert code(self.STEM, "average_precision")(np.array([1, 0, 1, 0])) == pytest.approx(5 / 6)

    def test_average_precision_is_the_sum_over_recall(self, code: Callable) -> None:
        relevant = np.array([0, 1, 1, 0, 0, 1])
        precision = np.cumsum(relevant) / np.arange(1, 7)
        recall = np.cumsum(relevant) / 3
        assert code(self.STEM, "average_precision")(relevant) == pytest.approx(
            np.sum(np.diff(recall, prepend=0) * precision)
        )

    def test_ndcg_by_hand(self, code: Callable) -> None:
        shown = 7 / 1 + 3 / math.log2(3) + 7 / 2 + 0 + 1 / math.log2(6)
        best = 7 / 1 + 7 / math.log2(3) + 3 / 2 + 1 / math.log2(5)
        assert code(self.STEM, "ndcg")([3, 2, 3, 0, 1], 5) == pytest.approx(shown / best)
        assert code(self.STEM, "ndcg")([3, 2, 1], 10) == 1.0
        assert code(self.STEM, "ndcg")([0, 0], 2) == 0.0

    def test_discounts(self, text: Callable) -> None:
        assert [f"{1 / math.log2(rank + 1):.3f}" for rank in (1, 2, 3)] == ["1.000", "0.631", "0.500"]
        assert "about 0.631 at rank 2" in text(self.STEM)

    def test_brier_is_proper_and_a_coin_gives_a_quarter(self) -> None:
        grid = np.linspace(0, 1, 101)
        expected = 0.3 * (grid - 1) ** 2 + 0.7 * grid**2
        assert grid[np.argmin(expected)] == pytest.approx(0.3)
        assert {(0.5 - y) ** 2 for y in (0, 1)} == {0.25}

    def test_threshold_from_costs(self) -> None:
        false_alarm, miss = 1.0, 9.0
        threshold = false_alarm / (false_alarm + miss)
        assert threshold == 0.1
        assert threshold * miss == pytest.approx((1 - threshold) * false_alarm)

    def test_rare_positives(self) -> None:
        assert 1000 / 1_000_000 == 0.001
        assert pytest.approx(0.09, abs=0.001) == 100 / 1100


class TestTrees:
    """trees-and-boosting.md."""

    STEM = "trees-and-boosting"

    def test_gini_is_the_chance_of_a_differing_pair(self, code: Callable) -> None:
        labels = [0, 0, 0, 1, 1, 2]
        pairs = [a != b for a in labels for b in labels]
        assert code(self.STEM, "gini")([3, 2, 1]) == pytest.approx(np.mean(pairs))
        assert code(self.STEM, "gini")([5, 5, 5, 5]) == 0.75
        assert code(self.STEM, "gini")([4, 0]) == 0.0

    def test_entropy_in_bits(self, code: Callable) -> None:
        assert code(self.STEM, "entropy")([1, 1, 1, 1]) == 2.0
        assert code(self.STEM, "entropy")([4, 0]) == 0.0
        assert code(self.STEM, "entropy")([1, 3]) == pytest.approx(2 - 0.75 * math.log2(3))

    def test_variance_of_correlated_trees(self) -> None:
        trees, rho, variance = 7, 0.3, 2.0
        covariance = np.full((trees, trees), rho * variance) + np.eye(trees) * (1 - rho) * variance
        mean = np.full(trees, 1 / trees)
        assert mean @ covariance @ mean == pytest.approx(rho * variance + (1 - rho) / trees * variance)

    def test_share_out_of_bag(self) -> None:
        assert pytest.approx(math.exp(-1), abs=1e-5) == (1 - 1 / 100_000) ** 100_000
        assert f"{math.exp(-1):.3f}" == "0.368"

    def test_pseudo_residuals(self, slope: Callable) -> None:
        y, f = 1.0, np.array([0.4])
        assert -slope(lambda v: (y - v[0]) ** 2 / 2, f) == pytest.approx([0.6], abs=1e-8)
        sigma = 1 / (1 + math.exp(-0.4))
        log_loss = -slope(lambda v: math.log1p(math.exp(-v[0])), f)
        assert log_loss == pytest.approx([y - sigma], abs=1e-8)

    def test_leaf_weight_is_the_minimum(self, code: Callable) -> None:
        g, h, lam = -3.0, 2.0, 0.5
        w = code(self.STEM, "leaf_weight")(g, h, lam)
        values = {v: g * v + (h + lam) * v**2 / 2 for v in (w - 1e-3, w, w + 1e-3)}
        assert min(values, key=values.__getitem__) == w
        assert values[w] == pytest.approx(-(g**2) / (h + lam) / 2)

    def test_split_gain_is_the_drop_of_the_objective(self, code: Callable) -> None:
        def objective(leaves: list[tuple[float, float]]) -> float:
            return sum(-(g**2) / (h + 1) / 2 + 0.1 for g, h in leaves)

        want = objective([(1.0, 5.0)]) - objective([(-3.0, 2.0), (4.0, 3.0)])
        assert code(self.STEM, "split_gain")(-3.0, 2.0, 4.0, 3.0, 1, 0.1) == pytest.approx(want)

    def test_adaboost_weight_minimises_the_exponential_loss(self) -> None:
        error = 0.2
        alpha = math.log((1 - error) / error) / 2
        loss = [(1 - error) * math.exp(-a) + error * math.exp(a) for a in (alpha - 1e-3, alpha, alpha + 1e-3)]
        assert loss.index(min(loss)) == 1


class TestValidation:
    """bias-variance-and-validation.md."""

    STEM = "bias-variance-and-validation"

    def test_decomposition_by_enumeration(self) -> None:
        """Every data set of two noisy values is equally likely; the model is half their mean."""
        truth, noise = 3.0, (-1.0, 1.0)
        models = [(truth + a + truth + b) / 4 for a in noise for b in noise]
        error = np.mean([(truth + e - m) ** 2 for m in models for e in noise])
        assert error == pytest.approx((np.mean(models) - truth) ** 2 + np.var(models) + 1.0)

    @pytest.mark.parametrize(("n", "k"), [(10, 5), (11, 3), (4, 4)])
    def test_every_index_is_validated_once(self, code: Callable, n: int, k: int) -> None:
        folds = list(code(self.STEM, "k_folds")(n, k, np.random.default_rng(1)))
        assert len(folds) == k
        assert sorted(np.concatenate([held for _, held in folds])) == list(range(n))
        assert all(sorted(np.concatenate(fold)) == list(range(n)) for fold in folds)

    @pytest.mark.parametrize(
        ("right", "n", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
    )
    def test_wilson_as_newcombe_printed_it(
        self, code: Callable, right: int, n: int, low: float, high: float
    ) -> None:
        got = code(self.STEM, "wilson")(right, n)
        assert (round(abs(got[0]), 4), round(got[1], 4)) == (low, high)

    def test_standard_error_of_an_accuracy(self, text: Callable) -> None:
        error = math.sqrt(0.9 * 0.1 / 1000)
        assert f"{error:.4f}" == "0.0095"
        assert f"{100 * 1.96 * error:.1f}" == "1.9"
        assert "it is 0.0095" in text(self.STEM)


class TestEmbeddings:
    """embeddings-and-contrastive-learning.md."""

    STEM = "embeddings-and-contrastive-learning"

    def test_equal_similarities_cost_log_n(self, code: Callable) -> None:
        assert code(self.STEM, "info_nce")(np.ones((6, 3)), np.ones((6, 3))) == pytest.approx(math.log(6))

    def test_info_nce_by_a_loop(self, code: Callable) -> None:
        rng = np.random.default_rng(5)
        a, b = rng.normal(size=(2, 4, 3))

        def similar(i: int, j: int) -> float:
            return float(a[i] @ b[j]) / math.hypot(*a[i]) / math.hypot(*b[j]) / 0.2

        want = [-similar(i, i) + math.log(sum(math.exp(similar(i, j)) for j in range(4))) for i in range(4)]
        assert code(self.STEM, "info_nce")(a, b, tau=0.2) == pytest.approx(np.mean(want))

    def test_gradient_for_a_negative(self, slope: Callable) -> None:
        tau, s = 0.5, np.array([0.9, 0.2, -0.4])
        got = slope(lambda v: -v[0] / tau + np.log(np.sum(np.exp(v / tau))), s)
        p = np.exp(s / tau) / np.exp(s / tau).sum()
        assert got[1:] == pytest.approx(p[1:] / tau, abs=1e-8)

    def test_best_product_of_skip_gram(self) -> None:
        """For one pair the expected loss is smallest at PMI - ln k."""
        joint, centre, context, k = 0.02, 0.1, 0.05, 5
        grid = np.arange(-6, 6, 1e-3)
        loss = joint * np.log1p(np.exp(-grid)) + k * centre * context * np.log1p(np.exp(grid))
        want = math.log(joint / (centre * context)) - math.log(k)
        assert grid[np.argmin(loss)] == pytest.approx(want, abs=1e-3)

    def test_unit_vectors(self) -> None:
        a, b = np.array([0.6, 0.8]), np.array([1.0, 0.0])
        assert np.sum((a - b) ** 2) == pytest.approx(2 - 2 * a @ b)

    def test_size_of_quantised_vectors(self) -> None:
        assert (768 * 4, 768 * 4 // 96) == (3072, 32)
