"""How the variables of a formula are shown: ``yhat`` is ŷ, ``alpha_t`` is α_t, an array its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}  # fmt: skip
_MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}


def shown(name: str) -> str:
    """Return a variable's name as a person writes it."""
    import unicodedata

    base, *below = name.split("_")
    for mark, sign in _MARKS.items():
        letter = base.removesuffix(mark)
        if letter != base and letter:
            base = unicodedata.normalize("NFC", _GREEK.get(letter, letter) + sign)
    return "_".join((_GREEK.get(base, base), *(_GREEK.get(each, each) for each in below)))


def number(value: object) -> str:
    """Return a number, or nested lists of numbers, in at most four digits."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(number, value)) + "]"
    text = f"{value:.4g}"
    return text.removeprefix("-") if text == "-0" else text


def given(values: Mapping[str, object], names: Sequence[str]) -> str:
    """Return the values of variables: ``y=[1, 0], ŷ=[0.8, 0.3]``."""
    return ", ".join(f"{shown(name)}={number(values[name])}" for name in names)
