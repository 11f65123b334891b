"""What the report finds out about users whose memory is known, since it is simulated: a year each, by fixed seeds.

The chance of each answer is known before it is drawn. So are the share that will be passed, how far chance takes
it from that, and which forecast is the true one.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from math import log, pi, sqrt
from pathlib import Path
from typing import NamedTuple

import pytest
from fsrs import Card, Rating, Scheduler

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.collection.report import ReportOptions
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.report.model import CLASSES, Forecaster, Report
from studycli.schedule.sm2 import Schedule, review
from studycli.settings import Settings
from studycli.store.entry import Entry, LoggedState, encode

DAYS = 365
LAST = date(2026, 11, 23)
FIRST = LAST - timedelta(days=DAYS - 1)
DAYS_OFF = (40, 41, 200, 350)
CARDS = 240
NOTE = "# Terms\n" + "".join(f"\n## What is term {number}?\nIt is {number}.\n" for number in range(CARDS))
IDS = [card.id for card in parse_note("terms.md", NOTE, read_meta(NOTE), CardOptions()).cards]
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
RATINGS = {1: Rating.Again, 3: Rating.Hard, 4: Rating.Good, 5: Rating.Easy}
SURE = 3.0  # standard errors: 99.7 % of what chance does to a mean of many answers


class Due(NamedTuple):
    """A due review: the interval before it, the chance that it is passed, and whether it was."""

    interval: int
    chance: float
    passed: bool


class Learner:
    """One card in the head of a user: what SM-2 knows, and FSRS's memory."""

    def __init__(self) -> None:
        self.schedule: Schedule | None = None
        self.memory = Card(card_id=1)
        self.asked = 0  # on which day it is asked next; a person is late now and then


Truth = Callable[[Learner, int], float]
"""The chance of recalling a card on a day, counted from `FIRST`."""


def as_fsrs_says(card: Learner, day: int) -> float:
    """Forget as FSRS-6 has it: (1 + F * t / S) ** -0.1542, with S growing as its default parameters say."""
    return float(SCHEDULER.get_card_retrievability(card.memory, moment(day)))


def as_sm2_says(card: Learner, day: int) -> float:
    """Forget as SM-2's interval aims at: 0.9 ** (t / I)."""
    assert card.schedule
    return float(0.9 ** ((FIRST + timedelta(days=day) - card.schedule.last).days / card.schedule.interval))


def always(chance: float) -> Truth:
    """Recall with one chance, whatever the interval."""
    return lambda _card, _day: chance


class User:
    """A year of a user: the log, and the due reviews with their true chances."""

    def __init__(self, truth: Truth, seed: int) -> None:
        self.truth = truth
        self.chance = random.Random(seed)  # noqa: S311 - the same year each time
        self.cards = [Learner() for _ in range(CARDS)]
        self.due: list[Due] = []
        self.active: set[int] = set()
        self.lines: list[bytes] = []
        for day in range(DAYS):
            if day not in DAYS_OFF:
                self._study(day)

    def _study(self, day: int) -> None:
        seen = [card for card in self.cards if card.schedule]
        for card in [card for card in seen if card.asked <= day]:
            chance = self.truth(card, day)
            passed = self.chance.random() < chance
            assert card.schedule
            self.due.append(Due(card.schedule.interval, chance, passed))
            self._answer(card, day, passed)
        for card in self.cards[len(seen) : len(seen) + 2]:
            self._answer(card, day, self.chance.random() < 0.7)

    def _answer(self, card: Learner, day: int, passed: bool) -> None:
        """Grade a card, and ask it again on the same day until it is known."""
        grade = self.chance.choice((3, 4, 4, 4, 5)) if passed else 1
        card.schedule = review(card.schedule, grade, FIRST + timedelta(days=day))
        late = self.chance.choice((0, 0, 0, 1, card.schedule.interval // 3))
        card.asked = day + card.schedule.interval + late
        self._log(card, day, "review", grade)
        if grade < 4:
            self._log(card, day, "repeat", 4)

    def _log(self, card: Learner, day: int, kind: str, grade: int) -> None:
        card.memory, _ = SCHEDULER.review_card(card.memory, RATINGS[grade], moment(day))
        self.active.add(day)
        place = self.cards.index(card)
        entry = Entry(
            id=f"{1_760_000_000_000 + len(self.lines):012x}0000-one",
            at=moment(day).isoformat(),
            day=FIRST + timedelta(days=day),
            kind=kind,
            card=IDS[place],
            note="terms.md",
            prompt=f"What is term {place}?",
            form="recall",
            grade=grade,
            seconds=6.0,
            state=LoggedState.of(card.schedule),
        )
        self.lines.append(encode(entry))

    def report(self, root: Path) -> Report:
        """Return what the program says of this year."""
        (root / ".study" / "log").mkdir(parents=True)
        (root / "terms.md").write_text(NOTE, encoding="utf-8", newline="\n")
        (root / ".study" / "log" / "one.jsonl").write_bytes(b"".join(self.lines))
        clock = Clock(LAST, datetime(2026, 11, 23, 12, tzinfo=UTC))
        with Collection.open(root, Settings(), clock, {"STUDY_DEVICE": "desk"}) as collection:
            return collection.report(ReportOptions())

    def by_class(self) -> Iterator[list[Due]]:
        """Yield all due reviews, then those of each interval class."""
        yield self.due
        for first, last in CLASSES:
            yield [each for each in self.due if first <= each.interval <= (last or 10**9)]


def moment(day: int) -> datetime:
    """Return noon of a day, counted from `FIRST`."""
    return datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC) + timedelta(days=day)


def mean(values: list[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


# What chance leaves of a true forecast


def highest_calibration_error(due: list[Due]) -> float:
    """Return the calibration error that true forecasts stay below (`SURE`).

    A bin adds |sum of (chance - outcome)| / n: the absolute value of a number that is nearly normal around 0 with
    the variance v = sum of p * (1 - p). Its mean is sqrt(2 * v / pi), its variance v * (1 - 2 / pi).
    """
    variances: dict[int, float] = defaultdict(float)
    for each in due:
        variances[min(int(each.chance * 10), 9)] += each.chance * (1 - each.chance)
    middle = sum(sqrt(2 * variance / pi) for variance in variances.values())
    spread = sqrt(sum(variance * (1 - 2 / pi) for variance in variances.values()))
    return (middle + SURE * spread) / len(due)


def range_of_log_loss(due: list[Due]) -> tuple[float, float]:
    """Return the limits (`SURE`) of the log loss of true forecasts: its mean is their entropy."""
    chances = [each.chance for each in due if each.chance < 1]
    middle = -sum(p * log(p) + (1 - p) * log(1 - p) for p in chances) / len(due)
    spread = sqrt(sum(p * (1 - p) * log(p / (1 - p)) ** 2 for p in chances)) / len(due)
    return middle - SURE * spread, middle + SURE * spread


def forecasters(report: Report) -> dict[str, Forecaster]:
    """Return the report's forecasters by model."""
    return {each.model: each for each in report.retention.forecasters}


# Tests


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[User, Report]]:
    """Return a year of a user of each kind, and the program's report of it."""
    users = {"fsrs": User(as_fsrs_says, 1), "sm2": User(as_sm2_says, 2), "constant": User(always(0.85), 3)}
    return {name: (user, user.report(tmp_path_factory.mktemp(name))) for name, user in users.items()}


@pytest.mark.parametrize("name", ["fsrs", "sm2", "constant"])
def test_days_and_streaks_are_those_of_the_year(name: str, years: dict[str, tuple[User, Report]]) -> None:
    user, report = years[name]
    runs: list[int] = []
    for day in sorted(user.active):
        runs = [*runs[:-1], runs[-1] + 1] if day - 1 in user.active else [*runs, 1]
    load = report.load
    assert (load.active_days, load.longest_streak) == (len(user.active), max(runs))
    assert load.streak == (runs[-1] if max(user.active) >= DAYS - 2 else 0)
    assert sum(day.answers for day in load.days) == len(user.lines)
    assert report.retention.total.of == len(user.due)


@pytest.mark.parametrize("name", ["fsrs", "sm2", "constant"])
def test_the_true_chance_lies_within_the_interval_of_each_class(
    name: str, years: dict[str, tuple[User, Report]]
) -> None:
    user, report = years[name]
    shares = [report.retention.total, *(each.retention for each in report.retention.intervals)]
    for share, due in zip(shares, user.by_class(), strict=True):
        assert share.low is not None
        assert share.high is not None
        assert share.of == len(due) >= 200
        assert share.low <= mean([each.chance for each in due]) <= share.high


@pytest.mark.no_cover  # twenty years like the three that all other tests here are about
def test_the_intervals_miss_the_true_chance_as_seldom_as_they_say(tmp_path: Path) -> None:
    """Of a hundred intervals at 95 % five are expected to miss; more than ten would be seen once in 90 trials."""
    held = []
    for seed in range(20):
        user = User(as_fsrs_says, 100 + seed)
        retention = user.report(tmp_path / str(seed)).retention
        shares = [retention.total, *(each.retention for each in retention.intervals)]
        held += [
            (share.low or 0.0) <= mean([each.chance for each in due]) <= (share.high or 0.0)
            for share, due in zip(shares, user.by_class(), strict=True)
        ]
    assert len(held) == 100
    assert sum(held) >= 90


@pytest.mark.parametrize(("name", "other"), [("fsrs", "sm2"), ("sm2", "fsrs")])
def test_the_model_that_is_true_is_found_to_be(
    name: str, other: str, years: dict[str, tuple[User, Report]]
) -> None:
    """Its calibration error and log loss are within what chance does to true forecasts; the other's are worse."""
    user, report = years[name]
    told = forecasters(report)
    true, false = told[name], told[other]
    assert true.calibration_error is not None
    assert false.calibration_error is not None
    assert true.log_loss is not None
    assert false.log_loss is not None
    assert true.calibration_error < highest_calibration_error(user.due)
    assert true.calibration_error < false.calibration_error
    least, most = range_of_log_loss(user.due)
    assert least < true.log_loss < most
    for simple in (told["mean"], told["constant"], false):
        assert simple.log_loss is not None
        assert true.log_loss < simple.log_loss


def test_the_mean_is_the_best_forecast_where_recall_does_not_depend_on_time(
    years: dict[str, tuple[User, Report]],
) -> None:
    user, report = years["constant"]
    told = forecasters(report)
    best = told["mean"].log_loss
    assert best is not None
    least, most = range_of_log_loss(user.due)
    assert least < best < most
    for model in ("sm2", "fsrs", "constant"):
        found = told[model]
        assert found.log_loss is not None
        assert found.calibration_error is not None
        assert best < found.log_loss
        assert found.calibration_error > highest_calibration_error(user.due)


def test_a_figure_that_is_a_little_wrong_is_caught(years: dict[str, tuple[User, Report]]) -> None:
    """What the tests above compare with is near enough that forecasts wrong by a twentieth fall out of it."""
    user, _ = years["fsrs"]
    wrong = [each._replace(chance=each.chance * 0.95) for each in user.due]
    least, most = range_of_log_loss(wrong)
    loss = mean(
        [-log(each.chance if each.passed else 1 - each.chance) for each in user.due if each.chance < 1]
    )
    error = abs(sum(each.chance - each.passed for each in wrong)) / len(wrong)
    assert not least < loss < most
    assert error > highest_calibration_error(wrong)
