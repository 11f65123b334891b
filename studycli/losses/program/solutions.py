"""Short implementations of losses with their gradients, from ``solutions.toml``. Imports no NumPy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycli.losses.program.reading import Program


@cache
def solutions() -> dict[str, str]:
    """Return the text of each implementation, by the key of its loss."""
    import tomllib
    from importlib.resources import files

    text = files(__package__).joinpath("solutions.toml").read_text("utf-8")
    return {key: body.strip() for key, body in tomllib.loads(text).items()}


def solution(key: str) -> tuple[Program, str]:
    """Return an implementation as a program, and the name of its function.

    Raises:
        KeyError: There is none for this loss.
    """
    from studycli.losses.program.reading import read

    program = read(solutions()[key])
    assert program is not None  # noqa: S101 - a test reads them all
    return program, next(iter(program.functions))
