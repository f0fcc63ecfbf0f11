"""What a day came to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lives import dates
from uncrick.core.history.day import Today, close, learn, of_day, sentence
from uncrick.core.model.record import Fact, Item, Kind, Record

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)


def record(kind: Kind, time: str = "10:00", *, until: str | None = None, **detail: Fact) -> Record:
    def local(text: str) -> datetime:
        text = text if "-" in text else f"2026-11-23 {text}"
        return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)

    routine = (Item("turn", "Turn", 5, 40),)
    end = None if until is None else local(until)
    return Record(f"{kind}-{time}", local(time), end, kind, "cli", routine, None, detail)


def day_of(*records: Record) -> Today:
    return of_day(records, MONDAY, BERLIN)


@pytest.mark.parametrize(
    "kind", [Kind.DONE, Kind.STEPPED_AWAY, Kind.SKIPPED, Kind.IGNORED, Kind.SNOOZED, Kind.NATURAL, Kind.PART_DONE]
)
def test_each_kind_of_answer_is_counted(kind):
    assert getattr(day_of(record(kind), record(kind, "11:00")), kind.value) == 2


@pytest.mark.parametrize("kind", [Kind.PROMPTED, Kind.STARTED, Kind.DEFERRED, Kind.PAUSED, Kind.RESUMED, Kind.FEEDBACK])
def test_the_others_are_not(kind):
    assert day_of(record(kind)) == Today(MONDAY)


def test_breaks_are_those_that_were_completed_natural_ones_included():
    day = day_of(
        record(Kind.DONE),
        record(Kind.STEPPED_AWAY),
        record(Kind.NATURAL),
        record(Kind.PART_DONE),
        record(Kind.SKIPPED),
        record(Kind.IGNORED),
    )
    assert day.breaks == 3


def test_minutes_away_include_routines_that_were_stopped_early():
    day = day_of(record(Kind.DONE, seconds=60), record(Kind.PART_DONE, seconds=20), record(Kind.DONE))
    assert day.seconds_away == 80


@pytest.mark.parametrize("kind", [Kind.NATURAL, Kind.STEPPED_AWAY])
def test_an_absence_is_counted_once_it_has_ended(kind):
    day = day_of(record(kind, "10:00"))
    assert day.seconds_away == 0
    day = close(day, record(kind, "10:00", until="10:12"), BERLIN)
    assert day.minutes_away == 12
    assert close(day, record(kind, "10:00", until="10:50"), BERLIN) == day, "closed once"


def test_an_absence_that_has_ended_already_is_counted_at_once():
    assert day_of(record(Kind.NATURAL, "10:00", until="10:12")).minutes_away == 12


def test_another_absence_is_not_the_one_that_is_open():
    day = day_of(record(Kind.NATURAL, "10:00"))
    assert close(day, record(Kind.NATURAL, "09:00", until="09:30"), BERLIN) == day
    assert close(day, record(Kind.NATURAL, "10:00"), BERLIN) == day, "still open"


def test_an_absence_into_the_next_day_ended_the_day_and_adds_no_minutes():
    day = day_of(record(Kind.NATURAL, "18:00", until="2026-11-24 09:00"))
    assert day.natural == 1
    assert day.minutes_away == 0


def test_a_clock_that_was_set_back_takes_no_minutes_away():
    day = day_of(record(Kind.DONE, seconds=60), record(Kind.NATURAL, "10:00", until="09:00"))
    assert day.seconds_away == 60


def test_a_day_is_the_persons_and_ends_at_four():
    late = record(Kind.DONE, "2026-11-24 03:59")
    early = record(Kind.DONE, "2026-11-24 04:01")
    assert day_of(late, early).done == 1
    assert of_day([late, early], date(2026, 11, 24), BERLIN).done == 1


def test_a_later_day_begins_anew_and_an_earlier_record_is_too_late():
    day = learn(Today(MONDAY, done=3), record(Kind.DONE, "2026-11-24 08:00"), BERLIN)
    assert (day.on, day.done) == (date(2026, 11, 24), 1)
    assert learn(day, record(Kind.DONE), BERLIN) == day


def test_the_sentence_of_a_day_without_breaks_has_no_blame():
    assert sentence(day_of(record(Kind.SKIPPED), record(Kind.IGNORED))) == "No break yet today."


def test_a_day_is_summed_up_in_one_sentence():
    day = Today(MONDAY, done=2, stepped_away=1, skipped=5, seconds_away=2460, seconds_taken=2460)
    assert sentence(day) == "Today: 3 breaks, 2 with exercises, 41 minutes away from the screen."
    assert sentence(Today(MONDAY, done=1, seconds_taken=20)) == "Today: 1 break, 1 with exercises."
    assert sentence(Today(MONDAY, stepped_away=1, seconds_taken=60)) == "Today: 1 break, 1 minute away from the screen."


def test_lunch_and_going_home_are_no_breaks_of_the_day():
    lunch, home = record(Kind.NATURAL, "12:00", until="13:00"), record(Kind.NATURAL, "18:00")
    day = day_of(record(Kind.DONE, seconds=60), lunch, home)
    assert (day.taken, day.minutes_taken, day.returns, day.breaks) == (1, 1, 1, 3)
    assert sentence(day) == (
        "Today: 1 break, 1 with exercises, 1 minute away from the screen. You were also away from the desk once."
    )


def test_who_was_only_away_reads_so():
    day = Today(MONDAY, natural=2)
    assert sentence(day) == "No break yet today. You were away from the desk 2 times."


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(0, 3 * 24 * 60), st.integers(0, 100)), max_size=30))
def test_a_day_is_the_same_however_it_is_learned(found):
    records = [
        Record(
            str(number),
            datetime(2026, 11, 22, 12, 0, tzinfo=UTC) + timedelta(minutes=minute),
            datetime(2026, 11, 22, 12, 0, tzinfo=UTC) + timedelta(minutes=minute + length),
            kind,
            "cli",
        )
        for number, (kind, minute, length) in enumerate(sorted(found, key=lambda row: row[1]))
    ]
    learned = Today(MONDAY)
    for one in records:
        if dates.day_of(one.at.astimezone(BERLIN)) <= MONDAY:
            learned = learn(learned, one, BERLIN)
    assert learned == of_day(records, MONDAY, BERLIN)
    assert learned.seconds_away >= 0
