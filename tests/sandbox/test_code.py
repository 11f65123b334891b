"""A person's function is marked by what it returns."""

import pytest

from studycli.quiz.model import Code, Mark
from studycli.sandbox.code import mark_code
from studycli.sandbox.limits import Limits

LIMITS = Limits(seconds=30.0)
HEAD = "import numpy as np\n"
MSE = Code("f", f"{HEAD}\n\ndef f(y, p):\n", "mse", (("y", "target"), ("p", "prediction")))
GRADIENT = MSE._replace(gradient_of="prediction")
SOFTMAX = Code("f", "", "softmax", (("z", "x"),))
BCE = Code("f", "", "bce", (("y", "target"), ("p", "probability"), ("eps", "")))
CE = Code("f", "", "softmax-ce", (("z", "logits"), ("y", "onehot(target)")))
BOTH = Code("f", "", "softmax-ce", (("z", "logits"), ("y", "target")), "logits", both=True)

BROADCAST = (
    "Not required, but worth saying in an interview: shapes (n,) and (n, 1) are broadcast to (n, n) here"
    " without complaint."
)
PAIR = "rows = np.arange(len(y))\n    g = np.exp(q)\n    g[rows, y] -= 1\n    return -q[rows, y].mean(), g / len(y)"
LOG_P = "s = z - z.max(1, keepdims=True)\n    q = s - np.log(np.exp(s).sum(1, keepdims=True))\n    "


def mark(key: Code, body: str, head: str = "def f(y, p):", language: str = "en") -> Mark:
    return mark_code(key, f"{HEAD}{head}\n    {body}", LIMITS, language)


@pytest.mark.parametrize(
    ("key", "head", "body", "remarks"),
    [
        (MSE, "def f(y, p):", "return np.mean((y - p) ** 2)", (BROADCAST,)),
        (
            MSE,
            "def f(y, p):",
            "return sum((a - b) ** 2 for a, b in zip(y, p, strict=True)) / len(y)",
            (BROADCAST,),
        ),
        (MSE, "def f(y, p):", "assert y.shape == p.shape\n    return np.mean((y - p) ** 2)", ()),
        (GRADIENT, "def f(y, p):", "return 2 * (p - y) / y.size", (BROADCAST,)),
        (
            SOFTMAX,
            "def f(z):",
            "e = np.exp(z - z.max(-1, keepdims=True))\n    return e / e.sum(-1, keepdims=True)",
            (),
        ),
        (CE, "def f(z, y):", f"{LOG_P}return -np.mean((y * q).sum(1))", ()),
        (
            BOTH,
            "def f(z, y):",
            LOG_P + PAIR,
            (),
        ),
    ],
)
def test_a_right_function_is_right(key: Code, head: str, body: str, remarks: tuple[str, ...]) -> None:
    assert mark(key, body, head) == Mark("right", 1.0, remarks)


def test_numpy_needs_no_import() -> None:
    assert mark_code(MSE, "def f(y, p):\n    return np.mean((y - p) ** 2)", LIMITS).verdict == "right"


def test_an_epsilon_is_right_and_told() -> None:
    head, body = "def f(y, p, eps=1e-12):", "p = np.clip(p, eps, 1 - eps)\n    return -np.mean("
    done = mark(BCE, body + "y * np.log(p) + (1 - y) * np.log(1 - p))", head)
    assert done.verdict == "right"
    assert done.remarks == (
        "At extreme inputs, y=[1, 0, 1, 0], p=[1, 0, 0, 1], it returns 13.82; without an epsilon it would be 50.",
        BROADCAST,
    )


def test_a_wrong_value_is_told_by_the_smallest_input_that_shows_it() -> None:
    done = mark(MSE, "return np.sum((y - p) ** 2)")
    assert (done.verdict, done.share) == ("wrong", 0.125)
    assert done.remarks == (
        "For y=[0.1, -0.5], p=[-2.6, 1.3] it returns 10.53; expected: 5.265.",
        "1 of 8 tests were passed.",
        "It is the sum over the samples instead of their mean.",
    )


def test_remarks_are_in_the_language_of_the_question() -> None:
    done = mark(MSE, "return -np.mean((y - p) ** 2)", language="zh")
    assert done.remarks == (
        "输入 y=[0.1], p=[-0.7] 时返回 -0.64，应为 0.64。",
        "通过了 8 项测试中的 0 项。",
        "符号反了。",
    )


@pytest.mark.parametrize(
    ("key", "body", "told"),
    [
        (MSE, "return 0.5 * np.mean((y - p) ** 2)", "It is always 0.5 times what it should be."),
        (GRADIENT, "return 2 * (y - p) / y.size", "The sign is wrong."),
        (
            GRADIENT,
            "return 2 * (p - y)",
            "The 1/n of the mean is missing (n = 7): this is the gradient of the sum.",
        ),
        (GRADIENT, "return (p - y) / y.size", "It is 1/2 times what it should be."),
    ],
)
def test_a_usual_mistake_is_named(key: Code, body: str, told: str) -> None:
    done = mark(key, body)
    assert (done.verdict, done.remarks[-1]) == ("wrong", told)


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("return (y - p) ** 2", "For y=[0.1], p=[-0.7] it returns the shape (1,); expected: ()."),
        ("pass", "For y=[0.1], p=[-0.7] it returns NoneType; expected: float."),
        ("return np.mean(np.abs(y - p))", "For y=[0.1], p=[-0.7] it returns 0.8; expected: 0.64."),
        ("return np.nan", "For y=[0.1], p=[-0.7] it returns nan; expected: 0.64."),
        (
            "return q",
            "For y=[0.1], p=[-0.7]: it raised NameError: name 'q' is not defined (line 3: `return q`).",
        ),
        ("input()", "For y=[0.1], p=[-0.7]: it waits for input, and there is none here (line 3: `input()`)."),
        (
            "raise SystemExit(2)",
            "For y=[0.1], p=[-0.7]: it ended the program (exit code 2) (line 3: `raise SystemExit(2)`).",
        ),
    ],
)
def test_what_failed_is_told(body: str, first: str) -> None:
    done = mark(MSE, body)
    assert (done.verdict, done.remarks[0]) == ("wrong", first)


def test_a_gradient_that_is_wrong_beside_a_right_value_is_found() -> None:
    done = mark(BOTH, f"{LOG_P}return -q[np.arange(len(y)), y].mean(), np.exp(q) / len(y)", "def f(z, y):")
    assert done.verdict == "wrong"
    assert done.remarks[0] == (
        "For z=[[0.3, -0.3]], y=[0] it returns [[0.6457, 0.3543]]; expected: [[-0.3543, 0.3543]]."
    )


def test_one_value_instead_of_the_pair_is_told() -> None:
    done = mark(BOTH, "return 1.0", "def f(z, y):")
    assert done.remarks[0] == "For z=[[0.3, -0.3]], y=[0] it returns float; expected: float + array (1, 2)."


def test_failing_only_at_extreme_inputs_is_partly_right() -> None:
    done = mark(SOFTMAX, "e = np.exp(z)\n    return e / e.sum(-1, keepdims=True)", "def f(z):")
    assert done.verdict == "partly"
    assert done.remarks[0].startswith("For z=[[10000, -9999, 9998], ")


def test_a_function_that_never_ends_is_wrong_by_its_time() -> None:
    done = mark_code(MSE, "def f(y, p):\n    while True: pass", Limits(seconds=1.0))
    assert (done.verdict, done.share) == ("wrong", 0.0)
    assert done.remarks[0] == "For y=[0.1], p=[-0.7]: it was not done after 1 seconds."


def test_what_was_right_before_it_ended_the_program_counts() -> None:
    body = "import os\n    if len(y) > 99: os._exit(1)\n    return ((y - p) ** 2).mean()"
    done = mark(MSE, body)
    assert (done.verdict, done.share) == ("partly", 0.875)
    assert done.remarks[0].endswith("(1000,): it ended the program (exit code 1).")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Nothing was written in f yet."),
        (MSE.stub + "\n", "Nothing was written in f yet."),
        (
            "def f(y, p:",
            "The file could not be used: it is not valid Python: '(' was never closed (line 1: `def f(y, p:`).",
        ),
        ("def g(y, p): return 1", "The file could not be used: there is no function f."),
    ],
)
def test_what_cannot_be_read_may_be_tried_again(typed: str, told: str) -> None:
    assert mark_code(MSE, typed, LIMITS) == Mark("unread", 0.0, (told,))


def test_changing_numpy_does_not_change_what_is_expected() -> None:
    done = mark(MSE, "np.allclose = lambda *a, **k: True\n    np.mean = lambda x: 0.0\n    return np.mean(y)")
    assert done.verdict == "wrong"


def test_the_seed_decides_the_inputs() -> None:
    one, other = (mark_code(MSE, "def f(y, p): return 0.0", LIMITS, seed=seed).remarks for seed in (0, 1))
    assert one != other
