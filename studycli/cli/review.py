"""``study review``: the daily session."""

import io
import os
import sys
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import NoteName, NotePath, Tag, command
from studycli.cli.days import Interview, day

New = Annotated[bool, typer.Option("--new/--no-new", help="With or without new cards.")]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many cards.", show_default=False)
]
Ahead = Annotated[
    int, typer.Option("--ahead", metavar="DAYS", min=0, help="Also what falls due within so many days.")
]
Cram = Annotated[
    bool, typer.Option("--cram", help="Every card that fits, due or not; nothing is rescheduled.")
]
Empty = Annotated[bool, typer.Option("--include-empty", help="Also questions without an answer.")]
Type = Annotated[bool, typer.Option("--type", help="Type each answer before it is shown.")]
Plain = Annotated[
    bool, typer.Option("--plain", help="Ask by lines of text, for screen readers; so do pipes.")
]
Plan = Annotated[
    bool, typer.Option("--plan", help="Follow the plan to the interview, as `study plan` prints it.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Decides the order among equals.")]


@command(
    "study review --vault notes",
    "study review --tag 深度学习 --limit 10",
    "study review --no-new --type",
    "study review --plan --date 2027-03-01",
    'printf "\\n3\\n" | study review    # one answer a line',
)
def review(
    call: Call,
    tag: Tag = "",
    note: NoteName = "",
    path: NotePath = "",
    new: New = True,
    limit: Limit = None,
    ahead: Ahead = 0,
    cram: Cram = False,
    include_empty: Empty = False,
    type_: Type = False,
    plain: Plain = False,
    plan: Plan = False,
    date: Interview = "",
    seed: Seed = 0,
) -> None:
    """Ask the cards that are due, and schedule them anew.

    Space shows the answer, then 1 to 4 grade it; ? lists the keys. Every answer is saved before the next
    question. In a pipe, or with --plain, each line is one step: empty shows the answer, then 1 to 4 or again,
    hard, good, easy; undo, suspend, bury, hint, section, flag REMARK, edit, keys, quit.
    """
    from studycli.collection.values import QueueOptions
    from studycli.terminal.run import review as run

    lines = sys.stdin or io.StringIO()  # a closed standard input is an empty one
    if isinstance(lines, io.TextIOWrapper):
        lines.reconfigure(errors="replace")  # what is no text is no command either
    if plan and (cram or ahead or include_empty):
        raise typer.BadParameter(
            "--plan says which cards are asked; leave out --cram, --ahead and --include-empty."
        )
    if date and not plan:
        raise typer.BadParameter("--date is the day of the interview that --plan follows; give --plan too.")
    options = QueueOptions(
        tag, note, path, new, limit, ahead, cram, include_empty, seed, planned=plan, plan=day(date)
    )
    with call.collection() as collection:
        run(collection, options, call.console(), lines, os.environ, plain=plain, typing=type_)
