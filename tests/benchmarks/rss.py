"""The peak memory of a command."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from paired import environment

# A child begins with the peak of the process that starts it: so a small one has to.
_STARTER = """
import os, sys
devnull = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, devnull, 1)])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
_UNITS_PER_MIB = 1024**2 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere


def peak_mib(command: Sequence[str], folder: Path) -> float:
    """Return the peak of the command's resident memory in MiB."""
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, *command]
    result = subprocess.run(
        starter, cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
    return int(result.stdout) / _UNITS_PER_MIB
