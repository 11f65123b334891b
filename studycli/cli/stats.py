"""``study stats``: one card's history."""

from studycli.cli.call import Call
from studycli.cli.command import CardRef, Json, command


@command("study stats 3f2a", "study stats 3f2a --json")
def stats(call: Call, card: CardRef, json: Json = False) -> None:
    """Show one card's history and what is foretold for it.

    Each answer with the recall that SM-2 and FSRS had foretold, and the forgetting curve of the next 30 days.
    """
    with call.collection() as collection:
        found = collection.stats(collection.card(card).id)
        today = collection.today
    if json:
        from studycli.cli.output import print_json
        from studycli.cli.report_output import stats_json

        print_json(stats_json(found))
    else:
        from studycli.terminal.report import print_stats

        print_stats(call.console(), found, today)
