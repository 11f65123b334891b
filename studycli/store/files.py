"""Writing files so that a crash, a full disk or another program's change loses nothing.

Light: the fast path may import it.
"""

import os
import stat

from studycli.errors import WriteError

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Data = bytes | Iterable[bytes]
    """The content of a file, whole or in pieces."""

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in ns: what tells that a file is as it was read."""

GITIGNORE = "# The cache and this device's own files; the log beside them is yours to keep.\n/index.db*\n/*.lock\n/device\n"

_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
MANY = 8  # files, from which on having all on disk that the system holds costs less than one file after the other
TEMPORARY = ".study-"  # hidden, so that no walk takes it for a note


def stamp(path: str) -> Stamp:
    """Return the stamp of a file.

    Raises:
        OSError: There is none, or it cannot be looked at.
    """
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns


def write_atomic(path: str, data: "Data", expected: Stamp | None = None, *, lasting: bool = True) -> bool:
    """Replace a file's content, or make the file: whole or not at all.

    A link is followed: its target is replaced. The mode of a file that exists is kept.

    Args:
        path: The file.
        data: Its new content.
        expected: The stamp that it had when it was read.
        lasting: Whether the new content is sure to be on disk when this returns; if not, a crash of the
            system may bring the old one back, whole.

    Returns:
        False when the file is no longer as `expected` or is gone; nothing was written then.

    Raises:
        WriteError: The disk is full or read-only; the file is as it was.
    """
    target = os.path.realpath(path)
    try:
        mode = _mode(target)
        temporary = _write_beside(target, data, mode)
        try:
            if not _put(temporary, target, expected):
                return False
        finally:
            _discard(temporary)
        if lasting:
            _sync_folder(os.path.dirname(target))
    except OSError as error:
        raise _unwritten(path, error) from None
    return True


def replace_all(files: "Sequence[tuple[str, bytes, Stamp]]") -> "list[bool | WriteError]":
    """Replace many files as `write_atomic` does one, not lasting, but wait for the disk once for all of them.

    Args:
        files: Path, new content, and the stamp that it had when it was read, of each.

    Returns:
        What `write_atomic` would return or raise, for each.
    """
    beside: dict[int, tuple[str, str]] = {}
    done: list[bool | WriteError] = [False] * len(files)
    try:
        for number, (path, data, _) in enumerate(files):
            try:
                target = os.path.realpath(path) if os.path.islink(path) else path
                beside[number] = _write_beside(target, data, _mode(target), synced=False), target
            except OSError as error:
                done[number] = _unwritten(path, error)
        if len(beside) >= MANY:
            sync_all()
        for number, (temporary, target) in beside.items():
            path, _, expected = files[number]
            try:
                _sync(temporary)  # at once behind `sync_all`, which does not tell that a disk failed
                done[number] = _put(temporary, target, expected)
            except OSError as error:
                done[number] = _unwritten(path, error)
    finally:
        for temporary, _ in beside.values():
            _discard(temporary)
    return done


def _put(temporary: str, target: str, expected: Stamp | None) -> bool:
    """Put a file into the place of another one, if that is as expected; say whether it was."""
    if expected is not None and _stamp_or_none(target) != expected:
        return False
    os.replace(temporary, target)
    return True


def _unwritten(path: str, error: OSError) -> WriteError:
    return WriteError(f"{path} cannot be written: {error.strerror or error}. It is as it was.")


def _sync(path: str) -> None:
    fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_new(path: str, text: str) -> bool:
    """Write a file unless there is one; say whether it was written.

    Raises:
        OSError: The disk is full or read-only; there is no file then.
    """
    try:
        file = open(path, "x", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
    except FileExistsError:
        return False
    try:
        with file:
            file.write(text)
    except OSError:
        os.unlink(path)
        raise
    return True


def _mode(target: str) -> int | None:
    """Return the mode of an existing file, None where there is none.

    Raises:
        PermissionError: it is read-only; replacing it would get around that.
    """
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only")
    return mode


def _write_beside(target: str, data: "Data", mode: int | None, *, synced: bool = True) -> str:
    """Write a temporary file in the target's folder and return its path; none is left after an error."""
    temporary = _place_beside(target)
    try:
        _make(temporary, data, synced=synced)
        if mode is not None:
            os.chmod(temporary, mode)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def pieces(data: "Data") -> "Iterable[bytes]":
    """Return the pieces of a content."""
    return (data,) if isinstance(data, bytes) else data


def _place_beside(target: str) -> str:
    """Return a free path in the target's folder."""
    return os.path.join(os.path.dirname(target), f"{TEMPORARY}{os.urandom(6).hex()}.tmp")


def _make(path: str, data: "Data", *, synced: bool) -> None:
    fd = os.open(path, _MAKING, 0o666)
    try:
        for piece in pieces(data):
            _write_whole(fd, piece)
        if synced:
            os.fsync(fd)
    finally:
        os.close(fd)


def _write_whole(fd: int, data: bytes) -> None:
    """Write all of a content, in as many calls as the system wants: mostly one."""
    written = os.write(fd, data)
    while written < len(data):
        written += os.write(fd, memoryview(data)[written:])


def write_fresh(path: str, data: "Data") -> None:
    """Make a file that is not there yet, in a folder that is: whole or not at all.

    A crash of the system before the next `sync_all` may leave it empty: for many files at once, which wait once.

    Raises:
        WriteError: The disk is full or read-only; there is no file then.
    """
    try:
        temporary = _write_beside(path, data, None, synced=False)
        try:
            os.replace(temporary, path)
        except BaseException:
            _discard(temporary)
            raise
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}.") from None


def write_folder(folder: str, files: "Iterable[tuple[str, Data]]") -> bool:
    """Make a folder that is not there yet, with files in it: all of them at once or none, in half the time of each by itself.

    A crash of the system before the next `sync_all` may leave them empty, as with `write_fresh`.

    Args:
        folder: The folder; the one that it stands in is there.
        files: Name and content of each file.

    Returns:
        False where something stands there by now, or the system lets no folder be renamed; nothing was written then.

    Raises:
        WriteError: The disk is full or read-only; there is no folder then.
    """
    temporary = _place_beside(folder)
    try:
        os.mkdir(temporary)
        try:
            for name, data in files:
                _make(os.path.join(temporary, name), data, synced=False)
            return _renamed(temporary, folder)
        finally:
            _discard_folder(temporary)
    except OSError as error:
        raise WriteError(f"{folder} cannot be written: {error.strerror or error}.") from None


def _renamed(temporary: str, folder: str) -> bool:
    try:
        os.rename(temporary, folder)
    except OSError:
        return False
    return True


def sync_all() -> None:
    """Have on disk what was written without waiting for it; a system that cannot be told does it by itself."""
    if hasattr(os, "sync"):
        os.sync()


def _discard(temporary: str) -> None:
    """Delete a temporary file that was not put into place."""
    if os.path.exists(temporary):
        os.unlink(temporary)


def _discard_folder(temporary: str) -> None:
    """Delete a temporary folder of files that was not put into place."""
    if os.path.isdir(temporary):
        for name in os.listdir(temporary):
            os.unlink(os.path.join(temporary, name))
        os.rmdir(temporary)


def _stamp_or_none(path: str) -> Stamp | None:
    try:
        return stamp(path)
    except OSError:
        return None


def _sync_folder(folder: str) -> None:
    """Have the new name on disk; a system without folders that can be synced does it by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    except OSError:
        pass  # some network disks refuse; the content is there under one name or the other
    finally:
        os.close(fd)


def ensure_study_dir(root: str) -> str:
    """Make the vault's ``.study`` folder and the ``.gitignore`` in it where they are missing; return its path.

    Raises:
        WriteError: The disk is full or read-only.
    """
    study = os.path.join(root, ".study")
    ignore = os.path.join(study, ".gitignore")
    try:
        os.makedirs(os.path.join(study, "log"), exist_ok=True)
        if not os.path.exists(ignore):
            write_new(ignore, GITIGNORE)
    except OSError as error:
        raise WriteError(f"{study} cannot be written: {error.strerror or error}.") from None
    return study
