"""Whatever is fed to the mathematics, it gives lines of the right width and nothing of LaTeX's own."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studycli.terminal import mathtext
from studycli.terminal.mathtext import parser, symbols

_COMMANDS = sorted(
    {
        *symbols.SYMBOLS, *symbols.FUNCTIONS, *symbols.ALPHABETS, *symbols.ACCENTS, *symbols.SPACES,
        "frac", "binom", "sqrt", "text", "operatorname", "left", "right", "middle", "big", "Bigl", "underbrace",
        "overbrace", "overset", "underset", "xrightarrow", "substack", "tag", "pmod", "over", "choose", "limits",
        "begin{cases}", "end{cases}", "begin{aligned}", "end{aligned}", "begin{pmatrix}", "end{pmatrix}",
        "begin{array}{lr}", "end{array}", "begin{nobody}", "unknown", "hspace{1em}", "mkern3mu", "color{red}",
    }
)  # fmt: skip
_PIECES = st.one_of(
    st.sampled_from(_COMMANDS).map("\\{}".format),
    st.sampled_from(
        [*list("{}[]()^_&|=+-*/,.;:!'~ $\n<>0123xyzTα中文，"), "\\\\", "\\", "{", "}", "||", "\\$"]
    ),
)
formulas = st.one_of(st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=80))


@given(formulas)
def test_one_line_has_no_backslash_and_no_dollar_but_an_escaped_one(latex: str) -> None:
    """A line is a line; only money leaves a dollar."""
    line = mathtext.inline(latex)
    assert "\n" not in line
    assert "\\" not in line
    assert "\\$" in latex or "$" not in line


@given(formulas, st.integers(2, 120))
def test_no_displayed_line_is_wider_than_asked(latex: str, width: int) -> None:
    """Lines fit, hold no backslash, and the first and the last are not empty."""
    lines = mathtext.display(latex, width)
    assert all(cell_len(line) <= width for line in lines)
    assert not any("\\" in line or "\n" in line for line in lines)
    assert not lines or (lines[0].strip() and lines[-1].strip())


def _letters(text: str) -> list[str]:
    return sorted(char for char in text if "a" <= char <= "z" or "A" <= char <= "Z" or "0" <= char <= "9")


@given(st.lists(st.sampled_from([*"ABCXYZqw0123 +-=(),", "\\frac{C}{Q}", "{X}", "\\sqrt{Y}", "\\text{SF}"]), max_size=30),
       st.integers(10, 60))  # fmt: skip
def test_a_display_keeps_every_letter_at_every_width(pieces: list[str], width: int) -> None:
    """Breaking a formula moves its letters and loses none."""
    latex = "".join(pieces)
    shown = "".join(mathtext.display(latex, width))
    assert _letters(shown) == _letters(re.sub(r"\\(?:frac|sqrt|text)", "", latex))


@pytest.mark.no_cover  # the same few lines, thousands of times
@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "}",
        "\\frac",
        "\\sqrt{",
        "x^",
        "x_{",
        "\\left(",
        "\\begin{cases}",
        "\\hat",
        "\\text{$",
        "&",
        "\\\\",
        "'",
    ],
)
def test_any_depth_is_laid_out_without_a_recursion_error(piece: str) -> None:
    """Groups within groups are flattened where they are too deep."""
    for text in (piece * 300, piece * 2000 + "x"):
        mathtext.inline(text)
        mathtext.display(text, 40)


def _seconds(latex: str) -> float:
    start = time.process_time()
    mathtext.inline(latex)
    mathtext.display(latex, 60)
    return time.process_time() - start


@pytest.mark.no_cover  # what is timed is not traced
@pytest.mark.parametrize(
    "piece", ["a+", "{a}", "\\frac{a}{b}", "x_{i}^{2}", "(", "\\text{ab}", "\\hat", "a & b \\\\ "]
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    """Eight times the text takes no more than twenty-four times as long (64 would be a square)."""
    short, long = piece * 150, piece * 1200
    ratio = min(_seconds(long) for _ in range(3)) / max(min(_seconds(short) for _ in range(3)), 1e-3)
    assert ratio < 24


_FENCE = re.compile(r"(?ms)^[ \t>]*(```+|~~~+).*?^[ \t>]*\1[ \t]*$")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_MATH = re.compile(r"(?s)\$\$(.+?)\$\$|(?<![\\$])\$(?! )([^$\n]+?)(?<! )\$(?!\d)")
_NAME = re.compile(r"\\([a-zA-Z]+)")


def _formulas(folder: Path) -> set[str]:
    found = set()
    for path in folder.rglob("*.md"):
        text = _CODE.sub("", _FENCE.sub("", path.read_text(encoding="utf-8", errors="replace")))
        found |= {one or two for one, two in _MATH.findall(text)}
    return found


def test_every_formula_of_the_real_notes_is_shown_without_a_trace_of_latex(shared: Path) -> None:
    """All formulas of the seed and the corpora: known commands only, no backslash, no dollar, at three widths."""
    formulas = _formulas(shared)
    assert len(formulas) >= 236
    known = {*symbols.SYMBOLS, *symbols.FUNCTIONS, *symbols.SPACES, *parser.READERS, *parser.WITHOUT_SIGN}
    assert {name for latex in formulas for name in _NAME.findall(latex)} - known == set()
    for latex in formulas:
        shown = [
            mathtext.inline(latex),
            *(line for width in (30, 60, 120) for line in mathtext.display(latex, width)),
        ]
        assert not any("\\" in line for line in shown), latex
        assert "$" in latex or not any("$" in line for line in shown), latex


@given(
    st.lists(st.sampled_from(["\\frac{p}{q}", "\\frac{p+q}{q}", "x ", "\\ln ", "\\partial "]), max_size=12)
)
def test_only_the_last_factor_of_a_product_may_be_a_fraction_without_brackets(factors: list[str]) -> None:
    """Nothing stands where it could be read as a factor of a denominator, or as applied to a numerator alone."""
    shown = mathtext.inline("".join(factors))
    assert re.search(r"/q +\S", shown) is None
    assert re.search(r"(?:ln|∂) *(?:p|\(p \+ q\))/q", shown) is None
    assert shown.count("/q") == sum("frac" in factor for factor in factors)
