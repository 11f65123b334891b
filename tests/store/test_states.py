"""States in the index: what the logs come to, however their entries arrive."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studycli.settings import Settings
from studycli.store.entry import Entry, encode
from studycli.store.index import Index, open_index
from studycli.store.queries import card, cards, flags, orphans
from studycli.store.refresh import refresh
from studycli.store.review_log import ReviewLog, Span
from studycli.store.states import apply_entries, read_all_logs, read_logs

from .conftest import PLAIN, entry, state, write
from .test_replay import histories, numbered

TABLES = ("state", "review", "relink", "flag", "wrote")


def tables(index: Index) -> dict[str, list[tuple[object, ...]]]:
    """Return all that the logs came to, and what it means for the cards."""
    found = {name: sorted(index.db.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in TABLES}  # noqa: S608
    columns = "SELECT id, due, interval, hold, buried, derived FROM card ORDER BY key"
    return {**found, "card": index.db.execute(columns).fetchall()}


def lettered(root: Path) -> None:
    """Make a vault with the cards that `histories` is about."""
    for note, letters in (("n.md", "ab"), ("m.md", "cd")):
        text = "".join(f"## What is {c}? <!-- study: id={c} -->\n\nThis.\n\n" for c in letters)
        write(root / note, f"---\nlast_reviewed: 2025-12-01\nnext_review: 2025-12-31\n---\n{text}")


def put(root: Path, name: str, entries: list[Entry]) -> None:
    """Add entries to a log by another hand than the program's."""
    folder = root / ".study" / "log"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("ab") as file:
        file.write(b"".join(map(encode, entries)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.lists(st.integers(1, 5), max_size=8))
def test_entries_piece_by_piece_come_to_the_same_as_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[Entry], sizes: list[int]
) -> None:
    root = tmp_path_factory.mktemp("vault")
    lettered(root)
    with open_index(str(root)) as index:
        refresh(index, Settings())
        rest = history
        for size in [*sizes, len(rest)]:
            put(root, "pc.jsonl", rest[:size])
            rest = rest[size:]
            refresh(index)
        piecewise = tables(index)
        with index.write():
            read_all_logs(index)
        assert piecewise == tables(index)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.integers(), st.booleans())
def test_logs_of_two_devices_come_to_the_same_in_either_order(
    tmp_path_factory: pytest.TempPathFactory, history: list[Entry], seed: int, between: bool
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    left, right = [], []
    for one in history:
        (left if chance.random() < 0.5 else right).append(one)
    found = []
    for logs in ((left, right), (right, left)):
        root = tmp_path_factory.mktemp("vault")
        lettered(root)
        with open_index(str(root)) as index:
            refresh(index, Settings())
            for name, entries in zip(("one.jsonl", "two.jsonl"), logs, strict=True):
                put(root, name, entries)
                if between:
                    refresh(index)
            refresh(index)
            found.append(tables(index))
    assert found[0] == found[1]


def test_an_answer_is_in_the_index_and_its_log_counts_as_read(opened: Index, vault: Path) -> None:
    first = cards(opened)[0]
    with ReviewLog(vault / ".study", "pc") as log:
        written = log.append([entry(first.id, note=first.note, state=state(6))])
        apply_entries(opened, written, log.span)
        assert card(opened, first.id).state == state(6).schedule()
        size = log.span.end
    assert opened.db.execute("SELECT * FROM log").fetchall() == [("pc.jsonl", size, written[-1].id)]


def test_what_another_program_added_before_is_read_by_the_next_refresh(opened: Index, vault: Path) -> None:
    first, second, _ = cards(opened)
    put(vault, "pc.jsonl", numbered([entry(first.id, state=state(6))]))
    with ReviewLog(vault / ".study", "pc") as log:
        apply_entries(opened, log.append([entry(second.id, state=state(9))]), log.span)
    refresh(opened)
    assert [found.state.interval for found in cards(opened)[:2]] == [6, 9]


def test_entries_that_come_late_do_not_hide_newer_ones(opened: Index) -> None:
    first = cards(opened)[0]
    old, new = numbered([entry(first.id, state=state(1)), entry(first.id, state=state(6))])
    apply_entries(opened, [new])
    apply_entries(opened, [old], Span("pc.jsonl", 0, 10))
    assert card(opened, first.id).state == state(6).schedule()
    assert opened.db.execute("SELECT * FROM log").fetchall() == []


@pytest.mark.parametrize("by_refresh", [True, False])
def test_a_log_that_another_one_replaced_is_read_from_its_start(
    opened: Index, vault: Path, by_refresh: bool
) -> None:
    """As after `git stash`, and an answer more: the log is as long as before or longer, with other entries."""
    first, second, third = cards(opened)
    one, two, three = numbered(
        [entry(c.id, state=state(days)) for c, days in ((first, 5), (second, 6), (third, 7))]
    )
    log = vault / ".study" / "log" / "pc.jsonl"
    put(vault, log.name, [one, two])
    if by_refresh:
        refresh(opened)
    else:
        apply_entries(opened, [one, two], Span(log.name, 0, log.stat().st_size))
    log.unlink()
    put(vault, log.name, [one, three, three])
    assert refresh(opened).problems == []
    assert [found.state and found.state.interval for found in cards(opened)] == [5, None, 7]


def test_a_log_that_vanished_takes_its_states_along(opened: Index, vault: Path) -> None:
    third = cards(opened)[2]
    put(vault, "tv.jsonl", numbered([entry(third.id)]))
    refresh(opened)
    assert card(opened, third.id).state is not None
    (vault / ".study/log/tv.jsonl").unlink()
    refresh(opened)
    assert card(opened, third.id).state is None


def test_problems_of_a_log_are_told_once(opened: Index, vault: Path) -> None:
    put(vault, "pc.jsonl", [])
    (vault / ".study/log/pc.jsonl").write_bytes(b"foreign\n")
    assert [(one.line, one.code) for one in refresh(opened).problems] == [(1, "foreign-line")]
    assert refresh(opened).problems == []


def test_the_frontmatter_s_state_ends_with_the_log_s_first(opened: Index) -> None:
    first = cards(opened)[0]
    assert (first.derived, first.state.interval) == (True, 30)
    apply_entries(opened, numbered([entry(first.id, note=first.note, state=state(6))]))
    assert card(opened, first.id).derived is False


def test_flags_follow_a_relinked_card(opened: Index) -> None:
    apply_entries(
        opened,
        numbered([entry("old", "flag", remark="look"), entry("new", "relink", source="old", state=state())]),
    )
    assert flags(opened) == {"new": "look"}
    assert [orphan.card for orphan in orphans(opened)] == ["new"]


def test_nothing_new_changes_nothing(opened: Index) -> None:
    before = opened.db.total_changes
    assert read_logs(opened) == []
    assert opened.db.total_changes == before


def test_a_state_waits_for_its_note(opened: Index, vault: Path) -> None:
    write(vault / "new.md", PLAIN.replace("plain", "new"))
    refresh(opened)
    found = next(one for one in cards(opened) if one.note == "new.md")
    (vault / "new.md").unlink()
    refresh(opened)
    apply_entries(opened, numbered([entry(found.id, state=state(6))]))
    write(vault / "new.md", PLAIN.replace("plain", "new"))
    refresh(opened)
    assert card(opened, found.id).state == state(6).schedule()
