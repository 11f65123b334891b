"""Text that arrives broken: bytes of any encoding into text, and mojibake into what it was. Pure."""

from studycli.repair.decoding import decode, name_of
from studycli.repair.mending import mend
from studycli.repair.model import THRESHOLD, Decoded, Mended, NotText, Repair
from studycli.repair.normalising import lines_named, normalise

__all__ = [
    "THRESHOLD",
    "Decoded",
    "Mended",
    "NotText",
    "Repair",
    "decode",
    "lines_named",
    "mend",
    "name_of",
    "normalise",
]
