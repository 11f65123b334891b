"""``study show``: one card."""

from studycli.cli.call import Call
from studycli.cli.command import CardRef, Json, command


@command("study show 3f2a", "study show 3f2a --json")
def show(call: Call, card: CardRef, json: Json = False) -> None:
    """Show one card: prompt, answer, schedule and history."""
    with call.collection() as collection:
        content = collection.content(collection.card(card).id)
        history = collection.history(content.card.id)
        today = collection.today
    if json:
        from studycli.cli.output import card_json, print_json

        answer = content.answer if content.card.answer_lines else None
        print_json({**card_json(content.card, answer), "history": history})
    else:
        from studycli.terminal.tables import print_card

        print_card(call.console(), content, history, today)
