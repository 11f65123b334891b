"""`study link`: each note's section of related notes, and its list in the frontmatter, brought up to date.

A section is written when the notes in it change, not when only their order or a reason does: so an edit of one note
leaves the others as they are, as far as that can be. Items of the list that the section never had are the person's
own, and stay.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.edits import UNWRITTEN, Edit, edit, named_notes
from studycli.collection.nearby import nearby, tag_names
from studycli.collection.values import Problem
from studycli.likeness import section
from studycli.likeness.links import Linker, linked, named
from studycli.likeness.nearest import nearest
from studycli.likeness.prose import prose
from studycli.likeness.reasons import reasons, shared, surfaces
from studycli.notes.frontmatter import list_of, with_list
from studycli.notes.split import front_span
from studycli.store import terms as kept_terms
from studycli.store.queries import notes
from studycli.store.reading import digest_of
from studycli.store.refresh import keep, reread
from studycli.store.rewritten import end_rewritten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.nearby import Nearby, Told
    from studycli.likeness.nearest import Near

KEY = "related_outlines"
LEAST = 0.12
"""Likeness below which a note is not related: there two notes share only words that many have."""

_DONE = "linked"  # key in the index's meta: what the notes were when all of them were last brought up to date
_AT_ONCE = 50  # notes that are done under one lock, after which the index follows


class LinkOptions(NamedTuple):
    """What is linked.

    Attributes:
        notes: Notes or folders; () for all.
        top: Most notes that one is linked to.
        dry_run: Whether nothing is written.
    """

    notes: tuple[str, ...] = ()
    top: int = 5
    dry_run: bool = False


class Related(NamedTuple):
    """A related note: its path, its likeness from 0 to 1, and the terms that both have."""

    note: str
    likeness: float
    terms: tuple[str, ...]


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
        edited = edit(desk, path, _unlinked, dry_run=dry_run)
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


def _unlinked(text: str) -> str:
    former = set(map(linked, section.items_of(section.find(text))))
    there = list_of(text, KEY) or []
    kept = [entry for entry in there if named(entry) not in former]
    return section.without(with_list(text, KEY, kept))


def _state(desk: Desk, options: LinkOptions, *, obsidian: bool) -> str:
    """Return what a run depends on: the notes' paths and bytes, and the options."""
    state = blake2b(f"{options.top} {obsidian}".encode(), digest_size=16)
    for path, digest in desk.index.db.execute("SELECT path, hash FROM note ORDER BY path"):
        state.update(path.encode() + b"\n" + digest)
    return state.hexdigest()


class _Linking:
    """One run over the notes."""

    def __init__(self, desk: Desk, near: Nearby, options: LinkOptions, *, obsidian: bool) -> None:
        self.desk = desk
        self.near = near
        self._options = options
        self._titles = {path: note.title for path, note in near.notes.items()}
        self._linker = Linker(self._titles, obsidian=obsidian)
        self._basis = f"{options.top} {obsidian}"

    def run(self, names: Sequence[str], told: Told) -> Links:
        """Bring the notes with these paths up to date; those that are not studied are left alone."""
        row_of = {path: row for row, path in enumerate(self.near.paths)}
        rows = [row_of[name] for name in names if name in row_of]
        found = Links(len(rows), [], [])
        each = nearest(self.near.vectors, rows, self._options.top, LEAST)
        for start in range(0, len(rows), _AT_ONCE):
            self._run_some([*zip(rows[start : start + _AT_ONCE], each, strict=False)], found)
            told(min(start + _AT_ONCE, len(rows)), len(rows))
        return found

    def _run_some(self, notes: Sequence[tuple[int, tuple[Near, ...]]], found: Links) -> None:
        if self._options.dry_run:
            for row, near in notes:
                self._note(row, near, found)
            return
        with self.desk.alone():
            done = [pair for row, near in notes for pair in self._note(row, near, found)]
            keep(self.desk.index, self.desk.settings, lambda: self._follow(done))

    def _note(self, row: int, near: tuple[Near, ...], found: Links) -> list[tuple[Edit, str]]:
        """Bring one note up to date; return the edit and what it was done with, to be kept."""
        path = self.near.paths[row]
        basis = self._basis_of(near)
        if self.near.near[path] == basis:
            return []
        related: list[Related] = []
        remarks: list[Problem] = []

        def change(text: str) -> str:
            related[:], remarks[:] = self._related(row, near, text), []
            return self._changed(path, text, related, remarks.append)

        edited = edit(self.desk, path, change, dry_run=self._options.dry_run)
        if isinstance(edited, Problem):
            found.problems.append(edited)
            return []
        found.problems.extend(remarks)
        if edited.before != edited.after:
            found.changed.append(_linked(edited, related, with_texts=self._options.dry_run))
        return [(edited, basis)]

    def _basis_of(self, near: tuple[Near, ...]) -> str:
        """Return what decides a note's section, besides its own bytes."""
        targets = sorted(self.near.paths[each.text] for each in near)
        names = [f"{path}\t{self._titles[path]}\t{self._linker.wiki_name(path)}" for path in targets]
        return "\n".join([self._basis, *names])

    def _follow(self, done: Sequence[tuple[Edit, str]]) -> None:
        """Have the index and the kept terms follow what was written."""
        index = self.desk.index
        for (path, before, after), _ in done:
            if before != after:
                end_rewritten(index, path, before, after, section.is_same_before)
        kept_terms.renewed(
            index,
            [
                (path, digest_of(before.encode()), digest_of(after.encode()), basis)
                for (path, before, after), basis in done
            ],
        )

    def _related(self, row: int, near: tuple[Near, ...], text: str) -> list[Related]:
        """Return the notes that are near for a reason that can be told."""
        vectors, words = self.near.vectors, prose(text).text
        tags = self.near.notes[self.near.paths[row]].tags
        both = [shared(vectors, row, each.text) for each in near]
        shown = surfaces(words, set().union(*both), {tag_names(tag)[-1]: f"#{tag}" for tag in tags})
        found = (
            Related(self.near.paths[each.text], each.likeness, reasons(terms, shown, words))
            for each, terms in zip(near, both, strict=True)
        )
        return [each for each in found if each.terms]

    def _changed(
        self, path: str, text: str, related: Sequence[Related], remark: Callable[[Problem], object]
    ) -> str:
        """Return a note with its section and its list, and remark on what could not be written."""
        there = section.find(text)
        wiki = self._linker.is_wiki(text if there is None or not there.marked else section.without(text))
        if there is not None and not there.marked:
            remark(_own_section(path, text, there))
            return text
        has_front = front_span(text) is not None
        entries = list_of(text, KEY) if has_front else None
        if has_front and entries is None:
            meant = "a list of words, in a frontmatter that can be changed safely; `study check` says more"
            remark(Problem(path, 0, "fixed-list", f"{KEY} cannot be written", meant))
            return text
        new = self._with_section(path, text, related, wiki=wiki)
        if new == text and related and there is None:
            meant = "an end of the note at which a heading is one: close the fence or comment"
            remark(Problem(path, 0, "open-end", "no section can be added", meant))
            return text
        return new if entries is None else self._with_entries(new, entries, there, related, wiki=wiki)

    def _with_section(self, path: str, text: str, related: Sequence[Related], *, wiki: bool) -> str:
        there = section.find(text)
        words = section.words_for(text, there)
        links = {self._linker.link(path, each.note, wiki=wiki): each for each in related}
        if there is not None and _says(section.items_of(there), list(links), words):
            return text
        items = (f"- {link}{words.colon}{words.comma.join(each.terms)}" for link, each in links.items())
        return section.with_items(text, tuple(items))

    def _with_entries(
        self,
        text: str,
        entries: Sequence[str],
        there: section.Section | None,
        related: Sequence[Related],
        *,
        wiki: bool,
    ) -> str:
        """Return a note with the related notes in its list, behind the person's own items."""
        former = set(map(linked, section.items_of(there)))
        own = [entry for entry in entries if named(entry) not in former]
        known = set(map(named, own))
        names = [self._linker.entry(each.note, own or entries, wiki=wiki) for each in related]
        return with_list(text, KEY, own + [name for name in names if named(name) not in known])


def _says(items: Sequence[str], links: Sequence[str], words: section.Words) -> bool:
    """Tell whether a section's lines link to these notes, in any order, and to no other."""
    if len(items) != len(links) or not items:
        return False
    starts = [f"- {link}" for link in links]
    return all(
        any(item == start or item.startswith(start + words.colon) for item in items) for start in starts
    )


def _own_section(path: str, text: str, there: section.Section) -> Problem:
    line = text.replace("\r\n", "\n").count("\n", 0, there.start) + 1
    meant = f"a line {there.words.marker} below the heading, to have its links written for you"
    return Problem(path, line, "own-section", f"a section '{there.words.heading}' of your own", meant)
