"""Which leaf of a decision tree is reached: 'no outliers → MSE', drawn with lines in a block of code."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.catalogue import catalogue
from studycli.losses.names import mentions, names
from studycli.notes.inline import identity
from studycli.notes.patterns import lazy
from studycli.quiz import fitness
from studycli.quiz.forms.choice.picks import Pick
from studycli.quiz.overlap import shared, words_of
from studycli.quiz.statements import topic
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Code
    from studycli.quiz.source import Source

_BRANCH = lazy(r"(?P<lines>[\s│|]*(?:├|└|\+|\|)[─-]+\s*)(?P<words>\S.*)$")
_LEAF = lazy(r"(?P<case>.+?)\s*(?:→|->|⇒|=>)\s*(?P<chosen>\S.*)$")
_REMARK = lazy(r"(?:，|,\s).*$")
_ASKS = lazy(r"[?？:：]\s*$")
_ALIKE = 0.6  # share of common words from which two leaves may be one


class Leaf(NamedTuple):
    """A leaf: the cases that lead to it, from the root, what is chosen there, and its line in the note."""

    cases: tuple[str, ...]
    chosen: str
    line: int


def find(source: Source, card: Card) -> Iterator[Pick]:
    """Yield each leaf of the trees in a card's answer."""
    about = topic(source, card)
    if not card.answer_lines or not about or not fitness.stands_alone(source.answer(card)):
        return
    language = source.language(card)
    joint = "，" if language == "zh" else ", "
    for code in source.answer(card).code:
        found = leaves(code) if source.owns(card, code.first) else []
        for leaf in found:
            if _is_told(leaf):
                continue
            near = sorted(found, key=lambda each: -_together(leaf, each))
            others = tuple(each.chosen for each in near if _differs(leaf, each))
            cases = joint.join(_said_once(leaf.cases))
            asked = say(language, "choice", "tree", topic=about, cases=cases)
            yield Pick(asked, leaf.chosen, others, ((leaf.line, leaf.line),), cases)


def leaves(code: Code) -> list[Leaf]:
    """Return the leaves of a tree that is drawn in a block; none where the block draws no tree."""
    path: list[tuple[int, str]] = []
    found = []
    for at, line in enumerate(code.text.split("\n")):
        branch = _BRANCH.match(line)
        if not branch:
            continue
        depth = len(branch["lines"].rstrip())
        path = [(above, words) for above, words in path if above < depth]
        leaf = _LEAF.match(branch["words"])
        if leaf:
            cases = (*(words for _, words in path), _case(leaf["case"]))
            found.append(Leaf(cases, _REMARK.sub("", leaf["chosen"].strip()), code.first + at))
        else:
            path.append((depth, _case(branch["words"])))
    return found


def _together(leaf: Leaf, other: Leaf) -> int:
    """Return how many cases two leaves have in common, from the root."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(leaf.cases, other.cases, strict=False))
    )


def _said_once(cases: Sequence[str]) -> list[str]:
    """Return cases without those that the next one says again: 类别, 类别极不平衡."""
    return [case for at, case in enumerate(cases) if not "".join(cases[at + 1 : at + 2]).startswith(case)]


def _case(words: str) -> str:
    return _ASKS.sub("", words.strip()).strip()


def _is_told(leaf: Leaf) -> bool:
    """Tell whether the last case says what is chosen, by a word or as part of the name: 二分类 of 二分类交叉熵."""
    case = identity(leaf.cases[-1])
    if words_of(leaf.cases[-1]) & words_of(leaf.chosen):
        return True
    known = (name for mention in mentions(leaf.chosen) for name in names(catalogue()[mention.key]))
    return any(case in identity(name) for name in (leaf.chosen, *known))


def _differs(leaf: Leaf, other: Leaf) -> bool:
    """Tell whether another leaf is no answer to a leaf's case: no loss is in both, and no more words than few."""
    same = {mention.key for mention in mentions(leaf.chosen)} & {
        mention.key for mention in mentions(other.chosen)
    }
    return leaf.line != other.line and not same and shared(leaf.chosen, other.chosen) <= _ALIKE
