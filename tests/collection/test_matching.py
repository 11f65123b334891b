"""Orphaned states find the cards that they became."""

from hypothesis import given
from hypothesis import strategies as st

from studycli.collection.matching import Known, match, plain

NOTES = {"a.md", "b.md"}


def known(note: str, *prompts: str, start: str) -> list[Known]:
    return [Known(f"{start}{place}", note, prompt) for place, prompt in enumerate(prompts)]


def test_a_reworded_prompt_of_the_same_note_is_the_same_card() -> None:
    orphans = known("a.md", "Why cross-entropy and not MSE?", start="old")
    fresh = known("a.md", "Why use cross-entropy and not the MSE?", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == [("old0", "new0")]


def test_a_prompt_with_little_in_common_is_another_card() -> None:
    orphans = known("a.md", "What is dropout?", start="old")
    fresh = known("a.md", "损失函数的数值稳定性", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == []


def test_another_existing_note_is_no_home_for_an_orphan() -> None:
    orphans = known("a.md", "What is dropout?", start="old")
    fresh = known("b.md", "What is dropout?", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == []


def test_an_index_built_anew_trusts_equal_prompts_only() -> None:
    orphans = known("a.md", "均方误差（MSE）的特点", "什么是 凸函数", start="old")
    fresh = known("a.md", "平均绝对误差（MAE）的特点", "什么是凸函数", "什么是 凸函数", start="new")
    assert match(orphans, fresh, NOTES, exact=True) == [("old1", "new2")]


def test_the_most_similar_pair_comes_first() -> None:
    orphans = known("a.md", "Uses of MSE", "Limits of MSE", start="old")
    fresh = known("a.md", "The limits of MSE", "Limits of the MSE", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == [("old1", "new1"), ("old0", "new0")]


def test_a_moved_note_takes_its_states_with_it() -> None:
    prompts = ("Adam", "SGD", "Momentum", "Nesterov")
    orphans = known("gone.md", *prompts, start="old")
    fresh = known("folder/new.md", "Adam", "SGD", "RMSProp", start="new")
    assert match(orphans, fresh, NOTES, exact=True) == [("old0", "new0"), ("old1", "new1")]


def test_a_note_with_less_than_half_of_the_prompts_is_another_note() -> None:
    orphans = known("gone.md", "Adam", "SGD", "Momentum", start="old")
    fresh = known("b.md", "Adam", "Weight decay", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == []


def test_of_two_new_notes_the_one_with_more_of_the_prompts_is_taken() -> None:
    orphans = known("gone.md", "Adam", "SGD", "Momentum", start="old")
    fresh = known("a.md", "Adam", "SGD", start="few") + known("b.md", "Adam", "SGD", "Momentum", start="all")
    pairs = match(orphans, fresh, NOTES, exact=False)
    assert pairs == [("old0", "all0"), ("old1", "all1"), ("old2", "all2")]


def test_twins_keep_their_order() -> None:
    orphans = known("gone.md", "Pros", "Pros", "Pros", start="old")
    fresh = known("b.md", "Pros", "Pros", "Pros", start="new")
    assert match(orphans, fresh, NOTES, exact=False) == [(f"old{n}", f"new{n}") for n in range(3)]


def test_width_case_and_spaces_do_not_tell_prompts_apart() -> None:
    assert plain("ＭＳＥ  的 Loss？") == plain("mse 的 loss?")


def test_a_prompt_is_compared_as_far_as_the_log_keeps_it() -> None:
    long = "为什么" * 100
    assert match(known("a.md", long[:200], start="o"), known("a.md", long, start="n"), NOTES, exact=True)


words = st.text("ab cd", min_size=1, max_size=8)
cards = st.lists(st.tuples(st.sampled_from(["a.md", "b.md", "gone.md"]), words), max_size=6)


@given(cards, cards, st.booleans())
def test_every_orphan_and_card_is_used_at_most_once(
    lost: list[tuple[str, str]], found: list[tuple[str, str]], exact: bool
) -> None:
    orphans = [Known(f"old{n}", *each) for n, each in enumerate(lost)]
    fresh = [Known(f"new{n}", *each) for n, each in enumerate(found) if each[0] in NOTES]
    pairs = match(orphans, fresh, NOTES, exact=exact)
    assert len({old for old, _ in pairs}) == len({new for _, new in pairs}) == len(pairs)
