"""Exports as Anki packages: their tables, and what Anki itself makes of them."""

import json
import sqlite3
import unicodedata
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.exchange.writers import ankitype
from studycli.exchange.writers.ankihtml import Html, Pictures
from studycli.exchange.writers.ankitype import escaped, rendered, source_of, unescaped
from studycli.terminal.dialect import parser
from tests.exchange import export_sample as sample

CONTROL = {*range(32), 127}
CREATED = datetime(2010, 1, 1, 4, tzinfo=sample.ZONE)


class Package(NamedTuple):
    """What a package holds: rows by column, pictures by name."""

    notes: dict[str, dict[str, Any]]
    cards: dict[str, dict[str, Any]]
    revlog: list[dict[str, Any]]
    col: dict[str, Any]
    pictures: dict[str, bytes]


def read(path: Path, folder: Path) -> Package:
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", folder)
        media = json.loads(package.read("media"))
        pictures = {name: package.read(number) for number, name in media.items()}
    database = sqlite3.connect(folder / "collection.anki2")
    database.row_factory = sqlite3.Row
    rows = {
        name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")]  # noqa: S608
        for name in ("notes", "cards", "revlog", "col")
    }
    database.close()
    ids = {row["id"]: row["flds"].split("\x1f")[2] for row in rows["notes"]}
    notes = {ids[row["id"]]: row for row in rows["notes"]}
    cards = {ids[row["nid"]]: row for row in rows["cards"]}
    return Package(notes, cards, sorted(rows["revlog"], key=lambda row: row["id"]), rows["col"][0], pictures)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the vault; no test changes it."""
    return sample.make(tmp_path_factory.mktemp("vault"))


@pytest.fixture(scope="module")
def apkg(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its package."""
    path = tmp_path_factory.mktemp("export") / "x.apkg"
    sample.export(root, "anki", path)
    return path


@pytest.fixture(scope="module")
def package(apkg: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Return what the package holds."""
    return read(apkg, tmp_path_factory.mktemp("unpacked"))


def test_every_card_has_its_schedule(root: Path, package: Package) -> None:
    with sample.opened(root, 23) as collection:
        rows = collection.cards()
    assert package.col["crt"] == int(CREATED.timestamp())
    for place, row in enumerate(rows, 1):
        card = package.cards[row.id]
        queue = -1 if row.suspended or row.empty else -3 if row.buried else 2 if row.state else 0
        assert (card["type"], card["queue"], card["lapses"]) == (2 if row.state else 0, queue, row.lapses)
        if row.state is None:
            assert (card["due"], card["ivl"], card["factor"], card["data"]) == (place, 0, 0, "")
            continue
        due = date(2010, 1, 1) + timedelta(days=card["due"])
        assert (due, card["ivl"], card["factor"]) == (
            row.state.due,
            row.state.interval,
            round(row.state.ease * 1000),
        )
        assert len(json.loads(card["data"])["cd"]) <= 100
        assert json.loads(json.loads(card["data"])["cd"])["study"] == {
            "reps": card["reps"], "n": row.state.repetitions, "last": row.state.last.isoformat(),
            "ease": row.state.ease, "passed": int(row.state.passed),
        }  # fmt: skip
    assert sum(card["flags"] for card in package.cards.values()) == 1


def test_every_answer_is_a_line_of_the_review_log(root: Path, package: Package) -> None:
    with sample.opened(root, 23) as collection:
        why, huber, what = (sample.find(collection, words) for words in ("交叉熵", "Huber", "What is a"))
    columns = ("ease", "ivl", "lastIvl", "factor", "time", "type")

    def lines(card: str) -> list[tuple[int, ...]]:
        cid = package.cards[card]["id"]
        return [tuple(row[name] for name in columns) for row in package.revlog if row["cid"] == cid]

    assert lines(why) == [(1, 1, 0, 2500, 12500, 0), (3, 1, 1, 2500, 0, 2), (3, 6, 1, 2500, 4250, 1)]
    assert lines(huber) == [(3, 1, 0, 2500, 3000, 0), (2, 6, 1, 2360, 0, 1)]
    assert lines(what) == [(4, 1, 0, 2600, 2000, 0), (1, 1, 1, 0, 0, 3)]
    assert [package.cards[card]["reps"] for card in (why, huber, what)] == [3, 2, 2]
    days = [datetime.fromtimestamp(row["id"] / 1000, sample.ZONE).date() for row in package.revlog]
    assert days == [date(2026, 11, 18)] * 7 + [date(2026, 11, 19)] * 3


def test_every_note_keeps_its_markdown(root: Path, package: Package) -> None:
    with sample.opened(root, 23) as collection:
        for row in collection.cards():
            fields = package.notes[row.id]["flds"].split("\x1f")
            expected = (
                row.id,
                row.note,
                " > ".join(row.heading_path),
                row.prompt,
                collection.content(row.id).answer,
            )
            assert source_of(fields) == expected


def test_a_note_that_was_edited_in_anki_is_not_taken_for_its_markdown(package: Package) -> None:
    fields = next(iter(package.notes.values()))["flds"].split("\x1f")
    assert source_of(fields) is not None
    assert source_of([fields[0] + "!", *fields[1:]]) is None
    assert source_of(fields[:2]) is None


def test_html_shows_formulas_code_and_pictures(root: Path, package: Package) -> None:
    with sample.opened(root, 23) as collection:
        why = sample.find(collection, "交叉熵")
    [name] = package.pictures
    assert package.pictures[name] == sample.PICTURE
    assert package.notes[why]["flds"].split("\x1f")[1] == (
        "<p>梯度是 \\(p - y\\)，当 \\(a&lt;b\\) 时 <strong>不含</strong> 激活函数的导数。</p>\n<p>\\[\\nabla L = p - y\\]</p>\n"
        '<pre><code class="language-python">x = 1\n\ny = std::move(x)\n</code></pre>\n'
        f'<p><img src="{name}" alt="图" data-path="ml/img/a b.png" /> <img src="https://example.org/c.png" alt="there" /></p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words, 中文。", "Plain words, 中文。"),
        ("a & b", "a &amp; b"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>"),
        ("[[note|words]] and ![[img/a b.png|300]]", 'words and <img src="{}" data-path="ml/img/a b.png">'),
        ("![[gone.png]]", "gone.png"),
        ('<img alt="x" src="img/a b.png">', '<img alt="x" src="{}" data-path="ml/img/a b.png">'),
        (
            '<div>\n<img src="img/a b.png">\n</div>',
            '<div>\n<img src="{}" data-path="ml/img/a b.png">\n</div>',
        ),
        ("$$x<y$$", "\\[x&lt;y\\]"),
        ("so $$x$$", "so \\[x\\]"),
        ("> [!note] Look\n> here", "<blockquote>\n<p><strong>Look</strong></p>\n<p>here</p>\n</blockquote>"),
    ],
)
def test_html_of_markdown(root: Path, text: str, html: str) -> None:
    pictures = Pictures(str(root))
    found = Html(parser(), pictures).render("ml/losses.md", text)
    assert found == html.format(*pictures.names.values())


def test_notes_have_tags_decks_and_ids_that_last(root: Path, package: Package, tmp_path: Path) -> None:
    with sample.opened(root, 23) as collection:
        why, both = sample.find(collection, "交叉熵"), sample.find(collection, "Both")
    decks = {int(key): deck["name"] for key, deck in json.loads(package.col["decks"]).items()}
    assert (decks[package.cards[why]["did"]], decks[package.cards[both]["did"]]) == ("study::ml", "study")
    assert package.notes[why]["tags"] == " loss 深度学习::损失函数 "
    [model] = json.loads(package.col["models"]).values()
    assert (model["name"], [field["name"] for field in model["flds"]]) == ("study", list(ankitype.FIELDS))
    sample.export(root, "anki", tmp_path / "later.apkg", day=24)
    later = read(tmp_path / "later.apkg", tmp_path)
    for card, note in package.notes.items():
        assert (later.notes[card]["guid"], later.notes[card]["mid"]) == (note["guid"], note["mid"])
        assert later.cards[card]["did"] == package.cards[card]["did"]
    assert [row["id"] for row in later.revlog] == [row["id"] for row in package.revlog]


def test_several_processes_make_the_same_package(
    root: Path, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studycli.store.forking.FORK_FROM", 1)
    sample.export(root, "anki", tmp_path / "x.apkg")
    found = read(tmp_path / "x.apkg", tmp_path)
    assert (found.notes, found.cards, found.pictures) == (package.notes, package.cards, package.pictures)


@given(
    st.text(alphabet="ae\u0301\u1100\u1161\u11a8가\u212b<&;3\n\r\x1f\t#\u0307Ḋ\U0001d15e中", max_size=12)
    | st.text(max_size=20)
)
def test_text_stays_as_it_is_in_a_field(text: str) -> None:
    """Anki composes characters and deletes control characters; the text can be read again all the same."""
    field = escaped(text)
    kept = "".join(
        char for char in unicodedata.normalize("NFC", field) if char in "\n\t" or ord(char) not in CONTROL
    )
    assert (kept, unescaped(kept)) == (field, text)


# Anki as the judge


def test_anki_takes_it_and_a_second_export_brings_it_up_to_date(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pytest.importorskip("anki.collection")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    vault = sample.make(tmp_path_factory.mktemp("judged"))
    judge = Collection(str(tmp_path / "collection.anki2"))

    def take(path: Path) -> None:
        options = ImportAnkiPackageOptions(with_scheduling=True)
        judge.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))

    def notes() -> dict[str, Any]:
        return {note["Id"]: note for note in map(judge.get_note, judge.find_notes(""))}

    try:
        sample.export(vault, "anki", tmp_path / "first.apkg")
        take(tmp_path / "first.apkg")
        found = notes()
        with sample.opened(vault, 23) as collection:
            rows = {row.id: row for row in collection.cards()}
        assert found.keys() == rows.keys()
        today = datetime.fromtimestamp(judge.sched.day_cutoff - 86_400).astimezone().date()
        for card, note in found.items():
            [held] = note.cards()
            state = rows[card].state
            if state:
                assert today + timedelta(days=held.due - judge.sched.today) == state.due
                assert (held.ivl, held.factor, held.lapses) == (
                    state.interval,
                    round(state.ease * 1000),
                    state.lapses,
                )
            source = source_of(note.values())
            assert source is not None
            assert (source.note, source.prompt) == (rows[card].note, rows[card].prompt)
        assert judge.db is not None
        assert judge.db.scalar("SELECT count() FROM revlog") == 10
        assert len(judge.media.check().unused) == 0

        losses = vault / "ml" / "losses.md"
        losses.write_text(losses.read_text("utf-8").replace("linear far away", "linear beyond"), "utf-8")
        with sample.opened(vault, 24) as collection:
            collection.answer(sample.find(collection, "Both"), 4)
        sample.export(vault, "anki", tmp_path / "second.apkg", day=24)
        take(tmp_path / "second.apkg")
        assert (judge.note_count(), judge.card_count()) == (12, 12)
        [huber] = judge.find_notes('"Front:Huber loss"')
        assert "linear beyond" in judge.get_note(huber)["Back"]
        # the schedule of a card that Anki has already is Anki's own from then on
        assert judge.db.scalar("SELECT count() FROM revlog") == 10
    finally:
        judge.close()


def test_the_digest_is_of_composed_text() -> None:
    assert rendered("cafe\u0301", "") == rendered("caf\u00e9", "")
