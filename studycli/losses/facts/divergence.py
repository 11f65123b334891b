"""What is known of the divergences between distributions."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts

PREDICTION = Argument("prediction", "predicted probabilities, q", "n c", "simplex", differentiable=True)
TARGET = Argument("target", "true probabilities, p", "n c", "simplex", differentiable=True)
WEIGHTS = weights("row")
MASK = mask("row")

FACTS = (
    Facts(
        key="kl",
        english="Kullback-Leibler divergence",
        chinese="KL散度",
        short="KL",
        aliases=(
            "KL divergence",
            "KL loss",
            "KLD",
            "KL div",
            "KL distance",
            "forward KL",
            "forward KL divergence",
            "relative entropy",
            "information divergence",
            "KL散度损失",
            "KL损失",
            "KL距离",
            "相对熵",
            "前向KL散度",
            "前向KL",
            "正向KL散度",
            "信息散度",
            "库尔贝克-莱布勒散度",
        ),
        family="divergence",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}\sum_{c=1}^{C} p_{i,c}\log\frac{p_{i,c}}{q_{i,c}}",
        gradient=r"-\frac{p_{i,c}}{n\,q_{i,c}}",
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="divergence:kl",
        reference="On Information and Sufficiency, 1951",
        stable="log(p / q) = log1p((p - q) / q) where p is near q; 0 log 0 = 0",
        convex="both distributions together",
    ),
    Facts(
        key="kl-reverse",
        english="reverse Kullback-Leibler divergence",
        chinese="反向KL散度",
        short="",
        aliases=(
            "reverse KL",
            "reverse KL divergence",
            "exclusive KL",
            "mode-seeking KL",
            "反向KL",
            "逆向KL散度",
            "逆向KL",
            "逆KL散度",
        ),
        family="divergence",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}\sum_{c=1}^{C} q_{i,c}\log\frac{q_{i,c}}{p_{i,c}}",
        gradient=r"\frac{1}{n}\left(\log\frac{q_{i,c}}{p_{i,c}} + 1\right)",
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="divergence:kl_reverse",
        reference="Pattern Recognition and Machine Learning, 2006, section 10.1.2",
        stable="log(q / p) = log1p((q - p) / p) where q is near p; 0 log 0 = 0",
        convex="both distributions together",
    ),
    Facts(
        key="jensen-shannon",
        english="Jensen-Shannon divergence",
        chinese="JS散度",
        short="JS",
        aliases=(
            "JS divergence",
            "JSD",
            "JS loss",
            "Jensen Shannon",
            "symmetrised KL to the mean",
            "Jensen-Shannon散度",
            "詹森-香农散度",
            "延森-香农散度",
            "JS散度损失",
        ),
        family="divergence",
        formula=(
            r"\frac{1}{2n}\sum_{i=1}^{n}\sum_{c=1}^{C}\left("
            r"p_{i,c}\log\frac{2p_{i,c}}{p_{i,c} + q_{i,c}} + q_{i,c}\log\frac{2q_{i,c}}{p_{i,c} + q_{i,c}}\right)"
        ),
        gradient=r"\frac{1}{2n}\log\frac{2q_{i,c}}{p_{i,c} + q_{i,c}}",
        arguments=(PREDICTION, TARGET, WEIGHTS, MASK),
        place="divergence:jensen_shannon",
        reference="Divergence Measures Based on the Shannon Entropy, 1991",
        stable="where p is near q: m/2 (log(1 - u^2) + u log((1 + u) / (1 - u))) with u = (p - q) / (p + q)",
        convex="both distributions together",
        outliers="bounded",
    ),
)
