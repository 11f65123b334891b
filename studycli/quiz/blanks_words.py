"""Operative words and numbers of a statement: those that it would be false without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz.blanks import Blank, cut

if TYPE_CHECKING:
    from collections.abc import Iterator


def _table(words: str) -> dict[str, tuple[str, ...]]:
    """Return each word with those that mean the same; bars part words, slashes what means the same."""
    groups = [tuple(name.strip() for name in group.split("/")) for group in words.split("|")]
    return {name: group for group in groups for name in group}


_WORDS = _table(
    """
    高斯/正态 | 拉普拉斯/Laplace | 伯努利/Bernoulli | 泊松/Poisson | 非凸/不凸 | 不可微/不可导 | 可微/可导/可微分 |
    不敏感/鲁棒 | 菱形 | 圆形/圆/球形/球 | 半正定 | 正定 | 梯度消失 | 梯度爆炸 | 低秩 | 调和平均/调和平均数 | 几何平均/几何平均数 |
    算术平均/算术平均数 | 正比 | 反比 | 无偏 | 有偏 | 极大似然估计/最大似然估计/极大似然/最大似然/最大化似然/MLE | 最大似然估计/极大似然估计/最大似然/极大似然/最大化似然/MLE |
    最大后验/最大后验估计/MAP | 正交 | 滑动平均/移动平均 | 中位数 | 条件均值 | 条件中位数
    """
)
_ENGLISH = _table(
    """
    Gaussian/normal | Laplace/Laplacian | Bernoulli | Poisson | non-convex/nonconvex | convex | differentiable |
    unbiased | harmonic | geometric | vanishing gradients/vanishing gradient | quadratically | exponentially |
    linearly | logarithmic | median | monotonic | orthogonal | low-rank | maximum likelihood
    """
)
_CUES = {
    "梯度消失": lazy(r"饱和|趋[近向于]{1,2} ?0|接近 ?0|连乘|sigmoid|tanh"),
    "梯度爆炸": lazy(r"裁剪|极大|溢出"),
    "正比": lazy(r"成"),
    "正定": lazy(r"满秩|凸|Hessian"),
    "滑动平均": lazy(r"推断时用|更新|梯度平方"),
    "移动平均": lazy(r"推断时用|更新|梯度平方"),
    "可微": lazy(r"[^，；：、 ].*可微"),
    "无偏": lazy(r"估计|评估"),
    "反比": lazy(r"成"),
    "低秩": lazy(r"低秩分解|分解.{0,3}低秩"),
}
"""What else must be said of a word that could otherwise be another."""
_FEWEST = 3  # characters around a gap that are no cell by itself
_OTHER = lazy(r"对此|/")
_NUMBER = lazy(
    r"(?<![\w.,^_/$\\{\-–−~×])(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>%|倍|维|层|位(?!置)|bit|bits|times|layers|dimensions|GiB|GB)(?![A-Za-z])"
)
_SHORTEST = 12  # characters
_WORKED = lazy(
    r"例如|比如|如[：:]|假设|\be\.g\.|for example|\bsay\b|\bwith\s+\d|\bif\b|\bwhen\b|\\approx|约|大概|左右|about|around|例|[=:：]",
    re.IGNORECASE,
)


def word_blanks(text: str) -> Iterator[Blank]:
    """Yield a statement without each of its operative words that stands in it once and outside of formulas.

    Args:
        text: A statement as plain text on one line.
    """
    known = _WORDS if has_chinese(text) else _ENGLISH
    taken: list[tuple[int, int]] = [
        match.span() for match in re.finditer(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", text)
    ]
    for word in sorted(known, key=len, reverse=True):
        found = [match.span() for match in re.finditer(_whole(word), text)]
        free = [span for span in found if not any(a < span[1] and span[0] < b for a, b in taken)]
        taken += found
        if len(free) == 1 and len(found) == 1 and _is_certain(text, word):
            yield cut(text, *free[0], known[word])


def cell_blank(cell: str) -> Blank | None:
    """Return a table's cell without its one operative word; None for another cell.

    Args:
        cell: Plain text.
    """
    found = list(word_blanks(cell))
    return found[0] if len(found) == 1 else None


def _is_certain(text: str, word: str) -> bool:
    """Tell whether no other word could stand in the place of one."""
    if len(text) - len(word) < _FEWEST and text != word:
        return False
    return not _OTHER.search(text) and (word not in _CUES or _CUES[word].search(text) is not None)


def _whole(word: str) -> str:
    if has_chinese(word):
        return rf"(?<![非不无真]){re.escape(word)}(?![性化处的])"
    return rf"(?<![\w\-]){re.escape(word)}(?![\w\-])"


def number_blanks(text: str) -> Iterator[Blank]:
    """Yield a statement without its one number that has a unit; none for a worked example or an estimate.

    Args:
        text: A statement as plain text on one line.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) == 1 and len(text) >= _SHORTEST and not _WORKED.search(text):
        match = found[0]
        yield cut(text, *match.span("number"), (f"{match['number']}{match['unit']}",))
