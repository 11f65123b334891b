"""What formulas can be read, and that what cannot is an error with its place and nothing worse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import FormulaError
from studycli.losses.formula.binding import bind
from studycli.losses.formula.caret import caret
from studycli.losses.formula.comparison import compare
from studycli.losses.formula.evaluation import Point, evaluate
from studycli.losses.formula.parser import DEEPEST
from studycli.losses.formula.problems import PROBLEMS
from studycli.losses.formula.reading import read
from studycli.losses.formula.tokens import LONGEST
from studycli.losses.formula.variables import Declared, Names

X = (Declared("x"), Declared("y"), Declared("z"))
ROW = (Declared("y", ("n",)), Declared("yhat", ("n",)))


def value(text: str, **given: float) -> float:
    """The value of a formula of numbers."""
    variables = tuple(Declared(name) for name in given)
    names = Names(variables).all()
    point = Point(
        {name: np.array([number]) for name, number in given.items()},
        dict.fromkeys(given, ()),
        dict.fromkeys(given, "real"),
        {},
    )
    grid = evaluate(bind(read(text, names).sides[-1], variables), point)
    return float(np.ravel(grid.values)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("2**-1", 0.5),
        ("1 - 2 - 3", -4),
        ("12 / 2 / 3", 2),
        ("1e-3", 0.001),
        (r"\frac12", 0.5),
        (r"\frac{1}{2}\cdot 6", 3),
        (r"\dfrac 1 4", 0.25),
        ("½ + ¼", 0.75),
        ("2²", 4),
        ("2⁻¹", 0.5),
        (r"\sqrt{16}", 4),
        ("√16", 4),
        ("|−3|", 3),
        (r"\left| -3 \right|", 3),
        (r"\ln e", 1),
        (r"\log_2 8", 3),
        ("log10(1000)", 3),
        (r"\exp(0)", 1),
        (r"e^{2}/e^2", 1),
        ("max(1, 2, 3)", 3),
        (r"\min\{1, 2\}", 1),
        ("clip(5, 0, 1)", 1),
        ("where(1 < 2, 3, 4)", 3),
        (r"\mathbb{I}[1 \neq 2]", 1),
        (r"\mathbf{1}[2 < 1]", 0),
        (r"\operatorname{sign}(-4)", -1),
        (r"\sigma(0)", 0.5),
        (r"\sigma'(0)", 0.25),
        ("tanh(0) + cosh(0)", 1),
        ("softplus(0)", 0.6931471805599453),
        ("（１＋２）×３", 9),
        ("pi/pi", 1),
        (r"\begin{cases} 1 & \text{if } 2 < 1 \\ 5 & \text{otherwise} \end{cases}", 5),
        ("np.sqrt(4) + torch.abs(-1)", 3),
        ("((1))", 1),
        ("--1", 1),
        ("2 * -3", -6),
    ],
)
def test_a_formula_of_numbers_has_the_value_that_mathematics_gives_it(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xy", 6),
        ("2x", 4),
        ("x(y+1)", 8),
        ("x y^2", 18),
        ("x(y-1)^2", 8),  # the power is of the bracket alone
        ("1/2x", 1),
        (r"\log x y", np.log(6)),  # a function without brackets takes the product behind it
        (r"\log(x) y", 3 * np.log(2)),
        ("x log y", 2 * np.log(3)),
        ("xlog(y)", 2 * np.log(3)),
        ("xe^y", 2 * np.exp(3)),
        (r"\log^2 x", np.log(2) ** 2),
        (r"\log x - y", np.log(2) - 3),
        ("x·y − 1", 5),
        ("x|y - 5|", 4),
        (r"\frac xy", 2 / 3),
        ("L(x, y) = x + y", 5),
        ("f = x = x", 2),
        (r"L &= x^2,\quad x \ge 0", 4),
    ],
)
def test_products_need_no_sign_and_left_sides_are_stripped(text: str, expected: float) -> None:
    assert value(text, x=2.0, y=3.0) == pytest.approx(expected, rel=1e-15)


def test_a_name_defined_beside_a_formula_is_put_in() -> None:
    assert value(r"L = a^2 + 1, \quad a = x + y", x=1.0, y=2.0, a=99.0) == 10


def test_a_sum_takes_the_terms_behind_it_in_which_its_index_stands() -> None:
    given = (Declared("L", ("t",), "positive"), Declared("s", ("t",), "positive"))
    assert compare(r"\sum_t L_t + \log s_t", "sum(L) + sum(log(s))", given).verdict == "right"
    assert compare(r"\sum_t (L_t) + 1", "sum(L) + 1", given).verdict == "right"
    assert compare(r"(\sum_t L_t) + \log(s_t)", "sum(L) + sum(log(s))", given).verdict == "wrong"


@pytest.mark.parametrize(
    ("text", "problem", "under"),
    [
        ("mean((y - ŷ)^2", "bracket", "("),
        ("(y - ŷ)^", "end", ""),
        ("mean(y *)", "unexpected", ")"),
        ("mean(y - foo)", "name", "foo"),
        ("mean(y - y_hatt)", "name-meant", "y_hatt"),
        ("meen(y - ŷ)", "function-meant", "meen"),
        ("qwx(y)", "function", "qwx"),
        ("softmx(y)", "function-meant", "softmx"),
        (r"\foo y", "command", r"\foo"),
        (r"\text{the mean} y", "prose", r"\text{the mean}"),
        ("y^T y", "matrix", "^T"),
        ("clip(y)", "arguments", "clip"),
        ("y < ŷ", "relation", "<"),
        ("y_{i,j}", "index", "y_{i,j}"),
        ("sum_{k=0}^∞ y_k", "series", "∞"),
        ("1/(y - y)", "no-value", "1"),
        (r"\begin{pmatrix} y \end{pmatrix}", "environment", r"\begin{pmatrix}"),
        ("", "empty", ""),
        ("   ", "empty", " "),
        ("y $ # y", "unexpected", "#"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, problem: str, under: str) -> None:
    with pytest.raises(FormulaError) as raised:
        compare(text, "mean((y - yhat)^2)", ROW)
    error = raised.value
    assert error.problem == problem
    assert text[error.start : error.end].startswith(under)
    assert str(error) == PROBLEMS[problem].format(found=error.found, meant=error.meant)


def test_the_caret_stands_below_the_place() -> None:
    with pytest.raises(FormulaError) as raised:
        read("mean(y + )", None)
    assert caret("mean(y + )", raised.value) == "mean(y + )\n         ^"


def test_the_caret_counts_wide_characters_as_two_columns() -> None:
    text = "（y + ）"
    with pytest.raises(FormulaError) as raised:
        read(text)
    assert caret(text, raised.value) == "（y + ）\n      ^^"


def test_a_long_line_is_shown_around_the_place() -> None:
    text = "y + " * 100 + ")" + " + y" * 20
    with pytest.raises(FormulaError) as raised:
        read(text)
    line, under = caret(text, raised.value).split("\n")
    assert len(line) == 120
    assert line[under.index("^")] == ")"


@pytest.mark.parametrize("opening", ["(", "{", "|", r"\sqrt{", "-(", "log ", "y^", r"\frac{1}{"])
def test_nesting_beyond_the_limit_is_an_error_and_no_exhausted_stack(opening: str) -> None:
    with pytest.raises(FormulaError) as raised:
        read(opening * (DEEPEST + 60) + "y")
    assert raised.value.problem in ("deep", "unexpected", "end")


def test_a_formula_beyond_the_longest_is_an_error() -> None:
    with pytest.raises(FormulaError, match="too long: 2000 characters"):
        read("y+" * LONGEST)


def test_a_sum_of_a_thousand_terms_is_read() -> None:
    assert value("+".join(["1"] * 999)) == 999


def failure(text: str, variables: tuple[Declared, ...]) -> FormulaError | None:
    """Compare a text as a formula, and return the error where it is none."""
    try:
        found = compare(text, variables[0].name, variables)
    except FormulaError as error:
        return error
    assert found.verdict in ("right", "wrong", "undecided")
    return None


SIGNS = st.sampled_from(
    [
        *list("yŷxznσλ0123456789+-*/^_(){}[]|,;=<>&'.:!~ \n\\·²½ᵢΣ√（）≤−∞的log"),
        r"\frac",
        r"\sum",
        r"\hat",
        r"\log",
        r"\begin{cases}",
        r"\end{cases}",
        r"\\",
        "sum_i",
        "mean(",
        "softmax(",
        r"\text{",
        r"\left(",
        r"\right)",
        r"\mathbb{I}",
        "||",
        "**",
        "_{i,c}",
        "^{(i)}",
        "max(",
        "axis=1",
        "1e",
        r"\|",
    ]
)


@given(st.lists(SIGNS, max_size=30).map("".join))
def test_no_text_raises_anything_but_a_formulas_error(text: str) -> None:
    error = failure(text, ROW)
    if error:
        assert 0 <= error.start <= error.end <= max(len(text), 1)
        assert caret(text, error)


@given(st.text(max_size=60))
def test_no_unicode_raises_anything_but_a_formulas_error(text: str) -> None:
    error = failure(text, X)
    assert error is None or caret(text, error)


@given(
    st.recursive(
        st.sampled_from(["x", "y", "z", "2", "0.5"]),
        lambda s: st.tuples(s, st.sampled_from("+-*/"), s).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        max_leaves=8,
    )
)
def test_arithmetic_has_the_value_that_python_gives(text: str) -> None:
    values = {"x": 1.3, "y": -0.7, "z": 2.1}
    try:
        expected = eval(text, {}, values)  # noqa: S307 - a text of digits, x, y, z and operators, made above
    except ZeroDivisionError:
        return
    assert value(text, **values) == pytest.approx(expected, rel=1e-12, abs=1e-12)
