"""Three texts into one: what a person changed since an import, and what the source changed since. Pure.

The rule is that of diff3 (Khanna, Kunal, Pierce: "A formal investigation of diff3", 2007): lines that both sides
left stay, a change of one side is taken, the same change of both is taken once, and where both changed the same
lines differently there is a clash. Notes are lines of prose, so the unit is the line. The frontmatter is merged apart from
the body, for two versions of a key side by side would break its YAML: there the vault's own line stays.
"""

from __future__ import annotations

from difflib import Match, SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.clashes import END, MIDDLE, START
from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values, restore
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Lines = list[str]
    Clash = Callable[["Lines", "Lines"], "Lines"]


VAULTS_OWN = (*WRITTEN_KEYS, "created")
"""Values that are the vault's, whatever a source says: they follow the log, and a file that is touched is not made anew."""


class Merged(NamedTuple):
    """A note after a merge.

    Attributes:
        text: With both versions, between markers, where there is a clash.
        clashes: How many there are.
        kept: Lines of the imported frontmatter that gave way to the vault's own.
    """

    text: str
    clashes: int
    kept: tuple[str, ...]


def merge(base: str, ours: str, theirs: str, source: str) -> Merged:
    """Return the vault's text with what the source changed since the base.

    Some values of the frontmatter are the vault's in any case: `VAULTS_OWN`.

    Args:
        base: The text as it was imported before.
        ours: The note in the vault.
        theirs: The text as the source has it now.
        source: The source's name, for the markers of a clash.
    """
    own = raw_values(ours, VAULTS_OWN)
    base, theirs = restore(base, own), restore(theirs, own)
    fronts, bodies = zip(*map(_parted, (base, ours, theirs)), strict=True)
    kept: list[str] = []
    front = _merged(fronts, lambda mine, other: _given_way(mine, other, kept))
    clashes: list[int] = []
    body = _merged(bodies, lambda mine, other: _both(mine, other, source, clashes))
    return Merged(front + body, len(clashes), tuple(kept))


def _parted(text: str) -> tuple[str, str]:
    """Return the frontmatter with its fences, and the body."""
    span = front_span(text)
    return (text[: span[2]], text[span[2] :]) if span else ("", text)


def _given_way(mine: Lines, other: Lines, kept: list[str]) -> Lines:
    kept += [line.strip() for line in other if line not in mine]
    return mine


def _both(mine: Lines, other: Lines, source: str, clashes: list[int]) -> Lines:
    """Return both versions between markers, each on a paragraph of its own; comments show in no preview."""
    clashes.append(1)
    name = source.replace("--", "—")
    return [f"{START}{name} -->\n", *_ended(mine), f"\n{MIDDLE}\n", *_ended(other), f"{END}\n"]


def _ended(lines: Lines) -> Lines:
    """Return lines of which the last one is ended too."""
    return lines if not lines or lines[-1].endswith("\n") else [*lines[:-1], lines[-1] + "\n"]


def _merged(texts: Sequence[str], clash: Clash) -> str:
    base, ours, theirs = texts
    if ours in (theirs, base) or theirs == base:
        return theirs if ours == base else ours
    found = [text.splitlines(keepends=True) for text in texts]
    return "".join(line for part in _parts(found[0], found[1], found[2], clash) for line in part)


def _parts(base: Lines, ours: Lines, theirs: Lines, clash: Clash) -> Iterator[Lines]:
    """Yield the merged lines, piece by piece between the lines that all three share."""
    at = mine = other = 0
    for start, in_ours, in_theirs, length in _shared(base, ours, theirs):
        yield _resolved(base[at:start], ours[mine:in_ours], theirs[other:in_theirs], clash)
        yield base[start : start + length]
        at, mine, other = start + length, in_ours + length, in_theirs + length


def _resolved(base: Lines, ours: Lines, theirs: Lines, clash: Clash) -> Lines:
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else clash(ours, theirs)


def _shared(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of lines that stand in all three (start in each, length), and the ends of the texts at last."""
    in_ours, in_theirs = _matches(base, ours), _matches(base, theirs)
    mine = other = 0
    while mine < len(in_ours) and other < len(in_theirs):
        a, b = in_ours[mine], in_theirs[other]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            mine += 1
        else:
            other += 1
    yield len(base), len(ours), len(theirs), 0


def _matches(base: Lines, other: Lines) -> list[Match]:
    return SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
