"""Where frontmatter ends and the body begins."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studycli.notes.split import front_span, is_unclosed


def cut(text: str) -> tuple[str, str] | None:
    """Return the YAML and the body, or None without frontmatter."""
    span = front_span(text)
    return None if span is None else (text[span[0] : span[1]], text[span[2] :])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nbody", ("a: 1\n", "body")),
        ("\ufeff---\na: 1\n---\nbody", ("a: 1\n", "body")),
        ("---\r\na: 1\r\n---\r\nbody\r\n", ("a: 1\r\n", "body\r\n")),
        ("---\ra: 1\r---\rbody", ("a: 1\r", "body")),
        ("--- \t\na: 1\n---  \nbody", ("a: 1\n", "body")),
        ("---\na: 1\n---", ("a: 1\n", "")),
        ("---\n---\nbody", ("", "body")),
        ("---\n---", ("", "")),
        ("---\n\n---\nbody", ("\n", "body")),
        ("---\n# a comment\na: 1\n---\n", ("# a comment\na: 1\n", "")),
        ("---\na: 1\n---\nb\n\n---\n\nc", ("a: 1\n", "b\n\n---\n\nc")),
        ("---\na: |\n  x\n  ---\n---\nbody", ("a: |\n  x\n  ---\n", "body")),
        ("---\na: 1\n----\nb: 2\n---\n", ("a: 1\n----\nb: 2\n", "")),
        ("---\na: 1\n---x\nb: 2\n---\n", ("a: 1\n---x\nb: 2\n", "")),
        ("---\na: 1\n...\nb: 2\n---\n", ("a: 1\n...\nb: 2\n", "")),
        ("---\n\na: 1\n---\n", ("\na: 1\n", "")),
        ("---\nDate created: 1\n---\n", ("Date created: 1\n", "")),
        ("---\n\ttabbed: 1\n---\n", ("\ttabbed: 1\n", "")),
        ("---\ntitle:no space\n---\n", ("title:no space\n", "")),
        ('---\n"a key": 1\n---\n', ('"a key": 1\n', "")),
        ("---\n{a: 1}\n---\n", ("{a: 1}\n", "")),
        ("---\n<<<<<<< HEAD\na: 1\n---\n", ("<<<<<<< HEAD\na: 1\n", "")),
    ],
)
def test_cuts_frontmatter_from_body(text: str, expected: tuple[str, str]) -> None:
    """Line endings, a byte-order mark, spaces behind the hyphens and hyphens inside are no trouble."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "# Title\n",
        "a: 1\n---\n",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n ---\n",
        "----\na: 1\n----\n",
        "---a: 1\n---\n",
        "---",
        "---\n",
        "---\na: 1\n",
        "---\na: 1\n ---\n",
        "---\n\nSome prose.\n\n---\n\nMore.",
        "---\n\nWhat matters is: this\n\n---\n",
        "---\n- a: 1\n---\n",
        "---\n**Q: what?** A: that\n---\n",
        "---\n> quoted: words\n---\n",
        "---\n# Only a heading\n---\n",
        "---\nhttps://example.org\n---\n",
        "---\n[[link]]: x\n---\n",
    ],
)
def test_finds_no_frontmatter(text: str) -> None:
    """Prose between two thematic breaks, an unclosed block and hyphens further down are body."""
    assert front_span(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: x\n\n# Heading\n", True),
        ("\ufeff---\r\ntitle: x\r\n", True),
        ("---\ntitle: x\n---\n", False),
        ("---\n\nSome prose.\n", False),
        ("---\n", False),
        ("---\n\n", False),
        ("title: x\n", False),
    ],
)
def test_tells_unclosed_frontmatter(text: str, *, expected: bool) -> None:
    """Only a block whose first line is a key was meant as frontmatter."""
    assert is_unclosed(text) is expected


@given(st.text(alphabet=st.sampled_from("-\n\r \ta:#\ufeff"), max_size=40))
@example("---\n-----\n---")
def test_parts_fit_together(text: str) -> None:
    """The fences stand between the parts, and nothing else does."""
    span = front_span(text)
    if span is None:
        return
    start, end, body = span
    assert text[:start].lstrip("\ufeff").rstrip(" \t\r\n") == "---"
    assert text[end:body].rstrip(" \t\r\n") == "---"
    assert text[start:end] == "" or text[start:end].endswith(("\n", "\r"))


@given(st.from_regex(r"(a: .*\n)*", fullmatch=True), st.text())
def test_body_is_kept_to_the_character(block: str, body: str) -> None:
    """Whatever the body is, it is what stands behind the closing line."""
    assert cut(f"---\n{block}---\n{body}") == (block, body)


def test_long_rows_of_hyphens_take_linear_time() -> None:
    """A hundred thousand lines that almost close the block are passed once each."""
    assert front_span("---\na: 1\n" + "----\n" * 100_000) is None


def test_imports_nothing() -> None:
    """The warm path pays for no other module."""
    code = "import sys; known = set(sys.modules); import studycli.notes.split; print(*sorted(set(sys.modules) - known))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["studycli", "studycli.notes", "studycli.notes.split"]
