"""The files that cards show and play: where they stand in the package, and where they go."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from studycli.errors import ImportFailed
from studycli.exchange.model import Attachment
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.anki import wire
from studycli.exchange.readers.anki.archive import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from studycli.exchange.model import Item

_MAP = "media"
_PACKED = b"(\xb5/\xfd"  # what zstd's data begin with
_LIST_LIMIT, FILE_LIMIT = 64 << 20, 512 << 20  # bytes, unpacked
_ENTRIES, _NAME, _SIZE, _OLD_NAME = 1, 1, 2, 255  # fields of the list and of its entries
_ADDRESS_SIGNS = (
    "/!$&'*+,;=:@~"  # of a relative link, beside letters; not spaces and parentheses, which end it
)
_ELSEWHERE = ("http:", "https:")


class _File(NamedTuple):
    """A file of the package: its member, whether that is packed by zstd, and how large it then is."""

    item: Item
    packed: bool
    size: int


class Used(NamedTuple):
    """What the cards of some notes show and play.

    Attributes:
        places: Places of attachments, and the name of the file that goes there.
        missing: Names that the package does not have, with how often.
    """

    places: dict[str, str]
    missing: dict[str, int]


class Media:
    """The package's files by name, and which of them are used.

    Where a file goes depends on its name and on the deck that shows it, not on what was shown before: so decks can be
    read in any order, by several processes.

    Attributes:
        wrong: What is wrong with the list of files; '' where it can be read.
        missing: Names that cards use and the package does not have, with how often.
    """

    def __init__(self, files: dict[str, Item]) -> None:
        self.wrong = ""
        self.missing: dict[str, int] = {}
        self._files: dict[str, _File] = {}
        self._places: dict[str, str] = {}  # of the attachments that are used -> name of the file
        self._own: dict[str, str] = {}  # folded places that notes of `study export` name -> name of the file
        self._deck: tuple[str, ...] = ("",)
        try:
            self._files = dict(_listed(files))
        except (ValueError, TypeError, AttributeError, RecursionError, ImportFailed) as error:
            self.wrong = str(error)

    def stand_in(self, deck: tuple[str, ...]) -> None:
        """Say for which note links are made, by the path of its deck."""
        self._deck = deck

    def put(self, name: str, place: str) -> None:
        """Give a file its place, where the package has it."""
        if name in self._files:
            self._places[place] = name
            self._own[place.casefold()] = name

    def take(self) -> Used:
        """Return what was used since the last time, and forget it."""
        used = Used(self._places, self.missing)
        self._places, self.missing = {}, {}
        return used

    def add(self, used: Used) -> None:
        """Add what was used by other notes."""
        self._places |= used.places
        for name, count in used.missing.items():
            self.missing[name] = self.missing.get(name, 0) + count

    def picture(self, source: str) -> str:
        """Return the Markdown of a picture."""
        if source.startswith(_ELSEWHERE):
            return f"![]({quote(source, safe=_ADDRESS_SIGNS + '%?#')})"
        if source.startswith("data:"):
            source = "picture in the text"  # which no file holds: it is said to be missing
        name = source if source in self._files else unquote(source)
        link = self._link(name)
        return f"![{_shown(name)}]({link})" if link else f"({_shown(name)})"

    def sound(self, name: str) -> str:
        """Return the Markdown of a file that is played."""
        link = self._link(name)
        return f"[{_shown(name)}]({link})" if link else f"({_shown(name)})"

    def attachments(self) -> list[Attachment]:
        """Return the files that are used, each with its place."""
        return [Attachment(place, _readable(self._files[name])) for place, name in self._places.items()]

    def _link(self, name: str) -> str:
        """Return a file's address relative to the note; '' where the package has no such file."""
        if name not in self._files:
            self.missing[name] = self.missing.get(name, 0) + 1
            return ""
        top = self._deck[0]
        place = self._place(f"{top}/media/", name)
        self._places[place] = name
        depth = len(self._deck) - 1
        relative = "../" * (depth - 1) + place[len(top) + 1 :] if depth else place
        return quote(relative, safe=_ADDRESS_SIGNS)

    def _place(self, folder: str, name: str) -> str:
        """Return where a file goes below a folder: by its own name, unless another file is put there."""
        own = self._names[name]
        if self._own.get((folder + own).casefold(), name) == name:
            return folder + own
        taken = {place[len(folder) :] for place in self._own if place.startswith(folder.casefold())}
        return folder + _free(own, {each.casefold() for each in self._names.values()} | taken)

    @cached_property
    def _names(self) -> dict[str, str]:
        """What each file is called in the vault: each its own name, whatever the case of its letters."""
        taken: set[str] = set()
        names: dict[str, str] = {}
        for name in self._files:
            names[name] = _free(safe_name(name, "file"), taken)
            taken.add(names[name].casefold())
        return names


def _free(name: str, taken: Container[str]) -> str:
    """Return a name, with a number where it is taken."""
    path = PurePosixPath(name)
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{path.stem} {count}{path.suffix}"
    return name


def _shown(name: str) -> str:
    """Return a file's name as the text of a link."""
    return "".join(f"\\{sign}" if sign in "[]\\`*_<" else sign for sign in " ".join(name.split()))


def _listed(files: dict[str, Item]) -> Iterator[tuple[str, _File]]:
    """Yield the package's files with their names.

    Raises:
        ValueError: The list is neither form of it.
        ImportFailed: It cannot be unpacked.
    """
    if _MAP not in files:
        return
    data = files[_MAP].read()
    if data.startswith(_PACKED):
        message = b"".join(unpacked(data, _LIST_LIMIT, "the list of media"))
        entries = (value for key, value in wire.fields(message) if key == _ENTRIES)
        for place, entry in enumerate(each for each in entries if isinstance(each, bytes)):
            member = str(wire.number(entry, _OLD_NAME) or place)
            if member in files:
                yield (
                    wire.text(entry, _NAME),
                    _File(files[member], packed=True, size=wire.number(entry, _SIZE)),
                )
    else:
        for member, name in json.loads(data or b"{}").items():
            if member in files:
                yield str(name), _File(files[member], packed=False, size=files[member].size)


def _readable(file: _File) -> Item:
    """Return a file's item, whose bytes are the unpacked ones."""
    if not file.packed:
        return file.item
    return file.item._replace(size=file.size, read=_unpacking(file.item))


def _unpacking(item: Item) -> Callable[[], bytes]:
    return lambda: b"".join(unpacked(item.read(), FILE_LIMIT, f"The file {item.path} of the package"))
