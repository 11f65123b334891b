"""The answer of a contrast: both sides as the note has them, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese
from studycli.notes.patterns import lazy
from studycli.quiz.points import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.quiz.forms.contrast.found import Piece, Side

_WIDEST_CELL = 120  # characters; longer texts stand below each other
_NOT_IN_A_CELL = lazy(r"[|`]|\$\$|<|!\[|^\s*(?:>|#|\d+[.)]\s)|^\s+\S", 8)
_ITEM = lazy(r"^[-*+]\s+", 8)


def answer(sides: Sequence[Side]) -> str:
    """Return both sides as Markdown: a table by part where both have the parts and they are short."""
    pieces = [piece for side in sides for piece in side.pieces]
    if all(_fits(piece) and piece.label for piece in pieces) and _same_labels(sides):
        return "\n".join(_table(sides))
    if _same_labels(sides) and any(piece.label for piece in sides[0].pieces):
        return "\n\n".join(_by_label(sides))
    return "\n\n".join(_by_side(sides))


def lines(sides: Sequence[Side]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the note that a contrast's answer stands in, in the order of the note."""
    return tuple(sorted({piece.lines for side in sides for piece in side.pieces}))


def points(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return what is to be told of each side: single points where they are few, else one for each part."""
    alike = _same_labels(sides)
    told = [
        (side.name if alike else _headed(side.name, piece.label), piece)
        for side in sides
        for piece in side.pieces
    ]
    single = [_of(name, point) for name, piece in told for point in piece.points or ("",)]
    if len(single) <= MOST:
        return tuple(single)
    return tuple(_of(name, _together(piece)) for name, piece in told)[:MOST]


def _of(name: str, point: str) -> str:
    """Return a point behind the name of its side; the name alone where code tells the rest."""
    colon = "：" if has_chinese(name + point) else ": "
    return f"{name}{colon}{point}" if point else name


def _headed(name: str, label: str) -> str:
    return label if name in label else _of(name, label)


def _together(piece: Piece) -> str:
    joint = "；" if has_chinese(piece.text) else "; "
    return joint.join(point.rstrip("。.；;") for point in piece.brief)


def _same_labels(sides: Sequence[Side]) -> bool:
    return len({tuple(piece.label for piece in side.pieces) for side in sides}) == 1


def _fits(piece: Piece) -> bool:
    text = piece.text.strip()
    return len(text) <= _WIDEST_CELL and not _NOT_IN_A_CELL.search(text)


def _cell(piece: Piece) -> str:
    found = [line.strip() for line in _ITEM.sub("", piece.text.strip()).splitlines() if line.strip()]
    joint = "；" if has_chinese(piece.text) else "; "
    return joint.join(found)


def _table(sides: Sequence[Side]) -> Iterator[str]:
    yield f"| | {' | '.join(side.name for side in sides)} |"
    yield f"| --- |{' --- |' * len(sides)}"
    for row in zip(*(side.pieces for side in sides), strict=True):
        yield f"| {row[0].label} | {' | '.join(map(_cell, row))} |"


def _by_label(sides: Sequence[Side]) -> Iterator[str]:
    for row in zip(*(side.pieces for side in sides), strict=True):
        for side, piece in zip(sides, row, strict=True):
            joint = " · "
            yield f"**{side.name}{joint}{piece.label}**"
            yield piece.text.strip("\n")


def _by_side(sides: Sequence[Side]) -> Iterator[str]:
    for side in sides:
        yield f"**{side.name}**"
        for piece in side.pieces:
            if piece.label:
                yield f"*{piece.label}*"
            yield piece.text.strip("\n")
