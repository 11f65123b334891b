"""Code: a function of the note, or a loss that it defines by a formula, to be written and tested."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from studycli.losses.names import key_of
from studycli.quiz import tasks
from studycli.quiz.functions import functions, known, needs
from studycli.quiz.making import question_id
from studycli.quiz.model import Code, Offer, Question
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.program.reading import Function, Program
    from studycli.losses.program.reference import Reference
    from studycli.notes.model import Card
    from studycli.quiz.functions import Found
    from studycli.quiz.pieces import Formula
    from studycli.quiz.source import Source

_IMPORT = "import numpy as np"


class _Asked(NamedTuple):
    """A function that is asked for: what it must equal, how it is written, and what it needs besides."""

    reference: Reference
    program: Program
    function: Function
    needed: str = ""


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer each function in a card's answer that can be computed without being run, or else its loss."""
    for found in functions(source, card):
        if any(parameter.required for parameter in found.function.parameters):
            yield Offer("code", partial(_of_note, source, card, found))
    key, formula = key_of(card.prompt), _definition(source, card)
    if key and formula and not _has_code(source, card) and _has_solution(key):
        yield Offer("code", partial(_of_catalogue, source, card, key, formula))


def _definition(source: Source, card: Card) -> Formula | None:
    """Return the first formula of an answer that defines something, where the card is about it as a whole."""
    if card.kind != "concept" and source.label(card) != card.prompt:
        return None
    return next((each for each in source.answer(card).formulas if _defines(each.latex)), None)


def _defines(latex: str) -> bool:
    return "=" in latex and any(sign in latex for sign in ("\\sum", "|", "\\max", "\\log", "\\ln"))


def _has_code(source: Source, card: Card) -> bool:
    """Tell whether a card below the same heading has code: that is asked for, or is another reading of the loss."""
    place = source.place(card)
    return any(source.answer(each).code for each in source.cards if source.place(each) == place)


def _has_solution(key: str) -> bool:
    from studycli.losses.program.solutions import solutions

    return key in solutions()


def _of_note(source: Source, card: Card, found: Found) -> Question | None:
    """Ask for a function of the note; None where it is none that the kernel knows, or fails its own tests."""
    reference, is_right = known(source, card, found)
    if reference is None or not is_right:
        return None
    asked = _Asked(reference, found.program, found.function, needs(found))
    return _question(source, card, asked, f"```python\n{found.text}\n```", found.lines)


def _of_catalogue(source: Source, card: Card, key: str, formula: Formula) -> Question | None:
    """Ask for a loss with its gradient, where the note has the formula alone."""
    from studycli.losses.catalogue import facts
    from studycli.losses.program.identify import identify
    from studycli.losses.program.solutions import solution

    program, name = solution(key)
    reference = identify(program, name, [key])
    if reference is None:
        return None
    label = say(source.language(card), "code", "gradient")
    answer = f"```python\n{program.text}\n```\n\n{label}\n\n$${facts(key).gradient}$$"
    asked = _Asked(reference, program, program.functions[name])
    return _question(source, card, asked, answer, (formula.first, formula.last))


def _question(source: Source, card: Card, asked: _Asked, answer: str, lines: tuple[int, int]) -> Question:
    language = source.language(card)
    stub = _stub(asked, language)
    return Question(
        id=question_id(card, "code", asked.function.name),
        card=card.id,
        note=source.path,
        line=lines[0],
        form="code",
        language=language,
        shown=_shown(asked, stub, language),
        answer=answer,
        answer_lines=(lines,),
        key=_key(asked, stub),
        hint=tasks.hint(asked.reference),
    )


def _key(asked: _Asked, stub: str) -> Code:
    reference = asked.reference
    return Code(
        name=asked.function.name,
        stub=stub,
        loss=reference.key,
        arguments=reference.arguments,
        gradient_of=reference.gradient_of,
        reduction=reference.reduction,
        both=reference.both,
    )


def _stub(asked: _Asked, language: str) -> str:
    """Return what the editor opens with: what the function needs, its head, its task, and no body."""
    what = tasks.does(asked.reference, language)
    head = f'def {tasks.signature(asked.program, asked.function)}:\n    """{what}"""\n'
    imports = "\n".join(dict.fromkeys([*asked.program.imports, _IMPORT]))
    return "\n\n\n".join(part for part in (imports, asked.needed, head) if part)


def _shown(asked: _Asked, stub: str, language: str) -> str:
    signature = tasks.signature(asked.program, asked.function)
    what = tasks.does(asked.reference, language)
    task = say(language, "code", "write", signature=signature, what=what)
    details = tasks.details(asked.reference, asked.function, language)
    return "\n".join([task, "", *details, "", f"```python\n{stub}```"])
