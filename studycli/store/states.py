"""The states of the cards in the index: what the logs come to, kept up to date entry by entry.

apply_entries(index, entries, span)   after an append: entries newer than all before
read_logs(index) -> problems          what the logs have new; everything again where entries come late
read_all_logs(index) -> problems      everything
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from studycli.schedule.mastery import interval_mastery
from studycli.store.aggregates import forget_sums, mark_stale
from studycli.store.entry import Entry, LoggedState, LogProblem, Step, next_review
from studycli.store.index import SEPARATOR, Index
from studycli.store.log_pieces import OutOfOrder, Pieces
from studycli.store.placing import place_all, place_note
from studycli.store.replay import Replay
from studycli.store.review_log import NewSteps, Span, is_entry_before, log_files, read_steps

MUCH = 8 << 20  # bytes of new entries: about 20,000
NEWEST = "newest entry"  # key in meta: the greatest id that was taken

STATE_ROW = """INSERT INTO state VALUES (?,?, ?,?,?,?,?,?,?, ?,?,?,?) ON CONFLICT(card) DO UPDATE SET
(entry, repetitions, interval, ease, due, last, lapses, passed, suspended, buried, note, prompt) =
(excluded.entry, excluded.repetitions, excluded.interval, excluded.ease, excluded.due, excluded.last,
excluded.lapses, excluded.passed, excluded.suspended, excluded.buried, excluded.note, excluded.prompt)
WHERE excluded.entry > state.entry"""
REVIEW_ROW = "INSERT OR IGNORE INTO review VALUES (?,?,?,?,?,?,?, ?,?,?,?,?,?)"
RELINK_ROW = "INSERT OR IGNORE INTO relink VALUES (?,?,?)"
FLAG_ROW = "INSERT OR IGNORE INTO flag VALUES (?,?,?)"
CONFUSED_ROW = "INSERT OR IGNORE INTO confused VALUES (?,?,?)"
ACCEPTED_ROW = "INSERT OR IGNORE INTO accepted VALUES (?,?,?)"
WROTE_ROW = """INSERT INTO wrote VALUES (?,?,?) ON CONFLICT(note) DO UPDATE SET
(entry, next_review) = (excluded.entry, excluded.next_review) WHERE excluded.entry > wrote.entry"""

LOG_ROW = "INSERT OR REPLACE INTO log VALUES (?,?,?)"

Steps = Sequence[Step | Entry]


def apply_entries(index: Index, entries: Sequence[Entry], span: Span | None = None) -> None:
    """Bring the states up to date after entries were appended to a log, in one transaction.

    Args:
        index: The index.
        entries: As `ReviewLog.append` returned them.
        span: `ReviewLog.span` after the append. Where the index had read the log up to its start, it has
            now read it up to its end; else the next refresh reads it.
    """
    with index.write():
        late = bool(entries) and entries[0].id <= index.meta(NEWEST)
        _add(index, entries)
        if span is not None and not late and _offsets(index).get(span.name, 0) == span.start:
            index.db.execute(LOG_ROW, (span.name, span.end, entries[-1].id))


def read_logs(index: Index) -> list[LogProblem]:
    """Take what was added to the logs since they were last read; the caller holds the transaction.

    Entries that are older than some taken before (another device's log arrived), a log that vanished or was
    replaced by another one, and very many new entries are reasons to read all logs again.

    Raises:
        LogError: An entry is of a newer version.
    """
    if _is_replaced(index) or _is_much(index):
        return read_all_logs(index)
    new = read_steps(_study(index), _offsets(index))
    steps = sorted(new.steps, key=attrgetter("id"))
    if steps and steps[0].id <= index.meta(NEWEST):
        return read_all_logs(index)
    _add(index, steps)
    _keep_offsets(index, new)
    return new.problems


def read_all_logs(index: Index) -> list[LogProblem]:
    """Forget all states and take them from the logs; the caller holds the transaction.

    Raises:
        LogError: An entry is of a newer version.
    """
    pieces = Pieces(_study(index))
    try:
        _take_all(index, pieces)
        new = pieces.read
    except OutOfOrder:
        new = read_steps(_study(index), {})
        _take_all(index, [sorted(new.steps, key=attrgetter("id"))])
    _keep_offsets(index, new)
    place_all(index.db)
    return new.problems


def _take_all(index: Index, pieces: Iterable[Sequence[Step]]) -> None:
    """Forget all that the logs gave, and take it from pieces that are in the order of their ids."""
    forget_sums(index)
    for table in ("state", "review", "relink", "flag", "accepted", "confused", "wrote", "log"):
        index.db.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
    index.set_meta(NEWEST, "")
    result = Replay()
    for steps in pieces:
        result.take(steps)
        _write_events(index, result, steps)
        result.forget_events()
    _write_states(index, result)


def _study(index: Index) -> str:
    return os.path.join(index.root, ".study")


def _offsets(index: Index) -> dict[str, int]:
    return dict(index.db.execute("SELECT name, offset FROM log").fetchall())


def _keep_offsets(index: Index, new: NewSteps) -> None:
    before = _offsets(index)
    grown = [(name, end, new.lasts[name]) for name, end in new.offsets.items() if before.get(name) != end]
    index.db.executemany(LOG_ROW, grown)


def _is_replaced(index: Index) -> bool:
    """Tell whether a log is not the one that was read, but another, a shorter one, or none."""
    folder = os.path.join(_study(index), "log")
    for name, offset, last in index.db.execute("SELECT name, offset, last FROM log").fetchall():
        path = os.path.join(folder, name)
        if not os.path.exists(path) or os.path.getsize(path) < offset:
            return True
        if last and not is_entry_before(path, offset, last):
            return True
    return False


def _is_much(index: Index) -> bool:
    """Tell whether the logs have grown by so much that they are better read in pieces, from the start."""
    try:
        size = sum(map(os.path.getsize, log_files(_study(index))))
    except OSError:
        return False  # reading it says why
    return size - sum(_offsets(index).values()) > MUCH


def _add(index: Index, steps: Steps) -> None:
    """Take entries that are newer than all before, in the order of their ids."""
    if not steps:
        return
    result = Replay()
    result.last.update(_known(index, {step.card for step in steps}))
    result.take(steps)
    notes = set(_notes_touched(index, steps))
    _write(index, result, steps)
    for note in notes:
        place_note(index.db, note)


def _known(index: Index, cards: Iterable[str]) -> Iterator[tuple[str, Step]]:
    """Yield, of those cards that have one, a step that says what their state is."""
    query = "SELECT entry, repetitions, interval, ease, due, last, lapses, passed FROM state WHERE card = ?"
    for card in cards:
        row = index.db.execute(query, (card,)).fetchone()
        if row:
            state = _logged(*row[1:])
            yield (
                card,
                Step(id=row[0], day=state.last if state else date.min, kind="", card=card, state=state),
            )


def _logged(
    n: int | None, interval: int, ease: float, due: int, last: int, lapses: int, passed: int
) -> LoggedState | None:
    """Return a row's schedule; None of a new card."""
    if n is None:
        return None
    return LoggedState(n, interval, ease, date.fromordinal(due), date.fromordinal(last), lapses, bool(passed))


def _notes_touched(index: Index, steps: Steps) -> Iterator[int]:
    """Yield the keys of the notes whose cards may have another state after these entries."""
    relinked = "SELECT source FROM relink WHERE entry = ?"
    for step in steps:
        ids = [step.card, step.source, *(row[0] for row in index.db.execute(relinked, (step.undoes,)))]
        for card in ids:
            yield from (row[0] for row in index.db.execute("SELECT note FROM card WHERE id = ?", (card,)))
        yield from (row[0] for row in index.db.execute("SELECT id FROM note WHERE path = ?", (step.note,)))


def _write(index: Index, result: Replay, steps: Steps) -> None:
    """Write what the replay of `steps` gave."""
    _write_states(index, result)
    _write_events(index, result, steps)


def _write_states(index: Index, result: Replay) -> None:
    """Write the last entry of each card, and what was last written into each note."""
    index.db.executemany(STATE_ROW, (_state_row(step) for step in result.last.values() if step.kind))
    index.db.executemany(WROTE_ROW, _wrote_rows(result))


def _write_events(index: Index, result: Replay, steps: Steps) -> None:
    """Write the reviews and other events of some steps, and delete those that the steps take back."""
    undone = [(step.undoes,) for step in steps if step.undoes]
    db = index.db
    db.executemany(
        REVIEW_ROW, (_review_row(step, result.befores[key]) for key, step in result.reviews.items())
    )
    db.executemany(CONFUSED_ROW, _confused_rows(result))
    db.executemany(RELINK_ROW, ((step.id, step.card, step.source) for step in result.relinks.values()))
    db.executemany(FLAG_ROW, ((step.id, step.card, step.remark) for step in result.flags.values()))
    db.executemany(ACCEPTED_ROW, _accepted_rows(result))
    mark_stale(index, [step.id for step in (*result.reviews.values(), *result.relinks.values())], undone)
    for table in ("review", "relink", "flag", "accepted", "confused"):
        db.executemany(f"DELETE FROM {table} WHERE entry = ?", undone)  # noqa: S608 - a constant
    newest = max(step.id for step in steps)
    index.set_meta(NEWEST, max(newest, index.meta(NEWEST)))


def _state_row(step: Step | Entry) -> tuple[Any, ...]:
    state, buried = step.state, step.buried.toordinal() if step.buried else 0
    schedule: tuple[Any, ...] = (None,) * 7
    if state is not None:
        schedule = (
            state.repetitions,
            state.interval,
            state.ease,
            state.due.toordinal(),
            state.last.toordinal(),
            state.lapses,
            state.passed,
        )
    return (step.card, step.id, *schedule, step.suspended, buried, step.note, step.prompt)


def _review_row(step: Step | Entry, before: Step | Entry | None) -> tuple[Any, ...]:
    """Return the row of a graded entry: what it was, and the card's schedule before and after it."""
    day, state = step.day, step.adopted or (before.state if before else None)
    row = (step.id, step.card, day.toordinal(), step.kind, step.grade, step.seconds, state is None, step.form)
    after = interval_mastery(step.state.interval) if step.state and step.state.passed else 0.0
    if state is None:
        return (*row, False, None, None, None, after)
    is_due = step.kind == "review" and day >= state.due
    return (*row, is_due, (day - state.last).days, state.interval, state.ease, after)


def _confused_rows(result: Replay) -> Iterator[tuple[str, str, str]]:
    """Yield entry, right option and chosen one of the choices that were answered wrong."""
    for step in result.reviews.values():
        if step.confused:
            yield (step.id, *step.confused)


def _accepted_rows(result: Replay) -> Iterator[tuple[str, str, str]]:
    """Yield entry, question and the pairs of wordings that the person accepted, of the answers that have some."""
    for step in result.reviews.values():
        if step.accepted:
            yield step.id, step.question, SEPARATOR.join(word for pair in step.accepted for word in pair)


def _wrote_rows(result: Replay) -> Iterator[tuple[str, str, str | None]]:
    """Yield note, entry and the source of the value that was written as its next_review."""
    for note, step in result.wrote.items():
        pair = next_review(step)
        if pair is not None:
            yield note, step.id, pair[1]
