"""The program as a whole: help, the lazy table, and the one place where errors become messages."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from studycli import __version__
from studycli.cli import app
from studycli.cli.command import StudyCommand
from studycli.cli.table import TABLE
from studycli.errors import LogError

Study = Callable[..., Any]
NAMES = [entry.name for entry in TABLE]


def fail_with(error: BaseException) -> Callable[..., Any]:
    """Return a function that raises the error."""

    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


def python(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, where no measuring of coverage imports anything."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")
    } | environ
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_help_lists_every_command_below_its_topic(study: Study) -> None:
    """``study --help`` shows the table, the shared options and examples."""
    result = study("--help")
    assert result.code == 0
    for entry in TABLE:
        assert f"\n  {entry.name} " in result.out
        assert f"\n{entry.topic}:\n" in result.out
    assert result.out.endswith("Examples:\n" + "".join(f"  {example}\n" for example in app.EXAMPLES))


@pytest.mark.parametrize("name", NAMES)
def test_the_table_has_the_first_line_of_each_help(name: str) -> None:
    """The summary in the table is the docstring's first line."""
    command = app.load(name)
    summary = next(entry.summary for entry in TABLE if entry.name == name)
    assert command.name == name
    assert (command.help or "").split("\n")[0] == summary


@pytest.mark.parametrize("name", NAMES)
def test_every_help_has_an_example(study: Study, name: str) -> None:
    """The help of a command ends with examples of that very command."""
    command = app.load(name)
    assert isinstance(command, StudyCommand)
    assert command.examples
    assert all(f"study {name}" in example for example in command.examples)
    lines = "".join(f"  {example}\n" for example in command.examples)
    assert study(name, "--help").out.endswith(f"\nExamples:\n{lines}")
    assert study(name, "-h").out == study(name, "--help").out


def test_summaries_fit_one_line() -> None:
    """No summary is wrapped in 80 columns."""
    width = max(map(len, NAMES))
    assert [entry.name for entry in TABLE if width + 4 + len(entry.summary) > 80] == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("report", " [FILE]"),
        ("stats", " CARD"),
        ("suspend", " CARD..."),
        ("quiz", ""),
        ("gradcheck", " NAME"),
    ],
)
def test_the_usage_has_the_arguments_as_the_documentation_has_them(
    study: Study, name: str, arguments: str
) -> None:
    assert study(name, "--help").out.splitlines()[0] == f"Usage: study {name} [OPTIONS]{arguments}"


def test_help_imports_no_command_and_nothing_slow() -> None:
    """``study --help`` loads neither the commands nor rich, pydantic, numpy, YAML or sqlite3."""
    done = python(
        "import sys; from studycli.cli.app import main; main(['--help']);"
        "print([name for name in ('rich', 'pydantic', 'numpy', 'yaml', 'sqlite3', 'msgspec', 'studycli.collection',"
        "'studycli.cli.due') if name in sys.modules], file=sys.stderr)"
    )
    assert done.stderr == "[]\n"


def test_a_command_reads_its_arguments_without_pydantic(vault: Path) -> None:
    """Typer's own conversion, which imports pydantic, is not used."""
    done = python(
        "import sys; from studycli.cli.app import main;"
        f"main(['config', '--vault', {str(vault)!r}]); main(['catchup', '--days', 'x']);"
        "print('pydantic' in sys.modules)"
    )
    assert done.stdout.endswith("\nFalse\n")


def test_version(study: Study) -> None:
    """``--version`` prints name and version."""
    assert study("--version") == (0, f"study {__version__}\n", "")


def test_an_unknown_command_names_the_nearest(study: Study) -> None:
    """A typing error in a command's name costs no search."""
    result = study("reveiw")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("study: ")
    assert "'reveiw'" in result.err
    assert "'review'" in result.err
    assert result.err.endswith("\nTry 'study --help'.\n")


def test_an_unknown_option_is_a_usage_error(study: Study) -> None:
    """The message says where to look."""
    result = study("due", "--cuont")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("study: ")
    assert "--cuont" in result.err
    assert result.err.endswith("\nTry 'study due --help'.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--color", "blue", "due"),
            "study: Invalid value for '--color': 'blue' is not one of auto, always, never.",
        ),
        (
            ("due", "--color", "blue"),
            "study: Invalid value for '--color': 'blue' is not one of auto, always, never.",
        ),
    ],
)
def test_wrong_arguments_say_what_is_allowed(study: Study, words: tuple[str, ...], sentence: str) -> None:
    """A usage error is one sentence, with exit code 2."""
    result = study(*words)
    assert (result.code, result.out, result.err.split("\n")[0]) == (2, "", sentence)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("show",), "CARD"),
        (("suspend",), "CARD"),
        (("config", "extra"), "extra"),
        (("catchup", "--days", "x"), "--days"),
        (("catchup", "--days", "0"), "--days"),
    ],
)
def test_missing_extra_and_wrong_arguments_are_named(
    study: Study, words: tuple[str, ...], named: str
) -> None:
    """Where the sentence is typer's own, it is printed in our form."""
    result = study(*words)
    first, hint = result.err.splitlines()
    assert (result.code, result.out) == (2, "")
    assert first.startswith("study: ")
    assert named in first
    assert hint == f"Try 'study {words[0]} --help'."


def test_an_error_of_the_program_is_its_sentence_and_its_code(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A StudyError becomes ``study: sentence`` on stderr and its own exit code."""
    monkeypatch.setattr(app, "app", fail_with(LogError("a.jsonl:3 is of a newer version.")))
    assert study("due") == (3, "", "study: a.jsonl:3 is of a newer version.\n")


def test_an_unexpected_error_is_one_line(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug does not print a traceback at a person."""
    monkeypatch.setattr(app, "app", fail_with(KeyError("no\nsuch")))
    result = study("due")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith("study: unexpected error: KeyError: ")


@pytest.mark.parametrize("how", ["option", "environment"])
def test_debug_shows_the_traceback(study: Study, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """``--debug`` and STUDY_DEBUG show where an unexpected error came from."""
    monkeypatch.setattr(app, "app", fail_with(KeyError("no such")))
    if how == "environment":
        monkeypatch.setenv("STUDY_DEBUG", "1")
    result = study("due", *(["--debug"] if how == "option" else []))
    assert result.code == 1
    assert result.err.startswith("Traceback (most recent call last):\n")
    assert result.err.endswith("\nKeyError: 'no such'\n")


def test_ctrl_c_is_130_without_a_traceback(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C outside of a session ends quietly."""
    monkeypatch.setattr(app, "app", fail_with(KeyboardInterrupt()))
    assert study("due") == (130, "", "")


def test_ctrl_c_inside_a_command_is_130(study: Study, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a command works ends quietly too."""
    monkeypatch.setattr("studycli.settings.load", fail_with(KeyboardInterrupt()))
    assert study("config", "--vault", str(vault)) == (130, "", "")


def test_a_closed_pipe_is_quiet(vault: Path) -> None:
    """``study config | head -0`` prints no error."""
    words = [sys.executable, "-c", "from studycli.cli.app import main; main(['config'])"]
    environment = {**os.environ, "STUDY_VAULT": str(vault)}
    pipeline = ["bash", "-c", '"$@" | true', "bash", *words]
    done = subprocess.run(pipeline, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["--version", "config --json", "config", "due --count"])
def test_whatever_is_left_for_a_closed_pipe_goes_nowhere(words: str, unbuffered: str, vault: Path) -> None:
    """The reader may leave in the middle of a command or before its last byte."""
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "STUDY_VAULT": str(vault), "PYTHONUNBUFFERED": unbuffered}
    command = [sys.executable, "-m", "studycli", *words.split()]
    done = subprocess.run(
        command, env=environment, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_what_is_printed_after_a_closed_pipe_goes_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe that breaks outside of typer's hands is the same quiet end."""
    monkeypatch.setattr(app, "app", fail_with(BrokenPipeError()))
    with (tmp_path / "out").open("w", encoding="utf-8") as out, monkeypatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert app.main(["due"]) == 1
        out.write("late")
    assert (tmp_path / "out").read_bytes() == b""


def test_a_stream_of_another_kind_will_do(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls the program from Python may have replaced standard output."""
    out = StringIO()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert app.main(["config", "--vault", str(vault), "--json"]) == 0
    assert out.getvalue().startswith('{\n  "file": ')


def test_options_before_and_after_the_command_are_the_same(study: Study, vault: Path) -> None:
    """``study --vault V config`` is ``study config --vault V``; the later one wins."""
    after = study("config", "--vault", str(vault), "--json")
    assert after.code == 0
    assert study("--vault", str(vault), "config", "--json") == after
    assert study("--vault", "elsewhere", "config", "--vault", str(vault), "--json") == after


def test_output_in_an_encoding_that_lacks_letters_is_not_an_error(vault: Path) -> None:
    """A terminal that cannot show Chinese shows something in its place."""
    done = python(
        f"from studycli.cli.app import main; raise SystemExit(main(['cards', '--vault', {str(vault)!r}]))",
        PYTHONIOENCODING="ascii",
    )
    assert (done.returncode, done.stderr) == (0, "")
