"""`study tag`: tags that notes lack, suggested from the notes that are near and from the words of the vault's tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.edits import edit, named_notes
from studycli.collection.nearby import nearby
from studycli.collection.rewrite import read, why
from studycli.collection.values import Problem
from studycli.likeness.nearest import nearest
from studycli.likeness.prose import prose
from studycli.likeness.tagging import VOTERS, Vocabulary
from studycli.notes.frontmatter import list_of, raw_values, read_meta, restore, with_list
from studycli.notes.split import front_span
from studycli.store.refresh import reread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.collection.desk import Desk
    from studycli.collection.nearby import Nearby, Told
    from studycli.collection.values import TagOptions
    from studycli.likeness.nearest import Near
    from studycli.likeness.tagging import Suggestion

LEAST = 0.08
"""Likeness below which a note has no vote."""

_KEYS = ("tags", "tag")
_COMMAS = ",，、;；"  # between the tags of a text


class Reason(NamedTuple):
    """A tag for a note, and why.

    Attributes:
        tag: The tag.
        weight: How well it fits, 0 to 1.
        near: Paths of the near notes that have it, the nearest first.
        times: How often its words stand in the note.
        in_heading: Whether they stand in its title or a heading.
    """

    tag: str
    weight: float
    near: tuple[str, ...]
    times: int
    in_heading: bool


class Tagged(NamedTuple):
    """A note with the tags that it may have, and its text before and after; '' where it is not asked for."""

    note: str
    tags: tuple[Reason, ...]
    before: str = ""
    after: str = ""


class Tags(NamedTuple):
    """What `study tag` found.

    Attributes:
        notes: How many notes were looked at.
        suggested: Those with a suggestion, by path.
        written: How many were written.
        problems: Why some could not be read or written.
    """

    notes: int
    suggested: list[Tagged]
    written: int
    problems: list[Problem]


def tag(desk: Desk, options: TagOptions, told: Told) -> Tags:
    """Suggest tags, and write them where that is asked for.

    Raises:
        FilterError: A name fits no note.
        WriteError: Another program holds the vault.
    """
    around = nearby(desk, told)
    names = set(named_notes({path: note.title for path, note in around.notes.items()}, options.notes))
    rows = [row for row, path in enumerate(around.paths) if path in names]
    problems: list[Problem] = []
    suggested = []
    written = []
    for found in _suggested(desk, around, rows, problems):
        done = _written(desk, found, options, problems) if options.apply or options.dry_run else found
        suggested.append(done if options.dry_run else found)
        if done.before != done.after and not options.dry_run:
            written.append(found.note)
    reread(desk.index, written)
    return Tags(len(rows), suggested, len(written), problems)


def _suggested(desk: Desk, around: Nearby, rows: Sequence[int], problems: list[Problem]) -> Iterator[Tagged]:
    vocabulary = Vocabulary([around.notes[path].tags for path in around.paths])
    for row, near in zip(rows, nearest(around.vectors, rows, VOTERS, LEAST), strict=True):
        path = around.paths[row]
        try:
            words = prose(read(desk, path).text)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(path, 0, "not-read", why(error), "a note that can be read"))
            continue
        headings = f"{around.notes[path].title}\n{words.headings}"
        terms = around.terms[row].ids.tolist()
        found = vocabulary.suggestions(row, near, terms, words.text, headings)
        if found:
            yield Tagged(path, tuple(_reason(around, near, each) for each in found))


def _reason(around: Nearby, near: Sequence[Near], found: Suggestion) -> Reason:
    voters = tuple(around.paths[each.text] for each in near if each.text in found.voters)
    return Reason(found.tag, found.weight, voters, found.times, found.in_heading)


def _written(desk: Desk, found: Tagged, options: TagOptions, problems: list[Problem]) -> Tagged:
    new = [each.tag for each in found.tags]
    edited = edit(desk, found.note, lambda text: with_tags(text, new), dry_run=options.dry_run)
    if isinstance(edited, Problem):
        problems.append(edited)
        return found
    if edited.before == edited.after:
        problems.append(_refused(found.note, edited.before))
    return Tagged(found.note, found.tags, edited.before, edited.after)


def _refused(note: str, text: str) -> Problem:
    if front_span(text) is None:
        return Problem(
            note, 1, "no-frontmatter", "no frontmatter to hold tags", "a frontmatter, with a line 'tags: []'"
        )
    meant = "tags as a list, in a frontmatter that can be changed safely; `study check` says more"
    return Problem(note, 1, "fixed-list", "tags cannot be written", meant)


def with_tags(text: str, new: Sequence[str]) -> str:
    """Add tags to a note's own, whatever form these have; a note that cannot be changed safely stays as it is."""
    own = read_meta(text).tags
    known = {tag.casefold() for tag in own}
    wanted = own + tuple(tag for tag in dict.fromkeys(new) if tag.casefold() not in known)
    for key in _KEYS:
        for changed in (_in_list(text, key, wanted[len(own) :]), _in_words(text, key, wanted[len(own) :])):
            if changed != text and read_meta(changed).tags == wanted:
                return changed
    return text


def _in_list(text: str, key: str, more: Sequence[str]) -> str:
    there = list_of(text, key)
    return text if there is None else with_list(text, key, [*there, *more])


def _in_words(text: str, key: str, more: Sequence[str]) -> str:
    """Add tags to a text of tags, ``tags: a, b`` or ``tags: a b``."""
    source = raw_values(text, [key])[key]
    if not source:
        return text
    quote = source[-1] if source[-1] in "'\"" else ""
    separator = ", " if any(comma in source for comma in _COMMAS) else " "
    return restore(text, {key: separator.join([source.removesuffix(quote), *more]) + quote})
