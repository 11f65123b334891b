"""``study due``: how much there is to do. Its ``--count`` is usually answered before typer is imported."""

from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, NotePath, Tag, command
from studycli.collection import QueueOptions

Count = Annotated[bool, typer.Option("--count", help="Print one number: what `study review` would ask now.")]


@command(
    "study due",
    "study due --count               # one number, for a shell prompt",
    "study due --tag optimisers --json",
)
def due(call: Call, count: Count = False, tag: Tag = "", path: NotePath = "", json: Json = False) -> None:
    """Count what is due today.

    Reviews that are due and new cards, within the limits of the day; suspended and buried cards and questions
    without an answer are left out.
    """
    with call.collection() as collection:
        counts = collection.counts(QueueOptions(tag=tag, path=path))
        today = collection.today
    now = counts.due + counts.new
    if json:
        from studycli.cli.output import print_json

        print_json({"today": today, "count": now, **counts._asdict()})
    elif count:
        print(now)
    else:
        from studycli.cli.sentences import due_sentences

        print("\n".join(due_sentences(today, counts)))
