"""Mojibake of which characters were lost, restored by search: all that may have stood there, ranked by a model of Chinese."""

from studycli.repair.lossy.damage import find
from studycli.repair.lossy.values import Restored
from studycli.uncollected import Uncollected

__all__ = ["Restored", "restore"]


def restore(text: str) -> Restored | None:
    """Restore UTF-8 that was read as a code page or as GBK and lost characters; None where text shows no such damage.

    ASCII and line ends stay as they are, but for ASCII that GBK took into a character. What is put in has the mangled form
    that stood there. NumPy and the model are loaded only for text that is damaged.
    """
    with Uncollected():  # a place for each mangled character: of a long text a third of the time
        damage = find(text)
        if damage is None:
            return None
        from studycli.repair.lossy.restoring import restored

        return restored(text, damage)
