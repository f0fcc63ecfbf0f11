"""The line at the end of the day (S17): when it is due, and what it says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from desk import WAYS, Desk
from uncrick.core.history.day import Today
from uncrick.core.model.record import Kind, Record
from uncrick.core.presentation import day_summary

OFFICE = ["Mon-Fri 08:30-12:00, 13:00-18:00"]
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


def from_(a_desk: Callable[..., Desk], time: str, *work: str) -> Desk:
    return a_desk(start=datetime.fromisoformat(f"2026-11-23 {time}").replace(tzinfo=UTC), work=work)


def due(desk: Desk) -> bool:
    return day_summary.is_due(desk.state, desk.rules, desk.now)


def test_without_working_hours_due_at_an_absence_after_16_30(a_desk):
    desk = from_(a_desk, "16:20")
    desk.stops(minutes=3)
    assert not due(desk)
    desk.types("12:00")
    assert not due(desk)
    desk.stops("12:59")
    assert not due(desk)
    desk.goes_on("13:00")
    assert due(desk)


def test_days_that_are_worked_whole_have_no_end_of_hours_and_are_due_at_an_absence(a_desk):
    desk = from_(a_desk, "16:20", "Mon-Thu, Sat-Sun 00:00-24:00")
    desk.types("15:00")
    assert not due(desk)
    desk.stops("17:00")
    assert due(desk)


def test_without_working_hours_a_day_may_end_after_midnight(a_desk):
    desk = from_(a_desk, "23:30")
    desk.types("60:00")
    desk.skips()
    desk.stops("65:00")
    assert due(desk), "half past midnight"


def test_due_at_the_end_of_a_night_shift_with_the_date_on_which_it_began(a_desk):
    desk = from_(a_desk, "21:00", "Mon-Fri 22:00-06:00")
    desk.types("530:00")
    desk.goes_on("545:00")
    assert due(desk)
    assert desk.state.day.on == MONDAY.date()


def test_locked_screen_is_an_absence(a_desk):
    desk = from_(a_desk, "17:00")
    desk.types("5:00")
    desk.locks()
    assert due(desk)


def test_due_at_the_end_of_working_hours(a_desk):
    desk = from_(a_desk, "17:50", *OFFICE)
    desk.types("9:59")
    assert not due(desk)
    desk.types("10:00")
    assert due(desk)
    desk.types("25:00")
    assert due(desk)
    desk.types("25:01")
    assert not due(desk)


def test_due_at_an_absence_in_the_last_hour(a_desk):
    desk = from_(a_desk, "16:55", *OFFICE)
    desk.stops("2:00")
    assert not due(desk)
    desk.types("6:00")
    desk.stops("7:00")
    assert due(desk)


def test_not_due_while_nobody_is_there(a_desk):
    desk = from_(a_desk, "17:30", *OFFICE)
    desk.stops("31:00")
    assert not due(desk)


def test_not_due_around_a_lunch_break(a_desk):
    desk = from_(a_desk, "11:30", *OFFICE)
    desk.stops("5:00")
    assert not due(desk)
    desk.types("31:00")
    assert not due(desk)
    desk.stops("33:00")
    assert not due(desk)


def test_not_due_on_a_day_off(a_desk):
    desk = a_desk(start=datetime(2026, 11, 21, 17, 59, tzinfo=UTC), work=OFFICE)
    desk.types("5:00")
    assert not due(desk)


@pytest.mark.parametrize("running", ["a prompt", "a routine", "a pause"])
def test_not_due_during_anything_else(a_desk, running):
    desk = from_(a_desk, "16:20")
    desk.types("60:00")
    if running == "a routine":
        desk.starts()
    elif running == "a pause":
        desk.pauses(60)
    desk.stops("60:30")
    assert not due(desk)


# ---------------------------------------------------------------- last week


def left(at: datetime, minutes: int) -> Record:
    return Record(f"{at}", at, at + timedelta(minutes=minutes), Kind.STEPPED_AWAY, "policy")


def test_last_week_is_the_calendar_week_before():
    days = [left(MONDAY + timedelta(days=days, hours=10), 6) for days in (-8, -7, -3, -1, 0)]
    week = day_summary.last_week(days, MONDAY.date() + timedelta(days=2), UTC)
    assert [day.on.isoformat() for day in week] == ["2026-11-16", "2026-11-20", "2026-11-22"]
    assert day_summary.since(MONDAY.date() + timedelta(days=2), UTC) == MONDAY - timedelta(days=7) + timedelta(hours=4)


def test_average_leaves_out_days_without_a_break():
    prompted = Record("p", MONDAY - timedelta(days=3), None, Kind.PROMPTED, "policy")
    assert day_summary.last_week([prompted], MONDAY.date(), UTC) == []


def test_title_and_average_of_last_week():
    today = Today(MONDAY.date(), done=2, stepped_away=1, natural=2, seconds_away=24 * 60)
    week = [
        Today(MONDAY.date(), done=3, seconds_taken=600),
        Today(MONDAY.date(), stepped_away=6, natural=2, seconds_taken=1200),
    ]
    assert day_summary.title(today) == "Today: 3 breaks, 2 with exercises"
    assert day_summary.beside(week) == "Last week it was 4 breaks a day, with 15 min away from the screen."
    assert day_summary.beside([]) == ""


def test_one_break_is_singular():
    assert day_summary.title(Today(MONDAY.date(), done=1)) == "Today: 1 break, 1 with exercises"
    assert day_summary.title(Today(MONDAY.date(), stepped_away=1)) == "Today: 1 break"


def test_who_was_only_away_reads_how_often():
    assert day_summary.title(Today(MONDAY.date(), natural=1)) == "You left the desk once today"


def test_title_fits_a_notification():
    assert len(day_summary.title(Today(MONDAY.date(), done=100, seconds_away=86400))) <= 40
