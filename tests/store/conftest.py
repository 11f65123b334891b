"""Helpers to make vaults, entries and refreshed indexes."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from studycli.settings import Settings
from studycli.store.entry import Entry, LoggedState
from studycli.store.index import Index, open_index
from studycli.store.refresh import refresh

DAY = date(2026, 1, 1)

NOTE = """---
title: Losses
tags: [ml, loss/regression]
last_reviewed: 2025-12-01
next_review: 2025-12-31
review_count: 3
difficulty: hard
---
# Losses

## What is MSE?

The mean of squares.

## Why not MAE?

It has a kink.
"""

PLAIN = "# Plain\n\n## What is a plain note?\n\nOne without frontmatter.\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault with a note in a folder and one at the root, changed long enough ago to be sure of."""
    root = tmp_path / "vault"
    write(root / "a" / "losses.md", NOTE)
    write(root / "plain.md", PLAIN)
    return root


@pytest.fixture
def opened(vault: Path) -> Iterator[Index]:
    """Return the vault's index, refreshed."""
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        yield index


_ticks = iter(range(1, 10**9))


def write(path: Path, text: str | bytes) -> None:
    """Write a file whose time differs from every earlier one's, and lies in the past."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    age(path)


def age(path: Path) -> None:
    """Set a file's time to one in the past that no other file has."""
    moment = 1_600_000_000_000_000_000 + next(_ticks) * 1001
    os.utime(path, ns=(moment, moment))


def state(days: int = 1, *, day: date = DAY, repetitions: int = 1) -> LoggedState:
    """Return a schedule that is due `days` after `day`."""
    return LoggedState(repetitions, days, 2.5, day + timedelta(days=days), day, 0, True)


def entry(card: str = "c", kind: str = "review", **fields: object) -> Entry:
    """Return an entry to be appended; a review is graded 4 and has a state unless told otherwise."""
    if kind == "review":
        fields = {"grade": 4, "state": state(), **fields}
    return Entry(
        **{"id": "", "at": "2026-01-01T08:00:00+00:00", "day": DAY, "kind": kind, "card": card, **fields}
    )  # type: ignore[arg-type]


Make = Callable[..., Entry]
