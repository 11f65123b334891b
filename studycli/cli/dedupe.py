"""``study dedupe``: cards that ask the same."""

import io
import sys
from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, command

Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="X",
        min=0.5,
        max=1.0,
        help="Likeness from which two cards ask the same, 0.5 to 1 (0.75).",
        show_default=False,
    ),
]


@command(
    "study dedupe",
    "study dedupe --json",
    'printf "1\\nb\\n" | study dedupe    # one answer a line',
)
def dedupe(call: Call, threshold: Threshold = None, json: Json = False) -> None:
    """Find cards that ask the same thing, and keep one or all.

    Each group is shown with its answers; a number keeps that card and suspends the others, b keeps all and is
    remembered, s skips, u takes the last one back, q ends. No text is ever deleted. In a pipe each line is one answer.
    """
    from studycli.terminal.deduping import dedupe as ask

    lines = sys.stdin or io.StringIO()  # a closed standard input is an empty one
    if isinstance(lines, io.TextIOWrapper):
        lines.reconfigure(errors="replace")
    with call.collection() as collection:
        found = collection.duplicates(threshold)
        if json:
            from studycli.cli.output import card_json, print_json

            print_json(
                {
                    "groups": [
                        {
                            "likeness": group.likeness,
                            "cards": [
                                card_json(card, None if card.answer_lines is None else answer)
                                for card, answer in zip(group.cards, group.answers, strict=True)
                            ],
                        }
                        for group in found
                    ]
                }
            )
        else:
            ask(collection, found, call.console(), lines)
