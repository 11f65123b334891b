"""``study catchup``: spread a backlog."""

from typing import Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command

Days = Annotated[int, typer.Option("--days", metavar="N", min=1, help="Over how many days, today included.")]


@command("study catchup --days 14")
def catchup(call: Call, days: Days = 7, json: Json = False) -> None:
    """Spread a backlog over the next days, weakest cards first.

    Only due dates move, as entries of the log that `study undo` takes back in one step.
    """
    with call.collection() as collection:
        changed = collection.catchup(days)
    warn(changed.warning)
    if json:
        from studycli.cli.output import print_json

        print_json({"cards": changed.cards})
    elif changed.cards:
        from studycli.terminal.counting import several

        print(
            f"{several(len(changed.cards), 'review')} moved; the backlog ends in {several(days, 'day')}. "
            "`study undo` takes it back."
        )
    else:
        print("There is no backlog to spread.")
