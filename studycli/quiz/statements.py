"""Statements of a note that can be judged by themselves: one whole sentence or list item, its subject named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese, has_words, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Item, Sentence
    from studycli.quiz.source import Source

SHORTEST = {True: 9, False: 30}
SHORTEST_ITEM = {True: 4, False: 12}
LONGEST = {True: 64, False: 200}
"""Characters of a statement, and of one that is a list item of a labelled part, by whether it is Chinese."""

_ADVICE = lazy(
    r"面试|复习|简历|话术|案例|白板|岗位|题目|口述|必须掌握|追问|题库|工程|建议|总结|核心观点|优化方向|\bQ\d|\b(?:interview|favou?rite)\b",
    re.IGNORECASE,
)
_PERSONAL = lazy(
    r"Hive|SQL|UDF|优 - |缺 - |指出|如何|怎样|为什么|能否|是否|什么|进阶|本文|作者|论文|我们?|你|咱|[?？]|\b(?:I|we|you|your|our|us|let's|paper|authors?|said)\b",
    re.IGNORECASE,
)
_LEANS = lazy(
    r"前者|后者|上述|以上|如[上下]|同[上理]|两者|二者|[两三]条|它们?|这|此|该|其(?!中|他|它|余)|那|[:：]$|^[^\w\u4e00-\u9fff$]|https?:|\]\(|!\[|^\[|[①-⑩]|\d\)|\.\.\.|…|→|⇒"
    r"|\b(?:former|latter|above|below|these|this|those|they|them|their|it|its|he|she|here|there|another|such|following)\b",
    re.IGNORECASE,
)
_BEGINS = lazy(
    r"^(?:[取设令]|因此|所以|于是|从而|而且?|但是?|不过|然而|故|为了?|由于|此外|另外|同时|目前|首先|其次|最后|最终|然后|接着|例如|比如|即|也就|换句|总之|直观上|通常|注[:：意]?|相比|相当于|并|且|又|也|还|再|则|就|只|可以|能|使得?|让|让|以及?|或|如果|若|当)"
    r"|^(?:however|also|but|thus|so|hence|then|therefore|for example|for instance|in addition|moreover|furthermore|finally|first|second|third|next|on the other hand|in other words|in such|in this|in general|basically|simply|note|and|or|because|since|as a|specially|often|sometimes|usually|typically|otherwise|again|similarly|likewise|instead|if|when|while|yes|no|to|by|with|of|from|at|same|both|usually|always|another|other|others|more)\b",
    re.IGNORECASE,
)


_SHORTEST_PART = 18  # characters, a formula counted as one
_AS_LONG = "x" * 8  # a formula is taken in at a glance
_FORMULA = lazy(r"\$[^$]*\$")
_GOES_ON = lazy(r"[除以用把将取对从按在由没无去加多少先不偏越会并使需要才都各]")
_APART = lazy(r"(?<=[\u4e00-\u9fff，。；：]) +(?=[\u4e00-\u9fff])")
"""Spaces inside Chinese, as they stand around bold words."""
_COMPARES = lazy(r"[：:]\s*(?:对比|比较)$")
_QUOTED = lazy(r"^(?:>\s*)+")


class Statement(NamedTuple):
    """What a note says.

    Attributes:
        topic: What it is about, readable without the note; it may be a question.
        name: The label of its list item, '' for none.
        text: The statement as plain text, without the label and without the mark at its end.
        first: First line in the note.
        last: Last line in the note.
        is_item: Whether it is an item of a labelled part, '特点' of something, which a few words may be.
    """

    topic: str
    name: str
    text: str
    first: int
    last: int
    is_item: bool = False

    def alone(self) -> Statement:
        """Return the statement without its label, which may say the same in other words."""
        return self._replace(name="")

    @property
    def whole(self) -> str:
        """The statement with its label."""
        if not self.name:
            return self.text
        return f"{self.name}{'：' if has_chinese(self.text) else ': '}{self.text}"


def is_material(source: Source, card: Card) -> bool:
    """Tell whether a card's answer can be taken apart: it stands by itself, and is no advice or handling."""
    return source.once(f"material {card.id}", lambda _: _is_material(source, card))


def _is_material(source: Source, card: Card) -> bool:
    if not card.answer_lines or card.kind not in ("question", "concept", "part"):
        return False
    words = f"{card.prompt} {source.heading(card)}"
    if _ADVICE.search(words) or fitness.is_index(source.title) or not wording.asks_something(card):
        return False
    if not asking.asks(card.prompt) and fitness.is_thin(card.prompt):
        return False
    if card.kind == "concept" and wording.is_vague(card.prompt) and not wording.context(source, card):
        return False
    answer = source.answer(card)
    return fitness.stands_alone(answer) and not fitness.is_handling(answer)


def topic(source: Source, card: Card) -> str:
    """Return what a card is about, as a heading or a question with its mark; '' where that is not said."""
    words = _COMPARES.sub("", wording.stem(source, card))
    if "›" in words or _ADVICE.search(words):
        return ""
    if asking.asks(card.prompt) or asking.demands(card.prompt):
        return wording.ended(words, source.language(card))
    return words


def statements(source: Source, card: Card) -> tuple[Statement, ...]:
    """Return the statements of a card's answer, each belonging to the card that is nearest to it, in order."""
    return source.once(f"statements {card.id}", lambda _: tuple(_statements(source, card)))


def _statements(source: Source, card: Card) -> Iterator[Statement]:
    if not is_material(source, card):
        return
    about = topic(source, card)
    if not about:
        return
    answer = source.answer(card)
    in_part = card.kind == "part"
    found = [(each.first, each.last, "", each.text, False) for each in _whole(answer.sentences)]
    found += [
        (each.first, each.first, each.label, each.body, in_part) for each in answer.items if _is_flat(each)
    ]
    for first, last, name, text, is_item in sorted(found):
        if source.owns(card, first):
            statement = Statement(about, name, told_of(text), first, last, is_item)
            if can_be_judged(statement):
                yield statement


def _whole(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield sentences without those that semicolons cut off, and that are short or have no subject of their own."""
    goes_on = False
    for sentence in sentences:
        is_part = sentence.text.endswith(("；", ";"))
        words = _FORMULA.sub("x", told_of(sentence.text))
        is_short = has_chinese(words) and len(words) < _SHORTEST_PART
        if not (goes_on and _GOES_ON.match(sentence.text)) and not (is_short and (goes_on or is_part)):
            yield sentence
        goes_on = is_part


def _is_flat(item: Item) -> bool:
    return not item.nested and not item.more and not item.text.rstrip().endswith((":", "："))


def told_of(text: str) -> str:
    """Return a piece of an answer as it is told: plain text without the mark at its end."""
    words = _APART.sub("", plain(_QUOTED.sub("", text)))
    return words.strip().rstrip("。；;，, ").removesuffix(".")


def leans(text: str) -> bool:
    """Tell whether a text needs what stands elsewhere, speaks to its reader, is advice, or was cut in a formula."""
    if text.count("$") % 2 or text.count("`") % 2:
        return True
    return any(pattern.search(text) for pattern in (_LEANS, _ADVICE, _PERSONAL))


def can_be_judged(statement: Statement) -> bool:
    """Tell whether a statement is short, whole and needs nothing that stands elsewhere."""
    text, whole = statement.text, statement.whole
    chinese = has_chinese(text)
    shortest = SHORTEST_ITEM if statement.is_item else SHORTEST
    return (
        shortest[chinese] <= len(whole)
        and len(_FORMULA.sub(_AS_LONG, whole)) <= LONGEST[chinese]
        and has_words(text)
        and not leans(whole)
        and not _BEGINS.search(text)
    )
