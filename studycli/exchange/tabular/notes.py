"""Rows of a table as notes: one for each topic, with a card a row."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.collection.values import Problem
from studycli.exchange.cards_text import Pair, card_id, literal, note_of, outside_code
from studycli.exchange.facts import difficulty_in
from studycli.exchange.markdown_of_html import has_html, markdown_of
from studycli.exchange.model import Arrival, Track
from studycli.exchange.naming import safe_name
from studycli.exchange.tabular.own import track_of
from studycli.exchange.writers.csv_table import unescaped
from studycli.notes.inline import has_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studycli.exchange.tabular.columns import Columns, Row
    from studycli.exchange.tabular.csv_rows import Table
    from studycli.exchange.texts import Text
    from studycli.notes.model import CardOptions
    from studycli.repair import Repair

ID_BYTES = 6
_PARTS = re.compile(r"::|/|\\| > | › ")
_TAGS = re.compile(r"[,;，；、|\s]+")
_TAG_SIGNS = re.compile(r"[^\w/-]+")
_LOOSE_TAG = re.compile(r"<(?=[A-Za-z/!])(?!/?(?:br|sub|sup|details|summary|kbd|img|!--)\b)")


class _Card(NamedTuple):
    """A row on its way into a note."""

    row: Row
    pair: Pair
    tags: tuple[str, ...]
    difficulty: str
    track: Track | None


class _Group(NamedTuple):
    """The rows of one note: its path and its title."""

    path: str
    title: str
    cards: list[_Card]


class Found(NamedTuple):
    """The notes of a table, and what of it was not understood."""

    notes: list[Arrival]
    problems: list[Problem]


def notes_of(path: str, table: Table, text: Text, options: CardOptions, *, own: bool) -> Found:
    """Return the notes of a table.

    Args:
        path: The file's path within the source.
        table: Its rows.
        text: The file as it was read, for its encoding and repairs.
        options: The vault's settings on what becomes a card.
        own: Whether ``study export`` wrote it: ids, paths and schedules are its own.
    """
    groups: dict[str, _Group] = {}
    problems = list(table.problems)
    seen: dict[str, int] = {}
    by_tag = not own and _parts_by_tag(table)
    for row in table.rows:
        place, title = _place(path, table.columns, row, own=own, by_tag=by_tag)
        card = (
            _own_card(path, row, problems) if own else _card(path, place, table.columns, row, seen, problems)
        )
        if card is not None:
            groups.setdefault(place, _Group(place, title, [])).cards.append(card)
    unused = () if own else table.columns.unused
    notes = [_arrival(path, group, text, options, unused) for group in groups.values()]
    return Found(notes, problems)


# -- where a row belongs ---------------------------------------------------------------------------------


def _place(path: str, columns: Columns, row: Row, *, own: bool, by_tag: bool) -> tuple[str, str]:
    """Return the path and the title of the note that a row belongs to."""
    stem = path.rpartition(".")[0] or path
    name = stem.rpartition("/")[2]
    if own:
        note = str(row.values["note"] or f"{stem}.md")
        return note, note.rpartition("/")[2].removesuffix(".md")
    topic = _text(columns.value(row, "topic")) or (next(iter(_tags(columns, row)), "") if by_tag else "")
    parts = [safe_name(part) for part in _PARTS.split(topic) if part.strip()]
    if not parts:
        return f"{_safe_path(stem)}.md", name
    return "/".join([_safe_path(stem), *parts]) + ".md", _PARTS.split(topic)[-1].strip() or parts[-1]


def _safe_path(path: str) -> str:
    return "/".join(safe_name(part) for part in path.split("/"))


def _parts_by_tag(table: Table) -> bool:
    """Tell whether the rows of a table without topics are parted by their first tags: a note has its tags as a whole."""
    if "topic" in table.columns.by_role or "tags" not in table.columns.by_role:
        return False
    firsts = {next(iter(_tags(table.columns, row)), "") for row in table.rows}
    return 1 < len(firsts) <= len(table.rows) / 2


# -- a row as a card -------------------------------------------------------------------------------------


def _card(
    path: str, place: str, columns: Columns, row: Row, seen: dict[str, int], problems: list[Problem]
) -> _Card | None:
    prompt, answer = _markdown(columns.value(row, "question")), _markdown(columns.value(row, "answer"))
    if not has_words(prompt):
        shown = " ".join(_text(value) for value in row.values.values()).strip()[:60]
        problems.append(
            Problem(path, row.line, "no-question", shown, "a row with a question; it was left out")
        )
        return None
    options = columns.value(row, "options")
    if isinstance(options, (list, dict)) and options:
        prompt, answer = _with_options(prompt, answer, options)
    extra = _markdown(columns.value(row, "extra"))
    identifier = f"{place}\0{_text(columns.value(row, 'id')) or prompt}"
    twin = seen[identifier] = seen.get(identifier, 0) + 1
    key = identifier if twin == 1 else f"{identifier}\0{twin}"
    pair = Pair(prompt, f"{answer}\n\n{extra}".strip() if extra else answer, _digest(key))
    return _Card(row, pair, _tags(columns, row), _text(columns.value(row, "difficulty")), None)


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=ID_BYTES).hexdigest()


def _own_card(path: str, row: Row, problems: list[Problem]) -> _Card | None:
    values = {
        name: unescaped(value) if isinstance(value, str) else value for name, value in row.values.items()
    }
    prompt = _text(values["prompt"])
    identifier = card_id(_text(values["id"]))
    if not has_words(prompt) or not identifier:
        problems.append(
            Problem(path, row.line, "no-question", prompt[:60], "a row with id and prompt; it was left out")
        )
        return None
    track = None
    try:
        track = track_of(values, identifier)
    except ValueError as error:
        problems.append(Problem(path, row.line, "bad-schedule", str(error), "the card comes in as a new one"))
    answer = values["answer"]  # as it stands: blanks before it may be those of code
    pair = Pair(literal(prompt), answer if isinstance(answer, str) else _text(answer), identifier)
    return _Card(row, pair, _tag_list(values.get("tags")), "", track)


def _text(value: Any) -> str:
    """Return a value as text: a list as items, an object as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(each, (str, int, float)) for each in value):
        return "\n".join(f"- {each}" for each in value)
    if isinstance(value, (list, dict)):
        return f"```json\n{json.dumps(value, ensure_ascii=False, indent=2)}\n```"
    return str(value)


def _markdown(value: Any) -> str:
    """Return a cell as Markdown: HTML is turned into it, and what only looks like a tag is shown as it is."""
    text = _text(value)
    if not isinstance(value, str):
        return text
    if has_html(text):
        return markdown_of(text)
    return outside_code(text, lambda words: _LOOSE_TAG.sub(r"\\<", words))


def _with_options(prompt: str, answer: str, options: Any) -> tuple[str, str]:
    """Return a question with the options that it has, and its answer with what the letter or number stands for."""
    if isinstance(options, dict):
        named = {str(name): _text(value) for name, value in options.items()}
    else:
        named = {chr(ord("A") + place): _text(value) for place, value in enumerate(options[:26])}
    shown = " ".join(f"({name}) {value}" for name, value in named.items())
    name = answer.strip("(). ").upper() if len(answer) <= 4 else ""  # noqa: PLR2004 - a letter with its signs
    if name in named:
        return f"{prompt} {shown}", f"({name}) {named[name]}"
    places = [name for name, value in named.items() if value == answer]
    return f"{prompt} {shown}", f"({places[0]}) {answer}" if places else answer


def _tags(columns: Columns, row: Row) -> tuple[str, ...]:
    return _tag_list(columns.value(row, "tags"))


def _tag_list(value: Any) -> tuple[str, ...]:
    """Return tags out of a list, or of text that parts them by commas, semicolons or blanks."""
    if isinstance(value, list):
        parts = [re.sub(r"\s+", "-", str(each).strip()) for each in value]
    elif "," in (text := _text(value)) or ";" in text:
        parts = [re.sub(r"\s+", "-", part.strip()) for part in re.split(r"[,;]", text)]
    else:
        parts = _TAGS.split(text)
    tags = (_TAG_SIGNS.sub("-", part.lstrip("#").replace("::", "/")).strip("-/") for part in parts)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


# -- the note --------------------------------------------------------------------------------------------


def _arrival(path: str, group: _Group, text: Text, options: CardOptions, unused: Sequence[str]) -> Arrival:
    written = note_of(group.title, (card.pair for card in group.cards), options)
    lasts = [*written.lines[1:], written.text.count("\n") + 1]
    spans = [
        (card.row.line, first, last)
        for card, first, last in zip(group.cards, written.lines, lasts, strict=True)
    ]
    tags = tuple(dict.fromkeys(tag for card in group.cards for tag in card.tags))
    remarks = [*text.remarks, *_tag_remark(group.cards, tags)]
    if unused:
        remarks.append(f"columns that were not taken: {', '.join(unused)}")
    difficulties = {difficulty_in(card.difficulty) for card in group.cards if card.difficulty}
    return Arrival(
        key=f"{path}#{group.path}",
        path=group.path,
        text=written.text,
        tags=tags,
        difficulty=difficulties.pop() if len(difficulties) == 1 else "",
        tracks=tuple(card.track for card in group.cards if card.track is not None),
        encoding=text.encoding,
        repairs=tuple(_moved(text.repairs, written.text.split("\n"), spans)),
        remarks=tuple(remarks),
    )


def _tag_remark(cards: Iterable[_Card], tags: Sequence[str]) -> list[str]:
    """Say which tags hold for more cards than before, since a note's tags are those of all its cards."""
    common = set(tags).intersection(*(card.tags for card in cards))
    wider = [tag for tag in tags if tag not in common]
    return [f"tags of some rows that the whole note has now: {', '.join(wider)}"] if wider else []


def _moved(
    repairs: Sequence[Repair], lines: Sequence[str], spans: Sequence[tuple[int, int, int]]
) -> Iterable[Repair]:
    """Yield the repairs of a table with the places where they stand in a note.

    Args:
        repairs: With lines of the table.
        lines: Of the note.
        spans: Of each card the line of its row, its first line in the note, and the line behind it.
    """
    for repair in repairs:
        rows = [span for span in spans if 0 < span[0] <= repair.line]
        if not rows:
            continue
        _, first, behind = max(rows)
        for at in range(first, behind):
            column = lines[at - 1].find(repair.put)
            if column >= 0:
                yield repair._replace(line=at, column=column + 1)
                break
