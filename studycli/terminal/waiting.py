"""A bar for work that takes a while, such as reading a long history for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MANY = 5_000  # parts of work below which nothing is shown, for it is done in a blink


class Waiting:
    """Shows how far work is, on a terminal; it is called with how many parts of how many are done."""

    def __init__(self, what: str, file: TextIO) -> None:
        self._what = what
        self._file = file
        self._bar: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, of: int) -> None:
        """Draw the bar anew; it vanishes when all is done, and further work gets a new one."""
        if of < MANY or not self._file.isatty():
            return
        bar, task = self._bar = self._bar or self._begun(of)
        bar.update(task, completed=done)
        if done >= of:
            bar.stop()
            self._bar = None

    def _begun(self, of: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import Progress

        bar = Progress(console=Console(file=self._file), transient=True)
        bar.start()
        return bar, bar.add_task(self._what, total=of)
