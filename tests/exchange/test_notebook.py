"""Jupyter notebooks as notes."""

import json
from base64 import b64encode
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.errors import ImportFailed
from studycli.exchange.model import Batch, Item, Source
from studycli.exchange.readers import notebook
from tests.exchange.samples import item, options, source

PNG = b"\x89PNG\r\n\x1a\nnot much more"
CODED = b64encode(PNG).decode()


def markdown(text: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": text, **more}


def code(text: Any, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": text, "outputs": list(outputs)}


def shown(**data: Any) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "data": {key.replace("_", "/"): value for key, value in data.items()},
    }


def book(*cells: Any, **more: Any) -> str:
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": list(cells), **more})


def read(*cells: Any, path: str = "nets.ipynb", **more: Any) -> Batch:
    return notebook.read(source({path: book(*cells, **more)}), options())


def text(*cells: Any, **more: Any) -> str:
    return read(*cells, **more).notes[0].text


def test_text_and_code_stand_in_their_order() -> None:
    cells = (
        markdown(["# Nets\n", "\n", "What is a unit?"]),
        code("import numpy as np\n"),
        markdown(""),
        code(""),
    )
    batch = read(*cells, metadata={"language_info": {"name": "python"}})
    note = batch.notes[0]
    assert (note.key, note.path) == ("nets.ipynb", "nets.md")
    assert note.text == "# Nets\n\nWhat is a unit?\n\n```python\nimport numpy as np\n```\n"


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"language": "julia"}}, "julia"),
        ({"language_info": {"name": "R"}, "kernelspec": 3}, "r"),
        ({}, "python"),
        ("broken", "python"),
    ],
)
def test_the_language_is_the_notebooks(metadata: Any, language: str) -> None:
    assert text(code("x"), metadata=metadata) == f"```{language}\nx\n```\n"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ({"output_type": "stream", "text": ["a\n", "\x1b[31mred\x1b[0m\n"]}, "```text\na\nred\n```"),
        ({"output_type": "error", "ename": "ValueError", "evalue": "no"}, "```text\nValueError: no\n```"),
        (shown(text_plain="3"), "```text\n3\n```"),
        (shown(text_plain="```"), "````text\n```\n````"),
        (shown(text_markdown="**b**", text_plain="b"), "**b**"),
        (shown(text_latex="$$x$$"), "$$x$$"),
        (shown(text_html="<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"), "| a |\n| --- |\n| 1 |"),
        (shown(text_html="<div>widget</div>", text_plain="widget"), "```text\nwidget\n```"),
        ({"output_type": "pyout", "text": "old"}, "```text\nold\n```"),
    ],
)
def test_what_code_printed_stands_below_it(output: dict[str, Any], expected: str) -> None:
    assert text(code("f()", output)) == f"```python\nf()\n```\n\n{expected}\n"


def test_an_output_without_anything_to_show_is_left_out() -> None:
    assert text(code("f()", shown(), {"output_type": "stream", "text": " \n"}, 7)) == "```python\nf()\n```\n"  # type: ignore[arg-type]


def test_a_long_output_is_cut_and_that_is_said() -> None:
    long = {"output_type": "stream", "text": "\n".join(map(str, range(100)))}
    table = shown(text_html="<table>" + "<tr><td>cell</td></tr>" * 500 + "</table>")
    note = read(code("f()", long, table)).notes[0]
    assert "\n29\n…\n```" in note.text
    assert "\n30\n" not in note.text
    assert note.text.endswith("…\n")
    assert note.remarks == ("long outputs of code were cut",)


def test_pictures_become_files_beside_the_note() -> None:
    batch = read(
        code("plot()", shown(image_png=[CODED[:8] + "\n", CODED[8:]], text_plain="<Figure>")),
        markdown(
            "![a](attachment:my%20a.png) ![b](attachment:b.png)",
            attachments={"my%20a.png": {"image/png": CODED}},
        ),
        code("svg()", shown(**{"image_svg+xml": "<svg/>"})),
        path="sub/my nets.ipynb",
    )
    assert batch.notes[0].text == (
        "```python\nplot()\n```\n\n![](my%20nets_files/output_1.png)\n\n"
        "![a](my%20nets_files/my_20a.png) ![b](attachment:b.png)\n\n"
        "```python\nsvg()\n```\n\n![](my%20nets_files/output_3.svg)\n"
    )
    assert [(each.path, each.item.read()) for each in batch.attachments] == [
        ("sub/my nets_files/output_1.png", PNG),
        ("sub/my nets_files/my_20a.png", PNG),
        ("sub/my nets_files/output_3.svg", b"<svg/>"),
    ]


def test_a_picture_that_is_none_gives_way_to_the_text() -> None:
    assert text(code("f()", shown(image_png="%%%", text_plain="3"))).endswith("```text\n3\n```\n")


def test_pictures_beside_the_notebook_come_along() -> None:
    batch = notebook.read(source({"a/n.ipynb": book(markdown("![](p.png)")), "a/p.png": PNG}), options())
    assert [each.path for each in batch.attachments] == ["a/p.png"]


def test_raw_cells_are_text_but_for_a_frontmatter() -> None:
    raw = {"cell_type": "raw", "source": "---\ntitle: Nets\n---"}
    assert text(
        raw, markdown("x"), {"cell_type": "raw", "source": "<b>"}, {"cell_type": "raw", "source": ""}
    ) == ("---\ntitle: Nets\n---\n\nx\n\n```text\n<b>\n```\n")


def test_a_notebook_of_version_3_is_read() -> None:
    old = {
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": "Nets"},
                    {"cell_type": "code", "input": "x"},
                ]
            },
            3,
        ]
    }
    batch = notebook.read(source({"a.ipynb": json.dumps(old)}), options())
    assert batch.notes[0].text == "## Nets\n\n```python\nx\n```\n"


def test_a_note_was_made_when_its_file_was_changed() -> None:
    def made(modified: float | None) -> date | None:
        one = Item("a.ipynb", 1, modified, item("", book(markdown("x"))).read)
        return notebook.read(Source("a", "a", "", "file", (one,)), options()).notes[0].created

    assert made(1_700_000_000) == date(2023, 11, 15)
    assert made(None) is None
    assert made(1e30) is None


def test_what_is_a_notebook_is_seen() -> None:
    assert notebook.fits(source({"a.ipynb": "{}"}))
    assert notebook.fits(source({"stdin": book(markdown("x"))}, "stdin"))
    assert notebook.fits(source({"a.ipynb": "{}", "p.png": PNG, ".ipynb_checkpoints/a.md": "x"}))
    assert not notebook.fits(source({"a.ipynb": "{}", "b.md": "# b"}))
    assert not notebook.fits(source({"stdin": "{}"}, "stdin"))
    assert not notebook.fits(source({"a.csv": "q,a"}))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "{",
            "a.ipynb:1: the JSON breaks at column 2: Expecting property name enclosed in double quotes; mend it there.",
        ),
        ("[]", "a.ipynb is no Jupyter notebook: it has no cells."),
        ('{"cells": 3}', "a.ipynb is no Jupyter notebook: it has no cells."),
        (book(markdown("")), "a.ipynb has no cell with text."),
    ],
)
def test_a_damaged_notebook_is_refused_with_a_sentence(content: str, sentence: str) -> None:
    with pytest.raises(ImportFailed) as caught:
        notebook.read(source({"a.ipynb": content}), options())
    assert str(caught.value) == sentence


def test_a_damaged_notebook_does_not_stop_the_others() -> None:
    batch = notebook.read(source({"a.ipynb": "{", "b.ipynb": book(markdown("x"))}), options())
    assert [note.path for note in batch.notes] == ["b.md"]
    assert [problem.path for problem in batch.problems] == ["a.ipynb"]


VALUES = st.recursive(
    st.none() | st.integers(0, 9) | st.sampled_from(["code", "markdown", "raw", "heading", "stream", "x", CODED]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["cell_type", "source", "outputs", "output_type", "data", "text", "image/png", "attachments", "level"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(VALUES, max_size=4).map(lambda cells: book(*cells).encode()) | st.binary(max_size=30))
def test_cells_of_any_form_are_read_or_refused(data: bytes) -> None:
    notebook.fits(source({"a.ipynb": data}))
    with suppress(ImportFailed):
        assert notebook.read(source({"a.ipynb": data}), options()).notes


def test_the_real_notebooks_are_read(shared: Path) -> None:
    found = {path.name: path.read_bytes() for path in (shared / "corpora" / "studies").rglob("*.ipynb")}
    batch = notebook.read(source(dict(found)), options())
    assert [(note.path, note.text.count("```python")) for note in batch.notes] == [
        ("PyGithubExample.md", 4),
        ("fastai_book_embedding.md", 7),
    ]
