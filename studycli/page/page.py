"""The page: the report's charts, figures and lists put into the templates."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from studycli.page import lists, overview
from studycli.page.charts import calibration, forecast, heatmap, over_time, readiness, retention, topics
from studycli.page.links import Links
from studycli.page.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment
    from markupsafe import Markup

    from studycli.page.parts import Chart
    from studycli.page.words import Words
    from studycli.report.model import Report


def render(report: Report, root: str, version: str) -> str:
    """Return the report as one HTML page that asks for nothing: no script, no font, no picture, no address.

    Text from notes is escaped wherever it stands, and the page's own policy forbids all but its one style sheet.

    Args:
        report: What is shown.
        root: Absolute path of the vault, for the addresses of its notes.
        version: Of the program, named in the page's head.

    Returns:
        The page, which is to be written as UTF-8. The same report always gives the same page.
    """
    say = words(report.language)
    links = Links(root, report.vault, obsidian=report.obsidian)
    style = _style()
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            say=say,
            version=version,
            style=style,
            policy=policy(style),
            **_content(report, links, say),
        )
    )


def policy(style: str) -> str:
    """Return the page's Content-Security-Policy: nothing is loaded, sent or run; the style sheet by its hash."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    rules = ("default-src 'none'", f"style-src 'sha256-{digest}'", "img-src 'none'", "base-uri 'none'")
    return "; ".join((*rules, "form-action 'none'"))


@cache
def _environment() -> Environment:
    """Return the templates, with every value escaped that is not markup already."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("studycli.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> Markup:
    """Return the style sheet: the package's own text, in which nothing is to be escaped."""
    from pkgutil import get_data

    from markupsafe import Markup

    text = (get_data("studycli.page", "templates/style.css") or b"").decode("utf-8")
    return Markup(text.replace("\r\n", "\n").strip())  # noqa: S704 - a file of the package


def _content(report: Report, links: Links, say: Words) -> dict[str, Any]:
    """Return what the sections of the page hold."""
    mastery, load, ready = report.mastery, report.load, report.ready
    return {
        "figures": overview.figures(report, say),
        "load": _present([heatmap.chart(load.days, report.today, say), *_ahead(report, say)]),
        "topics": _present(
            [
                topics.chart("tags", mastery.tags, say),
                topics.chart("folders", mastery.folders, say),
                over_time.chart(mastery.over_time, say),
            ]
        ),
        "notes": lists.notes(mastery.notes, links, say),
        "retention": _present(
            [
                retention.chart(report.retention, say),
                *(calibration.chart(forecaster, say) for forecaster in report.retention.forecasters),
            ]
        ),
        "scores": calibration.scores(report.retention, say),
        "weak": lists.weak(report.weak, links, say),
        "forms": lists.forms(report.weak, links, say),
        "confused": lists.confused(report.weak, say),
        "ready": _present([readiness.chart(ready, say), readiness.plan(ready, say)]) if ready else (),
    }


def _ahead(report: Report, say: Words) -> tuple[Chart | None, Chart | None]:
    ahead = report.load.ahead
    return forecast.month(ahead, say), forecast.year(ahead, say)


def _present(charts: Iterable[Chart | None]) -> tuple[Chart, ...]:
    """Return the charts that there is something to draw for."""
    return tuple(chart for chart in charts if chart)
