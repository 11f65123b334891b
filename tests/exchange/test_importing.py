"""An import from end to end: what becomes of each note, and that it can be taken back."""

import os
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from studycli.collection import Collection
from studycli.errors import ImportFailed, Interrupted, WriteError
from studycli.exchange import importing, kinds, undoing
from studycli.exchange.importing import Prepared, Request
from studycli.exchange.model import (
    Answer,
    Arrival,
    Attachment,
    Batch,
    ReadOptions,
    Source,
    Track,
    Whole,
)
from studycli.exchange.planning import Policy
from studycli.exchange.sources import open_source
from studycli.repair import Repair
from studycli.schedule.sm2 import Schedule
from studycli.store import forking
from tests.exchange.samples import ZONE, source

Open = Callable[[], Collection]
WHY = "# Losses\n\n## Why cross-entropy?\n\nIts gradient does not vanish.\n"
STATE = Schedule(2, 6, 2.5, date(2026, 11, 26), date(2026, 11, 20), 0, passed=True)


def silent(_done: int, _of: int) -> None:
    """Take what is told of the progress."""


class Fake:
    """A reader whose arrivals are given; every file of its source is an attachment."""

    def __init__(self, *arrivals: Arrival) -> None:
        self.arrivals = list(arrivals)

    def fits(self, source: Source) -> bool:
        return True

    def read(self, source: Source, options: ReadOptions) -> Batch:
        return Batch(self.arrivals, [Attachment(item.path, item) for item in source.items], [])


@pytest.fixture
def run(opened: Open, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Prepared]:
    """Return a function that imports arrivals as a command would, and returns what was planned."""

    def run_(
        *arrivals: Arrival,
        files: dict[str, str | bytes] | None = None,
        name: str = "brain",
        **request: object,
    ) -> Prepared:
        monkeypatch.setattr(importing, "reader", lambda _kind: Fake(*arrivals))
        asked = Request(kind="obsidian")._replace(**request)
        collection = opened()
        [prepared] = importing.prepare(collection, [source(files or {}, name=name)], asked, silent)
        importing.carry_out(collection, [prepared], silent)
        return prepared

    return run_


def actions(prepared: Prepared) -> list[tuple[str, str]]:
    return [(step.action, step.path) for step in prepared.plan.steps]


def snapshot(vault: Path) -> dict[str, bytes]:
    """Return the files of the vault without the index and locks."""
    return {
        str(path.relative_to(vault)): path.read_bytes()
        for path in sorted(vault.rglob("*"))
        if path.is_file() and not path.name.startswith("index.db") and path.suffix != ".lock"
    }


def test_a_new_note_stands_in_the_vault_with_its_frontmatter(
    run: Callable[..., Prepared], vault: Path
) -> None:
    assert actions(
        run(Arrival("a.md", "ml/a.md", WHY, created=date(2025, 1, 2), tags=("loss",)), tags=("exam",))
    ) == [("new", "ml/a.md")]
    text = (vault / "ml/a.md").read_text("utf-8")
    assert text.endswith(f"---\n{WHY}")
    assert "created: '2025-01-02'\n" in text
    assert "tags: [loss, exam]\n" in text


def test_importing_the_same_twice_changes_nothing(run: Callable[..., Prepared], vault: Path) -> None:
    arrival = Arrival("a.md", "a.md", WHY, tracks=(Track(state=STATE),))
    run(arrival, files={"x.png": b"png"})
    before = snapshot(vault)
    assert actions(run(arrival, files={"x.png": b"png"})) == [("same", "a.md")]
    assert snapshot(vault) == before


def test_a_file_that_was_only_touched_since_is_the_same_note(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY, created=date(2025, 1, 2)))
    before = (vault / "a.md").read_bytes()
    assert actions(run(Arrival("a.md", "a.md", WHY, created=date(2026, 3, 4)))) == [("same", "a.md")]
    assert actions(run(Arrival("a.md", "a.md", WHY))) == [("same", "a.md")]
    assert (vault / "a.md").read_bytes() == before


def test_a_note_that_its_source_has_written_anew_is_still_that_note(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    assert actions(run(Arrival("a.md", "a.md", "# Loss functions\n\nAll of it is new.\n"))) == [
        ("updated", "a.md")
    ]
    assert (vault / "a.md").read_text("utf-8").endswith("# Loss functions\n\nAll of it is new.\n")


def test_what_the_source_changed_and_what_the_person_changed_are_both_kept(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    note = vault / "a.md"
    note.write_text(note.read_text("utf-8").replace("# Losses", "# Loss functions"), "utf-8")
    assert actions(run(Arrival("a.md", "a.md", WHY.replace("vanish", "saturate")))) == [("updated", "a.md")]
    assert note.read_text("utf-8").endswith(
        "# Loss functions\n\n## Why cross-entropy?\n\nIts gradient does not saturate.\n"
    )


def test_a_clash_leaves_both_and_is_a_problem_of_the_note(
    run: Callable[..., Prepared], opened: Open, vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    note = vault / "a.md"
    note.write_text(note.read_text("utf-8").replace("vanish", "fade"), "utf-8")
    prepared = run(Arrival("a.md", "a.md", WHY.replace("vanish", "saturate")))
    assert [(step.action, step.clashes) for step in prepared.plan.steps] == [("updated", 1)]
    text = note.read_text("utf-8")
    assert "does not fade.\n" in text
    assert "does not saturate.\n" in text
    assert [problem.code for problem in opened().check()] == ["import-clash"]


def test_a_source_that_changed_only_its_schedule_is_the_same_note(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=STATE),)))
    before = (vault / "a.md").read_bytes()
    later = STATE._replace(last=date(2026, 11, 22), due=date(2026, 12, 6), interval=14)
    assert actions(run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=later),)))) == [("same", "a.md")]
    assert (vault / "a.md").read_bytes() == before


def test_a_schedule_comes_along_and_the_later_of_two_holds(
    run: Callable[..., Prepared], opened: Open
) -> None:
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=STATE),)))
    later = STATE._replace(last=date(2026, 11, 22), due=date(2026, 12, 6), interval=14)
    [card] = opened().cards()
    assert card.state == STATE
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=later),)))
    collection = opened()
    assert collection.cards()[0].state == later
    collection.answer(card.id, 4)
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=later._replace(interval=15)),)))
    assert opened().cards()[0].state == collection.cards()[0].state


def test_history_comes_along_and_undo_of_a_review_leaves_it(
    run: Callable[..., Prepared], opened: Open
) -> None:
    answers = (Answer(datetime(2026, 11, 20, 9, tzinfo=ZONE), "review", 4, 7.5, STATE),)
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=STATE, answers=answers),)))
    collection = opened()
    [card] = collection.cards()
    assert [(entry.kind, entry.grade, entry.imported) for entry in collection.history(card.id)] == [
        ("review", 4, "obsidian")
    ]
    assert collection.undo() is None
    collection.answer(card.id, 5)
    assert collection.undo() is not None
    assert collection.undo() is None
    assert collection.cards()[0].state == STATE


def test_past_answers_get_the_names_that_their_card_has_now(
    run: Callable[..., Prepared], opened: Open
) -> None:
    answers = tuple(
        Answer(datetime(2026, 11, day, 9, tzinfo=ZONE), "review", 4, None, STATE) for day in (19, 20)
    )
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(line=3, state=STATE, answers=answers),)))
    collection = opened()
    entries = collection.log()
    assert [(entry.note, entry.prompt) for entry in entries] == [("", ""), ("a.md", "Why cross-entropy?")]
    assert [(entry.note, entry.prompt) for entry in collection.named(entries)] == [
        ("a.md", "Why cross-entropy?")
    ] * 2


def test_the_frontmatter_of_a_new_note_says_what_its_cards_do(
    run: Callable[..., Prepared], vault: Path, opened: Open
) -> None:
    run(Arrival("a.md", "a.md", WHY, tracks=(Track(state=STATE),)))
    text = (vault / "a.md").read_text("utf-8")
    assert "last_reviewed: '2026-11-20'\n" in text
    assert "next_review: '2026-11-26'\n" in text
    (vault / "a.md").write_text(text.replace("2026-11-26", "2026-12-24"), "utf-8")
    collection = opened()
    assert [card.state and card.state.due for card in collection.cards()] == [date(2026, 12, 24)]


def test_a_note_of_the_same_name_that_was_never_imported_is_left_alone(
    run: Callable[..., Prepared], vault: Path
) -> None:
    (vault / "a.md").write_text("# Mine\n", "utf-8")
    prepared = run(Arrival("a.md", "a.md", WHY))
    assert actions(prepared) == [("beside", "a (2).md")]
    assert (vault / "a.md").read_text("utf-8") == "# Mine\n"
    assert actions(run(Arrival("a.md", "a.md", WHY))) == [("same", "a (2).md")]


def test_skip_leaves_and_update_merges_a_note_that_was_never_imported(
    run: Callable[..., Prepared], vault: Path
) -> None:
    (vault / "a.md").write_text(WHY + "\nMy own remark.\n", "utf-8")
    assert actions(run(Arrival("a.md", "a.md", WHY), policy=Policy(skip=True))) == [("skipped", "a.md")]
    assert (vault / "a.md").read_text("utf-8") == WHY + "\nMy own remark.\n"
    longer = WHY + "\n## What is MSE?\n\nA mean of squares.\n"
    run(Arrival("a.md", "a.md", longer), policy=Policy(update=True))
    text = (vault / "a.md").read_text("utf-8")
    assert "My own remark." in text
    assert "A mean of squares." in text


def test_the_same_body_under_the_same_name_is_the_same_note(
    run: Callable[..., Prepared], vault: Path
) -> None:
    (vault / "a.md").write_text(WHY, "utf-8")
    assert actions(run(Arrival("a.md", "a.md", WHY))) == [("same", "a.md")]
    assert (vault / "a.md").read_text("utf-8") == WHY


def test_both_puts_the_changed_note_beside(run: Callable[..., Prepared], vault: Path) -> None:
    run(Arrival("a.md", "a.md", WHY))
    before = (vault / "a.md").read_bytes()
    changed = Arrival("a.md", "a.md", WHY.replace("vanish", "saturate"))
    assert actions(run(changed, policy=Policy(both=True))) == [("beside", "a (2).md")]
    assert (vault / "a.md").read_bytes() == before


def test_skip_leaves_an_imported_note_that_the_source_has_changed(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    before = (vault / "a.md").read_bytes()
    changed = Arrival("a.md", "a.md", WHY.replace("vanish", "saturate"))
    assert actions(run(changed, policy=Policy(skip=True))) == [("skipped", "a.md")]
    assert (vault / "a.md").read_bytes() == before
    assert actions(run(changed)) == [("updated", "a.md")]


def test_a_note_that_was_deleted_stays_deleted_unless_update_asks_for_it(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    (vault / "a.md").unlink()
    assert actions(run(Arrival("a.md", "a.md", WHY))) == [("gone", "a.md")]
    assert not (vault / "a.md").exists()
    assert actions(run(Arrival("a.md", "a.md", WHY), policy=Policy(update=True))) == [("new", "a.md")]
    assert (vault / "a.md").exists()


def test_a_note_that_was_moved_is_updated_where_it_is(run: Callable[..., Prepared], vault: Path) -> None:
    run(Arrival("a.md", "a.md", WHY))
    (vault / "ml").mkdir()
    (vault / "a.md").rename(vault / "ml/a.md")
    assert actions(run(Arrival("a.md", "a.md", WHY.replace("vanish", "saturate")))) == [
        ("updated", "ml/a.md")
    ]
    assert not (vault / "a.md").exists()
    assert actions(run(Arrival("a.md", "a.md", WHY.replace("vanish", "saturate")))) == [("same", "ml/a.md")]


def test_another_source_with_a_different_note_of_the_name_gets_a_number(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    other = Arrival("a.md", "a.md", "# Optimisers\n\nAdam keeps two moments.\n")
    assert actions(run(other, name="other")) == [("beside", "a (2).md")]


def test_another_source_with_a_version_of_the_note_updates_it(
    run: Callable[..., Prepared], vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    assert actions(run(Arrival("a.md", "a.md", WHY.replace("vanish", "fade")), name="copy")) == [
        ("updated", "a.md")
    ]


def test_names_that_clash_by_case_both_come_in(run: Callable[..., Prepared], vault: Path) -> None:
    prepared = run(Arrival("a.md", "a.md", WHY), Arrival("A.md", "A.md", "# Other\n"))
    assert actions(prepared) == [("new", "a.md"), ("beside", "A (2).md")]
    assert sorted(path.name for path in vault.glob("*.md")) == ["A (2).md", "a.md"]


def test_a_name_that_differs_from_a_note_of_the_vault_by_case_gets_a_number(
    run: Callable[..., Prepared], vault: Path
) -> None:
    (vault / "A.md").write_text("# Mine\n", "utf-8")
    assert actions(run(Arrival("a.md", "a.md", WHY))) == [("beside", "a (2).md")]


def test_a_path_that_leaves_the_vault_is_a_problem_and_the_rest_comes_in(
    run: Callable[..., Prepared], vault: Path
) -> None:
    prepared = run(Arrival("x", "../x.md", WHY), Arrival("a.md", "a.md", WHY))
    assert actions(prepared) == [("new", "a.md")]
    assert [(problem.path, problem.code) for problem in prepared.plan.problems] == [("../x.md", "not-taken")]
    assert not (vault.parent / "x.md").exists()


def test_an_attachment_that_differs_from_the_vaults_is_left_out_unless_update(
    run: Callable[..., Prepared], vault: Path
) -> None:
    (vault / "x.png").write_bytes(b"mine")
    prepared = run(Arrival("a.md", "a.md", WHY), files={"x.png": b"theirs", "y.png": b"new"})
    assert [(copy.action, copy.path) for copy in prepared.plan.copies] == [
        ("skipped", "x.png"),
        ("new", "y.png"),
    ]
    assert [problem.code for problem in prepared.plan.problems] == ["other-file"]
    assert ((vault / "x.png").read_bytes(), (vault / "y.png").read_bytes()) == (b"mine", b"new")
    run(Arrival("a.md", "a.md", WHY), files={"x.png": b"theirs"}, policy=Policy(update=True))
    assert (vault / "x.png").read_bytes() == b"theirs"


def test_undo_takes_the_last_import_back(run: Callable[..., Prepared], opened: Open, vault: Path) -> None:
    run(Arrival("a.md", "ml/a.md", WHY, tracks=(Track(state=STATE),)))
    before = snapshot(vault)
    run(
        Arrival("a.md", "ml/a.md", WHY.replace("vanish", "fade"), tracks=(Track(state=STATE),)),
        Arrival("b.md", "new/b.md", WHY),
        files={"x.png": b"png"},
    )
    undone = undoing.undo(opened())
    assert (undone.deleted, undone.restored, undone.kept) == (("new/b.md", "x.png"), ("ml/a.md",), ())
    assert snapshot(vault) == before
    undone = undoing.undo(opened())
    assert undone.deleted == ("ml/a.md",)
    assert [path.name for path in vault.iterdir() if not path.name.startswith(".")] == ["study.toml"]
    assert opened().cards() == []
    with pytest.raises(ImportFailed, match="No import is left"):
        undoing.undo(opened())


def test_undo_deletes_a_note_that_was_only_reviewed_since(
    run: Callable[..., Prepared], opened: Open, vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    collection = opened()
    collection.answer(collection.cards()[0].id, 4)
    assert undoing.undo(opened()).deleted == ("a.md",)
    assert not (vault / "a.md").exists()


def test_undo_restores_a_note_with_the_values_of_later_reviews(
    run: Callable[..., Prepared], opened: Open, vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY))
    run(Arrival("a.md", "a.md", WHY.replace("vanish", "fade")))
    collection = opened()
    collection.answer(collection.cards()[0].id, 4)
    assert undoing.undo(opened()).restored == ("a.md",)
    text = (vault / "a.md").read_text("utf-8")
    assert "does not vanish" in text
    assert "review_count: 1\n" in text


def test_undo_keeps_a_note_that_was_edited_since(
    run: Callable[..., Prepared], opened: Open, vault: Path
) -> None:
    run(Arrival("a.md", "a.md", WHY), Arrival("b.md", "b.md", WHY))
    note = vault / "a.md"
    note.write_text(note.read_text("utf-8") + "\nMine.\n", "utf-8")
    undone = undoing.undo(opened())
    assert (undone.deleted, [problem.path for problem in undone.kept]) == (("b.md",), ["a.md"])
    assert note.exists()


def test_a_dry_plan_writes_nothing(opened: Open, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "reader", lambda _kind: Fake(Arrival("a.md", "a.md", WHY)))
    collection = opened()
    before = snapshot(vault)
    importing.prepare(collection, [source({})], Request(kind="obsidian"), silent)
    assert snapshot(vault) == before


def test_a_note_that_changes_between_plan_and_writing_stops_everything(
    run: Callable[..., Prepared], opened: Open, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Arrival("b.md", "b.md", WHY))
    arrivals = (Arrival("a.md", "a.md", WHY), Arrival("b.md", "b.md", WHY.replace("vanish", "fade")))
    monkeypatch.setattr(importing, "reader", lambda _kind: Fake(*arrivals))
    collection = opened()
    prepared = importing.prepare(collection, [source({})], Request(kind="obsidian"), silent)
    (vault / "b.md").write_text("# Edited in this very moment\n", "utf-8")
    before = snapshot(vault)
    with pytest.raises(WriteError, match=r"b\.md was changed by another program .* Nothing was changed\."):
        importing.carry_out(collection, prepared, silent)
    assert snapshot(vault) == before


def test_an_interrupted_import_goes_on_when_it_is_run_again(
    run: Callable[..., Prepared], opened: Open, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrivals = tuple(Arrival(f"{name}.md", f"{name}.md", WHY, tracks=(Track(state=STATE),)) for name in "abc")
    monkeypatch.setattr(importing, "reader", lambda _kind: Fake(*arrivals))
    collection = opened()

    def interrupt(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    prepared = importing.prepare(collection, [source({})], Request(kind="obsidian"), silent)
    with pytest.raises(Interrupted, match="2 of 5 files"):
        importing.carry_out(collection, prepared, interrupt)
    assert actions(run(*arrivals)) == [("same", "a.md"), ("same", "b.md"), ("new", "c.md")]
    assert [card.state for card in opened().cards()] == [STATE] * 3
    undoing.undo(opened())
    undoing.undo(opened())
    assert list(vault.glob("*.md")) == []


def test_doubtful_repairs_are_listed_until_accepted_or_edited(
    run: Callable[..., Prepared], opened: Open, vault: Path
) -> None:
    text = "# 训练\n\n## 什么是训练？\n\n训练很慢。\n\n梯度消失。\n"
    repairs = (
        Repair(5, 1, "è®", "训", 0.62, "讲"),
        Repair(7, 1, "æ¢¯", "梯", 0.5, ""),
        Repair(1, 3, "x", "训", 0.99, ""),
    )
    run(Arrival("a.md", "a.md", text, repairs=repairs))
    shift = (vault / "a.md").read_text("utf-8").count("\n") - text.count("\n")
    listed = [(problem.line - shift, problem.code) for problem in opened().check()]
    assert listed == [(5, "doubtful-repair"), (7, "doubtful-repair")]
    note = vault / "a.md"
    note.write_text(note.read_text("utf-8").replace("梯度消失", "梯度会消失"), "utf-8")
    assert len(opened().check()) == 1
    with pytest.raises(ImportFailed, match=r"b\.md has no doubtful repair; these have: a\.md"):
        undoing.accept(opened(), ["b.md"])
    assert undoing.accept(opened(), []) == 1
    assert opened().check() == []


def test_a_source_in_the_vault_or_around_it_is_refused(opened: Open, vault: Path) -> None:
    for root in (vault, vault / "ml", vault.parent):
        with pytest.raises(ImportFailed, match="lie in each other"):
            importing.prepare(opened(), [source({})._replace(root=str(root))], Request(), silent)


def test_a_source_of_no_kind_is_refused(opened: Open) -> None:
    with pytest.raises(ImportFailed, match=r"brain holds nothing that study can take \(a\.bin\)"):
        importing.prepare(opened(), [source({"a.bin": b"\0\1"})], Request(), silent)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_reader(kind: kinds.Kind) -> None:
    reader = kinds.reader(kind)
    assert (callable(reader.fits), callable(reader.read)) == (True, True)


@pytest.mark.parametrize(
    ("kind", "shape", "wanted", "into"),
    [("obsidian", "folder", None, ""), ("markdown", "folder", None, "brain"), ("markdown", "file", None, ""),
     ("markdown", "zip", ".", ""), ("anki", "zip", "decks/ml", "decks/ml")],
)  # fmt: skip
def test_a_folder_of_plain_notes_gets_a_folder_of_its_name(
    opened: Open, monkeypatch: pytest.MonkeyPatch, kind: str, shape: str, wanted: str | None, into: str
) -> None:
    monkeypatch.setattr(importing, "reader", lambda _kind: Fake())
    asked = Request(wanted, kind)
    [prepared] = importing.prepare(opened(), [source({}, shape=shape)], asked, silent)
    assert prepared.into == into


def test_what_the_reader_made_whole_is_taken(run: Callable[..., Prepared]) -> None:
    note = Arrival("a.md", "a.md", WHY, date(2025, 10, 19))
    ahead = Whole("made ahead", None, 7, ("due gives next_review",))
    first, second = run(note._replace(ahead=ahead), note._replace(path="b.md", key="b.md")).plan.steps
    assert (first.text, first.cards, first.remarks) == ("made ahead", 7, ("due gives next_review",))
    assert (second.text.endswith(WHY), second.cards, second.remarks) == (True, 1, ())


MANY: dict[str, str | bytes] = {
    "plain.md": WHY,
    "full.md": f"---\ntags: [a]\n下次复习: 2026-01-03\n---\n{WHY}",
    "broken.md": f"---\na: [\n---\n{WHY}",
    "old.md": "# 损失\n\n## 为什么用交叉熵？\n\n梯度不会消失。\n".encode("gb18030"),
    "picture.md": b"\x89PNG\0",
    "rooted.md": f"{WHY}\n![](/pic.png) and [[plain]]\n",
    "pic.png": b"x",
    "scheduled.md": f"{WHY}<!--SR:!2026-01-03,3,250-->\n",
    "due.md": f"---\nsr-due: 2026-01-03\nsr-interval: 3\nsr-ease: 250\n---\n{WHY}",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
@pytest.mark.parametrize("kind", ["", "markdown", "obsidian"])
@pytest.mark.parametrize("split", [False, True])
def test_several_processes_bring_what_one_does(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, split: bool
) -> None:
    folder = tmp_path / "brain"
    folder.mkdir()
    for name, content in MANY.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setattr(forking, "FORK_FROM", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    found = []
    for several in (True, False):
        monkeypatch.setattr(forking, "may_fork", lambda several=several: several)
        with open_source(str(folder), BytesIO()) as source_:
            [prepared] = importing.prepare(opened(), [source_], Request(kind=kind, split=split), silent)
        steps = [step._replace(arrival=step.arrival._replace(ahead=None)) for step in prepared.plan.steps]
        copies = [(copy.action, copy.path) for copy in prepared.plan.copies]
        found.append((prepared.kind, steps, copies, prepared.plan.problems))
    assert found[0] == found[1]
    assert len(found[0][1]) == len(MANY) - 2
