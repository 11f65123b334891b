"""The texts of new notes, and the names of their files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.notes.templates import example_note, file_name, new_note

TODAY = date(2026, 11, 23)
KEYS = """\
---
created: '2026-11-23'
last_reviewed: null
next_review: '2026-11-23'
review_count: 0
difficulty: medium
mastery_level: 0.0
tags: []
related_outlines: []
---
"""


def test_the_example_has_a_card_of_most_kinds() -> None:
    text = example_note(TODAY)
    parsed = parse_note("example.md", text, read_meta(text), CardOptions())
    assert [(card.kind, card.prompt) for card in parsed.cards] == [
        ("question", "Why do classifiers use cross-entropy and not MSE?"),
        ("question", "什么是过拟合，怎样发现它？"),
        ("concept", "Huber loss"),
        ("part", "Huber loss: Pros"),
        ("part", "Huber loss: Cons"),
        ("basic", "A line with two colons is a card, question first"),
        ("cloze", "The […] is hidden when this line is asked."),
    ]
    assert parsed.issues == ()
    assert read_meta(text).issues == ()


@pytest.mark.parametrize("title", ["Batch normalisation", "批归一化"])
def test_a_new_note_has_the_frontmatter_its_title_and_no_card(title: str) -> None:
    text = new_note(title, TODAY)
    parsed = parse_note("a.md", text, read_meta(text), CardOptions())
    assert text.startswith(f"{KEYS}# {title}\n\n## ")
    assert (parsed.title, parsed.cards) == (title, ())


def test_a_new_note_speaks_the_language_of_its_title() -> None:
    assert "## 面试重点问题\n" in new_note("LoRA 微调", TODAY)
    assert "## Interview questions\n" in new_note("LoRA", TODAY)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Batch normalisation", "Batch normalisation.md"),
        ("注意力机制", "注意力机制.md"),
        ("What is A/B testing?", "What is A B testing.md"),
        ('a:b*c"d<e>f|g\\h', "a b c d e f g h.md"),
        ("../../etc/passwd", "etc passwd.md"),
        (".hidden", "hidden.md"),
        ("--help", "help.md"),
        ("ends with dots...", "ends with dots.md"),
        ("CON", "CON note.md"),
        ("nul.txt", "nul.txt note.md"),
        ("Cafe\u0301", "Café.md"),
        ("tab\tand\nline", "tab and line.md"),
        ("深" * 300, "深" * 66 + ".md"),
        ("???", ""),
        ("", ""),
    ],
)
def test_a_file_name_is_safe_on_every_system(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text())
def test_a_file_name_is_one_short_visible_name(title: str) -> None:
    """Whatever the title: no separator, no control character, not hidden, not too long, and stable."""
    name = file_name(title.encode(errors="ignore").decode())
    assert not set(name) & set('/\\<>:"|?*\0\n')
    assert not name.startswith((".", "-"))
    assert len(name.encode()) <= 210
    assert not name or file_name(name.removesuffix(".md")) == name
