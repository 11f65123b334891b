"""The cells of a note's tables: a thing, what is told of it, and what the others of the table have there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.inline import has_words, identity
from studycli.notes.patterns import lazy
from studycli.quiz.forms.contrast.headings import compared
from studycli.quiz.overlap import shared, words_of
from studycli.quiz.statements import is_material, topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Table
    from studycli.quiz.source import Source

_THINGS = lazy(
    r"^(?:方法|策略|损失|范式|模型|任务类型|算法|技术|名称|类型|方案|优化器|激活函数|method|model|loss|algorithm|technique|type|name|strategy|optimi[sz]er)s?$",
    re.IGNORECASE,
)
_ASPECTS = lazy(
    r"^(?:对比)?(?:维度|方面|指标|项目|角度|特性)$|^(?:aspect|criterion|dimension|property|feature)$",
    re.IGNORECASE,
)
_LOOSE = lazy(
    r"优|缺|局限|用途|场景|作用|示例|例|典型|备注|说明|应用|代表|采纳|方案|prompt|example|pros|cons|note|use|application|advantage",
    re.IGNORECASE,
)
_GRADED = lazy(
    r"^(?:极|较|很|最|更|次)?[低中高差好强弱大小快慢]?(?:[-~～/](?:极|较|很)?[低中高差好强弱大小快慢])?(?:$|[（(，,、])|^一般|^(?:some|close|reference|lower|higher|good|bad|better)",
    re.IGNORECASE,
)
"""Cells that only grade: where 'low' ends and 'very low' begins, two people see differently."""
_HEDGED = lazy(r"/[^/]+/|^(?:是/否|需要/)|/(?:混合|可)")
"""Cells that say several things at once: one of them may be true of another row."""
_BY_EXAMPLE = lazy(r"示例|例子|prompt|example", re.IGNORECASE)
_LONGEST = 60  # characters of a cell
_ALIKE = 0.6  # share of common words from which two cells may say the same
_EMPTY = frozenset(["", "-", "—", "–", "/", "无", "n/a", "?"])


class Cell(NamedTuple):
    """What a table tells of one thing in one respect.

    Attributes:
        topic: What the table is about.
        thing: What it is told of.
        aspect: In which respect.
        told: What is told.
        others: What is told of the other things there, where it is something else.
        line: The line of the note.
    """

    topic: str
    thing: str
    aspect: str
    told: str
    others: tuple[str, ...]
    line: int


def cells(source: Source, card: Card) -> Iterator[Cell]:
    """Yield the cells of a card's tables that tell one thing from another."""
    if not is_material(source, card):
        return
    for table in source.answer(card).tables:
        about = topic(source, card)
        if about and source.owns(card, table.first):
            yield from _cells(table, about, _has_things_in_rows(table, compared(card.prompt)))


def _has_things_in_rows(table: Table, names: Sequence[str]) -> bool | None:
    """Tell whether each row is a thing and each column an aspect, or the other way round; None where neither is said."""
    corner = table.head[0]
    if _THINGS.search(corner):
        return True
    if _ASPECTS.search(corner):
        return False
    columns, rows = table.head[1:], [row[0] for row in table.rows]
    if _named(columns, names):
        return False
    return True if _named(rows, names) else None


def _named(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether the compared names stand in some cells."""
    folded = [identity(name) for name in names]
    return bool(folded) and all(any(name in identity(cell) for name in folded) for cell in cells)


def _cells(table: Table, about: str, by_rows: bool | None) -> Iterator[Cell]:
    width = len(table.head)
    uneven = any(len(row) != width for row in table.rows)
    if by_rows is None or uneven or any(_BY_EXAMPLE.search(head) for head in table.head):
        return
    for at, row in enumerate(table.rows):
        for column in range(1, width):
            thing, aspect = (row[0], table.head[column]) if by_rows else (table.head[column], row[0])
            beside = [other[column] for other in table.rows if other is not row] if by_rows else list(row[1:])
            cell = Cell(
                about,
                thing,
                aspect.removesuffix("不同"),
                row[column],
                _differing(row[column], beside),
                table.first + 2 + at,
            )
            if _can_be_asked(cell):
                yield cell


def _differing(told: str, beside: Sequence[str]) -> tuple[str, ...]:
    """Return the cells that say something else than a cell, each once."""
    found = {_same(each): each for each in beside if _says(each)}
    return tuple(each for each in found.values() if _same(each) != _same(told) and not _is_near(told, each))


def _same(cell: str) -> str:
    """Return what cells are compared by: formulas by all their signs."""
    return "".join(cell.split()) if "$" in cell else identity(cell) or cell


def _is_near(cell: str, other: str) -> bool:
    """Tell whether two cells may say the same in other words; of formulas every sign counts."""
    return "$" not in cell + other and shared(cell, other) > _ALIKE


def _says(cell: str) -> bool:
    """Tell whether a cell says one whole thing."""
    whole = len(cell) <= _LONGEST and cell.count("$") % 2 == 0
    vague = _GRADED.search(cell) or _HEDGED.search(cell)
    return cell.strip().casefold() not in _EMPTY and whole and not vague


def _can_be_asked(cell: Cell) -> bool:
    words = has_words(cell.thing) and has_words(cell.aspect)
    whole = (cell.thing + cell.aspect + cell.told).count("$") % 2 == 0
    told = words_of(cell.thing) & (words_of(cell.told) | words_of(cell.aspect))
    return (
        words
        and whole
        and not told
        and _says(cell.told)
        and bool(cell.others)
        and not _LOOSE.search(cell.aspect)
    )
