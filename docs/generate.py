"""Write the parts of the documentation that the program knows best: commands, settings, keys.

python docs/generate.py            write them
python docs/generate.py --check    say which are out of date, and exit with 1
"""

import io
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path

from studycli.cli.app import main as study
from studycli.cli.table import TABLE
from studycli.settings import TABLE as SETTINGS
from studycli.settings import toml_value
from studycli.terminal.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 80


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


def reference() -> str:
    """Return the help of every command, as ``docs/commands.md``."""
    parts = [
        "# Commands\n\nMade by `docs/generate.py` from the program's own help.\n",
        _help("study", ["--help"]),
    ]
    parts += [_help(f"study {entry.name}", [entry.name, "--help"]) for entry in TABLE]
    return "\n".join(parts)


def _help(title: str, words: list[str]) -> str:
    with redirect_stdout(io.StringIO()) as text:
        study(words)
    return f"## {title}\n\n```text\n{text.getvalue().rstrip()}\n```\n"


BLOCKS: dict[str, Callable[[], str]] = {"commands": commands, "settings": settings, "keys": keys}


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
    os.environ["COLUMNS"] = str(WIDTH)
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
