"""A vault to act on, and what a test wants to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from studycli.clock import Clock
from studycli.collection import Collection
from studycli.settings import Settings

TODAY = date(2026, 11, 23)

LOSS = """\
---
last_reviewed: null
next_review: '2026-01-01'  # the day it was made
review_count: 0
difficulty: hard
mastery_level: 0.0
tags: [dl, dl/loss]
---
# Losses

## Why cross-entropy and not MSE?
Its gradient does not vanish.

## What is Huber loss?
Squared near zero, linear far away.

## What is focal loss?
Cross-entropy that looks at hard examples.
"""

OPTIMISERS = """\
---
tags: [opt]
---
# Optimisers

## What is Adam?
Momentum and a step size of its own for each weight.

## What is SGD?
A step against the gradient of a batch.
"""

BARE = """\
# Bare

## What is a note without frontmatter?
One that is never written.
"""


def clock(day: date = TODAY) -> Clock:
    """Return a clock at noon of a day."""
    return Clock(day, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


class Vault:
    """A folder of notes, opened as often as a test likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: list[Collection] = []

    def write(self, path: str, text: str) -> None:
        """Write a note."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def text(self, path: str) -> str:
        """Return a note."""
        return (self.root / path).read_bytes().decode()

    def front(self, path: str) -> dict[str, str]:
        """Return a note's frontmatter as source by key."""
        block = self.text(path).split("---")[1]
        return dict(line.split(": ", 1) for line in block.strip().splitlines())

    def open(self, day: date = TODAY, **settings: object) -> Collection:
        """Open the vault on a day; it is closed when the test ends."""
        opened = Collection.open(
            self.root,
            Settings(**settings),
            clock(day),
            {"STUDY_DEVICE": f"d{len(self._open)}"},  # type: ignore[arg-type]
        )
        self._open.append(opened)
        return opened

    def reopen(self, day: date = TODAY, **settings: object) -> Collection:
        """Close what is open and open the vault again."""
        self.close()
        return self.open(day, **settings)

    @staticmethod
    def find(collection: Collection, words: str) -> str:
        """Return the id of the card whose prompt holds these words."""
        return next(card.id for card in collection.cards() if words in card.prompt)

    def close(self) -> None:
        """Close what is open."""
        for opened in self._open:
            opened.close()
        self._open.clear()

    def notes(self) -> dict[str, bytes]:
        """Return the bytes of all notes."""
        return {
            str(path.relative_to(self.root)): path.read_bytes() for path in sorted(self.root.rglob("*.md"))
        }


@pytest.fixture
def make_vault(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], Vault]]:
    """Make a vault of given notes."""
    vault = Vault(tmp_path / "vault")
    vault.root.mkdir()

    def make(notes: dict[str, str]) -> Vault:
        for path, text in notes.items():
            vault.write(path, text)
        return vault

    yield make
    vault.close()


@pytest.fixture
def vault(make_vault: Callable[[dict[str, str]], Vault]) -> Vault:
    """Return a vault of three notes with six cards."""
    return make_vault({"dl/loss.md": LOSS, "opt.md": OPTIMISERS, "bare.md": BARE})
