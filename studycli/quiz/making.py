"""What all forms need to make a question: its id, chance of its own, and the span of a card's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Answer


def question_id(card: Card, form: str, what: str = "") -> str:
    """Return the id of a question.

    Args:
        card: What it asks.
        form: Its form.
        what: Tells it from the card's other questions of the form: the blanked words, the other subject. The
            same as long as the note says the same, whatever the seed; '' where a card has one of the form.
    """
    if not what:
        return f"{card.id}-{form}"
    from _blake2 import blake2b

    return f"{card.id}-{form}-{blake2b(what.encode('utf-8', 'surrogatepass'), digest_size=3).hexdigest()}"


def chance(card: Card, form: str, seed: int, what: str = "") -> Random:
    """Return chance that belongs to one question: the same for the same card, form, seed and `what`."""
    from random import Random

    return Random(f"{seed}:{card.id}:{form}:{what}")  # noqa: S311 - a game of questions, no secret


def answer_span(card: Card, answer: Answer | None = None) -> tuple[tuple[int, int], ...]:
    """Return the span of a card's whole answer, or of no more than is shown of it, as a question has it."""
    if not card.answer_lines:
        return ()
    first, last = card.answer_lines
    return ((first, min(last, first + answer.text.count("\n")) if answer else last),)
