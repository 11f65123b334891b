"""The rows of the table: what is measured, against what, and how.

The baselines are public tools: git, python-frontmatter, typer, rich, json, anki and supermemo2. The last two
are optional (`pip install 'studycli[bench]'`); without them their rows say so.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import gradients
import imports
from ask import to_first_question
from paired import Measured, Side, environment, paired, process, timed
from rss import peak_mib

HERE = Path(__file__).parent
CARDS_PER_NOTE = 6
_SMALL = 0.1  # a ratio that is shown with three decimals


class Absent(Exception):
    """The package of a baseline is not installed."""


class Figure(NamedTuple):
    """What a row found: the value that is held against the limit, and texts for the table."""

    value: float
    shown: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Bench:
    """Where rows are measured: a folder with the vault in it."""

    folder: Path
    notes: int
    quick: bool = False

    @property
    def vault(self) -> Path:
        """The generated vault."""
        return self.folder / "vault"

    @property
    def study(self) -> list[str]:
        """The command as a person has it, beside this Python; else the module."""
        found = shutil.which("study", path=str(Path(sys.executable).parent))
        return [found] if found else [sys.executable, "-m", "studycli"]

    @property
    def count(self) -> list[str]:
        """The command that most rows measure."""
        return [*self.study, "due", "--count"]

    @property
    def entries(self) -> int:
        """How many answers the log has that the report is made from."""
        return self.notes * CARDS_PER_NOTE * 1_000_000 // 60_000


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: For `--rows`.
        what: What is measured.
        against: The baseline.
        limit: The figure to reach, at most.
        reach: The same as text.
        measure: Measures it, given the bench and the number of pairs.
        pairs: How many pairs a full run takes.
    """

    name: str
    what: str
    against: str
    limit: float
    reach: str
    measure: Callable[[Bench, int], Figure]
    pairs: int


def due_against_git(bench: Bench, pairs: int) -> Figure:
    """Time the count of a vault in which nothing changed, and git's check of the same files."""
    return _figure(paired(_count(bench), process(["git", "status", "--porcelain"], bench.vault), pairs))


def due_against_anki(bench: Bench, pairs: int) -> Figure:
    """Time the same count, and Anki's as a process: import, open, find_cards."""
    collection = _anki_collection(bench)
    theirs = [sys.executable, HERE / "anki_due.py", collection]
    return _figure(paired(_count(bench), process(theirs, bench.folder), pairs))


def first_index(bench: Bench, pairs: int) -> Figure:
    """Time the count of a vault without an index, and a loop of frontmatter.load over its notes."""
    count = process(bench.count, bench.vault)

    def ours() -> float:
        shutil.rmtree(bench.vault / ".study", ignore_errors=True)
        return count()

    theirs = process([sys.executable, HERE / "load_all.py", bench.vault], bench.folder)
    return _figure(paired(ours, theirs, pairs))


def one_note_edited(bench: Bench, pairs: int) -> Figure:
    """Time the count after one note got a new paragraph, and the count after nothing changed."""
    count = process(bench.count, bench.vault)
    notes = cycle(sorted(bench.vault.rglob("*.md")))

    def ours() -> float:
        with next(notes).open("a", encoding="utf-8") as note:
            note.write("\nOne more remark.\n")
        return count()

    return _figure(paired(ours, _count(bench), pairs))


def help_page(bench: Bench, pairs: int) -> Figure:
    """Time the help, and that of a program with one command."""
    ours = process([*bench.study, "--help"], bench.folder)
    return _figure(
        paired(ours, process([sys.executable, HERE / "one_command.py", "--help"], bench.folder), pairs)
    )


def first_question(bench: Bench, pairs: int) -> Figure:
    """Time a session in a terminal until its first question stands there."""
    _count(bench)
    ours = partial(to_first_question, [*bench.study, "review"], bench.vault)
    theirs = process([sys.executable, HERE / "one_command_rich.py"], bench.folder)
    return _figure(paired(ours, theirs, pairs))


def first_of_a_quiz(bench: Bench, pairs: int) -> Figure:
    """Time a quiz in a terminal until its first question stands there, and a review."""
    _count(bench)
    ours = partial(to_first_question, [*bench.study, "quiz"], bench.vault, shown=b"1 of 20", leave=b"\x03")
    theirs = partial(to_first_question, [*bench.study, "review"], bench.vault)
    return _figure(paired(ours, theirs, pairs))


def questions_of_a_card(bench: Bench, pairs: int) -> Figure:
    """Time everything that can be asked of a card, and the parsing of its note, over the notes of this repository."""
    from studycli.collection.quiz import questions_of
    from studycli.notes.cards import parse_note
    from studycli.notes.frontmatter import read_meta
    from studycli.notes.model import CardOptions
    from studycli.quiz.source import Source

    paths = sorted((HERE.parent.parent / "notes").rglob("*.md"))[: 2 if bench.quick else None]
    texts = {path.name: path.read_text("utf-8") for path in paths}
    metas = {name: read_meta(text) for name, text in texts.items()}

    def parse() -> Any:
        return {name: parse_note(name, text, metas[name], CardOptions()) for name, text in texts.items()}

    notes = parse()

    def ask() -> Any:
        sources = [Source(name, note.title, texts[name], note.cards) for name, note in notes.items()]
        return [list(questions_of(source, 1)) for source in sources]

    cards = sum(len(note.cards) for note in notes.values()) / len(notes)  # of a note
    found = paired(timed(ask), timed(parse), pairs)
    return _figure(Measured(found.ratio / cards, found.ours / cards / len(notes), found.theirs / len(notes)))


def one_answer(bench: Bench, pairs: int) -> Figure:
    """Time an answer that is logged, written into its note and indexed, and Anki's answerCard."""
    anki = _anki(_anki_collection(bench))
    with _collection(bench) as collection:
        queue = cycle(collection.queue())
        measured = paired(timed(lambda: collection.answer(next(queue), 4, 5.0)), anki.answer, pairs)
    anki.close()
    return _figure(measured)


def one_log_entry(bench: Bench, pairs: int) -> Figure:
    """Time an entry appended to the review log, and as many bytes written and synced."""
    from studycli.store.entry import encode
    from studycli.store.review_log import ReviewLog

    entry = _entry(0)
    folder = bench.folder / "one-entry"
    (folder / "log").mkdir(parents=True)
    line = b"x" * len(encode(entry))
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def bare() -> None:
        os.write(file, line)
        os.fsync(file)

    with ReviewLog(folder, "bench") as log:
        measured = paired(timed(lambda: log.append([entry])), timed(bare), pairs)
    os.close(file)
    return _figure(measured)


def replay_log(bench: Bench, pairs: int) -> Figure:
    """Time the states out of a log, and a loop of json.loads that keeps each card's last state."""
    from studycli.store.entry import encode
    from studycli.store.review_log import read_steps, replay

    folder = bench.folder / "replay"
    path = folder / "log" / "bench.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(encode(_entry(number)) for number in range(1_000 if bench.quick else 100_000)))

    def ours() -> dict[str, Any]:
        return replay(read_steps(str(folder), {}).steps).states

    def theirs() -> dict[str, Any]:
        states: dict[str, Any] = {}
        with path.open("rb") as file:
            for line in file:
                entry = json.loads(line)
                states[entry["card"]] = entry["state"]
        return states

    if ours().keys() != theirs().keys():
        raise AssertionError("the two replays differ")
    return _figure(paired(timed(ours), timed(theirs), pairs))


def sm2_step(bench: Bench, pairs: int) -> Figure:
    """Time steps with their due dates, and supermemo2's as its documentation chains them."""
    if find_spec("supermemo2") is None:
        raise Absent("supermemo2 is not installed")
    import supermemo2

    from studycli.schedule.sm2 import review

    steps = 100 if bench.quick else 10_000
    grades = [4, 5, 3, 4, 1] * (steps // 5)
    day = date(2026, 3, 1)

    def ours() -> None:
        state = review(None, 4, day)
        for grade in grades:
            state = review(state, grade, state.due)

    def theirs() -> None:
        state = supermemo2.first_review(4, "2026-03-01 00:00:00")
        for grade in grades:
            state = supermemo2.review(
                grade, state["easiness"], state["interval"], state["repetitions"], state["review_datetime"]
            )

    found = paired(timed(ours), timed(theirs), pairs)
    return _figure(found._replace(ours=found.ours / steps, theirs=found.theirs / steps))


def full_check(bench: Bench, pairs: int) -> Figure:
    """Time a check of every entry of a gradient, and SciPy's estimate of it."""
    if not gradients.has_scipy():
        raise Absent("scipy is not installed")
    return _figure(gradients.full(pairs))


def five_directions(bench: Bench, pairs: int) -> Figure:
    """Time a check of a gradient along five directions, and the loss with its gradient."""
    return _figure(gradients.five(pairs))


def gradcheck_process(bench: Bench, pairs: int) -> Figure:
    """Time a check as a program, and a program that imports NumPy and ends."""
    ours = process([*bench.study, "gradcheck", "softmax-ce"], bench.folder)
    return _figure(
        paired(ours, process([sys.executable, HERE / "one_command_numpy.py"], bench.folder), pairs)
    )


def all_losses(bench: Bench, pairs: int) -> Figure:
    """Time the catalogue of losses and all checks of its gradients, as one process."""
    side = process([sys.executable, HERE / "all_losses.py"], bench.folder)
    seconds = min(side() for _ in range(pairs))
    return Figure(seconds, "", _time(seconds), "")


def marking(bench: Bench, pairs: int) -> Figure:
    """Time the slowest of some formulas and gradients to be marked, in milliseconds."""
    import formulas

    seconds = formulas.slowest(pairs)
    return Figure(seconds * 1000, "", _time(seconds), "")


def simulations(bench: Bench, pairs: int) -> Figure:
    """Time 200 simulations of the days to an interview, and a plain loop of a twentieth of them, twenty times that."""
    import simulation as loop

    from studycli.report.simulation import simulate

    cards, course, groups = loop.case(300 if bench.quick else 10_000)
    few = course._replace(simulations=course.simulations // 20)
    theirs = timed(lambda: loop.play(cards, few, groups))
    return _figure(paired(timed(lambda: simulate(cards, course, groups)), lambda: 20 * theirs(), pairs))


def memory(bench: Bench, pairs: int) -> Figure:
    """Read the peak memory of a warm count."""
    _count(bench)
    peak = max(peak_mib(bench.count, bench.vault) for _ in range(pairs))
    return Figure(peak, "", f"{peak:.0f} MiB", "")


def report(bench: Bench, pairs: int) -> Figure:
    """Time the report of a log that it has seen, and the warm count with a bare sum of the same log."""
    vault = _reviewed(bench)
    count = _count(bench)
    bare = process([sys.executable, HERE / "aggregate.py", vault / ".study" / "index.db"], vault)
    ours = process([*bench.study, "report"], vault)
    return _figure(paired(ours, lambda: count() + bare(), pairs))


def report_of_more(bench: Bench, pairs: int) -> Figure:
    """Time the reports of a log and of one with a tenth of it, over the same notes.

    Both logs are read and summed up first (cold), then reported from their sums (warm); the greater ratio counts.
    """
    less = bench.folder / "less"
    shutil.copytree(bench.vault, less)
    cold_less = _first_report(bench, less, bench.entries // 10)
    cold = _first_report(bench, bench.vault, bench.entries)
    command = [*bench.study, "report"]
    warm = paired(process(command, bench.vault), process(command, less), pairs)
    shown = f"warm {warm.ratio:.2f}, cold {cold / cold_less:.2f}"
    ours, theirs = f"{_time(warm.ours)}, {_time(cold)}", f"{_time(warm.theirs)}, {_time(cold_less)}"
    return Figure(max(warm.ratio, cold / cold_less), shown, ours, theirs)


def report_page(bench: Bench, pairs: int) -> Figure:
    """Time the report as a page, and in the terminal."""
    vault = _reviewed(bench)
    ours = process([*bench.study, "report", "--html", bench.folder / "report.html"], vault)
    return _figure(paired(ours, process([*bench.study, "report"], vault), pairs))


def report_memory(bench: Bench, pairs: int) -> Figure:
    """Read the peak memory of a report of a log that it has seen, and of one that reads all of it first."""
    vault = _reviewed(bench)
    command = [*bench.study, "report"]
    warm = max(peak_mib(command, vault) for _ in range(pairs))
    for index in (vault / ".study").glob("index.db*"):
        index.unlink()
    cold = peak_mib(command, vault)
    return Figure(max(warm, cold), "", f"{warm:.0f} MiB, at first {cold:.0f} MiB", "")


def import_notes(bench: Bench, pairs: int) -> Figure:
    """Time the import of the notes of the vault into an empty one, and their copy with a loop of frontmatter.load."""
    source = imports.notes_alone(bench.vault, bench.folder / "notes-to-import")
    return _figure(imports.importing(bench.study, source, bench.folder, pairs))


def import_bare_notes(bench: Bench, pairs: int) -> Figure:
    """Time the same of notes without frontmatter, which is made for them."""
    source = imports.notes_without_head(bench.vault, bench.folder / "bare-notes-to-import")
    return _figure(imports.importing(bench.study, source, bench.folder, pairs))


def import_anki(bench: Bench, pairs: int) -> Figure:
    """Time the import of an Anki package, and its rows read by sqlite3 with the same files written plainly."""
    notes, answers = (40, 400) if bench.quick else (50_000, 500_000)
    return _figure(imports.importing_anki(bench.study, bench.folder, notes, answers, pairs))


def restore(bench: Bench, pairs: int) -> Figure:
    """Time the restoring of a damaged note, and a program that imports NumPy and reads the model."""
    return _figure(imports.restoring(bench.folder, pairs))


def restore_more(bench: Bench, pairs: int) -> Figure:
    """Time the restoring of a note a hundred times as long, and of one ten times as long."""
    ratio, seconds = imports.restoring_more((1, 1, 1) if bench.quick else (1, 10, 100), pairs)
    once, middle, longest = map(_time, seconds)
    return Figure(ratio, f"{ratio:.2f}", longest, f"{middle}, once {once}")


def link(bench: Bench, pairs: int) -> Figure:
    """Time the linking of all notes of a vault of which nothing is known yet."""
    times = [_first_link(bench)() for _ in range(pairs)]
    return Figure(min(times), "", _time(min(times)), "")


def link_again(bench: Bench, pairs: int) -> Figure:
    """Time the linking after one note got a new paragraph, and the first one of the vault."""
    command, vault = imports.linking(bench.study, bench.vault, bench.folder / "linked")
    first = process(command, vault)()
    again = process(command, vault)

    def ours() -> float:
        imports.edit(vault)
        return again()

    return _figure(paired(ours, lambda: first, pairs))


def link_memory(bench: Bench, pairs: int) -> Figure:
    """Read the peak memory of the linking of all notes of a vault."""
    peak = max(
        peak_mib(*imports.linking(bench.study, bench.vault, bench.folder / "linked")) for _ in range(pairs)
    )
    return Figure(peak, "", f"{peak:.0f} MiB", "")


def _first_link(bench: Bench) -> Side:
    return process(*imports.linking(bench.study, bench.vault, bench.folder / "linked"))


def _reviewed(bench: Bench) -> Path:
    """Return the vault once it has the log of a long time, and its index the sums of that."""
    log = bench.vault / ".study" / "log" / f"{bench.entries}.jsonl"
    if not log.exists():
        _first_report(bench, bench.vault, bench.entries)
    return bench.vault


def _first_report(bench: Bench, vault: Path, entries: int) -> float:
    """Write a log of so many entries and return the seconds of the report that first meets it."""
    shutil.rmtree(vault / ".study" / "log", ignore_errors=True)
    process([sys.executable, HERE / "history.py", vault, str(entries)], bench.folder)()
    return process([*bench.study, "report"], vault)()


def _count(bench: Bench) -> Side:
    """Return the warm count as a side, with the index up to date."""
    count = process(bench.count, bench.vault)
    count()
    return count


def _figure(measured: Measured) -> Figure:
    digits = 2 if measured.ratio >= _SMALL else 3
    shown = f"{measured.ratio:.{digits}f}"
    return Figure(measured.ratio, shown, _time(measured.ours), _time(measured.theirs))


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def _entry(number: int) -> Any:
    """Return a graded entry as a session writes it, of one of 20,000 cards."""
    from studycli.schedule.sm2 import review
    from studycli.store.entry import Entry, LoggedState

    card = number % 20_000
    state = review(review(None, 4, date(2026, 3, 1)), 4, date(2026, 3, 2))
    return Entry(
        id=f"{1_760_000_000_000 + number:012x}0000-bench",
        at="2026-03-02T08:00:00+08:00",
        day=date(2026, 3, 2),
        kind="review",
        card=f"{card:016x}",
        note=f"{card // 300:03}/note-{card // 6:05}.md",
        prompt=f"为什么权重衰减在小数据上有效（第{card}例）？",
        form="recall",
        grade=4,
        seconds=7.5,
        state=LoggedState.of(state),
        wrote={
            "last_reviewed": ("'2026-02-01'", "'2026-03-02'"),
            "next_review": ("'2026-03-02'", "'2026-03-08'"),
            "review_count": (str(card % 9), str(card % 9 + 1)),
            "mastery_level": ("0.4", "0.42"),
        },
    )


def _collection(bench: Bench) -> Any:
    """Open the vault as a session does."""
    from studycli.clock import clock_from
    from studycli.collection import Collection
    from studycli.settings import load

    clock = clock_from(None, {"STUDY_NOW": datetime.now(UTC).isoformat()})
    return Collection.open(bench.vault, load(bench.vault), clock, environment())


def _anki_collection(bench: Bench) -> Path:
    """Return an Anki collection with as many cards as the vault, half of them due; it is made once."""
    if find_spec("anki") is None:
        raise Absent("anki is not installed")
    path = bench.folder / "anki" / "collection.anki2"
    if not path.exists():
        path.parent.mkdir()
        command = [sys.executable, HERE / "anki_make.py", path, str(bench.notes * CARDS_PER_NOTE)]
        process(command, bench.folder)()
    return path


def _anki(path: Path) -> Any:
    from anki_answer import AnkiAnswers

    return AnkiAnswers(path)


ROWS = (
    Row("git", "`study due --count`, nothing changed, every file's stat checked", "`git status --porcelain` on the same tree", 4.0, "<= 4.0", due_against_git, 21),
    Row("anki", "the same, with six cards a note", '`import anki`, open, `find_cards("is:due")` as a process', 0.3, "<= 0.3", due_against_anki, 11),
    Row("first-index", "first index of the vault, answers and ids included", "a loop of `frontmatter.load` over it", 1.0, "<= 1.0, aim 0.5", first_index, 3),
    Row("edited", "one note edited, then `study due --count`", "the same, nothing changed", 1.15, "<= 1.15", one_note_edited, 21),
    Row("help", "`study --help`", "a one-command typer program's `--help`", 1.15, "<= 1.15", help_page, 21),
    Row("question", "`study review` to the first question", "that program's plain run and `import rich.markdown`", 1.6, "<= 1.6", first_question, 15),
    Row("quiz", "`study quiz` to the first question", "`study review` to the first question", 1.2, "<= 1.2", first_of_a_quiz, 15),
    Row("card", "all questions of one card, over `notes/`", "parsing its note", 3.0, "<= 3", questions_of_a_card, 5),
    Row("answer", "one answer on disk: log with fsync, note rewritten", "anki's `answerCard` in the same process", 0.9, "<= 0.9", one_answer, 201),
    Row("entry", "one log entry with fsync", "bare write and fsync", 1.2, "<= 1.2", one_log_entry, 501),
    Row("replay", "replay of a log of 100,000 reviews", "`json.loads` line by line, and the same updates", 0.4, "<= 0.4", replay_log, 7),
    Row("sm2", "one SM-2 step with its due date", "`supermemo2.review`", 0.3, "<= 0.3", sm2_step, 21),
    Row("gradient", "full gradient check, softmax cross-entropy 64x100", "scipy's `approx_fprime` of the same", 0.03, "<= 0.03", full_check, 7),
    Row("directions", "the same along five directions", "one evaluation of value and gradient", 15.0, "<= 15", five_directions, 201),
    Row("gradcheck", "`study gradcheck softmax-ce`", "a one-command typer program that imports numpy", 1.3, "<= 1.3", gradcheck_process, 21),
    Row("losses", "`study losses` and all gradient checks of the catalogue", "", 3.0, "< 3 s", all_losses, 5),
    Row("formula", "marking a typed formula or gradient, the slowest of eight", "", 50.0, "< 50 ms", marking, 15),
    Row("report", "`study report`, its log seen before: 1,000,000 answers to 60,000 cards", "`study due --count` and a bare sum of the same log by `sqlite3` and NumPy", 3.0, "<= 3", report, 11),
    Row("report-growth", "the same", "the same with a tenth of the log", 11.0, "<= 11", report_of_more, 5),
    Row("report-html", "`study report --html FILE`", "`study report`", 3.0, "<= 3", report_page, 7),
    Row("report-memory", "memory of `study report`, and of the first one, which reads the log", "", 250.0, "<= 250 MiB", report_memory, 3),
    Row("simulation", "200 simulations of the 60 days to an interview, 10,000 cards", "a plain Python loop of ten of them, times 20", 0.05, "<= 0.05", simulations, 7),
    Row("import", "`study import` of 10,000 notes into an empty vault", "`cp -r` and a loop of `frontmatter.load`", 3.0, "<= 3", import_notes, 5),
    Row("import-bare", "the same, of notes without frontmatter", "the same", 3.0, "<= 3", import_bare_notes, 5),
    Row("import-anki", "`study import` of an Anki package: 50,000 notes, 500,000 answers", "its rows read by `sqlite3`, the same files written plainly", 4.0, "<= 4", import_anki, 3),
    Row("restore", "restoring a note that lost characters, as a program", "a program that imports numpy and reads the model", 3.0, "<= 3, aim 1 s", restore, 11),
    Row("restore-growth", "restoring a note a hundred times as long", "ten times as long", 12.0, "<= 12 (linear)", restore_more, 3),
    Row("link", "`study link`, 10,000 notes, of which nothing is known yet", "", 60.0, "<= 60 s", link, 1),
    Row("link-again", "the same after one note was edited", "the first time", 0.5, "<= 0.5", link_again, 3),
    Row("link-memory", "memory of the first `study link`", "", 500.0, "<= 500 MiB", link_memory, 1),
    Row("memory", "memory of a warm `study due --count`", "", 40.0, "<= 40 MiB", memory, 3),
)  # fmt: skip
