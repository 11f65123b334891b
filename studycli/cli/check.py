"""``study check``: all problems of all notes."""

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, command


@command("study check", "study check --json")
def check(call: Call, json: Json = False) -> None:
    """List every problem of every note, with its line.

    Each is a line: path:line: what was found → what was probably meant, or what to do. The exit code is 1
    when there is one; the schedule of a card that is gone is told, but does not count.
    """
    with call.collection() as collection:
        problems = collection.check()
        notes = len(collection.notes())
    if json:
        from studycli.cli.output import print_json

        print_json({"problems": [problem._asdict() for problem in problems]})
    else:
        from studycli.terminal.counting import several

        for problem in problems:
            line = f":{problem.line}" if problem.line else ""
            print(f"{problem.path}{line}: {problem.found} → {problem.meant} [{problem.code}]")
        files = len({problem.path for problem in problems})
        none = f"No problem in {several(notes, 'note')}"
        found = f"{several(len(problems), 'problem')} in {several(files, 'file')}"
        print(f"{found if problems else none}.")
    if any(problem.asks_for_work for problem in problems):
        raise typer.Exit(1)
