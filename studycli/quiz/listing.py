"""Which lists of a note name things that can be asked for, and by what wordings each thing is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.losses.names import key_of, names
from studycli.notes.cards import asking
from studycli.notes.inline import bare, has_chinese, has_words, identity, plain
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.quiz.pieces import Item, ItemList

FEWEST, MOST = 2, 8
"""Items of a list that a person can be asked to name."""

_LONGEST_LABEL = {True: 14, False: 40}
_LONGEST_ITEM = {True: 8, False: 40}
"""Characters of a name, as a label and as an item without one, by whether it is Chinese."""

_NO_NAME = lazy(r"[。！？!?；;，,…]|\.\.\.|⇒|→|=|^\[.?\]|^\W+$|https?:|\$\$")
_CLAUSE = lazy(
    r"(?:提供|提高|提升|量化(?=..)|限制|平滑(?!解|性|度)|明确|降低|增加|减少|减轻|避免|使用|采用|利用|考虑|保持|保证|确保|防止|解决|缓解|聚焦|关注|改变|增强|支持|"
    r"产生|引入|选择|调整|控制|表达|知道|理解|掌握|观察|存在|结合|需要|可以|能够|能|会|有|是|不(?!确定|变|平衡|对称)|对(?!数|比|称|角|抗|齐|偶)|在(?!线)|从|当|如果|只|与|更|容易|难以)"
)
_ENGLISH_CLAUSE = lazy(
    r"\b(?:is|are|was|can|will|should|must|does|do|has|have|it|we|you|if|when|there)\b", re.IGNORECASE
)
_BRACKETS = lazy(r"\s*[（(【\[]([^（）()【】\[\]]*)[)）】\]]\s*")
_PARTS = lazy(r"\s*(?:[,，、;；/]|\bor\b|又称|也称|即|简称)\s*")
_REMARK = lazy(
    r"如|例|含|常见|高频|可选|推荐|起点|比如|e\.g|i\.e|such|like|best|usually|optional", re.IGNORECASE
)
_ABBREVIATION = lazy(r"[A-Z][A-Za-z0-9\-]{0,9}$")
_META = lazy(r"要点|关键|核心|基本|典型|相关|细节|对比$|选型|建议|观测|角度|空间$|方面$")
_LED = lazy(r"(`[^`]+`)\s*[:：]|([^\s:：][^:：–—]{1,40}?)\s+[-–—]\s+\S")
_OR = lazy(r"\s+or\s+|\s*(?:又称|也称|或称)\s*")
_SLASH = lazy(r"\s*/\s*")


def listed(found: ItemList) -> tuple[tuple[str, ...], ...]:
    """Return the names of a list's items, each with its synonyms, the note's own first; () where it is no list of names."""
    if not FEWEST <= len(found.items) <= MOST:
        return ()
    led = [bool(item.label or _led(item.text)) for item in found.items]
    if any(led) and not all(led):
        return ()
    heads = [_head(item) for item in found.items]
    if not all(heads) or len({identity(head) for head in heads}) < len(heads) or _are_clauses(heads):
        return ()
    if any(asking.needs_parent(head) or _META.search(head) for head in heads):
        return ()
    return tuple(wordings(head) for head in heads)


def _head(item: Item) -> str:
    """Return the name that an item is about, or ''."""
    words = item.label or _led(item.text)
    if not words and not (item.nested or item.more):
        words = bare(item.text).rstrip("。.;；")
    longest = (_LONGEST_LABEL if item.label else _LONGEST_ITEM)[has_chinese(words)]
    outside = _BRACKETS.sub(" ", words).strip()
    return words if has_words(words) and len(outside) <= longest and not _NO_NAME.search(outside) else ""


def _led(text: str) -> str:
    """Return the name in front of a dash, or of a colon behind code: '`max_depth`: …', 'L1 - …'."""
    match = _LED.match(text)
    return plain(match[1] or match[2]) if match else ""


def _are_clauses(heads: list[str]) -> bool:
    """Tell whether more than a third of the names say something rather than name it: two people would word them differently."""
    clauses = sum(bool(_CLAUSE.match(head) or _ENGLISH_CLAUSE.search(head)) for head in heads)
    return clauses * 3 > len(heads)


def wordings(name: str) -> tuple[str, ...]:
    """Return every way to say a name: as it stands, without its brackets, what is in them, and the kernel's aliases."""
    found = [plain(name).strip("`"), *_spoken(plain(name))]
    key = key_of(name)
    if key:
        from studycli.losses.catalogue import facts

        found += names(facts(key))
    return tuple(dict.fromkeys(filter(None, found)))


def _is_synonym(inside: str, outside: str) -> bool:
    """Tell whether words in brackets are the name in the other language or its abbreviation, and no remark."""
    if not has_words(inside) or _REMARK.match(inside):
        return False
    return has_chinese(inside) != has_chinese(outside) or _ABBREVIATION.match(inside) is not None


def _spoken(name: str) -> Iterator[str]:
    """Yield a name without its brackets, each name inside them, both of 'X or Y', and the first of 'X/Y'."""
    outside = _BRACKETS.sub(" ", name).strip()
    yield outside
    for inside in _BRACKETS.findall(name):
        yield from (part for part in _PARTS.sub("\n", inside).split("\n") if _is_synonym(part, outside))
    yield from _OR.sub("\n", outside).split("\n")
    first = _SLASH.sub("\n", outside).split("\n")[0]
    if len(first) > 2 and has_chinese(first):  # noqa: PLR2004 - two signs name nothing by themselves
        yield first
