"""``mastery = "fsrs"``: a note's mastery is what the package fsrs, fed with the same answers, foretells."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from math import exp, expm1
from typing import TYPE_CHECKING, Any

import pytest
from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Vault

    from studycli.collection import Collection

DAY = date(2026, 11, 23)
PACKAGE = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
RATINGS = dict(enumerate((Rating.Again,) * 3 + (Rating.Hard, Rating.Good, Rating.Easy)))
HEAD = "---\nlast_reviewed: null\nnext_review: null\nreview_count: 0\nmastery_level: 0.0\n---\n# Note\n\n"
ONE = f"{HEAD}## What is Adam?\nMomentum.\n"
TWO = f"{ONE}\n## What is SGD?\nA step against the gradient.\n"
ADOPTED = """\
---
last_reviewed: 2026-11-01
next_review: 2026-11-21
review_count: 3
difficulty: easy
mastery_level: 0.6
---
# Reviewed before

## What is dropout?
Units left out at random.

## What is early stopping?
Stopping where the validation loss rises.
"""


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def by_package(answers: list[tuple[date, int]], card: Card | None = None) -> float:
    """Return the recall 30 days after the last answer, by the package alone."""
    card = card or Card(card_id=1)
    for day, grade in answers:
        card, _ = PACKAGE.review_card(card, RATINGS[grade], midnight(day))
    assert card.last_review is not None
    return PACKAGE.get_card_retrievability(card, card.last_review + timedelta(days=30))


def known_before(interval: int, ease: float, last: date) -> Card:
    """Return the package's card with what SM-2 knows, as memory_state_from_sm2 of fsrs-rs turns it over."""
    w8, w9, w10 = DEFAULT_PARAMETERS[8:11]
    difficulty = 11 - (ease - 1) / (exp(w8) * interval**-w9 * expm1(w10 * 0.1))
    return Card(1, State.Review, None, float(interval), difficulty, midnight(last), midnight(last))


def level(vault: Vault, note: str = "note.md") -> float:
    """Return the mastery that a note's frontmatter says."""
    return float(vault.front(note)["mastery_level"])


@pytest.fixture
def open_at(make_vault: Callable[[dict[str, str]], Vault]) -> Callable[..., tuple[Vault, Collection]]:
    """Return a maker of vaults of one note, opened with the setting."""

    def make(note: str) -> tuple[Vault, Collection]:
        vault = make_vault({"note.md": note})
        return vault, vault.open(DAY, mastery="fsrs")

    return make


def on(vault: Vault, day: date) -> Collection:
    return vault.reopen(day, mastery="fsrs")


@pytest.mark.parametrize(
    "answers",
    [
        [(0, 4)],
        [(0, 5)],
        [(0, 3), (0, 4)],  # a repeat on the same day
        [(0, 4), (1, 5), (7, 3)],
        [(0, 4), (1, 4), (7, 1), (7, 4), (20, 5)],
        [(0, 1), (3, 4), (300, 5)],
    ],
)
def test_a_notes_mastery_is_the_packages_recall_after_30_days(
    open_at: Any, answers: list[tuple[int, int]]
) -> None:
    vault, study = open_at(ONE)
    fed = []
    for days, grade in answers:
        day = DAY + timedelta(days)
        study = on(vault, day)
        study.answer(vault.find(study, "Adam"), grade)
        fed.append((day, grade))
        passed = any(grade >= 3 for _, grade in fed)
        assert level(vault) == (round(by_package(fed), 2) if passed else 0.0)


def test_it_is_the_mean_over_the_cards_new_and_never_passed_ones_as_nothing(open_at: Any) -> None:
    vault, study = open_at(TWO)
    adam, sgd = (vault.find(study, words) for words in ("Adam", "SGD"))
    study.answer(adam, 5)
    first = by_package([(DAY, 5)])
    assert level(vault) == round(first / 2, 2)
    study.answer(sgd, 1)
    assert level(vault) == round(first / 2, 2)
    later = DAY + timedelta(1)
    study = on(vault, later)
    study.answer(sgd, 4)
    assert level(vault) == round((first + by_package([(DAY, 1), (later, 4)])) / 2, 2)


def test_an_answer_that_left_the_note_counts_from_the_next_one_on(open_at: Any) -> None:
    vault, study = open_at(ONE)
    adam = vault.find(study, "Adam")
    study.answer(adam, 4)
    before = vault.text("note.md")
    later = DAY + timedelta(1)
    study = on(vault, later)
    study.answer(adam, 5, cram=True)
    assert vault.text("note.md") == before
    study.answer(adam, 4)
    assert level(vault) == round(by_package([(DAY, 4), (later, 5), (later, 4)]), 2)


def test_a_card_whose_schedule_is_only_in_the_frontmatter_begins_with_its_interval(open_at: Any) -> None:
    """The sibling that was not answered has it whole: recall is 0.9 after its 20 days."""
    vault, study = open_at(ADOPTED)
    study.answer(vault.find(study, "dropout"), 4)
    before = known_before(20, 2.6, date(2026, 11, 1))
    other = PACKAGE.get_card_retrievability(before, midnight(date(2026, 12, 1)))
    assert level(vault) == round((by_package([(DAY, 4)], before) + other) / 2, 2)
    vault.close()
    (vault.root / ".study" / "index.db").unlink()
    later = DAY + timedelta(1)
    study = on(vault, later)
    study.answer(vault.find(study, "dropout"), 4)
    assert level(vault) == round((by_package([(DAY, 4), (later, 4)], before) + other) / 2, 2)


def test_a_reworded_card_keeps_its_memory(open_at: Any) -> None:
    vault, study = open_at(ONE)
    study.answer(vault.find(study, "Adam"), 5)
    vault.write("note.md", vault.text("note.md").replace("What is Adam?", "What is the Adam?"))
    later = DAY + timedelta(5)
    study = on(vault, later)
    study.answer(vault.find(study, "the Adam"), 4)
    assert level(vault) == round(by_package([(DAY, 5), (later, 4)]), 2)


def test_undo_restores_the_note_to_the_byte(open_at: Any) -> None:
    vault, study = open_at(TWO)
    texts = [vault.text("note.md")]
    for words, grade in (("Adam", 4), ("SGD", 3), ("SGD", 4)):
        study.answer(vault.find(study, words), grade)
        texts.append(vault.text("note.md"))
    assert len(set(texts)) == 4
    for text in reversed(texts[:-1]):
        study.undo()
        assert vault.text("note.md") == text


def test_a_note_changed_by_hand_since_gets_the_mastery_without_the_answer(open_at: Any) -> None:
    vault, study = open_at(ONE)
    adam = vault.find(study, "Adam")
    study.answer(adam, 4)
    later = DAY + timedelta(4)
    study = on(vault, later)
    study.answer(adam, 5)
    vault.write("note.md", vault.text("note.md").replace("review_count: 2", "review_count: 9"))
    study.undo()
    assert vault.front("note.md")["review_count"] == "8"
    assert level(vault) == round(by_package([(DAY, 4)]), 2)


def test_a_note_says_sm2s_mastery_until_it_is_answered_with_the_setting(open_at: Any) -> None:
    vault, _ = open_at(ONE)
    study = vault.reopen(DAY)
    adam = vault.find(study, "Adam")
    study.answer(adam, 5)
    assert level(vault) == round(0.9**30, 2)
    study = on(vault, DAY + timedelta(1))
    assert level(vault) == round(0.9**30, 2)
    study.answer(adam, 5)
    assert level(vault) == round(by_package([(DAY, 5), (DAY + timedelta(1), 5)]), 2)


SESSION = """
import sys
from datetime import UTC, date, datetime
from studycli.clock import Clock
from studycli.collection import Collection
from studycli.settings import Settings
at = datetime(2026, 11, 23, 12, tzinfo=UTC)
with Collection.open(sys.argv[1], Settings(mastery=sys.argv[2]), Clock(at.date(), at), {}) as study:
    study.answer(study.cards()[0].id, 4)
    study.undo()
wanted = {"fsrs", "studycli.schedule.memory", "studycli.report.trace", "studycli.collection.memories"}
print(len(wanted & set(sys.modules)))
"""


@pytest.mark.parametrize(("model", "loaded"), [("sm2", "0"), ("fsrs", "4")])
def test_fsrs_is_loaded_only_where_it_is_set(
    make_vault: Callable[[dict[str, str]], Vault], model: str, loaded: str
) -> None:
    root = make_vault({"note.md": ONE}).root
    command = [sys.executable, "-c", SESSION, str(root), model]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == loaded
