"""Notion exports as notes."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.errors import ImportFailed
from studycli.exchange.model import Batch
from studycli.exchange.readers import notion
from studycli.exchange.readers.notion import places
from studycli.exchange.texts import Text
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.repair import Repair
from tests.exchange.samples import options, source

A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)


def read(files: dict[str, str | bytes]) -> Batch:
    return notion.read(source(files, "zip"), options())


def text(page: str) -> str:
    return read({f"Page {A}.md": page}).notes[0].text


def test_names_lose_their_digits_and_folders_are_called_as_their_pages() -> None:
    old = [
        f"Export-{'1' * 8}-{'2' * 4}-{'3' * 4}-{'4' * 4}-{'5' * 12}/Brain {A}.md",
        f"Export-{'1' * 8}-{'2' * 4}-{'3' * 4}-{'4' * 4}-{'5' * 12}/Brain {A}/Nets {B}.md",
        f"Twin {A}.md", f"Twin {B}.md", f"Twin {B}/x {C}.md", f"Twin {B}/a b.png", f"Twin {A}/y {D}.md",
        f"Data {C}.csv", f"Data {C}_all.csv", f"v1.2 {D}.md", f"Folder {D}/z.md", f"Twin-{C}.md", "plain",
    ]  # fmt: skip
    assert list(places(old).items()) == [
        (old[7], "Data.csv"), (old[8], "Data_all.csv"), (old[2], "Twin.md"), (old[3], "Twin 2.md"), (old[11], "Twin 3.md"),
        ("plain", "plain"), (old[9], "v1.2.md"), (old[0], "Brain.md"), (old[10], "Folder/z.md"), (old[6], "Twin/y.md"),
        (old[5], "Twin 2/a b.png"), (old[4], "Twin 2/x.md"), (old[1], "Brain/Nets.md"),
    ]  # fmt: skip


def test_links_lead_to_the_new_names() -> None:
    batch = read(
        {
            f"Brain {A}.md": (
                f"# Brain\n\n[nets](Brain%20{A}/My%20Nets%20{B}.md) ![p](Brain%20{A}/p%20q.png) [w](https://www.notion.so/My-Nets-{B}?pvs=4) "
                f"[no](https://notion.so/x-{D}) `[code](Brain%20{A}/My%20Nets%20{B}.md)`"
            ),
            f"Brain {A}/My Nets {B}.md": f"# My Nets\n\n[up](../Brain%20{A}.md#part)",
            f"Brain {A}/p q.png": b"\x89PNG",
            f"Brain {A}/unused.png": b"\x89PNG",
        }
    )
    assert [(note.key, note.path) for note in batch.notes] == [
        (f"Brain {A}.md", "Brain.md"),
        (f"Brain {A}/My Nets {B}.md", "Brain/My Nets.md"),
    ]
    assert batch.notes[0].text == (
        f"# Brain\n\n[nets](Brain/My%20Nets.md) ![p](Brain/p%20q.png) [w](Brain/My%20Nets.md) "
        f"[no](https://notion.so/x-{D}) `[code](Brain%20{A}/My%20Nets%20{B}.md)`"
    )
    assert batch.notes[1].text == "# My Nets\n\n[up](../Brain.md#part)"
    assert [each.path for each in batch.attachments] == ["Brain/p q.png"]
    assert batch.notes[1].tags == ("Brain",)


def test_properties_become_frontmatter() -> None:
    note = read(
        {
            f"Page {A}.md": f"# Page\n\nCreated: January 5, 2024 10:30 AM\nTags: ml, deep learning\nDifficulty: Hard\nStatus: Done: really\nRelated: Nets (Nets%20{B}.md)\n\nText.\n"
        }
    ).notes[0]
    assert note.text == '---\nStatus: "Done: really"\nRelated: Nets\n---\n# Page\n\nText.\n'
    assert (note.created, note.tags, note.difficulty) == (date(2024, 1, 5), ("ml", "deep-learning"), "hard")


@pytest.mark.parametrize(
    "page",
    [
        "# Page\n\nNote: a paragraph with a colon.\n\nText.\n",
        "# Page\n\nStatus: done\nand no property\n",
        "Tags: x\n\nno title\n",
        "# Page\n\nText.\n",
    ],
)
def test_a_paragraph_with_colons_is_none_of_them(page: str) -> None:
    assert text(page) == page


def test_the_columns_of_a_database_say_what_its_properties_are() -> None:
    csv = "Name,Year\nNets,1986\n"
    pages = {
        f"Data {A}/Nets {B}.md": "# Nets\n\nYear: 1986\n\nText.",
        f"Data {A}/More {C}.md": "# More\n\nStatus: done\n\nText.",
    }
    batch = read({f"Data {A}.csv": csv, **pages})
    assert [note.text for note in batch.notes] == [
        "# More\n\nStatus: done\n\nText.",
        '---\nYear: "1986"\n---\n# Nets\n\nText.',
    ]
    assert batch.attachments == []


def test_words_that_name_no_difficulty_or_day_stay_as_they_are() -> None:
    assert (
        text("# P\n\nTags: a\nDifficulty: enormous\nCreated: once\n\nx")
        == "---\nDifficulty: enormous\nCreated: once\n---\n# P\n\nx"
    )


def test_callouts_become_quotes() -> None:
    page = "# P\n\n<aside>\n💡 **Note** this\n\nand that\n</aside>\n\n```\n<aside>\nx\n</aside>\n```\n"
    assert text(page) == "# P\n\n> 💡 **Note** this\n>\n> and that\n\n```\n<aside>\nx\n</aside>\n```\n"


def test_a_database_of_questions_is_a_table_of_cards() -> None:
    batch = read(
        {
            f"Brain {C}.md": f"# Brain\n\n[cards](Cards%20{A}.csv) [all](Other%20{D}.csv)\n",
            f"Cards {A}.csv": "Question,Answer\nWhat is a stump?,depth 1\n",
            f"Cards {A}_all.csv": "Question,Answer\nWhat is a stump?,depth 1\nWhat is a leaf?,an end\n",
            f"Cards {A}/What is a stump {B}.md": "# What is a stump?\n\nAnswer: depth 1\n",
            f"Cards {A}/What is a leaf {D}.md": "# What is a leaf?\n\nAnswer: an end\n\nMore of it.\n",
            f"Other {D}.csv": "Name,Year\nx,1\n",
        }
    )
    assert [note.path for note in batch.notes] == ["Brain.md", "Cards/What is a leaf.md", "Cards.md"]
    cards = parse_note("x.md", batch.notes[2].text, read_meta(""), CardOptions()).cards
    assert [(card.prompt, answer_text(batch.notes[2].text, card)) for card in cards] == [
        ("What is a stump?", "depth 1"),
        ("What is a leaf?", "an end"),
    ]
    assert batch.notes[0].text == "# Brain\n\n[cards](Cards.md) [all](Other.csv)\n"
    assert [each.path for each in batch.attachments] == ["Other.csv"]


def test_a_table_that_is_not_understood_is_named() -> None:
    batch = notion.read(
        source({f"Page {B}.md": "# P\n\nx", f"Cards {A}.csv": "Question,Answer\n"}, "zip"),
        options(columns="9,8"),
    )
    assert [problem.path for problem in batch.problems] == [f"Cards {A}.csv"]


def test_repairs_keep_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "# P\n\nTags: a\nStatus: x\n\nText.\n"
    repairs = (Repair(3, 1, "?", "T", 0.5, ""), Repair(6, 1, "?", "T", 0.5, ""))
    monkeypatch.setattr(
        "studycli.exchange.readers.markdown.text_of", lambda _item: Text(page, repairs=repairs)
    )
    note = read({f"P {A}.md": page}).notes[0]
    assert [note.text.split("\n")[repair.line - 1] for repair in note.repairs] == ["Text."]


def test_an_export_is_seen_by_its_names() -> None:
    assert notion.fits(source({f"Page {A}.md": "x", "index.html": "x"}))
    assert notion.fits(source({f"x/Data {A}_all.csv": "x"}))
    assert not notion.fits(source({f"Page {A}.md": "x", "b.md": "x", "c.md": "x"}))
    assert not notion.fits(source({"a.md": "x", f"{A}.png": "x"}))
    assert not notion.fits(source({}))


def test_an_export_without_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(ImportFailed) as caught:
        read({f"Data {A}.csv": "Name\nx\n"})
    assert str(caught.value) == "brain holds no page with text."


@settings(max_examples=25, deadline=None)
@given(
    st.text("#: \n`<>aside/[](x)%20.md,", max_size=60).map(str.encode) | st.binary(max_size=30),
    st.sampled_from([f"P {A}.md", f"P {A}.csv", f"x/P {A}_all.csv"]),
)
def test_pages_of_any_form_are_read_or_refused(data: bytes, name: str) -> None:
    files: dict[str, str | bytes] = {name: data, f"Q {B}.md": "# Q\n\nx"}
    notion.fits(source(dict(files)))
    with suppress(ImportFailed):
        assert read(files).notes
