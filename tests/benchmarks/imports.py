"""Importing, restoring and linking, each beside the plain work that it cannot do without."""

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from anki_package import package
from paired import Measured, Side, environment, paired, process, timed

HERE = Path(__file__).parent
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LOST = re.compile("[\u0080-\u009f\u00ad]")  # what cp1254 does not define, and soft hyphens
NOTE = HERE.parent.parent / "notes" / "深度学习" / "损失函数的设计.md"
NOTE_LENGTH = 9_700  # characters


def notes_without_head(vault: Path, target: Path) -> Path:
    """Copy the notes of a vault without their frontmatter."""
    for note in vault.rglob("*.md"):
        copy = target / note.relative_to(vault)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_HEAD.sub("", note.read_text("utf-8")), "utf-8")
    return target


def notes_alone(vault: Path, target: Path) -> Path:
    """Copy the notes of a vault without what else is in it."""
    shutil.copytree(vault, target, ignore=shutil.ignore_patterns(".*", "study.toml"))
    return target


def importing(study: Sequence[str], source: Path, folder: Path, pairs: int) -> Measured:
    """Time the import of a folder of notes into an empty vault, and its copy with a loop of frontmatter.load."""
    copies = fresh(folder / f"copy-of-{source.name}")

    def theirs() -> float:
        copy = next(copies)
        copying = process(["cp", "-r", source, copy], folder)
        return copying() + process([sys.executable, HERE / "load_all.py", copy], folder)()

    return paired(_import(study, source, fresh(folder / f"into-{source.name}")), theirs, pairs)


def fresh(path: Path) -> Iterator[Path]:
    """Yield paths of which nothing was there before.

    What a run made is not deleted before the next one: ext4 is slow to give out the inodes of files just deleted, up to
    ten times for ten thousand notes, and what it then costs to make a file says nothing of either side.
    """
    return (path.with_name(f"{path.name}-{number}") for number in count())


def importing_anki(study: Sequence[str], folder: Path, notes: int, answers: int, pairs: int) -> Measured:
    """Time the import of an Anki package, and sqlite3 reading its rows and plain writing of the files that came of it."""
    source = folder / "deck.apkg"
    source.write_bytes(package(notes, answers))
    ours = _import(study, source, fresh(folder / "into-anki"))
    ours()
    vault = folder / "into-anki-0"
    files = {path.relative_to(vault): path.read_bytes() for path in vault.rglob("*") if _is_result(path)}
    (folder / "files").write_bytes(pickle.dumps({str(path): data for path, data in files.items()}))
    targets = fresh(folder / "plain")

    def theirs() -> float:
        command = [sys.executable, HERE / "anki_plain.py", source, folder / "files", next(targets)]
        return float(
            subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout
        )

    return paired(ours, theirs, pairs)


def _is_result(path: Path) -> bool:
    """Tell whether a file is what an import is for, not the index, which is made anew from the others."""
    return path.is_file() and not path.name.startswith("index.db")


def _import(study: Sequence[str], source: Path, vaults: Iterator[Path]) -> Side:
    """Return the import of a source into a vault that is empty each time, as a side."""

    def ours() -> float:
        vault = next(vaults)
        vault.mkdir()
        (vault / "study.toml").touch()
        return process([*study, "import", source, "--vault", vault], vault.parent)()

    return ours


def mangled(times: int) -> str:
    """Return a Chinese note, so many times over, as it is after UTF-8 was read as cp1254 and characters were lost."""
    text = NOTE.read_text("utf-8")[:NOTE_LENGTH] * times
    return _LOST.sub("", _cp1254(text.encode()))


def _cp1254(data: bytes) -> str:
    """Read bytes as cp1254; those that it does not define become control characters, as in browsers."""
    return "".join(bytes([byte]).decode("cp1254", "ignore") or chr(byte) for byte in data)


def restoring(folder: Path, pairs: int) -> Measured:
    """Time the restoring of one note as a program, and a program that imports NumPy and reads the model."""
    path = folder / "mangled.md"
    path.write_text(mangled(1), "utf-8")
    ours = process([sys.executable, HERE / "restore.py", path], folder)
    return paired(ours, process([sys.executable, HERE / "restore.py"], folder), pairs)


def restoring_more(lengths: tuple[int, int, int], pairs: int) -> tuple[float, list[float]]:
    """Time the restoring of a note once, and longer; return the ratio of the longest to the middle, and seconds of each."""
    from studycli.repair import mend

    def work(text: str) -> Callable[[], object]:
        return lambda: mend(text)

    once, middle, longest = (timed(work(mangled(length))) for length in lengths)
    found = paired(longest, middle, pairs)
    return found.ratio, [once(), found.theirs, found.ours]


def linking(study: Sequence[str], vault: Path, target: Path) -> tuple[list[str], Path]:
    """Return the command that links the notes of a copy of a vault, and the copy, of which nothing is known yet."""
    shutil.rmtree(target, ignore_errors=True)
    notes_alone(vault, target)
    (target / "study.toml").touch()
    return [*study, "link", "--json"], target


def edit(vault: Path) -> None:
    """Add a paragraph to one note."""
    with open(min(vault.rglob("*.md")), "a", encoding="utf-8") as note:
        note.write(f"\nOne more remark on warmup, number {os.getpid()}.\n")
