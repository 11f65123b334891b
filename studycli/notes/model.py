"""The values that a note is read into."""

from studycli.notes.records import NamedTuple


class Issue(NamedTuple):
    """Something in a note that is not as its writer meant it.

    Attributes:
        line: Counted from 1 in the file.
        code: A stable slug for programs, such as ``bad-date``.
        found: What stands there.
        meant: What was probably meant, or what to do.
    """

    line: int
    code: str
    found: str
    meant: str


class Card(NamedTuple):
    """One thing in a note that can be asked.

    Attributes:
        id: Twelve hexadecimal digits made of the note and the anchor, or the id that the note sets.
        kind: ``question``, ``concept``, ``part``, ``basic``, ``reversed`` or ``cloze``.
        line: Line of the prompt, counted from 1 in the file.
        answer_lines: First and last line of the answer, or None for a question without one.
        start: Offset of the answer's first character in the note's text; -1 without an answer.
        end: Offset behind the answer's last character; -1 without an answer.
        heading_path: Headings above the prompt, outermost first, its own included, without markup.
        prompt: What is asked, understandable without the note.
        tags: Tags of the note and of the card.
        anchor: What identifies the card in its note: no numbering, markup, width or case.
    """

    id: str
    kind: str
    line: int
    answer_lines: tuple[int, int] | None
    start: int
    end: int
    heading_path: tuple[str, ...]
    prompt: str
    tags: tuple[str, ...]
    anchor: str


class ParsedNote(NamedTuple):
    """A note's title, its cards in the order of the file, and what is wrong in it."""

    title: str
    cards: tuple[Card, ...]
    issues: tuple[Issue, ...]


class CardOptions(NamedTuple):
    """The settings that decide what becomes a card.

    Attributes:
        bold_clozes: Whether ``**bold**`` words are clozes.
        not_cards: Headings that are never cards, besides the built-in ones.
        question_headings: Headings below which every heading is a question, besides the built-in ones.
    """

    bold_clozes: bool = False
    not_cards: tuple[str, ...] = ()
    question_headings: tuple[str, ...] = ()
