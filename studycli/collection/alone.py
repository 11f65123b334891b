"""Cards of notes that stand in no vault: read, shown, and nothing written anywhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studycli.collection.values import CardRow
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.schedule.adopt import state_from_frontmatter
from studycli.store.scan import Walk
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.quiz.source import Source


def read_alone(root: str, within: str = "") -> tuple[list[CardRow], list[str]]:
    """Return the cards of a note or of all notes in a folder, and a sentence for each note that cannot be read.

    Args:
        root: The folder that paths and ids are relative to.
        within: The note, relative to `root`; '' for all notes of the folder.
    """
    rows: list[CardRow] = []
    sentences: list[str] = []
    for path, text in _texts(root, within, sentences):
        rows += _cards(path, text)
    return rows, sentences


def sources_alone(root: str, within: str, sentences: list[str]) -> Iterator[Source]:
    """Yield the notes as questions are made of them.

    Args:
        root: The folder that paths and ids are relative to.
        within: The note, relative to `root`; '' for all notes of the folder.
        sentences: Gets one for each note that cannot be read.
    """
    from studycli.quiz.source import Source

    for path, text in _texts(root, within, sentences):
        note = parse_note(path, text, read_meta(text), CardOptions())
        yield Source(path, note.title, text, note.cards)


def _texts(root: str, within: str, sentences: list[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each note that can be read, and add a sentence for each other one."""
    for path in [within] if within else _notes(root):
        try:
            path.encode()
            text = read_bytes(os.path.join(root, path)).decode()
        except UnicodeEncodeError:
            name = os.fsencode(path).decode(errors="backslashreplace")
            sentences.append(f"{name} is a name that is not UTF-8; it was skipped.")
        except UnicodeDecodeError:
            sentences.append(f"{path} is not UTF-8; it was skipped.")
        except OSError as error:
            sentences.append(f"{path} cannot be read ({error.strerror or error}); it was skipped.")
        else:
            yield path, text


def _notes(root: str) -> list[str]:
    folders = Walk(root, lambda _: False).folders
    return sorted(folder + name for folder, names in folders for name in names)


def _cards(path: str, text: str) -> Iterator[CardRow]:
    meta = read_meta(text)
    note = parse_note(path, text, meta, CardOptions())
    state = state_from_frontmatter(meta.last_reviewed, meta.next_review, meta.review_count, meta.difficulty)
    for card in note.cards:
        fields = {name: value for name, value in card._asdict().items() if name in CardRow._fields}
        yield CardRow(**fields, note=path, title=note.title, state=state, empty=card.answer_lines is None)
