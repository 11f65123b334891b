"""What the sections say where the sample does not show it."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len

from studycli.report.model import (
    Confusion,
    Day,
    Forecaster,
    Interval,
    Range,
    Report,
    Standing,
    Topic,
    WrongForm,
)
from studycli.report.wilson import share
from studycli.terminal.console import make_console
from studycli.terminal.report import print_plan, print_report, print_stats
from studycli.terminal.report.ready import effort
from studycli.terminal.report.retention import verdict
from tests.report_sample import (
    TODAY,
    empty_report,
    one_review_report,
    sample_report,
    sample_stats,
)

EVIL = "\x1b[31m[bold]x[/bold]\x07\u009b2J\ny"
replace = msgspec.structs.replace


def text_of(printing: Callable[..., None], *values: Any, width: int = 80) -> str:
    console = make_console("never", {"COLUMNS": str(width)}, StringIO())
    printing(console, *values)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def forecasters(sm2: float | None, fsrs: float | None, mean: float | None = 0.35) -> list[Forecaster]:
    losses = {"sm2": sm2, "fsrs": fsrs, "mean": mean, "constant": 0.4}
    return [Forecaster(model, loss, None, None, ()) for model, loss in losses.items()]


@pytest.mark.parametrize(
    ("losses", "answers", "said"),
    [
        ((0.40, 0.30), 30, "FSRS-6 foretold your answers better than SM-2: log loss 0.300 against 0.400."),
        ((0.30, 0.34), 99, "SM-2 foretold your answers better than FSRS-6: log loss 0.300 against 0.340."),
        ((0.3004, 0.3001), 99, "SM-2 and FSRS-6 foretold your answers equally well: log loss 0.300."),
        (
            (0.50, 0.40),
            99,
            (
                "FSRS-6 foretold your answers better than SM-2: log loss 0.400 against 0.500."
                " Neither tells more than the mean does."
            ),
        ),
        (
            (0.40, 0.30),
            29,
            "Which model foretells you better, fewer than 30 answers cannot tell: there are 29.",
        ),
        (
            (None, None),
            0,
            "Which model foretells you better, fewer than 30 answers cannot tell: there are 0.",
        ),
    ],
)
def test_the_verdict_names_the_model_with_the_smaller_loss(
    losses: tuple[float | None, float | None], answers: int, said: str
) -> None:
    assert verdict(forecasters(*losses), answers) == said


def test_an_interval_class_without_answers_is_a_dash_on_an_empty_scale() -> None:
    report = sample_report()
    *others, _ = report.retention.intervals
    intervals = (*others, Interval(60, None, share(0, 0)))
    text = text_of(
        print_report,
        replace(report, retention=replace(report.retention, intervals=intervals)),
        "retention",
        5,
    )
    assert f"  60+ days       –          0 of 0  {'─' * 34}         –\n" in text


def hostile() -> Report:
    """Return the sample with control characters and markup wherever it has a text of the notes."""
    report = sample_report()
    assert report.ready
    topic = Topic(EVIL, EVIL, 9, Standing(3, 2, 1, 0.5, 0.5))
    cards = tuple(replace(card, prompt=EVIL, note=EVIL) for card in report.weak.leeches)
    form = report.weak.forms[0]
    wrong = tuple(replace(card, prompt=EVIL, note=EVIL) for card in form.cards)
    return replace(
        report,
        vault=EVIL,
        tag=EVIL,
        note=EVIL,
        since=TODAY,
        remarks=(EVIL,),
        mastery=replace(
            report.mastery, tags=(topic,), folders=(topic,), notes=(topic,), weakest=(topic,), model="fsrs"
        ),
        weak=replace(
            report.weak,
            leeches=cards,
            lowest_recall=cards,
            longest_overdue=cards,
            forms=(WrongForm(EVIL, form.wrong, wrong),),
            confused=(Confusion(EVIL, EVIL, 2),),
        ),
        ready=replace(report.ready, topics=(replace(report.ready.topics[0], name=EVIL),)),
    )


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("section", ["", "all"])
def test_text_of_the_notes_drives_neither_the_terminal_nor_the_markup(section: str, width: int) -> None:
    text = text_of(print_report, hostile(), section, 5, width=width)
    assert not re.search(r"[^\n -\ud7ff]|[\x7f-\x9f]", text.replace("\ue000", "\x00"))
    assert "[bold]x[/bold]" in text
    assert max(map(cell_len, text.splitlines())) <= width


def test_plan_and_history_keep_text_of_the_notes_as_text() -> None:
    stats = sample_stats()
    first = replace(stats.answers[0], form=EVIL, kind=EVIL)
    evil = replace(stats, prompt=EVIL, note=EVIL, answers=(first, *stats.answers[1:]))
    text = text_of(print_plan, hostile()) + text_of(print_stats, evil, TODAY)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert "[bold]x[/bold]" in text


def test_filters_are_named_at_the_top() -> None:
    report = replace(sample_report(), tag="statistics", note="basics/Hypothesis tests.md", since=TODAY)
    first = text_of(print_report, report, "", 5, width=100).splitlines()[0]
    assert first == "ml-notes · Mon 2026-11-23 · #statistics · basics/Hypothesis tests.md · since 2026-11-23"


def test_lists_are_as_long_as_was_asked_for() -> None:
    text = text_of(print_report, sample_report(), "weak", 1)
    assert text.count("lapses") == text.count("days") == 1
    assert "precision ↔ recall" in text
    assert "L1" not in text
    assert "statistics/tests" not in text_of(print_report, sample_report(), "", 2)


def test_all_sections_are_those_one_by_one_below_one_head() -> None:
    report = sample_report()
    sections = ("mastery", "retention", "load", "weak", "ready")
    heads, parts = [], []
    for section in sections:
        head, _, part = text_of(print_report, report, section, 5).partition("\n\n")
        heads.append(head)
        parts.append(part)
    assert len(set(heads)) == 1
    assert (
        text_of(print_report, report, "all", 5)
        == "\n\n".join([heads[0], *(p.rstrip("\n") for p in parts)]) + "\n"
    )


def test_the_last_seven_days_are_today_and_six_before_and_none_after() -> None:
    report = one_review_report()
    days = tuple(Day(TODAY + timedelta(days=ahead), 10, 10, 0, 0, 0, 60.0) for ahead in (-7, -6, 0, 1))
    load = replace(report.load, days=days, today=days[2])
    assert "10 answers today, 20 in 7 days (2 min 0 s)" in text_of(
        print_report, replace(report, load=load), "", 5
    )


def test_no_cards_at_all_is_a_screen_too() -> None:
    report = empty_report()
    nothing = Standing(0, 0, 0, None, None)
    mastery = replace(report.mastery, vault=nothing, tags=(), folders=(), notes=(), weakest=())
    load = replace(report.load, ahead=(), new_today=0)
    bare = replace(report, mastery=mastery, load=load)
    assert "– of 0 cards seen; 0 new" in text_of(print_report, bare, "", 5)
    assert "Tags" not in text_of(print_report, bare, "all", 5)


def test_cards_that_the_plan_cannot_bring_in_are_counted() -> None:
    ready = sample_report().ready
    assert ready
    assert effort(replace(ready, unseen=1)).endswith("There is no time any more for 1 new card.")
    assert "no time" not in effort(ready)


def test_without_a_tag_the_plan_names_none_first() -> None:
    report = sample_report()
    text = text_of(print_plan, replace(report, mastery=replace(report.mastery, tags=()), remarks=()))
    assert text.startswith("Plan until Sun 2026-12-20, in 27 days\n")
    assert "Weak tags" not in text


def test_a_card_is_due_in_some_days_today_or_some_days_ago() -> None:
    stats = sample_stats()
    for days, said in ((0, "today"), (1, "in 1 day"), (-2, "2 days ago")):
        due = replace(stats, due=TODAY + timedelta(days=days))
        assert f"Due       {due.due}, {said}; interval 101 days" in text_of(print_stats, due, TODAY)


def test_what_was_not_computed_is_a_dash() -> None:
    stats = replace(sample_stats(), ease=None, stability=None, difficulty=None, curve=())
    text = text_of(print_stats, stats, TODAY)
    assert "ease –" in text
    assert "stability – days, difficulty – of 10" in text
    assert "Recall ahead" not in text


def test_a_number_stays_with_its_percent_where_a_line_is_broken() -> None:
    report = sample_report()
    assert report.ready
    for width in range(40, 81):
        text = text_of(
            print_report,
            replace(report, ready=replace(report.ready, followed=Range(1, 1, 1))),
            "",
            5,
            width=width,
        )
        assert not re.search(r"^ *%", text, re.MULTILINE)


def test_a_nested_tag_that_is_too_long_keeps_its_end() -> None:
    report = sample_report()
    name = "machine-learning/evaluation"
    topic = replace(report.mastery.weakest[0], name=name)
    mastery = replace(report.mastery, weakest=(topic,))
    text = text_of(print_report, replace(report, mastery=mastery), "", 5, width=60)
    assert "  …ning/evaluation " in text
