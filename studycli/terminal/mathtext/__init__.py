"""Mathematics as text: LaTeX in, Unicode out, on one line or on several.

``inline`` gives one line (``1/n ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²``), ``display`` gives lines with fractions over a bar, limits over
and under their sum, and tall brackets. Neither raises on any text; a command that is not known shows its name.
Libraries were looked at: none lays a formula out with Chinese widths and a width to keep within.
The modules are imported with the first formula.
"""

MAX_LENGTH = 4_000
"""Characters of LaTeX that are laid out on several lines; more are shown on one, so that time stays linear."""


def inline(latex: str) -> str:
    """Return the formula on one line, without backslashes and without ``$`` signs that are not money."""
    from . import oneline, parser

    return " ".join(oneline.text(parser.parse(latex)).split())


def display(latex: str, width: int) -> list[str]:
    """Return the formula's lines, none wider than ``width`` cells (2 at the least) and none empty at the end.

    What is too wide is broken before relations and operators; what is too wide even then is shown as on one line
    and wrapped.
    """
    from . import breaking, layout, oneline, parser

    width = max(width, 2)
    tree = parser.parse(latex)
    if len(latex) > MAX_LENGTH:
        return breaking.wrapped(oneline.text(tree), width)
    box = layout.box_of(tree)
    lines = box.lines if box.width <= width else breaking.fitted(tree, width)
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


__all__ = ["display", "inline"]
