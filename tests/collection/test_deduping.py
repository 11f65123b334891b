"""`study dedupe` on a vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studycli.errors import WriteError

Made = Callable[[dict[str, str]], Any]

ANSWER = "Its gradient is the error and does not vanish."
NOTES = {
    "a.md": f"# A\n\n## Why use cross-entropy?\n\n{ANSWER}\n\n## What is Adam?\n\nMoments of the gradient.\n",
    "b.md": f"# B\n\n## 1. Why is cross-entropy used?\n\n{ANSWER}\n",
    "c.md": "# C\n\n## What is SGD?\n\nA step.\n\n## What is Adam?\n",
}


@pytest.fixture
def vault(make_vault: Made) -> Any:
    return make_vault(NOTES)


def prompts(collection: Any) -> list[list[str]]:
    return [[f"{card.note}: {card.prompt}" for card in group.cards] for group in collection.duplicates()]


BOTH = ["a.md: Why use cross-entropy?", "b.md: Why is cross-entropy used?"]
ADAM = ["a.md: What is Adam?", "c.md: What is Adam?"]


def test_groups_come_with_their_answers(vault: Any) -> None:
    with vault.open() as collection:
        assert prompts(collection) == [BOTH, ADAM]
        first, second = collection.duplicates()
        assert [answer.strip() for answer in first.answers] == [ANSWER, ANSWER]
        assert (first.likeness, second.answers[1]) == (1.0, "")
        assert len(collection.duplicates(1.0)) == 1


def test_the_card_that_is_known_best_comes_first(vault: Any) -> None:
    with vault.open() as collection:
        collection.answer(vault.find(collection, "Why is cross-entropy used"), 5)
        assert prompts(collection)[0] == BOTH[::-1]


def test_keeping_one_sets_the_others_aside_and_one_undo_takes_it_back(vault: Any) -> None:
    with vault.open() as collection:
        group = collection.duplicates()[0]
        assert collection.suspend_all([card.id for card in group.cards]).cards == tuple(
            card.id for card in group.cards
        )
        assert collection.suspend_all([group.cards[0].id]).cards == ()
        assert prompts(collection) == [ADAM]
        undone = collection.undo()
        assert undone.cards == tuple(card.id for card in group.cards)
        assert prompts(collection) == [BOTH, ADAM]


def test_keeping_all_is_remembered_also_when_a_card_gets_another_id(vault: Any) -> None:
    with vault.open() as collection:
        collection.answer(vault.find(collection, "Why use cross-entropy"), 4)
        collection.keep_all([card.id for card in collection.duplicates()[0].cards])
        assert prompts(collection) == [ADAM]
    file = vault.root / ".study" / "dedupe.jsonl"
    assert file.read_text("utf-8").startswith('{"cards":["')
    assert file.read_text("utf-8").endswith('"],"day":"2026-11-23"}\n')
    vault.write("a.md", NOTES["a.md"].replace("Why use cross-entropy?", "Why use the cross-entropy?"))
    with vault.open() as collection:
        assert prompts(collection) == [ADAM]


def test_torn_lines_cost_only_the_asking(vault: Any) -> None:
    (vault.root / ".study").mkdir()
    (vault.root / ".study" / "dedupe.jsonl").write_bytes(b'{"cards":["x"\xff\nnull\n{"cards"')
    with vault.open() as collection:
        collection.keep_all([card.id for card in collection.duplicates()[0].cards])
        assert prompts(collection) == [ADAM]


def test_a_file_that_cannot_be_read_is_told(vault: Any) -> None:
    (vault.root / ".study" / "dedupe.jsonl").mkdir(parents=True)
    with vault.open() as collection:
        assert prompts(collection) == [BOTH, ADAM]
        with pytest.raises(WriteError, match="Nothing was saved"):
            collection.keep_all(["a", "b"])
