"""The program: the table of commands made lazy, and the one place that turns errors into messages."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from studycli import __version__
from studycli.cli.call import Call
from studycli.cli.command import HELP_NAMES, Color, Debug, StudyCommand, Today, Vault, write_examples
from studycli.cli.light import read_lightly
from studycli.cli.table import BY_NAME, TABLE
from studycli.errors import StudyError

EXAMPLES = (
    "study                          # what is due, and what to do next",
    "study init notes               # make a vault in the folder notes",
    "study review --vault notes     # study it",
)
INTERRUPTED = 130
# Base of the errors of usage, whether typer brings its own click along or not.
_UsageError: type[Any] = typer.BadParameter.__mro__[2]


def load(name: str) -> StudyCommand:
    """Import the module of a command and return the command.

    Args:
        name: A name in the table.
    """
    module = importlib.import_module(f"studycli.cli.{BY_NAME[name].module}")
    found: StudyCommand = getattr(module, f"{name}_" if iskeyword(name) else name)
    return found


class LazyGroup(TyperGroup):
    """Lists the commands by the table; imports the one that runs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {entry.name: TyperCommand(entry.name, help=entry.summary) for entry in TABLE}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name, the real command and its arguments."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load(listed.name) if listed and listed.name else listed, rest

    def get_params(self, ctx: Any) -> Any:
        """Return the parameters with their light readers."""
        return read_lightly(super().get_params(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 the signature is click's
        """Write the commands below their topics."""
        for topic in dict.fromkeys(entry.topic for entry in TABLE):
            with formatter.section(topic):
                formatter.write_dl([(entry.name, entry.summary) for entry in TABLE if entry.topic == topic])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 the signature is click's
        """End the help with the examples."""
        write_examples(formatter, EXAMPLES)


app = typer.Typer(
    name="study",
    cls=LazyGroup,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=HELP_NAMES,
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"study {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def study(
    context: typer.Context,
    vault: Vault = "",
    today: Today = "",
    color: Color = "",
    debug: Debug = False,  # noqa: ARG001 main() looks for it
    version: Annotated[  # noqa: ARG001 its callback prints and leaves
        bool,
        typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Learn from a folder of your own Markdown notes: cards, questions, spaced repetition.

    Without a command: what is due, and what to do next.
    """
    context.obj = Call(vault, today, color)
    if context.invoked_subcommand is None:
        overview = importlib.import_module("studycli.cli.overview")
        overview.overview(context.obj)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; every error ends here.

    Args:
        arguments: What stands behind ``study``; those of the process when None.

    Returns:
        0 done, 1 problems found or the request cannot be met, 2 usage, 3 log or index damaged, 130 interrupted.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words or bool(os.environ.get("STUDY_DEBUG"))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a letter that the terminal lacks is no reason to stop
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # typer's own end, of completion or of a closed pipe
        return int(end.code or 0)
    except Exception as error:  # noqa: BLE001 the last stop: whatever it is, the person gets one line
        return _tell(error, debug=debug)
    return code


def _run(words: list[str]) -> int:
    if os.environ.get("_STUDY_COMPLETE"):
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    result = app(words, prog_name="study", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _tell(error: Exception, *, debug: bool) -> int:
    if isinstance(error, StudyError):
        return _say(str(error), error.exit_code)
    if isinstance(error, _UsageError):
        return _say(f"{error.format_message()}{_hint(error)}", error.exit_code)
    if debug:
        import traceback

        traceback.print_exception(error)
        return 1
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return _say(f"unexpected error: {what} (--debug shows where; answers already given are kept)", 1)


def _say(sentence: str, code: int) -> int:
    print(f"study: {sentence}", file=sys.stderr)
    return code


def _hint(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return f"\nTry '{context.command_path} --help'." if context else ""


def _pipe_closed() -> int:
    """Whoever read our output has had enough: leave quietly, and let the exit flush into nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
