"""Text that arrives broken: bytes of any encoding into text, and mojibake into what it was. Pure."""

from studycli.repair.model import THRESHOLD, Decoded, Mended, Repair

__all__ = ["THRESHOLD", "Decoded", "Mended", "Repair"]
