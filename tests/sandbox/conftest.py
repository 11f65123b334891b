"""What the tests of the sandbox share."""

from collections.abc import Callable

import pytest

from studycli.sandbox import process
from studycli.sandbox.limits import MEBIBYTE, Limits
from studycli.sandbox.process import Run, run

PATIENT = Limits(seconds=30.0, memory=600 * MEBIBYTE, output=MEBIBYTE // 4)  # on a busy machine too


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the coverage of the tests reach the child, whose environment is otherwise its own."""
    monkeypatch.setattr(process, "KEPT", [*process.KEPT, "COVERAGE_PROCESS_CONFIG"])


@pytest.fixture
def call() -> Callable[..., Run]:
    """Return a function that runs ``f`` of a text once with x = [1, 2]."""

    def called(source: str, limits: Limits = PATIENT, name: str = "f", times: int = 1) -> Run:
        x = {"shape": [2], "type": "float64", "data": [1.0, 2.0]}
        return run({"task": "call", "name": name, "calls": [{"x": x}] * times}, limits, source)

    return called
