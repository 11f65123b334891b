"""``study cards``: what became a card."""

from typing import Annotated

import typer

from studycli.cli.call import Call
from studycli.cli.command import Json, command

Path = Annotated[
    str,
    typer.Argument(
        metavar="[PATH]", help="A note or folder; outside of a vault it is only read.", show_default=False
    ),
]
Flagged = Annotated[bool, typer.Option("--flagged", help="Only cards that were flagged in a session.")]


@command(
    "study cards",
    "study cards losses.md --json",
    "study cards ~/elsewhere/notes      # try it on any folder; nothing is written there",
)
def cards(call: Call, path: Path = "", flagged: Flagged = False, json: Json = False) -> None:
    """List the cards of the vault, of a folder or of a note.

    PATH is looked for from the folder you are in, then from the vault. In a pipe each card is one line: id,
    note and line, when it is asked next, prompt.
    """
    with call.opened_for(path) as (collection, within):
        rows = [row for row in collection.cards(within) if row.flag or not flagged]
        if json:
            from studycli.cli.output import card_json, print_json
            from studycli.collection.answers import with_answers

            answered = with_answers(collection.root, rows)
            print_json({"cards": [card_json(card, answer) for card, answer in answered]})
        else:
            from studycli.terminal.tables import print_cards

            print_cards(call.console(), rows, collection.today)
