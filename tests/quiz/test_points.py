"""The key points of an answer."""

from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.pieces import Answer
from studycli.quiz.points import MOST, brief_points, key_points


def points(text: str) -> tuple[str, ...]:
    return key_points(Answer(text, 1))


def test_items_and_sentences_are_points_in_the_order_of_the_note() -> None:
    assert points("A **set** of rules.\n\n**Why**:\n- *fast*: yes\n- small") == (
        "A set of rules.",
        "fast: yes",
        "small",
    )


def test_nested_items_stand_behind_a_label_that_says_nothing_else() -> None:
    assert points("1. **快**：\n   - 一步\n   - 两步\n2. **省**：不占内存") == (
        "快：一步",
        "快：两步",
        "省：不占内存",
    )


def test_an_item_with_text_of_its_own_stands_for_what_is_nested_in_it() -> None:
    assert points("- fast, for two reasons\n  - one\n- small") == ("fast, for two reasons", "small")


def test_rows_of_a_table_are_points_with_the_heads_of_their_columns() -> None:
    assert points("| way | cost | space |\n|---|---|---|\n| A | low | |\n| B | high | big |") == (
        "A: cost low",
        "B: cost high; space big",
    )


def test_a_display_formula_is_one_point_on_one_line() -> None:
    assert points("$$\nL = \\begin{cases} a \\\\\nb \\end{cases}\n$$") == (
        "$L = \\begin{cases} a \\\\ b \\end{cases}$",
    )


def test_code_and_pictures_give_no_points() -> None:
    assert points("```python\nx = 1\n```\n![p](q.png)") == ()


def test_a_line_that_only_announces_is_no_point() -> None:
    assert points("其中：\n\n**特点**：\n- 快") == ("快",)


def test_too_many_points_leave_the_sentences_out() -> None:
    text = "One. Two. Three.\n\n" + "\n".join(f"- item {k}" for k in range(7))
    assert points(text) == tuple(f"item {k}" for k in range(7))


def test_too_many_nested_points_leave_only_what_stands_above() -> None:
    text = "\n".join(f"- **label {k}**:\n  - a {k}\n  - b {k}" for k in range(5))
    assert points(text) == tuple(f"label {k}" for k in range(5))


def test_a_long_text_gives_its_first_points() -> None:
    assert points(" ".join(f"Sentence {k} stands." for k in range(12))) == tuple(
        f"Sentence {k} stands." for k in range(MOST)
    )


def test_brief_points_are_the_heads_of_the_items() -> None:
    assert brief_points(Answer("- **a**: long text\n  - nested\n- **b**:\n  - x", 1)) == ("a: long text", "b")


def test_brief_points_of_prose_are_its_key_points() -> None:
    assert brief_points(Answer("One thing.", 1)) == ("One thing.",)


PIECES = ["- a\n", "  - b\n", "1. **c**：d\n", "文字。", "Text. ", "$$x$$\n", "\n", "> q\n", "```\ncode\n```\n", "| a | b |\n|---|---|\n| c | d |\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_points_are_few_different_and_say_something(parts: list[str]) -> None:
    found = points("".join(parts))
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(point.strip() == point and any(map(str.isalnum, point)) for point in found)
