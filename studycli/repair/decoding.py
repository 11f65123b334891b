"""Bytes of an unknown encoding into text.

What is valid UTF-8 is UTF-8. Else every encoding of several bytes a character, and the best of those of one byte, gives
its reading, and the most plausible one is taken; which of the Windows code pages it is, is told by chardet.
"""

from __future__ import annotations

import codecs
from math import inf
from typing import NamedTuple

from studycli.repair.model import Decoded, NotText
from studycli.repair.plausible import bits, letter_bits

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format 3": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "a document of an old Microsoft Office",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_NAMES = {
    "utf-8-sig": "UTF-8",
    "cp950": "Big5",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
}
_CONTROLS = bytes((*range(9), 11, *range(14, 27), *range(28, 32), 127))
_ASCII = bytes(range(1, 128))
_MOST_CONTROLS = 0.01  # of the bytes: an old editor left a few
_WIDE = {
    "gb18030": 0.0,
    "cp950": 4.0,
    "big5hkscs": 8.0,
    "cp932": 4.0,
    "euc_jp": 12.0,
}  # and bits against each
_NARROW = ("cp1252", "cp1250", "cp1251", "cp1253")
_WINDOWS = ("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255")
_ALPHABETS = (*_WINDOWS, "windows-1256", "windows-1257", "windows-1258")
_SAMPLE = 4096  # bytes that are read in every way, of those lines that are not ASCII
_TORN = 12.0  # bits against a character that is torn at the end
_LOST = 40.0
_ASCII_PAIR = 9.0  # bits of a character of ASCII that takes two bytes, which in other encodings is no text
_PAIR_MOST = 11.5  # bits a character
_PAIR_SHARE = 0.7  # of those bits, for it is a rare chance that all is in daily use
_SURE = 12.0  # bits that the next reading must be longer by
_SURE_RATIO = 1.25  # of chardet's confidences
_HOPELESS = 18.0  # bits a byte outside ASCII: no text


class Reading(NamedTuple):
    """A sample read with one encoding: its length in bits, and the encoding."""

    bits: float
    encoding: str


def decode(data: bytes) -> Decoded:
    """Return what bytes say.

    Raises:
        NotText: They are no text.
    """
    if data.startswith(tuple(_SIGNATURES)):
        raise NotText(next(kind for sign, kind in _SIGNATURES.items() if data.startswith(sign)))
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, name)
    if b"\0" not in data:
        try:
            return _checked(Decoded(data.decode(), "utf-8", certain=True), data)
        except UnicodeDecodeError:
            pass
    return _guessed(data)


def name_of(encoding: str) -> str:
    """Return the name of an encoding as people write it: ``GB18030``, ``Big5``, ``Windows-1252``."""
    return _NAMES.get(encoding) or encoding.replace("cp", "Windows-").upper().replace("WINDOWS", "Windows")


def _decoded(data: bytes, codec: str, name: str, *, certain: bool = True) -> Decoded:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        lines = (number for number, line in enumerate(text.split("\n"), 1) if "\ufffd" in line)
        return Decoded(text, name, certain=False, broken=tuple(lines))
    return Decoded(text, name, certain=certain)


def _checked(decoded: Decoded, data: bytes) -> Decoded:
    """Refuse what is full of control characters."""
    if len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data):
        raise NotText("no text: a binary file")
    return decoded


def _guessed(data: bytes) -> Decoded:
    best, *others = readings(data)
    if _is_hopeless(data, best):
        raise NotText("no text: a binary file")
    encoding, sure = best.encoding, _is_sure(_sample(data), best, others)
    if encoding in _NARROW:
        encoding, sure = _alphabet(data)
    decoded = _decoded(data, encoding, encoding, certain=sure)
    return decoded if encoding.startswith("utf-16") else _checked(decoded, data)


def _is_hopeless(data: bytes, best: Reading) -> bool:
    """Tell whether the most plausible reading is none."""
    if best.encoding.startswith("utf-16"):
        return False
    return b"\0" in data or best.bits > _HOPELESS * len(_sample(data).translate(None, _ASCII))


def _is_sure(sample: bytes, best: Reading, others: list[Reading]) -> bool:
    """Tell whether no other reading that gives another text is about as plausible."""
    text = sample.decode(best.encoding, "replace")
    near = (other.encoding for other in others if other.bits - best.bits < _SURE)
    return all(sample.decode(encoding, "replace") == text for encoding in near)


def readings(data: bytes) -> list[Reading]:
    """Return the ways to read bytes that are no valid UTF-8, the most plausible first."""
    sample = _sample(data)
    found = [Reading(_length(sample, codec) + against, codec) for codec, against in _WIDE.items()]
    found += [Reading(_length(sample, "utf-8"), "utf-8")]
    found += [Reading(_pair_bits(data[:_SAMPLE], codec), codec) for codec in ("utf-16-le", "utf-16-be")]
    found += [Reading(letter_bits(sample.decode(codec, "replace")), codec) for codec in _NARROW]
    return sorted(found)


def _sample(data: bytes) -> bytes:
    """Return the first lines that are not ASCII."""
    if b"\0" in data or len(data) <= _SAMPLE:
        return data[:_SAMPLE]
    taken, size = [], 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            taken.append(line)
            size += len(line)
        if size >= _SAMPLE:
            break
    return b"".join(taken)[:_SAMPLE]


def _length(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    torn = _TORN - _LOST if text.endswith("\ufffd") else 0.0
    known = {"utf-8": "", "big5hkscs": "cp950"}.get(codec, codec)
    return bits(text, known) + torn


def _pair_bits(sample: bytes, codec: str) -> float:
    """Return the bits of a reading as UTF-16, which any bytes have: it counts only where all is in daily use."""
    text = sample.decode(codec, "replace")
    torn = _TORN - _LOST if text.endswith("\ufffd") else 0.0
    length = bits(text) + torn + _ASCII_PAIR * sum("\t" <= char <= "~" for char in text)
    return length * _PAIR_SHARE if length <= _PAIR_MOST * len(text) + _TORN else inf


def _alphabet(data: bytes) -> tuple[str, bool]:
    """Return which code page of Windows it is, and whether no other one is about as likely."""
    import chardet

    found = chardet.detect_all(
        data, include_encodings=_ALPHABETS, max_bytes=_SAMPLE, no_match_encoding="windows-1252"
    )
    pages = [(codecs.lookup(each["encoding"] or "cp1252").name, each["confidence"]) for each in found]
    best, chance = pages[0]
    text = data.decode(best, "replace")
    others = [each for page, each in pages[1:] if data.decode(page, "replace") != text]
    return best, not others or chance >= _SURE_RATIO * others[0]
