"""Refreshing the index: what changed on disk is in it afterwards, as if it had been built anew."""

import marshal
import os
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studycli.errors import LogError
from studycli.notes.model import CardOptions
from studycli.settings import Settings
from studycli.store import forking, queries, reading, scan
from studycli.store.index import Index, open_index
from studycli.store.queries import cards, issues, note, notes, recent_cards
from studycli.store.refresh import PENDING, card_options, refresh, reread, settle
from studycli.store.review_log import ReviewLog
from studycli.store.states import apply_entries

from .conftest import NOTE, PLAIN, entry, state, write


def prompts(index: Index) -> list[str]:
    return [card.prompt for card in cards(index)]


def everything(index: Index) -> tuple[object, ...]:
    """Return all that can be read of an index, but for which cards are recent."""
    return cards(index), notes(index), issues(index), sorted(queries.orphans(index)), queries.flags(index)


def rebuilt(root: Path) -> tuple[object, ...]:
    """Return all of an index that is built from nothing, in memory."""
    with open_index(str(root)) as index:
        index.db.close()
        index._connect(":memory:")
        refresh(index, Settings())
        return everything(index)


def test_the_first_refresh_reads_every_note(vault: Path) -> None:
    with open_index(str(vault)) as index:
        changes = refresh(index, Settings())
        assert (changes.added, changes.rebuilt) == (["a/losses.md", "plain.md"], True)
        assert prompts(index) == ["What is MSE?", "Why not MAE?", "What is a plain note?"]


def test_a_note_is_kept_with_its_frontmatter(opened: Index) -> None:
    found = note(opened, "a/losses.md")
    assert found is not None
    assert (found.title, found.tags, found.difficulty) == ("Losses", ("ml", "loss/regression"), "hard")
    assert (found.last_reviewed, found.next_review) == (date(2025, 12, 1), date(2025, 12, 31))
    assert (found.review_count, found.study, found.writable, found.problem) == (3, True, True, "")


def test_nothing_changed_means_nothing_is_written(opened: Index) -> None:
    before = opened.db.total_changes
    changes = refresh(opened)
    assert (changes.added, changes.changed, changes.removed) == ([], [], [])
    assert opened.db.total_changes == before


def test_an_edited_body_is_read_without_yaml(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studycli.notes.frontmatter.read_meta", lambda _: pytest.fail("YAML was read"))
    write(vault / "a/losses.md", NOTE.replace("What is MSE?", "What is Huber?"))
    assert refresh(opened).changed == ["a/losses.md"]
    assert prompts(opened)[0] == "What is Huber?"
    assert note(opened, "a/losses.md").tags == ("ml", "loss/regression")


def test_an_edited_frontmatter_is_read(opened: Index, vault: Path) -> None:
    write(vault / "a/losses.md", NOTE.replace("[ml, loss/regression]", "[cv]"))
    refresh(opened)
    assert {card.tags for card in cards(opened) if card.note == "a/losses.md"} == {("cv",)}


def test_a_touched_note_is_not_parsed_again(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_parsed", lambda *_: pytest.fail("the note was parsed"))
    write(vault / "plain.md", PLAIN)
    assert refresh(opened).changed == []
    assert refresh(opened).changed == []


def test_a_note_that_changed_a_moment_ago_is_looked_at_again(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", PLAIN.replace("plain note", "first note"))
    now = time.time_ns() + 10**9
    os.utime(vault / "plain.md", ns=(now, now))
    refresh(opened)
    (vault / "plain.md").write_text(PLAIN.replace("plain note", "other note"))
    os.utime(vault / "plain.md", ns=(now, now))
    refresh(opened)
    assert prompts(opened)[2] == "What is a other note?"


def test_new_and_removed_notes_and_folders_are_noticed(opened: Index, vault: Path) -> None:
    write(vault / "b" / "c" / "new.md", PLAIN.replace("plain", "new"))
    (vault / "a/losses.md").unlink()
    (vault / "a").rmdir()
    changes = refresh(opened)
    assert (changes.added, changes.removed) == (["b/c/new.md"], ["a/losses.md"])
    assert prompts(opened) == ["What is a new note?", "What is a plain note?"]


def test_new_cards_are_recent_until_settled(opened: Index, vault: Path) -> None:
    assert recent_cards(opened) == []
    write(vault / "plain.md", PLAIN + "\n## What is new?\n\nThis.\n")
    refresh(opened)
    write(vault / "plain.md", PLAIN + "\n## What is new?\n\nThis one.\n")
    refresh(opened)
    assert [card.prompt for card in recent_cards(opened)] == ["What is new?"]
    settle(opened)
    assert recent_cards(opened) == []


def test_a_note_that_is_not_to_be_studied_has_no_cards(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", "---\nstudy: false\n---\n" + PLAIN)
    refresh(opened)
    assert "What is a plain note?" not in prompts(opened)


def test_a_file_that_is_not_utf8_is_named_and_skipped(opened: Index, vault: Path) -> None:
    write(vault / "gbk.md", "# 笔记\n\n## 什么是损失?\n\n答案\n".encode("gb18030"))
    refresh(opened)
    assert [(one.path, one.line, one.code, one.found) for one in issues(opened)] == [
        ("gbk.md", 1, "not-utf8", "byte 0xb1 at offset 2")
    ]
    assert note(opened, "gbk.md").problem == "not-utf8"
    assert len(prompts(opened)) == 3


def test_an_empty_file_is_a_note_without_cards(opened: Index, vault: Path) -> None:
    write(vault / "empty.md", "")
    refresh(opened)
    assert note(opened, "empty.md").problem == ""
    assert len(prompts(opened)) == 3


def test_a_note_that_the_parser_fails_on_does_not_stop_the_others(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studycli.notes import cards as parser

    whole = parser.parse_note
    monkeypatch.setattr(
        parser, "parse_note", lambda path, *rest: 1 / 0 if path == "plain.md" else whole(path, *rest)
    )
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        assert [(one.path, one.code) for one in issues(index)] == [("plain.md", "parser-failed")]
        assert len(prompts(index)) == 2


def test_a_note_deleted_while_it_is_read_is_gone(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(path: str) -> bytes:
        raise FileNotFoundError(path)

    write(vault / "plain.md", PLAIN + "more")
    monkeypatch.setattr(reading, "read_bytes", vanish)
    assert refresh(opened).removed == ["plain.md"]
    assert len(prompts(opened)) == 2


def test_a_note_that_cannot_be_read_is_named(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    write(vault / "plain.md", PLAIN + "more")
    monkeypatch.setattr(reading, "read_bytes", refuse)
    refresh(opened)
    assert [(one.path, one.code, one.found) for one in issues(opened)] == [
        ("plain.md", "unreadable", "Permission denied")
    ]


def test_settings_that_change_the_cards_read_every_note_again(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", PLAIN + "\nA **bold** word.\n")
    refresh(opened)
    write(vault / "study.toml", "bold_clozes = true\nnew_per_day = 3\n")
    changes = refresh(opened)
    assert changes.changed == ["a/losses.md", "plain.md"]
    assert card_options(opened) == CardOptions(bold_clozes=True)
    assert opened.meta("new_per_day") == "3"


def test_settings_that_do_not_change_the_cards_read_nothing_again(opened: Index) -> None:
    assert refresh(opened, Settings(new_per_day=7)).changed == []
    assert opened.meta("new_per_day") == "7"


def test_options_keep_their_lists(opened: Index) -> None:
    refresh(opened, Settings(not_cards=("A", "B c"), question_headings=("面试",)))
    assert card_options(opened) == CardOptions(not_cards=("A", "B c"), question_headings=("面试",))


def test_ignored_notes_are_left_out_also_without_the_patterns(opened: Index, vault: Path) -> None:
    write(vault / "study.toml", 'ignore = ["a/", "*.draft.md", "!keep.draft.md"]')
    for name in ("x.draft.md", "keep.draft.md"):
        write(vault / name, PLAIN)
    refresh(opened)
    assert [found.path for found in notes(opened)] == ["keep.draft.md", "plain.md"]
    before = opened.db.total_changes
    refresh(opened)
    assert opened.db.total_changes == before
    write(vault / "new.draft.md", PLAIN)
    refresh(opened)
    assert [found.path for found in notes(opened)] == ["keep.draft.md", "plain.md"]
    write(vault / "study.toml", "ignore = []")
    assert refresh(opened).added == ["a/losses.md", "new.draft.md", "x.draft.md"]


def test_the_first_of_two_cards_with_one_id_is_asked(opened: Index, vault: Path) -> None:
    twin = "# Twin\n\n## What is a twin? <!-- study: id=same -->\n\nOne of two.\n"
    write(vault / "b.md", twin)
    write(vault / "c.md", twin)
    refresh(opened)
    assert [card.note for card in cards(opened) if card.id == "same"] == ["b.md"]
    assert [(one.path, one.code, one.found) for one in issues(opened)] == [("c.md", "duplicate-id", "same")]
    (vault / "b.md").unlink()
    refresh(opened)
    assert [card.note for card in cards(opened) if card.id == "same"] == ["c.md"]
    assert issues(opened) == []


def test_rereading_brings_single_notes_up_to_date(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", PLAIN.replace("plain note", "written note"))
    (vault / "a/losses.md").unlink()
    changes = reread(opened, ["plain.md", "a/losses.md"])
    assert (changes.changed, changes.removed) == (["plain.md"], ["a/losses.md"])
    assert prompts(opened) == ["What is a written note?"]


def test_a_vanished_card_with_a_state_waits_for_the_collection(opened: Index, vault: Path) -> None:
    card = cards(opened)[2]
    with ReviewLog(vault / ".study", "pc") as log:
        apply_entries(opened, log.append([entry(card.id, note=card.note)]), log.span)
    write(vault / "plain.md", PLAIN.replace("What is", "What was"))
    refresh(opened)
    assert opened.meta(PENDING) == "1"
    assert [orphan.card for orphan in queries.orphans(opened)] == [card.id]


@pytest.mark.parametrize(
    ("date_there", "pending"),
    [('"2026-02-01"', ""), ("2026-02-01", ""), ("2026/02/01", ""), ("2026-03-01", "1"), ("", "1")],
)
def test_an_edit_of_the_date_by_hand_waits_for_the_collection(
    opened: Index, vault: Path, date_there: str, pending: str
) -> None:
    card = cards(opened)[0]
    wrote = {"next_review": ("2025-12-31", '"2026-02-01"')}
    with ReviewLog(vault / ".study", "pc") as log:
        apply_entries(opened, log.append([entry(card.id, note=card.note, wrote=wrote)]), log.span)
    write(vault / "a/losses.md", NOTE.replace("2025-12-31", date_there))
    refresh(opened)
    assert opened.meta(PENDING) == pending


def test_a_rebuilt_index_finds_what_waits(opened: Index, vault: Path) -> None:
    with ReviewLog(vault / ".study", "pc") as log:
        log.append([entry("gone", note="gone.md")])
    opened.rebuild()
    refresh(opened, Settings())
    assert opened.meta(PENDING) == "1"


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b"", None])
def test_a_damaged_index_is_built_anew(opened: Index, vault: Path, damage: bytes | None) -> None:
    opened.db.execute("PRAGMA journal_mode=DELETE")
    opened.close()
    path = vault / ".study" / "index.db"
    path.write_bytes(
        path.read_bytes()[: len(path.read_bytes()) // 2 // 4096 * 4096] if damage is None else damage
    )
    with open_index(str(vault)) as index:
        assert refresh(index, Settings()).rebuilt
        assert len(prompts(index)) == 3


def test_an_index_of_another_version_is_built_anew(opened: Index, vault: Path) -> None:
    opened.db.execute("PRAGMA user_version=99")
    opened.close()
    with open_index(str(vault)) as index:
        assert refresh(index, Settings()).rebuilt


def test_an_index_that_cannot_be_written_is_kept_in_memory(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with open_index(str(vault)) as index:
        refresh(index, Settings())
        assert index.in_memory
        assert len(prompts(index)) == 3
    assert not (vault / ".study" / "index.db").exists()


def test_a_vault_whose_folder_cannot_be_made_is_kept_in_memory(vault: Path) -> None:
    (vault / ".study").touch()
    with open_index(str(vault)) as index:
        assert index.in_memory


def test_an_error_that_is_no_damage_is_passed_on(opened: Index, vault: Path) -> None:
    write(vault / "plain.md", PLAIN + "more")
    other = sqlite3.connect(vault / ".study" / "index.db", isolation_level=None)
    opened.db.execute("PRAGMA busy_timeout=0")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        refresh(opened)
    other.execute("ROLLBACK")
    other.close()
    assert refresh(opened).changed == ["plain.md"]


def test_many_notes_are_read_by_several_processes(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "FORK_FROM", 2)
    monkeypatch.setattr(scan, "FORK_FROM", 2)
    monkeypatch.setattr(scan, "UNIT", 3)
    monkeypatch.setattr(forking, "may_fork", lambda: True)
    monkeypatch.setattr(scan, "may_fork", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    for number in range(120):
        write(vault / "many" / f"{number}.md", PLAIN.replace("plain", f"number {number}"))
    assert len(refresh(opened).added) == 120
    assert everything(opened) == rebuilt(vault)
    assert refresh(opened).changed == []


def test_the_rows_of_a_process_that_died_are_read_again(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "FORK_FROM", 1)
    monkeypatch.setattr(forking, "may_fork", lambda: True)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(forking, "_work", lambda *_: os._exit(1))
    write(vault / "x.md", PLAIN)
    write(vault / "y.md", PLAIN)
    assert refresh(opened).added == ["x.md", "y.md"]


def test_logs_that_cannot_be_looked_at_are_told_and_not_taken_for_none(
    opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.listdir

    def listdir(path: str) -> list[str]:
        if path.endswith("log"):
            raise PermissionError(13, "Permission denied", path)
        return whole(path)

    monkeypatch.setattr(os, "listdir", listdir)
    for _ in range(2):
        with pytest.raises(LogError, match=r"^\.study/log cannot be read: Permission denied\.$"):
            refresh(opened)
    opened.rebuild()
    with pytest.raises(LogError):
        refresh(opened)


def test_a_log_that_leads_nowhere_is_named(opened: Index, vault: Path) -> None:
    (vault / ".study" / "log").mkdir(exist_ok=True)
    (vault / ".study" / "log" / "lost.jsonl").symlink_to("nowhere")
    with pytest.raises(LogError, match=r"^\.study/log/lost\.jsonl cannot be read: No such file or directory"):
        refresh(opened)


MANY_ROWS = """
import os, sys
from studycli.notes.model import CardOptions
from studycli.store import reading
os.cpu_count = lambda: 3
names = [f"{number}.md" for number in range(300)]
rows = reading.read_all(sys.argv[1], [reading.Job(name, None, None, ()) for name in names], CardOptions())
print(next(rows)[0], flush=True)
"""
"""A program that takes one row of many: more than the pipes of three processes hold."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
@pytest.mark.parametrize("end", ["rows.close()\nos.waitpid(-1, os.WNOHANG)", "os.kill(os.getpid(), 9)"])
def test_no_process_outlives_whoever_takes_its_rows(tmp_path: Path, end: str) -> None:
    """Where one did, it would hold the pipes of this test open, and its run would time out."""
    for number in range(300):
        write(tmp_path / f"{number}.md", f"## What is {number}?\n\nA number.\n\n" * 20)
    done = subprocess.run(
        [sys.executable, "-c", MANY_ROWS + end, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout in {"0.md\n", "1.md\n", "2.md\n"}
    assert "ChildProcessError" in done.stderr if "close" in end else done.returncode == -9


NAMES = [
    "plain.md",
    "a/losses.md",
    "a/b/deep note.md",
    "笔记/损失 函数.md",
    "café.md",
    "cafe\u0301.md",
    "q'uote\"d.md",
    "🎲.md",
]
BODIES = [
    PLAIN,
    NOTE,
    "",
    "no cards here",
    "---\nbroken: [\n---\n" + PLAIN,
    PLAIN + "\n## Why so?\n\nBecause.\n",
    "# T\n\n## What is it? <!-- study: id=x -->\n\nA twin.\n",
    NOTE.replace("2025-12-31", "2026-02-01"),
    b"\xff\xfe\x00",
]
ACTIONS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(BODIES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("answer"), st.integers(0, 9), st.integers(1, 9)),
    st.tuples(st.just("refresh"), st.none(), st.none()),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, max_size=12))
def test_an_incremental_refresh_equals_a_build_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, object, object]]
) -> None:
    root = tmp_path_factory.mktemp("vault")
    write(root / "plain.md", PLAIN)
    with open_index(str(root)) as index, ReviewLog(root / ".study", "pc") as log:
        refresh(index, Settings())
        for action, first, second in actions:
            act(index, log, root, action, first, second)
        refresh(index)
        assert everything(index) == rebuilt(root)


def act(index: Index, log: ReviewLog, root: Path, action: str, first: object, second: object) -> None:
    """Do one of `ACTIONS`."""
    if action == "write":
        write(root / str(first), second)  # type: ignore[arg-type]
    elif action == "delete":
        (root / str(first)).unlink(missing_ok=True)
    elif action == "rename" and (root / str(first)).exists():
        (root / str(second)).parent.mkdir(parents=True, exist_ok=True)
        os.replace(root / str(first), root / str(second))
    elif action == "refresh":
        refresh(index)
    elif action == "answer":
        found = cards(index)
        if found:
            card = found[int(str(first)) % len(found)]
            written = log.append(
                [entry(card.id, note=card.note, prompt=card.prompt, state=state(int(str(second))))]
            )
            if second != 1:  # else another program: the index learns of it from the log alone
                apply_entries(index, written, log.span)


def test_a_name_that_is_not_utf8_is_told_and_skipped(opened: Index, vault: Path) -> None:
    path = os.path.join(vault, os.fsdecode(b"\xff.md"))
    write(Path(path), PLAIN)
    refresh(opened)
    assert [(one.path, one.code) for one in issues(opened)] == [("\\xff.md", "bad-name")]
    assert refresh(opened).changed == []
    os.unlink(path)
    assert refresh(opened).removed == ["\\xff.md"]


def test_a_folder_that_cannot_be_read_is_an_issue(opened: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("a/"):
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(os, "scandir", refuse)
    refresh(opened)
    assert [(one.path, one.line, one.code) for one in issues(opened)] == [("a/", 0, "closed-folder")]
    assert prompts(opened) == ["What is a plain note?"]
    monkeypatch.undo()
    refresh(opened)
    assert (issues(opened), len(prompts(opened))) == ([], 3)


def test_a_damaged_table_is_noticed_while_refreshing(opened: Index) -> None:
    opened.db.execute("DROP TABLE seen")
    assert refresh(opened, Settings()).rebuilt
    assert len(prompts(opened)) == 3


def test_a_process_hands_over_its_rows(opened: Index, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "_exit", sys.exit)
    jobs = [reading.Job("plain.md", None, None, ()), reading.Job("gone.md", None, None, ())]
    pipe, writing = os.pipe()
    with pytest.raises(SystemExit):
        forking._work(writing, lambda job: reading.read_row(str(vault), job, card_options(opened)), jobs, len)
    rows = []
    with open(pipe, "rb") as file:
        while head := file.read(forking.HEAD):
            rows += marshal.loads(file.read(int.from_bytes(head, "little")))  # noqa: S302 - our own bytes
    assert rows == [reading.read_row(str(vault), job, card_options(opened)) for job in jobs]
