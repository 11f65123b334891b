"""What a shell offers behind the tab key: ids of cards, tags."""

from collections.abc import Callable
from typing import Any

import typer

from studycli.cli.call import Call
from studycli.collection import Collection
from studycli.errors import StudyError

Offer = tuple[str, str]


def card_ids(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the ids that begin so, each with its prompt."""
    return _offers(
        context, lambda collection: [(row.id, row.prompt) for row in collection.cards()], incomplete
    )


def tags(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the tags that begin so."""
    return _offers(context, lambda collection: [(tag, "") for tag in collection.tags()], incomplete)


def _offers(context: Any, read: Callable[[Collection], list[Offer]], incomplete: str) -> list[Offer]:
    """Read the vault that the half-typed line means; a line that means none offers nothing."""
    options = {
        **(context.parent.params if context.parent else {}),
        **{k: v for k, v in context.params.items() if v},
    }
    try:
        with Call(options.get("vault") or "").open() as collection:
            return [offer for offer in read(collection) if offer[0].startswith(incomplete)]
    except StudyError:
        return []
