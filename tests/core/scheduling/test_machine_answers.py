"""The rows `snooze`, `unanswered`, `skip`, `pause` and `done` of the table."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from desk import WAYS, Desk, suggestion
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.state import Phase


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param)


def prompted(desk: Desk) -> Desk:
    """An hour of work, and the prompt at 60:00."""
    desk.types("60:00")
    assert desk.phase is Phase.DUE
    return desk


# ---------------------------------------------------------------- the two flows to test first


def test_an_hour_of_work_a_prompt_a_snooze_down_once_up_once_down_once(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    assert desk.phase is Phase.SNOOZED
    desk.types("70:00")
    desk.skips()
    assert desk.log == [
        "60:00 prompted",
        "60:00 up",
        "60:00 down",
        "60:00 snoozed",
        "70:00 prompted",
        "70:00 up",
        "70:00 down",
        "70:00 skipped",
    ]


# ---------------------------------------------------------------- snooze


def test_a_snooze_lasts_ten_minutes(a_desk):
    desk = prompted(a_desk())
    desk.types("60:05")
    desk.snoozes()
    desk.types("70:04")
    assert desk.phase is Phase.SNOOZED
    desk.types("70:05")
    assert desk.prompts == ["60:00", "70:05"]


def test_a_snoozed_prompt_is_shown_again_with_the_same_items_alternative_and_tip(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("70:00")
    first, second = desk.prompted
    assert second.suggestion == first.suggestion
    assert second.id == first.id
    assert (first.showing, second.showing) == (1, 2)
    assert [record.detail["prompt"] for record in desk.of(Kind.PROMPTED)] == [first.id, first.id]


def test_another_hour_brings_another_suggestion(a_desk):
    desk = prompted(a_desk())
    desk.skips()
    desk.types("120:00")
    first, second = desk.prompted
    assert second.suggestion != first.suggestion
    assert second.id != first.id


def test_after_two_snoozes_the_third_showing_offers_none(a_desk):
    desk = prompted(a_desk())
    assert desk.state.snoozes_left(2) == 2
    desk.snoozes()
    desk.types("70:00")
    assert desk.state.snoozes_left(2) == 1
    desk.snoozes()
    desk.types("80:00")
    assert desk.state.snoozes_left(2) == 0
    desk.snoozes()
    assert len(desk.refusals) == 1
    assert desk.phase is Phase.DUE
    assert desk.prompts == ["60:00", "70:00", "80:00"]


def test_the_third_showing_unanswered_becomes_a_badge_until_the_next_prompt(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("70:00")
    desk.snoozes()
    desk.types("85:00")
    assert desk.log[-3:] == ["85:00 down", "85:00 ignored", "85:00 badge"]
    assert desk.state.badge is not None
    desk.types("144:59")
    assert desk.prompts == ["60:00", "70:00", "80:00"], "no repeat"
    assert desk.state.badge is not None
    desk.types("145:00")
    assert desk.prompts[-1] == "145:00"
    assert desk.state.badge is None


def test_a_snooze_may_have_its_own_length(a_desk):
    desk = prompted(a_desk())
    desk.snoozes(minutes=5)
    desk.types("65:00")
    assert desk.prompts == ["60:00", "65:00"]
    assert desk.of(Kind.SNOOZED)[0].detail["minutes"] == 5


def test_the_length_and_number_of_snoozes_are_settings(a_desk):
    desk = prompted(a_desk(snooze=300.0, max_snoozes=1))
    desk.snoozes()
    desk.types("65:00")
    assert desk.prompts == ["60:00", "65:00"]
    desk.snoozes()
    assert len(desk.refusals) == 1


def test_without_snoozes_none_is_offered_and_the_prompt_is_repeated_once(a_desk):
    desk = prompted(a_desk(max_snoozes=0))
    desk.snoozes()
    assert len(desk.refusals) == 1
    desk.types("75:00")
    assert desk.prompts == ["60:00", "75:00"]


def test_the_count_goes_on_during_a_snooze_and_starts_again_with_the_answer(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("70:00")
    assert desk.count == "70:00"
    desk.says_done()
    assert desk.count == "0:00"


def test_snoozing_with_nothing_due_is_refused(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.snoozes()
    assert len(desk.refusals) == 1
    assert desk.history == []


def test_snoozing_a_snoozed_prompt_is_refused(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.snoozes()
    assert len(desk.refusals) == 1
    assert len(desk.of(Kind.SNOOZED)) == 1


# ---------------------------------------------------------------- unanswered


def test_the_bubble_leaves_after_45_seconds_and_the_prompt_stays_due(a_desk):
    desk = prompted(a_desk())
    desk.types("60:44")
    assert desk.shown
    desk.types("60:45")
    assert not desk.shown
    assert desk.phase is Phase.DUE
    assert desk.log == ["60:00 prompted", "60:00 up", "60:45 bubble leaves"]


def test_bubble_is_a_setting(a_desk):
    desk = prompted(a_desk(bubble=20.0))
    desk.types("61:00")
    assert desk.log[-1] == "60:20 bubble leaves"


def test_a_bubble_as_long_as_the_wait_for_an_answer_leaves_with_it(a_desk):
    desk = prompted(a_desk(bubble=600.0))
    desk.types("65:00")
    assert desk.log[2:] == ["65:00 down", "65:00 ignored"]


def test_after_five_minutes_the_prompt_is_withdrawn_and_recorded_as_ignored(a_desk):
    desk = prompted(a_desk())
    desk.types("64:59")
    assert desk.phase is Phase.DUE
    desk.types("65:00")
    assert desk.phase is Phase.WORKING
    assert desk.history == ["60:00 prompted", "65:00 ignored"]
    assert desk.state.badge is None


def test_an_ignored_prompt_is_repeated_once_after_a_snooze_and_becomes_a_badge(a_desk):
    desk = prompted(a_desk())
    desk.types("74:59")
    assert desk.prompts == ["60:00"]
    desk.types("75:00")
    assert desk.prompts == ["60:00", "75:00"]
    assert desk.prompted[1].suggestion == desk.prompted[0].suggestion
    desk.types("80:00")
    assert desk.history == ["60:00 prompted", "65:00 ignored", "75:00 prompted", "80:00 ignored"]
    assert desk.log[-1] == "80:00 badge"
    desk.types("139:59")
    assert desk.prompts == ["60:00", "75:00"], "no second repeat"


def test_the_count_starts_again_at_the_withdrawal_and_again_when_the_repeat_ends(a_desk):
    desk = prompted(a_desk())
    desk.types("65:00")
    assert desk.count == "0:00"
    desk.types("80:00")
    assert desk.count == "0:00"
    desk.types("140:00")
    assert desk.prompts == ["60:00", "75:00", "140:00"]


def test_a_repeat_can_be_snoozed_and_is_then_a_badge(a_desk):
    desk = prompted(a_desk())
    desk.types("75:00")
    desk.snoozes()
    desk.types("85:00")
    assert desk.prompts == ["60:00", "75:00", "85:00"]
    desk.types("90:00")
    assert desk.log[-1] == "90:00 badge"


def test_a_repeat_is_no_first_showing(a_desk):
    desk = prompted(a_desk(max_a_day=1))
    desk.types("75:00")
    assert desk.prompts == ["60:00", "75:00"]


def test_unanswered_is_a_setting(a_desk):
    desk = prompted(a_desk(unanswered=120.0))
    desk.types("62:00")
    assert desk.history[-1] == "62:00 ignored"


def test_a_waiting_repeat_can_be_started_early(a_desk):
    desk = prompted(a_desk())
    desk.types("66:00")
    desk.starts()
    assert desk.state.routine is not None
    assert desk.state.routine.suggestion == desk.prompted[0].suggestion
    desk.types("90:00")
    assert desk.prompts == ["60:00"]


def test_a_badge_can_be_started(a_desk):
    desk = prompted(a_desk())
    desk.types("81:00")
    assert desk.state.badge is not None
    desk.starts()
    assert desk.state.routine is not None
    assert desk.state.routine.prompt_id == desk.prompted[0].id
    assert desk.state.badge is None


# ---------------------------------------------------------------- skip


def test_a_skip_is_one_action_and_the_count_starts_again(a_desk):
    desk = prompted(a_desk())
    desk.types("60:10")
    desk.skips()
    assert desk.history == ["60:00 prompted", "60:10 skipped"]
    assert desk.count == "0:00"
    desk.types("120:09")
    assert desk.prompts == ["60:00"]
    desk.types("120:10")
    assert desk.prompts == ["60:00", "120:10"]


def test_closing_the_notification_is_a_skip_without_a_repeat(a_desk):
    desk = prompted(a_desk())
    desk.types("60:05")
    desk.closes_the_notification()
    assert desk.history[-1] == "60:05 skipped"
    assert desk.records[-1].source == "notification"
    desk.types("100:00")
    assert desk.prompts == ["60:00"]
    assert desk.state.badge is None


def test_a_bubble_that_leaves_by_itself_is_no_answer(a_desk):
    desk = prompted(a_desk())
    desk.types("62:00")
    assert desk.history == ["60:00 prompted"]
    assert desk.phase is Phase.DUE


def test_a_snoozed_prompt_can_be_skipped(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("62:00")
    desk.skips()
    assert desk.history[-1] == "62:00 skipped"
    desk.types("80:00")
    assert desk.prompts == ["60:00"]


@pytest.mark.parametrize("phase", ["working", "paused", "on_break", "deferred"])
def test_skipping_with_nothing_due_is_refused_in_words(a_desk, phase):
    desk = a_desk()
    desk.types("60:00")
    if phase == "working":
        desk.skips()
    elif phase == "paused":
        desk.pauses(30)
    elif phase == "on_break":
        desk.starts()
    else:
        desk.begins("call")
    before = desk.history
    desk.skips()
    assert len(desk.refusals) == 1
    assert desk.history == before


# ---------------------------------------------------------------- another one


def test_another_one_swaps_the_suggestion_and_keeps_the_prompt(a_desk):
    desk = prompted(a_desk())
    desk.types("60:10")
    desk.wants_another()
    first, second = desk.prompted
    assert second.id == first.id
    assert second.showing == 1
    assert second.suggestion != first.suggestion
    assert desk.log[2:] == ["60:10 down", "60:10 prompted", "60:10 up"]
    assert desk.records[-1].detail["swapped"] == ",".join(item.id for item in first.suggestion.items)


def test_another_one_has_its_own_five_minutes(a_desk):
    desk = prompted(a_desk())
    desk.types("64:00")
    desk.wants_another()
    desk.types("68:59")
    assert desk.phase is Phase.DUE
    desk.types("69:00")
    assert desk.history[-1] == "69:00 ignored"


def test_another_one_is_no_first_showing(a_desk):
    desk = prompted(a_desk(max_a_day=2))
    desk.wants_another()
    desk.wants_another()
    desk.skips()
    desk.types("120:00")
    assert desk.prompts[-1] == "120:00"


def test_another_one_with_nothing_due_is_refused(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.wants_another()
    assert len(desk.refusals) == 1


# ---------------------------------------------------------------- done


def test_done_at_the_prompt_is_believed_and_credited_from_half_of_the_routine_on(a_desk):
    desk = prompted(a_desk())  # the routine takes 60 s
    desk.types("60:30")
    desk.says_done()
    assert desk.history[-1] == "60:30 done"
    assert desk.records[-1].detail["credited"] is True
    assert desk.count == "0:00"


@pytest.mark.parametrize(("at", "counted"), [("60:20", 20), ("61:00", 60), ("64:50", 60)])
def test_done_at_the_prompt_counts_no_more_seconds_than_the_routine_has(a_desk, at, counted):
    desk = prompted(a_desk())  # the routine takes 60 s
    desk.types(at)
    desk.says_done()
    assert desk.records[-1].detail["seconds"] == counted


def test_done_before_half_is_a_break_without_credit(a_desk):
    desk = prompted(a_desk())
    desk.types("60:29")
    desk.says_done()
    assert desk.history[-1] == "60:29 done"
    assert desk.records[-1].detail["credited"] is False
    assert desk.count == "0:00"


def test_done_with_nothing_due_is_a_break_taken_unasked(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.says_done()
    assert desk.history == ["30:00 stepped_away"]
    assert desk.count == "0:00"
    assert desk.refusals == []


def test_done_while_snoozed_ends_the_snooze(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("65:00")
    desk.says_done()
    assert desk.history[-1] == "65:00 done"
    desk.types("80:00")
    assert desk.prompts == ["60:00"]


def test_stepping_away_may_be_said_at_a_prompt(a_desk):
    desk = prompted(a_desk())
    desk.says(ev.Answer.STEPPED_AWAY)
    assert desk.history[-1] == "60:00 stepped_away"
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_the_last_phase_of_a_started_routine_makes_it_done(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    assert desk.phase is Phase.ON_BREAK
    desk.types("60:59")
    assert desk.phase is Phase.ON_BREAK
    desk.types("61:00")
    assert desk.history == ["60:00 prompted", "60:00 started", "61:00 done"]
    assert desk.guided == ["60:00 lead", "61:00 completed"]
    assert desk.phase is Phase.WORKING
    assert desk.records[-1].detail["credited"] is True
    assert desk.records[-1].routine == desk.prompted[0].suggestion.items


def test_the_prompt_goes_down_as_the_routine_starts(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    assert desk.log == ["60:00 prompted", "60:00 up", "60:00 down", "60:00 started"]


def test_no_second_counts_on_a_break_and_the_next_hour_begins_with_its_end(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("120:59")
    assert desk.prompts == ["60:00"]
    desk.types("121:00")
    assert desk.prompts == ["60:00", "121:00"]


@pytest.mark.parametrize(("at", "kind"), [("60:29", "part_done"), ("60:30", "done")])
def test_breaking_off_before_half_is_part_done_and_after_it_done(a_desk, at, kind):
    desk = prompted(a_desk())
    desk.starts()
    desk.types(at)
    desk.breaks_off()
    assert desk.history[-1] == f"{at} {kind}"
    assert desk.count == "0:00"
    assert desk.guided[-1] == f"{at} broken off"


def test_saying_done_within_a_routine_ends_it_and_credits_from_half_on(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:10")
    desk.says_done()
    assert desk.history[-1] == "60:10 done"
    assert desk.records[-1].detail["credited"] is False
    assert desk.guided[-1] == "60:10 completed"


def test_stepping_away_within_a_routine_breaks_it_off(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:10")
    desk.says(ev.Answer.STEPPED_AWAY)
    assert desk.history[-1] == "60:10 part_done"


def test_a_held_routine_stands_still(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:20")
    desk.holds()
    desk.holds()
    desk.types("62:00")
    assert desk.phase is Phase.ON_BREAK
    desk.holds(held=False)
    desk.holds(held=False)
    desk.types("62:39")
    assert desk.phase is Phase.ON_BREAK
    desk.types("62:40")
    assert desk.history[-1] == "62:40 done"
    assert desk.records[-1].detail["seconds"] == 60


def test_a_move_that_is_passed_over_shortens_the_routine_but_is_not_exercised(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:10")
    desk.moves_on(45.0)
    desk.types("60:25")
    assert desk.history[-1] == "60:25 done"
    assert desk.records[-1].detail["seconds"] == 25
    assert desk.records[-1].detail["credited"] is False


def test_moving_on_never_goes_back(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:30")
    desk.moves_on(10.0)
    desk.types("61:00")
    assert desk.history[-1] == "61:00 done"


def test_going_back_repeats_what_was_done(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:30")
    desk.happens(ev.BreakAdvanced(10.0, back=True))
    desk.types("61:21")
    assert desk.history[-1] == "61:20 done"


def test_what_was_made_easier_is_recorded_as_it_was_done(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    first = desk.state.routine.suggestion.items[0]
    desk.happens(ev.BreakEased(0, 2, first.seconds - 20, "gentle"))
    desk.types("61:00")
    assert desk.history[-1] == "61:00 done"
    assert desk.records[-1].routine[0] == replace(first, reps=2, seconds=first.seconds - 20, variant="gentle")
    assert desk.records[-1].routine[1:] == desk.records[-2].routine[1:]


def test_whoever_does_less_of_an_easier_routine_still_did_it(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    routine = desk.state.routine
    first = routine.suggestion.items[0]
    desk.happens(ev.BreakEased(0, 1, first.seconds - 20, "gentle"))
    desk.types("60:05")
    desk.moves_on(40.0)  # all that is left are the 20 s of the other and the end
    desk.types("60:25")
    assert desk.records[-1].kind is Kind.DONE
    assert desk.records[-1].detail["credited"] is True


def test_easing_what_is_not_there_changes_nothing(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    before = desk.state.routine
    desk.happens(ev.BreakEased(9, 2, 20, "gentle"))
    assert desk.state.routine == before


def test_a_held_routine_can_be_broken_off(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:20")
    desk.holds()
    desk.types("70:00")
    desk.breaks_off()
    assert desk.history[-1] == "70:00 part_done"
    assert desk.records[-1].detail["seconds"] == 20


def test_a_break_with_nothing_due_takes_a_new_suggestion(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.starts()
    assert desk.history == ["20:00 started"]
    assert desk.records[0].detail["prompt"] is None
    desk.types("21:00")
    assert desk.history[-1] == "21:00 done"
    assert desk.count == "0:00"


def test_a_break_chosen_by_hand_is_the_one_that_is_led(a_desk):
    desk = prompted(a_desk())
    desk.starts(by_hand=suggestion(77, seconds=30))
    desk.types("60:30")
    assert desk.history[-1] == "60:30 done"
    assert desk.records[-1].routine == suggestion(77, seconds=30).items


def test_a_second_break_within_a_break_is_refused(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.starts()
    assert len(desk.refusals) == 1


def test_stopping_holding_and_moving_on_without_a_break_are_refused(a_desk):
    desk = a_desk()
    desk.breaks_off()
    desk.holds()
    desk.moves_on(10.0)
    assert len(desk.refusals) == 3


def test_a_call_leaves_a_routine_alone(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:10")
    desk.begins("call")
    desk.types("61:00")
    assert desk.history[-1] == "61:00 done"


# ---------------------------------------------------------------- pause


@pytest.mark.parametrize("minutes", [30, 60, 120, 15 * 60])
def test_every_pause_ends(a_desk, minutes):
    desk = a_desk()
    desk.types("10:00")
    desk.pauses(minutes)
    assert desk.phase is Phase.PAUSED
    desk.types(minutes=minutes, seconds_=-1)
    assert desk.phase is Phase.PAUSED
    desk.types(seconds_=1)
    assert desk.phase is Phase.WORKING
    assert [record.kind for record in desk.records] == [Kind.PAUSED, Kind.RESUMED]
    assert desk.records[-1].source == "policy"


def test_a_pause_ends_on_time_also_while_a_routine_is_under_way(a_desk):
    desk = a_desk()
    desk.types("20:00")
    desk.pauses(10.25)
    desk.types("29:50")
    desk.starts()
    desk.types("35:00")
    assert desk.written(Kind.RESUMED) == ["30:15"]
    assert desk.written(Kind.DONE) == ["30:50"]


def test_the_record_of_a_pause_says_when_it_ends(a_desk):
    desk = a_desk()
    desk.types("10:00")
    desk.pauses(30)
    assert desk.until(desk.records[0]) == "40:00"


def test_nothing_is_shown_in_a_pause(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.pauses(60)
    desk.types("80:00")
    desk.pauses_typing(10)
    desk.types("114:59")
    assert desk.prompts == []


@pytest.mark.parametrize(("length", "count"), [(299, "30:00"), (300, "0:00"), (1800, "0:00")])
def test_a_pause_of_natural_or_longer_resets_the_count_a_shorter_one_leaves_it(a_desk, length, count):
    desk = a_desk()
    desk.types("30:00")
    desk.pauses(length / 60)
    desk.types(seconds_=length)
    assert desk.phase is Phase.WORKING
    assert desk.count == count


def test_what_was_typed_in_a_pause_does_not_matter(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.pauses(4)
    desk.types("34:00")
    desk.types("63:59")
    assert desk.prompts == []
    desk.types("64:00")
    assert desk.prompts == ["64:00"]


def test_resuming_early_counts_by_how_long_the_pause_was(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.pauses(60)
    desk.types("32:00")
    desk.resumes()
    assert desk.phase is Phase.WORKING
    assert desk.count == "30:00"
    desk.pauses(60)
    desk.types("37:00")
    desk.resumes()
    assert desk.count == "0:00"
    assert desk.history == ["30:00 paused", "32:00 resumed", "32:00 paused", "37:00 resumed"]


def test_a_pause_in_a_pause_sets_its_end_anew(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.pauses(30)
    desk.types("33:00")
    desk.pauses(60)
    desk.types("92:59")
    assert desk.phase is Phase.PAUSED
    desk.types("93:00")
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"


def test_two_pauses_that_follow_each_other_make_one(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.pauses(3)
    desk.types("32:00")
    desk.pauses(3)
    desk.types("35:00")
    assert desk.count == "0:00"


def test_a_prompt_that_is_up_goes_down_for_a_pause(a_desk):
    desk = prompted(a_desk())
    desk.pauses(60)
    assert desk.log[2:] == ["60:00 down", "60:00 deferred", "60:00 paused"]
    desk.types("121:00")
    assert desk.prompts == ["60:00"], "an hour of pause is a break"


def test_a_prompt_comes_back_after_a_pause_shorter_than_natural(a_desk):
    desk = prompted(a_desk())
    desk.pauses(4)
    desk.types("64:00")
    assert desk.prompts == ["60:00", "64:00"]
    assert desk.prompted[0].id == desk.prompted[1].id


def test_a_break_can_be_taken_in_a_pause(a_desk):
    desk = a_desk()
    desk.pauses(60)
    desk.types("10:00")
    desk.starts()
    desk.types("11:00")
    assert desk.history[-1] == "11:00 done"
    assert desk.phase is Phase.PAUSED


def test_a_pause_ends_while_a_routine_goes_on(a_desk):
    desk = a_desk()
    desk.pauses(10)
    desk.types("9:30")
    desk.starts()
    desk.types("10:00")
    assert desk.phase is Phase.ON_BREAK
    desk.types("10:30")
    assert desk.phase is Phase.WORKING
    assert desk.history == ["0:00 paused", "9:30 started", "10:00 resumed", "10:30 done"]


def test_a_pause_breaks_a_routine_off(a_desk):
    desk = prompted(a_desk())
    desk.starts()
    desk.types("60:10")
    desk.pauses(30)
    assert desk.history[2:] == ["60:10 part_done", "60:10 paused"]


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_pause_without_an_end_ahead_is_refused(a_desk, minutes):
    desk = a_desk()
    desk.pauses(minutes)
    assert len(desk.refusals) == 1
    assert desk.phase is Phase.WORKING


def test_resuming_without_a_pause_changes_nothing(a_desk):
    desk = a_desk()
    desk.resumes()
    assert not desk.refusals
    assert desk.phase is Phase.WORKING
