"""What the commands report, to the byte: as text for people, as JSON for programs."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Study = Callable[..., Any]
WHY, HUBER, PROS, CONS, OPEN = "17969c463b1b", "2322cb6a8ef4", "be824a9817ee", "b5ae5e798d34", "b88f5c2e7461"

CARD = """\
      "id": "17969c463b1b",
      "note": "losses.md",
      "line": 15,
      "answer_lines": [
        17,
        17
      ],
      "heading_path": [
        "损失函数",
        "面试题",
        "为什么分类用交叉熵而不是 MSE？"
      ],
      "prompt": "为什么分类用交叉熵而不是 MSE？",
      "answer": "梯度是 $p - y$，不含激活函数的导数。",
      "kind": "question",
      "tags": [
        "loss",
        "深度学习/损失函数"
      ],
      "state": %s,
      "suspended": false,
      "buried": null,
      "flag": null"""
EMPTY_CARD = """\
      "id": "b88f5c2e7461",
      "note": "math/open.md",
      "line": 3,
      "answer_lines": null,
      "heading_path": [
        "Open questions",
        "What is a proper scoring rule?"
      ],
      "prompt": "What is a proper scoring rule?",
      "answer": null,
      "kind": "question",
      "tags": [],
      "state": null,
      "suspended": false,
      "buried": null,
      "flag": null"""
STATE = """\
{
        "repetitions": 1,
        "interval": 1,
        "ease": 2.5,
        "due": "2026-11-24",
        "last": "2026-11-23",
        "lapses": 0,
        "passed": true
      }"""


@pytest.fixture(autouse=True)
def in_vault(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start inside the vault."""
    monkeypatch.chdir(vault)


# cards


def test_cards_lists_every_card_on_a_line(study: Study) -> None:
    assert study("cards") == (
        0,
        (
            f"{WHY}\tlosses.md:15\tnew\t为什么分类用交叉熵而不是 MSE？\n"
            f"{HUBER}\tlosses.md:19\tnew\tHuber loss\n"
            f"{PROS}\tlosses.md:23\tnew\tHuber loss: Pros\n"
            f"{CONS}\tlosses.md:26\tnew\tHuber loss: Cons\n"
            f"{OPEN}\tmath/open.md:3\tno answer\tWhat is a proper scoring rule?\n"
        ),
        "",
    )


def test_cards_as_json_is_a_list_of_objects(study: Study) -> None:
    result = study("cards", "--json")
    assert result.out.startswith('{\n  "cards": [\n    {\n' + CARD % "null" + "\n    },\n")
    assert result.out.endswith("    {\n" + EMPTY_CARD + "\n    }\n  ]\n}\n")
    assert [card["id"] for card in json.loads(result.out)["cards"]] == [WHY, HUBER, PROS, CONS, OPEN]


def test_cards_as_json_has_the_state(study: Study) -> None:
    study("grade", WHY, "good")
    assert study("cards", "--json").out.startswith('{\n  "cards": [\n    {\n' + CARD % STATE + "\n    },\n")


@pytest.mark.parametrize("path", ["losses.md", "./losses.md", "math/../losses.md"])
def test_cards_of_a_note(study: Study, path: str) -> None:
    assert [line[:12] for line in study("cards", path).out.splitlines()] == [WHY, HUBER, PROS, CONS]


def test_cards_of_a_folder(study: Study) -> None:
    assert [line[:12] for line in study("cards", "math").out.splitlines()] == [OPEN]


def test_cards_of_a_path_that_is_not_there(study: Study, vault: Path) -> None:
    result = study("cards", "no.md")
    assert (result.code, result.out) == (1, "")
    assert result.err == f"study: There is no 'no.md' in {vault} or in the vault {vault}.\n"


def test_cards_outside_of_every_vault_are_read_and_nothing_is_written(study: Study, vault: Path) -> None:
    elsewhere = vault.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(vault / "losses.md", elsewhere)
    (elsewhere / "gbk.md").write_bytes("# 熵".encode("gbk"))
    one = study("cards", str(elsewhere / "losses.md"), "--json")
    assert one.out == study("cards", "losses.md", "--json").out
    whole = study("cards", str(elsewhere), "--json")
    assert (whole.code, whole.out) == (0, one.out)
    assert whole.err == "study: gbk.md is not UTF-8; it was skipped.\n"
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["gbk.md", "losses.md"]


def test_cards_says_when_there_is_none(study: Study) -> None:
    assert study("cards", "--flagged") == (0, "", "study: There is no such card here.\n")
    assert study("cards", "--flagged", "--json") == (0, '{\n  "cards": []\n}\n', "")


# show


def test_show_as_json_is_the_card_and_its_history(study: Study) -> None:
    study("grade", WHY, "good")
    result = study("show", WHY[:4], "--json")
    found = json.loads(result.out)
    [listed] = [card for card in json.loads(study("cards", "--json").out)["cards"] if card["id"] == WHY]
    assert list(found) == [*listed, "history"]
    assert {key: found[key] for key in listed} == listed
    assert found["history"] == json.loads(study("log", "--json").out)["entries"]


def test_show_prints_prompt_answer_and_schedule(study: Study) -> None:
    study("grade", HUBER, "good")
    result = study("show", HUBER)
    assert result.code == 0
    for words in ("Huber loss", "losses.md:19", "Quadratic near zero", "2026-11-24", "review 4"):
        assert words in result.out


@pytest.mark.parametrize(
    ("option", "environ", "colours"),
    [((), {}, False), (("--color", "always"), {}, True), (("--color", "never"), {"FORCE_COLOR": "1"}, False),
     (("--color", "always"), {"NO_COLOR": "1"}, True)],
)  # fmt: skip
def test_colours_are_as_asked_for(
    study: Study,
    monkeypatch: pytest.MonkeyPatch,
    option: tuple[str, ...],
    environ: dict[str, str],
    colours: bool,
) -> None:
    """A pipe has none unless they are asked for; the option wins over the environment."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in study("show", HUBER, *option).out) is colours


@pytest.mark.parametrize("command", [("show",), ("grade", "good"), ("suspend",), ("unsuspend",), ("bury",)])
def test_an_unknown_card_is_named(study: Study, command: tuple[str, ...]) -> None:
    result = study(command[0], "ffffffff", *command[1:])
    assert (result.code, result.out) == (1, "")
    assert "ffffffff" in result.err


def test_a_short_reference_asks_for_more(study: Study) -> None:
    result = study("show", WHY[:2])
    assert (result.code, result.out) == (1, "")


# due


def test_due_in_words(study: Study) -> None:
    assert study("due") == (
        0,
        "2026-11-23: 0 reviews and 4 new cards to do, of 5 cards in 2 notes.\nBesides: 1 without an answer.\n",
        "",
    )


def test_due_as_a_number(study: Study) -> None:
    assert study("due", "--count") == (0, "4\n", "")


def test_due_as_json(study: Study) -> None:
    study("grade", WHY, "good")
    study("suspend", HUBER)
    study("bury", PROS)
    assert study("due", "--json", "--today", "2026-11-23").out == (
        '{\n  "today": "2026-11-23",\n  "count": 1,\n  "due": 0,\n  "new": 1,\n  "due_total": 0,\n  "new_total": 1,\n'
        '  "suspended": 1,\n  "buried": 1,\n  "empty": 1,\n  "cards": 5,\n  "notes": 2\n}\n'
    )


def test_due_of_a_tag_and_of_a_path(study: Study) -> None:
    assert study("due", "--count", "--tag", "loss").out == "4\n"
    assert study("due", "--count", "--path", "math").out == "0\n"


def test_an_unknown_tag_names_the_nearest(study: Study) -> None:
    result = study("due", "--tag", "los")
    assert (result.code, result.out) == (1, "")
    assert "los" in result.err


# overview


def test_study_alone_says_what_is_due_and_what_to_do(study: Study, vault: Path) -> None:
    assert study() == (
        0,
        (
            f"{vault}\n"
            "2026-11-23: 0 reviews and 4 new cards to do, of 5 cards in 2 notes.\n"
            "Besides: 1 without an answer.\n\n"
            "  study review  answer 4 cards\n"
            "  study check   see the questions without an answer\n"
            "  study report  see what you know, and what is weak\n"
            "  study --help  all commands\n"
        ),
        "",
    )


def test_study_alone_when_everything_is_done(study: Study, vault: Path) -> None:
    (vault / "math" / "open.md").unlink()
    for card in (WHY, HUBER, PROS, CONS):
        study("grade", card, "easy")
    assert study().out == (
        f"{vault}\n2026-11-23: nothing to do, of 4 cards in 1 note.\n\n"
        "  study review --ahead 1  be early: 4 by tomorrow\n"
        "  study report            see what you know, and what is weak\n"
        "  study --help            all commands\n"
    )


def test_study_alone_with_a_backlog(study: Study, vault: Path) -> None:
    (vault / "study.toml").write_text("reviews_per_day = 1\nnew_per_day = 0\n", "utf-8")
    for card in (WHY, HUBER):
        study("grade", card, "good")
    result = study("--today", "2026-12-01")
    assert result.out == (
        f"{vault}\n2026-12-01: 1 review and 0 new cards to do, of 5 cards in 2 notes.\n"
        "Besides: 1 more review, 2 more new cards, 1 without an answer.\n\n"
        "  study review   answer 1 card\n"
        "  study catchup  spread the backlog over the next days\n"
        "  study check    see the questions without an answer\n"
        "  study report   see what you know, and what is weak\n"
        "  study --help   all commands\n"
    )


def test_study_alone_in_an_empty_vault(study: Study, vault: Path) -> None:
    shutil.rmtree(vault / "math")
    (vault / "losses.md").unlink()
    result = study()
    assert result.code == 0
    assert "study new TITLE  write a note; a heading that asks becomes a card" in result.out


def test_study_alone_without_a_vault(study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault.parent)
    result = study()
    assert (result.code, result.out) == (1, "")
    assert "`study init DIR`" in result.err


# check


def test_check_lists_each_problem_with_its_line(study: Study) -> None:
    assert study("check") == (
        1,
        (
            "math/open.md:3: What is a proper scoring rule? → a question without an answer is not asked: "
            "write the answer below it [no-answer]\n1 problem in 1 file.\n"
        ),
        "",
    )


def test_check_as_json(study: Study) -> None:
    assert study("check", "--json") == (
        1,
        (
            '{\n  "problems": [\n    {\n      "path": "math/open.md",\n      "line": 3,\n      "code": "no-answer",\n'
            '      "found": "What is a proper scoring rule?",\n'
            '      "meant": "a question without an answer is not asked: write the answer below it"\n    }\n  ]\n}\n'
        ),
        "",
    )


def test_check_of_a_clean_vault(study: Study, vault: Path) -> None:
    (vault / "math" / "open.md").unlink()
    (vault / "diary.md").write_text("No card in here.\n", "utf-8")
    assert study("check") == (0, "No problem in 2 notes.\n", "")
    assert study("check", "--json") == (0, '{\n  "problems": []\n}\n', "")


def test_a_card_that_was_deleted_is_told_but_is_no_failure(study: Study, vault: Path) -> None:
    (vault / "math" / "open.md").write_text("## What is a loss?\nA price.\n", "utf-8")
    card = study("cards", "math/open.md").out.split("\t")[0]
    study("grade", card, "4")
    (vault / "math" / "open.md").write_text("Nothing is left.\n", "utf-8")
    code, out, _ = study("check")
    assert (code, out) == (
        0,
        (
            "math/open.md: the schedule of a card that is gone: 'What is a loss?' → the former heading brings it "
            "back; a card deleted on purpose needs nothing [orphan]\n1 problem in 1 file.\n"
        ),
    )


# log


def test_an_empty_log_says_so(study: Study) -> None:
    assert study("log") == (0, "The log is empty.\n", "")
    assert study("log", "--json") == (0, '{\n  "entries": []\n}\n', "")


def test_the_log_in_lines(study: Study) -> None:
    study("grade", HUBER, "4")
    study("suspend", HUBER)
    study("bury", PROS)
    assert study("log").out == (
        f"2026-11-23 08:30  review 4    due 2026-11-24  {HUBER}  Huber loss\n"
        f"2026-11-23 08:30  suspend     due 2026-11-24  {HUBER}  Huber loss\n"
        f"2026-11-23 08:30  bury        new             {PROS}  Huber loss: Pros\n"
    )
    assert study("log", "--limit", "1").out.count("\n") == 1


def test_the_log_as_json_has_the_lines_of_the_file(study: Study, vault: Path) -> None:
    study("grade", HUBER, "4")
    [line] = (vault / ".study" / "log" / "test.jsonl").read_text("utf-8").splitlines()
    assert json.loads(study("log", "--limit", "0", "--json").out)["entries"] == [json.loads(line)]


# config


def test_config_is_toml_with_the_defaults_marked(study: Study, vault: Path) -> None:
    (vault / "study.toml").write_text('new_per_day = 5\nignore = ["drafts/"]\n', "utf-8")
    lines = study("config").out.splitlines()
    assert lines[:2] == [f"# {vault / 'study.toml'}", "new_per_day = 5                 # default: 20"]
    assert 'day_start = "04:00"             # default' in lines
    assert 'ignore = ["drafts/"]            # default: []' in lines


def test_config_without_a_file(study: Study, vault: Path) -> None:
    (vault / "study.toml").unlink()
    result = study("config", "--vault", ".")
    assert result.out.startswith(
        f"# {vault / 'study.toml'} (not there: all settings are at their defaults)\n"
    )
    assert json.loads(study("config", "--vault", ".", "--json").out)["file"] is None


def test_config_as_json(study: Study, vault: Path) -> None:
    result = study("config", "--json")
    assert result.out.startswith(
        f'{{\n  "file": "{vault}/study.toml",\n  "settings": {{\n    "new_per_day": 20,\n'
    )


def test_a_wrong_setting_is_named_with_its_line(study: Study, vault: Path) -> None:
    (vault / "study.toml").write_text("\nnew_per_dya = 5\n", "utf-8")
    result = study("due")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"study: {vault}/study.toml:2: there is no setting 'new_per_dya'")
