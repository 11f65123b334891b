"""Record a session on the notes of this repository as docs/session.svg: an animation, and one picture without it.

    python docs/record_session.py            write it
    python docs/record_session.py --check    say whether it is out of date, and exit with 1

The session is the program's own, on copies of two notes with a fixed clock; only the keys come from here.
"""

import shutil
import sys
import tempfile
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from screens import Frame, Row, picture

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


def main() -> int:
    """Write the picture, or with ``--check`` compare it."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "notes"
        for note in NOTES:
            (vault / note).parent.mkdir(parents=True)
            shutil.copy(ROOT / "notes" / note, vault / note)
        made = picture(
            record(vault), (COLUMNS, ROWS), "A session of study review", Path(__file__).name, STILL
        )
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
