"""Which cards a query means, as a value and as SQL."""

from typing import NamedTuple

from studycli.store.index import SEPARATOR


class Where(NamedTuple):
    """Which cards are meant; the defaults mean all.

    Attributes:
        notes: Paths of notes and of folders; a folder means the notes in it. () for all.
        tags: Tags, or what stands before '/' in them: a card with one of them fits. () for all.
        lapses: Besides those with such a tag, cards that lapsed at least so often; 0 for none.
    """

    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lapses: int = 0


EVERYWHERE = Where()


def where_sql(where: Where) -> tuple[str, list[str | int]]:
    """Return SQL that begins with AND, over the tables note and card, and its values."""
    parts: list[str] = []
    values: list[str | int] = []
    if where.notes:
        parts += [
            " AND ("
            + " OR ".join(["note.path = ? OR (note.path > ? AND note.path < ?)"] * len(where.notes))
            + ")"
        ]
        values += [part for path in where.notes for part in (path, path + "/", path + "0")]  # '0' follows '/'
    tagged = ["(instr(?||card.tags||?, ?) OR instr(?||card.tags, ?))"] * len(where.tags)
    for tag in where.tags:
        values += [SEPARATOR, SEPARATOR, SEPARATOR + tag + SEPARATOR, SEPARATOR, SEPARATOR + tag + "/"]
    if where.lapses:
        tagged.append("card.id IN (SELECT card FROM state WHERE lapses >= ?)")
        values.append(where.lapses)
    if tagged:
        parts.append(f" AND ({' OR '.join(tagged)})")
    return "".join(parts), values


def items(joined: str) -> tuple[str, ...]:
    """Return the items of a list in one column."""
    return tuple(joined.split(SEPARATOR)) if joined else ()
