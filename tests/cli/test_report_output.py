"""The report's JSON and CSV, to the byte."""

import csv
import io
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.cli.output import print_json
from studycli.cli.report_output import json_value, print_csv, report_csv, report_json, stats_json
from studycli.report.model import (
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
    Share,
    Standing,
    Topic,
    TopicReady,
    WeakCard,
    WeakPart,
    WrongCard,
    WrongForm,
)

TODAY = date(2026, 3, 1)
DAY = Day(TODAY, 4, 2, 1, 1, 1, 90.0)
MOSTLY = Share(3, 4, 0.75, 0.30064184, 0.95441)
NEVER = Share(0, 0, None, None, None)
KNOWN = Standing(2, 1, 1, 0.81, 0.9)
UNSEEN = Standing(1, 0, 1, None, None)
WEAK = WeakCard("5b1e", "a.md", 12, 'What is "dL/dz", and why?', 6, 9, 3, 0.812345)

REPORT = Report(
    today=TODAY,
    tag="",
    note="",
    since=None,
    vault="notes",
    language="zh",
    obsidian=False,
    remarks=("So far there are 4 answers.",),
    mastery=MasteryPart(
        vault=KNOWN,
        model="sm2",
        tags=(Topic("损失/交叉熵", "交叉熵", 1, KNOWN),),
        folders=(),
        notes=(Topic("=1+1.md", "Sums", 0, UNSEEN),),
        weakest=(),
        gone_cards=1,
        gone_answers=2,
        over_time=(Point(TODAY, 0.123456),),
    ),
    retention=RetentionPart(
        total=MOSTLY,
        intervals=(Interval(1, 6, MOSTLY), Interval(60, None, NEVER)),
        forecasters=(
            Forecaster("sm2", 0.51234567, 0.18, 0.05, (Bin(0.9, 1.0, 0.95, MOSTLY),)),
            Forecaster("constant", 0.5, 0.19, None, ()),
        ),
    ),
    load=LoadPart(
        days=(DAY,),
        today=DAY,
        due_today=3,
        new_today=2,
        streak=1,
        longest_streak=1,
        active_days=1,
        seconds_per_answer=22.5,
        minutes_per_day=1.5,
        minutes_per_card=None,
        ahead=(DayAhead(date(2026, 3, 2), 2.5, 1.0, 1.33333333),),
        backlog=0,
    ),
    weak=WeakPart(
        leeches=(WEAK,),
        lowest_recall=(),
        longest_overdue=(msgspec.structs.replace(WEAK, prompt="-x\nis what?"),),
        forms=(WrongForm("gradient", MOSTLY, (WrongCard("5b1e", "a.md", 12, "@z", 3, 4),)),),
        confused=(Confusion("focal loss", "hinge loss", 2),),
    ),
    ready=ReadyPart(
        date=date(2026, 3, 3),
        days=2,
        simulations=200,
        followed=Range(0.8, 0.7, 0.9),
        nothing=Range(0.6, 0.5, 0.7),
        topics=(TopicReady("损失", 2, Range(0.8, 0.7, 0.9), Range(0.5, 0.4, 0.6)),),
        plan=(PlanDay(TODAY, 1.0, Range(2.0, 1.0, 3.0), 1.5),),
        reviews_per_day=3.0,
        minutes_per_day=1.5,
        unseen=0,
    ),
)

RETENTION_JSON = """\
{
  "today": "2026-03-01",
  "tag": "",
  "note": "",
  "since": null,
  "vault": "notes",
  "language": "zh",
  "obsidian": false,
  "remarks": [
    "So far there are 4 answers."
  ],
  "retention": {
    "total": {
      "count": 3,
      "of": 4,
      "share": 0.75,
      "low": 0.3006,
      "high": 0.9544
    },
    "intervals": [
      {
        "first": 1,
        "last": 6,
        "retention": {
          "count": 3,
          "of": 4,
          "share": 0.75,
          "low": 0.3006,
          "high": 0.9544
        }
      },
      {
        "first": 60,
        "last": null,
        "retention": {
          "count": 0,
          "of": 0,
          "share": null,
          "low": null,
          "high": null
        }
      }
    ],
    "forecasters": [
      {
        "model": "sm2",
        "log_loss": 0.5123,
        "brier": 0.18,
        "calibration_error": 0.05,
        "bins": [
          {
            "low": 0.9,
            "high": 1.0,
            "predicted": 0.95,
            "seen": {
              "count": 3,
              "of": 4,
              "share": 0.75,
              "low": 0.3006,
              "high": 0.9544
            }
          }
        ]
      },
      {
        "model": "constant",
        "log_loss": 0.5,
        "brier": 0.19,
        "calibration_error": null,
        "bins": []
      }
    ]
  }
}
"""

TABLES = {
    "mastery": """\
kind,name,cards,seen,new,mastery,recall
vault,notes,2,1,1,0.81,0.9
tag,损失/交叉熵,2,1,1,0.81,0.9
note,'=1+1.md,1,0,1,,
""",
    "retention": """\
kind,model,from,to,predicted,count,of,share,low,high,log_loss,brier,calibration_error
total,,,,,3,4,0.75,0.3006,0.9544,,,
interval,,1,6,,3,4,0.75,0.3006,0.9544,,,
interval,,60,,,0,0,,,,,,
forecast,sm2,,,,,,,,,0.5123,0.18,0.05
bin,sm2,0.9,1.0,0.95,3,4,0.75,0.3006,0.9544,,,
forecast,constant,,,,,,,,,0.5,0.19,
""",
    "load": """\
kind,day,reviews,new,minutes,answers,practised,wrong
done,2026-03-01,2,1,1.5,4,1,1
ahead,2026-03-02,2.5,1.0,1.3333,,,
""",
    "weak": """\
kind,card,note,line,prompt,interval,lapses,overdue,recall,form,wrong,answers,one,other,times
leech,5b1e,a.md,12,"What is ""dL/dz"", and why?",6,9,3,0.8123,,,,,,
longest_overdue,5b1e,a.md,12,"'-x
is what?",6,9,3,0.8123,,,,,,
form,,,,,,,,,gradient,3,4,,,
form_card,5b1e,a.md,12,'@z,,,,,gradient,3,4,,,
confused,,,,,,,,,,,,focal loss,hinge loss,2
""",
    "ready": """\
kind,name,day,cards,followed,followed_low,followed_high,nothing,nothing_low,nothing_high,new,reviews,reviews_low,\
reviews_high,minutes
all,,2026-03-03,2,0.8,0.7,0.9,0.6,0.5,0.7,,,,,
tag,损失,2026-03-03,2,0.8,0.7,0.9,0.5,0.4,0.6,,,,,
plan,,2026-03-01,,,,,,,,1.0,2.0,1.0,3.0,1.5
""",
}


def test_a_section_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """To the byte: what the report is of, then the section, in the order of the structs."""
    print_json(report_json(REPORT, "retention"))
    assert capsys.readouterr().out == RETENTION_JSON


@pytest.mark.parametrize("section", ["", "all"])
def test_the_whole_report_as_json(section: str) -> None:
    """All parts come in the order of the struct, and reading them back gives the report, rounded."""
    found = report_json(REPORT, section)
    assert list(found) == list(Report.__struct_fields__)
    read = msgspec.convert(found, Report)
    assert read.mastery.over_time == (Point(TODAY, 0.1235),)
    assert (read.ready, read.load.today, read.weak.confused) == (REPORT.ready, DAY, REPORT.weak.confused)


def test_without_an_interview_readiness_is_null() -> None:
    report = msgspec.structs.replace(REPORT, ready=None)
    assert report_json(report, "ready")["ready"] is None
    assert report_csv(report, "ready") == TABLES["ready"].split("\n", maxsplit=1)[0] + "\r\n"


def test_rounding_reaches_everything_and_leaves_no_negative_zero() -> None:
    assert repr(json_value({"a": (0.123456, [-0.00001, 3]), "b": "0.123456"})) == (
        "{'a': [0.1235, [0.0, 3]], 'b': '0.123456'}"
    )


def test_a_cards_history_as_json() -> None:
    """To the byte, with null for what a new card has not, and what a model did not foretell."""
    answer = CardAnswer(TODAY, "review", "recall", 4, None, None, None, 0.912345)
    point = Point(TODAY, 0.987654)
    stats = CardStats(
        "5b1e", "a.md", 12, "Why?", None, None, None, 0, 0.0, None, 2.98765, None, (answer,), 3.0, (point,)
    )
    assert msgspec.json.encode(stats_json(stats)) == (
        b'{"card":"5b1e","note":"a.md","line":12,"prompt":"Why?","due":null,"interval":null,"ease":null,'
        b'"lapses":0,"mastery":0.0,"recall":null,"stability":2.9876,"difficulty":null,"answers":[{"day":'
        b'"2026-03-01","kind":"review","form":"recall","grade":4,"seconds":null,"interval":null,"sm2":null,'
        b'"fsrs":0.9123}],"seconds":3.0,"curve":[{"day":"2026-03-01","value":0.9877}]}'
    )


@pytest.mark.parametrize("section", TABLES)
def test_a_section_as_csv(section: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """To the byte: RFC 4180 with lines that end in CRLF, a line end within a cell left as it is."""
    expected = TABLES[section].replace("\n", "\r\n").replace("-x\r\n", "-x\n")
    assert report_csv(REPORT, section) == expected
    print_csv(REPORT, section)
    assert capfdbinary.readouterr().out.decode() == expected


@pytest.mark.parametrize("section", ["", "all"])
def test_the_overview_as_csv_is_the_table_of_topics(section: str) -> None:
    assert report_csv(REPORT, section) == report_csv(REPORT, "mastery")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_name_becomes_a_formula_or_breaks_the_table(name: str) -> None:
    """Whatever a tag is called, the cell holds it, at most with an apostrophe in front, and begins no formula."""
    part = msgspec.structs.replace(REPORT.mastery, tags=(Topic(name, name, 0, KNOWN),))
    text = report_csv(msgspec.structs.replace(REPORT, mastery=part), "mastery")
    row = list(csv.reader(io.StringIO(text, newline="")))[2]
    assert row[1] in (name, f"'{name}")
    assert row[1][0] not in "=+-@\t\r\n"
    assert row[2:] == ["2", "1", "1", "0.81", "0.9"]
