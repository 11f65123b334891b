"""``study check``: all problems of all notes."""

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, command


@command("study check", "study check --json")
def check(call: Call, json: Json = False) -> None:
    """List every problem of every note, with its line.

    Each is a line `path:line: what was found; what was probably meant`. The exit code is 1 when there is one.
    """
    with call.collection() as collection:
        problems = collection.check()
        notes = collection.counts().notes
    if json:
        from studycli.cli.output import print_json, problem_json

        print_json({"problems": [problem_json(problem) for problem in problems]})
    else:
        from studycli.cli.sentences import some

        for problem in problems:
            line = f":{problem.line}" if problem.line else ""
            print(f"{problem.path}{line}: {problem.found}; {problem.meant} [{problem.code}]")
        print(f"{some(len(problems), 'problem') if problems else 'No problem'} in {some(notes, 'note')}.")
    if problems:
        raise typer.Exit(1)
