"""A person's code in a process of its own: whatever it does, a value comes back."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studycli.sandbox import process
from studycli.sandbox.failure import Failure
from studycli.sandbox.limits import Limits
from studycli.sandbox.process import Run, run

QUICK = Limits(seconds=1.0)  # for code that never ends by itself
Call = Callable[..., Run]

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux refuses it")


def failure_of(done: Run) -> Failure:
    """Return how a run ended, wherever it is told: for the whole run, or for its first call."""
    return done.failure or Failure(**done.results[0]["raised"])


def test_a_function_gives_its_value(call: Call) -> None:
    done = call("import numpy as np\ndef f(x):\n    return np.sum(x ** 2)")
    assert done == Run(({"value": {"shape": [], "type": "float64", "data": [5.0]}},), None, "")


def test_what_is_printed_is_kept_apart_from_the_results(call: Call) -> None:
    done = call("def f(x):\n    print('{\"done\": true}')\n    return 1.5")
    assert done.failure is None
    assert [result["value"]["data"] for result in done.results] == [[1.5]]
    assert done.printed == '{"done": true}\n'


def test_an_endless_loop_is_ended_at_the_time_limit(call: Call) -> None:
    assert call("def f(x):\n    while True: pass", QUICK).failure == Failure("timeout", "1")


def test_code_that_sleeps_is_ended_at_the_time_limit(call: Call) -> None:
    done = call("import signal\ndef f(x):\n    signal.pause()", QUICK)
    assert done.failure == Failure("timeout", "1")


def test_results_before_the_end_are_kept(call: Call) -> None:
    source = "import os\nseen = []\ndef f(x):\n    seen.append(x)\n    if len(seen) > 1: os._exit(3)\n    return 1.0"
    done = call(source, times=2)
    assert (len(done.results), done.failure) == (1, Failure("exited", "3"))


@linux
def test_new_processes_are_refused(call: Call) -> None:
    done = call("import os\ndef f(x):\n    while True: os.fork()")
    failed = failure_of(done)
    assert (failed.kind, failed.line, failed.source) == ("raised", 3, "while True: os.fork()")
    assert failed.error.startswith(("PermissionError", "BlockingIOError"))


@linux
def test_a_program_cannot_be_started(call: Call) -> None:
    done = call("import subprocess\ndef f(x):\n    subprocess.run(['true'])")
    assert failure_of(done).error.startswith(("PermissionError", "BlockingIOError"))


@linux
def test_the_network_is_refused(call: Call) -> None:
    failed = failure_of(call("import socket\ndef f(x):\n    socket.create_connection(('127.0.0.1', 9), 5)"))
    assert (failed.kind, failed.line) == ("raised", 3)
    assert failed.error.startswith(("PermissionError", "OSError: [Errno 101]"))


def test_threads_are_no_processes(call: Call) -> None:
    source = (
        "import threading\ndef f(x):\n"
        "    forever = threading.Thread(target=threading.Event().wait)\n"
        "    forever.start()\n    return 2.0"
    )
    assert call(source).results[0]["value"]["data"] == [2.0]


def test_memory_is_limited(call: Call) -> None:
    failed = call("def f(x):\n    held = []\n    while True: held.append(bytearray(10**8))").failure
    assert failed == Failure("memory", "MemoryError", 3, "while True: held.append(bytearray(10**8))")


def test_a_gigabyte_printed_neither_blocks_nor_is_kept(call: Call) -> None:
    done = call("def f(x):\n    for _ in range(1000): print('x' * 10**6)")
    assert done.failure == Failure("flooded", "0.25 MiB")
    assert len(done.printed) == 2_000


def test_a_gigabyte_of_errors_is_stopped_too(call: Call) -> None:
    source = "import sys\ndef f(x):\n    while True: print('x' * 10**6, file=sys.stderr)"
    assert call(source).failure == Failure("flooded", "0.25 MiB")


def test_sys_exit_is_told_with_its_line(call: Call) -> None:
    assert call("import sys\ndef f(x):\n    sys.exit(3)").failure == Failure("exited", "3", 3, "sys.exit(3)")


def test_leaving_at_once_is_not_taken_for_success(call: Call) -> None:
    assert call("import os\ndef f(x):\n    os._exit(0)").failure == Failure("exited", "0")


def test_a_signal_is_named(call: Call) -> None:
    assert call("import os\ndef f(x):\n    os.kill(os.getpid(), 9)").failure == Failure("killed", "SIGKILL")


def test_input_is_not_waited_for(call: Call) -> None:
    failed = failure_of(call("def f(x):\n    return input()"))
    assert failed == Failure("input", "EOFError: EOF when reading a line", 2, "return input()")


def test_a_mistake_of_syntax_has_its_line(call: Call) -> None:
    failed = call("def f(x):\n    return (x\n").failure
    assert failed == Failure("syntax", "'(' was never closed", 2, "return (x")


def test_an_exception_is_told_by_the_persons_own_last_line(call: Call) -> None:
    source = "import numpy as np\ndef g(x):\n    return np.reshape(x, (7,))\ndef f(x):\n    return g(x)"
    failed = failure_of(call(source))
    assert (failed.kind, failed.line, failed.source) == ("raised", 3, "return np.reshape(x, (7,))")
    assert failed.error == "ValueError: cannot reshape array of size 2 into shape (7,)"


def test_an_exception_while_the_file_is_read_ends_the_run(call: Call) -> None:
    failed = call("import nothing_of_this_name\ndef f(x):\n    return x").failure
    assert failed == Failure(
        "raised",
        "ModuleNotFoundError: No module named 'nothing_of_this_name'",
        1,
        "import nothing_of_this_name",
    )


def test_an_exception_that_cannot_be_printed_is_named(call: Call) -> None:
    source = "class Odd(Exception):\n    def __str__(self): return 1 / 0\ndef f(x):\n    raise Odd"
    assert failure_of(call(source)).error == "Odd"


def test_endless_recursion_is_an_exception(call: Call) -> None:
    failed = failure_of(call("def f(x):\n    return f(x)"))
    assert failed.error == "RecursionError: maximum recursion depth exceeded"


def test_closing_every_file_does_not_lose_the_result(call: Call) -> None:
    assert call("import os\ndef f(x):\n    os.closerange(0, 99)\n    return 4.0").failure is None


def test_a_missing_function_is_told_with_the_nearest_one(call: Call) -> None:
    assert call("def ff(x):\n    return x").failure == Failure("missing", "f", meant="ff")
    assert call("y = 1", name="loss").failure == Failure("missing", "loss")


def test_the_environment_and_folder_are_the_childs_own(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "1234")
    monkeypatch.chdir(tmp_path)
    done = call("import os\ndef f(x):\n    print(os.environ.get('SECRET_TOKEN'), os.listdir())\n    return 0")
    assert done.printed == "None []\n"


def test_a_file_larger_than_the_limit_is_not_written(call: Call) -> None:
    source = "def f(x):\n    with open('big', 'wb') as file:\n        file.write(bytes(10**6))"
    failed = failure_of(call(source, process.USUAL._replace(file=500_000)))
    assert failed.error == "OSError: [Errno 27] File too large"


def test_ctrl_c_ends_the_child_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def interrupted(child: process.subprocess.Popen[bytes], *_: object) -> None:
        started.append(child.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "_watch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call("def f(x):\n    while True: pass")
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_processor_time_counts_where_the_clock_was_not_enough() -> None:
    assert process._ended(-signal.SIGXCPU, QUICK) == Failure("timeout", "1")


def test_a_file_of_its_own_may_import_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("HALF = 0.5\n")
    (tmp_path / "mine.py").write_text("from neighbour import HALF\ndef f(): return HALF\n")
    done = run({"task": "call", "name": "f", "calls": [{}], "file": str(tmp_path / "mine.py")})
    assert done.results[0]["value"]["data"] == [0.5]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.py", "neighbour.py"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "it raised ZeroDivisionError: division by zero (line 2: `return 1 / 0`)"),
        ("zh", "抛出了异常 ZeroDivisionError: division by zero（第 2 行：`return 1 / 0`）"),
    ],
)
def test_a_failure_is_a_sentence_in_either_language(language: str, sentence: str) -> None:
    failed = Failure("raised", "ZeroDivisionError: division by zero", 2, "return 1 / 0")
    assert failed.sentence(language) == sentence


def test_what_was_meant_stands_in_the_sentence() -> None:
    assert (
        Failure("missing", "los", meant="loss").sentence() == "there is no function los; did you mean loss?"
    )
