"""Bringing the index up to date with the notes and the logs.

    refresh(index, settings=None) -> Changes     looks at every note, reads those that changed, takes new entries
    reread(index, paths) -> Changes              single notes, after they were written
    settle(index)                                new cards are new no more; nothing is pending
    keep(index, settings, write)                 writes what notes and log have, or reads it from them
    card_options(index) -> CardOptions           the parser's settings as of the last refresh

Light, for `study due --count` runs it after an edit: what reads logs, settings, or YAML is imported where a
log, the settings, or a frontmatter changed.
"""

import os
import time

from studycli.store.index import Index
from studycli.store.noterows import NoteRows, mark_all_twins, mark_twins
from studycli.store.placing import LIVE, place_note
from studycli.store.scan import CLOSED, LOGS, PARSER, SETTINGS, files_in, look, surroundings, without_times

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pathspec import PathSpec

    from studycli.notes.model import CardOptions
    from studycli.settings import Settings
    from studycli.store.entry import LogProblem
    from studycli.store.scan import Files, Listings

ITEM, GROUP = "\x1e", "\x1d"  # between the items of a setting kept in the index, and between settings
TICK_NS = 20_000_000  # a file's time is this coarse at worst, where it holds fractions of a second
COARSE_NS = 2_000_000_000  # and this coarse where it does not (FAT)
RECOVERIES = 2  # a damaged index on a full disk: first a new file, then memory
PENDING = "pending"  # key in meta: '1' when orphans or edits by hand wait for the collection


class Changes:
    """What a refresh found.

    Attributes:
        added: Paths of new notes.
        changed: Paths of notes whose bytes changed.
        removed: Paths of notes that are gone.
        problems: Lines of the logs that are no entries, of what was read now.
        rebuilt: Whether everything was read because there was no index, or none of use.
    """

    __slots__ = ("added", "changed", "problems", "rebuilt", "removed")

    def __init__(self, rows: NoteRows | None = None, *, rebuilt: bool = False) -> None:
        self.added: list[str] = sorted(rows.added) if rows else []
        self.changed: list[str] = sorted(rows.changed) if rows else []
        self.removed: list[str] = sorted(rows.removed) if rows else []
        self.problems: list[LogProblem] = []
        self.rebuilt = rebuilt


def refresh(index: Index, settings: "Settings | None" = None) -> Changes:
    """Bring the index up to date; a damaged one is made anew, one that cannot be written is made in memory.

    Args:
        index: The index; it is written in one transaction, and only where something changed.
        settings: Of the vault; None to read them where they changed since the last refresh.

    Raises:
        SettingsError: study.toml changed and cannot be understood.
        LogError: A log is of a newer version.
    """
    from sqlite3 import DatabaseError  # loaded already, by the index

    for _ in range(RECOVERIES):
        try:
            return _Refresh(index, settings).run()
        except DatabaseError as error:
            index.recover(error)
    return _Refresh(index, settings).run()


def reread(index: Index, paths: "Iterable[str]") -> Changes:
    """Bring single notes up to date, after they were written."""
    files: Files = {}
    gone: list[str] = []
    since = time.time_ns()
    for path in paths:
        try:
            found = os.stat(os.path.join(index.root, path))
            files[path] = (found.st_size, found.st_mtime_ns)
        except OSError:
            gone.append(path)
    with index.write():
        rows = NoteRows(index.db, building=False, lasting=lasting_since(since))
        rows.remove(gone)
        _read(index, rows, files, every=False)
        mark_twins(index.db, rows.touched)
        for note in rows.notes:
            place_note(index.db, note)
    return Changes(rows)


def settle(index: Index) -> None:
    """Let new cards be new no more: the collection has matched orphans and followed edits by hand."""
    with index.write() as db:
        db.execute("UPDATE card SET recent = 0 WHERE recent = 1")
        index.set_meta(PENDING, "")


def keep(index: Index, settings: "Settings", write: "Callable[[], object]") -> None:
    """Write into the index what notes and log have already; read it from them where that cannot be done.

    Args:
        index: The index; no transaction is open.
        settings: Of the vault.
        write: Does the writing.
    """
    from sqlite3 import DatabaseError

    try:
        with index.write():
            write()
    except DatabaseError as error:
        index.recover(error)
        refresh(index, settings)


def card_options(index: Index) -> "CardOptions":
    """Return the settings that decide what becomes a card, as of the last refresh."""
    from studycli.notes.model import CardOptions

    bold, not_cards, headings = index.meta("options").split(GROUP)
    return CardOptions(bold == "1", _items(not_cards), _items(headings))


class _Refresh:
    """One refresh: what is known, what is there, and the way from one to the other."""

    def __init__(self, index: Index, settings: "Settings | None") -> None:
        self.index = index
        self.settings = settings
        self.matcher: Matcher | None = None
        self.since = time.time_ns()
        self.around = surroundings(index.root)
        self._known: Listings = {}
        self._version = 0

    def run(self) -> Changes:
        """Look, and write where anything is not as it is known."""
        known = self._seen()
        if self.settings is None and self.around[SETTINGS] != known.get(SETTINGS):
            self._load_settings()
        changed, gone = self._look(known)
        same = not (changed or gone) and all(known.get(key) == value for key, value in self.around.items())
        if same and not self._other_settings():
            return Changes()
        with self.index.write():
            changes = self._take(changed, gone)
        if changes.rebuilt:
            self.index.use_wal()
        return changes

    def _seen(self) -> "Listings":
        """Return what was seen; it is read again where another program has written since."""
        version = self.index.db.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version, self._known = version, _seen(self.index)
        return self._known

    def _load_settings(self) -> None:
        from studycli.settings import load

        self.settings = load(self.index.root)

    def _look(self, known: "Listings") -> "tuple[Listings, list[bytes]]":
        """Compare the vault with what is known; where patterns decide what is a note, by them if need be."""
        root = self.index.root
        if self.settings is None:
            changed, gone = look(root, ignored(self.index).__contains__, known)
            if not (changed or gone) or not self.index.meta("ignore"):
                return changed, gone
            self._load_settings()
        self.matcher = Matcher(self.settings.ignore if self.settings else ())
        return look(root, self.matcher.check, known)

    def _other_settings(self) -> bool:
        """Say whether settings that were given are not those that the index knows."""
        return self.settings is not None and any(
            self.index.meta(key) != value for key, value in _kept(self.settings).items()
        )

    def _take(self, changed: "Listings", gone: list[bytes]) -> Changes:
        """Write all that changed; inside the transaction."""
        index, known = self.index, self._seen()
        building = index.meta("built") != "1"
        every = self._keep_settings() or known.get(PARSER) != self.around[PARSER]
        rows = NoteRows(index.db, building=building, lasting=lasting_since(self.since))
        before = files_in({key: known[key] for key in (*changed, *gone) if key in known})
        after = files_in(changed)
        rows.remove(sorted(before.keys() - after.keys()))
        rest = {key: value for key, value in known.items() if key not in changed and key not in self.around}
        _read(index, rows, after | files_in(rest) if every else after, every=every)
        self._keep_seen(changed, gone)
        changes = Changes(rows, rebuilt=building)
        if building:
            index.add_indexes()
            mark_all_twins(index.db)
        else:
            mark_twins(index.db, rows.touched)
        self._place(rows, changes)
        index.set_meta("built", "1")
        if _is_pending(index, None if building or known.get(LOGS) != self.around[LOGS] else rows):
            index.set_meta(PENDING, "1")
        return changes

    def _keep_settings(self) -> bool:
        """Keep the settings that the fast path needs; say whether notes are parsed in another way now."""
        if self.settings is None:
            return False
        kept = _kept(self.settings)
        other = self.index.meta("options") != kept["options"]
        for key, value in kept.items():
            self.index.set_meta(key, value)
        return other

    def _keep_seen(self, changed: "Listings", gone: list[bytes]) -> None:
        """Keep what was seen, and what was ignored."""
        db, lasting = self.index.db, lasting_since(self.since)
        late = {
            path.rpartition("/")[2] for path, (_, mtime) in files_in(changed).items() if not lasting(mtime)
        }
        if late:
            changed = {key: without_times(listing, late) for key, listing in changed.items()}
        db.executemany("DELETE FROM seen WHERE unit = ?", [(key,) for key in gone])
        db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", [*changed.items(), *self.around.items()])
        if self.matcher is not None:
            db.execute("DELETE FROM ignored")
            db.executemany(
                "INSERT INTO ignored VALUES (?)", [(os.fsencode(path),) for path in self.matcher.found]
            )

    def _place(self, rows: NoteRows, changes: Changes) -> None:
        """Give the cards of the notes that were read, and those of new entries, their states.

        Those of a first build have what their notes say already, and take what the logs say here.
        """
        if not changes.rebuilt:
            for note in rows.notes:
                place_note(self.index.db, note)
        if self._has_entries():
            from studycli.store.states import read_all_logs, read_logs  # slow: msgspec

            changes.problems = (read_all_logs if changes.rebuilt else read_logs)(self.index)

    def _has_entries(self) -> bool:
        """Say whether a log is not as long as what was read of it, or cannot be looked at."""
        read = dict(self.index.db.execute("SELECT name, CAST(offset AS TEXT) FROM log").fetchall())
        stamps = os.fsdecode(self.around[LOGS]).split("/")
        sizes = {
            name: stamp.partition(",")[0] for name, _, stamp in (s.rpartition("=") for s in stamps) if name
        }
        return sizes != read or stamps == [CLOSED]


class Matcher:
    """Which paths the settings leave out, and which of them were met."""

    def __init__(self, patterns: "tuple[str, ...]") -> None:
        self.found: list[str] = []
        self._spec = _spec(patterns) if patterns else None

    def check(self, path: str) -> bool:
        """Say whether a path (a folder's ends with '/') is left out."""
        if self._spec is None or not self._spec.match_file(path):
            return False
        self.found.append(path)
        return True


def ignored(index: Index) -> "set[str]":
    """Return the paths that were left out when the settings' patterns were last applied."""
    return {os.fsdecode(path) for (path,) in index.db.execute("SELECT path FROM ignored")}


def _spec(patterns: "tuple[str, ...]") -> "PathSpec[Any]":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def _seen(index: Index) -> "Listings":
    return dict(index.db.execute("SELECT unit, listing FROM seen").fetchall())


def lasting_since(since: int) -> "Callable[[int], int]":
    """Return a function that keeps a file's time, or 0 where the file may change again without a new time."""

    def lasting(mtime_ns: int) -> int:
        tick = TICK_NS if mtime_ns % 1_000_000_000 else COARSE_NS
        return mtime_ns if mtime_ns < since - tick else 0

    return lasting


def _read(index: Index, rows: NoteRows, files: "Files", *, every: bool) -> None:
    """Read those of the files that must be read, into the rows."""
    jobs = rows.jobs(files, every=every)
    if jobs:
        from studycli.store.reading import read_all

        for row in read_all(index.root, jobs, card_options(index)):
            rows.take(row)
    rows.flush()


def _kept(settings: "Settings") -> dict[str, str]:
    """Return what the fast path needs of the settings, as texts."""
    bold = "1" if settings.bold_clozes else "0"
    return {
        "new_per_day": str(settings.new_per_day),
        "reviews_per_day": str(settings.reviews_per_day),
        "day_start": settings.day_start,
        "options": GROUP.join((bold, ITEM.join(settings.not_cards), ITEM.join(settings.question_headings))),
        "ignore": ITEM.join(settings.ignore),
        "bury_siblings": "1" if settings.bury_siblings else "",
    }


def _items(joined: str) -> "tuple[str, ...]":
    return tuple(joined.split(ITEM)) if joined else ()


def _is_pending(index: Index, rows: "NoteRows | None") -> bool:
    """Say whether the collection has to match orphans or follow edits by hand; None looks at everything."""
    if rows is None:
        return _orphans_anywhere(index) or any(map(_is_edited, index.db.execute(_WRITTEN)))
    orphan = f"SELECT 1 FROM state WHERE card = ? AND {LIVE} AND {_LOST}"  # noqa: S608 - constants
    if any(index.db.execute(orphan, (card,)).fetchone() for card in rows.touched):
        return True
    return any(
        _is_edited(row)
        for note in rows.notes
        for row in index.db.execute(_WRITTEN + " AND note.id = ?", (note,))
    )


_LOST = (
    "(repetitions IS NOT NULL OR suspended) AND NOT EXISTS (SELECT 1 FROM card WHERE card.id = state.card)"
)
_WRITTEN = "SELECT note.next_review, wrote.next_review FROM note JOIN wrote ON wrote.note = note.path WHERE 1"


def _orphans_anywhere(index: Index) -> bool:
    query = f"SELECT 1 FROM state WHERE {LIVE} AND {_LOST} LIMIT 1"  # noqa: S608 - constants
    return index.db.execute(query).fetchone() is not None


def _is_edited(row: "tuple[int | None, str | None]") -> bool:
    """Say whether a note's date is not the one that the program last wrote there (its source, quotes and all)."""
    there, source = row
    if there is None or source is None:
        return (there is None) != (source is None)
    from datetime import date

    return date.fromordinal(there).isoformat() not in source.replace("/", "-")
