"""What a function of a note may call: NumPy's functions by their names, methods and attributes of arrays."""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

ELEMENTWISE = {
    name: getattr(np, name)
    for name in (
        *(
            "abs",
            "absolute",
            "add",
            "arctan",
            "ceil",
            "cos",
            "cosh",
            "divide",
            "equal",
            "exp",
            "exp2",
            "expm1",
        ),
        *(
            "fabs",
            "floor",
            "fmax",
            "fmin",
            "greater",
            "greater_equal",
            "isfinite",
            "isnan",
            "less",
            "less_equal",
        ),
        *(
            "log",
            "log10",
            "log1p",
            "log2",
            "logaddexp",
            "logical_and",
            "logical_not",
            "logical_or",
            "maximum",
        ),
        *(
            "minimum",
            "multiply",
            "negative",
            "not_equal",
            "power",
            "reciprocal",
            "sign",
            "sin",
            "sinh",
            "sqrt",
        ),
        *("square", "subtract", "tan", "tanh", "true_divide", "where", "clip"),
    )
} | {"pow": np.power}
"""Functions whose result has the shape to which their arguments are broadcast."""

SHRINKING = {
    name: getattr(np, name)
    for name in (
        *("all", "any", "amax", "amin", "argmax", "argmin", "asarray", "array", "atleast_1d", "atleast_2d"),
        *(
            "average",
            "concatenate",
            "copy",
            "count_nonzero",
            "cumsum",
            "diagonal",
            "empty_like",
            "expand_dims",
        ),
        *(
            "float32",
            "float64",
            "full_like",
            "max",
            "mean",
            "min",
            "ndim",
            "ones_like",
            "prod",
            "ravel",
            "reshape",
            "shape",
        ),
        *(
            "size",
            "sort",
            "squeeze",
            "stack",
            "std",
            "sum",
            "swapaxes",
            "trace",
            "transpose",
            "var",
            "zeros_like",
        ),
    )
} | {"linalg.norm": np.linalg.norm}
"""Functions whose result is no larger than their arguments together."""

SPREADING = {
    name: getattr(np, name) for name in ("diag", "dot", "inner", "matmul", "outer", "take_along_axis")
}
"""Functions whose result may be as large as the product of their arguments' sizes."""

MAKING: dict[str, Callable[..., Any]] = {
    name: getattr(np, name) for name in ("arange", "eye", "ones", "zeros")
}
"""Functions that make an array of a size that is given."""

FUNCTIONS: dict[str, Callable[..., Any]] = ELEMENTWISE | SHRINKING | SPREADING | MAKING
"""All of them."""

VALUES: dict[str, Any] = {
    "e": math.e,
    "euler_gamma": np.euler_gamma,
    "inf": np.inf,
    "nan": np.nan,
    "newaxis": None,
    "pi": np.pi,
}

METHODS = frozenset(
    (
        *(
            "all",
            "any",
            "argmax",
            "argmin",
            "astype",
            "clip",
            "copy",
            "cumsum",
            "flatten",
            "item",
            "max",
            "mean",
        ),
        *("min", "prod", "ravel", "reshape", "squeeze", "std", "sum", "swapaxes", "transpose", "var"),
    )
)
ATTRIBUTES = frozenset(("T", "dtype", "ndim", "shape", "size"))
KEYWORDS = frozenset(("a_max", "a_min", "axis", "ddof", "dtype", "initial", "keepdims", "max", "min", "ord"))

BUILTINS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "bool": bool,
    "enumerate": lambda values: list(enumerate(values)),
    "float": float,
    "int": int,
    "len": len,
    "list": list,
    "max": max,
    "min": min,
    "pow": operator.pow,
    "range": lambda *ends: list(range(*ends)),
    "round": round,
    "sum": sum,
    "zip": lambda *values: list(zip(*values, strict=False)),
}

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
IN_PLACE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.iadd,
    ast.Sub: operator.isub,
    ast.Mult: operator.imul,
    ast.Div: operator.itruediv,
}
UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
}
COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
