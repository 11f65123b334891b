"""HTML pages as notes."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycli.errors import ImportFailed
from studycli.exchange.model import Batch
from studycli.exchange.readers import page
from studycli.notes.cards import answer_text, parse_note
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import CardOptions
from tests.exchange.samples import options, source


def read(body: str, head: str = "<title>Trees &amp; more</title>") -> Batch:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return page.read(source({"trees.html": html}), options())


def text(body: str, head: str = "<title>Trees &amp; more</title>") -> str:
    return read(body, head).notes[0].text


def cards(note: str) -> list[tuple[str, str]]:
    return [
        (card.prompt, answer_text(note, card))
        for card in parse_note("a.md", note, EMPTY_META, CardOptions()).cards
    ]


def test_headings_with_what_follows_are_cards() -> None:
    note = text(
        "<h1>Trees</h1><h2>What is a stump?</h2><p>A tree of <b>depth</b> 1.</p><h2>What is pruning?</h2><p>Cutting.</p>"
    )
    assert (
        note
        == "# Trees\n\n## What is a stump?\n\nA tree of **depth** 1.\n\n## What is pruning?\n\nCutting.\n"
    )
    assert cards(note) == [("What is a stump?", "A tree of **depth** 1."), ("What is pruning?", "Cutting.")]


def test_a_page_without_a_heading_has_its_title_or_its_name() -> None:
    assert text("<p>words</p>") == "# Trees & more\n\nwords\n"
    assert text("<p>words</p><h2>x</h2>", "").startswith("# trees\n\nwords")


def test_furniture_is_left_out() -> None:
    body = (
        "<nav>menu</nav><header>top</header><script>run()</script><style>p {}</style><form>search</form>"
        "<main><h1>T</h1><p>words</p><div hidden>no</div></main><div>aside</div><footer>end</footer>"
    )
    assert text(body) == "# T\n\nwords\n"


def test_folds_that_ask_stay_folds_and_are_cards() -> None:
    note = text(
        "<h1>T</h1><details><summary><h3>Why <i>prune</i>?</h3></summary><p>Less variance.</p></details><p>After.</p>"
    )
    assert (
        note
        == "# T\n\n<details>\n<summary>Why *prune*?</summary>\n\nLess variance.\n\n</details>\n\nAfter.\n"
    )
    assert cards(note) == [("Why prune?", "Less variance.")]


def test_folds_that_only_reveal_are_opened() -> None:
    note = text(
        "<h1>T</h1><h2>Why prune?</h2><details><summary>Show answer</summary>Less variance.</details>"
    )
    assert note == "# T\n\n## Why prune?\n\nLess variance.\n"
    assert text("<h1>T</h1><details>no summary</details>") == "# T\n\nno summary\n"


def test_folds_of_terms_stand_below_headings_of_the_next_level() -> None:
    note = text(
        "<h1>T</h1><h2>A</h2><details><summary>Stump</summary>depth 1 <details><summary>Why?</summary>x</details></details>"
    )
    assert (
        note
        == "# T\n\n## A\n\n### Stump\n\ndepth 1\n\n<details>\n<summary>Why?</summary>\n\nx\n\n</details>\n"
    )


def test_definition_lists_are_cards() -> None:
    note = text(
        "<h1>T</h1><dl><dt>Stump</dt><dd>depth 1</dd><dt>Leaf</dt><dt>Node</dt><dd>one</dd><dd>two</dd><dt>Bare</dt></dl><p>After.</p>"
    )
    assert note == "# T\n\n## Stump\n\ndepth 1\n\n## Leaf, Node\n\none\n\ntwo\n\nBare\n\nAfter.\n"
    short = text("<h1>T</h1><dl><dt>Stump</dt><dd>depth 1</dd><dt>Leaf</dt><dd>end</dd></dl><p>After.</p>")
    assert short == "# T\n\nStump :: depth 1\n\nLeaf :: end\n\nAfter.\n"
    assert cards(short)[1:] == [("Stump", "depth 1"), ("Leaf", "end")]


def test_tables_of_questions_are_cards_and_others_stay_tables() -> None:
    table = "<table><tr><th>Question</th><th>Answer</th><th>Year</th></tr><tr><td>Why?</td><td>So.</td><td>1984</td></tr><tr><td>How?</td><td>Thus.</td></tr></table>"
    assert text(f"<h1>T</h1>{table}") == "# T\n\n## Why?\n\nSo.\n\nYear: 1984\n\n## How?\n\nThus.\n"
    other = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    assert text(f"<h1>T</h1>{other}<table></table>") == "# T\n\n| a |\n| --- |\n| 1 |\n"


def faq(*pairs: tuple[str, object]) -> str:
    entities = [{"@type": "Question", "name": name, "acceptedAnswer": answer} for name, answer in pairs]
    data = {"@context": "https://schema.org", "@graph": [{"@type": "FAQPage", "mainEntity": entities}]}
    return f'<title>T</title><script type="application/ld+json">{json.dumps(data)}</script><script type="application/ld+json">{{</script>'


def test_questions_of_the_pages_data_are_added_where_the_page_does_not_show_them() -> None:
    head = faq(
        ("What is a stump?", {"text": "depth 1"}),
        ("What is pruning?", [{"text": "<p>cutting &lt;back&gt;</p>"}]),
        ("Empty?", []),
        ("Wrong?", {"text": 3}),
    )
    batch = read("<h1>T</h1><h2>What is a stump?</h2><p>A small tree.</p>", head)
    assert (
        batch.notes[0].text
        == "# T\n\n## What is a stump?\n\nA small tree.\n\n## What is pruning?\n\ncutting \\<back>\n"
    )
    assert batch.notes[0].remarks == ("1 questions stood in the page's data alone",)


def test_data_that_are_nested_too_deeply_are_passed_over() -> None:
    deep = (
        '<script type="application/ld+json">'
        + "[" * 20
        + '{"@type": "Question", "name": "q?"}'
        + "]" * 20
        + "</script>"
    )
    assert text("<p>words</p>", deep) == "# trees\n\nwords\n"


def test_pictures_beside_the_page_come_along_and_links_lead_to_notes() -> None:
    files = {
        "a/one.html": "<p><img src='../img/p%20q.png'><a href='two%20x.html#part'>two</a> <a href='https://x.y'>web</a></p>",
        "a/two x.html": "<p>words</p>",
        "img/p q.png": b"\x89PNG",
        "img/unused.png": b"\x89PNG",
    }
    batch = page.read(source(dict(files)), options())
    assert [(note.key, note.path) for note in batch.notes] == [
        ("a/one.html", "a/one.md"),
        ("a/two x.html", "a/two x.md"),
    ]
    assert "![](../img/p%20q.png)[two](two%20x.md#part) [web](https://x.y)" in batch.notes[0].text
    assert [each.path for each in batch.attachments] == ["img/p q.png"]


def test_what_is_a_page_is_seen() -> None:
    assert page.fits(source({"a.htm": "x"}))
    assert page.fits(source({"stdin": "\ufeff <!doctype HTML><p>x"}, "stdin"))
    assert not page.fits(source({"stdin": "# <html>"}, "stdin"))
    assert not page.fits(source({"a.html": "x", "b.md": "x"}))
    assert not page.fits(source({"a.csv": "x"}))


def test_a_page_without_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(ImportFailed) as caught:
        page.read(source({"a.html": "<script>render()</script>"}), options())
    assert (
        str(caught.value) == "a.html has no text: a page that is only a program shows it in a browser alone."
    )
    both = page.read(source({"a.html": "<body></body>", "b.html": "<p>x</p>"}), options())
    assert [problem.path for problem in both.problems] == ["a.html"]


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<details>", "<summary>", "why?", "</details>", "<dl>", "<dt>", "<dd>", "</dl>", "<table>", "<tr>", "<td>question",
         "<td>answer", "</table>", "<h2>", "</h3>", "words", "&lt;", "<br>", "<pre>", "$x$", "\\(", "<!--", "<![CDATA[", "\0", "\ue010" + "0\ue011"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(PIECES.map(lambda pieces: "".join(pieces).encode()) | st.binary(max_size=40))
def test_pages_of_any_form_are_read_or_refused(data: bytes) -> None:
    page.fits(source({"a.html": data}))
    with suppress(ImportFailed):
        assert page.read(source({"a.html": data}), options()).notes


def test_pictures_beside_a_page_that_is_named_alone_come_along(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"\x89PNG")
    whole = tmp_path / "a.html"
    whole.write_text("<p>words <img src='p.png'><img src='gone.png'></p>", "utf-8")
    alone = source({"a.html": whole.read_bytes()}, "file")._replace(root=str(whole))
    assert [each.path for each in page.read(alone, options()).attachments] == ["p.png"]
