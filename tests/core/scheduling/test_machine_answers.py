"""The rows `snooze`, `unanswered`, `skip`, `pause` and `done` of the table."""

from dataclasses import replace

from desk import Desk, suggestion
from stories import each_way, tell
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.state import Phase


def prompted(desk: Desk) -> Desk:
    """An hour of work, and the prompt at 60:00."""
    desk.types("60:00")
    assert desk.phase is Phase.DUE
    return desk


STORIES = {
    # the two flows to test first
    "an hour of work a prompt a snooze down once up once down once": (
        "types 60:00 | snoozes | phase snoozed | types 70:00 | skips | "
        "log 60:00 prompted, 60:00 up, 60:00 down, 60:00 snoozed, 70:00 prompted, 70:00 up, 70:00 down, 70:00 skipped"
    ),
    # snooze
    "a snooze may have its own length": (
        "types 60:00 | snoozes minutes=5 | detail minutes=5 | types 65:00 | prompts 60:00, 65:00"
    ),
    "snoozing a snoozed prompt is refused": (
        "types 60:00 | snoozes | snoozes | refusals 1 | history 60:00 prompted, 60:00 snoozed"
    ),
    "another hour brings another suggestion": "types 60:00 | skips | types 120:00 | showings of another prompt",
    "a snooze lasts ten minutes": (
        "types 60:00 | types 60:05 | snoozes | types 70:04 | phase snoozed | types 70:05 | prompts 60:00, 70:05"
    ),
    "after two snoozes the third showing offers none": (
        "types 60:00 | snoozes_left 2 | snoozes | types 70:00 | snoozes_left 1 | snoozes | types 80:00 | "
        "snoozes_left 0 | snoozes | refusals 1 | phase due | prompts 60:00, 70:00, 80:00"
    ),
    "the third showing unanswered becomes a badge until the next prompt": (
        "types 60:00 | snoozes | types 70:00 | snoozes | types 85:00 | "
        "log ends 85:00 down, 85:00 ignored, 85:00 badge | badge yes | types 144:59 | "
        "prompts 60:00, 70:00, 80:00 (no repeat) | badge yes | types 145:00 | prompts ends 145:00 | badge no"
    ),
    "the length and number of snoozes are settings": (
        "with snooze=300.0; max_snoozes=1 | types 60:00 | snoozes | types 65:00 | prompts 60:00, 65:00 | snoozes | "
        "refusals 1"
    ),
    "without snoozes none is offered and the prompt is repeated once": (
        "with max_snoozes=0 | types 60:00 | snoozes | refusals 1 | types 75:00 | prompts 60:00, 75:00"
    ),
    "the count goes on during a snooze and starts again with the answer": (
        "types 60:00 | snoozes | types 70:00 | count 70:00 | says_done | count 0:00"
    ),
    "snoozing with nothing due is refused": "types 20:00 | snoozes | refusals 1 | history none",
    # unanswered
    "an ignored prompt is repeated once after a snooze and becomes a badge": (
        "types 60:00 | types 74:59 | prompts 60:00 | types 75:00 | prompts 60:00, 75:00 | "
        "showings of the same prompt | types 80:00 | "
        "history 60:00 prompted, 65:00 ignored, 75:00 prompted, 80:00 ignored | log ends 80:00 badge | "
        "types 139:59 | prompts 60:00, 75:00 (no second repeat)"
    ),
    "the bubble leaves after 45 seconds and the prompt stays due": (
        "types 60:00 | types 60:44 | bubble up | types 60:45 | bubble down | phase due | "
        "log 60:00 prompted, 60:00 up, 60:45 bubble leaves"
    ),
    "bubble is a setting": "with bubble=20.0 | types 60:00 | types 61:00 | log ends 60:20 bubble leaves",
    "a bubble as long as the wait for an answer leaves with it": (
        "with bubble=600.0 | types 60:00 | types 65:00 | log 60:00 prompted, 60:00 up, 65:00 down, 65:00 ignored"
    ),
    "after five minutes the prompt is withdrawn and recorded as ignored": (
        "types 60:00 | types 64:59 | phase due | types 65:00 | phase working | "
        "history 60:00 prompted, 65:00 ignored | badge no"
    ),
    "the count starts again at the withdrawal and again when the repeat ends": (
        "types 60:00 | types 65:00 | count 0:00 | types 80:00 | count 0:00 | types 140:00 | "
        "prompts 60:00, 75:00, 140:00"
    ),
    "a repeat can be snoozed and is then a badge": (
        "types 60:00 | types 75:00 | snoozes | types 85:00 | prompts 60:00, 75:00, 85:00 | types 90:00 | "
        "log ends 90:00 badge"
    ),
    "a repeat is no first showing": "with max_a_day=1 | types 60:00 | types 75:00 | prompts 60:00, 75:00",
    "unanswered is a setting": "with unanswered=120.0 | types 60:00 | types 62:00 | history ends 62:00 ignored",
    # skip
    "skipping with nothing due is refused in words, working": (
        "types 60:00 | skips | skips | refusals 1 | history ends 60:00 skipped"
    ),
    "skipping with nothing due is refused in words, paused": (
        "types 60:00 | pauses 30 | skips | refusals 1 | history ends 60:00 paused"
    ),
    "skipping with nothing due is refused in words, on_break": (
        "types 60:00 | starts | skips | refusals 1 | history ends 60:00 started"
    ),
    "skipping with nothing due is refused in words, deferred": (
        "types 60:00 | begins call | skips | refusals 1 | history ends 60:00 deferred"
    ),
    "a skip is one action and the count starts again": (
        "types 60:00 | types 60:10 | skips | history 60:00 prompted, 60:10 skipped | count 0:00 | types 120:09 | "
        "prompts 60:00 | types 120:10 | prompts 60:00, 120:10"
    ),
    "closing the notification is a skip without a repeat": (
        "types 60:00 | types 60:05 | closes_the_notification | history ends 60:05 skipped | source notification | "
        "types 100:00 | prompts 60:00 | badge no"
    ),
    "a bubble that leaves by itself is no answer": "types 60:00 | types 62:00 | history 60:00 prompted | phase due",
    "a snoozed prompt can be skipped": (
        "types 60:00 | snoozes | types 62:00 | skips | history ends 62:00 skipped | types 80:00 | prompts 60:00"
    ),
    # another one
    "another one has its own five minutes": (
        "types 60:00 | types 64:00 | wants_another | types 68:59 | phase due | types 69:00 | history ends 69:00 ignored"
    ),
    "another one is no first showing": (
        "with max_a_day=2 | types 60:00 | wants_another | wants_another | skips | types 120:00 | prompts ends 120:00"
    ),
    "another one with nothing due is refused": "types 60:00 | snoozes | wants_another | refusals 1",
    # done
    "the last phase of a started routine makes it done": (
        "types 60:00 | starts | phase on_break | types 60:59 | phase on_break | types 61:00 | "
        "history 60:00 prompted, 60:00 started, 61:00 done | guided 60:00 lead, 61:00 completed | phase working | "
        "detail credited=True | routine of the prompt"
    ),
    "a break with nothing due takes a new suggestion": (
        "types 20:00 | starts | history 20:00 started | detail prompt=None | types 21:00 | history ends 21:00 done | "
        "count 0:00"
    ),
    "done at the prompt is believed and credited from half of the routine on": (
        "types 60:00 | types 60:30 | says_done | history ends 60:30 done | detail credited=True | count 0:00"
    ),
    "done at the prompt counts no more seconds than the routine has, 60:20 20": (
        "types 60:00 | types 60:20 | says_done | detail seconds=20"
    ),
    "done at the prompt counts no more seconds than the routine has, 61:00 60": (
        "types 60:00 | types 61:00 | says_done | detail seconds=60"
    ),
    "done at the prompt counts no more seconds than the routine has, 64:50 60": (
        "types 60:00 | types 64:50 | says_done | detail seconds=60"
    ),
    "done before half is a break without credit": (
        "types 60:00 | types 60:29 | says_done | history ends 60:29 done | detail credited=False | count 0:00"
    ),
    "done with nothing due is a break taken unasked": (
        "types 30:00 | says_done | history 30:00 stepped_away | count 0:00 | refusals 0"
    ),
    "done while snoozed ends the snooze": (
        "types 60:00 | snoozes | types 65:00 | says_done | history ends 65:00 done | types 80:00 | prompts 60:00"
    ),
    "stepping away may be said at a prompt": (
        "types 60:00 | says stepped_away | history ends 60:00 stepped_away | phase working | count 0:00"
    ),
    "the prompt goes down as the routine starts": (
        "types 60:00 | starts | log 60:00 prompted, 60:00 up, 60:00 down, 60:00 started"
    ),
    "no second counts on a break and the next hour begins with its end": (
        "types 60:00 | starts | types 120:59 | prompts 60:00 | types 121:00 | prompts 60:00, 121:00"
    ),
    "breaking off before half is part done and after it done, 60:29 part_done": (
        "types 60:00 | starts | types 60:29 | breaks_off | history ends 60:29 part_done | count 0:00 | "
        "guided ends 60:29 broken off"
    ),
    "breaking off before half is part done and after it done, 60:30 done": (
        "types 60:00 | starts | types 60:30 | breaks_off | history ends 60:30 done | count 0:00 | "
        "guided ends 60:30 broken off"
    ),
    "saying done within a routine ends it and credits from half on": (
        "types 60:00 | starts | types 60:10 | says_done | history ends 60:10 done | detail credited=False | "
        "guided ends 60:10 completed"
    ),
    "stepping away within a routine breaks it off": (
        "types 60:00 | starts | types 60:10 | says stepped_away | history ends 60:10 part_done"
    ),
    "skip is taken while a repeat waits": (
        "types 65:00 | history ends 65:00 ignored | skips | history ends 65:00 skipped | types 90:00 | prompts 60:00"
    ),
    "done is taken while a repeat waits": (
        "types 65:00 | history ends 65:00 ignored | says_done | history ends 65:00 done | types 90:00 | prompts 60:00"
    ),
    "a halted routine stands still": (
        "types 60:00 | starts | types 60:20 | halts | halts | types 62:00 | phase on_break | halts halted=False | "
        "halts halted=False | types 62:39 | phase on_break | types 62:40 | history ends 62:40 done | detail seconds=60"
    ),
    "a move that is passed over shortens the routine but is not exercised": (
        "types 60:00 | starts | types 60:10 | moves_on 45.0 | types 60:25 | history ends 60:25 done | "
        "detail seconds=25 | detail credited=False"
    ),
    "moving on never goes back": (
        "types 60:00 | starts | types 60:30 | moves_on 10.0 | types 61:00 | history ends 61:00 done"
    ),
    "a halted routine can be broken off": (
        "types 60:00 | starts | types 60:20 | halts | types 70:00 | breaks_off | history ends 70:00 part_done | "
        "detail seconds=20"
    ),
    "a second break within a break is refused": "types 60:00 | starts | starts | refusals 1",
    "stopping, halting and moving on without a break are refused": "breaks_off | halts | moves_on 10.0 | refusals 3",
    "a call leaves a routine alone": (
        "types 60:00 | starts | types 60:10 | begins call | types 61:00 | history ends 61:00 done"
    ),
    # pause
    "every pause ends, 30 min": (
        "types 10:00 | pauses 30 | phase paused | types minutes=30 seconds_=-1 | phase paused | types seconds_=1 | "
        "phase working | history 10:00 paused, 40:00 resumed | source policy"
    ),
    "every pause ends, 60 min": (
        "types 10:00 | pauses 60 | phase paused | types minutes=60 seconds_=-1 | phase paused | types seconds_=1 | "
        "phase working | history 10:00 paused, 70:00 resumed | source policy"
    ),
    "every pause ends, 120 min": (
        "types 10:00 | pauses 120 | phase paused | types minutes=120 seconds_=-1 | phase paused | types seconds_=1 | "
        "phase working | history 10:00 paused, 130:00 resumed | source policy"
    ),
    "every pause ends, 900 min": (
        "types 10:00 | pauses 900 | phase paused | types minutes=900 seconds_=-1 | phase paused | types seconds_=1 | "
        "phase working | history 10:00 paused, 910:00 resumed | source policy"
    ),
    "a prompt comes back after a pause shorter than natural": (
        "types 60:00 | pauses 4 | types 64:00 | prompts 60:00, 64:00 | showings of the same prompt"
    ),
    "a pause ends on time also while a routine is under way": (
        "types 20:00 | pauses 10.25 | types 29:50 | starts | types 35:00 | written resumed 30:15 | written done 30:50"
    ),
    "the record of a pause says when it ends": "types 10:00 | pauses 30 | ended 0 40:00",
    "nothing is shown in a pause": (
        "types 55:00 | pauses 60 | types 80:00 | pauses_typing 10 | types 114:59 | prompts none"
    ),
    "a pause of natural or longer resets the count a shorter one leaves it, 299 30:00": (
        "types 30:00 | pauses 4.983333333333333 | types seconds_=299 | phase working | count 30:00"
    ),
    "a pause of natural or longer resets the count a shorter one leaves it, 300 0:00": (
        "types 30:00 | pauses 5.0 | types seconds_=300 | phase working | count 0:00"
    ),
    "a pause of natural or longer resets the count a shorter one leaves it, 1800 0:00": (
        "types 30:00 | pauses 30.0 | types seconds_=1800 | phase working | count 0:00"
    ),
    "what was typed in a pause does not matter": (
        "types 30:00 | pauses 4 | types 34:00 | types 63:59 | prompts none | types 64:00 | prompts 64:00"
    ),
    "resuming early counts by how long the pause was": (
        "types 30:00 | pauses 60 | types 32:00 | resumes | phase working | count 30:00 | pauses 60 | types 37:00 | "
        "resumes | count 0:00 | history 30:00 paused, 32:00 resumed, 32:00 paused, 37:00 resumed"
    ),
    "a pause in a pause sets its end anew": (
        "types 30:00 | pauses 30 | types 33:00 | pauses 60 | types 92:59 | phase paused | types 93:00 | "
        "phase working | count 0:00"
    ),
    "two pauses that follow each other make one": (
        "types 30:00 | pauses 3 | types 32:00 | pauses 3 | types 35:00 | count 0:00"
    ),
    "a prompt that is up goes down for a pause": (
        "types 60:00 | pauses 60 | log 60:00 prompted, 60:00 up, 60:00 down, 60:00 deferred, 60:00 paused | "
        "types 121:00 | prompts 60:00 (an hour of pause is a break)"
    ),
    "a break can be taken in a pause": (
        "pauses 60 | types 10:00 | starts | types 11:00 | history ends 11:00 done | phase paused"
    ),
    "a pause ends while a routine goes on": (
        "pauses 10 | types 9:30 | starts | types 10:00 | phase on_break | types 10:30 | phase working | "
        "history 0:00 paused, 9:30 started, 10:00 resumed, 10:30 done"
    ),
    "a pause breaks a routine off": (
        "types 60:00 | starts | types 60:10 | pauses 30 | "
        "history 60:00 prompted, 60:00 started, 60:10 part_done, 60:10 paused"
    ),
    "a pause without an end ahead is refused, 0": "pauses 0 | refusals 1 | phase working",
    "a pause without an end ahead is refused, -5": "pauses -5 | refusals 1 | phase working",
    "resuming without a pause changes nothing": "resumes | refusals 0 | phase working",
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


# ---------------------------------------------------------------- snooze


def test_a_snoozed_prompt_is_shown_again_with_the_same_items_alternative_and_tip(a_desk):
    desk = prompted(a_desk())
    desk.snoozes()
    desk.types("70:00")
    first, second = desk.prompted
    assert second.suggestion == first.suggestion
    assert second.id == first.id
    assert (first.showing, second.showing) == (1, 2)
    assert [record.detail["prompt"] for record in desk.of(Kind.PROMPTED)] == [first.id, first.id]


# ---------------------------------------------------------------- unanswered


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


# ---------------------------------------------------------------- done


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


def test_a_break_chosen_by_hand_is_the_one_that_is_led(a_desk):
    desk = prompted(a_desk())
    desk.starts(by_hand=suggestion(77, seconds=30))
    desk.types("60:30")
    assert desk.history[-1] == "60:30 done"
    assert desk.records[-1].routine == suggestion(77, seconds=30).items
