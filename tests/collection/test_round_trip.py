"""Every card of many real notes graded once, everything undone: each note is what it was, byte for byte."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Vault

SEED = 20261123

FRONTS = (
    "---\nlast_reviewed: null\nnext_review: '2026-01-01'\nreview_count: 0\nmastery_level: 0.0\n---\n",
    "---\r\ntags: [a, b]\r\nlast_reviewed: 2026-10-01\r\nnext_review: 2026-11-20\r\nreview_count: '7'\r\n---\r\n",
    "\ufeff---\n# a comment\nnext_review: 2025/10/19 # when\ndifficulty: 简单\nmastery_level: 60%\n---\n",
    '---\n\'review_count\': 3\n"last_reviewed": 2026-11-01T08:30:00\nnext_review: "2026-11-30"\n\n---\n',
    "---\ntitle: a: b\n---\n",
    "---\n---\n",
    "---\nmastery_level:\nlast_reviewed: ~\nnext_review:\n...\n---\n",
    "",
)
BODY = "# Note {n}\n\n## What is {n}?\nIt is {n}.\n---\n\n## Why {n}?\nBecause.\n\n- a::b {n}\n\n## 什么是 {n}？\n它是 {n}。"


def grade_everything_and_undo(vault: Vault) -> int:
    """Index, grade each card once with a random grade, undo all; return the number of cards."""
    chance = random.Random(SEED)  # noqa: S311 - grades, no secrets
    before = vault.notes()
    study = vault.open()
    cards = [card.id for card in study.cards()]
    rows, counts = study.cards(), study.counts()
    for card in cards:
        study.answer(card, chance.randrange(6))
    steps = sum(study.undo() is not None for _ in cards)
    assert (steps, study.undo()) == (len(cards), None)
    assert vault.notes() == before
    assert (study.cards(), study.counts()) == (rows, counts)
    again = vault.reopen()
    assert (again.cards(), again.counts()) == (rows, counts)
    return len(cards)


def test_generated_notes_of_every_form(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    notes = {f"n{n}.md": front + BODY.format(n=n) for n, front in enumerate(FRONTS)}
    assert grade_everything_and_undo(make_vault(notes)) >= 3 * len(FRONTS)


@pytest.mark.parametrize(
    ("corpus", "dressed"),
    [
        ("data-science-interviews", False),
        ("data-science-interviews", True),
        ("hashcards", False),
        ("hashcards", True),
        ("obsidian-spaced-repetition", False),
        ("obsidian-spaced-repetition", True),
        ("studies", False),
    ],
)
def test_real_notes(
    corpus: str, dressed: bool, shared: Path, make_vault: Callable[[dict[str, str]], Vault]
) -> None:
    vault = make_vault({})
    shutil.copytree(shared / "corpora" / corpus, vault.root / corpus)
    if dressed:
        dress(vault)
    assert grade_everything_and_undo(vault) > 0


def dress(vault: Vault) -> None:
    """Give a frontmatter to every note that has none, so that answers are written into it."""
    for number, (path, data) in enumerate(vault.notes().items()):
        if not data.startswith((b"---", b"\xef\xbb\xbf")):
            (vault.root / path).write_bytes(FRONTS[number % (len(FRONTS) - 1)].encode() + data)


def test_the_note_that_all_began_with(shared: Path, make_vault: Callable[[dict[str, str]], Vault]) -> None:
    vault = make_vault({})
    shutil.copytree(shared / "seed", vault.root / "seed")
    assert grade_everything_and_undo(vault) >= 55
