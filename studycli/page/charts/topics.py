"""Mastery by topic as nested bars: a row a tag or a folder, those within it below it and set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.page import svg
from studycli.page.figures import fraction, percent
from studycli.page.parts import ROWS, Chart, short, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from studycli.page.words import Words
    from studycli.report.model import Topic

_BARS = 24
"""Rows of the drawing at most."""

_ROW = 26
_TOP = 26
_INDENT = 14
_BAR = 160  # left edge of the bars
_LENGTH = 118
_LETTER = 7.2  # width of a column of text
_DEEPEST = 5  # levels that are set in further


def chart(key: str, topics: Sequence[Topic], say: Words) -> Chart | None:
    """Return the bars of the largest topics.

    Args:
        key: ``tags`` or ``folders``.
        topics: In the order of their names.
        say: The page's words.
    """
    if not topics:
        return None
    shown = largest(topics, _BARS)
    told = "; ".join(f"{topic.name} {fraction(topic.standing.mastery)}" for topic in shown)
    root = svg.drawing(key, svg.WIDTH, _TOP + len(shown) * _ROW + 4, say(f"{key}.title"), short(told))
    _head(root, say)
    for row, topic in enumerate(shown):
        _bar(root, _TOP + row * _ROW, topic, say)
    headings = ("table.topic", "table.mastery", "table.recall", "table.seen", "table.new")
    listed = largest(topics, ROWS)
    note = say("topics.note")
    if len(shown) < len(topics):
        note += " " + say("topics.largest", shown=len(shown), of=len(topics))
    return Chart(
        key,
        say(f"{key}.title"),
        note,
        svg.markup(root),
        (("a", say("topics.mastery")), ("mark", say("topics.recall"))),
        table(map(say, headings), listed, _row, say, hidden=len(topics) - len(listed)),
        is_tall=True,
    )


def largest(topics: Sequence[Topic], limit: int) -> list[Topic]:
    """Return so many topics at most in the order given: the upper levels first, of a level those with most cards.

    Whatever is above a topic that is returned is returned too, for it has no fewer cards and stands higher.
    """
    order = sorted(range(len(topics)), key=lambda at: (topics[at].depth, -topics[at].standing.cards, at))
    kept = sorted(order[:limit], key=lambda at: topics[at].name.split("/"))
    return [topics[at] for at in kept]


def _head(root: Element, say: Words) -> None:
    """Write what the bars and the columns beside them are."""
    svg.write(root, _BAR, 14, say("topics.axis"), "quiet")
    svg.write(root, _BAR + _LENGTH + 54, 14, say("topics.short"), "quiet end")
    svg.write(root, svg.WIDTH, 14, say("topics.seen"), "quiet end")


def _bar(root: Element, y: float, topic: Topic, say: Words) -> None:
    """Draw a topic: name, bar, mark of recall, mastery, cards seen of all."""
    standing = topic.standing
    indent = _INDENT * min(topic.depth, _DEEPEST)
    svg.write_cut(root, indent, y + 16, short(topic.title), int((_BAR - 8 - indent) / _LETTER))
    svg.add(root, "rect", "track", x=_BAR, y=y + 6, width=_LENGTH, height=12)
    if standing.mastery is not None:
        hint = say("topics.hint", name=short(topic.name), mastery=fraction(standing.mastery))
        svg.add(root, "rect", "a", hint, x=_BAR, y=y + 6, width=_LENGTH * standing.mastery, height=12)
    if standing.recall is not None:
        x = _BAR + _LENGTH * standing.recall
        svg.line(root, (x, y + 3), (x, y + 21), "mark")
    svg.write(root, _BAR + _LENGTH + 54, y + 16, fraction(standing.mastery), "end")
    svg.write(root, svg.WIDTH, y + 16, f"{standing.seen}/{standing.cards}", "quiet end")


def _row(topic: Topic) -> tuple[str, ...]:
    standing = topic.standing
    figures = fraction(standing.mastery), percent(standing.recall), f"{standing.seen:,}", f"{standing.new:,}"
    return short(topic.name), *figures
