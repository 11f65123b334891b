"""`study report`, `stats` and `plan`: what they print for programs, and what they say of bad input."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from .test_reporting import HUBER, PROS, WHY

Study = Callable[..., Any]


def report(study: Study, *arguments: str) -> dict[str, Any]:
    """Return the whole report as JSON."""
    done = study("report", "--json", *arguments)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.fixture(autouse=True)
def chosen(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose the vault by the environment."""
    monkeypatch.setenv("STUDY_VAULT", str(vault))


@pytest.fixture
def answered(vault: Path, study: Study, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the vault after two cards were learnt on 18 November, and one of them reviewed when it was due."""
    monkeypatch.setenv("STUDY_NOW", "2026-11-18T08:30+08:00")
    study("grade", WHY, "4")
    study("grade", HUBER, "4")
    monkeypatch.setenv("STUDY_NOW", "2026-11-19T08:30+08:00")
    study("grade", WHY, "3")
    monkeypatch.setenv("STUDY_NOW", "2026-11-23T08:30+08:00")
    return vault


def test_what_is_known_is_told_apart_from_what_is_new(answered: Path, study: Study) -> None:
    found = report(study)
    # why: six days, passed, 0.9 ** (30 / 6); Huber: one day, 0.9 ** 30
    mastery = round((0.9**5 + 0.9**30) / 2, 4)
    vault = found["mastery"]["vault"]
    assert (vault["cards"], vault["seen"], vault["new"], vault["mastery"]) == (4, 2, 2, mastery)
    assert [topic["name"] for topic in found["mastery"]["tags"]] == ["loss", "深度学习", "深度学习/损失函数"]
    assert [day["day"] for day in found["load"]["days"]] == ["2026-11-18", "2026-11-19"]
    assert found["retention"]["total"] == {"count": 1, "of": 1, "share": 1.0, "low": 0.2065, "high": 1.0}
    assert found["remarks"] == [
        "So far there are 3 answers: shares of so few say little, as their ranges show."
    ]
    assert [card["card"] for card in found["weak"]["longest_overdue"]] == [HUBER]
    assert found["ready"] is None


def test_nothing_reviewed_yet_is_said_and_nothing_is_made_up(vault: Path, study: Study) -> None:
    found = report(study)
    assert found["mastery"]["vault"] == {"cards": 4, "seen": 0, "new": 4, "mastery": None, "recall": None}
    assert found["remarks"] == [
        "Nothing was reviewed yet. `study review` asks the first cards; each answer fills this page."
    ]
    assert study("report").out.count("Nothing was reviewed yet.") == 1


def test_without_a_card_that_is_said_and_nothing_is_planned(vault: Path, study: Study) -> None:
    for note in vault.rglob("*.md"):
        note.unlink()
    assert report(study)["remarks"] == ["No note here has a card yet; `study new` starts one that has."]
    assert study("plan", "--date", "2026-12-24").out.endswith("There is no card yet to make a plan of.\n")
    assert json.loads(study("plan", "--date", "2026-12-24", "--json").out)["ready"] is None
    assert study("review", "--plan", "--date", "2026-12-24").code == 0


def test_one_answer_is_not_taken_for_much(vault: Path, study: Study) -> None:
    study("grade", WHY, "4")
    assert report(study)["remarks"] == [
        "So far there is 1 answer: shares of so few say little, as their ranges show."
    ]


def test_answers_of_a_later_day_are_told_and_kept_on_their_day(
    answered: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDY_NOW", "2026-11-24T08:30+14:00")
    study("grade", PROS, "4")
    monkeypatch.setenv("STUDY_NOW", "2026-11-23T20:30-10:00")
    found = report(study)
    assert found["remarks"][1] == (
        "Answers of a day after today: 1, up to 2026-11-24; from another time zone, or of a clock that was wrong."
        " They count on their own days."
    )
    assert [day["day"] for day in found["load"]["days"]][-1] == "2026-11-24"
    assert found["load"]["streak"] == 0


def test_answers_to_cards_that_are_gone_are_counted_as_gone(answered: Path, study: Study) -> None:
    (answered / "losses.md").write_text("# Losses\n\n## What is left?\n\nThis.\n", encoding="utf-8")
    found = report(study)
    assert (found["mastery"]["gone_cards"], found["mastery"]["gone_answers"]) == (2, 3)
    assert found["remarks"][1] == (
        "Answers to cards that no note has any more: 3 (gone: 2). They count in history and retention; `study check`"
        " lists the cards."
    )
    assert sum(day["answers"] for day in found["load"]["days"]) == 3


def test_deleting_the_index_changes_no_byte(answered: Path, study: Study) -> None:
    before = study("report", "--json", "--date", "2026-12-24").out
    for path in (answered / ".study").glob("index.db*"):
        path.unlink()
    assert study("report", "--json", "--date", "2026-12-24").out == before


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-22", "The interview on 2026-11-22 is past. `--date` or [interview] date in study.toml says when the next one is."),
        ("2026-11-23", "The interview is today: nothing more to plan."),
        ("2026-11-24", "The interview is tomorrow: no new cards any more, and today is light."),
    ],
)  # fmt: skip
def test_an_interview_that_is_past_or_close_is_told(
    answered: Path, study: Study, day: str, sentence: str
) -> None:
    found = report(study, "--date", day)
    assert found["remarks"][-1] == sentence
    assert (found["ready"] is not None) == (day == "2026-11-24")


def test_the_interview_of_the_settings_is_told_too(answered: Path, study: Study) -> None:
    (answered / "study.toml").write_text('[interview]\ndate = "2026-12-24"\n', encoding="utf-8")
    assert report(study)["ready"]["days"] == 31
    assert report(study, "--date", "2026-12-01")["ready"]["days"] == 8


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["report", "--tag", "los"], 1, "Did you mean"),
        (["report", "--note", "lossess"], 1, "Did you mean"),
        (["report", "--section", "weakness"], 2, "'weakness' is not one of mastery, retention, load, weak, ready, all."),
        (["report", "--since", "yesterday"], 2, "'yesterday' is not a day; write it as 2026-11-23."),
        (["report", "--date", "20261224"], 2, "'20261224' is not a day; write it as 2026-11-23."),
        (["report", "page.html"], 2, "'page.html' is a file for the page; give --html too."),
        (["report", "--html", "no/such/folder/page.html"], 1, "cannot be written: No such file or directory."),
        (["report", "--html", "vault/losses.md"], 1, "is there already and is no page; name a file that ends with .html."),
        (["plan"], 1, "No interview to plan for: give --date, or set date below [interview] in study.toml."),
        (["plan", "--date", "2026-11-01"], 1, "The interview on 2026-11-01 is past."),
        (["review", "--plan"], 1, "No interview to plan for"),
        (["review", "--plan", "--cram"], 2, "--plan says which cards are asked"),
        (["review", "--date", "2026-12-24"], 2, "give --plan too."),
        (["stats", "ffff"], 1, "There is no card 'ffff'."),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(
    answered: Path, study: Study, arguments: list[str], code: int, sentence: str
) -> None:
    before = (answered / "losses.md").read_bytes()
    done = study(*arguments)
    assert done.code == code
    assert sentence in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert (answered / "losses.md").read_bytes() == before


def test_the_page_is_written_and_named(answered: Path, study: Study, tmp_path: Path) -> None:
    assert study("report", "--html").out == "report.html\n"
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert study("report", "--html", "-").out == page


def test_the_page_is_chinese_where_the_locale_is(
    answered: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    page = study("report", "--html", "-").out
    assert '<html lang="zh' in page
    assert "目前只有 3 次回答" in page


def test_the_page_can_be_opened(answered: Path, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: not shown.append(url) and url.endswith("one.html"))
    assert study("report", "--open", "one.html").err == ""
    assert study("report", "--open", "two.html").err == "study: There is no browser to show two.html in.\n"
    assert [url.rpartition("/")[2] for url in shown] == ["one.html", "two.html"]
    assert shown[0].startswith("file://")


def test_a_cards_history_says_what_was_foretold(answered: Path, study: Study) -> None:
    found = json.loads(study("stats", WHY, "--json").out)
    assert [(one["day"], one["grade"], one["interval"], one["sm2"]) for one in found["answers"]] == [
        ("2026-11-18", 4, None, None),
        ("2026-11-19", 3, 1, 0.9),
    ]
    assert (found["interval"], found["due"]) == (6, "2026-11-25")
    assert len(found["curve"]) == 31
    new = json.loads(study("stats", PROS, "--json").out)
    assert (new["answers"], new["recall"], new["curve"]) == ([], None, [])


def test_the_plan_says_what_each_day_takes(answered: Path, study: Study) -> None:
    found = json.loads(study("plan", "--date", "2026-12-03", "--json").out)
    days = found["ready"]["plan"]
    assert [day["day"] for day in days] == [f"2026-11-{n}" for n in range(23, 31)] + [
        "2026-12-01",
        "2026-12-02",
    ]
    assert sum(day["new"] for day in days) == 2
    assert days[-1]["new"] == 0
    assert (
        study("plan", "--date", "2026-12-03", "--json").out
        == json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    )


def test_a_planned_review_asks_what_the_plan_has_for_today(answered: Path, study: Study) -> None:
    done = study("review", "--plan", "--date", "2026-12-03", stdin="\n3\n\n3\n")
    assert "Huber loss" in done.out


def test_the_order_of_logs_and_devices_changes_nothing(answered: Path, study: Study) -> None:
    before = report(study)
    log = answered / ".study" / "log"
    shutil.copy(log / "test.jsonl", log / "copy.jsonl")
    os.utime(log / "copy.jsonl", (0, datetime(2026, 1, 1).timestamp()))  # noqa: DTZ001 - any time
    assert report(study) == before
