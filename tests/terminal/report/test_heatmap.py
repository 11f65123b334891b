"""The grid of a year."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studycli.terminal.report.heatmap import heat_map

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)


def test_a_column_is_a_week_and_today_the_last_day_of_the_last() -> None:
    answers = {date(2026, 11, 17): 1, MONDAY: 2}
    _, rows, _ = heat_map(answers, MONDAY, 7)
    assert rows == ("··▒", "·░ ", "·· ", "·· ", "·· ", "·· ", "·· ")


def test_a_quarter_of_the_active_days_has_each_shade() -> None:
    answers = {SUNDAY - timedelta(days=ago): count for ago, count in enumerate((40, 30, 20, 10, 4, 3, 2))}
    _, rows, below = heat_map(answers, SUNDAY, 5)
    assert rows == ("░", "░", "▒", "▒", "▓", "▓", "█")
    assert below[1] == "· none  ░ 2–3  ▒ 4–10  ▓ 11–30  █ 31–40"


def test_days_that_are_all_the_same_have_one_shade() -> None:
    answers = {SUNDAY: 5, MONDAY: 5}
    _, rows, below = heat_map(answers, SUNDAY, 5)
    assert rows == ("░", "·", "·", "·", "·", "·", "░")
    assert below[1] == "· none  ░ 5"


def test_a_year_has_fifty_three_weeks_with_the_months_that_begin_in_them() -> None:
    labels, rows, below = heat_map({}, MONDAY, 200)
    assert [len(row.rstrip()) for row in rows] == [53, *[52] * 6]
    assert below == (" Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov", "· none")
    assert [label.strip() for label in labels] == ["Mon", "", "Wed", "", "Fri", "", "Sun"]


def test_days_after_today_and_before_the_first_week_are_not_shown() -> None:
    answers = {SUNDAY: 100, MONDAY - timedelta(days=1): 1}
    _, rows, below = heat_map(answers, MONDAY, 5)
    assert rows == ("·", *[" "] * 6)
    assert below[1] == "· none"


@given(
    answers=st.dictionaries(st.dates(date(2025, 11, 24), MONDAY), st.integers(1, 1000)),
    width=st.integers(5, 80),
)
def test_each_active_day_that_is_shown_has_a_shade_and_more_answers_no_lighter_one(
    answers: dict[date, int], width: int
) -> None:
    _, rows, _ = heat_map(answers, MONDAY, width)
    weeks = len(rows[0])
    shades = []
    for day, count in answers.items():
        week = weeks - 1 - (MONDAY - (day - timedelta(days=day.weekday()))).days // 7
        if week >= 0:
            shades.append((count, " ░▒▓█".index(rows[day.weekday()][week])))
    shades.sort()
    assert [shade for _, shade in shades] == sorted(shade for _, shade in shades)
    assert all(shade for _, shade in shades)
