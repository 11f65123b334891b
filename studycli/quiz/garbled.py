"""Text that was decoded wrongly: UTF-8 read as Windows-1252."""

from __future__ import annotations

from studycli.notes.patterns import lazy

_PAIR = lazy(
    r"[\u00c2-\u00ef][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
"""The first two bytes of a character outside ASCII, each as the character of Windows-1252 that it stands for."""
_FEWEST = 3  # pairs; one may be French


def is_garbled(words: str) -> bool:
    """Tell whether words were decoded wrongly, as 'æ\u008d\u0178å¤±' was, which is 损失."""
    return len(_PAIR.findall(words)) >= _FEWEST
