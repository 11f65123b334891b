"""What a function is to do, in words: the loss, its reduction, its arguments, and where it must stay finite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.patterns import lazy
from studycli.quiz.templates import say, wordings

if TYPE_CHECKING:
    from studycli.losses.model import Argument, Facts
    from studycli.losses.program.reading import Function, Parameter, Program
    from studycli.losses.program.reference import Reference

WHOLE = ("penalty", "segmentation", "multi-task")
"""Families whose value is one number for all of their arguments: there is nothing to average."""

_DEFINED = (*WHOLE, "ranking", "sequence", "policy")
_DEFINED_KEYS = (
    "focal",
    "focal-binary",
    "label-smoothing",
    "smooth-l1",
    "gaussian-nll",
    "poisson-nll",
    "jensen-shannon",
)
"""Losses that are defined in more than one way: their formula belongs to the question."""

_FROM_LOGITS = lazy(r",\s*\\quad\s*p_i = .*$")
_SEAM = lazy(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_UNBOUNDED = ("exponential",)  # overflows by its very definition
_EACH = ("sigmoid", "log_sigmoid", "softplus")
_AXES = {"n": "n", "c": "C", "d": "d", "t": "T", "l": "L", "4": "4"}


def signature(program: Program, function: Function) -> str:
    """Return a function's name and parameters as its note writes them: ``huber(y, p, delta=1.0)``."""
    lines = program.text.split("\n")[function.node.lineno - 1 : function.last]
    head = "\n".join(lines).split("def ", 1)[1]
    depth = 0
    for at, sign in enumerate(head):
        depth += (sign == "(") - (sign == ")")
        if sign == ")" and not depth:
            return " ".join(head[: at + 1].split())
    return function.name


def apart(text: str) -> str:
    """Return a text with a space where Chinese meets a Latin letter or digit."""
    return _SEAM.sub(" ", text)


def does(reference: Reference, language: str) -> str:
    """Return what a function computes, without its arguments: 'the Huber loss, averaged over the n samples'."""
    entry = _facts(reference)
    if entry is None:
        return say(language, "code", reference.key)
    kind = "both" if reference.both else "gradient" if reference.gradient_of else "value"
    told = say(language, "code", f"does-{kind}", loss=named(entry, language), argument=_given_name(reference))
    if entry.key != "rmse" and entry.family not in WHOLE:
        reduction = reference.reduction if kind == "value" else f"{reference.reduction}-loss"
        told = say(language, "code", "joined", one=told, other=say(language, "code", reduction))
    return apart(told)


def named(entry: Facts, language: str) -> str:
    """Return a loss by its name and its abbreviation, where that is not the name."""
    name = entry.chinese if language == "zh" else entry.english
    if not entry.short or entry.short.lower() in name.lower():
        return name
    return say(language, "code", "named", name=name, short=entry.short)


def details(reference: Reference, function: Function, language: str) -> list[str]:
    """Return the lines below a task: each argument, the definition where there are several, what must be finite.

    Raises:
        KeyError: There are no words for an argument.
    """
    entry = _facts(reference)
    found = arguments(reference, function, language)
    if entry and is_ambiguous(entry):
        found += ["", say(language, "code", "definition", formula=_formula(entry, reference))]
    demanded = demands(reference, language)
    return [*found, "", *demanded] if demanded else found


def arguments(reference: Reference, function: Function, language: str) -> list[str]:
    """Return a line about each argument of a function, but for what goes without saying."""
    entry = _facts(reference)
    lines = (_takes(reference, entry, each, language) for each in function.parameters)
    return [line for line in lines if line]


def demands(reference: Reference, language: str) -> list[str]:
    """Return sentences about where a function must be finite."""
    return [say(language, "code", name) for name in limits(reference)]


def hint(reference: Reference) -> str:
    """Return the formula of a loss, or of its gradient where that is asked for; '' for a function that is no loss."""
    entry = _facts(reference)
    if entry is None:
        return ""
    return f"${entry.gradient if reference.gradient_of else _formula(entry, reference)}$"


def _formula(entry: Facts, reference: Reference) -> str:
    """Return a loss's formula, without how its probabilities come from logits where the function takes them."""
    by_probabilities = any("(logits" in what for _, what in reference.arguments)
    return _FROM_LOGITS.sub("", entry.formula) if by_probabilities else entry.formula


def is_ambiguous(entry: Facts) -> bool:
    """Tell whether a loss is defined in more than one way."""
    return entry.family in _DEFINED or entry.key in _DEFINED_KEYS


def limits(reference: Reference) -> list[str]:
    """Return where a function must be finite: ``huge`` logits, ``certain`` probabilities."""
    entry = _facts(reference)
    whats = [what for _, what in reference.arguments]
    found = []
    if entry is None or (entry.key not in _UNBOUNDED and any(what in ("logits", "score") for what in whats)):
        found.append("huge")
    if (
        entry
        and entry.family == "classification"
        and any("(logits" in what or what == "probability" for what in whats)
    ):
        found.append("certain")
    return found


def _takes(reference: Reference, entry: Facts | None, parameter: Parameter, language: str) -> str:
    """Return a line about a parameter; '' for one that goes without saying, such as an axis."""
    what = dict(reference.arguments)[parameter.name]
    shown = f"{parameter.default:g}".replace("e-0", "e-") if parameter.default is not None else ""
    if not what:
        small = parameter.default is not None and 0 < parameter.default < 1
        return say(language, "code", "keeps-finite", name=parameter.name, value=shown) if small else ""
    if entry is None:
        kind = "x-each" if reference.key in _EACH else "x"
        return say(
            language, "code", "takes-given", name=parameter.name, meaning=say(language, "argument", kind)
        )
    argument = _argument(entry, what)
    meaning = _meaning(entry, what, argument, language)
    if argument.default is not None:
        kind = "takes-number" if shown else "takes-given"
        return say(language, "code", kind, name=parameter.name, meaning=meaning, value=shown)
    shape = _shape("n c" if what.startswith("onehot(") else argument.shape)
    return say(language, "code", "takes", name=parameter.name, meaning=meaning, shape=shape)


def _meaning(entry: Facts, what: str, argument: Argument, language: str) -> str:
    """Return what an argument is, by the most telling of its names."""
    known = wordings(language)["argument"]
    maker, _, name = what.rstrip(")").rpartition("(")
    keys = (maker, f"{entry.key}-{name}", f"{name}-{argument.domain}")
    return known[next((key for key in keys if key in known), name)]


def _argument(entry: Facts, what: str) -> Argument:
    name = what.rstrip(")").rpartition("(")[2]
    return next(each for each in entry.arguments if each.name == name)


def _shape(axes: str) -> str:
    names = [_AXES[axis] for axis in axes.split()]
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})"


def _given_name(reference: Reference) -> str:
    """Return the parameter that a gradient is taken for."""
    return next((name for name, what in reference.arguments if what == reference.gradient_of), "")


def _facts(reference: Reference) -> Facts | None:
    from studycli.losses.catalogue import catalogue

    return catalogue().get(reference.key)
