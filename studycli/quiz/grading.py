"""From a mark to SM-2's grade: a table.

right and quick     5       quick: within `QUICK_SECONDS` of the form, without a hint
right               4
right after a hint  3
partly              2
wrong               1
a checklist         by the ticked share: 0.8 and more right, 0.5 and more partly, else wrong; never quick,
                    for reading what was written takes no less time than writing it
"""

from __future__ import annotations

QUICK_SECONDS = {
    "cloze": 15.0,
    "list": 30.0,
    "formula": 60.0,
    "value": 60.0,
    "gradient": 60.0,
    "choice": 15.0,
    "true-false": 10.0,
    "code": 300.0,
    "bug": 45.0,
}
"""Seconds from question to answer up to which an answer is quick, by form; no form of a checklist is among them."""

RIGHT_SHARE = 0.8
"""Ticked share of a checklist from which the answer is right."""
PARTLY_SHARE = 0.5
"""Ticked share of a checklist from which the answer is partly right."""

WRONG = 1
"""The grade of a wrong answer: it brings a card back that was not due."""
_GRADES = {"right": 4, "partly": 2, "wrong": WRONG}
_HINTED, _QUICK = 3, 5


def verdict_of(share: float) -> str:
    """Return what a share of ticked points comes to: ``right``, ``partly`` or ``wrong``.

    Args:
        share: 0 to 1.
    """
    if share >= RIGHT_SHARE:
        return "right"
    return "partly" if share >= PARTLY_SHARE else "wrong"


def grade_of(verdict: str, form: str, seconds: float, *, hinted: bool = False) -> int:
    """Return SM-2's grade of an answer.

    Args:
        verdict: ``right``, ``partly`` or ``wrong``.
        form: The question's.
        seconds: From the question to the answer.
        hinted: Whether a hint was given.
    """
    if verdict != "right":
        return _GRADES[verdict]
    if hinted:
        return _HINTED
    return _QUICK if seconds <= QUICK_SECONDS.get(form, -1.0) else _GRADES["right"]
