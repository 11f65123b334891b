"""The note type that an exported card has in Anki, and how its text is kept there exactly.

A card of study is one note with one card, a cloze included: the schedule is of the card. Beside the HTML that is shown, a note
keeps the Markdown; ``Rendered`` tells whether the HTML is still what was made of it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.collection import CardRow

NAME = "study"
FIELDS = ("Front", "Back", "Id", "Note", "Heading", "Prompt", "Answer", "Rendered")
QUESTION = '<div class="prompt">{{Front}}</div>'
ANSWER = (
    '{{FrontSide}}\n<hr id="answer">\n<div class="answer">{{Back}}</div>\n'
    '<div class="from">{{Note}}{{#Heading}} · {{Heading}}{{/Heading}}</div>'
)
CSS = """\
.card { font-family: sans-serif; font-size: 20px; max-width: 44em; margin: 0 auto; }
.prompt { font-weight: bold; }
pre { font-size: 85%; padding: 0.6em; border: 1px solid gray; border-radius: 4px; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid gray; padding: 0.2em 0.5em; }
blockquote { margin-left: 0; padding-left: 0.8em; border-left: 3px solid gray; }
img { max-width: 100%; }
.from { margin-top: 1.5em; font-size: 60%; opacity: 0.6; }
"""

PATH = "data-path"
"""Attribute of a picture of the vault: its path there, so that it can go to its place again."""

_KEPT_OUT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that Anki deletes from fields; one of them parts the fields."""

_REFERENCE = re.compile(r"&(?:#(\d{1,6})|#?\w+);")


class Source(NamedTuple):
    """What an exported note keeps of its card.

    Attributes:
        id: The card's id.
        note: Path of the note in the vault.
        heading: Headings joined by ' > '.
        prompt: The prompt, Markdown.
        answer: The answer, Markdown; '' for a question without one.
    """

    id: str
    note: str
    heading: str
    prompt: str
    answer: str


def fields_of(card: CardRow, answer: str, front: str, back: str) -> list[str]:
    """Return the fields of a card, in the order of `FIELDS`.

    Args:
        card: The card.
        answer: Its answer, Markdown.
        front: Its prompt as HTML.
        back: Its answer as HTML.
    """
    front, back = (_KEPT_OUT.sub("", unicodedata.normalize("NFC", each)) for each in (front, back))
    texts = (card.id, card.note, " > ".join(card.heading_path), card.prompt, answer)
    return [front, back, *map(escaped, texts), rendered(front, back)]


def source_of(fields: Sequence[str]) -> Source | None:
    """Return what an exported note keeps; None where its front or back was edited in Anki, or it is another note."""
    if len(fields) != len(FIELDS) or fields[-1] != rendered(*fields[:2]):
        return None
    return Source(*map(unescaped, fields[2:-1]))


def rendered(front: str, back: str) -> str:
    """Return a digest of the two fields that are shown."""
    text = unicodedata.normalize("NFC", f"{front}\x1f{back}")
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def escaped(text: str) -> str:
    """Return text as HTML that Anki keeps letter by letter: it composes characters, and deletes control characters."""
    found = html.escape(text, quote=False)
    if not found.isascii() and not unicodedata.is_normalized("NFC", found):
        found = "".join(char if _is_stable(char) else f"&#{ord(char)};" for char in found)
    return _KEPT_OUT.sub(lambda match: f"&#{ord(match[0])};", found).replace("\n", "<br>")


def _is_stable(char: str) -> bool:
    """Tell whether a character stays as it is, whatever is beside it, when text is composed."""
    return char.isascii() or (
        unicodedata.is_normalized("NFC", char)
        and not unicodedata.combining(char)
        and unicodedata.is_normalized("NFC", f"a{char}")
        and not "\u1161" <= char <= "\u11c2"  # the parts of Korean syllables
    )


def unescaped(field: str) -> str:
    """Return the text that `escaped` was given."""
    return _REFERENCE.sub(_character, field.replace("<br>", "\n"))


def _character(reference: re.Match[str]) -> str:
    """Return the character of a reference, of those too that HTML does not allow."""
    return chr(int(reference[1])) if reference[1] else html.unescape(reference[0])


def tag(name: str) -> str:
    """Return a tag as Anki has it: '::' for a level, no blanks."""
    return re.sub(r"\s+", "_", name.strip()).replace("/", "::")


def deck(note: str) -> str:
    """Return the deck of a note's cards: its folders.

    Not a deck for each note: Anki is slow with thousands of decks.
    """
    folders = note.split("/")[:-1]
    return "::".join([NAME, *(folder.replace("::", ":") for folder in folders)])


def stable_id(name: str) -> int:
    """Return the same id for the same name always, in the range that genanki advises: 2 ** 30 up to 2 ** 31."""
    number = int.from_bytes(blake2b(f"study {name}".encode(), digest_size=8).digest())
    return (1 << 30) + number % (1 << 30)
