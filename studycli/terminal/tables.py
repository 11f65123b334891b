"""Lists of cards, and one card in full, for the commands that print and end."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from studycli.terminal.counting import several
from studycli.terminal.notetext import one_line, render
from studycli.terminal.wording import interval, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rich.console import Console, RenderableType

    from studycli.collection.values import CardRow, Content
    from studycli.store.entry import Entry

_SHORT_ID = 6  # characters of an id that a list shows; four are enough to name a card


def print_cards(console: Console, rows: Sequence[CardRow], today: date) -> None:
    """Print cards below their notes: id, line, when each is asked next, prompt.

    On a terminal a prompt is broken at its column; elsewhere each card is one whole line, tabs between.
    """
    for note, cards in groupby(rows, key=lambda row: row.note):
        group = list(cards)
        if console.is_terminal:
            console.print(Text.assemble((note, "bold"), f" · {several(len(group), 'card')}"))
            console.print(_list(group, today))
        else:
            for row in group:
                fields = (
                    row.id,
                    f"{note}:{row.line}",
                    standing(row, today),
                    one_line(row.prompt) + _flag(row),
                )
                console.file.write("\t".join(fields) + "\n")  # a console would turn tabs into spaces


def _list(rows: Iterable[CardRow], today: date) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="study.id", no_wrap=True)
    table.add_column(justify="right", style="study.label", no_wrap=True)
    table.add_column(style="study.label", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        prompt = Text.assemble(one_line(row.prompt), (_flag(row), "study.notice"))
        table.add_row(f"  {row.id[:_SHORT_ID]}", str(row.line), standing(row, today), prompt)
    return table


def _flag(row: CardRow) -> str:
    return f" · flag: {row.flag}" if row.flag else ""


def standing(row: CardRow, today: date) -> str:
    """Return in a word or two when a card is asked next: new, due, in 6d, suspended, buried, no answer."""
    if row.suspended:
        return "suspended"
    if row.buried and row.buried > today:
        return "buried"
    if row.empty:
        return "no answer"
    if row.state is None:
        return "new"
    days = (row.state.due - today).days
    return f"in {interval(days)}" if days > 0 else "due"


def print_card(console: Console, content: Content, entries: Sequence[Entry], today: date) -> None:
    """Print one card in full: where it is, its prompt and answer, its schedule and its history."""
    row = content.card
    console.print(Padding(render(content.prompt), 0, style="study.prompt"))
    console.print(Text(place(row, content.prompt, line=True), "study.path"))
    console.print()
    console.print(_answer(content))
    console.print()
    for fact in _facts(row, today):
        console.print(fact)
    for entry in entries:
        console.print(Text(_entry(entry), "study.label"))


def _answer(content: Content) -> RenderableType:
    if content.answer.strip():
        return render(content.answer)
    return Text("This question has no answer yet.", "study.notice")


def _facts(row: CardRow, today: date) -> Iterable[Text]:
    for name, value in _schedule(row, today):
        if value:
            yield Text.assemble((f"{name:<8}", "study.label"), value)


def _schedule(row: CardRow, today: date) -> Iterable[tuple[str, str]]:
    yield "id", row.id
    yield "kind", row.kind
    yield "tags", " ".join(row.tags)
    yield "state", standing(row, today)
    if state := row.state:
        yield "due", f"{state.due}, {several(state.interval, 'day')} after {state.last}"
        yield "ease", f"{state.ease:.2f}"
        yield "lapses", str(state.lapses)
    yield "flag", row.flag


def _entry(entry: Entry) -> str:
    grade = "" if entry.grade is None else f" {entry.grade}"
    due = f", due {entry.state.due}" if entry.state else ""
    remark = f": {entry.remark}" if entry.remark else ""
    return f"{entry.at[:16].replace('T', ' ')}  {entry.kind}{grade}{due}{remark}"
