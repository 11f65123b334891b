"""An import as JSON; the order of the keys is part of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycli.exchange.importing import Prepared
    from studycli.exchange.planning import Step
    from studycli.repair import Repair


def import_json(prepared: Sequence[Prepared], *, dry_run: bool) -> dict[str, Any]:
    """Return what was done, or with a dry run what would be."""
    return {"dry_run": dry_run, "sources": [_source(each) for each in prepared]}


def _source(prepared: Prepared) -> dict[str, Any]:
    plan = prepared.plan
    return {
        "source": prepared.source,
        "kind": prepared.kind.name,
        "into": prepared.into,
        "notes": [_note(step) for step in plan.steps],
        "attachments": [{"path": copy.path, "action": copy.action} for copy in plan.copies],
        "problems": [problem._asdict() for problem in plan.problems],
    }


def _note(step: Step) -> dict[str, Any]:
    arrival = step.arrival
    return {
        "path": step.path,
        "action": step.action,
        "key": arrival.key,
        "cards": step.cards,
        "scheduled": step.logged.scheduled if step.logged else 0,
        "answers": step.logged.events if step.logged else 0,
        "clashes": step.clashes,
        "encoding": arrival.encoding or "utf-8",
        "repairs": [_repair(repair) for repair in step.repairs],
        "remarks": step.remarks,
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {**repair._asdict(), "certainty": round(repair.certainty, 4)}
