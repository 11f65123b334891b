"""Losses of preferences between two answers of a language model.

They take the log-probability of each whole answer, the sum over its tokens. All take ``weights`` and a ``mask``,
one entry for each pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studycli.losses.arrays import Reducing, number, reduce, same_shape, spread
from studycli.losses.functions import sigmoid, softplus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    import numpy as np

    from studycli.losses.model import Array, Gradients


def dpo(
    policy_chosen: Any,
    policy_rejected: Any,
    reference_chosen: Any,
    reference_rejected: Any,
    *,
    beta: Any = 0.1,
    **reducing: Unpack[Reducing],
) -> Array:
    """Return -log sigma(beta ((pi_w - ref_w) - (pi_l - ref_l))) of each pair, reduced, as a softplus."""
    lead, beta = _lead(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta)
    return reduce(softplus(-beta * lead), **reducing)


def dpo_gradient(
    policy_chosen: Any,
    policy_rejected: Any,
    reference_chosen: Any,
    reference_rejected: Any,
    *,
    beta: Any = 0.1,
    **reducing: Unpack[Reducing],
) -> Gradients:
    """Return the gradients of `dpo`: -beta sigma(-beta lead) for the chosen answer, the same rising for the rejected.

    The reference model is frozen: it has none.
    """
    lead, beta = _lead(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta)
    each = spread(beta * sigmoid(-beta * lead), **reducing)
    return {"policy_chosen": -each, "policy_rejected": each}


def dpo_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw log-probabilities of answers, and those of a reference within a few units of them."""
    n = sizes.get("n", 8)
    chosen, rejected = rng.uniform(-40.0, -10.0, (2, n))
    off = rng.normal(scale=3.0, size=(2, n))
    return {
        "policy_chosen": chosen,
        "policy_rejected": rejected,
        "reference_chosen": chosen + off[0],
        "reference_rejected": rejected + off[1],
        "beta": 0.3,
    }


def _lead(
    policy_chosen: Any, policy_rejected: Any, reference_chosen: Any, reference_rejected: Any, beta: Any
) -> tuple[Array, float]:
    """Return by how much the policy prefers the chosen answer more than the reference does, and beta."""
    chosen, rejected, reference, other = same_shape(
        policy_chosen=policy_chosen,
        policy_rejected=policy_rejected,
        reference_chosen=reference_chosen,
        reference_rejected=reference_rejected,
    )
    # each answer's own difference first: both models give it a similar number, and that difference is exact
    return (chosen - reference) - (rejected - other), number("beta", beta, "positive")
