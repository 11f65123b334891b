"""Record a session on the notes of this repository as docs/session.svg: an animation, and one picture without it.

    python docs/record_session.py            write it
    python docs/record_session.py --check    say whether it is out of date, and exit with 1

The session is the program's own, on copies of two notes with a fixed clock; only the keys come from here.
"""

import re
import shutil
import sys
import tempfile
from functools import partial
from html import escape
from importlib.metadata import version
from io import StringIO
from itertools import count
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME

from studycli.clock import clock_from
from studycli.collection import Collection, QueueOptions
from studycli.settings import load
from studycli.terminal.console import make_console
from studycli.terminal.frame import compose
from studycli.terminal.keys import Key
from studycli.terminal.session import Session
from studycli.terminal.summary import summary

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "session.svg"
COLUMNS, ROWS = 84, 22
CELL, LINE = 9.0, 20  # pixels
MARGIN = 14  # pixels around the text
ENVIRON = {
    "STUDY_NOW": "2026-11-23T08:30",
    "STUDY_DEVICE": "demo",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
}
STILL = 1  # the frame that a viewer without animation shows
NOTES = ("deep-learning/attention-and-transformers.md", "深度学习/损失函数的设计.md")
OPTIONS = QueueOptions(limit=2)
# A key, and for how many seconds its screen stands.
KEYS = (("", 2.5), ("space", 6.0), ("3", 2.5), ("space", 6.0), ("3", 4.0))

Row = list[Segment]


class Frame(NamedTuple):
    """A screen, and for how many seconds it stands."""

    rows: list[Row]
    seconds: float


def record(vault: Path) -> list[Frame]:
    """Return the frames of the session."""
    console = make_console("always", ENVIRON, StringIO())
    console.size = COLUMNS, ROWS  # type: ignore[assignment]
    with Collection.open(vault, load(vault), clock_from(None, ENVIRON), ENVIRON) as collection:
        session = Session(collection, OPTIONS, partial(next, count(step=4)))
        return [_frame(console, session, key, seconds) for key, seconds in KEYS]


def _frame(console: Console, session: Session, key: str, seconds: float) -> Frame:
    if key:
        session.press(Key(key))
    return Frame(_last_words(session) if session.done else compose(console, session, 0).rows, seconds)


def _last_words(session: Session) -> list[Row]:
    prompt = [Segment("$ ", Style(dim=True)), Segment("study review --vault notes", Style(bold=True))]
    return [prompt, *([Segment(line)] for line in summary(session))]


def picture(frames: list[Frame]) -> str:
    """Return the frames as an SVG."""
    width, height = round(COLUMNS * CELL + 2 * MARGIN), ROWS * LINE + 2 * MARGIN
    styles: dict[str, str] = {}
    groups = "\n".join(
        f'<g class="f f{number}">\n{_rows(frame.rows, styles)}</g>' for number, frame in enumerate(frames)
    )
    rules = "\n".join(f".{name}{{{css}}}" for css, name in styles.items())
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="A session of study review">
<!-- made by docs/record_session.py with rich {version("rich")} -->
<style>
text{{font-size:15px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}}
{rules}
{_animation(frames)}
</style>
<rect width="100%" height="100%" rx="8" fill="{THEME.background_color.hex}"/>
{groups}
</svg>
"""


def _rows(rows: list[Row], styles: dict[str, str]) -> str:
    """Place each word by itself, so that columns hold whatever font the reader has."""
    lines = []
    for y, row in enumerate(rows):
        x = 0
        for segment in Segment.simplify(row):
            name = styles.setdefault(_css(segment.style), f"s{len(styles)}") if segment.text.strip() else ""
            for word in re.finditer(r"\S+", segment.text):
                left = MARGIN + (x + cell_len(segment.text[: word.start()])) * CELL
                lines.append(
                    f'<text class="{name}" x="{left:g}" y="{MARGIN + y * LINE + 15}" '
                    f'textLength="{cell_len(word[0]) * CELL:g}">{escape(word[0])}</text>\n'
                )
            x += segment.cell_length
    return "".join(lines)


def _css(style: Style | None) -> str:
    style = style or Style()
    color = style.color.get_truecolor(THEME) if style.color else THEME.foreground_color
    extra = (
        (style.bold, ";font-weight:bold"),
        (style.italic, ";font-style:italic"),
        (style.underline, ";text-decoration:underline"),
        (style.dim, ";opacity:.6"),
    )
    return f"fill:{color.hex}" + "".join(css for wanted, css in extra if wanted)


def _animation(frames: list[Frame]) -> str:
    """Show one frame after the other, or the still one where motion is not wanted."""
    total = sum(frame.seconds for frame in frames)
    lines = [".f{opacity:0}", f".f{STILL}{{opacity:1}}", "@media (prefers-reduced-motion:no-preference){"]
    start = 0.0
    for number, frame in enumerate(frames):
        end = start + frame.seconds
        stops = {0.0: 0, start: 1, end: int(end == total), total: int(end == total)}
        steps = "".join(f"{100 * at / total:.4g}%{{opacity:{shown}}}" for at, shown in stops.items())
        lines += [
            f"@keyframes k{number}{{{steps}}}",
            f".f{number}{{animation:k{number} {total:g}s step-end infinite}}",
        ]
        start = end
    return "\n".join([*lines, "}"])


def main() -> int:
    """Write the picture, or with ``--check`` compare it."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "notes"
        for note in NOTES:
            (vault / note).parent.mkdir(parents=True)
            shutil.copy(ROOT / "notes" / note, vault / note)
        made = picture(record(vault))
    if PICTURE.exists() and PICTURE.read_text("utf-8") == made:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/session.svg is out of date: run python docs/record_session.py")
        return 1
    PICTURE.write_text(made, "utf-8", newline="\n")
    print("docs/session.svg written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
