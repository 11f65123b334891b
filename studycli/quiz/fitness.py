"""What keeps a card out of the quiz: an answer that leans on something else, a heading that names no subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese, has_words, plain, without_links, without_pictures
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from studycli.quiz.pieces import Answer
    from studycli.quiz.source import Source

_LEANS = lazy(
    r"[如见看参](?:[上下左右]|所附)?(?:图(?![像片形论神卷谱灵])|表(?![示达征面现格]))|[上下左右]图(?![像片形])|图\s*\d|[参详]见|见[上下第]|原因见|参[考照](?:第|上|前)|同上|如上[所文]?|点击|参[考照](?:笔记|正文|原文|知识点|\s*【)|笔记中|\*\*\d+(?:, ?\d+)*\*\*\s*[两三]?项|见\s*(?:docstring|文档|官[方网]|源码|链接)|(?:下面|以下|接下来)(?:将|会|依次|分别)?(?:介绍|给出|列出|讨论)[^。；\n]*[。；;：:]?\s*\Z"
    r"|(?:figure|image|picture|diagram|graph|plot|chart|screenshot|gif)s?\s+(?:above|below|shows?)|\bsee (?:the )?(?:figure|image|link|above|below|here)\b"
    r"|\bas shown\b|\b(?:above|below|following|this) (?:figure|image|picture|diagram|graph|plot|chart|answer)\b|\brefer to\b|\b(?:is|are|found|click) here\b",
    re.IGNORECASE,
)
_POINTERS = (
    *(
        "图",
        "表",
        "见",
        "同上",
        "如上",
        "点击",
        "参考",
        "参照",
        "下",
        "项",
        "figure",
        "image",
        "picture",
        "diagram",
        "graph",
        "plot",
    ),
    *("chart", "screenshot", "gif", "see ", "shown", "answer", "refer to", " here"),
)
"""What must stand in a text that `_LEANS` matches: looked for first, for it is thirty times faster."""
_PICTURE = lazy(
    r"^!!! |<div\b|</?t[dr]\b|^\{\{[^{}]*\}\}$|!\[\[|!\[[^\]]*\]\(|<img\b", re.IGNORECASE | re.MULTILINE
)
_FENCED = lazy(r"^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)|\Z)", re.MULTILINE | re.DOTALL)
_THIN = lazy(
    r"(?:背景|摘要|前言|引言|导言|序言|概览|总览|概述|简介|介绍|资源|资料|数据|论文|文章|阅读|参考|链接|工具|插件|安装|启动|下载|使用"
    r"|快捷键|配置|环境|推荐|模板|示例|例子|案例|实例|技巧|建议|清单|速查|索引|板书|收录|地图|图谱|导图|汇总|整理|备忘|笔记|记录|大纲"
    r"|目录|待办|补充|其[他它]|更多|拓展|扩展|面试技巧.*|答案索引.*|下一步|方案|脚本|命令|语法|收获|感想|总结|小结|问题|答疑|追问|到位|面试题?)$"
    r"|^其[他它]|^示例的|^(?:更多|相关|附|附录|示例|例|场景|法|方案|步骤|第.步|Part|Step|Example|Appendix)\s*\d*\s*(?:[:：)）]|问题|论文|阅读|工作|资源|$)"
    r"|(?:基础|基本|核心|相关)(?:概念|知识|术语)$|相关$|^notes?\d+$|(?:要点|口述|建议|学习路线|复习|面试(?:准备|模拟|问题)|知识点|速查|常见坑|TODO|FAQ|Wiki|README|备忘)"
    r"|^(?:tips?|faq|todo|general|info|notes?|usage|install(?:ation)?|setup|getting started|overview|introduction|background"
    r"|abstract|summary|examples?|demo|resources?|links?|tools?|tables?|misc(?:ellaneous)?|others?|contents?|.* contains|index|news|updates?"
    r"|workshops?|papers?|reading list|drafts?|keyboard shortcuts)$",
    re.IGNORECASE,
)
_MOST_LINKED = 1.5
"""Length of an answer's words, links included, in lengths of those outside of links."""
_HANDLING = lazy(
    r"\b(?:click|settings?|plugins?|buttons?|menus?|folders?|dropdown|toggle|hotkeys?|install(?:ed|ation)?|vault|markdown|deck)\b"
    r"|点击|设置|插件|菜单|按钮|快捷键|安装|文件夹|目录|终端|勾选|卡组|卡片|(?<!credit )\bcards?\b|编辑器|命令行|仓库",
    re.IGNORECASE,
)
_CONFIGURES = frozenset(
    [
        *(
            "sh",
            "bash",
            "shell",
            "zsh",
            "console",
            "powershell",
            "bat",
            "cmd",
            "vim",
            "yaml",
            "yml",
            "json",
            "jsonc",
        ),
        *("ini", "toml", "xml", "html", "css", "markdown", "md", "txt", "text", "tex", "latex", "diff"),
    ]
)
_INDEX = lazy(
    r"\b(?:to-?do|readme|template|wiki|drafts?|index|awesome|resources?)\b|目录|索引|导航|待办|模板|收录",
    re.IGNORECASE,
)
_WRITING_TOOL = lazy(
    r"LaTeX|Markdown|Obsidian|Typora|Jekyll|Hexo|Notion|Logseq|\bAnki\b|VS ?Code|PyCharm|非技术"
    r"|(?:SQL|Shell|Bash|Git|Linux|Vim|Docker|Conda|脚本).{0,8}(?:备忘|记录|常用|处理|操作|使用)",
    re.IGNORECASE,
)
_MANUAL = (
    0.25  # share of a note's answers that tell how to handle a program, from which all of it is a manual
)
_FOOTNOTE = lazy(r"\[\^[^\]]*\]")
_QUESTION_MARKS = "?？"
_STATES = lazy(r"[。；;：:，,=]|\.\s")
_NO_WORD = lazy(r"^[\W\d]+")
_HEADINGS = lazy(r"^ {0,3}#{1,6}\s+(.*)$", re.MULTILINE)
_UNFINISHED = lazy(
    r"待定|待补充|待完善|待续|未完成|\bTO-?DO\b|\bTBD\b|(?:\.{3}|…)\s*\Z|^[ \t>]*[-*+][ \t]*$|^([ \t]*)[-*+]\s(?:\*\*)?[^\n:：*]{1,12}(?:\*\*)?[:：](?:\*\*)?[ \t]*\n\1[-*+]\s",
    re.MULTILINE,
)
"""What is still to be settled, or an item that announces something and has nothing below it."""
_ADVICE = lazy(r"(?:必须|需要|务必|重点)(?:牢固|熟练)?(?:掌握|背|记住)|建议(?:先)?(?:学习|阅读)|\bet al\.")
_FROM_TWO = lazy(r"\s*(?:[2-9]|\d{2})[.)]\s")
_DEICTIC = lazy(
    r"^[^?？。]*(?:这(?:个|些|种|样|一|里)|上述|上面的|前面(?:提到|所[述说]|说))|^(?:do you know|what|which|are there)(?: are)?(?: any| the)? other\b",
    re.IGNORECASE,
)
_FORMULA = lazy(r"\$+[^$]*\$+")
_SOLUTIONS = lazy(
    r"^(?:.{0,12}中)?(?:[一二两三四五六七八九几\d]+[种个类])?(?:常[见用]的?|主要的?)?(?:解决|应对|改进|一般)(?:方[法案]|思路|办法|途径|手段)(?:的\S{1,6})?$"
)
_RELATION = lazy(r"[=<>]|\\(?:le|ge|ll|gg|approx|sim|propto|leftarrow|to|in|equiv|lt|gt)(?:q|slant)?\b")
_NAME = 14  # characters of a line that is a name
_MOST_QUESTIONS = 3  # question marks in an answer; more, and it asks instead of answering
_MESSAGE = lazy(r"^(?:fatal|error|warning|exception|traceback|\w*Error)\b\s*:?", re.IGNORECASE)
_BRACKETS = lazy(r"\s*[（(][^（）()]*[)）]$")
_GAP = lazy(r"\[…\]|[\W_]+")
_MEAGRE = {True: 8, False: 30}
"""Fewest characters of an answer to 'explain', by whether it is Chinese."""
_SENTENCE = 5  # characters
_SHORTEST = {True: 2, False: 6}
"""Fewest characters of an answer that says something, by whether it is Chinese."""


def _leans(prose: str) -> bool:
    """Tell whether a text points at a picture, a link or another place."""
    folded = prose.casefold()
    return any(sign in folded for sign in _POINTERS) and _LEANS.search(prose) is not None


def stands_alone(answer: Answer) -> bool:
    """Tell whether an answer can be read by itself: no picture, link or other place is needed."""
    text = answer.text
    prose = _FENCED.sub("", text)
    if _leans(prose) or _PICTURE.search(prose):
        return False
    if prose != text:
        return True
    words, shown = plain(without_links(prose)), plain(prose)
    if len(shown) > len(words) * _MOST_LINKED:
        return False
    return (len(words) >= _SHORTEST[has_chinese(words)] and has_words(words)) or bool(answer.formulas)


def has_picture(text: str) -> bool:
    """Tell whether a picture or drawing stands in a text."""
    return _PICTURE.search(text) is not None


def says_something(answer: Answer) -> bool:
    """Tell whether an answer has words or a formula, and not only a picture."""
    return has_words(plain(without_pictures(answer.text)))


def is_only_code(answer: Answer) -> bool:
    """Tell whether nothing but fenced code stands in an answer."""
    return bool(answer.code) and not has_words(_FENCED.sub("", answer.text))


def is_handling(answer: Answer) -> bool:
    """Tell whether an answer tells how to handle a program, which no interviewer asks: settings, commands, files."""
    return (
        any(code.language in _CONFIGURES for code in answer.code) or _HANDLING.search(answer.text) is not None
    )


def is_manual(source: Source) -> bool:
    """Tell whether a note is the manual of a program, or about a tool to write with: not what interviews are about."""
    return source.once("manual", _is_manual)


def _is_manual(source: Source) -> bool:
    if _WRITING_TOOL.search(source.title):
        return True
    answers = [source.answer(card) for card in source.cards if card.answer_lines]
    return sum(map(is_handling, answers)) > _MANUAL * len(answers)


def is_meagre(answer: Answer) -> bool:
    """Tell whether an answer is a name and no more: too little for 'explain'."""
    words = _FORMULA.sub("", _FOOTNOTE.sub("", plain(answer.text))).strip(" >-*\n")
    is_sentence = words.endswith(("。", "."))
    is_shown = any(_RELATION.search(formula.latex) for formula in answer.formulas)
    return len(words) < _MEAGRE[has_chinese(words)] and not is_sentence and not is_shown


def is_word(answer: Answer) -> bool:
    """Tell whether a Chinese answer is a word of few characters, as 增加负例: a hint to its writer."""
    words = plain(answer.text).strip(" >-*;；。\n")
    return has_chinese(words) and len(words) < _SENTENCE and not answer.formulas


def asks_on(answer: Answer) -> bool:
    """Tell whether an answer is a collection of further questions."""
    text = answer.text
    return sum(map(text.count, _QUESTION_MARKS)) > _MOST_QUESTIONS or text.count("追问") > 1


def only_asks(answer: Answer) -> bool:
    """Tell whether an answer is a question itself, put down to be answered some day."""
    words = plain(answer.text).strip(" >-*\n")
    return words.endswith(tuple(_QUESTION_MARKS)) and not _STATES.search(words)


def up_to_next_question(answer: Answer) -> Answer:
    """Return an answer without what stands below a heading in it that asks the next question."""
    for match in _HEADINGS.finditer(answer.text):
        words = _NO_WORD.sub("", plain(match[1]))
        if asking.asks_plainly(words) or asking.demands(words):
            return type(answer)(answer.text[: match.start()].rstrip(), answer.first)
    return answer


def is_unfinished(answer: Answer) -> bool:
    """Tell whether an answer says that something is still to be settled."""
    return _UNFINISHED.search(answer.text) is not None


def only_names(answer: Answer) -> bool:
    """Tell whether an answer lists names and says nothing of them: to be listed, not explained."""
    lines = [words for line in answer.text.splitlines() if (words := plain(line).strip(" >-*+;；"))]
    return all(len(words) <= _NAME and not _STATES.search(words) for words in lines) and not answer.formulas


def begins_late(answer: Answer) -> bool:
    """Tell whether an answer begins with the second item of a list, or a later one: it belongs to another prompt."""
    return _FROM_TWO.match(answer.text) is not None


def is_advice(answer: Answer) -> bool:
    """Tell whether an answer begins with what should be learnt or read, instead of saying it."""
    return _ADVICE.search(answer.text.lstrip().split("\n", 1)[0]) is not None


def points_back(prompt: str) -> bool:
    """Tell whether a prompt speaks of 'this problem' before it has named one."""
    return _DEICTIC.match(prompt.rpartition(" › ")[2]) is not None


def names_no_problem(words: str) -> bool:
    """Tell whether a heading such as 三种解决思路 leaves open what it solves."""
    return _SOLUTIONS.search(words) is not None


def is_thin(words: str) -> bool:
    """Tell whether a heading or label names nothing that could be asked: 背景, Tips, 更多问题."""
    last = _BRACKETS.sub("", words.rpartition(" › ")[2])
    return _THIN.search(last) is not None or len(last) < 2  # noqa: PLR2004 - one sign is no subject


def is_index(title: str) -> bool:
    """Tell whether a note's title says that it only leads to others: README, Wiki."""
    return _INDEX.search(title) is not None


def is_message(prompt: str) -> bool:
    """Tell whether a prompt is what a program printed, and no question."""
    return _MESSAGE.match(prompt) is not None


def is_placeless(prompt: str) -> bool:
    """Tell whether nothing is left of a prompt without its gap, picture or link."""
    return len(_GAP.sub("", plain(without_links(prompt)))) < 3  # noqa: PLR2004 - characters


def is_bare(prompt: str) -> bool:
    """Tell whether a prompt needs the heading above it to be understood."""
    return "›" not in prompt and asking.needs_parent(prompt)
