"""Diagnoses as sentences, in English and Chinese."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.losses.gradcheck.diagnosis import Diagnosis

SENTENCES = {
    "sign": ("The sign is wrong.", "符号反了。"),
    "factor": ("", ""),  # told by the factor alone
    "transposed": ("It is transposed.", "转置了。"),
    "shape": ("It has another shape than the argument.", "形状与自变量不同。"),
    "not-finite": ("It is infinite or no number{at}.", "出现了无穷大或 NaN{at}。"),
    "exchanged": ("Prediction and target are exchanged.", "预测值与真实值（p 与 y）写反了。"),
    "other-argument": ("This is the gradient for another argument.", "这是对另一个自变量的梯度。"),
    "sigmoid": (
        "The factor σ' = σ(z)(1 − σ(z)) is missing: this is the gradient for p = σ(z), not for z.",
        "漏了 σ' = σ(z)(1 − σ(z))：这是对 p = σ(z) 的梯度，不是对 z 的。",
    ),
    "sigmoid-twice": (
        "It has a factor σ' = σ(z)(1 − σ(z)) too many.",
        "多乘了一个 σ' = σ(z)(1 − σ(z))。",
    ),
    "softmax": (
        "The Jacobian of softmax is missing: this is the gradient for the probabilities, not for the logits.",
        "漏了 softmax 的雅可比矩阵：这是对概率的梯度，不是对 logits 的。",
    ),
    "logits": (
        "This is the gradient for the logits, not for the probabilities.",
        "这是对 logits 的梯度，不是对概率的。",
    ),
    "mask": (
        "Rows that should be 0 are not{at}: a mask is missing, or a condition.",
        "应为 0 的行不为 0{at}：漏了掩码（mask）或条件。",
    ),
    "clip": (
        "Entries that should be 0 are not{at}: a clip or a condition is missing.",
        "应为 0 的分量不为 0{at}：漏了截断（clip）或条件。",
    ),
    "label": (
        "The −1 of the label is missing{at}.",
        "漏了标签处的 −1{at}。",
    ),
    "exchanged-entries": ("Two entries are exchanged{at}.", "两个分量互换了{at}。"),
    "entry": ("One entry is wrong{at}; the others are right.", "只有一个分量错了{at}，其余都对。"),
    "entries": ("A few entries are wrong{at}; the others are right.", "只有几个分量错了{at}，其余都对。"),
    "row": ("One row is wrong{at}; the others are right.", "只有一行错了{at}，其余都对。"),
    "column": ("One column is wrong{at}; the others are right.", "只有一列错了{at}，其余都对。"),
    "offset": ("The same number was added to every entry.", "每个分量都多加了同一个数。"),
}
"""Of each kind of mistake, in English and Chinese; ``{at}`` is where. Kinds that a caller adds have none."""

_LARGEST_PART = 12  # of a fraction that a factor is told as
_SAME = 1e-5  # relative
_CONSTANTS = ((math.log(2), "ln 2"), (math.log(10), "ln 10"), (math.pi, "π"), (math.sqrt(2), "√2"))


def sentence(diagnosis: Diagnosis, language: str) -> str:
    """Return a diagnosis in ``en`` or ``zh``: the mistake, and the factor that remains besides."""
    chinese = language == "zh"
    kind = SENTENCES.get(
        diagnosis.kind,
        (f"It looks like this mistake: {diagnosis.kind}.", f"像是这种错误：{diagnosis.kind}。"),
    )
    told = kind[chinese].format(at=_at(diagnosis.places, chinese=chinese))
    if diagnosis.factor < 0 and diagnosis.kind != "sign":
        told = _joined(told, SENTENCES["sign"][chinese], chinese=chinese)
    factor = _factor(abs(diagnosis.factor), diagnosis.batch, chinese=chinese)
    return _joined(told, factor, chinese=chinese)


def _joined(one: str, other: str, *, chinese: bool) -> str:
    return ("" if chinese else " ").join(part for part in (one, other) if part)


def _factor(factor: float, batch: int, *, chinese: bool) -> str:
    """Return by how much a gradient is too large, as a sentence; '' where it is not."""
    if _near(factor, 1.0):
        return ""
    means = _mean(factor, batch, chinese=chinese)
    if means and batch > 2:  # noqa: PLR2004 - in a batch of two a 2 says nothing
        return means
    told = _named(factor)
    plain = f"是正确值的 {told} 倍。" if chinese else f"It is {told} times what it should be."
    return _joined(plain, means, chinese=chinese)


def _mean(factor: float, batch: int, *, chinese: bool) -> str:
    """Return a sentence about the mean, where the factor is n or 1/n."""
    if batch > 1 and _near(factor, batch):
        english = f"The 1/n of the mean is missing (n = {batch}): this is the gradient of the sum."
        return f"漏了平均的 1/n（n = {batch}）：这是求和的梯度。" if chinese else english
    if batch > 1 and _near(factor, 1 / batch):
        english = f"There is a 1/n too many (n = {batch}): the gradient of a sum has none."
        return f"多除了一个 n（n = {batch}）：求和的梯度没有 1/n。" if chinese else english
    return ""


def _named(factor: float) -> str:
    """Return a factor as a fraction, a constant, or a few digits."""
    nearest = Fraction(factor).limit_denominator(_LARGEST_PART)
    if nearest and _near(factor, float(nearest)):
        return str(nearest)
    for value, name in _CONSTANTS:
        if _near(factor, value):
            return name
        if _near(factor, 1 / value):
            return f"1/{name}" if " " not in name else f"1/({name})"
    short = f"{factor:.4g}"
    return short if short != "1" else f"{factor:.10g}"


def _near(factor: float, exact: float) -> bool:
    return abs(factor - exact) <= _SAME * exact


def _at(places: tuple[tuple[int, ...], ...], *, chinese: bool) -> str:
    """Return where a mistake is, to stand before the full stop; '' where it is not told."""
    if not places:
        return ""
    named = [f"[{', '.join(map(str, place))}]" for place in places]
    if chinese:
        return f"（位置 {'、'.join(named)}）"
    return " at " + (named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}")
