"""Work that is shared out to several processes: all of it is done, wherever it is done."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from studycli.store import forking
from studycli.store.forking import THREADS, Threadless, shared_out

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a process of a test have threads, and share out to two others."""
    monkeypatch.setattr(forking, "may_fork", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_few_jobs_are_done_here_and_many_or_large_ones_elsewhere() -> None:
    def work(job: int) -> tuple[int, bool]:
        return job, os.getpid() == HERE

    assert list(shared_out(work, range(3))) == [(0, True), (1, True), (2, True)]
    assert sorted(shared_out(work, range(3), large=True)) == [(0, False), (1, False), (2, False)]
    assert sorted(shared_out(work, range(100))) == [(job, False) for job in range(100)]
    assert list(shared_out(work, range(1), large=True)) == [(0, True)], "one job is no work for two"
    assert list(shared_out(work, [])) == []


@pytest.mark.parametrize(("large", "shares"), [(False, [[0, 1, 2]]), (True, [[0, 2], [1]])])
def test_each_process_begins_once_with_its_share(large: bool, shares: list[list[int]]) -> None:
    begun: list[list[int]] = []

    def begin(share: Sequence[int]) -> None:
        begun.append(list(share))

    def work(job: int) -> tuple[int, list[list[int]]]:
        return job, begun

    found = dict(shared_out(work, range(3), begin, large=large))
    assert [found[job] for job in range(3)] == [
        [share] for job in range(3) for share in shares if job in share
    ]


def test_the_jobs_of_a_process_that_dies_are_done_here_from_the_beginning() -> None:
    begun: list[list[int]] = []

    def begin(share: Sequence[int]) -> None:
        begun.append(list(share))

    def work(job: int) -> tuple[int, bool]:
        if job == 2 and os.getpid() != HERE:
            os._exit(1)
        return job, os.getpid() == HERE

    found = sorted(shared_out(work, range(6), begin, large=True))
    assert found == [(0, False), (1, False), (2, True), (3, False), (4, True), (5, False)]
    assert begun == [[2, 4]]


def test_an_error_of_a_job_is_raised_here() -> None:
    def work(job: int) -> tuple[int]:
        return (1 // (job - 3),)

    with pytest.raises(ZeroDivisionError):
        list(shared_out(work, range(6), large=True))


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
