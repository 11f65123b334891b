"""A vault to import into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studycli.collection import Collection
from studycli.settings import Settings
from tests.exchange.samples import CLOCK


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return an empty vault."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "study.toml").write_text("", "utf-8")
    return folder


@pytest.fixture
def opened(vault: Path) -> Iterator[Callable[[], Collection]]:
    """Return a function that opens the vault anew, as a command does."""
    collections: list[Collection] = []

    def open_() -> Collection:
        collections.append(Collection.open(vault, Settings(), CLOCK, {"STUDY_DEVICE": "test"}))
        return collections[-1]

    yield open_
    for each in collections:
        each.close()
