"""The values of the report: what it is computed from, and what it says.

What goes in are tuples with days as ordinals (``date.toordinal``), for there are many of them. What comes out are
structs: they are what ``study report --json`` prints, field by field, with shares and means from 0 to 1 unless
stated otherwise, and None where there is nothing to compute from. A share comes with a Wilson interval (`Share`).
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec looks at the fields' types
from typing import NamedTuple

import msgspec

MODELS = ("sm2", "fsrs")
"""The models that foretell recall: SM-2's interval, and FSRS-6 with its published default parameters."""

CLASSES = ((1, 6), (7, 20), (21, 59), (60, None))
"""The interval classes of retention: first and last day of the interval before the answer; None has no end."""

BINS = 10
"""Bins of the learned curve, each a tenth of predicted recall; 1.0 belongs to the last."""


# What goes in


class Card(NamedTuple):
    """A card that can be asked (not an empty question), with what the log says of it.

    Attributes:
        id: Its id.
        note: Path of its note.
        tags: Its tags, nested ones with '/'.
        interval: SM-2's interval in days; 0 for a new card.
        due: Ordinal of the day it is asked next; 0 for a new card.
        last: Ordinal of the day of its last graded answer; 0 for a new card.
        ease: SM-2's factor EF; of a new card the one it begins with.
        repetitions: SM-2's n; 0 for a new card.
        lapses: How often it failed.
        passed: Whether it was ever passed.
        suspended: Whether it is set aside.
        stability: FSRS's stability in days; 0.0 for a new card.
        difficulty: FSRS's difficulty, 1 to 10; 0.0 for a new card.
        seen: Ordinal of the last answer that FSRS was fed with, of any kind; 0 for a new card.
        answers: How many answers the log holds.
        wrong: How many of them were graded below 3.
        seconds: Time that they took.
    """

    id: str
    note: str
    tags: tuple[str, ...]
    interval: int
    due: int
    last: int
    ease: float
    repetitions: int
    lapses: int
    passed: bool
    suspended: bool
    stability: float
    difficulty: float
    seen: int
    answers: int
    wrong: int
    seconds: float

    @property
    def is_new(self) -> bool:
        """Whether it was never scheduled."""
        return self.interval == 0


class Answer(NamedTuple):
    """A graded answer as the log has it, with the card's schedule before it.

    Attributes:
        day: Ordinal of the study day.
        kind: ``review``, ``repeat``, ``cram`` or ``practice``.
        grade: 0 to 5.
        seconds: Time taken; None where it was not measured.
        form: Form of the question; '' where the log does not say.
        is_due: Whether it was a review of a card that was due.
        gap: Days since the card's last graded answer that scheduled it; None for a new card.
        interval: SM-2's interval before the answer, in days; None for a new card.
        ease: SM-2's factor before it; None for a new card.
        mastery: The card's mastery by SM-2 after the answer, 0 to 1.
    """

    day: int
    kind: str
    grade: int
    seconds: float | None
    form: str
    is_due: bool
    gap: int | None
    interval: int | None
    ease: float | None
    mastery: float


class CardDay(NamedTuple):
    """What happened to one card on one study day: the row that all sums of the history are made of.

    Attributes:
        day: Ordinal of the study day.
        answers: Graded answers of every kind.
        reviews: Those that scheduled the card, its first one not counted.
        new: 1 when the card was learnt on this day.
        practised: Answers in a quiz or by cramming that left the schedule.
        wrong: Answers graded below 3.
        seconds: Time of all answers.
        gain: Mastery after the day less that before it; the card's first day has all that it came with.
        entered: 1 on the card's first day in the log.
        timed: Answers whose time was measured.
        group: Index in `CLASSES` of the interval before, where the day's first answer was a review that was due;
            else -1, and the rest is 0.
        passed: 1 when that answer was graded 3 or better.
        sm2: Recall that SM-2 foretold for it.
        fsrs: Recall that FSRS foretold.
        sm2_loss: -ln of the chance that SM-2 gave to what happened (`retention.log_loss`).
        fsrs_loss: The same of FSRS.
    """

    day: int
    answers: int
    reviews: int
    new: int
    practised: int
    wrong: int
    seconds: float
    gain: float
    entered: int
    timed: int = 0
    group: int = -1
    passed: int = 0
    sm2: float = 0.0
    fsrs: float = 0.0
    sm2_loss: float = 0.0
    fsrs_loss: float = 0.0


class DayRow(NamedTuple):
    """The sums of a day over all cards; the fields are those of `CardDay`."""

    day: int
    answers: int
    reviews: int
    new: int
    practised: int
    wrong: int
    seconds: float
    gain: float
    entered: int
    timed: int = 0


class ForetoldRow(NamedTuple):
    """Due reviews of one interval class that fell into one bin of each model, summed.

    Attributes:
        group: Index in `CLASSES`.
        sm2_bin: Bin of SM-2's forecast, 0 to `BINS` - 1.
        fsrs_bin: Bin of FSRS's forecast.
        answers: How many.
        passed: How many of them were passed.
        sm2: Sum of SM-2's forecasts.
        fsrs: Sum of FSRS's forecasts.
        sm2_brier: Sum of (forecast - outcome) ** 2 of SM-2.
        fsrs_brier: The same of FSRS.
        sm2_loss: Sum of -ln of the chance given to what happened, of SM-2.
        fsrs_loss: The same of FSRS.
    """

    group: int
    sm2_bin: int
    fsrs_bin: int
    answers: int
    passed: int
    sm2: float
    fsrs: float
    sm2_brier: float
    fsrs_brier: float
    sm2_loss: float
    fsrs_loss: float


# What comes out


class _Value(msgspec.Struct, frozen=True):
    """A value of the report."""


class Share(_Value, frozen=True):
    """A share with its Wilson interval at 95 %: `low` and `high` are None where `of` is 0, `share` too."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class Standing(_Value, frozen=True):
    """How well a group of cards is known.

    Attributes:
        cards: All that can be asked.
        seen: Those that were ever scheduled.
        new: The others.
        mastery: Mean mastery of the cards seen.
        recall: Mean chance of recalling a card seen, today.
    """

    cards: int
    seen: int
    new: int
    mastery: float | None
    recall: float | None


class Topic(_Value, frozen=True):
    """A tag, a folder or a note with its standing.

    Attributes:
        name: The tag, or the path. A tag holds those nested below it, a folder those in it.
        title: What it is called: the note's title, the last part of a tag's or a folder's name.
        depth: How many '/' its name has.
        standing: Of its cards.
    """

    name: str
    title: str
    depth: int
    standing: Standing


class MasteryPart(_Value, frozen=True):
    """Section ``mastery``.

    Attributes:
        vault: Of all cards that fit the filters.
        model: Which model `mastery` is by: ``sm2``, or ``fsrs`` where the settings say so.
        tags: By name, each tag and each part of it before a '/'.
        folders: By path; notes at the top of the vault are in none.
        notes: By path; only notes with a card.
        weakest: Names of the tags (of notes, where no card has a tag) that are known least, the weakest first:
            by the mean recall of all cards, new ones counted as 0.
        gone_cards: Cards of the log that are no longer in a note.
        gone_answers: Answers to them; they count in history and retention.
        over_time: Last 365 days: the mean mastery, on the last of each seven days, of the cards seen until then.
    """

    vault: Standing
    model: str
    tags: tuple[Topic, ...]
    folders: tuple[Topic, ...]
    notes: tuple[Topic, ...]
    weakest: tuple[Topic, ...]
    gone_cards: int
    gone_answers: int
    over_time: tuple[Point, ...]


class Point(_Value, frozen=True):
    """A value on a day."""

    day: date
    value: float


class Interval(_Value, frozen=True):
    """Retention of one interval class: first and last day (None: no end), and the share passed."""

    first: int
    last: int | None
    retention: Share


class Bin(_Value, frozen=True):
    """One bin of the learned curve: its limits, the mean forecast in it, and the share that was recalled."""

    low: float
    high: float
    predicted: float | None
    seen: Share


class Forecaster(_Value, frozen=True):
    """How well a model foretold the answers at due reviews.

    Attributes:
        model: ``sm2``, ``fsrs``, ``mean`` (always the share passed) or ``constant`` (always 0.9).
        log_loss: Mean of -ln of the chance given to what happened; less is better.
        brier: Mean of (forecast - outcome) ** 2; less is better.
        calibration_error: Mean over all answers of the distance between forecast and share seen of their bins.
        bins: The learned curve; () for the two simple forecasts.
    """

    model: str
    log_loss: float | None
    brier: float | None
    calibration_error: float | None
    bins: tuple[Bin, ...]


class RetentionPart(_Value, frozen=True):
    """Section ``retention``: first answers of the day at reviews that were due."""

    total: Share
    intervals: tuple[Interval, ...]
    forecasters: tuple[Forecaster, ...]


class Day(_Value, frozen=True):
    """What was done on a day; only days with an answer."""

    day: date
    answers: int
    reviews: int
    new: int
    practised: int
    wrong: int
    seconds: float


class DayAhead(_Value, frozen=True):
    """What a day is expected to bring: reviews and new cards within the daily limits, and the minutes."""

    day: date
    reviews: float
    new: float
    minutes: float


class LoadPart(_Value, frozen=True):
    """Section ``load``.

    Attributes:
        days: History, oldest first, only days with an answer.
        today: What was done today.
        due_today: Reviews due today and not done yet, within today's limit.
        new_today: New cards that today's limit leaves.
        streak: Days in a row with an answer, up to today or yesterday.
        longest_streak: The longest ever (since the date, if one was given).
        active_days: How many days have an answer.
        seconds_per_answer: Mean over the answers that were timed.
        minutes_per_day: Mean over the active days.
        minutes_per_card: Time spent on a card seen, mean.
        ahead: Today and the next 365 days, simulated.
        backlog: Cards overdue beyond what today's limit takes.
    """

    days: tuple[Day, ...]
    today: Day
    due_today: int
    new_today: int
    streak: int
    longest_streak: int
    active_days: int
    seconds_per_answer: float | None
    minutes_per_day: float | None
    minutes_per_card: float | None
    ahead: tuple[DayAhead, ...]
    backlog: int


class WeakCard(_Value, frozen=True):
    """A card of a weak list.

    Attributes:
        overdue: Days since it was due; 0 when it is not overdue.
        recall: Chance of recalling it today.
        lapses: How often it failed.
    """

    card: str
    note: str
    line: int
    prompt: str
    interval: int
    lapses: int
    overdue: int
    recall: float


class WrongForm(_Value, frozen=True):
    """A form of question: how often it was answered wrong, and the cards most often wrong in it (id, times)."""

    form: str
    wrong: Share
    cards: tuple[WrongCard, ...]


class WrongCard(_Value, frozen=True):
    """A card with how often it was answered wrong in one form, of how many answers."""

    card: str
    note: str
    line: int
    prompt: str
    wrong: int
    answers: int


class Confusion(_Value, frozen=True):
    """Two things taken for one another in choices, in the order of their names, and how often."""

    one: str
    other: str
    times: int


class WeakPart(_Value, frozen=True):
    """Section ``weak``: each list at most as long as was asked for, the worst first."""

    leeches: tuple[WeakCard, ...]
    lowest_recall: tuple[WeakCard, ...]
    longest_overdue: tuple[WeakCard, ...]
    forms: tuple[WrongForm, ...]
    confused: tuple[Confusion, ...]


class Range(_Value, frozen=True):
    """What simulations came to: mean, and the 5th and 95th of a hundred."""

    mean: float
    low: float
    high: float


class TopicReady(_Value, frozen=True):
    """A tag's share of cards recalled on the day of the interview."""

    name: str
    cards: int
    followed: Range
    nothing: Range


class PlanDay(_Value, frozen=True):
    """A day of the plan: new cards, reviews as a range, and minutes."""

    day: date
    new: float
    reviews: Range
    minutes: float


class ReadyPart(_Value, frozen=True):
    """Section ``ready``: the day of the interview, foretold by simulations.

    Attributes:
        date: The day.
        days: Days from today until it.
        simulations: How many.
        followed: Share of all cards recalled on the day if the plan is followed, new cards included.
        nothing: The same if nothing is done.
        topics: The same by tag, weakest first.
        plan: Each day until the interview, today first.
        reviews_per_day: Mean of the plan, new cards included.
        minutes_per_day: Mean of the plan.
        unseen: New cards that the plan cannot bring in any more.
    """

    date: date
    days: int
    simulations: int
    followed: Range
    nothing: Range
    topics: tuple[TopicReady, ...]
    plan: tuple[PlanDay, ...]
    reviews_per_day: float
    minutes_per_day: float
    unseen: int


class Report(_Value, frozen=True):
    """The whole report.

    Attributes:
        today: The study day.
        tag: The filter; '' for all.
        note: The filter; '' for all.
        since: First day of history that counts; None for all.
        vault: Name of the vault's folder.
        language: ``zh`` or ``en``: of the notes.
        obsidian: Whether the vault is an Obsidian vault.
        remarks: Sentences about what was met: nothing reviewed yet, answers of a later day, cards that are gone.
        ready: None where there is no date, or it is past.
    """

    today: date
    tag: str
    note: str
    since: date | None
    vault: str
    language: str
    obsidian: bool
    remarks: tuple[str, ...]
    mastery: MasteryPart
    retention: RetentionPart
    load: LoadPart
    weak: WeakPart
    ready: ReadyPart | None


class CardAnswer(_Value, frozen=True):
    """One answer in a card's history: what the models foretold for it (None: nothing) and what came."""

    day: date
    kind: str
    form: str
    grade: int
    seconds: float | None
    interval: int | None
    sm2: float | None
    fsrs: float | None


class CardStats(_Value, frozen=True):
    """One card's history: `study stats`.

    Attributes:
        mastery: By SM-2; 0.0 for a new card.
        recall: Chance of recall today; None for a new card.
        stability: FSRS's, in days: after so long recall is 0.9; None for a new card.
        difficulty: FSRS's, 1 to 10; None for a new card.
        curve: Recall foretold for the next 30 days, today first; () for a new card.
    """

    card: str
    note: str
    line: int
    prompt: str
    due: date | None
    interval: int | None
    ease: float | None
    lapses: int
    mastery: float
    recall: float | None
    stability: float | None
    difficulty: float | None
    answers: tuple[CardAnswer, ...]
    seconds: float
    curve: tuple[Point, ...]
