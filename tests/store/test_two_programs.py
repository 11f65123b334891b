"""Two programs at once on one vault."""

import subprocess
import sys
from pathlib import Path

from studycli.store.index import open_index
from studycli.store.queries import cards
from studycli.store.refresh import refresh
from studycli.store.review_log import ReviewLog

WRITER = """
import sys
from datetime import date
from studycli.store.review_log import Entry, ReviewLog
with ReviewLog(sys.argv[1], "pc") as log:
    for number in range(50):
        log.append([Entry(id="", at="", day=date(2026, 1, 1), kind="flag", card=f"{sys.argv[2]}-{number}")])
"""

READER = """
import sys
from studycli.settings import Settings
from studycli.store.index import open_index
from studycli.store.refresh import refresh
with open_index(sys.argv[1]) as index:
    refresh(index, Settings())
"""


def together(script: str, *arguments: list[str]) -> None:
    """Run a script once for each list of arguments, all at the same time."""
    programs = [subprocess.Popen([sys.executable, "-c", script, *given]) for given in arguments]
    assert [program.wait() for program in programs] == [0] * len(programs)


def test_no_entry_of_two_writers_is_lost_and_all_ids_differ(tmp_path: Path) -> None:
    together(WRITER, [str(tmp_path), "a"], [str(tmp_path), "b"], [str(tmp_path), "c"])
    entries, problems = ReviewLog(tmp_path, "pc").entries()
    assert problems == []
    assert {entry.card for entry in entries} == {f"{name}-{number}" for name in "abc" for number in range(50)}
    assert len({entry.id for entry in entries}) == 150


def test_two_first_builds_at_once_give_one_index(vault: Path) -> None:
    together(READER, *[[str(vault)]] * 3)
    with open_index(str(vault)) as index:
        assert refresh(index).added == []
        assert len(cards(index)) == 3
