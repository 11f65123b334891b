"""Arrays as JSON and back, exactly: what goes to a person's function and what it returned.

Numbers are written with all their digits; NaN and the infinities as Python's json writes them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

LARGEST = 2_000_000  # entries: a returned array with more keeps its shape only
_MOST_PARTS = 8  # of a tuple


def encode(value: Any) -> dict[str, Any]:
    """Return what a function took or returned as values that JSON knows.

    Returns:
        ``{"shape": [...], "type": "float64", "data": [...]}`` for a real array or number, without ``data`` for more
        than `LARGEST` entries; ``{"parts": [...]}`` for a tuple; ``{"type": "str"}`` for anything else.
    """
    if isinstance(value, tuple) and len(value) <= _MOST_PARTS:
        return {"parts": [encode(part) for part in value]}
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError):  # rows of different lengths; a tensor that wants a gradient
        return {"type": type(value).__name__}
    if array.dtype.kind not in "biuf":
        numeric = array.dtype.kind == "c"
        return {"type": str(array.dtype) if numeric else type(value).__name__}
    coded: dict[str, Any] = {"shape": list(array.shape), "type": str(array.dtype)}
    if array.size <= LARGEST:
        coded["data"] = array.ravel().tolist()
    return coded


def decode(coded: dict[str, Any]) -> Any:
    """Return an array that was encoded; a number for one without axes, a Python float or int.

    Args:
        coded: As `encode` returns it for an array that has its data.
    """
    array = np.array(coded["data"], dtype=coded["type"]).reshape(coded["shape"])
    return array if array.ndim else array.item()
