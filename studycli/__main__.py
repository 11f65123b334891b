"""The entry point. It answers `study due --count` by itself and hands everything else to typer.

A shell prompt runs `study due --count` at every line, so this path imports neither typer nor rich, and the
parser only where a note changed. It is the one exception to the rule that commands live in `studycli.cli`.
Whatever is not simple here (other options, a mistake, work that the collection must do first, an error to be
told) goes the long way, where the command of the same name gives the same answer.
"""

import os
import sys


def main() -> int:
    """Run the program with the arguments of the command line and return its exit code."""
    options = _simple(sys.argv[1:])
    count = None if options is None else _ready(*options)
    if count is None:
        from studycli.cli.app import main as run

        return run()
    return _write(f"{count}\n")


def _write(text: str) -> int:
    """Print, and leave quietly where whoever read our output has gone."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _simple(arguments: list[str]) -> "tuple[str | None, str | None] | None":
    """Return the values of --vault and --today where this is `due --count` with nothing else."""
    if arguments[:1] != ["due"] or "--count" not in arguments:
        return None
    values: dict[str, str] = {}
    rest = iter(arguments[1:])
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in ("--vault", "--today"):
            values[name] = value if equals else next(rest, "")
        elif argument != "--count":
            return None
    return None if "" in values.values() else (values.get("--vault"), values.get("--today"))


def _ready(vault: str | None, today: str | None) -> int | None:
    """Return how many cards a review would ask now; None where the long way must be gone."""
    import gc
    from sqlite3 import Error

    from studycli.clock import clock_from
    from studycli.errors import StudyError
    from studycli.store.index import open_index
    from studycli.store.refresh import PENDING, refresh
    from studycli.store.vault import find_vault

    gc.disable()  # the process ends before anything is worth collecting
    try:
        with open_index(find_vault(vault, os.environ, os.getcwd())) as index:
            refresh(index)
            if index.meta(PENDING) or index.meta("bury_siblings"):
                return None  # the collection knows which cards of a note wait for another
            day = clock_from(today, os.environ, index.meta("day_start")).today
            return sum(index.ready(day.toordinal()))
    except (StudyError, Error, OSError):
        return None  # the long way meets it again and tells it
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
