"""Obsidian vaults, with the schedule that the plugin "Spaced Repetition" keeps in its notes.

The plugin (https://github.com/st3v3nmw/obsidian-spaced-repetition) writes the schedule of a note into its frontmatter,
``sr-due``, ``sr-interval``, ``sr-ease``, and that of cards into a comment on a card's last line or the line behind:

    <!--SR:!2025-01-01,3,250!2025-01-04,6,270-->      due date, interval in days, ease in percent, for each sibling

Both ways of a reversed card and the clozes of one paragraph are siblings, in this order. A sibling that is still new
has the date 2000-01-01. A comment of the first versions has no ``!``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.exchange.model import Batch, Track
from studycli.exchange.readers.links import Files, attachments, links, neighbours
from studycli.exchange.readers.markdown import is_note, read_notes
from studycli.exchange.readers.own_pages import OwnPages
from studycli.notes.cards import parse_note
from studycli.notes.cards.marked import BASIC, CLOZE, REVERSED
from studycli.notes.frontmatter import read_meta, values_of
from studycli.notes.frontmatter.values import date_of, text_of
from studycli.notes.patterns import contains
from studycli.schedule.sm2 import FIRST_EASE, FIRST_INTERVAL, SECOND_INTERVAL, Schedule
from studycli.store.forking import shared_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycli.exchange.model import Arrival, Item, ReadOptions, Source
    from studycli.notes.model import Card, CardOptions

_MARKED = (BASIC, REVERSED, CLOZE)
_NEW = date(2000, 1, 1)  # of a sibling that was never reviewed
_LOWEST_EASE = 1.3
ONE_IN = 20  # notes of which one has a wiki link
_COMMENT = re.compile(r"<!--SR:(.*?)-->")
_SIBLING = re.compile(r"!([\d-]+),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)")
_LEGACY = re.compile(r"([\d-]+),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)\s*$")
_DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(\d{4})")
_NUMBERED = re.compile(r"\{\{c(\d+)::|==(?:\^\[[^\]]*\])?\[\^(\d+)\]")
_KEY = re.compile(rb"\nsr-(?:due|interval|ease):")
_FENCES = (b"---", b"\xef\xbb\xbf---")
_WIKI = re.compile(rb"\[\[([^\[\]|#^\n]{1,200})")


def fits(source: Source) -> bool:
    """Tell whether a source is a vault.

    By its ``.obsidian`` folder, by the plugin's marks, or by wiki links that lead to files of the source, in one note of
    twenty at least: a few of them stand in any notes.
    """
    notes = [item for item in source.items if is_note(item)]
    if any("/.obsidian/" in f"/{item.path}" for item in source.items):
        return bool(notes)
    linking = 0
    for signed, links_one in _looked_at(notes, source):
        if signed:
            return True
        linking += links_one
    return linking * ONE_IN >= max(len(notes), 1)


def _looked_at(notes: Sequence[Item], source: Source) -> Iterator[tuple[bool, bool]]:
    """Yield, in no order, of each note whether it has a mark of the plugin and whether it links a file of the source."""

    @cache
    def names() -> set[str]:
        return {name for item in source.items for name in _names(item.path)}

    def work(item: Item) -> tuple[bool, bool]:
        data = item.read()
        return _is_signed(data), contains(data, b"[[") and _links_one_of(names(), data)

    # the files of a zip share one place in it
    return shared_out(work, notes) if all(item.file for item in notes) else map(work, notes)


def _is_signed(data: bytes) -> bool:
    """Tell whether a note has a comment of the plugin, or a key of its in the frontmatter."""
    if contains(data, b"<!--SR:"):
        return True
    end = data.find(b"\n---", 3) if data.startswith(_FENCES) else 0
    return _KEY.search(data, 0, end) is not None


def _names(path: str) -> tuple[str, str]:
    """Return what a wiki link may call a file: its name, and without an ending."""
    name = path.rpartition("/")[2].casefold()
    return name, name.rpartition(".")[0]


def _links_one_of(names: set[str], data: bytes) -> bool:
    return any(_names(target.decode(errors="ignore").strip())[0] in names for target in _WIKI.findall(data))


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the notes of a vault with the schedules of their cards, and the files that they link or embed.

    Raises:
        ImportFailed: None of them can be taken.
    """
    files = Files((*source.items, *neighbours(source)))
    notes = [item for item in source.items if is_note(item)]
    pages = OwnPages(notes)
    problems: list[Problem] = []
    place = "/".join(filter(None, (options.into, _root(source))))

    def made(note: Arrival) -> Arrival:
        found = _tracks(note, options.cards)
        problems.extend(found.problems)
        tracks = (*pages.tracks(note, options.cards), *found.tracks)
        return _with_own_root(note._replace(tracks=tracks) if tracks else note, files, place)

    batch = read_notes(
        source, [item for item in notes if item.path not in pages.paths], options, made, _is_plain
    )
    return Batch(batch.notes, attachments(batch.notes, files, files.anywhere), [*batch.problems, *problems])


def _root(source: Source) -> str:
    """Return the folder of a source that is the vault: the one with ``.obsidian`` in it; '' for all of it."""
    parted = (f"/{item.path}".partition("/.obsidian/") for item in source.items)
    return min((folder[1:] for folder, found, _ in parted if found), key=len, default="")


def _is_plain(text: str) -> bool:
    """Tell whether a note has no schedule of the plugin."""
    return "sr-due" not in text and "<!--SR:" not in text


class _Tracks(NamedTuple):
    """The schedules of a note's cards, and what could not be understood of them."""

    tracks: tuple[Track, ...]
    problems: list[Problem]


def _tracks(note: Arrival, options: CardOptions) -> _Tracks:
    whole = _of_note(values_of(note.text) or {}) if "sr-due" in note.text else None
    tracks = [] if whole is None else [Track(state=whole)]
    problems: list[Problem] = []
    if "<!--SR:" in note.text:
        lines = note.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        cards = parse_note(note.path, note.text, read_meta(note.text), options).cards
        for line, comment in _comments(lines):
            found = _of_comment(comment, line, lines, cards)
            tracks += found
            if not found:
                meant = "no card stands before it, or its dates cannot be read: they were not taken"
                problems.append(Problem(note.key, line + 1, "loose-schedule", comment, meant))
    return _Tracks(tuple(tracks), problems)


def _comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the comments outside of code, with their lines from 0."""
    fence = ""
    for at, line in enumerate(lines):
        words = line.lstrip(" >\t")
        if fence:
            fence = "" if words.startswith(fence) else fence
        elif words.startswith(("```", "~~~")):
            fence = words[:3]
        else:
            for match in _COMMENT.finditer(line):
                if line.count("`", 0, match.start()) % 2 == 0:
                    yield at, match[0]


def _of_comment(comment: str, line: int, lines: Sequence[str], cards: Sequence[Card]) -> list[Track]:
    """Return the tracks of the cards that a comment belongs to, one for each date in it that has a card."""
    siblings = _siblings(line, lines, cards)
    states = _states(comment)
    if not siblings or not states:
        return []
    places = {card.id: place for place, card in enumerate(c for c in cards if c.line == siblings[0].line)}
    return [
        Track(line=card.line, place=places[card.id], state=state)
        for card, state in zip(siblings, states, strict=False)
    ]


def _siblings(line: int, lines: Sequence[str], cards: Sequence[Card]) -> list[Card]:
    """Return the cards whose comment stands on a line (from 0), in the plugin's order.

    They are the marked ones that end on it or before it, with nothing but blank lines between (a linter puts one
    there); else the innermost card that the comment stands in.
    """
    at = line + 1
    marked = [card for card in cards if card.kind in _MARKED and card.line <= at]
    first = max((card.line for card in marked), default=0)
    group = [card for card in marked if card.line == first]
    if group and _reaches(max(_last_line(card) for card in group), line, lines):
        return _in_order(group, lines[first - 1 : at])
    around = [card for card in cards if card.line <= at <= _last_line(card) + 1]
    return around[-1:]


def _last_line(card: Card) -> int:
    return card.answer_lines[1] if card.answer_lines else card.line


def _reaches(last: int, line: int, lines: Sequence[str]) -> bool:
    """Tell whether a comment belongs to the paragraph that ends with a line (from 1), or follows it."""
    if lines[line].lstrip().startswith("<!--"):
        while line > last and not lines[line - 1].strip():
            line -= 1
    return all(words.strip() for words in lines[last:line])


def _in_order(group: list[Card], lines: Sequence[str]) -> list[Card]:
    """Return siblings in the plugin's order: numbered clozes by their numbers, others as they stand."""
    numbers = [int(match[1] or match[2]) for match in _NUMBERED.finditer("\n".join(lines))]
    standing = list(dict.fromkeys(numbers))
    if len(standing) != len(group) or group[0].kind != CLOZE:
        return group
    return [card for _, card in sorted(zip(standing, group, strict=True))]


def _states(comment: str) -> list[Schedule | None]:
    """Return the schedules in a comment: None for a sibling that is new; empty where they cannot be read."""
    inside = _COMMENT.sub(r"\1", comment)
    found = _SIBLING.findall(inside) or _LEGACY.findall(inside)
    try:
        return [_state(_date(due), float(interval), float(ease)) for due, interval, ease in found]
    except (ValueError, OverflowError):
        return []


def _of_note(values: Mapping[object, object]) -> Schedule | None:
    """Return the schedule that a frontmatter gives the whole note; None without one that can be read."""
    try:
        due = _date(text_of(values.get("sr-due")))
        ease = text_of(values.get("sr-ease")) or FIRST_EASE * 100
        return _state(due, float(text_of(values.get("sr-interval"))), float(ease))
    except (ValueError, OverflowError):
        return None


def _date(words: str) -> date:
    match = _DAY_FIRST.fullmatch(words)
    found = date_of(f"{match[3]}-{match[2]}-{match[1]}" if match else words)
    if found is None:
        raise ValueError("no date")
    return found


def _state(due: date, days: float, percent: float) -> Schedule | None:
    """Return a schedule from a due date, an interval in days and an ease in percent; None of a new card."""
    if due == _NEW:
        return None
    interval = max(round(days), FIRST_INTERVAL)
    last = due - timedelta(interval)
    repetitions = 2 if interval >= SECOND_INTERVAL else 1
    return Schedule(repetitions, interval, max(percent / 100, _LOWEST_EASE), due, last, lapses=0, passed=True)


def _with_own_root(note: Arrival, files: Files, place: str) -> Arrival:
    """Return a note whose links from the vault's root lead to where the vault stands now.

    Only those with a leading ``/`` need it: Obsidian finds any other by the end of its path, from wherever.
    """
    if not place:
        return note
    starts = {
        link.start
        for link in links(note.text)
        if link.target.startswith("/") and files.anywhere("", link.target) is not None
    }
    if not starts:
        return note
    text = note.text
    for start in sorted(starts, reverse=True):
        text = f"{text[:start]}/{place}{text[start:]}"
    return note._replace(
        text=text, remarks=(*note.remarks, f"links from the vault's root now begin with /{place}/")
    )
