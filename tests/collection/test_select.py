"""What is asked: limits of the day, filters, order, and what is left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from studycli.collection import Counts, QueueOptions
from studycli.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Vault

    from studycli.collection import Collection

TODAY = date(2026, 11, 23)


def note(count: int, *, name: str = "n", front: str = "") -> str:
    return f"{front}# {name}\n" + "".join(f"\n## What is {name} {n}?\nIt is {n}.\n" for n in range(count))


def notes_of(study: Collection, queue: list[str]) -> list[str]:
    return [study.card(card).note for card in queue]


def test_new_cards_are_asked_up_to_the_days_limit(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault({"a.md": note(30)}).open(new_per_day=5)
    assert len(study.queue()) == 5
    assert study.counts() == Counts(due=0, new=5, new_total=30, cards=30, notes=1)
    for card in study.queue()[:3]:
        study.answer(card, 4)
    assert len(study.queue()) == 2
    assert study.counts().new == 2


def test_a_repeat_takes_nothing_from_the_limit(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault({"a.md": note(9)}).open(new_per_day=5)
    card = study.queue()[0]
    for grade in (1, 2, 4):
        study.answer(card, grade)
    assert len(study.queue()) == 4


def test_reviews_have_a_limit_of_their_own(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    vault = make_vault({"a.md": note(9)})
    study = vault.open()
    for card in study.queue():
        study.answer(card, 4)
    later = vault.reopen(TODAY + timedelta(days=1), reviews_per_day=4)
    assert len(later.queue()) == 4
    assert later.counts() == Counts(due=4, due_total=9, cards=9, notes=1)
    later.answer(later.queue()[0], 4)
    assert len(later.queue()) == 3


def test_reviews_come_first_and_new_cards_between_them(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    vault = make_vault({f"{name}.md": note(4, name=name) for name in "abcd"})
    study = vault.open()
    for name in "ab":
        for card in study.queue(QueueOptions(note=name)):
            study.answer(card, 4)
    later = vault.reopen(TODAY + timedelta(days=1))
    queue = later.queue()
    kinds = ["due" if later.card(card).state else "new" for card in queue]
    assert (kinds[0], kinds.count("due"), kinds.count("new")) == ("due", 8, 8)
    assert "new" in kinds[:3]


def test_new_cards_of_two_notes_take_turns(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault({f"{name}.md": note(40, name=name) for name in "abc"}).open(new_per_day=6)
    assert notes_of(study, study.queue()) == ["a.md", "b.md"] * 3


def test_one_note_alone_fills_the_day(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault({"a.md": note(40), "b.md": note(1, name="b")}).open(new_per_day=6)
    queue = study.queue()
    assert notes_of(study, queue).count("a.md") == 5
    assert len(queue) == 6


def test_the_order_is_that_of_day_and_seed(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    vault = make_vault({f"{name}.md": note(5, name=name) for name in "abcd"})
    study = vault.open()
    for card in study.queue():
        study.answer(card, 4)
    later = vault.reopen(TODAY + timedelta(days=1))
    assert later.queue() == later.queue(QueueOptions(seed=0))
    assert later.queue() != later.queue(QueueOptions(seed=1))
    assert sorted(later.queue()) == sorted(later.queue(QueueOptions(seed=1)))


@pytest.mark.parametrize(
    ("options", "prompts"),
    [
        (QueueOptions(tag="dl"), 3),
        (QueueOptions(tag="#DL/loss"), 3),
        (QueueOptions(tag="opt"), 2),
        (QueueOptions(note="Optimisers"), 2),
        (QueueOptions(note="dl/loss.md"), 3),
        (QueueOptions(path="dl"), 3),
        (QueueOptions(path="bare.md"), 1),
        (QueueOptions(path="dl", tag="dl"), 3),
        (QueueOptions(path=".", note="loss"), 3),
        (QueueOptions(limit=2), 2),
        (QueueOptions(new=False), 0),
    ],
)
def test_filters_leave_what_fits(vault: Vault, options: QueueOptions, prompts: int) -> None:
    assert len(vault.open().queue(options)) == prompts


def test_counts_follow_the_filters(vault: Vault) -> None:
    study = vault.open()
    assert study.counts(QueueOptions(tag="dl")) == Counts(new=3, new_total=3, cards=3, notes=1)
    assert study.counts(QueueOptions(new=False)).new == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (QueueOptions(tag="dll"), "No card has the tag 'dll'. Did you mean 'dl'?"),
        (
            QueueOptions(note="optimizers"),
            "No note is called 'optimizers'. Did you mean 'Optimisers' or 'opt.md'?",
        ),
        (QueueOptions(path="lost.md"), "There is no note at 'lost.md'. Did you mean 'dl/loss.md'?"),
        (QueueOptions(path="dl", note="opt"), "No note is called 'opt'. Did you mean 'loss.md'?"),
    ],
)
def test_what_matches_nothing_is_told_with_the_nearest(
    vault: Vault, options: QueueOptions, sentence: str
) -> None:
    study = vault.open()
    for act in (study.queue, study.counts):
        with pytest.raises(FilterError) as error:
            act(options)
        assert str(error.value).startswith(sentence[: sentence.index(" Did")])


def test_a_tag_in_two_spellings_is_one_tag(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault(
        {
            "a.md": note(1, name="a", front="---\ntags: [ML/x]\n---\n"),
            "b.md": note(1, name="b", front="---\ntags: [ml]\n---\n"),
        }
    ).open()
    assert len(study.queue(QueueOptions(tag="ml"))) == 2
    assert study.tags() == ["ML/x", "ml"]


def test_leeches_are_found_by_their_tag(vault: Vault) -> None:
    study = vault.open(leech_lapses=1)
    assert study.queue(QueueOptions(tag="leech", cram=True)) == []
    card = vault.find(study, "Adam")
    study.answer(card, 1)
    assert study.queue(QueueOptions(tag="leech", cram=True)) == [card]
    assert study.counts(QueueOptions(tag="leech")).cards == 1


def test_ahead_asks_what_falls_due_within_some_days(vault: Vault) -> None:
    study = vault.open()
    card = vault.find(study, "Adam")
    study.answer(card, 4)
    assert card not in study.queue()
    assert card in study.queue(QueueOptions(ahead=1))
    assert study.tomorrow() == 1


def test_cram_asks_everything_but_what_is_suspended(vault: Vault) -> None:
    study = vault.open(new_per_day=0)
    first, second, third = (vault.find(study, words) for words in ("Adam", "SGD", "Huber"))
    study.answer(first, 4)
    study.suspend(second)
    study.bury(third)
    assert study.queue() == []
    crammed = study.queue(QueueOptions(cram=True))
    assert len(crammed) == 5
    assert {first, third} <= set(crammed)
    assert second not in crammed


def test_suspended_and_buried_cards_are_not_asked(vault: Vault) -> None:
    study = vault.open()
    first, second = vault.find(study, "Adam"), vault.find(study, "SGD")
    assert study.suspend(first).cards == (first,)
    assert study.bury(second).cards == (second,)
    assert {first, second}.isdisjoint(study.queue())
    assert {first, second}.isdisjoint(study.queue(QueueOptions(ahead=3)))
    assert study.counts() == Counts(new=4, new_total=4, suspended=1, buried=1, cards=6, notes=3)
    later = vault.reopen(TODAY + timedelta(days=1))
    assert second in later.queue()
    assert first not in later.queue()
    assert later.card(second).buried is None


def test_a_question_without_an_answer_is_asked_on_request(
    make_vault: Callable[[dict[str, str]], Vault],
) -> None:
    study = make_vault({"a.md": "# A\n\n## What is asked?\n\n## What is answered?\nThis.\n"}).open()
    empty = next(card.id for card in study.cards() if card.empty)
    assert empty not in study.queue()
    assert study.counts() == Counts(new=1, new_total=1, empty=1, cards=2, notes=1)
    assert empty in study.queue(QueueOptions(include_empty=True))
    assert study.content(empty).answer == ""


def test_where_siblings_are_buried_each_note_is_asked_once(
    make_vault: Callable[[dict[str, str]], Vault],
) -> None:
    vault = make_vault({f"{name}.md": note(4, name=name) for name in "abc"})
    study = vault.open(bury_siblings=True)
    assert sorted(notes_of(study, study.queue())) == ["a.md", "b.md", "c.md"]
    study.answer(study.queue()[0], 4)
    later = vault.reopen(TODAY + timedelta(days=1), bury_siblings=True)
    assert sorted(notes_of(later, later.queue())) == ["a.md", "b.md", "c.md"]


@pytest.mark.parametrize("bury_siblings", [False, True])
def test_the_counts_are_what_is_asked(
    make_vault: Callable[[dict[str, str]], Vault], bury_siblings: bool
) -> None:
    vault = make_vault({f"{name}.md": note(4, name=name) for name in "abcdef"})
    study = vault.open()
    for card in study.queue(QueueOptions(path="a.md")) + study.queue(QueueOptions(path="b.md")):
        study.answer(card, 4)
    for day in (TODAY, TODAY + timedelta(days=1)):
        study = vault.reopen(day, bury_siblings=bury_siblings, new_per_day=10, reviews_per_day=5)
        queue = study.queue()
        counts = study.counts()
        assert counts.due == sum(study.card(card).state is not None for card in queue)
        assert counts.due + counts.new == len(queue)


def test_an_empty_vault_has_nothing_to_ask(make_vault: Callable[[dict[str, str]], Vault]) -> None:
    study = make_vault({}).open()
    assert (study.queue(), study.counts(), study.cards(), study.check()) == ([], Counts(), [], [])
