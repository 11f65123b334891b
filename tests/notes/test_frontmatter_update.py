"""Frontmatter values replaced and put back, every other byte kept."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values, read_meta, restore, update
from studycli.notes.frontmatter.forms import Value

LAST, NEXT = date(2026, 11, 23), date(2026, 11, 29)
VALUES: dict[str, Value] = {
    "last_reviewed": LAST,
    "next_review": NEXT,
    "review_count": 3,
    "mastery_level": 0.35,
}


def note(*lines: str, body: str = "# Title\n\n---\n\nnext_review: 2020-01-01\n") -> str:
    """Return a note with these lines of frontmatter."""
    return "\n".join(("---", *lines, "---", body))


def updated(*lines: str) -> list[str]:
    """Return the frontmatter's lines after an update; check that it can be taken back and repeated."""
    text = note(*lines)
    changed = update(text, VALUES)
    assert restore(changed, raw_values(text, VALUES)) == text
    assert update(changed, VALUES) == changed
    return changed.removeprefix("---\n").split("\n---\n")[0].split("\n")


def test_values_keep_their_form_and_place() -> None:
    """Quotes, comments, order, blank lines and everything else stay."""
    assert updated(
        "# mine",
        "created: '2025-10-19'",
        "last_reviewed: null",
        "next_review: '2025-10-19'  # soon",
        "review_count:   0",
        "",
        "difficulty: medium",
        '"mastery_level" : 0.0',
        "tags:",
        "- 深度学习  # 😀",
        "related_outlines: []",
    ) == [
        "# mine",
        "created: '2025-10-19'",
        "last_reviewed: '2026-11-23'",
        "next_review: '2026-11-29'  # soon",
        "review_count:   3",
        "",
        "difficulty: medium",
        '"mastery_level" : 0.35',
        "tags:",
        "- 深度学习  # 😀",
        "related_outlines: []",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("next_review:", "next_review: 2026-11-29"),
        ("next_review: ", "next_review: 2026-11-29 "),
        ("next_review:   # never", "next_review: 2026-11-29   # never"),
        ("next_review: ~", "next_review: 2026-11-29"),
        ("next_review: null # x", "next_review: 2026-11-29 # x"),
        ("next_review: ''", "next_review: '2026-11-29'"),
        ('next_review: "2025-10-19"', 'next_review: "2026-11-29"'),
        ("next_review:\t2025-10-19", "next_review:\t2026-11-29"),
        ("next_review: 2025/10/19", "next_review: 2026/11/29"),
        ("next_review: 2025-10-19 08:30", "next_review: 2026-11-29"),
        ("next_review: soon", "next_review: 2026-11-29"),
        ("next_review: []", "next_review: 2026-11-29"),
        ("next_review: [a, b]", "next_review: 2026-11-29"),
        ("next_review: {a: b}", "next_review: 2026-11-29"),
        ("next_review: [2025-10-19]", "next_review: [2026-11-29]"),
        ("next_review: [[2025-10-19]]", "next_review: [[2026-11-29]]"),
        ("next_review: [a,\n  b]", "next_review: 2026-11-29"),
        ("next_review:\n- 2025-10-19", "next_review:\n- 2026-11-29"),
        ("next_review:\n  - '2025-10-19' # x", "next_review:\n  - '2026-11-29' # x"),
        ("next_review:\n  -", "next_review:\n  - 2026-11-29"),
        ("next_review:\n  2025-10-19", "next_review:\n  2026-11-29"),
        ("next_review: in a\n  while", "next_review: 2026-11-29"),
        ("next_review: 2026/11/29", "next_review: 2026/11/29"),
        ("next_review: 2026-11-29 10:00", "next_review: 2026-11-29 10:00"),
    ],
)
def test_a_date_is_replaced_in_place(before: str, after: str) -> None:
    """Whatever stands there; a date that already says the same stays, in whatever form."""
    first = ["last_reviewed: 2026-11-23", "review_count: 3", "mastery_level: 35%"]
    assert updated(*first, before, "other: x") == [*first, *after.split("\n"), "other: x"]


def test_missing_keys_are_added_at_the_end() -> None:
    """One line each, dates in the form of the note's other dates."""
    assert updated("created: '2025/10/19'", "text: |", "  two", "  lines", "") == [
        "created: '2025/10/19'",
        "text: |",
        "  two",
        "  lines",
        "",
        "last_reviewed: '2026/11/23'",
        "next_review: '2026/11/29'",
        "review_count: 3",
        "mastery_level: 0.35",
    ]


def test_added_keys_are_indented_like_the_others() -> None:
    assert updated("  # mine", "  title: x", "  review_count: 3")[3:] == [
        "  last_reviewed: 2026-11-23",
        "  next_review: 2026-11-29",
        "  mastery_level: 0.35",
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_endings_and_mark_stay(line_break: str, mark: str) -> None:
    """An added line ends as the file's own lines do; empty frontmatter takes them all."""
    lines = ["last_reviewed: 2026-11-23", "next_review: 2026-11-29", "review_count: 3", "mastery_level: 0.35"]
    text, expected = (mark + note(*front).replace("\n", line_break) for front in ([], lines))
    assert update(text, VALUES) == expected
    assert restore(expected, raw_values(text, VALUES)) == text


def test_nothing_is_written_as_null_and_never_added() -> None:
    text = note("next_review: '2025-10-19'")
    assert update(text, {"next_review": None, "last_reviewed": None}) == note("next_review: null")


def test_the_key_that_counts_is_replaced() -> None:
    """Of two equal keys it is the last one."""
    assert update(note("review_count: 1", "review_count: 2"), {"review_count": 3}) == note(
        "review_count: 1", "review_count: 3"
    )


def test_other_keys_can_be_replaced_too() -> None:
    text = note("a: 1", "b: [1, 2]", "c:", "- x", "- y")
    assert update(text, {"a": 2, "c": 3}) == note("a: 2", "b: [1, 2]", "c:", "- x", "- y")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n",
        "---\n\nprose\n\n---\n",
        "---\ntitle: x\n",
        note("title: a: b"),
        note("title: x", "\ttab: y"),
        note("{title: x, review_count: 1}"),
        note("title: x", "..."),
        note("review_count: &n 1", "title: *n"),
        note("next_review: |", "  2025-10-19"),
        note("next_review:", "- 2025-10-19", "- 2025-10-20"),
        note("review_count: [&n 1, 2]", "title: *n"),
    ],
)
def test_a_note_that_cannot_be_changed_safely_is_left_alone(text: str) -> None:
    assert update(text, VALUES) == text
    assert restore(text, raw_values(text, VALUES)) == text
    assert restore(text, dict.fromkeys(VALUES, "1")) == text


def test_aliases_that_multiply_take_no_time() -> None:
    """Twenty levels of three aliases each would be three thousand million values to compare."""
    levels = [f"k{level}: &k{level} [*k{level - 1}, *k{level - 1}, *k{level - 1}]" for level in range(1, 21)]
    text = note("k0: &k0 x", *levels)
    assert update(text, VALUES) == text
    assert [issue.line for issue in read_meta(text).issues][:1] == [3]


def test_many_asterisks_are_no_aliases() -> None:
    text = note("about: '" + "*" * 99 + "'")
    assert update(text, {"review_count": 3}) == note("about: '" + "*" * 99 + "'", "review_count: 3")


def test_raw_values_are_sources() -> None:
    text = note("last_reviewed:", "next_review: '2025-10-19' # x", "review_count: [1, 2]")
    assert raw_values(text, VALUES) == {
        "last_reviewed": "",
        "next_review": "'2025-10-19'",
        "review_count": "[1, 2]",
        "mastery_level": None,
    }


def test_restore_follows_later_edits() -> None:
    """Whatever was edited since: a missing key stays away, a line moved or emptied is found."""
    raw = {"last_reviewed": "'2025-10-19'", "next_review": "", "review_count": None, "mastery_level": "0.0"}
    text = note("mastery_level:", "title: y", "review_count: 3", "next_review: 2026-11-29")
    assert restore(text, raw) == note("mastery_level: 0.0", "title: y", "next_review:")


def test_restore_leaves_a_key_that_now_spreads_over_lines() -> None:
    text = note("review_count: [3,", "  4]", "a:", "- b", "- c")
    assert restore(text, {"review_count": None, "a": None}) == text


def test_restore_refuses_what_would_change_other_values() -> None:
    text = note("title: x", "review_count: 3")
    assert restore(text, {"review_count": "1\ntitle: y"}) == text
    assert restore(text, {"review_count": "1\n---\n"}) == text


DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))
NEW_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "last_reviewed": DATES | st.none(),
        "next_review": DATES | st.none(),
        "review_count": st.integers(0, 10**6),
        "mastery_level": st.integers(0, 100).map(lambda percent: percent / 100),
    },
)
FORMS = st.sampled_from(
    ["", "null", "~", "2025-10-19", "'2025-10-19'", '"2025/1/2"', "2025-10-19T08:00:00Z", "7", "0.0", "60", "60%",
     "'0.5'", "[]", "[7]", "\n- 7", "\n  - ", "soon  # a comment", "# a comment", "多\n  行", "|\n  7", "&a 7", "[1, 2]"]
)  # fmt: skip
OURS = st.builds(lambda key, form: f"{key}: {form}", st.sampled_from(WRITTEN_KEYS), FORMS)
OTHERS = st.sampled_from(
    ["title: 损失函数 😀", "a: 'b'", "b: |\n  text\n\n  more", "c: >+\n  text\n\n", "", "# comment", "d: [1, {e: f}]",
     "g:\n  - h\n  # i\n  - j: k", '"l": "m\\n"', "n: o\n  p", "q: &r s", "t: *r", "u: *v", "  w", "x: \u2028", "? y"]
)  # fmt: skip
MARKS = st.sampled_from(["", "\ufeff"])
LINES = st.lists(OURS | OTHERS, max_size=9)
BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
BODIES = st.sampled_from(["", "# Title\n", "a\n---\nreview_count: 1\n---\n"])


def whole(mark: str, lines: list[str], line_break: str, body: str) -> str:
    """Return a note with these line endings."""
    return (mark + note(*lines, body=body)).replace("\n", line_break)


NOTES = st.builds(whole, MARKS, LINES, BREAKS, BODIES)
ANY_NOTE = (
    NOTES
    | st.text()
    | st.text(alphabet="-\n\r \ta:#&*|[]{}'\"", max_size=30).map(lambda yaml: note("a: 1", yaml))
)


@given(ANY_NOTE, NEW_VALUES)
def test_restore_is_the_inverse_of_update(text: str, values: dict[str, Value]) -> None:
    """For every text and all values."""
    assert restore(update(text, values), raw_values(text, values)) == text


@given(ANY_NOTE, NEW_VALUES)
def test_update_twice_is_update_once(text: str, values: dict[str, Value]) -> None:
    once = update(text, values)
    assert update(once, values) == once


@given(ANY_NOTE, NEW_VALUES)
@example(note("x: \x85review_count: 1"), {"review_count": 2, "mastery_level": 0.5})
def test_update_is_read_back(text: str, values: dict[str, Value]) -> None:
    """A writable note has the values afterwards, all else as before; any other is untouched."""
    before, after = read_meta(text), read_meta(update(text, values))
    if not before.writable:
        assert update(text, values) == text
        return
    fields = {"mastery" if key == "mastery_level" else key: value for key, value in values.items()}
    assert after._replace(issues=()) == before._replace(**fields, issues=())
    assert len(after.issues) <= len(before.issues)


@given(MARKS, LINES.filter(lambda lines: "  w" not in lines), BREAKS, BODIES, NEW_VALUES)
def test_update_changes_only_the_values(
    mark: str, lines: list[str], line_break: str, body: str, values: dict[str, Value]
) -> None:
    """All other lines, the line endings and the body stand as before, and in the same order."""
    ours = tuple(f"{key}:" for key in values)
    kept = [re.escape(line) if not line.startswith(ours) else f"{line.split(':')[0]}:.*?" for line in lines]
    added = [f"(?:{key}: [^\n]+\n)?" for key in values]
    pattern = "".join([re.escape(f"{mark}---\n"), *(f"{line}\n" for line in kept), " *", " *".join(added)])
    changed = update(whole(mark, lines, line_break, body), values)
    assert changed.count(line_break) * len(line_break) == sum(map(changed.count, "\r\n"))
    assert re.fullmatch(pattern + re.escape(f"---\n{body}"), changed.replace(line_break, "\n"), re.DOTALL)


def test_real_notes_come_back_byte_for_byte(shared: Path) -> None:
    """Updated and restored, every note is what it was; those with frontmatter did change."""
    changed = 0
    for path in sorted(shared.glob("*/**/*.md")):
        data = path.read_bytes()
        text = data.decode(errors="surrogateescape")
        new = update(text, VALUES)
        meta = read_meta(new)
        assert restore(new, raw_values(text, VALUES)).encode(errors="surrogateescape") == data
        assert (meta.last_reviewed == LAST) is meta.writable is (new != text)
        changed += meta.writable
    assert changed >= 2
