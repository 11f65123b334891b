"""What an answer is made of, each piece with its lines in the note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.quiz.pieces import Answer, split_label


def test_a_list_knows_its_items_their_labels_and_the_words_that_announce_it() -> None:
    answer = Answer("Ways:\n1. **Grid**: all points\n2. **Random**: some\n   - cheap\n   - wide", 10)
    (found,) = answer.lists
    assert (found.lead, found.ordered, found.first, found.last) == ("Ways:", True, 11, 14)
    assert [(item.label, item.body, item.first, item.last) for item in found.items] == [
        ("Grid", "all points", 11, 11),
        ("Random", "some", 12, 14),
    ]
    assert [item.text for item in found.items[1].nested] == ["cheap", "wide"]


@pytest.mark.parametrize(
    ("text", "label", "body", "is_bold"),
    [
        ("**快**：不慢", "快", "不慢", True),
        ("**fast:** not slow", "fast", "not slow", True),
        ("**只有标签**：", "只有标签", "", True),
        ("可微性：有梯度", "可微性", "有梯度", False),
        ("no label here", "", "no label here", False),
        ("比例 3:1 最好", "", "比例 3:1 最好", False),
    ],
)
def test_an_item_is_parted_at_its_label(text: str, label: str, body: str, is_bold: bool) -> None:
    assert split_label(text) == (label, body, is_bold)


def test_a_sentence_ends_at_its_mark_and_knows_its_lines() -> None:
    answer = Answer("第一句，没完。第二句\n还有一行。", 5)
    assert [(each.text, each.first, each.last) for each in answer.sentences] == [
        ("第一句，没完。", 5, 5),
        ("第二句 还有一行。", 5, 6),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is small, e.g. Ten or so.",
        "Minimise $f(x)! + 1$ over x.",
        'See <img src="a?b. C"> for it.',
        "Call `f(a). B` once.",
        "A [link. Here](http://a.b/c?d) ends.",
    ],
)
def test_nothing_within_a_formula_code_tag_or_abbreviation_ends_a_sentence(text: str) -> None:
    assert [each.text for each in Answer(text, 1).sentences] == [text]


def test_the_last_character_of_an_answer_belongs_to_its_last_sentence() -> None:
    assert [each.text for each in Answer("房价预测、评分预测", 1).sentences] == ["房价预测、评分预测"]


def test_formulas_are_found_outside_of_code_with_their_lines() -> None:
    answer = Answer("At $x$:\n$$\ny = x\n$$\n```\n$no$\n```", 3)
    assert [(each.latex, each.first, each.last, each.display) for each in answer.formulas] == [
        ("x", 3, 3, False),
        ("y = x", 4, 6, True),
    ]


def test_code_is_its_text_without_fences_and_indent() -> None:
    answer = Answer("- item\n  ```python\n  x = 1\n    y\n  ```", 1)
    assert [(each.language, each.text, each.first, each.last) for each in answer.code] == [
        ("python", "x = 1\n  y", 3, 4)
    ]


def test_a_table_has_plain_cells_and_the_line_of_its_head() -> None:
    answer = Answer("Below:\n\n| a | **b** |\n|---|---|\n| 1 | x \\| y |", 7)
    (table,) = answer.tables
    assert (table.head, table.rows, table.first) == (("a", "b"), (("1", "x | y"),), 9)
    assert [each.text for each in answer.sentences] == ["Below:"]


def test_whole_lines_are_cut_by_their_lines_in_the_note() -> None:
    assert Answer("a\nb\nc", 4).slice(5, 6) == "b\nc"


@given(
    st.lists(st.sampled_from(["一句。", "Two. ", "$a. B$", "\n", "**l**：r", "- i\n", "> q\n"]), max_size=12)
)
def test_every_sentence_stands_in_the_answer_on_the_lines_that_it_names(parts: list[str]) -> None:
    text = "".join(parts)
    answer = Answer(text, 1)
    for sentence in answer.sentences:
        lines = answer.slice(sentence.first, sentence.last)
        assert "".join(sentence.text.split()) in "".join(lines.split())
