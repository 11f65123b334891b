"""When what a function returned counts as right."""

from __future__ import annotations

from typing import Any

import numpy as np

RELATIVE = 1e-6  # of the largest entry: float64 leaves 1e-12, the rest is for an epsilon within a logarithm


def close(value: Any, expected: Any, relative: float = RELATIVE) -> bool:
    """Tell whether a value is the expected one: of its shape, and as close as the largest entry demands.

    Args:
        value: An array, a number, or a tuple of them.
        expected: What it should be; NaN counts as the same as NaN.
        relative: Tolerance, as a share of the largest expected entry.
    """
    if isinstance(expected, tuple):
        is_pair = isinstance(value, tuple) and len(value) == len(expected)
        return is_pair and all(close(*pair, relative) for pair in zip(value, expected, strict=True))
    if isinstance(value, tuple | list | str | None):
        return False
    array, right = np.asarray(value), np.asarray(expected)
    if array.shape != right.shape or array.dtype.kind not in "biuf":
        return False
    finite = np.abs(right[np.isfinite(right)])
    scale = float(finite.max()) if finite.size else 0.0
    return bool(np.allclose(array, right, rtol=0, atol=relative * scale, equal_nan=True))
