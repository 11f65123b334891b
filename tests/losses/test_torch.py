"""The kernel against torch: its frozen table, and torch itself where it is installed."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.kernel import load

SCRIPT = Path(__file__).with_name("torch_table.py")
ROWS: list[dict[str, Any]] = json.loads(SCRIPT.with_suffix(".json").read_text("utf-8"))


def compared(row: dict[str, Any]) -> None:
    """Compare value and gradients of the kernel with those of a row."""
    loss = load(row["key"])
    assert loss.gradient
    arguments = {
        name: np.array(value) if isinstance(value, list) else value
        for name, value in row["arguments"].items()
    }
    np.testing.assert_allclose(loss.value(**arguments), row["value"], rtol=1e-12)
    gradients = loss.gradient(**arguments)
    assert gradients.keys() == row["gradients"].keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, row["gradients"][name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_values_and_gradients_are_those_of_the_frozen_table(row: dict[str, Any]) -> None:
    compared(row)


def test_the_table_holds_every_loss_that_has_a_gradient() -> None:
    assert {row["key"] for row in ROWS} == {key for key, entry in catalogue().items() if entry.differentiable}


def test_values_and_gradients_are_those_of_torch() -> None:
    pytest.importorskip("torch")
    spec = importlib.util.spec_from_file_location("torch_table", SCRIPT)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for row in script.rows():
        compared(row._asdict())
