"""The text of a source's file: decoded, mended where it was broken, and what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studycli.exchange.model import Item
    from studycli.repair import Repair


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
        ImportFailed: It cannot be read, is too large, or is no text.
    """
    from studycli.exchange.sources.reading import LARGEST_TEXT, too_large
    from studycli.repair import decode, mend, normalise

    if item.size > LARGEST_TEXT:
        raise too_large(item.path, item.size, LARGEST_TEXT)
    decoded = decode(item.read())
    mended = mend(decoded.text)
    text, remarks = normalise(mended.text)
    encoding = "" if decoded.encoding in ("utf-8", "utf-8-sig", "ascii") else decoded.encoding
    return Text(text, encoding, mended.repairs, tuple(remarks))
