"""From an answer to its mark: what only has to be read is marked at once, code runs in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.errors import StudyError
from studycli.quiz.marking import mark
from studycli.quiz.model import Code, Mark

if TYPE_CHECKING:
    from studycli.collection.values import Accepted
    from studycli.quiz.model import Question

LONGEST = 20_000
"""Characters of an answer; nobody types more."""


def judge(question: Question, typed: str, accepted: Accepted = ()) -> Mark:
    """Mark an answer.

    Args:
        question: What was asked.
        typed: The answer, as it was typed or written in an editor.
        accepted: For names, what the person said is right of earlier answers.

    Returns:
        The mark; ``unread``, with a sentence, where the person may try again.
    """
    if len(typed) > LONGEST:
        return Mark(
            "unread", 0.0, (f"That is too long: {len(typed):,} characters; at most {LONGEST:,} are read.",)
        )
    try:
        if isinstance(question.key, Code):
            from studycli.sandbox.code import mark_code

            return mark_code(question.key, typed, language=question.language)
        return mark(question, typed, accepted)
    except StudyError as error:  # an answer that cannot be read is the person's to mend, and ends nothing
        return Mark("unread", 0.0, (str(error),))
