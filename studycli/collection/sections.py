"""What a note's section of related notes says, and its list in the frontmatter: text in, text out.

A section is written when the notes in it change, not when only their order or a reason does: so an edit of one note
leaves the others as they are, as far as that can be. Items of the list that the section never had are the person's
own, and stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.nearby import tag_names
from studycli.collection.values import Problem
from studycli.likeness import section
from studycli.likeness.links import Linker, linked, named
from studycli.likeness.nearest import nearest
from studycli.likeness.prose import prose
from studycli.likeness.reasons import reasons, shared, surfaces
from studycli.notes.frontmatter import list_of, with_list
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.collection.nearby import Nearby
    from studycli.likeness.nearest import Near

KEY = "related_outlines"
LEAST = 0.12
"""Likeness below which a note is not related: there two notes share only words that many have."""


class Related(NamedTuple):
    """A related note: its path, its likeness from 0 to 1, and the terms that both have."""

    note: str
    likeness: float
    terms: tuple[str, ...]


class Made(NamedTuple):
    """A note's text with its section, the notes in that, and what could not be written."""

    text: str
    related: tuple[Related, ...]
    problems: tuple[Problem, ...]


class Sections:
    """Makes the sections of a vault's notes.

    Args:
        near: The notes.
        top: Most notes that one is linked to.
        obsidian: Whether the vault is one of Obsidian.
    """

    def __init__(self, near: Nearby, top: int, *, obsidian: bool) -> None:
        self._near = near
        self._top = top
        self._titles = {path: note.title for path, note in near.notes.items()}
        self._linker = Linker(self._titles, obsidian=obsidian)
        self._basis = f"{top} {obsidian}"

    def near_to(self, row: int) -> tuple[Near, ...]:
        """Return the notes that are near to one, the nearest first."""
        return next(nearest(self._near.vectors, [row], self._top, LEAST))

    def basis(self, near: Sequence[Near]) -> str:
        """Return what decides a note's section, besides its own bytes."""
        targets = sorted(self._near.paths[each.text] for each in near)
        names = [f"{path}\t{self._titles[path]}\t{self._linker.wiki_name(path)}" for path in targets]
        return "\n".join([self._basis, *names])

    def made(self, row: int, near: Sequence[Near], text: str) -> Made:
        """Return a note with its section and its list."""
        related = self._related(row, near, text)
        remarks: list[Problem] = []
        changed = self._changed(self._near.paths[row], text, related, remarks.append)
        return Made(changed, tuple(related), tuple(remarks))

    def _related(self, row: int, near: Sequence[Near], text: str) -> list[Related]:
        """Return the notes that are near for a reason that can be told."""
        vectors, words = self._near.vectors, prose(text).text
        tags = self._near.notes[self._near.paths[row]].tags
        both = [shared(vectors, row, each.text) for each in near]
        shown = surfaces(words, set().union(*both), {tag_names(tag)[-1]: f"#{tag}" for tag in tags})
        found = (
            Related(self._near.paths[each.text], each.likeness, reasons(terms, shown, words))
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


def unlinked(text: str) -> str:
    """Return a note without its section, and without what its list has of it."""
    former = set(map(linked, section.items_of(section.find(text))))
    there = list_of(text, KEY) or []
    kept = [entry for entry in there if named(entry) not in former]
    return section.without(with_list(text, KEY, kept))


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
