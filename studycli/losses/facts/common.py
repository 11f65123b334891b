"""Arguments that the losses of many families have."""

from studycli.losses.model import Argument


def weights(of: str) -> Argument:
    """Return the argument that weighs each of what a loss is a mean over, such as each sample."""
    return Argument("weights", f"weight of each {of}", "n", "nonnegative", optional=True)


def mask(of: str) -> Argument:
    """Return the argument that leaves some of them out."""
    return Argument("mask", f"0 where a {of} is left out", "n", "binary", optional=True)
