"""What the catalogue knows of a loss, as values. Imports no NumPy: names and properties are read without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Gradients = dict[str, Array]
    """The gradient with respect to each differentiable argument, by its name."""


class Argument(NamedTuple):
    """One argument of a loss.

    Attributes:
        name: As the function takes it.
        meaning: What it is, in a few words.
        shape: Its axes by their names, such as ``n c``; '' for a scalar.
        domain: ``real``, ``positive``, ``nonnegative``, ``probability`` ([0, 1]), ``simplex`` (rows of
            probabilities that add up to 1), ``binary`` (0 or 1), ``sign`` (-1 or 1), ``class`` (index of a
            class), ``box`` (x1 < x2, y1 < y2), or an interval such as ``(0, 1)``.
        default: The value where it is left out; None where it must be given.
        differentiable: Whether the loss has a gradient with respect to it.
        optional: Whether it may be left out although it has no scalar default (weights, masks).
    """

    name: str
    meaning: str
    shape: str
    domain: str
    default: float | None = None
    differentiable: bool = False
    optional: bool = False


class Facts(NamedTuple):
    """What is known of a loss.

    The words behind ``likelihood``, ``outliers`` and the booleans are enumerations, so that questions can say
    them in the language of the note.

    Attributes:
        key: Its name on the command line, such as ``softmax-ce``.
        english: Its name in English.
        chinese: Its name in Chinese.
        short: What people write for it in formulas and tables, such as ``MSE``; '' without one.
        aliases: All other names that notes use, in either language.
        family: ``regression``, ``classification``, ``divergence``, ``segmentation``, ``boxes``, ``sequence``,
            ``ranking``, ``preference``, ``policy``, ``penalty`` or ``multi-task``.
        formula: LaTeX of the value for one sample or the whole batch, without dollars.
        gradient: LaTeX of the gradient with respect to the first differentiable argument; '' where there is none.
        arguments: In the order of the function.
        place: Module of ``studycli.losses.families`` and function of the value, as ``regression:mse``; the gradient is
            the function ``<value>_gradient`` beside it, the sampler ``<value>_sample``.
        stable: The identity behind the numerically stable form; '' where the formula is stable as it stands.
        kinks: Where it is not differentiable, in words; '' where it is everywhere.
        convex: In which arguments it is convex, in words; '' where it is in none.
        gradient_bound: Largest absolute entry of a sample's gradient, such as ``1`` or ``delta``; ``unbounded``.
        lipschitz: Lipschitz constant of a sample's loss in its first differentiable argument; '' where there is none.
        smoothness: Lipschitz constant of the gradient; '' where there is none.
        outliers: How far a sample far off pulls: ``quadratic``, ``linear``, ``bounded``, ``none``, ``exponential``;
            '' where the word makes no sense.
        likelihood: Whose negative log-likelihood (or log-prior) it is: ``gaussian``, ``laplace``,
            ``asymmetric-laplace``, ``bernoulli``, ``categorical``, ``poisson``, ``bradley-terry``; '' for none.
        reference: Where it was published, or a textbook's section.
        curve: What it is drawn over: ``margin`` (y = 1), ``residual``, ``weight``; '' where it is not drawn.
    """

    key: str
    english: str
    chinese: str
    short: str
    aliases: tuple[str, ...]
    family: str
    formula: str
    gradient: str
    arguments: tuple[Argument, ...]
    place: str
    reference: str
    stable: str = ""
    kinks: str = ""
    convex: str = ""
    gradient_bound: str = "unbounded"
    lipschitz: str = ""
    smoothness: str = ""
    outliers: str = ""
    likelihood: str = ""
    curve: str = ""

    @property
    def differentiable(self) -> tuple[str, ...]:
        """Names of the arguments that the loss has a gradient for."""
        return tuple(argument.name for argument in self.arguments if argument.differentiable)


class Loss(NamedTuple):
    """A loss of the catalogue that can be computed.

    Attributes:
        facts: What is known of it.
        value: ``value(**arguments, reduction="mean")``; real, or complex where a differentiable argument is
            complex: every value continues analytically on the branch of the real part, so that a complex step
            gives the derivative.
        gradient: ``gradient(**arguments, reduction="mean")``: one array for each differentiable argument, of its
            shape; with ``none`` that of the sum. None for a loss that has no gradient.
        sample: ``sample(rng, sizes)``: arguments at a random point away from kinks, for sizes of the axes such as
            ``{"n": 64, "c": 100}``; a size that is not named has a default of the loss.
    """

    facts: Facts
    value: Callable[..., Array]
    gradient: Callable[..., Gradients] | None
    sample: Callable[[np.random.Generator, Mapping[str, int]], dict[str, Any]]
