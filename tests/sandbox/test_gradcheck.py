"""A person's own loss and gradient are checked in a process of their own."""

from pathlib import Path

import pytest

from studycli.errors import CodeError
from studycli.sandbox.gradcheck import check_file, read_spec
from studycli.sandbox.limits import Limits

MINE = """
import numpy as np
import helper

def log_softmax(z):
    s = z - z.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

def loss(z, y):
    return -np.mean(np.sum(y * log_softmax(z), axis=1))

def grad(z, y):
    return (np.exp(log_softmax(z)) - y) / len(z)

def summed(z, y):
    return grad(z, y) * len(z)

def square(x):
    return helper.total(x ** 2)

def square_grad(x):
    return 2 * x

def turned(x):
    return -2 * x

def rows(x):
    return x ** 2

def broken(x):
    return undefined(x)

def noisy(x):
    while True:
        print("x" * 10000)
"""


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """Return the path of a person's file, with another one beside it."""
    (tmp_path / "helper.py").write_text("def total(x): return x.sum()\n", encoding="utf-8")
    path = tmp_path / "mine.py"
    path.write_text(MINE, encoding="utf-8")
    return str(path)


def test_a_right_gradient_is_right(mine: str) -> None:
    report = check_file(f"{mine}:loss:grad", (4, 3), seed=1)
    assert {key: report[key] for key in ("name", "verdict", "method", "shape")} == {
        "name": "mine.py: grad",
        "verdict": "right",
        "method": "complex step",
        "shape": [4, 3],
    }
    assert report["worst"]["relative"] < 1e-12


def test_a_function_of_one_argument_is_called_with_one(mine: str) -> None:
    assert check_file(f"{mine}:square:square_grad", (5,), seed=1)["verdict"] == "right"


@pytest.mark.parametrize(
    ("names", "shape", "sentence"),
    [
        ("loss:summed", (4, 3), "The 1/n of the mean is missing (n = 4): this is the gradient of the sum."),
        ("square:turned", (5,), "The sign is wrong."),
    ],
)
def test_a_wrong_gradient_is_explained(mine: str, names: str, shape: tuple[int, ...], sentence: str) -> None:
    report = check_file(f"{mine}:{names}", shape, seed=1)
    assert (report["verdict"], report["diagnosis"]["sentence"]) == ("wrong", sentence)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("square:squaregrad", "there is no function squaregrad; did you mean square_grad?."),
        (
            "square:broken",
            "it raised NameError: name 'undefined' is not defined (line 31: `return undefined(x)`).",
        ),
        ("rows:square_grad", "The loss gives an array of shape (5,), expected one number: a mean or a sum."),
        ("noisy:square_grad", "it printed more than 1 MiB."),
    ],
)
def test_what_cannot_be_checked_is_told(mine: str, names: str, told: str) -> None:
    with pytest.raises(CodeError) as caught:
        check_file(f"{mine}:{names}", (5,), 0, Limits(seconds=30.0))
    assert str(caught.value) == f"{mine}: {told}"


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("none.py:loss:grad", "There is no file 'none.py'."),
        (
            "mine.py:loss",
            "'mine.py:loss' does not name two functions: write FILE.py:loss:gradient, such as mine.py:loss:grad.",
        ),
        (
            "mine.py",
            "'mine.py' does not name two functions: write FILE.py:loss:gradient, such as mine.py:loss:grad.",
        ),
        (
            "mine.py:a b:c",
            "'mine.py:a b:c' does not name two functions: write FILE.py:loss:gradient, such as mine.py:loss:grad.",
        ),
    ],
)
def test_a_name_that_is_none_is_told(spec: str, told: str) -> None:
    with pytest.raises(CodeError) as caught:
        read_spec(spec)
    assert str(caught.value) == told
