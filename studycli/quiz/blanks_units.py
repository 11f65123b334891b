"""The statements of an answer that a gap may be put into: items, sentences, formulas, each with its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.inline import has_chinese, has_words, plain
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Answer, Item
    from studycli.quiz.source import Source

_LONGEST = {True: 130, False: 240}
"""Characters of a statement, by whether it is Chinese: a person reads no more around a gap."""
_SHORTEST = 6
_DEICTIC = lazy(
    r"^(?:这|该|此|其|它|因此|所以|但|而|相比|前者|后者|另外|同时|同样|例如|比如|如果说|并|则|即|故|也|反之|否则|只有这样|注意|注[:：])|这[种个样里些时是会]|上述|上面|下面|以上|以下|如下|下述|本文|作者"
    r"|我们?(?!们)|你|此处|它们?|该方法|前面|后面|原文|论文"
)
_DEICTIC_ENGLISH = lazy(
    r"^(?:This|These|It|Its|They|Their|That|Those|Here|So|Therefore|However|Also|But|And|Or|Then|Thus|Hence|For example|Both|Such|Otherwise|There|Note|Same|Another|One|First|Second|Finally|Moreover|Because|When|In case)\b"
    r"|\b(?:we|I|you|your|our|us|this|these|those|above|below|following|it's|here|they|example)\b",
)
_UNREADABLE = lazy(
    r"https?:|!\[|\[\[|\]\(|<[A-Za-z/]|\bTODO\b|\\\[|\\\(|\|.*\|.*\||[⇒→✅❌【]|[?？].|\{\{|==|^\s*[>#]|\[…\]|__"
)
_OPENING, _CLOSING = "（(【[「“", "）)】]」”"
_MATH = lazy(r"\$\$?(.+?)\$\$?", re.DOTALL)


class Unit(NamedTuple):
    """A statement of an answer.

    Attributes:
        text: Its words as plain text on one line, formulas whole.
        first: Its first line in the note.
        last: Its last one.
        label: Of a labelled item, the label; the text is what follows it then.
        siblings: Labels of the other items of its list.
        formula: LaTeX, where the unit is a formula by itself; its text is empty then.
        lead: Words above its list.
        column: Of a cell of a table, the head of its column; its label is then the first cell of its row.
    """

    text: str
    first: int
    last: int
    label: str = ""
    siblings: tuple[str, ...] = ()
    formula: str = ""
    lead: str = ""
    column: str = ""


def units(source: Source, card: Card) -> Iterator[Unit]:
    """Yield the statements of a card's answer that no narrower card holds, in the order of their kinds."""
    answer = source.answer(card)
    for unit in (*_items(answer), *_sentences(answer), *_formulas(answer), *_cells(answer)):
        if owner(source, unit.first) == card.id and (unit.formula or unit.column or _is_readable(unit)):
            yield unit


def owner(source: Source, line: int) -> str:
    """Return the id of the card with the shortest answer that holds a line; '' for none."""
    holding = [
        (card.answer_lines[1] - card.answer_lines[0], -card.line, card.id)
        for card in source.cards
        if card.answer_lines and card.answer_lines[0] <= line <= card.answer_lines[1]
    ]
    return min(holding)[2] if holding else ""


def _items(answer: Answer) -> Iterator[Unit]:
    for found in answer.lists:
        yield from _of_list(found.items, found.lead)


def _of_list(items: tuple[Item, ...], lead: str) -> Iterator[Unit]:
    labels = [item.label for item in items]
    for at, item in enumerate(items):
        if not item.more and not item.text.startswith("["):
            last = item.nested[0].first - 1 if item.nested else item.last
            siblings = tuple(filter(None, (*labels[:at], *labels[at + 1 :])))
            yield Unit(_clean(item.body), item.first, last, plain(item.label), siblings, lead=lead)


def _sentences(answer: Answer) -> Iterator[Unit]:
    for sentence in filter(lambda each: _is_more_than_formula(each.text), answer.sentences):
        yield Unit(_clean(sentence.text), sentence.first, sentence.last)


def _formulas(answer: Answer) -> Iterator[Unit]:
    """Yield formulas that stand by themselves, outside of lists and sentences."""
    held = [(item.first, item.last) for item in answer.items]
    held += [(each.first, each.last) for each in answer.sentences if _is_more_than_formula(each.text)]
    for formula in answer.formulas:
        if formula.display and not any(first <= formula.first <= last for first, last in held):
            yield Unit("", formula.first, formula.last, formula=" ".join(formula.latex.split()))


def _cells(answer: Answer) -> Iterator[Unit]:
    """Yield the cells of tables whose column and row have a name, the first column left out."""
    for table in answer.tables:
        for at, row in enumerate(table.rows):
            line = table.first + 2 + at
            for head, cell in zip(table.head[1:], row[1:], strict=False):
                if has_words(row[0]) and has_words(head) and "|" not in cell:
                    yield Unit(cell, line, line, row[0], column=head)


def _is_more_than_formula(text: str) -> bool:
    return has_words(_MATH.sub("", text))


def _clean(text: str) -> str:
    return plain(text).rstrip("；;。. ").strip()


def _is_readable(unit: Unit) -> bool:
    """Tell whether a statement can be read by itself: whole, of one line, pointing at nothing else."""
    text = unit.text
    is_chinese = has_chinese(text)
    if not _SHORTEST <= len(text) <= _LONGEST[is_chinese] or text.endswith((":", "：", "?", "？")):
        return False
    words = _MATH.sub("", text)
    if _UNREADABLE.search(words) or (_DEICTIC if is_chinese else _DEICTIC_ENGLISH).search(words):
        return False
    return "$" not in words and _is_balanced(words) and words.count("：") + words.count(": ") <= 1


def _is_balanced(text: str) -> bool:
    return sum(map(text.count, _OPENING)) == sum(map(text.count, _CLOSING))
