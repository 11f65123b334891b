"""The catalogue of losses in a terminal."""

from io import StringIO

import pytest
from rich.cells import cell_len

from studycli.losses.catalogue import catalogue
from studycli.terminal.console import make_console
from studycli.terminal.losses import print_catalogue, print_loss


class Screen(StringIO):
    """Takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def shown(width: int, color: str = "never") -> list[str]:
    screen = Screen()
    console = make_console(color, {"TERM": "xterm"}, screen)
    console.width = width
    print_catalogue(console, catalogue().values())
    return [line.rstrip() for line in screen.getvalue().splitlines()]


def test_losses_stand_below_their_families_with_their_formulas() -> None:
    lines = shown(80)
    assert lines[:5] == [
        "regression",
        "  mse  mean squared error (MSE) · 均方误差",
        "    1/n ∑ᵢ₌₁ⁿ (ŷᵢ − yᵢ)²",
        "  rmse  root mean squared error (RMSE) · 均方根误差",
        "    √(1/n ∑ᵢ₌₁ⁿ (ŷᵢ − yᵢ)²)",
    ]
    families = [line for line in lines if not line.startswith(" ")]
    assert families == list(dict.fromkeys(entry.family for entry in catalogue().values()))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """What is broken goes on below where it began."""
    lines = shown(width)
    assert max(map(cell_len, lines)) <= width
    assert all(line.startswith("  ") for line in lines if "∑" in line)


@pytest.mark.parametrize("key", catalogue())
def test_each_loss_keeps_within_sixty_columns(key: str) -> None:
    screen = Screen()
    console = make_console("never", {"TERM": "xterm"}, screen)
    console.width = 60
    print_loss(console, catalogue()[key])
    lines = screen.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 60
    assert "$" not in screen.getvalue()
    assert "\\" not in screen.getvalue()
