"""Anki's answers, in this process."""

import time
from itertools import cycle
from pathlib import Path

from anki.collection import Collection

GOOD = 3  # Anki's third button


class AnkiAnswers:
    """An open collection whose due cards are answered one after the other."""

    def __init__(self, path: Path) -> None:
        self._collection = Collection(str(path))
        self._due = cycle(self._collection.find_cards("is:due"))

    def answer(self) -> float:
        """Answer the next card 'good' and return the seconds that took."""
        card = self._collection.get_card(next(self._due))
        card.start_timer()
        start = time.perf_counter()
        self._collection.sched.answerCard(card, GOOD)  # type: ignore[attr-defined]
        return time.perf_counter() - start

    def close(self) -> None:
        """Close the collection."""
        self._collection.close()
