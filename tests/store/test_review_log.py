"""The review log on disk: appending, reading, and what is met in files that others wrote."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from studycli.errors import LogError, WriteError
from studycli.store import review_log
from studycli.store.entry import PROMPT_LENGTH, Entry, decode_entries, encode
from studycli.store.review_log import ReviewLog, Span, device_name, log_files, read_steps

from .conftest import entry


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ReviewLog]:
    """Return a log in a new folder."""
    with ReviewLog(tmp_path, "pc") as log:
        yield log


def lines(log: ReviewLog, name: str = "pc") -> list[bytes]:
    return Path(log.study, "log", f"{name}.jsonl").read_bytes().splitlines(keepends=True)


def test_an_entry_is_one_line_without_defaults(log: ReviewLog) -> None:
    log._now_ms = lambda: 0xABC
    log.append([entry("c1", "suspend", suspended=True, note="笔记.md")])
    assert lines(log) == [
        b'{"id":"000000000abc0000-pc","at":"2026-01-01T08:00:00+00:00","day":"2026-01-01","kind":"suspend",'
        + '"card":"c1","note":"笔记.md","suspended":true}\n'.encode()
    ]


def test_what_is_appended_is_read_again(log: ReviewLog) -> None:
    written = log.append(
        [entry("a", wrote={"next_review": (None, "2026-01-02")}), entry("b", "flag", remark="?")]
    )
    assert log.entries() == (written, [])


def test_entries_of_one_action_share_the_first_id_as_batch(log: ReviewLog) -> None:
    first, second, third = log.append([entry("a"), entry("b"), entry("c")])
    assert (first.batch, second.batch, third.batch) == ("", first.id, first.id)


def test_nothing_is_appended_for_no_entries(log: ReviewLog) -> None:
    assert log.append([]) == []
    assert log.span is None


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=30))
def test_ids_increase_even_where_the_clock_goes_back(
    tmp_path_factory: pytest.TempPathFactory, clock: list[int]
) -> None:
    times = iter(clock)
    with ReviewLog(tmp_path_factory.mktemp("log"), "pc", lambda: next(times)) as log:
        ids = [log.append([entry()])[0].id for _ in clock]
    assert ids == sorted(set(ids))


def test_a_full_counter_goes_on_with_the_next_millisecond() -> None:
    assert review_log._after((5, 0xFFFE)) == (5, 0xFFFF)
    assert review_log._after((5, 0xFFFF)) == (6, 0)


def test_an_id_is_greater_than_those_of_another_device_that_arrives(log: ReviewLog) -> None:
    log._now_ms = lambda: 1000
    log.append([entry()])
    other = entry()
    other = Entry(
        **{field: getattr(other, field) for field in other.__struct_fields__} | {"id": "0000ffff00000007-tv"}
    )
    Path(log.study, "log", "tv.jsonl").write_bytes(encode(other))
    os.utime(Path(log.study, "log"), ns=(1, 1))
    assert log.append([entry()])[0].id == "0000ffff00000008-pc"


def test_a_program_beside_writes_a_file_of_its_own(log: ReviewLog) -> None:
    log.append([entry("a")])
    with ReviewLog(log.study, "pc") as other:
        other.append([entry("b")])
        log.append([entry("c")])
        assert [found.card for found in other.entries()[0]] == ["a", "b", "c"]
    assert len(lines(log)) == 2
    assert len(lines(log, "pc-2")) == 1


def test_a_log_is_free_again_after_closing(log: ReviewLog) -> None:
    for _ in range(2):
        with ReviewLog(log.study, "pc") as other:
            other.append([entry()])
    assert [os.path.basename(path) for path in log_files(log.study)] == ["pc.jsonl"]


def test_too_many_programs_are_told_so(log: ReviewLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_log, "MAX_WRITERS", 1)
    with (
        FileLock(os.path.join(log.study, "pc.lock")),
        pytest.raises(WriteError, match="1 programs write into"),
    ):
        log.append([entry()])


def test_the_span_says_where_the_last_append_stands(log: ReviewLog) -> None:
    log.append([entry()])
    size = len(lines(log)[0])
    assert log.span == Span("pc.jsonl", 0, size)
    log.append([entry()])
    assert log.span == Span("pc.jsonl", size, size + len(lines(log)[1]))


def test_an_entry_after_a_torn_line_begins_a_new_one(log: ReviewLog) -> None:
    log.append([entry("a"), entry("b")])
    log.close()
    path = Path(log_files(log.study)[0])
    path.write_bytes(path.read_bytes()[:-30])
    log.append([entry("c")])
    found, problems = log.entries()
    assert [one.card for one in found] == ["a", "c"]
    assert [(one.path, one.line, one.code) for one in problems] == [(".study/log/pc.jsonl", 2, "torn-line")]


def test_a_torn_last_line_is_reported_and_stays(log: ReviewLog) -> None:
    log.append([entry("a"), entry("b")])
    path = Path(log_files(log.study)[0])
    torn = path.read_bytes()[:-1][:-30]
    path.write_bytes(torn)
    found, problems = log.entries()
    assert [one.card for one in found] == ["a"]
    assert [one.code for one in problems] == ["torn-line"]
    assert path.read_bytes() == torn


FOREIGN = [
    b"<<<<<<< HEAD",
    b"[1, 2]",
    b'"text"',
    b"42",
    b'{"id": 5}',
    b"{}",
    b"\xff\xfe",
    b'{"id":"x","at":"","day":"2026-13-01"}',
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_foreign_line_is_skipped_with_its_number(log: ReviewLog, foreign: bytes) -> None:
    log.append([entry("a")])
    path = Path(log_files(log.study)[0])
    path.write_bytes(b"\n" + path.read_bytes() + foreign + b"\r\n" + path.read_bytes())
    found, problems = log.entries()
    assert [one.card for one in found] == ["a"]
    assert [(one.line, one.code) for one in problems] == [(3, "foreign-line")]


def test_an_entry_of_a_newer_version_stops_with_a_sentence(log: ReviewLog) -> None:
    log.append([entry("a", v=2)])
    with pytest.raises(LogError, match=r"^\.study/log/pc\.jsonl:1 was written by a newer version of study"):
        log.entries()


def test_unknown_fields_are_skipped() -> None:
    line = encode(entry("a")).replace(b'"kind"', b'"mood":[1],"kind"')
    assert decode_entries(line, "x") == ([entry("a")], [])


def test_an_empty_log_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "pc.jsonl").touch()
    with ReviewLog(tmp_path, "pc") as log:
        assert log.entries() == ([], [])
        assert list(log.recent()) == []


def test_a_vault_without_logs_has_no_entries(tmp_path: Path) -> None:
    assert log_files(str(tmp_path)) == []
    assert ReviewLog(tmp_path, "pc").entries() == ([], [])


def test_the_same_entry_in_two_files_counts_once(log: ReviewLog) -> None:
    written = log.append([entry("a"), entry("b")])
    path = Path(log_files(log.study)[0])
    path.with_name("copy.jsonl").write_bytes(path.read_bytes())
    assert log.entries()[0] == written
    assert list(log.recent()) == written[::-1]


def test_recent_goes_backwards_through_blocks(log: ReviewLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_log, "BLOCK", 100)
    written = log.append([entry(f"card{number}", prompt="长" * PROMPT_LENGTH) for number in range(7)])
    assert list(log.recent()) == written[::-1]


def test_an_id_by_a_strange_hand_does_not_decide_the_next_one(log: ReviewLog) -> None:
    Path(log.study, "log").mkdir()
    strange = encode(entry()).replace(b'"id":""', b'"id":"not hexadecimal"')
    Path(log.study, "log", "x.jsonl").write_bytes(strange)
    log._now_ms = lambda: 5
    assert log.append([entry()])[0].id == "0000000000050000-pc"


def test_reading_goes_on_behind_the_offsets(log: ReviewLog) -> None:
    log.append([entry("a")])
    first = read_steps(log.study, {})
    log.append([entry("b")])
    second = read_steps(log.study, first.offsets)
    assert [step.card for step in (*first.steps, *second.steps)] == ["a", "b"]
    assert second.offsets == {"pc.jsonl": log.span.end}


def test_an_unfinished_last_line_is_left_for_later(log: ReviewLog) -> None:
    log.append([entry("a"), entry("b")])
    path = Path(log_files(log.study)[0])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    found = read_steps(log.study, {})
    assert [step.card for step in found.steps] == ["a"]
    path.write_bytes(whole)
    assert [step.card for step in read_steps(log.study, found.offsets).steps] == ["b"]


def test_a_full_disk_leaves_the_log_as_it_was(log: ReviewLog, monkeypatch: pytest.MonkeyPatch) -> None:
    written = log.append([entry("a")])
    whole = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: whole(fd, data[:10]))
    with pytest.raises(WriteError, match="No space left on device"):
        log.append([entry("b")])
    monkeypatch.undo()
    assert log.entries() == (written, [])


def test_a_rest_that_cannot_be_taken_back_ends_its_line(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([entry("a")])
    whole = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: whole(fd, data[:10]))
    monkeypatch.setattr(os, "ftruncate", lambda *_: (_ for _ in ()).throw(OSError(5, "broken")))
    with pytest.raises(WriteError):
        log.append([entry("b")])
    monkeypatch.undo()
    log.append([entry("c")])
    found, problems = log.entries()
    assert [one.card for one in found] == ["a", "c"]
    assert [one.code for one in problems] == ["torn-line"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    with pytest.raises(WriteError, match=r"log cannot be written: .*\. The answer is not in the log\."):
        ReviewLog(tmp_path, "pc").append([entry()])


def test_the_device_is_named_by_the_environment(tmp_path: Path) -> None:
    assert device_name(str(tmp_path), {"STUDY_DEVICE": "My Phone/2"}) == "my-phone-2"


def test_the_device_gets_its_name_once(tmp_path: Path) -> None:
    name = device_name(str(tmp_path), {})
    assert device_name(str(tmp_path), {}) == name
    assert (tmp_path / "device").read_text() == name + "\n"


def test_a_device_name_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"device cannot be written"):
        device_name(str(tmp_path / "missing"), {})


def test_a_log_that_cannot_be_read_is_named(log: ReviewLog) -> None:
    log.append([entry("a")])
    Path(log.study, "log", "other.jsonl").mkdir()
    for read in (log.entries, lambda: list(log.recent()), lambda: read_steps(log.study, {})):
        with pytest.raises(LogError, match=r"\.study/log/other\.jsonl cannot be read: Is a directory\."):
            read()


def test_a_device_name_that_is_no_text_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "device").write_bytes(b"\xff\xfe\x00garbage")
    name = device_name(str(tmp_path), {})
    assert (tmp_path / "device").read_text("utf-8") == f"{name}\n"


def test_the_number_of_a_line_is_that_in_the_file_wherever_reading_began(log: ReviewLog) -> None:
    log.append([entry("a"), entry("b")])
    offsets = read_steps(log.study, {}).offsets
    path = Path(log_files(log.study)[0])
    path.write_bytes(path.read_bytes() + b"\nforeign\n")
    assert [(one.line, one.found) for one in read_steps(log.study, offsets).problems] == [(4, "foreign")]
    path.write_bytes(path.read_bytes() + encode(entry("c", v=2)))
    newer = r"^\.study/log/pc\.jsonl:5 was written by a newer version of study"
    for read in (lambda: read_steps(log.study, offsets), lambda: list(log.recent()), log.entries):
        with pytest.raises(LogError, match=newer):
            read()


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced")
def test_entries_go_into_the_file_that_replaced_the_log(log: ReviewLog, tmp_path: Path) -> None:
    """As after `git stash` or `git pull` while a session is open."""
    first = log.append([entry("a")])
    path = Path(log_files(log.study)[0])
    later = encode(entry("b")).replace(b'"id":""', b'"id":"ffffff0000000000-pc"')
    (tmp_path / "new").write_bytes(later)
    (tmp_path / "new").replace(path)
    [third] = log.append([entry("c")])
    assert third.id == "ffffff0000000001-pc"
    assert [one.card for one in log.entries()[0]] == ["b", "c"]
    assert log.span == Span("pc.jsonl", len(later), path.stat().st_size)
    path.unlink()
    path.parent.rmdir()
    log.append([entry("d")])
    assert [one.card for one in log.entries()[0]] == ["d"]
    assert first[0].id < third.id


def test_a_folder_that_became_a_file_is_named(log: ReviewLog) -> None:
    log.append([entry("a")])
    path = Path(log_files(log.study)[0])
    path.unlink()
    path.parent.rmdir()
    path.parent.touch()
    with pytest.raises(WriteError, match=r"log cannot be written: .*\. The answer is not in the log\."):
        log.append([entry("b")])
