"""SVG as a tree of elements, so that every text and every attribute is escaped when it is written.

Lengths are in units of the drawing's own box, which the page scales. Nothing here sets a colour or a style: shapes
carry classes, and ``style.css`` says what they look like in the light, in the dark and on paper.
"""

from __future__ import annotations

from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

WIDTH = 390
"""Width of a drawing that a phone shows whole."""


def drawing(key: str, width: float, height: float, title: str, description: str) -> Element:
    """Return an empty drawing that tells its title and its description to who cannot see it.

    Args:
        key: Begins the ids of title and description; one of its own for each drawing of a page.
        width: Of the box, in units.
        height: Of the box, in units.
        title: A few words.
        description: What the drawing shows, in sentences.
    """
    box = f"0 0 {number(width)} {number(height)}"
    root = Element(
        "svg",
        {"viewBox": box, "role": "img", "aria-labelledby": f"{key}-title", "aria-describedby": f"{key}-desc"},
    )
    SubElement(root, "title", id=f"{key}-title").text = title
    SubElement(root, "desc", id=f"{key}-desc").text = description
    return root


def add(parent: Element, tag: str, css: str, hint: str = "", /, **attributes: float | str) -> Element:
    """Add a shape.

    Args:
        parent: What it is added to.
        tag: ``rect``, ``circle``, ``path``, ``line`` ...
        css: Its classes; '' for none.
        hint: Shown where a pointer rests on it; '' for nothing.
        attributes: Numbers are written with one decimal at most.
    """
    shape = SubElement(parent, tag, {name: _value(value) for name, value in attributes.items()})
    if css:
        shape.set("class", css)
    if hint:
        SubElement(shape, "title").text = hint
    return shape


def write(parent: Element, x: float, y: float, words: str, css: str = "") -> Element:
    """Add a text whose baseline is at `y`; the classes ``mid`` and ``end`` say what of it is at `x`."""
    text = add(parent, "text", css, x=x, y=y)
    text.text = words
    return text


def write_cut(parent: Element, x: float, y: float, words: str, columns: int) -> None:
    """Add a text that has room for so many columns; what is cut can be read where a pointer rests on it."""
    cut = fit(words, columns)
    text = write(parent, x, y, cut)
    if cut != words:
        SubElement(text, "title").text = words


def line(parent: Element, start: tuple[float, float], end: tuple[float, float], css: str) -> None:
    """Add a straight line between two points."""
    add(parent, "line", css, x1=start[0], y1=start[1], x2=end[0], y2=end[1])


def path(points: list[tuple[float, float]]) -> str:
    """Return the commands of a path through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def markup(root: Element) -> Markup:
    """Return the drawing as it stands in HTML, where SVG needs no name space."""
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704 - ElementTree has escaped what it wrote


def number(value: float) -> str:
    """Return a length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def fit(words: str, columns: int) -> str:
    """Cut a text that is wider than so many columns, of which a Chinese character takes two."""
    if columns_of(words) <= columns:
        return words
    kept = words
    while columns_of(kept) > columns - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def columns_of(words: str) -> int:
    """Return the width of a text in columns."""
    return sum(1 + (east_asian_width(character) in "WF") for character in words)


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)
