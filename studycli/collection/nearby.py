"""The notes of a vault as vectors of their terms; those of notes that did not change come from the index."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.rewrite import read
from studycli.likeness.prose import name_of, prose
from studycli.likeness.terms import counted, joined, packed, unpacked
from studycli.likeness.vectors import vectors
from studycli.store import terms as kept_terms
from studycli.store.forking import shared_out
from studycli.store.queries import notes
from studycli.store.reading import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycli.collection.desk import Desk
    from studycli.likeness.terms import Terms
    from studycli.likeness.vectors import Vectors
    from studycli.store.queries import IndexedNote

    Told = Callable[[int, int], object]

TITLE, HEADING, TAG, LINK = 4, 2, 4, 4
"""How many times a term counts as a title's, as a heading's (beside the text's), as a tag, as a link."""

_AT_ONCE = 500  # notes whose terms are kept in one transaction


class Nearby(NamedTuple):
    """The notes of a vault that are studied.

    Attributes:
        paths: Path of each note, sorted.
        notes: Each note as the index has it, by path.
        near: What each note's section was last brought up to date with, by path.
        terms: The notes' terms, in the order of the paths.
        vectors: The notes in the order of the paths.
    """

    paths: list[str]
    notes: dict[str, IndexedNote]
    near: dict[str, str]
    terms: list[Terms]
    vectors: Vectors


def nearby(desk: Desk, told: Told) -> Nearby:
    """Return the vault's notes as vectors.

    Args:
        desk: Its index is refreshed.
        told: Is called with how many notes of how many are read.
    """
    known = {note.path: note for note in notes(desk.index)}
    read_changed(desk, known, told)
    kept = list(kept_terms.kept(desk.index))
    texts = [joined(unpacked(each.data), [(own_name(each.path), LINK)]) for each in kept]
    near = {each.path: each.near for each in kept}
    return Nearby([each.path for each in kept], known, near, texts, vectors(texts))


def read_changed(desk: Desk, known: dict[str, IndexedNote], told: Told) -> None:
    """Read the notes that changed since their terms were kept."""
    paths = kept_terms.missing(desk.index)

    def work(path: str) -> tuple[str, bytes, bytes] | tuple[()]:
        return _kept_of(desk, known[path])

    rows = shared_out(work, paths)
    for start in range(0, len(paths), _AT_ONCE):
        some = islice(rows, _AT_ONCE)
        kept_terms.keep(desk.index, filter(None, some))
        told(min(start + _AT_ONCE, len(paths)), len(paths))


def _kept_of(desk: Desk, note: IndexedNote) -> tuple[str, bytes, bytes] | tuple[()]:
    """Return a note's terms as they are kept, with its path and digest; () where it vanished just now."""
    try:
        text = read(desk, note.path).text
    except (OSError, UnicodeDecodeError):
        return ()  # the next refresh knows
    return note.path, digest_of(text.encode()), packed(terms_of(text, note))


def terms_of(text: str, note: IndexedNote) -> Terms:
    """Return the terms of a note."""
    words = prose(text)
    names = [(tag, TAG) for name in note.tags for tag in tag_names(name)]
    links = [(f"[[{name}", LINK) for name in words.links]
    return counted([(words.text, 1), (words.headings, HEADING), (note.title, TITLE)], names + links)


def tag_names(tag: str) -> list[str]:
    """Return the terms of a tag: its own, and those of the tags that it is nested in."""
    parts = tag.casefold().split("/")
    return ["#" + "/".join(parts[: depth + 1]) for depth in range(len(parts))]


def own_name(path: str) -> str:
    """Return the term that a note shares with those that link to it."""
    return f"[[{name_of(path)}"
