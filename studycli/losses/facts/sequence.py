"""What is known of the losses of sequences."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts

FACTS = (
    Facts(
        key="ctc",
        english="connectionist temporal classification",
        chinese="连接时序分类",
        short="CTC",
        aliases=(
            "CTC loss",
            "connectionist temporal classification loss",
            "CTC损失",
            "CTC损失函数",
            "连接时序分类损失",
            "联结时序分类",
            "联结主义时间分类",
            "连接主义时间分类",
            "时序连接分类",
        ),
        family="sequence",
        formula=(
            r"-\frac{1}{n}\sum_{i=1}^{n}\log\sum_{\pi\in\mathcal{B}^{-1}(y_i)}\prod_{t=1}^{T}"
            r"\operatorname{softmax}(z_{i,t})_{\pi_t}"
        ),
        gradient=(
            r"\frac{1}{n}\left(\operatorname{softmax}(z_{i,t})_k"
            r" - \frac{\sum_{s:\,l'_s = k}\alpha_t(s)\beta_t(s)}{\sum_s\alpha_t(s)\beta_t(s)}\right)"
        ),
        arguments=(
            Argument("logits", "scores of classes before the softmax", "n t c", "real", differentiable=True),
            Argument("labels", "classes to find, in their order, none the blank", "n l", "class"),
            Argument("logit_lengths", "frames of each sample that count", "n", "class", optional=True),
            Argument("label_lengths", "labels of each sample that count", "n", "class", optional=True),
            Argument("blank", "class of the blank", "", "class", default=0.0),
            weights("sample"),
            mask("sample"),
        ),
        place="sequence:ctc",
        reference=(
            "Connectionist Temporal Classification: Labelling Unsegmented Sequence Data with Recurrent Neural"
            " Networks, 2006"
        ),
        stable="the forward algorithm in logarithms, at each frame relative to the largest",
        gradient_bound="1",
        outliers="linear",
    ),
)
