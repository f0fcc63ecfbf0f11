"""The rows `away`, `natural break`, `obeyed without a click`, `short absence` and `a gap` of the table."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.state import Phase


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


# ---------------------------------------------------------------- away


def test_after_sixty_seconds_without_input_the_person_is_away(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("10:59")
    assert desk.phase is Phase.WORKING
    desk.stops("11:00")
    assert desk.phase is Phase.AWAY
    desk.types()
    assert desk.phase is Phase.WORKING


def test_an_hour_that_fills_in_silence_prompts_within_60_s_or_not_at_all(a_desk):
    desk = a_desk(window=0.0)
    desk.types("59:30")
    desk.stops("60:00")
    assert desk.prompts == ["60:00"], "thirty seconds without input: not away yet"


def test_what_falls_due_at_the_moment_of_going_away_waits_for_the_return():
    desk = Desk(window=0.0, watched=False)
    desk.types("59:00")
    desk.stops("61:00")
    assert desk.prompts == []
    desk.types("62:00")
    assert desk.prompts == ["62:00"], "a minute after the return"


def test_a_snooze_that_is_over_while_away_waits_for_the_return_and_a_minute(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.types("68:00")
    desk.stops("71:00")
    assert desk.phase is Phase.AWAY
    desk.types("71:59")
    assert desk.prompts == ["60:00"]
    desk.types("72:00")
    assert desk.prompts == ["60:00", "72:00"]


def test_a_locked_screen_is_away_at_once(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.locks()
    assert desk.phase is Phase.AWAY
    desk.stops("57:00")
    assert desk.prompts == []


def test_a_sleeping_machine_is_away_at_once(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.sleeps("57:00")
    assert desk.prompts == []
    assert desk.count == "55:00"


def test_the_screen_locks_again_during_an_absence_and_unlocking_ends_it(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("12:00")
    desk.locks()
    desk.locks()
    desk.stops("13:00")
    desk.unlocks()
    desk.unlocks()
    assert desk.phase is Phase.WORKING
    desk.stops("13:59")
    assert desk.phase is Phase.WORKING, "whoever unlocks was seen at the keyboard"
    desk.stops("14:00")
    assert desk.phase is Phase.AWAY


# ---------------------------------------------------------------- natural break


def test_four_minutes_and_fifty_nine_seconds_are_no_natural_break(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("34:59")
    assert desk.history == []
    desk.types()
    assert desk.count == "31:00"


def test_five_minutes_without_input_are_a_natural_break_from_the_last_input_on(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("35:00")
    assert desk.history == ["30:00 natural"]
    assert desk.written(Kind.NATURAL) == ["35:00"]
    assert desk.count == "0:00"
    assert desk.records[0].source == "policy"


def test_a_natural_break_ends_with_the_return(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("42:00")
    (record,) = desk.records
    assert desk.until(record) is None
    desk.types("42:10")
    assert desk.until(record) == "42:00"


def test_after_a_natural_break_the_next_prompt_comes_at_fifty_active_minutes(a_desk):
    desk = a_desk()
    desk.types("58:00")
    desk.locks()
    desk.stops("64:00")
    desk.unlocks()
    desk.types("113:55")
    desk.pauses_typing(4)
    assert desk.prompts == []
    desk.types("115:00")
    desk.pauses_typing(8)
    assert desk.prompts == ["115:08"]


@pytest.mark.parametrize("way", ["idle", "lock", "sleep"])
def test_no_input_lock_and_sleep_of_five_minutes_are_all_natural_breaks(a_desk, way):
    desk = a_desk()
    desk.types("30:00")
    if way == "sleep":
        desk.sleeps("35:00")
    else:
        if way == "lock":
            desk.locks()
        desk.stops("35:00")
    assert desk.history == ["30:00 natural"]
    assert desk.count == "0:00"


def test_silence_and_lock_together_make_five_minutes(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("33:00")
    desk.locks()
    desk.stops("35:00")
    assert desk.history == ["30:00 natural"]


def test_a_lock_soon_after_the_last_input_counts_from_that_input(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("30:40")
    desk.locks()
    desk.stops("36:00")
    assert desk.history == ["30:00 natural"]
    assert desk.written(Kind.NATURAL) == ["35:00"]


def test_a_natural_break_is_recorded_once_however_long_it_lasts(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("300:00")
    desk.locks()
    desk.stops("900:00")
    desk.unlocks()
    desk.types("901:00")
    assert desk.history == ["30:00 natural"]
    assert desk.until(desk.records[0]) == "900:00"


def test_a_natural_break_makes_a_pending_snooze_void(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.stops("65:00")
    assert desk.history[-1] == "60:00 natural"
    desk.types("80:00")
    assert desk.prompts == ["60:00"]
    desk.types("125:00")
    assert desk.prompts == ["60:00", "125:00"], "sixty minutes after the return"


def test_a_natural_break_makes_a_pending_repeat_void(a_desk):
    desk = a_desk()
    desk.types("65:00")
    assert desk.history[-1] == "65:00 ignored"
    desk.stops("70:00")
    desk.types("90:00")
    assert desk.prompts == ["60:00"]


def test_natural_is_a_setting(a_desk):
    desk = a_desk(natural=180.0)
    desk.types("30:00")
    desk.stops("32:59")
    assert desk.history == []
    desk.stops("33:00")
    assert desk.history == ["30:00 natural"]


def test_a_natural_break_shorter_than_idle_is_seen_with_the_silence(a_desk):
    desk = a_desk(natural=30.0)
    desk.types("30:00")
    desk.stops("31:00")
    assert desk.history == ["30:00 natural"]


def test_after_a_routine_only_what_follows_it_can_be_a_natural_break(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.starts()
    desk.stops("61:00")
    assert desk.history[-1] == "61:00 done"
    desk.stops("65:59")
    assert desk.history[-1] == "61:00 done"
    desk.stops("66:00")
    assert desk.history[-1] == "61:00 natural"


# ---------------------------------------------------------------- obeyed without a click


def test_whoever_leaves_for_ninety_seconds_has_obeyed(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.stops("61:59")
    assert desk.phase is Phase.DUE
    desk.stops("62:00")
    assert desk.history == ["60:00 prompted", "60:30 stepped_away"]
    assert desk.written(Kind.STEPPED_AWAY) == ["62:00"]
    assert desk.log[-2:] == ["62:00 down", "62:00 stepped_away"]
    assert desk.count == "0:00"
    assert desk.phase is Phase.AWAY


def test_the_silence_of_the_lull_is_part_of_the_ninety_seconds(a_desk):
    desk = a_desk()
    desk.types("52:00")
    desk.stops("53:30")
    assert desk.history == ["52:08 prompted", "52:00 stepped_away"]


def test_ninety_seconds_must_be_without_any_input(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.pauses_typing(89)
    desk.types("62:00")
    desk.stops("63:29")
    assert desk.phase is Phase.DUE
    assert desk.history == ["60:00 prompted"]


def test_locking_the_screen_obeys_at_once(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.locks()
    assert desk.history == ["60:00 prompted", "60:20 stepped_away"]
    assert desk.phase is Phase.AWAY
    assert desk.count == "0:00"


def test_locking_the_screen_after_a_silence_obeys_from_the_last_input_on():
    desk = Desk(watched=False)
    desk.types("60:20")
    desk.stops("60:50")
    desk.locks()
    assert desk.history == ["60:00 prompted", "60:20 stepped_away"]


def test_the_machine_that_sleeps_obeys_at_once(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.sleeps(minutes=1)
    assert desk.history == ["60:00 prompted", "60:20 stepped_away"]


def test_stepping_away_ends_with_the_return_and_is_no_natural_break_too(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.stops("69:00")
    desk.types("69:30")
    assert desk.history == ["60:00 prompted", "60:30 stepped_away"]
    assert desk.until(desk.records[-1]) == "69:00"


def test_the_record_of_stepping_away_names_the_prompt(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.stops("62:00")
    prompted, away = desk.records
    assert away.detail["prompt"] == prompted.detail["prompt"]


def test_left_is_a_setting(a_desk):
    desk = a_desk(left=30.0)
    desk.types("60:10")
    desk.stops("60:40")
    assert desk.history[-1] == "60:10 stepped_away"


def test_who_leaves_as_the_answer_runs_out_has_obeyed(a_desk):
    desk = a_desk()
    desk.types("63:30")
    desk.stops("65:00")
    assert desk.history[-1] == "63:30 stepped_away"


def test_who_is_silent_as_the_answer_runs_out_is_away_at_once(a_desk):
    desk = a_desk()
    desk.types("63:50")
    desk.stops("65:00")
    assert desk.history == ["60:00 prompted", "65:00 ignored"]
    assert desk.phase is Phase.AWAY
    desk.stops("68:50")
    assert desk.history[-1] == "63:50 natural"


# ---------------------------------------------------------------- short absence


def test_between_idle_and_natural_the_count_stands_still(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.stops("24:00")
    desk.types("25:00")
    assert desk.count == "22:00"


def test_s6_idle_from_48_50_to_50_50_a_lull_at_51_10_is_silent_one_at_51_55_prompts(a_desk):
    desk = a_desk()
    desk.types("48:50")
    desk.stops("50:50")
    desk.types("51:10")
    desk.pauses_typing(8)
    desk.types("51:55")
    assert desk.prompts == []
    desk.pauses_typing(8)
    assert desk.prompts == ["52:03"]


def test_a_lull_that_is_under_way_when_the_minute_is_over_prompts(a_desk):
    desk = a_desk()
    desk.types("52:00")
    desk.locks()
    desk.stops("54:00")
    desk.unlocks()
    desk.types("54:55")
    desk.stops("55:00")
    assert desk.prompts == ["55:00"], "unlocking is a task boundary that waits its minute"


def test_back_from_idleness_the_first_lull_after_a_minute_prompts(a_desk):
    desk = a_desk()
    desk.types("48:50")
    desk.stops("50:50")
    desk.types("51:46")
    desk.stops("51:50")
    assert desk.prompts == []
    desk.stops("51:54")
    assert desk.prompts == ["51:54"]


def test_unlocking_in_the_window_prompts_a_minute_later(a_desk):
    desk = a_desk()
    desk.types("51:00")
    desk.locks()
    desk.stops("51:10")
    desk.unlocks()
    desk.types("52:09")
    assert desk.prompts == []
    desk.types("52:10")
    assert desk.prompts == ["52:10"]


def test_a_full_hour_waits_for_the_minute_after_the_return(a_desk):
    desk = a_desk()
    desk.types("49:00")
    desk.types("59:59")
    desk.locks()
    desk.stops("61:00")
    desk.unlocks()
    desk.types("61:59")
    assert desk.prompts == []
    desk.types("62:00")
    assert desk.prompts == ["62:00"]


def test_with_after_absence_of_zero_nothing_waits_after_the_return(a_desk):
    desk = a_desk(after_absence=0.0)
    desk.types("55:00")
    desk.locks()
    desk.stops("57:00")
    desk.unlocks()
    assert desk.prompts == ["57:00"]


# ---------------------------------------------------------------- a gap


def test_the_laptop_sleeps_three_hours_after_fifty_minutes_no_late_prompt(a_desk):
    desk = a_desk()
    desk.types("50:00")
    desk.sleeps("230:00", announced=False)
    assert desk.history == ["50:00 natural"]
    assert desk.count == "0:00"
    assert desk.until(desk.records[0]) == "230:00"
    desk.types("289:59")
    assert desk.prompts == []
    desk.types("290:00")
    assert desk.prompts == ["290:00"]


def test_an_announced_sleep_of_three_hours_is_the_same(a_desk):
    desk = a_desk()
    desk.types("50:00")
    desk.sleeps("230:00")
    assert desk.history == ["50:00 natural"]
    desk.types("289:59")
    assert desk.prompts == []


def test_a_gap_makes_a_lapsed_snooze_void(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.types("62:00")
    desk.sleeps("200:00", announced=False)
    assert desk.history[-1] == "62:00 natural"
    desk.types("210:00")
    assert desk.prompts == ["60:00"]
    assert desk.phase is Phase.WORKING


def test_the_first_sixty_seconds_of_a_gap_count_if_they_were_active(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.sleeps("23:00", announced=False)
    assert desk.count == "21:00"


def test_the_first_sixty_seconds_count_from_the_last_input_not_from_the_last_look():
    desk = Desk(watched=False)
    desk.types("20:00")
    desk.stops("20:40")
    desk.sleeps("23:00", announced=False)
    assert desk.count == "21:00"


def test_a_gap_of_a_minute_is_no_absence(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.sleeps("21:00", announced=False)
    assert desk.count == "21:00"
    assert desk.phase is Phase.WORKING


def test_a_short_gap_is_followed_by_a_minute_of_silence(a_desk):
    desk = a_desk()
    desk.types("58:30")
    desk.sleeps("62:00", announced=False)
    assert desk.count == "59:30"
    desk.types("62:59")
    assert desk.prompts == []
    desk.types("63:00")
    assert desk.prompts == ["63:00"]


def test_a_gap_while_a_prompt_is_up_is_obeying(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.sleeps("80:00", announced=False)
    assert desk.history == ["60:00 prompted", "60:10 stepped_away"]
    assert desk.until(desk.records[-1]) == "80:00"


def test_a_gap_during_an_absence_prolongs_it(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("33:00")
    desk.sleeps("34:30", announced=False)
    desk.stops("36:00")
    assert desk.history == ["30:00 natural"]
    assert desk.phase is Phase.AWAY
    desk.types()
    assert desk.until(desk.records[0]) == "36:00"


@pytest.mark.parametrize("announced", [True, False])
def test_a_routine_during_which_the_machine_sleeps_is_over_at_that_moment(a_desk, announced):
    desk = a_desk()
    desk.types("60:00")
    desk.starts()
    desk.stops("60:20")
    desk.sleeps("90:00", announced=announced)
    assert desk.history == ["60:00 prompted", "60:00 started", "60:20 part_done", "60:20 natural"]
    assert desk.guided == ["60:00 lead", "60:20 broken off" if announced else "90:00 broken off"]


def test_a_gap_during_a_pause_does_not_make_it_longer(a_desk):
    desk = a_desk()
    desk.types("40:00")
    desk.pauses(30)
    desk.sleeps("75:00", announced=False)
    assert desk.phase is Phase.WORKING
    assert desk.history == ["40:00 paused", "70:00 resumed", "70:00 natural"]


def test_a_gap_ends_within_a_pause(a_desk):
    desk = a_desk()
    desk.types("40:00")
    desk.pauses(30)
    desk.sleeps("60:00", announced=False)
    assert desk.phase is Phase.PAUSED
    desk.types("70:00")
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_a_gap_in_a_call_is_an_absence_from_the_last_sight_on(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.stops("40:00")
    desk.sleeps("43:00", announced=False)
    assert desk.history == [], "three minutes; the silence of the call is none"
    desk.stops("50:00")
    desk.sleeps("56:00", announced=False)
    assert desk.history == ["50:00 natural"]


# ---------------------------------------------------------------- killed and launched


def test_a_restart_of_a_few_seconds_changes_nothing(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.dies("30:10")
    assert desk.count == "30:10"
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_a_restart_is_a_gap(a_desk):
    desk = a_desk()
    desk.types("50:00")
    desk.dies("230:00")
    assert desk.history == ["50:00 natural"]
    assert desk.until(desk.records[0]) == "230:00"
    desk.types("289:59")
    assert desk.prompts == []


def test_a_restart_shows_a_prompt_that_is_due_again(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.dies("60:40")
    assert desk.prompts == ["60:00", "60:40"]
    assert desk.of(Kind.PROMPTED) == desk.records, "the same showing, recorded once"
    assert desk.phase is Phase.DUE


def test_a_restart_of_ninety_seconds_with_a_prompt_up_is_obeying(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.dies("61:40")
    assert desk.history == ["60:00 prompted", "60:10 stepped_away"]


def test_a_restart_keeps_a_snooze(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.types("65:00")
    desk.dies("65:30")
    assert desk.phase is Phase.SNOOZED
    desk.types("70:00")
    assert desk.prompts == ["60:00", "70:00"]
    assert desk.prompted[0].suggestion == desk.prompted[1].suggestion


def test_a_restart_keeps_a_pause_and_its_end(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.pauses(60)
    desk.dies("20:00")
    assert desk.phase is Phase.PAUSED
    desk.types("69:59")
    assert desk.phase is Phase.PAUSED
    desk.types("70:00")
    assert desk.phase is Phase.WORKING


def test_a_restart_within_a_minute_goes_on_with_the_routine(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.starts()
    desk.types("60:10")
    desk.dies("60:20")
    assert desk.phase is Phase.ON_BREAK
    assert desk.guided == ["60:00 lead", "60:20 lead"]
    desk.types("61:00")
    assert desk.history[-1] == "61:00 done"


def test_a_longer_restart_ends_the_routine_when_it_was_last_seen(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.starts()
    desk.types("60:40")
    desk.dies("63:00")
    assert desk.history[-1] == "60:40 done"
    assert desk.phase is Phase.WORKING


def test_a_restart_while_away_takes_the_person_to_be_back_until_told_otherwise(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.stops("33:00")
    desk.dies("33:20")
    assert desk.history == []
    desk.types("34:00")
    assert desk.phase is Phase.WORKING


def test_a_restart_on_a_locked_screen_is_still_away(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.locks()
    desk.stops("31:00")
    desk.dies("31:30")
    assert desk.phase is Phase.AWAY


def test_a_restart_in_a_call_keeps_the_prompt_waiting(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("70:00")
    desk.dies("70:10")
    desk.types("80:00")
    assert desk.prompts == []
    desk.ends("call")
    desk.types("81:59")
    assert desk.prompts == []
    desk.types("82:00")
    assert desk.prompts == ["82:00"]


def test_a_call_that_ended_while_the_daemon_was_down_is_over(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("70:00")
    desk.busy.clear()
    desk._free = desk.time
    desk.dies("70:10")
    desk._free = desk.time
    desk.types("72:10")
    assert desk.prompts == ["72:10"]


def test_a_first_start_takes_the_person_to_be_at_work():
    desk = Desk()
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_a_sleep_that_is_announced_twice_begins_once(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.asleep = True
    desk.happens(ev.Suspended())
    asleep = desk.state
    desk.happens(ev.Suspended())
    assert desk.state == asleep


def test_input_on_a_locked_screen_does_not_make_the_absence_shorter(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.stops("22:00")
    desk.locks()
    desk.types("23:00")
    desk.stops("25:00")
    assert desk.history == ["20:00 natural"]
    assert desk.written(Kind.NATURAL) == ["25:00"]


def test_a_prompt_comes_exactly_a_minute_after_the_return(a_desk):
    desk = a_desk(window=0.0)
    desk.types("59:30")
    desk.sleeps("61:30")
    desk.types("70:00")
    assert desk.prompts == ["62:30"]
