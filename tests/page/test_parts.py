"""The pieces of the page: words, figures, scales, and where charts put what they draw."""

import re
from datetime import date, timedelta
from pathlib import Path
from string import Formatter
from xml.etree.ElementTree import Element

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.page import axes, figures, parts, svg
from studycli.page.axes import Frame
from studycli.page.charts import calibration, forecast, heatmap, over_time, readiness, retention, topics
from studycli.page.words import tables, words
from studycli.report.model import (
    Bin,
    Day,
    DayAhead,
    Forecaster,
    Interval,
    Point,
    Range,
    RetentionPart,
    Share,
    Standing,
    Topic,
)
from tests.page.reading import read
from tests.report_sample import sample_report

SAY = words("en")
TODAY = date(2026, 11, 23)  # a Monday
NOTHING = Share(0, 0, None, None, None)
PACKAGE = Path(parts.__file__).parent


def fields(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


def test_both_languages_have_the_same_wordings_with_the_same_values() -> None:
    english, chinese = tables("en"), tables("zh")
    assert {name: set(table) for name, table in english.items()} == {
        name: set(table) for name, table in chinese.items()
    }
    for name, table in english.items():
        for key, wording in table.items():
            assert fields(wording) - {"n"} == fields(chinese[name][key]) - {"n"}, f"{name}.{key}"


def test_every_wording_is_used() -> None:
    """Names that are put together when the page is made stand here by their beginnings."""
    source = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".j2"))
    made = ("weekday.", "month.", "model.", "form.", "section.", "weak.", "tags.title", "folders.title")
    names = [f"{table}.{key}" for table, wordings in tables("en").items() for key in wordings]
    assert [name for name in names if name not in source and not name.startswith(made)] == []


@pytest.mark.parametrize(("n", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_one_thing_is_told_from_many(n: int, said: str) -> None:
    assert SAY("unit.days", n=n) == said


def test_a_wording_that_is_missing_is_an_error_and_a_listed_word_is_itself() -> None:
    with pytest.raises(KeyError):
        SAY("page.nowhere")
    assert SAY.listed("form", "true-false") == "true or false"
    assert SAY.listed("form", "new form") == "new form"


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (0.0, "0"), (3.0, "3"), (3.26, "3.3"), (12.4, "12"), (1204.0, "1,204"), (9.96, "10.0")],
)
def test_an_amount_is_rounded_to_what_can_be_read(value: float | None, said: str) -> None:
    assert figures.amount(value) == said


def test_shares_are_written_with_their_intervals() -> None:
    assert figures.percent(0.625) == "62%"
    assert figures.with_interval(Share(9, 10, 0.9, 0.596, 0.982)) == "90% (60–98%)"
    assert figures.with_interval(NOTHING) == "–"
    assert figures.with_range(Range(0.71, 0.66, 0.75)) == "71% (66–75%)"
    assert figures.span(None, 0.5) == "–"
    assert figures.days(60, None, SAY) == "60+ d"


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0.3, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (30, (0, 10, 20, 30)),
        (31, (0, 10, 20, 30, 40)),
        (230, (0, 100, 200, 300)),
    ],
)
def test_a_scale_is_round_and_reaches_the_largest_value(largest: float, ticks: tuple[float, ...]) -> None:
    assert axes.scale(largest) == ticks


@given(st.floats(0.001, 1e9))
def test_a_scale_has_few_steps_and_no_more_than_one_above_the_largest(largest: float) -> None:
    ticks = axes.scale(largest)
    assert 2 <= len(ticks) <= 5
    assert ticks[-2] < largest <= ticks[-1]


def test_a_frame_puts_low_at_its_lower_edge_and_high_at_its_upper() -> None:
    frame = Frame(10, 20, 100, 200, low=0.6, high=1.0)
    assert frame.y(0.6) == frame.bottom == 220
    assert frame.y(1.0) == 20
    assert frame.y(0.8) == pytest.approx(120)
    assert (frame.x(0.5), frame.right) == (60, 110)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40), st.integers(2, 30)
)
def test_a_text_that_is_cut_has_room_and_one_that_has_room_is_not_cut(text: str, columns: int) -> None:
    cut = svg.fit(text, columns)
    assert svg.columns_of(cut) <= columns
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_what_is_cut_can_be_read_whole_where_a_pointer_rests() -> None:
    root = Element("svg")
    svg.write_cut(root, 0, 0, "深度学习/损失函数", 9)
    (text,) = root
    assert (text.text, text[0].text) == ("深度学习…", "深度学习/损失函数")


def test_text_and_attributes_of_a_drawing_are_escaped() -> None:
    root = svg.drawing("key", 10, 10, "<b>&", '"')
    svg.add(root, "rect", "", "</title>", x=1.25, d='"<>')
    text = str(svg.markup(root))
    assert "&lt;b&gt;&amp;" in text
    assert "&lt;/title&gt;" in text
    assert 'x="1.2" d="&quot;&lt;&gt;"' in text


def test_a_long_text_is_one_line_of_so_many_letters_at_most() -> None:
    assert parts.short("a\n b") == "a b"
    assert len(parts.short("x" * 500)) == parts.LETTERS


def test_a_table_says_how_many_rows_it_leaves_out() -> None:
    assert parts.table(("a",), range(5), lambda at: (f"{at}",), SAY, 5).more == ""
    assert parts.table(("a",), range(5), lambda at: (f"{at}",), SAY, 4).more == "1 more is not shown."
    assert (
        parts.table(("a",), range(5), lambda at: (f"{at}",), SAY, 4, hidden=2).more == "3 more are not shown."
    )


# Topics

GROUPS = st.recursive(
    st.integers(1, 9),
    lambda below: st.dictionaries(st.text("abc-", min_size=1, max_size=2), below, max_size=5),
)


def tree(groups: object, path: tuple[str, ...] = ()) -> list[Topic]:
    """Return a topic for each key of nested dictionaries, by name; the numbers are the cards."""
    if not isinstance(groups, dict):
        return []
    found = []
    for name, below in groups.items():
        inside = tree(below, (*path, name))
        cards = (
            below
            if isinstance(below, int)
            else sum(t.standing.cards for t in inside if t.depth == len(path) + 1)
        )
        found += [
            Topic("/".join((*path, name)), name, len(path), Standing(cards, 0, cards, None, None)),
            *inside,
        ]
    return sorted(found, key=lambda topic: topic.name)


@given(GROUPS, st.integers(1, 12))
def test_whatever_is_above_a_topic_that_is_shown_is_shown_right_before_what_is_in_it(
    groups: object, limit: int
) -> None:
    every = tree(groups)
    shown = [topic.name for topic in topics.largest(every, limit)]
    assert len(shown) == min(limit, len(every))
    for at, name in enumerate(shown):
        above = name.rpartition("/")[0]
        if above:
            assert above in shown[:at]
            assert all(between.startswith(f"{above}/") for between in shown[shown.index(above) + 1 : at])


def test_a_bar_is_as_long_as_its_mastery_and_a_topic_never_seen_has_none() -> None:
    seen = Topic("a", "a", 0, Standing(4, 4, 0, 0.5, 0.75))
    new = Topic("b", "b", 0, Standing(3, 0, 3, None, None))
    chart = topics.chart("tags", (seen, new), SAY)
    assert chart
    drawing = read(str(chart.drawing))
    tracks = [rect for rect in drawing.all("rect") if rect.attributes["class"] == "track"]
    (bar,) = [rect for rect in drawing.all("rect") if rect.attributes["class"] == "a"]
    assert len(tracks) == 2
    assert float(bar.attributes["width"]) == 0.5 * float(tracks[0].attributes["width"])
    assert chart.table.rows == (("a", "0.50", "75%", "4", "0"), ("b", "–", "–", "0", "3"))
    assert topics.chart("tags", (), SAY) is None


# The year


def day(at: date, answers: int) -> Day:
    return Day(at, answers, answers, 0, 0, 0, 0.0)


def test_the_year_holds_365_days_and_the_darkest_is_that_with_most_answers() -> None:
    days = [
        day(TODAY - timedelta(days=at), answers)
        for at, answers in ((400, 99), (364, 1), (7, 2), (1, 3), (0, 8))
    ]
    chart = heatmap.chart(days, TODAY, SAY)
    assert chart
    cells = read(str(chart.drawing)).all("rect")
    assert len(cells) == 365
    assert [cell.attributes["class"] for cell in (cells[0], cells[-8], cells[-2], cells[-1])] == [
        "h1",
        "h2",
        "h3",
        "h4",
    ]
    assert cells[-1].words() == "2026-11-23: 8"
    assert chart.table.rows[0] == ("2026-11-23", "8", "", "", "", "", "", "", "8")
    assert sum(int(row[-1]) for row in chart.table.rows if isinstance(row[-1], str)) == 14
    assert heatmap.chart(days[:1], TODAY, SAY) is None


@given(st.lists(st.integers(1, 200), min_size=1, max_size=60))
def test_the_shades_of_the_year_cover_every_count_without_a_gap(counts: list[int]) -> None:
    limits = heatmap.levels(counts)
    assert 1 <= len(limits) <= 4
    assert limits == sorted(set(limits))
    assert limits[-1] == max(counts)


# Ahead


def test_the_months_of_the_forecast_are_means_of_their_days() -> None:
    ahead = [DayAhead(TODAY + timedelta(days=at), 2.0 if at < 8 else 1.0, 0.0, 3.0) for at in range(40)]
    chart = forecast.year(ahead, SAY)
    assert chart
    assert chart.table.rows == (
        ("2026-11", "8", "16", "0", "24"),
        ("2026-12", "31", "31", "0", "93"),
        ("2027-01", "1", "1", "0", "3"),
    )
    november, december, january = (
        float(bar.attributes["height"]) for bar in read(str(chart.drawing)).all("rect")
    )
    assert november == pytest.approx(2 * december, abs=0.1)
    assert december == january


def test_thirty_days_are_drawn_and_nothing_where_nothing_comes() -> None:
    ahead = [DayAhead(TODAY + timedelta(days=at), 1.0, 0.5, 1.0) for at in range(366)]
    chart = forecast.month(ahead, SAY)
    assert chart
    assert len(chart.table.rows) == 30
    assert len(read(str(chart.drawing)).all("rect")) == 60
    nothing = [DayAhead(TODAY, 0.0, 0.0, 0.0)] * 366
    assert forecast.month(nothing, SAY) is None
    assert forecast.year(nothing, SAY) is None
    assert forecast.year(ahead[:30], SAY) is None


# Retention and calibration


def test_a_class_without_answers_has_no_point_and_the_axis_begins_below_the_lowest_whisker() -> None:
    shares = (Share(45, 50, 0.9, 0.7, 0.96), NOTHING)
    part = RetentionPart(shares[0], tuple(Interval(1, 6, share) for share in shares), ())
    chart = retention.chart(part, SAY)
    assert chart
    drawing = read(str(chart.drawing))
    assert len(drawing.all("circle")) == 1
    assert [text.text for text in drawing.all("text")][1:6] == ["60%", "70%", "80%", "90%", "100%"]
    assert chart.table.rows[1] == ("1–6 d", "–", "0", "0")


def test_a_whisker_below_the_usual_range_is_still_within_the_axis() -> None:
    share = Share(3, 10, 0.3, 0.11, 0.6)
    chart = retention.chart(RetentionPart(share, (Interval(1, 6, share),), ()), SAY)
    assert chart
    assert [text.text for text in read(str(chart.drawing)).all("text")][1] == "0%"


def test_a_bin_foretold_right_lies_on_the_diagonal() -> None:
    bins = (Bin(0.5, 0.6, 0.55, Share(11, 20, 0.55, 0.34, 0.74)), Bin(0.9, 1.0, None, NOTHING))
    chart = calibration.chart(Forecaster("fsrs", 0.3, 0.1, 0.0, bins), SAY)
    assert chart
    drawing = read(str(chart.drawing))
    (diagonal,) = [line.attributes for line in drawing.all("line") if line.attributes["class"] == "diagonal"]
    (point,) = [circle.attributes for circle in drawing.all("circle")]
    along = (float(point["cx"]) - float(diagonal["x1"])) / (float(diagonal["x2"]) - float(diagonal["x1"]))
    up = (float(diagonal["y1"]) - float(point["cy"])) / (float(diagonal["y1"]) - float(diagonal["y2"]))
    assert along == pytest.approx(0.55, abs=0.001)
    assert up == pytest.approx(0.55, abs=0.001)
    assert chart.table.rows == (("50–60%", "55%", "55% (34–74%)", "20"),)
    assert calibration.chart(Forecaster("mean", 0.3, 0.1, None, ()), SAY) is None


# Mastery over time


def test_mastery_over_time_reaches_from_the_first_point_to_the_last() -> None:
    points = (Point(TODAY - timedelta(days=7), 0.2), Point(TODAY, 0.6))
    chart = over_time.chart(points, SAY)
    assert chart
    assert chart.table.rows == (("2026-11-23", "0.60"), ("2026-11-16", "0.20"))
    assert "From 0.20 on 2026-11-16 to 0.60 on 2026-11-23." in read(str(chart.drawing)).words()
    assert over_time.chart(points[:1], SAY) is None


# Readiness


def test_readiness_is_a_bar_from_low_to_high_with_the_mean_in_it() -> None:
    part = sample_report().ready
    assert part
    part = msgspec.structs.replace(
        part, topics=(), followed=Range(0.5, 0.4, 0.7), nothing=Range(0.1, 0.0, 0.2)
    )
    drawing = read(str(readiness.chart(part, SAY).drawing))
    bars, points = drawing.all("rect"), drawing.all("circle")
    followed, nothing = (float(bar.attributes["width"]) for bar in bars)
    assert followed == pytest.approx(1.5 * nothing, abs=0.1)
    low, mean = float(bars[0].attributes["x"]), float(points[0].attributes["cx"])
    assert mean - low == pytest.approx(followed / 3, abs=0.1)


def test_a_plan_of_nothing_is_not_drawn() -> None:
    part = sample_report().ready
    assert part
    assert readiness.plan(msgspec.structs.replace(part, plan=()), SAY) is None


def test_no_shape_is_drawn_outside_its_drawing() -> None:
    """Each number of a rectangle, line or circle of the sample lies within the box, up to the width of a line."""
    report = sample_report()
    charts = [topics.chart("tags", report.mastery.tags, SAY), retention.chart(report.retention, SAY)]
    charts += [calibration.chart(model, SAY) for model in report.retention.forecasters]
    charts += [heatmap.chart(report.load.days, report.today, SAY), forecast.month(report.load.ahead, SAY)]
    assert report.ready
    charts += [readiness.chart(report.ready, SAY), readiness.plan(report.ready, SAY)]
    for chart in filter(None, charts):
        drawing = read(str(chart.drawing)).children[0]
        _, _, width, height = map(float, drawing.attributes["viewbox"].split())
        for shape in drawing.all(""):
            ends = {
                name: float(value)
                for name, value in shape.attributes.items()
                if re.fullmatch("c?[xy][12]?", name)
            }
            for name, value in ends.items():
                side = (
                    shape.attributes.get("width" if "x" in name else "height", "0")
                    if shape.tag == "rect"
                    else "0"
                )
                assert -1 <= value <= value + float(side) <= (width if "x" in name else height) + 1, chart.key
