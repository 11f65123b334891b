"""``study undo``: take back the last action."""

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command
from studycli.errors import StudyError


@command("study undo", "study undo --json")
def undo(call: Call, json: Json = False) -> None:
    """Take back the last answer or change, any number of times.

    Card, note and schedule are as they were before it; the log keeps both the action and its undoing.
    """
    with call.collection() as collection:
        undone = collection.undo()
    if undone is None:
        raise StudyError("There is nothing to undo.")
    warn(undone.warning)
    if json:
        from studycli.cli.output import print_json

        print_json(undone._asdict())
    else:
        from studycli.terminal.counting import several

        graded = "" if undone.grade is None else f" {undone.grade}"
        more = "" if len(undone.cards) == 1 else f" ({several(len(undone.cards), 'card')})"
        print(f"Took back: {undone.kind}{graded} of {undone.day}, {undone.prompt}{more}")
