"""`study link`: each note's section of related notes, and its list in the frontmatter, brought up to date.

The texts are made by several processes, of the notes as they were read; this one alone writes, under the vault's lock,
and makes the text of a note anew that changed meanwhile.
"""

from __future__ import annotations

import itertools
import os
import time
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.collection.edits import UNWRITTEN, edit, look, named_notes, write_all
from studycli.collection.nearby import nearby
from studycli.collection.sections import Related, Sections, unlinked
from studycli.collection.values import Problem
from studycli.likeness import section
from studycli.store import terms as kept_terms
from studycli.store.forking import shared_out
from studycli.store.queries import notes
from studycli.store.refresh import keep, lasting_since, reread
from studycli.store.rewritten import Ending, end_rewritten, ending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.edits import Edit
    from studycli.collection.nearby import Nearby, Told
    from studycli.collection.sections import Made
    from studycli.collection.values import LinkOptions
    from studycli.store.files import Stamp

_DONE = "linked"  # key in the index's meta: what the notes were when all of them were last brought up to date
_AT_ONCE = 100  # notes that are done under one lock, after which the index follows


class Linked(NamedTuple):
    """A note that changes: its text before and after ('' where it was written), and the notes that it is linked to."""

    note: str
    before: str
    after: str
    related: tuple[Related, ...]


class Links(NamedTuple):
    """What `study link` did.

    Attributes:
        notes: How many notes were looked at.
        changed: Those that changed, or would, by path.
        problems: Why some are not as they should be.
    """

    notes: int
    changed: list[Linked]
    problems: list[Problem]


def link(desk: Desk, options: LinkOptions, told: Told) -> Links:
    """Bring the sections of notes up to date.

    Args:
        desk: Its index is refreshed.
        options: What is linked.
        told: Is called with how many notes of how many are done.

    Raises:
        FilterError: A name fits no note.
        WriteError: Another program holds the vault.
    """
    obsidian = os.path.isdir(os.path.join(desk.root, ".obsidian"))
    if not options.notes and desk.index.meta(_DONE) == _state(desk, options, obsidian=obsidian):
        return Links(len(notes(desk.index)), [], [])
    linking = _Linking(desk, nearby(desk, told), options, obsidian=obsidian)
    names = named_notes({path: note.title for path, note in linking.near.notes.items()}, options.notes)
    found = linking.run(names, told)
    unwritten = any(problem.code == UNWRITTEN for problem in found.problems)
    if not (options.notes or options.dry_run or unwritten):
        desk.index.set_meta(_DONE, _state(desk, options, obsidian=obsidian))
    return found


def remove(desk: Desk, names: tuple[str, ...], told: Told, *, dry_run: bool) -> Links:
    """Take the sections away, and what the lists in the frontmatter have of them.

    Raises:
        FilterError: A name fits no note.
        WriteError: Another program holds the vault.
    """
    paths = named_notes({note.path: note.title for note in notes(desk.index)}, names)
    changed: list[Linked] = []
    problems: list[Problem] = []
    for done, path in enumerate(paths, 1):
        edited = edit(desk, path, unlinked, dry_run=dry_run)
        if isinstance(edited, Problem):
            problems.append(edited)
        elif edited.before != edited.after:
            changed.append(_linked(edited, (), with_texts=dry_run))
        told(done, len(paths))
    if not dry_run:
        reread(desk.index, [each.note for each in changed])
        desk.index.set_meta(_DONE, "")
    return Links(len(paths), changed, problems)


def _linked(edited: Edit, related: Sequence[Related], *, with_texts: bool) -> Linked:
    texts = edited[1:] if with_texts else ("", "")  # of ten thousand notes they are too much to keep
    return Linked(edited.note, *texts, tuple(related))


def _state(desk: Desk, options: LinkOptions, *, obsidian: bool) -> str:
    """Return what a run depends on: the notes' paths and bytes, and the options."""
    state = blake2b(f"{options.top} {obsidian}".encode(), digest_size=16)
    for path, digest in desk.index.db.execute("SELECT path, hash FROM note ORDER BY path"):
        state.update(path.encode() + b"\n" + digest)
    return state.hexdigest()


class _Row(NamedTuple):
    """What became of a note, in plain values, for it crosses from one process to another.

    Attributes:
        row: Of the note.
        basis: What decides its section, to be kept; '' where that is what was kept, and nothing is to be done.
        stamp: Of the file as it was read.
        data: The new content; None for none.
        end: What the index follows by, an `Ending`; () where the note could not be read or written.
        related: The notes that it is linked to, each a `Related`.
        problems: Each a `Problem`.
        texts: Before and after, where nothing is written.
    """

    row: int
    basis: str = ""
    stamp: Stamp = (0, 0)
    data: bytes | None = None
    end: tuple[Any, ...] = ()
    related: tuple[tuple[Any, ...], ...] = ()
    problems: tuple[tuple[Any, ...], ...] = ()
    texts: tuple[str, str] = ("", "")


class _Linking:
    """One run over the notes."""

    def __init__(self, desk: Desk, near: Nearby, options: LinkOptions, *, obsidian: bool) -> None:
        self.desk = desk
        self.near = near
        self._dry_run = options.dry_run
        self._sections = Sections(near, options.top, obsidian=obsidian)

    def run(self, names: Sequence[str], told: Told) -> Links:
        """Bring the notes with these paths up to date; those that are not studied are left alone."""
        row_of = {path: row for row, path in enumerate(self.near.paths)}
        rows = [row_of[name] for name in names if name in row_of]
        found = Links(len(rows), [], [])
        made = map(_Row._make, shared_out(self._made, rows))
        done = 0
        while some := list(itertools.islice(made, _AT_ONCE)):
            for each in self._written([each for each in some if each.basis]):
                self._tell(each, found)
            done += len(some)
            told(done, len(rows))
        found.changed.sort(key=lambda each: each.note)
        found.problems.sort(key=lambda each: each.path)
        return found

    def _made(self, row: int) -> tuple[Any, ...]:
        """Make the text of one note, and write nothing."""
        path, near = self.near.paths[row], self._sections.near_to(row)
        basis = self._sections.basis(near)
        if self.near.near[path] == basis:
            return tuple(_Row(row))
        lasting = lasting_since(time.time_ns())
        found = look(self.desk, path)
        if isinstance(found, Problem):
            return tuple(_Row(row, basis, problems=(tuple(found),)))
        size, mtime_ns = found.stamp
        stamp = (size, lasting(mtime_ns))
        return tuple(self._row(row, basis, found.text, self._sections.made(row, near, found.text), stamp))

    def _row(self, row: int, basis: str, before: str, made: Made, stamp: Stamp = (0, 0)) -> _Row:
        after = made.text
        return _Row(
            row,
            basis,
            stamp,
            None if before == after or self._dry_run else after.encode(),
            tuple(ending(before, after, section.is_same_before)),
            tuple(map(tuple, made.related)),
            tuple(map(tuple, made.problems)),
            (before, after) if self._dry_run else ("", ""),  # of ten thousand notes they are too much to keep
        )

    def _written(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """Write notes, and have the index and the kept terms follow; return what became of them."""
        if self._dry_run or not rows:
            return rows
        with self.desk.alone():
            new = [
                (self.near.paths[each.row], each.data, each.stamp) for each in rows if each.data is not None
            ]
            outcomes = dict(zip((path for path, *_ in new), write_all(self.desk, new), strict=True))
            done = [self._settled(each, outcomes.get(self.near.paths[each.row], True)) for each in rows]
            keep(self.desk.index, self.desk.settings, lambda: self._follow(done))
        return done

    def _settled(self, row: _Row, outcome: bool | Problem) -> _Row:
        """Return what became of a note; one that changed since it was read is done again."""
        if isinstance(outcome, Problem):
            return _Row(row.row, row.basis, problems=(tuple(outcome),))
        return row if outcome else self._again(row.row, row.basis)

    def _again(self, row: int, basis: str) -> _Row:
        near = self._sections.near_to(row)
        made: list[Made] = []

        def change(text: str) -> str:
            made[:] = [self._sections.made(row, near, text)]
            return made[0].text

        edited = edit(self.desk, self.near.paths[row], change, dry_run=False)
        if isinstance(edited, Problem):
            return _Row(row, basis, problems=(tuple(edited),))
        return self._row(row, basis, edited.before, made[0])

    def _follow(self, rows: Sequence[_Row]) -> None:
        """Have the index and the kept terms follow what was written."""
        index = self.desk.index
        done = [(self.near.paths[each.row], Ending(*each.end), each.basis) for each in rows if each.end]
        for path, end, _ in done:
            if end.before != end.after:
                end_rewritten(index, path, end)
        kept_terms.renewed(index, [(path, end.before, end.after, basis) for path, end, basis in done])

    def _tell(self, row: _Row, found: Links) -> None:
        """Add what became of a note."""
        found.problems.extend(itertools.starmap(Problem, row.problems))
        if row.end and Ending(*row.end).before != Ending(*row.end).after:
            related = tuple(itertools.starmap(Related, row.related))
            found.changed.append(Linked(self.near.paths[row.row], *row.texts, related))
