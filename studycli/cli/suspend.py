"""``study suspend``, ``unsuspend`` and ``bury``: set cards aside, and take them up again."""

from collections.abc import Callable

from studycli.cli.call import Call, warn
from studycli.cli.command import CardRefs, Json, command
from studycli.collection import Changed, Collection

Action = Callable[[Collection, str], Changed]


@command("study suspend 3f2a", "study suspend 3f2a 77c0 --json")
def suspend(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Stop asking cards until they are unsuspended."""
    _each(call, cards, Collection.suspend, "suspended", json)


@command("study unsuspend 3f2a")
def unsuspend(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Ask suspended or buried cards again."""
    _each(call, cards, Collection.unsuspend, "asked again", json)


@command("study bury 3f2a")
def bury(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Leave cards alone until tomorrow."""
    _each(call, cards, Collection.bury, "buried until tomorrow", json)


def _each(call: Call, refs: list[str], action: Action, done: str, json: bool) -> None:
    """Do the action to every card, or to none where one of them is unknown."""
    with call.collection() as collection:
        rows = [collection.card(ref) for ref in refs]
        results = [(row, action(collection, row.id)) for row in rows]
    warn(*(changed.warning for _, changed in results))
    if json:
        from studycli.cli.output import print_json

        print_json({"cards": [card for _, changed in results for card in changed.cards]})
        return
    for row, changed in results:
        print(f"{row.id} {done if changed.cards else f'was {done} already'}: {row.prompt}")
