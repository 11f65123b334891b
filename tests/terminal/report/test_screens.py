"""Each section as it looks at 80 and 60 columns, exact to the cell: ``screens/NAME.WIDTH.txt``.

With ``UPDATE_SCREENS=1`` in the environment the screens are written instead of compared; read them before you commit.
"""

import os
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from studycli.terminal.console import make_console
from studycli.terminal.report import print_plan, print_report, print_stats
from tests.report_sample import (
    TODAY,
    empty_report,
    new_stats,
    one_review_report,
    sample_report,
    sample_stats,
)

HERE = Path(__file__).parent / "screens"
WIDTHS = (80, 60)
TOP = 5
CODES = re.compile(r"\x1b\[[0-9;]*m")

SCENES: dict[str, Callable[[Console], None]] = {
    **{
        f"sample_{section or 'overview'}": lambda console, section=section: print_report(
            console, sample_report(), section, TOP
        )
        for section in ("", "mastery", "retention", "load", "weak", "ready")
    },
    "sample_plan": lambda console: print_plan(console, sample_report()),
    "sample_stats": lambda console: print_stats(console, sample_stats(), TODAY),
    "new_stats": lambda console: print_stats(console, new_stats(), TODAY),
    "empty_overview": lambda console: print_report(console, empty_report(), "", TOP),
    "empty_all": lambda console: print_report(console, empty_report(), "all", TOP),
    "empty_plan": lambda console: print_plan(console, empty_report()),
    "one_overview": lambda console: print_report(console, one_review_report(), "", TOP),
    "one_all": lambda console: print_report(console, one_review_report(), "all", TOP),
}


class Terminal(StringIO):
    """Takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def shown(scene: str, width: int, color: str = "never", file: StringIO | None = None) -> str:
    """Return what a scene writes to a terminal, or to another file."""
    file = file or Terminal()
    console = make_console(color, {"TERM": "xterm-256color", "COLUMNS": str(width)}, file)
    console.width = width
    SCENES[scene](console)
    return file.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_is_as_its_twin(scene: str, width: int) -> None:
    text, twin = shown(scene, width), HERE / f"{scene}.{width}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        twin.parent.mkdir(exist_ok=True)
        twin.write_text(text, encoding="utf-8")
    assert text == twin.read_text(encoding="utf-8")
    assert max(map(cell_len, text.splitlines())) <= width
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_there_is_a_twin_for_every_scene_and_a_scene_for_every_twin() -> None:
    twins = {path.name for path in HERE.glob("*")}
    assert twins == {f"{scene}.{width}.txt" for scene in SCENES for width in WIDTHS}


@pytest.mark.parametrize("scene", SCENES)
def test_in_colour_and_piped_the_text_is_the_same(scene: str) -> None:
    plain = shown(scene, 80)
    coloured = shown(scene, 80, "always")
    assert "\x1b[" in coloured
    assert CODES.sub("", coloured) == plain
    assert shown(scene, 80, "auto", StringIO()) == plain
    assert "\x1b" not in plain


@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.endswith("overview")])
def test_the_overview_fits_one_screen_with_the_prompt_below(scene: str) -> None:
    assert len(shown(scene, 80).splitlines()) <= 23


@pytest.mark.parametrize("scene", SCENES)
def test_a_narrow_terminal_loses_no_line(scene: str) -> None:
    """At 40 columns rows are broken, and still none is wider than the terminal."""
    assert max(map(cell_len, shown(scene, 40).splitlines())) <= 40


@pytest.mark.parametrize("scene", SCENES)
def test_on_a_wide_terminal_lines_end_at_a_hundred_columns(scene: str) -> None:
    assert shown(scene, 200) == shown(scene, 100)
