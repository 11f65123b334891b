"""What a person names (a tag, a note, a folder) found among what there is: pure."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycli.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NEAREST = 3
"""How many similar names an error offers."""


def folded(name: str) -> str:
    """Return a name as names are compared: one Unicode form, one case."""
    return unicodedata.normalize("NFC", name).casefold()


def has_tag(tags: Iterable[str], wanted: str) -> bool:
    """Tell whether a tag is the wanted one or nested below it; ``#`` and case do not matter."""
    stem = folded(wanted.strip().lstrip("#").rstrip("/"))
    return any(tag == stem or tag.startswith(f"{stem}/") for tag in map(folded, tags))


def require_tag(tags: Collection[str], wanted: str) -> None:
    """Raise a FilterError that names the nearest tags when no card has the wanted one."""
    if not has_tag(tags, wanted):
        raise FilterError(f"No card has the tag '{wanted}'.{_nearest(wanted.lstrip('#'), tags)}")


def notes_named(titles: Mapping[str, str], wanted: str) -> set[str]:
    """Return the paths of the notes that are called so: by path, else by file name, else by title.

    Args:
        titles: Title of each note by its path.
        wanted: Path, file name (with or without its ending), or title.

    Raises:
        FilterError: No note is called so; the sentence names the nearest.
    """
    name = folded(_relative(wanted))
    for key in (_by_path, _by_file_name, lambda _, title: (folded(title),)):
        found = {path for path, title in titles.items() if name in key(path, title)}
        if found:
            return found
    names = [*titles, *(path.rpartition("/")[2] for path in titles), *filter(None, titles.values())]
    raise FilterError(f"No note is called '{wanted}'.{_nearest(wanted, names)}")


def notes_below(paths: Iterable[str], wanted: str) -> set[str]:
    """Return the paths of the notes in a folder, or of the one note that is the file itself.

    Raises:
        FilterError: There is no note there; the sentence names the nearest folders and files.
    """
    known = list(paths)
    place = folded(_relative(wanted)).rstrip("/")
    found = {path for path in known if place in ("", ".") or f"{folded(path)}/".startswith(f"{place}/")}
    if not found:
        folders = {path.rpartition("/")[0] for path in known} - {""}
        raise FilterError(f"There is no note at '{wanted}'.{_nearest(wanted, [*folders, *known])}")
    return found


def _by_path(path: str, _: str) -> tuple[str, ...]:
    return _with_and_without_ending(folded(path))


def _by_file_name(path: str, _: str) -> tuple[str, ...]:
    return _with_and_without_ending(folded(path.rpartition("/")[2]))


def _with_and_without_ending(path: str) -> tuple[str, str]:
    return path, path.rpartition(".")[0] or path


def _relative(place: str) -> str:
    return place.replace("\\", "/").removeprefix("./")


def _nearest(wanted: str, names: Iterable[str]) -> str:
    """Return a sentence that offers the most similar names, or ''."""
    import difflib

    spelled = {folded(name): name for name in sorted(names, reverse=True)}
    near = difflib.get_close_matches(folded(wanted), spelled, n=NEAREST, cutoff=0.5)
    return f" Did you mean {' or '.join(repr(spelled[name]) for name in near)}?" if near else ""
