"""How much a person's code may take."""

from typing import NamedTuple

MEBIBYTE = 2**20  # bytes


class Limits(NamedTuple):
    """Limits of one run.

    Attributes:
        seconds: Wall-clock time, start of the interpreter (about 0.2 s) included; processor time likewise.
        memory: Address space in bytes, the interpreter and NumPy included (about 300 MiB).
        output: What may be printed, in bytes, on standard output and on standard error each.
        file: Largest file that may be written, in bytes; results are written to a file too.
    """

    seconds: float = 10.0
    memory: int = 2048 * MEBIBYTE
    output: int = MEBIBYTE
    file: int = 64 * MEBIBYTE


USUAL = Limits()
"""What a run may take where nothing else is said."""
