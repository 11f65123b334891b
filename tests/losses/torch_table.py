"""What torch says about each loss: values, and gradients by its automatic differentiation, in float64.

    python tests/losses/torch_table.py        writes torch_table.json beside it

Needs torch (the extra ``judge``) and the package. Where torch has the loss, its own function is the judge; else the
formula is written here in torch's operations, whose differentiation is what the kernel's gradients are compared with.
The points are samples of the catalogue, which the table holds too, so that it is read without torch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from studycli.losses.kernel import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import Tensor

TABLE = Path(__file__).with_suffix(".json")
SIZES = {"n": 4, "c": 3, "d": 4, "t": 3}
SMOOTH = 1e-6  # added to a fraction of regions


class Case(NamedTuple):
    """A loss and its judge.

    Attributes:
        key: Of the catalogue.
        judge: Takes the arrays of the loss in their order, its parameters and ``reduction`` by name.
        options: Parameters of the loss, weights, and its ``reduction``.
        sizes: Of the sample.
        scale: What the first differentiable argument of the sample is multiplied by. Large logits are not
            compared: torch takes log(1 + s) instead of log1p(s), and loses the digits of small losses.
    """

    key: str
    judge: Callable[..., Tensor]
    options: Mapping[str, Any]
    sizes: Mapping[str, int]
    scale: float


class Row(NamedTuple):
    """A judged point: arguments and options of the loss, its value, and its gradient by argument."""

    key: str
    arguments: dict[str, Any]
    value: Any
    gradients: dict[str, Any]


def case(
    key: str,
    judge: Callable[..., Tensor],
    *,
    sizes: Mapping[str, int] = SIZES,
    scale: float = 1.0,
    **options: Any,
) -> Case:
    """Return a case; ``options`` are those of the loss."""
    return Case(key, judge, options, sizes, scale)


def reduced(key: str, judge: Callable[..., Tensor], **options: Any) -> list[Case]:
    """Return a case for each reduction."""
    return [case(key, judge, **options, reduction=reduction) for reduction in ("mean", "sum", "none")]


def weighted_mean(each: Tensor, weights: Tensor) -> Tensor:
    return (each * weights).sum() / weights.sum()


def log_cosh(prediction: Tensor, target: Tensor) -> Tensor:
    return torch.log(torch.cosh(prediction - target)).mean()


def pinball(prediction: Tensor, target: Tensor, quantile: float) -> Tensor:
    u = target - prediction
    return torch.maximum(quantile * u, (quantile - 1) * u).mean()


def focal_binary(logits: Tensor, target: Tensor, alpha: float, gamma: float) -> Tensor:
    p = torch.sigmoid(logits)
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    p_t = p * target + (1 - p) * (1 - target)
    alpha_t = alpha * target + (1 - alpha) * (1 - target)
    return (alpha_t * (1 - p_t) ** gamma * entropy).mean()


def weighted_ce(logits: Tensor, target: Tensor, class_weights: Tensor, reduction: str) -> Tensor:
    return functional.cross_entropy(logits, target, weight=class_weights, reduction=reduction)


def label_smoothing(logits: Tensor, target: Tensor, smoothing: float, reduction: str) -> Tensor:
    return functional.cross_entropy(logits, target, label_smoothing=smoothing, reduction=reduction)


def focal(logits: Tensor, target: Tensor, alpha: float, gamma: float) -> Tensor:
    entropy = functional.cross_entropy(logits, target, reduction="none")
    return (alpha * (1 - torch.exp(-entropy)) ** gamma * entropy).mean()


def hinge(score: Tensor, target: Tensor, power: int = 1) -> Tensor:
    return ((1 - target * score).clamp(min=0) ** power).mean()


def multiclass_hinge(logits: Tensor, target: Tensor) -> Tensor:
    """Torch divides by the number of classes."""
    return functional.multi_margin_loss(logits, target) * logits.shape[1]


def kl(prediction: Tensor, target: Tensor, reduction: str = "batchmean") -> Tensor:
    return functional.kl_div(prediction.log(), target, reduction=reduction)


def jensen_shannon(prediction: Tensor, target: Tensor) -> Tensor:
    middle = (prediction + target) / 2
    return (kl(middle, prediction) + kl(middle, target)) / 2


def dice(prediction: Tensor, target: Tensor) -> Tensor:
    hits = (prediction * target).sum()
    return 1 - (2 * hits + SMOOTH) / (prediction.sum() + target.sum() + SMOOTH)


def tversky(prediction: Tensor, target: Tensor, alpha: float, beta: float) -> Tensor:
    hits = (prediction * target).sum()
    wrong = alpha * (prediction * (1 - target)).sum() + beta * ((1 - prediction) * target).sum()
    return 1 - (hits + SMOOTH) / (hits + wrong + SMOOTH)


def soft_iou(prediction: Tensor, target: Tensor) -> Tensor:
    hits = (prediction * target).sum()
    return 1 - (hits + SMOOTH) / (prediction.sum() + target.sum() - hits + SMOOTH)


def areas(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return intersection, union and hull of each pair of boxes."""
    shared = torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])
    inside = shared.clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inside
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    return inside, union, hull


def box_iou(prediction: Tensor, target: Tensor) -> Tensor:
    inside, union, _ = areas(prediction, target)
    return (1 - inside / union).mean()


def giou(prediction: Tensor, target: Tensor) -> Tensor:
    inside, union, hull = areas(prediction, target)
    return (1 - inside / union + (hull - union) / hull).mean()


def ctc(logits: Tensor, labels: Tensor, label_lengths: Tensor) -> Tensor:
    """Torch's own mean divides each loss by the length of its label."""
    steps = functional.log_softmax(logits, -1).transpose(0, 1)
    frames = torch.full((len(logits),), logits.shape[1])
    return functional.ctc_loss(steps, labels, frames, label_lengths, reduction="none").mean()


def triplet(anchor: Tensor, positive: Tensor, negative: Tensor, margin: float) -> Tensor:
    return functional.triplet_margin_loss(anchor, positive, negative, margin=margin, eps=0.0)


def contrastive(first: Tensor, second: Tensor, label: Tensor) -> Tensor:
    distance = torch.linalg.vector_norm(first - second, dim=1)
    short = (1 - distance).clamp(min=0)
    return (label * distance**2 + (1 - label) * short**2).mean() / 2


def cosine_embedding(first: Tensor, second: Tensor, label: Tensor, margin: float) -> Tensor:
    """Torch's own function adds 1e-12 to the squares of the lengths; its similarity does not."""
    similarity = functional.cosine_similarity(first, second)
    return torch.where(label == 1, 1 - similarity, (similarity - margin).clamp(min=0)).mean()


def info_nce(queries: Tensor, keys: Tensor, temperature: float) -> Tensor:
    return functional.cross_entropy(queries @ keys.T / temperature, torch.arange(len(queries)))


def nt_xent(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    views = functional.normalize(torch.cat([first, second]))
    itself = torch.eye(len(views), dtype=torch.bool)
    logits = (views @ views.T / temperature).masked_fill(itself, -torch.inf)
    return functional.cross_entropy(logits, torch.arange(len(views)).roll(len(first)))


def bpr(positive: Tensor, negative: Tensor) -> Tensor:
    return -functional.logsigmoid(positive - negative).mean()


def dpo(chosen: Tensor, rejected: Tensor, old_chosen: Tensor, old_rejected: Tensor, beta: float) -> Tensor:
    return -functional.logsigmoid(beta * ((chosen - old_chosen) - (rejected - old_rejected))).mean()


def ppo_clip(log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, epsilon: float) -> Tensor:
    ratio = torch.exp(log_probs - old_log_probs)
    clipped = ratio.clamp(1 - epsilon, 1 + epsilon)
    return -torch.minimum(ratio * advantages, clipped * advantages).mean()


def negative_entropy(logits: Tensor) -> Tensor:
    return -torch.distributions.Categorical(logits=logits).entropy().mean()


def elastic_net(parameters: Tensor, strength: float, ratio: float) -> Tensor:
    return strength * (ratio * parameters.abs().sum() + (1 - ratio) * (parameters**2).sum())


def uncertainty(losses: Tensor, log_sigma: Tensor) -> Tensor:
    return (losses * torch.exp(-2 * log_sigma) / 2 + log_sigma).sum()


def gradnorm(weights: Tensor, norms: Tensor, targets: Tensor) -> Tensor:
    return functional.l1_loss(weights * norms, targets, reduction="sum")


def averaged(losses: Tensor, previous: Tensor, earlier: Tensor, temperature: float) -> Tensor:
    return (len(losses) * functional.softmax(previous / earlier / temperature, 0) * losses).sum()


def adaptive(losses: Tensor, observed: Tensor, weights: Tensor, alpha: float) -> Tensor:
    updated = weights * torch.exp(-alpha * observed / observed.mean())
    return (updated / updated.sum() * losses).sum()


WEIGHTS = [0.5, 2.0, 1.0, 0.25]
CASES = (
    *reduced("mse", functional.mse_loss),
    case("mse", lambda p, y, w: weighted_mean((p - y) ** 2, w), weights=WEIGHTS),
    case("rmse", lambda p, y: functional.mse_loss(p, y).sqrt()),
    *reduced("mae", functional.l1_loss),
    *reduced("huber", functional.huber_loss, delta=0.5),
    *reduced("smooth-l1", functional.smooth_l1_loss, beta=0.5),
    case("log-cosh", log_cosh),
    case("quantile", pinball, quantile=0.9),
    *reduced("poisson-nll", functional.poisson_nll_loss),
    *reduced("gaussian-nll", functional.gaussian_nll_loss),
    *reduced("bce", functional.binary_cross_entropy),
    *reduced("bce-logits", functional.binary_cross_entropy_with_logits),
    case("bce-logits", functional.binary_cross_entropy_with_logits, scale=3.0),
    case("focal-binary", focal_binary, alpha=0.25, gamma=2.0),
    case("focal-binary", focal_binary, alpha=0.6, gamma=0.5),
    *reduced("softmax-ce", functional.cross_entropy),
    case("softmax-ce", functional.cross_entropy, scale=3.0),
    case(
        "softmax-ce",
        lambda z, y, w: weighted_mean(functional.cross_entropy(z, y, reduction="none"), w),
        weights=WEIGHTS,
    ),
    *reduced("weighted-ce", weighted_ce),
    *reduced("label-smoothing", label_smoothing, smoothing=0.2),
    case("focal", focal, alpha=1.0, gamma=2.0),
    case("focal", focal, alpha=0.25, gamma=0.5),
    *reduced("logistic", functional.soft_margin_loss),
    case("hinge", hinge),
    case("squared-hinge", lambda z, y: hinge(z, y, 2)),
    case("multiclass-hinge", multiclass_hinge),
    case("exponential", lambda z, y: torch.exp(-y * z).mean()),
    case("kl", kl),
    case("kl", kl, reduction="sum"),
    case("kl-reverse", lambda p, y: kl(y, p)),
    case("jensen-shannon", jensen_shannon),
    case("dice", dice),
    case("tversky", tversky, alpha=0.3, beta=0.6),
    case("soft-iou", soft_iou),
    case("box-iou", box_iou),
    case("giou", giou),
    case("ctc", ctc, sizes={"n": 3, "t": 6, "c": 4, "l": 2}),
    case("triplet", triplet, margin=1.0),
    case("contrastive", contrastive),
    case("cosine-embedding", cosine_embedding, margin=0.1),
    case("info-nce", info_nce, temperature=0.5),
    case("nt-xent", nt_xent, temperature=0.5),
    *reduced("margin-ranking", functional.margin_ranking_loss, margin=0.2),
    case("bpr", bpr),
    case("dpo", dpo, beta=0.1),
    case("ppo-clip", ppo_clip, epsilon=0.2),
    case("entropy-bonus", negative_entropy),
    case("l1", lambda w, strength: elastic_net(w, strength, 1.0)),
    case("l2", lambda w, strength: elastic_net(w, strength, 0.0)),
    case("elastic-net", elastic_net),
    case("static-weights", lambda losses, weights: (losses * weights).sum()),
    case("uncertainty-weighting", uncertainty),
    case("gradnorm", gradnorm),
    case("dynamic-weight-average", averaged, temperature=2.0),
    case("adaptive-weights", adaptive, alpha=0.16),
)


def rows() -> list[Row]:
    """Return every case judged by torch, each at a point of its own."""
    return [_row(each, seed) for seed, each in enumerate(CASES)]


def _row(each: Case, seed: int) -> Row:
    """Judge one case."""
    loss = load(each.key)
    point = loss.sample(np.random.default_rng(seed), each.sizes) | each.options
    first, *_ = inputs = loss.facts.differentiable
    point[first] = each.scale * point[first]
    order = [argument.name for argument in loss.facts.arguments if argument.name in point]
    arrays = {
        name: torch.tensor(point[name], requires_grad=name in inputs, dtype=_type(point[name]))
        for name in order
        if np.ndim(point[name])
    }
    value = each.judge(*arrays.values(), **{name: point[name] for name in point if name not in arrays})
    value.sum().backward()
    return Row(
        each.key,
        {name: np.asarray(point[name]).tolist() for name in point},
        value.detach().tolist(),
        {name: arrays[name].grad.tolist() for name in inputs},
    )


def _type(value: Any) -> torch.dtype:
    """Return float64, or int64 for indices of classes."""
    return torch.int64 if np.asarray(value).dtype.kind in "iu" else torch.float64


def main() -> None:
    """Write the table, a row a line."""
    lines = ",\n".join(json.dumps(row._asdict()) for row in rows())
    TABLE.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
