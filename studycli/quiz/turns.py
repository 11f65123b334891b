"""Words that turn a statement into its opposite: 'higher' and 'lower', 敏感 and 不敏感."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turn(NamedTuple):
    """One word of a text and what stands for its opposite.

    Attributes:
        start: Where the word begins.
        end: Behind its last character.
        opposite: What stands there instead.
    """

    start: int
    end: int
    opposite: str

    def of(self, text: str) -> str:
        """Return the text with the opposite in the word's place."""
        before = text[: self.start]
        article = _ARTICLE.search(before)
        if article and self.opposite.isascii():
            fitting = "an " if self.opposite[0] in "aeiou" else "a "
            before = before[: article.start(1)] + fitting
        return before + self.opposite + text[self.end :]


_ARTICLE = lazy(r"(?<![A-Za-z])(an? )$")


def turns(text: str) -> tuple[Turn, ...]:
    """Return the words of a text whose opposite makes it false, in order.

    Words in formulas, code and fixed names stay; so does what is negated, what only states a condition, and every
    word of a text that reasons: the half that stays would contradict the half that is turned.
    """
    pairs, pattern, fixed = _table(has_chinese(text))
    if _REASONS.search(text):
        return ()
    held = [match.span() for match in (*_HELD.finditer(text), *fixed.finditer(text))]
    return tuple(
        Turn(match.start(), match.end(), _opposite(pairs[match[0].lower()], match, text))
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in held)
        and not _is_bound(text, match)
        and not _is_said_again(text, match, pairs[match[0].lower()])
    )


def _is_bound(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word is negated, part of a condition or of a name."""
    before, behind = text[: match.start()], text[match.end() :]
    if _NEGATED.search(before) or _CONDITION.match(behind):
        return True
    if match[0] in _MOMENTS and before and not before.endswith(("，", "；", "：", ", ", "; ")):
        return True
    return match[0][:1].isupper() and bool(before)


_MOMENTS = ("训练时", "推断时")
"""Words that open a clause when they say when something happens, and else belong to what they stand before."""


def _is_said_again(text: str, match: re.Match[str], opposite: str) -> bool:
    """Tell whether the rest of a text says the opposite of a word, or speaks of its direction once more."""
    rest = (text[: match.start()] + " " + text[match.end() :]).lower()
    again = _DIRECTIONS.get(match[0], ())
    return opposite in rest or any(word in rest for word in again)


_DIRECTIONS = {
    "上升": ("升", "降"),
    "下降": ("升", "降"),
    "训练时": ("测试", "推断", "推理"),
    "推断时": ("测试", "训练", "推理"),
}
"""What else tells the direction of a word: where it stands too, the turned text would contradict itself."""

_REASONS = lazy(
    r"所以|因此|于是|因为|由于|从而|否则|说明|意味着|表明|而.{0,6}不变|一个.*另一个|\b(?:because|due to|since|so|therefore|thus|hence|how|one\b.*\bother)\b",
    re.IGNORECASE,
)
_NEGATED = lazy(
    r"(?:避免|防止|不会?|没有?|未|无法|缓解|减轻|抑制|以|\b(?:not|no|never|avoids?|prevents?|without|cannot|hardly|rarely))[^，,。；;]{0,12}$"
    r"|(?:可以|可能|能够?|也许|或许|\b(?:can|may|might|could|able|possible))[^，,。；;]{0,40}$",
    re.IGNORECASE,
)
"""What may stand in front of a word so that its opposite need not make the text false."""

_CONDITION = lazy(
    r"(?:到|至)|\s*[（(]|\s+(?:from|to)\b|[^，,。；;：:]{0,12}(?:时|的时候|后|前)(?:[，,；;]|$)|.{0,6}(?:过拟合|问题|风险|成本|开销|遗忘|不稳定|依赖|幻觉|disadvantage|overfitting|risk)"
)
"""What may stand behind it: the end of a condition, or an evil that nothing is said to bring about."""

_HELD = lazy(r"\$[^$]*\$|`[^`]*`|[（(][A-Za-z][^（）()]*[)）]")


def _pairs(words: str) -> Iterator[tuple[str, str]]:
    for pair in words.split("|"):
        one, _, other = pair.strip().partition("/")
        yield one, other
        yield other, one


_CHINESE = dict(
    _pairs(
        """
        不敏感/敏感 | 不可微/可微 | 不可导/可导 | 更大/更小 | 更高/更低 | 更快/更慢 | 更多/更少 | 更强/更弱 | 更长/更短 |
        更宽/更窄 | 更深/更浅 | 更简单/更复杂 | 更容易/更难 | 更稀疏/更稠密 | 更稳定/更不稳定 | 更平滑/更不平滑 | 越深/越浅 |
        更平坦/更尖锐 | 更均匀/更不均匀 | 越大/越小 | 越高/越低 | 越快/越慢 | 越多/越少 | 越强/越弱 | 越长/越短 | 偏大/偏小 |
        偏高/偏低 | 过大/过小 | 太大/太小 | 过高/过低 | 较大/较小 | 较高/较低 | 较多/较少 | 较强/较弱 | 很大/很小 | 很高/很低 |
        增大/减小 | 增加/减少 | 升高/降低 | 上升/下降 | 变大/变小 | 放大/缩小 | 加快/减慢 |
        有偏/无偏 | 高估/低估 | 高方差/低方差 | 高偏差/低偏差 | 上溢/下溢 | 成正比/成反比 | 有界/无界 | 不对称/对称 | 非凸/凸 |
        不稳健/稳健 | 双向/单向 | 串行/并行 | 低秩/满秩 | 样本均值/样本中位数 | 产生稀疏/产生稠密 | 只增不减/只减不增 |
        处处可微/并非处处可微 | 推断时/训练时 | 成立/不成立 | 推理延迟为零/推理延迟很大
        """
    )
)
_CHINESE |= {"凸函数": "非凸函数", "非凸函数": "凸函数", "可微且凸": "可微但非凸"}
_ENGLISH = dict(
    _pairs(
        """
        increases/decreases | increase/decrease | increasing/decreasing | higher/lower | larger/smaller | bigger/smaller |
        faster/slower | more/less | fewer/more | is convex/is not convex | underfitting/overfitting |
        underfits/overfits | reduces/increases | raises/lowers | independent of/dependent on | high bias/low bias |
        high variance/low variance | too large/too small | too high/too low | overestimates/underestimates |
        under-forecast/over-forecast | strictly increasing/strictly decreasing | bounded/unbounded |
        is not symmetric/is symmetric | in parallel/one after the other |
        lowest/highest | smallest/largest | stronger/weaker | deeper/shallower |
        wider/narrower | longer/shorter | easier/harder
        """
    )
)
_ENGLISH |= {"more": "less", "smaller": "larger", "lower": "higher", "increases": "decreases"}

_FIXED_CHINESE = lazy(
    r"梯度下降|梯度上升|坐标下降|[上下]采样|并行(?:策略|化|计算|度|训练)|凸(?:优化|组合|代理|集|包)|对称(?:性|加密)|可微[性的]?(?:代理|编程)|可导性"
    r"|更多(?:信息|创新|示例|细节|内容)|增加了?一个|低秩(?:分解|矩阵|适配|增量|假设)|严格凸|非凸优化|敏感[学度性词信数域]|代价敏感|(?:序列|张量|流水线?|数据|模型|[A-Z]P)\s*并行|进阶"
)
_FIXED_ENGLISH = lazy(
    r"\b(?:one|two) or more\b|\b(?:more|less|fewer|larger|smaller|higher|lower) than\b|\bmore or less\b|\bno more\b|\bonce more\b"
    r"|\bmore (?:and more|specifically|precisely|generally|importantly|useful|details?|information|data|likely)\b|\bwhat is more\b|\bany more\b|\bhigher[- ]order\b|\blower[- ](?:case|triangular)\b",
    re.IGNORECASE,
)


def _table(chinese: bool) -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    return (
        (_CHINESE, _CHINESE_WORDS, _FIXED_CHINESE) if chinese else (_ENGLISH, _ENGLISH_WORDS, _FIXED_ENGLISH)
    )


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_CHINESE_WORDS = lazy(_alternatives(_CHINESE))
_ENGLISH_WORDS = lazy(rf"\b(?:{_alternatives(_ENGLISH)})\b", re.IGNORECASE)


def _opposite(word: str, match: re.Match[str], text: str) -> str:
    """Return an opposite as it stands in the text: with its capital, and 'fewer' before what is counted."""
    if word == "less" and _COUNTED.match(text, match.end()):
        word = "fewer"
    return word[:1].upper() + word[1:] if match[0][:1].isupper() else word


_COUNTED = lazy(r"\s+[a-z-]*[a-rt-z]s\b")
