"""Terms that a text defines: the head of a definition, what something is called, the label of an explained item."""

from __future__ import annotations

import re

from studycli.losses.names import key_of
from studycli.notes.inline import has_chinese, identity, plain
from studycli.notes.patterns import lazy
from studycli.quiz.blanks import GAP, Blank, cut, leaks, reminds
from studycli.quiz.listing import wordings

_CHINESE_TERM = lazy(
    r"(?:分布|散度|熵|损失|范数|回归|分类|网络|机|树|森林|模型|注意力|编码|归一化|正则化|标准化|白化|优化|原理|定理|法则|准则|采样|蒸馏|剪枝|量化"
    r"|微调|卷积|池化|最小化|最大化|似然|估计|验证|学习|样本|标注|生成|权衡|激活|初始化|衰减|嵌入|权重|拟合|消失|爆炸|坍塌|遗忘|泄漏|外推|偏置|假设"
    r"|先验|后验|置信度|准确率|精确率|召回率|曲线|截断|裁剪|预热|检索|对齐|多数投票|函数|图谱|任务|序列|算法|度|率|法|层|器)$"
)
_ENGLISH_TERM = lazy(
    r"\b(?:distribution|divergence|entropy|loss|norm|regression|classification|network|networks|machine|tree|forest|model|attention|encoding|normali[sz]ation"
    r"|regulari[sz]ation|optimi[sz]ation|sampling|distillation|pruning|quanti[sz]ation|convolution|pooling|likelihood|estimation|validation|learning"
    r"|gradient|descent|bias|variance|precision|recall|accuracy|curve|clipping|warm-?up|embedding|embeddings|leakage|drift|shift|dropout|boosting|bagging|stacking"
    r"|backpropagation|autocorrelation|multicollinearity|heteroscedasticity|overfitting|underfitting|stationarity|checkpointing|n-grams|stopping"
    r"|momentum|softmax|sigmoid|kernel|centroid|perceptron|autoencoder|function|score|matrix|analysis|outlier|outliers|hyperparameter|epoch)$",
    re.IGNORECASE,
)
_LATIN_NAME = lazy(r"(?a:[A-Z][\w+.\-]*[A-Z0-9][\w+.\-]*)(?a:[ -][\w+.\-]+)?$")
_MIXED = lazy(r"(?a:\w) ?[\u4e00-\u9fff]|[\u4e00-\u9fff] ?(?a:\w)")
_NO_TERM = lazy(
    r"^(?:[不无未可需能会有是从在对以用按让使将把给当若如]|提[供高升]|降低|减[少轻]|增[加强大]|避免|防止|缓解|确保|保证|限制|明确|关注|处理|定义|构建|设计|选择|评估|其[他它])|[，。；：、！？!?;:=→/]|的|与|和|及|或"
    r"|^(?:the|a|an|this|high|low|more|less|no|not|use|how|why|what|when)\b|优点|缺点|特点|问题|方法$|步骤|目标|作用|数据$|成本|公式|示例|输入|输出|原因|核心|思想|实现|训练$|推理$|流程|关键|本身|[不没]$|TODO|效率|维度|\bof\b",
    re.IGNORECASE,
)
_IS = lazy(
    r"^(?P<head>[^，。,;；:：()（）$]{2,24}?)\s*(?P<bracket>[（(][^（）()]{2,60}[)）])?\s*(?P<verb>是一[种类个]|是指|指的是|是(?=衡量|在|对|将|通过|把|从))"
)
_IS_ENGLISH = lazy(
    r"^(?:An? |The )?(?P<head>[A-Za-z][\w\- ]{2,40}?)\s*(?P<bracket>\([^()]{2,60}\))?\s+(?P<verb>(?:is|are) (?:an? |the |how )|refers to |means )(?=[a-z])"
)
_CALLED = lazy(
    r"(?:称为|称作|叫做|叫作|称之为|被称为)\s*[\"“「]?(?P<name>[^，。,.;；:：()（）\"”」、\s]{2,16})[\"”」]?(?=[，。,.;；]|$)"
)
_CALLED_ENGLISH = lazy(
    r"\b(?:is|are) (?:called|known as|termed|referred to as) (?:an? |the )?[\"']?(?P<name>[a-z][\w\- ]{3,30}?)[\"']?(?=[.,;]|$)"
)
_LOOSE = lazy(
    r"常见|常用|流行|重要|最好|经典|著名|领域|范式|popular|common|such an|simply|just like|metric for|linear model|machine learning (?:method|technique)|probability curve|necessary|important|best|useful|famous|well[- ]known|one of|a part of|a type of|kind of|abbreviation|short for|the function to"
    r"|\b(?:is|are) (?:used|also|not|more|very|usually|often|easy|good)\b",
    re.IGNORECASE,
)
_BRACKETS = lazy(r"\s*[（(][^（）()]*[)）]")
_NOUNS = lazy(r"[^，。；：,;:\s]{2,8}(?:、[^，。；：,;:、\s]{2,8})+$")
_SHORTEST = {True: 8, False: 30}
"""Characters of a text that brings one term to mind, by whether it is Chinese."""
_SHORTEST_DEFINITION = {True: 18, False: 45}
_SHORTEST_CALLED = {True: 12, False: 50}
_SHORTEST_TERM, _LONGEST_TERM = 2, 24


def is_term(words: str) -> bool:
    """Tell whether words name a concept that has one name: 奥卡姆剃刀原理, NDCG, early stopping."""
    outside = _BRACKETS.sub("", words).strip()
    if not _SHORTEST_TERM <= len(outside) <= _LONGEST_TERM or _NO_TERM.search(outside):
        return False
    if key_of(words) or _LATIN_NAME.match(outside):
        return True
    if _MIXED.search(outside):
        return False
    if has_chinese(outside):
        return len(outside) > _SHORTEST_TERM and _CHINESE_TERM.search(outside) is not None
    return _ENGLISH_TERM.search(outside) is not None


def defined(text: str) -> Blank | None:
    """Return a definition without the term that it defines; None where it is none, or fits other terms too.

    Args:
        text: A sentence as plain text.
    """
    match = (_IS if has_chinese(text) else _IS_ENGLISH).match(text)
    if not match or not is_term(match["head"].strip()):
        return None
    rest = text[match.start("verb") :]
    name = text[match.start("head") : match.start("verb")].strip()
    if len(rest) < _SHORTEST_DEFINITION[has_chinese(rest)] or not describes(rest, name):
        return None
    space = " " if not rest[:1].isspace() else ""
    return Blank(f"{GAP}{space}{rest}", match["head"].strip(), wordings(name))


def called(text: str) -> Blank | None:
    """Return a sentence without the name that it gives to what it describes: '…称为过拟合', '… is called boosting'.

    Args:
        text: A sentence as plain text.
    """
    match = (_CALLED if has_chinese(text) else _CALLED_ENGLISH).search(text)
    if not match or not is_term(match["name"]) or match.start("name") < _SHORTEST_CALLED[has_chinese(text)]:
        return None
    if not describes(text[: match.start("name")], match["name"]):
        return None
    return cut(text, *match.span("name"), wordings(match["name"]))


def explained(label: str, body: str) -> Blank | None:
    """Return what an item says without the term in front of it.

    Args:
        label: The words before its colon.
        body: What follows, as plain text.
    """
    if not is_term(label) or not describes(body, label):
        return None
    colon = "：" if has_chinese(label + body) else ": "
    return Blank(f"{GAP}{colon}{body}", label, wordings(label))


def lists_examples(body: str) -> bool:
    """Tell whether a text only lists examples: 机器翻译、文本摘要."""
    return _NOUNS.match(body) is not None


def describes(text: str, name: str) -> bool:
    """Tell whether a text says enough to find a name by it, without saying the name."""
    outside = _BRACKETS.sub("", name)
    if len(text) < _SHORTEST[has_chinese(text)] and "$" not in text:
        return False
    return not (
        _LOOSE.search(text)
        or leaks(text, wordings(plain(name)))
        or reminds(text, outside)
        or not identity(outside)
    )
