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
        ("mean(y - yhatt)", "name-meant", "yhatt"),
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


Z = np.array([[0.5, -1.0, 2.0], [0.0, 1.0, 1.0]])  # n is 2, c is 3
HOT = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
SOFT = np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
U = np.array([1.0, -3.0, 2.0])  # along c
MATRIX = (
    Declared("z", ("n", "c")),
    Declared("y", ("n", "c"), "onehot"),
    Declared("u", ("c",)),
    Declared("k", ("n",), "class"),
)
ARRAYS = {"z": Z, "y": HOT, "u": U, "k": np.array([1.0, 0.0])}


def array_value(text: str) -> np.ndarray:
    """The value of a formula of `ARRAYS`, at one point."""
    point = Point(
        {name: array[None] for name, array in ARRAYS.items()},
        {each.name: each.axes for each in MATRIX},
        {each.name: each.domain for each in MATRIX},
        {"n": 2, "c": 3},
    )
    grid = evaluate(bind(read(text, Names(MATRIX).all()).sides[-1], MATRIX), point)
    axes = tuple(axis for axis in ("*", "n", "c") if axis in grid.axes)
    return np.asarray(grid.spread(axes)[0] if "*" in axes else grid.spread(axes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("z", Z),
        ("z_{i,c} y_{i,c}", Z * HOT),
        ("softmax(z)", SOFT),
        ("log_softmax(z)", np.log(SOFT)),
        ("F.log_softmax(z, dim=-1)", np.log(SOFT)),
        ("softmax(z)_y", SOFT[[0, 1], [1, 0]]),
        ("softmax(z)_k", SOFT[[0, 1], [1, 0]]),
        ("z_y", Z[[0, 1], [1, 0]]),
        ("z_{i,y_i}", Z[[0, 1], [1, 0]]),
        ("logsumexp(z)", np.log(np.exp(Z).sum(1))),
        ("max(z)", Z.max(1)),
        (r"\max_j z_{ij}", Z.max(1)),
        (r"\min_j z_{ij}", Z.min(1)),
        ("min(z, axis=0)", Z.min(0)),
        ("sum(z, axis=0)", Z.sum(0)),
        ("np.sum(z, axis=-1, keepdims=True)", Z.sum(1)),
        ("mean(z)", Z.mean()),
        (r"\sum_{i,c} z_{ic}", Z.sum()),
        (r"\sum_i\sum_c z_{ic}", Z.sum()),
        (r"\sum z", Z.sum()),
        (r"\prod_c z_{ic}", Z.prod(1)),
        (r"\sum_{c=1}^C 1", 3),
        (r"\sum_{c=1}^C c u_c", 1 - 6 + 6),
        ("||u||_1", 6),
        ("norm(u, 1)", 6),
        ("norm_1(u)", 6),
        (r"\|u\|_\infty", 3),
        ("||u||_{inf}", 3),
        ("‖u‖", np.sqrt(14)),
        ("|u|", np.abs(U)),
        ("square(u) + power(u, 2) - multiply(u, u)", U**2),
        ("relu(u)", np.maximum(U, 0)),
        ("where(u > 0 and u < 2, 1, 0)", [1, 0, 0]),
        ("where(u < 0 or u > 1, 1, 0)", [0, 1, 1]),
        (r"\mathbb{I}_{u > 0} + 0", [1, 0, 1]),
        ("where(0 < u <= 2, 1, 0)", [1, 0, 1]),
        ("C + n", 5),
        ("sum(u)/C", 0),
        ("logsigmoid(u)", -np.log1p(np.exp(-U))),
        ("silu(u)", U / (1 + np.exp(-U))),
        ("log1p(expm1(u^2))", U**2),
    ],
)
def test_arrays_have_the_values_that_numpy_gives(text: str, expected: object) -> None:
    np.testing.assert_allclose(array_value(text), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("z_{i,j,k}", "index"),
        ("u_{ab1}", "index"),
        (r"\sum_{i=2}^n z_{ic}", "index"),
        (r"\sum_{q} u", "index"),
        ("||u||_3", "unexpected"),
        ("sum(u, axis=x)", "unexpected"),
        ("sum(u, u)", "arguments"),
        (r"\mathbb{I} u", "unexpected"),
        (r"\hat{u + z}", "unexpected"),
        (r"\begin{array}{l} u \end{array} + \begin{cases} u", "end"),
        ("u_{", "bracket"),
        (r"\sum_{i", "bracket"),
        (r"\sum^{n", "bracket"),
        ("u(", "end"),
        ("u_", "end"),
        ("f(u; = )", "function"),
    ],
)
def test_what_does_not_fit_is_an_error(text: str, problem: str) -> None:
    with pytest.raises(FormulaError) as raised:
        array_value(text)
    assert raised.value.problem == problem


def test_marks_of_a_name_belong_to_it() -> None:
    names = (Declared("w*"), Declared("y+"), Declared("x_i"), Declared("y^LS"), Declared("V(s_t+1)"))
    typed = r"w^* + y^{+} + x^{(i)} + y^{\mathrm{LS}} + V(s_{t+1})"
    bound = bind(read(typed, Names(names).all()).sides[0], names).node
    assert [term.name for _, term in bound.terms] == ["w*", "y+", "x_i", "y^LS", "V(s_t+1)"]  # type: ignore[union-attr]


def test_a_complex_step_gives_the_derivative() -> None:
    for text, derivative in (
        ("x^2 y", 2 * 3.0 * 2),
        ("|x| + max(x, 0)", 2),
        ("log(x)/x", (1 - np.log(3)) / 9),
    ):
        names = (Declared("x"), Declared("y"))
        point = Point(
            {"x": np.array([3.0 + 1e-20j]), "y": np.array([2.0])},
            {"x": (), "y": ()},
            {"x": "real", "y": "real"},
            {},
        )
        grid = evaluate(bind(read(text, Names(names).all()).sides[-1], names), point)
        assert float(grid.values[0].imag) / 1e-20 == pytest.approx(derivative, rel=1e-14)


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
