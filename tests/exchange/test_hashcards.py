"""Collections of hashcards: the cards by their hashes, the schedule and history of the database, the media."""

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from blake3 import blake3

from studycli.exchange.history import tracked
from studycli.exchange.model import Batch, Track
from studycli.exchange.readers import hashcards
from studycli.exchange.readers.hashcards.decks import deck_cards
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import Card, CardOptions
from studycli.schedule.memory import ease_from_memory
from studycli.schedule.sm2 import Schedule
from tests.exchange.samples import ZONE, folder_source, options, source

NEWER = "added_at text not null, last_reviewed_at text, stability real, difficulty real, interval_raw real,"
OLDER = "added_at text not null, stability real, difficulty real,"
REVIEW = tuple[str, str, str, float, float, str]

DECK = """\
Q: Which loss suits
two classes?
A:

Cross-entropy.

Q: What is $\\sigma(0)$?
A: 0.5

---

C: [Momentum] keeps a [running mean] of gradients, ![](@/img/m.png)

C: Key: [`\\[`]
"""


def basic(question: str, answer: str) -> str:
    """Return the hash of a question with its answer."""
    return blake3(f"Basic{question}{answer}".encode()).hexdigest()


def cloze(text: str, words: str) -> str:
    """Return the hash of a deletion in a text without brackets."""
    data = text.encode()
    start = data.index(words.encode())
    return blake3(b"Cloze" + data + struct.pack("<QQ", start, start + len(words.encode()) - 1)).hexdigest()


MOMENTUM = "Momentum keeps a running mean of gradients, ![](@/img/m.png)"
LOSS = basic("Which loss suits\ntwo classes?", "Cross-entropy.")
SIGMOID = basic("What is $\\sigma(0)$?", "0.5")


def database(
    path: Path,
    reviews: list[REVIEW],
    cards: Sequence[tuple[object, ...]] = (),
    columns: str = NEWER,
) -> bytes:
    """Return a database with these reviews, and with cards of which only the state is left."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma synchronous=off")
        connection.execute(
            f"create table cards (card_hash text primary key, {columns} due_date text, review_count integer not null)"
        )
        connection.execute(
            "create table reviews (review_id integer primary key, session_id integer, card_hash text, reviewed_at text,"
            " grade text, stability real, difficulty real, due_date text)"
        )
        connection.executemany(
            "insert into reviews (card_hash, reviewed_at, grade, stability, difficulty, due_date) values (?,?,?,?,?,?)",
            reviews,
        )
        connection.executemany(
            "insert into cards (card_hash, added_at, stability, difficulty, due_date, review_count)"
            " values (?, '', ?, ?, ?, ?)",
            cards,
        )
        connection.commit()
    return path.read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a database is built."""
    return tmp_path / "hashcards.db"


def read(data: bytes | None, deck: str = DECK, name: str = "ml/Loss.md") -> Batch:
    """Read a collection of one deck."""
    files: dict[str, str | bytes] = {
        name: deck,
        "img/m.png": "x",
        **({} if data is None else {"hashcards.db": data}),
    }
    return hashcards.read(source(files), options())


def found(batch: Batch) -> dict[str, tuple[Card, Track]]:
    """Return the cards of the first note that have a track, by their prompts, as an import finds them."""
    note = batch.notes[0]
    cards = parse_note(note.path, note.text, read_meta(note.text), CardOptions()).cards
    return {known.card.prompt: (known.card, known.track) for known in tracked(cards, note.tracks)}


def test_the_cards_of_a_deck_have_the_hashes_that_hashcards_gives_them() -> None:
    cards = deck_cards(DECK)
    assert [(card.line, card.words, card.hash) for card in cards] == [
        (1, "", LOSS),
        (7, "", SIGMOID),
        (12, "Momentum", cloze(MOMENTUM, "Momentum")),
        (12, "running mean", cloze(MOMENTUM, "running mean")),
        (14, "`\\[`", cloze("Key: `[`", "`[`")),
        (14, "`", blake3(b"ClozeKey: `\\`" + struct.pack("<QQ", 7, 7)).hexdigest()),
    ]


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("Q: 问\r\n更多\r\nA: 答\r\n", [basic("问\n更多", "答")]),
        ("intro\nA: no question\nQ: unanswered\nQ: a\nA: b", [basic("a", "b")]),
        ("---\nname = 'x'\n---\nQ: a\nA: b\n---\nrest", [basic("a", "b")]),
        ("---\nname: x\n---\nQ: a\nA: b", [basic("a", "b")]),
        ("C: 高 [度] ![a [b] c](x) \\] [] [z] ]\n", None),
        ("C: no deletion", []),
        ("---\nnever closed", []),
        ("", []),
    ],
)
def test_marks_begin_at_the_margin_and_mistakes_are_passed_over(text: str, hashes: list[str] | None) -> None:
    if hashes is None:
        old, new = "高 度 ![a [b] c(x) \\  z ", "高 度 ![a [b] c(x) ]  z "
        hashes = [cloze(new, "度"), cloze(new, "z"), cloze(old, "度"), cloze(old, "z")]
    assert [card.hash for card in deck_cards(text)] == hashes


@pytest.mark.parametrize("columns", [NEWER, OLDER])
def test_reviews_become_the_history_of_their_card(file: Path, columns: str) -> None:
    rows: list[REVIEW] = [
        (LOSS, "2025-10-01T09:00:00.517", "forgot", 0.4, 6.0, "2025-10-02"),
        (LOSS, "2025-10-01T09:05:00.000", "Good", 0.5, 6.1, "2025-10-02"),
        (LOSS, "2025-10-02T09:00:00", "hard", 7.6, 6.2, "2025-10-10"),
        (LOSS, "2025-10-10T23:30:00", "easy", 21.3, 5.9, "2025-10-31"),
    ]
    batch = read(database(file, rows, columns=columns))
    card, track = found(batch)["Which loss suits two classes?"]
    assert card.line == 1
    assert (
        track.state
        == track.answers[-1].state
        == Schedule(
            3, 21, ease_from_memory(21.3, 5.9, 21), date(2025, 10, 31), date(2025, 10, 10), 1, passed=True
        )
    )
    assert [(answer.kind, answer.grade) for answer in track.answers] == [
        ("review", 1),
        ("repeat", 4),
        ("review", 3),
        ("review", 5),
    ]
    assert track.answers[0].at == datetime(2025, 10, 1, 9, 0, 0, 517_000, ZONE)
    assert [answer.state[:2] + answer.state[5:] for answer in track.answers] == [
        (1, 1, 1, False),
        (1, 1, 1, True),
        (2, 8, 1, True),
        (3, 21, 1, True),
    ]
    assert batch.problems == []


def test_each_deletion_has_its_own_schedule(file: Path) -> None:
    day = "2025-10-01T09:00:00"
    rows: list[REVIEW] = [
        (cloze(MOMENTUM, "running mean"), day, "good", 3.0, 5.0, "2025-10-04"),
        (cloze(MOMENTUM, "Momentum"), day, "good", 9.0, 5.0, "2025-10-10"),
        (cloze("Key: `[`", "`[`"), day, "good", 9.0, 5.0, "2025-10-11"),
        (SIGMOID, day, "good", 9.0, 5.0, "2025-10-12"),
    ]
    batch = read(database(file, rows))
    dues = [(card.line, track.state.due.day) for card, track in found(batch).values() if track.state]
    assert sorted(dues) == [(7, 12), (12, 4), (12, 10), (14, 11)]
    assert batch.problems == []


def test_a_card_that_study_does_not_find_is_named(file: Path) -> None:
    deck = "C: a [link](x) and [words]\n"
    rows: list[REVIEW] = [
        (cloze("a link(x) and words", words), "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")
        for words in ("link", "words")
    ]
    batch = read(database(file, rows), deck)
    assert [card.prompt for card, _ in found(batch).values()] == ["a link and […]"]
    assert [(problem.line, problem.code, problem.found) for problem in batch.problems] == [
        (1, "no-card", "link")
    ]


def test_a_card_whose_reviews_are_gone_keeps_its_state(file: Path) -> None:
    cards = [
        (LOSS, 8.4, 5.0, "2025-10-20", 4),
        ("ee", 1.0, 5.0, "soon", 1),
        (SIGMOID, None, None, None, 0),
        ("ff", -1.0, 5.0, "2025-10-20", 1),
    ]
    batch = read(database(file, [], cards))
    _, track = found(batch)["Which loss suits two classes?"]
    state = Schedule(
        4, 8, ease_from_memory(8.4, 5.0, 8), date(2025, 10, 20), date(2025, 10, 12), 0, passed=True
    )
    assert (track.state, track.answers) == (state, ())
    assert len(found(batch)) == 1
    assert [problem.code for problem in batch.problems] == ["unclear-rows"]


def test_what_of_a_database_is_not_understood_is_counted(file: Path) -> None:
    rows: list[REVIEW] = [
        (LOSS, "yesterday", "good", 3.0, 5.0, "2025-10-04"),
        (LOSS, "2025-10-01T09:00:00", "splendid", 3.0, 5.0, "2025-10-04"),
        (LOSS, "2025-10-01T09:00:00", "good", 0.0, 5.0, "2025-10-04"),
        ("0" * 64, "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04"),
    ]
    batch = read(database(file, rows))
    assert [(problem.path, problem.code, problem.found) for problem in batch.problems] == [
        ("hashcards.db", "orphans", "1 of its cards is in no deck"),
        ("hashcards.db", "unclear-rows", "3 rows have values that make no sense"),
    ]
    assert batch.notes[0].tracks == ()


def test_a_damaged_database_leaves_the_decks(file: Path) -> None:
    good = database(file, [(LOSS, "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")])
    for data in (good[:4096] + b"\xff" * 4096, b"SQLite format 3\0" + b"\xff" * 200):
        batch = read(data)
        assert [problem.code for problem in batch.problems] == ["not-taken"]
        assert (len(batch.notes), batch.notes[0].tracks) == (1, ())


def test_a_database_in_use_is_read_with_its_log(file: Path) -> None:
    database(file, [])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma journal_mode=wal")
        row = (LOSS, "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")
        connection.execute(
            "insert into reviews (card_hash, reviewed_at, grade, stability, difficulty, due_date) values (?,?,?,?,?,?)",
            row,
        )
        connection.commit()
        log = Path(f"{file}-wal").read_bytes()
        files: dict[str, str | bytes] = {
            "a.md": DECK,
            "hashcards.db": file.read_bytes(),
            "hashcards.db-wal": log,
        }
        batch = hashcards.read(source(files), options())
    assert len(found(batch)) == 1


def test_media_are_named_from_the_decks_own_folder_and_come_along() -> None:
    deck = "Q: ![](@/img/m.png) ![](img/m.png) ![](own.png) ![](@/gone.png)\nA: ![](https://x.org/a.png)\n"
    files: dict[str, str | bytes] = {
        "cards/ml/a.md": deck,
        "cards/hashcards.db": b"SQLite format 3\0",
        "cards/img/m.png": "x",
        "cards/ml/own.png": "x",
        "cards/macros.tex": "\\R \\mathbb{R}",
        "cards/unused.png": "x",
    }
    batch = hashcards.read(source(files), options())
    assert batch.notes[0].text == (
        "Q: ![](../img/m.png) ![](../img/m.png) ![](own.png) ![](../gone.png)\nA: ![](https://x.org/a.png)\n"
    )
    assert [file.path for file in batch.attachments] == [
        "cards/img/m.png",
        "cards/ml/own.png",
        "cards/macros.tex",
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_decks_name_in_toml_becomes_its_title_in_yaml(file: Path, line_break: str) -> None:
    deck = f'---\n# the deck\nname = "Loss \\"functions\\""\n---\n{DECK}'.replace("\n", line_break)
    batch = read(database(file, [(LOSS, "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")]), deck)
    assert batch.notes[0].text.startswith(
        '---\ntitle: "Loss \\"functions\\""\n---\nQ: '.replace("\n", line_break)
    )
    assert read_meta(batch.notes[0].text).title == 'Loss "functions"'
    assert [card.line for card, _ in found(batch).values()] == [4]


def test_a_frontmatter_that_is_no_toml_stays() -> None:
    deck = "---\nname = x y\n---\nQ: a\nA: b\n"
    assert read(None, deck).notes[0].text == deck


def test_hashes_are_of_the_bytes_as_they_were(file: Path) -> None:
    """A deck in Unicode's decomposed form is composed when it is read; its database knows it as it was."""
    deck = "Q: Cafe\u0301?\nA: yes\n"
    rows: list[REVIEW] = [
        (basic("Cafe\u0301?", "yes"), "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")
    ]
    assert len(read(database(file, rows), deck).notes[0].tracks) == 1


def test_a_deck_in_another_encoding_is_read_too(file: Path) -> None:
    rows: list[REVIEW] = [(basic("a", "b"), "2025-10-01T09:00:00", "good", 3.0, 5.0, "2025-10-04")]
    data = database(file, rows)
    files: dict[str, str | bytes] = {"a.md": "Q: a\nA: b\n".encode("utf-16"), "hashcards.db": data}
    assert len(hashcards.read(source(files), options()).notes[0].tracks) == 1


@pytest.mark.parametrize(
    ("files", "fitting"),
    [
        ({"a.md": "x", "hashcards.db": b"SQLite format 3\0"}, True),
        ({"a.md": "x", "in/hashcards.db": b"SQLite format 3\0"}, True),
        ({"a.md": "x", "hashcards.db": b"text"}, False),
        ({"a.png": "x", "hashcards.db": b"SQLite format 3\0"}, False),
        ({"a.md": "Q: a\nA: b"}, False),
    ],
)
def test_decks_beside_a_database_fit(files: dict[str, str | bytes], *, fitting: bool) -> None:
    assert hashcards.fits(source(files)) is fitting


def test_every_card_of_the_example_decks_is_found(shared: Path, file: Path) -> None:
    """A database that knows all of their cards is made, with a date of its own for each."""
    root = shared / "corpora" / "hashcards"
    hashes = [
        card.hash for path in sorted(root.rglob("*.md")) for card in deck_cards(path.read_text("utf-8"))
    ]
    rows: list[REVIEW] = [
        (
            name,
            "2025-10-01T09:00:00",
            "good",
            3.0,
            5.0,
            str(date.fromordinal(date(2025, 10, 4).toordinal() + at)),
        )
        for at, name in enumerate(hashes)
    ]
    collection = folder_source(root)
    files: dict[str, str | bytes] = {item.path: item.read() for item in collection.items}
    batch = hashcards.read(source({**files, "hashcards.db": database(file, rows)}), options())
    dues = [track.state.due for note in batch.notes for track in note.tracks if track.state]
    assert len(set(dues)) == len(dues) == len(hashes)
    assert batch.problems == []
