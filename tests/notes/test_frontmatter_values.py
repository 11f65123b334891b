"""Values as people write them, understood and written back in their form."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.notes.frontmatter import values
from studycli.notes.frontmatter.forms import spelled

DAY = date(2025, 10, 19)


@pytest.mark.parametrize(
    "written",
    [
        "2025-10-19",
        "2025/10/19",
        "2025.10.19",
        "20251019",
        "2025年10月19日",
        "2025年10月19",
        " 2025-10-19 ",
        "2025-10-19 08:30",
        "2025-10-19T08:30:00",
        "2025-10-19T08:30:00.123Z",
        "2025-10-19 23:59:59 +08:00",
        "2025-10-19t8:30:00-0500",
        "[[2025-10-19]]",
        ["2025-10-19"],
        [["2025-10-19"]],
    ],
)
def test_reads_a_date(written: Any) -> None:
    """The date stands as written: a time and its zone don't move it."""
    assert values.date_of(written) == DAY


@pytest.mark.parametrize("written", ["2025-1-5", "2025/1/05", "2025年1月5日"])
def test_reads_a_date_without_zeros(written: str) -> None:
    assert values.date_of(written) == date(2025, 1, 5)


@pytest.mark.parametrize("nothing", ["", " ", "null", "NULL", "~", "None", "n/a", "-", [], {}, [""]])
def test_reads_nothing(nothing: Any) -> None:
    """Null has many spellings, other tools' and empty properties among them."""
    assert values.date_of(nothing) is None
    assert values.mastery_of(nothing) is None
    assert values.count_of(nothing) == 0
    assert values.difficulty_of(nothing) == ""
    assert values.study_of(nothing) is True


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "2025-13-01",
        "2025-02-30",
        "0000-01-01",
        "2025-10/19",
        "19.10.2025",
        "2025",
        ["a", "b"],
        {"date": "x"},
    ],
)
def test_refuses_what_is_no_date(written: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.date_of(written)


@pytest.mark.parametrize(("written", "count"), [("0", 0), ("7", 7), ("07", 7), ("3.0", 3), (["4"], 4)])
def test_reads_a_count(written: Any, count: int) -> None:
    assert values.count_of(written) == count


@pytest.mark.parametrize("written", ["-1", "1.5", "three", "3%", "1e9", "9" * 5000, "١", ["1", "2"]])
def test_refuses_what_is_no_count(written: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.count_of(written)


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("0", 0.0),
        ("0.0", 0.0),
        ("0.35", 0.35),
        (".5", 0.5),
        ("1", 1.0),
        ("1.0", 1.0),
        ("35", 0.35),
        ("100", 1.0),
        ("60%", 0.6),
        ("60 %", 0.6),
        ("60％", 0.6),
        ("1%", 0.01),
    ],
)
def test_reads_a_mastery(written: str, share: float) -> None:
    """To 1, to 100 or as a percentage; 1 alone is the whole."""
    assert values.mastery_of(written) == share


@pytest.mark.parametrize("written", ["-0.1", "101", "200%", "nan%", "inf", "good", ["0.1", "0.2"]])
def test_refuses_what_is_no_mastery(written: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.mastery_of(written)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("easy", "easy Easy EASY simple beginner 简单 容易 较易 低 入门 1 2 ⭐ ★★ 🟢easy"),
        ("medium", "medium Moderate 中等 中 一般 中等难度 3 ⭐⭐⭐ ★★★☆☆"),
        ("hard", "hard Difficult advanced 难 困难 较难 高 高级 4 5 ⭐️⭐️⭐️⭐️⭐️ (hard)"),
    ],
)
def test_reads_a_difficulty(name: str, words: str) -> None:
    """In English or Chinese, as a number or as stars; other signs beside the word don't matter."""
    assert {word: values.difficulty_of(word) for word in words.split()} == dict.fromkeys(words.split(), name)


@pytest.mark.parametrize("written", ["6", "0", "meh", "🙂", "⭐⭐⭐⭐⭐⭐", ["easy", "hard"], {"a": "b"}])
def test_refuses_what_is_no_difficulty(written: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.difficulty_of(written)


@pytest.mark.parametrize(
    ("written", "study"),
    [
        ("false", False),
        ("False", False),
        ("no", False),
        ("off", False),
        ("否", False),
        ("true", True),
        ("yes", True),
    ],
)
def test_reads_whether_to_study(written: str, *, study: bool) -> None:
    assert values.study_of(written) is study


def test_refuses_another_word_for_study() -> None:
    with pytest.raises(ValueError, match="neither true nor false"):
        values.study_of("perhaps")


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        (["a", "b/c"], ("a", "b/c")),
        (["#a", "machine learning", "1.10", "no"], ("a", "machine learning", "1.10", "no")),
        (["a", "", "null", "~", "a", [], ["b"]], ("a", "b")),
        ("a b  c/d", ("a", "b", "c/d")),
        ("#a #b", ("a", "b")),
        ("a, b c，d、e；f", ("a", "b c", "d", "e", "f")),
        ("深度学习/损失函数/", ("深度学习/损失函数",)),
        ("🔥", ("🔥",)),
        ("none", ("none",)),
        ([["a"]], ("a",)),
        ([["a"], ["b"]], ("a", "b")),
        (["one two"], ("one two",)),
        ("", ()),
        ("null", ()),
        ([], ()),
    ],
)
def test_reads_tags(written: Any, tags: tuple[str, ...]) -> None:
    """A list or one string; each tag once, without ``#``, nested tags whole."""
    assert values.tags_of(written) == tags


def test_keeps_the_tags_beside_odd_items() -> None:
    """An item that is a mapping costs only itself."""
    with pytest.raises(values.PartlyUnderstoodError) as caught:
        values.tags_of(["a", {"b": "c"}, ["d", "e"]])
    assert caught.value.known == ("a",)


def test_refuses_tags_that_are_a_mapping() -> None:
    with pytest.raises(ValueError, match="not one value"):
        values.tags_of({"a": "b"})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "2026-01-05"),
        ("null", "2026-01-05"),
        ("soon", "2026-01-05"),
        ("2025-10-19", "2026-01-05"),
        ("'2025-10-19'", "'2026-01-05'"),
        ('"2025-10-19"', '"2026-01-05"'),
        ("''", "'2026-01-05'"),
        ('"soon"', '"2026-01-05"'),
        ("2025/10/19", "2026/01/05"),
        ("'2025.1.9'", "'2026.01.05'"),
        ("20251019", "20260105"),
        ("2025年10月9日", "2026年01月05日"),
        ("2025-10-19 08:30:00", "2026-01-05"),
        ("'2025-10-19T08:30:00Z'", "'2026-01-05'"),
        ('"[[2025-10-19]]"', '"[[2026-01-05]]"'),
    ],
)
def test_writes_a_date_in_the_form_of_the_one_before(source: str, expected: str) -> None:
    """Quotes, separators and link brackets stay; a time goes, as it would be wrong."""
    assert spelled(date(2026, 1, 5), source) == expected


@pytest.mark.parametrize(
    ("value", "source", "expected"),
    [
        (3, "", "3"),
        (3, "2", "3"),
        (3, "'2'", "'3'"),
        (3, "null", "3"),
        (0.35, "", "0.35"),
        (0.0, "0.2", "0.0"),
        (0.5, "0.25", "0.5"),
        (1.0, "1", "1.0"),
        (0.349, "0.0", "0.35"),
        (0.35, "60%", "35%"),
        (0.29, "60％", "29％"),
        (0.0, "'60%'", "'0%'"),
        (0.29, "60", "29"),
        (1.0, "60", "100"),
        (0.01, "60", "0.01"),
        (0.35, "lots", "0.35"),
        (None, "'2025-10-19'", "null"),
        (None, "", "null"),
    ],
)
def test_writes_a_number_in_the_form_of_the_one_before(
    value: float | None, source: str, expected: str
) -> None:
    """Quotes, a percent sign and a scale to 100 stay, where the number can be read back."""
    assert spelled(value, source) == expected


FORMS = ["", "null", "'x'", '"x"', "2025/1/2", "'2025.01.02'", "20250102", "2025年1月2日", '"[[2025-01-02]]"']


@given(st.dates(), st.sampled_from(FORMS))
def test_a_written_date_is_read_back(day: date, source: str) -> None:
    assert values.date_of(spelled(day, source).strip("'\"")) == day


@given(st.integers(0, 100), st.sampled_from(["", "0", "0.5", "60", "60%", "'7％'", "lots"]))
def test_a_written_mastery_is_read_back(percent: int, source: str) -> None:
    assert values.mastery_of(spelled(percent / 100, source).strip("'\"")) == percent / 100
