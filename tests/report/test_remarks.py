"""What is said besides the figures, in both languages."""

from datetime import date
from string import Formatter

import pytest

from studycli.report.load import load_part
from studycli.report.model import DayRow
from studycli.report.remarks import CHINESE, ENGLISH, WORDS, remarks

TODAY = date(2026, 11, 23)


def days(*answers: tuple[int, int]) -> tuple[DayRow, ...]:
    """Return the sums of days, given as days from today and their answers."""
    return tuple(DayRow(TODAY.toordinal() + day, count, 0, 0, 0, 0, 0.0, 0.0, 0) for day, count in answers)


def said(
    *answers: tuple[int, int],
    interview: date | None = None,
    since: date | None = None,
    language: str = "en",
    cards: int = 9,
) -> tuple[str, ...]:
    load = load_part(days(*answers), TODAY.toordinal(), [])
    return remarks(cards, load, since, (0, 0), interview, language)


def test_both_languages_say_the_same_things_of_the_same_values() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    for key, sentence in ENGLISH.items():
        fields = [
            {name for _, name, _, _ in Formatter().parse(text) if name} for text in (sentence, CHINESE[key])
        ]
        assert fields[0] == fields[1]


def test_enough_answers_of_the_past_need_no_remark() -> None:
    assert said((-1, 29), (0, 1)) == ()


@pytest.mark.parametrize("language", WORDS)
def test_few_answers_and_none_are_told(language: str) -> None:
    words = WORDS[language]
    assert said(language=language) == (words["nothing"],)
    assert said(language=language, since=TODAY) == (words["nothing since"].format(since=TODAY),)
    assert said(language=language, cards=0) == (words["no card"],)
    assert said((0, 1), language=language) == (words["one"],)
    assert said((0, 29), language=language) == (words["few"].format(n=29),)


def test_answers_of_later_days_are_added_up() -> None:
    assert said((0, 30), (1, 2), (3, 1)) == (ENGLISH["later"].format(n=3, last="2026-11-26"),)


@pytest.mark.parametrize(("ahead", "key"), [(-1, "past"), (0, "today"), (1, "tomorrow"), (2, None)])
def test_an_interview_is_told_where_it_is_close_or_past(ahead: int, key: str | None) -> None:
    day = date.fromordinal(TODAY.toordinal() + ahead)
    assert said((0, 30), interview=day) == ((ENGLISH[key].format(day=day),) if key else ())
