"""What the calendar does to the policy: working and quiet hours, the day, a wall clock that is set."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase

BERLIN = ZoneInfo("Europe/Berlin")  # 2026-03-29: 02:00 is followed by 03:00; 2026-10-25: 02:59 by 02:00
OFFICE = ["Mon-Fri 08:30-18:00"]


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


def at(text: str) -> datetime:
    """A local time; 2026-11-23 is a Monday."""
    return datetime.fromisoformat(text if "-" in text else f"2026-11-23 {text}").replace(tzinfo=BERLIN)


def in_berlin(a_desk: Callable[..., Desk], start: str, **more: object) -> Desk:
    return a_desk(start=at(start), zone=BERLIN, **more)


# ---------------------------------------------------------------- a wall clock that is set


@pytest.mark.parametrize("by", [7200.0, -7200.0, 86400.0, -86400.0 * 400])
def test_a_wall_clock_that_is_set_changes_no_interval(a_desk, by):
    desk = a_desk()
    desk.types("30:00")
    desk.sets_clock(by)
    assert desk.count == "30:00"
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


@pytest.mark.parametrize("by", [7200.0, -7200.0])
def test_a_wall_clock_that_is_set_changes_neither_snooze_nor_pause(a_desk, by):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.sets_clock(by)
    desk.types("70:00")
    assert desk.prompts == ["60:00", "70:00"]
    desk.pauses(30)
    desk.sets_clock(-by)
    desk.types("99:59")
    assert desk.phase is Phase.PAUSED
    desk.types("100:00")
    assert desk.phase is Phase.WORKING


def test_a_clock_set_back_by_a_day_keeps_the_daily_limit_of_that_day(a_desk):
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    desk.skips()
    desk.sets_clock(-86400.0)
    desk.types("121:00")
    assert len(desk.prompts) == 2, "another date"


def test_a_clock_that_is_set_into_working_hours_begins_them(a_desk):
    desk = in_berlin(a_desk, "07:00", work=OFFICE)
    desk.types("10:00")
    assert desk.phase is Phase.OFF
    desk.sets_clock(2 * 3600.0)
    assert desk.phase is Phase.WORKING
    desk.sets_clock(-2 * 3600.0)
    assert desk.phase is Phase.OFF


# ---------------------------------------------------------------- working hours


def test_outside_working_hours_the_phase_is_off_and_nothing_is_shown(a_desk):
    desk = in_berlin(a_desk, "06:00", work=OFFICE)
    desk.types("100:00")
    desk.pauses_typing(10)
    assert desk.phase is Phase.OFF
    assert desk.prompts == desk.history == []
    assert desk.count == "0:00"


def test_the_hour_starts_with_the_working_hours(a_desk):
    desk = in_berlin(a_desk, "08:00", work=OFFICE)
    desk.types("30:00")
    assert desk.phase is Phase.WORKING
    desk.types("89:59")
    assert desk.prompts == []
    desk.types("90:00")
    assert desk.prompts == ["90:00"]


def test_working_on_brings_prompts_outside_the_hours_and_ends_by_itself(a_desk):
    desk = in_berlin(a_desk, "20:00", work=OFFICE)
    desk.types("10:00")
    desk.works_on()
    assert desk.phase is Phase.WORKING
    desk.types("70:00")
    assert desk.prompts == ["70:00"], "the hour starts with the word"
    desk.skips()
    desk.types("130:00")
    assert desk.phase is Phase.OFF
    desk.types("200:00")
    assert desk.prompts == ["70:00"]


def test_working_on_outlives_a_restart(a_desk):
    desk = in_berlin(a_desk, "20:00", work=OFFICE)
    desk.works_on()
    desk.types("30:00")
    desk.dies(seconds_=20)
    assert desk.phase is Phase.WORKING
    desk.types("121:00")
    assert desk.phase is Phase.OFF


def test_working_on_into_the_working_hours_changes_nothing_in_them(a_desk):
    desk = in_berlin(a_desk, "07:30", work=OFFICE)
    desk.works_on()
    desk.types("79:59")
    assert desk.prompts == [], "not in the first 20 minutes of the day"
    desk.types("82:00")
    assert desk.prompts == ["82:00"]


def test_who_works_on_can_work_on_for_longer(a_desk):
    desk = in_berlin(a_desk, "20:00", work=OFFICE)
    desk.works_on()
    desk.types("60:00")
    desk.skips()
    desk.works_on(minutes=180)
    desk.types("121:00")
    assert desk.refusals == []
    assert desk.prompts == ["60:00", "120:00"], "the hour went on"
    desk.types("240:00")
    assert desk.phase is Phase.OFF


@pytest.mark.parametrize("minutes", [0, -30])
def test_working_on_for_no_time_is_refused_and_the_person_stays_off(a_desk, minutes):
    desk = in_berlin(a_desk, "20:00", work=OFFICE)
    desk.types("1:00")
    desk.works_on(minutes)
    assert [refusal.title for refusal in desk.refusals] == ["That is over already"]
    assert desk.phase is Phase.OFF


def test_working_on_within_the_hours_is_refused(a_desk):
    desk = in_berlin(a_desk, "10:00", work=OFFICE)
    desk.types("1:00")
    desk.works_on()
    assert [refusal.title for refusal in desk.refusals] == ["These are working hours"]


def test_without_working_hours_it_is_always_work(a_desk):
    desk = in_berlin(a_desk, "23:30")
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_the_end_of_the_working_hours_takes_a_prompt_down(a_desk):
    desk = in_berlin(a_desk, "16:49:30", work=OFFICE, unanswered=3600.0)
    desk.types("60:00")
    assert desk.phase is Phase.DUE
    desk.types("70:30")
    assert desk.phase is Phase.OFF
    assert desk.history == ["60:00 prompted", "70:30 deferred"]
    assert desk.count == "0:00"


def test_a_snooze_does_not_outlive_the_working_hours(a_desk):
    desk = in_berlin(a_desk, "16:45", work=OFFICE)
    desk.types("60:00")
    desk.snoozes(minutes=20)
    desk.types("120:00")
    assert desk.phase is Phase.OFF
    assert desk.prompts == ["60:00"]


def test_a_break_may_be_taken_out_of_hours(a_desk):
    desk = in_berlin(a_desk, "19:00", work=OFFICE)
    desk.starts()
    assert desk.phase is Phase.ON_BREAK
    desk.types("1:00")
    assert desk.history == ["0:00 started", "1:00 done"]
    assert desk.phase is Phase.OFF


def test_a_routine_goes_on_over_the_end_of_the_working_hours(a_desk):
    desk = in_berlin(a_desk, "17:59:30", work=OFFICE)
    desk.starts()
    desk.types("1:00")
    assert desk.history[-1] == "1:00 done"
    assert desk.phase is Phase.OFF


def test_a_natural_break_of_the_day_may_reach_into_the_evening(a_desk):
    desk = in_berlin(a_desk, "17:00", work=OFFICE)
    desk.types("50:00")
    desk.stops("58:00")
    assert desk.history == ["50:00 natural"]
    desk.stops("300:00")
    desk.types()
    assert desk.until(desk.records[0]) == "300:00"
    assert desk.phase is Phase.OFF


def test_silence_out_of_hours_is_no_break(a_desk):
    desk = in_berlin(a_desk, "18:30", work=OFFICE)
    desk.stops("60:00")
    assert desk.history == []


def test_overnight_hours_are_work_on_both_dates(a_desk):
    desk = in_berlin(a_desk, "21:30", work=["Mon-Fri 22:00-06:00"])
    assert desk.phase is Phase.OFF
    desk.types("30:00")
    assert desk.phase is Phase.WORKING
    desk.types("90:00")
    assert desk.prompts == ["90:00"]
    desk.says_done()
    desk.types("150:00")
    assert desk.prompts == ["90:00", "150:00"], "half past midnight"
    desk.types("510:00")
    assert desk.phase is Phase.OFF


# ---------------------------------------------------------------- first and last minutes of the day (S7)


def test_the_first_twenty_minutes_of_the_day_are_silent(a_desk):
    desk = in_berlin(a_desk, "08:30", work=OFFICE, every=900.0, window=0.0, apart=0.0)
    desk.types("20:00")
    assert desk.prompts == []
    desk.types("21:59")
    assert desk.prompts == [], "it waited: a minute, then a lull or another minute"
    desk.types("22:00")
    assert desk.prompts == ["22:00"]


def test_the_last_ten_minutes_of_the_day_are_silent(a_desk):
    desk = in_berlin(a_desk, "16:55", work=OFFICE)
    desk.types("54:30")
    desk.types("65:00")
    assert desk.prompts == []
    assert desk.phase is Phase.OFF


def test_the_minute_before_the_last_ten_may_prompt(a_desk):
    desk = in_berlin(a_desk, "16:49:59", work=OFFICE)
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_a_snooze_that_is_over_in_the_last_ten_minutes_is_not_shown_any_more(a_desk):
    desk = in_berlin(a_desk, "16:45", work=OFFICE)
    desk.types("60:00")
    desk.snoozes()
    desk.types("75:00")
    assert desk.prompts == ["60:00"]


def test_around_a_lunch_break_there_are_no_first_and_last_minutes(a_desk):
    hours = ["Mon-Fri 08:00-12:00, 13:00-18:00"]
    desk = in_berlin(a_desk, "10:55", work=hours)
    desk.types("60:00")
    assert desk.prompts == ["60:00"], "11:55"
    desk = in_berlin(a_desk, "12:59", work=hours, every=600.0, window=0.0)
    desk.types("11:00")
    assert desk.prompts == ["11:00"], "13:10"


def test_a_night_shift_has_first_and_last_minutes_too(a_desk):
    hours = ["22:00-06:00"]
    desk = in_berlin(a_desk, "22:00", work=hours, every=600.0, window=0.0)
    desk.types("20:00")
    assert desk.prompts == []
    desk = in_berlin(a_desk, "2026-11-24 04:55", work=hours)
    desk.types("64:00")
    assert desk.prompts == []


def test_without_working_hours_there_are_no_first_and_last_minutes(a_desk):
    desk = in_berlin(a_desk, "00:00", every=600.0, window=0.0)
    desk.types("10:00")
    assert desk.prompts == ["10:00"]


# ---------------------------------------------------------------- quiet hours


def test_in_quiet_hours_the_prompt_waits_as_in_a_call(a_desk):
    desk = in_berlin(a_desk, "11:30", quiet=["12:00-13:00"])
    desk.types("90:00")
    assert desk.prompts == []
    assert desk.phase is Phase.WORKING
    desk.types("91:59")
    assert desk.prompts == []
    desk.types("92:00")
    assert desk.prompts == ["92:00"]


def test_after_quiet_hours_a_lull_from_a_minute_on_prompts(a_desk):
    desk = in_berlin(a_desk, "11:30", quiet=["12:00-13:00"])
    desk.types("90:40")
    desk.pauses_typing(5)
    desk.types("91:10")
    desk.pauses_typing(5)
    assert desk.prompts == ["91:12"]


def test_quiet_hours_that_begin_take_a_prompt_down(a_desk):
    desk = in_berlin(a_desk, "10:58", quiet=["12:00-13:00"])
    desk.types("62:00")
    assert desk.history == ["60:00 prompted", "62:00 deferred"]
    assert desk.records[-1].detail["reason"] == "quiet_hours"
    desk.types("124:00")
    assert desk.prompts == ["60:00", "124:00"]


def test_being_away_in_quiet_hours_is_a_natural_break(a_desk):
    desk = in_berlin(a_desk, "11:30", quiet=["12:00-13:00"])
    desk.types("40:00")
    desk.stops("85:00")
    assert desk.history == ["40:00 natural"]


def test_the_end_of_quiet_hours_does_not_interrupt_an_absence(a_desk):
    desk = in_berlin(a_desk, "12:30", quiet=["12:00-13:00"])
    desk.types("28:00")
    desk.stops("33:00")
    assert desk.history == ["28:00 natural"]


def test_quiet_hours_within_a_call_end_without_a_prompt(a_desk):
    desk = in_berlin(a_desk, "11:30", quiet=["12:00-13:00"])
    desk.types("80:00")
    desk.begins("call")
    desk.types("95:00")
    assert desk.prompts == []
    desk.ends("call")
    desk.types("97:00")
    assert desk.prompts == ["97:00"]


def test_quiet_hours_over_the_end_of_the_working_hours_bring_nothing(a_desk):
    desk = in_berlin(a_desk, "16:30", work=OFFICE, quiet=["17:00-19:00"])
    desk.types("160:00")
    assert desk.prompts == []
    assert desk.phase is Phase.OFF


# ---------------------------------------------------------------- the day


def test_the_daily_limit_is_one_of_the_local_date(a_desk):
    desk = in_berlin(a_desk, "21:30", max_a_day=1)
    desk.types("60:00")
    desk.skips()
    desk.types("140:00")
    assert desk.prompts == ["60:00"]
    desk.types("152:00")
    assert desk.prompts == ["60:00", "152:00"], "two minutes past midnight"


def test_midnight_leaves_the_count_alone(a_desk):
    desk = in_berlin(a_desk, "23:30")
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


# ---------------------------------------------------------------- the clocks are changed


def test_the_hour_is_sixty_minutes_when_the_clocks_go_forward(a_desk):
    desk = in_berlin(a_desk, "2026-03-29 01:30")
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_the_hour_is_sixty_minutes_when_the_clocks_go_back(a_desk):
    desk = in_berlin(a_desk, "2026-10-25 01:30")
    desk.types("60:00")
    assert desk.prompts == ["60:00"]
    desk.says_done()
    desk.types("120:00")
    assert desk.prompts == ["60:00", "120:00"]


def test_working_hours_that_the_clock_skips_begin_with_the_jump(a_desk):
    desk = in_berlin(a_desk, "2026-03-29 01:00", work=["Sun 02:30-06:00"])
    desk.types("59:59")
    assert desk.phase is Phase.OFF
    desk.types("60:00")
    assert desk.phase is Phase.WORKING
    desk.types("239:59")
    assert desk.phase is not Phase.OFF, "01:00 and four hours by the clock are three"
    assert desk.of(Kind.PROMPTED) != []


def test_working_hours_end_by_the_local_clock_when_the_clocks_go_back(a_desk):
    desk = in_berlin(a_desk, "2026-10-25 01:00", work=["Sun 01:30-04:00"])
    desk.types("30:00")
    assert desk.phase is Phase.WORKING
    desk.types("239:59")
    assert desk.phase is not Phase.OFF
    desk.types("240:00")
    assert desk.phase is Phase.OFF


def test_the_day_is_the_local_date_on_the_day_of_25_hours(a_desk):
    desk = in_berlin(a_desk, "2026-10-25 00:30", max_a_day=1)
    desk.types("60:00")
    desk.skips()
    desk.types("1470:00")
    assert desk.prompts == ["60:00"], "24 and a half hours later it is still that Sunday, a minute before midnight"
    desk.types("1472:00")
    assert desk.prompts == ["60:00", "1472:00"]


# ---------------------------------------------------------------- long absences over calendar turns


def test_a_weekend_asleep_ends_in_a_fresh_hour(a_desk):
    desk = in_berlin(a_desk, "2026-11-27 17:00", work=OFFICE)
    desk.types("30:00")
    desk.sleeps(minutes=63 * 60 + 30)
    assert desk.phase is Phase.WORKING, "Monday, 09:00"
    assert desk.count == "0:00"
    desk.types(minutes=60)
    assert len(desk.prompts) == 1


def test_a_restart_over_a_weekend_is_the_same(a_desk):
    desk = in_berlin(a_desk, "2026-11-27 17:00", work=OFFICE)
    desk.types("30:00")
    desk.dies(minutes=63 * 60 + 30)
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_only_silence_within_the_working_hours_can_be_a_break(a_desk):
    desk = in_berlin(a_desk, "08:00", work=OFFICE)
    desk.stops("34:59")
    assert desk.history == []
    desk.stops("35:00")
    assert desk.history == ["30:00 natural"]


def test_the_turns_of_the_working_day_are_noted(a_desk):
    desk = in_berlin(a_desk, "08:00", work=OFFICE)
    desk.stops("700:00")
    assert [note for note in desk.notes if "orking hours" in note] == [
        "30:00 Working hours began; the hour starts now.",
        "600:00 Working hours ended.",
    ]
