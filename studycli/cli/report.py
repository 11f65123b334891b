"""``study report``: what is known, what is weak, what is coming."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from studycli.cli.call import Call, warn
from studycli.cli.command import Json, NoteName, Tag, command
from studycli.cli.days import Interview, Since, day

if TYPE_CHECKING:
    from studycli.report.model import Report

SECTIONS = ("mastery", "retention", "load", "weak", "ready", "all")
PAGE = "report.html"
STDOUT = "-"


def _known_section(value: str) -> str:
    if value and value not in SECTIONS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(SECTIONS)}.")
    return value


Top = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How long each list is.")]
Section = Annotated[
    str,
    typer.Option(
        "--section",
        metavar="|".join(SECTIONS),
        help="One section in full, or all.",
        show_default=False,
        callback=_known_section,
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV: the topics, or the section that is asked for.")]
Html = Annotated[bool, typer.Option("--html", help=f"Write a page: {PAGE}, or FILE.")]
Open = Annotated[bool, typer.Option("--open", help="Write the page and show it in the browser.")]
File = Annotated[
    str,
    typer.Argument(metavar="[FILE]", help="Where the page goes; '-' prints it.", show_default=False),
]


@command(
    "study report",
    "study report --section weak --tag 深度学习",
    "study report --date 2027-03-01",
    "study report --html progress.html",
    "study report --json --since 2026-11-01",
)
def report(
    call: Call,
    file: File = "",
    section: Section = "",
    tag: Tag = "",
    note: NoteName = "",
    since: Since = "",
    top: Top = 5,
    date: Interview = "",
    json: Json = False,
    csv: Csv = False,
    html: Html = False,
    open_: Open = False,
) -> None:
    """Show what you know, what is weak, and whether you will be ready.

    One screen: totals, the weakest topics, today and the next days, readiness; more by --section. Mastery is the
    chance of recalling a card 30 days after its last review; cards never seen are counted apart.
    """
    page = html or open_
    if file and not page:
        raise typer.BadParameter(f"{file!r} is a file for the page; give --html too.")
    from studycli.collection.report import ReportOptions
    from studycli.terminal.waiting import Waiting

    with call.collection() as collection:
        whole = "all" if json or csv or page else section
        options = ReportOptions(tag, note, day(since), top, day(date), whole, _language(), translated=page)
        found = collection.report(options, Waiting("Reading the history", sys.stderr))
        root = os.path.abspath(collection.root)
    if page:
        _write_page(found, root, file or PAGE, show=open_)
    elif json:
        from studycli.cli.output import print_json
        from studycli.cli.report_output import report_json

        print_json(report_json(found, section))
    elif csv:
        from studycli.cli.report_output import print_csv

        print_csv(found, section)
    else:
        from studycli.terminal.report import print_report

        print_report(call.console(), found, section, top)


def _language() -> str:
    """Return 'zh' where the locale is Chinese; '' leaves the language to the notes."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").startswith("zh") else ""


def _write_page(found: Report, root: str, file: str, *, show: bool) -> None:
    """Write the page, and show it if that is asked for.

    Raises:
        WriteError: It cannot be written; or the file is not a page, such as a note.
    """
    import studycli
    from studycli.cli.output import print_bytes
    from studycli.errors import WriteError
    from studycli.page import render
    from studycli.store.files import write_atomic

    text = render(found, root, studycli.__version__)
    if file == STDOUT:
        print_bytes(text.encode())
        return
    if os.path.exists(file) and not file.lower().endswith((".html", ".htm")):
        raise WriteError(f"{file} is there already and is no page; name a file that ends with .html.")
    write_atomic(file, text.encode())
    print(file)
    if show and not _opened(os.path.abspath(file)):
        warn(f"There is no browser to show {file} in.")


def _opened(path: str) -> bool:
    import webbrowser
    from pathlib import Path

    return webbrowser.open(Path(path).as_uri())
