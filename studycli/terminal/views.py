"""What a session looks like: from its state to Rich renderables, for any width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from studycli.schedule.sm2 import PASS
from studycli.terminal.asking import Phase
from studycli.terminal.lineedit import split
from studycli.terminal.notetext import render
from studycli.terminal.wording import interval, place, tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from studycli.terminal.asking import Asking
    from studycli.terminal.lineedit import Line
    from studycli.terminal.session import Session

CURSOR = Style(meta={"cursor": True})
"""Style of the cell on which the terminal's cursor stands, where input methods show what they compose."""
DOT = " · "
_SORTS = ("new", "due", "again")


# The frame around a card


def header(session: Session, width: int) -> list[Text]:
    """Return the position with the counts, and the place of the card in its note; a line each."""
    path = place(session.content.card, session.content.prompt)
    return [position(session), Text(tail(path, width), "study.path")]


def position(session: Session) -> Text:
    """Return the place in the session, and what is left; the sort of the card on the screen is underlined."""
    progress = session.progress
    line = Text(
        f"{progress.position} of {progress.total}", "study.position", no_wrap=True, overflow="ellipsis"
    )
    for sort, count in zip(_SORTS, session.left, strict=True):
        part = Text(f"{count} {sort}", f"study.{sort}")
        if sort == _sort(session):
            part.stylize("underline")
        line.append(DOT, "default").append_text(part)
    return line.append(f"{DOT}cram" if session.options.cram else "")


def _sort(session: Session) -> str:
    if session.again:
        return "again"
    return "new" if session.content.card.state is None else "due"


def bar(session: Session, width: int) -> Text:
    """Return the keys that matter now; for the grades with the interval that each gives."""
    if session.phase is Phase.ANSWER:
        return grade_bar(session, width)
    return in_lines(_BARS[session.phase], width)


def in_lines(keys: Iterable[tuple[str, str]], width: int) -> Text:
    """Return keys with what they do, in as few lines as the width allows."""
    named = [_key(*pair) for pair in keys]
    return _joined(named, width) or _packed(named, width)


_BARS = {
    Phase.QUESTION: (("space", "answer"), ("h", "hint"), ("?", "keys"), ("q", "quit")),
    Phase.TYPING: (("enter", "answer"), ("esc", "other keys")),
    Phase.REMARK: (("enter", "flag"), ("esc", "cancel")),
    Phase.SECTION: (("q", "back to the card"),),
    Phase.KEYS: (("any key", "back to the card"),),
}


def _key(key: str, what: str) -> Text:
    return Text.assemble((key, "study.key"), " ", what)


def _joined(keys: list[Text], width: int) -> Text | None:
    """Return the keys in a line, or None where the width does not hold them."""
    line = Text(DOT).join(keys)
    return line if cell_len(line.plain) <= width else None


def _packed(keys: list[Text], width: int) -> Text:
    """Return the keys two spaces apart, in as many lines as the width asks for."""
    lines = [keys[0]]
    for key in keys[1:]:
        if cell_len(f"{lines[-1].plain}  {key.plain}") <= width:
            lines[-1] = Text("  ").join([lines[-1], key])
        else:
            lines.append(key)
    return Text("\n").join(lines)


def grade_bar(session: Session, width: int) -> Text:
    """Return the grade keys; without their names where the width does not hold them."""
    named = [_button(session, key, name) for key, (name, _) in session.grades.items()]
    return _joined(named, width) or _packed([_button(session, key, "") for key in session.grades], width)


def _button(session: Session, key: str, name: str) -> Text:
    button = Text.assemble((key, "study.key"), f" {name}" if name else "")
    label = interval_label(session, session.grades[key][1])
    return button.append(f" {label}", "study.interval") if label else button


def interval_label(session: Session, grade: int) -> str:
    """Return how long a grade puts the card off; '<1d' for a failure, '' where nothing is rescheduled."""
    if session.options.cram or grade not in session.choices:
        return ""
    days = (session.choices[grade].due - session.collection.today).days
    return "<1d" if grade < PASS or days < 1 else interval(days)


# The card


def body(session: Session, width: int) -> RenderableType:
    """Return what stands between header and keys, for so many cells."""
    if session.phase is Phase.SECTION:
        return render(session.content.section, light=session.light)
    if session.phase is Phase.KEYS:
        return keys_page(session)
    return Group(*_card(session, width))


def _card(session: Session, width: int) -> Iterable[RenderableType]:
    yield from question(session, session.content.prompt, session.hint, width)
    if session.phase is Phase.ANSWER:
        yield from _answer(session)


_TYPED = {Phase.REMARK: "Remark:", Phase.TYPING: "Your answer:"}
"""What is being typed, in the phases in which something is."""


def question(session: Asking[Any], shown: str, hint: str, width: int) -> Iterable[RenderableType]:
    """Yield what is asked, the hint if there is one, and the line being typed if one is."""
    yield Padding(render(shown, light=session.light), 0, style="study.prompt")
    if hint:
        yield Text.assemble("\n", ("Hint: ", "study.label"), (hint, "study.hint"))
    if session.phase in _TYPED:
        yield Text(f"\n{_TYPED[session.phase]}", "study.label")
        yield typed_text(session.line, width)


def _answer(session: Session) -> Iterable[RenderableType]:
    if session.typed:
        yield Text("\nYour answer:", "study.label")
        yield Text(session.typed, "study.typed")
        yield Text("\nThe note:", "study.label")
    else:
        yield Text()
    yield answer(session)


def answer(session: Session) -> RenderableType:
    """Return the note's answer."""
    if not session.content.answer.strip():
        return Text("This question has no answer yet: e opens the note.", "study.notice")
    return render(session.content.answer, light=session.light)


def typed_text(line: Line, width: int) -> Text:
    """Return a line being typed, broken at the width, its cursor marked by a style."""
    shown = Text(no_wrap=True, overflow="ignore")
    used = offset = 0
    for part in [*split(line.text), " "]:  # the last is room for the cursor
        style = CURSOR if offset == line.cursor else Style.null()
        offset += len(part)
        cells = cell_len(part)
        if part == "\n" or used + cells > width:
            shown.append(" \n" if part == "\n" else "\n", style if part == "\n" else "")
            used = 0
        if part != "\n":
            shown.append(part, style)
            used += cells
    return shown


def keys_page(session: Asking[Any], special: Iterable[tuple[str, str]] = ()) -> RenderableType:
    """Return the list of all keys, those that are this kind of session's own first."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="study.key")
    table.add_column()
    for keys, what in special:
        table.add_row(keys, what)
    grades = session.grades
    table.add_row(f"{min(grades)} to {max(grades)}", grade_names(session))
    for command in session.commands:
        table.add_row(", ".join(command.keys), command.help)
    table.add_row("arrows, page up/down, j, k", "scroll; space too, while there is more")
    table.add_row("ctrl-c", "stop at once; every answer is saved already")
    return table


def grade_names(session: Asking[Any]) -> str:
    """Return what the grade keys mean, in a few words."""
    names = [name for name, _ in session.grades.values() if name]
    return "grade: " + (", ".join(names) if names else "0 to 2 failed, 3 hard, 4 good, 5 easy")
