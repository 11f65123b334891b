"""What the commands print for programs: JSON in a stable form."""

import sys
from typing import Any

import msgspec

from studycli.collection import CardRow
from studycli.quiz.model import Choice, Question
from studycli.schedule.sm2 import State


def print_json(value: Any) -> None:
    """Print a value as JSON: UTF-8 whatever the locale, two spaces of indent, a line end."""
    print_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def print_bytes(data: bytes) -> None:
    """Print UTF-8 as it is, whatever the locale and the system's line ends."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
    else:  # whoever calls the program from Python may have put another stream there
        sys.stdout.write(data.decode())


def card_json(card: CardRow, answer: str | None) -> dict[str, Any]:
    """Return a card as the commands print it; the order of the keys is part of the format.

    Args:
        card: The card.
        answer: Its answer as Markdown; None for a question without one.
    """
    return {
        "id": card.id,
        "note": card.note,
        "line": card.line,
        "answer_lines": card.answer_lines,
        "heading_path": card.heading_path,
        "prompt": card.prompt,
        "answer": answer,
        "kind": card.kind,
        "tags": card.tags,
        "state": state_json(card.state),
        "suspended": card.suspended,
        "buried": card.buried,
        "flag": card.flag or None,
    }


def question_json(question: Question) -> dict[str, Any]:
    """Return a question as the commands print it; the order of the keys is part of the format."""
    from studycli.quiz.answers import whole_answer

    found = {
        "id": question.id,
        "card": question.card,
        "note": question.note,
        "line": question.line,
        "form": question.form,
        "language": question.language,
        "shown": question.shown,
        "answer": whole_answer(question),
        "answer_lines": question.answer_lines,
    }
    if isinstance(question.key, Choice):
        found |= {"options": question.options, "correct": question.key.correct}
    if question.hidden:
        found["hidden"] = question.hidden
    return found


def state_json(state: State) -> dict[str, Any] | None:
    """Return a card's schedule; null for a new card."""
    return state and state._asdict()
