"""An import from end to end: what each source holds, what will be done with it, and doing it.

with ...: prepare(collection, sources, request) -> [Prepared]    nothing is written
carry_out(collection, prepared, told)                     all files, or none
undo(collection) -> Undone                                     the last import taken back
"""

from __future__ import annotations

import os
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.completing import Completer
from studycli.exchange.history import joined
from studycli.exchange.kinds import BY_NAME, kind_of, reader
from studycli.exchange.model import ReadOptions
from studycli.exchange.planning import GONE, NEW, SKIPPED, UPDATED, WRITING, Plan, Planner, Policy, log_lines
from studycli.exchange.readers.markdown import is_note
from studycli.exchange.shelf import Shelf, inside
from studycli.notes.frontmatter import WRITTEN_KEYS, raw_values
from studycli.repair import THRESHOLD
from studycli.store import doubts
from studycli.store.changes import Action, Change, content
from studycli.store.changes import carry_out as carry_out_changes
from studycli.store.imported import Imported, Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from studycli.collection import Collection
    from studycli.exchange.kinds import Kind
    from studycli.exchange.model import Batch, Source
    from studycli.exchange.planning import Copy, Step


NOTES = ("markdown", "obsidian")
"""Kinds of folders in which files of other kinds may lie too."""
OTHERS = (".csv", ".tsv", ".jsonl", ".html", ".htm", ".apkg", ".colpkg")


class Request(NamedTuple):
    """How sources are to be imported.

    Attributes:
        into: Folder of the vault; None for the one that fits the kind.
        kind: Name of the kind that ``--as`` gives; '' to find it.
        policy: What is done about notes that are there.
        tags: Tags that every note gets.
        columns: Columns of a table.
        split: Whether one long list of questions becomes a note for each heading.
    """

    into: str | None = None
    kind: str = ""
    policy: Policy = Policy()
    tags: tuple[str, ...] = ()
    columns: str = ""
    split: bool = False


class Prepared(NamedTuple):
    """A source and what will be done with it.

    Attributes:
        source: The source's name as the person gave it.
        id: What its kept texts and its log are filed under.
        kind: What it is.
        into: Folder of the vault that its notes go to; '' for the root.
        plan: The steps.
    """

    source: str
    id: str
    kind: Kind
    into: str
    plan: Plan


def prepare(
    collection: Collection, sources: Iterable[Source], request: Request, told: Callable[[int, int], object]
) -> list[Prepared]:
    """Read sources and work out what is to be done; nothing is written.

    Raises:
        ImportFailed: A source cannot be read, is of no kind, or lies in the vault.
    """
    shelf = Shelf(str(collection.root), collection.notes())
    imported = Imported(str(collection.root))
    return [
        _prepared(collection, part, kind, request, shelf, imported, told)
        for source in sources
        for part, kind in _parts(source, request.kind, str(collection.root))
    ]


def _parts(source: Source, wanted: str, root: str) -> Iterator[tuple[Source, Kind]]:
    """Yield a source with its kind, and the notebooks among its notes, which are read as such."""
    _refuse_own(source, root)
    kind = kind_of(source, wanted)
    yield source, kind
    if kind.name in NOTES and not wanted:
        notebook = BY_NAME["notebook"]
        rest = source._replace(items=tuple(item for item in source.items if not is_note(item)), problems=())
        if reader(notebook).fits(rest):
            yield rest, notebook


def _prepared(
    collection: Collection,
    source: Source,
    kind: Kind,
    request: Request,
    shelf: Shelf,
    imported: Imported,
    told: Callable[[int, int], object],
) -> Prepared:
    root = str(collection.root)
    into = _into(source, kind, request.into)
    completer = Completer(
        collection.card_options, collection.today, request.tags, kind.name, collection.settings.day_start
    )
    options = ReadOptions(
        collection.clock, collection.card_options, into, request.columns, request.split, told,
        None if request.split else completer.whole, collection.settings.day_start,
    )  # fmt: skip
    batch = reader(kind).read(source, options)
    if request.split:
        from studycli.exchange.splitting import split

        batch = batch._replace(
            notes=[part for arrival in batch.notes for part in split(arrival, options.cards)]
        )
    source_id = f"{kind.name}-{_slug(source.name)}{_digest(source.root)}"
    planner = Planner(root, shelf, imported, completer, source_id, source.label, into, request.policy, told)
    batch = batch._replace(problems=[*source.problems, *batch.problems, *_left(source, kind, batch)])
    return Prepared(source.label, source_id, kind, into, planner.plan(batch))


def _left(source: Source, kind: Kind, batch: Batch) -> list[Problem]:
    """Return a problem for the files in a folder of notes that could be imported by themselves, and are not."""
    if kind.name not in NOTES:
        return []
    shown = {attachment.item.path for attachment in batch.attachments}
    paths = [
        item.path for item in source.items if item.path.lower().endswith(OTHERS) and item.path not in shown
    ]
    if not paths:
        return []
    count = "a file" if len(paths) == 1 else f"{len(paths)} files"
    names = ", ".join(paths[:3]) + (", …" if len(paths) > 3 else "")  # noqa: PLR2004 - those that are named
    found = f"{count} of another kind beside the notes: {names}"
    return [Problem(source.label, 0, "other-kind", found, "name them to import them")]


def _refuse_own(source: Source, root: str) -> None:
    """Refuse a source that is the vault, or lies in it or around it.

    Raises:
        ImportFailed: It is so.
    """
    if not source.root:
        return
    whole, vault = os.path.realpath(source.root), os.path.realpath(root)
    if os.path.commonpath([whole, vault]) in (whole, vault):
        raise ImportFailed(
            f"{source.label} and the vault {root} lie in each other; what is in the vault is studied already. "
            "Move the source out of it to import it."
        )


def _into(source: Source, kind: Kind, wanted: str | None) -> str:
    """Return the folder that a source's notes go to."""
    if wanted is not None:
        return inside("", wanted) if wanted.strip("/. ") else ""
    return source.name if source.shape in ("folder", "zip") and not kind.rooted else ""


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30]
    return f"{words}-" if words else ""


def _digest(root: str) -> str:
    return blake2b(os.fsencode(root), digest_size=4).hexdigest()


# Doing it


def carry_out(
    collection: Collection, prepared: Sequence[Prepared], told: Callable[[int, int], object]
) -> bool:
    """Write what was planned: all of it, or after an error nothing.

    Returns:
        Whether anything is written: notes, attachments, or schedules alone.

    Raises:
        WriteError: The disk is full or read-only, or a note was changed meanwhile.
    """
    root = str(collection.root)
    with collection.alone():
        changes = list(_changes(root, prepared))
        what = " and ".join(f"{each.kind.label} {each.source}" for each in prepared)
        action = Action(collection.clock.now().isoformat(timespec="seconds"), f"the import of {what}")
        carry_out_changes(root, action, changes, told)
    return bool(changes)


def _changes(root: str, prepared: Sequence[Prepared]) -> Iterator[Change]:
    """Yield the files: notes before their schedules, so that no schedule ever stands there without its note."""
    for each in prepared:
        yield from (_note(step) for step in each.plan.steps if step.action in WRITING)
        yield from (_attached(copy) for copy in each.plan.copies if copy.action in (NEW, UPDATED))
    yield from _own_files(root, prepared)


def _note(step: Step) -> Change:
    values = None if step.was is None else raw_values(step.text, WRITTEN_KEYS)
    return Change(step.path, step.text, step.was, step.stamp, values)


def _attached(copy: Copy) -> Change:
    return Change(copy.path, copy.attachment.item.read, copy.was)


def _own_files(root: str, prepared: Sequence[Prepared]) -> Iterator[Change]:
    """Yield the files of the program itself that change: logs, kept texts, doubts."""
    files: dict[str, bytes] = {}
    for each in prepared:
        lines = log_lines(each.plan.steps)
        if lines:
            path = os.path.join(".study", "log", f"import-{each.id}.jsonl")
            files[path] = joined(files.get(path) or content(root, path) or b"", lines)
    found = [doubt for each in prepared for step in each.plan.steps for doubt in _doubts(step)]
    if found:
        known = doubts.read_doubts(root)
        files[doubts.FILE] = doubts.encoded([*known, *(doubt for doubt in found if doubt not in known)])
    for path, data in files.items():
        was = content(root, path)
        if was != data:
            yield Change(path, data, was)
    packs = Imported(root).packs_with({each.id: list(_kept(each.plan)) for each in prepared})
    for path, pack in packs.items():
        yield Change(path, pack, content(root, path))


def _kept(plan: Plan) -> Iterator[Kept]:
    for step in plan.steps:
        if step.action not in (SKIPPED, GONE):
            yield Kept(step.path, step.arrival.key, step.incoming)


def _doubts(step: Step) -> Iterator[doubts.Doubt]:
    """Yield the repairs of a note that a person should look at; of a note that stays as it is, none."""
    if step.action not in WRITING or not step.arrival.repairs:
        return
    lines = step.incoming.splitlines()
    for repair in step.repairs:
        if repair.certainty < THRESHOLD and repair.line <= len(lines):
            yield doubts.Doubt(
                step.path,
                lines[repair.line - 1],
                repair.found,
                repair.put,
                repair.next_best,
                repair.certainty,
            )
