"""The frontmatter of a note that comes in: nothing that stands there is touched, what is missing is there after."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studycli.exchange.frontmatter import KEYS, Facts, complete
from studycli.notes.frontmatter import add, flow_list, read_meta, values_of
from studycli.notes.split import front_span
from studycli.schedule.adopt import state_from_frontmatter

FACTS = Facts(
    created=date(2025, 1, 2),
    tags=("ml/loss",),
    difficulty="",
    last_reviewed=None,
    next_review=date(2025, 3, 1),
    review_count=0,
    mastery=0.0,
)
REVIEWED = FACTS._replace(
    last_reviewed=date(2025, 2, 1),
    next_review=date(2025, 2, 9),
    review_count=3,
    mastery=0.674,
    difficulty="hard",
)

WHOLE = """\
---
created: '2025-01-02'
last_reviewed: null
next_review: '2025-03-01'
review_count: 0
difficulty: medium
mastery_level: 0.0
tags: [ml/loss]
related_outlines: []
---
"""


def test_a_note_without_frontmatter_gets_one_in_the_form_of_a_new_note() -> None:
    done = complete("# Loss\n\nText.\n", FACTS)
    assert done == (f"{WHOLE}# Loss\n\nText.\n", KEYS, ())


def test_what_the_source_knows_of_the_schedule_is_in_it() -> None:
    lines = complete("x", REVIEWED).text.splitlines()
    assert lines[2:7] == [
        "last_reviewed: '2025-02-01'",
        "next_review: '2025-02-09'",
        "review_count: 3",
        "difficulty: hard",
        "mastery_level: 0.67",
    ]
    assert "mastery_level: null" in complete("x", FACTS._replace(mastery=None)).text


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark_are_the_notes(mark: str, line_break: str) -> None:
    text = f"{mark}# Loss{line_break}Text."
    done = complete(text, FACTS).text
    assert done == mark + WHOLE.replace("\n", line_break) + text.removeprefix(mark)
    assert read_meta(done).tags == ("ml/loss",)


def test_missing_keys_are_added_at_the_end_in_the_form_of_the_others() -> None:
    text = "---\ntitle: A  # mine\n\ncreated: 2024/05/06\ntags:\n  - x\n---\nbody"
    done = complete(text, REVIEWED)
    assert done.text == (
        "---\ntitle: A  # mine\n\ncreated: 2024/05/06\ntags:\n  - x\n  - ml/loss\nlast_reviewed: 2025/02/01\n"
        "next_review: 2025/02/09\nreview_count: 3\ndifficulty: hard\nmastery_level: 0.67\nrelated_outlines: []\n---\nbody"
    )
    assert done.added == (*KEYS[1:6], "related_outlines", "tags")


def test_the_plugins_keys_give_a_schedule_and_stay() -> None:
    done = complete("---\nsr-due: 2024-07-10\nsr-interval: 9\nsr-ease: 270\n---\n", FACTS)
    assert done.text.startswith("---\nsr-due: 2024-07-10\nsr-interval: 9\nsr-ease: 270\n")
    meta = read_meta(done.text)
    assert (meta.last_reviewed, meta.next_review, meta.difficulty) == (
        date(2024, 7, 1),
        date(2024, 7, 10),
        "easy",
    )
    assert done.mapped == (
        ("sr-interval", "last_reviewed"),
        ("sr-due", "next_review"),
        ("sr-ease", "difficulty"),
    )
    state = state_from_frontmatter(meta.last_reviewed, meta.next_review, meta.review_count, meta.difficulty)
    assert state is not None
    assert (state.interval, state.ease) == (9, 2.6)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("due: 2024-07-10", "next_review", date(2024, 7, 10)),
        ("下次复习: 2024年7月10日", "next_review", date(2024, 7, 10)),
        ("Next Review: 2024-07-10", "next_review", date(2024, 7, 10)),
        ("复习次数: 3次", "review_count", 3),
        ("掌握程度: 40%", "mastery", 0.4),
        ("mastery: 0.4", "mastery", 0.4),
        ("难度: 困难", "difficulty", "hard"),
        ("ease: 2.1", "difficulty", "hard"),
        ("ease: 2.5", "difficulty", "medium"),
        ("标签: [优化, 损失]", "tags", ("优化", "损失", "ml/loss")),
    ],
)
def test_a_foreign_key_gives_ours_its_value(line: str, key: str, value: object) -> None:
    done = complete(f"---\n{line}\n---\n", FACTS)
    assert getattr(read_meta(done.text), key) == value
    assert [foreign for foreign, _ in done.mapped] == [line.partition(":")[0]]


@pytest.mark.parametrize(
    "line", ["date: 2019-03-04", "created_at: 2019-03-04T10:00:00Z", "创建时间: 2019/03/04"]
)
def test_a_foreign_date_says_when_the_note_was_made(line: str) -> None:
    assert "created: 2019" in complete(f"---\n{line}\n---\n", FACTS).text


@pytest.mark.parametrize(
    "line", ["mastery: 3", "掌握程度: 熟练", "due: soon", "due:", "ease: high", "ease: -1"]
)
def test_what_is_not_understood_gives_nothing(line: str) -> None:
    done = complete(f"---\n{line}\n---\n", FACTS)
    assert done.mapped == ()
    assert f"\n{line}\n" in done.text


def test_a_value_of_ours_wins_over_foreign_ones() -> None:
    done = complete(
        "---\nnext_review: 2026-01-01\nsr-due: 2024-07-10\ndifficulty: easy\n难度: 困难\n---\n", FACTS
    )
    assert read_meta(done.text).next_review == date(2026, 1, 1)
    assert read_meta(done.text).difficulty == "easy"
    assert done.mapped == ()


def test_the_schedule_of_the_cards_wins_over_the_notes() -> None:
    done = complete("---\nsr-due: 2024-07-10\nsr-interval: 9\n难度: 简单\n---\n", REVIEWED)
    assert read_meta(done.text).next_review == date(2025, 2, 9)
    assert read_meta(done.text).difficulty == "hard"
    assert done.mapped == ()


def test_a_review_without_a_due_date_makes_up_no_interval() -> None:
    assert read_meta(complete("---\n上次复习: 2024-01-01\n---\n", FACTS).text).next_review is None


@pytest.mark.parametrize(
    "text",
    ["---\na: [\n---\nx", "---\na: 1\nno end", "---\n{a: b}\n---\n", "---\nnext_review: |\n  2025\n---\n"],
)
def test_a_frontmatter_that_cannot_be_changed_is_left(text: str) -> None:
    assert complete(text, FACTS) == (text, (), ())


def test_a_frontmatter_with_every_key_stays_as_it_is_but_for_new_tags() -> None:
    whole = complete("body\n", FACTS).text
    facts = FACTS._replace(tags=())
    assert complete(whole, facts) == (whole, (), ())
    assert complete(whole, FACTS._replace(tags=("new",))).added == ("tags",)
    lines = whole.splitlines(keepends=True)
    for number in range(1, len(KEYS) + 1):
        assert complete("".join(lines[:number] + lines[number + 1 :]), facts).added == (KEYS[number - 1],)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [a]", "tags: [a, ml/loss]"),
        ("tags: []", "tags: [ml/loss]"),
        ("tag: a", "tag: [a, ml/loss]"),
        ("tags: a, b", "tags: a, b"),  # of a form that is not changed
        ("tags: [ML/loss]", "tags: [ML/loss]"),
    ],
)
def test_tags_are_added_to_those_that_are_there(before: str, after: str) -> None:
    lines = complete(f"---\n{before}\n---\n", FACTS).text.splitlines()
    assert lines[1] == after
    assert not [line for line in lines[2:] if line.startswith("tag")]


def test_tags_that_yaml_cannot_hold_lose_their_signs() -> None:
    facts = FACTS._replace(tags=("a\x00b", "\ud800", "#x", "1.10", "null", 'q"', "x"))
    assert read_meta(complete("", facts).text).tags == ("ab", "x", "1.10", 'q"')


def test_keys_are_added_only_to_a_frontmatter_that_is_there() -> None:
    assert add("body", {"a": "b"}) == "body"
    assert values_of("body") is None
    assert add("---\na: 1\n---\n", {"a": "2", "b": None}) == "---\na: 1\nb: null\n---\n"


def test_a_list_is_written_as_yaml_reads_it() -> None:
    assert flow_list(["a", "no", "x y"]) == '[a, "no", x y]'


FRONTS = st.lists(
    st.sampled_from(
        [
            "tags: [a]",
            "tags:",
            "  - b",
            "created: 2020-01-01",
            "sr-due: 2024-01-01",
            "sr-interval: 99999999",
            "x: [",
            "tag: q",
            "ease: 1e999",
            "# c",
            "",
            "due: 0001-01-01",
            "interval: 4",
            "difficulty:",
            "标签: {a: b}",
            "mastery: .",
            "? x",
        ]
    ),
    max_size=5,
).map(lambda lines: "\n".join(["---", *lines, "---", "body", ""]))
NOTES = st.builds(
    lambda text, mark, line_break: mark + text.replace("\n", line_break),
    FRONTS | st.text(st.sampled_from("-\n:a# \ufeff\r[]'\"中\ud800"), max_size=20),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@settings(max_examples=150)
@given(NOTES, st.sampled_from([FACTS, REVIEWED, FACTS._replace(tags=("é", "a b", "-"))]))
@example("---\nease: nan\n---\n", FACTS)
def test_any_note_keeps_its_bytes_and_needs_it_only_once(text: str, facts: Facts) -> None:
    done = complete(text, facts)
    again = complete(done.text, facts)
    assert (again.text, again.added) == (done.text, ())
    span, now = front_span(text), front_span(done.text)
    body = text[span[2] :] if span else text.removeprefix("\ufeff")
    assert done.text.endswith(body)
    if span:
        assert now is not None
        assert done.text[now[2] :] == body
    elif done.added:
        assert done.text[now[2] if now else 0 :] == body
