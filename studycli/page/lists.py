"""The lists of the page: notes, weak cards, forms answered wrong, things confused; each a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.page.figures import NONE, fraction, percent, with_interval
from studycli.page.parts import Link, Listed, short, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.page.links import Links
    from studycli.page.words import Words
    from studycli.report.model import Confusion, Topic, WeakCard, WeakPart, WrongCard, WrongForm

_NOTES = 50
"""Notes that are listed at most, the weakest."""


def notes(topics: Sequence[Topic], links: Links, say: Words) -> Listed:
    """Return the notes that are known least: by mean recall today, notes with no card seen first."""
    headings = ("table.note", "table.mastery", "table.recall", "table.seen", "table.new")
    weakest = sorted(topics, key=_strength)
    shown = table(map(say, headings), weakest, lambda topic: _note(topic, links), say, _NOTES)
    return Listed(say("notes.title"), say("notes.note"), shown)


def _strength(topic: Topic) -> tuple[float, str]:
    """Return the mean recall of all cards of a note, new ones counted as 0, and its path."""
    standing = topic.standing
    return (standing.recall or 0.0) * standing.seen / max(1, standing.cards), topic.name


def _note(topic: Topic, links: Links) -> tuple[str | Link, ...]:
    standing = topic.standing
    link = Link(short(topic.title or topic.name), links.to(topic.name), short(topic.name))
    return (
        link,
        fraction(standing.mastery),
        percent(standing.recall),
        f"{standing.seen:,}",
        f"{standing.new:,}",
    )


def weak(part: WeakPart, links: Links, say: Words) -> tuple[Listed, ...]:
    """Return the lists of weak cards that hold something."""
    lists: tuple[tuple[str, Sequence[WeakCard]], ...] = (
        ("lowest", part.lowest_recall),
        ("overdue", part.longest_overdue),
        ("leeches", part.leeches),
    )
    headings = ("table.card", "table.recall", "table.overdue", "table.interval", "table.lapses")
    return tuple(
        Listed(
            say(f"weak.{name}"),
            say(f"weak.{name}_note"),
            table(map(say, headings), cards, lambda card: _card(card, links, say), say),
        )
        for name, cards in lists
        if cards
    )


def _card(card: WeakCard, links: Links, say: Words) -> tuple[str | Link, ...]:
    overdue = say("unit.days", n=card.overdue) if card.overdue else NONE
    return (
        _link(card, links),
        percent(card.recall),
        overdue,
        say("unit.days", n=card.interval),
        f"{card.lapses}",
    )


def _link(card: WeakCard | WrongCard, links: Links) -> Link:
    return Link(short(card.prompt), links.to(card.note), f"{short(card.note)}:{card.line}")


def forms(part: WeakPart, links: Links, say: Words) -> Listed | None:
    """Return the forms of question with the share answered wrong, and the card most often wrong in each."""
    if not part.forms:
        return None
    headings = ("table.form", "table.wrong", "table.of", "table.worst", "table.times")
    shown = table(map(say, headings), part.forms, lambda form: _form(form, links, say), say)._replace(
        words=(0, 3)
    )
    return Listed(say("weak.forms"), say("weak.forms_note"), shown)


def _form(form: WrongForm, links: Links, say: Words) -> tuple[str | Link, ...]:
    name = short(say.listed("form", form.form) if form.form else say("form.none"))
    share = name, with_interval(form.wrong), f"{form.wrong.of:,}"
    if not form.cards:
        return *share, NONE, NONE
    worst = form.cards[0]
    return *share, _link(worst, links), f"{worst.wrong}/{worst.answers}"


def confused(part: WeakPart, say: Words) -> Listed | None:
    """Return what was taken for one another."""
    if not part.confused:
        return None
    headings = ("table.one", "table.other", "table.times")
    pairs = table(map(say, headings), part.confused, _pair, say)._replace(words=(0, 1))
    return Listed(say("weak.confused"), say("weak.confused_note"), pairs)


def _pair(pair: Confusion) -> tuple[str, ...]:
    return short(pair.one), short(pair.other), f"{pair.times}"
