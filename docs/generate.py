"""Write the parts of the documentation that the program knows best: commands, settings, keys.

python docs/generate.py            write them
python docs/generate.py --check    say which are out of date, and exit with 1
"""

import sys
from collections.abc import Callable, Iterable
from inspect import cleandoc
from pathlib import Path
from typing import Any

from studycli.cli.app import load
from studycli.cli.command import StudyCommand
from studycli.cli.table import TABLE
from studycli.settings import TABLE as SETTINGS
from studycli.settings import toml_value
from studycli.terminal.commands import COMMANDS, QUIZ_COMMANDS

ROOT = Path(__file__).resolve().parent.parent
SHARED = ("vault", "today", "color", "debug")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def commands() -> str:
    """Return the table of commands."""
    rows = (
        (f"[`study {entry.name}`](docs/commands.md#study-{entry.name})", entry.summary) for entry in TABLE
    )
    return table(("command", "what it does"), [("`study`", "Say what is due, and what to do next."), *rows])


def settings() -> str:
    """Return the table of settings."""
    rows = ((f"`{row.name}`", f"`{toml_value(row.default)}`", row.description) for row in SETTINGS)
    return table(("setting", "default", "what it decides"), rows)


def keys() -> str:
    """Return the table of a session's keys."""
    rows = [(" ".join(f"`{key}`" for key in command.keys), command.help) for command in COMMANDS]
    grades = ("`1` `2` `3` `4`", 'grade: again, hard, good, easy (`0` to `5` with `grades = "sm2"`)')
    return table(("key", "what it does"), [rows[0], grades, *rows[1:]])


def quiz_keys() -> str:
    """Return the table of the keys that a quiz has besides."""
    answers = [
        ("`a` to `d`", "answer a choice"),
        ("`t` `f`", "answer true or false"),
        ("`1` to `9`", "tick a point of a checklist, or take its tick back"),
    ]
    rows = [(" ".join(f"`{key}`" for key in command.keys), command.help) for command in QUIZ_COMMANDS]
    return table(("key", "what it does"), [*answers, *rows])


def reference() -> str:
    """Return every command with its options and examples, as ``docs/commands.md``.

    Made of what the commands declare, not of typer's help pages, whose form differs between its versions.
    """
    first = load(TABLE[0].name)
    shared = [param for param in first.params if param.name in SHARED]
    head = "# Commands\n\nMade by `docs/generate.py`. Every command has these options, before its name or after it:\n"
    return "\n".join([head, _options(shared), *(_command(load(entry.name)) for entry in TABLE)])


def _command(command: StudyCommand) -> str:
    own = [param for param in command.params if param.name not in SHARED]
    arguments = "".join(f" {param.metavar}" for param in own if param.param_type_name == "argument")
    parts = [
        f"## study {command.name}\n",
        f"`study {command.name}{arguments}`\n",
        cleandoc(command.help or "") + "\n",
        *([_options(own)] if own else []),
        "```sh\n" + "\n".join(command.examples) + "\n```\n",
    ]
    return "\n".join(parts)


def _options(params: list[Any]) -> str:
    rows = ((f"`{_names(param)}`", param.help or "") for param in params)
    return table(("option", "what it does"), rows) + "\n"


def _names(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar)
    names = ", ".join([*param.opts, *param.secondary_opts])
    return f"{names} {param.metavar}" if param.metavar else names


BLOCKS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "keys": keys,
    "quiz keys": quiz_keys,
}


def readme(text: str) -> str:
    """Return the README with its generated blocks made anew."""
    for name, make in BLOCKS.items():
        start, end = f"<!-- {name}: made by docs/generate.py -->\n", f"<!-- end of {name} -->"
        head, _, rest = text.partition(start)
        _, found, tail = rest.partition(end)
        if not found:
            raise SystemExit(f"README.md has no block '{name}'")
        text = f"{head}{start}{make()}\n{end}{tail}"
    return text


def pages() -> dict[Path, str]:
    """Return each generated page with the text that it should have."""
    main_page = ROOT / "README.md"
    return {main_page: readme(main_page.read_text("utf-8")), ROOT / "docs" / "commands.md": reference()}


def main() -> int:
    """Write the pages, or with ``--check`` compare them."""
    check = "--check" in sys.argv[1:]
    stale = {
        path: text for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text
    }
    for path, text in stale.items():
        if not check:
            path.write_text(text, "utf-8", newline="\n")
        print(
            f"{path.relative_to(ROOT)} {'is out of date: run python docs/generate.py' if check else 'written'}"
        )
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main())
