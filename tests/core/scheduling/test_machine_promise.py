"""The rows `a second is active`, `promise` and `prompt window` of the table."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


# ---------------------------------------------------------------- a second is active


def test_the_first_sixty_seconds_without_input_still_count(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("10:59")
    assert desk.count == "10:59"
    desk.stops("11:00")
    assert desk.count == "11:00"


def test_the_sixty_first_second_without_input_adds_nothing(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("11:01")
    assert desk.count == "11:00"
    desk.stops("14:00")
    assert desk.count == "11:00"


def test_input_after_a_silence_counts_again_from_its_first_second(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("12:00")
    desk.types("12:30")
    assert desk.count == "11:30"


def test_locked_seconds_never_count(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.locks()
    desk.goes_on("10:30")
    assert desk.count == "10:00"
    desk.unlocks()
    desk.types("10:40")
    assert desk.count == "10:10"


def test_input_on_a_locked_screen_does_not_count(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.locks()
    desk.stops("11:20")
    desk.types("11:30")
    assert desk.count == "10:00"
    assert desk.phase is Phase.AWAY


def test_seconds_asleep_never_count_not_even_the_first_sixty(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.sleeps(minutes=2)
    assert desk.count == "10:00"


def test_idle_is_a_setting(a_desk):
    desk = a_desk(idle=30.0)
    desk.types("10:00")
    desk.stops("11:00")
    assert desk.count == "10:30"


# ---------------------------------------------------------------- clock = "wall"


def test_by_the_wall_clock_every_second_counts(a_desk):
    desk = a_desk(clock="wall")
    desk.types("5:00")
    desk.stops("45:00")
    assert desk.count == "45:00"
    assert desk.phase is Phase.WORKING


def test_by_the_wall_clock_silence_is_no_lull_and_the_prompt_comes_at_every(a_desk):
    desk = a_desk(clock="wall")
    desk.types("50:00")
    desk.stops("59:59")
    assert desk.prompts == []
    desk.stops("60:00")
    assert desk.prompts == ["60:00"]


@pytest.mark.parametrize("lull", [0.0, 8.0])
def test_by_the_wall_clock_nothing_opens_the_window(a_desk, lull):
    desk = a_desk(clock="wall", lull=lull)
    desk.types("52:00")
    desk.switches_task()
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_by_the_wall_clock_silence_is_no_answer_to_a_prompt(a_desk):
    desk = a_desk(clock="wall")
    desk.types("60:00")
    desk.stops("64:59")
    assert desk.phase is Phase.DUE
    desk.stops("65:00")
    assert desk.history == ["60:00 prompted", "65:00 ignored"]


@pytest.mark.parametrize("away", ["lock", "sleep", "gap"])
def test_by_the_wall_clock_only_lock_sleep_and_gap_are_absences(a_desk, away):
    desk = a_desk(clock="wall")
    desk.types("30:00")
    if away == "lock":
        desk.locks()
        desk.stops("36:00")
        desk.unlocks()
    else:
        desk.sleeps("36:00", announced=away == "sleep")
    assert desk.history == ["30:00 natural"]
    assert desk.count == "0:00"


def test_by_the_wall_clock_a_short_gap_after_long_silence_is_a_short_absence(a_desk):
    desk = a_desk(clock="wall")
    desk.types("5:00")
    desk.stops("45:00")
    desk.sleeps("47:00", announced=False)
    assert desk.history == []
    assert desk.count == "46:00", "the first sixty seconds after the last sight count"


def test_by_the_wall_clock_locked_seconds_do_not_count(a_desk):
    desk = a_desk(clock="wall")
    desk.types("58:00")
    desk.locks()
    desk.stops("60:00")
    desk.unlocks()
    desk.types("61:59")
    assert desk.prompts == []
    desk.types("62:00")
    assert desk.prompts == ["62:00"]


# ---------------------------------------------------------------- promise


def test_at_sixty_active_minutes_a_prompt_fires_at_once_whatever_is_typed(a_desk):
    desk = a_desk()
    desk.types("59:59")
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]
    assert desk.phase is Phase.DUE


def test_the_hour_is_counted_in_active_minutes(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.stops("13:00")
    desk.types("61:59")
    assert desk.prompts == []
    desk.types("62:00")
    assert desk.prompts == ["62:00"]


@pytest.mark.parametrize("every", [1800.0, 5400.0])
def test_every_is_a_setting(a_desk, every):
    desk = a_desk(every=every, apart=0.0)
    desk.types(seconds_=every - 1)
    assert desk.prompts == []
    desk.types(seconds_=1)
    assert len(desk.prompts) == 1


def test_the_next_hour_begins_with_the_break(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.says_done()
    assert desk.count == "0:00"
    desk.types("119:59")
    assert desk.prompts == ["60:00"]
    desk.types("120:00")
    assert desk.prompts == ["60:00", "120:00"]


# ---------------------------------------------------------------- prompt window


def test_a_lull_at_49_59_is_silent(a_desk):
    desk = a_desk()
    desk.types("49:51")
    desk.stops("49:59")
    desk.types("50:30")
    assert desk.prompts == []


def test_a_lull_that_reaches_50_00_prompts(a_desk):
    desk = a_desk()
    desk.types("49:52")
    desk.stops("50:00")
    assert desk.prompts == ["50:00"]


def test_a_silence_from_before_the_window_prompts_as_it_opens(a_desk):
    desk = a_desk()
    desk.types("49:20")
    desk.stops("50:00")
    assert desk.prompts == ["50:00"]


def test_seven_seconds_are_no_lull_and_eight_are(a_desk):
    desk = a_desk()
    desk.types("52:00")
    desk.pauses_typing(7)
    desk.types("53:00")
    assert desk.prompts == []
    desk.pauses_typing(8)
    assert desk.prompts == ["53:08"]


def test_in_the_last_two_minutes_of_the_window_two_seconds_are_a_lull(a_desk):
    desk = a_desk()
    desk.types("57:50")
    desk.pauses_typing(3)
    desk.types("58:00")
    desk.pauses_typing(1)
    assert desk.prompts == []
    desk.pauses_typing(2)
    assert desk.prompts == ["58:03"]


def test_a_silence_that_is_under_way_when_the_last_two_minutes_begin_is_enough(a_desk):
    desk = a_desk()
    desk.types("57:56")
    desk.stops("58:00")
    assert desk.prompts == ["58:00"]


def test_a_task_boundary_in_the_window_is_as_good_as_a_lull(a_desk):
    desk = a_desk()
    desk.types("52:00")
    desk.switches_task()
    assert desk.prompts == ["52:00"]


def test_a_task_boundary_before_the_window_does_not_prompt_later(a_desk):
    desk = a_desk()
    desk.types("49:59")
    desk.switches_task()
    desk.types("59:59")
    assert desk.prompts == []


def test_without_a_window_only_the_full_hour_prompts(a_desk):
    desk = a_desk(window=0.0)
    desk.types("50:00")
    desk.pauses_typing(50)
    desk.types("59:00")
    desk.pauses_typing(50)
    assert desk.prompts == []
    desk.types("60:00")
    assert desk.prompts == ["60:00"]


def test_with_a_lull_of_zero_the_prompt_comes_as_the_window_opens(a_desk):
    desk = a_desk(lull=0.0)
    desk.types("50:00")
    assert desk.prompts == ["50:00"]


def test_a_lull_shorter_than_two_seconds_holds_to_the_end_of_the_window(a_desk):
    desk = a_desk(lull=1.0)
    desk.types("59:00")
    desk.pauses_typing(1)
    assert desk.prompts == ["59:01"]


def test_a_window_longer_than_the_hour_waits_for_any_lull(a_desk):
    desk = a_desk(every=600.0, window=1200.0)
    desk.types("1:00")
    desk.pauses_typing(8)
    assert desk.prompts == ["1:08"]


# ---------------------------------------------------------------- at most


def test_first_showings_keep_apart(a_desk):
    desk = a_desk(every=600.0, window=300.0)
    desk.types("10:00")
    desk.skips()
    desk.types("34:59")
    assert desk.prompts == ["10:00"]
    desk.types("35:00")
    assert desk.prompts == ["10:00", "35:00"]


def test_a_snooze_need_not_keep_apart(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    desk.types("70:00")
    assert desk.prompts == ["60:00", "70:00"]


def test_with_apart_of_zero_prompts_may_follow_each_other(a_desk):
    desk = a_desk(every=600.0, window=0.0, apart=0.0)
    desk.types("10:00")
    desk.skips()
    desk.types("20:00")
    assert desk.prompts == ["10:00", "20:00"]


def ten_prompts(desk: Desk) -> None:
    for _ in range(10):
        desk.types(minutes=60)
        desk.skips()


def test_the_eleventh_prompt_of_a_day_is_dropped(a_desk):
    desk = a_desk()
    ten_prompts(desk)
    assert len(desk.prompts) == 10
    desk.types(minutes=200)
    assert len(desk.prompts) == 10
    assert desk.phase is Phase.WORKING


def test_snoozed_showings_do_not_count_towards_the_ten(a_desk):
    desk = a_desk()
    for _ in range(10):
        desk.types(minutes=60)
        desk.snoozes()
        desk.types(minutes=10)
        desk.skips()
    assert len(desk.of(Kind.PROMPTED)) == 20
    assert sum(record.detail["showing"] == 1 for record in desk.of(Kind.PROMPTED)) == 10


def test_the_tenth_prompt_may_be_snoozed_as_any_other(a_desk):
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    desk.snoozes()
    desk.types("70:00")
    assert desk.prompts == ["60:00", "70:00"]


def test_enough_for_today_ends_with_the_day_as_any_suppression_does(a_desk):
    desk = a_desk(max_a_day=1)  # from 09:00 on; midnight is 15 hours later
    desk.types("60:00")
    desk.skips()
    desk.types("901:59")
    assert desk.prompts == ["60:00"]
    desk.types("902:00")
    assert desk.prompts == ["60:00", "902:00"], "typing on: two minutes after midnight"


def test_after_enough_for_today_a_lull_from_one_minute_into_the_next_day_on_prompts(a_desk):
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    desk.skips()
    desk.types("900:30")
    desk.pauses_typing(8)
    assert desk.prompts == ["60:00"]
    desk.types("901:20")
    desk.pauses_typing(8)
    assert desk.prompts == ["60:00", "901:22"], "an overdue prompt takes the short lull"


def test_a_prompt_that_kept_apart_comes_exactly_when_it_may(a_desk):
    desk = a_desk(every=600.0, window=300.0)
    desk.types("10:00")
    desk.skips()
    desk.types("39:00")
    assert desk.prompts == ["10:00", "35:00"]
