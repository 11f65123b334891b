"""study.toml: what it may hold, what is said where it holds anything else."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import SettingsError
from studycli.settings import TABLE, Settings, commented_toml, load, parse, toml_value

HEAVY = {"tomllib", "difflib", "json", "dataclasses", "typer", "rich", "yaml"}


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(
        'new_per_day = 5\nreviews_per_day = 0\nday_start = "3:30"\ngrades = "sm2"\nwrite_notes = false\n'
        'ignore = ["drafts/", "*.tmp.md"]\nfuzz = true\nload_balance = true\nleech_lapses = 4\n'
        'leech_action = "suspend"\nbury_siblings = true\nbold_clozes = true\nnot_cards = ["附录"]\n'
        'question_headings = ["自测"]\neditor = "vim -n"\ntheme = "light"\nquiz.reschedule = false\n'
        'mastery = "fsrs"\ninterview.date = "2026-03-31"\n',
        encoding="utf-8",
    )
    assert load(tmp_path) == Settings(
        5, 0, "03:30", "sm2", False, ("drafts/", "*.tmp.md"), True, True, 4, "suspend", True, True, ("附录",), ("自测",),
        "vim -n", "light", False, "fsrs", "2026-03-31",
    )  # fmt: skip


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b"\xef\xbb\xbfnew_per_day = 3\r\nfuzz = true\r\n")
    assert load(tmp_path) == Settings(new_per_day=3, fuzz=True)


def test_the_table_has_a_row_for_every_setting() -> None:
    assert tuple(row.field for row in TABLE) == Settings._fields
    assert all(row.default in row.words for row in TABLE if row.words)
    assert all(row.description.endswith(".") and "\n" not in row.description for row in TABLE)


def test_the_commented_file_holds_the_defaults() -> None:
    """As it stands it sets nothing; with each setting's '#' removed it sets every one to its default."""
    text = commented_toml()
    uncommented = "\n".join(
        line[1:] if line[:1] == "#" and line[1:2] != " " else line for line in text.splitlines()
    )
    assert parse(text) == Settings()
    assert parse(uncommented) == Settings()
    assert all(f"\n{row.name} = " in uncommented for row in TABLE)
    assert '# It is "tag" or "suspend".\n#leech_action = "tag"\n' in text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('grades = "sm3"', 'study.toml:2: grades is "sm3"; it must be "buttons" or "sm2".'),
        ("new_per_day = -1", "study.toml:2: new_per_day is -1; it must be a whole number, 0 or more."),
        ("new_per_day = true", "study.toml:2: new_per_day is true; it must be a whole number, 0 or more."),
        ("new_per_day = 1.5", "study.toml:2: new_per_day is 1.5; it must be a whole number, 0 or more."),
        ("fuzz = 1", "study.toml:2: fuzz is 1; it must be true or false."),
        ("ignore = 'a'", 'study.toml:2: ignore is "a"; it must be a list of texts in quotes.'),
        ("ignore = [1, 'a']", "study.toml:2: ignore is [1, 'a']; it must be a list of texts in quotes."),
        ("editor = ['vim', '-n']", 'study.toml:2: editor is ["vim", "-n"]; it must be a text in quotes.'),
        ('day_start = "25:00"', 'study.toml:2: day_start is "25:00"; it must be a time such as "04:00", from "00:00" to "23:59".'),
        ("day_start = 4", 'study.toml:2: day_start is 4; it must be a time such as "04:00", from "00:00" to "23:59".'),
        ("new-per-day = 5", "study.toml:2: there is no setting 'new-per-day'; did you mean 'new_per_day'?"),
        ('mastery = "anki"', 'study.toml:2: mastery is "anki"; it must be "sm2" or "fsrs".'),
        ("'Theme' = 'dark'", "study.toml:2: there is no setting 'Theme'; did you mean 'theme'?"),
        ("xyz = 1", "study.toml:2: there is no setting 'xyz'; `study config` lists them all."),
        ("[theme]", 'study.toml:2: theme is a table; it must be "auto" or "dark" or "light".'),
        ("[display]\ntheme = 'dark'", "study.toml:2: there is no setting 'display'; `study config` lists them all."),
        ('"f\\u0075zz" = 3', "study.toml: fuzz is 3; it must be true or false."),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(line: str, sentence: str) -> None:
    """File and line, key, what was found, what is allowed."""
    with pytest.raises(SettingsError) as error:
        parse(f"# mine\n{line}")
    assert str(error.value) == sentence


def test_a_name_with_a_dot_stands_in_a_table_or_behind_its_name() -> None:
    assert parse("quiz.reschedule = false") == parse("[quiz]\nreschedule = false")
    assert parse("[quiz]") == Settings()
    with pytest.raises(SettingsError) as error:
        parse("[quiz]\nreschedule = 1")
    assert str(error.value) == "study.toml:2: quiz.reschedule is 1; it must be true or false."
    with pytest.raises(SettingsError) as error:
        parse("[quiz]\nrechedule = true")
    sentence = "study.toml:2: there is no setting 'quiz.rechedule'; did you mean 'quiz.reschedule'?"
    assert str(error.value) == sentence


@pytest.mark.parametrize("text", ["# one\n# two\nignore = [", "# one\n\nfuzz = yes", "\n\nfuzz = 'yes\n"])
def test_what_is_not_toml_is_named_with_its_line(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^study\.toml:3: this is not TOML: .*\.$"):
        parse(text)


@pytest.mark.parametrize("text", ["04:00", "4:00"])
def test_a_days_start_is_a_time(text: str) -> None:
    assert parse(f'day_start = "{text}"').day_start == "04:00"
    assert parse("day_start = 05:30:00").day_start == "05:30"


@pytest.mark.parametrize("text", ["", "4", "04:0", "04:60", "004:00", "aa:bb", "04:00:01", "-4:00"])
def test_another_text_is_not_a_time(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^study\.toml:1: day_start is "):
        parse(f'day_start = "{text}"')


@pytest.mark.parametrize("text", ['"2026-03-31"', "2026-03-31"])
def test_the_interviews_date_is_a_day(text: str) -> None:
    """A text or TOML's own date; empty for none."""
    assert parse(f"interview.date = {text}").interview_date == "2026-03-31"
    assert parse('[interview]\ndate = ""').interview_date == ""
    assert parse("[interview]").interview_date == ""


@pytest.mark.parametrize(
    "text",
    [
        '"2026-02-30"',
        '"20260331"',
        '"31.3.2026"',
        '"soon"',
        '" "',
        "20260331",
        "false",
        "04:00:00",
        "2026-03-31 04:00:00",
    ],
)
def test_another_value_is_not_a_day(text: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse(f"# mine\n[interview]\ndate = {text}")
    allowed = 'it must be a day such as "2026-03-31", or "" for none.'
    assert str(error.value) == f"study.toml:3: interview.date is {text}; {allowed}"


def test_the_commented_file_shows_the_interviews_date() -> None:
    assert '\n#interview.date = ""\n' in commented_toml()


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b'editor = "\xff"')
    with pytest.raises(SettingsError) as error:
        load(tmp_path)
    assert str(error.value) == f"{tmp_path / 'study.toml'} is not UTF-8; save it as UTF-8."


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "study.toml").mkdir()
    with pytest.raises(SettingsError, match=r"study\.toml cannot be read: Is a directory\.$"):
        load(tmp_path)


@given(st.text())
def test_any_text_is_written_as_toml(text: str) -> None:
    """Quotes, backslashes, control characters: what is written is read back."""
    assert parse(f"editor = {toml_value(text)}").editor == text


@given(st.lists(st.text()))
def test_any_list_is_written_as_toml(texts: list[str]) -> None:
    assert parse(f"ignore = {toml_value(tuple(texts))}").ignore == tuple(texts)


@given(st.text(alphabet="abfz_=[]'\"\n .#1{}", max_size=30))
def test_any_file_gives_settings_or_a_sentence(text: str) -> None:
    try:
        sentence = str(parse(text))
    except SettingsError as error:
        sentence = str(error)
    assert sentence.startswith(("Settings(", "study.toml:"))
    assert "\n" not in sentence


def test_settings_are_cheap_to_import() -> None:
    code = f"import sys, studycli.settings, studycli.clock; print(*sorted({HEAVY!r} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env={}
    )
    assert result.stdout.strip() == ""
