"""Logseq graphs as notes."""

import re
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.errors import ImportFailed
from studycli.exchange.model import Answer, Arrival, Batch, Track
from studycli.exchange.readers import logseq
from studycli.exchange.readers.logseq import place_of
from studycli.exchange.readers.outline import outline_of
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.frontmatter import read_meta
from studycli.notes.model import CardOptions
from studycli.schedule.sm2 import Schedule
from tests.exchange.samples import ZONE, options, source

CONFIG = {"logseq/config.edn": "{}"}
SCHEDULED = """\
- What is depth? #card
  card-last-interval:: 6.5
  card-repeats:: 2
  card-ease-factor:: 2.6
  card-next-schedule:: 2026-11-29T16:00:00.000Z
  card-last-reviewed:: 2026-11-23T10:00:00.000Z
  card-last-score:: 5
\t- The number of layers.
- The {{cloze gradient}} is {{cloze zero\\\\at the minimum}} #card
  card-repeats:: 1
  card-next-schedule:: 2026-11-25T00:00:00.000Z
  card-last-score:: 1
\t- there
- next
"""


def read(page: str, path: str = "pages/Nets.md") -> Batch:
    return logseq.read(source({**CONFIG, path: page}), options())


def text(page: str) -> str:
    return read(page).notes[0].text


def cards(note: Arrival) -> list[tuple[str, str, str]]:
    found = parse_note(note.path, note.text, read_meta(note.text), CardOptions()).cards
    return [(card.kind, card.prompt, answer_text(note.text, card)) for card in found]


def test_an_outline_stays_one_and_its_headings_become_headings() -> None:
    page = "- ## Units\n\t- A unit sums.\n\t\t- nested\n\t\t  second line\n\t- ### Bias\n- ## Loss\n- flat\n\t- ## in a list\n"
    assert text(page) == (
        "## Units\n\n- A unit sums.\n  - nested\n    second line\n\n### Bias\n\n## Loss\n\n- flat\n  - ## in a list\n"
    )


def test_a_heading_below_another_is_deeper() -> None:
    assert text("- ## A\n\t- # B\n\t\t- text\n") == "## A\n\n### B\n\n- text\n"


def test_outlines_of_blanks_and_numbered_blocks_are_read() -> None:
    assert text("- a\n  - b\n    logseq.order-list-type:: number\n    - c\n") == "- a\n  1. b\n    - c\n"


def test_code_in_blocks_is_no_outline() -> None:
    page = "- code\n  ```yaml\n  - a:: 1\n  - b\n  ```\n- ~~~\n  - x\n  ~~~\n"
    assert text(page) == "- code\n  ```yaml\n  - a:: 1\n  - b\n  ```\n-\n  ~~~\n  - x\n  ~~~\n"


def test_properties_of_a_page_become_frontmatter_and_tags() -> None:
    page = (
        "title:: Neural nets\ntags:: ml, [[deep learning]], #x\nalias:: NN, Nets\nmy key:: a: b\n\n- text\n"
    )
    note = read(page).notes[0]
    assert note.text == '---\ntitle: Neural nets\naliases: [NN, Nets]\nmy_key: "a: b"\n---\n\n- text\n'
    assert note.tags == ("ml", "deep-learning", "x")
    assert text("status:: done\n") == "---\nstatus: done\n---\n\n\n"
    assert text("- status:: done\n- text\n") == "---\nstatus: done\n---\n\n- text\n"


def test_properties_of_blocks_are_text_and_the_programs_own_go() -> None:
    page = "- text\n  author:: me\n  id:: 1\n  collapsed:: true\n  :LOGBOOK:\n  CLOCK: [2026-11-23]\n  :END:\n- more\n"
    assert text(page) == "- text\n  author: me\n- more\n"
    assert cards(read(page).notes[0]) == []


def test_references_show_what_they_refer_to() -> None:
    one, two = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
    page = f"- A fact #card\n  id:: {one}\n- see (({one})), {{{{embed (({one}))}}}}, (({two})), `(({one}))`\n- {{{{embed [[Page]]}}}}\n"
    assert text(page).endswith(f"- see A fact, A fact, (({two})), `(({one}))`\n- ![[Page]]\n")


def test_cards_with_an_answer_below_are_cards_with_just_that_answer() -> None:
    page = (
        "- before\n- ## What is depth? #card\n\t- layers\n\t\t- many #card\n\t- ```\n\t  x\n\n\t  y\n\t  ```\n"
        "- between\n\t- Why? #[[card]]\n\t  source:: book\n\t\t- So.\n\n\t\t  And so.\n- after #cards\n"
    )
    note = read(page).notes[0]
    assert note.text == (
        "- before\n\nWhat is depth?\n?\n- layers\n  - many\n-\n  ```\n  x\n\n  y\n  ```\n\n"
        "- between\n\n  - Why?\n    ?\n    source: book\n    - So.\n      And so.\n\n- after #cards\n"
    ).replace("    - So.\n      And so.\n", "    So.\n    And so.\n")
    assert cards(note) == [
        ("basic", "What is depth?", "- layers\n  - many\n-\n  ```\n  x\n\n  y\n  ```"),
        ("basic", "Why?", "source: book\nSo.\nAnd so."),
    ]


def test_clozes_of_a_card_are_one_card_and_elsewhere_words() -> None:
    note = read(
        "- The {{cloze gradient}} is {{cloze zero\\\\hint}} #card\n\t- child\n- plain {{cloze words}}\n"
    ).notes[0]
    assert note.text == "- The {{c1::gradient}} is {{c1::zero}}\n  - child\n\n- plain words\n"
    assert cards(note) == [("cloze", "The […] is […]", "gradient")]


def test_a_card_without_an_answer_stays_a_bullet() -> None:
    assert text("- alone #card\n- next\n") == "- alone\n\n- next\n"


def test_schedules_are_those_of_the_properties() -> None:
    note = read(SCHEDULED).notes[0]
    lines = note.text.split("\n")
    asked = Schedule(2, 7, 2.6, date(2026, 11, 30), date(2026, 11, 23), 0, passed=True)
    failed = Schedule(1, 1, 2.5, date(2026, 11, 25), date(2026, 11, 24), 1, passed=False)
    at = datetime(2026, 11, 23, 18, tzinfo=ZONE)
    assert note.tracks == (
        Track(
            line=lines.index("What is depth?") + 1,
            state=asked,
            answers=(Answer(at, "review", 5, None, asked),),
        ),
        Track(line=lines.index("- The {{c1::gradient}} is {{c1::zero}}") + 1, state=failed),
    )
    assert read("title:: x\n" + SCHEDULED).notes[0].tracks[0].line == note.tracks[0].line + 4


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("card-next-schedule:: soon", "card-next-schedule is 'soon', no time"),
        ("card-next-schedule:: 2026-11-29\n  card-repeats:: many", "card-repeats is 'many', no number"),
        (
            "card-next-schedule:: 2026-11-29\n  card-repeats:: 1\n  card-last-interval:: 1e9",
            "card-last-interval is '1e9', no number",
        ),
    ],
)
def test_a_schedule_that_is_not_understood_is_named(properties: str, found: str) -> None:
    batch = read(f"- Why? #card\n  {properties}\n\t- So.\n")
    assert [(problem.path, problem.line, problem.found) for problem in batch.problems] == [
        ("pages/Nets.md", 1, found)
    ]
    assert batch.notes[0].tracks == ()


def test_a_card_that_was_never_asked_is_new() -> None:
    page = (
        "- Why? #card\n  card-last-interval:: -1\n  card-repeats:: 0\n  card-next-schedule:: nil\n\t- So.\n"
    )
    assert read(page).notes[0].tracks == ()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("pages/Nets.md", "Nets.md"),
        ("pages/a___b c.md", "a/b c.md"),
        ("pages/a%2Fb%3F.md", "a/b.md"),
        ("graph/pages/x.md", "graph/x.md"),
        ("journals/2026_11_23.md", "journals/2026-11-23.md"),
        ("journals/Monday.md", "journals/Monday.md"),
        ("pages/___.md", "untitled.md"),
    ],
)
def test_namespaces_are_folders_and_journals_have_their_day(path: str, place: str) -> None:
    assert place_of(path) == place


def test_a_journal_was_made_on_its_day() -> None:
    assert read("- x", "journals/2026_11_23.md").notes[0].created == date(2026, 11, 23)
    assert read("- x", "journals/2026_13_99.md").notes[0].created is None


def test_assets_come_along_and_links_lead_to_them() -> None:
    files = {
        **CONFIG,
        "pages/a___b.md": "- ![x](../assets/p q.png)",
        "pages/c.md": "- ![x](../assets/p%20q.png)",
        "assets/p q.png": b"x",
    }
    batch = logseq.read(source(dict(files)), options())
    assert [note.text for note in batch.notes] == [
        "- ![x](../assets/p%20q.png)\n",
        "- ![x](assets/p%20q.png)\n",
    ]
    assert [each.path for each in batch.attachments] == ["assets/p q.png"]


def test_empty_pages_and_copies_of_the_program_are_left_out() -> None:
    files = {
        **CONFIG,
        "pages/a.md": "-\n",
        "pages/b.md": "- x",
        "logseq/bak/pages/b.md": "- old",
        "notes.md": "x",
        "pages/c.org": "* x",
    }
    batch = logseq.read(source(dict(files)), options())
    assert [note.key for note in batch.notes] == ["pages/b.md"]
    assert [(problem.path, problem.code) for problem in batch.problems] == [("pages/c.org", "org-page")]


def test_a_graph_is_seen_by_its_settings_or_its_outlines() -> None:
    outlines = {"pages/a.md": "title:: A\n\n- x", "journals/2026_11_23.md": "- x"}
    assert logseq.fits(source(dict(CONFIG)))
    assert logseq.fits(source(dict(outlines)))
    assert not logseq.fits(source({"pages/a.md": "- x"}))
    assert not logseq.fits(source({"pages/a.md": "# A\n\ntext", "journals/b.md": "text"}))


LINES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["one", "## head", "why? #card", "{{cloze x}} #card", "```", "k:: v", "1. n", "> q", "", "$$", ":LOGBOOK:"])),
    max_size=10,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_no_word_of_an_outline_is_lost(lines: list[tuple[int, str]]) -> None:
    """But for logs of working hours."""
    named = [
        (depth, f"w{at} {line}" if line.isalpha() else f"{line} w{at}")
        for at, (depth, line) in enumerate(lines)
        if line != ":LOGBOOK:"
    ]
    page = "".join(f"{chr(9) * depth}- {line}\n" for depth, line in named)
    written = "".join(note.text for note in read(page).notes)
    assert set(re.findall(r"w\d+", page)) == set(re.findall(r"w\d+", written))


@settings(max_examples=20, deadline=None)
@given(
    LINES.map(lambda lines: "\n".join(" " * depth + line for depth, line in lines).encode())
    | st.binary(max_size=30)
)
def test_pages_of_any_form_are_read_or_refused(data: bytes) -> None:
    files = {**CONFIG, "pages/a.md": data}
    logseq.fits(source(dict(files)))
    with suppress(ImportFailed):
        logseq.read(source(dict(files)), options())


def test_a_line_that_is_less_indented_than_its_block_loses_no_letter() -> None:
    assert outline_of("\t- a\n b\n").bullets[0].lines == ["a", "b", ""]
