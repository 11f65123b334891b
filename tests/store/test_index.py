"""The index as such: two programs at once, what is ready, transactions."""

import sqlite3
from pathlib import Path

import pytest

from studycli.settings import Settings
from studycli.store.index import Index, open_index
from studycli.store.queries import cards
from studycli.store.refresh import keep, refresh
from studycli.store.review_log import ReviewLog
from studycli.store.states import apply_entries

from .conftest import DAY, PLAIN, entry, state, write

TODAY = DAY.toordinal()


def answer(index: Index, card_id: str, **fields: object) -> None:
    with ReviewLog(Path(index.root, ".study"), "pc") as log:
        written = log.append([entry(card_id, **fields)])
        apply_entries(index, written, log.span)


def ids(index: Index) -> list[str]:
    return [card.id for card in cards(index)]


def test_notes_reviewed_before_are_due_by_their_frontmatter(opened: Index) -> None:
    assert opened.ready(TODAY) == (2, 1)  # losses.md was due on the day before; plain.md has no frontmatter


def test_nothing_is_due_before_its_day(opened: Index) -> None:
    assert opened.ready(TODAY - 2) == (0, 1)


def test_an_answered_card_is_ready_no_more(opened: Index) -> None:
    answer(opened, ids(opened)[2])
    assert opened.ready(TODAY) == (2, 0)
    assert opened.ready(TODAY + 1) == (3, 0)


def test_suspended_and_buried_cards_are_left_out(opened: Index) -> None:
    first, second, third = ids(opened)
    answer(opened, first, kind="suspend", suspended=True, state=state(0))
    answer(opened, second, kind="bury", buried=DAY.replace(day=2), state=state(0))
    answer(opened, third, kind="bury", buried=DAY.replace(day=2))
    assert opened.ready(TODAY) == (0, 0)
    assert opened.ready(TODAY + 1) == (1, 1)


def test_the_day_s_limits_hold(opened: Index) -> None:
    refresh(opened, Settings(new_per_day=1, reviews_per_day=1))
    assert opened.ready(TODAY) == (1, 1)
    assert opened.limits(TODAY) == (1, 1)
    answer(opened, ids(opened)[2])
    assert opened.limits(TODAY) == (1, 0)
    answer(opened, ids(opened)[2])
    answer(opened, ids(opened)[2])
    assert opened.limits(TODAY) == (0, 0)
    assert opened.limits(TODAY + 1) == (1, 1)


def test_repeats_and_cramming_use_up_no_limit(opened: Index) -> None:
    refresh(opened, Settings(new_per_day=1, reviews_per_day=1))
    for kind in ("repeat", "cram"):
        answer(opened, ids(opened)[2], kind=kind, grade=4, state=state())
    assert opened.limits(TODAY) == (1, 1)


def test_questions_without_an_answer_are_left_out(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", "# Plain\n\n## What is an empty question?\n")
    refresh(opened)
    assert cards(opened)[2].empty
    assert opened.ready(TODAY) == (2, 0)


def test_two_programs_work_on_one_index(opened: Index, vault: Path) -> None:
    with open_index(str(vault)) as other:
        write(vault / "plain.md", PLAIN + "\n## And why?\n\nSo.\n")
        assert refresh(other).changed == ["plain.md"]
        assert refresh(opened).changed == []
        assert len(ids(opened)) == 4
        answer(other, ids(other)[2])
        assert opened.ready(TODAY) == (2, 1)


def test_an_index_is_read_while_another_program_writes(opened: Index, vault: Path) -> None:
    with open_index(str(vault)) as other, other.write() as db:
        db.execute("DELETE FROM card")
        assert len(ids(opened)) == 3


def test_an_error_takes_the_whole_transaction_back(opened: Index) -> None:
    def fail() -> None:
        with opened.write() as db:
            db.execute("DELETE FROM card")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert len(ids(opened)) == 3


def test_values_are_kept_by_name(opened: Index) -> None:
    assert opened.meta("x") == ""
    opened.set_meta("x", "1")
    opened.set_meta("x", "2")
    assert opened.meta("x") == "2"


def test_a_rebuilt_index_in_memory_is_empty(vault: Path) -> None:
    (vault / ".study").touch()
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        index.rebuild()
        assert index.fresh
        assert ids(index) == []
        refresh(index)
        assert len(ids(index)) == 3


def test_what_is_damaged_and_cannot_be_deleted_is_kept_in_memory(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    write(vault / ".study" / "index.db", b"garbage" * 1000)
    monkeypatch.setattr("os.unlink", refuse)
    with open_index(str(vault)) as index:
        assert index.in_memory


def fill_disk(index: Index) -> None:
    """Let the index's file grow no more, as on a full disk; a new file may not grow either."""
    pages = index.db.execute("PRAGMA page_count").fetchone()[0]
    index.db.execute(f"PRAGMA max_page_count={pages}")
    index.db.execute("PRAGMA cache_size=1")  # so that it is met before the end of the transaction


def test_an_index_on_a_full_disk_is_made_in_memory(vault: Path) -> None:
    for number in range(200):
        write(vault / f"{number}.md", f"## What is {number}?\n\nA number.\n")
    with open_index(str(vault)) as index:
        fill_disk(index)
        assert refresh(index, Settings()).rebuilt
        assert index.in_memory
        assert len(ids(index)) == 203
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        assert not index.in_memory
        assert len(ids(index)) == 203


def test_what_a_full_disk_has_no_room_for_is_read_again_into_memory(opened: Index, vault: Path) -> None:
    def too_much() -> None:
        for number in range(10000):
            opened.set_meta(f"{number}", "x" * 100)

    with ReviewLog(Path(vault, ".study"), "pc") as log:
        log.append([entry(ids(opened)[2])])
    fill_disk(opened)
    keep(opened, Settings(), too_much)
    assert opened.in_memory
    assert opened.ready(TODAY) == (2, 0)
    assert opened.meta("1") == ""


def test_an_error_that_is_no_damage_is_raised(opened: Index) -> None:
    def fail() -> None:
        opened.db.execute("INSERT INTO meta VALUES ('built', 'twice')")

    with pytest.raises(sqlite3.IntegrityError):
        keep(opened, Settings(), fail)
    assert not opened.db.in_transaction
    assert len(ids(opened)) == 3


def test_readers_and_a_writer_work_at_once_after_the_build(opened: Index, vault: Path) -> None:
    assert opened.use_wal()
    opened.db.execute("PRAGMA journal_mode=DELETE")
    opened.db.execute("PRAGMA busy_timeout=0")
    with open_index(str(vault)) as other, other.write():
        assert not opened.use_wal()
