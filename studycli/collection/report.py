"""The report: what index and settings hold, put through the figures of `studycli.report`."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from studycli.collection.plan import interview
from studycli.collection.select import count, where
from studycli.collection.values import QueueOptions
from studycli.report.ahead import ahead
from studycli.report.load import load_part, seconds_per_answer
from studycli.report.model import CardStats, Point, Report, WeakPart, WrongForm
from studycli.report.readiness import ready_part
from studycli.report.remarks import remarks
from studycli.report.retention import retention_part
from studycli.report.standing import card_mastery, card_recall, mastery_part, stems, weakness
from studycli.report.trace import told as history
from studycli.report.weak import confusions, weak_card, weak_cards, wrong_card, wrong_forms
from studycli.schedule.memory import recall
from studycli.schedule.plan import by_weakness
from studycli.schedule.sm2 import PASS
from studycli.store import figures, queries
from studycli.store.aggregates import answers, bring_up
from studycli.store.refresh import keep
from studycli.store.where import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from studycli.collection.desk import Desk
    from studycli.report.model import (
        Card,
        DayAhead,
        LoadPart,
        MasteryPart,
        ReadyPart,
        RetentionPart,
        WeakCard,
    )
    from studycli.report.weak import FormWrong
    from studycli.store.where import Where

    Told = Callable[[int, int], object]

WEEK = 7  # days ahead that the overview shows
YEAR = 365  # days ahead that the section on load shows
MOST_TAGS = 100  # tags that readiness is told of, the weakest
USUAL_SECONDS = 15.0  # of an answer, as long as none was timed
USUAL_RETENTION = 0.9  # what SM-2 aims at: of an interval class, or of new cards, without an answer
WEIGHT = 10  # answers that the usual retention counts as
NOTHING_WEAK = WeakPart((), (), (), (), ())
CURVE = 30  # days ahead of a card's forgetting curve


class ReportOptions(NamedTuple):
    """What is reported.

    Attributes:
        tag: Only cards with this tag or one nested below it; '' for all.
        note: Only cards of the note with this path, file name, or title; '' for all.
        since: First day of the history that counts; None for all. What is known of cards counts whole.
        top: Length of each list of the weak.
        date: Day of the interview; None for the settings'.
        section: Which section is wanted; '' for the overview, ``all`` for everything. Only ``load`` and ``all``
            look a year ahead, and only ``weak`` and ``all`` look for what is weak.
        language: ``zh`` or ``en``; '' for the language of most notes.
        translated: Whether the remarks are in that language; else in English, as all that a terminal shows.
    """

    tag: str = ""
    note: str = ""
    since: date | None = None
    top: int = 5
    date: date | None = None
    section: str = ""
    language: str = ""
    translated: bool = False


def report(desk: Desk, options: ReportOptions, told: Told) -> Report:
    """Return the report; see `Collection.report`."""
    filters = QueueOptions(options.tag, options.note)
    place = where(desk, filters)
    bring_up_sums(desk, told)
    return _Maker(desk, options, filters, place).report()


def bring_up_sums(desk: Desk, told: Told = lambda _done, _all: None) -> None:
    """Bring the sums of the history up to date; a second time after an index that had to be made anew."""
    work = partial(bring_up, desk.index, told)
    keep(desk.index, desk.settings, work)
    work()


class _Maker:
    """One report on its way: what was read once, and the sections made of it."""

    def __init__(self, desk: Desk, options: ReportOptions, filters: QueueOptions, place: Where) -> None:
        self.desk = desk
        self.options = options
        self.today = desk.today.toordinal()
        self.since = options.since.toordinal() if options.since else 0
        self.place = place
        self.cards = figures.report_cards(desk.index, place)
        self.days = figures.days(desk.index, place)
        self.gone = figures.gone(desk.index) if place == EVERYWHERE else figures.Gone(0, 0)
        self.counts = count(desk, filters)
        self.titles = figures.titles(desk.index)
        self.late = figures.late_grades(desk.index)
        self.interview = interview(desk, options.date)

    def report(self) -> Report:
        """Return the report."""
        desk, options = self.desk, self.options
        mastery, retention = self._mastery(), self._retention()
        load = self._load(retention)
        language = options.language or _language(self.titles.values())
        return Report(
            today=desk.today,
            tag=options.tag,
            note=options.note,
            since=options.since,
            vault=os.path.basename(os.path.abspath(desk.root)),
            language=language,
            obsidian=os.path.isdir(os.path.join(desk.root, ".obsidian")),
            remarks=remarks(
                len(self.cards),
                load,
                options.since,
                self.gone,
                self.interview,
                language if options.translated else "en",
            ),
            mastery=mastery,
            retention=retention,
            load=load,
            weak=self._weak(),
            ready=self._ready(mastery, load),
        )

    def _mastery(self) -> MasteryPart:
        model = self.desk.settings.mastery
        return mastery_part(
            self.cards, self.days, self.titles, self.today, model, self.options.top, *self.gone
        )

    def _retention(self) -> RetentionPart:
        return retention_part(figures.foretold(self.desk.index, self.place, self.since))

    def _load(self, retention: RetentionPart) -> LoadPart:
        rows = [row for row in self.days if row.day >= self.since]
        counts = self.counts
        days = self._ahead(retention, seconds_per_answer(rows))
        backlog = counts.due_total - counts.due
        return load_part(rows, self.today, self.cards, days, counts.due, counts.new, backlog)

    def _ahead(self, retention: RetentionPart, seconds: float | None) -> tuple[DayAhead, ...]:
        desk, settings = self.desk, self.desk.settings
        days = YEAR if self.options.section in ("load", "all") else WEEK
        reviews, new = desk.index.limits(self.today)
        seen = [_steadied(each.retention.count, each.retention.of) for each in retention.intervals]
        return ahead(
            self.cards,
            self.today,
            days,
            [reviews, *[settings.reviews_per_day] * days],
            [new, *[settings.new_per_day] * days],
            seen,
            self._pass_grades(),
            seconds or USUAL_SECONDS,
            self.today,
        )

    def _pass_grades(self) -> tuple[float, float, float]:
        """Return the shares of hard, good and easy among the passes of late; all good as long as there is none."""
        times = [self.late.get((False, grade), 0) for grade in (3, 4, 5)]
        hard, good, easy = times if sum(times) else (0, 1, 0)
        return hard / (hard + good + easy), good / (hard + good + easy), easy / (hard + good + easy)

    def _pass_new(self) -> float:
        """Return the share of new cards that were passed at their first answer, of late."""
        first = {grade: times for (is_first, grade), times in self.late.items() if is_first}
        return _steadied(sum(times for grade, times in first.items() if grade >= PASS), sum(first.values()))

    def _weak(self) -> WeakPart:
        if self.options.section not in ("weak", "all"):
            return NOTHING_WEAK
        index, top = self.desk.index, self.options.top
        lists = weak_cards(self.cards, self.today, self.desk.settings.leech_lapses, top)
        forms = wrong_forms(figures.form_counts(index, self.place, self.since), top)
        leeches, lowest, overdue = (tuple(map(self._weak_card, each)) for each in lists)
        return WeakPart(
            leeches=leeches,
            lowest_recall=lowest,
            longest_overdue=overdue,
            forms=tuple(self._wrong_form(form) for form in forms),
            confused=confusions(figures.confusions(index, self.place, self.since), top),
        )

    def _weak_card(self, card: Card) -> WeakCard:
        found = self.desk.card(card.id)
        return weak_card(card, found.line, found.prompt, self.today)

    def _wrong_form(self, form: FormWrong) -> WrongForm:
        found = ((each, queries.card(self.desk.index, each.card)) for each in form.cards)
        cards = (wrong_card(each, card.note, card.line, card.prompt) for each, card in found if card)
        return WrongForm(form.form, form.wrong, tuple(cards))

    def _ready(self, mastery: MasteryPart, load: LoadPart) -> ReadyPart | None:
        day = self.interview
        if day is None or day <= self.desk.today or not self.cards:
            return None
        known = weakness(mastery.tags)
        weakest = sorted(known, key=lambda name: (known[name], name))[:MOST_TAGS]
        seen = [card for card in self.cards if not card.is_new]
        new = by_weakness([card for card in self.cards if card.is_new], known)
        cards = [*seen, *new]
        return ready_part(
            cards,
            self.today,
            day.toordinal(),
            _groups(cards, weakest),
            load.seconds_per_answer or USUAL_SECONDS,
            self._pass_new(),
            self._pass_grades(),
            self.desk.settings.reviews_per_day,
            load.today.new,
            seed=crc32(f"{self.today}/{day}".encode()),
        )


def _steadied(passed: int, of: int) -> float:
    """Return a share that begins at the usual retention and gives way to what was seen."""
    return (passed + WEIGHT * USUAL_RETENTION) / (of + WEIGHT)


def _groups(cards: Sequence[Card], names: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Return each tag with the places of its cards, those of nested tags among them."""
    places: dict[str, list[int]] = {name: [] for name in names}
    for place, card in enumerate(cards):
        for stem in {stem for tag in card.tags for stem in stems(tag)} & places.keys():
            places[stem].append(place)
    return list(places.items())


def _language(titles: Iterable[str]) -> str:
    """Return the language of most notes, by their titles."""
    chinese = [any("\u4e00" <= sign <= "\u9fff" for sign in title) for title in titles]
    return "zh" if 2 * sum(chinese) > len(chinese) else "en"


def stats(desk: Desk, card_id: str) -> CardStats:
    """Return one card's history; see `Collection.stats`."""
    bring_up_sums(desk)
    found, today = desk.card(card_id), desk.today.toordinal()
    card = next(
        each
        for each in figures.report_cards(desk.index, where(desk, QueueOptions(path=found.note)))
        if each.id == card_id
    )
    state = found.state
    return CardStats(
        card=card.id,
        note=card.note,
        line=found.line,
        prompt=found.prompt,
        due=state.due if state else None,
        interval=state.interval if state else None,
        ease=state.ease if state else None,
        lapses=card.lapses,
        mastery=card_mastery(card, desk.settings.mastery),
        recall=card_recall(card, today) if state else None,
        stability=card.stability if state else None,
        difficulty=card.difficulty if state else None,
        answers=history(answers(desk.index, card_id)),
        seconds=card.seconds,
        curve=tuple(_curve(card, today)) if state else (),
    )


def _curve(card: Card, today: int) -> Iterator[Point]:
    for day in range(today, today + CURVE + 1):
        yield Point(date.fromordinal(day), recall(card.stability, day - card.seen))
