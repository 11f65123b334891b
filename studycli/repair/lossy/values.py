"""The values of a restoration."""

from typing import NamedTuple

from studycli.repair.model import Repair


class Guess(NamedTuple):
    """What a mangled character was: the likeliest, its chance, and the next likely one; '' where there is none."""

    char: str
    chance: float
    second: str


class Restored(NamedTuple):
    """A text restored from damage that lost some of it.

    Attributes:
        text: The text as it most likely was.
        damage: How it was damaged: ``UTF-8 read as cp1254, with characters lost``.
        repairs: The places where something was lost, in their order; of the others nothing is in doubt.
        repaired: Characters that stand in the place of mangled ones, with or without loss.
        certain: How many of them have a certainty of `THRESHOLD` or more.
    """

    text: str
    damage: str
    repairs: tuple[Repair, ...]
    repaired: int
    certain: int
