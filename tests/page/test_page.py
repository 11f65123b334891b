"""The page as a whole: what it may ask for, how it is built, what it does with text from notes."""

import os
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from studycli.page import render
from studycli.report.model import Report, Standing, Topic, WeakCard
from tests.page.reading import Element, read
from tests.report_sample import empty_report, one_review_report, sample_report

PAGES = sorted((Path(__file__).parent / "golden").glob("*.html"))
ROOT = "/home/me/my notes"
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
MEGABYTE = 1_000_000


def changed(value: object, /, **fields: object) -> object:
    return msgspec.structs.replace(value, **fields)  # type: ignore[type-var]


def in_language(report: Report, language: str) -> Report:
    return msgspec.structs.replace(report, language=language)


REPORTS = {
    f"{name}-{language}": in_language(make(), language)
    for name, make in {"sample": sample_report, "empty": empty_report, "one": one_review_report}.items()
    for language in ("en", "zh")
}


@dataclass
class Page:
    text: str
    root: Element


@cache
def page_of(name: str) -> Page:
    text = render(REPORTS[name], ROOT, "1.2.3")
    return Page(text, read(text))


@pytest.fixture(params=REPORTS, name="page")
def _page(request: pytest.FixtureRequest) -> Page:
    return page_of(request.param)


@pytest.mark.parametrize("wrong", ["<p><b>a</p></b>", "<p>a", "a</p>", '<p id="a" id="b"></p>'])
def test_the_reader_refuses_what_is_not_balanced(wrong: str) -> None:
    with pytest.raises(AssertionError):
        read(wrong)


def test_the_page_asks_for_nothing_and_runs_nothing(page: Page) -> None:
    assert not re.search(r"https?://|url\(|@import|srcset|xmlns", page.text)
    elements = page.root.all("")
    tags = {element.tag for element in elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "image", "use"}
    names = {name for element in elements for name in element.attributes}
    assert not [name for name in names if name in ("style", "src", "action") or name.startswith("on")]
    hrefs = [anchor.attributes["href"] for anchor in page.root.all("a")]
    assert [href for href in hrefs if not href.startswith(("#", "file:///", "obsidian://"))] == []


def test_the_policy_allows_the_one_style_sheet_by_its_hash_and_nothing_else(page: Page) -> None:
    (style,) = page.root.all("style")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    (meta,) = [meta for meta in page.root.all("meta") if "http-equiv" in meta.attributes]
    assert meta.attributes["http-equiv"] == "Content-Security-Policy"
    assert meta.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; base-uri 'none'; form-action 'none'"
    )


def test_headings_come_in_order_and_no_level_is_left_out(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.root.all("") if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_whatever_refers_to_one_finds_it(page: Page) -> None:
    elements = page.root.all("")
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    referred = {
        name
        for element in elements
        for key in ("aria-labelledby", "aria-describedby")
        for name in element.attributes.get(key, "").split()
    }
    hrefs = [anchor.attributes["href"] for anchor in page.root.all("a")]
    referred |= {href[1:] for href in hrefs if href.startswith("#")}
    assert referred <= set(ids)


def test_the_first_link_skips_to_the_figures(page: Page) -> None:
    first = page.root.all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#main"}
    assert page.root.all("main")[0].attributes["id"] == "main"


def test_every_drawing_has_a_title_a_description_and_a_table_behind_details(page: Page) -> None:
    for drawing in page.root.all("svg"):
        assert drawing.attributes["role"] == "img"
        title, description = drawing.children[:2]
        assert (title.tag, description.tag) == ("title", "desc")
        assert title.text.strip()
        assert description.text.strip()
        assert drawing.attributes["aria-labelledby"] == title.attributes["id"]
        (details,) = drawing.within("figure").all("details")
        assert details.children[0].tag == "summary"
        assert details.all("tbody")[0].all("tr")


def test_every_row_of_a_table_has_a_cell_for_each_heading_and_a_name(page: Page) -> None:
    for table in page.root.all("table"):
        headings = table.all("thead")[0].all("th")
        assert all(heading.attributes["scope"] == "col" for heading in headings)
        for row in table.all("tbody")[0].all("tr"):
            assert len(row.children) == len(headings)
            assert row.children[0].attributes["scope"] == "row"


def test_what_scrolls_sideways_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    regions = [element for element in page.root.all("div") if "scroll" in element.attributes.get("class", "")]
    assert regions
    assert all(region.attributes["tabindex"] == "0" and region.attributes["aria-label"] for region in regions)


@pytest.mark.parametrize(("name", "lang"), [("sample-en", "en"), ("sample-zh", "zh-Hans")])
def test_the_language_of_the_page_is_that_of_the_report(name: str, lang: str) -> None:
    assert page_of(name).root.all("html")[0].attributes["lang"] == lang


def test_the_sample_shows_every_chart() -> None:
    figures = [figure.attributes["id"] for figure in page_of("sample-en").root.all("figure")]
    assert figures == [
        *("heatmap", "forecast", "year", "tags", "folders", "over-time", "retention"),
        *("calibration-sm2", "calibration-fsrs", "ready", "plan"),
    ]


def test_a_report_of_nothing_has_dashes_and_says_what_to_do() -> None:
    report = msgspec.structs.replace(empty_report(), language="en")
    root = read(render(report, ROOT, "1"))
    words = root.words()
    values = [value.text for value in root.all("dd") if value.attributes.get("class") == "value"]
    assert values[:3] == ["–", "–", "–"]
    assert empty_report().remarks[0] in words
    assert "None" not in words
    assert "nan" not in words.split()


def test_a_vault_without_a_card_is_a_page_too() -> None:
    report = msgspec.structs.replace(
        empty_report(),
        mastery=changed(empty_report().mastery, tags=(), folders=(), notes=(), weakest=()),
        load=changed(empty_report().load, ahead=()),
        language="en",
    )
    root = read(render(report, ROOT, "1"))
    assert not root.all("svg")
    assert "No note has a card." in root.words()
    assert "No card has a tag or stands in a folder." in root.words()


def test_mastery_by_the_memory_model_says_so() -> None:
    report = msgspec.structs.replace(sample_report(), language="en")
    by_fsrs = msgspec.structs.replace(report, mastery=changed(report.mastery, model="fsrs"))
    assert read(render(by_fsrs, ROOT, "1")).all("dt")[0].text == "Mastery by FSRS-6"
    assert read(render(report, ROOT, "1")).all("dt")[0].text == "Mastery"


def test_a_form_whose_cards_are_not_told_and_one_that_was_not_recorded_have_their_rows() -> None:
    report = sample_report()
    form = changed(report.weak.forms[0], form="", cards=())
    report = msgspec.structs.replace(report, language="en", weak=changed(report.weak, forms=(form,)))
    rows = [
        row for row in read(render(report, ROOT, "1")).all("tr") if row.children[0].words() == "not recorded"
    ]
    assert [[cell.words() for cell in row.children[3:]] for row in rows] == [["–", "–"]]


def _hostile() -> Report:
    """Return the sample with markup for every name and text that comes from notes."""
    report = sample_report()
    standing = Standing(2, 1, 1, 0.5, 0.5)
    topic = Topic(f"{EVIL}.md", EVIL, 0, standing)
    card = WeakCard("id", f"{EVIL}.md", 3, EVIL, 4, 1, 2, 0.5)
    form = report.weak.forms[0]
    wrong = changed(form.cards[0], prompt=EVIL, note=f"{EVIL}.md")
    assert report.ready
    ready = changed(report.ready, topics=(changed(report.ready.topics[0], name=EVIL),))
    return msgspec.structs.replace(
        report,
        vault=EVIL,
        tag=EVIL,
        note=EVIL,
        remarks=(EVIL,),
        mastery=changed(report.mastery, tags=(topic,), folders=(topic,), notes=(topic,)),
        weak=changed(
            report.weak,
            leeches=(card,),
            lowest_recall=(card,),
            longest_overdue=(card,),
            forms=(changed(form, form=EVIL, cards=(wrong,)),),
            confused=(changed(report.weak.confused[0], one=EVIL, other=EVIL),),
        ),
        ready=ready,
    )


@pytest.mark.parametrize("obsidian", [True, False])
def test_markup_in_names_and_prompts_stays_text(obsidian: bool) -> None:
    text = render(msgspec.structs.replace(_hostile(), obsidian=obsidian), ROOT, "1")
    root = read(text)
    elements = root.all("")
    assert not {element.tag for element in elements} & {"script", "img"}
    assert not [name for element in elements for name in element.attributes if name.startswith("on")]
    assert "<script" not in text
    assert len(re.findall("&lt;script&gt;alert", text)) >= 15
    assert "<script>alert(1)</script>" in root.all("h1")[0].text
    hints = [title.text for title in root.all("title")]
    assert sum("<script>" in hint for hint in hints) >= 4
    hrefs = [anchor.attributes["href"] for anchor in root.all("a")]
    assert not [href for href in hrefs if set(href) & set("<>\" '")]


def test_a_note_opens_as_a_file_by_its_whole_path() -> None:
    report = msgspec.structs.replace(sample_report(), obsidian=False)
    (card, *_) = report.weak.lowest_recall
    named = changed(card, note="深度/a b#1?.md")
    report = msgspec.structs.replace(report, weak=changed(report.weak, lowest_recall=(named,)))
    assert 'href="file:///home/me/my%20notes/%E6%B7%B1%E5%BA%A6/a%20b%231%3F.md"' in render(report, ROOT, "1")


def test_a_note_of_an_obsidian_vault_opens_there() -> None:
    report = msgspec.structs.replace(sample_report(), obsidian=True, vault="my vault")
    (card, *_) = report.weak.lowest_recall
    named = changed(card, note="a/b&c.md")
    report = msgspec.structs.replace(report, weak=changed(report.weak, lowest_recall=(named,)))
    page = render(report, ROOT, "1")
    assert 'href="obsidian://open?vault=my%20vault&amp;file=a%2Fb%26c.md"' in page
    assert "file://" not in page


def _large() -> Report:
    """Return a report of 10,000 cards in 2,000 notes with 2,000 tags, long names and lists as long as can be."""
    report = sample_report()
    long = "一个很长的名字 " * 10  # 230 bytes: a disk takes 255
    standing = Standing(5, 3, 2, 0.5, 0.5)
    tags = [Topic(f"top{at % 40:02}", f"top{at % 40:02}", 0, standing) for at in range(40)]
    tags += [Topic(f"top{at % 40:02}/{long}{at}", f"{long}{at}", 1, standing) for at in range(1960)]
    notes = tuple(Topic(f"folder/{long}{at}.md", f"{long}{at}", 1, standing) for at in range(2000))
    cards = tuple(WeakCard(f"{at}", f"folder/{long}.md", at, long, 4, 1, 2, 0.5) for at in range(10_000))
    days = tuple(
        changed(report.load.today, day=report.today - timedelta(days=at), answers=100 + at)
        for at in range(364, -1, -1)
    )
    assert report.ready
    first = report.ready.topics[0]
    topics = tuple(changed(first, name=tag.name) for tag in tags)
    plan = tuple(changed(report.ready.plan[0], day=report.today + timedelta(days=at)) for at in range(2000))
    return msgspec.structs.replace(
        report,
        language="en",
        mastery=changed(report.mastery, tags=tuple(tags), folders=tuple(tags), notes=notes),
        load=changed(report.load, days=days),
        weak=changed(report.weak, leeches=cards, lowest_recall=cards, longest_overdue=cards),
        ready=changed(report.ready, topics=topics, plan=plan),
    )


def test_the_page_of_ten_thousand_cards_stays_below_a_megabyte_and_says_what_it_leaves_out() -> None:
    text = render(_large(), ROOT, "1")
    root = read(text)
    assert len(text.encode()) < MEGABYTE
    more = [sentence.text for sentence in root.all("p") if sentence.attributes.get("class") == "more"]
    assert more.count("1900 more are not shown.") == 2  # tags and folders: 100 of 2,000
    assert "1950 more are not shown." in more  # notes: 50 of 2,000
    assert more.count("9900 more are not shown.") == 3  # three lists of cards: 100 of 10,000
    assert "1901 more are not shown." in more  # readiness: the vault and 99 of 2,000 tags
    assert "1940 more are not shown." in more  # the plan: 60 days of 2,000
    assert "The 24 largest of 2000 are drawn." in root.words()
    assert "The 20 weakest of 2000 tags are drawn." in root.words()


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample_report(), ROOT, "1") == render(sample_report(), ROOT, "1")


def test_the_golden_pages_are_there() -> None:
    assert [path.stem for path in PAGES] == ["empty-en", "sample-en", "sample-zh"]


@pytest.mark.parametrize("golden", PAGES, ids=lambda path: path.stem)
def test_the_page_is_the_golden_one_to_the_byte(golden: Path) -> None:
    """A change of a golden page is made by ``STUDY_GOLDEN=write``, and looked at before it is committed."""
    page = page_of(golden.stem).text.encode()
    if os.environ.get("STUDY_GOLDEN") == "write":
        golden.write_bytes(page)
    assert golden.read_bytes() == page
