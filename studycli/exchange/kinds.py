"""The kinds of sources, and which one a source is: by its content, not by its name alone."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from studycli.errors import ImportFailed

if TYPE_CHECKING:
    from studycli.exchange.model import Batch, ReadOptions, Source


class Reader(Protocol):
    """What a module of ``readers`` offers."""

    def fits(self, source: Source) -> bool:
        """Tell whether the source is of the reader's kind."""

    def read(self, source: Source, options: ReadOptions) -> Batch:
        """Read it.

        Raises:
            ImportFailed: It is damaged, or nothing in it can be taken.
        """


class Kind(NamedTuple):
    """One kind of source.

    Attributes:
        name: What ``--as`` takes.
        label: What sentences call it.
        module: Its module in ``readers``.
        rooted: Whether its notes go to the vault's root by default, not into a folder named after the source: for
            kinds whose paths mean something beyond one folder (a vault's links, an Anki deck's name).
    """

    name: str
    label: str
    module: str
    rooted: bool


KINDS = (  # the more certain signs first
    Kind("anki", "Anki package", "anki", rooted=True),
    Kind("hashcards", "hashcards decks", "hashcards", rooted=False),
    Kind("notion", "Notion export", "notion", rooted=False),
    Kind("logseq", "Logseq graph", "logseq", rooted=True),
    Kind("obsidian", "Obsidian vault", "obsidian", rooted=True),
    Kind("notebook", "Jupyter notebooks", "notebook", rooted=False),
    Kind("table", "table of questions", "table", rooted=False),
    Kind("html", "HTML pages", "page", rooted=False),
    Kind("markdown", "Markdown notes", "markdown", rooted=False),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(source: Source, wanted: str = "") -> Kind:
    """Return the kind of a source.

    Args:
        source: The source.
        wanted: The name that ``--as`` gives; '' to find it by content.

    Raises:
        ImportFailed: It is of no kind.
    """
    if wanted:
        return BY_NAME[wanted]
    for kind in KINDS:
        if reader(kind).fits(source):
            return kind
    names = ", ".join(item.path for item in source.items[:3])
    raise ImportFailed(
        f"{source.label} holds nothing that study can take ({names}{', …' if len(source.items) > 3 else ''}). "  # noqa: PLR2004 - those that were named
        f"It takes {', '.join(kind.label for kind in KINDS)}; --as says what a source is."
    )


def reader(kind: Kind) -> Reader:
    """Return the module that reads a kind; it is imported when it is wanted."""
    return cast("Reader", importlib.import_module(f"studycli.exchange.readers.{kind.module}"))
