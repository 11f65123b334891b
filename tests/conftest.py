"""Fixtures that every test may use."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from studycli.quiz.model import LETTERS, Choice, Code, Expression, Line, Names, Numbers, Question, Truth

settings.register_profile("default", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=1000)
settings.load_profile("default")

# A shell's background job ignores Ctrl-C and so would every program that a test starts: take it back.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Programs that tests start are compiled once, and not at each start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

TRACED = "COVERAGE_PROCESS_CONFIG"
"""Variable of the environment by which coverage starts in a program."""

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real notes beside the checkout, or skip the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real notes is not beside this checkout")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage by tests that run the same lines over and over: tracing doubles their time.

    They are those over real notes, which not every checkout has, and those over generated values. The benchmarks come
    first: one of their tests takes so long that at the end the other workers would wait for it.
    """
    items.sort(key=lambda item: item.path.name != "test_benchmarks.py")
    for item in items:
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if is_property or "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("no_cover")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Trace a worker of pytest-xdist once.

    Coverage starts in it as in any program that a test starts, pytest-cov starts it again for a process without
    workers, and a third time for a worker. Only the last is paused where a test is not to be traced: one of the
    others would take over, and such a test would be traced for nothing.
    """
    if hasattr(session.config, "workerinput") and session.config.pluginmanager.hasplugin("_cov"):
        from coverage import Coverage

        while started := Coverage.current():
            started.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Trace no program that a test starts which measures no coverage; in this process pytest-cov sees to it."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("no_cover"):
            patch.delenv(TRACED, raising=False)
        return (yield)


def _solution(key: Code, question: Question) -> str:
    """Return the code that the answer shows, behind what the stub imports."""
    block = re.search(r"```python\n(.*?)```", question.answer, re.DOTALL)
    assert block
    return key.stub[: key.stub.index(f"def {key.name}")] + block[1]


def _numbers(values: tuple[float, ...], more: float = 0.0) -> str:
    return ", ".join(f"{value + more:.12g}" for value in values)


_ANSWERS: dict[type, tuple[Callable[[Any, Question], object], Callable[[Any, Question], object]]] = {
    Choice: (lambda key, _: LETTERS[key.correct], lambda key, _: LETTERS[0 if key.correct else 1]),
    Truth: (lambda key, _: "t" if key.is_true else "f", lambda key, _: "f" if key.is_true else "t"),
    Names: (lambda key, _: ", ".join(names[0] for names in key.items), lambda *_: "xyzzy"),
    Numbers: (lambda key, _: _numbers(key.values), lambda key, _: _numbers(key.values, 10.0)),
    Expression: (lambda key, _: key.reference, lambda *_: "7"),
    Line: (lambda key, _: key.number, lambda key, _: key.number + 1),
    Code: (_solution, lambda key, _: f"{key.stub}    return 7.0\n"),
}


@pytest.fixture(scope="session")
def typed_right() -> Callable[[Question], str]:
    """Return what makes a right answer, as it is typed, to a question that the program marks."""
    return lambda question: str(_ANSWERS[type(question.key)][0](question.key, question))


@pytest.fixture(scope="session")
def typed_wrong() -> Callable[[Question], str]:
    """Return what makes a wrong answer, as it is typed, to a question that the program marks."""
    return lambda question: str(_ANSWERS[type(question.key)][1](question.key, question))
