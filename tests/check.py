"""Run every check of the project: lint, format, types, layers, documentation, tests, and their coverage.

All of them run even when one fails; the closing line names those that failed, and the exit code is 1 then.

    python tests/check.py
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
WORKERS = str(min(os.cpu_count() or 1, 4))

# Measured with the tests, reported and judged by the check after them: pytest-cov makes its report twice over.
MEASURED = ["--cov", "--cov-report=", "--cov-fail-under=0"]

CHECKS = {
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "layers": ["lint-imports", "--no-logo"],
    "documentation": [PYTHON, "docs/generate.py", "--check"],
    "tests": [PYTHON, "-m", "pytest", "-n", WORKERS, "--dist=worksteal", *MEASURED],
    "coverage": [PYTHON, "-m", "coverage", "report"],  # fails below `fail_under` of pyproject.toml
}


def run(name: str, command: list[str]) -> bool:
    """Run one check with its output on ours, and say whether it passed."""
    print(f"\n== {name}: {' '.join(command).replace(PYTHON, 'python')}", flush=True)
    beside_python = os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", "")])
    program = shutil.which(command[0], path=beside_python) or command[0]
    return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """Run all checks, or those named as arguments, and close with one line."""
    chosen = sys.argv[1:] or list(CHECKS)
    start = time.monotonic()
    failed = [name for name in chosen if not run(name, CHECKS[name])]
    took = f"{len(chosen)} checks in {time.monotonic() - start:.0f} s"
    print(f"\n{took}: {'all passed' if not failed else 'FAILED: ' + ', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
