"""Take the pictures of the report: docs/report.svg of the terminal, docs/report.png of the page.

    python docs/record_report.py            write them; the page needs Chromium
    python docs/record_report.py --check    say whether the one of the terminal is out of date, and exit with 1

The vault is that of `docs/demo.py`: the notes of this repository and a made-up log.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, time
from io import StringIO
from pathlib import Path

import demo
from rich.segment import Segment
from rich.style import Style
from screens import Frame, Row, picture

from studycli import __version__
from studycli.clock import Clock
from studycli.collection import Collection
from studycli.collection.report import ReportOptions
from studycli.page import render
from studycli.report.model import Report
from studycli.settings import Settings
from studycli.terminal.console import make_console
from studycli.terminal.report import print_report

DOCS = Path(__file__).resolve().parent
TERMINAL, PAGE = DOCS / "report.svg", DOCS / "report.png"
COLUMNS = 80
WIDTH, HEIGHT = 1120, 1500  # pixels of the page that the picture shows
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INTERVIEW = demo.TODAY.replace(month=12, day=24)
ENVIRON = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(COLUMNS), "LINES": "40"}


def report(vault: Path) -> Report:
    """Return the report of the made-up person, with an interview in a month."""
    clock = Clock(demo.TODAY, datetime.combine(demo.TODAY, time(8), demo.ZONE))
    with Collection.open(vault, Settings(), clock, {"STUDY_DEVICE": "demo"}) as collection:
        return collection.report(ReportOptions(date=INTERVIEW, section="all"))


def terminal(found: Report) -> str:
    """Return the first screen as an SVG."""
    console = make_console("always", ENVIRON, StringIO())
    with console.capture() as captured:
        print_report(console, found, "", 5)
    rows = _rows(captured.get())
    prompt = [Segment("$ ", Style(dim=True)), Segment("study report", Style(bold=True))]
    screen = [prompt, *rows]
    return picture([Frame(screen)], (COLUMNS, len(screen)), "The screen of study report", Path(__file__).name)


def _rows(text: str) -> list[Row]:
    """Return the lines that were printed, with their styles."""
    from rich.ansi import AnsiDecoder
    from rich.console import Console

    plain = Console(width=COLUMNS, file=StringIO())
    return [list(line.render(plain)) for line in AnsiDecoder().decode(text)]


def photograph(found: Report, folder: Path) -> bool:
    """Write the picture of the page; say whether there was a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return False
    page = folder / "report.html"
    page.write_text(render(found, str(folder / "notes"), __version__), "utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    size = (f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={PAGE}")
    subprocess.run([browser, *flags, *size, page.as_uri()], check=True, capture_output=True)
    return True


def main() -> int:
    """Write the pictures, or with ``--check`` compare that of the terminal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo.make(folder / "notes")
        found = report(folder / "notes")
        made = terminal(found)
        same = TERMINAL.exists() and TERMINAL.read_text("utf-8") == made
        if "--check" in sys.argv[1:]:
            if not same or not PAGE.exists():
                print("docs/report.svg is out of date: run python docs/record_report.py")
            return 0 if same and PAGE.exists() else 1
        TERMINAL.write_text(made, "utf-8", newline="\n")
        print("docs/report.svg written")
        print("docs/report.png written" if photograph(found, folder) else "docs/report.png needs Chromium")
    return 0


if __name__ == "__main__":
    sys.exit(main())
