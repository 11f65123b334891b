"""The drawing of questions for readers, and the count of what they judged."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

spec = importlib.util.spec_from_file_location("draw", Path(__file__).parent / "draw.py")
assert spec
assert spec.loader
draw: Any = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw)

QUESTIONS = [
    {
        "id": f"{form}{k}",
        "form": form,
        "note": "a.md",
        "line": k,
        "shown": "?",
        "answer": "!",
        "answer_lines": [[k, k]],
    }
    for form in ("list", "cloze")
    for k in range(5)
]


def test_draws_so_many_of_each_form() -> None:
    """Forms in their order, each question at most once, all of a form that has fewer."""
    assert [question["form"] for question in draw.draw(QUESTIONS, 3, 1)] == ["cloze"] * 3 + ["list"] * 3
    assert len({question["id"] for question in draw.draw(QUESTIONS, 9, 1)}) == 10


def test_the_seed_decides() -> None:
    """The same seed draws the same, whatever the order of what it draws from."""
    assert draw.draw(QUESTIONS, 3, 1) == draw.draw(QUESTIONS[::-1], 3, 1)
    assert draw.draw(QUESTIONS, 3, 1) != draw.draw(QUESTIONS, 3, 2)


def test_a_reader_sees_what_is_asked_and_what_is_right() -> None:
    assert list(draw.page([QUESTIONS[2] | {"hidden": "x"}])) == [
        "=== 1 · list · a.md:2 · answer 2-2 · list2",
        "?\n--- answer\n!",
        "--- hidden: x",
        "",
    ]


def test_wilson_interval() -> None:
    """81 of 263 gives 0.2553 to 0.3662, as published by Newcombe (1998), table I."""
    assert [round(bound, 4) for bound in draw.wilson(81, 263)] == [0.2553, 0.3662]


def test_counts_by_form_and_over_all() -> None:
    rows = list(draw.counts(["cloze\tfit", "cloze\tunfit\twhy", "", "list\tfit"]))
    assert [row.split(" | ")[:3] for row in rows[1:]] == [
        ["| cloze", "1", "2"],
        ["| list", "1", "1"],
        ["| all", "2", "3"],
    ]


def test_a_verdict_that_is_none_stops_the_count() -> None:
    with pytest.raises(KeyError):
        list(draw.counts(["cloze\tmaybe"]))
