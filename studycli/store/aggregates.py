"""Sums of the history in the index: of each card, of each day, and of what was foretold. They only cache.

    mark_stale(index, entries, undone)   after entries were taken: their cards' sums are not right any more
    forget_sums(index)                   all logs are read anew: so are the sums
    bring_up(index, told)                makes them right again; the report does it before it reads them
    answers(index, card)                 a card's history
    histories(index, cards, without)     those of several cards

A card's rows are always computed from all its answers, former ids included, so that they do not depend on when
that was done; a day's sums are then taken anew from the rows of the cards. Light but for `bring_up` itself,
which needs FSRS where an answer is new.
"""

from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from studycli.store.index import Index
from studycli.store.links import Links

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from typing import Any

    from studycli.report.model import Answer

    Told = Callable[[int, int], object]
    Row = tuple[Any, ...]

SUMMED = "summed"  # key in meta: '1' when the sums hold all answers but those of stale cards
TABLES = ("stale", "card_day", "card_sum", "form_sum", "day_sum", "foretold_sum")
EVERY = 1_000  # cards between two words on how far it is

_ANSWER = "card, entry, day, kind, grade, seconds, form, due, gap, interval, ease, mastery"
_DAY_SUM = """
INSERT INTO day_sum SELECT day, SUM(answers), SUM(reviews), SUM(new), SUM(practised), SUM(wrong), SUM(seconds),
SUM(gain), SUM(entered), SUM(timed) FROM card_day WHERE day = ? GROUP BY day"""
BINNED = """class, MIN(9, CAST(sm2 * 10 AS INTEGER)) AS sm2_bin, MIN(9, CAST(fsrs * 10 AS INTEGER)) AS fsrs_bin,
COUNT(*) AS answers, SUM(passed) AS passed, SUM(sm2) AS sm2, SUM(fsrs) AS fsrs,
SUM((sm2 - passed) * (sm2 - passed)) AS sm2_brier, SUM((fsrs - passed) * (fsrs - passed)) AS fsrs_brier,
SUM(sm2_loss) AS sm2_loss, SUM(fsrs_loss) AS fsrs_loss"""
"""The columns of foretold_sum but its day, from rows of card_day; grouped by class, sm2_bin and fsrs_bin."""
_FORETOLD_SUM = f"""
INSERT INTO foretold_sum SELECT day, {BINNED} FROM card_day WHERE day = ? AND class >= 0 GROUP BY 1, 2, 3, 4"""  # noqa: S608


def mark_stale(index: Index, entries: "Iterable[str]", undone: "Sequence[tuple[str]]") -> None:
    """Note whose sums are not right any more; the caller holds the transaction.

    Args:
        index: The index, with the rows of new entries in it, and those of undone ones still.
        entries: Ids of new reviews and relinks.
        undone: Ids of entries that were taken back.
    """
    if index.meta(SUMMED) != "1":
        return
    ids = [*((entry,) for entry in entries), *undone]
    for column, table in (("card", "review"), ("card", "relink"), ("source", "relink")):
        query = f"INSERT OR IGNORE INTO stale SELECT {column} FROM {table} WHERE entry = ?"  # noqa: S608 - constants
        index.db.executemany(query, ids)


def forget_sums(index: Index) -> None:
    """Forget all sums; the caller holds the transaction."""
    if index.meta(SUMMED):
        for table in TABLES:
            index.db.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
        index.set_meta(SUMMED, "")


def bring_up(index: Index, told: "Told" = lambda _done, _all: None) -> None:
    """Bring the sums up to date, in one transaction.

    Args:
        index: The index, refreshed.
        told: Is called now and then with how many cards of how many are done.
    """
    if index.meta(SUMMED) == "1" and not index.db.execute("SELECT 1 FROM stale LIMIT 1").fetchone():
        return
    with index.write():
        groups = _Groups(index)
        if index.meta(SUMMED) == "1":
            stale = {card for (card,) in index.db.execute("SELECT card FROM stale").fetchall()}
            histories, count = groups.of(stale), len(stale)
        else:
            histories = groups.all()
            count = index.db.execute("SELECT COUNT(*) FROM state").fetchone()[0]
        _Sums(index).take(histories, count, told)
        index.db.execute("DELETE FROM stale")
        index.set_meta(SUMMED, "1")


def answers(index: Index, card: str) -> "list[Answer]":
    """Return the answers to a card in their order, those under former ids among them."""
    return histories(index, {card})[card]


def histories(
    index: Index, cards: set[str], without: "Container[str]" = frozenset()
) -> "dict[str, list[Answer]]":
    """Return the answers to each of the cards, as `answers` does.

    Args:
        index: The index, refreshed; the sums are not needed.
        cards: Ids of cards.
        without: Ids of entries that are left out, as if they were taken back.
    """
    found = _Groups(index).of(cards)
    return {
        card: _answers([row for row in rows if row[1] not in without])
        for card, rows in found
        if card in cards
    }


def _answers(rows: "list[Row]") -> "list[Answer]":
    from studycli.report.model import Answer

    return [Answer._make((*row[2:7], bool(row[7]), *row[8:])) for row in rows]


class _Groups:
    """The answers of cards in their order, those under former ids among them."""

    def __init__(self, index: Index) -> None:
        self._db = index.db
        self._links = Links(index)

    def of(self, cards: set[str]) -> "Iterator[tuple[str, list[Row]]]":
        """Yield each card with its answers, and those that share a history with one; [] for none."""
        every = set().union(*map(self._links.kin, cards))
        for card in sorted(every - self._links.linked):
            yield card, self._answers(card)
        yield from self._relinked(every & self._links.linked)

    def all(self) -> "Iterator[tuple[str, list[Row]]]":
        """Yield every card that was answered."""
        rows = self._db.execute(f"SELECT {_ANSWER} FROM review WHERE grade IS NOT NULL ORDER BY card, entry")  # noqa: S608 - a constant
        linked = self._links.linked
        for card, group in groupby(rows, key=itemgetter(0)):
            if card not in linked:
                yield card, list(group)
        yield from self._relinked(linked)

    def _answers(self, card: str) -> "list[Row]":
        query = f"SELECT {_ANSWER} FROM review WHERE card = ? AND grade IS NOT NULL ORDER BY entry"  # noqa: S608 - a constant
        return self._db.execute(query, (card,)).fetchall()

    def _relinked(self, cards: set[str]) -> "Iterator[tuple[str, list[Row]]]":
        found: dict[str, list[Row]] = {card: [] for card in sorted(cards)}
        for card in found:
            for row in self._answers(card):
                found[self._links.now(card, row[1])].append(row)
        for card, rows in found.items():
            yield card, sorted(rows, key=itemgetter(1))


class _Sums:
    """Writes the rows of cards, and then the sums of the days that they changed."""

    def __init__(self, index: Index) -> None:
        self._db = index.db
        self._days: set[int] = set()

    def take(self, histories: "Iterable[tuple[str, list[Row]]]", count: int, told: "Told") -> None:
        """Take the histories of cards, whole."""
        for number, (card, rows) in enumerate(histories):
            if number % EVERY == 0:
                told(number, count)
            self._take(card, rows)
        told(count, count)
        for day in sorted(self._days):
            for table, query in (("day_sum", _DAY_SUM), ("foretold_sum", _FORETOLD_SUM)):
                self._db.execute(f"DELETE FROM {table} WHERE day = ?", (day,))  # noqa: S608 - a constant
                self._db.execute(query, (day,))

    def _take(self, card: str, rows: "list[Row]") -> None:
        from studycli.report.trace import card_days

        found = _answers(rows)
        days, memory = card_days(found)
        self._write_days(card, [tuple(day) for day in days])
        self._write_forms(card, found)
        self._db.execute("DELETE FROM card_sum WHERE card = ?", (card,))
        if memory is not None:
            sums = (sum(day[part] for day in days) for part in (1, 5, 6))
            self._db.execute("INSERT INTO card_sum VALUES (?,?,?,?,?,?,?)", (card, *memory, *sums))

    def _write_days(self, card: str, new: "list[Row]") -> None:
        """Write those of the card's days that are not there as they are."""
        old = set(self._db.execute("SELECT * FROM card_day WHERE card = ?", (card,)).fetchall())
        rows = {(card, *row) for row in new}
        gone = [row[:2] for row in old - rows]
        self._db.executemany("DELETE FROM card_day WHERE card = ? AND day = ?", gone)
        added = sorted(rows - old)
        self._db.executemany("INSERT INTO card_day VALUES (?,?, ?,?,?,?,?,?,?,?,?, ?,?,?,?,?,?)", added)
        self._days.update(row[1] for row in (*gone, *added))

    def _write_forms(self, card: str, found: "list[Answer]") -> None:
        from studycli.schedule.sm2 import PASS

        self._db.execute("DELETE FROM form_sum WHERE card = ?", (card,))
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for answer in found:
            sums[answer.form][0] += 1
            sums[answer.form][1] += answer.grade < PASS
        rows = [(card, form, *counts) for form, counts in sums.items()]
        self._db.executemany("INSERT INTO form_sum VALUES (?,?,?,?)", rows)
