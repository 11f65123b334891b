"""Print the table of figures; see `python tests/benchmarks --help`."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from rows import ROWS, Absent, Bench, Row
from vault import make_vault


def main() -> None:
    """Make the vault in a temporary folder, measure each row, print it."""
    options = _options()
    notes = options.notes or (40 if options.quick else 10_000)
    rows = [row for row in ROWS if options.rows is None or row.name in options.rows]
    with tempfile.TemporaryDirectory(prefix="study-bench-") as folder:
        bench = Bench(Path(folder), notes, quick=options.quick)
        make_vault(bench.vault, notes)
        print(_machine(notes), end="\n\n")
        print(
            "| what | against | ratio | reach | ours | theirs | |\n| --- | --- | --- | --- | --- | --- | --- |"
        )
        failed = [row for row in rows if not _print(row, bench, options.pairs)]
    sys.exit(1 if failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small vault and one pair a row: does it run?")
    parser.add_argument("--notes", type=int, help="how many notes the vault has (10,000)")
    parser.add_argument("--pairs", type=int, help="how many pairs each row is measured by (by the row)")
    parser.add_argument("--rows", nargs="+", choices=[row.name for row in ROWS], help="these rows only")
    return parser.parse_args()


def _print(row: Row, bench: Bench, pairs: int | None) -> bool:
    """Measure a row and print its line of the table; False where it could not be measured."""
    measured, verdict = None, "failed"
    try:
        measured = row.measure(bench, pairs or (1 if bench.quick else row.pairs))
        verdict = "reached" if measured.value <= row.limit else "missed"
    except Absent as absent:
        verdict = str(absent)
    except Exception:  # noqa: BLE001 - the other rows are still of use
        traceback.print_exc()
    shown, ours, theirs = measured[1:] if measured else ("", "", "")
    print(
        f"| {row.what} | {row.against} | {shown} | {row.reach} | {ours} | {theirs} | {verdict} |", flush=True
    )
    return verdict != "failed"


def _machine(notes: int) -> str:
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    python = f"Python {platform.python_version()} ({sys.implementation.name})"
    return f"{notes:,} notes; {python}, {git}, {platform.system()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
