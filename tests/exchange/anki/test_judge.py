"""Packages that the anki package makes, read and compared with what Anki itself says of them."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from filelock import FileLock

from studycli.clock import Clock
from studycli.exchange.model import Batch, ReadOptions, Track
from studycli.exchange.readers import anki
from studycli.exchange.readers.anki.making import card_id
from studycli.exchange.sources import open_source
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import Card, CardOptions
from studycli.schedule.memory import ease_from_memory
from tests.exchange.samples import tracks

pytestmark = pytest.mark.skipif(find_spec("anki") is None, reason="anki is not installed")
REVIEWS = 1000
ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)  # nothing depends on it: dates are those of the package
OPTIONS = ReadOptions(Clock(NOW.date(), NOW), CardOptions())
GRADES = {0: None, 1: 1, 2: 3, 3: 4, 4: 5}
PACKAGES = [("old.apkg", "sm2"), ("new.apkg", "sm2"), ("fsrs.apkg", "fsrs"), ("fsrs.colpkg", "fsrs")]


class Both(NamedTuple):
    """A package as it was read, and Anki's view of its cards by the ids that they get."""

    name: str
    batch: Batch
    tracks: dict[str, Track]
    cards: dict[str, tuple[Card, str, str]]
    view: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the packages, which all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "anki-judge"
    with FileLock(shared / "anki-judge.lock"):
        if not folder.exists():
            folder.mkdir()
            script = Path(__file__).with_name("judge.py")
            environment = {**os.environ, "TZ": "Asia/Shanghai", "COVERAGE_PROCESS_START": ""}
            subprocess.run([sys.executable, script, folder, str(REVIEWS)], check=True, env=environment)
    return folder


@pytest.fixture(scope="module", params=PACKAGES, ids=lambda each: each[0])
def both(request: pytest.FixtureRequest, folder: Path) -> Both:
    name, view = request.param
    with open_source(str(folder / name), sys.stdin.buffer) as source:
        assert anki.fits(source)
        batch = anki.read(source, OPTIONS)
        assert {item.path: item.item.read()[:3] for item in batch.attachments} == {
            **{f"ML/media/plot {at}.png": b"\x89PN" for at in range(3)}, "ML/media/tone.mp3": b"ID3"
        }  # fmt: skip
    cards = {
        card.id: (card, note.path, answer_text(note.text, card))
        for note in batch.notes
        for card in parse_note(note.path, note.text, EMPTY_META, CardOptions()).cards
    }
    facts = json.loads((folder / f"{view}.json").read_text())
    return Both(
        name,
        batch,
        {card: track for note in batch.notes for card, track in tracks(note).items()},
        cards,
        {card_id(fact["guid"], fact["ord"]): fact for fact in facts.values()},
    )


def test_every_card_comes_once_and_nothing_else(both: Both) -> None:
    assert both.cards.keys() == both.view.keys()
    assert sum(len(tracks(note)) for note in both.batch.notes) == len(both.tracks)
    assert both.batch.problems == []
    paths = {"ML": "ML.md", "ML::Losses": "ML/Losses.md", "ML::Losses::Margin": "ML/Losses/Margin.md"}
    for key, fact in both.view.items():
        assert both.cards[key][1] == paths.get(fact["deck"], "ML/图 1 a b.md")


def test_schedules_are_those_of_anki(both: Both) -> None:
    """Due date, interval, lapses, ease; with FSRS the ease is made of the memory that Anki shows."""
    for key, fact in both.view.items():
        track = both.tracks.get(key, Track())
        if fact["type"] == 0:
            assert track.state is None
            continue
        assert track.state is not None
        interval = max(fact["interval"], 1)
        ease = ease_from_memory(*fact["memory"], interval) if fact["memory"] else fact["ease"]
        assert (track.state.interval, track.state.lapses) == (interval, fact["lapses"])
        assert track.state.ease == pytest.approx(ease or track.state.ease, abs=1e-3)
        if fact["due"]:
            assert track.state.due.isoformat() == fact["due"]
    with_memory = sum(fact["memory"] is not None for fact in both.view.values())
    assert with_memory > (100 if both.name.startswith("fsrs") else -1)


def test_suspended_buried_and_flagged_cards_are_so(both: Both) -> None:
    for key, fact in both.view.items():
        track = both.tracks.get(key, Track())
        assert track.suspended == (fact["queue"] == -1)
        assert (track.buried is not None) == (fact["queue"] in (-2, -3))
        assert track.flag == ("red flag" if fact["flag"] else "")


def test_every_line_of_the_revlog_is_an_answer(both: Both) -> None:
    total = 0
    for key, fact in both.view.items():
        answers = both.tracks.get(key, Track()).answers
        total += len(answers)
        assert [(round(each.at.timestamp() * 1000), each.grade, each.seconds) for each in answers] == [
            (line[0], GRADES[line[1]], line[4] / 1000 if line[1] else None) for line in fact["revlog"]
        ]
        for answer, line in zip(answers[:-1], fact["revlog"], strict=False):
            if answer.state is not None:
                assert answer.state.interval == max(line[2], 1)
        assert not answers or answers[-1].state == both.tracks[key].state
        days = [each.at.astimezone(ZONE) - timedelta(hours=4) for each in answers if each.kind == "review"]
        assert len({day.date() for day in days}) == len(days), "one review a day, the others are repeats"
    assert total >= REVIEWS


def test_texts_are_those_of_anki(both: Both) -> None:
    """Each note type's front and back, as they are shown, without the front in the back."""
    kinds = {"Loss 3 is": 0, "Formula 3": 0, "What is the question number 3?": 0}
    for key, fact in both.view.items():
        card, _, answer = both.cards[key]
        for words in kinds:
            if words in fact["question"]:
                kinds[words] += 1
        if "class=cloze" in fact["question"]:
            assert ("[…]" if "[...]" in fact["question"] else "[a property]") in card.prompt
            assert "*Extra*" in answer
    assert all(kinds.values())
