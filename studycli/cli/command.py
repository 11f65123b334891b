"""How a command is declared: ``@command(examples)`` over a function whose first argument is the Call."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from studycli.cli.call import Call
from studycli.cli.light import read_lightly

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
COLORS = ("auto", "always", "never")


def _known_color(value: str) -> str:
    if value and value not in COLORS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(COLORS)}.")
    return value


def _card_ids(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    from studycli.cli.completing import card_ids

    return card_ids(context, incomplete)


def _tags(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    from studycli.cli.completing import tags

    return tags(context, incomplete)


Vault = Annotated[
    str,
    typer.Option(
        "--vault",
        metavar="DIR",
        help="The folder of notes (else STUDY_VAULT, the nearest study.toml, ./notes).",
        show_default=False,
    ),
]
Today = Annotated[
    str,
    typer.Option("--today", metavar="YYYY-MM-DD", help="Take this as the study day.", show_default=False),
]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="auto|always|never",
        help="Colours; auto: in a terminal, unless NO_COLOR is set.",
        show_default=False,
        callback=_known_color,
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")]

Json = Annotated[bool, typer.Option("--json", help="Print JSON, in a format that stays as it is.")]
Tag = Annotated[
    str,
    typer.Option(
        "--tag",
        metavar="TAG",
        help="Only cards with this tag or one below it.",
        show_default=False,
        autocompletion=_tags,
    ),
]
NoteName = Annotated[
    str,
    typer.Option(
        "--note", metavar="NOTE", help="Only this note: its path, name or title.", show_default=False
    ),
]
NotePath = Annotated[
    str,
    typer.Option("--path", metavar="PATH", help="Only this folder or file of the vault.", show_default=False),
]
CardRef = Annotated[
    str,
    typer.Argument(
        metavar="CARD",
        help="A card's id, or the first four or more characters of it.",
        autocompletion=_card_ids,
    ),
]
CardRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="CARD...", help="Ids, or the first four or more characters of each.", autocompletion=_card_ids
    ),
]


def _shared(
    context: typer.Context, vault: Vault = "", today: Today = "", color: Color = "", debug: Debug = False
) -> None:
    """Hold the signature of the options that every command has."""


_SHARED = tuple(inspect.signature(_shared).parameters.values())


class StudyCommand(TyperCommand):
    """A command that reads its arguments without pydantic and knows its examples."""

    examples: tuple[str, ...] = ()

    def get_params(self, ctx: Any) -> Any:
        """Return the parameters, ``--help`` included, with their light readers."""
        return read_lightly(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 the signature is click's
        """Return what follows the name in the usage, arguments as they are declared: versions of typer differ in it."""
        arguments = (param.metavar for param in self.params if param.param_type_name == "argument")
        return [self.options_metavar or "", *(str(each) for each in arguments)]

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 the signature is click's
        """End the help with the examples."""
        write_examples(formatter, self.examples)


def write_examples(formatter: Any, examples: tuple[str, ...]) -> None:
    """Write the examples line by line; click would join them to a paragraph."""
    formatter.write("\nExamples:\n" + "".join(f"  {example}\n" for example in examples))


def command(*examples: str) -> Callable[[Callable[..., None]], StudyCommand]:
    """Make a command of a function ``(call, its own options…)``.

    Args:
        examples: Lines that a test runs, as one would type them; ``  # remark`` may follow.

    Returns:
        A decorator that gives the function the options ``--vault``, ``--today``, ``--color`` and ``--debug``
        and returns the command. The function's name is the command's name, its docstring the help.
    """

    def declare(function: Callable[..., None]) -> StudyCommand:
        declared = _command(_with_shared_options(function))
        declared.examples = examples
        return declared

    return declare


def _with_shared_options(function: Callable[..., None]) -> Callable[..., None]:
    def run(
        context: typer.Context, *, vault: str, today: str, color: str, debug: bool, **values: Any
    ) -> None:
        del debug  # main() looks for it: a wrong option must not hide it
        before = context.obj or Call()
        function(Call(vault or before.vault, today or before.today, color or before.color), **values)

    own = inspect.signature(function, eval_str=True).parameters.values()
    parameters = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in (*tuple(own)[1:], *_SHARED)]
    run.__name__ = function.__name__
    run.__doc__ = function.__doc__
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _command(function: Callable[..., None]) -> StudyCommand:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    name = function.__name__.rstrip("_")  # `import` is a word of Python's own
    app.command(name, cls=StudyCommand, context_settings=HELP_NAMES)(function)
    built = typer.main.get_command(app)
    assert isinstance(built, StudyCommand)  # noqa: S101 typer builds the class that it is given
    return built
