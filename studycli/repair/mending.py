"""Text that was read with a wrong encoding, restored: without loss where that can be, by search where bytes are gone."""

from __future__ import annotations

from collections import Counter

from studycli.repair.lossless import Undone, undo
from studycli.repair.model import Mended
from studycli.repair.suspicion import is_suspicious


def mend(text: str) -> Mended:
    """Return text as it was before it was read with a wrong encoding.

    Text in which every damaged character can be computed back is restored exactly; else the whole of it is given
    to the search, which needs the damage as it stands. What is sound is never touched.

    Args:
        text: Any text; lines keep their number and their endings.
    """
    if not is_suspicious(text):
        return _sound(text)
    undone = undo(text)
    if undone.left:
        from studycli.repair.lossy import restore  # loads the model

        restored = restore(text)
        if restored is not None:
            return Mended(
                restored.text, restored.damage, False, restored.repaired, restored.certain, restored.repairs
            )
    return _mended(text, undone) if undone.text != text else _sound(text)


def _sound(text: str) -> Mended:
    return Mended(text, "", lossless=True, repaired=0, certain=0, repairs=())


def _mended(text: str, undone: Undone) -> Mended:
    before = Counter(char for char in text if char > "~")
    new = Counter(char for char in undone.text if char > "~") - before
    count = new.total()
    return Mended(undone.text, undone.damage, not undone.left, count, count, ())
