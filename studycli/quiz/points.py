"""The key points of an answer: what a person ticks after telling it from memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese, has_words, plain, without_pictures
from studycli.notes.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.quiz.pieces import Answer, Item, Table

MOST = 8
"""Points of one checklist: more are not ticked with care."""

_DISPLAY = lazy(r"\$\$\s*(.+?)\s*\$\$", re.DOTALL)
_MARK = lazy(r"^\s*(?:>\s*)+|^\s*\[!\w+\][+-]?\s*")
_LEADS = (":", "：", "如下", "如下。", "following:")


def key_points(answer: Answer) -> tuple[str, ...]:
    """Return the key points of an answer as plain text, in the order of the note, at most `MOST`.

    List items and rows of tables are points, and so are the sentences around them while there is room; then only
    the items, and of nested ones only what stands above. Code and pictures give none, so an answer may have none.
    """
    fine = _ordered(answer, nested=True, sentences=True)
    if len(fine) <= MOST:
        return fine
    items = _ordered(answer, nested=True, sentences=False)
    if len(items) < 2:  # noqa: PLR2004 - one item beside many sentences is a remark
        return fine[:MOST]
    coarse = items if len(items) <= MOST else _ordered(answer, nested=False, sentences=False)
    return coarse[:MOST]


def brief_points(answer: Answer) -> tuple[str, ...]:
    """Return the heads of an answer's list items, or its key points where it has no list."""
    return _ordered(answer, nested=False, sentences=False) or key_points(answer)


def _ordered(answer: Answer, *, nested: bool, sentences: bool) -> tuple[str, ...]:
    found = [
        (item.first, text) for item in answer.items for text in (_below(item) if nested else (_own(item),))
    ]
    found += [(table.first + 2 + at, row) for table in answer.tables for at, row in enumerate(_rows(table))]
    if sentences:
        found += [(sentence.first, sentence.text) for sentence in answer.sentences]
        found += _displayed(answer)
    found.sort(key=lambda pair: pair[0])
    return tuple(_unique(flat(text) for _, text in found))


def _displayed(answer: Answer) -> list[tuple[int, str]]:
    """Return the formulas that stand by themselves, outside of sentences and lists."""
    taken = [(each.first, each.last) for each in answer.sentences]
    taken += [(each.first, each.last) for each in answer.items]
    return [
        (formula.first, f"${' '.join(formula.latex.split())}$")
        for formula in answer.formulas
        if formula.display and not any(first <= formula.first <= last for first, last in taken)
    ]


def _own(item: Item) -> str:
    return item.label if item.label and not item.body else item.text


def _below(item: Item) -> Iterator[str]:
    """Yield an item's text; the items below it, behind its label, where it has nothing else to say."""
    if not item.nested or (item.body and not item.text.endswith(_LEADS)):
        yield item.text
        return
    head = plain(item.text).rstrip("：:")
    colon = "：" if has_chinese(head) else ": "
    for each in item.nested:
        yield f"{head}{colon}{each.text}"


def _rows(table: Table) -> Iterator[str]:
    """Yield a table's rows, each cell behind the head of its column."""
    for row in table.rows:
        rest = (
            f"{head} {cell}" if has_words(head) else cell
            for head, cell in zip(table.head[1:], row[1:], strict=False)
            if cell
        )
        yield f"{row[0]}: {'; '.join(rest)}" if len(row) > 1 else row[0]


def flat(text: str) -> str:
    """Return a piece of an answer as one line of plain text; '' where it says nothing by itself."""
    text = _DISPLAY.sub(r" $\1$ ", without_pictures(_MARK.sub("", text)))
    words = plain(text)
    return "" if not has_words(words) or words.endswith(_LEADS) else words


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))
