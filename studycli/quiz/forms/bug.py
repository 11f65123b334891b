"""Spot the bug: the note's own code or formulas with one mistake in them, that the kernel proves to matter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.cards import asking
from studycli.quiz import slips, tasks
from studycli.quiz.functions import functions, known, spans, words
from studycli.quiz.making import chance, question_id
from studycli.quiz.model import Line, Offer, Question
from studycli.quiz.numbered import numbered, without_comments
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.program.planting import Planted
    from studycli.losses.program.reading import Program
    from studycli.losses.program.reference import Reference
    from studycli.notes.model import Card
    from studycli.quiz.functions import Found
    from studycli.quiz.numbered import Shown
    from studycli.quiz.source import Source

    Functions = dict[str, tuple[Found, Reference | None]]

_FEWEST, _MOST = 3, 30  # lines that compute something: with fewer there is nothing to spot


class _Code(NamedTuple):
    """What is shown before the mistake is made: functions of one block, without comments."""

    functions: Functions
    shown: Shown
    program: Program


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:
    """Offer each block of code in a card's answer whose functions can be computed without being run; then its formula."""
    blocks: dict[int, list[Found]] = {}
    for found in functions(source, card):
        blocks.setdefault(found.block.first, []).append(found)
    for block in blocks.values():
        if sum(len(found.function.node.body) for found in block) >= _FEWEST:
            yield Offer("bug", partial(_question, source, card, block, seed))
    yield from slips.offers(source, card, seed)


def _question(source: Source, card: Card, block: list[Found], seed: int) -> Question | None:
    """Plant a mistake; None where the kernel knows too little of the block, or none can be proved."""
    from studycli.losses.program.planting import plant

    code = _code(source, card, block)
    if code is None:
        return None
    references = {name: reference for name, (_, reference) in code.functions.items()}
    planted = plant(code.program, references, chance(card, "bug", seed, " ".join(code.functions)))
    if planted is None:
        return None
    language = source.language(card)
    at = planted.mutation.line
    line = block[0].block.first - 1 + code.shown.lines[at - 1]
    return Question(
        id=question_id(card, "bug", " ".join(code.functions)),
        card=card.id,
        note=source.path,
        line=line,
        form="bug",
        language=language,
        shown=_shown(code, planted, source.subject(card), language),
        answer=_answer(code, planted, language),
        answer_lines=((line, line),),
        key=Line(at, planted.mutation.before.strip()),
        hint=say(language, "bug", planted.mutation.kind),
    )


def _code(source: Source, card: Card, block: list[Found]) -> _Code | None:
    """Return those functions of a block that the kernel knows and finds right, with what they need."""
    from studycli.losses.program.reading import read

    shown: Functions = {}
    for found in block:
        reference, is_right = known(source, card, found)
        if is_right or (reference is None and _speaks_for_itself(source, card, found)):
            shown[found.function.name] = found, reference
    if not shown:
        return None
    listing = without_comments(block[0].program.text, spans([found for found, _ in shown.values()]))
    program = read(listing.text)
    if program is None or not _FEWEST <= _statements(program) <= _MOST:
        return None
    return _Code(shown, listing, program)


def _speaks_for_itself(source: Source, card: Card, found: Found) -> bool:
    """Tell whether it is clear what a function should do that the kernel does not know.

    Its own description says it, or the heading above it; if that names a loss, the note's code is another one.
    """
    from studycli.losses.names import mentions

    told = bool(found.function.doc) or card.kind in ("part", "concept")
    return told and not mentions(words(source, card, found))


def _statements(program: Program) -> int:
    return sum(len(function.node.body) - bool(function.doc) for function in program.functions.values())


def _shown(code: _Code, planted: Planted, subject: str, language: str) -> str:
    lines = planted.mutation.applied(code.program.text).split("\n")
    several = len(code.functions) > 1
    told = [say(language, "bug", "several" if several else "one"), ""]
    for name, (found, reference) in code.functions.items():
        signature = tasks.signature(code.program, code.program.functions[name])
        if reference is None:
            if not asking.has_question_mark(subject):
                told += [say(language, "bug", "about", signature=signature, subject=subject)]
            continue
        told += [say(language, "bug", "should", signature=signature, what=tasks.does(reference, language))]
        told += [f"  {line}" for line in tasks.arguments(reference, found.function, language)]
        told += [f"  - {line}" for line in tasks.demands(reference, language)]
    return "\n".join([*told, *[""] * bool(told[-1]), numbered(lines)])


def _answer(code: _Code, planted: Planted, language: str) -> str:
    """Return the mended line and what was wrong; for a function that the kernel knows, an input that shows it."""
    from studycli.losses.program.judging import text

    mutation, evidence = planted.mutation, planted.evidence
    told = [
        say(language, "bug", "answer", number=mutation.line, before=mutation.before.strip()),
        say(language, "bug", mutation.kind),
    ]
    if code.functions[planted.function][1] is not None:
        given = ", ".join(f"{name}={text(value)}" for name, value in evidence.arguments.items())
        shown = {"function": planted.function, "input": given, "got": evidence.got, "want": evidence.want}
        told.append(say(language, "bug", "shows", **shown))
    return "\n\n".join(told)
