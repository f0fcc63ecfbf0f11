"""The person's day: four in the morning, or the middle of the time off after a night shift."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.person_day import begin_of_day, day_of, end_of_day, person_zone
from uncrick.core.model.week_hours import parse_hours

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS, OFFICE = ["Mon-Fri 22:00-06:00"], ["Mon-Fri 08:30-18:00"]


def day(text: str, *lines: str) -> str:
    """The person's day at that time, 2026-11-23 being a Monday."""
    zone = person_zone(BERLIN, parse_hours(lines))
    return day_of(datetime.fromisoformat(text).replace(tzinfo=BERLIN), zone).isoformat()


@pytest.mark.parametrize("hours", [[], OFFICE, ["Mon-Fri 14:00-22:00"], ["00:00-24:00"], ["Mon-Fri 09:00-05:00"]])
def test_a_day_ends_at_four_where_the_night_is_free_or_has_no_end(hours):
    assert day("2026-11-24 03:59:59", *hours) == "2026-11-23"
    assert day("2026-11-24 04:00", *hours) == "2026-11-24"


@pytest.mark.parametrize(
    ("time", "on"),
    [
        ("2026-11-23 22:00", "2026-11-23"),
        ("2026-11-24 05:59", "2026-11-23"),
        ("2026-11-24 13:59", "2026-11-23"),
        ("2026-11-24 14:00", "2026-11-24"),
        ("2026-11-25 00:30", "2026-11-24"),
        ("2026-11-28 13:59", "2026-11-27"),  # before the weekend too
        ("2026-11-28 14:00", "2026-11-28"),
    ],
)
def test_a_night_shift_is_one_day_which_ends_in_the_middle_of_the_time_off(time, on):
    assert day(time, *NIGHTS) == on


def test_after_a_free_night_a_day_of_a_night_worker_ends_at_four():
    assert day("2026-11-23 03:59", *NIGHTS) == "2026-11-22"
    assert day("2026-11-23 04:00", *NIGHTS) == "2026-11-23"


def test_a_meal_break_at_night_does_not_cut_the_shift():
    hours = ["Mon-Fri 22:00-24:00", "Tue-Sat 02:00-06:00"]
    assert {day(f"2026-11-24 {time}", *hours) for time in ("00:30", "03:00", "05:59", "10:00")} == {"2026-11-23"}


def test_a_late_shift_ends_its_day_in_the_time_off_after_it():
    hours = ["Mon-Fri 20:00-04:00"]
    assert day("2026-11-24 04:10", *hours) == "2026-11-23"
    assert day("2026-11-24 12:00", *hours) == "2026-11-24"


def test_a_shift_that_begins_before_four_has_the_date_on_which_it_begins():
    hours = ["Mon-Fri 03:00-11:00"]
    assert day("2026-11-24 02:50", *hours) == "2026-11-24"
    assert day("2026-11-24 10:00", *hours) == "2026-11-24"
    assert day("2026-11-23 18:59", *hours) == "2026-11-23"
    assert day("2026-11-23 19:00", *hours) == "2026-11-24"


def test_a_day_off_ends_the_night_before_it_as_usual():
    hours = [*NIGHTS, "2026-11-25 off"]
    assert day("2026-11-25 05:00", *hours) == "2026-11-24"
    assert day("2026-11-26 05:00", *hours) == "2026-11-26"


@pytest.mark.parametrize(("on", "hours"), [("2026-03-28", 23), ("2026-10-24", 25)])
def test_a_day_on_which_the_clocks_are_changed_has_its_own_length(on, hours):
    begin = begin_of_day(date.fromisoformat(on), BERLIN)
    assert end_of_day(begin, BERLIN) - begin == timedelta(hours=hours)


def test_a_zone_with_working_hours_shows_the_time_of_the_zone():
    zone = person_zone(BERLIN, parse_hours(NIGHTS))
    for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert at.astimezone(zone).isoformat() == at.astimezone(BERLIN).isoformat()
        assert at.astimezone(zone).astimezone(UTC) == at


HOURS = st.lists(
    st.builds(
        lambda days, begin, end: f"{days} {begin:02}:00-{end:02}:30",
        st.sampled_from(["Mon-Fri", "Mon, Wed", "Sat-Sun", "Mon-Sun"]),
        st.integers(0, 23),
        st.integers(0, 23),
    ),
    max_size=3,
)


@given(HOURS, st.integers(1767225600, 1798761600))
def test_days_follow_each_other_whatever_the_hours(lines, second):
    zone = person_zone(BERLIN, parse_hours(lines))
    now = datetime.fromtimestamp(second, UTC)
    on = day_of(now, zone)
    end = end_of_day(now, zone)
    assert abs((on - now.astimezone(BERLIN).date()).days) <= 1
    assert begin_of_day(on, zone) <= now < end
    assert day_of(end - timedelta(seconds=1), zone) == on
    assert day_of(end, zone) > on
