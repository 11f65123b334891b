"""Replay: states from entries, in whatever order they come."""

import random
from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from studycli.store.entry import Entry, Step, decode_steps, encode
from studycli.store.replay import Replay, replay

from .conftest import DAY, entry, state

CARDS = "abcd"


def numbered(entries: list[Entry]) -> list[Entry]:
    """Give entries ascending ids."""
    return [msgspec.structs.replace(one, id=f"{number:016x}-pc") for number, one in enumerate(entries, 1)]


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Draw a log of reviews, suspensions, flags, relinks and undos, with ascending ids."""
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 25))):
        kind = draw(
            st.sampled_from(["review", "repeat", "cram", "suspend", "bury", "flag", "relink", "undo", "move"])
        )
        card = draw(st.sampled_from(CARDS))
        fields: dict[str, object] = {"note": draw(st.sampled_from(["n.md", "m.md"]))}
        fields["state"] = draw(st.sampled_from([None, state(1), state(6, repetitions=2)]))
        fields["suspended"] = draw(st.booleans())
        fields["buried"] = draw(st.sampled_from([None, date(2026, 1, 2)]))
        if kind in ("review", "repeat", "cram"):
            fields["grade"] = draw(st.integers(0, 5))
            fields["wrote"] = draw(
                st.sampled_from([None, {"next_review": ("a", "b")}, {"review_count": ("1", "2")}])
            )
        if kind == "relink":
            fields["source"] = draw(st.sampled_from(CARDS))
        if kind == "undo":
            fields["undoes"] = f"{draw(st.integers(1, number + 1)):016x}-pc"
        entries.append(entry(card, kind, **fields))
    return numbered(entries)


def summary(result: Replay) -> tuple[object, ...]:
    """Return all that a replay says, comparable."""
    return (
        result.last,
        result.states,
        result.reviews,
        result.relinks,
        result.flags,
        result.wrote,
        {key: result.befores[key] for key in result.reviews},
    )


@given(histories())
def test_replay_equals_taking_the_entries_one_by_one(history: list[Entry]) -> None:
    folded = Replay()
    for one in history:
        folded.take([one])
    assert summary(replay(history)) == summary(folded)


@given(histories(), st.integers())
def test_any_order_and_any_repetition_of_entries_gives_the_same(history: list[Entry], seed: int) -> None:
    shuffled = history + history[::2]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    assert summary(replay(shuffled)) == summary(replay(history))


@given(histories())
def test_the_decoded_steps_replay_like_the_entries(history: list[Entry]) -> None:
    steps, problems = decode_steps(b"".join(map(encode, history)), "x")
    assert problems == []
    left, right = replay(steps), replay(history)
    assert {card: step.id for card, step in left.states.items()} == {
        card: one.id for card, one in right.states.items()
    }
    assert left.reviews.keys() == right.reviews.keys()
    assert all(isinstance(step, Step) for step in left.last.values())


def test_the_last_entry_of_a_card_is_its_state() -> None:
    first, second = numbered([entry("a", state=state(1)), entry("a", state=state(6))])
    assert replay([second, first]).states == {"a": second}


def test_a_review_taken_back_is_no_review() -> None:
    first, second = numbered([entry("a"), entry("a", "undo", undoes=f"{1:016x}-pc")])
    result = replay([first, second])
    assert result.reviews == {}
    assert result.states["a"].state is None


def test_a_card_is_new_again_after_its_first_review_was_taken_back() -> None:
    history = numbered([entry("a"), entry("a", "undo", undoes=f"{1:016x}-pc"), entry("a"), entry("a")])
    result = replay(history)
    before = [result.befores[key] for key in sorted(result.reviews)]
    assert [step.state for step in before if step] == [None, state()]


def test_a_relinked_card_takes_the_place_of_its_source() -> None:
    old, link = numbered([entry("a"), entry("b", "relink", source="a", state=state())])
    assert replay([old, link]).states == {"b": link}


def test_a_relink_taken_back_gives_the_source_its_state_again() -> None:
    history = numbered(
        [
            entry("a"),
            entry("b", "relink", source="a", state=state()),
            entry("b", "undo", undoes=f"{2:016x}-pc"),
        ]
    )
    assert replay(history).states == {"a": history[0], "b": history[2]}


def test_a_source_that_is_answered_again_lives_beside_its_successor() -> None:
    history = numbered([entry("a"), entry("b", "relink", source="a", state=state()), entry("a")])
    assert replay(history).states == {"a": history[2], "b": history[1]}


def test_a_logged_state_is_a_schedule() -> None:
    logged = state(6, repetitions=2)
    assert type(logged).of(logged.schedule()) == logged
    assert type(logged).of(None) is None
    assert logged.schedule().last == DAY
