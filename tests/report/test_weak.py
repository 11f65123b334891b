"""Weak spots by hand: lists of cards, forms, confusions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import Card, Confusion, WeakCard, WrongCard
from studycli.report.weak import FormCount, confusions, weak_card, weak_cards, wrong_card, wrong_forms
from studycli.report.wilson import share

TODAY = date(2026, 3, 1).toordinal()


def card(name: str, *, lapses: int = 0, due: int = 5, seen: int = 0, **other: bool) -> Card:
    """Return a card of stability 10 days, due and seen so many days from today."""
    found = Card(
        name,
        "a.md",
        (),
        10,
        TODAY + due,
        TODAY,
        2.5,
        3,
        lapses,
        True,
        False,
        10.0,
        5.0,
        TODAY + seen,
        9,
        2,
        60.0,
    )
    return found._replace(suspended=other.get("suspended", False), interval=0 if other.get("new") else 10)


def ids(cards: tuple[Card, ...]) -> list[str]:
    return [card.id for card in cards]


def test_leeches_are_those_that_failed_so_often_the_worst_first() -> None:
    cards = [card("a", lapses=7), card("b", lapses=8), card("c", lapses=12), card("d", lapses=8)]
    assert ids(weak_cards(cards, TODAY, 8, 9).leeches) == ["c", "b", "d"]
    assert ids(weak_cards(cards, TODAY, 8, 2).leeches) == ["c", "b"]
    assert weak_cards(cards, TODAY, 0, 9).leeches == ()


def test_the_lowest_recall_is_of_the_card_seen_longest_ago() -> None:
    cards = [card("a", seen=-1), card("b", seen=-30), card("c", seen=-10)]
    assert ids(weak_cards(cards, TODAY, 8, 2).lowest_recall) == ["b", "c"]


def test_the_longest_overdue_waits_for_most_days() -> None:
    cards = [card("a", due=-1), card("b", due=0), card("c", due=-9), card("d", due=-1)]
    assert ids(weak_cards(cards, TODAY, 8, 9).longest_overdue) == ["c", "a", "d"]


@pytest.mark.parametrize("why", ["suspended", "new"])
def test_new_and_suspended_cards_are_in_no_list(why: str) -> None:
    cards = [card("a", lapses=9, due=-9, seen=-9, **{why: True})]
    assert weak_cards(cards, TODAY, 8, 9) == ((), (), ())


def test_no_card_is_weak_where_there_is_none() -> None:
    assert weak_cards([], TODAY, 8, 5) == ((), (), ())


def test_a_weak_card_is_told_with_its_prompt() -> None:
    # seen as long ago as its stability: recall 0.9
    found = weak_card(card("a", lapses=9, due=-3, seen=-10), 12, "What is dL/dz?", TODAY)
    assert found == WeakCard("a", "a.md", 12, "What is dL/dz?", 10, 9, 3, pytest.approx(0.9))
    assert weak_card(card("a", due=2), 1, "", TODAY).overdue == 0


def test_forms_are_in_the_order_of_how_surely_they_are_wrong() -> None:
    """One of one is wrong at least in 0.21 of all answers, 30 of 60 in 0.38: see `wilson.share`."""
    counts = [
        FormCount("list", "a", 1, 1),
        FormCount("gradient", "a", 20, 10),
        FormCount("gradient", "b", 40, 20),
        FormCount("recall", "a", 9, 0),
    ]
    found = wrong_forms(counts, 5)
    assert [(form.form, form.wrong) for form in found] == [("gradient", share(30, 60)), ("list", share(1, 1))]
    assert [form.form for form in wrong_forms(counts, 1)] == ["gradient"]


def test_cards_of_a_form_are_in_the_order_of_their_wrong_answers() -> None:
    counts = [
        FormCount("list", "a", 9, 2),
        FormCount("list", "b", 4, 2),
        FormCount("list", "c", 9, 3),
        FormCount("list", "d", 9, 0),
    ]
    (form,) = wrong_forms(counts, 9)
    assert [count.card for count in form.cards] == ["c", "b", "a"]
    assert form.wrong == share(7, 31)  # the card that was never wrong counts in the share
    assert wrong_card(form.cards[0], "n.md", 3, "Name them") == WrongCard("c", "n.md", 3, "Name them", 3, 9)


def test_answers_of_no_known_form_are_in_none() -> None:
    assert wrong_forms([FormCount("", "a", 3, 3)], 5) == wrong_forms([], 5) == ()


def test_a_confusion_counts_either_way_round() -> None:
    pairs = [("hinge", "focal", 2), ("focal", "hinge", 3), ("mae", "mse", 5), ("mae", "mae", 9)]
    assert confusions(pairs, 5) == (Confusion("focal", "hinge", 5), Confusion("mae", "mse", 5))
    assert confusions(pairs, 1) == (Confusion("focal", "hinge", 5),)
    assert confusions([], 5) == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.integers(1, 9)), max_size=9))
def test_no_confusion_is_lost(pairs: list[tuple[str, str, int]]) -> None:
    found = confusions(pairs, 9)
    assert sum(pair.times for pair in found) == sum(times for one, other, times in pairs if one != other)
    assert all(pair.one < pair.other for pair in found)
