"""A collection without a disk, a clock without time, and a console of a fixed size."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from studycli.collection.values import CardRow, QueueOptions
from studycli.quiz.model import Mark, Question
from studycli.terminal.console import make_console
from studycli.terminal.keys import Key
from studycli.terminal.session import Session
from tests.terminal.fakes import (
    TWO,
    FakeCollection,
    ScriptedKeys,
    Timer,
    judge_words,
    press,
    quiz_collection,
    quiz_question,
    row,
)


@pytest.fixture(scope="session")
def question() -> Callable[..., Question]:
    """Return a maker of questions, by form."""
    return quiz_question


@pytest.fixture(scope="session")
def collection_of() -> Callable[..., FakeCollection]:
    """Return a maker of collections with a card and a question for each of some forms."""
    return quiz_collection


@pytest.fixture(scope="session")
def judge() -> Callable[..., Mark]:
    """Return what marks by the word that was typed; names and checklists as ever."""
    return judge_words


@pytest.fixture(scope="session")
def make_collection() -> Callable[..., FakeCollection]:
    """Return a maker of collections; by default of a new card and one that is due."""
    return lambda cards=TWO, **settings: FakeCollection(cards, **settings)


@pytest.fixture(scope="session")
def make_session(make_collection: Callable[..., FakeCollection]) -> Callable[..., Session]:
    """Return a maker of sessions over a collection."""

    def make(
        collection: Any = None, options: Any = None, step: float = 5.0, *, typing: bool = False
    ) -> Session:
        found = collection or make_collection()
        return Session(found, options or QueueOptions(), Timer(step), typing=typing)

    return make


@pytest.fixture(scope="session")
def make_card() -> Callable[..., CardRow]:
    """Return a maker of cards."""
    return row


@pytest.fixture(scope="session")
def key() -> Callable[[str], Key]:
    """Return a maker of keys."""
    return press


@pytest.fixture(scope="session")
def script() -> type[ScriptedKeys]:
    """Return the class of scripted key sources."""
    return ScriptedKeys


@pytest.fixture(scope="session")
def make_console_of() -> Callable[..., Console]:
    """Return a maker of consoles of a fixed size that print into memory."""

    def make(width: int = 60, height: int = 20, color: str = "never") -> Console:
        environ = {"COLUMNS": str(width), "LINES": str(height), "TERM": "xterm-256color"}
        return make_console(color, environ, StringIO())

    return make
