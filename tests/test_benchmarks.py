"""The benchmarks run and measure what they say; how long anything takes is never asserted."""

import random
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions

FOLDER = Path(__file__).parent / "benchmarks"
MODULES = ("paired", "vault")


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Return the modules that measure and that make notes, imported as the benchmarks do."""
    monkeypatch.syspath_prepend(FOLDER)
    paired, vault = map(import_module, MODULES)
    yield paired, vault
    for name in MODULES:
        del sys.modules[name]


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same notes each time


def test_a_quick_run_prints_every_row(modules: tuple[ModuleType, ModuleType]) -> None:
    """Each row is measured, or says which package is missing."""
    environment = modules[0].environment()
    result = subprocess.run(
        [sys.executable, FOLDER, "--quick"], capture_output=True, text=True, check=False, env=environment
    )
    assert result.returncode == 0, result.stderr
    rows = [line.split(" | ") for line in result.stdout.splitlines() if line.startswith("| ")]
    assert rows[0] == ["| what", "against", "ratio", "reach", "ours", "theirs", "|"]
    assert len(rows) == 33
    assert {row[-1].removesuffix(" |") for row in rows[2:]} <= {
        "reached",
        "missed",
        "anki is not installed",
        "scipy is not installed",
        "supermemo2 is not installed",
    }


def test_generated_notes_are_the_same_for_the_same_seed(modules: tuple[ModuleType, ModuleType]) -> None:
    make = modules[1].note
    assert make(0, chance(1)) == make(0, chance(1))
    assert make(0, chance(1)) != make(0, chance(2))


@pytest.mark.parametrize("number", range(8))
def test_a_generated_note_holds_what_the_figures_say(
    modules: tuple[ModuleType, ModuleType], number: int
) -> None:
    """8 KB, ten keys, six questions with their answers, a table, a fence, a formula; Chinese or English."""
    text = modules[1].note(number, chance(number))
    meta = read_meta(text)
    parsed = parse_note(f"{number}.md", text, meta, CardOptions())
    assert 8192 <= len(text.encode()) < 8192 + 512
    assert sum(line[:1].isalpha() and ":" in line for line in text.split("---")[1].splitlines()) == 10
    assert [card.kind for card in parsed.cards] == ["question"] * 6
    assert all(card.answer_lines for card in parsed.cards)
    assert (parsed.issues, meta.issues) == ((), ())
    assert [text.count(sign) for sign in ("| --- | --- | --- |", "```python", "$$\n")] == [1, 1, 2]
    assert any("一" <= letter <= "鿿" for letter in text) == (number % 2 == 0)


def test_a_figure_is_the_median_of_paired_ratios(modules: tuple[ModuleType, ModuleType]) -> None:
    """The first run of each side is not counted; a slow moment of the machine slows a pair, not the ratio."""
    ours, theirs = iter([99.0, 1.0, 20.0, 3.0]), iter([99.0, 2.0, 40.0, 2.0])
    measured = modules[0].paired(lambda: next(ours), lambda: next(theirs), 3)
    assert measured == (0.5, 3.0, 2.0)


def test_measured_programs_see_no_settings(
    modules: tuple[ModuleType, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDY_VAULT", "/elsewhere")
    environment = modules[0].environment()
    assert "STUDY_VAULT" not in environment
    assert environment["LC_ALL"] == "C.UTF-8"
