"""Reading arguments without pydantic."""

from typing import Any

import pytest
import typer

from studycli.cli.light import read_lightly


class Described:
    """A parameter as typer describes it."""

    multiple = False
    min = 1

    def __init__(self, annotation: Any) -> None:
        self.type_descriptor = type("Descriptor", (), {"annotation": annotation})
        self._runtime_param: Any = None

    def read(self, value: Any) -> Any:
        """Read a value of the command line."""
        [param] = read_lightly([self])
        return param._runtime_param.coerce(value, param, None)


def test_text_and_flags_stay_as_they_are() -> None:
    assert Described(str).read("01") == "01"
    assert Described(bool).read(True) is True
    assert Described(str).read(None) is None


def test_an_absent_list_is_empty() -> None:
    param = Described(list[str])
    param.multiple = True
    assert param.read(None) == ()
    assert param.read(("a",)) == ("a",)


def test_whole_numbers_are_read_within_their_range() -> None:
    assert Described(int).read("12") == 12
    assert Described(int).read(None) is None
    for wrong in ("1.5", "x", "0"):
        with pytest.raises(typer.BadParameter):
            Described(int).read(wrong)


def test_what_is_not_known_is_left_to_typer() -> None:
    param = Described(float)
    read_lightly([param, object()])
    assert param._runtime_param is None
