"""From a source's schedules to entries of the log."""

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.clock import study_day
from studycli.exchange.history import Known, joined, logged, of_cards, renamed, tracked, with_wrote
from studycli.exchange.model import Answer, Asked, Logged, Track
from studycli.schedule.sm2 import Schedule
from studycli.store.entry import Entry, LoggedState

DAY_STARTS = ["00:00", "04:00", "05:30"]
ZONE = timezone(timedelta(hours=8))
STATE = Schedule(2, 6, 2.5, date(2026, 11, 26), date(2026, 11, 20), 0, passed=True)
EARLIER = Schedule(1, 1, 2.5, date(2026, 11, 20), date(2026, 11, 19), 1, passed=True)


A, B, C = (Asked(name, f"prompt of {name}", line) for name, line in (("aaa", 3), ("bbb", 5), ("ccc", 5)))
ANSWERS = (
    Answer(datetime(2026, 11, 19, 9, 0, tzinfo=ZONE), "review", 1, 12.5, EARLIER),
    Answer(datetime(2026, 11, 20, 2, 0, tzinfo=ZONE), "review", 4, None, STATE),
)


def entries(known: list[Known]) -> list[Entry]:
    return decoded(of(*known).lines)


def of(*known: Known, note: str = "a.md") -> Logged:
    return logged(note, known, "anki", "04:00")


def decoded(lines: bytes) -> list[Entry]:
    return msgspec.json.Decoder(Entry).decode_lines(lines)


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


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_state_at_the_ends_of_the_calendar_is_an_entry(day: date) -> None:
    [entry] = entries([Known(A, Track(line=3, state=STATE._replace(last=day, due=day)))])
    assert entry.state == LoggedState.of(STATE._replace(last=day, due=day))


def test_a_new_card_that_is_set_aside_is_an_entry_before_any_answer() -> None:
    [entry] = entries([Known(A, Track(line=3, suspended=True))])
    assert (entry.state, entry.suspended, entry.day) == (None, True, date(2000, 1, 1))


def test_a_new_card_leaves_no_entry() -> None:
    assert entries([Known(A, Track(line=3))]) == []


def test_the_same_history_gives_the_same_ids_and_twins_get_their_own() -> None:
    known = [Known(each, Track(each.id, state=STATE)) for each in (A, B, C)]
    ids = [each.id for each in decoded(of(*known).lines)]
    assert [each.id for each in decoded(of(*known, note="b.md").lines)] == ids
    assert len({*ids}) == 3
    assert ids == sorted(ids)


def test_two_answers_of_one_moment_stay_in_their_order() -> None:
    twice = (ANSWERS[0], ANSWERS[0]._replace(kind="repeat", state=STATE))
    assert [each.kind for each in entries([Known(A, Track("aaa", state=STATE, answers=twice))])] == [
        "review",
        "repeat",
    ]


def test_a_line_can_tell_what_the_import_writes() -> None:
    line = of(Known(A, Track("aaa", state=EARLIER, answers=ANSWERS[:1]))).lines
    wrote: dict[str, tuple[str | None, str | None]] = {"next_review": (None, "'2026-11-26'")}
    [entry] = decoded(line)
    assert decoded(with_wrote(line, wrote)) == [msgspec.structs.replace(entry, wrote=wrote)]


def test_logs_are_joined_by_id_with_what_is_new() -> None:
    first = of(Known(A, Track("aaa", state=EARLIER, answers=ANSWERS[:1]))).lines
    before = joined(b"", [with_wrote(first, {"next_review": (None, "x")})])
    both = of(Known(A, Track("aaa", state=STATE, answers=ANSWERS))).lines.splitlines(keepends=True)
    after = joined(before, both[::-1])
    assert after == before + both[1], "what the first import wrote stays"
    moved = Track("aaa", state=STATE, answers=(ANSWERS[0]._replace(grade=3), ANSWERS[1]))
    new = of(Known(A, moved)).lines
    assert joined(after, new.splitlines(keepends=True)) == new


def test_only_the_last_entry_of_a_card_names_its_note_and_prompt() -> None:
    found = entries([Known(A, Track("aaa", state=STATE, answers=ANSWERS))])
    assert [(each.note, each.prompt) for each in found] == [("", ""), ("a.md", "prompt of aaa")]


def test_entries_can_name_another_note() -> None:
    first = of(Known(A, Track("aaa", state=STATE, answers=ANSWERS)))
    assert renamed(first, "a.md") is first
    assert renamed(first, "b.md") == of(Known(A, Track("aaa", state=STATE, answers=ANSWERS)), note="b.md")


def test_what_is_logged_of_some_cards_is_found_by_their_ids() -> None:
    known = [Known(each, Track(each.id, state=STATE, answers=ANSWERS)) for each in (A, B, C)]
    assert of_cards(of(*known), "b.md", {"aaa", "ccc"}) == of(known[0], known[2], note="b.md")


def test_entries_that_a_reader_made_stand_for_the_answers() -> None:
    answered = Track("aaa", state=STATE, answers=ANSWERS)
    made = [msgspec.structs.replace(each, note="", prompt="") for each in entries([Known(A, answered)])]
    by_entries = Track("aaa", state=STATE, entries=made)
    assert of(Known(A, by_entries)) == of(Known(A, answered))
    flagged = [track._replace(flag="red flag", state=EARLIER) for track in (by_entries, answered)]
    assert of(Known(A, flagged[0])) == of(Known(A, flagged[1]))


def test_the_notes_values_follow_from_its_cards() -> None:
    found = of(
        Known(A, Track("aaa", state=STATE, answers=ANSWERS)),
        Known(B, Track("bbb", state=EARLIER, suspended=True)),
        Known(C, Track("ccc")),
    )
    assert (found.last, found.due) == (date(2026, 11, 20), date(2026, 11, 26))
    assert (found.scheduled, found.events, found.answered) == (2, 2, 4)
    assert found.mastery == 0.21  # (0.9 ** (30 / 6) + 0.9 ** 30 + 0) / 3
    assert of() == Logged("a.md", b"", 0, 0, None, None, 0, 0.0)


@given(
    st.datetimes(datetime(1971, 1, 2), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone comes next
    st.integers(-1439, 1439),
    st.sampled_from(DAY_STARTS),
)
def test_time_and_study_day_of_an_entry_are_those_of_its_datetime(
    at: datetime, minutes: int, day_start: str
) -> None:
    """Times are formatted from numbers here; datetime's own isoformat and study_day are the judge."""
    at = at.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    answers = (Answer(at, "review", 4, None, STATE),)
    found = logged("a.md", [Known(A, Track("aaa", state=STATE, answers=answers))], "anki", day_start)
    [entry] = decoded(found.lines)
    assert (entry.at, entry.day) == (at.isoformat(timespec="seconds"), study_day(at, day_start))
