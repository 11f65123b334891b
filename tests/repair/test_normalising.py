"""What keeps a note from being understood is put right and said; every other byte stays."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.notes.frontmatter import read_meta, values_of
from studycli.repair import lines_named, normalise

UNSEEN = "characters that nobody sees are left out of the frontmatter"
SPACES = "the frontmatter has plain spaces, as YAML asks for"
DIGITS = "a date in wide digits is in plain ones"
BEHIND = "a space that is none to Markdown is a plain one behind a mark"
BEFORE = "spaces that are none to Markdown are plain ones before a mark"
UNSEEN_MARK = "characters that nobody sees are left out before a mark"
TAB = "a tab that made it code is left out before a mark"


@pytest.mark.parametrize(
    ("front", "put", "said"),
    [
        ("tags:\u3000[a, b]", "tags: [a, b]", f"line 2: {SPACES}"),
        ("tags:\xa0[a]", "tags: [a]", f"line 2: {SPACES}"),
        ("\u200btags: [a]", "tags: [a]", f"line 2: {UNSEEN}"),
        ("tags\ufeff: [a]", "tags: [a]", f"line 2: {UNSEEN}"),
        ("tags: [a\xadb]", "tags: [ab]", f"line 2: {UNSEEN}"),
        ("\tcreated: 2025-01-01", "created: 2025-01-01", f"line 2: {SPACES}"),
        ("tags:\n\t- a\n\t- b", "tags:\n  - a\n  - b", f"lines 3, 4: {SPACES}"),
        ("tags:\n\u3000- a", "tags:\n  - a", f"line 3: {SPACES}"),
        ("created: ２０２５－１０－１９", "created: 2025-10-19", f"line 2: {DIGITS}"),
        ("created: '２０２５-１０-１９'", "created: '2025-10-19'", f"line 2: {DIGITS}"),
        ("created: ２０２５年１０月１９日", "created: 2025年10月19日", f"line 2: {DIGITS}"),
        ("tags: [cafe\u0301]", "tags: [café]", "line 2: letters in two parts are whole in the frontmatter"),
    ],
)
def test_frontmatter_is_made_readable(front: str, put: str, said: str) -> None:
    text = f"---\n{front}\n---\n# T\n"
    assert normalise(text) == (f"---\n{put}\n---\n# T\n", [said])
    assert read_meta(normalise(text)[0]).issues == ()


def test_what_was_not_read_before_is_read_behind() -> None:
    """Each of these is a fault to the reader of frontmatter, so that the checks above check something."""
    for front in (
        "tags:\u3000[a, b]",
        "\tcreated: 2025-01-01",
        "tags:\n\t- a",
        "next_review: ２０２５－１０－１９",
    ):
        text = f"---\n{front}\n---\n"
        assert read_meta(text).issues
        assert values_of(normalise(text)[0])


@pytest.mark.parametrize("lead", ["\ufeff", "\ufeff\ufeff", "\u200b", "\xa0"])
def test_frontmatter_behind_something_unseen_is_found(lead: str) -> None:
    text = "---\ncreated: 2025-01-01\n---\n# T\n"
    assert normalise(lead + text)[0] == text


def test_a_closing_line_with_something_unseen_closes() -> None:
    for end in ("\u200b---", "---\u3000", "\xa0---"):
        assert (
            normalise(f"---\ncreated: 2025-01-01\n{end}\n# T\n")[0] == "---\ncreated: 2025-01-01\n---\n# T\n"
        )
    assert (
        normalise("---\r\ncreated: 2025-01-01\r\n\u200b---\r\n# T\r\n")[0]
        == "---\r\ncreated: 2025-01-01\r\n---\r\n# T\r\n"
    )


@pytest.mark.parametrize(
    ("text", "put", "said"),
    [
        ("#\u3000标题\n", "# 标题\n", f"line 1: {BEHIND}"),
        ("-\u3000\u3000item\n", "- item\n", f"line 1: {BEHIND}"),
        ("##\xa0T\n\n1.\u3000a\n2)\xa0b\n", "## T\n\n1. a\n2) b\n", f"lines 1, 3, 4: {BEHIND}"),
        ("\u3000# 标题\n", "# 标题\n", f"line 1: {BEFORE}"),
        ("\u3000- item\n", "  - item\n", f"line 1: {BEFORE}"),
        ("\u200b# T\n\ufeff- a\n", "# T\n- a\n", f"lines 1, 2: {UNSEEN_MARK}"),
        ("a\n\n\t# T\n\nb\n", "a\n\n# T\n\nb\n", f"line 3: {TAB}"),
        ("a\n\n\t- x\n\t\t- y\n\nb\n", "a\n\n- x\n\t- y\n\nb\n", f"lines 3, 4: {TAB}"),
        ("---\na: b\n---\n#\u3000标题\n", "---\na: b\n---\n# 标题\n", f"line 4: {BEHIND}"),
    ],
)
def test_marks_are_made_readable(text: str, put: str, said: str) -> None:
    assert normalise(text) == (put, [said])


def test_lone_carriage_returns_are_line_ends() -> None:
    assert normalise("---\rcreated: 2025-01-01\r---\r# T\r") == (
        "---\ncreated: 2025-01-01\n---\n# T\n",
        ["line ends that were lone carriage returns are line feeds"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "# T\r\n\r\ntext\r\n", "a\rb\n", "---\ncreated:\t2025-01-01\ntitle: a\xa0b　c\n---\n",
        "---\ntitle: cafe\u0301\ncount: ２０\n---\n", "\u3000\u3000段落在这里。\nsoft\xadhyphen, zero\u200bwidth, cafe\u0301\n",
        "👩\u200d💻 `#\u3000x`\n", "```\n#\u3000c\n-\xa0d\n\t# e\n```\n", "$$\n-\u3000x\n$$\n", "<pre>\n#\u3000x\n</pre>\n",
        "a\n\n\tcode\n\t# comment\n\nb\n", "a\n\n\t- name: x\n\nb\n", "- a\n\t- b\n\n\t# in the item\n", "\u200b```\n\u200b# code\n```\n", "a *\u3000b\n",
        "---\n\u3000\u3000段落\n---\n", "---\nnever closed\u3000\n",
        "---\nعنوان: می\u200cخواهم\n---\n",
    ],
)  # fmt: skip
def test_all_else_stays(text: str) -> None:
    assert normalise(text) == (text, [])


_PIECES = ("---", "\n", "\r", "\t", " ", "#", "-", "1.", "tags:", "2025-01-01", "２０２５－０１－０１", "a", "标", "```", "$$", "<!--",
           "\u3000", "\xa0", "\u200b", "\u200c", "\ufeff", "\xad", "e\u0301", ">", "|", "'")  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_it_is_done_once_and_keeps_the_lines(text: str) -> None:
    put, said = normalise(text)
    assert normalise(put) == (put, [])
    assert (put == text) == (said == [])
    if "\r" not in text:
        assert put.count("\n") == text.count("\n")


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_it_never_fails(text: str) -> None:
    assert normalise("---\n" + text + "\n---\n" + text)


def test_lines_are_named_as_many_as_can_be_read() -> None:
    assert lines_named([3]) == "line 3"
    assert lines_named([3, 4]) == "lines 3, 4"
    assert lines_named((1, 2, 3, 4, 5, 6)) == "lines 1, 2, 3, 4, 5, …"


def test_real_notes_stay(shared: Path) -> None:
    texts = [path.read_text("utf-8") for path in (shared / "corpora").rglob("*.md")]
    assert [text for text in texts if normalise(text.lstrip("\ufeff"))[1]] == []


def test_long_lines_of_odd_spaces_take_no_long_time() -> None:
    """Each of these took a minute with a pattern that tries every place: the test would hang."""
    for text in ("---\n\u200ba:" + " " * 50_000 + 'x"y\n---\n', "---\n" + "\u3000" * 50_000 + "x\n---\n"):
        assert normalise(normalise(text)[0])[1] == []
