"""Tuples with names, for modules that `study due --count` imports behind an edit.

To a type checker it is `typing.NamedTuple`. That one costs three milliseconds to import, as much as reading ten
notes; this one has what the package uses of it: fields, defaults, docstring, `_replace`.
"""

TYPE_CHECKING = False  # typing.TYPE_CHECKING would import typing
if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - to be imported from here
else:
    from collections import namedtuple

    class _Maker(type):
        """Makes a class body with annotations into a named tuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: "dict[str, Any]") -> type:
            """Return the tuple; the class without fields, which is the base of all, stays as it is."""
            plain = super().__new__(cls, name, bases, body)
            fields = plain.__annotations__  # in the body they have another form from Python 3.14 on
            if not fields:
                return plain
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024
            made.__doc__ = plain.__doc__
            return made

    class NamedTuple(metaclass=_Maker):
        """The base that tells `_Maker` to make a tuple."""
