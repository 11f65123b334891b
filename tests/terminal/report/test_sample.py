"""The sample that tests and pictures show: its figures fit together."""

import pytest

from studycli.report.model import Report
from tests.report_sample import empty_report, new_stats, one_review_report, sample_report, sample_stats


@pytest.mark.parametrize("report", [sample_report(), empty_report(), one_review_report()])
def test_cards_are_the_same_by_note_and_in_all(report: Report) -> None:
    notes = [topic.standing for topic in report.mastery.notes]
    vault = report.mastery.vault
    assert sum(each.cards for each in notes) == vault.cards == 162
    assert sum(each.seen for each in notes) == vault.seen == vault.cards - vault.new


def test_each_model_foretold_all_answers() -> None:
    retention = sample_report().retention
    for model in retention.forecasters[:2]:
        assert sum(each.seen.of for each in model.bins) == retention.total.of
        assert sum(each.seen.count for each in model.bins) == retention.total.count


def test_the_sample_is_as_large_as_a_screen_must_bear() -> None:
    report = sample_report()
    assert report.ready
    assert len(report.mastery.tags) == 12
    assert (report.today - report.load.days[0].day).days == 199
    assert (report.load.ahead[0].day, len(report.load.ahead)) == (report.today, 366)
    assert sum(day.new for day in report.ready.plan) == report.mastery.vault.new


def test_a_card_that_was_never_asked_has_no_history() -> None:
    assert not new_stats().answers
    assert len(sample_stats().answers) == 14
