"""Logs read a piece at a time: the same as read at once, whatever their number and the size of the pieces."""

import random
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.settings import Settings
from studycli.store import log_pieces, states
from studycli.store.entry import Entry, encode
from studycli.store.index import open_index
from studycli.store.log_pieces import OutOfOrder, Pieces
from studycli.store.refresh import refresh
from studycli.store.review_log import read_steps

from .conftest import entry
from .test_replay import histories, numbered
from .test_states import lettered, put, tables


def written(root: Path, logs: list[list[Entry]], tail: bytes = b"") -> str:
    """Write logs, and return the folder that they stand in."""
    for number, entries in enumerate(logs):
        path = root / "log" / f"{number}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(map(encode, entries)) + tail)
    return str(root)


@settings(max_examples=60)
@given(
    histories(),
    st.integers(1, 3),
    st.integers(0, 99),
    st.integers(1, 3000),
    st.sampled_from([b"", b"torn", b"no\n"]),
)
def test_pieces_hold_all_that_the_logs_hold(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[Entry],
    logs: int,
    seed: int,
    block: int,
    tail: bytes,
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    parts: list[list[Entry]] = [[] for _ in range(logs)]
    for one in history:
        parts[chance.randrange(logs)].append(one)
        if chance.random() < 0.2:
            parts[0].append(one) if parts[0][-1:] != [one] else None
    study = written(tmp_path_factory.mktemp("study"), parts, tail)
    whole, pieces = read_steps(study, {}), Pieces(study, block)
    found = [step for piece in pieces for step in piece]
    assert found == sorted(whole.steps, key=attrgetter("id"))
    assert sorted(pieces.read.problems) == sorted(whole.problems)
    assert pieces.read.offsets == whole.offsets


def test_the_last_entry_is_told_where_no_other_line_follows_it(tmp_path: Path) -> None:
    history = numbered([entry("a"), entry("b")])
    pieces = Pieces(written(tmp_path, [history], b"no entry\n"), 100)
    assert len(list(pieces)) == 2
    assert pieces.read.lasts == {"0.jsonl": ""}
    again = Pieces(written(tmp_path, [history]))
    assert [len(piece) for piece in again] == [2]
    assert again.read.lasts == {"0.jsonl": history[-1].id}


def test_a_log_that_goes_back_is_not_read_in_pieces(tmp_path: Path) -> None:
    first, second, third = numbered([entry("a"), entry("b"), entry("c")])
    with pytest.raises(OutOfOrder):
        list(Pieces(written(tmp_path, [[first, third, second]])))
    with pytest.raises(OutOfOrder):
        list(Pieces(written(tmp_path, [[first, third, second]]), 10))


@pytest.mark.parametrize("back", [False, True])
def test_states_do_not_depend_on_how_the_logs_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    lettered(tmp_path)
    history = numbered([entry(card) for card in "abcdabcd"])
    with open_index(str(tmp_path)) as index:
        refresh(index, Settings())
        put(tmp_path, "pc.jsonl", history[::-1] if back else history)
        refresh(index)
        before = tables(index)
        monkeypatch.setattr(states, "Pieces", lambda study: log_pieces.Pieces(study, 10))
        with index.write():
            states.read_all_logs(index)
        assert tables(index) == before
        assert len(before["review"]) == 8


def test_very_many_new_entries_are_read_in_pieces_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lettered(tmp_path)
    asked: list[str] = []
    monkeypatch.setattr(states, "Pieces", lambda study: asked.append(study) or Pieces(study))
    with open_index(str(tmp_path)) as index:
        refresh(index, Settings())
        put(tmp_path, "pc.jsonl", numbered([entry("a"), entry("b")]))
        refresh(index)
        assert asked == []
        monkeypatch.setattr(states, "MUCH", 100)
        put(tmp_path, "pc.jsonl", numbered([entry(card) for card in "abcd"])[2:])
        refresh(index)
        assert len(asked) == 1
        assert len(tables(index)["review"]) == 4
