"""The index: a cache in SQLite of the parsed notes and the current states. Deleting it loses nothing.

This module opens it, rebuilds it where it is damaged or of another version, and counts what is ready. It is
imported by the fast path, so it imports little but sqlite3. The rest stands beside it:

    open_index(root) -> Index                        this module
        .db  .root  .in_memory  .fresh               connection; fresh: just made, refresh will read everything
        .ready(day) -> (due, new)                    what would be asked on this day
        .limits(day) -> (reviews, new)               what the day's limits leave
        .meta(key) .set_meta(key, value) .write()    .write() is a transaction (context manager)
        .rebuild() .recover(error) .close()          recover: after damage, or on a full disk
    refresh(index, settings) -> Changes              store/refresh.py: brings it up to date with notes and logs
    reread(index, paths) -> Changes                  the same for single notes, after they were written
    settle(index)                                    orphans and edits by hand were followed
    keep(index, settings, write)                     writes what is on disk already, in notes and log
    apply_entries(index, entries, span)              store/states.py: after an append to the log
    bring_up(index)                              store/aggregates.py: sums of the history, for the report
    cards, card, notes, due_candidates, tally, ...   store/queries.py: what is read from it
    days, foretold, report_cards, ...            store/figures.py: what the report reads
    missing, keep, kept, renewed                 store/terms.py: terms of notes, for what is near in content

Dates are ordinals (``date.toordinal``); 0 or NULL where there is none, as the schema says.
"""

import os
import sqlite3

from studycli.errors import WriteError

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Self

SCHEMA_VERSION = 5
SEPARATOR = "\x1f"  # between the items of a list in one column
BUSY_SECONDS = 20  # how long one program waits for another's transaction

SCHEMA = """
CREATE TABLE note(
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,      -- relative to the vault, '/' between folders, as on disk
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,      -- 0: changed so lately that the time cannot tell a later change
    hash BLOB NOT NULL,             -- of the file's bytes
    front_hash BLOB NOT NULL,       -- of the frontmatter's bytes
    title TEXT NOT NULL,
    front_title TEXT NOT NULL,      -- the frontmatter's; '' without one
    tags TEXT NOT NULL,             -- joined by U+001F
    difficulty TEXT NOT NULL,
    last_reviewed INTEGER,
    next_review INTEGER,
    review_count INTEGER NOT NULL,
    mastery REAL,
    study INTEGER NOT NULL,
    writable INTEGER NOT NULL,
    problem TEXT NOT NULL           -- code of the issue that kept the note from being read, or ''
);
CREATE TABLE card(
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    note INTEGER NOT NULL,
    pos INTEGER NOT NULL,           -- place in the note
    line INTEGER NOT NULL,
    a_first INTEGER, a_last INTEGER,    -- lines of the answer; NULL without one
    a_start INTEGER NOT NULL, a_end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    prompt TEXT NOT NULL,
    path TEXT NOT NULL,             -- headings, joined by U+001F
    tags TEXT NOT NULL,
    anchor TEXT NOT NULL,
    empty INTEGER NOT NULL,         -- 1: a question without an answer
    recent INTEGER NOT NULL,        -- 1: appeared since the index was last settled
    twin INTEGER NOT NULL DEFAULT 0,    -- 1: an earlier card has the same id; never asked, never listed
    due INTEGER,                    -- NULL: new
    interval INTEGER NOT NULL DEFAULT 0,
    hold INTEGER NOT NULL DEFAULT 0,    -- 1: suspended
    buried INTEGER NOT NULL DEFAULT 0,  -- first day on which it is asked again
    derived INTEGER NOT NULL DEFAULT 0  -- 1: due and interval come from the frontmatter, the log has nothing
);
CREATE TABLE state(
    card TEXT PRIMARY KEY,
    entry TEXT NOT NULL,            -- the card's last entry
    repetitions INTEGER,            -- NULL: new
    interval INTEGER, ease REAL, due INTEGER, last INTEGER, lapses INTEGER, passed INTEGER,
    suspended INTEGER NOT NULL,
    buried INTEGER NOT NULL,
    note TEXT NOT NULL,
    prompt TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE review(
    entry TEXT PRIMARY KEY,
    card TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL,
    grade INTEGER, seconds REAL,
    first INTEGER NOT NULL,         -- 1: the card was new
    form TEXT NOT NULL,
    due INTEGER NOT NULL,           -- 1: a review of a card that was due
    gap INTEGER,                    -- days since the answer that scheduled it; NULL: the card was new
    interval INTEGER, ease REAL,    -- before the answer
    mastery REAL NOT NULL           -- after it
) WITHOUT ROWID;
CREATE TABLE relink(entry TEXT PRIMARY KEY, card TEXT NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE flag(entry TEXT PRIMARY KEY, card TEXT NOT NULL, remark TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accepted(
    entry TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    pairs TEXT NOT NULL             -- an item's own wording, one that is right too, and so on, joined by U+001F
) WITHOUT ROWID;
CREATE TABLE confused(entry TEXT PRIMARY KEY, right TEXT NOT NULL, chosen TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stale(                 -- cards whose sums, below, lack an answer
    card TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE card_day(              -- what happened to a card on a study day; see report.model.CardDay
    card TEXT NOT NULL, day INTEGER NOT NULL,
    answers INTEGER NOT NULL, reviews INTEGER NOT NULL, new INTEGER NOT NULL, practised INTEGER NOT NULL,
    wrong INTEGER NOT NULL, seconds REAL NOT NULL, gain REAL NOT NULL, entered INTEGER NOT NULL,
    timed INTEGER NOT NULL, class INTEGER NOT NULL, passed INTEGER NOT NULL,
    sm2 REAL NOT NULL, fsrs REAL NOT NULL, sm2_loss REAL NOT NULL, fsrs_loss REAL NOT NULL,
    PRIMARY KEY(card, day)
) WITHOUT ROWID;
CREATE TABLE card_sum(              -- of all answers to a card, and FSRS's memory of it
    card TEXT PRIMARY KEY,
    stability REAL NOT NULL, difficulty REAL NOT NULL, day INTEGER NOT NULL,
    answers INTEGER NOT NULL, wrong INTEGER NOT NULL, seconds REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE form_sum(
    card TEXT NOT NULL, form TEXT NOT NULL, answers INTEGER NOT NULL, wrong INTEGER NOT NULL,
    PRIMARY KEY(card, form)
) WITHOUT ROWID;
CREATE TABLE day_sum(               -- of all cards
    day INTEGER PRIMARY KEY,
    answers INTEGER NOT NULL, reviews INTEGER NOT NULL, new INTEGER NOT NULL, practised INTEGER NOT NULL,
    wrong INTEGER NOT NULL, seconds REAL NOT NULL, gain REAL NOT NULL, entered INTEGER NOT NULL, timed INTEGER NOT NULL
);
CREATE TABLE foretold_sum(          -- of the day's due reviews, by class and bins; see report.model.ForetoldRow
    day INTEGER NOT NULL, class INTEGER NOT NULL, sm2_bin INTEGER NOT NULL, fsrs_bin INTEGER NOT NULL,
    answers INTEGER NOT NULL, passed INTEGER NOT NULL, sm2 REAL NOT NULL, fsrs REAL NOT NULL,
    sm2_brier REAL NOT NULL, fsrs_brier REAL NOT NULL, sm2_loss REAL NOT NULL, fsrs_loss REAL NOT NULL,
    PRIMARY KEY(day, class, sm2_bin, fsrs_bin)
) WITHOUT ROWID;
CREATE TABLE wrote(note TEXT PRIMARY KEY, entry TEXT NOT NULL, next_review TEXT) WITHOUT ROWID;
CREATE TABLE issue(
    note INTEGER NOT NULL, line INTEGER NOT NULL, code TEXT, found TEXT, meant TEXT,
    front INTEGER NOT NULL          -- 1: of the frontmatter
);
CREATE TABLE terms(                 -- of notes, for `study link` and `study tag`
    path TEXT PRIMARY KEY,
    hash BLOB NOT NULL,             -- of the bytes that they are of
    data BLOB NOT NULL,             -- 8 bytes a term, then 1 a count
    near TEXT NOT NULL              -- what the note's section was last brought up to date with
);
CREATE TABLE seen(unit BLOB PRIMARY KEY, listing BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE ignored(path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE log(
    name TEXT PRIMARY KEY,
    offset INTEGER NOT NULL,        -- how far it was read
    last TEXT NOT NULL              -- id of the entry that ends there; '' where that is none
) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX IF NOT EXISTS card_id ON card(id);
CREATE INDEX IF NOT EXISTS card_note ON card(note, pos);
CREATE INDEX IF NOT EXISTS card_due ON card(due, buried) WHERE hold = 0 AND empty = 0 AND twin = 0;
CREATE INDEX IF NOT EXISTS card_recent ON card(recent) WHERE recent = 1;
CREATE INDEX IF NOT EXISTS card_twin ON card(twin) WHERE twin = 1;
CREATE INDEX IF NOT EXISTS issue_note ON issue(note);
CREATE INDEX IF NOT EXISTS state_note ON state(note) WHERE repetitions IS NOT NULL;
CREATE INDEX IF NOT EXISTS review_day ON review(day, kind, first);
CREATE INDEX IF NOT EXISTS review_card ON review(card, kind);
CREATE INDEX IF NOT EXISTS card_day_day ON card_day(day);
CREATE INDEX IF NOT EXISTS relink_source ON relink(source);
CREATE INDEX IF NOT EXISTS accepted_question ON accepted(question);
"""

# The conditions are those of the index card_due, word for word.
_COUNT = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM card WHERE hold = 0 AND empty = 0 AND twin = 0 AND buried <= ? AND "
)
_COUNT_DUE = _COUNT + "due <= ? LIMIT ?)"
_COUNT_NEW = _COUNT + "due IS NULL LIMIT ?)"


class Index:
    """An open index. `open_index` makes it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.in_memory = False
        self.fresh = False
        self._path = os.path.join(root, ".study", "index.db")
        self._open()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _open(self) -> None:
        """Open the file, a new one where it is damaged or another version's, memory where that fails."""
        if not _can_write(self._path):
            self._connect(":memory:")
            return
        try:
            self._connect(self._path)
        except sqlite3.DatabaseError as error:
            usable = is_damage(error) and self._delete()
            self._connect(self._path if usable else ":memory:")

    def _connect(self, path: str) -> None:
        self.in_memory = path == ":memory:"
        self.db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            self.fresh = self._make_if_new()
        except sqlite3.DatabaseError:
            self.db.close()
            raise

    def _make_if_new(self) -> bool:
        """Create the tables in an empty file; say whether the notes are still to be read.

        Raises:
            sqlite3.DatabaseError: the file is damaged, of another version, or cannot be written.
        """
        version = self._version()
        # A crash of the system may cost the last changes (they are read again) or, in the midst of the first
        # build, the file (it is built again).
        self.db.execute(f"PRAGMA synchronous={'NORMAL' if version else 'OFF'}")
        if version == 0:
            with self.write():
                if self._version() == 0:  # else another program was faster
                    for statement in SCHEMA.split(";\n"):
                        self.db.execute(statement)
                    self.db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        elif version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError("another version")
        return version == 0 or self.meta("built") != "1"

    def _version(self) -> int:
        version: int = self.db.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _delete(self) -> bool:
        """Delete the file and what belongs to it; say whether it is gone."""
        for ending in ("-wal", "-shm", ""):
            try:
                os.unlink(self._path + ending)
            except FileNotFoundError:
                pass
            except OSError:
                return False
        return True

    def rebuild(self) -> None:
        """Begin anew with an empty index: the next refresh reads everything."""
        self.db.close()
        if not self.in_memory:
            self._delete()
        self._open()

    def recover(self, error: sqlite3.DatabaseError) -> None:
        """Begin anew after an error: a damaged index in a new file, one that cannot be written in memory.

        Raises:
            sqlite3.DatabaseError: `error`, where it is of another kind.
        """
        if is_damage(error):
            self.rebuild()
        elif _is_unwritable(error) and not self.in_memory:
            self.db.close()
            self._connect(":memory:")
        else:
            raise error

    def add_indexes(self) -> None:
        """Create the indexes; after a first build, for that is faster."""
        for statement in INDEXES.split(";\n"):
            self.db.execute(statement)

    def use_wal(self) -> bool:
        """Let readers and a writer work at once from now on; say whether that could be had.

        After a first build, which is faster without. Where another program has the file open, or the disk
        cannot do it, the index works as before.
        """
        try:
            mode: str = self.db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.OperationalError:
            return False
        return mode == "wal"

    def close(self) -> None:
        """Close it; nothing is left to be saved."""
        self.db.close()

    def write(self) -> "AbstractContextManager[sqlite3.Connection]":
        """Return a context in which everything is written, or, after an error, nothing."""
        return _Transaction(self.db)

    def meta(self, key: str) -> str:
        """Return a value kept under a name, '' where there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def done(self, day: int) -> tuple[int, int]:
        """Return how many (reviews, new cards) were done on a day."""
        query = "SELECT first, COUNT(*) FROM review WHERE day = ? AND kind = 'review' GROUP BY first"
        done = dict(self.db.execute(query, (day,)).fetchall())
        return done.get(0, 0), done.get(1, 0)

    def limits(self, day: int) -> tuple[int, int]:
        """Return how many (reviews, new cards) may still be asked on a day, never below 0.

        The limits are those of the settings at the last refresh.
        """
        reviews, new = self.done(day)
        reviews = int(self.meta("reviews_per_day") or 0) - reviews
        new = int(self.meta("new_per_day") or 0) - new
        return max(reviews, 0), max(new, 0)

    def ready(self, day: int) -> tuple[int, int]:
        """Return how many (due, new) cards a review would ask on a day (an ordinal)."""
        reviews, new = self.limits(day)
        due = self.db.execute(_COUNT_DUE, (day, day, reviews)).fetchone()[0]
        return due, self.db.execute(_COUNT_NEW, (day, new)).fetchone()[0]


class _Transaction:
    """BEGIN IMMEDIATE ... COMMIT, or ROLLBACK after an error; contextlib would cost its import.

    Inside another one it is a part of that.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._inner = False

    def __enter__(self) -> sqlite3.Connection:
        self._inner = self._db.in_transaction
        if not self._inner:
            self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def __exit__(self, kind: object, *rest: object) -> None:
        if self._inner:
            return
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")


def _can_write(path: str) -> bool:
    """Say whether the index can be written at `path`; its folder is made where it is missing."""
    study = os.path.dirname(path)
    if not os.path.isdir(study):
        from studycli.store.files import ensure_study_dir

        try:
            ensure_study_dir(os.path.dirname(study))
        except WriteError:
            return False
    return os.access(study, os.W_OK) and (os.access(path, os.W_OK) or not os.path.exists(path))


def open_index(root: str) -> Index:
    """Open the index of the vault at `root`; in memory where its ``.study`` cannot be written."""
    return Index(os.fspath(root))


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell damage, which a rebuild mends, from a lock or a disk that cannot be written."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_NOTADB) & 0xFF  # the rest of the bits is detail
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _is_unwritable(error: sqlite3.DatabaseError) -> bool:
    """Tell a disk that is full, read-only or fails."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
