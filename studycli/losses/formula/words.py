"""The commands, functions and names that formulas are written with."""

from __future__ import annotations

from studycli.losses.formula.characters import GREEK

SILENT = frozenset(
    [
        "left",
        "right",
        "middle",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "bigm",
        "Bigm",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "limits",
        "nolimits",
        "quad",
        "qquad",
        ",",
        ";",
        "!",
        ":",
        "enspace",
        "thinspace",
        "medspace",
        "thickspace",
        "space",
        "nonumber",
        "notag",
        "hspace*",
        "mathstrut",
        "strut",
        "boldsymbol",
        "mathbf",
        "bm",
        "bf",
        "rm",
        "it",
        "mathit",
        "vec",
        "mathsf",
        "mathtt",
        "pmb",
        "mathcal",
        "mathscr",
        "mathfrak",
        "underline",
        "overrightarrow",
        "text*",
        "tiny",
        "small",
        "normalsize",
        "large",
    ]
)
"""Commands that change how a formula looks and not what it means; what they hold is read as it stands."""

SPACES = frozenset(
    ["quad", "qquad", ",", ";", ":", "enspace", "thinspace", "medspace", "thickspace", "space"]
)
"""Those of them that are white space."""

TEXTS = frozenset(
    [
        "text",
        "textrm",
        "textbf",
        "textit",
        "textnormal",
        "mathrm",
        "operatorname",
        "operatorname*",
        "mbox",
        "hbox",
        "mathbb",
        "mathbf",
    ]
)
"""Commands whose argument is a word, or words between formulas."""

ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot",
}  # fmt: skip

OPERATORS = {
    "cdot": "*", "times": "*", "ast": "*", "odot": "*", "circ": "*", "div": "/", "over": "/", "le": "<=", "leq": "<=",
    "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "|": "||", "Vert": "||", "lVert": "||", "rVert": "||", "vert": "|", "lvert": "|", "rvert": "|", "mid": "|",
    "{": "(", "}": ")", "lbrace": "(", "rbrace": ")", "lbrack": "[", "rbrack": "]", "lparen": "(", "rparen": ")",
    "equiv": "=", "triangleq": "=", "coloneqq": "=", "approx": "~", "sim": "~", "propto": "~", "land": "and",
    "wedge": "and", "lor": "or", "vee": "or", "prime": "'", "to": "->", "rightarrow": "->", "leftarrow": "<-",
    "gets": "<-", "%": "%",
}  # fmt: skip
"""LaTeX commands that are operators, relations or brackets."""

NAMED = {
    "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varsigma": "sigma", "varrho": "rho", "ell": "l",
    "infty": "inf",
}  # fmt: skip
"""LaTeX commands that are written as another word."""

FRACTIONS = frozenset(["frac", "dfrac", "tfrac", "cfrac", "sfrac", "nicefrac"])

NAMES = GREEK | {"Delta", "Theta", "Omega", "Phi", "Psi", "Lambda"}
"""LaTeX commands that are letters."""

BIG = {
    "sum": "sum", "prod": "prod", "mean": "mean", "avg": "mean", "average": "mean", "max": "max", "min": "min",
    "maximum": "max", "minimum": "min",
}  # fmt: skip
"""What runs over an index, as a LaTeX command, a word, or a function of a program."""

FUNCTIONS = {
    "log": "log", "ln": "log", "exp": "exp", "sqrt": "sqrt", "abs": "abs", "fabs": "abs", "absolute": "abs",
    "lg": "log10", "log2": "log2", "log10": "log10", "log1p": "log1p", "expm1": "expm1", "sigmoid": "sigmoid",
    "logistic": "sigmoid", "expit": "sigmoid", "sigm": "sigmoid", "softmax": "softmax", "logsoftmax": "logsoftmax",
    "log_softmax": "logsoftmax", "logsigmoid": "logsigmoid", "log_sigmoid": "logsigmoid", "logsumexp": "logsumexp",
    "lse": "logsumexp", "softplus": "softplus", "relu": "relu", "sign": "sign", "sgn": "sign", "tanh": "tanh",
    "cosh": "cosh", "sinh": "sinh", "sin": "sin", "cos": "cos", "tan": "tan", "arctan": "arctan", "square": "square",
    "indicator": "indicator", "where": "where", "clip": "clip", "clamp": "clip", "power": "power", "pow": "power",
    "norm": "norm", "multiply": "multiply", "one": "indicator", "onehot": "identity", "silu": "silu",
}  # fmt: skip
"""Functions by every name that they go by, in lower case."""

ARGUMENTS = {"where": (3, 3), "clip": (3, 3), "power": (2, 2), "multiply": (2, 2), "norm": (1, 2)}
"""Fewest and most arguments of a function; all others take one."""

MODULES = frozenset(["f", "np", "numpy", "torch", "math", "nn", "tf", "jnp", "jax", "functional", "linalg"])
"""What programs write before a function and a dot."""

KEYWORDS = frozenset(["axis", "dim", "keepdims", "keepdim"])

ENVIRONMENTS = {
    "cases": "cases", "dcases": "cases", "rcases": "cases", "aligned": "lines", "align": "lines", "align*": "lines",
    "split": "lines", "gathered": "lines", "gather": "lines", "gather*": "lines", "equation": "lines",
    "equation*": "lines", "eqnarray": "lines", "eqnarray*": "lines", "array": "cases",
}  # fmt: skip

CONDITION_WORDS = frozenset(
    [
        "if",
        "when",
        "for",
        "where",
        "otherwise",
        "else",
        "当",
        "若",
        "如果",
        "时",
        "否则",
        "其他",
        "其它",
        "其余",
        "其他情况",
        "其它情况",
        "任意",
    ]
)
"""Words beside the cases of a formula; one that stands alone is the last case, for all other points."""

NAME_ENDINGS = frozenset(
    [
        "hat",
        "bar",
        "tilde",
        "pred",
        "true",
        "reg",
        "old",
        "new",
        "ref",
        "in",
        "out",
        "pos",
        "neg",
        "data",
        "total",
    ]
)
"""What a name written with an underscore ends in, where a single letter would be read as an index."""

MATRIX_WORDS = frozenset(["top", "T", "intercal"])
"""A superscript that transposes."""

ALIASES = (
    "yhat y_hat y_pred ypred yp y_p pred preds prediction predictions p phat p_hat prob probs a q qhat o yhat_i output",
    "y y_true ytrue target targets label labels t ytilde",
    "z logit logits",
    "w theta weights weight W parameters params",
    "lambda lam lmbda lambd lambda_reg reg l",
    "epsilon eps",
    "tau temperature temp T",
    "m margin",
    "gamma g",
    "alpha al",
    "delta d",
    "beta b",
    "r residual error err e",
    "v variance var",
    "rho ratio l1_ratio",
)
"""Names that people use for the same thing, a line a thing; the prompt's own names come first."""

SIZES = {
    "n": ("n", "N", "m", "M", "B", "num", "batch_size"),
    "c": ("C", "K", "c", "k", "M", "num_classes"),
    "d": ("d", "D", "p", "n", "m"),
    "t": ("T", "K", "n", "t"),
}
"""What the size of an axis is called, where that is not the name of a variable."""
