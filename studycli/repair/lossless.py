"""Mojibake from which every character can be computed back: by ftfy, and what it does not know by `gbk`.

A file may be damaged in part, so each line is looked at by itself where the text as a whole does not tell. ftfy decides
whether a line is damaged at all: its test is made never to take sound text of any language for damaged.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.patterns import lazy
from studycli.repair.gbk import undo_read_as_gbk, undo_read_as_windows
from studycli.repair.plausible import bits, usual
from studycli.repair.suspicion import GBK_LEAD, is_narrow

if TYPE_CHECKING:
    from ftfy import ExplanationStep

_MOST_ROUNDS = 3
_GBK = "UTF-8 read as GBK"
_FEW = 3  # characters: fewer in a file may be there on purpose, or by chance
_MANY = 5  # characters of a code page, from which on it is looked for in every line
_CODE = lazy(r"`[^`\n]*`")
_USUAL = lazy(r"[\xa0-\u017f\u2010-\u2122\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]+\Z")
_TYPED = lazy(r"[\u2013\u2014\u2018-\u201d\u2026]+\Z")
_HAN_BYTES = 3
_PAIR = 2  # characters of Chinese that no other text gives by chance
_SILENT_PAGES = ("sloppy-windows-1251", "macroman", "sloppy-windows-1253")  # in which ftfy often sees nothing
_UNUSUAL_PAGES = ("macroman", "cp437", "iso-8859-2", "sloppy-windows-1253", "sloppy-windows-1257")
_NAMES = {"macroman": "mac-roman", "utf-8-variants": "UTF-8", "utf-8": "UTF-8", "gb18030": "GBK"}


class Undone(NamedTuple):
    """A text with its damage undone.

    Attributes:
        text: The text.
        damage: As a sentence names it; '' where nothing was undone.
        left: Whether there is damage left in it.
    """

    text: str
    damage: str
    left: bool


def undo(text: str) -> Undone:
    """Undo what can be undone without loss, once or several times over."""
    kinds: list[str] = []
    for _ in range(_MOST_ROUNDS):
        new, found = _round(text)
        if new == text:
            break
        text = new
        kinds += found
    return Undone(text, _sentence(kinds), left=_is_left(text, kinds))


def _is_left(text: str, kinds: list[str]) -> bool:
    """Tell whether there is damage left, by an encoding of one byte a character or by GBK."""
    return is_damaged(text) or ((_GBK in kinds or "\ufffd" in text) and bool(GBK_LEAD.search(text)))


def _round(text: str) -> tuple[str, list[str]]:
    """Undo one wrong reading: of the whole text, or of what in it shows one."""
    ways = [_as_whole, _from_windows, _by_line] if is_damaged(text) else []
    for way in (*ways, _from_gbk):
        new, kinds = way(text)
        if new != text:
            return new, kinds
    return text, []


def _from_gbk(text: str) -> tuple[str, list[str]]:
    return undo_read_as_gbk(text), [_GBK]


def _as_whole(text: str) -> tuple[str, list[str]]:
    """Return the text read anew with one encoding throughout, if there is one, and what had been done to it."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    if "\ufffd" in text:
        return text, []
    config = TextFixerConfig(
        replace_lossy_sequences=False, decode_inconsistent_utf8=False, fix_c1_controls=False
    )
    new, plan = fix_encoding_and_explain(text, config)
    few = len(text) - len(new) < _FEW
    if few and _is_doubtful(text, new, [step.parameter for step in plan or []]):
        return text, []
    return new, _kinds(plan or [])


def _kinds(plan: list[ExplanationStep]) -> list[str]:
    """Say what ftfy's steps undo: each pair of encoding and decoding is one wrong reading."""
    steps = [_name(step.parameter) for step in plan if step.action in ("encode", "decode")]
    return [f"{right} read as {wrong}" for wrong, right in zip(steps[::2], steps[1::2], strict=True)]


def _name(codec: str) -> str:
    return _NAMES.get(codec, codec.removeprefix("sloppy-").replace("windows-", "cp"))


def _from_windows(text: str) -> tuple[str, list[str]]:
    lines = text.split("\n")
    put, page = undo_read_as_windows(lines)
    new = "\n".join(map(_shorter, lines, put))
    return new, [f"GBK read as {page}"] if page else []


def _shorter(line: str, put: str) -> str:
    """Return what is put for a line, if as UTF-8 read as a code page it is no shorter text."""
    if put == line or any(bits(_with_page(line, page)) < bits(put) for page in _SILENT_PAGES):
        return line
    return put


def _by_line(text: str) -> tuple[str, list[str]]:
    """Undo the damage of those lines that are damaged."""
    lines = text.split("\n")
    bad = [number for number, line in enumerate(lines) if is_damaged(line)]
    counts = _counts([lines[number] for number in bad])
    if not counts:
        return text, []
    pages = [page for page, _ in counts.most_common()]
    few = counts[pages[0]] < _FEW
    for number in bad:
        lines[number] = _with_pages(lines[number], pages, few=few)
    layers = _whole_lines(lines, pages[0], bad) if counts[pages[0]] >= _MANY else 1
    return "\n".join(lines), [f"UTF-8 read as {_name(pages[0])}"] * layers


def _whole_lines(lines: list[str], page: str, done: list[int]) -> int:
    """Put right the lines that are nothing but UTF-8 read as a code page; return how many times over they were.

    Args:
        lines: The lines; changed in place.
        page: The code page.
        done: Those from which it was undone once already.
    """
    known = frozenset(done)
    asked, layers = [number for number in range(len(lines)) if number not in known], 0
    while layers < _MOST_ROUNDS:
        changed = [number for number in asked if _put_right(lines, number, page)]
        if layers and not changed:
            break
        asked = changed if layers else [*changed, *done]
        layers += 1
    return layers


def _put_right(lines: list[str], number: int, page: str) -> bool:
    """Put a line right if it is whole, and tell whether it was not yet."""
    before = lines[number]
    lines[number] = _if_whole(before, page)
    return lines[number] != before


def is_damaged(text: str) -> bool:
    """Tell whether text holds mojibake of an encoding of one byte a character.

    What stands in inline code may be there to be talked of.
    """
    if not is_narrow(text):
        return False
    from ftfy.badness import is_bad

    words = _CODE.sub("", text)
    return bool(is_bad(words)) or any(_shows_chinese(words, page) for page in _SILENT_PAGES)


def _shows_chinese(text: str, page: str) -> bool:
    """Tell whether Chinese of daily use is what two or more characters were, of a code page whose letters are no accents."""
    found = (_as_utf8(chars, page) for chars in _unit(page).findall(text) if len(chars) == _HAN_BYTES)
    return sum(char in usual("gb18030") for char in found) >= _PAIR


def _counts(lines: list[str]) -> Counter[str]:
    """Return how many characters each code page restores in the lines, where it restores any."""
    from ftfy.chardata import CHARMAP_ENCODINGS

    text = "\n".join(lines)
    return +Counter({page: len(_unit(page).findall(text)) for page in CHARMAP_ENCODINGS})


def _with_pages(line: str, pages: list[str], *, few: bool) -> str:
    """Return a line with every character put right that is UTF-8 read as the first code page that puts any right."""
    for page in pages:
        new = _with_page(line, page)
        if new != line and not (few and _is_doubtful(line, new, [page])):
            return new
    return line


def _with_page(line: str, page: str) -> str:
    return _unit(page).sub(lambda found: _as_utf8(found[0], page), line)


def _as_utf8(found: str, page: str) -> str:
    try:
        return found.encode(page).decode()
    except UnicodeDecodeError:
        return found


def _is_doubtful(line: str, new: str, pages: list[str]) -> bool:
    """Tell whether what is put, a character or two in a file, is of no usual script, or stands there already."""
    put = Counter(char for char in new if char > "~") - Counter(line)
    pattern = _TYPED if any(page in _UNUSUAL_PAGES for page in pages) else _USUAL
    return not pattern.match("".join(put)) or all(char in line for char in put)


def _if_whole(line: str, page: str) -> str:
    """Return a line put right if all of it that the code page has is UTF-8, and else as it was."""
    if not is_narrow(line) or _high(page).search(_unit(page).sub("", line)):
        return line
    return _with_page(line, page)


@cache
def _unit(page: str) -> re.Pattern[str]:
    """Return the pattern of a character of two to four bytes of UTF-8, read as a code page."""
    follow = _class(page, 0x80, 0xC0)
    firsts = ((_class(page, 0xC2, 0xE0), 1), (_class(page, 0xE0, 0xF0), 2), (_class(page, 0xF0, 0xF5), 3))
    return re.compile("|".join(f"{first}{follow}{{{count}}}" for first, count in firsts))


@cache
def _high(page: str) -> re.Pattern[str]:
    """Return the pattern of what a code page has beyond ASCII."""
    return re.compile(_class(page, 0x80, 0x100))


def _class(page: str, start: int, stop: int) -> str:
    """Return the class of the characters that a code page has from one byte to before another."""
    return "[" + re.escape(bytes(range(start, stop)).decode(page)) + "]"


def _sentence(kinds: list[str]) -> str:
    """Name what was undone, each once: 'UTF-8 read as cp1252, twice'."""
    names = [kind + (", twice" if count > 1 else "") for kind, count in Counter(kinds).items()]
    return ", and before that ".join(names)
