"""Mastery and recall of cards and their groups, by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.report.model import MODELS, Card, DayRow, MasteryPart, Point, Standing, Topic
from studycli.report.standing import (
    card_mastery,
    card_recall,
    mastery_part,
    mean_over_time,
    topics_by_tag,
    weakest,
)

TODAY = date(2026, 3, 1).toordinal()
NEW = Card("new", "a.md", (), 0, 0, 0, 2.5, 0, 0, False, False, 0.0, 0.0, 0, 0, 0, 0.0)
# By SM-2 a card of 30 days has mastery 0.9. Answered as long ago as its stability, it has recall 0.9 today.
KNOWN = NEW._replace(
    id="known", interval=30, due=TODAY + 20, last=TODAY - 10, passed=True, stability=10.0, seen=TODAY - 10
)
# 0.9 ** (30 / 15) = 0.81; answered today, so that recall is 1.
FRESH = KNOWN._replace(id="fresh", interval=15, last=TODAY, seen=TODAY)


def row(day: int, gain: float, entered: int) -> DayRow:
    return DayRow(day, 1, 0, entered, 0, 0, 0.0, gain, entered)


def vault_standing(cards: list[Card], today: int, model: str) -> Standing:
    return mastery_part(cards, (), {}, today, model, 0).vault


def topics_by_folder(cards: list[Card], today: int, model: str) -> tuple[Topic, ...]:
    return mastery_part(cards, (), {}, today, model, 0).folders


def topics_by_note(cards: list[Card], today: int, model: str, titles: dict[str, str]) -> tuple[Topic, ...]:
    return mastery_part(cards, (), titles, today, model, 0).notes


def names(topics: tuple[Topic, ...]) -> dict[str, tuple[str, int, int]]:
    return {topic.name: (topic.title, topic.depth, topic.standing.cards) for topic in topics}


def test_mastery_by_sm2_is_recall_thirty_days_after_the_review() -> None:
    assert card_mastery(KNOWN, "sm2") == pytest.approx(0.9)
    assert card_mastery(FRESH, "sm2") == pytest.approx(0.81)
    assert card_mastery(NEW, "sm2") == 0


def test_a_card_never_passed_is_mastered_by_no_model() -> None:
    """One failure gives SM-2 an interval of a day and FSRS a memory: neither says that the card is known."""
    assert [card_mastery(KNOWN._replace(passed=False), model) for model in MODELS] == [0, 0]


def test_mastery_by_fsrs_is_its_curve_after_thirty_days() -> None:
    """A stability of 30 days means recall 0.9 after 30 days."""
    assert card_mastery(KNOWN._replace(stability=30.0), "fsrs") == pytest.approx(0.9)
    assert card_mastery(NEW, "fsrs") == 0


def test_recall_today_follows_the_forgetting_curve() -> None:
    assert card_recall(FRESH, TODAY) == 1
    assert card_recall(KNOWN, TODAY) == pytest.approx(0.9)
    assert card_recall(NEW, TODAY) == 0
    # R = (1 + F * t / S) ** -0.1542 with F = 0.9 ** (-1 / 0.1542) - 1 = 0.98035: t = 2 S gives 2.96069 ** -0.1542
    assert card_recall(KNOWN._replace(seen=TODAY - 20), TODAY) == pytest.approx(0.845885, abs=1e-6)


def test_an_answer_of_tomorrow_counts_as_one_of_today() -> None:
    assert card_recall(KNOWN._replace(seen=TODAY + 1), TODAY) == 1


def test_a_card_taken_over_from_its_note_has_its_interval_for_a_stability() -> None:
    taken = KNOWN._replace(stability=0.0, seen=0, last=TODAY - 30)
    assert card_recall(taken, TODAY) == pytest.approx(0.9)
    assert card_mastery(taken, "fsrs") == pytest.approx(0.9)


def test_a_card_only_practised_is_new() -> None:
    """A quiz feeds the memory and leaves the schedule: the card is among the new ones until it is learnt."""
    practised = NEW._replace(stability=5.0, seen=TODAY, answers=1)
    assert vault_standing([practised], TODAY, "sm2") == Standing(1, 0, 1, None, None)


def test_new_cards_are_counted_apart() -> None:
    standing = vault_standing([KNOWN, FRESH, NEW], TODAY, "sm2")
    assert (standing.cards, standing.seen, standing.new) == (3, 2, 1)
    assert standing.mastery == pytest.approx(0.855)  # (0.9 + 0.81) / 2
    assert standing.recall == pytest.approx(0.95)  # (0.9 + 1) / 2


def test_a_suspended_card_counts_as_any_other() -> None:
    assert vault_standing([KNOWN._replace(suspended=True)], TODAY, "sm2") == vault_standing(
        [KNOWN], TODAY, "sm2"
    )


def test_no_card_gives_no_mean() -> None:
    assert vault_standing([], TODAY, "sm2") == Standing(0, 0, 0, None, None)
    assert topics_by_tag([], TODAY, "sm2") == topics_by_folder([], TODAY, "sm2") == ()
    assert topics_by_note([], TODAY, "sm2", {}) == ()


def test_nested_tags_roll_up_and_count_a_card_once() -> None:
    cards = [
        KNOWN._replace(tags=("a/b", "a/c")),
        FRESH._replace(tags=("a/b/d",)),
        NEW._replace(tags=("a", "z")),
    ]
    assert names(topics_by_tag(cards, TODAY, "sm2")) == {
        "a": ("a", 0, 3),
        "a/b": ("b", 1, 2),
        "a/b/d": ("d", 2, 1),
        "a/c": ("c", 1, 1),
        "z": ("z", 0, 1),
    }
    assert topics_by_tag(cards, TODAY, "sm2")[1].standing.mastery == pytest.approx(0.855)


def test_a_tag_with_a_slash_too_many_is_the_tag_without() -> None:
    cards = [KNOWN._replace(tags=("a//b", "/c/", "/"))]
    assert list(names(topics_by_tag(cards, TODAY, "sm2"))) == ["a", "a/b", "c"]


def test_folders_hold_what_is_in_them_at_any_depth() -> None:
    cards = [KNOWN, FRESH._replace(note="x/b.md"), NEW._replace(note="x/y/c.md")]
    assert names(topics_by_folder(cards, TODAY, "sm2")) == {"x": ("x", 0, 2), "x/y": ("y", 1, 1)}


def test_notes_are_called_by_their_title_else_by_their_path() -> None:
    cards = [KNOWN, FRESH._replace(tags=("t",)), NEW._replace(note="x/b.md")]
    assert names(topics_by_note(cards, TODAY, "sm2", {"a.md": "损失函数"})) == {
        "a.md": ("损失函数", 0, 2),
        "x/b.md": ("x/b.md", 1, 1),
    }


def test_the_weakest_topic_is_recalled_least_with_new_cards_as_nothing() -> None:
    cards = [
        FRESH._replace(tags=("half",)),  # 1 of two cards: 0.5
        NEW._replace(tags=("half",)),
        KNOWN._replace(tags=("good",)),  # 0.9
        NEW._replace(tags=("none", "nil")),  # 0, by name
    ]
    found = weakest(topics_by_tag(cards, TODAY, "sm2"), (), 3)
    assert [topic.name for topic in found] == ["nil", "none", "half"]


def test_a_tag_is_not_told_beside_the_one_that_has_all_of_its_cards() -> None:
    cards = [
        NEW._replace(tags=("a/b/c",)),  # a, a/b and a/b/c have the same card
        NEW._replace(tags=("d/e",)),
        NEW._replace(tags=("d",)),  # d has one more than d/e
    ]
    found = weakest(topics_by_tag(cards, TODAY, "sm2"), (), 5)
    assert [topic.name for topic in found] == ["a/b/c", "d", "d/e"]


def test_notes_stand_in_where_no_card_has_a_tag() -> None:
    notes = topics_by_note([KNOWN], TODAY, "sm2", {})
    assert weakest((), notes, 5) == notes
    assert weakest((), (), 5) == ()


def test_mastery_over_time_is_what_was_gained_over_the_cards_that_entered() -> None:
    rows = [row(TODAY, 0.5, 0), row(TODAY - 7, 0.5, 2), row(TODAY - 6, 0.5, 1)]
    # until a week ago 0.5 / 2; until today (0.5 + 0.5 + 0.5) / 3
    assert mean_over_time(rows, TODAY) == (
        Point(date(2026, 2, 22), 0.25),
        Point(date(2026, 3, 1), 0.5),
    )


def test_mastery_over_time_covers_the_last_year_and_knows_what_came_before() -> None:
    points = mean_over_time([row(TODAY - 5000, 0.5, 1), row(TODAY + 1, 0.5, 9)], TODAY)
    assert len(points) == 53
    assert (points[0], points[-1]) == (Point(date(2025, 3, 2), 0.5), Point(date(2026, 3, 1), 0.5))
    assert mean_over_time([], TODAY) == ()


def test_the_section_holds_all_of_it() -> None:
    cards = [KNOWN._replace(note="x/a.md", tags=("t",))]
    rows = [row(TODAY, 0.9, 1)]
    assert mastery_part(cards, rows, {}, TODAY, "sm2", 5, 2, 7) == MasteryPart(
        vault=vault_standing(cards, TODAY, "sm2"),
        model="sm2",
        tags=topics_by_tag(cards, TODAY, "sm2"),
        folders=topics_by_folder(cards, TODAY, "sm2"),
        notes=topics_by_note(cards, TODAY, "sm2", {}),
        weakest=topics_by_tag(cards, TODAY, "sm2"),
        gone_cards=2,
        gone_answers=7,
        over_time=(Point(date(2026, 3, 1), 0.9),),
    )


_CARDS = st.builds(
    lambda number, note, tags, interval, ago: (KNOWN if interval else NEW)._replace(
        id=f"{number}", note=note, tags=tuple(sorted(tags)), interval=interval, seen=TODAY - ago
    ),
    st.integers(0, 9),
    st.sampled_from(["a.md", "x/a.md", "x/y/b.md", "z/c.md"]),
    st.sets(st.sampled_from(["a", "a/b", "a/c", "d/e/f", "d"])),
    st.integers(0, 400),
    st.integers(0, 400),
)


@given(st.lists(_CARDS, max_size=12), st.sampled_from(["sm2", "fsrs"]))
def test_groups_are_sums_over_their_cards(cards: list[Card], model: str) -> None:
    """Each tag's standing is that of its cards picked one by one, and no mean leaves 0 to 1."""
    for topic in topics_by_tag(cards, TODAY, model):
        picked = [
            card
            for card in cards
            if any(tag == topic.name or tag.startswith(topic.name + "/") for tag in card.tags)
        ]
        seen = [card for card in picked if card.interval]
        assert (topic.standing.cards, topic.standing.seen) == (len(picked), len(seen))
        if seen:
            mean = sum(card_recall(card, TODAY) for card in seen) / len(seen)
            assert topic.standing.recall == pytest.approx(mean)
            assert 0 <= (topic.standing.mastery or 0.0) <= 1
    notes = topics_by_note(cards, TODAY, model, {})
    assert sum(topic.standing.cards for topic in notes) == len(cards)
