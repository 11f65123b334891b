"""Text that was read with a wrong encoding, restored: without loss where that can be, by search where bytes are gone."""

from __future__ import annotations

from collections import Counter

from studycli.repair.lossless import Undone, undo
from studycli.repair.model import Mended
from studycli.repair.suspicion import is_suspicious

_CHINESE = "\u2e80"  # from here on a character was not read as one of a code page


def mend(text: str) -> Mended:
    """Return text as it was before it was read with a wrong encoding.

    Text in which every damaged character can be computed back is restored exactly; else the whole of it is given
    to the search, which needs the damage as it stands. What is sound is never touched.

    Args:
        text: Any text; lines keep their number and their endings.
    """
    if not is_suspicious(text):
        return _sound(text)
    from studycli.repair.lossy import restore  # it loads its model only where characters are lost

    restored = restore(text)
    if restored is not None:
        return Mended(
            restored.text, restored.damage, False, restored.repaired, restored.certain, restored.repairs
        )
    undone = undo(text)
    return _mended(text, undone) if undone.text != text else _sound(text)


def _sound(text: str) -> Mended:
    return Mended(text, "", lossless=True, repaired=0, certain=0, repairs=())


def _mended(text: str, undone: Undone) -> Mended:
    lines = zip(text.split("\n"), undone.text.split("\n"), strict=True)
    count = sum(_restored(old, new) for old, new in lines if old != new)
    return Mended(undone.text, undone.damage, not undone.left, count, count, ())


def _restored(old: str, new: str) -> int:
    """Return how many characters stand in the place of damaged ones: about, where sound ones stand between them."""
    start = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    tails = enumerate(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    tail = next((at for at, (one, other) in tails if one != other), 0)
    sound = Counter(char for char in old[start : len(old) - tail] if char >= _CHINESE)
    return (
        sum(char > "~" for char in new[start : len(new) - tail])
        - (sound & Counter(new[start : len(new) - tail])).total()
    )
