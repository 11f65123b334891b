"""Obsidian vaults: every date of the plugin for spaced repetition, at the card that the plugin means."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.collection import Collection
from studycli.exchange import importing
from studycli.exchange.history import tracked
from studycli.exchange.importing import Request
from studycli.exchange.model import Arrival, Batch, Track
from studycli.exchange.readers import obsidian
from studycli.notes.cards import parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.schedule.sm2 import Schedule
from tests.exchange.samples import folder_source, options, source


def read(text: str) -> Batch:
    """Read a vault of one note."""
    return obsidian.read(source({"a.md": text}), options())


def dues(note: Arrival) -> list[tuple[str, str]]:
    """Return prompt and due date of each card that has a track, as an import finds them."""
    cards = parse_note(note.path, note.text, read_meta(note.text), CardOptions()).cards
    known = tracked(cards, note.tracks)
    return [(each.card.prompt, str(each.track.state.due) if each.track.state else "new") for each in known]


def state(due: date, interval: int, ease: float) -> Schedule:
    """Return the schedule that the plugin's three numbers mean."""
    last = due - timedelta(interval)
    return Schedule(2 if interval >= 6 else 1, interval, ease, due, last, 0, passed=True)


@pytest.mark.parametrize(
    ("files", "fitting"),
    [
        ({".obsidian/app.json": "{}", "a.md": "x"}, True),
        ({"vault/.obsidian/app.json": "{}", "vault/a.md": "x"}, True),
        ({".obsidian/app.json": "{}"}, False),
        ({"a.md": "q::a\n<!--SR:!2025-01-01,3,250-->"}, True),
        ({"a.md": "---\nsr-due: 2025-01-01\n---\n"}, True),
        ({"a.md": b"\xef\xbb\xbf---\r\ntags: [a]\r\nsr-ease: 250\r\n---\r\n"}, True),
        ({"a.md": "---\ntags: [a]\n---\n```\nsr-due: 2025-01-01\n```\n"}, False),
        ({"a.md": "text\nsr-due: 2025-01-01\n"}, False),
        ({"a.md": "---\nsr-only: true\n---\n"}, False),
        ({"a.md": "see [[B]]", "b.md": ""}, True),
        ({"a.md": "![[pic.png]]", "pic.png": "x"}, True),
        ({"a.md": "[[1, 2], [3, 4]] and [[nowhere]]", "b.md": ""}, False),
        ({"a.md": "text"}, False),
        ({"a.txt": "<!--SR:!2025-01-01,3,250-->"}, False),
        ({}, False),
    ],
)
def test_a_vault_is_known_by_its_folder_its_marks_and_its_links(
    files: dict[str, str | bytes], *, fitting: bool
) -> None:
    assert obsidian.fits(source(files)) is fitting


def test_one_wiki_link_among_many_notes_makes_no_vault() -> None:
    files: dict[str, str | bytes] = {f"n{number}.md": "x" for number in range(30)}
    assert not obsidian.fits(source({**files, "a.md": "[[n1]]"}))


@pytest.mark.parametrize(
    "comment", ["<!--SR:!2025-01-08,7,230-->", "<!--SR:2025-01-08,7,230-->", "<!--SR:!08-01-2025,7,230-->"]
)
@pytest.mark.parametrize("before", [" ", "\n", "\r\n", "\n\n"])
def test_a_comment_on_the_line_of_a_card_or_behind_it_is_its_schedule(before: str, comment: str) -> None:
    note = read(f"first::one\n\nWhat?::This{before}{comment}\n\nlast::two\n").notes[0]
    assert [(track.line, track.place, track.state) for track in note.tracks] == [
        (3 + before.startswith("\r") * 0, 0, state(date(2025, 1, 8), 7, 2.3))
    ]
    assert dues(note) == [("What?", "2025-01-08")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A ::: B\n<!--SR:!2025-01-01,3,250!2025-01-02,4,270-->",
            [("A", "2025-01-01"), ("B", "2025-01-02")],
            id="both ways",
        ),
        pytest.param(
            "The ==one== and ==two==,\nthen ==three==. <!--SR:!2025-01-01,1,250!2025-01-02,2,250!2025-01-03,3,250-->",
            [
                ("The […] and two,\nthen three.", "2025-01-01"),
                ("The one and […],\nthen three.", "2025-01-02"),
                ("The one and two,\nthen […].", "2025-01-03"),
            ],
            id="clozes",
        ),
        pytest.param(
            "{{c2::second}} and {{c1::first}}\n<!--SR:!2025-01-01,1,250!2025-01-02,2,250-->",
            [("second and […]", "2025-01-01"), ("[…] and first", "2025-01-02")],
            id="numbered clozes",
        ),
        pytest.param(
            "==a==[^2] and ==b==[^1]\n<!--SR:!2025-01-01,1,250!2025-01-02,2,250-->",
            [("a and […]", "2025-01-01"), ("[…] and b", "2025-01-02")],
            id="clozes with numbers behind them",
        ),
        pytest.param(
            "Why?\n??\nBecause\nof it\n<!--SR:!2025-01-01,1,250!2000-01-01,1,250-->",
            [("Why?", "2025-01-01"), ("Because\nof it", "new")],
            id="several lines, the other way still new",
        ),
        pytest.param(
            "Why?\n?\n```\na\n\nb\n```\n<!--SR:!2025-01-01,1,250-->",
            [("Why?", "2025-01-01")],
            id="a blank line in code",
        ),
        pytest.param(
            "- a::b <!--SR:!2025-01-01,1,250-->\n- c::d\n- e::f\n  <!--SR:!2025-01-03,1,250-->",
            [("a", "2025-01-01"), ("e", "2025-01-03")],
            id="a list",
        ),
        pytest.param(
            "a::b <!--SR:!2025-01-01,1,250!2025-01-02,1,250-->",
            [("a", "2025-01-01")],
            id="more dates than cards",
        ),
        pytest.param(
            "A ::: B\n<!--SR:!2025-01-01,3,250-->", [("A", "2025-01-01")], id="fewer dates than cards"
        ),
        pytest.param(
            "#### What is it?\n?\nThis\nand that\n<!--SR:!2025-01-01,3,250-->\n\n## Other\n\ntext\n",
            [("a › What is it?", "2025-01-01")],
            id="a heading as the question",
        ),
    ],
)
def test_each_sibling_gets_its_own_date(text: str, expected: list[tuple[str, str]]) -> None:
    batch = read(f"#flashcards\n\n{text}\n")
    assert sorted(dues(batch.notes[0])) == sorted(expected)
    assert batch.problems == []


def test_the_notes_own_schedule_is_that_of_every_card_without_one() -> None:
    front = "---\nsr-due: 2025-02-01\nsr-interval: 10\nsr-ease: 250\n---\n"
    note = read(f"{front}a::b\n\nc::d\n<!--SR:!2025-01-01,1,250-->\n").notes[0]
    assert note.tracks[0] == Track(state=state(date(2025, 2, 1), 10, 2.5))
    assert sorted(dues(note)) == [("a", "2025-02-01"), ("c", "2025-01-01")]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("sr-due: 2025-02-01\nsr-interval: 3", state(date(2025, 2, 1), 3, 2.5)),
        ("sr-due: 2025-02-01\nsr-interval: 2.6\nsr-ease: 90", state(date(2025, 2, 1), 3, 1.3)),
        ("sr-due: 01-02-2025\nsr-interval: 0\nsr-ease: 270", state(date(2025, 2, 1), 1, 2.7)),
        ("sr-due: 2025-02-01", None),
        ("sr-due: someday\nsr-interval: 3", None),
        ("sr-due: 0001-01-02\nsr-interval: 300", None),
        ("sr-due: [", None),
    ],
)
def test_the_frontmatters_schedule_is_read_as_far_as_it_makes_sense(
    front: str, expected: Schedule | None
) -> None:
    tracks = read(f"---\n{front}\n---\na::b\n").notes[0].tracks
    assert [track.state for track in tracks] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "text",
    [
        "text\n\n<!--SR:!2025-01-01,3,250-->",
        "a::b\n\ntext between\n\n<!--SR:!2025-01-01,3,250-->",
        "a::b <!--SR:!2025-13-01,3,250-->",
        "a::b <!--SR:garbage-->",
    ],
)
def test_a_comment_that_no_card_takes_is_named(text: str) -> None:
    batch = read(text)
    assert [problem.code for problem in batch.problems] == ["loose-schedule"]
    assert text.split("\n")[batch.problems[0].line - 1].endswith(batch.problems[0].found)
    assert batch.notes[0].tracks == ()


@pytest.mark.parametrize(
    "text",
    [
        "a::b\n\n```\n<!--SR:!2025-01-01,3,250-->\n```\n",
        "> ~~~\n> <!--SR:!2025-01-01,3,250-->\n> ~~~\n",
        "write `<!--SR:!2025-01-01,3,250-->`",
    ],
)
def test_a_comment_in_code_is_an_example(text: str) -> None:
    assert (read(text).problems, read(text).notes[0].tracks) == ([], ())


SCHEDULES = st.tuples(
    st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(1, 3000), st.integers(130, 400)
)


@settings(max_examples=40)
@given(st.lists(SCHEDULES, min_size=1, max_size=8), st.sampled_from([" ", "\n"]))
def test_a_paragraph_of_clozes_gives_back_what_the_plugin_wrote(
    schedules: list[tuple[date, int, int]], before: str
) -> None:
    words = "Words " + " ".join(f"==w{number}==" for number in range(len(schedules)))
    comment = "".join(f"!{due},{interval},{ease}" for due, interval, ease in schedules)
    tracks = read(f"{words}{before}<!--SR:{comment}-->\n").notes[0].tracks
    assert [(track.place, track.state) for track in tracks] == [
        (place, state(due, interval, ease / 100)) for place, (due, interval, ease) in enumerate(schedules)
    ]


def test_bodies_stay_and_what_they_embed_comes_along() -> None:
    body = (
        "> [!note] Callout ^block-1\n\n![[pic.png|100]] [[Other#Part|o]] [[deep/scan.pdf#page=2]] ![](files/a%20b.jpg)\n"
        "%% comment %%\n[[board.canvas]] ![[gone.png]]\n"
    )
    files: dict[str, str | bytes] = {
        "notes/a.md": body,
        "notes/Other.md": "x",
        "z/pic.png": "far",
        "pic.png": "near",
        "very/deep/scan.pdf": "pdf",
        "files/a b.jpg": "jpg",
        "board.canvas": "{}",
        "unused.png": "x",
        "log.txt": "x",
        ".obsidian/app.json": "{}",
        ".trash/old.md": "x",
    }
    batch = obsidian.read(source(files), options())
    assert {note.path: note.text for note in batch.notes} == {"notes/a.md": body, "notes/Other.md": "x"}
    assert [file.path for file in batch.attachments] == [
        "board.canvas",
        "files/a b.jpg",
        "pic.png",
        "very/deep/scan.pdf",
    ]
    assert batch.problems == []


def test_only_links_from_the_vaults_root_change_with_its_place() -> None:
    files: dict[str, str | bytes] = {
        "a/n.md": "![](/img/x.png) [[/a/b]] ![](img/x.png) [[b]] [](/etc/passwd) [](https://x.org/)\n",
        "a/b.md": "[[n]]",
        "img/x.png": "x",
    }
    batch = obsidian.read(source(files), options(into="imported/brain"))
    by_path = {note.path: note for note in batch.notes}
    assert by_path["a/n.md"].text == (
        "![](/imported/brain/img/x.png) [[/imported/brain/a/b]] ![](img/x.png) [[b]] [](/etc/passwd) [](https://x.org/)\n"
    )
    assert by_path["a/n.md"].remarks == ("links from the vault's root now begin with /imported/brain/",)
    assert by_path["a/b.md"].remarks == ()
    assert [file.path for file in batch.attachments] == ["img/x.png"]


def test_a_vault_inside_of_a_source_has_its_root_there() -> None:
    files: dict[str, str | bytes] = {
        "mine/.obsidian/app.json": "{}",
        "mine/.obsidian/plugins/x/.obsidian/y": "",
        "mine/n.md": "![](/img/x.png) [](/mine.md)",
        "mine/img/x.png": "x",
    }
    note = obsidian.read(source(files), options()).notes[0]
    assert note.text == "![](/mine/img/x.png) [](/mine.md)"


def test_the_schedule_in_the_vault_is_the_plugins_after_an_import(
    opened: Callable[[], Collection], vault: Path
) -> None:
    """Dates, intervals and factors are compared card by card, in an index that was built anew."""
    files: dict[str, str | bytes] = {
        ".obsidian/app.json": "{}",
        "ml/Loss.md": "---\nsr-due: 2026-12-01\nsr-interval: 20\nsr-ease: 250\n---\n"
        "Why?::Because\n\nA ::: B\n<!--SR:!2026-11-25,4,230!2026-12-24,40,290-->\n\n"
        "==One== and ==two== <!--SR:!2000-01-01,1,250!2026-11-20,2,190-->\n",
    }
    collection = opened()
    prepared = importing.prepare(
        collection, [source(files)], Request(kind="obsidian"), lambda _done, _of: None
    )
    importing.carry_out(collection, prepared, lambda _done, _of: None)
    rows = {row.prompt: row.state for row in opened().cards()}
    assert rows == {
        "Why?": state(date(2026, 12, 1), 20, 2.5),
        "A": state(date(2026, 11, 25), 4, 2.3),
        "B": state(date(2026, 12, 24), 40, 2.9),
        "[…] and two": None,
        "One and […]": state(date(2026, 11, 20), 2, 1.9),
    }
    text = (vault / "ml/Loss.md").read_text("utf-8")
    assert text.endswith(str(files["ml/Loss.md"])[60:])
    assert "last_reviewed: 2026-11-21\nnext_review: 2026-11-20\n" in text


def test_every_date_in_the_plugins_own_vaults_is_the_same_after_reading(shared: Path) -> None:
    """What stands in the notes is found again by plain patterns, without the reader."""
    vaults = shared / "corpora" / "obsidian-spaced-repetition" / "tests" / "vaults"
    batch = obsidian.read(folder_source(vaults), options())
    written, known = [], []
    for path in sorted(vaults.rglob("*.md")):
        text = path.read_text("utf-8")
        key = path.relative_to(vaults).as_posix()
        front = re.match(r"---\nsr-due: (\S+)\nsr-interval: (\d+)\nsr-ease: (\d+)\n", text)
        found = [(0, 0, *front.groups())] if front else []
        for comment in re.finditer(r"<!--SR:(.*?)-->", text):
            line = text.count("\n", 0, text.rindex("{{" if "{{" in text else "::", 0, comment.start())) + 1
            dates = re.findall(r"!([\d-]+),(\d+),(\d+)", comment[1])
            found += [(line, place, *values) for place, values in enumerate(dates)]
        written += [(key, *values) for values in found]
    for note in batch.notes:
        for track in note.tracks:
            assert track.state is not None
            schedule = (str(track.state.due), str(track.state.interval), str(round(track.state.ease * 100)))
            known.append((note.key, track.line, track.place, *schedule))
    too_many = (
        "notes6/A.md",
        9,
        2,
        "2033-03-03",
        "3",
        "333",
    )  # of a paragraph with two cards: the plugin drops it
    assert sorted(known) == sorted(set(written) - {too_many})
    assert (len(batch.notes), len(known), batch.problems) == (22, 6, [])
