"""The page in headless Chromium, where there is one: nothing wider than the phone, no word in the console.

With ``STUDY_AXE`` naming the file ``axe.min.js`` of axe-core, its rules are run on the page too::

    npm install axe-core && STUDY_AXE=node_modules/axe-core/axe.min.js python -m pytest tests/page/test_browser.py
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from studycli.page import render
from tests.page import browser
from tests.page.browser import Browser
from tests.report_sample import empty_report, sample_report

pytestmark = pytest.mark.skipif(not browser.PROGRAM, reason="there is no Chromium on this machine")

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
SAMPLES = {"sample": sample_report, "empty": empty_report}
LONG = "https-long-name-without-a-single-space-that-could-be-broken/" * 4


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    running = Browser(tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files of the pages: the samples, and one whose names cannot be broken."""
    folder = tmp_path_factory.mktemp("pages")
    texts = {
        f"{name}-{language}": render(
            msgspec.structs.replace(make(), language=language), "/home/me/notes", "1"
        )
        for name, make in SAMPLES.items()
        for language in ("en", "zh")
    }
    report = sample_report()
    title = report.mastery.notes[0].title
    texts["long-en"] = (
        texts["sample-en"].replace(title, LONG).replace(report.weak.lowest_recall[0].prompt, LONG)
    )
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["sample-en", "sample-zh", "empty-zh", "long-en"])
def test_nothing_is_wider_than_the_window_even_with_every_table_open(
    chromium: Browser, pages: dict[str, Path], name: str, width: int
) -> None:
    chromium.show(pages[name], width, "light")
    assert chromium.tell("document.documentElement.scrollWidth") == width
    chromium.tell("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert chromium.tell("document.documentElement.scrollWidth") == width


def test_the_policy_lets_the_style_sheet_in_and_the_console_is_silent(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    chromium.show(pages["sample-en"], 1280, "light")
    assert chromium.tell("document.styleSheets[0].cssRules.length > 50")
    assert chromium.said == []


def test_the_console_is_heard_and_the_policy_stops_a_script_and_another_style(
    chromium: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.html"
    text = pages["sample-en"].read_text("utf-8")
    wrong.write_text(
        text.replace("<h1>", '<script>document.title = "ran"</script><h1 style="color: red">'), "utf-8"
    )
    chromium.show(wrong, 1280, "light")
    assert chromium.tell("document.title") != "ran"
    assert sum("Content Security Policy" in said for said in chromium.said) == 2


def test_the_dark_scheme_is_dark_and_the_light_one_light(chromium: Browser, pages: dict[str, Path]) -> None:
    grounds = []
    for scheme in SCHEMES:
        chromium.show(pages["sample-en"], 390, scheme)
        grounds.append(chromium.tell("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(247, 246, 243)", "rgb(20, 24, 27)"]


def test_paper_is_light_whatever_the_screen_is(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.show(pages["sample-en"], 1280, "dark")
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    chromium.ask("Emulation.setEmulatedMedia", media="print", features=dark)
    assert chromium.tell("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    chromium.ask("Emulation.setEmulatedMedia", media="", features=[])


def test_the_first_tab_reaches_the_link_that_skips_to_the_figures(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    chromium.show(pages["sample-en"], 390, "light")
    chromium.press("Tab", 9)
    assert chromium.tell("document.activeElement.className") == "skip"
    assert chromium.tell("document.activeElement.getBoundingClientRect().left") >= 0


def test_a_phone_shows_the_latest_weeks_of_the_year_first(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.show(pages["sample-en"], 390, "light")
    last = "[...document.querySelectorAll('#heatmap rect')].at(-1).getBoundingClientRect()"
    assert 0 < chromium.tell(f"{last}.left") < chromium.tell(f"{last}.right") < 390


@pytest.mark.skipif("STUDY_AXE" not in os.environ, reason="STUDY_AXE names no axe.min.js")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["sample-en", "sample-zh", "empty-en", "empty-zh"])
def test_axe_finds_nothing(
    chromium: Browser, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    chromium.ask("Page.setBypassCSP", enabled=True)
    chromium.show(pages[name], width, scheme)
    chromium.tell("document.querySelectorAll('details').forEach(details => details.open = true)")
    chromium.tell(Path(os.environ["STUDY_AXE"]).read_text("utf-8") + "; 0")
    found = json.loads(chromium.tell("axe.run().then(found => JSON.stringify(found.violations))"))
    chromium.ask("Page.setBypassCSP", enabled=False)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
