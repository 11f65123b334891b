"""``study quiz`` and ``study questions`` as programs: what they print, what they log, what they refuse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Study = Callable[..., Any]
RECALL = ("--form", "recall,contrast", "--seed", "1")
LISTS = """\
# Losses

## Which problems does softmax have in floating point?

- **Overflow**: the exponential of a large logit is infinite.
- **Underflow**: all exponentials of very small logits are zero.
- **Division by zero**: the sum of the exponentials is zero.
"""


@pytest.fixture(autouse=True)
def in_vault(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start inside the vault."""
    monkeypatch.chdir(vault)


def questions(study: Study, *words: str) -> list[dict[str, Any]]:
    """Return the questions that a command prints as JSON."""
    result = study(*words, "--json")
    assert (result.code, result.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(result.out)["questions"]
    return found


class TestQuestions:
    def test_json_has_the_fields_that_the_format_says(self, study: Study) -> None:
        found = questions(study, "questions", "--form", "recall", "--seed", "1")
        assert found[0] == {
            "id": "17969c463b1b-recall",
            "card": "17969c463b1b",
            "note": "losses.md",
            "line": 15,
            "form": "recall",
            "language": "zh",
            "shown": "为什么分类用交叉熵而不是 MSE？",
            "answer": "梯度是 $p - y$，不含激活函数的导数。",
            "answer_lines": [[17, 17]],
        }

    def test_a_choice_has_its_options_and_a_cloze_what_is_hidden(self, study: Study, vault: Path) -> None:
        (vault / "problems.md").write_text(LISTS, "utf-8")
        for found in questions(study, "questions", "--seed", "1"):
            assert ("options" in found) == ("correct" in found) == (found["form"] == "choice")
            assert ("hidden" in found) <= (found["form"] in ("cloze", "code", "bug", "formula"))

    def test_text_is_grouped_by_note_with_line_form_and_answer(self, study: Study) -> None:
        result = study("questions", "--form", "recall", "--seed", "1", "losses.md")
        assert result.code == 0
        assert result.out.startswith(
            "losses.md\n\nlosses.md:15 recall\n  为什么分类用交叉熵而不是 MSE？\n→\n"
            "  梯度是 p − y，不含激活函数的导数。\n"
        )

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ("choise", "there is no form 'choise'; did you mean 'choice'?"),
            ("recall,true_fals", "there is no form 'true-fals'; did you mean 'true-false'?"),
            (
                "xyz",
                "there is no form 'xyz'; it is one of recall, contrast, cloze, list, formula, value,",
            ),
        ],
    )
    @pytest.mark.parametrize("command", ["questions", "quiz"])
    def test_a_form_that_there_is_not_is_a_wrong_option(
        self, study: Study, command: str, given: str, sentence: str
    ) -> None:
        result = study(command, "--form", given)
        assert result.code == 2
        assert sentence in result.err

    def test_forms_are_read_in_any_case_and_with_either_dash(self, study: Study) -> None:
        assert study("questions", "--form", "Recall", "--form", "TRUE_FALSE, list").code == 0

    def test_nothing_to_ask_is_said_and_no_failure(self, study: Study) -> None:
        result = study("questions", "math", "--seed", "1")
        assert (result.code, result.out, result.err) == (0, "", "study: There is no question here.\n")
        assert study("questions", "math", "--json").out == '{\n  "questions": []\n}\n'

    def test_a_folder_outside_of_a_vault_is_only_read(
        self, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        (folder / "losses.md").write_text(LISTS, "utf-8")
        (folder / "bad.md").write_bytes(b"\xff")
        monkeypatch.chdir(folder)
        result = study("questions", ".", "--form", "recall")
        assert "losses.md:3 recall" in result.out
        assert "bad.md is not UTF-8; it was skipped." in result.err
        assert sorted(path.name for path in folder.iterdir()) == ["bad.md", "losses.md"]
        result = study("questions", ".", "--tag", "x")
        assert (result.code, "need a vault" in result.err) == (2, True)

    def test_the_same_seed_gives_the_same_to_the_byte(self, study: Study) -> None:
        assert study("questions", "--seed", "3", "--json") == study("questions", "--seed", "3", "--json")
        assert study("questions", "--json") == study("questions", "--json")

    def test_a_tag_and_a_note_that_match_nothing_are_errors(self, study: Study) -> None:
        assert study("questions", "--tag", "nothing").code == 1
        assert study("questions", "--note", "nothing").code == 1


class TestQuiz:
    def test_json_lists_what_would_be_asked_and_logs_nothing(self, study: Study, vault: Path) -> None:
        found = questions(study, "quiz", *RECALL, "-n", "2")
        assert len(found) == 2
        assert len({each["card"] for each in found}) == 2
        assert found == questions(study, "quiz", *RECALL, "-n", "2")
        assert not list(vault.glob(".study/log/*"))

    def test_the_questions_of_the_json_are_those_that_are_asked(self, study: Study) -> None:
        found = questions(study, "quiz", *RECALL)
        result = study("quiz", *RECALL, stdin="\n\n" * len(found))
        assert result.code == 0
        shown = [line for line in result.out.splitlines() if line.startswith("Question ")]
        assert [line.rpartition(": ")[2] for line in shown] == [each["form"] for each in found]

    def test_answers_are_logged_with_form_question_grade_and_time(self, study: Study) -> None:
        found = questions(study, "quiz", "--form", "recall", "--seed", "1", "-n", "1")[0]
        assert study("quiz", "--form", "recall", "--seed", "1", "-n", "1", stdin="\na\n\n").code == 0
        entry = json.loads(study("log", "--json").out)["entries"][-1]
        assert (entry["kind"], entry["form"], entry["grade"]) == ("review", "recall", 4)
        assert (entry["question"], entry["card"]) == (found["id"], found["card"])
        assert "seconds" in entry
        line = study("log", "--limit", "1").out
        assert "review 4" in line
        assert f"{found['card']}  recall: " in line

    def test_practice_is_undone_by_the_command_too(self, study: Study) -> None:
        study("grade", "17969c463b1b", "good")  # then it is not due, but known for a day only
        out = study("quiz", "--weak", "--form", "recall", "--seed", "1", stdin="\ngood\n").out
        assert "Graded 4: practice, the schedule stays." in out
        assert study("undo").out == "Took back: practice 4 of 2026-11-23, 为什么分类用交叉熵而不是 MSE？\n"

    def test_a_number_ends_the_quiz(self, study: Study) -> None:
        result = study("quiz", *RECALL, "-n", "1", stdin="\ngood\n")
        assert "Answered: 1 question, 1 right (100 %)" in result.out

    @pytest.mark.parametrize(
        ("time", "left"),
        [
            ("30m", "30:00"),
            ("45", "45:00"),
            ("90s", "1:30"),
            ("1h30m", "90:00"),
            ("1h", "60:00"),
            ("5 min", "5:00"),
        ],
    )
    def test_the_timer_takes_hours_minutes_and_seconds(self, study: Study, time: str, left: str) -> None:
        minutes = int(left.partition(":")[0])
        out = study("quiz", *RECALL, "--time", time, stdin=":q\n").out
        assert f", {left} left" in out or f", {minutes - 1 if left.endswith(':00') else minutes}:" in out

    @pytest.mark.parametrize("time", ["0", "0m", "soon", "30x", "-5m", "m", "1.5h"])
    def test_another_time_is_a_wrong_option(self, study: Study, time: str) -> None:
        result = study("quiz", f"--time={time}")
        assert result.code == 2
        assert f"--time is '{time}'; it must be a time such as 30m, 90s or 1h30m." in result.err

    @pytest.mark.parametrize("words", [("-n", "0"), ("-n", "x"), ("--seed", "x")])
    def test_numbers_that_are_none_are_wrong_options(self, study: Study, words: tuple[str, str]) -> None:
        assert study("quiz", *words).code == 2

    def test_an_empty_vault_says_how_to_begin(self, study: Study, tmp_path: Path) -> None:
        empty = tmp_path / "empty"
        empty.mkdir()
        result = study("quiz", "--vault", str(empty))
        assert result.code == 0
        assert "".join(result.out.split()).startswith("Therearenocardsin" + str(empty))
        assert questions(study, "quiz", "--vault", str(empty)) == []

    def test_without_due_or_weak_cards_it_says_so(self, study: Study) -> None:
        assert study("quiz", "--due").out.startswith("No card is due.")
        assert study("quiz", "--weak").out.startswith("No card is weak.")

    def test_a_vault_without_losses_is_examined_too(self, study: Study, tmp_path: Path) -> None:
        folder = tmp_path / "history"
        folder.mkdir()
        (folder / "rome.md").write_text(
            "# Rome\n\n## Why did the republic fall?\n\n"
            "- **Land**: large estates pushed small farmers out.\n"
            "- **Armies**: soldiers were loyal to their generals.\n"
            "- **Courts**: offices were bought.\n",
            "utf-8",
        )
        forms = {each["form"] for each in questions(study, "questions", "--vault", str(folder))}
        assert "recall" in forms
        assert not forms & {"value", "gradient", "code"}
        assert study("quiz", "--vault", str(folder), stdin=":x\n\n" * 9).code == 0
