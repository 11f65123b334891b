"""From a source's schedules to entries of the log."""

from datetime import date, datetime, timedelta, timezone

import msgspec

from studycli.exchange.history import Known, count, joined, last_day, lines, next_day, tracked
from studycli.exchange.model import Answer, Asked, Track
from studycli.schedule.sm2 import Schedule
from studycli.store.entry import Entry, LoggedState

ZONE = timezone(timedelta(hours=8))
STATE = Schedule(2, 6, 2.5, date(2026, 11, 26), date(2026, 11, 20), 0, passed=True)
EARLIER = Schedule(1, 1, 2.5, date(2026, 11, 20), date(2026, 11, 19), 1, passed=True)


A, B, C = (Asked(name, f"prompt of {name}", line) for name, line in (("aaa", 3), ("bbb", 5), ("ccc", 5)))
ANSWERS = (
    Answer(datetime(2026, 11, 19, 9, 0, tzinfo=ZONE), "review", 1, 12.5, EARLIER),
    Answer(datetime(2026, 11, 20, 2, 0, tzinfo=ZONE), "review", 4, None, STATE),
)


def entries(known: list[Known]) -> list[Entry]:
    found = lines("a.md", known, "anki", "04:00", {})
    return [msgspec.json.decode(line.data, type=Entry) for line in sorted(found)]


def test_a_track_finds_its_card_by_id_by_place_or_holds_for_the_rest() -> None:
    by_id, by_place, rest = Track(card="aaa"), Track(line=5, place=1), Track(state=STATE)
    assert tracked([A, B, C], [rest, by_place, by_id]) == [
        Known(C, by_place),
        Known(A, by_id),
        Known(B, rest),
    ]


def test_a_track_without_its_card_is_left_out_and_the_first_of_two_counts() -> None:
    first = Track(card="aaa", state=STATE)
    assert tracked([A], [first, Track(card="aaa"), Track(card="zzz"), Track(line=9)]) == [Known(A, first)]


def test_every_answer_is_an_entry_with_its_time_and_study_day() -> None:
    found = entries([Known(A, Track("aaa", state=STATE, answers=ANSWERS))])
    assert [(each.at, each.day, each.kind, each.grade, each.seconds, each.imported) for each in found] == [
        ("2026-11-19T09:00:00+08:00", date(2026, 11, 19), "review", 1, 12.5, "anki"),
        ("2026-11-20T02:00:00+08:00", date(2026, 11, 19), "review", 4, None, "anki"),
    ]
    assert [each.state and each.state.schedule() for each in found] == [EARLIER, STATE]


def test_a_state_that_no_answer_gives_is_an_entry_of_its_own() -> None:
    moved = STATE._replace(due=date(2026, 12, 1))
    found = entries([Known(A, Track("aaa", state=moved, suspended=True, flag="red flag", answers=ANSWERS))])
    assert [each.kind for each in found] == ["review", "review", "import", "flag"]
    assert found[2].state == LoggedState.of(moved)
    assert (found[2].suspended, found[3].suspended, found[3].remark) == (True, True, "red flag")


def test_a_state_without_history_stands_at_its_last_day() -> None:
    [entry] = entries([Known(A, Track(line=3, state=STATE))])
    assert (entry.kind, entry.day, entry.grade) == ("import", date(2026, 11, 20), None)


def test_a_new_card_that_is_set_aside_is_an_entry_before_any_answer() -> None:
    [entry] = entries([Known(A, Track(line=3, suspended=True))])
    assert (entry.state, entry.suspended, entry.day) == (None, True, date(2000, 1, 1))


def test_a_new_card_leaves_no_entry() -> None:
    assert entries([Known(A, Track(line=3))]) == []


def test_the_same_history_gives_the_same_ids_and_twins_get_their_own() -> None:
    known = [Known(each, Track(each.id, state=STATE)) for each in (A, B, C)]
    first, second = lines("a.md", known, "anki", "04:00", {}), lines("b.md", known, "anki", "04:00", {})
    assert [line.id for line in first] == [line.id for line in second]
    assert len({line.id for line in first}) == 3


def test_two_answers_of_one_moment_stay_in_their_order() -> None:
    twice = (ANSWERS[0], ANSWERS[0]._replace(kind="repeat", state=STATE))
    assert [each.kind for each in entries([Known(A, Track("aaa", state=STATE, answers=twice))])] == [
        "review",
        "repeat",
    ]


def test_what_the_import_writes_stands_in_the_last_entry() -> None:
    known = [Known(A, Track("aaa", state=STATE, answers=ANSWERS))]
    found = sorted(lines("a.md", known, "anki", "04:00", {"next_review": (None, "'2026-11-26'")}))
    wrote = [msgspec.json.decode(line.data, type=Entry).wrote for line in found]
    assert wrote == [None, {"next_review": (None, "'2026-11-26'")}]


def test_logs_are_joined_by_id_with_what_is_new() -> None:
    first, second = (
        Track("aaa", state=EARLIER, answers=ANSWERS[:1]),
        Track("aaa", state=STATE, answers=ANSWERS),
    )
    before = joined(b"", lines("a.md", [Known(A, first)], "anki", "04:00", {"next_review": (None, "x")}))
    after = joined(before, lines("a.md", [Known(A, second)], "anki", "04:00", {}))
    assert after.startswith(before)
    assert (before.count(b"\n"), after.count(b"\n")) == (1, 2)
    moved = Track("aaa", state=STATE, answers=(ANSWERS[0]._replace(grade=3),))
    [line, *_] = sorted(lines("a.md", [Known(A, moved)], "anki", "04:00", {}))
    assert joined(after, [line]) == line.data + after.splitlines(keepends=True)[1]


def test_the_notes_values_follow_from_its_cards() -> None:
    known = [
        Known(A, Track(state=STATE, answers=ANSWERS)),
        Known(B, Track(state=EARLIER, suspended=True)),
        Known(C, Track()),
    ]
    assert (last_day(known), next_day(known), count(known)) == (date(2026, 11, 20), date(2026, 11, 26), 4)
    assert (last_day([]), next_day([]), count([])) == (None, None, 0)
