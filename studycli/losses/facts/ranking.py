"""What is known of the losses of comparisons."""

from studycli.losses.facts.common import mask, weights
from studycli.losses.model import Argument, Facts

FIRST = Argument("first", "vectors of one side", "n d", "real", differentiable=True)
SECOND = Argument("second", "vectors of the other side", "n d", "real", differentiable=True)
WEIGHTS = weights("loss")
MASK = mask("loss")
MARGIN = Argument("margin", "how far apart the two should be", "", "nonnegative", default=1.0)

FACTS = (
    Facts(
        key="triplet",
        english="triplet loss",
        chinese="三元组损失",
        short="",
        aliases=(
            "triplet margin loss",
            "triplet",
            "triplet loss function",
            "FaceNet loss",
            "三元组损失函数",
            "三元损失",
            "三元组边际损失",
            "三元组间隔损失",
        ),
        family="ranking",
        formula=(
            r"\frac{1}{n}\sum_{i=1}^{n}\max\left(0, \lVert a_i - p_i\rVert_2 - \lVert a_i - n_i\rVert_2 + m\right)"
        ),
        gradient=(
            r"\frac{1}{n}\left(\frac{a_i - p_i}{\lVert a_i - p_i\rVert_2}"
            r" - \frac{a_i - n_i}{\lVert a_i - n_i\rVert_2}\right)"
        ),
        arguments=(
            Argument("anchor", "vectors to compare with", "n d", "real", differentiable=True),
            Argument("positive", "vectors of the same kind", "n d", "real", differentiable=True),
            Argument("negative", "vectors of another kind", "n d", "real", differentiable=True),
            MARGIN,
            WEIGHTS,
            MASK,
        ),
        place="embedding:triplet",
        reference="FaceNet: A Unified Embedding for Face Recognition and Clustering, 2015",
        stable="differences are divided by the largest entry before they are squared",
        kinks="where the margin is kept exactly, and where the anchor is the positive or the negative",
        gradient_bound="2",
        lipschitz="2",
        outliers="linear",
    ),
    Facts(
        key="contrastive",
        english="contrastive loss",
        chinese="对比损失",
        short="",
        aliases=(
            "pairwise contrastive loss",
            "Siamese loss",
            "margin contrastive loss",
            "对比损失函数",
            "成对对比损失",
            "孪生网络损失",
        ),
        family="ranking",
        formula=(
            r"\frac{1}{2n}\sum_{i=1}^{n}\left(y_i d_i^2 + (1 - y_i)\max(0, m - d_i)^2\right),\quad"
            r" d_i = \lVert a_i - b_i\rVert_2"
        ),
        gradient=(r"\frac{1}{n}\left(y_i(a_i - b_i) - (1 - y_i)\max(0, m - d_i)\frac{a_i - b_i}{d_i}\right)"),
        arguments=(
            FIRST,
            SECOND,
            Argument("label", "1 for a similar pair, 0 for a dissimilar one", "n", "binary"),
            MARGIN,
            WEIGHTS,
            MASK,
        ),
        place="embedding:contrastive",
        reference="Dimensionality Reduction by Learning an Invariant Mapping, 2006",
        kinks="where both vectors of a dissimilar pair are the same",
        outliers="quadratic",
    ),
    Facts(
        key="cosine-embedding",
        english="cosine embedding loss",
        chinese="余弦嵌入损失",
        short="",
        aliases=(
            "cosine loss",
            "cosine similarity loss",
            "cosine distance loss",
            "余弦嵌入损失函数",
            "余弦损失",
            "余弦相似度损失",
            "余弦距离损失",
        ),
        family="ranking",
        formula=(
            r"\frac{1}{n}\sum_{i=1}^{n}\begin{cases}1 - \cos(a_i, b_i) & y_i = 1\\"
            r"\max(0, \cos(a_i, b_i) - m) & y_i = -1\end{cases}"
        ),
        gradient=(
            r"\mp\frac{1}{n\lVert a_i\rVert_2}"
            r"\left(\frac{b_i}{\lVert b_i\rVert_2} - \cos(a_i, b_i)\frac{a_i}{\lVert a_i\rVert_2}\right)"
        ),
        arguments=(
            FIRST,
            SECOND,
            Argument("label", "1 for a similar pair, -1 for a dissimilar one", "n", "sign"),
            Argument("margin", "cosine that a dissimilar pair may have", "", "[-1, 1]", default=0.0),
            WEIGHTS,
            MASK,
        ),
        place="embedding:cosine_embedding",
        reference="PyTorch documentation, CosineEmbeddingLoss",
        stable="1 - cos = |a - b|^2 / 2 for vectors of length 1",
        kinks="where the cosine of a dissimilar pair is the margin; a vector of 0 has no direction",
        gradient_bound="1 / |a|",
        outliers="bounded",
    ),
    Facts(
        key="info-nce",
        english="InfoNCE loss",
        chinese="InfoNCE损失",
        short="InfoNCE",
        aliases=(
            "info NCE",
            "InfoNCE",
            "contrastive predictive coding loss",
            "CPC loss",
            "InfoNCE损失函数",
            "信息噪声对比估计",
            "信息噪声对比估计损失",
        ),
        family="ranking",
        formula=(
            r"-\frac{1}{n}\sum_{i=1}^{n}\log\frac{\exp(q_i\cdot k_i/\tau)}{\sum_{j=1}^{n}\exp(q_i\cdot k_j/\tau)}"
        ),
        gradient=(
            r"\frac{1}{n\tau}\left(\sum_{j=1}^{n}P_{ij}k_j - k_i\right),\quad"
            r" P_i = \operatorname{softmax}(q_i\cdot k/\tau)"
        ),
        arguments=(
            Argument("queries", "vectors that look for their key", "n d", "real", differentiable=True),
            Argument("keys", "their keys, row for row", "n d", "real", differentiable=True),
            Argument("temperature", "tau: the lower, the harder", "", "positive", default=0.07),
        ),
        place="contrasting:info_nce",
        reference="Representation Learning with Contrastive Predictive Coding, 2018",
        stable="logsumexp relative to the largest; P_ii - 1 as minus the sum of the others",
        convex="the queries, and the keys, each with the other fixed",
        likelihood="categorical",
    ),
    Facts(
        key="nt-xent",
        english="normalized temperature-scaled cross-entropy",
        chinese="归一化温度交叉熵损失",
        short="NT-Xent",
        aliases=(
            "NT-Xent loss",
            "SimCLR loss",
            "normalised temperature-scaled cross-entropy",
            "normalized temperature-scaled cross entropy loss",
            "NT-Xent损失",
            "SimCLR损失",
            "归一化温度缩放交叉熵",
            "归一化温度缩放交叉熵损失",
        ),
        family="ranking",
        formula=(
            r"-\frac{1}{2n}\sum_{i=1}^{2n}\log\frac{\exp(\cos(z_i, z_{j(i)})/\tau)}"
            r"{\sum_{k\neq i}\exp(\cos(z_i, z_k)/\tau)}"
        ),
        gradient=(
            r"\frac{1}{2n\tau\lVert z_i\rVert_2}(I - u_i u_i^{\top})\sum_k (G_{ik} + G_{ki})u_k,\quad"
            r" u = \frac{z}{\lVert z\rVert_2},\quad G = P - J"
        ),
        arguments=(
            Argument("first", "one view of each sample", "n d", "real", differentiable=True),
            Argument("second", "another view of each", "n d", "real", differentiable=True),
            Argument("temperature", "tau: the lower, the harder", "", "positive", default=0.5),
        ),
        place="contrasting:nt_xent",
        reference="A Simple Framework for Contrastive Learning of Visual Representations, 2020",
        stable="logsumexp relative to the largest; P_ij - 1 as minus the sum of the others",
        kinks="a vector of 0 has no direction",
        outliers="bounded",
        likelihood="categorical",
    ),
    Facts(
        key="margin-ranking",
        english="margin ranking loss",
        chinese="边际排序损失",
        short="",
        aliases=(
            "pairwise hinge loss",
            "pairwise ranking loss",
            "ranking hinge loss",
            "ranking loss",
            "max-margin ranking loss",
            "排序损失",
            "间隔排序损失",
            "成对排序损失",
            "边际排名损失",
            "边缘排序损失",
        ),
        family="ranking",
        formula=r"\frac{1}{n}\sum_{i=1}^{n}\max\left(0, -y_i(a_i - b_i) + m\right)",
        gradient=r"-\frac{y_i}{n}\,[y_i(a_i - b_i) < m]",
        arguments=(
            Argument("first", "scores of the first of each pair", "n", "real", differentiable=True),
            Argument("second", "scores of the second", "n", "real", differentiable=True),
            Argument("label", "1 where the first should be higher, else -1", "n", "sign"),
            Argument("margin", "by how much the right one should lead", "", "nonnegative", default=0.0),
            WEIGHTS,
            MASK,
        ),
        place="ranking:margin_ranking",
        reference="Large Margin Rank Boundaries for Ordinal Regression, 2000",
        kinks="where the lead is the margin exactly",
        convex="the scores",
        gradient_bound="1",
        lipschitz="1",
        outliers="linear",
    ),
    Facts(
        key="bpr",
        english="Bayesian personalized ranking",
        chinese="贝叶斯个性化排序",
        short="BPR",
        aliases=(
            "BPR loss",
            "BPR-Opt",
            "Bayesian personalised ranking",
            "Bayesian personalized ranking loss",
            "BPR损失",
            "BPR损失函数",
            "贝叶斯个性化排序损失",
        ),
        family="ranking",
        formula=r"-\frac{1}{n}\sum_{i=1}^{n}\log\sigma(s_i^{+} - s_i^{-})",
        gradient=r"-\frac{1}{n}\sigma(s_i^{-} - s_i^{+})",
        arguments=(
            Argument("positive", "scores of items that were taken", "n", "real", differentiable=True),
            Argument("negative", "scores of items that were not", "n", "real", differentiable=True),
            WEIGHTS,
            MASK,
        ),
        place="ranking:bpr",
        reference="BPR: Bayesian Personalized Ranking from Implicit Feedback, 2009",
        stable="-log sigma(x) = softplus(-x) = max(-x, 0) + log1p(exp(-|x|))",
        convex="the scores",
        gradient_bound="1",
        lipschitz="1",
        smoothness="1/4",
        outliers="linear",
        likelihood="bradley-terry",
    ),
)
