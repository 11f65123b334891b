"""What is read from the index."""

from datetime import date
from pathlib import Path

from studycli.schedule.sm2 import Schedule
from studycli.store import queries
from studycli.store.index import Index
from studycli.store.queries import Candidate, Tally, cards
from studycli.store.refresh import refresh
from studycli.store.states import apply_entries
from studycli.store.where import Where

from .conftest import DAY, PLAIN, entry, state, write
from .test_replay import numbered

TOMORROW = date(2026, 1, 2)


def prompts(index: Index, where: Where) -> list[str]:
    return [card.prompt for card in cards(index, where)]


def test_a_card_is_whole(opened: Index) -> None:
    found = cards(opened)[0]
    assert (found.note, found.title, found.line, found.answer_lines) == (
        "a/losses.md",
        "Losses",
        11,
        (13, 13),
    )
    assert (found.kind, found.prompt, found.heading_path) == (
        "question",
        "What is MSE?",
        ("Losses", "What is MSE?"),
    )
    assert (found.tags, found.empty, found.suspended, found.buried) == (
        ("ml", "loss/regression"),
        False,
        False,
        None,
    )
    assert found.state == Schedule(3, 30, 2.3, date(2025, 12, 31), date(2025, 12, 1), 0, True)


def test_a_card_is_found_by_its_id_or_by_how_it_begins(opened: Index) -> None:
    found = cards(opened)[1]
    assert queries.card(opened, found.id) == found
    assert queries.card(opened, "none") is None
    assert queries.cards_beginning(opened, found.id[:6]) == [found]
    assert len(queries.cards_beginning(opened, "", 2)) == 2


def test_cards_are_found_by_note_folder_and_tag(opened: Index, vault: Path) -> None:
    write(vault / "a.md", PLAIN.replace("plain", "other"))
    refresh(opened)
    assert prompts(opened, Where(("a",))) == ["What is MSE?", "Why not MAE?"]
    assert prompts(opened, Where(("a.md", "plain.md"))) == ["What is a other note?", "What is a plain note?"]
    assert prompts(opened, Where(tags=("ml",))) == ["What is MSE?", "Why not MAE?"]
    assert prompts(opened, Where(tags=("loss",))) == ["What is MSE?", "Why not MAE?"]
    assert prompts(opened, Where(tags=("los", "regression"))) == []


def test_cards_are_found_by_their_lapses(opened: Index) -> None:
    first = cards(opened)[0]
    apply_entries(opened, numbered([entry(first.id, state=state())]))
    assert prompts(opened, Where(tags=("leech",), lapses=1)) == []


def test_candidates_are_due_or_new(opened: Index) -> None:
    first, second, third = cards(opened)
    due = date(2025, 12, 31)
    assert sorted(queries.due_candidates(opened, DAY)) == sorted(
        [Candidate(first.id, "a/losses.md", due, 30), Candidate(second.id, "a/losses.md", due, 30)]
    )
    assert queries.due_candidates(opened, date(2025, 12, 30)) == []
    assert queries.new_candidates(opened, DAY, -1) == [Candidate(third.id, "plain.md", None, 0)]
    assert queries.new_candidates(opened, DAY, 0) == []
    assert queries.new_candidates(opened, DAY, 5, Where(("a",))) == []


def test_a_tally_counts_every_card_once(opened: Index, vault: Path) -> None:
    write(vault / "empty.md", "# E\n\n## What is empty?\n")
    refresh(opened)
    losses = cards(opened, Where(("a",)))
    apply_entries(
        opened,
        numbered(
            [
                entry(losses[0].id, "suspend", suspended=True, state=state(), note="a/losses.md"),
                entry(losses[1].id, "bury", buried=TOMORROW, state=state(0), note="a/losses.md"),
            ]
        ),
    )
    assert queries.tally(opened, DAY) == Tally(due=0, new=1, suspended=1, buried=1, empty=1, cards=4, notes=3)
    assert queries.tally(opened, TOMORROW).due == 1
    assert queries.tally(opened, DAY, Where(("none",))) == Tally(0, 0, 0, 0, 0, 0, 0)


def test_tags_are_counted(opened: Index) -> None:
    assert queries.tags(opened) == {"ml": 2, "loss/regression": 2}


def test_orphans_keep_what_the_log_has(opened: Index) -> None:
    orphan = entry("gone", note="old.md", prompt="What was it?", state=state(6))
    apply_entries(opened, numbered([orphan, entry("new", "flag")]))
    assert queries.orphans(opened) == [
        queries.Orphan("gone", "old.md", "What was it?", state(6).schedule(), False, None)
    ]


def test_cards_without_an_entry_are_unlogged(opened: Index) -> None:
    first, *rest = cards(opened)
    apply_entries(opened, numbered([entry(first.id, "flag", note="x.md")]))
    assert queries.unlogged_cards(opened) == rest


def test_a_chain_of_relinks_is_followed_and_ends(opened: Index) -> None:
    links = [("b", "a"), ("c", "b"), ("a", "c")]
    history = numbered([entry(new, "relink", source=old, state=state()) for new, old in links])
    apply_entries(opened, history)
    assert queries.relinked_to(opened, "a", "") == ["b", "c"]
    assert queries.relinked_to(opened, "b", history[1].id) == []


def test_written_dates_are_those_of_the_log(opened: Index) -> None:
    wrote = {"next_review": ("2025-12-31", "'2026-02-01'")}
    apply_entries(opened, numbered([entry(cards(opened)[0].id, note="a/losses.md", wrote=wrote)]))
    expected = {"a/losses.md": (date(2025, 12, 31), "'2026-02-01'")}
    assert queries.written_dates(opened) == expected
    assert queries.written_dates(opened, ["a/losses.md"]) == expected
    assert queries.written_dates(opened, ["plain.md"]) == {}
    assert queries.written_date(opened, "a/losses.md") == "'2026-02-01'"
    assert queries.written_date(opened, "plain.md") is None


def test_grades_and_reviews_are_those_not_taken_back(opened: Index) -> None:
    first = cards(opened)[0].id
    history = numbered(
        [
            entry(first, grade=1, seconds=2.5),
            entry(first, "repeat", grade=4),
            entry(first, "cram", grade=0),
            entry(first, grade=5),
            entry(first, "undo", undoes=f"{4:016x}-pc"),
        ]
    )
    apply_entries(opened, history)
    assert queries.last_grade(opened, first, DAY) == 4
    assert queries.last_grade(opened, first, TOMORROW) is None
    assert queries.graded_answers(opened, "a/losses.md") == 2
    rows = queries.reviews(opened, DAY, DAY)
    assert [(row.kind, row.grade, row.seconds, row.first) for row in rows] == [
        ("review", 1, 2.5, True),
        ("repeat", 4, None, False),
        ("cram", 0, None, True),
    ]
    assert queries.reviews(opened, TOMORROW, TOMORROW) == []


def test_due_dates_are_counted_by_day(opened: Index) -> None:
    assert queries.due_by_day(opened, date(2025, 12, 1), DAY) == {date(2025, 12, 31): 2}
    assert queries.due_by_day(opened, DAY, TOMORROW) == {}


def test_an_unknown_note_is_none(opened: Index) -> None:
    assert queries.note(opened, "none.md") is None
    assert [found.path for found in queries.notes(opened)] == ["a/losses.md", "plain.md"]
