"""When to look next, what silence to watch for, and what the calendar says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk import Desk, seconds, suggest
from uncrick.core.model.moment import Moment
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.scheduling.blockers import Code
from uncrick.core.scheduling.calendar_day import day_at
from uncrick.core.scheduling.outlook import idle_threshold, next_wake
from uncrick.core.scheduling.rules import Rules

BERLIN = ZoneInfo("Europe/Berlin")


def next_look(desk: Desk) -> float:
    """Seconds since the story began."""
    wake = next_wake(desk.state, desk.rules, desk.now)
    assert wake is not None
    return desk.time + wake - desk.now.ticks


# ---------------------------------------------------------------- the next look


def test_at_work_the_next_look_is_at_the_window():
    desk = Desk()
    assert next_look(desk) == seconds("50:00")
    desk.types("50:00")
    assert next_look(desk) == seconds("58:00"), "from where shorter lulls do"
    desk.types("58:00")
    assert next_look(desk) == seconds("60:00")


def test_in_a_silence_the_next_look_is_where_the_person_is_away():
    desk = Desk(watched=False)
    desk.types("10:00")
    desk.stops("10:05")
    assert next_look(desk) == seconds("11:00")
    desk.stops("11:00")
    assert next_look(desk) == seconds("15:00"), "a natural break"


def test_in_a_silence_in_the_window_the_next_look_is_at_the_lull():
    desk = Desk(watched=False)
    desk.types("52:00")
    desk.stops()
    assert next_look(desk) == seconds("52:08")


def test_a_mark_that_will_not_be_reached_in_silence_is_not_waited_for():
    desk = Desk(watched=False)
    desk.types("48:00")
    desk.stops("48:10")
    assert next_look(desk) == seconds("49:00"), "not 50:00"


def test_a_prompt_that_is_up_is_looked_at_for_bubble_answer_and_leaving():
    desk = Desk(watched=False)
    desk.types("60:00")
    assert next_look(desk) == seconds("60:45")
    desk.types("61:00")
    assert next_look(desk) == seconds("65:00")
    desk.stops("61:01")
    desk.stops("62:00")
    assert next_look(desk) == seconds("62:30")


def test_a_break_is_looked_at_as_it_ends():
    desk = Desk()
    desk.starts()
    assert next_look(desk) == 60.0
    desk.halts()
    assert next_look(desk) == seconds("1140:00"), "four: a halted routine does not end by itself"


def test_a_pause_is_looked_at_as_it_ends_a_snooze_as_well():
    desk = Desk()
    desk.types("60:00")
    desk.snoozes()
    assert next_look(desk) == seconds("70:00")
    desk.pauses(30)
    assert next_look(desk) == seconds("90:00")


def test_nothing_is_looked_for_behind_a_lock_after_the_break_but_the_next_day():
    desk = Desk()
    desk.locks()
    desk.stops("5:00")
    assert next_look(desk) == seconds("1140:00")


def test_after_work_the_next_look_is_a_turn_of_the_calendar():
    desk = Desk(start=datetime(2026, 11, 23, 18, 30, tzinfo=BERLIN), zone=BERLIN, work=["Mon-Fri 08:30-18:00"])
    assert next_look(desk) == seconds("570:00"), "four"
    desk.types("571:00")
    assert next_look(desk) == seconds("840:00"), "08:30"


def test_a_wall_clock_that_is_set_moves_the_calendars_next_look_with_it():
    desk = Desk(start=datetime(2026, 11, 23, 7, 30, tzinfo=UTC), work=["Mon-Fri 08:30-18:00"])
    assert next_look(desk) == seconds("60:00")
    desk.sets_clock(1800.0)
    assert next_look(desk) == seconds("30:00")


def test_an_ordinary_hour_needs_few_looks():
    desk = Desk()
    desk.types("60:00")
    assert len(desk.trace) <= 4, "the window, its last minutes, the full hour, and the end of the story"


# ---------------------------------------------------------------- what to watch for


@pytest.mark.parametrize(
    ("at", "wanted"), [("49:59", 60.0), ("50:00", 8.0), ("57:59", 8.0), ("58:00", 2.0), ("60:00", 60.0)]
)
def test_lulls_are_watched_for_in_the_window_only(at, wanted):
    desk = Desk()
    desk.types(at)
    assert idle_threshold(desk.state, desk.rules) == wanted


def test_a_prompt_that_is_up_watches_for_whoever_leaves():
    desk = Desk(left=30.0)
    desk.types("60:00")
    assert idle_threshold(desk.state, desk.rules) == 30.0


def test_an_overdue_prompt_watches_for_a_lull():
    desk = Desk()
    desk.types("60:00")
    desk.begins("call")
    desk.ends("call")
    assert idle_threshold(desk.state, desk.rules) == 2.0


@pytest.mark.parametrize("doing", ["pause", "break", "away"])
def test_where_no_prompt_can_come_idleness_is_watched_for(doing):
    desk = Desk()
    desk.types("51:00")
    if doing == "pause":
        desk.pauses(3)
    elif doing == "break":
        desk.starts()
    else:
        desk.locks()
    assert idle_threshold(desk.state, desk.rules) == 60.0


def test_less_than_a_second_is_not_watched_for():
    desk = Desk(lull=0.5)
    desk.types("50:30")
    assert idle_threshold(desk.state, desk.rules) == 1.0


# ---------------------------------------------------------------- the calendar


def day(text: str, *, work: list[str] | None = None, quiet: list[str] | None = None):
    rules = Rules(suggest, work=parse_hours(work or []), quiet=parse_hours(quiet or []), zone=BERLIN)
    at = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    return day_at(Moment(at.astimezone(UTC), 0.0), rules)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_without_hours_a_day_lasts_until_four():
    result = day("2026-11-23 12:00")
    assert (result.off, result.quiet, result.edge) == (False, False, None)
    assert result.on.isoformat() == "2026-11-23"
    assert result.until == local("2026-11-24 04:00")


@pytest.mark.parametrize(("date", "hours"), [("2026-03-28", 23), ("2026-10-24", 25)])
def test_a_day_on_which_the_clocks_are_changed_lasts_until_its_own_four(date, hours):
    result = day(f"{date} 04:00")
    assert result.until - result.since == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("time", "off", "edge", "until"),
    [
        ("08:29", True, None, "08:30"),
        ("08:30", False, Code.DAY_START, "08:50"),
        ("08:49", False, Code.DAY_START, "08:50"),
        ("08:50", False, None, "11:50"),
        ("11:50", False, Code.DAY_END, "12:00"),
        ("12:00", True, None, "20:00"),
        ("20:00", False, Code.DAY_START, "20:20"),
    ],
)
def test_a_working_day_has_first_and_last_minutes(time, off, edge, until):
    result = day(f"2026-11-23 {time}", work=["Mon 08:30-12:00, 20:00-22:00"])
    assert (result.off, result.edge) == (off, edge)
    assert result.until == local(f"2026-11-23 {until}")


def test_a_lunch_break_does_not_end_the_day():
    work = ["Mon 08:30-12:00, 13:00-18:00"]
    assert day("2026-11-23 11:55", work=work).edge is None
    assert day("2026-11-23 13:05", work=work).edge is None
    assert day("2026-11-23 17:55", work=work).edge is not None


def test_work_around_the_clock_has_no_first_and_last_minutes():
    result = day("2026-11-23 00:05", work=["Mon-Sun 00:00-24:00"])
    assert (result.off, result.edge) == (False, None)


def test_a_day_of_less_than_half_an_hour_is_all_edge():
    assert day("2026-11-23 09:15", work=["Mon 09:00-09:25"]).edge == Code.DAY_START
    assert day("2026-11-23 09:21", work=["Mon 09:00-09:25"]).edge == Code.DAY_END


def test_quiet_hours_turn_the_day_too():
    assert day("2026-11-23 11:00", quiet=["12:00-13:00"]).until == local("2026-11-23 12:00")
    result = day("2026-11-23 12:30", quiet=["12:00-13:00"])
    assert result.quiet
    assert result.until == local("2026-11-23 13:00")


def test_looks_that_lie_closer_than_a_microsecond_are_one():
    desk = Desk()
    desk.state = replace(desk.state, count=3000.0 - 1e-9)
    desk.owed = desk.state.count
    assert next_look(desk) > 1.0
