"""Packages built by hand, of both formats: cards, decks, tags, media, templates, and what is wrong in them."""

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from studycli.errors import ImportFailed
from studycli.exchange.model import Batch
from studycli.exchange.readers import anki
from studycli.exchange.readers.anki import archive, media, reading
from studycli.exchange.readers.anki.making import card_id
from studycli.exchange.sources.archive import open_archive
from studycli.notes.cards import parse_note
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import Card, CardOptions
from studycli.store import forking
from tests.exchange.anki import packages as made
from tests.exchange.anki.packages import BASIC, CLOZE, REVERSED, Content, Kind, Note
from tests.exchange.samples import options

Files = Callable[..., dict[str, bytes]]
FORMATS = pytest.mark.parametrize("files", [made.old_files, made.new_files])


def read(files: dict[str, bytes], **more: object) -> Batch:
    return anki.read(made.source(files), options(**more))


def cards(batch: Batch) -> list[Card]:
    return [
        card
        for note in batch.notes
        for card in parse_note(note.path, note.text, EMPTY_META, CardOptions()).cards
    ]


def sides(kind: Kind, *fields: str, place: int = 0, **more: str) -> tuple[str, str]:
    """Return prompt and text of the answer of a note's card."""
    content = Content([Note(fields, cards=(place,), **more)], [kind])
    (note,) = read(made.old_files(content)).notes
    (card,) = parse_note(note.path, note.text, EMPTY_META, CardOptions()).cards
    return card.prompt, note.text[card.start : card.end] if card.start >= 0 else ""


# -- what a package is ------------------------------------------------------------------------------------


@FORMATS
def test_a_package_is_known_by_its_collection(files: Files) -> None:
    assert anki.fits(made.source(files(Content([]))))
    assert not anki.fits(made.source({"media": b"{}", "notes/collection.anki2": b""}))


@FORMATS
def test_decks_become_notes_in_folders(files: Files) -> None:
    decks = ("ML", "ML::Losses", "ML::图 1: a/b")
    notes = [
        Note(("First in ML", "one"), deck=1),
        Note(("Of losses", "two"), deck=2, tags=" exam ml::loss 2020 a,b -- "),
        Note(("Second in ML", "three"), deck=1),
        Note(("Fourth", "four"), deck=3),
    ]
    batch = read(files(Content(notes, decks=decks)))
    assert [(note.key, note.path, note.created) for note in batch.notes] == [
        ("anki:1", "ML.md", date(2021, 1, 1)),
        ("anki:2", "ML/Losses.md", date(2021, 1, 1)),
        ("anki:3", "ML/图 1 a b.md", date(2021, 1, 1)),
    ]
    first, second = (card_id("guid0", 0), card_id("guid2", 0))
    assert batch.notes[0].text == (
        f"# ML\n\n## First in ML <!-- study: id={first} -->\n\none\n\n## Second in ML <!-- study: id={second} -->\n\nthree\n"
    )
    assert [card.tags for card in cards(batch)][2] == ("exam", "ml/loss", "tag-2020", "a-b")
    assert batch.problems == []


@FORMATS
def test_note_types_make_their_cards(files: Files) -> None:
    cloze = Note(("A {{c1::cat}} and a {{c2::dog::pet}}.", "Extra"), kind=3, cards=(0, 1))
    notes = [Note(("Front", "Back")), Note(("One", "Two"), kind=2, cards=(0, 1)), cloze]
    found = cards(read(files(Content(notes, [BASIC, REVERSED, CLOZE]))))
    assert [card.prompt for card in found] == [
        "Front", "One", "Two", "A […] and a dog.", "A cat and a [pet].",
    ]  # fmt: skip
    assert [card.id for card in found] == [
        card_id(guid, place)
        for guid, place in (("guid0", 0), ("guid1", 0), ("guid1", 1), ("guid2", 0), ("guid2", 1))
    ]


@FORMATS
def test_files_that_cards_show_come_along(files: Files) -> None:
    content = Content(
        [
            Note(('<img src="a%20b.png">', "[sound:t.mp3]"), deck=2),
            Note(("Where is this shown?", '<img src="a b.png"> and <img src="gone.png">'), deck=1),
        ],
        decks=("ML", "ML::Deep::Deeper"),
    )
    batch = read(files(content, {"a b.png": b"PNG", "unused.png": b"x", "t.mp3": b"MP3"}))
    assert [(each.path, each.item.read()) for each in batch.attachments] == [
        ("ML/media/a b.png", b"PNG"),
        ("ML/media/t.mp3", b"MP3"),
    ]
    shown, deep = (note.text for note in batch.notes)
    assert "![a b.png](ML/media/a%20b.png) and (gone.png)" in shown
    assert "Deeper: a b.png ![a b.png](../media/a%20b.png)" in deep
    assert "See t.mp3\n\n[t.mp3](../media/t.mp3)" in deep
    assert [(each.code, each.found) for each in batch.problems] == [("missing-media", "gone.png")]


def test_files_whose_names_cannot_stand_or_differ_by_case_get_others() -> None:
    names = {"a.png": b"1", "A.png": b"2", "x:y?.png": b"3"}
    shown = "".join(f'<img src="{name}">' for name in names)
    batch = read(made.old_files(Content([Note(("Front", shown))]), names))
    assert [(each.path, each.item.read()) for each in batch.attachments] == [
        ("Deck/media/a.png", b"1"),
        ("Deck/media/A 2.png", b"2"),
        ("Deck/media/x y .png", b"3"),
    ]


def test_pictures_of_the_web_stay_links_and_those_within_the_text_are_said_to_be_missing() -> None:
    note = Note(
        ("Front", '<img src="https://x.org/a b.png?c=d"> <img src="data:image/png;base64,AAAA"> words')
    )
    batch = read(made.old_files(Content([note])))
    assert "![](https://x.org/a%20b.png?c=d) (picture in the text) words" in batch.notes[0].text
    assert [each.code for each in batch.problems] == ["missing-media"]


def test_a_large_deck_is_cut_behind_500_notes() -> None:
    notes = [Note((f"Front {at}", f"Back {at}"), kind=1, cards=(0, 1)) for at in range(501)]
    batch = read(made.old_files(Content(notes, [REVERSED])))
    assert [(note.key, note.path, note.text.count("study: id=")) for note in batch.notes] == [
        ("anki:1", "Deck.md", 1000),
        ("anki:1:2", "Deck 2.md", 2),
    ]


def test_several_processes_make_what_one_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reads its own rows; media, problems and histories come together in the order of the decks."""
    picture = '<img src="A.png"> and <img src="gone.png">'
    fields = [("one", "1"), ("two", '<img src="a.png">'), ("three", picture), ("four", picture)]
    notes = [Note(each, deck=at % 2 + 1) for at, each in enumerate(fields)]
    rows = {(at, 0): made.Card(type=2, queue=2, due=9, ivl=4, factor=2500, reps=2) for at in range(3)}
    lines = {(at, 0): [(made.day_ms(day) + at, 3, 4, 2500, 1000, 1) for day in (1, 5)] for at in range(3)}
    lines[1, 0][0] = (-5, 3, 4, 2500, 1000, 1)
    media = {"a.png": b"1", "A.png": b"2"}
    files = made.old_files(Content(notes, decks=("A", "B"), cards=rows, revlog=lines), media)
    alone = read(files)
    monkeypatch.setattr(reading, "_MANY", 1)
    monkeypatch.setattr(forking, "may_fork", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = read(files)
    assert (together.notes, together.problems) == (alone.notes, alone.problems)
    assert [each.path for each in together.attachments] == [each.path for each in alone.attachments]
    assert [each.path for each in alone.attachments] == [
        "A/media/A 2.png",
        "B/media/a.png",
        "B/media/A 2.png",
    ]
    assert [each.code for each in alone.problems] == ["bad-schedule", "missing-media"]
    assert [note.logged and note.logged.events for note in alone.notes] == [4, None]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    content = Content([Note(("a front", "x")), Note(("b front", "y"), deck=2)], decks=("A", "B"))
    read(made.old_files(content), told=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


# -- templates --------------------------------------------------------------------------------------------

F = ("Word", "Meaning", "More")


@pytest.mark.parametrize(
    ("front", "back", "fields", "expected"),
    [
        ("{{Word}}", "{{Meaning}}", ("w", "m", ""), ("w", "m")),
        ("{{ Word }}?", "{{FrontSide}}{{Meaning}}", ("w", "m", ""), ("w?", "m")),
        ("{{Word}}\n{{type:Meaning}}", "{{Word}}<hr id=answer>{{type:Meaning}}", ("w", "m", ""), ("w", "m")),
        ("{{#More}}{{More}}: {{/More}}{{Word}}", "{{Meaning}}", ("w", "m", "x"), ("x: w", "m")),
        ("{{#More}}{{More}}: {{/More}}{{Word}}", "{{Meaning}}", ("w", "m", "<br>"), ("w", "m")),
        ("{{^More}}none: {{/More}}{{Word}}", "{{Meaning}}", ("w", "m", ""), ("none: w", "m")),
        ("{{Word}}{{hint:More}}", "{{FrontSide}}<hr id='answer'>{{Meaning}}", ("w", "m", "x"), ("w", "m\nx")),
        ("{{Word}}{{#More}}{{hint:More}}{{/More}}", "{{Meaning}}{{More}}", ("w", "m", "x"), ("w", "mx")),
        ("{{furigana:Word}}", "{{kana:Word}} {{kanji:Word}}", ("漢字[かんじ]", "", ""), ("漢字(かんじ)", "かんじ 漢字")),
        ("{{text:Word}}", "{{tts en_US:Word}}{{Meaning}}", ("<b>w</b>", "m", ""), ("w", "m")),
        ("{{tts en_US:Word}} {{Word}}", "{{Tags}} {{Deck}} {{Subdeck}} {{Card}} {{Type}}", ("w", "m", ""), ("w", "exam Deck Deck Card 1 Own")),
        ("<style>p{}</style><!-- c -->{{Word}} {{Nothing}}", "{{#Word}}{{Meaning}}", ("w", "m", ""), ("w", "m")),
        ("{{Word}}{{/Nothing}}", "{{Word}}<hr id=answer>", ("w", "m", ""), ("w", "w")),
    ],
)  # fmt: skip
def test_templates_are_filled_in(
    front: str, back: str, fields: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert sides(Kind("Own", F, ((front, back),)), *fields, tags=" exam ") == expected


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("{{c1::a}} {{c1::b}} {{c2::c}}", 0, ("[…] […] c", "**a** **b** c")),
        ("{{c1::a {{c2::b}} c}} d", 0, ("[…] d", "**a b c** d")),
        ("{{c1::a {{c2::b}} c}} d", 1, ("a […] c d", "a **b** c d")),
        (r"\( {{c1::x^2}} + y \) z", 0, ("$[…] + y$ z", "$x^2 + y$ z")),
        (
            "The word {{c1::a::hint}}(b) is a letter",
            0,
            ("The word [hint](b) is a letter", "The word **a**(b) is a letter"),
        ),
        ("{{c1::a<br>b}} c", 0, ("[…] c", "**a**\n**b** c")),
        ("a }} b {{c1::c}} {{c2::d", 0, ("a }} b […] {{c2::d", "a }} b **c** {\\{c2:\\:d")),
    ],
)
def test_gaps_are_closed_and_shown(text: str, place: int, expected: tuple[str, str]) -> None:
    assert sides(CLOZE, text, "", place=place) == expected


def test_a_card_without_text_keeps_its_id() -> None:
    assert sides(CLOZE, "no gap", "") == (f"Deck: {card_id('guid0', 0)}", "")
    assert sides(BASIC, "∑", "") == ("Deck: ∑", "")
    assert sides(BASIC, "<pre>a = 1\nb `c`</pre>", "x")[0].endswith("a = 1 ⏎ b `c`")


# -- what cannot be taken ---------------------------------------------------------------------------------


def test_picture_cards_and_lost_cards_are_left_out_and_said() -> None:
    occlusion = Kind("Image Occlusion", ("Occlusion",), (("{{Occlusion}}", ""),), cloze=True, stock=6)
    notes = [
        Note(("a", "b")), Note(("x",), kind=2, cards=(0, 1)), Note(("y", "z"), kind=9), Note(("y", "z"), cards=(7,)),
        Note(("c", "d"), deck=5),
    ]  # fmt: skip
    batch = read(made.old_files(Content(notes, [BASIC, occlusion])))
    assert [note.path for note in batch.notes] == ["Deck.md", "Lost cards.md"]
    assert sorted((each.code, each.found) for each in batch.problems) == [
        ("lost-card", "card 10200"),
        ("lost-card", "card 10307"),
        ("occlusions", "2 cards that hide parts of a picture"),
    ]


def refused(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(ImportFailed, match=words):
        read(files)


def test_what_is_no_collection_is_refused() -> None:
    refused(
        {"collection.anki2": b"not a database"}, r"collection.anki2 of deck.apkg is not a collection of Anki"
    )
    refused(
        {"collection.anki21b": b"not packed"},
        "collection.anki21b of deck.apkg is damaged: it cannot be unpacked",
    )
    refused({"collection.anki21b": made.packed(b"x" * 99)}, "it is no database")
    refused({"collection.anki2": b""}, "it is no database")
    refused({"collection.anki2": sqlite_with("CREATE TABLE col (x)")}, "table 'cards' is missing")
    columns = "CREATE TABLE col (x); CREATE TABLE notes (x); CREATE TABLE cards (x)"
    refused({"collection.anki2": sqlite_with(columns)}, "is damaged.*no such column")


def sqlite_with(script: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(script)
    return database.serialize()


def test_a_newer_package_is_refused_with_the_way_out() -> None:
    files = made.new_files(Content([]))
    refused({**files, "meta": made.field(1, 4)}, "newer Anki .package version 4.*Support older Anki versions")
    assert read({**files, "meta": b"\xff"}).notes == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE col SET models = '[]'", "UPDATE col SET models = '{'", "UPDATE col SET decks = '{\"1\": 5}'",
     "UPDATE col SET conf = '[]'", "DELETE FROM col"],
)  # fmt: skip
def test_note_types_that_cannot_be_read_are_refused(change: str) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(made.old_collection(Content([Note(("a", "b"))])))
    database.execute(change)
    database.commit()
    refused({"collection.anki2": database.serialize()}, "note types or decks of deck.apkg cannot be read")


def test_notes_that_cannot_be_read_are_refused() -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(made.old_collection(Content([Note(("a", "b"))])))
    database.execute("UPDATE notes SET flds = NULL")
    database.commit()
    refused({"collection.anki2": database.serialize()}, "The notes of deck.apkg cannot be read")


def test_a_package_without_history_or_settings_comes_in() -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(made.old_collection(Content([Note(("a front", "b"))], conf={})))
    database.execute("DROP TABLE revlog")
    database.execute("UPDATE col SET conf = ''")
    database.commit()
    batch = read({"collection.anki2": database.serialize()})
    assert [card.prompt for card in cards(batch)] == ["a front"]


@pytest.mark.parametrize(
    "listed", [b"[", b"[1]", made.packed(b"\x0f"), made.packed(b"\x0a\x7f"), b"(\xb5/\xfdx", b"\xff"]
)
def test_a_list_of_media_that_cannot_be_read_costs_the_media_alone(listed: bytes) -> None:
    files = made.old_files(Content([Note(("Front", '<img src="a.png"> words'))]), {"a.png": b"x"})
    batch = read({**files, "media": listed})
    assert [each.code for each in batch.problems] == ["bad-media-list", "missing-media"]
    assert "(a.png) words" in batch.notes[0].text


def test_the_list_may_name_what_is_not_there() -> None:
    content = Content([Note(("Front", '<img src="a.png"> words'))])
    for files in (made.old_files(content, {"a.png": b"x"}), made.new_files(content, {"a.png": b"x"})):
        del files["0"]
        assert [each.code for each in read(files).problems] == ["missing-media"]
    without = {"collection.anki2": made.old_collection(content)}
    assert [each.code for each in read(without).problems] == ["missing-media"]


def test_bytes_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", 1 << 20)
    refused({"collection.anki21b": made.packed(b"SQLite format 3\0" + bytes(3 << 20))}, "more than 1 MB")
    monkeypatch.setattr(media, "FILE_LIMIT", 1 << 20)
    content = Content([Note(("Front", '<img src="a.png"> words'))])
    (attachment,) = read(made.new_files(content, {"a.png": bytes(3 << 20)})).attachments
    with pytest.raises(ImportFailed, match="more than 1 MB"):
        attachment.item.read()


# -- damage -----------------------------------------------------------------------------------------------


def tried(files: dict[str, bytes]) -> str:
    """Read what may be damaged; only the error of an import is allowed."""
    try:
        batch = read(files)
        for each in batch.attachments:
            each.item.read()
    except ImportFailed as error:
        return str(error)
    return ""


@FORMATS
def test_damage_is_said_and_never_anything_else(files: Files) -> None:
    """A package cut and with flipped bytes at many places: the collection, the media and their list, one by one."""
    notes = [Note((f"Front {at}", f"Back {at} <b>x</b> <img src='a.png'>"), tags=" t ") for at in range(9)]
    lines = {(at, 0): [(made.day_ms(at), 3, 5, 2500, 100, 1)] for at in range(9)}
    whole = files(Content(notes, revlog=lines), {"a.png": b"picture" * 20})
    name = next(key for key in archive.COLLECTIONS if key in whole)
    said = set()
    for member in (name, "media", "0"):
        data = whole[member]
        for part in range(1, 8):
            at = len(data) * part // 8
            said.add(bool(tried({**whole, member: data[:at]})))
            for size in (1, 40):
                broken = bytes(255 - sign for sign in data[at : at + size])
                said.add(bool(tried({**whole, member: data[:at] + broken + data[at + size :]})))
    assert said == {True, False}


def test_a_cut_package_is_said_by_the_zip(tmp_path: Path) -> None:
    data = made.zipped(made.new_files(Content([Note(("Front", "Back"))])))
    for part in (3, 2):
        path = tmp_path / f"cut{part}.apkg"
        path.write_bytes(data[: len(data) * part // 4])
        with (
            path.open("rb") as file,
            pytest.raises(ImportFailed),
            open_archive(file, "cut", "cut", str(path)),
        ):
            pass


def test_random_text_in_the_tables_is_never_fatal() -> None:
    """Columns of another type than theirs: the card comes in as new, or is left out."""
    columns = (
        "type",
        "queue",
        "due",
        "ivl",
        "factor",
        "lapses",
        "flags",
        "mod",
        "data",
        "ord",
        "odue",
        "odid",
    )
    for column in columns:
        for value in ("x", None, 1.5, 2**62, -5, b"\xff"):
            database = sqlite3.connect(":memory:")
            row = made.Card(type=2, queue=2, due=5, ivl=3, factor=2500)
            database.deserialize(made.old_collection(Content([Note(("Front", "Back"))], cards={(0, 0): row})))
            database.execute(f"UPDATE cards SET {column} = ?", (value,))  # noqa: S608
            database.commit()
            tried({"collection.anki2": database.serialize()})
