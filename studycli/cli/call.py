"""One call of the program: the options that every command has, and what follows from them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console

    from studycli.clock import Clock
    from studycli.collection import Collection
    from studycli.settings import Settings


class Call(NamedTuple):
    """The shared options as they were given; '' for an option that was not.

    Attributes:
        vault: ``--vault``.
        today: ``--today``.
        color: ``--color``: auto, always, never.
    """

    vault: str = ""
    today: str = ""
    color: str = ""

    def root(self) -> str:
        """Return the vault's folder.

        Raises:
            VaultError: There is none.
        """
        from studycli.store.vault import find_vault

        return find_vault(self.vault or None, os.environ, os.getcwd())

    def settings(self, root: str) -> Settings:
        """Return the vault's settings.

        Raises:
            SettingsError: study.toml cannot be understood.
        """
        from studycli.settings import load

        return load(root)

    def clock(self, settings: Settings | None = None) -> Clock:
        """Return the clock that ``--today``, ``STUDY_NOW`` or the system gives.

        Raises:
            ClockError: One of them is not a date or time.
        """
        from studycli.clock import DAY_START, clock_from

        return clock_from(self.today or None, os.environ, settings.day_start if settings else DAY_START)

    def open(self) -> Collection:
        """Open the vault.

        Raises:
            StudyError: There is no vault, or its settings, log or index cannot be read.
        """
        from studycli.collection import Collection

        root = self.root()
        settings = self.settings(root)
        return Collection.open(root, settings, self.clock(settings), os.environ)

    def collection(self) -> Collection:
        """Open the vault as `open` does, and say on stderr what was met while opening it."""
        opened = self.open()
        warn(*opened.warnings)
        return opened

    def console(self) -> Console:
        """Return the console for standard output, with the colours that were asked for."""
        from studycli.terminal.console import make_console

        return make_console(self.color or "auto", os.environ, sys.stdout)


def warn(*sentences: str) -> None:
    """Print sentences on stderr that do not stop the command; '' is none."""
    for sentence in filter(None, sentences):
        print(f"study: {sentence}", file=sys.stderr)
