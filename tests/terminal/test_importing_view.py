"""What is said at the end of an import."""

from io import StringIO

import pytest

from studycli.terminal.console import make_console
from studycli.terminal.importing import print_done


@pytest.mark.parametrize(
    ("dry_run", "changed", "said"),
    [
        (True, False, "Nothing was written: this was a dry run.\n"),
        (False, False, "Nothing has changed.\n"),
        (False, True, "Schedules and history are brought up to date. `study import --undo` takes it back.\n"),
    ],
)
def test_an_import_without_notes_to_write_ends_with_what_it_did(
    dry_run: bool, changed: bool, said: str
) -> None:
    out = StringIO()
    print_done(make_console("never", {"COLUMNS": "100"}, out), [], dry_run=dry_run, changed=changed)
    assert out.getvalue() == said
