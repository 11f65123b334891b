"""Cards as they are kept: each with an id of its own, and issues for those that cannot be asked."""

import unicodedata
from collections.abc import Sequence

from studycli.notes.found import Found
from studycli.notes.marked import inline_tags
from studycli.notes.model import Card, Issue
from studycli.notes.page import Page
from studycli.notes.spans import why_nothing

_ID_BYTES = 6
_LEAVE_OUT = "leave the card out with <!-- study: off -->"
_MEANT = {
    "no-answer": "a question without an answer is not asked: write the answer below it",
    "answer-is-links": f"the answer is only a link: write the answer in words, or {_LEAVE_OUT}",
    "answer-is-picture": f"the answer is only a picture: write it in words, or {_LEAVE_OUT}",
}


def card_id_of(path: str, anchor: str) -> str:
    """Return twelve hexadecimal digits that stand for a card: made of its note and its anchor."""
    from hashlib import blake2b

    return blake2b(f"{path}\0{anchor}".encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


class Numbering:
    """Gives the cards of one note their ids.

    An id is made of the note, the anchor and the card's place among twins, or is the one that a comment sets.

    Attributes:
        issues: What is wrong with the cards so far: two with one id, questions without an answer.
    """

    __slots__ = ("_page", "_path", "_seen", "_tags", "_used", "issues")

    def __init__(self, page: Page, path: str, tags: Sequence[str]) -> None:
        self._page, self._path = page, unicodedata.normalize("NFC", path)
        self._tags = _with_tags(tuple(tags), (page.document.lines[line] for line in page.tag_lines))
        self._seen: dict[str, int] = {}  # anchor -> how many cards have it
        self._used: dict[str, int] = {}  # id -> line of its card, counted from 1
        self.issues: list[Issue] = []

    def number(self, found: Found) -> Card:
        """Return a card with its id; cards come in the order of their lines."""
        twin = self._seen[found.anchor] = self._seen.get(found.anchor, 0) + 1
        anchor = found.anchor if twin == 1 else f"{found.anchor}#{twin}"
        line, answer = found.line, found.span
        if answer is None:
            self._unanswered(found)
        return Card(
            self._id(found, anchor),
            found.kind,
            line + 1,
            (answer.first + 1, answer.last + 1) if answer else None,
            answer.start if answer else -1,
            answer.end if answer else -1,
            self._page.outline.sections[found.place].path,
            found.prompt,
            _with_tags(self._tags, (self._page.document.lines[line],)),
            anchor,
        )

    def _id(self, found: Found, anchor: str) -> str:
        card_id = found.setting or card_id_of(self._path, anchor)
        if card_id in self._used:
            meant = f"line {self._used[card_id]} has this id: give one of them another"
            self.issues.append(Issue(found.line + 1, "duplicate-id", card_id, meant))
            card_id = card_id_of(self._path, anchor)
        self._used[card_id] = found.line + 1
        return card_id

    def _unanswered(self, found: Found) -> None:
        """Tell what stands in place of an answer; below a heading that is its whole section."""
        outline = self._page.outline
        section = outline.sections[found.place]
        code = "no-answer"
        if section.line == found.line:
            below = self._page.document.lines[found.line + 1 : outline.line_of(section.end)]
            code = why_nothing("\n".join(below))
        self.issues.append(Issue(found.line + 1, code, found.prompt, _MEANT[code]))


def _with_tags(tags: tuple[str, ...], lines: "Sequence[str]") -> tuple[str, ...]:
    """Return tags and those written in lines, each once."""
    for line in lines:
        own = inline_tags(line) if "#" in line else ()
        tags = (*tags, *dict.fromkeys(tag for tag in own if tag not in tags)) if own else tags
    return tags
