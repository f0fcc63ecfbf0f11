"""The rows `a second is active`, `promise` and `prompt window` of the table."""

import pytest

from desk import Desk
from stories import each_way, tell
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase

STORIES = {
    # a second is active
    "the first sixty seconds without input still count": (
        "types 10:00 | stops 10:59 | count 10:59 | stops 11:00 | count 11:00"
    ),
    "the sixty first second without input adds nothing": (
        "types 10:00 | stops 11:01 | count 11:00 | stops 14:00 | count 11:00"
    ),
    "input after a silence counts again from its first second": "types 10:00 | stops 12:00 | types 12:30 | count 11:30",
    "locked seconds never count": (
        "types 10:00 | locks | goes_on 10:30 | count 10:00 | unlocks | types 10:40 | count 10:10"
    ),
    "input on a locked screen does not count": (
        "types 10:00 | locks | stops 11:20 | types 11:30 | count 10:00 | phase away"
    ),
    "seconds asleep never count not even the first sixty": "types 10:00 | sleeps minutes=2 | count 10:00",
    "idle is a setting": "with idle=30.0 | types 10:00 | stops 11:00 | count 10:30",
    # the wall clock
    "by the wall clock every second counts": "with clock=wall | types 5:00 | stops 45:00 | count 45:00 | phase working",
    "by the wall clock silence is no lull and the prompt comes at every": (
        "with clock=wall | types 50:00 | stops 59:59 | prompts none | stops 60:00 | prompts 60:00"
    ),
    "by the wall clock nothing opens the window, 0.0": (
        "with clock=wall; lull=0.0 | types 52:00 | switches_task | types 59:59 | prompts none | types 60:00 | "
        "prompts 60:00"
    ),
    "by the wall clock nothing opens the window, 8.0": (
        "with clock=wall; lull=8.0 | types 52:00 | switches_task | types 59:59 | prompts none | types 60:00 | "
        "prompts 60:00"
    ),
    "by the wall clock silence is no answer to a prompt": (
        "with clock=wall | types 60:00 | stops 64:59 | phase due | stops 65:00 | history 60:00 prompted, 65:00 ignored"
    ),
    "by the wall clock a short gap after long silence is a short absence": (
        "with clock=wall | types 5:00 | stops 45:00 | sleeps 47:00 announced=False | history none | "
        "count 46:00 (the first sixty seconds after the last sight count)"
    ),
    "by the wall clock locked seconds do not count": (
        "with clock=wall | types 58:00 | locks | stops 60:00 | unlocks | types 61:59 | prompts none | types 62:00 | "
        "prompts 62:00"
    ),
    # promise
    "at sixty active minutes a prompt fires at once whatever is typed": (
        "types 59:59 | prompts none | types 60:00 | prompts 60:00 | phase due"
    ),
    "the hour is counted in active minutes": (
        "types 10:00 | stops 13:00 | types 61:59 | prompts none | types 62:00 | prompts 62:00"
    ),
    "the next hour begins with the break": (
        "types 60:00 | says_done | count 0:00 | types 119:59 | prompts 60:00 | types 120:00 | prompts 60:00, 120:00"
    ),
    # prompt window
    "a lull at 49 59 is silent": "types 49:51 | stops 49:59 | types 50:30 | prompts none",
    "a lull that reaches 50 00 prompts": "types 49:52 | stops 50:00 | prompts 50:00",
    "a silence from before the window prompts as it opens": "types 49:20 | stops 50:00 | prompts 50:00",
    "seven seconds are no lull and eight are": (
        "types 52:00 | pauses_typing 7 | types 53:00 | prompts none | pauses_typing 8 | prompts 53:08"
    ),
    "in the last two minutes of the window two seconds are a lull": (
        "types 57:50 | pauses_typing 3 | types 58:00 | pauses_typing 1 | prompts none | pauses_typing 2 | prompts 58:03"
    ),
    "a silence that is under way when the last two minutes begin is enough": (
        "types 57:56 | stops 58:00 | prompts 58:00"
    ),
    "a task boundary in the window is as good as a lull": "types 52:00 | switches_task | prompts 52:00",
    "a task boundary before the window does not prompt later": (
        "types 49:59 | switches_task | types 59:59 | prompts none"
    ),
    "without a window only the full hour prompts": (
        "with window=0.0 | types 50:00 | pauses_typing 50 | types 59:00 | pauses_typing 50 | prompts none | "
        "types 60:00 | prompts 60:00"
    ),
    "with a lull of zero the prompt comes as the window opens": "with lull=0.0 | types 50:00 | prompts 50:00",
    "a lull shorter than two seconds holds to the end of the window": (
        "with lull=1.0 | types 59:00 | pauses_typing 1 | prompts 59:01"
    ),
    "a window longer than the hour waits for any lull": (
        "with every=600.0; window=1200.0 | types 1:00 | pauses_typing 8 | prompts 1:08"
    ),
    # at most
    "first showings keep apart": (
        "with every=600.0; window=300.0 | types 10:00 | skips | types 34:59 | prompts 10:00 | types 35:00 | "
        "prompts 10:00, 35:00"
    ),
    "a snooze need not keep apart": "types 60:00 | snoozes | types 70:00 | prompts 60:00, 70:00",
    "with apart of zero prompts may follow each other": (
        "with every=600.0; window=0.0; apart=0.0 | types 10:00 | skips | types 20:00 | prompts 10:00, 20:00"
    ),
    "the tenth prompt may be snoozed as any other": (
        "with max_a_day=1 | types 60:00 | snoozes | types 70:00 | prompts 60:00, 70:00"
    ),
    "enough for today ends with the day as any suppression does": (
        "with max_a_day=1; tireless=99999.0 | types 60:00 | skips | types 1141:59 | prompts 60:00 | types 1142:00 | "
        "prompts 60:00, 1142:00 (typing on: two minutes after four)"
    ),
    "after enough for today a lull from one minute into the next day on prompts": (
        "with max_a_day=1; tireless=99999.0 | types 60:00 | skips | types 1140:30 | pauses_typing 8 | "
        "prompts 60:00 | types 1141:20 | pauses_typing 8 | prompts 60:00, 1141:22 (overdue: a short lull)"
    ),
    "a prompt that kept apart comes exactly when it may": (
        "with every=600.0; window=300.0 | types 10:00 | skips | types 39:00 | prompts 10:00, 35:00"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


# ---------------------------------------------------------------- clock = "wall"


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


# ---------------------------------------------------------------- promise


@pytest.mark.parametrize("every", [1800.0, 5400.0])
def test_every_is_a_setting(a_desk, every):
    desk = a_desk(every=every, apart=0.0)
    desk.types(seconds_=every - 1)
    assert desk.prompts == []
    desk.types(seconds_=1)
    assert len(desk.prompts) == 1


# ---------------------------------------------------------------- at most


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
