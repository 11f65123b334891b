"""Names that are each other's opposites: 静态权重 and 动态权重, hard and soft labels."""

from __future__ import annotations


def _table(words: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of words that a slash joins and bars part."""
    pairs = (pair.strip().partition("/") for pair in words.split("|"))
    return tuple((one, other) for one, _, other in pairs)


_OPPOSITES = _table(
    """
    静态/动态 | 凸/非凸 | 线性/非线性 | 参数/非参数 | 有监督/无监督 | 监督/无监督 | 监督/自监督 | 显式/隐式 |
    生成式/判别式 | 生成/判别 | 前向/反向 | 离散/连续 | 绝对/相对 | 硬/软 | 同步/异步 | 在线/离线 | 全局/局部 |
    过拟合/欠拟合 | 上采样/下采样 | 过采样/欠采样 | 编码器/解码器 | 容易/困难 | 简单/困难 | 易/难 | 正/负 | 高/低 |
    大/小 | 一阶/二阶 | 单任务/多任务 | 单/多 | 对称/非对称 | 乘性/加性 | 同策略/异策略 | 确定性/随机性 |
    确定性/随机 | 平稳/非平稳 | 偏差/方差 | 宏平均/微平均 | 宏/微 | 均匀/正态 | 白盒/黑盒 | 稀疏/稠密 | 精确/准确 |
    最大/平均 | 前/后 | 内部/外部 | 内/外 | 强/弱 | 有偏/无偏 | 数据层面/算法层面 | 数据层/算法层 |
    二分类/多分类 | 两类/多类 | 串行/并行 | static/dynamic | convex/non-convex | convex/nonconvex |
    linear/non-linear | linear/nonlinear | supervised/unsupervised | parametric/nonparametric |
    parametric/non-parametric | explicit/implicit | generative/discriminative | forward/backward |
    discrete/continuous | absolute/relative | hard/soft | synchronous/asynchronous | online/offline | global/local |
    overfitting/underfitting | oversampling/undersampling | encoder/decoder | easy/hard | positive/negative |
    high/low | large/small | first-order/second-order | single/multi | pre/post | macro/micro | bias/variance |
    bagging/boosting | sparse/dense | max/average | strong/weak | biased/unbiased | batch/online |
    deterministic/stochastic | on-policy/off-policy | internal/external | type i/type ii | filter/wrapper
    """
)


def are_opposed(one: str, other: str) -> bool:
    """Tell whether two names differ in nothing but one word that stands for the opposite of the other's."""
    one, other = one.casefold(), other.casefold()
    return one != other and any(
        _swapped(one, left, right) == other or _swapped(one, right, left) == other
        for left, right in _OPPOSITES
    )


def _swapped(text: str, old: str, new: str) -> str:
    return text.replace(old, new, 1) if old in text else "\0"
