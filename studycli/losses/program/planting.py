"""One mistake planted in a function, that is proved to matter and to stand in one line only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.losses.program import interpreter
from studycli.losses.program.examples import differs, examples
from studycli.losses.program.interpreter import NotInterpretable
from studycli.losses.program.judging import text
from studycli.losses.program.mutations import mutations, repairs
from studycli.losses.program.reading import read
from studycli.losses.program.trying import first_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

    from studycli.losses.program.mutations import Mutation
    from studycli.losses.program.reading import Program
    from studycli.losses.program.reference import Reference


class Evidence(NamedTuple):
    """An input that shows a mistake.

    Attributes:
        arguments: The input.
        got: What the function returns, as text.
        want: What it should.
    """

    arguments: dict[str, Any]
    got: str
    want: str


class Planted(NamedTuple):
    """A mistake in a block of code.

    Attributes:
        function: The function that it is in.
        mutation: The mistake.
        evidence: The smallest input that shows it.
    """

    function: str
    mutation: Mutation
    evidence: Evidence


if TYPE_CHECKING:
    Judge = Callable[[Program], Evidence | None]


def plant(program: Program, references: Mapping[str, Reference | None], chance: Random) -> Planted | None:
    """Plant one mistake.

    Args:
        program: A block of code.
        references: What its functions are, by their names; the mistake is made in one of them. One without a reference
            is compared with itself as it was.
        chance: Chooses the mistake.

    Returns:
        None where no mistake matters within the digits that are shown, or each could be mended in another line as well.
    """
    judges = {name: _judge(program, name, reference) for name, reference in references.items()}
    possible = [
        (name, mutation)
        for name, judge in judges.items()
        if judge
        for mutation in mutations(program.text, program.functions[name])
    ]
    # by lines first: one with many signs is no likelier than others
    lines = sorted({mutation.line for _, mutation in possible})
    chance.shuffle(lines)
    chance.shuffle(possible)
    ordered = sorted(possible, key=lambda each: lines.index(each[1].line))
    return next(
        (found for name, mutation in ordered for found in _proved(program, name, mutation, judges[name])),
        None,
    )


def _judge(program: Program, name: str, reference: Reference | None) -> Judge | None:
    """Return what tells whether a changed function is wrong, and by which input; None where nothing can."""
    if reference is not None:
        return lambda changed: _by_reference(program, changed, name, reference)
    known = examples(program, name)
    if not known:
        return None

    def judge(changed: Program) -> Evidence | None:
        for example in known:
            value = differs(changed, name, example)
            if value is not None:
                return Evidence(example.arguments, _text(value), _text(example.value))
        return None

    return judge


def _by_reference(program: Program, changed: Program, name: str, reference: Reference) -> Evidence | None:
    """Return the first trial that a changed function fails, beside what it gave before it was changed."""
    failed = first_failed(changed, name, reference)
    if failed is None:
        return None
    arguments = failed[0].arguments
    got, want = (interpreter.call(each, name, arguments) for each in (changed, program))
    return Evidence(arguments, _text(got), _text(want))


def _text(value: Any) -> str:
    return f"({', '.join(map(text, value))})" if isinstance(value, tuple) else text(value)


def _proved(program: Program, name: str, mutation: Mutation, judge: Judge | None) -> Iterator[Planted]:
    """Give a mistake if it makes the function wrong, and no change of another line makes it right again."""
    wrong = read(mutation.applied(program.text))
    if wrong is None or judge is None or name not in wrong.functions:
        return
    try:
        evidence = judge(wrong)
    except NotInterpretable:
        return
    others = (each for each in repairs(wrong.text, wrong.functions[name]) if each.line != mutation.line)
    if (
        evidence
        and evidence.got != evidence.want
        and not any(_is_right(each.applied(wrong.text), judge) for each in others)
    ):
        yield Planted(name, mutation, evidence)


def _is_right(text: str, judge: Judge) -> bool:
    program = read(text)
    try:
        return program is not None and judge(program) is None
    except NotInterpretable:
        return False
