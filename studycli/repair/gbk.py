"""UTF-8 read as GBK, which turns 深度 into 娣卞害, and GBK read as Windows-1252, which turns it into Éî¶È.

ftfy, which undoes the encodings of one byte a character, knows neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.repair.plausible import bits, letter_bits
from studycli.repair.suspicion import GBK_LEAD

if TYPE_CHECKING:
    import re

_STRETCH = lazy(r"[^\x00-\x7f]+")
_BETTER = 8.0  # bits that a text must gain
_LONGEST = 200  # characters of a run that are looked at together
_NEAR = 4  # characters by which a run may end before the last that can be UTF-8
_MANY = 3  # runs that can be nothing else, from which on less will do
_FEWEST = 4  # characters of Chinese in a file that was read as Windows-1252
_PAIR = 2  # characters
_USUAL_BITS = 10.5  # a character, of text in daily use
_LOOSE_BITS = 14.0  # a character, of a line of a file in which other lines are clear
_LIKELY = lazy("[\x00-\u017f\u2010-\u2122\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e\U0001f000-\U0001ffff]*\\Z")
_CHINESE = lazy(r"[\u2014-\u2026\u3000-\uffe5]+")


def undo_read_as_gbk(text: str) -> str:
    """Return a text with every run of UTF-8 read as GBK restored, and all else as it was.

    A run is clear where it gives two characters of daily use or a quotation mark; in a text with several of these every
    run counts that gives one.
    """
    clear = 0

    def restored(found: re.Match[str], fewest: int) -> str:
        nonlocal clear
        put, runs = _restored(found[0], fewest)
        clear += runs
        return put

    new = _STRETCH.sub(lambda found: restored(found, _PAIR), text)
    return _STRETCH.sub(lambda found: restored(found, 1), new) if clear >= _MANY else new


def _restored(stretch: str, fewest: int) -> tuple[str, int]:
    """Return a stretch of characters beyond ASCII with its damaged runs restored, and their number."""
    done, runs, at = [], 0, 0
    while lead := GBK_LEAD.search(stretch, at):
        end, put = _run(stretch, lead.start(), fewest)
        runs += end > lead.end()
        done += [stretch[at : lead.start()], put]
        at = end
    return "".join([*done, stretch[at:]]), runs


def _run(stretch: str, start: int, fewest: int) -> tuple[int, str]:
    """Return the end of the run that begins at ``start`` and what it was; of sound text the one character."""
    best = (-_BETTER, start + 1, stretch[start])
    last = _last(stretch[start : start + _LONGEST]) + start
    least = start + 1
    for end in range(last, start + 1, -1):
        if end < least:
            break
        put = _as_utf8(stretch[start:end])
        if _is_clear(put, fewest):
            least = max(least, end - _NEAR)
            best = min(best, (bits(put, "gb18030") - bits(stretch[start:end], "gb18030"), end, put))
    return best[1], best[2]


def _is_clear(put: str, fewest: int) -> bool:
    """Tell whether text is of daily use, and enough of it."""
    beyond = [char for char in put if char > "~"]
    if not beyond or bits(put, "gb18030") > _USUAL_BITS * len(beyond):
        return False
    return len(beyond) >= fewest or "\u2010" <= beyond[0] <= "\u2026"


def _last(stretch: str) -> int:
    """Return the length of the longest run at the beginning of a stretch that can be UTF-8."""
    try:
        stretch.encode("gb18030", "replace").decode()
    except UnicodeDecodeError as error:
        return min(len(stretch), error.start // 2 + 1)
    return len(stretch)


def _as_utf8(text: str) -> str:
    try:
        return text.encode("gb18030").decode()
    except UnicodeError:
        return ""


def undo_read_as_windows(lines: list[str]) -> tuple[list[str], str]:
    """Return lines with those that are GBK read as Latin-1 or Windows-1252 restored, and that encoding; '' for none.

    Chinese is told from accented letters by its runs, which are seldom of one character.
    """
    for encoding, name in (("latin-1", "latin-1"), ("sloppy-windows-1252", "cp1252")):
        read = [_as_gbk(line, encoding, _USUAL_BITS) for line in lines]
        runs = [
            run for line, new in zip(lines, read, strict=True) if new != line for run in _CHINESE.findall(new)
        ]
        if len("".join(runs)) >= max(_FEWEST, _PAIR * len(runs)):
            return [_as_gbk(line, encoding, _LOOSE_BITS) for line in lines], name
    return lines, ""


def _as_gbk(line: str, encoding: str, most: float) -> str:
    """Return a line read as GBK, if that is shorter and its characters have `most` bits on average."""
    if line.isascii():
        return line
    try:
        data = line.encode(encoding)
        new = data.decode("gb18030")
    except UnicodeError:
        return line
    if _LIKELY.match(data.decode("utf-8", "replace")):
        return line
    beyond = sum(char > "~" for char in new)
    better = letter_bits(line) - bits(new, "gb18030") >= _BETTER
    return new if better and bits(new, "gb18030") <= most * beyond else line
