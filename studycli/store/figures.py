"""What the report reads from the index: cards with their memories, and the sums of `store.aggregates`.

Without a filter the sums of the days are read, else the days of the cards that fit; both come to the same.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from studycli.report.model import Card, DayRow, ForetoldRow
from studycli.report.weak import FormCount
from studycli.schedule.adopt import state_from_frontmatter
from studycli.schedule.memory import Memory, from_schedule
from studycli.schedule.sm2 import first_ease
from studycli.store.aggregates import BINNED
from studycli.store.index import Index
from studycli.store.links import Links
from studycli.store.placing import LIVE
from studycli.store.where import EVERYWHERE, Where, items, where_sql

_CARDS = f"""
SELECT card.id, note.path, card.tags, card.hold, card.derived,
note.last_reviewed, note.next_review, note.review_count, note.difficulty,
state.interval, state.due, state.last, state.ease, state.repetitions, state.lapses, state.passed,
card_sum.stability, card_sum.difficulty, card_sum.day, card_sum.answers, card_sum.wrong, card_sum.seconds
FROM note CROSS JOIN card ON card.note = note.id
LEFT JOIN state ON state.card = card.id AND {LIVE}
LEFT JOIN card_sum ON card_sum.card = card.id
WHERE card.twin = 0 AND card.empty = 0"""  # noqa: S608 - constants
_DAYS = "SUM(answers), SUM(reviews), SUM(new), SUM(practised), SUM(wrong), SUM(seconds), SUM(gain), SUM(entered), SUM(timed)"
LATE = 5_000  # answers that tell how a person grades now
_OF = "card IN (SELECT card.id FROM card JOIN note ON note.id = card.note WHERE card.twin = 0 {})"


class Gone(NamedTuple):
    """Cards of the log that are in no note any more, and the answers to them."""

    cards: int
    answers: int


def report_cards(index: Index, where: Where = EVERYWHERE) -> list[Card]:
    """Return the cards that can be asked, suspended ones too, by path of note and place in it."""
    sql, values = where_sql(where)
    rows = index.db.execute(_CARDS + sql + " ORDER BY note.path, card.pos", values)
    return [_card(*row) for row in rows]


def _card(
    card: str, note: str, tags: str, hold: int, derived: int,
    last_reviewed: int | None, next_review: int | None, count: int, difficulty: str,
    interval: int | None, due: int, last: int, ease: float, repetitions: int, lapses: int, passed: int,
    *sums: Any,
) -> Card:  # fmt: skip
    if derived:
        interval, due, last, ease, repetitions, lapses, passed = _adopted(
            last_reviewed, next_review, count, difficulty
        )
    stability, hardness, seen, answers, wrong, seconds = sums
    answered = (answers or 0, wrong or 0, seconds or 0.0)
    if interval is None:
        return Card(
            card,
            note,
            _tags(tags),
            0,
            0,
            0,
            first_ease(difficulty),
            0,
            0,
            False,
            bool(hold),
            0.0,
            0.0,
            0,
            *answered,
        )
    if not stability:
        stability, hardness, seen = _memory(interval, ease, last)
    return Card(
        card, note, _tags(tags), interval, due, last, ease, repetitions, lapses, bool(passed), bool(hold),
        stability, hardness, seen, *answered,
    )  # fmt: skip


_tags = lru_cache(maxsize=None)(items)  # the cards of a note share them


@lru_cache(maxsize=1024)
def _memory(interval: int, ease: float, last: int) -> Memory:
    return from_schedule(interval, ease, last)


@lru_cache(maxsize=1024)
def _adopted(
    last_reviewed: int | None, next_review: int | None, count: int, difficulty: str
) -> tuple[int | None, int, int, float, int, int, int]:
    """Return interval, due, last, ease, repetitions, lapses and passed, as the frontmatter gives them."""
    last, due = (date.fromordinal(day) if day else None for day in (last_reviewed, next_review))
    state = state_from_frontmatter(last, due, count, difficulty)
    if state is None:
        return None, 0, 0, 0.0, 0, 0, 0
    days = state.due.toordinal(), state.last.toordinal()
    return state.interval, *days, state.ease, state.repetitions, state.lapses, state.passed


def days(index: Index, where: Where = EVERYWHERE) -> list[DayRow]:
    """Return the sums of the days, oldest first."""
    if where == EVERYWHERE:
        return list(map(DayRow._make, index.db.execute("SELECT * FROM day_sum ORDER BY day")))
    of, values = _of(where)
    query = f"SELECT day, {_DAYS} FROM card_day WHERE {of} GROUP BY day ORDER BY day"  # noqa: S608
    return list(map(DayRow._make, index.db.execute(query, values)))


def foretold(index: Index, where: Where = EVERYWHERE, since: int = 0) -> list[ForetoldRow]:
    """Return the due reviews from an ordinal on, by interval class and bins of both forecasts."""
    if where == EVERYWHERE:
        columns = "class, sm2_bin, fsrs_bin, " + ", ".join(f"SUM({name})" for name in ForetoldRow._fields[3:])
        query = f"SELECT {columns} FROM foretold_sum WHERE day >= ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"  # noqa: S608
        return list(map(ForetoldRow._make, index.db.execute(query, (since,))))
    of, values = _of(where)
    query = f"SELECT {BINNED} FROM card_day WHERE class >= 0 AND {of} AND day >= ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"  # noqa: S608
    return list(map(ForetoldRow._make, index.db.execute(query, (*values, since))))


def form_counts(index: Index, where: Where = EVERYWHERE, since: int = 0) -> list[FormCount]:
    """Return how often each card was answered in each form, by form and card."""
    if since:
        return _form_counts_since(index, where, since)
    of, values = _of(where)
    query = f"SELECT form, card, answers, wrong FROM form_sum WHERE {of} ORDER BY 1, 2"  # noqa: S608
    return list(map(FormCount._make, index.db.execute(query, values)))


def _form_counts_since(index: Index, where: Where, since: int) -> list[FormCount]:
    """Count the answers of the days themselves; those under a former id count for the card of today."""
    links, fits = Links(index), _fitting(index, where)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    query = """
    SELECT form, card, CASE WHEN card IN (SELECT source FROM relink) THEN entry ELSE '' END AS at, COUNT(*),
    SUM(grade < 3) FROM review WHERE day >= ? AND grade IS NOT NULL GROUP BY 1, 2, 3"""
    for form, card, entry, answers, wrong in index.db.execute(query, (since,)):
        now = links.now(card, entry) if entry else card
        if fits(now):
            counts[form, now][0] += answers
            counts[form, now][1] += wrong
    return [FormCount(*key, *counts[key]) for key in sorted(counts)]


def confusions(index: Index, where: Where = EVERYWHERE, since: int = 0) -> list[tuple[str, str, int]]:
    """Return right option and chosen one of each choice answered wrong, with 1, by the order of the log."""
    links, fits = Links(index), _fitting(index, where)
    query = """
    SELECT right, chosen, card, confused.entry FROM confused CROSS JOIN review ON review.entry = confused.entry
    WHERE day >= ? ORDER BY confused.entry"""
    found = index.db.execute(query, (since,))
    return [(right, chosen, 1) for right, chosen, card, entry in found if fits(links.now(card, entry))]


def gone(index: Index) -> Gone:
    """Count the cards that the log knows and no note has any more."""
    query = """
    SELECT COUNT(*), COALESCE(SUM(answers), 0) FROM card_sum
    WHERE NOT EXISTS (SELECT 1 FROM card WHERE card.id = card_sum.card)"""
    return Gone(*index.db.execute(query).fetchone())


def late_grades(index: Index) -> dict[tuple[bool, int], int]:
    """Return how often each grade was given of late (`LATE` answers), to new cards (True) and to others."""
    query = f"""
    SELECT first, grade, COUNT(*) FROM (
        SELECT first, grade FROM review WHERE kind = 'review' AND grade IS NOT NULL ORDER BY entry DESC LIMIT {LATE})
    GROUP BY 1, 2"""  # noqa: S608 - a constant
    return {(bool(first), grade): count for first, grade, count in index.db.execute(query)}


def titles(index: Index) -> dict[str, str]:
    """Return the title of every note by its path."""
    return dict(index.db.execute("SELECT path, title FROM note"))


def _of(where: Where) -> tuple[str, list[str | int]]:
    """Return a condition on the column card, and its values; one that holds of all cards for no filter."""
    sql, values = where_sql(where)
    return (_OF.format(sql), values) if sql else ("card IS NOT NULL", [])


def _fitting(index: Index, where: Where) -> Callable[[str], bool]:
    """Return what tells whether a card fits; without a filter cards that are gone do too."""
    if where == EVERYWHERE:
        return lambda _card: True
    sql, values = where_sql(where)
    query = f"SELECT card.id FROM card JOIN note ON note.id = card.note WHERE card.twin = 0 {sql}"  # noqa: S608
    return {card for (card,) in index.db.execute(query, values)}.__contains__
