"""Reads the project's own notes and the Python in them."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

NOTES = Path(__file__).resolve().parents[2] / "notes"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def note_paths() -> list[Path]:
    """Return every note of the vault, in order."""
    return sorted(NOTES.glob("*/*.md"))


def fences(path: Path) -> list[str]:
    """Return the Python code blocks of one note."""
    return FENCE.findall(path.read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``note`` or ``block`` once for each note or Python block of the vault."""
    if "note" in metafunc.fixturenames:
        metafunc.parametrize("note", note_paths(), ids=lambda path: path.stem)
    if "block" in metafunc.fixturenames:
        blocks = [
            (path.stem, number, block) for path in note_paths() for number, block in enumerate(fences(path))
        ]
        metafunc.parametrize("block", [b[2] for b in blocks], ids=[f"{b[0]}-{b[1]}" for b in blocks])


@pytest.fixture(scope="session")
def text() -> Callable[[str], str]:
    """Give the text of the note with this file name (without its ending)."""
    by_stem = {path.stem: path for path in note_paths()}
    return lambda stem: by_stem[stem].read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def code() -> Callable[[str, str], Callable]:
    """Give a function that a note defines, run in a namespace of its own block alone."""

    def find(stem: str, name: str) -> Callable:
        (path,) = (path for path in note_paths() if path.stem == stem)
        (block,) = (block for block in fences(path) if f"def {name}(" in block)
        space: dict[str, object] = {}
        exec(block, space)  # noqa: S102  the project's own notes
        return space[name]

    return find


@pytest.fixture(scope="session")
def slope() -> Callable:
    """Give the gradient by central differences in float64 (step 1e-6, error about 1e-9 on values near 1)."""

    def gradient(function: Callable, point: object, step: float = 1e-6) -> np.ndarray:
        point = np.asarray(point, dtype=np.float64)
        result = np.zeros_like(point)
        for index in np.ndindex(point.shape):
            shift = np.zeros_like(point)
            shift[index] = step
            result[index] = (function(point + shift) - function(point - shift)) / (2 * step)
        return result

    return gradient
