"""A note as the forms of questions read it: its cards, their answers, subjects and siblings."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from studycli.notes.blocks import Document
from studycli.notes.cards import answer_text
from studycli.notes.cards.labels import bold, match_label
from studycli.notes.cards.sections import Outline
from studycli.notes.inline import bare, has_chinese, has_words, identity
from studycli.notes.patterns import lazy
from studycli.notes.split import front_span
from studycli.quiz.pieces import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.notes.cards.sections import Section
    from studycli.notes.model import Card

T = TypeVar("T")

_NO_PROSE = lazy(
    r"^ {0,3}```.*?(?:^ {0,3}```|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|\]\([^)]*\)|<[^<>]*>",
    re.MULTILINE | re.DOTALL,
)

_JOINTS = ("的", ": ", "：", " › ", " ", "")


class Source:
    """A note whose cards are to be asked.

    Attributes:
        path: The note's path in the vault.
        title: Its title.
        text: The whole file.
        cards: Its cards, in the order of their lines.

    Args:
        path: The note's path in the vault.
        title: Its title.
        text: The whole file, decoded.
        cards: Its cards, as the parser or the index gives them.
    """

    def __init__(self, path: str, title: str, text: str, cards: Sequence[Card]) -> None:
        self.path, self.title, self.text, self.cards = path, title, text, tuple(cards)
        self._answers: dict[str, Answer] = {}
        self._languages: dict[str, str] = {}
        self._kept: dict[str, Any] = {}

    def once(self, what: str, find: Callable[[Source], T]) -> T:
        """Return what is found in the whole note, found when it is first asked for.

        Args:
            what: Names it.
            find: Finds it.
        """
        if what not in self._kept:
            self._kept[what] = find(self)
        found: T = self._kept[what]
        return found

    @cached_property
    def document(self) -> Document:
        """The note as blocks."""
        front = front_span(self.text)
        return Document(self.text, front[2] if front else 0)

    @cached_property
    def outline(self) -> Outline:
        """Its headings as a tree of sections."""
        return Outline(self.document)

    def answer(self, card: Card) -> Answer:
        """Return a card's answer; empty for a question without one."""
        if card.id not in self._answers:
            first = card.answer_lines[0] if card.answer_lines else card.line
            self._answers[card.id] = Answer(answer_text(self.text, card), first)
        return self._answers[card.id]

    def language(self, card: Card) -> str:
        """Return the language in which a card is asked, zh or en: that of its prompt, its answer, or the note."""
        if card.id not in self._languages:
            self._languages[card.id] = self._language(card)
        return self._languages[card.id]

    def _language(self, card: Card) -> str:
        if has_chinese(card.prompt):
            return "zh"
        prose = _NO_PROSE.sub("", self.answer(card).text)
        if not has_words(prose):
            prose = "\n".join((self.title, *(each.prompt for each in self.cards)))
        return "zh" if _is_mostly_chinese(prose) else "en"

    def place(self, card: Card) -> int:
        """Return the index of the section that a card stands in."""
        return bisect_right(self._heads, card.line - 1) - 1

    def section(self, card: Card) -> Section:
        """Return the section that a card stands in."""
        return self.outline.sections[self.place(card)]

    def label(self, card: Card) -> str:
        """Return the label of a part, as ``特点``; '' for any other card."""
        if card.kind != "part":
            return ""
        match = match_label(self.document.lines[card.line - 1])
        words = bold(match).strip().rstrip(":： ") if match else ""
        return bare(words.removesuffix("。").removesuffix(".")) if words else ""

    def subject(self, card: Card) -> str:
        """Return what a card is about: the prompt, without the label where it is a part's."""
        label = self.label(card)
        if not label:
            return card.prompt
        if card.prompt == label:  # a label that names its subject itself
            return label
        head = card.prompt.removesuffix(label) if card.prompt.endswith(label) else ""
        for joint in _JOINTS:
            if head.endswith(joint) and head.removesuffix(joint).strip():
                return head.removesuffix(joint).strip()
        return self.section(card).words or self.title

    def heading(self, card: Card) -> str:
        """Return the words of the heading that a card stands below, or the title."""
        return self.section(card).words or self.title

    def siblings(self, card: Card) -> list[Card]:
        """Return the parts with the same label below other headings, nearest headings first.

        Those below the same parent come first, in the order of the note; then the rest of the note.
        """
        label = identity(self.label(card))
        if not label:
            return []
        place = self.place(card)
        parent = self.outline.sections[place].parent
        others = [
            each for each in self._labelled.get(label, ()) if each.id != card.id and self.place(each) != place
        ]
        return sorted(
            others, key=lambda each: (self.section(each).parent != parent, abs(self.place(each) - place))
        )

    def parts(self, card: Card) -> list[Card]:
        """Return the other parts below the same heading, in order."""
        place = self.place(card)
        return [
            each for each in self.cards if each.kind == "part" and self.place(each) == place and each != card
        ]

    def neighbours(self, card: Card) -> list[Card]:
        """Return the concepts below the same parent heading as a card's own, in order."""
        place = self.place(card)
        parent = self.outline.sections[place].parent
        return [
            each
            for each in self.cards
            if each.kind == "concept" and self.place(each) != place and self.section(each).parent == parent
        ]

    def owns(self, card: Card, line: int) -> bool:
        """Tell whether no other card has a shorter answer that holds a line of a card's answer.

        What a note says once is then asked once, of the card that is nearest to it.
        """
        first, last = card.answer_lines or (0, -1)
        return not any(
            other.answer_lines
            and other.answer_lines[0] <= line <= other.answer_lines[1]
            and other.answer_lines[1] - other.answer_lines[0] < last - first
            for other in self.cards
        )

    @cached_property
    def _heads(self) -> list[int]:
        return [section.line for section in self.outline.sections]

    @cached_property
    def _labelled(self) -> dict[str, list[Card]]:
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            if label := self.label(card):
                found.setdefault(identity(label), []).append(card)
        return found


def _is_mostly_chinese(text: str) -> bool:
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    latin = sum(sign.isascii() and sign.isalpha() for sign in text)
    return chinese * 3 > latin
