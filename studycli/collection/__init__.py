"""Notes, review log and index joined into one collection of cards."""

from studycli.collection.collection import Collection
from studycli.collection.values import (
    Answered,
    CardRow,
    Changed,
    Content,
    Counts,
    Problem,
    QueueOptions,
    QuizOptions,
    Undone,
)

__all__ = [
    "Answered",
    "CardRow",
    "Changed",
    "Collection",
    "Content",
    "Counts",
    "Problem",
    "QueueOptions",
    "QuizOptions",
    "Undone",
]
