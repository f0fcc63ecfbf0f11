"""The row `suppressed` of the table: calls, shared and full screens, do-not-disturb and quiet hours."""

import pytest

from stories import each_way, tell
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.state import Phase

REASONS = ["call", "share", "fullscreen", "dnd"]


STORIES = {
    "a call from 55 to 80 prompts at 82 without a lull and not before 81, call": (
        "types 55:00 | begins call | types 80:00 | ends call | types 81:59 | prompts none | types 82:00 | prompts 82:00"
    ),
    "a call from 55 to 80 prompts at 82 without a lull and not before 81, share": (
        "types 55:00 | begins share | types 80:00 | ends share | types 81:59 | prompts none | types 82:00 | "
        "prompts 82:00"
    ),
    "a call from 55 to 80 prompts at 82 without a lull and not before 81, fullscreen": (
        "types 55:00 | begins fullscreen | types 80:00 | ends fullscreen | types 81:59 | prompts none | "
        "types 82:00 | prompts 82:00"
    ),
    "a call from 55 to 80 prompts at 82 without a lull and not before 81, dnd": (
        "types 55:00 | begins dnd | types 80:00 | ends dnd | types 81:59 | prompts none | types 82:00 | prompts 82:00"
    ),
    "call from 55 to 80 a lull before 81 00 is silent and one after it prompts": (
        "types 55:00 | begins call | types 80:00 | ends call | types 80:40 | pauses_typing 10 | prompts none | "
        "types 81:10 | pauses_typing 8 | prompts 81:12 (beyond the last two minutes two seconds are a lull)"
    ),
    "a lull that lasts as the minute is over prompts at 81 00": (
        "types 55:00 | begins call | types 80:00 | ends call | types 80:50 | stops 81:00 | prompts 81:00"
    ),
    "a task boundary after the minute is a lull too": (
        "types 55:00 | begins call | types 80:00 | ends call | types 81:05 | switches_task | prompts 81:05"
    ),
    "a prompt that waited in the window comes within two minutes too": (
        "types 51:00 | begins call | types 53:00 | ends call | types 54:59 | prompts none | types 55:00 | prompts 55:00"
    ),
    "a call before the window leaves the window as it is": (
        "types 40:00 | begins call | types 49:30 | ends call | types 50:05 | pauses_typing 8 | "
        "prompts none (43 seconds after the call) | types 51:00 | pauses_typing 7 | types 59:59 | prompts none | "
        "types 60:00 | prompts 60:00"
    ),
    "the last reason to end is the one that counts": (
        "types 55:00 | begins call | begins share | types 62:00 | ends share | types 70:00 | ends call | "
        "types 71:59 | prompts none | types 72:00 | prompts 72:00"
    ),
    "a reason that begins twice ends once": (
        "types 55:00 | begins call | begins call | types 56:00 | ends call | ends call | types 58:00 | prompts 58:00"
    ),
    "an ignored reason keeps nothing back": (
        "with ignored=dnd | types 55:00 | begins dnd | types 60:00 | prompts 60:00 | ends dnd | phase due"
    ),
    "an ignored reason takes no prompt down": "with ignored=dnd | types 60:00 | begins dnd | phase due",
    # a prompt that is up when a reason begins
    "a deferred prompt comes back as the same prompt": (
        "types 60:20 | begins call | types 75:00 | ends call | types 77:00 | prompts 60:00, 77:00 | "
        "showings of the same prompt | detail showing=2 | history 60:00 prompted, 60:20 deferred, 77:00 prompted"
    ),
    "deferring is neither ignored nor a snooze": (
        "types 60:20 | begins call | types 75:00 | ends call | types 77:00 | "
        "history 60:00 prompted, 60:20 deferred, 77:00 prompted | snoozes | types 87:00 | snoozes | "
        "refusals 0 (both snoozes are still there) | types 97:00 | prompts 60:00, 77:00, 87:00, 97:00"
    ),
    "a prompt that is up is withdrawn and recorded as deferred, call": (
        "types 60:20 | begins call | history 60:00 prompted, 60:20 deferred | log ends 60:20 down, 60:20 deferred | "
        "phase working | detail reason=call"
    ),
    "a prompt that is up is withdrawn and recorded as deferred, share": (
        "types 60:20 | begins share | history 60:00 prompted, 60:20 deferred | log ends 60:20 down, 60:20 deferred | "
        "phase working | detail reason=share"
    ),
    "a prompt that is up is withdrawn and recorded as deferred, fullscreen": (
        "types 60:20 | begins fullscreen | history 60:00 prompted, 60:20 deferred | "
        "log ends 60:20 down, 60:20 deferred | phase working | detail reason=fullscreen"
    ),
    "a prompt that is up is withdrawn and recorded as deferred, dnd": (
        "types 60:20 | begins dnd | history 60:00 prompted, 60:20 deferred | log ends 60:20 down, 60:20 deferred | "
        "phase working | detail reason=dnd"
    ),
    "a deferred prompt slips into a lull after the minute": (
        "types 60:20 | begins call | types 75:00 | ends call | types 76:10 | pauses_typing 5 | prompts 60:00, 76:12"
    ),
    "the second showing has its own five minutes": (
        "types 64:50 | begins call | types 75:00 | ends call | types 81:59 | phase due | types 82:00 | "
        "history ends 82:00 ignored"
    ),
    "a reason that ends at once still lets a minute pass": (
        "types 60:20 | begins dnd | ends dnd | types 62:19 | prompts 60:00 | types 62:20 | prompts 60:00, 62:20"
    ),
    "a reason while the bubble has left defers as well": (
        "types 61:00 | bubble down | begins call | history ends 61:00 deferred"
    ),
    # snoozes and repeats meet reasons
    "a snooze that ends in a call waits until the call is over": (
        "types 60:00 | snoozes | begins call | types 69:59 | phase snoozed | types 70:00 | phase working | "
        "types 75:00 | ends call | types 76:59 | prompts 60:00 | types 77:00 | prompts 60:00, 77:00 | "
        "history 60:00 prompted, 60:00 snoozed, 77:00 prompted (it was not up, so that nothing is deferred)"
    ),
    "a call within a snooze does not make it longer": (
        "types 60:00 | snoozes | begins call | types 65:00 | ends call | types 70:00 | prompts 60:00, 70:00"
    ),
    "a snooze that is over just after a call waits for its minute": (
        "types 60:00 | snoozes | begins call | types 69:30 | ends call | types 70:29 | prompts 60:00 | types 70:30 | "
        "prompts 60:00, 70:30"
    ),
    "a repeat waits for the end of a call": (
        "types 65:00 | begins call | types 90:00 | ends call | types 92:00 | prompts 60:00, 92:00"
    ),
    "a window that moves away after a call wants nothing yet": (
        "with every=600.0 | begins call | ends call | follows late_hours=9 | types 9:59 | prompts none | types 10:00 | "
        "prompts 10:00"
    ),
    # away and suppressed
    "a lock in a call is an absence": (
        "types 20:00 | begins call | types 30:00 | locks | stops 36:00 | unlocks | history 30:00 natural"
    ),
    "sleep in a call is an absence": "types 20:00 | begins call | types 30:00 | sleeps 36:00 | history 30:00 natural",
    "silence in a call is no absence, call": (
        "types 20:00 | begins call | stops 50:00 | phase working | history none | "
        "count 50:00 (and its seconds are active)"
    ),
    "silence in a call is no absence, share": (
        "types 20:00 | begins share | stops 50:00 | phase working | history none | "
        "count 50:00 (and its seconds are active)"
    ),
    "silence in a call is no absence, fullscreen": (
        "types 20:00 | begins fullscreen | stops 50:00 | phase working | history none | "
        "count 50:00 (and its seconds are active)"
    ),
    "silence in a call credits no break after it either, call": (
        "types 20:00 | begins call | stops 50:00 | ends call | stops 54:59 | history none | stops 55:00 | "
        "history 50:00 natural"
    ),
    "silence in a call credits no break after it either, share": (
        "types 20:00 | begins share | stops 50:00 | ends share | stops 54:59 | history none | stops 55:00 | "
        "history 50:00 natural"
    ),
    "silence in a call credits no break after it either, fullscreen": (
        "types 20:00 | begins fullscreen | stops 50:00 | ends fullscreen | stops 54:59 | history none | "
        "stops 55:00 | history 50:00 natural"
    ),
    "the end of one of two reasons credits nothing either": (
        "types 20:00 | begins dnd | begins call | stops 50:00 | ends call | stops 54:59 | history none | "
        "stops 55:00 | history 50:00 natural"
    ),
    "silence while do not disturb is set is an absence": (
        "types 20:00 | begins dnd | stops 25:00 | history 20:00 natural"
    ),
    "the end of do not disturb does not interrupt an absence": (
        "begins dnd | types 20:00 | stops 24:00 | ends dnd | stops 25:00 | history 20:00 natural"
    ),
    "a lock in a call counts from the lock not from the silence before it": (
        "types 20:00 | begins call | stops 40:00 | locks | stops 44:59 | history none | stops 45:00 | "
        "history 40:00 natural"
    ),
    "an absence behind a lock outlasts the call": (
        "types 20:00 | begins call | types 30:00 | locks | stops 33:00 | ends call | stops 35:00 | "
        "history 30:00 natural"
    ),
    "whoever takes a call is back": (
        "types 20:00 | stops 23:00 | phase away | begins call | phase working | stops 60:00 | history none"
    ),
    "the overdue prompt of a call waits for who is away as it ends": (
        "types 55:00 | begins call | types 70:00 | stops 80:00 | ends call | stops 82:00 | prompts none | "
        "types 82:59 | prompts none | types 83:00 | prompts 83:00"
    ),
    # settings
    "a reason that is no longer ignored takes the prompt down": (
        "with ignored=call | types 55:00 | begins call | types 60:00 | follows ignored= | phase working | "
        "history ends 60:00 deferred"
    ),
    "without a lull the prompt comes exactly two minutes after the call": (
        "types 55:00 | begins call | types 80:00 | ends call | types 90:00 | prompts ends 82:00"
    ),
    "after busy is a setting": (
        "with after_busy=30.0 | types 55:00 | begins call | types 80:00 | ends call | types 80:59 | prompts none | "
        "types 81:00 | prompts 81:00"
    ),
    "with after busy of zero the prompt comes as the call ends": (
        "with after_busy=0.0 | types 55:00 | begins call | types 80:00 | ends call | prompts 80:00"
    ),
    "do not disturb that ends early in a silence does not interrupt it": (
        "begins dnd | types 20:00 | stops 20:30 | ends dnd | stops 25:00 | history 20:00 natural"
    ),
    "in a lull the prompt comes exactly a minute after the call": (
        "types 55:00 | begins call | types 80:00 | ends call | types 80:50 | stops 81:30 | prompts 81:00"
    ),
    "a prompt that has come waits for no lull when it comes again": (
        "types 60:00 | begins call | types 70:00 | ends call | types 71:00 | pauses_typing 2 | "
        "prompts 60:00, 71:02 | snoozes minutes=0.5 | types 75:00 | prompts 60:00, 71:02, 71:32"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


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


def test_a_reason_that_is_ignored_from_now_on_keeps_nothing_back(a_desk):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("65:00")
    desk.follows(ignored=frozenset({"call"}))
    desk.types("67:00")
    assert desk.prompts[0] <= "67:00"


# ---------------------------------------------------------------- settings
