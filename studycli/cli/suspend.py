"""``study suspend``, ``unsuspend`` and ``bury``: set cards aside, and take them up again."""

from collections.abc import Callable

from studycli.cli.call import Call, warn
from studycli.cli.command import CardRefs, Json, command
from studycli.collection import Changed, Collection

Action = Callable[[Collection, str], Changed]


@command("study suspend 3f2a", "study suspend 3f2a 77c0 --json")
def suspend(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Stop asking cards until they are unsuspended."""
    _each(call, cards, Collection.suspend, ("suspended", "was suspended already"), json)


@command("study unsuspend 3f2a")
def unsuspend(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Ask suspended or buried cards again."""
    _each(call, cards, Collection.unsuspend, ("asked again", "was not set aside"), json)


@command("study bury 3f2a")
def bury(call: Call, cards: CardRefs, json: Json = False) -> None:
    """Leave cards alone until tomorrow."""
    _each(call, cards, Collection.bury, ("buried until tomorrow", "was buried already"), json)


def _each(call: Call, refs: list[str], action: Action, words: tuple[str, str], json: bool) -> None:
    """Do the action to every card, or to none where one of them is unknown.

    Args:
        call: The call.
        refs: The cards, as they were typed.
        action: What is done.
        words: What is said of a card that changed, and of one that did not.
        json: Whether to print JSON.
    """
    with call.collection() as collection:
        rows = [collection.card(ref) for ref in refs]
        results = [(row, action(collection, row.id)) for row in rows]
    warn(*(changed.warning for _, changed in results))
    if json:
        from studycli.cli.output import print_json

        print_json({"cards": [card for _, changed in results for card in changed.cards]})
        return
    for row, changed in results:
        print(f"{row.id} {words[0] if changed.cards else words[1]}: {row.prompt}")
