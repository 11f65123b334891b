"""The cards that the project's own notes give."""

import os
from pathlib import Path

import pytest

from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions, ParsedNote

GOLDEN = Path(__file__).parent / "golden"


def read(path: Path) -> tuple[str, ParsedNote]:
    """Return a note's text and what the program makes of it."""
    text = path.read_bytes().decode()
    return text, parse_note(path.name, text, read_meta(text), CardOptions())


def listing(note: ParsedNote) -> str:
    """Return one line a card: line of the prompt, lines of the answer, kind, prompt."""
    rows = []
    for card in note.cards:
        assert card.answer_lines is not None
        first, last = card.answer_lines
        rows.append(f"{card.line}\t{first}-{last}\t{card.kind}\t{card.prompt}\n")
    return "".join(rows)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.tsv")), ids=lambda path: path.stem)
def test_the_cards_are_those_of_the_golden_list(path: Path, pytestconfig: pytest.Config) -> None:
    """Prompts, kinds and lines were judged one by one; STUDY_RENEW_GOLDEN=1 writes the list anew for judging."""
    (note,) = pytestconfig.rootpath.glob(f"notes/*/{path.stem}.md")
    found = listing(read(note)[1])
    if os.environ.get("STUDY_RENEW_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_every_card_can_be_asked(note: Path) -> None:
    """No problem in a note of the project, no card without an answer, no prompt twice, enough cards."""
    text, parsed = read(note)
    assert parsed.issues == ()
    assert all(answer_text(text, card).strip() for card in parsed.cards)
    prompts = [card.prompt for card in parsed.cards]
    assert len(set(prompts)) == len(prompts)
    assert len(prompts) >= 20


def test_no_card_is_a_container_or_a_summary(note: Path) -> None:
    """The headings that only hold others, and the summaries, are never asked."""
    prompts = {card.prompt for card in read(note)[1].cards}
    unasked = {"总结", "Summary", "速记", "快问快答", "术语互查", "Quick checks", "One-liners", "高频面试题"}
    assert not prompts & unasked


def test_no_line_of_a_note_is_lost(note: Path) -> None:
    """Below its first heading of the second level, every line with words is part of a prompt or an answer.

    Left out are headings that hold others, notes' titles and summaries: sections without cards.
    """
    text, parsed = read(note)
    lines = text.splitlines()
    covered = {card.line for card in parsed.cards}
    for card in parsed.cards:
        assert card.answer_lines is not None
        covered.update(range(card.answer_lines[0], card.answer_lines[1] + 1))
    start = next(number for number, line in enumerate(lines, start=1) if line.startswith("## "))
    summary = next(
        (n for n, line in enumerate(lines, start=1) if line in {"## 总结", "## Summary"}), len(lines) + 1
    )
    lost = [
        line
        for number, line in enumerate(lines, start=1)
        if start < number < summary and number not in covered and line.strip() and not line.startswith("#")
    ]
    assert set(lost) <= {"?", "<details>", "</details>"}
