"""Pictures of curves, made of characters."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studycli.terminal.plot import plot, points

DIAGONAL = """\
      10┤              ⣀⠔⠊
        │           ⢀⠤⠊
        │        ⢀⠤⠊⠁
        │     ⢀⡠⠒⠁
        │   ⡠⠒⠁
       0┤⡠⠔⠉··············
        └┴───────┴───────┴
         0       5      10
                one"""


ZEROS = (("5", "┤"), ("", "│"), ("0", "┤"), ("", "│"), ("-5", "┤"))


def drawn(
    curves: list[list[float]], left: float = 0, right: float = 10, width: int = 26, height: int = 6
) -> str:
    return "\n".join(plot(curves, left, right, "one", width, height))


def test_a_line_with_both_axes_and_their_numbers() -> None:
    assert drawn([points(0, 10, 26)]) == DIAGONAL


def test_a_curve_is_known_at_each_column_of_dots() -> None:
    places = points(-10, 10, 60)
    assert len(places) == 2 * (60 - 9)
    assert (places[0], places[-1]) == (-10, 10)
    assert all(one < other for one, other in pairwise(places))


def test_two_curves_are_told_apart_without_colour() -> None:
    """The second one is circles; where both run, the circle stands."""
    picture = drawn([points(0, 10, 26), [5.0] * 34])
    assert picture.count("○") == 6
    row = next(line for line in picture.splitlines() if "○" in line)
    assert [i for i, sign in enumerate(row) if sign == "○"] == [10, 13, 16, 19, 22, 25]


def test_the_line_of_zero_is_dotted_and_named() -> None:
    picture = drawn([[x - 5 for x in points(0, 10, 26)]], height=5).splitlines()
    assert [line[:9] for line in picture[:5]] == [f"{label:>8}{side}" for label, side in ZEROS]
    assert "···" in picture[2]


def test_a_jump_is_drawn_through() -> None:
    picture = drawn([[0.0 if x < 5 else 1.0 for x in points(0, 10, 26)]])
    assert len([line for line in picture.splitlines()[:6] if "⢸" in line or "⡇" in line]) >= 5


def test_what_is_not_defined_is_left_out() -> None:
    places = points(0, 10, 26)
    picture = drawn([[math.nan if x < 5 else 3.0 for x in places]]).splitlines()
    assert picture[0].index("⠉") > 9 + 8
    assert drawn([[math.nan] * len(places)]).count("┴") == 3


def test_a_steep_curve_does_not_hide_the_rest() -> None:
    """What is far above three quarters of the values is beyond the picture, upwards and downwards."""
    steep = [math.exp(-x) for x in points(-10, 10, 60)]
    top = plot([steep], -10, 10, "z", 60, 8)[0]
    assert 100 < float(top.split("┤")[0]) < 1000
    bottom = plot([[-value for value in steep]], -10, 10, "z", 60, 8)[7]
    assert -1000 < float(bottom.split("┤")[0]) < -100


def test_a_constant_has_room_around_it() -> None:
    assert [line.split("┤")[0].strip() for line in drawn([[0.0] * 34]).splitlines()[:6] if "┤" in line] == [
        "1",
        "0",
        "-1",
    ]


@given(
    st.integers(1, 120),
    st.integers(1, 20),
    st.floats(-1e6, 1e6),
    st.lists(st.floats(allow_subnormal=False) | st.just(0.0), min_size=4, max_size=4),
    st.integers(1, 2),
)
def test_no_picture_is_wider_or_higher_than_asked(
    width: int, height: int, shift: float, shape: list[float], count: int
) -> None:
    places = points(-1, 1, width)
    a, b, c, d = (max(min(value, 1e100), -1e100) if not math.isnan(value) else value for value in shape)
    curves = [[a + b * x + c * x * x + d * abs(x) + shift for x in places]] * count
    lines = plot(curves, -1, 1, "x", width, height)
    assert len(lines) == height + 3
    assert max(map(len, lines)) <= max(width, 17)
