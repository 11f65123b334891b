"""Intervals, times, places and hints in few words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studycli.collection.values import CardRow
from studycli.terminal.counting import several
from studycli.terminal.hints import first_words, hint, labels
from studycli.terminal.wording import duration, interval, place, tail


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (1, "1d"),
        (99, "99d"),
        (100, "3.3mo"),
        (300, "9.9mo"),
        (364, "12mo"),
        (365, "1y"),
        (900, "2.5y"),
    ],
)
def test_an_interval_is_in_days_months_or_years(days: int, shown: str) -> None:
    assert interval(days) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (250, "4 min 10 s"), (3725, "1 h 2 min")],
)
def test_a_time_is_in_seconds_minutes_or_hours(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_one_card_is_singular_and_all_else_plural() -> None:
    assert [several(n, "card") for n in (0, 1, 2)] == ["0 cards", "1 card", "2 cards"]


@pytest.mark.parametrize(
    ("note", "title", "path", "prompt", "expected"),
    [
        ("a/损失.md", "损失", ("损失", "核心概念", "什么是损失"), "什么是损失", "a/损失.md › 核心概念"),
        ("losses.md", "Losses", ("Losses", "MSE"), "Why?", "losses.md › MSE"),
        ("losses.md", "Losses", (), "Why?", "losses.md"),
    ],
)
def test_a_place_leaves_out_the_title_and_what_the_prompt_repeats(
    make_card: Callable[..., CardRow],
    note: str,
    title: str,
    path: tuple[str, ...],
    prompt: str,
    expected: str,
) -> None:
    card = make_card("aaaa", prompt, note, title=title, heading_path=path, line=3)
    assert place(card, prompt) == expected
    assert place(card, prompt, line=True) == expected.replace(".md", ".md:3")


@pytest.mark.parametrize(
    ("width", "shown"),
    [(20, "a › 交叉熵"), (10, "a › 交叉熵"), (9, "…› 交叉熵"), (6, "…叉熵"), (5, "…叉熵"), (1, "…"), (0, "")],
)
def test_the_end_of_a_long_place_is_kept(width: int, shown: str) -> None:
    assert tail("a › 交叉熵", width) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), st.integers(0, 30))
def test_a_tail_always_fits(text: str, width: int) -> None:
    assert cell_len(tail(text, width)) <= width


def test_a_hint_is_the_labels_where_there_are_several() -> None:
    answer = "1. **交叉验证**：网格搜索\n2. **早停法**：验证集\n- **早停法**: again\n"
    assert labels(answer) == ["交叉验证", "早停法"]
    assert hint(answer) == "交叉验证 · 早停法"


def test_a_label_may_hold_names_and_formulas() -> None:
    assert labels("- **target_modules**: a\n- **范数 $\\ell_1$**：b\n- 3. **not a label\n") == [
        "target_modules",
        "范数 ℓ₁",
    ]


def test_a_label_loses_its_colon() -> None:
    assert labels("**Pros:** fast\n\n__特点：__\n") == ["Pros", "特点"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two three four five", "one two three four …"),
        ("one  two\nthree", "one two three"),
        ("one two three four", "one two three four"),
        ("交叉熵的梯度与误差成正比", "交叉熵的梯度与误 …"),
        ("MSE 的梯度很小，而且学习缓慢", "MSE 的梯度很小， …"),
        ("", ""),
    ],
)
def test_a_hint_is_else_the_first_words(text: str, shown: str) -> None:
    assert first_words(text) == shown
    assert hint(text) == shown
