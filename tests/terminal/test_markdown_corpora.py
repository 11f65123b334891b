"""No word of a real note is lost, and no line is wider than the screen, at any width.

The words are found in the source by regular expressions of this test's own, which know nothing of the renderer.
"""

import io
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from studycli.terminal import markdown

_FRONT = re.compile(r"\A\ufeff?---\n.*?\n---[ \t]*\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(
    r"(?ms)^([ \t>*+-]*|[ \t]*\d+[.)][ \t]+)(```+|~~~+)[^\n]*\n(.*?)(^[ \t>]*\2[`~]*[ \t]*$|\Z)"
)
_LINK = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])")
_MARKUP = [
    re.compile(pattern, re.DOTALL | re.MULTILINE)
    for pattern in (
        r"\$\$.*?\$\$",
        r"(?<![\\$])\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d)",
        r"\\[\[(].*?\\[\])]",
        r"!?\[\[[^\]\n]*\]\]",
        r"!\[[^\]\n]*\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])",
        r"^[ \t>]*\[[^\]\n]+\]:.*$",
        r"\[!\w+\]",
        r"<su[bp]>.*?</su[bp]>",
        r"</?[A-Za-z][^<>]*>",
        r"&#?\w+;",
        r"^[ \t>]*\d+[.)]",
    )
]


def words(text: str) -> str:
    """Return what of a note is text, whatever it stands in."""
    text = _COMMENT.sub("", _FRONT.sub("", text))
    code = [match[3] for match in _FENCE.finditer(text)]
    text = _FENCE.sub("\n", text)
    for markup in _MARKUP:
        text = markup.sub("", text)
    while (shorter := _LINK.sub(r"\1", text)) != text:
        text = shorter
    return "\n".join([text, *code])


def characters(text: str) -> Counter[str]:
    """Return how often each Chinese character, letter and digit stands in the text."""
    return Counter(
        char for char in text if (char.isascii() and char.isalnum()) or "\u3400" <= char <= "\u9fff"
    )


@cache
def notes(shared: Path) -> list[tuple[str, str]]:
    """Return path and text of every real note, its frontmatter left out."""
    return [
        (str(path), _FRONT.sub("", path.read_text(encoding="utf-8", errors="replace")))
        for path in sorted(shared.rglob("*.md"))
    ]


def shown(text: str, width: int) -> list[str]:
    """Return the lines of a terminal."""
    console = Console(width=width, file=io.StringIO(), color_system=None, _environ={})
    console.print(markdown.render(text))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().split("\n")


WIDTHS = (40, 60, 80, 120, 200)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_word_is_shown_within_the_width(shared: Path, width: int) -> None:
    """Each character of the source's words is on the screen at least as often, and nothing sticks out.

    A note is shown at one width, the next one at another.
    """
    for path, text in notes(shared)[WIDTHS.index(width) :: len(WIDTHS)]:
        lines = shown(text, width)
        assert [line for line in lines if cell_len(line) > width] == [], path
        assert characters(words(text)) - characters("".join(lines)) == Counter(), path


def test_every_word_is_read_aloud(shared: Path) -> None:
    """The plain lines have them, too, and no character of a frame that is not the note's own."""
    for path, text in notes(shared):
        plain = markdown.plain(text)
        assert characters(words(text)) - characters(plain) == Counter(), path
        assert set(plain) & set("─▌•▣") <= set(text), path
