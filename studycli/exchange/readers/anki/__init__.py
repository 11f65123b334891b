"""Anki packages: ``.apkg`` and ``.colpkg``, of the old format and the new.

Each deck becomes a note, in folders as the decks lie in each other, each card a heading with its answer. The collection
is read by plain SQLite, the new tables' columns by a reader of protobuf's wire format.

    archive, wire        the package, its database, protobuf
    collection           note types, decks, settings of both schemas
    templates, cloze     the HTML of a card's two sides
    markdown, html       HTML to Markdown; formulas, escapes beside them
    media                files that are shown and played
    text                 the note of a deck
    rows                 the rows of cards, notes and the revlog
    schedule             schedules and histories
    making               some cards as a note, with all that is known of them
    reading              all of it together, by several processes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.exchange.readers.anki.archive import collection_of, members

if TYPE_CHECKING:
    from studycli.exchange.model import Batch, ReadOptions, Source


def fits(source: Source) -> bool:
    """Tell whether a source is a package: whether it has a collection."""
    return collection_of(members(source)) != ""


def read(source: Source, options: ReadOptions) -> Batch:
    """Read a package.

    Raises:
        ImportFailed: It is damaged, or of a version that is not known.
    """
    from studycli.exchange.readers.anki.reading import read_package

    return read_package(source, options)
