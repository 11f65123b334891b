"""How much of real notes the search restores: the damaged seed, and notes that its model was not built from."""

from itertools import accumulate
from pathlib import Path

import pytest

from studycli.repair.lossy import Restored, restore
from studycli.repair.model import THRESHOLD
from tests.repair.held_out import held_out
from tests.repair.mangling import is_damaged, mangle

SEED_LEAST = 740
"""Of 751 damaged characters: the least that must be right; the goal was 733."""
HELD_OUT_LEAST = 0.97
"""Share of the damaged characters of five notes that must be right; the goal was 0.96."""
NOTE_LEAST = 0.94
"""The same for each of them."""


def _restored(damaged: str) -> Restored:
    restored = restore(damaged)
    assert restored is not None
    return restored


def _right(clean: str, restored: str) -> tuple[int, int]:
    """Return how many damaged characters came out right, and how many there are."""
    pairs = [(a, b) for a, b in zip(clean, restored, strict=True) if is_damaged(a, "cp1254")]
    return sum(a == b for a, b in pairs), len(pairs)


@pytest.fixture(scope="module")
def clean(shared: Path) -> str:
    return (shared / "seed" / "损失函数设计.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seed(shared: Path) -> Restored:
    return _restored((shared / "seed" / "损失函数设计.mojibake.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def notes(shared: Path) -> list[tuple[str, Restored]]:
    """Return the held-out notes and what came of them when they were mangled."""
    texts = [path.read_text(encoding="utf-8") for path in held_out(shared / "corpora" / "studies")]
    return [(text, _restored(mangle(text, "cp1254"))) for text in texts]


def test_the_seed_reaches_its_figure(clean: str, seed: Restored) -> None:
    right, damaged = _right(clean, seed.text)
    assert damaged == 751
    assert right >= SEED_LEAST


def test_the_seed_is_right_wherever_it_was_sound(clean: str, seed: Restored) -> None:
    assert all(a == b for a, b in zip(clean, seed.text, strict=True) if not is_damaged(a, "cp1254"))


def test_lines_of_formulas_and_code_come_out_as_they_were(clean: str, seed: Restored) -> None:
    lines = clean.split("\n")
    fences = list(accumulate(line.startswith("```") for line in lines))
    kept = [
        at for at, line in enumerate(lines) if fences[at] % 2 or line.strip().startswith(("$$", "```", "\\"))
    ]
    restored = seed.text.split("\n")
    assert [restored[at] for at in kept] == [lines[at] for at in kept]


def test_notes_left_out_of_the_model_reach_their_figure(notes: list[tuple[str, Restored]]) -> None:
    assert len(notes) == 5
    rights, totals = zip(*(_right(text, restored.text) for text, restored in notes), strict=True)
    assert sum(rights) / sum(totals) >= HELD_OUT_LEAST
    assert all(right / total >= NOTE_LEAST for right, total in zip(rights, totals, strict=True))


def test_most_errors_are_among_the_doubtful(notes: list[tuple[str, Restored]]) -> None:
    """Of notes left out, three of four wrong repairs are below the threshold, and a tenth of all is."""
    wrong = caught = doubtful = count = 0
    for text, restored in notes:
        lines = text.split("\n")
        for repair in restored.repairs:
            start = repair.column - 1
            is_wrong = lines[repair.line - 1][start : start + len(repair.put)] != repair.put
            is_doubtful = repair.certainty < THRESHOLD
            wrong, caught = wrong + is_wrong, caught + (is_wrong and is_doubtful)
            doubtful, count = doubtful + is_doubtful, count + 1
    assert caught >= 0.75 * wrong
    assert doubtful <= 0.1 * count
