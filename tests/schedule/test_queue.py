"""The order of a day's cards."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studycli.schedule.catchup import spread
from studycli.schedule.queue import DueCard, Limits, NewCard, build_queue, most_overdue_first

DAY = date(2026, 3, 1)
ALL = Limits(new=1000, reviews=1000)


def due(name: str, note: str, overdue: int = 0, interval: int = 10) -> DueCard:
    return DueCard(name, note, DAY - timedelta(days=overdue), interval)


@st.composite
def vaults(draw: st.DrawFn) -> tuple[list[DueCard], list[NewCard]]:
    """Return due and new cards of a few notes."""
    notes = st.sampled_from("ABC")
    reviews = draw(st.lists(st.tuples(notes, st.integers(0, 40), st.integers(1, 40)), max_size=20))
    new = draw(st.lists(notes, max_size=20))
    return (
        [due(f"d{number}", *card) for number, card in enumerate(reviews)],
        [NewCard(f"n{number}", note) for number, note in enumerate(new)],
    )


def test_the_most_overdue_relative_to_its_interval_comes_first() -> None:
    """Two days late on three outweigh ten late on a hundred."""
    cards = [due("late", "A", 10, 100), due("today", "B"), due("weak", "C", 2, 3)]
    assert build_queue(cards, [], ALL, DAY) == ["weak", "late", "today"]


def test_new_cards_are_mixed_in_evenly_behind_reviews() -> None:
    cards = [due(f"d{number}", f"D{number}", 10 - number) for number in range(6)]
    new = [NewCard("n0", "N0"), NewCard("n1", "N1")]
    assert build_queue(cards, new, ALL, DAY) == ["d0", "d1", "n0", "d2", "d3", "n1", "d4", "d5"]
    assert build_queue(cards[:1], new, ALL, DAY) == ["d0", "n0", "n1"]


def test_limits_take_the_most_overdue_and_the_first_new() -> None:
    cards = [due("a", "A", 1), due("b", "B", 3), due("c", "C", 2)]
    new = [NewCard("n0", "N0"), NewCard("n1", "N1")]
    assert build_queue(cards, new, Limits(new=1, reviews=2), DAY) == ["b", "n0", "c"]
    assert build_queue(cards, new, Limits(new=-1, reviews=0), DAY) == []


def test_cards_of_one_note_stand_apart() -> None:
    cards = [due("a1", "A", 5), due("a2", "A", 4), due("a3", "A", 3), due("b", "B", 2), due("c", "C", 1)]
    assert build_queue(cards, [], ALL, DAY) == ["a1", "b", "a2", "c", "a3"]


def test_the_order_depends_on_day_and_seed_alone() -> None:
    cards = [due(f"d{number}", f"D{number}") for number in range(30)]
    first = build_queue(cards, [], ALL, DAY, 1)
    assert build_queue(cards[::-1], [], ALL, DAY, 1) == first
    assert build_queue(cards, [], ALL, DAY, 2) != first


@given(vaults(), st.integers(0, 9))
def test_a_queue_holds_each_card_once(vault: tuple[list[DueCard], list[NewCard]], seed: int) -> None:
    reviews, new = vault
    assert sorted(build_queue(reviews, new, ALL, DAY, seed)) == sorted(card.id for card in [*reviews, *new])


@given(vaults())
def test_neighbours_share_a_note_only_where_no_other_is_left(
    vault: tuple[list[DueCard], list[NewCard]],
) -> None:
    note_of = {card.id: card.note for card in [*vault[0], *vault[1]]}
    notes = [note_of[card] for card in build_queue(*vault, ALL, DAY)]
    for place, (one, other) in enumerate(pairwise(notes)):
        if one == other:
            assert set(notes[place:]) == {one}


@given(vaults(), st.integers(-1, 25), st.integers(0, 9))
def test_a_limit_takes_the_first_of_the_whole_order(
    vault: tuple[list[DueCard], list[NewCard]], most: int, seed: int
) -> None:
    whole = [card.id for card in most_overdue_first(vault[0], DAY, seed)]
    assert set(build_queue(vault[0], [], Limits(new=0, reviews=most), DAY, seed)) == set(
        whole[: max(most, 0)]
    )


def test_a_backlog_is_spread_the_weakest_first() -> None:
    cards = [
        due("strong", "A", 1, 100),
        due("weak", "B", 8, 2),
        due("middle", "C", 5, 10),
        due("later", "D", -1),
    ]
    dates = {"weak": DAY, "middle": DAY + timedelta(days=1), "strong": DAY + timedelta(days=2)}
    assert list(spread(cards, 3, DAY).items()) == list(dates.items())
    assert spread(cards, 7, DAY) == dates
    assert set(spread(cards, 1, DAY).values()) == {DAY}
    assert spread([], 7, DAY) == {}


@given(st.integers(1, 60), st.integers(1, 10))
def test_a_backlog_is_spread_in_equal_days(count: int, days: int) -> None:
    """Days differ by one card at most, and the later a day the stronger its cards."""
    cards = [due(str(number), "A", number + 1) for number in range(count)]
    dates = list(spread(cards, days, DAY).values())
    sizes = [dates.count(DAY + timedelta(days=day)) for day in range(min(days, count))]
    assert dates == sorted(dates)
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1
