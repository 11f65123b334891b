"""The functions in a card's answer: read, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studycli.losses.program.reading import Function, Program
    from studycli.losses.program.reference import Reference
    from studycli.notes.model import Card
    from studycli.quiz.pieces import Code
    from studycli.quiz.source import Source

_PYTHON = ("", "python", "python3", "py")


class Found(NamedTuple):
    """A function of a note.

    Attributes:
        block: The block of code that it stands in.
        program: The block as it was read.
        function: The function.
    """

    block: Code
    program: Program
    function: Function

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line of the function in the note, counted from 1."""
        above = self.block.first - 1
        return above + self.function.first, above + self.function.last

    @property
    def text(self) -> str:
        """The function as the note has it."""
        return _lines(self.program, self.function)


class Known(NamedTuple):
    """What the kernel knows of a function.

    Attributes:
        reference: What it equals at ordinary points; None where that is nothing known.
        is_right: Whether it does so at extreme ones too, or stays finite there.
    """

    reference: Reference | None
    is_right: bool


def functions(source: Source, card: Card) -> Iterator[Found]:
    """Give the functions in a card's answer that can be computed without being run.

    A block belongs to one card: that with the shortest answer which holds it.
    """
    for block in source.answer(card).code:
        program = _read(block) if block.language in _PYTHON and source.owns(card, block.first) else None
        if program is not None:
            yield from (Found(block, program, each) for each in program.functions.values() if each.plain)


def known(source: Source, card: Card, found: Found) -> Known:
    """Return what a function of a note is, found once for all forms."""
    return source.once(f"function in line {found.lines[0]}", lambda _: _known(source, card, found))


def words(source: Source, card: Card, found: Found) -> str:
    """Return what a function is called: its name, and what its card is about."""
    return f"{found.function.name.replace('_', ' ')} {source.subject(card)}"


def _known(source: Source, card: Card, found: Found) -> Known:
    from studycli.losses.program.trying import first_failed

    reference = _identified(source, card, found)
    if reference is None:
        return Known(None, is_right=False)
    return Known(reference, first_failed(found.program, found.function.name, reference) is None)


def _identified(source: Source, card: Card, found: Found) -> Reference | None:
    """Return what a function of a note equals, those losses tried first that its name and its card name.

    A weighted sum of anything is a loss of several tasks: such a one must be named.
    """
    from studycli.losses.catalogue import catalogue
    from studycli.losses.names import mentions
    from studycli.losses.program.identify import identify

    named = [mention.key for mention in mentions(words(source, card, found))]
    reference = identify(found.program, found.function.name, named)
    if reference is None or reference.key in named or reference.key not in catalogue():
        return reference
    return None if catalogue()[reference.key].family == "multi-task" else reference


def needs(found: Found) -> str:
    """Return what a function needs of its block: constants, and the functions that it calls, as text."""
    used = _used(found.program, found.function)
    constants = [f"{name} = {value!r}" for name, value in found.program.constants.items() if name in used]
    helpers = [
        _lines(found.program, helper)
        for name, helper in found.program.functions.items()
        if name in used and helper is not found.function
    ]
    return "\n\n\n".join(["\n".join(constants), *helpers] if constants else helpers)


def spans(block: Sequence[Found]) -> list[tuple[int, int]]:
    """Return the lines, in their block, of some of its functions and of what they need, counted from 1."""
    program = block[0].program
    used = {found.function.name for found in block}.union(
        *(_used(program, found.function) for found in block)
    )
    return sorted(
        [(each.first, each.last) for name, each in program.functions.items() if name in used]
        + [(line, line) for name, line in program.places.items() if name in used]
    )


def _read(block: Code) -> Program | None:
    if "def " not in block.text:
        return None
    from studycli.losses.program.reading import read

    return read(block.text)


def _lines(program: Program, function: Function) -> str:
    return "\n".join(program.text.split("\n")[function.first - 1 : function.last])


def _used(program: Program, function: Function) -> set[str]:
    """Return the names that a function uses, and those that the functions use which it calls."""
    import ast

    used: set[str] = set()
    waiting = [function]
    while waiting:
        names = {node.id for node in ast.walk(waiting.pop().node) if isinstance(node, ast.Name)} - used
        used |= names
        waiting += [program.functions[name] for name in names if name in program.functions]
    return used
