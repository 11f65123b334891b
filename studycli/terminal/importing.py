"""What an import will do and has done, as lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from studycli.exchange.planning import BESIDE, GONE, NEW, SAME, SKIPPED, UPDATED, WRITING
from studycli.repair import THRESHOLD
from studycli.terminal.counting import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from studycli.collection.values import Problem
    from studycli.exchange.importing import Prepared
    from studycli.exchange.planning import Plan, Step
    from studycli.repair import Repair

LISTED = 20  # lines of a list that are shown; --json has all
_ORDER = (NEW, UPDATED, BESIDE, SAME, SKIPPED, GONE)
_WORDS = {
    NEW: "new",
    UPDATED: "updated",
    BESIDE: "beside another",
    SAME: "as before",
    SKIPPED: "left as it is",
    GONE: "deleted here",
}


def print_prepared(console: Console, prepared: Sequence[Prepared], *, every: bool) -> None:
    """Print what will be done with each source.

    Args:
        console: Where it is printed.
        prepared: The sources with their plans.
        every: Whether each note is listed, and not only those that something is to be said of.
    """
    for each in prepared:
        place = f"the vault's folder {each.into}" if each.into else "the vault"
        label = each.kind.label
        console.print(Text(f"{label[0].upper()}{label[1:]} {each.source} into {place}", "study.position"))
        for sentence in _sentences(each.plan):
            console.print(f"  {sentence}")
        _print_list(console, (_step(step) for step in each.plan.steps if every or step.remarks))
        _print_list(console, (_problem(problem) for problem in each.plan.problems))
        doubtful = [line for step in each.plan.steps if step.action in WRITING for line in _doubtful(step)]
        _print_list(console, doubtful)


def print_done(console: Console, prepared: Sequence[Prepared], *, dry_run: bool, changed: bool) -> None:
    """Print what came of it; `changed` says whether anything was written, were it schedules alone."""
    written = sum(step.action in WRITING for each in prepared for step in each.plan.steps)
    copied = sum(copy.action in (NEW, UPDATED) for each in prepared for copy in each.plan.copies)
    if dry_run:
        console.print("Nothing was written: this was a dry run.")
    elif not changed:
        console.print("Nothing has changed.")
    elif not written + copied:
        console.print("Schedules and history are brought up to date. `study import --undo` takes it back.")
    else:
        attached = f" and {several(copied, 'attachment')}" if copied else ""
        console.print(f"{several(written, 'note')}{attached} written. `study import --undo` takes it back.")


def _sentences(plan: Plan) -> Iterator[str]:
    steps = plan.steps
    yield f"{several(len(steps), 'note')}{_counted(step.action for step in steps)}"
    scheduled = sum(step.logged.scheduled for step in steps if step.logged)
    answers = sum(step.logged.events for step in steps if step.logged)
    told = [several(sum(step.cards for step in steps), "card")]
    told += [f"{scheduled:,} with a schedule"] if scheduled else []
    told += [several(answers, "answer") + " of the past"] if answers else []
    yield ", ".join(told)
    if plan.copies:
        yield f"{several(len(plan.copies), 'attachment')}{_counted(copy.action for copy in plan.copies)}"
    if plan.problems:
        yield f"{several(len(plan.problems), 'problem')}:"


def _counted(actions: Iterable[str]) -> str:
    found = Counter(actions)
    return (
        ": " + ", ".join(f"{found[action]:,} {_WORDS[action]}" for action in _ORDER if found[action])
        if found
        else ""
    )


def _step(step: Step) -> Text:
    line = Text(f"  {_WORDS[step.action]}: ", "study.label")
    line.append(f"{step.path}", "default").append(f" {several(step.cards, 'card')}", "study.label")
    for remark in step.remarks:
        line.append(f"\n    {remark}", "study.notice")
    return line


def _problem(problem: Problem) -> Text:
    place = f":{problem.line}" if problem.line else ""
    return Text(f"  {problem.path}{place}: {problem.found} → {problem.meant}", "study.problem")


def _doubtful(step: Step) -> Iterator[Text]:
    for repair in step.repairs:
        if repair.certainty < THRESHOLD:
            yield _doubt(step.path, repair)


def _doubt(path: str, repair: Repair) -> Text:
    other = f", or {repair.next_best}" if repair.next_best else ""
    line = Text(f"  {path}:{repair.line}: ", "study.path")
    line.append(f"{repair.found} → {repair.put}", "study.notice")
    return line.append(f" ({repair.certainty:.0%} certain{other})", "study.label")


def _print_list(console: Console, lines: Iterable[Text]) -> None:
    """Print the first lines, and how many more there are."""
    found = list(lines)
    for line in found[:LISTED]:
        console.print(line)
    if len(found) > LISTED:
        console.print(Text(f"  … and {len(found) - LISTED:,} more; --json lists all", "study.label"))
