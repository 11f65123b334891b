"""What a heading or label says about its section: does it ask, is it only furniture, does it need its parent.

The lists are of the words that people write in notes for interviews, in Chinese and English.
"""

import re
import unicodedata

from studycli.notes.inline import identity
from studycli.notes.patterns import lazy


def _table(words: str) -> frozenset[str]:
    """Return the identities of words that bars part; they are folded together, which is twenty times faster."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return frozenset(_NO_SIGNS.sub("", folded).split("|"))


_NO_SIGNS = re.compile(r"[^\w|]+|_+")
_FOLDS = lazy(
    "[\u00a0-\u00bf\u2000-\u200f\u2100-\u214f\u2460-\u24ff\u3000\uff01-\uffef\U0001d400-\U0001d7ff]"
)
_WIDE_SIGNS = (("？", "?"), ("（", "("), ("）", ")"), ("：", ":"), ("，", ","))
_PARENTHESES = lazy(r"\s*\([^()]*\)\s*$")
_ASKS_CHINESE = lazy(
    r"为什么|为何|如何|怎么|怎样|什么|何谓|哪些|哪种|哪个|哪一|是否|能否|可否|有何|多少"
    r"|^(?:指出|给出|试述|论证)(?=...)|^分析(?=....)"
    r"|^(?:请|简述|详述|简要|写出|列举|列出|解释|描述|阐述|论述|谈谈|说说|讲讲|聊聊|区分|比较|对比)(?=..)"
    r"|^(?:介绍|说明|推导|证明)(?!过程|步骤|思路|公式|方法|文档|如下)(?=...)"
    r"|(?:区别|异同|差异|不同|对比|比较|优缺点比较)(?:[与和及、]?(?:联系|关系|选择|总结|相同|共同点))?[)）]?$"
    r"|[，,。;；:：]\s*(?:请|试着)(?=..)|[吗呢]$|怎么办|\bvs\b"
)
_ASKS_ENGLISH = lazy(
    r"^(?:what|why|how|when|which|who|where|whether|explain|compare|contrast|define|describe|discuss|derive|prove"
    r"|(?:the\s+)?(?:main\s+|key\s+)?differences?\b(?!\s+equation))\b"
    r"|\b(?:vs|versus)\b\.?|\b(?:why|how|what|differences?|explain|compare|comparison)[.!]?$",
    re.IGNORECASE,
)
_DEMANDS = lazy(
    r"(?:explain|compare|contrast|define|describe|discuss|derive|prove|name|list|state|give|write|implement)\b"
    r"|请|简述|详述|写出|列举|列出|解释|描述|阐述|比较|介绍|说明|推导|证明|指出|给出",
    re.IGNORECASE,
)
_STRONG_CHINESE = lazy(r"为什么|为何|如何|怎么|怎样|什么|何谓|哪些|哪种|哪个|是否|能否|吗$")
_STRONG_ENGLISH = lazy(r"^(?:what|why|how|when|which)\b", re.IGNORECASE)

_QUESTIONS_CHINESE = lazy(
    r"(?:面试|常见|高频|经典|重点|核心|典型|常考|自测|思考|相关|练习)+的?(?:面试)?(?:重点|核心|常见|高频)?(?:问题|题目|考题|题|问答)"
    r"(?:清单|列表|汇总|整理|集锦|合集)?(?:(?:与|和|及)(?:参考)?(?:答案|回答|解答)(?:指引)?)?$"
    r"|^(?:问题清单|问答|问题与答案|自测题|思考题|习题|问题列表)$"
)
_QUESTIONS_ENGLISH = lazy(
    r"^(?:qa|q&a|faqs?|q\s*and\s*a)$"
    r"|(?:^|\s)(?:faqs?|frequently asked questions|(?:common |typical |practice )?interview (?:questions?|q&a)(?: and answers)?"
    r"|common questions|practice questions|review questions|self[- ]?test|questions and answers|questions)"
    r"(?:\s+\d{4})?$",
    re.IGNORECASE,
)

_NOT_CARDS = _table(
    """
    总结 | 小结 | 本章小结 | 本节小结 | 本章总结 | 全文总结 | 总结与展望 | 结语 | 后记 | 写在最后 |
    写在前面 | 面试准备 | 面试建议 | 面试技巧 | 学习建议 | 复习建议 | 备考建议 | 学习路线 | 学习计划 |
    学习资源 | 使用说明 | 相关笔记 | 相关链接 | 相关文章 | 相关阅读 | 相关资料 | 相关资源 | 参考 |
    参考资料 | 参考文献 | 参考链接 | 参考文章 | 参考内容 | 资料 | 引用 | 延伸阅读 | 扩展阅读 |
    推荐阅读 | 拓展阅读 | 目录 | 索引 | 导航 | 更新日志 | 更新记录 | 变更记录 | 版权 | 版权声明 |
    许可 | 许可证 | 致谢 | 鸣谢 | 赞助 | 关于作者 | 关于本文 | 贡献 | 贡献指南 | Contributions |
    贡献者 | 待办 | 待办事项 | 反向链接 | Summary | Conclusion | Conclusions | Recap | Takeaways |
    Key takeaways | TL;DR | Closing remarks | Interview preparation | Interview prep | Interview tips |
    Study tips | Study plan | Study advice | How to study | References | Reference | Bibliography |
    Citations | Citation | Sources | Links | Resources | Useful links | See also | Further reading |
    Related | Related notes | Related work and links | Backlinks | Table of contents | Contents | TOC |
    Index | Navigation | License | Licence | Copyright | Credits | Acknowledgements | Acknowledgments |
    Contributing | Contributors | Sponsors | Sponsor | Support us | Changelog | Change log |
    Release notes | About the author | How to contribute | How to use this repository
    """
)
_OWN_TEXT_IS_NO_CARD = _table(
    """
    TODO | 待补充 | 未完成 | 草稿 | WIP | Draft
    """
)

# Headings that say nothing without the one above them.
_GENERIC = _table(
    """
    摘要 | 引言 | 前言 | 概览 | 参数设置 | 模型训练 | 定义 | 概念 | 基本概念 | 核心概念 | 基础概念 |
    概述 | 简介 | 介绍 | 背景 | 动机 | 思想 | 基本思想 | 核心思想 | 主要思想 | 思路 | 基本思路 |
    实现思路 | 直觉 | 直观理解 | 直观解释 | 理解 | 原理 | 基本原理 | 技术原理 | 工作原理 | 数学原理 |
    核心原理 | 机制 | 作用 | 作用机制 | 目的 | 意义 | 重要性 | 特点 | 特性 | 特征 | 性质 | 优点 |
    缺点 | 优缺点 | 优势 | 劣势 | 优势与劣势 | 优点与缺点 | 局限 | 局限性 | 不足 | 问题 | 存在的问题 |
    常见问题 | 面试题 | 公式 | 数学公式 | 数学形式 | 数学表达 | 数学定义 | 推导 | 数学推导 | 公式推导 |
    推导过程 | 证明 | 算法 | 算法流程 | 算法步骤 | 流程 | 步骤 | 过程 | 计算 | 计算过程 | 计算方法 |
    方法 | 常见方法 | 常用方法 | 解决方法 | 解决方案 | 常见解决方法 | 策略 | 技巧 | 训练技巧 |
    实践技巧 | 实践细节 | 实现 | 代码 | 代码实现 | 实现细节 | PyTorch 实现 | TensorFlow 实现 |
    NumPy 实现 | Python 实现 | 应用 | 应用场景 | 典型应用 | 适用场景 | 使用场景 | 场景 | 示例 | 例子 |
    案例 | 实例 | 结构 | 模型结构 | 网络结构 | 架构 | 组成 | 分类 | 类型 | 种类 | 变体 | 变种 | 改进 |
    结构改进 | 优化 | 参数 | 超参数 | 参数含义 | 复杂度 | 时间复杂度 | 复杂度分析 | 分析 | 评估 |
    评价指标 | 训练 | 训练过程 | 推理 | 预测 | 前向传播 | 反向传播 | 前向过程 | 梯度 | 损失 |
    损失函数 | 目标函数 | 对比 | 区别 | 比较 | 联系 | 总览 | 细节 | 注意事项 | 注意点 | 补充 | 其他 |
    其它 | 备注 | 说明 | 扩展 | 效果 | 实验 | 实验结果 | 结果 | 结论 | 初始化 | 输入 | 输出 |
    输入输出 | 基础 | 进阶 | 为什么 | 是什么 | 怎么做 | 如何实现 | 如何选择 | 如何理解 | 几何解释 |
    贝叶斯解释 | Definition | Definitions | Concept | Concepts | Overview | Introduction | Intro |
    Background | Motivation | Intuition | Idea | Key idea | Main idea | Core idea | Principle |
    Mechanism | Purpose | Properties | Property | Characteristics | Features | Pros | Cons |
    Pros and cons | Advantages | Disadvantages | Advantages and disadvantages | Benefits | Drawbacks |
    Limitations | Strengths | Weaknesses | Trade-offs | Tradeoffs | Formula | Formulas | Formulation |
    Equation | Equations | Math | Mathematics | Derivation | Proof | Algorithm | Steps | Procedure |
    Method | Methods | Approach | Solution | Solutions | Problem | Problems | Implementation | Code |
    Python | PyTorch | PyTorch implementation | NumPy implementation | Code example | Example |
    Examples | Usage | Use cases | Applications | When to use | When to use it | How it works |
    How to use | How to choose | Why it works | Why | What | How | What is it | Architecture |
    Structure | Components | Types | Variants | Extensions | Parameters | Hyperparameters |
    Complexity | Time complexity | Analysis | Evaluation | Training | Inference | Forward pass |
    Backward pass | Gradient | Gradients | Loss | Loss function | Objective | Comparison | Details |
    Notes | Note | Tips | Tricks | Remarks | Basics | Other | Others | Miscellaneous |
    Common questions | Interview questions | FAQ | Questions | Results | Interpretation | Assumptions |
    Input | Output | Setup
    """
)
_DEICTIC = lazy(
    r"(?:以上|上述|上面|下面|如下|这|该(?!如何|怎么|怎样|选|用)|其(?!实|中)|它|此|本(?!质|征)|两者|二者|三者|前者|后者|另外|另一)"
    r"|(?:为什么|为何|如何|怎么|什么是)(?:它|其(?!他|它|实|中)|这(?:个|种|些|样)|该)"
    r"|(?:有什么|有哪些|有何|有没有|会不会|会怎|能否|可否|能不能|可不可以|是不是|可以|需要|应该|各有|分别)"
    r"|在[^，,。?？]{1,24}[上中](?:分别|各自?)?有"
)
_DEICTIC_ENGLISH = lazy(
    r"(?:this|these|those|it|its|they|their|the (?:above|following|former|latter)|above|both|other|others)\b"
    r"|(?:why|how|when|what|which|where)\s+(?:\w+\s+){0,2}?(?:it|they|this|these|that)\b(?!\s+mean)"
    r"|(?:is|are|does|do|can|could|should|will|would|has|have)\s+(?:it|they|this|that|these|those|one)\b"
)
_ONE = lazy(r"[^?]+\bone\?$")
# A question of so few characters has no subject: '为什么有效', 'Why'.
_NO_SUBJECT = lazy(
    r"(?:为什么|为何|如何|怎么|怎样)(?:需要|有效|使用|选择|理解|实现|解决|做|办|计算|评估|优化|训练|改进|用|要)?(?:它)?[?？]?$"
    r"|(?:what|why|how|when)(?:\s+(?:to\s+\w+|is\s+it|does\s+it(?:\s+\w+)?|it\s+\w+|not))?[?？]?$"
)
_NO_LABEL = _table(
    """
    注意 | 注 | 提示 | 备注 | 说明 | 注意事项 | 其中 | 例如 | 比如 | 如 | 参考 | 参考资料 | 参考文献 |
    参考链接 | 来源 | 出处 | 原文 | 作者 | 转载 | 版权 | 更新 | 答 | 答案 | 回答 | A | Answer | Ans |
    Note | Notes | NB | Tip | Warning | Hint | Important | Where | Reference | References | Source |
    Sources | See also | Further reading | Links | Author | Credit | Credits | License | Copyright |
    TODO | Keywords | 关键词 | 标签 | Tags | 目录
    """
)
_REFERENCES = _table(
    """
    参考 | 参考资料 | 参考文献 | 参考链接 | 参考文章 | 参考内容 | 来源 | 出处 | 原文 | 更多 |
    延伸阅读 | Reference | References | Source | Sources | See also | Further reading | Links |
    Read more
    """
)
_DIVIDERS = _table(
    """
    优缺点 | 优点与缺点 | 优点和缺点 | 优势与劣势 | 特点 | Pros and cons |
    Advantages and disadvantages
    """
)
_QUESTION_NAMES = _table(
    """
    Question | Q | 问题 | 题目 | 问
    """
)
_ANSWER_NAMES = _table(
    """
    Answer | A | Ans | 答案 | 答案要点 | 参考答案 | 回答 | 答 | 解析 | 解答 | Solution
    """
)
_REWORDING = lazy(
    r"^(?:其他|其它|相似|类似|另一种|同类|等价|相关|另外的)(?:提法|问法|问题|表述|说法)|^(?:参考|来源|出处|原文|引用|转载)"
    r"|^(?:also asked as|other wordings?|similar questions?|related questions?|references?|sources?|see also|via)\b",
    re.IGNORECASE,
)
_FOLLOW_UP = lazy(
    r"^(?:追问|延伸问题|进一步追问|可能的?追问|扩展问题|follow[- ]?ups?(?: questions?)?)\s*\d*\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_FOLLOW_UP_STARTS = frozenset("追延进可扩fF")
_PLACEHOLDER = lazy(
    r"^(?:to be (?:filled(?: in)?|added|written|completed|done|continued|determined)|answer(?: goes)? here|your answer(?: here)?|(?:no answer|unanswered)(?: yet)?|to ?do|tbd|tba|tbc|wip|coming soon|fixme|n/?a"
    r"|待补充|待完善|待续|待定|待更新|待整理|待写|未完待续|暂无(?:答案|内容|相关笔记)?|暂缺|略|无|空|占位)[\s.。!！…:：]*$"
    r"|^[.。…?？\-—_\s]+$",
    re.IGNORECASE,
)


def _fold(text: str) -> str:
    """Turn bold mathematical letters and full-width forms into plain ones before matching."""
    return text if text.isascii() else _folded(text)


def _folded(text: str) -> str:
    if not _FOLDS.search(text):
        return text
    for wide, narrow in _WIDE_SIGNS:  # after which there is mostly nothing left to normalise
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text).strip()


def asks(words: str) -> bool:
    """Tell whether a heading or label, without markup, asks something."""
    if has_question_mark(words):
        return True
    words = _fold(words)
    if "?" in words:
        return True
    if words.isascii():
        return _ASKS_ENGLISH.search(words) is not None
    return (_ASKS_CHINESE.search(words) or _ASKS_ENGLISH.search(words)) is not None


def demands(words: str) -> bool:
    """Tell whether a sentence demands an answer, such as "Explain the difference" does."""
    return _DEMANDS.match(_fold(words)) is not None


def asks_plainly(words: str) -> bool:
    """Tell whether a heading asks by a question mark or an interrogative, not only by contrast or request."""
    if has_question_mark(words):
        return True
    words = _fold(words)
    return bool("?" in words or _STRONG_CHINESE.search(words) or _STRONG_ENGLISH.search(words))


def has_question_mark(words: str) -> bool:
    """Tell whether a question mark, of full or half width, stands in a text."""
    return "?" in words or "？" in words


def collects_questions(words: str) -> bool:
    """Tell whether a heading is one such as 面试题 or FAQ, below which every heading is a question."""
    if has_question_mark(words) and words[-1:] not in (")", "）"):
        return False
    words = _PARENTHESES.sub("", _fold(words))
    if "?" in words:
        return False
    if words.isascii():
        return _QUESTIONS_ENGLISH.search(words) is not None
    return (_QUESTIONS_CHINESE.search(words) or _QUESTIONS_ENGLISH.search(words)) is not None


def is_no_card(key: str) -> bool:
    """Tell whether a heading is a summary, references, licence or other furniture."""
    return key in _NOT_CARDS


def is_draft(key: str) -> bool:
    """Tell whether a heading says that its own text is only planned."""
    return key in _OWN_TEXT_IS_NO_CARD


def needs_parent(words: str, key: str = "") -> bool:
    """Tell whether a prompt cannot be understood without the heading above it.

    Args:
        words: The prompt.
        key: Its identity, where it is known.
    """
    key = key or identity(words)
    if key in _GENERIC or key.isdecimal():
        return True
    folded = _fold(words).lower()
    if not folded.isascii():
        return bool(_DEICTIC.match(folded) or _NO_SUBJECT.match(folded))
    return bool(
        _DEICTIC_ENGLISH.match(folded)
        or _NO_SUBJECT.match(folded)
        or (folded.endswith("one?") and _ONE.match(folded))
    )


def is_remark(words: str) -> bool:
    """Tell whether a bold label begins a remark or a credit, not a part of the subject."""
    return identity(words) in _NO_LABEL


def is_references(words: str) -> bool:
    """Tell whether a bold label begins a list of sources."""
    return identity(words) in _REFERENCES


def is_rewording(words: str) -> bool:
    """Tell whether a quote holds another wording of its question, or a source, and not the answer."""
    return _REWORDING.search(_fold(words)) is not None


def only_divides(key: str) -> bool:
    """Tell whether a heading only announces its parts: 优缺点 over 优点 and 缺点."""
    return key in _DIVIDERS


def is_question_name(key: str) -> bool:
    """Tell whether a heading says only that a question follows."""
    return key in _QUESTION_NAMES


def is_answer_name(key: str) -> bool:
    """Tell whether a heading or label says only that an answer follows."""
    return key in _ANSWER_NAMES


def is_follow_up(words: str) -> bool:
    """Tell whether a line begins a follow-up question."""
    first = words[:1]
    if first not in _FOLLOW_UP_STARTS and ("一" <= first <= "鿿" or (first.isascii() and first.isalnum())):
        return False  # what nothing folds
    words = _fold(words)
    return words[:1] in _FOLLOW_UP_STARTS and _FOLLOW_UP.search(words) is not None


def is_placeholder(words: str) -> bool:
    """Tell whether an answer is only a promise: 'Answer here', TODO, 待补充."""
    return not words or _PLACEHOLDER.search(_fold(words).strip(" []()_*")) is not None
