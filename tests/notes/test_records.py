"""Tuples with names that cost no import of typing."""

import subprocess
import sys
from pathlib import Path

import pytest

import studycli
from studycli.notes.records import NamedTuple


class Place(NamedTuple):
    """Where something stands."""

    line: int
    column: int = 7


def test_fields_stand_in_their_order_and_have_their_defaults() -> None:
    place = Place(3)
    assert (place, place.line, place.column, Place._fields) == ((3, 7), 3, 7, ("line", "column"))


def test_it_is_a_tuple_that_can_be_changed_by_copying() -> None:
    assert isinstance(Place(1, 2), tuple)
    assert Place(1, 2)._replace(line=5) == (5, 2)


def test_it_has_the_name_and_the_words_of_its_class() -> None:
    assert repr(Place(1)) == "Place(line=1, column=7)"
    assert (Place.__doc__, Place.__module__) == ("Where something stands.", __name__)


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="line"):
        Place()  # type: ignore[call-arg]


def test_the_parser_does_without_typing() -> None:
    code = "import sys, studycli.notes.cards, studycli.notes.meta; print('typing' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(studycli.__file__).parents[1])},
    )
    assert done.stdout == "False\n", done.stderr
