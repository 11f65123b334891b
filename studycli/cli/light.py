"""Arguments that are text already stay as they are.

Typer reads every argument with pydantic, whose import costs about as much as the rest of typer. The commands
take text, whole numbers and flags only; these are read here. A typer that knows nothing of the attribute
(older ones read them without pydantic) is left alone.
"""

from typing import Any

import typer


class _AsItIs:
    """Text, lists of text, and flags: nothing to convert."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 the signature is typer's
        """Return the value; an absent list is empty."""
        return () if value is None and param.multiple else value


class _Whole:
    """Whole numbers, within the option's smallest and largest value."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> int | None:
        """Return the number.

        Raises:
            typer.BadParameter: It is not a whole number, or out of range.
        """
        if value is None:
            return None
        try:
            number = int(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not a whole number.", ctx=ctx, param=param) from None
        if param.min is not None and number < param.min:
            raise typer.BadParameter(f"{number} is below {param.min}.", ctx=ctx, param=param)
        return number


_READERS: dict[Any, Any] = {str: _AsItIs(), list[str]: _AsItIs(), bool: _AsItIs(), int: _Whole()}


def read_lightly(params: list[Any]) -> list[Any]:
    """Give the parameters of text, flags and numbers their own reader, and return them."""
    for param in params:
        reader = _READERS.get(getattr(getattr(param, "type_descriptor", None), "annotation", None))
        if reader is not None:
            param._runtime_param = reader  # noqa: SLF001 typer has no public way in
    return params
