"""What is read from the index: cards, notes, candidates for the queue, orphans, issues. Nothing is changed.

Cards that share an id with an earlier card (twins) are left out everywhere but in `issues`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from studycli.schedule.adopt import state_from_frontmatter
from studycli.schedule.sm2 import Schedule, State
from studycli.store.index import Index
from studycli.store.noterows import shown
from studycli.store.placing import LIVE
from studycli.store.scan import closed_folders
from studycli.store.where import EVERYWHERE, Where, items, where_sql

WEAK_BELOW = (
    5  # days; below it the chance of recall in a month, 0.9 ** (30 / interval), is less than one half
)
LATELY = 30  # days for which a wrong answer in a quiz makes a card a weak one


class IndexedCard(NamedTuple):
    """A card as the index has it.

    Attributes:
        id: Id.
        note: Path of its note.
        title: Title of its note.
        line: Line of the prompt, from 1.
        answer_lines: First and last line of the answer; None without one.
        start: Offset of the answer in the note's text; -1 without one.
        end: Offset behind it.
        kind: As in `notes.model.Card`.
        prompt: What is asked.
        heading_path: Headings above it.
        tags: Tags of note and card.
        anchor: As in `notes.model.Card`.
        empty: Whether it is a question without an answer.
        state: Its schedule, of the log or, where that has none, of the frontmatter; None when it is new.
        derived: Whether the schedule is the frontmatter's.
        suspended: Whether it is set aside.
        buried: The first day on which it is asked again; None for any day.
    """

    id: str
    note: str
    title: str
    line: int
    answer_lines: tuple[int, int] | None
    start: int
    end: int
    kind: str
    prompt: str
    heading_path: tuple[str, ...]
    tags: tuple[str, ...]
    anchor: str
    empty: bool
    state: State
    derived: bool
    suspended: bool
    buried: date | None


class Candidate(NamedTuple):
    """A card that may be asked: id, path of its note, due date (None: new), interval in days."""

    id: str
    note: str
    due: date | None
    interval: int


class IndexedNote(NamedTuple):
    """A note as the index has it; the fields are those of `notes.frontmatter.Meta` and of the file.

    Attributes:
        problem: Code of the issue that kept it from being read ('not-utf8'); '' for a note that was read.
    """

    path: str
    title: str
    tags: tuple[str, ...]
    difficulty: str
    last_reviewed: date | None
    next_review: date | None
    review_count: int
    mastery: float | None
    study: bool
    writable: bool
    problem: str


class Orphan(NamedTuple):
    """A state whose card is gone: the card's former id, note and prompt as the log has them, and the state."""

    card: str
    note: str
    prompt: str
    state: State
    suspended: bool
    buried: date | None


class IndexedIssue(NamedTuple):
    """An issue with the path of its note."""

    path: str
    line: int
    code: str
    found: str
    meant: str


class Tally(NamedTuple):
    """How many cards of each sort there are on a day, beyond all limits."""

    due: int
    new: int
    suspended: int
    buried: int
    empty: int
    cards: int
    notes: int


class ReviewRow(NamedTuple):
    """A graded entry: its id, card, study day, kind, grade, seconds, and whether the card was new."""

    entry: str
    card: str
    day: date
    kind: str
    grade: int
    seconds: float | None
    first: bool


_CARD = f"""
SELECT card.id, note.path, note.title, card.line, card.a_first, card.a_last, card.a_start, card.a_end, card.kind,
card.prompt, card.path, card.tags, card.anchor, card.empty, card.derived, card.hold, card.buried,
note.last_reviewed, note.next_review, note.review_count, note.difficulty,
state.repetitions, state.interval, state.ease, state.due, state.last, state.lapses, state.passed
FROM note CROSS JOIN card ON card.note = note.id
LEFT JOIN state ON state.card = card.id AND {LIVE}
WHERE card.twin = 0"""  # noqa: S608 - constants

_CARD_FIRST = _CARD.replace("note CROSS JOIN card", "card JOIN note")  # for conditions on few cards
_IN_ORDER = " ORDER BY note.path, card.pos"


def cards(index: Index, where: Where = EVERYWHERE) -> list[IndexedCard]:
    """Return cards by path of note and place in it."""
    condition, values = where_sql(where)
    return [_card(row) for row in index.db.execute(_CARD + condition + _IN_ORDER, values)]


def card(index: Index, card_id: str) -> IndexedCard | None:
    """Return one card."""
    return next((_card(row) for row in index.db.execute(_CARD_FIRST + " AND card.id = ?", (card_id,))), None)


def cards_beginning(index: Index, prefix: str, limit: int = 10) -> list[IndexedCard]:
    """Return the cards whose id begins so, at most `limit`, by id."""
    last = prefix + "\U0010ffff"
    return [
        _card(row)
        for row in index.db.execute(
            _CARD_FIRST + " AND card.id BETWEEN ? AND ? ORDER BY card.id LIMIT ?", (prefix, last, limit)
        )
    ]


_ASKED = "card.hold = 0 AND card.empty = 0 AND card.twin = 0 AND card.buried <= ?"


def due_candidates(index: Index, day: date, where: Where = EVERYWHERE) -> list[Candidate]:
    """Return all cards that are due on a day or before and not set aside then, in no order."""
    condition, values = where_sql(where)
    query = f"SELECT card.id, note.path, card.due, card.interval FROM card JOIN note ON note.id = card.note WHERE {_ASKED} AND card.due <= ?"  # noqa: S608
    today = day.toordinal()
    return [_candidate(row) for row in index.db.execute(query + condition, (today, today, *values))]


def new_candidates(index: Index, day: date, limit: int, where: Where = EVERYWHERE) -> list[Candidate]:
    """Return the first new cards, at most `limit`, by path of note and place in it; -1 for all."""
    condition, values = where_sql(where)
    query = f"SELECT card.id, note.path, NULL, 0 FROM note CROSS JOIN card ON card.note = note.id WHERE {_ASKED} AND card.due IS NULL"  # noqa: S608
    found = index.db.execute(query + condition + _IN_ORDER + " LIMIT ?", (day.toordinal(), *values, limit))
    return [_candidate(row) for row in found]


def weak_candidates(index: Index, day: date, where: Where = EVERYWHERE) -> list[Candidate]:
    """Return the cards that are known for less than `WEAK_BELOW` days, or were answered wrong of late.

    Of late: in the last `LATELY` days, with no better answer since. The shortest interval first; in no order
    among equals.
    """
    condition, values = where_sql(where)
    query = f"""
    SELECT card.id, note.path, card.due, card.interval FROM card JOIN note ON note.id = card.note
    WHERE {_ASKED} AND card.due IS NOT NULL AND (card.interval < {WEAK_BELOW} OR card.id IN (
        SELECT card FROM review AS missed WHERE day > ? AND grade < 3 AND NOT EXISTS (
            SELECT 1 FROM review WHERE card = missed.card AND entry > missed.entry AND grade >= 3)))
    """  # noqa: S608 - constants
    today = day.toordinal()
    found = index.db.execute(query + condition + " ORDER BY card.interval", (today, today - LATELY, *values))
    return [_candidate(row) for row in found]


def candidates_from(
    index: Index, day: date, first: str, last: str, limit: int, where: Where = EVERYWHERE
) -> list[Candidate]:
    """Return cards that are not set aside, due, new or neither, by id, at most `limit`; -1 for all.

    Args:
        index: The index.
        day: The study day.
        first: The ids begin behind this one.
        last: And end with this one.
        limit: How many at most.
        where: Which cards.
    """
    condition, values = where_sql(where)
    query = f"SELECT card.id, note.path, card.due, card.interval FROM card JOIN note ON note.id = card.note WHERE {_ASKED} AND card.id > ? AND card.id <= ?"  # noqa: S608
    found = index.db.execute(
        query + condition + " ORDER BY card.id LIMIT ?", (day.toordinal(), first, last, *values, limit)
    )
    return [_candidate(row) for row in found]


def answered_on(index: Index, day: date) -> set[str]:
    """Return the ids of the cards that were graded on a day, in a review, a quiz or by cramming."""
    return {row[0] for row in index.db.execute("SELECT card FROM review WHERE day = ?", (day.toordinal(),))}


def learnt_on(index: Index, day: date) -> set[str]:
    """Return the ids of the cards that were new on a day and were learnt on it."""
    query = "SELECT card FROM review WHERE day = ? AND kind = 'review' AND first = 1"
    return {row[0] for row in index.db.execute(query, (day.toordinal(),))}


def tally(index: Index, day: date, where: Where = EVERYWHERE) -> Tally:
    """Count cards of each sort; a suspended or empty one is neither due nor new, a buried one neither."""
    condition, values = where_sql(where)
    today = day.toordinal()
    query = f"""
    SELECT SUM(free AND due <= ?), SUM(free AND due IS NULL), SUM(hold), SUM(hold = 0 AND empty = 0 AND buried > ?),
    SUM(empty), COUNT(*), COUNT(DISTINCT note) FROM (
        SELECT hold = 0 AND empty = 0 AND buried <= ? AS free, due, hold, buried, empty, note
        FROM card JOIN note ON note.id = card.note WHERE twin = 0 {condition})"""  # noqa: S608
    return Tally(
        *(count or 0 for count in index.db.execute(query, (today, today, today, *values)).fetchone())
    )


def notes(index: Index) -> list[IndexedNote]:
    """Return all notes by path, those that could not be read among them."""
    return [_note(row) for row in index.db.execute(_NOTE + " ORDER BY path")]


def note(index: Index, path: str) -> IndexedNote | None:
    """Return one note."""
    return next((_note(row) for row in index.db.execute(_NOTE + " WHERE path = ?", (path,))), None)


_NOTE = "SELECT path, title, tags, difficulty, last_reviewed, next_review, review_count, mastery, study, writable, problem FROM note"


def tags(index: Index) -> dict[str, int]:
    """Return every tag with the number of cards that carry it."""
    found: dict[str, int] = {}
    for joined, count in index.db.execute("SELECT tags, COUNT(*) FROM card WHERE twin = 0 GROUP BY tags"):
        for tag in items(joined):
            found[tag] = found.get(tag, 0) + count
    return found


def orphans(index: Index) -> list[Orphan]:
    """Return the states (those that say something) whose card is gone, by id."""
    query = f"""
    SELECT card, note, prompt, suspended, buried, repetitions, interval, ease, due, last, lapses, passed
    FROM state WHERE {LIVE} AND (repetitions IS NOT NULL OR suspended)
    AND NOT EXISTS (SELECT 1 FROM card WHERE card.id = state.card) ORDER BY card"""  # noqa: S608
    return [
        Orphan(card, note, prompt, _logged_state(*schedule), bool(suspended), _day(buried))
        for card, note, prompt, suspended, buried, *schedule in index.db.execute(query)
    ]


def recent_cards(index: Index) -> list[IndexedCard]:
    """Return the cards that appeared since the index was last settled, and of which the log has nothing."""
    return [
        _card(row)
        for row in index.db.execute(_CARD_FIRST + " AND card.recent = 1 AND state.card IS NULL" + _IN_ORDER)
    ]


def unlogged_cards(index: Index) -> list[IndexedCard]:
    """Return the cards of which the log has nothing."""
    return [_card(row) for row in index.db.execute(_CARD + " AND state.card IS NULL" + _IN_ORDER)]


def relinked_to(index: Index, card_id: str, since: str) -> list[str]:
    """Return the ids that a card was relinked to after an entry, in their order."""
    found = [card_id]
    query = "SELECT card FROM relink WHERE source = ? AND entry > ? ORDER BY entry DESC"
    while (row := index.db.execute(query, (found[-1], since)).fetchone()) and row[0] not in found:
        found.append(row[0])
    return found[1:]


def written_dates(index: Index, paths: Sequence[str] = ()) -> dict[str, tuple[date | None, str | None]]:
    """Return, of every note (of these, if any) that was written, its next_review and the source that was written."""
    query = (
        "SELECT note.path, note.next_review, wrote.next_review FROM wrote JOIN note ON note.path = wrote.note"
    )
    if paths:
        query += f" WHERE note.path IN ({', '.join('?' * len(paths))})"
    return {path: (_day(there), source) for path, there, source in index.db.execute(query, paths)}


def written_date(index: Index, path: str) -> str | None:
    """Return the source of the next_review that the program last wrote into a note; None for never."""
    row = index.db.execute("SELECT next_review FROM wrote WHERE note = ?", (path,)).fetchone()
    return row[0] if row else None


def written_by(index: Index, path: str) -> str:
    """Return the id of the last entry that wrote a note's next_review; '' for none."""
    row = index.db.execute("SELECT entry FROM wrote WHERE note = ?", (path,)).fetchone()
    return row[0] if row else ""


def last_grade(index: Index, card_id: str, day: date) -> int | None:
    """Return the last grade that a card got on a day, crammed answers left out; None for none."""
    query = """
    SELECT grade FROM review WHERE card = ? AND kind IN ('review', 'repeat') AND day = ? ORDER BY entry DESC LIMIT 1"""
    row = index.db.execute(query, (card_id, day.toordinal())).fetchone()
    return row[0] if row else None


def flags(index: Index) -> dict[str, str]:
    """Return the remark of every flagged card; a flag follows its card when that is relinked."""
    query = "SELECT entry, card, '', remark FROM flag UNION ALL SELECT entry, card, source, '' FROM relink ORDER BY 1"
    found: dict[str, str] = {}
    for _, card_id, source, remark in index.db.execute(query):
        if not source:
            found[card_id] = remark
        elif source in found:
            found[card_id] = found.pop(source)
    return found


def accepted(index: Index, question: str) -> tuple[tuple[str, str], ...]:
    """Return what the person accepted as answers to a question, oldest first: an item's own wording, another one."""
    query = "SELECT pairs FROM accepted WHERE question = ? ORDER BY entry"
    found = [items(row[0]) for row in index.db.execute(query, (question,))]
    pairs = (pair for words in found for pair in zip(words[::2], words[1::2], strict=True))
    return tuple(dict.fromkeys(pairs))


def graded_answers(index: Index, path: str) -> int:
    """Return how many answers to the note's cards are in the log, the day's repeats among them."""
    query = """
    SELECT COUNT(*) FROM note JOIN card ON card.note = note.id JOIN review ON review.card = card.id
    WHERE note.path = ? AND card.twin = 0 AND review.kind IN ('review', 'repeat')"""
    count: int = index.db.execute(query, (path,)).fetchone()[0]
    return count


def reviews(index: Index, since: date, until: date) -> list[ReviewRow]:
    """Return the graded entries of the days from `since` to `until`, both included, by id."""
    query = "SELECT entry, card, day, kind, grade, seconds, first FROM review WHERE day BETWEEN ? AND ? ORDER BY entry"
    found = index.db.execute(query, (since.toordinal(), until.toordinal()))
    return [
        ReviewRow(row[0], row[1], date.fromordinal(row[2]), row[3], row[4], row[5], bool(row[6]))
        for row in found
    ]


def due_by_day(index: Index, since: date, until: date) -> dict[date, int]:
    """Return how many cards fall due on each day from `since` to `until`; days without one are left out."""
    query = "SELECT due, COUNT(*) FROM card WHERE hold = 0 AND empty = 0 AND twin = 0 AND due BETWEEN ? AND ? GROUP BY due"
    found = index.db.execute(query, (since.toordinal(), until.toordinal()))
    return {date.fromordinal(day): count for day, count in found}


def issues(index: Index) -> list[IndexedIssue]:
    """Return what is wrong in the notes and with the vault's folders, by path and line."""
    query = """
    SELECT note.path, line, code, found, meant FROM issue JOIN note ON note.id = issue.note
    UNION ALL SELECT note.path, card.line, 'duplicate-id', card.id,
        'an id of its own; an earlier card has the same one, so this card is not asked'
        FROM card JOIN note ON note.id = card.note WHERE card.twin = 1
    ORDER BY 1, 2, 3"""
    meant = "a folder that can be read; the notes in it are left out"
    closed = [
        IndexedIssue(folder or ".", 0, "closed-folder", "no permission", meant) for folder in _closed(index)
    ]
    return closed + [IndexedIssue(*row) for row in index.db.execute(query)]


def _closed(index: Index) -> list[str]:
    """Return the folders that could not be read when they were last looked at."""
    seen = dict(index.db.execute("SELECT unit, listing FROM seen").fetchall())
    return sorted(map(shown, closed_folders(seen)))


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _card(row: tuple[Any, ...]) -> IndexedCard:
    (
        card_id,
        path,
        title,
        line,
        first,
        last,
        start,
        end,
        kind,
        prompt,
        headings,
        card_tags,
        anchor,
        empty,
        derived,
        hold,
        buried,
        *of_note_and_state,
    ) = row
    return IndexedCard(
        card_id,
        path,
        title,
        line,
        None if first is None else (first, last),
        start,
        end,
        kind,
        prompt,
        items(headings),
        items(card_tags),
        anchor,
        bool(empty),
        _state(bool(derived), *of_note_and_state),
        bool(derived),
        bool(hold),
        _day(buried),
    )


def _state(
    derived: bool,
    last_reviewed: int | None,
    next_review: int | None,
    count: int,
    difficulty: str,
    *logged: Any,
) -> State:
    if derived:
        return state_from_frontmatter(_day(last_reviewed), _day(next_review), count, difficulty)
    return _logged_state(*logged)


def _logged_state(
    repetitions: int | None, interval: int, ease: float, due: int, last: int, lapses: int, passed: int
) -> State:
    if repetitions is None:
        return None
    days = date.fromordinal(due), date.fromordinal(last)
    return Schedule(repetitions, interval, ease, *days, lapses, bool(passed))


def _candidate(row: tuple[str, str, int | None, int]) -> Candidate:
    return Candidate(row[0], row[1], _day(row[2]), row[3])


def _note(row: tuple[Any, ...]) -> IndexedNote:
    path, title, joined, difficulty, last, following, count, mastery, study, writable, problem = row
    return IndexedNote(
        path,
        title,
        items(joined),
        difficulty,
        _day(last),
        _day(following),
        count,
        mastery,
        bool(study),
        bool(writable),
        problem,
    )
