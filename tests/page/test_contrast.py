"""The colours of the page, read from its style sheet: contrast as WCAG 2.2 defines it, in each scheme."""

import re

import pytest

from studycli.page.page import _style

TEXT = 4.5
GRAPHICS = 3.0


def luminance(colour: str) -> float:
    """Return the relative luminance of '#rrggbb' (WCAG 2.2, 'relative luminance')."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours by name: of the light, of the dark, of paper."""
    blocks = re.findall(r":root\s*{(.*?)}", _style(), re.DOTALL)
    found = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block)) for block in blocks]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def test_the_ratios_are_those_of_known_pairs() -> None:
    """21 and 1 are the ends of the definition; #767676 is the lightest grey that passes on white, at 4.54."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#123456", "#123456") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < TEXT


def test_every_scheme_names_the_same_colours() -> None:
    light, dark, paper = schemes().values()
    assert set(light) == set(dark) == set(paper)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("colour", ["text", "quiet", "link"])
@pytest.mark.parametrize("ground", ["ground", "paper"])
def test_text_can_be_read(scheme: str, colour: str, ground: str) -> None:
    assert contrast(schemes()[scheme][colour], schemes()[scheme][ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("colour", ["a", "b", "mark", "axis", "h1", "h2", "h3", "h4"])
def test_what_a_chart_is_made_of_stands_out_from_the_paper(scheme: str, colour: str) -> None:
    assert contrast(schemes()[scheme][colour], schemes()[scheme]["paper"]) >= GRAPHICS


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_a_bar_and_a_mark_stand_out_from_the_track_below_them(scheme: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours["a"], colours["track"]) >= GRAPHICS
    assert contrast(colours["mark"], colours["track"]) >= GRAPHICS


@pytest.mark.parametrize(("scheme", "sign"), [("light", 1), ("dark", -1), ("print", 1)])
def test_each_shade_of_the_year_is_further_from_the_paper_than_the_one_before(scheme: str, sign: int) -> None:
    shades = [sign * luminance(schemes()[scheme][f"h{level}"]) for level in range(5)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 5
