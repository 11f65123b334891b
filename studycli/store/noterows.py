"""The index's rows of notes, cards and issues: which notes must be read, and what reading them gave.

Light, as `refresh`.
"""

from studycli.store.placing import from_note

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from typing import Any

    from studycli.store.reading import Job, Row
    from studycli.store.scan import Files

_NOTE = (
    "INSERT OR REPLACE INTO note (id, path, size, mtime_ns, hash, front_hash, title, front_title, tags, difficulty,"
    " last_reviewed, next_review, review_count, mastery, study, writable, problem)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_CARD = (
    "INSERT INTO card (due, interval, derived, note, pos, recent, id, line, a_first, a_last, a_start, a_end, kind, prompt, path, tags,"
    " anchor, empty) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_AT_ONCE = 1000  # cards
_DATES = slice(3, 5)  # last_reviewed and next_review among the columns of a frontmatter
_KNOWN = (
    "SELECT id, size, mtime_ns, hash, front_hash, front_title, tags, difficulty, last_reviewed, next_review,"
    " review_count, mastery, study, writable FROM note WHERE path = ?"
)


class NoteRows:
    """The notes of an index while they are brought up to date, inside a transaction.

    Args:
        db: The index.
        building: Whether the index is new: then no card counts as recent, and the log is still to be read.
        lasting: Returns the time of a file's change as it is to be kept: 0 where it cannot tell a later change.

    Attributes:
        added, changed, removed: Paths.
        touched: Ids of the cards that these notes had or have.
        notes: Keys of the notes that were read.
    """

    def __init__(self, db: "sqlite3.Connection", *, building: bool, lasting: "Callable[[int], int]") -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.removed: list[str] = []
        self.touched: set[str] = set()
        self.notes: list[int] = []
        self._db = db
        self._building = building
        self._lasting = lasting
        self._keys: dict[str, int] = {}
        self._stamps: Files = {}
        self._cards: list[tuple[Any, ...]] = []
        self._issues: list[tuple[Any, ...]] = []

    def jobs(self, files: "Files", *, every: bool) -> "list[Job]":
        """Return which of the files must be read: all, or those whose stamp is not the index's."""
        from studycli.store.reading import Job, unnamed_row

        found = []
        for name, (size, mtime_ns) in sorted(files.items()):
            path = shown(name)
            self._stamps[path] = (size, self._lasting(mtime_ns))
            row = None if self._building else self._db.execute(_KNOWN, (path,)).fetchone()
            if row is not None:
                self._keys[path] = row[0]
            if path != name:
                self.take(unnamed_row(path))
            elif row is None or every:
                found.append(Job(path, None, None, ()))
            elif (size, mtime_ns) != row[1:3]:
                found.append(Job(path, row[3], row[4], row[5:]))
        return found

    def remove(self, paths: "Iterable[str]") -> None:
        """Take out the notes that are gone."""
        for path in paths:
            row = self._db.execute("SELECT id FROM note WHERE path = ?", (shown(path),)).fetchone()
            if row:
                self._clear(row[0], front=True)
                self._db.execute("DELETE FROM note WHERE id = ?", row)
                self.removed.append(shown(path))

    def take(self, row: "Row") -> None:
        """Take what reading a note gave; `flush` writes its cards and issues."""
        from studycli.store.reading import GONE, SAME

        path, what = row[:2]
        if what == GONE:
            self.remove([path])
        elif what == SAME:
            self._db.execute(
                "UPDATE note SET size = ?, mtime_ns = ? WHERE path = ?", (*self._stamps[path], path)
            )
        else:
            self._put(path, *row[2:])

    def _put(
        self,
        path: str,
        digest: bytes,
        front_digest: bytes,
        title: str,
        front: "tuple[Any, ...]",
        problem: str,
        cards: "tuple[tuple[Any, ...], ...]",
        issues: "tuple[tuple[Any, ...], ...]",
        front_issues: "tuple[tuple[Any, ...], ...] | None",
    ) -> None:
        """Write a note's row, its cards and its issues in the place of the former ones."""
        key = self._keys.get(path)
        (self.added if key is None else self.changed).append(path)
        former = {} if key is None else self._clear(key, front=front_issues is not None)
        note = (path, *self._stamps[path], digest, front_digest, title, *front, problem)
        key = self._db.execute(_NOTE, (key, *note)).lastrowid or 0
        recent = 0 if self._building else 1
        # Where the index is not new, the caller places the cards: the log may know them.
        placed = from_note(*front[_DATES]) if self._building else (None, 0, 0)
        for place, card in enumerate(cards):
            self._cards.append((*placed, key, place, former.get(card[0], recent), *card))
            self.touched.add(card[0])
        self._issues.extend((key, *issue, 0) for issue in issues)
        self._issues.extend((key, *issue, 1) for issue in front_issues or ())
        self.notes.append(key)
        if len(self._cards) > _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write the cards and issues of the notes that were taken; many at once cost half as much."""
        self._db.executemany(_CARD, self._cards)
        self._db.executemany("INSERT INTO issue VALUES (?,?,?,?,?,?)", self._issues)
        self._cards.clear()
        self._issues.clear()

    def _clear(self, key: int, *, front: bool) -> dict[str, int]:
        """Delete a note's cards and issues; return which of the cards were recent."""
        former: dict[str, int] = dict(
            self._db.execute("SELECT id, recent FROM card WHERE note = ?", (key,)).fetchall()
        )
        self._db.execute("DELETE FROM card WHERE note = ?", (key,))
        self._db.execute("DELETE FROM issue WHERE note = ? AND front <= ?", (key, int(front)))
        self.touched.update(former)
        return former


def shown(path: str) -> str:
    r"""Return a path as text: bytes of a name that are not UTF-8 as '\xff'."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def mark_all_twins(db: "sqlite3.Connection") -> None:
    """Mark, among all cards that share an id, all but the first one."""
    mark_twins(db, [card for (card,) in db.execute("SELECT id FROM card GROUP BY id HAVING COUNT(*) > 1")])


def mark_twins(db: "sqlite3.Connection", cards: "Iterable[str]") -> None:
    """Mark, among the cards with each of these ids, all but the first by path and place."""
    same = (
        "SELECT card.key FROM card JOIN note ON note.id = card.note WHERE card.id = ? ORDER BY note.path, pos"
    )
    for card in cards:
        keys = db.execute(same, (card,)).fetchall()
        if len(keys) > 1:
            db.executemany("UPDATE card SET twin = 1 WHERE key = ?", keys[1:])
        if keys:
            db.execute("UPDATE card SET twin = 0 WHERE key = ? AND twin = 1", keys[0])
