"""The figures of the report computed a second time: by SQL over the lines of the log, and by the package fsrs.

Nothing of the program is imported here, and nothing of its index is read. The tables that are filled from outside:

    line(text)                          every line of every log
    note(path, last, next, difficulty)  what the frontmatter says; NULL where it says nothing
    card(id, note)                      the cards that can be asked
    tag(card, tag)
"""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from math import log, sqrt
from typing import Any

from fsrs import Card, Rating, Scheduler, State

Z = 1.959963984540054  # 97.5 % of a normal distribution lie below it: scipy.stats.norm.ppf(0.975)
CLASSES = ((1, 6), (7, 20), (21, 59), (60, 10**9))

TABLES = """
CREATE TABLE line(text TEXT);
CREATE TABLE note(path TEXT PRIMARY KEY, last INTEGER, next INTEGER, difficulty TEXT);
CREATE TABLE card(id TEXT PRIMARY KEY, note TEXT);
CREATE TABLE tag(card TEXT, tag TEXT);
"""

ENTRIES = """
CREATE TABLE entry AS
SELECT DISTINCT json_extract(text, '$.id') AS id, json_extract(text, '$.card') AS card, json_extract(text, '$.kind') AS kind,
    json_extract(text, '$.note') AS note, json_extract(text, '$.form') AS form, json_extract(text, '$.grade') AS grade,
    json_extract(text, '$.seconds') AS seconds, json_extract(text, '$.undoes') AS undoes, json_extract(text, '$.source') AS source,
    json_extract(text, '$.confused[0]') AS one, json_extract(text, '$.confused[1]') AS other,
    CAST(julianday(json_extract(text, '$.day')) - 1721424.5 AS INTEGER) AS day,
    json_extract(text, '$.state.interval') AS interval, json_extract(text, '$.state.ease') AS ease,
    CAST(julianday(json_extract(text, '$.state.due')) - 1721424.5 AS INTEGER) AS due,
    CAST(julianday(json_extract(text, '$.state.last')) - 1721424.5 AS INTEGER) AS last,
    json_extract(text, '$.adopted.interval') AS adopted_interval, json_extract(text, '$.adopted.ease') AS adopted_ease,
    CAST(julianday(json_extract(text, '$.adopted.due')) - 1721424.5 AS INTEGER) AS adopted_due,
    CAST(julianday(json_extract(text, '$.adopted.last')) - 1721424.5 AS INTEGER) AS adopted_last,
    COALESCE(json_extract(text, '$.state.lapses'), 0) AS lapses, COALESCE(json_extract(text, '$.state.passed'), 0) AS passed,
    COALESCE(json_extract(text, '$.suspended'), 0) AS suspended,
    COALESCE(CAST(julianday(json_extract(text, '$.buried')) - 1721424.5 AS INTEGER), 0) AS buried
FROM line WHERE json_valid(text);

CREATE TABLE link AS SELECT id, card, source FROM entry
WHERE kind = 'relink' AND id NOT IN (SELECT undoes FROM entry WHERE undoes IS NOT NULL);

CREATE TABLE told AS
SELECT *, day - prior_last AS gap, CASE WHEN passed THEN power(0.9, 30.0 / interval) ELSE 0.0 END AS mastery
FROM (SELECT *, COALESCE(adopted_interval, LAG(interval) OVER one) AS prior_interval,
          COALESCE(adopted_ease, LAG(ease) OVER one) AS prior_ease,
          COALESCE(adopted_due, LAG(due) OVER one) AS prior_due,
          COALESCE(adopted_last, LAG(last) OVER one) AS prior_last
      FROM entry WINDOW one AS (PARTITION BY card ORDER BY id))
WHERE kind IN ('review', 'repeat', 'cram', 'practice') AND grade IS NOT NULL
    AND id NOT IN (SELECT undoes FROM entry WHERE undoes IS NOT NULL);

CREATE TABLE answer AS
WITH RECURSIVE path(id, card, at) AS (
    SELECT id, card, id FROM told
    UNION ALL
    SELECT path.id, link.card, link.id FROM path JOIN link ON link.id = (
        SELECT MIN(later.id) FROM link AS later WHERE later.source = path.card AND later.id > path.at)
), owner AS (SELECT id, card, MAX(at) FROM path GROUP BY id)
SELECT told.*, owner.card AS owner,
    ROW_NUMBER() OVER (PARTITION BY owner.card, day ORDER BY told.id) = 1 AS is_first,
    told.mastery - COALESCE(LAG(told.mastery) OVER (PARTITION BY owner.card ORDER BY told.id), 0.0) AS gain
FROM told JOIN owner ON owner.id = told.id;

CREATE TABLE state AS
SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY card ORDER BY id DESC) AS place FROM entry) AS newest
WHERE place = 1;

CREATE TABLE known AS
SELECT card.id AS card, card.note, COALESCE(state.interval, note.next - note.last) AS interval,
    COALESCE(state.due, note.next) AS due, COALESCE(state.last, note.last) AS last,
    CASE WHEN state.interval IS NULL THEN 1 ELSE state.passed END AS passed,
    COALESCE(state.lapses, 0) AS lapses, COALESCE(state.suspended, 0) AS suspended,
    COALESCE(state.buried, 0) AS buried,
    COALESCE(state.ease, CASE note.difficulty WHEN 'easy' THEN 2.6 WHEN 'hard' THEN 2.3 ELSE 2.5 END) AS ease
FROM card
LEFT JOIN state ON state.card = card.id
    AND NOT EXISTS (SELECT 1 FROM link WHERE link.source = card.id AND link.id > state.id)
LEFT JOIN note ON note.path = card.note AND note.next > note.last AND NOT EXISTS (
    SELECT 1 FROM state AS any WHERE any.interval IS NOT NULL
    AND (any.note = card.note OR any.card IN (SELECT id FROM card AS sibling WHERE sibling.note = card.note)));

CREATE TABLE foretold(id TEXT PRIMARY KEY, fsrs REAL);
CREATE TABLE memory(card TEXT PRIMARY KEY, recall REAL);
"""

TOPICS = """
WITH RECURSIVE stem(card, name) AS (
    SELECT card, tag FROM tag UNION
    SELECT card, rtrim(rtrim(name, replace(name, '/', '')), '/') FROM stem WHERE instr(name, '/')),
folder(card, name) AS (
    SELECT id, rtrim(rtrim(note, replace(note, '/', '')), '/') FROM card UNION
    SELECT card, rtrim(rtrim(name, replace(name, '/', '')), '/') FROM folder WHERE instr(name, '/')),
part(sort, card, name) AS (
    SELECT 'vault', id, '' FROM card UNION SELECT 'tags', card, name FROM stem
    UNION SELECT 'folders', card, name FROM folder WHERE name <> '' UNION SELECT 'notes', id, note FROM card)
SELECT sort, name, COUNT(*), COUNT(interval), COUNT(*) - COUNT(interval),
    AVG(CASE WHEN interval IS NOT NULL THEN passed * power(0.9, 30.0 / interval) END), AVG(recall)
FROM part JOIN known USING (card) LEFT JOIN memory USING (card)
WHERE card IN chosen GROUP BY sort, name ORDER BY sort, name"""

DAYS = """
SELECT day, COUNT(*), SUM(kind = 'review' AND prior_interval IS NOT NULL),
    COUNT(DISTINCT CASE WHEN kind = 'review' AND prior_interval IS NULL THEN owner END),
    SUM(kind IN ('cram', 'practice')), SUM(grade < 3), COALESCE(SUM(seconds), 0.0)
FROM chosen_answer GROUP BY day ORDER BY day"""

DUE = """
CREATE TEMP TABLE due_review AS
SELECT prior_interval AS interval, grade >= 3 AS passed, power(0.9, 1.0 * gap / prior_interval) AS sm2, fsrs
FROM chosen_answer JOIN foretold USING (id)
WHERE is_first AND kind = 'review' AND prior_due <= day AND gap >= 1"""

QUALITY = """
SELECT AVG(-ln(MIN(MAX(CASE WHEN passed THEN {0} ELSE 1 - {0} END, 2.220446049250313e-16), 1 - 2.220446049250313e-16))),
    AVG(({0} - passed) * ({0} - passed)), (
        SELECT SUM(ABS(distance)) / (SELECT COUNT(*) FROM due_review)
        FROM (SELECT SUM({0} - passed) AS distance FROM due_review GROUP BY MIN(9, CAST({0} * 10 AS INTEGER))))
FROM due_review"""

BINS = """
SELECT MIN(9, CAST({0} * 10 AS INTEGER)) AS bin, AVG({0}), SUM(passed), COUNT(*) FROM due_review GROUP BY 1"""

STREAKS = """
SELECT MAX(day), COUNT(*) FROM (
    SELECT day, day - ROW_NUMBER() OVER (ORDER BY day) AS island
    FROM (SELECT DISTINCT day FROM chosen_answer WHERE day <= ?))
GROUP BY island"""

OVER_TIME = """
WITH RECURSIVE week(day) AS (SELECT ? - 364 UNION ALL SELECT day + 7 FROM week WHERE day + 7 <= ?),
entered AS (SELECT owner, MIN(day) AS day FROM told_of GROUP BY owner)
SELECT week.day, (SELECT SUM(gain) FROM told_of WHERE told_of.day <= week.day)
    / (SELECT COUNT(*) FROM entered WHERE entered.day <= week.day)
FROM week WHERE EXISTS (SELECT 1 FROM entered WHERE entered.day <= week.day)"""

WRONG_FORMS = "SELECT form, SUM(grade < 3), COUNT(*) FROM chosen_answer GROUP BY form ORDER BY form"

WRONG_CARDS = """
SELECT form, owner, SUM(grade < 3), COUNT(*) FROM chosen_answer
WHERE owner IN (SELECT id FROM card) GROUP BY form, owner HAVING SUM(grade < 3) > 0"""

CONFUSED = """
SELECT MIN(one, other), MAX(one, other), COUNT(*) FROM chosen_answer WHERE one IS NOT NULL GROUP BY 1, 2"""

WEAK = """
SELECT card, lapses, due, recall FROM known LEFT JOIN memory USING (card)
WHERE interval IS NOT NULL AND NOT suspended AND card IN chosen"""

_CHOSEN = """
DROP TABLE IF EXISTS chosen; DROP TABLE IF EXISTS told_of; DROP TABLE IF EXISTS chosen_answer;
DROP TABLE IF EXISTS due_review;
CREATE TEMP TABLE chosen(card TEXT PRIMARY KEY)"""

_RATINGS = (Rating.Again, Rating.Again, Rating.Again, Rating.Hard, Rating.Good, Rating.Easy)

Row = tuple[Any, ...]


class Second:
    """The second computation of one vault.

    Args:
        lines: Lines of all logs, in any order.
        notes: Path, and of the frontmatter last_reviewed, next_review (ordinals) and difficulty.
        cards: Id, path of the note and tags.
        today: Ordinal of the study day.
    """

    def __init__(
        self,
        lines: Iterable[bytes],
        notes: Iterable[Row],
        cards: Iterable[tuple[str, str, tuple[str, ...]]],
        today: int,
    ) -> None:
        self.db = db = sqlite3.connect(":memory:")
        self.today = today
        db.create_function("power", 2, pow, deterministic=True)
        db.create_function("ln", 1, log, deterministic=True)
        db.executescript(TABLES)
        db.executemany("INSERT INTO line VALUES (?)", ((line.decode(),) for line in lines))
        db.executemany("INSERT INTO note VALUES (?,?,?,?)", notes)
        for card, note, tags in cards:
            db.execute("INSERT INTO card VALUES (?,?)", (card, note))
            db.executemany("INSERT INTO tag VALUES (?,?)", ((card, tag) for tag in tags))
        db.executescript(ENTRIES)
        self._remember()
        self.choose()

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return what a query gives."""
        return self.db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """Return the first value that a query gives."""
        return self.rows(query, *values)[0][0]

    def choose(self, tag: str = "", since: int = 0) -> None:
        """Look only at the cards with a tag, and at the history from a day on; without a tag at gone cards too."""
        self.db.executescript(_CHOSEN)
        self.rows(
            "INSERT INTO chosen SELECT id FROM card WHERE ? = '' OR id IN (SELECT card FROM tag WHERE tag = ? OR tag LIKE ? || '/%')",
            tag, tag, tag,
        )  # fmt: skip
        every = "1" if tag == "" else "owner IN chosen"
        self.db.execute(f"CREATE TEMP TABLE told_of AS SELECT * FROM answer WHERE {every}")  # noqa: S608 - constants
        self.db.execute(f"CREATE TEMP TABLE chosen_answer AS SELECT * FROM told_of WHERE day >= {since}")  # noqa: S608 - a number
        self.db.execute(DUE)

    # FSRS, by the package

    def _remember(self) -> None:
        """Follow each card through its answers, and foretell each one before it comes."""
        scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        answers = self.rows(
            "SELECT owner, id, day, grade, prior_interval, prior_ease, gap FROM answer ORDER BY owner, id"
        )
        memories: dict[str, Card] = {}
        for owner, group in groupby(answers, key=lambda row: row[0]):
            memories[owner] = self._followed(scheduler, list(group))
        for card, interval, ease, last in self.rows(
            "SELECT card, interval, ease, last FROM known WHERE interval IS NOT NULL"
        ):
            memory = memories.get(card) or adopted(scheduler, interval, ease, last)
            recall = scheduler.get_card_retrievability(memory, moment(self.today))
            self.rows("INSERT INTO memory VALUES (?,?)", card, recall)

    def _followed(self, scheduler: Scheduler, answers: list[Row]) -> Card:
        _, _, day, _, interval, ease, gap = answers[0]
        card = Card(card_id=1) if interval is None else adopted(scheduler, interval, ease, day - gap)
        for _, entry, told, grade, *_ in answers:
            day = max(day, told)
            if card.stability is not None:
                recall = scheduler.get_card_retrievability(card, moment(told))
                self.rows("INSERT INTO foretold VALUES (?,?)", entry, recall)
            card, _ = scheduler.review_card(card, _RATINGS[grade], moment(day))
        return card

    # Figures

    def topics(self) -> dict[tuple[str, str], Row]:
        """Return cards, seen, new, mastery and recall by ('vault', ''), ('tags', name), ('folders', path)..."""
        return {(sort, name): tuple(rest) for sort, name, *rest in self.rows(TOPICS)}

    def gone(self) -> Row:
        """Return how many cards with an answer are in no note, and the answers to them."""
        return self.rows(
            "SELECT COUNT(DISTINCT owner), COUNT(*) FROM answer WHERE owner NOT IN (SELECT id FROM card)"
        )[0]

    def over_time(self) -> list[Row]:
        """Return day and mean mastery."""
        return self.rows(OVER_TIME, self.today, self.today)

    def classes(self) -> list[Row]:
        """Return passed, answers, share and its limits by class, of all due reviews first."""
        return [
            wilson(
                *self.rows(
                    "SELECT COALESCE(SUM(passed), 0), COUNT(*) FROM due_review WHERE interval BETWEEN ? AND ?",
                    *limits,
                )[0]
            )
            for limits in ((0, 10**9), *CLASSES)
        ]

    def quality(self) -> dict[str, Row]:
        """Return log loss, Brier score and calibration error by model."""
        count, passed = self.rows("SELECT COUNT(*), AVG(passed) FROM due_review")[0]
        if not count:
            return dict.fromkeys(("sm2", "fsrs", "mean", "constant"), (None, None, None))
        chances = {"sm2": "sm2", "fsrs": "fsrs", "mean": repr(passed), "constant": "0.9"}
        return {model: self.rows(QUALITY.format(chance))[0] for model, chance in chances.items()}

    def bins(self, model: str) -> dict[int, Row]:
        """Return mean forecast, passed and answers by bin of a model."""
        return {row[0]: row[1:] for row in self.rows(BINS.format(model))}

    def days(self) -> list[Row]:
        """Return day, answers, reviews, new, practised, wrong and seconds."""
        return self.rows(DAYS)

    def streaks(self) -> tuple[int, int]:
        """Return the streak up to today or yesterday, and the longest."""
        runs = self.rows(STREAKS, self.today)
        return sum(run for end, run in runs if end >= self.today - 1), max(
            (run for _, run in runs), default=0
        )

    def seconds(self) -> Row:
        """Return seconds an answer (of those that were timed), minutes an active day, and minutes a card seen."""
        timed = self.one("SELECT AVG(seconds) FROM chosen_answer")
        daily = self.one(
            "SELECT COALESCE(SUM(seconds), 0.0) / 60.0 / NULLIF(COUNT(DISTINCT day), 0) FROM chosen_answer"
        )
        each = self.one(
            "SELECT SUM(taken) / 60.0 / NULLIF(COUNT(*), 0) FROM (SELECT (SELECT COALESCE(SUM(seconds), 0.0) FROM answer"
            " WHERE owner = known.card) AS taken FROM known WHERE interval IS NOT NULL AND card IN chosen)"
        )
        return timed, daily, each

    def overdue(self) -> int:
        """Return how many cards are due and could be asked."""
        query = (
            "SELECT COUNT(*) FROM known WHERE due <= ? AND NOT suspended AND buried <= ? AND card IN chosen"
        )
        return int(self.one(query, self.today, self.today))

    def weak(self, leech: int, top: int) -> tuple[list[str], list[float], list[str]]:
        """Return leeches, the lowest chances of recall, and the cards that waited for longest."""
        rows = self.rows(WEAK)
        leeches = sorted((-lapses, card) for card, lapses, *_ in rows if lapses >= leech)
        waiting = sorted((due, card) for card, _, due, _ in rows if due < self.today)
        lowest = sorted(recall for *_, recall in rows)
        return [card for _, card in leeches[:top]], lowest[:top], [card for _, card in waiting[:top]]


def moment(day: int) -> datetime:
    """Return a day as the package wants it."""
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def adopted(scheduler: Scheduler, interval: int, ease: float, last: int) -> Card:
    """Return a card of which only SM-2's schedule is known: the difficulty at which a pass on time multiplies by EF.

    The package says by how much a pass lengthens the easiest and the hardest card; between them it is linear.
    """

    def card(difficulty: float) -> Card:
        return Card(1, State.Review, None, float(interval), difficulty, moment(last), moment(last))

    def growth(difficulty: float) -> float:
        passed, _ = scheduler.review_card(card(difficulty), Rating.Good, moment(last + interval))
        assert passed.stability is not None
        return passed.stability / interval

    easy, hard = growth(1.0), growth(10.0)
    return card(min(max(1.0 + 9.0 * (easy - ease) / (easy - hard), 1.0), 10.0))


def wilson(passed: int, answers: int) -> Row:
    """Return passed, answers, share and the limits within which a test at 95 % does not reject a chance.

    They solve (share - p) ** 2 = Z ** 2 * p * (1 - p) / answers, a quadratic equation in p.
    """
    if not answers:
        return passed, answers, None, None, None
    share = passed / answers
    a, b, c = 1 + Z**2 / answers, -(2 * share + Z**2 / answers), share**2
    root = sqrt(b * b - 4 * a * c)
    return passed, answers, share, (-b - root) / (2 * a), (-b + root) / (2 * a)
