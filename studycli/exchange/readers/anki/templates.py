"""Anki's templates: the HTML of a card's sides, with the fields of its note filled in.

The syntax is that of Anki's manual: ``{{Field}}``, ``{{filter:Field}}``, ``{{#Field}}…{{/Field}}`` where the field has
something, ``{{^Field}}…{{/Field}}`` where it has nothing, and names such as ``{{FrontSide}}`` and ``{{Tags}}``.
The back is made without the front that it repeats: what stands behind ``<hr id=answer>``, else what is not ``{{FrontSide}}``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycli.exchange.readers.anki.cloze import blanked, revealed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studycli.exchange.readers.anki.collection import NoteType, Template

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
_COMMENT = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ANSWER = re.compile(r"<hr\b[^<>]*\bid\s*=\s*[\"']?answer\b[^<>]*>", re.IGNORECASE)
_NOTHING = re.compile(r"(?:\s|&nbsp;|</?(?:br|div)\s*/?>)*\Z", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_READING = re.compile(r" ?([^ >]+?)\[(?!sound:)(.+?)\]")  # furigana: 漢字[かんじ]
_FRONT_SIDE = "FrontSide"


class Note(NamedTuple):
    """What a template can show: the fields by name, a few names of Anki's own, and the number of a cloze's card."""

    values: Mapping[str, str]
    number: int


class _Piece(NamedTuple):
    """A piece of a template: literal HTML, a field with its filters, or pieces under a condition."""

    text: str = ""
    field: str = ""
    filters: tuple[str, ...] = ()
    sign: str = ""
    inner: tuple[_Piece, ...] = ()


class Sides:
    """A template that is ready to be filled in.

    Attributes:
        plain: Places of the fields that are front and back, where the template is nothing but these; else None.
    """

    def __init__(self, template: Template, note_type: NoteType) -> None:
        self._front = _pieces(template.front)
        self._back = _pieces(_behind_front(template.back))
        self._whole = _pieces(template.back.replace("{{FrontSide}}", ""))
        self._hints = _hints(self._front)
        front, back = _only(self._front), _only(self._back)
        fields = note_type.fields
        self.plain = (fields.index(front), fields.index(back)) if {front, back} <= {*fields} else None

    def front(self, note: Note) -> str:
        """Return the HTML of what is asked."""
        return _filled(self._front, note, asks=True)

    def back(self, note: Note) -> str:
        """Return the HTML of the answer, what is asked left out; hints that the front has come behind it."""
        answer = _filled(self._back, note, asks=False)
        if _is_nothing(answer):
            answer = _filled(self._whole, note, asks=False)
        hints = (note.values.get(name, "") for name in self._hints)
        return "".join([answer, *(f"<div>{hint}</div>" for hint in hints if hint and hint not in answer)])


def _behind_front(back: str) -> str:
    """Return the part of a back that is the answer."""
    match = _ANSWER.search(back)
    return back[match.end() :] if match else back.replace("{{FrontSide}}", "")


def _pieces(template: str) -> tuple[_Piece, ...]:
    """Take a template apart; a condition that is not closed reaches to the end, a close without its open is dropped."""
    open_: list[tuple[str, str, list[_Piece]]] = [("", "", [])]
    text = _COMMENT.sub("", template)
    at = 0
    for match in _TAG.finditer(text):
        open_[-1][2].append(_Piece(text[at : match.start()]))
        at = match.end()
        sign, name = match[1], match[2]
        if sign in ("#", "^"):
            open_.append((sign, name, []))
        elif sign == "/":
            if name == open_[-1][1]:
                _close(open_)
        else:
            *filters, field = name.split(":")
            open_[-1][2].append(_Piece(field=field.strip(), filters=tuple(reversed(filters))))
    open_[-1][2].append(_Piece(text[at:]))
    while len(open_) > 1:
        _close(open_)
    return tuple(piece for piece in open_[0][2] if piece != _Piece())


def _close(open_: list[tuple[str, str, list[_Piece]]]) -> None:
    sign, name, inner = open_.pop()
    open_[-1][2].append(_Piece(field=name, sign=sign, inner=tuple(inner)))


def _only(pieces: Sequence[_Piece]) -> str:
    """Return the name of the field that is all there is, without a filter; '' where there is more."""
    found = [piece for piece in pieces if piece.field or piece.text.strip()]
    if len(found) == 1 and not (found[0].filters or found[0].sign):
        return found[0].field
    return ""


def _hints(pieces: Sequence[_Piece]) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        if piece.sign:
            found += _hints(piece.inner)
        elif "hint" in piece.filters:
            found.append(piece.field)
    return found


def _is_nothing(html: str) -> bool:
    return _NOTHING.match(html) is not None


def _filled(pieces: Sequence[_Piece], note: Note, *, asks: bool) -> str:
    return "".join(
        _field(piece, note, asks=asks) if piece.field and not piece.sign else _other(piece, note, asks=asks)
        for piece in pieces
    )


def _other(piece: _Piece, note: Note, *, asks: bool) -> str:
    if not piece.sign:
        return piece.text
    has = not _is_nothing(note.values.get(piece.field, ""))
    return _filled(piece.inner, note, asks=asks) if has == (piece.sign == "#") else ""


def _field(piece: _Piece, note: Note, *, asks: bool) -> str:
    html = note.values.get(piece.field, "")
    for name in piece.filters:
        word = name.strip().partition(" ")[0]
        if word in ("cloze", "cloze-only"):
            html = blanked(html, note.number) if asks else revealed(html, note.number)
        elif asks and word in ("type", "hint", "tts"):
            return ""  # an empty box to type in, a hint that is not shown yet
        elif word == "tts":
            return ""
        elif word in _FILTERS:
            html = _FILTERS[word](html)
    return html


_FILTERS: dict[str, Callable[[str], str]] = {
    "text": lambda html: _MARKUP.sub("", html),
    "furigana": lambda html: _READING.sub(r"\1(\2)", html),
    "kanji": lambda html: _READING.sub(r"\1", html),
    "kana": lambda html: _READING.sub(r"\2", html),
}


class Maker:
    """Makes the sides of a note type's cards."""

    def __init__(self, note_type: NoteType) -> None:
        self.type = note_type
        self._sides = {place: Sides(each, note_type) for place, each in note_type.templates.items()}

    def sides(
        self, fields: Sequence[str], place: int, tags: str, deck: Sequence[str]
    ) -> tuple[str, str] | None:
        """Return the HTML of front and back; None where the type has no such card.

        Args:
            fields: The note's fields.
            place: The card's ``ord``.
            tags: The note's tags, as one text.
            deck: Names of the deck, from the topmost.
        """
        sides = self._sides.get(0 if self.type.is_cloze else place)
        if sides is None:
            return None
        if sides.plain and len(fields) == len(self.type.fields):
            front, back = sides.plain
            return fields[front], fields[back]
        values = dict(zip(self.type.fields, fields, strict=False))
        own = {
            "Tags": tags,
            "Type": self.type.name,
            "Deck": "::".join(deck),
            "Subdeck": deck[-1],
            "Card": self.type.templates[0 if self.type.is_cloze else place].name,
        }
        number = place + 1 if self.type.is_cloze else 0
        note = Note({**own, **values, **({f"c{number}": "1"} if number else {})}, number)
        front_html = sides.front(note)
        return front_html, sides.back(note._replace(values={_FRONT_SIDE: front_html, **note.values}))
