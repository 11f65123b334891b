"""Two programs that answer at the same time on one vault: every answer is in log, note and index."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from studycli.store.review_log import replay

if TYPE_CHECKING:
    from conftest import Vault

ANSWERS = 15

PROGRAM = """
import sys
from datetime import date
from studycli.clock import Clock
from studycli.collection import Collection
from studycli.settings import Settings

with Collection.open(sys.argv[1], Settings(), Clock(date(2026, 11, 23)), {"STUDY_DEVICE": "one"}) as study:
    print("ready", flush=True)
    sys.stdin.readline()
    cards = [card.id for card in study.cards()]
    for number in range(int(sys.argv[2])):
        answered = study.answer(cards[number % len(cards)], 4)
        assert not answered.warning, answered.warning
"""


def test_no_answer_is_lost(vault: Vault) -> None:
    command = [sys.executable, "-c", PROGRAM, str(vault.root), str(ANSWERS)]
    programs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
        assert program.returncode == 0
    study = vault.open()
    entries = study.log()
    assert len(entries) == len({entry.id for entry in entries}) == 2 * ANSWERS
    states = replay(entries).states
    for row in study.cards():
        logged = states[row.id].state
        assert logged is not None
        assert logged.schedule() == row.state
    counted = Counter(entry.note for entry in entries)
    for note in ("dl/loss.md", "opt.md"):
        assert vault.front(note)["review_count"] == str(counted[note])
    assert study.check() == []
