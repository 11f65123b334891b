"""The text of a source's file."""

import json
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.exchange.readers import notebook, page, table
from studycli.exchange.texts import whole_characters
from tests.exchange.samples import options, source

HALF = r"Why \ud800 so?"
FAQ = f'{{"@type": "FAQPage", "mainEntity": [{{"@type": "Question", "name": "{HALF}", "acceptedAnswer": {{"text": "so"}}}}]}}'
PAGE = f'<html><body><script type="application/ld+json">{FAQ}</script></body></html>'


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"\ud800", "\ufffd"),
        (r"\uDFFF!", "\ufffd!"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\\ud800", r"\ud800"),
        (r"\\\ud800", "\\\ufffd"),
        (r"\u00e9\n", "é\n"),
    ],
)
def test_half_a_character_of_json_is_put_as_none(escaped: str, text: str) -> None:
    assert json.loads(f'"{whole_characters(escaped)}"') == text


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\\ud800"😀')))
def test_json_of_whole_characters_stays_as_it_is(text: str) -> None:
    written = json.dumps(text)
    assert whole_characters(written) == written


@pytest.mark.parametrize(
    ("reader", "name", "content", "remarks"),
    [
        (table, "q.json", f'[\n{{"question": "{HALF}", "answer": "so"}}]', ("line 2: half a character stands as \ufffd",)),
        (table, "q.jsonl", f'{{"question": "{HALF}", "answer": "so"}}\n', ("line 1: half a character stands as \ufffd",)),
        (notebook, "n.ipynb", f'{{"cells": [{{"cell_type": "markdown", "source": ["# {HALF}"]}}], "nbformat": 4}}',
         ("line 1: half a character stands as \ufffd",)),
        (page, "p.html", PAGE, ()),
    ],
)  # fmt: skip
def test_a_note_out_of_json_can_be_written(
    reader: ModuleType, name: str, content: str, remarks: tuple[str, ...]
) -> None:
    [note] = reader.read(source({name: content}, "file"), options()).notes
    assert "Why \ufffd so?" in note.text.encode().decode()
    assert note.remarks[: len(remarks)] == remarks
