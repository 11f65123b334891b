"""The whole list of cards of whole notes, kept in files: ``x.md`` and ``x.cards.json`` beside it.

A change of a golden list is made by ``STUDY_GOLDEN=write`` and read before it is committed.
"""

import json
import os
from pathlib import Path

import pytest

from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions

GOLDEN = Path(__file__).parent / "golden"
VAULT = Path(__file__).resolve().parents[2] / "notes"
NOTES = sorted(GOLDEN.glob("*.md"))
LOSSES = VAULT / "深度学习" / "损失函数的设计.md"


def listing(path: Path) -> list[dict[str, object]]:
    """Return the cards of a note as the golden files hold them: with the first line of each answer."""
    text = path.read_bytes().decode()
    cards = parse_note(path.name, text, read_meta(text), CardOptions()).cards
    return [
        {
            "id": card.id,
            "kind": card.kind,
            "line": card.line,
            "answer_lines": card.answer_lines and list(card.answer_lines),
            "prompt": card.prompt,
            "answer": answer_text(text, card).split("\n")[0],
            "heading_path": list(card.heading_path),
        }
        for card in cards
    ]


def check(note: Path, twin: Path) -> None:
    found = listing(note)
    if os.environ.get("STUDY_GOLDEN") == "write":
        twin.write_text("[\n" + ",\n".join(json.dumps(card, ensure_ascii=False) for card in found) + "\n]\n")
    assert twin.is_file(), f"{twin.name} is missing"
    assert found == json.loads(twin.read_text())


def test_every_golden_file_has_its_twin() -> None:
    assert NOTES
    lists = {path.name.removesuffix(".cards.json") for path in GOLDEN.glob("*.cards.json")}
    assert lists == {path.stem for path in [*NOTES, LOSSES]}


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_the_cards_of_a_note_are_those_listed(note: Path) -> None:
    check(note, note.with_suffix(".cards.json"))


def test_the_cards_of_the_note_on_losses_are_those_listed() -> None:
    """The vault's own note of the shape that the project began with: questions, concepts and parts, no summary."""
    check(LOSSES, GOLDEN / f"{LOSSES.stem}.cards.json")
    paths = [heading for card in listing(LOSSES) for heading in card["heading_path"]]  # type: ignore[attr-defined]
    assert not {"总结", "相关笔记"} & set(paths)


def test_the_seed_gives_its_five_questions_and_every_concept(shared: Path) -> None:
    """All five interview questions with whole answers; 55 to 85 cards; none of the summary or related notes."""
    text = (shared / "seed" / "损失函数设计.md").read_bytes().decode()
    cards = parse_note("s.md", text, read_meta(text), CardOptions()).cards
    assert [(card.line, card.answer_lines) for card in cards[:5]] == [
        (17, (18, 37)),
        (39, (41, 54)),
        (56, (58, 75)),
        (77, (79, 88)),
        (90, (92, 106)),
    ]
    assert 55 <= len(cards) <= 85
    assert max(card.line for card in cards) < text.split("## 总结")[0].count("\n")


def test_every_question_of_a_long_list_is_found_with_its_whole_answer(shared: Path) -> None:
    """166 bold questions, each answered from the line behind it to the break before the next."""
    text = (shared / "corpora" / "data-science-interviews" / "theory.md").read_bytes().decode()
    result = parse_note("t.md", text, read_meta(text), CardOptions())
    assert [card.kind for card in result.cards] == ["question"] * 166
    assert len(result.issues) == sum(card.answer_lines is None for card in result.cards) == 14
    for card, following in zip(result.cards, result.cards[1:], strict=False):
        if card.answer_lines:
            assert card.line < card.answer_lines[0] <= card.answer_lines[1] < following.line
            assert "**" + following.prompt[:20] not in answer_text(text, card)
