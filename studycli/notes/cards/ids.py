"""Cards as they are kept: each with an id of its own, and issues for those that cannot be asked."""

import unicodedata
from collections.abc import Sequence

from studycli.notes.cards.found import Found
from studycli.notes.cards.marked import inline_tags
from studycli.notes.cards.page import Page
from studycli.notes.cards.spans import why_nothing
from studycli.notes.model import Card, Issue

_ID_BYTES = 6
_BYTES = ("utf-8", "surrogatepass")
_LEAVE_OUT = "leave the card out with <!-- study: off -->"
_MEANT = {
    "no-answer": "a question without an answer is not asked: write the answer below it",
    "answer-is-links": f"the answer is only a link: write the answer in words, or {_LEAVE_OUT}",
    "answer-is-picture": f"the answer is only a picture: write it in words, or {_LEAVE_OUT}",
}


class Numbering:
    """Gives the cards of one note their ids.

    An id is made of the note, the anchor and the card's place among twins, or is the one that a comment sets.

    Attributes:
        issues: What is wrong with the cards so far: two with one id, questions without an answer.
    """

    __slots__ = ("_hash", "_page", "_seen", "_tags", "_used", "issues")

    def __init__(self, page: Page, path: str, tags: Sequence[str]) -> None:
        from _blake2 import blake2b  # the function that hashlib gives, without three milliseconds of OpenSSL

        self._page = page
        self._hash = blake2b(f"{unicodedata.normalize('NFC', path)}\0".encode(*_BYTES), digest_size=_ID_BYTES)
        self._tags = tuple(tags)
        for line in page.tag_lines:
            self._tags = self._tags_with(page.document.lines[line])
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
            self._tags_with(self._page.document.lines[line]),
            anchor,
        )

    def _id(self, found: Found, anchor: str) -> str:
        card_id = found.setting or self._made_of(anchor)
        if card_id in self._used:
            meant = f"line {self._used[card_id]} has this id: give one of them another"
            self.issues.append(Issue(found.line + 1, "duplicate-id", card_id, meant))
            card_id = self._made_of(anchor)
        self._used[card_id] = found.line + 1
        return card_id

    def _made_of(self, anchor: str) -> str:
        """Return twelve hexadecimal digits: of the note's path in its composed form, and of the anchor."""
        digest = self._hash.copy()
        digest.update(anchor.encode(*_BYTES))
        return digest.hexdigest()

    def _unanswered(self, found: Found) -> None:
        """Tell what stands in place of an answer; below a heading that is its whole section."""
        outline = self._page.outline
        section = outline.sections[found.place]
        code = "no-answer"
        if section.line == found.line:
            below = self._page.document.lines[found.line + 1 : section.behind]
            code = why_nothing("\n".join(below))
        self.issues.append(Issue(found.line + 1, code, found.prompt, _MEANT[code]))

    def _tags_with(self, text: str) -> tuple[str, ...]:
        """Return the note's tags and those written in a card's line, each once."""
        own = inline_tags(text)
        return tuple(dict.fromkeys((*self._tags, *own))) if own else self._tags
