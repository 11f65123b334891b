"""``study cards``: what became a card."""

import os
from datetime import date
from typing import Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, command
from studycli.collection import CardRow

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
    root, rows, today = _read(call, path)
    rows = [row for row in rows if row.flag or not flagged]
    if json:
        from studycli.cli.output import card_json, print_json
        from studycli.collection.answers import with_answers

        print_json({"cards": [card_json(card, answer) for card, answer in with_answers(root, rows)]})
    else:
        from studycli.terminal.tables import print_cards

        print_cards(call.console(), rows, today)
        warn("" if rows else "There is no such card here.")


def _read(call: Call, path: str) -> tuple[str, list[CardRow], date]:
    """Return the folder that the notes are relative to, the cards, and the study day."""
    from studycli.store.place import locate

    place = locate(path, call.vault or None, os.environ, os.getcwd())
    if place.is_vault:
        with call._replace(vault=place.root).collection() as collection:
            return place.root, collection.cards(place.within or None), collection.today
    from studycli.collection.alone import read_alone

    rows, sentences = read_alone(place.root, place.within)
    warn(*sentences)
    return place.root, rows, call.clock().today
