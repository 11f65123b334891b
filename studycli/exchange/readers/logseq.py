"""Logseq graphs: pages and journals of bullets as notes, ``#card`` blocks as cards with their schedules.

Logseq keeps a card's schedule in properties of its block: ``card-last-interval`` and ``card-repeats``,
``card-ease-factor``, ``card-next-schedule`` and ``card-last-reviewed`` (ISO times, UTC), ``card-last-score`` (0 to 5).
"""

from __future__ import annotations

import math
import posixpath
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from studycli.collection.values import Problem
from studycli.exchange.cards_text import outside_code
from studycli.exchange.facts import front_of
from studycli.exchange.model import Answer, Batch, Track
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.links import Files, attachments, links
from studycli.exchange.readers.markdown import is_note, read_notes
from studycli.exchange.readers.outline import outline_of
from studycli.notes.cards import parse_note
from studycli.notes.cards.marked import BASIC, CLOZE
from studycli.notes.frontmatter import read_meta
from studycli.notes.inline import has_words
from studycli.schedule.sm2 import FIRST_EASE, PASS, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycli.exchange.model import Arrival, Item, ReadOptions, Source
    from studycli.exchange.readers.outline import Bullet, Outline

PAGES, JOURNALS = "pages/", "journals/"
_LOWEST_EASE, _HIGHEST_EASE = 1.3, 5.0
_MACHINERY = frozenset(
    ("id", "collapsed", "background-color", "heading", "logseq.order-list-type", "public", "icon")
)
_CARD_TAG = re.compile(r"(?:^|(?<=\s))#(?:card|\[\[card\]\]|flashcard)(?![\w/-])[ \t]*", re.IGNORECASE)
_CLOZE = re.compile(r"\{\{cloze[ \t]+(.+?)\}\}", re.DOTALL)
_CLOZE_HINT = re.compile(r"\\\\.*$", re.DOTALL)
_REFERENCE = re.compile(r"(?:\{\{embed[ \t]+)?\(\(([0-9a-fA-F-]{36})\)\)(?:[ \t]*\}\})?")
_EMBED = re.compile(r"\{\{embed[ \t]+(\[\[[^\[\]\n]+\]\])[ \t]*\}\}")
_TAG_WORDS = re.compile(r"\[\[([^\[\]]+)\]\]|#?([^,#\[\]]+)")
_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_DAY_NAME = re.compile(r"(\d{4})[_-](\d{2})[_-](\d{2})")
_LIST_MARK = "- "
_DEEPEST = 6
_MOST_BULLETS = 0.8  # share of the lines of pages that begin a bullet, where nothing else tells a graph


def fits(source: Source) -> bool:
    """Tell whether a source is a graph: by its settings, or by pages and journals that are all bullets."""
    paths = "".join(f"/{item.path}\0" for item in source.items)
    if "/logseq/config.edn\0" in paths:
        return True
    if f"/{PAGES}" not in paths or f"/{JOURNALS}" not in paths:
        return False
    notes = [item for item in source.items if is_note(item) and _folder(item.path)]
    return bool(notes) and sum(map(_is_outline, notes[:50])) >= _MOST_BULLETS * len(notes[:50])


def _is_outline(item: Item) -> bool:
    lines = [line for line in item.read().split(b"\n") if line.strip()]
    return not lines or lines[0].startswith(b"- ") or b":: " in lines[0]


def _folder(path: str) -> str:
    """Return ``pages/`` or ``journals/`` for what stands in one, with what stands before it; '' for other files."""
    for folder in (PAGES, JOURNALS):
        before, found, _ = f"/{path}".partition(f"/{folder}")
        if found and "/logseq/" not in f"{before}/":
            return f"{before}/{folder}".lstrip("/")
    return ""


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the pages and journals of a graph, with the schedules of its cards and the assets they show.

    Raises:
        ImportFailed: None of them can be taken.
    """
    items = [item for item in source.items if is_note(item) and _folder(item.path)]
    raw = read_notes(source, items, options)
    pages = {note.key: outline_of(note.text) for note in raw.notes}
    blocks = {key: text for outline in pages.values() for key, text in _named(outline.bullets)}
    files = Files(source.items)
    problems = list(raw.problems)
    notes: list[Arrival] = []
    for note in raw.notes:
        page = _Page(note.key, blocks, options, problems)
        arrival = page.arrival(note, pages[note.key])
        if arrival is not None:
            notes.append(arrival)
    org = [item.path for item in source.items if item.path.lower().endswith(".org") and _folder(item.path)]
    problems += [
        Problem(path, 0, "org-page", "a page in Org mode", "export it from Logseq as Markdown to import it")
        for path in org
    ]
    return Batch(
        [_relinked(note, files) for note in notes], attachments(raw.notes, files, files.beside), problems
    )


def _relinked(note: Arrival, files: Files) -> Arrival:
    """Return a note whose links to assets lead there from its new place."""
    text = note.text
    folder = posixpath.dirname(note.path) or "."
    for link in sorted(links(text), reverse=True):
        found = None if link.wiki else files.beside(note.key, link.target)
        if found:
            place = posixpath.relpath(found, folder).replace(" ", "%20")
            text = text[: link.start] + place + text[link.end :]
    return note._replace(text=text)


def _named(bullets: Sequence[Bullet]) -> Iterator[tuple[str, str]]:
    """Yield the blocks that have an id, each with its first line."""
    for bullet in bullets:
        if "id" in bullet.properties and bullet.lines:
            yield bullet.properties["id"].lower(), _CARD_TAG.sub("", bullet.lines[0]).strip()
        yield from _named(bullet.children)


def place_of(path: str) -> str:
    """Return where a page's note stands: namespaces as folders, the day of a journal with hyphens."""
    folder = _folder(path)
    root = folder.removesuffix(PAGES).removesuffix(JOURNALS)
    stem = path[len(folder) :].rpartition(".")[0]
    day = _DAY_NAME.fullmatch(stem)
    if folder.endswith(JOURNALS):
        return f"{root}{JOURNALS}{'-'.join(day.groups()) if day else safe_name(unquote(stem))}.md"
    parts = [safe_name(part) for part in unquote(stem.replace("___", "/")).split("/") if part.strip()]
    return f"{root}{'/'.join(parts) or 'untitled'}.md"


class _Card(NamedTuple):
    """A card of a page: the line of its prompt, counted from 0 in the text that is written, and its properties."""

    at: int
    properties: Mapping[str, str]
    line: int


class _Page:
    """A page on its way into Markdown: the lines written so far, and the cards in them."""

    def __init__(
        self, key: str, blocks: Mapping[str, str], options: ReadOptions, problems: list[Problem]
    ) -> None:
        self._key, self._blocks, self._options, self._problems = key, blocks, options, problems
        self._lines: list[str] = []
        self._cards: list[_Card] = []

    def arrival(self, note: Arrival, outline: Outline) -> Arrival | None:
        """Return the page as a note; None for one without text and properties."""
        self._add([self._inline(line) for line in outline.preface], "")
        self._blocks_of(outline.bullets, 0, 0)
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        facts = _facts(outline.properties)
        if not (facts or has_words("\n".join(self._lines))):
            return None
        while self._lines and not self._lines[0].strip():
            del self._lines[0]
            self._cards = [card._replace(at=card.at - 1) for card in self._cards]
        front = front_of(facts)
        front += "\n" if front else ""  # else a prompt on the first line would go on above it
        text = f"{front}{chr(10).join(self._lines)}\n"
        tags = [tag for tag in note.tags if tag.lower() not in ("card", "flashcard", "pages", "journals")]
        return note._replace(
            path=place_of(self._key),
            text=text,
            created=_journal_day(self._key) or note.created,
            tags=tuple(dict.fromkeys([*_tags(outline.properties), *tags])),
            tracks=tuple(self._tracks(text, front.count("\n") + 1)),
            repairs=(),
            remarks=(*note.remarks, *_repair_remark(note)),
        )

    # -- the outline -------------------------------------------------------------------------------------

    def _blocks_of(self, bullets: Sequence[Bullet], depth: int, level: int) -> None:
        """Write blocks.

        Args:
            bullets: Of one depth.
            depth: Of the lists that they stand in; 0 outside of any.
            level: Of the heading that they stand below; -1 in a list, where no heading is written.
        """
        below = level
        for bullet in bullets:
            head = _HEADING.fullmatch(bullet.lines[0]) if level >= 0 and len(bullet.lines) == 1 else None
            if head and not _is_card(bullet):
                below = min(max(len(head[1]), level + 1), _DEEPEST)
                self._gap()
                self._lines += [f"{'#' * below} {self._inline(head[2])}", *self._own_properties(bullet), ""]
                self._blocks_of(bullet.children, 0, below)
            elif _is_card(bullet):
                self._card(bullet, depth)
            else:
                self._add(self._text(bullet), _mark(bullet, depth))
                self._blocks_of(bullet.children, depth + 1, -1)

    def _text(self, bullet: Bullet) -> list[str]:
        lines = "\n".join(bullet.lines)
        return [*self._inline(lines).split("\n"), *self._own_properties(bullet)]

    def _own_properties(self, bullet: Bullet) -> list[str]:
        """Return the properties that a person gave a block, written so that they are no cards."""
        return [
            f"{name}: {value}"
            for name, value in bullet.properties.items()
            if name not in _MACHINERY and not name.startswith("card-")
        ]

    def _add(self, lines: Sequence[str], mark: str) -> None:
        """Add a block's lines behind its mark."""
        indent = " " * len(mark)
        if mark and _FENCE.match(lines[0]):  # where it is seen as the start of a fence by itself
            lines = ["", *lines]
        for at, line in enumerate(lines):
            self._lines.append(f"{mark if at == 0 else indent}{line}".rstrip())

    def _gap(self) -> None:
        """See that a blank line stands before what follows."""
        if self._lines and self._lines[-1].strip():
            self._lines.append("")

    def _card(self, bullet: Bullet, depth: int) -> None:
        """Write a card: with clozes as it stands, with an answer below it on both sides of a ``?``."""
        mark = _mark(bullet, depth)
        prompt = [line.rstrip() for line in _CARD_TAG.sub("", "\n".join(bullet.lines)).split("\n")]
        prompt = [match[2] if (match := _HEADING.fullmatch(line)) else line for line in prompt]
        text = self._inline("\n".join(line for line in prompt if line.strip()), hides=True)
        self._gap()
        self._cards.append(_Card(len(self._lines), bullet.properties, bullet.line))
        if "{{c1::" in text or not bullet.children:
            self._add([*text.split("\n"), *self._own_properties(bullet)], mark)
            self._blocks_of(bullet.children, depth + 1, -1)
        else:
            answer = _Page(self._key, self._blocks, self._options, self._problems)
            answer._add(answer._own_properties(bullet), "")
            answer._answer(bullet.children)
            whole = [*text.split("\n"), "?", *_without_blanks(answer._lines)]
            self._add(
                whole, mark if depth else ""
            )  # an item of the first level that asks would be a question too
        self._lines.append("")

    def _answer(self, children: Sequence[Bullet]) -> None:
        """Write an answer: one block as it is, several as a list."""
        if len(children) == 1 and not children[0].children:
            self._add(self._text(children[0]), "")
        else:
            self._flat(children, 0)

    def _flat(self, bullets: Sequence[Bullet], depth: int) -> None:
        """Write blocks as a list, cards among them as plain blocks: they stand in the answer of another."""
        for bullet in bullets:
            lines = _CARD_TAG.sub("", "\n".join(self._text(bullet))).split("\n")
            self._add(lines, _mark(bullet, depth))
            self._flat(bullet.children, depth + 1)

    # -- text of a block ---------------------------------------------------------------------------------

    def _inline(self, text: str, *, hides: bool = False) -> str:
        """Return a block's text with its references resolved, and its clozes as marks or as their words."""
        return outside_code(text, lambda words: self._changed(words, hides=hides))

    def _changed(self, text: str, *, hides: bool) -> str:
        text = _EMBED.sub(r"!\1", _REFERENCE.sub(self._referred, text))
        return _CLOZE.sub(lambda match: _cloze(match[1], hides=hides), text)

    def _referred(self, match: re.Match[str]) -> str:
        return self._blocks.get(match[1].lower(), match[0])

    # -- schedules ---------------------------------------------------------------------------------------

    def _tracks(self, text: str, shift: int) -> Iterator[Track]:
        """Yield the schedules of the cards that have one, each at its place in the note's text."""
        scheduled = [card for card in self._cards if "card-next-schedule" in card.properties]
        if not scheduled:
            return
        found = parse_note(place_of(self._key), text, read_meta(text), self._options.cards).cards
        for card in scheduled:
            line = card.at + shift
            kinds = [each.kind for each in found if each.line == line]
            place = next((at for at, kind in enumerate(kinds) if kind in (BASIC, CLOZE)), -1)
            try:
                state, answers = _state(card.properties, self._options)
            except (ValueError, OverflowError) as error:
                meant = "the card comes in as a new one"
                self._problems.append(Problem(self._key, card.line, "bad-schedule", str(error), meant))
                continue
            if state is not None and place >= 0:
                yield Track(line=line, place=place, state=state, answers=answers)


def _mark(bullet: Bullet, depth: int) -> str:
    mark = "1. " if bullet.properties.get("logseq.order-list-type") == "number" else _LIST_MARK
    return " " * (len(_LIST_MARK) * depth) + mark


def _is_card(bullet: Bullet) -> bool:
    return any(_CARD_TAG.search(line) for line in bullet.lines)


def _cloze(words: str, *, hides: bool) -> str:
    """Return a cloze as the mark of one, or as its words, without the hint behind two backslashes."""
    shown = _CLOZE_HINT.sub("", words).strip()
    return f"{{{{c1::{shown}}}}}" if hides else shown


def _without_blanks(lines: Sequence[str]) -> list[str]:
    """Return the lines of an answer without blank ones, which would end it; those in fences end nothing."""
    fenced = False
    kept = []
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
        if line.strip() or fenced:
            kept.append(line)
    return kept


def _facts(properties: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Return the properties of a page as frontmatter; its tags are kept apart."""
    found: dict[str, str | list[str]] = {}
    for name, value in properties.items():
        if name == "alias":
            found["aliases"] = _words(value)
        elif name not in ("tags", "id", "collapsed"):
            found[name] = value
    return found


def _words(value: str) -> list[str]:
    found = (match[1] or match[2] for match in _TAG_WORDS.finditer(value))
    return [word.strip() for word in found if word.strip()]


def _tags(properties: Mapping[str, str]) -> list[str]:
    return [re.sub(r"[^\w/-]+", "-", word).strip("-/") for word in _words(properties.get("tags", ""))]


def _journal_day(path: str) -> date | None:
    match = _DAY_NAME.fullmatch(path.rpartition("/")[2].rpartition(".")[0])
    if match is None or not _folder(path).endswith(JOURNALS):
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _repair_remark(note: Arrival) -> list[str]:
    """Say that text was mended where the outline's lines cannot name the places any more."""
    doubtful = len(note.repairs)
    return [f"{doubtful} places were mended before the outline was written as Markdown"] if doubtful else []


def _state(properties: Mapping[str, str], options: ReadOptions) -> tuple[Schedule | None, tuple[Answer, ...]]:
    """Return a card's schedule and its last answer out of its properties; nothing for a card that was never asked.

    Raises:
        ValueError: A property is no number or no time.
    """
    repeats = int(_number(properties, "card-repeats", 0))
    last = _moment(properties, "card-last-reviewed", options)
    due = _moment(properties, "card-next-schedule", options)
    if due is None or (repeats < 1 and last is None):
        return None, ()
    interval = max(math.ceil(_number(properties, "card-last-interval", 1)), 1)
    score = int(_number(properties, "card-last-score", -1))
    day = last.date() if last else due.date() - timedelta(days=interval)
    ease = min(max(_number(properties, "card-ease-factor", FIRST_EASE), _LOWEST_EASE), _HIGHEST_EASE)
    passed = score >= PASS or repeats > 1
    state = Schedule(
        max(repeats, 1), interval, round(ease, 4), max(due.date(), day), day, int(0 <= score < PASS), passed
    )
    answers = (Answer(last, "review", score, None, state),) if last and score in range(6) else ()
    return state, answers


def _number(properties: Mapping[str, str], name: str, default: float) -> float:
    value = properties.get(name, "").strip()
    if value in ("", "nil"):
        return default
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e6:  # noqa: PLR2004 - longer than any calendar
        raise ValueError(f"{name} is '{value}', no number")
    return number


def _moment(properties: Mapping[str, str], name: str, options: ReadOptions) -> datetime | None:
    value = properties.get(name, "").strip()
    if value in ("", "nil"):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name} is '{value}', no time") from None
    return found.astimezone(options.clock.now().tzinfo)
