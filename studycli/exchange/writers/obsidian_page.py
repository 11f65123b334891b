"""The note in which a note's cards stand as Obsidian's plugin "Spaced Repetition" reads them, written and read again.

A card is its prompt, a line that is only ``?``, the answer and, as comments, the card's id with what the plugin does not
keep, and the plugin's own ``<!--SR:!due,interval,ease-->``. An empty line would end it, and some signs within it would be
taken for marks of cards: they are written otherwise, so that they look the same.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from studycli.schedule.sm2 import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycli.collection import CardRow
    from studycli.schedule.sm2 import State

KEY = "study-cards-of"
"""Key of the frontmatter that names the note whose cards these are."""

_GAP = " <!-- -->"
"""Stands for an empty line: a comment ends the paragraph before it, too. It is indented, for the plugin skips the line behind a
comment that is not."""
_GAP_IN_CODE = "\u200b"
"""Stands for an empty line of code that is indented: the plugin takes only other code as a whole."""
_FENCE = re.compile(r"(\s*)(`{3,}|~{3,})")
_AS_IT_IS = re.compile(r"(`+[^`]*`+|\$[^$]+\$)")
SCHEDULE = re.compile(r"<!--SR:.*?-->")
"""The plugin's comment."""
_HIGHLIGHT = re.compile(r"==(?=.*?==)")
_NOT_IN_TAGS = re.compile(r"[^\w-]+")
_PERCENT = 100

_OF = re.compile(rf"^{KEY}: (\".*\")$", re.MULTILINE)
_CARD = re.compile(
    r"^ <!-- card (\S+)((?: \w+=\S+)*) -->\n(?:<!--SR:!([\d-]+),(\d+),(\d+)-->)?", re.MULTILINE
)


class Kept(NamedTuple):
    """A card of such a note: its id, and its schedule as the plugin has it now."""

    id: str
    state: State


def comment(states: Iterable[State]) -> str:
    """Return the plugin's comment for cards that stand in one text; '' where all of them are new."""
    found = list(states)
    if not any(found):
        return ""
    parts = (
        f"!{state.due},{state.interval},{_ease(state)}" if state else "!2000-01-01,1,250" for state in found
    )
    return f"<!--SR:{''.join(parts)}-->"


def _ease(state: Schedule) -> int:
    return round(state.ease * _PERCENT)


def page(note: str, cards: Iterable[tuple[CardRow, str | None]]) -> str:
    """Return the note with the cards of a note; '' where none has an answer or a schedule.

    Args:
        note: Path of the note.
        cards: Its cards, with their answers as Markdown.
    """
    found = [_card(card, answer or "") for card, answer in cards if answer or card.state]
    if not found:
        return ""
    stem = note.removesuffix(".md")
    tag = "/".join(["flashcards", *(_NOT_IN_TAGS.sub("-", folder) for folder in note.split("/")[:-1])])
    head = f"---\nstudy: false\n{KEY}: {json.dumps(note, ensure_ascii=False)}\ntags: [{tag}]\n---\n"
    return "\n".join([f"{head}Cards of [[{stem}|{stem.rpartition('/')[2]}]].\n", *found])


def _card(card: CardRow, answer: str) -> str:
    prompt = "\n".join(_escaped(card.prompt, is_prompt=True))
    lines = "".join(f"{line}\n" for line in _escaped(answer, is_prompt=False)) if answer else ""
    found = f"{prompt}\n?\n{lines} <!-- card {card.id}{_more(card.state)} -->\n"
    schedule = comment([card.state])
    return f"{found}{schedule}\n" if schedule else found


def _more(state: State) -> str:
    """Return what the plugin does not keep, and what it had to begin with."""
    if state is None:
        return ""
    values = {
        "due": state.due, "interval": state.interval, "ease": state.ease, "n": state.repetitions, "last": state.last,
        "lapses": state.lapses, "passed": int(state.passed),
    }  # fmt: skip
    return "".join(f" {name}={value}" for name, value in values.items())


def _escaped(text: str, *, is_prompt: bool) -> Iterator[str]:
    """Yield the lines of a side without what would end the card or begin another."""
    fence = ""
    indented = in_formula = False
    for line in SCHEDULE.sub("", text.strip("\n")).split("\n"):
        mark = _FENCE.match(line)
        if fence:
            yield line if line.strip() or not indented else _GAP_IN_CODE
            fence = "" if mark and mark[2].startswith(fence) and not line.strip(f" {fence[0]}") else fence
        elif mark:
            fence, indented = mark[2], bool(mark[1]) or mark[2][0] == "~"
            yield line
        elif line.strip():
            in_formula ^= line.count("$$") % 2 == 1
            yield line if in_formula else _escaped_line(line, is_prompt=is_prompt)
        elif not in_formula:
            yield _GAP


def _escaped_line(line: str, *, is_prompt: bool) -> str:
    if line.strip() in ("?", "??"):
        return line.replace("?", "&#63;")
    if line.startswith("<!--"):
        return f" {line}"
    if is_prompt and line.startswith("#"):
        line = f"\\{line}"
    parts = _AS_IT_IS.split(line)  # code and formulas at the odd places
    parts[::2] = [part.replace("::", ":&#58;") for part in parts[::2]]
    if is_prompt:
        parts[::2] = [_HIGHLIGHT.sub("=&#61;", part) for part in parts[::2]]
    return "".join(parts)


def read(text: str) -> tuple[str, list[Kept]] | None:
    """Return the path of the note whose cards these are, and the cards; None for any other note.

    A schedule that the plugin did not change since is the very one that was written; of another one the last answer's
    day is the due date without the interval.
    """
    of = _OF.search(text)
    if of is None:
        return None
    note: str = json.loads(of[1])
    return note, [_kept(match) for match in _CARD.finditer(text)]


def _kept(match: re.Match[str]) -> Kept:
    card, more, due, interval, ease = match.groups()
    if due is None:
        return Kept(card, None)
    values = dict(pair.split("=") for pair in more.split())
    before = _state(values) if values else None
    if before and (due, interval, ease) == (str(before.due), str(before.interval), str(_ease(before))):
        return Kept(card, before)
    return Kept(card, _answered(before, date.fromisoformat(due), int(interval), int(ease) / _PERCENT))


def _state(values: dict[str, str]) -> Schedule:
    return Schedule(
        int(values["n"]), int(values["interval"]), float(values["ease"]), date.fromisoformat(values["due"]),
        date.fromisoformat(values["last"]), int(values["lapses"]), values["passed"] == "1",
    )  # fmt: skip


def _answered(before: State, due: date, interval: int, ease: float) -> Schedule:
    """Return the schedule after answers in the plugin, which keeps neither their number nor their day."""
    from datetime import timedelta

    repetitions = before.repetitions + 1 if before else 1
    return Schedule(
        repetitions,
        interval,
        ease,
        due,
        due - timedelta(days=interval),
        before.lapses if before else 0,
        passed=True,
    )
