"""The frontmatter of a note: read without ever failing, changed without touching another byte.

``read_meta`` reads; ``update`` replaces values in place and ``restore`` puts back what ``raw_values`` kept;
``list_of`` and ``with_list`` read and change a list of words; ``add`` adds keys that are missing.
"""

from typing import TYPE_CHECKING, Any

from studycli.notes.frontmatter.adding import add, flow_list, values_of
from studycli.notes.frontmatter.broken import pieces
from studycli.notes.frontmatter.fields import Wrong, understand
from studycli.notes.frontmatter.forms import Value
from studycli.notes.frontmatter.lists import list_of, with_list
from studycli.notes.frontmatter.rewriting import WRITTEN_KEYS, obstacles, raw_values, restore, update
from studycli.notes.frontmatter.slots import pairs
from studycli.notes.meta import EMPTY_META, Meta
from studycli.notes.model import Issue
from studycli.notes.split import front_span, is_unclosed

if TYPE_CHECKING:
    from studycli.notes.frontmatter.frontmatter_yaml import BrokenYamlError, Loaded

__all__ = [
    "EMPTY_META",
    "WRITTEN_KEYS",
    "Meta",
    "Value",
    "add",
    "flow_list",
    "list_of",
    "raw_values",
    "read_meta",
    "restore",
    "update",
    "values_of",
    "with_list",
]

_SHOWN = 80  # characters of a line that an issue quotes


def read_meta(text: str) -> Meta:
    """Read the frontmatter of a note.

    Never raises. What cannot be understood becomes an issue and keeps its default; when the YAML is
    broken, the keys that can be read without the broken lines still are.

    Args:
        text: The whole note, line endings and byte-order mark as they are in the file.

    Returns:
        What the frontmatter says; ``EMPTY_META`` for a note without one.
    """
    span = front_span(text)
    if span is None:
        return _without_frontmatter(text)
    from studycli.notes.frontmatter.frontmatter_yaml import BrokenYamlError, load_note  # slow: YAML

    start, end, _ = span
    try:
        loaded = load_note(text, span)
    except BrokenYamlError as error:
        return _read_broken(text, start, end, error)
    meta, wrong = understand(loaded.data)
    if not meta.tags and "tags" in loaded.data and "tags: #" in text[start:end]:
        meta, wrong = _with_hashed_tags(text[start:end], meta, wrong)
    fixed = obstacles(text[start:end], loaded.root)
    if not (wrong or fixed or _is_doubled(loaded)):
        return meta
    found = {"": 0} | {key: pair.start for key, pair in pairs(text[start:end], loaded.root).items()}
    issues = [_issue(text, start + found[key], code, meant) for key, code, meant in (*wrong, *fixed)]
    issues += _doubled(text, start, loaded)
    return meta._replace(writable=not fixed, issues=tuple(sorted(issues)))


def _without_frontmatter(text: str) -> Meta:
    if not is_unclosed(text):
        return EMPTY_META
    meant = "close the frontmatter with a line of three hyphens"
    return EMPTY_META._replace(issues=(_issue(text, 0, "open-frontmatter", meant),))


def _with_hashed_tags(source: str, meta: Meta, wrong: list[Wrong]) -> tuple[Meta, list[Wrong]]:
    """Read ``tags: #a #b``, which is a comment to YAML, as its writer meant it."""
    line = next((line for line in source.splitlines() if line.startswith("tags: #")), "")
    tags = tuple(
        dict.fromkeys(word.lstrip("#") for word in line.split() if word.startswith("#") and word.strip("#"))
    )
    if not tags:
        return meta, wrong
    meant = "tags without #, or the line's value in quotes: in YAML # begins a comment"
    return meta._replace(tags=tags), [*wrong, Wrong("tags", "hashed-tags", meant)]


def _is_doubled(loaded: "Loaded") -> bool:
    return loaded.root is not None and len(loaded.root.value) > len(loaded.data)


def _doubled(text: str, start: int, loaded: "Loaded") -> list[Issue]:
    """Return an issue for each key that is there once more."""
    seen: set[str] = set()
    issues = []
    for key, _ in loaded.root.value if loaded.root else ():
        if key.value in seen:
            meant = f"one line with {key.value}: the last one counts"
            issues.append(_issue(text, start + key.start_mark.index, "double-key", meant))
        seen.add(key.value)
    return issues


def _read_broken(text: str, start: int, end: int, error: "BrokenYamlError") -> Meta:
    """Read key by key what can be read when the YAML as a whole cannot."""
    data: dict[Any, Any] = {}
    place: dict[Any, int] = {}
    issues: list[Issue] = []
    for offset, piece in pieces(text[start:end]):
        part, problem = _read_piece(piece)
        data.update(part)
        place.update(dict.fromkeys(part, start + offset))
        if problem is not None:
            at = start + offset + min(problem.offset, len(piece.rstrip()))
            issues.append(_issue(text, at, "broken-yaml", problem.meant))
    if not issues:
        issues.append(_issue(text, start + min(error.offset, end - start - 1), "broken-yaml", error.meant))
    meta, wrong = understand(data)
    issues += [_issue(text, place[key], code, meant) for key, code, meant in wrong]
    return meta._replace(writable=False, issues=tuple(sorted(issues)))


def _read_piece(piece: str) -> tuple[dict[Any, Any], "BrokenYamlError | None"]:
    """Read one key with its lines, or else with its first line alone, and say what was wrong."""
    from studycli.notes.frontmatter.frontmatter_yaml import BrokenYamlError, load  # slow: YAML

    try:
        return load(piece).data, None
    except BrokenYamlError as error:
        problem = error
    try:
        return load(piece.splitlines()[0]).data, problem
    except BrokenYamlError:
        return {}, problem


def _issue(text: str, offset: int, code: str, meant: str) -> Issue:
    """Return an issue with the line at an offset, quoted as far as it is short."""
    before = text[:offset]
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    quoted = text[start:].replace("\r", "\n").split("\n", 1)[0].strip("\ufeff \t")
    return Issue(line, code, quoted if len(quoted) <= _SHOWN else quoted[: _SHOWN - 1] + "…", meant)
