"""The text of a source's file: decoded, mended where it was broken, and what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import ImportFailed
from studycli.exchange.sources.reading import LARGEST_TEXT, too_large
from studycli.notes.patterns import lazy
from studycli.repair import NotText, decode, lines_named, mend, name_of, normalise

if TYPE_CHECKING:
    from studycli.exchange.model import Item
    from studycli.repair import Decoded, Mended, Repair

_UNICODE = ("utf-8", "utf-8-sig")
_JSON_ESCAPE = lazy(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


class Text(NamedTuple):
    """A file as text.

    Attributes:
        text: Its text, without a byte-order mark.
        encoding: In which encoding it was found; '' for UTF-8.
        repairs: What was put in place of damaged runs.
        remarks: What was done to it, in short sentences.
    """

    text: str
    encoding: str = ""
    repairs: tuple[Repair, ...] = ()
    remarks: tuple[str, ...] = ()


def text_of(item: Item) -> Text:
    """Return a file's text.

    Raises:
        ImportFailed: It cannot be read, is too large for a note, or is no text.
    """
    if item.size > LARGEST_TEXT:
        raise too_large(item.path, item.size, LARGEST_TEXT)
    try:
        decoded = decode(item.read())
    except NotText as error:
        raise ImportFailed(
            f"{item.path} is {error}, not a note: leave it out, or import what it holds as text."
        ) from error
    mended = mend(decoded.text)
    text, done = normalise(mended.text)
    encoding = "" if decoded.encoding in _UNICODE else decoded.encoding
    return Text(text, encoding, mended.repairs, (*_on_encoding(decoded), *_on_damage(mended), *done))


def of_json(text: Text) -> Text:
    """Return a text of JSON in which no escape is half a character, which no file can hold: U+FFFD stands for it."""
    put = whole_characters(text.text)
    if put == text.text:
        return text
    rows = zip(text.text.split("\n"), put.split("\n"), strict=True)
    where = lines_named([number for number, (before, now) in enumerate(rows, 1) if before != now])
    return text._replace(text=put, remarks=(*text.remarks, f"{where}: half a character stands as \ufffd"))


def whole_characters(json: str) -> str:
    """Return JSON with U+FFFD for each escape of a half of a surrogate pair; every sign stays at its place."""
    if "\\ud" not in json and "\\uD" not in json:
        return json
    return _JSON_ESCAPE.sub(lambda found: "\\ufffd" if found["half"] else found[0], json)


def _on_encoding(decoded: Decoded) -> list[str]:
    """Say which encoding it was and what of it could not be read."""
    remarks = []
    if decoded.encoding not in _UNICODE:
        doubt = (
            ""
            if decoded.certain or decoded.broken
            else ", as far as can be told: look whether its letters are right"
        )
        remarks.append(f"was {name_of(decoded.encoding)}{doubt}")
    if decoded.broken:
        where = lines_named(decoded.broken)
        remarks.append(f"{where}: bytes that are no {name_of(decoded.encoding)} stand as \ufffd")
    return remarks


def _on_damage(mended: Mended) -> list[str]:
    """Say how a text was damaged, and how much of it is right again."""
    if not mended.damage:
        return []
    doubtful = mended.repaired - mended.certain
    count = f"{mended.repaired:,} characters restored"
    tail = f", {mended.certain:,} certain, {doubtful:,} doubtful" if doubtful else ""
    return [f"{mended.damage}: {count}{tail}"]
