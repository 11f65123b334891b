"""A review of cards in memory on a real terminal: run by ``test_pty.py``.

The first argument is a file that gets what was asked of the collection; others are options: ``typing``,
``plain``, ``long`` (an answer of many screens).
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fakes import TWO, FakeCollection, row

from studycli.collection.values import QueueOptions
from studycli.errors import StudyError
from studycli.terminal.console import make_console
from studycli.terminal.run import review

LONG = "\n\n".join(f"Line {number}" for number in range(1, 101))


def main(report: str, *options: str) -> int:
    """Run the session and return the exit code that the program would have."""
    collection = FakeCollection([(row("aaaa", "Long?"), LONG)] if "long" in options else TWO)
    console = make_console("auto", os.environ, sys.stdout)
    code = 0
    try:
        review(
            collection,
            QueueOptions(),
            console,
            sys.stdin,
            os.environ,
            plain="plain" in options,
            typing="typing" in options,
            timer=lambda: 0.0,
        )
    except StudyError as error:
        code = error.exit_code
    Path(report).write_text(json.dumps(collection.calls), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
