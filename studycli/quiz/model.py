"""The values of the quiz: what can be asked of a card, and how an answer was marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = (
    "recall",
    "contrast",
    "cloze",
    "list",
    "formula",
    "value",
    "gradient",
    "choice",
    "true-false",
    "code",
    "bug",
)
"""The forms of a question, as they are named on the command line and in the log."""

LETTERS = "ABCDEF"
"""What the options of a choice are called."""


class Checklist(NamedTuple):
    """Marked by the person, from what was matched: recall, contrast, and why.

    Attributes:
        points: Key points of the answer, as plain text, each understandable by itself.
    """

    points: tuple[str, ...]


class Choice(NamedTuple):
    """Marked by the letter.

    Attributes:
        correct: Index of the right option.
    """

    correct: int


class Truth(NamedTuple):
    """Marked by true or false; the reason is told with the answer.

    Attributes:
        is_true: Whether the statement holds.
    """

    is_true: bool


class Names(NamedTuple):
    """Marked by what is named: a list, or the gaps of a cloze.

    Attributes:
        items: For each thing to name, every wording that is accepted, the note's own first.
        ordered: Whether the order counts.
    """

    items: tuple[tuple[str, ...], ...]
    ordered: bool = False


class Numbers(NamedTuple):
    """Marked by value: one number, or several in their order.

    Attributes:
        values: The right ones, unrounded.
        relative: Relative tolerance; three significant digits are 5e-3.
        either: For an entry at a kink, the interval of values that are right; None for other entries.
    """

    values: tuple[float, ...]
    relative: float = 5e-3
    either: tuple[tuple[float, float] | None, ...] = ()


class Expression(NamedTuple):
    """Marked by the value of what was typed, at random points: a formula, or a gradient as an expression.

    Attributes:
        reference: LaTeX or plain text of a right answer, as `studycli.losses.formula` reads it.
        loss: Key of the catalogue's loss; '' where the reference comes from the note alone.
        variables: Names that may be used, as the prompt gives them, each with its shape's axes and domain:
            ``("y", "n", "binary")``.
        gradient_of: The variable that the answer is a gradient with respect to; '' for a value.
    """

    reference: str
    loss: str = ""
    variables: tuple[tuple[str, str, str], ...] = ()
    gradient_of: str = ""


class Code(NamedTuple):
    """Marked by tests in a process of its own.

    Attributes:
        name: Name of the function to write.
        stub: What the editor opens with: the function without its body.
        loss: Key of the catalogue's loss, or name of a function of ``losses.functions``, that it must equal.
        arguments: For each argument of the function, the argument of the reference that it stands for; '' for
            one, such as ``epsilon``, that the tests leave at its default.
        gradient_of: Where the function is a gradient: the reference's argument that it is the gradient for.
        reduction: ``mean``, ``sum`` or ``none``.
        both: Whether the function returns the value and the gradient, as a tuple.
    """

    name: str
    stub: str
    loss: str
    arguments: tuple[tuple[str, str], ...]
    gradient_of: str = ""
    reduction: str = "mean"
    both: bool = False


class Line(NamedTuple):
    """Marked by a line's number: spot the bug.

    Attributes:
        number: The wrong line, counted from 1 in what is shown.
        mended: The line as it should be.
    """

    number: int
    mended: str


Key = Checklist | Choice | Truth | Names | Numbers | Expression | Code | Line


class Question(NamedTuple):
    """One way of asking a card.

    Attributes:
        id: The card's id, the form, and what tells it from others of the form: the same as long as the card and
            what is asked stay.
        card: Id of the card.
        note: Path of its note.
        line: Line of the note that it is made of, counted from 1.
        form: One of `FORMS`.
        language: ``zh`` or ``en``.
        shown: All that is seen before the answer, as Markdown; the options of a choice too.
        answer: The right answer, as Markdown; what the kernel adds (working, evidence) at its end.
        answer_lines: The spans of the note that it stands in: first and last line, counted from 1.
        key: What it is marked by.
        options: Of a choice, in the order in which they are shown, without their letters.
        hidden: Of a cloze: what is blanked, as the note has it.
        evidence: Two losses of the catalogue whose table belongs below the answer; () for none. The table is
            made when it is shown, for it needs NumPy.
        hint: Shown on demand; '' where the answer's own hint serves.
    """

    id: str
    card: str
    note: str
    line: int
    form: str
    language: str
    shown: str
    answer: str
    answer_lines: tuple[tuple[int, int], ...]
    key: Key
    options: tuple[str, ...] = ()
    hidden: str = ""
    evidence: tuple[str, ...] = ()
    hint: str = ""


class Offer(NamedTuple):
    """A question that can probably be made; making it may cost NumPy.

    Attributes:
        form: One of `FORMS`.
        make: Makes it; None where a veto falls (the kernel finds a distractor true, numbers that are none).
    """

    form: str
    make: Callable[[], Question | None]


class Mark(NamedTuple):
    """How an answer was marked.

    Attributes:
        verdict: ``right``, ``partly``, ``wrong``, or ``unread`` where the answer could not be read and
            the person may try again.
        share: Of what was asked, the part that is right, 0 to 1.
        remarks: Sentences about it, the most telling first: what is missing, where a formula differs, a diagnosis.
        hits: Of a list, gaps or checklist: whether each item or point was met.
    """

    verdict: str
    share: float
    remarks: tuple[str, ...] = ()
    hits: tuple[bool, ...] = ()
