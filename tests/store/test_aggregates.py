"""Sums of the history in the index: always what all logs come to, however and whenever they were brought up."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studycli.settings import Settings
from studycli.store import figures
from studycli.store.aggregates import TABLES, answers, bring_up, forget_sums
from studycli.store.entry import Entry
from studycli.store.index import Index, open_index
from studycli.store.refresh import refresh
from studycli.store.where import Where

from .conftest import DAY, entry, state
from .test_replay import histories, numbered
from .test_states import lettered, put

SUMS = TABLES[1:]


def sums(index: Index) -> dict[str, list[tuple[object, ...]]]:
    """Return all sums, brought up to date."""
    bring_up(index)
    assert index.db.execute("SELECT COUNT(*) FROM stale").fetchone() == (0,)
    return {name: sorted(index.db.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in SUMS}  # noqa: S608


def spread(history: list[Entry]) -> list[Entry]:
    """Give the entries days of their own, so that there is something to foretell."""
    changed = []
    for number, one in enumerate(history):
        fields = {name: getattr(one, name) for name in one.__struct_fields__}
        changed.append(Entry(**fields | {"day": DAY + timedelta(days=number // 2 * 3)}))
    return changed


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.lists(st.integers(1, 5), max_size=8))
def test_sums_brought_up_piece_by_piece_are_those_of_the_whole_log(
    tmp_path_factory: pytest.TempPathFactory, history: list[Entry], sizes: list[int]
) -> None:
    root = tmp_path_factory.mktemp("vault")
    lettered(root)
    with open_index(str(root)) as index:
        refresh(index, Settings())
        rest = spread(history)
        for size in [*sizes, len(rest)]:
            put(root, "pc.jsonl", rest[:size])
            rest = rest[size:]
            refresh(index)
            piecewise = sums(index)
        with index.write():
            forget_sums(index)
        assert piecewise == sums(index)


def due(card: str, day: int, grade: int, interval: int, **fields: object) -> Entry:
    """Return a review on a day of January with the interval that it gives."""
    at = date(2026, 1, day)
    given = {"day": at, "kind": "review", "grade": grade, "state": state(interval, day=at), "seconds": 6.0}
    return entry(card, **{**given, "form": "recall", **fields})  # type: ignore[arg-type]


@pytest.fixture
def answered(tmp_path: Path) -> Path:
    """Return a vault of which cards a and c were learnt, and reviewed when they were due."""
    lettered(tmp_path)
    (tmp_path / ".study").mkdir()
    put(
        tmp_path,
        "pc.jsonl",
        numbered(
            [
                due("a", 1, 4, 1),
                due("c", 1, 4, 1, confused=("mean", "sum"), form="choice"),
                due("a", 2, 4, 6),
                due("c", 2, 1, 1),
                due("gone", 2, 4, 1, note="old.md"),
                due("c", 2, 4, 1, kind="repeat"),
            ]
        ),
    )
    return tmp_path


def test_a_day_is_summed_over_its_cards(answered: Path) -> None:
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        bring_up(index)
        first, second = figures.days(index)
        assert first[:7] == (date(2026, 1, 1).toordinal(), 2, 0, 2, 0, 0, 12.0)
        assert second[:7] == (date(2026, 1, 2).toordinal(), 4, 2, 1, 0, 1, 24.0)
        assert (first.entered, second.entered) == (2, 1)


def test_with_a_filter_the_sums_are_those_of_its_cards_alone(answered: Path) -> None:
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        bring_up(index)
        everything = Where(notes=("m.md", "n.md"))
        only = Where(notes=("m.md",))
        assert [row[1:7] for row in figures.days(index, only)] == [
            (1, 0, 1, 0, 0, 6.0),
            (2, 1, 0, 0, 1, 12.0),
        ]
        assert [row[1:7] for row in figures.days(index, only) if row.day >= date(2026, 1, 2).toordinal()] == [
            (2, 1, 0, 0, 1, 12.0)
        ]
        assert figures.foretold(index, everything) == figures.foretold(index)
        assert sum(row.answers for row in figures.foretold(index, only)) == 1
        assert figures.form_counts(index, only) == [("choice", "c", 1, 0), ("recall", "c", 2, 1)]
        assert figures.form_counts(index, only, date(2026, 1, 2).toordinal()) == [("recall", "c", 2, 1)]
        assert figures.confusions(index) == figures.confusions(index, only) == [("mean", "sum", 1)]
        assert figures.confusions(index, Where(notes=("n.md",))) == []


def test_answers_to_cards_that_are_gone_are_counted_apart(answered: Path) -> None:
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        bring_up(index)
        assert figures.gone(index) == (1, 1)
        assert {card.id for card in figures.report_cards(index)} == set("abcd")


def test_a_relinked_card_has_the_answers_under_its_former_id(answered: Path) -> None:
    link = entry("b", "relink", source="a", state=state(6, day=date(2026, 1, 2)), id="9" * 16 + "-pc")
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        before = sums(index)["card_sum"]
        put(answered, "pc.jsonl", [link])
        refresh(index)
        after = sums(index)["card_sum"]
        assert [row[0] for row in before] == ["a", "c", "gone"]
        assert [row[0] for row in after] == ["b", "c", "gone"]
        assert before[0][1:] == after[0][1:]
        first = date(2026, 1, 1).toordinal()
        assert figures.form_counts(index, Where(notes=("n.md",)), first) == [("recall", "b", 2, 0)]
        assert [answer.grade for answer in answers(index, "b")] == [4, 4]
        assert answers(index, "a") == []


def test_the_work_is_told_and_is_done_once(answered: Path) -> None:
    told: list[tuple[int, int]] = []
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        bring_up(index, lambda done, of: told.append((done, of)))
        assert told == [(0, 3), (3, 3)]
        bring_up(index, lambda done, of: told.append((done, of)))
        assert len(told) == 2


def test_an_answer_makes_the_sums_of_its_own_card_stale(answered: Path) -> None:
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        bring_up(index)
        put(answered, "pc.jsonl", [due("a", 8, 4, 15, id="9" * 16 + "-pc")])
        refresh(index)
        assert index.db.execute("SELECT card FROM stale").fetchall() == [("a",)]
        bring_up(index)
        assert [row.day for row in figures.days(index)][-1] == date(2026, 1, 8).toordinal()


def test_of_late_grades_are_told_for_new_cards_and_for_others(answered: Path) -> None:
    with open_index(str(answered)) as index:
        refresh(index, Settings())
        assert figures.late_grades(index) == {(True, 4): 3, (False, 4): 1, (False, 1): 1}
