"""The report says what a second computation says that shares no code with it (second.py), on generated histories."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.collection.report import ReportOptions
from studycli.report.model import Report, Share, Standing
from studycli.settings import Settings
from tests.report.histories import TODAY, Vault, history
from tests.report.second import CONFUSED, WRONG_CARDS, WRONG_FORMS, Second, wilson

HISTORIES = 100
TRACED = 20  # of them coverage is measured by the first ones: the others run the same lines
LEECH = 3
NEAR = 1e-9
CLOCK = Clock(TODAY, datetime(2026, 11, 23, 12, tzinfo=UTC))


def reports(root: Path, *options: ReportOptions) -> list[Report]:
    """Return the program's reports of a vault."""
    settings = Settings(leech_lapses=LEECH)
    with Collection.open(root, settings, CLOCK, {"STUDY_DEVICE": "desk"}) as collection:
        return [collection.report(option) for option in options]


Recompute = Callable[..., Second]


@pytest.fixture
def second() -> Iterator[Recompute]:
    """Return a function that makes the other computation of a vault; with other lines if they are given."""
    opened: list[Second] = []

    def recompute(vault: Vault, lines: Iterable[bytes] | None = None) -> Second:
        notes = [
            (path, each.last.toordinal(), each.next.toordinal(), each.difficulty)
            for path, each in vault.dates.items()
        ]
        every = (line for log in vault.logs.values() for line in log)
        opened.append(Second(every if lines is None else lines, notes, vault.cards, TODAY.toordinal()))
        return opened[-1]

    yield recompute
    for each in opened:
        each.db.close()


def figures(report: Report) -> dict[str, Any]:
    """Return the figures of a report in the form in which `expected` returns them."""
    mastery, retention, load, weak = report.mastery, report.retention, report.load, report.weak
    topics = {
        (sort, each.name): each.standing
        for sort in ("tags", "folders", "notes")
        for each in getattr(mastery, sort)
    }
    return {
        "topics": {name: standing(each) for name, each in topics.items()}
        | {("vault", ""): standing(mastery.vault)},
        "gone": (mastery.gone_cards, mastery.gone_answers),
        "over time": [(each.day.toordinal(), each.value) for each in mastery.over_time],
        "classes": [
            share(each) for each in (retention.total, *(each.retention for each in retention.intervals))
        ],
        "quality": {
            each.model: (each.log_loss, each.brier, each.calibration_error) for each in retention.forecasters
        },
        "bins": {
            each.model: {
                place: (each.predicted, each.seen.count, each.seen.of)
                for place, each in enumerate(each.bins)
                if each.seen.of
            }
            for each in retention.forecasters[:2]
        },
        "days": [
            (
                each.day.toordinal(),
                each.answers,
                each.reviews,
                each.new,
                each.practised,
                each.wrong,
                each.seconds,
            )
            for each in load.days
        ],
        "streaks": (load.streak, load.longest_streak),
        "active": load.active_days,
        "seconds": (load.seconds_per_answer, load.minutes_per_day, load.minutes_per_card),
        "due": load.due_today + load.backlog,
        "forms": {each.form: share(each.wrong) for each in weak.forms},
        "wrong cards": {
            each.form: [(card.card, card.wrong, card.answers) for card in each.cards] for each in weak.forms
        },
        "confused": sorted((each.one, each.other, each.times) for each in weak.confused),
        "weak": (
            [each.card for each in weak.leeches],
            [each.recall for each in weak.lowest_recall],
            [each.card for each in weak.longest_overdue],
        ),
    }


def standing(each: Standing) -> tuple[Any, ...]:
    """Return a standing as a plain tuple."""
    return each.cards, each.seen, each.new, each.mastery, each.recall


def share(each: Share) -> tuple[Any, ...]:
    """Return a share as a plain tuple."""
    return each.count, each.of, each.share, each.low, each.high


def expected(other: Second, top: int) -> dict[str, Any]:
    """Return the same figures by the other computation."""
    forms = [(form, *counts) for form, *counts in other.rows(WRONG_FORMS) if counts[0]]
    cards = {
        form: sorted(
            (-wrong, answers, card) for name, card, wrong, answers in other.rows(WRONG_CARDS) if name == form
        )
        for form, *_ in forms
    }
    days = other.days()
    return {
        "topics": other.topics(),
        "gone": other.gone(),
        "over time": other.over_time(),
        "classes": other.classes(),
        "quality": other.quality(),
        "bins": {model: other.bins(model) for model in ("sm2", "fsrs")},
        "days": days,
        "streaks": other.streaks(),
        "active": len(days),
        "seconds": other.seconds(),
        "due": other.overdue(),
        "forms": {form: wilson(*counts) for form, *counts in forms},
        "wrong cards": {
            form: [(card, -wrong, of) for wrong, of, card in found][:top] for form, found in cards.items()
        },
        "confused": other.rows(CONFUSED),
        "weak": other.weak(LEECH, top),
    }


def differences(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Return where two figures differ by more than `NEAR`, however they are nested."""
    if isinstance(ours, float) and isinstance(theirs, (float, int)):
        return [] if abs(ours - theirs) <= NEAR * max(1.0, abs(theirs)) else [f"{at}: {ours} and {theirs}"]
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        return [line for key in ours for line in differences(ours[key], theirs[key], f"{at}/{key}")]
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return [line for place, pair in pairs for line in differences(*pair, f"{at}/{place}")]
    return [] if ours == theirs else [f"{at}: {ours} and {theirs}"]


TOP = 50
EVERYTHING = ReportOptions(top=TOP, section="all")
# The load of a year ahead, half of the time of a report, is simulated and is not among the figures here.
LATELY = ReportOptions(top=TOP, since=date(2026, 11, 1), section="weak")
TAGGED = ReportOptions(top=TOP, tag="dl", section="weak")


@pytest.mark.parametrize(
    "seed",
    [pytest.param(seed, marks=[pytest.mark.no_cover] if seed >= TRACED else []) for seed in range(HISTORIES)],
)
def test_every_figure_is_that_of_the_second_computation(seed: int, tmp_path: Path, second: Recompute) -> None:
    vault = history(seed)
    vault.write(tmp_path)
    has_tag = any(tag.split("/")[0] == "dl" for *_, tags in vault.cards for tag in tags)
    chosen = [EVERYTHING, LATELY, *([TAGGED] if has_tag else [])]
    other = second(vault)
    for options, report in zip(chosen, reports(tmp_path, *chosen), strict=True):
        other.choose(options.tag, options.since.toordinal() if options.since else 0)
        theirs = expected(other, TOP)
        if options.tag:
            theirs["gone"] = (0, 0)
        assert differences(figures(report), theirs) == []


@pytest.mark.no_cover  # histories like those above
@pytest.mark.parametrize("seed", range(0, HISTORIES, 20))
def test_deleting_the_index_changes_no_figure(seed: int, tmp_path: Path) -> None:
    """Not one bit: a report whose sums grew answer by answer, and one of an index that is made anew."""
    vault = history(seed)
    older = vault._replace(logs={device: lines[: len(lines) // 2] for device, lines in vault.logs.items()})
    older.write(tmp_path)
    reports(tmp_path, EVERYTHING)
    vault.write(tmp_path)
    chosen = [EVERYTHING, LATELY._replace(section="all")]
    grown = reports(tmp_path, *chosen)
    for file in (tmp_path / ".study").glob("index.db*"):
        file.unlink()
    anew = reports(tmp_path, *chosen)
    assert anew == grown


def test_a_line_that_says_another_thing_is_found_out(tmp_path: Path, second: Recompute) -> None:
    """The comparison sees one answer that was passed in one log and failed in the other, and one that is missing."""
    vault = history(0)
    vault.write(tmp_path)
    ours = figures(reports(tmp_path, EVERYTHING)[0])
    lines = [line for log in vault.logs.values() for line in log]
    assert differences(ours, expected(second(vault, lines), TOP)) == []
    undone = b"".join(line for line in lines if b'"kind":"undo"' in line)
    place = next(
        at
        for at, line in enumerate(lines)
        if b'"kind":"review"' in line and b'"grade":4' in line and line[len(b'{"id":"') :][:16] not in undone
    )
    tampered = [*lines[:place], lines[place].replace(b'"grade":4', b'"grade":2'), *lines[place + 1 :]]
    wrong = expected(second(vault, tampered), TOP)
    assert {line.split("/")[1].split(":")[0] for line in differences(ours, wrong)} >= {"days", "forms"}
    fewer = expected(second(vault, [*lines[:place], *lines[place + 1 :]]), TOP)
    assert {line.split("/")[1].split(":")[0] for line in differences(ours, fewer)} >= {"days", "forms"}


def test_a_figure_that_is_off_in_the_ninth_digit_is_found_out(tmp_path: Path, second: Recompute) -> None:
    vault = history(1)
    vault.write(tmp_path)
    ours = figures(reports(tmp_path, EVERYTHING)[0])
    theirs = expected(second(vault), TOP)
    loss, brier, error = ours["quality"]["fsrs"]
    ours["quality"]["fsrs"] = (loss + 2e-9, brier, error)
    assert [line.split(":")[0] for line in differences(ours, theirs)] == ["/quality/fsrs/0"]
