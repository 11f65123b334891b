"""What a note's dates mean for its cards."""

from pathlib import Path

import pytest

from studycli.store.index import open_index
from studycli.store.placing import from_note, place_all
from studycli.store.refresh import refresh

from .conftest import write

DATES = [
    "",
    "last_reviewed: 2025-12-01",
    "next_review: 2025-12-31",
    "last_reviewed: 2025-12-01\nnext_review: 2025-12-31",
    "last_reviewed: 2025-12-31\nnext_review: 2025-12-31",
    "last_reviewed: 2025-12-31\nnext_review: 2025-12-01",
]


@pytest.mark.parametrize(
    ("last", "following", "placed"),
    [
        (None, None, (None, 0, 0)),
        (10, None, (None, 0, 0)),
        (None, 10, (None, 0, 0)),
        (10, 10, (None, 0, 0)),
        (10, 9, (None, 0, 0)),
        (10, 16, (16, 6, 1)),
    ],
)
def test_cards_are_placed_by_two_dates_in_order(
    last: int | None, following: int | None, placed: tuple[int | None, int, int]
) -> None:
    assert from_note(last, following) == placed


def test_a_first_build_places_cards_as_every_later_one_does(tmp_path: Path) -> None:
    for number, dates in enumerate(DATES):
        write(tmp_path / f"{number}.md", f"---\ntitle: n\n{dates}\n---\n## What is this?\n\nThis.\n")
    with open_index(str(tmp_path)) as index:
        refresh(index)
        placed = "SELECT due, interval, derived FROM card ORDER BY key"
        first = index.db.execute(placed).fetchall()
        place_all(index.db)
        assert index.db.execute(placed).fetchall() == first
        assert sorted(row[2] for row in first) == [0, 0, 0, 0, 0, 1]
