"""Several files changed as one action, which can be taken back: an import, and its undo.

The journal of an action, with what stood in each file before, is on disk before the first file changes. So an
action that was interrupted can be taken back as well as one that came to its end.
"""

from __future__ import annotations

import os
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studycli.errors import Interrupted, LogError, WriteError
from studycli.store.beside import Beside
from studycli.store.files import (
    Stamp,
    ensure_study_dir,
    pieces,
    sync_all,
    write_atomic,
    write_folder,
    write_fresh,
    write_new,
)
from studycli.store.reading import digest_of
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studycli.store.files import Data

FOLDER = os.path.join(".study", "imported", "undo")
SUFFIX = ".jsonl"
KEPT = 5  # journals; older ones are deleted
MANY = 500  # new notes from which on a second thread writes some of them


class Change(NamedTuple):
    """A file to be written.

    Attributes:
        path: Relative to the vault.
        data: Its new content, as bytes or as a text in UTF-8, or what returns it, whole or in pieces.
        was: Its content now; None where there is no file.
        stamp: The stamp that it had when it was read; None where there is no file, or where that does not matter.
        values: Of a note that is changed, the values in its new text that the program keeps up to date, as they stand there.
    """

    path: str
    data: bytes | str | Callable[[], Data]
    was: bytes | None = None
    stamp: Stamp | None = None
    values: dict[str, str | None] | None = None


class Action(msgspec.Struct, frozen=True):
    """The head of a journal.

    Attributes:
        at: Time with offset, ISO 8601.
        what: A sentence that says what was done.
    """

    at: str
    what: str


class Before(msgspec.Struct, frozen=True, gc=False):
    """A file of an action.

    Attributes:
        path: Relative to the vault.
        was: Its content before; None where there was no file.
        after: Digest of the content that was written; '' of the program's own files, which nobody edits.
        values: As in `Change`.
    """

    path: str
    was: bytes | None
    after: str
    values: dict[str, str | None] | None = None


class Journal(NamedTuple):
    """An action as its journal has it: the journal's file, its head, its files."""

    file: str
    action: Action
    files: list[Before]


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return digest_of(data).hex()


def carry_out(
    root: str, action: Action, changes: Sequence[Change], told: Callable[[int, int], object]
) -> None:
    """Write the files, all or none of them; a Ctrl-C leaves those that are done.

    Args:
        root: The vault; its lock is held.
        action: What is done.
        changes: The files, in the order of their writing.
        told: Is called with how many files of how many are written.

    Raises:
        WriteError: The disk is full or read-only, or a file changed meanwhile; everything is as it was.
        Interrupted: Ctrl-C; what is written stays.
    """
    if not changes:
        return
    journal = _write_journal(root, action, changes)
    done: list[Change] = []
    try:
        _write_all(root, changes, done, told)
        sync_all()
    except WriteError as error:
        _take_back(root, done)
        os.unlink(journal)
        raise WriteError(f"{error} Nothing was changed.") from None
    except KeyboardInterrupt:
        raise Interrupted(
            f"Interrupted: {len(done):,} of {len(changes):,} files were written, each whole. "
            "The same import again goes on from there; `study import --undo` takes them back."
        ) from None
    _forget_old(root)


def _write_all(
    root: str, changes: Sequence[Change], done: list[Change], told: Callable[[int, int], object]
) -> None:
    """Write the files, some of them by a second thread; what is written is in `done`, whatever happens."""
    groups = _groups(root, changes)
    second = _second_half(groups)
    elsewhere = set(map(id, second))
    made: set[str] = set()  # folders; that both threads look for one does no harm
    beside = Beside(lambda group: _write_group(root, group, made, done), second)
    try:
        for group in groups:
            if id(group) in elsewhere:
                continue
            if is_own(group[0].path):
                beside.settle()  # no schedule before its note
            _write_group(root, group, made, done)
            told(len(done), len(changes))
        beside.settle()
    finally:
        beside.stop()


def _groups(root: str, changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes in their order: the notes of a new folder together, each of the others by itself."""
    groups: list[list[Change]] = []
    for folder, some in groupby(changes, lambda change: os.path.dirname(change.path)):
        group = list(some)
        if folder and all(map(_is_new_note, group)) and not os.path.lexists(os.path.join(root, folder)):
            groups.append(group)
        else:
            groups += [[change] for change in group]
    return groups


def _is_new_note(change: Change) -> bool:
    return change.was is None and isinstance(change.data, str)


def _second_half(groups: Sequence[list[Change]]) -> list[list[Change]]:
    """Return the groups of many new notes that a second thread is to write."""
    notes = [group for group in groups if _is_new_note(group[0])]
    starts = list(accumulate(map(len, notes), initial=0))
    if starts[-1] < MANY:
        return []
    return [group for group, start in zip(notes, starts, strict=False) if 2 * start >= starts[-1]]


def _write_group(root: str, group: Sequence[Change], made: set[str], done: list[Change]) -> None:
    """Write files that belong together, several of a folder that is not there yet at once."""
    if len(group) > 1 and _write_folder(root, group, made):
        done += group
        return
    for change in group:
        _write(root, change, made)
        done.append(change)


def _write_folder(root: str, group: Sequence[Change], made: set[str]) -> bool:
    """Write a folder of new notes; False where it is there by now, or that cannot be done."""
    folder = os.path.join(root, os.path.dirname(group[0].path))
    if os.path.lexists(folder):
        return False
    _make_folder(os.path.dirname(folder), made)
    if not write_folder(folder, ((os.path.basename(each.path), _data(each)) for each in group)):
        return False
    made.add(folder)
    return True


def _write_journal(root: str, action: Action, changes: Sequence[Change]) -> str:
    ensure_study_dir(root)
    folder = os.path.join(root, FOLDER)
    try:
        os.makedirs(folder, exist_ok=True)
        write_new(os.path.join(folder, ".gitignore"), "*\n")  # it is of use on this device, and soon outdated
    except OSError as error:
        raise WriteError(f"{folder} cannot be made: {error.strerror}. Nothing was changed.") from None
    numbers = [int(name.removesuffix(SUFFIX)) for name in _names(root)]
    path = os.path.join(folder, f"{max(numbers, default=0) + 1:06}{SUFFIX}")
    lines = [Before(change.path, change.was, _after(change), change.values) for change in changes]
    try:
        write_atomic(path, msgspec.json.Encoder().encode_lines([action, *lines]))
    except WriteError as error:
        raise WriteError(f"{error} Nothing was changed.") from None
    return path


def _after(change: Change) -> str:
    return "" if is_own(change.path) else digest(b"".join(pieces(_data(change))))


def is_own(path: str) -> bool:
    """Tell whether a file is the program's, not the person's."""
    return path.startswith(".study")


def _data(change: Change) -> Data:
    if isinstance(change.data, str):
        return change.data.encode()
    return change.data if isinstance(change.data, bytes) else change.data()


def _write(root: str, change: Change, made: set[str]) -> None:
    """Write one file; `made` are the folders that are known to be there."""
    path = os.path.join(root, change.path)
    _make_folder(os.path.dirname(path), made)
    if change.was is None:
        if os.path.lexists(path):
            raise WriteError(f"{path} appeared while the import was under way.")
        write_fresh(path, _data(change))
    elif not write_atomic(path, _data(change), change.stamp, lasting=False):
        raise WriteError(f"{path} was changed by another program while the import was under way.")


def _make_folder(folder: str, made: set[str]) -> None:
    """Make a folder unless it is known to be there."""
    if folder in made:
        return
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder} cannot be made: {error.strerror}.") from None
    made.add(folder)


def _take_back(root: str, done: Sequence[Change]) -> None:
    for change in reversed(done):
        put_back(root, change.path, change.was)


def put_back(root: str, path: str, was: bytes | None) -> None:
    """Give a file its former content, or delete it, and the folders that are empty then.

    Raises:
        WriteError: It cannot be written or deleted.
    """
    whole = os.path.join(root, path)
    if was is not None:
        write_atomic(whole, was, lasting=False)
        return
    try:
        os.unlink(whole)
    except FileNotFoundError:
        return
    except OSError as error:
        raise WriteError(f"{whole} cannot be deleted: {error.strerror}.") from None
    _prune(root, os.path.dirname(path))


def _prune(root: str, folder: str) -> None:
    """Delete folders upwards as long as they are empty."""
    while folder and not folder.startswith(".study"):
        try:
            os.rmdir(os.path.join(root, folder))
        except OSError:
            return
        folder = os.path.dirname(folder)


def last_journal(root: str) -> Journal | None:
    """Return the last action that is not taken back; None where there is none.

    Raises:
        LogError: Its journal is damaged.
    """
    names = _names(root)
    if not names:
        return None
    path = os.path.join(root, FOLDER, names[-1])
    try:
        head, _, rest = read_bytes(path).partition(b"\n")
        action = msgspec.json.decode(head, type=Action)
        return Journal(path, action, msgspec.json.Decoder(Before).decode_lines(rest))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        raise LogError(
            f"{path} is damaged; the import that it tells of cannot be taken back by it."
        ) from None


def content(root: str, path: str) -> bytes | None:
    """Return a file's content; None where there is none or it cannot be read."""
    try:
        return read_bytes(os.path.join(root, path))
    except OSError:
        return None


def forget(journal: Journal) -> None:
    """Delete the journal of an action that was taken back."""
    os.unlink(journal.file)


def _forget_old(root: str) -> None:
    for name in _names(root)[:-KEPT]:
        os.unlink(os.path.join(root, FOLDER, name))


def _names(root: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(os.path.join(root, FOLDER)) if _is_journal(name))
    except FileNotFoundError:
        return []


def _is_journal(name: str) -> bool:
    return name.endswith(SUFFIX) and name.removesuffix(SUFFIX).isdigit()


def files_of(journal: Journal) -> Iterator[Before]:
    """Yield the files of an action, the last written first."""
    return reversed(journal.files)
