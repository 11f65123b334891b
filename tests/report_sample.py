"""Sample values of the report: what the tests of the terminal and of the page show, and nobody's history.

`sample_report` is of a person who learns from English and Chinese notes for 200 days, `empty_report` of one who has
notes and has answered nothing yet, `one_review_report` of one after the first answer; `sample_stats` and `new_stats`
are of one card each. The figures fit together: groups are the sums of their notes, scores those of their bins.
"""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from math import exp, log
from typing import NamedTuple

from studycli.report.model import (
    BINS,
    CLASSES,
    Bin,
    CardAnswer,
    CardStats,
    Confusion,
    Day,
    DayAhead,
    Forecaster,
    Interval,
    LoadPart,
    MasteryPart,
    PlanDay,
    Point,
    Range,
    ReadyPart,
    Report,
    RetentionPart,
    Standing,
    Topic,
    TopicReady,
    WeakCard,
    WeakPart,
    WrongCard,
    WrongForm,
)
from studycli.report.wilson import share

TODAY = date(2026, 11, 23)
INTERVIEW = date(2026, 12, 20)
HISTORY = 200  # days, today included
AHEAD = 366  # days, today included
_NOTHING = Day(TODAY, 0, 0, 0, 0, 0, 0.0)


class _Note(NamedTuple):
    """A note with the standing of its cards; all of them have its tag."""

    path: str
    title: str
    tag: str
    cards: int
    seen: int
    mastery: float
    recall: float


_NOTES = (
    _Note("深度学习/损失函数设计.md", "损失函数设计", "深度学习/损失函数", 24, 24, 0.81, 0.94),
    _Note("深度学习/优化器与学习率.md", "优化器与学习率", "深度学习/优化器", 18, 16, 0.66, 0.88),
    _Note("深度学习/正则化方法.md", "正则化方法", "深度学习/正则化", 12, 9, 0.38, 0.71),
    _Note(
        "深度学习/注意力机制与Transformer架构.md",
        "注意力机制与 Transformer 架构",
        "transformers",
        20,
        13,
        0.42,
        0.69,
    ),
    _Note("基础/偏差与方差.md", "偏差与方差", "statistics", 9, 9, 0.74, 0.92),
    _Note("basics/Hypothesis tests.md", "Hypothesis tests", "statistics/tests", 11, 6, 0.21, 0.55),
    _Note("basics/Metrics for ranking.md", "Metrics for ranking", "evaluation", 14, 14, 0.7, 0.9),
    _Note("basics/Trees and boosting.md", "Trees and boosting", "trees", 16, 12, 0.51, 0.83),
    _Note("systems/Serving a model.md", "Serving a model", "systems", 10, 2, 0.04, 0.48),
    _Note("systems/推荐系统的召回与排序.md", "推荐系统的召回与排序", "systems/推荐", 13, 0, 0.0, 0.0),
    _Note("linear-algebra.md", "Linear algebra", "maths", 15, 15, 0.88, 0.96),
)


def sample_report() -> Report:
    """Return a report of 162 cards, 120 of them seen, in 12 tags and 11 notes, with an interview in 27 days."""
    return Report(
        today=TODAY,
        tag="",
        note="",
        since=None,
        vault="ml-notes",
        language="zh",
        obsidian=True,
        remarks=(
            "3 cards of the log are gone from the notes; their 17 answers count in history and retention.",
        ),
        mastery=_mastery(),
        retention=_retention(),
        load=_load(),
        weak=_weak(),
        ready=_ready(),
    )


def empty_report() -> Report:
    """Return the report of the same notes before the first answer, without a date of an interview."""
    notes = [note._replace(seen=0, mastery=0.0, recall=0.0) for note in _NOTES]
    standings = _Standings(notes)
    return Report(
        today=TODAY,
        tag="",
        note="",
        since=None,
        vault="ml-notes",
        language="zh",
        obsidian=False,
        remarks=("No card was reviewed yet; `study review` begins.",),
        mastery=MasteryPart(
            vault=standings.of(notes),
            model="sm2",
            tags=standings.tags(),
            folders=standings.folders(),
            notes=standings.notes(),
            weakest=standings.weakest(5),
            gone_cards=0,
            gone_answers=0,
            over_time=(),
        ),
        retention=_nothing_retained(),
        load=LoadPart(
            days=(),
            today=_NOTHING,
            due_today=0,
            new_today=6,
            streak=0,
            longest_streak=0,
            active_days=0,
            seconds_per_answer=None,
            minutes_per_day=None,
            minutes_per_card=None,
            ahead=_ahead(first_due=0),
            backlog=0,
        ),
        weak=WeakPart((), (), (), (), ()),
        ready=None,
    )


def one_review_report() -> Report:
    """Return a report after the very first answer: one new card was learnt today."""
    notes = [note._replace(seen=0, mastery=0.0, recall=0.0) for note in _NOTES]
    notes[0] = notes[0]._replace(seen=1, mastery=0.04, recall=1.0)
    standings = _Standings(notes)
    first = Day(TODAY, 1, 0, 1, 0, 0, 21.0)
    return Report(
        today=TODAY,
        tag="",
        note="",
        since=None,
        vault="ml-notes",
        language="en",
        obsidian=False,
        remarks=(),
        mastery=MasteryPart(
            vault=standings.of(notes),
            model="sm2",
            tags=standings.tags(),
            folders=standings.folders(),
            notes=standings.notes(),
            weakest=standings.weakest(5),
            gone_cards=0,
            gone_answers=0,
            over_time=(Point(TODAY, 0.04),),
        ),
        retention=_nothing_retained(),
        load=LoadPart(
            days=(first,),
            today=first,
            due_today=0,
            new_today=6,
            streak=1,
            longest_streak=1,
            active_days=1,
            seconds_per_answer=21.0,
            minutes_per_day=0.35,
            minutes_per_card=0.35,
            ahead=_ahead(first_due=0),
            backlog=0,
        ),
        weak=WeakPart(
            leeches=(),
            lowest_recall=(
                WeakCard("a1f3", "深度学习/损失函数设计.md", 12, "为什么分类不用均方误差？", 1, 0, 0, 1.0),
            ),
            longest_overdue=(),
            forms=(),
            confused=(),
        ),
        ready=None,
    )


def sample_stats() -> CardStats:
    """Return the history of a card that failed twice, was asked again the same day, and was met in a quiz."""
    rows = (
        ("2026-06-01", "review", "recall", 3, 41.2, None, None, None),
        ("2026-06-02", "review", "recall", 4, 18.0, 1, 0.9, 0.87),
        ("2026-06-08", "review", "cloze", 1, 52.5, 6, 0.9, 0.83),
        ("2026-06-08", "repeat", "cloze", 4, 12.1, 1, None, None),
        ("2026-06-09", "review", "recall", 4, 16.4, 1, 0.9, 0.91),
        ("2026-06-15", "review", "recall", 4, 20.8, 6, 0.9, 0.89),
        ("2026-06-30", "review", "contrast", 4, 33.0, 15, 0.9, 0.86),
        ("2026-07-19", "practice", "choice", 5, 9.7, 38, None, 0.93),
        ("2026-08-12", "review", "recall", 1, 61.3, 38, 0.87, 0.8),
        ("2026-08-12", "repeat", "recall", 4, 11.0, 1, None, None),
        ("2026-08-13", "review", "recall", 4, None, 1, 0.9, 0.92),
        ("2026-08-19", "review", "recall", 5, 14.9, 6, 0.9, 0.94),
        ("2026-09-03", "review", "formula", 4, 27.6, 15, 0.9, 0.93),
        ("2026-10-12", "review", "recall", 4, 19.9, 39, 0.9, 0.91),
    )
    answers = tuple(CardAnswer(date.fromisoformat(day), *rest) for day, *rest in rows)  # type: ignore[arg-type]
    return CardStats(
        card="8c41d2f09a7b6e53",
        note="深度学习/损失函数设计.md",
        line=42,
        prompt="为什么分类任务用交叉熵（cross-entropy）而不用均方误差？ $p - y$",
        due=date(2027, 1, 21),
        interval=101,
        ease=2.6,
        lapses=2,
        mastery=0.97,
        recall=0.93,
        stability=68.4,
        difficulty=6.21,
        answers=answers,
        seconds=sum(answer.seconds or 0.0 for answer in answers),
        curve=tuple(Point(TODAY + timedelta(days=n), 0.93 * exp(-n / 280)) for n in range(31)),
    )


def new_stats() -> CardStats:
    """Return the stats of a card that was never asked."""
    return CardStats(
        card="0d5e77aa10c94b12",
        note="systems/Serving a model.md",
        line=9,
        prompt="What does a feature store keep in step?",
        due=None,
        interval=None,
        ease=None,
        lapses=0,
        mastery=0.0,
        recall=None,
        stability=None,
        difficulty=None,
        answers=(),
        seconds=0.0,
        curve=(),
    )


class _Standings:
    """Groups of notes with their standings."""

    def __init__(self, notes: Iterable[_Note]) -> None:
        self._notes = list(notes)

    def of(self, notes: Iterable[_Note]) -> Standing:
        """Return the standing of some notes: sums, and means over the cards seen."""
        group = list(notes)
        cards, seen = sum(note.cards for note in group), sum(note.seen for note in group)
        if not seen:
            return Standing(cards, 0, cards, None, None)
        mastery = sum(note.mastery * note.seen for note in group) / seen
        return Standing(
            cards, seen, cards - seen, mastery, sum(note.recall * note.seen for note in group) / seen
        )

    def tags(self) -> tuple[Topic, ...]:
        """Return all tags and what stands before their '/'."""
        return self._groups({note.path: note.tag for note in self._notes})

    def folders(self) -> tuple[Topic, ...]:
        """Return all folders."""
        return self._groups({note.path: note.path.rpartition("/")[0] for note in self._notes})

    def notes(self) -> tuple[Topic, ...]:
        """Return all notes."""
        return tuple(
            Topic(note.path, note.title, note.path.count("/"), self.of([note]))
            for note in sorted(self._notes)
        )

    def weakest(self, top: int) -> tuple[Topic, ...]:
        """Return the tags with the least recall of all their cards."""
        return tuple(
            sorted(self.tags(), key=lambda topic: (_recall_of_all(topic.standing), topic.name))[:top]
        )

    def _groups(self, names: dict[str, str]) -> tuple[Topic, ...]:
        found = {name[:end] for name in names.values() for end in _ends(name)}
        return tuple(
            Topic(name, name.rpartition("/")[2], name.count("/"), self.of(self._in(name, names)))
            for name in sorted(found)
        )

    def _in(self, group: str, names: dict[str, str]) -> Iterable[_Note]:
        return (note for note in self._notes if f"{names[note.path]}/".startswith(f"{group}/"))


def _ends(name: str) -> list[int]:
    return [*(at for at, letter in enumerate(name) if letter == "/"), *([len(name)] if name else [])]


def _recall_of_all(standing: Standing) -> float:
    return (standing.recall or 0.0) * standing.seen / standing.cards


def _mastery() -> MasteryPart:
    standings = _Standings(_NOTES)
    whole = standings.of(_NOTES)
    weeks = HISTORY // 7
    assert whole.mastery is not None
    return MasteryPart(
        vault=whole,
        model="sm2",
        tags=standings.tags(),
        folders=standings.folders(),
        notes=standings.notes(),
        weakest=standings.weakest(5),
        gone_cards=3,
        gone_answers=17,
        over_time=tuple(
            Point(TODAY - timedelta(weeks=weeks - n), whole.mastery * (0.1 + 0.9 * n / weeks) ** 0.8)
            for n in range(weeks + 1)
        ),
    )


_PASSED = ((212, 251), (305, 343), (228, 249), (61, 64))
_BINS = {  # answers, mean forecast and share recalled of each bin that has any
    "sm2": {
        5: (20, 0.55, 0.8),
        6: (35, 0.66, 0.8),
        7: (52, 0.76, 0.8077),
        8: (300, 0.87, 0.88),
        9: (500, 0.91, 0.912),
    },
    "fsrs": {6: (26, 0.66, 0.65), 7: (84, 0.76, 0.75), 8: (290, 0.86, 0.8552), 9: (507, 0.945, 0.9428)},
}
_SCORES = {"sm2": (0.3712, 0.1047), "fsrs": (0.3246, 0.0931)}


def _retention() -> RetentionPart:
    passed, of = (sum(pair[which] for pair in _PASSED) for which in (0, 1))
    mean = passed / of
    return RetentionPart(
        total=share(passed, of),
        intervals=tuple(
            Interval(first, last, share(*pair)) for (first, last), pair in zip(CLASSES, _PASSED, strict=True)
        ),
        forecasters=(
            *(_forecaster(model) for model in ("sm2", "fsrs")),
            Forecaster("mean", *_scores(mean, mean), 0.0, ()),
            Forecaster("constant", *_scores(0.9, mean), abs(0.9 - mean), ()),
        ),
    )


def _scores(forecast: float, mean: float) -> tuple[float, float]:
    """Return log loss and Brier score of one forecast for all answers, of which `mean` were passed."""
    loss = -mean * log(forecast) - (1 - mean) * log(1 - forecast)
    return loss, mean * (1 - forecast) ** 2 + (1 - mean) * forecast**2


def _forecaster(model: str) -> Forecaster:
    bins = tuple(_bin(at, *_BINS[model].get(at, (0, None, 0.0))) for at in range(BINS))
    error = sum(abs(each.predicted * each.seen.of - each.seen.count) for each in bins if each.predicted)
    return Forecaster(model, *_SCORES[model], error / sum(each.seen.of for each in bins), bins)


def _bin(at: int, of: int, predicted: float | None, recalled: float) -> Bin:
    return Bin(at / BINS, (at + 1) / BINS, predicted, share(round(of * recalled), of))


def _nothing_retained() -> RetentionPart:
    none = share(0, 0)
    bins = tuple(_bin(at, 0, None, 0.0) for at in range(BINS))
    return RetentionPart(
        total=none,
        intervals=tuple(Interval(first, last, none) for first, last in CLASSES),
        forecasters=tuple(
            Forecaster(model, None, None, None, bins if model in _BINS else ())
            for model in ("sm2", "fsrs", "mean", "constant")
        ),
    )


def _load() -> LoadPart:
    days = _history()
    seconds, answers = sum(day.seconds for day in days), sum(day.answers for day in days)
    return LoadPart(
        days=days,
        today=days[-1],
        due_today=14,
        new_today=6,
        streak=12,
        longest_streak=41,
        active_days=len(days),
        seconds_per_answer=seconds / answers,
        minutes_per_day=seconds / 60 / len(days),
        minutes_per_card=seconds / 60 / 120,
        ahead=_ahead(first_due=14),
        backlog=9,
    )


def _history() -> tuple[Day, ...]:
    """Return 200 days with a week off, some days missed, none of them in the last twelve."""
    chance = random.Random(2026)  # noqa: S311 - the same history each time
    days = []
    for ago in reversed(range(HISTORY)):
        missed = chance.random() < 0.15 or 60 <= ago < 67
        new, practised = chance.randrange(0, 3), chance.choice((0, 0, 0, 8, 12))
        reviews = round(6 + 14 * chance.random() + (HISTORY - ago) / 20)
        answers = new + practised + reviews + reviews // 6
        if missed and 12 <= ago < HISTORY - 1:
            continue
        wrong, seconds = reviews // 7, round(answers * chance.uniform(14, 26), 1)
        days.append(Day(TODAY - timedelta(days=ago), answers, reviews, new, practised, wrong, seconds))
    return tuple(days)


def _ahead(first_due: int) -> tuple[DayAhead, ...]:
    """Return a year ahead: reviews that thin out and swing with the week; new cards for the first fortnight."""
    days = []
    for n in range(AHEAD):
        new = max(6.0 - n // 2, 0.0)
        reviews = (
            float(first_due)
            if n == 0
            else round((4 + first_due * exp(-n / 90)) * (1 + 0.4 * (n % 7 == 3)), 2)
        )
        days.append(DayAhead(TODAY + timedelta(days=n), reviews, new, round((reviews + 2 * new) / 3.1, 2)))
    return tuple(days)


def _weak() -> WeakPart:
    tests, dropout = "basics/Hypothesis tests.md", "深度学习/正则化方法.md"
    attention = "深度学习/注意力机制与Transformer架构.md"
    power = WeakCard("5b20c1", tests, 31, "What is the power of a test, and what raises it?", 1, 9, 0, 0.52)
    scale = WeakCard("77e0aa", attention, 58, "为什么注意力分数要除以 $\\sqrt{d_k}$？", 6, 6, 3, 0.58)
    batch = WeakCard(
        "c0ffee",
        dropout,
        17,
        "BatchNorm 在训练和推理时的行为有什么不同？请分别说明均值与方差的来源",
        4,
        5,
        0,
        0.61,
    )
    serve = WeakCard(
        "19d4b7", "systems/Serving a model.md", 8, "How is training-serving skew found?", 1, 2, 0, 0.47
    )
    pruning = WeakCard(
        "e83f05", "basics/Trees and boosting.md", 66, "Why does boosting overfit late?", 15, 1, 21, 0.66
    )
    return WeakPart(
        leeches=(power, scale, batch),
        lowest_recall=(serve, power, scale, batch, pruning),
        longest_overdue=(pruning, scale),
        forms=(
            WrongForm(
                "gradient",
                share(11, 26),
                (
                    WrongCard("77e0aa", attention, 58, scale.prompt, 4, 6),
                    WrongCard("c0ffee", dropout, 17, batch.prompt, 3, 5),
                ),
            ),
            WrongForm("contrast", share(9, 41), (WrongCard("5b20c1", tests, 31, power.prompt, 3, 4),)),
            WrongForm("recall", share(88, 702), (WrongCard("5b20c1", tests, 31, power.prompt, 6, 15),)),
        ),
        confused=(
            Confusion("precision", "recall", 7),
            Confusion("L1 正则化", "L2 正则化", 4),
            Confusion("type I error", "type II error", 2),
        ),
    )


def _ready() -> ReadyPart:
    days = (INTERVIEW - TODAY).days
    topics = [
        TopicReady(topic.name, topic.standing.cards, *_topic_ranges(topic.standing))
        for topic in _Standings(_NOTES).tags()
    ]
    plan = tuple(_plan_day(n, days) for n in range(days))
    return ReadyPart(
        date=INTERVIEW,
        days=days,
        simulations=200,
        followed=Range(0.87, 0.83, 0.91),
        nothing=Range(0.52, 0.48, 0.57),
        topics=tuple(sorted(topics, key=lambda topic: (topic.followed.mean, topic.name))),
        plan=plan,
        reviews_per_day=sum(day.reviews.mean + day.new for day in plan) / days,
        minutes_per_day=sum(day.minutes for day in plan) / days,
        unseen=0,
    )


def _topic_ranges(standing: Standing) -> tuple[Range, Range]:
    """Return readiness of a topic: wider for fewer cards, weaker for cards that are new."""
    known = _recall_of_all(standing)
    reach = min(0.3 / standing.cards**0.5, 0.09)
    followed, nothing = 0.78 + 0.16 * known, 0.8 * known
    return (
        Range(followed, followed - reach, min(followed + reach, 1.0)),
        Range(nothing, max(nothing - reach, 0.0), nothing + reach),
    )


def _plan_day(n: int, days: int) -> PlanDay:
    """Return a day of the plan: 42 new cards in the first three weeks, the last day light."""
    new = 2.0 if n < 21 else 0.0
    reviews = 5.0 if n == days - 1 else 16.0 + 6.0 * (n % 7 == 3) + n / 5
    spread = Range(reviews, float(int(reviews * 0.7)), float(int(reviews * 1.3) + 1))
    return PlanDay(TODAY + timedelta(days=n), new, spread, round((reviews + 2 * new) / 3, 1))
