"""Section ``weak``: the cards that fail, fade or wait, the forms that are answered wrong, and what is confused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from studycli.terminal.counting import several
from studycli.terminal.notetext import one_line
from studycli.terminal.report.bars import range_bar
from studycli.terminal.report.sheet import name, percent, percents, spread, tidy
from studycli.terminal.wording import head, tail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.report.model import Confusion, Report, WeakCard, WrongCard, WrongForm
    from studycli.terminal.report.sheet import Sheet

_SHORT_ID = 6  # characters of an id, as in the list of cards
_FIGURE = 10  # cells of the number before a prompt
_FORM = 12  # cells of a form's name
_BAR = 14  # cells


def print_weak(sheet: Sheet, report: Report, top: int) -> None:
    """Write the section, each list with at most `top` rows."""
    weak = report.weak
    sheet.heading("Weak spots", "`study stats ID` tells a card's history")
    lists: Sequence[tuple[str, Sequence[WeakCard], Callable[[WeakCard], str]]] = (
        ("Leeches: failed most often", weak.leeches, lambda card: f"{card.lapses} lapses"),
        ("Lowest recall today", weak.lowest_recall, lambda card: percent(card.recall)),
        ("Longest overdue", weak.longest_overdue, lambda card: several(card.overdue, "day")),
    )
    for title, cards, figure in lists:
        _print_title(sheet, title, cards)
        for card in cards[:top]:
            _print_card(sheet, figure(card), card)
    _print_title(sheet, "Wrong by form of question", weak.forms)
    for form in weak.forms[:top]:
        _print_form(sheet, form, top)
    _print_title(sheet, "Taken for one another", weak.confused)
    for pair in weak.confused[:top]:
        _print_confusion(sheet, pair)


def _print_title(sheet: Sheet, title: str, found: Sequence[object]) -> None:
    sheet.heading(title, "" if found else "none")


def _print_card(sheet: Sheet, figure: str, card: WeakCard | WrongCard) -> None:
    """Write a card's number and prompt on a line, and where it is on the next."""
    room = sheet.width - _FIGURE - 4
    sheet.line(f"  {figure:>{_FIGURE}}  {head(one_line(card.prompt), room)}")
    place = f"{tidy(card.note)}:{card.line}"
    shown = Text.assemble(
        (card.card[:_SHORT_ID], "study.id"),
        (f"  {tail(place, room - _SHORT_ID - 2)}", "study.path"),
    )
    sheet.line(" " * (_FIGURE + 4), shown)


def _print_form(sheet: Sheet, form: WrongForm, top: int) -> None:
    wrong = form.wrong
    counts = f"{percent(wrong.share)} ({percents(wrong.low, wrong.high)})"
    sheet.line(
        f"  {name(form.form, _FORM)} ",
        range_bar(spread(wrong), _BAR),
        f"  {counts}, {wrong.count} of {wrong.of}",
    )
    for card in form.cards[:top]:
        _print_card(sheet, f"{card.wrong} of {card.answers}", card)


def _print_confusion(sheet: Sheet, pair: Confusion) -> None:
    figure = several(pair.times, "time")
    room = (sheet.width - _FIGURE - 7) // 2
    one, other = (head(one_line(text), room) for text in (pair.one, pair.other))
    sheet.line(f"  {figure:>{_FIGURE}}  {one} ↔ {other}")
