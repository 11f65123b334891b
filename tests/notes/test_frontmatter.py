"""The frontmatter of notes, read."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import frontmatter as python_frontmatter
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from studycli.notes.frontmatter import EMPTY_META, Meta, frontmatter_yaml, read_meta
from studycli.notes.frontmatter.frontmatter_yaml import load
from studycli.notes.frontmatter.slots import pairs
from studycli.notes.model import Issue


def note(*lines: str) -> str:
    """Return a note with these lines of frontmatter."""
    return "\n".join(("---", *lines, "---", "# Title", ""))


def found(text: str) -> list[tuple[int, str]]:
    """Return line and slug of each issue."""
    return [(issue.line, issue.code) for issue in read_meta(text).issues]


WHOLE = Meta(
    title="损失函数 🔥",
    tags=("ml", "ml/loss"),
    difficulty="medium",
    last_reviewed=date(2025, 10, 19),
    next_review=date(2025, 10, 25),
    review_count=4,
    mastery=0.35,
)

WHOLE_LINES = (
    "title: 损失函数 🔥",
    "aliases: [loss]",
    "created: '2025-10-01'",
    "last_reviewed: 2025-10-19 08:30",
    "next_review: '2025/10/25'",
    "review_count: 4  # by hand",
    "difficulty: 中等",
    "mastery_level: 35%",
    "tags:",
    "- '#ml'",
    "- ml/loss",
    "related_outlines: []",
)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_reads_what_people_write(line_break: str, mark: str) -> None:
    """Whatever the line endings, and with a byte-order mark or not."""
    assert read_meta(mark + note(*WHOLE_LINES).replace("\n", line_break)) == WHOLE


@pytest.mark.parametrize("text", ["", "# Title", "---\n\nprose\n\n---\n", "\ufeff"])
def test_a_note_without_frontmatter_knows_nothing(text: str) -> None:
    """It is studied and never written."""
    assert read_meta(text) == EMPTY_META
    assert EMPTY_META.study
    assert not EMPTY_META.writable


@pytest.mark.parametrize("text", ["---\n---\n", "---\n\n---\nbody", "---\nother: 1\n---\n"])
def test_frontmatter_without_our_keys_is_writable(text: str) -> None:
    assert read_meta(text) == Meta()


def test_a_note_can_ask_to_be_left_out() -> None:
    assert read_meta(note("study: false")) == Meta(study=False)


def test_a_scalar_is_what_stands_there() -> None:
    """YAML's own types would make numbers, truth values and dates of these."""
    meta = read_meta(note("title: 2025-10-19", "tags: [no, 1.10, 0x1F, 12:30]"))
    assert meta == Meta(title="2025-10-19", tags=("no", "1.10", "0x1F", "12:30"))


def test_tags_that_are_a_comment_are_read() -> None:
    """What is meant is plain; that YAML takes it otherwise is an issue."""
    meta = read_meta(note("title: x", "tags: #ml #ml/loss # two"))
    assert meta.tags == ("ml", "ml/loss")
    assert [(issue.line, issue.code) for issue in meta.issues] == [(3, "hashed-tags")]
    assert meta.writable


@pytest.mark.parametrize("line", ["tags: # none yet", "text: 'tags: #a'", "a: '\ntags: #a'", "tags: #"])
def test_a_comment_about_tags_is_none(line: str) -> None:
    assert read_meta(note(line)) == Meta()


def test_singular_tag_is_read() -> None:
    assert read_meta(note("tag: ml")).tags == ("ml",)


def test_values_that_are_not_understood_become_issues() -> None:
    """Each with its line; the rest of the note is read all the same."""
    text = note(
        "title: [a, b]",
        "tags: [good, {a: b}]",
        "difficulty: spicy",
        "last_reviewed: soon",
        "next_review: 2025-02-30",
        "review_count: many",
        "mastery_level: 300",
        "study: perhaps",
    )
    assert read_meta(text) == Meta(
        tags=("good",),
        issues=(
            Issue(2, "bad-title", "title: [a, b]", "a line of text"),
            Issue(3, "bad-tags", "tags: [good, {a: b}]", "a list of words, such as [optimisation, 深度学习]"),
            Issue(4, "bad-difficulty", "difficulty: spicy", "easy, medium or hard, or 1 to 5"),
            Issue(5, "bad-date", "last_reviewed: soon", "a date such as 2025-10-19, or null"),
            Issue(6, "bad-date", "next_review: 2025-02-30", "a date such as 2025-10-19, or null"),
            Issue(7, "bad-count", "review_count: many", "a whole number, 0 or more"),
            Issue(8, "bad-mastery", "mastery_level: 300", "a share of 0 to 1, or a percentage"),
            Issue(9, "bad-study", "study: perhaps", "true or false"),
        ),
    )


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_of_issues_are_counted_in_the_file(line_break: str) -> None:
    text = ("\ufeff" + note("# 😀 comment", "title: 😀", "", "next_review: soon")).replace("\n", line_break)
    assert [(issue.line, issue.found) for issue in read_meta(text).issues] == [(5, "next_review: soon")]


def test_the_last_of_two_equal_keys_counts() -> None:
    """As YAML takes it, and the second one is an issue."""
    text = note("review_count: 1", "title: x", "review_count: 2", '"title": y')
    assert read_meta(text) == Meta(
        title="y",
        review_count=2,
        issues=(
            Issue(4, "double-key", "review_count: 2", "one line with review_count: the last one counts"),
            Issue(5, "double-key", '"title": y', "one line with title: the last one counts"),
        ),
    )


def test_a_long_line_is_quoted_in_part() -> None:
    (issue,) = read_meta(note("next_review: " + "x" * 200)).issues
    assert issue.found == "next_review: " + "x" * 66 + "…"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("a: b: c", "put a value with a colon in quotes, and a space behind the colon of a key"),
        ("\ta: b", "spaces instead of the tab: YAML is not indented with tabs"),
        ('a: "b', "close the quotes, or double the quotation marks inside them"),
        ("a: 'it's'", "lines of the form key: value (did not find expected key)"),
        ("a: [b", "close the bracket"),
        ("a: {{date}}", "put the value in quotes: it has signs of YAML's own"),
        ("a: @b", "put the value in quotes: it has signs of YAML's own"),
        ("a: *b", "put the value in quotes: it has signs of YAML's own"),
        ("words", "lines of the form key: value"),
        ("<<<<<<< HEAD", "resolve the merge conflict"),
        ("a: \0", "text without control characters"),
        ("\ufeffa: b", "a byte-order mark at the start of the file only"),
        ("a: \ud800", "characters that UTF-8 can hold"),
        ("a: " + "[" * 200_000, "a value with fewer brackets or lists inside lists"),
        ("a:\n  " + "- " * 200_000, "a value with fewer brackets or lists inside lists"),
    ],
)
def test_broken_yaml_is_read_around(line: str, meant: str) -> None:
    """The issue names line and remedy, the other keys are read, and the note is not written."""
    meta = read_meta(note("title: x", line, "next_review: 2025-10-19", "tags: [a, b]"))
    assert [(issue.line, issue.code, issue.meant) for issue in meta.issues] == [
        (3 + line.count("\n"), "broken-yaml", meant)
    ]
    assert meta._replace(issues=()) == Meta(
        title="x", tags=("a", "b"), next_review=date(2025, 10, 19), writable=False
    )


def test_every_broken_key_is_an_issue() -> None:
    text = note("title: a: b", "tags:", "\t- x", "next_review: 2025/13/1", "review_count: 3")
    assert found(text) == [(2, "broken-yaml"), (4, "broken-yaml"), (5, "bad-date")]
    assert read_meta(text).review_count == 3


def test_yaml_that_breaks_only_as_a_whole_is_one_issue() -> None:
    """Each line may be read alone, but not one after the other."""
    assert found(note("title: x", "...", "review_count: 2")) == [(3, "broken-yaml")]


def test_keys_of_a_merge_conflict_are_read() -> None:
    text = note("title: x", "<<<<<<< HEAD", "review_count: 1", "=======", "review_count: 2", ">>>>>>> other")
    assert found(text) == [(3, "broken-yaml"), (5, "broken-yaml"), (7, "broken-yaml")]
    assert read_meta(text)[:6] == Meta(title="x", review_count=2)[:6]


@pytest.mark.parametrize(
    ("lines", "issue"),
    [
        (("{title: x, review_count: 1}",), (2, "flow-frontmatter")),
        (("title: x", "review_count: 1", "..."), (2, "early-end")),
        (("title: x", "review_count: &n 1"), (3, "fixed-value")),
        (("title: &n 1", "review_count: *n"), (3, "fixed-value")),
        (("title: x", "review_count: !!str 1"), (3, "fixed-value")),
        (("title: x", "review_count: |", "  1"), (3, "fixed-value")),
        (("title: x", "review_count: >-", "  1"), (3, "fixed-value")),
        (("title: x", "? review_count", ": 1"), (3, "fixed-value")),
    ],
)
def test_a_form_that_cannot_be_replaced_is_an_issue(lines: tuple[str, ...], issue: tuple[int, str]) -> None:
    """The value is read, the note is not written, and the issue says why."""
    meta = read_meta(note(*lines))
    assert meta.review_count == 1
    assert not meta.writable
    assert found(note(*lines)) == [issue]


def test_a_list_or_mapping_for_a_date_is_two_issues() -> None:
    """It is neither understood nor replaced."""
    assert found(note("next_review:", "- a", "- b")) == [(2, "bad-date"), (2, "fixed-value")]


@pytest.mark.parametrize("lines", [("- 2025-10-19",), ("  - '2025-10-19'",), ("  [2025-10-19]",)])
def test_a_list_of_one_is_its_value(lines: tuple[str, ...]) -> None:
    """Obsidian makes one of a property that is typed as a list."""
    assert read_meta(note("next_review:", *lines)) == Meta(next_review=date(2025, 10, 19))


def test_unclosed_frontmatter_is_an_issue() -> None:
    meant = "close the frontmatter with a line of three hyphens"
    assert read_meta("---\ntitle: x\n# A\n") == EMPTY_META._replace(
        issues=(Issue(1, "open-frontmatter", "---", meant),)
    )


@pytest.mark.parametrize("line", ["? [a, b]", "? {a: b}"])
def test_a_key_that_is_no_word_breaks_the_yaml(line: str) -> None:
    assert found(note("title: x", line, ": 1")) == [(3, "broken-yaml")]


def test_many_tags_are_no_depth() -> None:
    """A long list is counted, found to be flat, and read."""
    tags = [f"t-{number}" for number in range(500)]
    assert read_meta(note("tags:", *(f"- {tag}" for tag in tags))) == Meta(tags=tuple(tags))


def test_reads_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own loader gives the same values, marks and issues."""
    monkeypatch.setattr(frontmatter_yaml, "_Loader", frontmatter_yaml.loader_on(yaml.BaseLoader))
    assert read_meta(note(*WHOLE_LINES)) == WHOLE
    assert found(note("title: x", "title: y", "next_review: soon")) == [(3, "double-key"), (4, "bad-date")]
    assert found(note("title: x", "a: b: c")) == [(3, "broken-yaml")]
    assert found(note("title: x", "a: " + "[" * 999)) == [(3, "broken-yaml")]


LINES = st.sampled_from(
    [
        *WHOLE_LINES,
        "a: 'x",
        "b: |",
        "  text",
        "\ttab",
        "c: &c {d: 1}",
        "e: *c",
        "# comment",
        "",
        "? f",
        ": g",
        "<<: *c",
        "h: !!timestamp x",
        "...",
        "---",
        "%YAML 1.1",
        "review_count:",
        "next_review: [[2025-01-01]]",
        "last_reviewed: &l [*l]",
    ]
)
FRONTMATTER = st.lists(LINES | st.text(max_size=20), max_size=8).map(lambda lines: note(*lines))


@given(FRONTMATTER | st.text())
@example("---\nh: !!timestamp x\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example("---\n\ud800: 1\n---\n")
@example("---\na: &a [*a]\n---\n")
@example("---\n1: 2\n[]: 3\n---\n")
def test_never_raises(text: str) -> None:
    """Any text is a note; what it says stays within the ranges."""
    meta = read_meta(text)
    assert meta.mastery is None or 0 <= meta.mastery <= 1
    assert meta.review_count >= 0
    assert all(1 <= issue.line <= text.count("\n") + text.count("\r") + 1 for issue in meta.issues)
    assert list(meta.issues) == sorted(meta.issues)


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029"), max_size=9
)


@given(
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,6}", fullmatch=True), PLAIN), max_size=5),
    st.sampled_from(["\n", "\r\n"]),
)
def test_marks_count_characters(entries: list[tuple[str, str]], line_break: str) -> None:
    """The parser works on UTF-8, but its marks are offsets in the text; emoji and CR LF are no exception."""
    dumped = [
        (key, yaml.dump(value, default_style='"', allow_unicode=True).strip()) for key, value in entries
    ]
    source = "".join(f"{key}: {value}{line_break}" for key, value in dumped)
    root, data = load(source)
    for key, pair in pairs(source, root).items():
        assert pair.slot is not None
        assert source.startswith(key, pair.start)
        assert yaml.safe_load(source[pair.slot.start : pair.slot.end]) == data[key]


def markdown(shared: Path) -> list[str]:
    """Return every real note that is UTF-8."""
    notes = []
    for path in sorted(shared.glob("*/**/*.md")):
        try:
            notes.append(path.read_bytes().decode())
        except UnicodeDecodeError:
            continue
    return notes


def test_reads_real_notes(shared: Path) -> None:
    """Nothing in them is an issue, and metadata is where python-frontmatter finds it."""
    notes = markdown(shared)
    assert len(notes) > 200
    assert [issue for text in notes for issue in read_meta(text).issues] == []
    with_tags = [text for text in notes if python_frontmatter.loads(text).get("tags")]
    assert all(read_meta(text).tags for text in with_tags)


def test_yaml_is_imported_only_when_a_frontmatter_is_read() -> None:
    """A note without frontmatter, and whoever only needs the types, don't pay for it."""
    code = (
        "import sys; from studycli.notes.frontmatter import read_meta; read_meta('# A'); first = 'yaml' in sys.modules;"
        "read_meta('---\\n---\\n'); print(first, 'yaml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
