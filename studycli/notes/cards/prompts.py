"""Prompts that are understood alone, and the anchors of headings."""

from studycli.notes.cards import asking
from studycli.notes.cards.page import Page
from studycli.notes.cards.sections import context
from studycli.notes.cards.starter import Starter
from studycli.notes.inline import has_chinese, identity
from studycli.notes.patterns import lazy

_NUMBERED_TASK = lazy(r"\s*(?:\*\*|__)\s*\d")
_ABOUT = lazy(r"对(?!数|比|称|角|偶|象|抗)|[由当从在]|按(?!钮)")
_RELATES = lazy(r"[与和跟同](?=.*(?:区别|对比|比较|关系|联系|异同|不同|差异|相比))|相比")
_RELATES_STARTS = frozenset("与和跟同相")
_CLASS_WORD = lazy(r"(?<=..)(?:损失函数|损失|函数|算法|方法|模型|网络|正则化)$")


def heading_prompt(page: Page, place: int) -> str:
    """Return a heading with as much of the path above it as it needs: '凸函数的重要性 › 定义'."""
    section = page.outline.sections[place]
    if section.key in page.twins or asking.needs_parent(section.words, section.key):
        above = context(page.outline, place, page.title)
        if above and identity(above) != section.key:
            return f"{above} › {section.words}"
    return section.words


def asked_prompt(page: Page, place: int, starter: Starter) -> str:
    """Return a question of a section's text, with its subject where it has none of its own."""
    prompt = starter.prompt
    if _relates(prompt):
        return _with_subject(_subject(page, place), prompt)
    if asking.needs_parent(prompt) or _is_task(page, starter):
        return f"{_subject(page, place)} › {prompt}"
    return prompt


def part_prompt(page: Page, place: int, label: str) -> str:
    """Return a label with its subject: '均方误差（MSE）的特点', 'Random forest: pros', never a bare label."""
    if not asking.needs_parent(label):
        words = identity(label)
        names = map(identity, _names(page.outline.sections[place].words))
        if _defines(label) or any(len(name) > 1 and name in words for name in names):
            return label
    if asking.asks_plainly(label):
        return f"{_subject(page, place)} › {label}"
    return _with_subject(_subject(page, place), label)


def path_anchor(page: Page, place: int) -> str:
    """Return the identity of the headings above and here, the title left out: renaming it renames no card."""
    sections = page.outline.sections
    parts: list[str] = []
    while place > 0 and place != page.outline.title:
        parts.append(sections[place].key)
        place = sections[place].parent
    return "›".join(reversed(parts)) or identity(page.title)


def _subject(page: Page, place: int) -> str:
    """Return what the labels and questions below a heading are about."""
    section = page.outline.sections[place]
    if not section.words:
        return page.title
    if asking.only_divides(section.key) or asking.collects_questions(section.words):
        above = context(page.outline, place, page.title)
        return section.words if asking.collects_questions(above) else above
    return heading_prompt(page, place)


def _is_task(page: Page, starter: Starter) -> bool:
    """Tell whether a question is a bold number and a demand: '**3. Derive it**'."""
    return _NUMBERED_TASK.match(page.document.lines[starter.line]) is not None and not asking.asks(
        starter.prompt
    )


def _relates(words: str) -> bool:
    return words[:1] in _RELATES_STARTS and _RELATES.match(words) is not None


def _with_subject(subject: str, label: str) -> str:
    if not has_chinese(label):
        return f"{subject}: {label}"
    if _relates(label):
        return f"{subject} {label}" if subject[-1:].isascii() else subject + label
    return f"{subject}：{label}" if _ABOUT.match(label) else f"{subject}的{label}"


def _defines(label: str) -> bool:
    folded = label.casefold()
    return folded.startswith(("什么是", "what is ", "what are ")) or folded.endswith(
        ("是什么", "是什么？", "是什么?")
    )


def _names(heading: str) -> list[str]:
    """Return the names in a heading: '交叉熵损失（Cross-Entropy）' has 交叉熵 and Cross-Entropy."""
    flat = heading.replace("（", "(").replace("）", ")")
    head, _, tail = flat.partition("(")
    parts = (head, *tail.rstrip(")").replace("，", ",").split(","))
    return [name for part in parts if (name := _CLASS_WORD.sub("", part.strip()))]
