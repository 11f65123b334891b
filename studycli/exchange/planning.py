"""What an import will do, worked out before anything is written.

Each arrival is compared with what the vault has: a note that stands there, and the text that it was imported with the
last time. From that follows what becomes of it (`Step.action`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange import history
from studycli.exchange.merging import VAULTS_OWN, merge
from studycli.exchange.model import Whole
from studycli.exchange.shelf import inside
from studycli.notes.frontmatter import raw_values, restore
from studycli.notes.split import front_span
from studycli.store.files import stamp
from studycli.store.forking import shared_out
from studycli.store.vault import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycli.exchange.completing import Completer
    from studycli.exchange.model import Arrival, Attachment, Batch, Logged
    from studycli.exchange.shelf import Shelf
    from studycli.repair import Repair
    from studycli.store.files import Stamp
    from studycli.store.imported import Imported, Kept

NEW, UPDATED, SAME, BESIDE, SKIPPED, GONE = "new", "updated", "same", "beside", "skipped", "gone"
WRITING = frozenset((NEW, UPDATED, BESIDE))
ALIKE = 0.3  # share of common lines from which a note of the same name is taken for an earlier version


class Policy(NamedTuple):
    """What is done about a note that the vault has already.

    Attributes:
        update: Merge also into a note of the same name that was never imported, and bring back a deleted one.
        skip: Leave every note that is there as it is.
        both: Put what differs beside the note that is there, under another name.
    """

    update: bool = False
    skip: bool = False
    both: bool = False


class Step(NamedTuple):
    """What becomes of one arrival.

    Attributes:
        action: ``new``, ``updated``, ``same``, ``beside`` (a note of that name is there: it gets a number), ``skipped``
            or ``gone`` (it was imported, and deleted since).
        path: Where it stands in the vault.
        arrival: The arrival.
        text: The note's new text.
        incoming: The text as it is imported, to be kept for the next merge.
        was: The note's bytes now; None without one.
        stamp: Its stamp when it was read.
        logged: What the source knows of its cards; None for nothing.
        cards: How many cards it has.
        clashes: How many places both sides changed differently.
        remarks: What the person should know of it.
    """

    action: str
    path: str
    arrival: Arrival
    text: str
    incoming: str
    was: bytes | None
    stamp: Stamp | None
    logged: Logged | None
    cards: int
    clashes: int
    remarks: tuple[str, ...]

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was put in place of damaged text, with the lines of the note as it is imported."""
        if not self.arrival.repairs:
            return ()
        shift = self.incoming.count("\n") - self.arrival.text.count("\n")
        return tuple(repair._replace(line=repair.line + shift) for repair in self.arrival.repairs)


class Copy(NamedTuple):
    """What becomes of one attachment: ``new``, ``updated``, ``same`` or ``skipped``."""

    action: str
    path: str
    attachment: Attachment
    was: bytes | None


class Plan(NamedTuple):
    """What an import will do: notes and attachments in the order of the source, and what is wrong with it."""

    steps: list[Step]
    copies: list[Copy]
    problems: list[Problem]


class _Found(NamedTuple):
    """A note of the vault as it was read."""

    text: str
    data: bytes
    stamp: Stamp


class Planner:
    """Works out the steps of one source.

    Args:
        root: The vault.
        shelf: The places in it; several sources share one.
        imported: What was imported into it before.
        completer: Makes arrivals whole.
        source: Id of the source, as its kept texts are filed.
        label: The source's name, for sentences.
        into: Folder that the arrivals' paths are relative to.
        policy: What is done about notes that are there.
        told: Is called with how many notes of how many are worked out.
    """

    def __init__(
        self,
        root: str,
        shelf: Shelf,
        imported: Imported,
        completer: Completer,
        source: str,
        label: str,
        into: str,
        policy: Policy,
        told: Callable[[int, int], object],
    ) -> None:
        self._root = root
        self._shelf = shelf
        self._imported = imported
        self._completer = completer
        self._source = source
        self._label = label
        self._into = into
        self._policy = policy
        self._told = told
        self._problems: list[Problem] = []

    def plan(self, batch: Batch) -> Plan:
        """Return what becomes of everything in a batch."""
        steps = [step for arrival in self._made_whole(batch.notes) if (step := self._step(arrival))]
        copies = [copy for attachment in batch.attachments if (copy := self._copy(attachment))]
        return Plan(steps, copies, [*batch.problems, *self._problems])

    def _step(self, arrival: Arrival) -> Step | None:
        try:
            wanted = self._shelf.spelled(inside(self._into, arrival.path))
            return self._decided(arrival, wanted)
        except ImportFailed as error:
            self._problems.append(Problem(arrival.path, 0, "not-taken", str(error), "see the sentence"))
            return None

    def _decided(self, arrival: Arrival, wanted: str) -> Step:
        kept = self._imported.of(self._source, arrival.key)
        if kept is not None:
            return self._again(arrival, kept)
        if self._shelf.is_claimed(wanted):
            return self._new(
                arrival, self._shelf.beside(wanted), BESIDE, "the source has another note of that name"
            )
        standing = self._shelf.standing(wanted)
        if standing is None:
            return self._new(arrival, wanted, NEW)
        if standing != wanted:
            return self._new(
                arrival, self._shelf.beside(wanted), BESIDE, f"{standing} differs from {wanted} by case only"
            )
        place = self._imported.at(wanted)
        if place is not None:
            return self._again(arrival, place.kept, other=True)
        return self._met(arrival, wanted)

    def _new(self, arrival: Arrival, path: str, action: str, *remarks: str) -> Step:
        now = self._completed(arrival, path)
        return self._made(action, path, arrival, now, now.text, None, *remarks)

    def _met(self, arrival: Arrival, path: str) -> Step:
        """Decide on a note of the same name that was never imported."""
        found = self._read(path)
        if found is None:
            return self._beside(arrival, path, "the note of that name is not UTF-8")
        now = self._completed(arrival, path)
        if body(found.text) == body(now.text):
            return self._made(SAME, path, arrival, now, found.text, found)
        if self._policy.skip:
            return self._made(SKIPPED, path, arrival, now, found.text, found, "a note of that name is there")
        if self._policy.update:
            return self._merged(arrival, path, common(found.text, now.text), now, found)
        return self._beside(arrival, path, "another note of that name is there; --update merges the two")

    def _beside(self, arrival: Arrival, path: str, remark: str) -> Step:
        return self._new(arrival, self._shelf.beside(path), BESIDE, remark)

    def _again(self, arrival: Arrival, kept: Kept, *, other: bool = False) -> Step:
        """Decide on a note that was imported before, from this source or from another one."""
        path = self._place_of(kept)
        if path is None:
            return self._gone(arrival, kept)
        found = self._read(path)
        if found is None:
            return self._beside(arrival, path, "the note is no longer UTF-8")
        now = self._completed(arrival, path)
        if _same(kept.text, now.text):
            return self._made(SAME, path, arrival, now._replace(text=kept.text), found.text, found)
        apart = self._why_apart(kept.text, now.text, other=other)
        if apart:
            return self._beside(arrival, path, apart)
        if self._policy.skip:
            return self._made(SKIPPED, path, arrival, now, found.text, found, "the source has changed")
        return self._merged(arrival, path, kept.text, now, found)

    def _why_apart(self, before: str, now: str, *, other: bool) -> str:
        """Say why a text is not merged with what was imported before, but put beside it; '' where it is merged."""
        if other and not _is_version(before, now):
            return "another source brought a different note of that name before"
        return "the source has changed; the note of before stays as it is" if self._policy.both else ""

    def _place_of(self, kept: Kept) -> str | None:
        """Return where an imported note stands now, moved or not; None where it was deleted."""
        if os.path.exists(os.path.join(self._root, kept.path)):
            return kept.path
        moved = self._shelf.moved(kept.path)
        return None if moved is None or self._imported.at(moved) else moved

    def _gone(self, arrival: Arrival, kept: Kept) -> Step:
        if self._policy.update:
            return self._new(arrival, kept.path, NEW, "it was deleted, and is brought back")
        gone = "it was imported before and deleted since; --update brings it back"
        return self._made(GONE, kept.path, arrival, Whole(kept.text, None, 0), "", None, gone)

    def _merged(self, arrival: Arrival, path: str, base: str, now: Whole, found: _Found) -> Step:
        merged = merge(base, found.text, now.text, self._label)
        remarks = [f"the vault's own line stays, not '{line}'" for line in merged.kept]
        if merged.clashes:
            places = "1 place was" if merged.clashes == 1 else f"{merged.clashes} places were"
            remarks.append(f"{places} changed here and there; both versions are left, between comments")
        action = SAME if merged.text == found.text else UPDATED
        step = self._made(action, path, arrival, now, merged.text, found, *remarks)
        return step._replace(clashes=merged.clashes)

    def _made(
        self,
        action: str,
        path: str,
        arrival: Arrival,
        now: Whole,
        text: str,
        found: _Found | None = None,
        *remarks: str,
    ) -> Step:
        self._shelf.claim(path)
        was, stamped = (found.data, found.stamp) if found else (None, None)
        said = (*arrival.remarks, *now.mapped, *remarks)
        return Step(action, path, arrival, text, now.text, was, stamped, now.logged, now.cards, 0, said)

    def _made_whole(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Complete what has no schedule and was not completed by its reader: most of the work, by several processes."""
        found = list(arrivals)
        plain = [at for at, each in enumerate(found) if not (each.tracks or each.logged or each.ahead)]

        def work(at: int) -> tuple[int, str, int, tuple[str, ...]]:
            made = self._completer.whole(found[at], found[at].path)
            return at, made.text, made.cards, made.mapped

        for done, (at, text, cards, mapped) in enumerate(shared_out(work, plain), 1):
            self._told(done, len(plain))
            found[at] = found[at]._replace(ahead=Whole(text, None, cards, mapped))
        return found

    def _completed(self, arrival: Arrival, path: str) -> Whole:
        """Return an arrival with its frontmatter made whole, and its cards."""
        return arrival.ahead or self._completer.whole(arrival, path)

    def _read(self, path: str) -> _Found | None:
        """Return a note of the vault; None where it is not UTF-8."""
        whole = os.path.join(self._root, path)
        try:
            stamped = stamp(whole)
            data = read_bytes(whole)
            return _Found(data.decode(), data, stamped)
        except UnicodeDecodeError:
            return None
        except OSError as error:
            raise ImportFailed(
                f"{path} of the vault cannot be read ({error.strerror}); it was left as it is."
            ) from None

    def _copy(self, attachment: Attachment) -> Copy | None:
        try:
            path = self._shelf.spelled(inside(self._into, attachment.path))
            was = self._content(path)
            if was is None:
                return Copy(NEW, path, attachment, None)
            if was == attachment.item.read():
                return Copy(SAME, path, attachment, was)
            if self._policy.update:
                return Copy(UPDATED, path, attachment, was)
        except ImportFailed as error:
            self._problems.append(Problem(attachment.path, 0, "not-taken", str(error), "see the sentence"))
            return None
        meant = "--update puts the one of the source in its place"
        self._problems.append(
            Problem(path, 0, "other-file", "a file of that name is there with another content", meant)
        )
        return Copy(SKIPPED, path, attachment, was)

    def _content(self, path: str) -> bytes | None:
        try:
            return read_bytes(os.path.join(self._root, path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ImportFailed(
                f"{path} of the vault cannot be read ({error.strerror}); it was left as it is."
            ) from None


def body(text: str) -> str:
    """Return a note without its frontmatter."""
    span = front_span(text)
    return text[span[2] :] if span else text


def _same(before: str, now: str) -> bool:
    """Tell whether a source brings what it brought before, whatever the schedule in the frontmatter says."""
    return before == now or restore(now, raw_values(before, VAULTS_OWN)) == before


def _is_version(before: str, now: str) -> bool:
    """Tell whether two texts are likely versions of one note."""
    first, second = (set(filter(str.strip, body(text).splitlines())) for text in (before, now))
    return len(first & second) >= ALIKE * min(len(first), len(second))


def common(ours: str, theirs: str) -> str:
    """Return the lines that two texts share: the base of a merge where there is none."""
    from difflib import SequenceMatcher

    mine, other = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    runs = SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
    return "".join(line for run in runs for line in mine[run.a : run.a + run.size])


def log_lines(steps: Sequence[Step]) -> list[bytes]:
    """Return the lines that the schedules of the notes give the log, those of each note in the order of their ids.

    A note that is written as it comes in says in its last entry what the import writes into its frontmatter, so that a
    later edit of the date by hand is seen.
    """
    found: list[bytes] = []
    for step in steps:
        if step.logged is None or step.action in (SKIPPED, GONE):
            continue
        lines = step.logged.lines.splitlines(keepends=True)
        if lines and step.action in (NEW, BESIDE):
            raw = raw_values(step.text, ["next_review"])["next_review"]
            if raw:
                lines[-1] = history.with_wrote(lines[-1], {"next_review": (None, raw)})
        found += lines
    return found
