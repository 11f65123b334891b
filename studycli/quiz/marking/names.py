"""Marks what was named: the items of a list, the gaps of a cloze.

Case, width, punctuation, spacing, plural and one typing slip are forgiven; formulas, numbers and signs are not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese, has_words
from studycli.notes.patterns import lazy
from studycli.quiz.marking.folding import as_signs, folded, is_exact, is_slip, readings
from studycli.quiz.model import Mark, Names
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_APART = lazy(r"(\$[^$\n]*\$|[（(][^（）()\n]*[)）])|[、，,；;\n\t|]+|(?<=\w)\.\s+(?=\d)")
_LOOSELY = lazy(r"\s*(?:和|与|以及|及|还有|\band\b|&|\+)\s*|\s+")
_NUMBER = lazy(r"^\s*(?:[-*+•]\s+|[(（]?\d{1,2}[.)、）]\s*|[①-⑩]\s*)")
_REMARK = lazy(r"\s*[:：]\s*\S.*$")


def mark(key: Names, typed: str, language: str = "en") -> Mark:
    """Mark a typed answer.

    Args:
        key: What is to be named.
        typed: Names, parted by commas, enumeration commas, semicolons or new lines, or by 'and' and spaces where
            the parts are names.
        language: Of the remarks: ``zh`` or ``en``.

    Returns:
        ``right`` where all are named, in their order if it counts, and nothing else; ``partly`` where some are;
        the share counts what is named too much as wrong. Its hits are those of the items.
    """
    named = _read(key, typed)
    hits = tuple(any(at == item for item, _ in named) for at in range(len(key.items)))
    extra = [name for item, name in named if item < 0]
    count = sum(hits)
    in_order = not key.ordered or _is_ascending([item for item, _ in named if item >= 0])
    share = count / max(len(hits), count + len(extra))
    verdict = "wrong" if not count else "right" if share == 1 and in_order else "partly"
    return Mark(verdict, share, tuple(_remarks(key, hits, extra, language, in_order=in_order)), hits)


def claimed(key: Names, typed: str) -> tuple[tuple[str, str], ...]:
    """Return what a person holds for right who says so of a miss: pairs of an item's own wording and what was typed.

    What was typed and matches nothing stands for the items that were missed, in their order.
    """
    named = _read(key, typed)
    met = {item for item, _ in named}
    missed = [wordings[0] for at, wordings in enumerate(key.items) if at not in met]
    return tuple(zip(missed, [name for item, name in named if item < 0], strict=False))


def accepted(key: Names, claims: Iterable[tuple[str, str]]) -> Names:
    """Return a key that accepts what was claimed before, too; a claim on an item that is gone is left out."""
    kept: dict[str, list[str]] = {}
    for own, name in claims:
        kept.setdefault(own, []).append(name)
    return key._replace(items=tuple((*wordings, *kept.get(wordings[0], ())) for wordings in key.items))


# Reading


def _read(key: Names, typed: str) -> list[tuple[int, str]]:
    """Return each name that was typed, with the item that it is, -1 for none; a repeated one once."""
    if len(key.items) == 1:  # a gap: what was typed is one name, whatever stands in it
        whole = _item(key, typed.strip())
        if whole == 0:
            return [(0, "")]
    found: dict[tuple[int, str], None] = {}
    for piece in _pieces(typed):
        for name in _parts(key, piece):
            item = _item(key, name)
            found.setdefault((item, "" if item >= 0 else name), None)
    return list(found)


def _pieces(typed: str) -> list[str]:
    """Part what was typed at separators outside of formulas and brackets, without numbers and bullets."""
    text = _APART.sub(lambda match: match[1] or "\n", typed)
    return [piece for line in text.split("\n") if (piece := _NUMBER.sub("", line).strip())]


def _parts(key: Names, piece: str) -> Sequence[str]:
    """Part a piece at 'and' and spaces, where more than one of the parts are items and it is none itself."""
    short = _REMARK.sub("", piece)
    if _item(key, piece) >= 0 or _item(key, short) >= 0:
        return (piece if _item(key, piece) >= 0 else short,)
    parts = [part for part in _LOOSELY.sub("\n", short).split("\n") if part]
    loose = len(parts) > 1 and any(_item(key, part) >= 0 for part in parts)
    return _regrouped(key, parts) if loose else (piece,)


def _regrouped(key: Names, parts: list[str]) -> list[str]:
    """Put words together again that are a name only together: 'early stopping and dropout'."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        end = next(
            (end for end in range(len(parts), at, -1) if _item(key, " ".join(parts[at:end])) >= 0), at + 1
        )
        found.append(" ".join(parts[at:end]))
        at = end
    return found


# Matching


def _item(key: Names, name: str) -> int:
    """Return the index of the item that a name means; -1 for none. What is exactly another item is no slip of one."""
    for matches in (_is_same, _is_nearly):
        for at, wordings in enumerate(key.items):
            signs = any(map(is_exact, wordings))
            if any(matches(name, wording, signs=signs) for wording in wordings):
                return at
    return -1


def _is_same(typed: str, wording: str, *, signs: bool) -> bool:
    if signs:
        return as_signs(typed) == as_signs(wording)
    return has_words(typed) and not set(readings(folded(typed))).isdisjoint(readings(folded(wording)))


def _is_nearly(typed: str, wording: str, *, signs: bool) -> bool:
    if signs or is_exact(typed):
        return False
    name = folded(wording).replace(" ", "")
    return any(is_slip(reading, name) for reading in readings(folded(typed)))


def _is_ascending(items: list[int]) -> bool:
    return all(one < other for one, other in pairwise(items))


# Remarks


def _remarks(
    key: Names, hits: Sequence[bool], extra: Sequence[str], language: str, *, in_order: bool
) -> Iterable[str]:
    missing = [wordings[0] for wordings, hit in zip(key.items, hits, strict=True) if not hit]
    if missing:
        yield say(language, "names", "missing", names=_joined(missing, language))
    if extra:
        yield say(language, "names", "extra", names=_joined(extra, language))
    if not in_order:
        yield say(language, "names", "order", names=_joined([each[0] for each in key.items], language))


def _joined(names: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" or any(map(has_chinese, names)) else ", ").join(names)
