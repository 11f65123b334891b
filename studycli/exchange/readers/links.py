"""Links and embeds of notes, and the files of a source that they name. Used by every reader of Markdown."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from studycli.exchange.model import Attachment
from studycli.exchange.sources.reading import file_item
from studycli.notes.patterns import contains

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from studycli.exchange.model import Arrival, Item, Source

NOTE_ENDINGS = (".md", ".markdown")

_MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp3|wav|og[ga]|opus|m4a|flac|mp4|webm|mov)$", re.IGNORECASE
)
_MARKDOWN = re.compile(
    r"\]\([ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^()<>\n]*(?:\([^()\n]*\)[^()<>\n]*)*))"
)
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?(?P<target>[^\s<>]+)", re.MULTILINE)
_HTML = re.compile(
    r"<[a-zA-Z][^<>]*?\s(?:src|href|data)\s*=\s*(?P<quote>[\"'])(?P<target>[^\"'<>]*)(?P=quote)"
)
_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|#^\n]+)[^\[\]\n]*\]\]")
_TITLE = re.compile(r"[ \t]+(?:\"[^\"]*\"|'[^']*')?[ \t]*$")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|#|$")


class Link(NamedTuple):
    """A link of a note.

    Attributes:
        start: Offset of its target.
        end: Offset behind it.
        target: As it is written, without a title; a wiki link's without heading and label.
        wiki: Whether it stands in double square brackets.
    """

    start: int
    end: int
    target: str
    wiki: bool


def links(text: str) -> Iterator[Link]:
    """Yield the links and embeds of a note to something other than the web, in no order; those in code as well."""
    if contains(text, "]("):
        for match in _MARKDOWN.finditer(text):
            group = "angled" if match["angled"] is not None else "plain"
            if not _SCHEME.match(match[group]):
                yield from _link(match.start(group), _TITLE.sub("", match[group]))
    if contains(text, "]:"):
        for match in _REFERENCE.finditer(text):
            yield from _link(match.start("target"), match["target"])
    if contains(text, "[["):
        for match in _WIKI.finditer(text):
            yield from _link(match.start("target"), match["target"].rstrip(" \\"), wiki=True)
    if "<" in text:
        for match in _HTML.finditer(text):
            yield from _link(match.start("target"), match["target"])


def _link(start: int, target: str, *, wiki: bool = False) -> Iterator[Link]:
    if not _SCHEME.match(target):
        yield Link(start, start + len(target), target, wiki)


class Files:
    """The files of a source, found by the targets of links.

    Args:
        items: The files; hidden ones are found by nobody.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = {item.path: item for item in items if not is_hidden(item.path)}
        self._folded = {path.casefold(): path for path in self.items}
        self._named: dict[str, list[str]] = {}
        for path in self.items:
            self._named.setdefault(posixpath.basename(path).casefold(), []).append(path)

    def at(self, path: str) -> str | None:
        """Return the path of a file as the source spells it; None where there is none."""
        return path if path in self.items else self._folded.get(path.casefold())

    def beside(self, note: str, target: str) -> str | None:
        """Return the file that a link names, from the note's folder, or from the root behind a leading ``/``."""
        for words in _spellings(target):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(note), words)).lstrip("/")
            found = self.at(path)
            if found is not None:
                return found
        return None

    def anywhere(self, note: str, target: str) -> str | None:
        """Return the file that a link of Obsidian names.

        From the note's folder, from the root, else the file whose path ends so: the one with the shortest path. A
        target without an ending is a note's.
        """
        for words in _spellings(target):
            found = self.beside(note, words) or self.at(words.lstrip("/")) or self._ending(words)
            found = found or self.at(f"{words.lstrip('/')}.md") or self._ending(f"{words}.md")
            if found is not None:
                return found
        return None

    def _ending(self, words: str) -> str | None:
        end = "/" + words.lstrip("/").casefold()
        named = self._named.get(posixpath.basename(end), ())
        fitting = [path for path in named if f"/{path}".casefold().endswith(end)]
        return min(fitting, key=lambda path: (path.count("/"), len(path), path), default=None)


def _spellings(target: str) -> list[str]:
    """Return what a target may mean as a path: as it stands, without query and heading, with its escapes undone."""
    bare = re.split(r"[?#]", target, maxsplit=1)[0]
    found = (words.replace("\\", "/") for words in (target, bare, unquote(target), unquote(bare)))
    return [words for words in dict.fromkeys(found) if words.strip("/")]


def is_hidden(path: str) -> bool:
    """Tell whether a file or a folder above it has a name that begins with a dot."""
    return "/." in f"/{path}"


def neighbours(source: Source) -> list[Item]:
    """Return the pictures, recordings and PDFs beside a note that was named alone, as far as it shows them.

    They stand in its folder or below it; no link of the file system is followed.
    """
    if source.shape != "file" or not source.root:
        return []
    folder = os.path.realpath(os.path.dirname(source.root))
    text = source.items[0].read().decode(errors="replace")
    found: dict[str, Item] = {}
    for link in links(text):
        for words in _spellings(link.target):
            path = posixpath.normpath(words)
            whole = os.path.join(folder, *path.split("/"))
            if (
                _MEDIA.search(path)
                and not path.startswith("/")
                and not is_hidden(path)
                and _is_plain_file(whole)
            ):
                found[path] = file_item(whole, path, os.stat(whole))
    return list(found.values())


def _is_plain_file(path: str) -> bool:
    return os.path.isfile(path) and os.path.realpath(path) == path


def attachments(
    notes: Collection[Arrival], files: Files, find: Callable[[str, str], str | None]
) -> list[Attachment]:
    """Return the files that notes link or embed, in the order of the source, without those that are notes themselves.

    Args:
        notes: The notes; each one's key is its path in the source.
        files: The files of the source.
        find: Returns the path of the file that a link means, given the note's path and the target.
    """
    taken = {note.key for note in notes}
    named = {find(note.key, link.target) for note in notes for link in links(note.text)}
    return [
        Attachment(path, item) for path, item in files.items.items() if path in named and path not in taken
    ]
