"""Whether a text may hold mojibake at all: a search of microseconds, so that sound text costs nothing more."""

from __future__ import annotations

from studycli.notes.patterns import lazy

_HIGH = "\x80-\u04ff\u2013-\u2122\u2200-\u25ff\ufb01\ufb02"
_NARROW_LEADS = "\x80-\x9f\xa1-\u04ff√‚„‰≈\ufffd"
_NARROW = lazy(rf"[{_NARROW_LEADS}](?:(?<=[\x80-\x9f\ufffd])|[{_HIGH}]|(?<=[ÃÂà]) )")
"""Two characters that stand for bytes above 7F, read with an encoding of one byte a character."""


def _leads() -> str:
    """Return the characters that GBK has at the first two bytes of a character of three bytes in UTF-8."""
    pairs = (bytes((first, second)) for first in (*range(0xE2, 0xEA), 0xEF) for second in range(0x80, 0xC0))
    return "".join(pair.decode("gb18030") for pair in pairs)


_GBK_LEADS = _leads()
GBK_LEAD = lazy(f"[{_GBK_LEADS}]")
_LEAD = lazy(f"[{_NARROW_LEADS}{_GBK_LEADS}]")  # one search is enough for most text


def is_suspicious(text: str) -> bool:
    """Tell whether a text has characters of which mojibake is made; most such text is sound all the same."""
    if text.isascii() or not _LEAD.search(text):
        return False
    return bool(_NARROW.search(text) or GBK_LEAD.search(text))


def is_narrow(text: str) -> bool:
    """Tell whether there may be text read with an encoding of one byte a character."""
    return bool(_NARROW.search(text))
