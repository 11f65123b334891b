"""A light walk over the vault: the name, size and time of every note, to be compared with what was seen before.

The notes of a folder, sorted by name, are cut into units of at most `UNIT` files; a unit's listing is a text
``name/size/mtime_ns/name/size/...`` (no name holds a '/'), so that an unchanged one is found by comparing
bytes. Every note is looked at each time; two processes share the work where the system can fork.

It is part of the fast path: no import but os and sys, and `sys.modules` is asked rather than threading.
"""

import marshal
import os
import sys

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUFFIXES = (".md", ".markdown", ".MD", ".Md", ".MARKDOWN")
SKIPPED = frozenset(("node_modules",))  # besides hidden folders
UNIT = 512  # files: small enough to part the work evenly, large enough to cost nothing
FORK_FROM = 1500  # files: below, a second process costs more than it saves

# Keys of `surroundings`; no unit has such a key, for its folder's name would be followed by a '/'.
SETTINGS, LOGS, PARSER = b"\0settings", b"\0logs", b"\0parser"

CLOSED = "?"  # in the place of the stamps of a folder that cannot be read

Unit = tuple[str, list[str]]  # a folder relative to the vault ('' or 'a/b/'), and names of notes in it
Listings = dict[bytes, bytes]  # unit -> listing
Files = dict[str, tuple[int, int]]  # path of a note -> size (-1: cannot be looked at), mtime in ns


class Walk:
    """The notes of a vault by folder, in no order, and the folders that could not be read.

    Args:
        root: The vault.
        ignored: Says of a path relative to the vault ('a/b.md', or 'a/' for a folder) whether it is left out.

    Attributes:
        folders: Folder and sorted names of its notes.
        closed: Folders that cannot be read.
    """

    def __init__(self, root: str, ignored: "Callable[[str], bool]") -> None:
        self.folders: list[Unit] = []
        self.closed: list[str] = []
        self._root = root
        self._ignored = ignored
        self._links: list[str] = []
        self._todo = [""]
        self._walk()
        if self._links:
            self._follow_links()

    def _walk(self) -> None:
        while self._todo:
            folder = self._todo.pop()
            try:
                names = self._notes_in(folder)
            except OSError:
                self.closed.append(folder)
                continue
            names.sort()
            self.folders.append((folder, names))

    def _notes_in(self, folder: str) -> list[str]:
        names: list[str] = []
        ignored = self._ignored
        with os.scandir(os.path.join(self._root, folder)) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_file(follow_symlinks=False):
                    if name.endswith(SUFFIXES) and not ignored(folder + name):
                        names.append(name)
                elif entry.is_symlink():
                    self._links.append(folder + name)
                elif entry.is_dir() and name not in SKIPPED and not ignored(f"{folder}{name}/"):
                    self._todo.append(f"{folder}{name}/")
        return names

    def _follow_links(self) -> None:
        """Take what links outside the vault lead to; what is inside stands at its own place already."""
        taken = [os.path.realpath(self._root)]
        while self._links:
            links, self._links = sorted(self._links), []
            for path in links:
                target = os.path.realpath(os.path.join(self._root, path))
                if any(_overlap(target, other) for other in taken):
                    continue
                if os.path.isdir(target):
                    if path.rpartition("/")[2] not in SKIPPED and not self._ignored(path + "/"):
                        taken.append(target)
                        self._todo.append(path + "/")
                        self._walk()
                elif path.endswith(SUFFIXES) and os.path.isfile(target) and not self._ignored(path):
                    self._add(path)

    def _add(self, path: str) -> None:
        """Add a linked note to its folder."""
        folder, slash, name = path.rpartition("/")
        names = next(names for known, names in self.folders if known == folder + slash)
        names.append(name)
        names.sort()


def _overlap(path: str, other: str) -> bool:
    """Tell whether one path is the other or stands below it."""
    longer, shorter = (path, other) if len(path) > len(other) else (other, path)
    return longer == shorter or longer.startswith(shorter.rstrip(os.sep) + os.sep)


def look(root: str, ignored: "Callable[[str], bool]", known: "Listings") -> "tuple[Listings, list[bytes]]":
    """Return the units whose listing is not the known one, and the known units that are gone."""
    walk = Walk(root, ignored)
    units = list(_cut(walk))
    changed = _compare_all(root, units, known)
    for folder in walk.closed:
        key = _key(folder, "closed")
        units.append((key, folder, []))
        if key not in known:
            changed[key] = b""
    present = {key for key, _, _ in units} | {SETTINGS, LOGS, PARSER}
    return changed, [key for key in known if key not in present]


def _cut(walk: Walk) -> "Iterator[tuple[bytes, str, list[str]]]":
    """Yield key, folder and names of each unit."""
    for folder, names in walk.folders:
        for start in range(0, len(names), UNIT):
            yield _key(folder, str(start // UNIT)), folder, names[start : start + UNIT]


def _key(folder: str, part: str) -> bytes:
    return os.fsencode(f"{folder}\0{part}")


def _compare_all(root: str, units: "list[tuple[bytes, str, list[str]]]", known: Listings) -> Listings:
    if sum(len(names) for _, _, names in units) < FORK_FROM or not may_fork():
        return _compare(root, units, known)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)  # so that it ends where whoever reads is gone
        _answer(writing, root, units[::2], known)
    os.close(writing)
    changed = _compare(root, units[1::2], known)
    answer = _read_all(reading)
    if os.waitpid(child, 0)[1] != 0:
        return changed | _compare(root, units[::2], known)  # the child died: its half is still to be done
    changed.update(marshal.loads(answer))  # noqa: S302 - bytes of our own child
    return changed


def may_fork() -> bool:
    """Say whether a second process can be had: not where threads run, whose locks it would inherit."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def _answer(writing: int, root: str, units: "list[tuple[bytes, str, list[str]]]", known: Listings) -> None:
    """In the child: do this share and write what changed; never return."""
    status = 1
    try:
        with open(writing, "wb") as pipe:
            pipe.write(marshal.dumps(_compare(root, units, known)))
        status = 0
    finally:
        os._exit(status)


def _read_all(fd: int) -> bytes:
    with open(fd, "rb") as pipe:
        return pipe.read()


def _compare(root: str, units: "list[tuple[bytes, str, list[str]]]", known: Listings) -> Listings:
    """Look at every file of some units; return those whose listing is another than the known one."""
    changed: Listings = {}
    for key, folder, names in units:
        listing = _listing(os.path.join(root, folder), names)
        if known.get(key) != listing:
            changed[key] = listing
    return changed


def _listing(folder: str, names: list[str]) -> bytes:
    stat = os.stat
    prefix = folder if folder.endswith("/") else folder + "/"
    parts = []
    for name in names:
        try:
            found = stat(prefix + name)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):  # else deleted since the folder was read
                parts.append(f"{name}/-1/0/")
            continue
        parts.append(f"{name}/{found.st_size}/{found.st_mtime_ns}/")
    return os.fsencode("".join(parts))


def files_in(listings: Listings) -> Files:
    """Return the notes in some units."""
    found: Files = {}
    for key, listing in listings.items():
        folder = os.fsdecode(key.partition(b"\0")[0])
        fields = os.fsdecode(listing).split("/")
        for name, size, mtime in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
            found[folder + name] = (int(size), int(mtime))
    return found


def without_times(listing: bytes, names: "set[str]") -> bytes:
    """Return a listing in which some names have no time, so that the next look finds them changed."""
    fields = os.fsdecode(listing).split("/")
    for at in range(0, len(fields) - 1, 3):
        if fields[at] in names:
            fields[at + 2] = "0"
    return os.fsencode("/".join(fields))


def closed_folders(listings: Listings) -> list[str]:
    """Return the folders among some units that could not be read."""
    return [os.fsdecode(key.partition(b"\0")[0]) for key in listings if key.endswith(b"\0closed")]


_PARSER_FOLDERS = (("notes",), ("notes", "cards"), ("notes", "frontmatter"))


def surroundings(root: str) -> Listings:
    """Return what else decides what the index holds: settings, logs, and this program's own parser."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return {
        SETTINGS: os.fsencode(_stamp(os.path.join(root, "study.toml"))),
        LOGS: os.fsencode(_stamps(os.path.join(root, ".study", "log"), ".jsonl")),
        PARSER: os.fsencode(
            " ".join(_stamps(os.path.join(package, *path), ".py") for path in _PARSER_FOLDERS)
        ),
    }


def _stamps(folder: str, suffix: str) -> str:
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return "-"
    except OSError:
        return CLOSED
    return "/".join(f"{name}={_stamp(os.path.join(folder, name))}" for name in names if name.endswith(suffix))


def _stamp(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_size},{found.st_mtime_ns}"
