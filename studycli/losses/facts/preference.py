"""What is known of the losses of preferences."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts


def _log_probability(name: str, meaning: str, *, differentiable: bool) -> Argument:
    """Return the log-probability of each answer under a model."""
    return Argument(name, f"log-probability of {meaning}", "n", "real", differentiable=differentiable)


FACTS = (
    Facts(
        key="dpo",
        english="direct preference optimization",
        chinese="直接偏好优化",
        short="DPO",
        aliases=(
            "DPO loss",
            "direct preference optimisation",
            "direct preference optimization loss",
            "DPO损失",
            "DPO损失函数",
            "直接偏好优化损失",
        ),
        family="preference",
        formula=(
            r"-\frac{1}{n}\sum_{i=1}^{n}\log\sigma\left(\beta\log\frac{\pi_\theta(y_i^w\mid x_i)}"
            r"{\pi_{\mathrm{ref}}(y_i^w\mid x_i)} - \beta\log\frac{\pi_\theta(y_i^l\mid x_i)}"
            r"{\pi_{\mathrm{ref}}(y_i^l\mid x_i)}\right)"
        ),
        gradient=r"-\frac{\beta}{n}\sigma(-\beta h_i),\quad h_i = \log\frac{\pi_\theta(y_i^w)\,\pi_{\mathrm{ref}}(y_i^l)}"
        r"{\pi_{\mathrm{ref}}(y_i^w)\,\pi_\theta(y_i^l)}",
        arguments=(
            _log_probability("policy_chosen", "the chosen answer under the policy", differentiable=True),
            _log_probability("policy_rejected", "the rejected answer under the policy", differentiable=True),
            _log_probability(
                "reference_chosen", "the chosen answer under the frozen reference", differentiable=False
            ),
            _log_probability(
                "reference_rejected", "the rejected answer under the frozen reference", differentiable=False
            ),
            Argument("beta", "how dear it is to leave the reference", "", "positive", default=0.1),
            weights("pair"),
            mask("pair"),
        ),
        place="preference:dpo",
        reference="Direct Preference Optimization: Your Language Model is Secretly a Reward Model, 2023",
        stable="-log sigma(x) = softplus(-x) = max(-x, 0) + log1p(exp(-|x|))",
        convex="the log-probabilities",
        gradient_bound="beta",
        lipschitz="beta",
        smoothness="beta^2 / 4",
        outliers="linear",
        likelihood="bradley-terry",
    ),
)
