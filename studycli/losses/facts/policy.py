"""What is known of the losses of policy gradients."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts

WEIGHTS = weights("loss")
MASK = mask("loss")

FACTS = (
    Facts(
        key="ppo-clip",
        english="PPO clipped surrogate objective",
        chinese="PPO截断替代目标",
        short="PPO",
        aliases=(
            "PPO loss",
            "PPO-Clip",
            "PPO clip loss",
            "proximal policy optimization",
            "proximal policy optimisation",
            "clipped surrogate objective",
            "clipped surrogate loss",
            "PPO clipped objective",
            "PPO损失",
            "PPO截断目标",
            "PPO裁剪目标",
            "PPO裁剪损失",
            "近端策略优化",
            "近端策略优化损失",
            "截断替代目标",
            "裁剪替代目标",
            "裁剪代理目标",
            "截断代理目标",
        ),
        family="policy",
        formula=(
            r"-\frac{1}{n}\sum_{i=1}^{n}\min\left(r_i A_i, \operatorname{clip}(r_i, 1 - \epsilon, 1 + \epsilon)A_i\right),"
            r"\quad r_i = \frac{\pi_\theta(a_i\mid s_i)}{\pi_{\mathrm{old}}(a_i\mid s_i)}"
        ),
        gradient=(
            r"-\frac{r_i A_i}{n}\,[A_i \ge 0, r_i \le 1 + \epsilon\ \text{or}\ A_i < 0, r_i \ge 1 - \epsilon]"
        ),
        arguments=(
            Argument(
                "log_probs",
                "log-probability of each action under the policy",
                "n",
                "real",
                differentiable=True,
            ),
            Argument("old_log_probs", "that under the policy that took the actions", "n", "real"),
            Argument("advantages", "A: how much better than expected each action was", "n", "real"),
            Argument("epsilon", "how far the ratio may go from 1", "", "(0, 1)", default=0.2),
            WEIGHTS,
            MASK,
        ),
        place="policy:ppo_clip",
        reference="Proximal Policy Optimization Algorithms, 2017",
        stable="clipped by the logarithm of the ratio, before the exponential",
        kinks="where A > 0 and r = 1 + epsilon, and where A < 0 and r = 1 - epsilon",
        outliers="exponential",
    ),
    Facts(
        key="entropy-bonus",
        english="entropy bonus",
        chinese="熵奖励",
        short="",
        aliases=(
            "entropy regularization",
            "entropy regularisation",
            "entropy regularizer",
            "entropy loss",
            "policy entropy bonus",
            "entropy penalty",
            "熵正则化",
            "熵正则",
            "熵正则项",
            "熵奖励项",
            "熵损失",
            "策略熵奖励",
            "策略熵正则化",
        ),
        family="policy",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}\sum_{c=1}^{C}p_{i,c}\log p_{i,c},\quad p_i = \operatorname{softmax}(z_i)",
        gradient=r"\frac{1}{n}p_{i,c}\left(\log p_{i,c} - \sum_k p_{i,k}\log p_{i,k}\right)",
        arguments=(
            Argument(
                "logits", "scores of the actions before the softmax", "n c", "real", differentiable=True
            ),
            WEIGHTS,
            MASK,
        ),
        place="policy:entropy_bonus",
        reference="Asynchronous Methods for Deep Reinforcement Learning, 2016",
        stable="log p = (z - m) - log1p(s), never the logarithm of a rounded softmax",
        gradient_bound="log c",
        outliers="bounded",
    ),
)
