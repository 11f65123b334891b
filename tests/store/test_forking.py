"""Sharing work out to several processes."""

import os
import subprocess
import sys

import pytest

from studycli.store.forking import THREADS, Threadless


@pytest.mark.parametrize("wanted", [None, "3"])
def test_what_was_wanted_of_threads_holds_behind_the_import(
    monkeypatch: pytest.MonkeyPatch, wanted: str | None
) -> None:
    monkeypatch.delenv(THREADS, raising=False)
    if wanted is not None:
        monkeypatch.setenv(THREADS, wanted)
    with Threadless():
        assert os.environ[THREADS] == "1"
    assert os.environ.get(THREADS) == wanted


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted in /proc")
def test_numpy_starts_no_thread_where_processes_are_to_be_forked() -> None:
    code = (
        "import os\nfrom studycli.store.forking import Threadless\n"
        "with Threadless():\n    from studycli.collection import linking, tagging\n"
        "print(len(os.listdir('/proc/self/task')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"1\n"
