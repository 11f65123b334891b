"""When the files of a folder were made, as its git repository knows."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from studycli.clock import iso_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_SECONDS = 20
# A stranger's repository may name programs for git to run: none of these is asked for, and no transport is allowed.
_SAFE = (
    "-c",
    "core.quotePath=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.mailmap=false",
    "-c",
    "protocol.allow=never",
)
_LOG = (
    "log",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--diff-filter=AR",
    "--find-renames",
    "--name-status",
    "--relative",
    "--format=@%as",
    "--",
    ".",
)


def first_commits(folder: str, environ: Mapping[str, str] = os.environ) -> dict[str, date]:
    """Return the day of the commit that added each file, under whatever name.

    Args:
        folder: A folder of a repository, or any other.
        environ: Where ``PATH`` is looked up.

    Returns:
        Days by path below the folder; empty without git, without a repository, or where the log takes too long.
    """
    git = shutil.which("git", path=environ.get("PATH"))
    if git is None:
        return {}
    kept = {key: value for key, value in environ.items() if not key.startswith("GIT_")}
    try:
        run = subprocess.run(
            [git, *_SAFE, *_LOG],
            cwd=folder,
            env={**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return _days(run.stdout.decode("utf-8", "surrogateescape")) if run.returncode == 0 else {}


def _days(log: str) -> dict[str, date]:
    """Read a log from its newest commit to its oldest: a file that was renamed goes on under its old name."""
    found: dict[str, date] = {}
    now: dict[str, str] = {}  # what a file of then is called today
    day: date | None = None
    for line in log.splitlines():
        if line.startswith("@"):
            day = iso_day(line[1:])
            continue
        status, _, paths = line.partition("\t")
        old, _, new = paths.partition("\t")
        if status.startswith("R"):
            now[old] = now.get(new, new)
        elif status == "A" and day is not None:
            found[now.get(old, old)] = day
    return found
