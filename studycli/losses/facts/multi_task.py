"""What is known of the losses of several tasks."""

from studycli.losses.model import Argument, Facts

LOSSES = Argument("losses", "the loss of each task", "t", "positive", differentiable=True)

FACTS = (
    Facts(
        key="static-weights",
        english="static task weights",
        chinese="静态权重",
        short="",
        aliases=(
            "static weights",
            "static weighting",
            "fixed task weights",
            "equal weighting",
            "uniform weighting",
            "weighted sum of losses",
            "静态加权",
            "均等权重",
            "静态任务权重",
        ),
        family="multi-task",
        formula=r"\sum_{t=1}^{T}w_t L_t",
        gradient=r"w_t",
        arguments=(
            LOSSES,
            Argument("weights", "weight of each task; 1 / t each if left out", "t", "real", optional=True),
        ),
        place="multi_task:static_weights",
        reference="Multitask Learning, 1997",
        convex="the losses",
        gradient_bound="max w",
        lipschitz="|w|",
        smoothness="0",
        outliers="linear",
    ),
    Facts(
        key="uncertainty-weighting",
        english="uncertainty weighting",
        chinese="不确定性加权",
        short="",
        aliases=(
            "homoscedastic uncertainty weighting",
            "uncertainty-based weighting",
            "uncertainty weights",
            "multi-task uncertainty loss",
            "不确定性权重",
            "不确定性加权损失",
            "同方差不确定性加权",
            "基于不确定性的加权",
        ),
        family="multi-task",
        formula=r"\sum_{t=1}^{T}\left(\frac{L_t}{2\sigma_t^2} + \log\sigma_t\right)",
        gradient=r"\frac{1}{2\sigma_t^2}",
        arguments=(
            LOSSES,
            Argument(
                "log_sigma",
                "logarithm of the deviation of each task, learned",
                "t",
                "real",
                differentiable=True,
            ),
        ),
        place="multi_task:uncertainty_weighting",
        reference=(
            "Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics, 2018"
        ),
        stable="sigma is learned as log sigma: 1 / sigma^2 = exp(-2 log sigma)",
        convex="the losses; log sigma where the losses are not negative",
        outliers="linear",
        likelihood="gaussian",
    ),
    Facts(
        key="gradnorm",
        english="GradNorm",
        chinese="梯度归一化",
        short="GradNorm",
        aliases=(
            "gradient normalization for multi-task learning",
            "GradNorm loss",
            "GradNorm损失",
            "梯度归一化损失",
            "梯度归一化加权",
        ),
        family="multi-task",
        formula=r"\sum_{t=1}^{T}\left|w_t G_t - \bar{G}\,r_t^{\alpha}\right|",
        gradient=r"G_t\operatorname{sign}\left(w_t G_t - \bar{G}\,r_t^{\alpha}\right)",
        arguments=(
            Argument("weights", "weight of each task, learned", "t", "positive", differentiable=True),
            Argument("gradient_norms", "norm of the gradient of each unweighted loss", "t", "positive"),
            Argument("targets", "the norm wanted for each, held constant", "t", "positive"),
        ),
        place="multi_task:gradnorm",
        reference="GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks, 2018",
        kinks="where a weighted norm is its target",
        convex="the weights",
        gradient_bound="max G",
        lipschitz="|G|",
        outliers="linear",
    ),
    Facts(
        key="dynamic-weight-average",
        english="dynamic weight average",
        chinese="动态权重平均",
        short="DWA",
        aliases=(
            "dynamic weight averaging",
            "dynamic weighted average",
            "动态权重平均法",
            "动态加权平均",
        ),
        family="multi-task",
        formula=(
            r"\sum_{t=1}^{T}w_t L_t,\quad w_t = \frac{T\exp(r_t/\tau)}{\sum_{k=1}^{T}\exp(r_k/\tau)},\quad"
            r" r_t = \frac{L_t^{(i-1)}}{L_t^{(i-2)}}"
        ),
        gradient=r"w_t",
        arguments=(
            LOSSES,
            Argument("previous", "losses of the epoch before", "t", "positive"),
            Argument("earlier", "losses of the epoch before that", "t", "positive"),
            Argument("temperature", "tau: the higher, the more even", "", "positive", default=2.0),
        ),
        place="multi_task:dynamic_weight_average",
        reference="End-to-End Multi-Task Learning with Attention, 2019",
        stable="softmax relative to the largest rate",
        convex="the losses",
        gradient_bound="T",
        lipschitz="T",
        smoothness="0",
        outliers="linear",
    ),
    Facts(
        key="adaptive-weights",
        english="adaptive task weights",
        chinese="自适应权重",
        short="",
        aliases=(
            "adaptive weights",
            "adaptive weighting",
            "adaptive loss weights",
            "adaptive loss balancing",
            "自适应加权",
            "自适应损失权重",
            "自适应任务权重",
        ),
        family="multi-task",
        formula=(
            r"\sum_{t=1}^{T}w'_t L_t,\quad w'_t = \frac{w_t\exp(-\alpha L_t/\bar{L})}"
            r"{\sum_{k=1}^{T}w_k\exp(-\alpha L_k/\bar{L})}"
        ),
        gradient=r"w'_t",
        arguments=(
            LOSSES,
            Argument("observed", "losses that the update sees, held constant", "t", "positive"),
            Argument("weights", "weight of each task before the update", "t", "positive"),
            Argument("alpha", "how fast the weight of a large loss falls", "", "nonnegative", default=0.16),
        ),
        place="multi_task:adaptive_weights",
        reference=(
            "A Decision-Theoretic Generalization of On-Line Learning and an Application to Boosting, 1997"
        ),
        stable="ratios relative to the least, so that one exponential is 1",
        convex="the losses",
        gradient_bound="1",
        lipschitz="1",
        smoothness="0",
        outliers="linear",
    ),
)
