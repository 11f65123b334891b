"""Marks a function that a person wrote: tried in a process of its own on inputs that `losses.program.trials` draws.

What it should return is computed here, not there, so nothing that the person's code changes can make it right.
"""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Any

from studycli.quiz.model import Mark
from studycli.quiz.templates import say
from studycli.sandbox.failure import MISSING, SYNTAX, Failure
from studycli.sandbox.limits import USUAL
from studycli.sandbox.process import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.losses.gradcheck.diagnosis import Diagnosis
    from studycli.losses.program.judging import Finding
    from studycli.losses.program.reference import Reference
    from studycli.losses.program.trials import Trial
    from studycli.quiz.model import Code
    from studycli.sandbox.limits import Limits

    Tried = tuple[Trial, dict[str, Any]]
    Faults = list[tuple[Trial, Finding | Failure | None]]


def mark_code(key: Code, typed: str, limits: Limits = USUAL, language: str = "en", seed: int = 0) -> Mark:
    """Mark a person's function.

    Args:
        key: What it should be.
        typed: The text of the file that the person wrote.
        limits: What running it may take.
        language: Of the remarks: ``zh`` or ``en``.
        seed: Of the inputs.

    Returns:
        ``right`` where every trial is passed; ``partly`` where only extreme inputs or a large batch fail; else
        ``wrong``. ``unread`` where nothing was written, or it is not Python, or has no such function. The remarks begin
        with the smallest input that failed, what came and what was expected, and the diagnosis.
    """
    from studycli.losses.program.trials import SHAPES, trials

    if not typed.strip() or typed.strip() == key.stub.strip():
        return Mark("unread", 0.0, (say(language, "code", "empty", function=key.name),))
    reference = _reference(key)
    cases = trials(reference, seed)
    done = run(_task(key.name, cases), limits, typed)
    if done.failure and done.failure.kind in (SYNTAX, MISSING):
        return Mark("unread", 0.0, (_told(done.failure, language),))
    results = list(done.results)
    if done.failure:
        results += [{"raised": done.failure._asdict()}] * (len(cases) - len(results))
    tried = list(zip(cases, results, strict=True))
    graded = [each for each in tried if each[0].kind != SHAPES]
    faults = [(trial, _fault(trial, result)) for trial, result in graded]
    mark = _graded(faults, language)
    if mark.verdict == "right":
        return mark._replace(remarks=(*mark.remarks, *_advice(tried, language)))
    return mark._replace(remarks=(*mark.remarks, *_diagnosis(reference, graded, language)))


def _reference(key: Code) -> Reference:
    from studycli.losses.program.reference import Reference

    return Reference(key.loss, key.arguments, key.gradient_of, key.reduction, key.both)


def _task(name: str, cases: Sequence[Trial]) -> dict[str, Any]:
    from studycli.losses.program.wire import encode

    calls = [{name: encode(value) for name, value in trial.arguments.items()} for trial in cases]
    return {"task": "call", "name": name, "calls": calls}


def _fault(trial: Trial, result: dict[str, Any]) -> Finding | Failure | None:
    from studycli.losses.program.judging import judge

    return Failure(**result["raised"]) if "raised" in result else judge(trial, result["value"])


def _is_wrong(fault: Finding | Failure | None) -> bool:
    return fault is not None and (isinstance(fault, Failure) or fault.is_wrong)


def _graded(faults: Faults, language: str) -> Mark:
    """Return the verdict with the first fault, and how many trials were passed."""
    from studycli.losses.program.trials import ORDINARY, SMALL

    wrong = [(trial, fault) for trial, fault in faults if _is_wrong(fault)]
    share = 1 - len(wrong) / len(faults)
    if not wrong:
        noted = [_remark(trial, fault, language) for trial, fault in faults if fault is not None]
        return Mark("right", 1.0, tuple(noted))
    only_at_the_ends = all(trial.kind not in (SMALL, ORDINARY) for trial, _ in wrong)
    passed = say(language, "code", "passed", passed=len(faults) - len(wrong), all=len(faults))
    remarks = (_remark(*wrong[0], language), passed)
    return Mark("partly" if only_at_the_ends else "wrong", share, remarks)


def _remark(trial: Trial, fault: Finding | Failure | None, language: str) -> str:
    """Return what happened at one input as a sentence."""
    given = _input(trial)
    if isinstance(fault, Failure):
        return say(language, "code", "failed", input=given, told=fault.sentence(language))
    assert fault is not None  # noqa: S101 - only faults are told
    return say(language, "code", fault.kind, input=given, got=fault.got, want=fault.want)


def _input(trial: Trial) -> str:
    from studycli.losses.program.judging import text

    return ", ".join(f"{name}={text(value)}" for name, value in trial.arguments.items())


def _told(failure: Failure, language: str) -> str:
    return say(language, "code", "unreadable", told=failure.sentence(language))


def _diagnosis(reference: Reference, tried: Sequence[Tried], language: str) -> tuple[str, ...]:
    from studycli.losses.program.judging import explain

    found = explain(reference, [(trial, result["value"]) for trial, result in tried if "value" in result])
    if not found:
        return ()
    return (found.say(language) if reference.gradient_of else _factor(found, language),)


def _factor(found: Diagnosis, language: str) -> str:
    """Return by what a value is too large, as a sentence: a sign, a mean for a sum, or a number."""
    kinds = {-1.0: "sign", float(found.batch): "summed", 1 / found.batch: "averaged"}
    kind = next(
        (kind for factor, kind in kinds.items() if isclose(found.factor, factor, rel_tol=1e-4)), "factor"
    )
    return say(language, "code", kind, factor=f"{found.factor:.3g}")


def _advice(tried: Sequence[Tried], language: str) -> tuple[str, ...]:
    """Return what a right function could do better: refuse shapes that only look alike."""
    from studycli.losses.program.trials import SHAPES

    accepted = any(trial.kind == SHAPES and "value" in result for trial, result in tried)
    return (say(language, "code", "broadcast"),) if accepted else ()
