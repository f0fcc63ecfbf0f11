"""What was taken back does not count, in any summary."""

from datetime import UTC, date, datetime, timedelta

import pytest

from uncrick.core.history import adherence, day, practice, stats
from uncrick.core.history.days import days_of
from uncrick.core.history.undone import without_undone
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation import feedback
from uncrick.storage import shipped_data

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TURN = (Item("neck_turn", "Turn your head", 5, 40),)
RULES = shipped_data.rules()


def a_record(number: int, kind: Kind, **detail: str | int) -> Record:
    at = MONDAY + timedelta(minutes=number)
    return Record(f"{number}", at, None, kind, "cli", TURN, detail={"prompt": "1", "showing": 1, **detail})


PROMPTED = a_record(1, Kind.PROMPTED)
TAKEN_BACK = [
    [a_record(2, kind, seconds=60), a_record(3, Kind.UNDONE, of="2")]
    for kind in (Kind.DONE, Kind.SKIPPED, Kind.SNOOZED, Kind.STEPPED_AWAY)
]
SUMMARIES = {
    "day": lambda records: day.of_day(records, MONDAY.date(), UTC),
    "statistics": lambda records: stats.statistics(days_of(records, UTC)),
    "practice": lambda records: practice.practice(records, UTC, RULES),
    "adherence": lambda records: adherence.adherence(records, UTC, RULES.adherence),
    "lately": feedback.lately,
    "days": lambda records: stats.days_with_breaks(days_of(records, UTC), date(2026, 11, 23)),
}


@pytest.mark.parametrize("name", SUMMARIES)
@pytest.mark.parametrize("records", TAKEN_BACK, ids=lambda records: records[0].kind.value)
def test_a_summary_is_as_if_the_answer_had_not_been_given(records, name):
    summary = SUMMARIES[name]
    assert summary([PROMPTED, *records]) == summary([PROMPTED])


def test_the_rest_of_the_history_stands_in_its_order():
    records = [PROMPTED, a_record(2, Kind.SKIPPED), a_record(3, Kind.UNDONE, of="2"), a_record(4, Kind.DONE)]
    assert [record.id for record in without_undone(records)] == ["1", "3", "4"]
