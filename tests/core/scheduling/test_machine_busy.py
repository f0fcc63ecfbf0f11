"""The row `suppressed` of the table: calls, shared and full screens, do-not-disturb and quiet hours."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.state import Phase

REASONS = ["call", "share", "fullscreen", "dnd"]


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


@pytest.mark.parametrize("reason", REASONS)
def test_a_prompt_waits_while_the_reason_lasts_and_the_phase_is_working(a_desk, reason):
    desk = a_desk()
    desk.types("55:00")
    desk.begins(reason)
    desk.types("80:00")
    desk.pauses_typing(10)
    assert desk.prompts == []
    assert desk.phase is Phase.WORKING
    assert reasons(desk.state, desk.rules) == (reason,)


@pytest.mark.parametrize("reason", REASONS)
def test_a_call_from_55_to_80_prompts_at_82_without_a_lull_and_not_before_81(a_desk, reason):
    desk = a_desk()
    desk.types("55:00")
    desk.begins(reason)
    desk.types("80:00")
    desk.ends(reason)
    desk.types("81:59")
    assert desk.prompts == []
    desk.types("82:00")
    assert desk.prompts == ["82:00"]


def test_call_from_55_to_80_a_lull_before_81_00_is_silent_and_one_after_it_prompts(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("80:40")
    desk.pauses_typing(10)
    assert desk.prompts == []
    desk.types("81:10")
    desk.pauses_typing(8)
    assert desk.prompts == ["81:12"], "beyond the last two minutes two seconds are a lull"


def test_a_lull_that_lasts_as_the_minute_is_over_prompts_at_81_00(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("80:50")
    desk.stops("81:00")
    assert desk.prompts == ["81:00"]


def test_a_task_boundary_after_the_minute_is_a_lull_too(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("81:05")
    desk.switches_task()
    assert desk.prompts == ["81:05"]


def test_a_prompt_that_waited_in_the_window_comes_within_two_minutes_too(a_desk):
    desk = a_desk()
    desk.types("51:00")
    desk.begins("call")
    desk.types("53:00")
    desk.ends("call")
    desk.types("54:59")
    assert desk.prompts == []
    desk.types("55:00")
    assert desk.prompts == ["55:00"]


def test_a_call_before_the_window_leaves_the_window_as_it_is(a_desk):
    desk = a_desk()
    desk.types("40:00")
    desk.begins("call")
    desk.types("49:30")
    desk.ends("call")
    desk.types("50:05")
    desk.pauses_typing(8)
    assert desk.prompts == [], "43 seconds after the call"
    desk.types("51:00")
    desk.pauses_typing(7)
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_the_last_reason_to_end_is_the_one_that_counts(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.begins("share")
    desk.types("62:00")
    desk.ends("share")
    desk.types("70:00")
    desk.ends("call")
    desk.types("71:59")
    assert desk.prompts == []
    desk.types("72:00")
    assert desk.prompts == ["72:00"]


def test_a_reason_that_begins_twice_ends_once(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.begins("call")
    desk.types("56:00")
    desk.ends("call")
    desk.ends("call")
    desk.types("58:00")
    assert desk.prompts == ["58:00"]


def test_an_ignored_reason_keeps_nothing_back(a_desk):
    desk = a_desk(ignored=["dnd"])
    desk.types("55:00")
    desk.begins("dnd")
    desk.types("60:00")
    assert desk.prompts == ["60:00"]
    desk.ends("dnd")
    assert desk.phase is Phase.DUE


def test_an_ignored_reason_takes_no_prompt_down(a_desk):
    desk = a_desk(ignored=["dnd"])
    desk.types("60:00")
    desk.begins("dnd")
    assert desk.phase is Phase.DUE


def test_a_reason_that_is_ignored_from_now_on_keeps_nothing_back(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("65:00")
    desk.follows(ignored=frozenset({"call"}))
    desk.types("67:00")
    assert desk.prompts[0] <= "67:00"


def test_a_reason_that_is_no_longer_ignored_takes_the_prompt_down(a_desk):
    desk = a_desk(ignored=["call"])
    desk.types("55:00")
    desk.begins("call")
    desk.types("60:00")
    desk.follows(ignored=frozenset())
    assert desk.phase is Phase.WORKING
    assert desk.history[-1] == "60:00 deferred"


# ---------------------------------------------------------------- a prompt that is up when a reason begins


@pytest.mark.parametrize("reason", REASONS)
def test_a_prompt_that_is_up_is_withdrawn_and_recorded_as_deferred(a_desk, reason):
    desk = a_desk()
    desk.types("60:20")
    desk.begins(reason)
    assert desk.history == ["60:00 prompted", "60:20 deferred"]
    assert desk.log[-2:] == ["60:20 down", "60:20 deferred"]
    assert desk.phase is Phase.WORKING
    assert desk.records[-1].detail["reason"] == reason


def test_a_deferred_prompt_comes_back_as_the_same_prompt(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.begins("call")
    desk.types("75:00")
    desk.ends("call")
    desk.types("77:00")
    assert desk.prompts == ["60:00", "77:00"]
    first, second = desk.prompted
    assert (first.id, first.suggestion) == (second.id, second.suggestion)
    assert second.showing == 2
    assert desk.history == ["60:00 prompted", "60:20 deferred", "77:00 prompted"]


def test_a_deferred_prompt_slips_into_a_lull_after_the_minute(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.begins("call")
    desk.types("75:00")
    desk.ends("call")
    desk.types("76:10")
    desk.pauses_typing(5)
    assert desk.prompts == ["60:00", "76:12"]


def test_deferring_is_neither_ignored_nor_a_snooze(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.begins("call")
    desk.types("75:00")
    desk.ends("call")
    desk.types("77:00")
    assert desk.of(Kind.IGNORED) == desk.of(Kind.SNOOZED) == []
    desk.snoozes()
    desk.types("87:00")
    desk.snoozes()
    assert desk.refusals == [], "both snoozes are still there"
    desk.types("97:00")
    assert desk.prompts == ["60:00", "77:00", "87:00", "97:00"]


def test_the_second_showing_has_its_own_five_minutes(a_desk):
    desk = a_desk()
    desk.types("64:50")
    desk.begins("call")
    desk.types("75:00")
    desk.ends("call")
    desk.types("81:59")
    assert desk.phase is Phase.DUE
    desk.types("82:00")
    assert desk.history[-1] == "82:00 ignored"


def test_a_reason_that_ends_at_once_still_lets_a_minute_pass(a_desk):
    desk = a_desk()
    desk.types("60:20")
    desk.begins("dnd")
    desk.ends("dnd")
    desk.types("62:19")
    assert desk.prompts == ["60:00"]
    desk.types("62:20")
    assert desk.prompts == ["60:00", "62:20"]


def test_a_reason_while_the_bubble_has_left_defers_as_well(a_desk):
    desk = a_desk()
    desk.types("61:00")
    assert not desk.shown
    desk.begins("call")
    assert desk.history[-1] == "61:00 deferred"


# ---------------------------------------------------------------- snoozes and repeats meet reasons


def test_a_snooze_that_ends_in_a_call_waits_until_the_call_is_over(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.begins("call")
    desk.types("69:59")
    assert desk.phase is Phase.SNOOZED
    desk.types("70:00")
    assert desk.phase is Phase.WORKING
    desk.types("75:00")
    desk.ends("call")
    desk.types("76:59")
    assert desk.prompts == ["60:00"]
    desk.types("77:00")
    assert desk.prompts == ["60:00", "77:00"]
    assert desk.of(Kind.DEFERRED) == [], "it was not up"


def test_a_call_within_a_snooze_does_not_make_it_longer(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.begins("call")
    desk.types("65:00")
    desk.ends("call")
    desk.types("70:00")
    assert desk.prompts == ["60:00", "70:00"]


def test_a_snooze_that_is_over_just_after_a_call_waits_for_its_minute(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.begins("call")
    desk.types("69:30")
    desk.ends("call")
    desk.types("70:29")
    assert desk.prompts == ["60:00"]
    desk.types("70:30")
    assert desk.prompts == ["60:00", "70:30"]


def test_a_repeat_waits_for_the_end_of_a_call(a_desk):
    desk = a_desk()
    desk.types("65:00")
    desk.begins("call")
    desk.types("90:00")
    desk.ends("call")
    desk.types("92:00")
    assert desk.prompts == ["60:00", "92:00"]


# ---------------------------------------------------------------- away and suppressed


@pytest.mark.parametrize("reason", ["call", "share", "fullscreen"])
def test_silence_in_a_call_is_no_absence(a_desk, reason):
    desk = a_desk()
    desk.types("20:00")
    desk.begins(reason)
    desk.stops("50:00")
    assert desk.phase is Phase.WORKING
    assert desk.history == []
    assert desk.count == "21:00", "but its seconds are not active"


@pytest.mark.parametrize("reason", ["call", "share", "fullscreen"])
def test_silence_in_a_call_credits_no_break_after_it_either(a_desk, reason):
    desk = a_desk()
    desk.types("20:00")
    desk.begins(reason)
    desk.stops("50:00")
    desk.ends(reason)
    desk.stops("54:59")
    assert desk.history == []
    desk.stops("55:00")
    assert desk.history == ["50:00 natural"]


def test_the_end_of_one_of_two_reasons_credits_nothing_either(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.begins("dnd")
    desk.begins("call")
    desk.stops("50:00")
    desk.ends("call")
    desk.stops("54:59")
    assert desk.history == []
    desk.stops("55:00")
    assert desk.history == ["50:00 natural"]


def test_silence_while_do_not_disturb_is_set_is_an_absence(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.begins("dnd")
    desk.stops("25:00")
    assert desk.history == ["20:00 natural"]


def test_the_end_of_do_not_disturb_does_not_interrupt_an_absence(a_desk):
    desk = a_desk()
    desk.begins("dnd")
    desk.types("20:00")
    desk.stops("24:00")
    desk.ends("dnd")
    desk.stops("25:00")
    assert desk.history == ["20:00 natural"]


@pytest.mark.parametrize("way", ["lock", "sleep"])
def test_lock_and_sleep_in_a_call_are_absences(a_desk, way):
    desk = a_desk()
    desk.types("20:00")
    desk.begins("call")
    desk.types("30:00")
    if way == "lock":
        desk.locks()
        desk.stops("36:00")
        desk.unlocks()
    else:
        desk.sleeps("36:00")
    assert desk.history == ["30:00 natural"]


def test_a_lock_in_a_call_counts_from_the_lock_not_from_the_silence_before_it(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.begins("call")
    desk.stops("40:00")
    desk.locks()
    desk.stops("44:59")
    assert desk.history == []
    desk.stops("45:00")
    assert desk.history == ["40:00 natural"]


def test_an_absence_behind_a_lock_outlasts_the_call(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.begins("call")
    desk.types("30:00")
    desk.locks()
    desk.stops("33:00")
    desk.ends("call")
    desk.stops("35:00")
    assert desk.history == ["30:00 natural"]


def test_whoever_takes_a_call_is_back(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.stops("23:00")
    assert desk.phase is Phase.AWAY
    desk.begins("call")
    assert desk.phase is Phase.WORKING
    desk.stops("60:00")
    assert desk.history == []


def test_the_overdue_prompt_of_a_call_waits_for_who_is_away_as_it_ends(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("70:00")
    desk.stops("80:00")
    desk.ends("call")
    desk.stops("82:00")
    assert desk.prompts == []
    desk.types("82:59")
    assert desk.prompts == []
    desk.types("83:00")
    assert desk.prompts == ["83:00"]


# ---------------------------------------------------------------- settings


def test_after_busy_is_a_setting(a_desk):
    desk = a_desk(after_busy=30.0)
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("80:59")
    assert desk.prompts == []
    desk.types("81:00")
    assert desk.prompts == ["81:00"]


def test_with_after_busy_of_zero_the_prompt_comes_as_the_call_ends(a_desk):
    desk = a_desk(after_busy=0.0)
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    assert desk.prompts == ["80:00"]


def test_do_not_disturb_that_ends_early_in_a_silence_does_not_interrupt_it(a_desk):
    desk = a_desk()
    desk.begins("dnd")
    desk.types("20:00")
    desk.stops("20:30")
    desk.ends("dnd")
    desk.stops("25:00")
    assert desk.history == ["20:00 natural"]


def test_without_a_lull_the_prompt_comes_exactly_two_minutes_after_the_call(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("90:00")
    assert desk.prompts[0] == "82:00"


def test_in_a_lull_the_prompt_comes_exactly_a_minute_after_the_call(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("80:00")
    desk.ends("call")
    desk.types("80:50")
    desk.stops("81:30")
    assert desk.prompts == ["81:00"]


def test_a_prompt_that_has_come_waits_for_no_lull_when_it_comes_again(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.begins("call")
    desk.types("70:00")
    desk.ends("call")
    desk.types("71:00")
    desk.pauses_typing(2)
    assert desk.prompts == ["60:00", "71:02"]
    desk.snoozes(minutes=0.5)
    desk.types("75:00")
    assert desk.prompts == ["60:00", "71:02", "71:32"]
