"""Tables of questions: CSV, TSV, JSON, and the program's own export."""

import io
import json
import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.clock import clock_from
from studycli.collection.values import CardRow, Problem
from studycli.errors import ImportFailed
from studycli.exchange.model import Answer, Arrival, Batch, Item, ReadOptions, Source, Track
from studycli.exchange.readers import table
from studycli.exchange.tabular import columns
from studycli.exchange.tabular.columns import columns_of
from studycli.exchange.tabular.csv_rows import delimiter_of
from studycli.exchange.texts import Text
from studycli.exchange.writers import csv_table
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import CardOptions
from studycli.repair import Repair
from studycli.schedule.sm2 import Schedule


def source(*files: tuple[str, str | bytes]) -> Source:
    items = []
    for name, data in files:
        raw = data if isinstance(data, bytes) else data.encode()
        items.append(Item(name, len(raw), None, lambda raw=raw: raw))
    first = files[0][0].rpartition(".")[0] if len(files) == 1 else "folder"
    return Source(first, files[0][0], "/somewhere", "file" if len(files) == 1 else "folder", tuple(items))


def options(columns: str = "") -> ReadOptions:
    return ReadOptions(clock_from("2026-11-27", {}), CardOptions(), columns=columns)


def read(name: str, data: str | bytes, columns: str = "") -> Batch:
    return table.read(source((name, data)), options(columns))


def pairs(arrival: Arrival) -> list[tuple[str, str]]:
    cards = parse_note(arrival.path, arrival.text, EMPTY_META, CardOptions()).cards
    return [(card.prompt, answer_text(arrival.text, card)) for card in cards]


@pytest.mark.parametrize(
    ("name", "data", "columns"),
    [
        ("a.csv", "Question,Answer\nWhat is x?,a thing\nWhat is y?,another\n", ""),
        ("a.csv", "\ufeffQuestion;Answer\r\nWhat is x?;a thing\r\nWhat is y?;another\r\n", ""),
        ("a.csv", "n,front,back\n1,What is x?,a thing\n2,What is y?,another\n", ""),
        ("a.csv", 'q, a\n"What is x?", "a thing"\nWhat is y?,another\n', ""),
        ("a.tsv", "问题\t答案\nWhat is x?\ta thing\nWhat is y?\tanother\n", ""),
        ("a.csv", "What is x?,a thing\nWhat is y?,another\n", ""),
        ("a.txt", "What is x?\ta thing\nWhat is y?\tanother\n", ""),
        ("a.csv", "1,What is x?,a thing\n2,What is y?,another\n", "2,3"),
        ("a.csv", "a thing|0|What is x?\nanother|0|What is y?\n", "question=3,answer=1"),
        ("a.csv", "asked,said,n\nWhat is x?,a thing,1\nWhat is y?,another,2\n", "asked, said"),
        ("a.json", '[{"front": "What is x?", "back": "a thing"}, {"q": "What is y?", "a": "another"}]', ""),
        ("a.json", '{"cards": [{"prompt": "What is x?", "answer": "a thing"}, ["What is y?", "another"]]}', ""),
        ("a.json", '{"v": 1, "questions": [["What is x?", "a thing"], ["What is y?", "another"]]}', ""),
        ("a.jsonl", '{"q": "What is x?", "a": "a thing"}\n\n{"q": "What is y?", "a": "another"}\n', ""),
        ("a", '[["What is x?", "a thing"], ["What is y?", "another"]]', ""),
        ("a.csv", "Question,Answer\nWhat is x?,a thing\nWhat is y?,another\n".encode("utf-8-sig"), ""),
    ],
)  # fmt: skip
def test_a_table_of_any_form_is_a_note_of_its_pairs(name: str, data: str | bytes, columns: str) -> None:
    assert table.fits(source((name, data)))
    batch = read(name, data, columns)
    assert [note.path for note in batch.notes] == ["a.md"]
    assert pairs(batch.notes[0]) == [("What is x?", "a thing"), ("What is y?", "another")]
    assert batch.problems == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Notes, as sentences,\nwith commas, and more.\n"),
        ("a.txt", "one line\tonly"),
        ("a.json", '{"compilerOptions": {"strict": true}}'),
        ("a.md", "question,answer\na,b\n"),
        ("a.csv", ""),
    ],
)
def test_other_text_is_no_table(name: str, data: str) -> None:
    assert not table.fits(source((name, data)))


def test_a_folder_is_one_of_tables_if_all_its_files_are() -> None:
    good, picture, note = ("a.csv", "q,a\nx,y\n"), ("img/p.png", b"\x89PNG"), ("n.md", "# n")
    assert table.fits(source(good, picture))
    assert not table.fits(source(good, note))
    batch = table.read(source(good, ("b.csv", "x,y,z\n"), ("sub/c.csv", "q,a\nz,w\n")), options())
    assert [note.path for note in batch.notes] == ["a.md", "sub/c.md"]
    assert [problem.path for problem in batch.problems] == ["b.csv"]


def test_a_second_reading_gives_the_same_ids_whatever_the_order() -> None:
    first = read("a.csv", "q,a\nx?,1\ny?,2\nx?,3\n").notes[0].text
    second = read("a.csv", "q,a\ny?,2\nx?,1\nx?,3 changed\n").notes[0].text

    def ids(text: str) -> set[str]:
        return {card.id for card in parse_note("a.md", text, EMPTY_META, CardOptions()).cards}

    assert ids(first) == ids(second)
    assert len(ids(first)) == 3


def test_an_id_column_keeps_a_card_whose_question_is_reworded() -> None:
    first, second = (
        read("a.csv", f"id,q,a\n7,{asked},1\n8,z,2\n").notes[0].text for asked in ("x?", "what is x?")
    )
    cards = [parse_note("a.md", text, EMPTY_META, CardOptions()).cards[0] for text in (first, second)]
    assert cards[0].id == cards[1].id


def test_each_topic_is_a_note() -> None:
    batch = read("a.csv", "q,a,deck\nx?,1,ML::Loss\ny?,2,NLP\nz?,3,\n")
    assert [note.path for note in batch.notes] == ["a/ML/Loss.md", "a/NLP.md", "a.md"]
    assert batch.notes[0].text.startswith("# Loss\n")


def test_lists_of_json_under_names_are_topics() -> None:
    data = {"trees": [{"q": "x?", "a": "1"}], "cards": [{"q": "y?", "a": "2"}]}
    assert [note.path for note in read("a.json", json.dumps(data)).notes] == ["a/trees.md", "a.md"]
    nested = [
        {"name": "Trees", "items": [{"q": "x?", "a": "1"}]},
        {"topic": "Nets", "items": [{"q": "y?", "a": "2"}]},
    ]
    assert [note.path for note in read("a.json", json.dumps(nested)).notes] == ["a/Trees.md", "a/Nets.md"]


def test_tags_that_part_a_table_part_its_notes() -> None:
    rows = "".join(
        f"x{n}?,{n},{'stats' if n % 2 else 'ml, deep learning'};\n".replace("ml, d", '"ml, d').replace(
            "g;", 'g"'
        )
        for n in range(4)
    )
    batch = read("a.csv", "q,a,tags\n" + rows.replace(";", ""))
    assert [(note.path, note.tags) for note in batch.notes] == [
        ("a/ml.md", ("ml", "deep-learning")),
        ("a/stats.md", ("stats",)),
    ]


def test_tags_of_some_rows_are_the_whole_notes_and_that_is_said() -> None:
    note = read("a.csv", "q,a,tags\nx?,1,#ml\ny?,2,ml nlp::bert\n").notes[0]
    assert note.tags == ("ml", "nlp/bert")
    assert note.remarks == ("tags of some rows that the whole note has now: nlp/bert",)


def test_a_difficulty_that_all_rows_share_is_the_notes() -> None:
    assert read("a.csv", "q,a,难度\nx?,1,hard\ny?,2,困难\n").notes[0].difficulty == "hard"
    assert read("a.csv", "q,a,难度\nx?,1,hard\ny?,2,easy\n").notes[0].difficulty == ""


def test_columns_that_are_not_taken_are_named() -> None:
    assert read("a.csv", "q,a,author,\nx?,1,me,z\n").notes[0].remarks == (
        "columns that were not taken: author, column 4",
    )


def test_an_explanation_stands_below_the_answer() -> None:
    assert pairs(read("a.csv", "q,a,解析\nx?,1,because\n").notes[0]) == [("x?", "1\n\nbecause")]


def test_options_are_asked_and_the_letter_gets_its_words() -> None:
    rows = [
        {"q": "Which?", "options": ["one", "two"], "answer": "B"},
        {"q": "Who?", "options": {"a": "me", "b": "you"}, "answer": "you"},
        {"q": "Whose?", "options": ["mine"], "answer": "somebody else's"},
    ]
    assert pairs(read("a.json", json.dumps(rows)).notes[0]) == [
        ("Which? (A) one (B) two", "(B) two"),
        ("Who? (a) me (b) you", "(b) you"),
        ("Whose? (A) mine", "somebody else's"),
    ]


def test_values_of_json_that_are_no_text_are_shown() -> None:
    rows = [
        {"q": "List?", "a": ["x", "y"]},
        {"q": "Bool?", "a": True},
        {"q": "Number?", "a": 3.5},
        {"q": "Map?", "a": {"k": [1]}},
    ]
    assert [answer for _, answer in pairs(read("a.json", json.dumps(rows)).notes[0])] == [
        "- x\n- y", "true", "3.5", '```json\n{\n  "k": [\n    1\n  ]\n}\n```',
    ]  # fmt: skip


def test_cells_of_html_become_markdown_and_others_keep_their_signs() -> None:
    data = 'q,a\nx?,"<b>bold</b> &amp; more"\ny?,"List<int>, `Map<k>` and $a<b$"\n'
    assert pairs(read("a.csv", data).notes[0]) == [
        ("x?", "**bold** & more"),
        ("y?", "List\\<int>, `Map<k>` and $a<b$"),
    ]


def test_rows_that_are_not_understood_are_named_with_their_lines() -> None:
    batch = read("a.csv", 'q,a\n"two\nlines?",1\n,no question\nx?,one, two\n')
    assert [(problem.line, problem.code, problem.found) for problem in batch.problems] == [
        (5, "extra-cells", "3 cells where the table has 2 columns"),
        (4, "no-question", "no question"),
    ]
    assert pairs(batch.notes[0]) == [("two lines?", "1"), ("x?", "one, two")]


def test_objects_that_are_not_understood_are_named_with_their_lines() -> None:
    batch = read("a.json", '[{"q": "x?", "a": "{"},\n\n {"q": "", "a": "1"}, 7]')
    assert [(problem.line, problem.code) for problem in batch.problems] == [
        (0, "bad-row"),
        (3, "no-question"),
    ]
    batch = read("a.jsonl", '{"q": "x?", "a": "1"}\n{"q": }\n[1]\n{"q": 1' + "0" * 5000 + "}\n")
    assert [(problem.line, problem.found) for problem in batch.problems] == [
        (2, "the JSON breaks at column 7: Expecting value"),
        (3, "no object but [1]"),
        (4, "no JSON that can be read"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "columns", "sentence"),
    [
        ("a.json", '{"question": 1\n "b"}', "", "a.json:2: the JSON breaks at column 2: Expecting ',' delimiter; mend it there."),
        ("a.json", "[" * 100_000, "", "a.json cannot be read as JSON: it is nested too deeply."),
        ("a.json", '{"question": "x"}', "", "a.json holds no list of questions: objects with a question and an answer each."),
        ("a.csv", " \n", "", "a.csv has no rows."),
        ("a.csv", "x,y,z\n1,2,3\n", "", "The table has 3 columns, and its first row (x, y, z) names no question and answer. Say which they are: --columns 1,3 takes numbers or names."),
        ("a.csv", "q,a\n1,2\n", "q,z", "The table has no column 'z'; its columns are q, a."),
        ("a.csv", "q,a\n1,2\n", "5", "The table has no column '5'; its columns are q, a."),
        ("a.csv", "q,a,b,c\n1,2,3,4\n", "q,a,b,c", "--columns has 'c', which says no use of a column. Write question=…,answer=…, and where there are more: tags, difficulty, id, topic, extra, options."),
        ("a.json", '[{"q": "x"}]', "", "No column of the table is the answer; its columns are q. Name them: --columns QUESTION,ANSWER takes names, or numbers from 1."),
        ("a.csv", "q,a\n,2\n", "", "a.csv holds no row with a question: 2"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_taken_is_refused_with_a_sentence(
    name: str, data: str, columns: str, sentence: str
) -> None:
    with pytest.raises(ImportFailed) as caught:
        read(name, data, columns)
    assert str(caught.value) == sentence


def test_the_delimiter_is_the_one_that_gives_rows_of_one_length() -> None:
    assert delimiter_of("a, b, c;d\ne;f\ng, h;i\n") == ";"
    assert delimiter_of("no table at all\n") == ""
    assert delimiter_of("") == ""


def test_a_table_is_read_by_its_header_where_its_rows_differ() -> None:
    data = "q\ta\n" + "".join(f"x{n}?\t1{chr(9) * n}\n" for n in range(9))
    assert len(pairs(read("a.csv", data).notes[0])) == 9
    assert len(pairs(read("a.tsv", "x\ty\nz\n\nw\tv\tu\na\tb\n").notes[0])) == 4


def test_a_column_that_a_row_does_not_have_gives_way_to_one_of_its_use() -> None:
    assert columns_of(["q", "x"], "q,x").by_role == {"question": "q", "answer": "x"}


def test_repairs_are_placed_where_they_stand_in_the_note(monkeypatch: pytest.MonkeyPatch) -> None:
    repairs = (
        Repair(3, 4, "??", "二", 0.5, ""),
        Repair(1, 1, "?", "x", 0.5, ""),
        Repair(3, 1, "?", "gone", 0.5, ""),
    )
    text = Text("q,a\n一?,1\n这是二?,2\n", "gb18030", repairs, ("decoded",))
    monkeypatch.setattr(table, "text_of", lambda _item: text)
    note = read("a.csv", "q,a\n").notes[0]
    assert (note.encoding, note.remarks) == ("gb18030", ("decoded",))
    assert [(note.text.split("\n")[each.line - 1][each.column - 1], each.put) for each in note.repairs] == [
        ("二", "二")
    ]


# -- the program's own export ----------------------------------------------------------------------------

STATE = Schedule(2, 6, 2.5, date(2026, 12, 1), date(2026, 11, 25), 1, passed=True)
ZONE = timezone(timedelta(hours=8))


def row(identifier: str, note: str, prompt: str, **more: Any) -> CardRow:
    blank = CardRow(identifier, note, "T", 1, None, -1, -1, "question", prompt, ("T",), ("ml",), "x", None, False, None, False, "")  # fmt: skip
    return blank._replace(**more)


def test_an_export_as_csv_comes_back_with_ids_paths_and_schedules() -> None:
    file = io.BytesIO()
    rows = [
        (row("0123456789ab", "ml/loss.md", "Why x[0] of <int>?", state=STATE), "=1+1"),
        (
            row("c2", "ml/loss.md", "T › Definition", suspended=True, buried=date(2026, 11, 28), flag="-"),
            "two\nlines",
        ),
        (row("c3", "nlp.md", "Bert?"), None),
    ]
    csv_table.write(file, rows, marked=True)
    assert table.fits(source(("cards.csv", file.getvalue())))
    batch = read("cards.csv", file.getvalue())
    assert [(note.path, note.tags) for note in batch.notes] == [("ml/loss.md", ("ml",)), ("nlp.md", ("ml",))]
    assert pairs(batch.notes[0]) == [("Why x[0] of <int>?", "=1+1"), ("T › Definition", "two\nlines")]
    assert pairs(batch.notes[1]) == [("Bert?", "")]
    assert [track for note in batch.notes for track in note.tracks] == [
        Track("0123456789ab", state=STATE),
        Track("c2", suspended=True, buried=date(2026, 11, 28), flag="-"),
        Track("c3"),
    ]


def exported(**more: Any) -> dict[str, Any]:
    return {**csv_table.fields(row("c1", "a.md", "x?", state=STATE), "1"), "history": [], **more}


def encoded(*cards: dict[str, Any]) -> str:
    return json.dumps({"cards": cards}, default=str)


def test_an_export_as_json_brings_its_history() -> None:
    history = [
        {"at": "2026-11-25T09:00:00+08:00", "day": "2026-11-25", "kind": "review", "form": "recall", "grade": 4, "seconds": 3.5, "state": STATE._asdict()},
        {"at": "2026-11-25T09:01:00", "kind": "practice", "grade": 1, "seconds": None, "state": None},
        {"at": "2026-11-26T09:00:00+08:00", "kind": "adopt", "state": STATE._asdict()},
    ]  # fmt: skip
    track = read("cards.json", encoded(exported(history=history))).notes[0].tracks[0]
    assert track.answers[0] == Answer(datetime(2026, 11, 25, 9, tzinfo=ZONE), "review", 4, 3.5, STATE)
    assert [(answer.kind, answer.grade, answer.seconds, answer.state) for answer in track.answers[1:]] == [
        ("cram", 1, None, None)
    ]
    assert track.answers[1].at.tzinfo is not None


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"due": "tomorrow"}, "due is 'tomorrow', no date such as 2026-11-23"),
        ({"interval": "six"}, "interval is 'six', no number"),
        ({"ease": -1}, "ease is -1, no number"),
        ({"history": [{"kind": "review", "at": "then"}]}, "a time of its history is 'then'"),
        (
            {"history": [{"kind": "review", "at": "2026-11-25T09:00:00Z", "grade": 9}]},
            "a grade of its history is 9",
        ),
    ],
)
def test_a_schedule_that_is_not_understood_leaves_the_card_new(more: dict[str, Any], found: str) -> None:
    batch = read("cards.json", encoded(exported(**more)))
    assert batch.problems == [
        Problem("cards.json", 1, "bad-schedule", found, "the card comes in as a new one")
    ]
    assert batch.notes[0].tracks == ()
    assert pairs(batch.notes[0]) == [("x?", "1")]


def test_a_card_of_an_export_without_id_or_prompt_is_named() -> None:
    batch = read(
        "cards.json",
        encoded(exported(), exported(id=""), exported(prompt="?"), exported(id="c2", passed=None)),
    )
    assert [problem.code for problem in batch.problems] == ["no-question", "no-question"]
    assert [track.state and track.state.passed for track in batch.notes[0].tracks] == [True, True]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.txt", "a"]),
    st.binary(max_size=60) | st.text('{}[]",:\n\t;qa1\0', max_size=60).map(str.encode),
)
def test_bytes_of_any_kind_are_read_or_refused(name: str, data: bytes) -> None:
    table.fits(source((name, data)))
    with suppress(ImportFailed):
        assert read(name, data).notes


def test_the_documented_names_of_columns_are_those_that_are_known() -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    section = text.partition("## A table to import")[2].partition("\n## ")[0]
    rows = [
        line.split("|")[2].partition(": parted")[0] for line in section.split("\n") if line.startswith("| ")
    ]
    told = set(re.findall(r"(?<=`)\w+(?=`)|[一-鿿]+", " ".join(rows)))
    assert told == set(columns._ROLE_OF)
