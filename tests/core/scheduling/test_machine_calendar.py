"""What the calendar does to the policy: working and quiet hours, the day, a wall clock that is set."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from desk import Desk
from stories import BERLIN, at, each_way, tell
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.calendar_day import tomorrow
from uncrick.core.scheduling.state import Phase

OFFICE = ["Mon-Fri 08:30-18:00"]


def in_berlin(a_desk: Callable[..., Desk], start: str, **more: object) -> Desk:
    return a_desk(start=at(start), zone=BERLIN, **more)


STORIES = {
    # a wall clock that is set
    "a wall clock that is set changes no interval, 7200.0": (
        "types 30:00 | sets_clock 7200.0 | count 30:00 | types 59:59 | prompts none | types 60:00 | prompts 60:00"
    ),
    "a wall clock that is set changes no interval, -7200.0": (
        "types 30:00 | sets_clock -7200.0 | count 30:00 | types 59:59 | prompts none | types 60:00 | prompts 60:00"
    ),
    "a wall clock that is set changes no interval, 86400.0": (
        "types 30:00 | sets_clock 86400.0 | count 30:00 | types 59:59 | prompts none | types 60:00 | prompts 60:00"
    ),
    "a wall clock that is set changes no interval, -34560000.0": (
        "types 30:00 | sets_clock -34560000.0 | count 30:00 | types 59:59 | prompts none | types 60:00 | prompts 60:00"
    ),
    "a wall clock that is set changes neither snooze nor pause, 7200.0": (
        "types 60:00 | snoozes | sets_clock 7200.0 | types 70:00 | prompts 60:00, 70:00 | pauses 30 | "
        "sets_clock -7200.0 | types 99:59 | phase paused | types 100:00 | phase working"
    ),
    "a wall clock that is set changes neither snooze nor pause, -7200.0": (
        "types 60:00 | snoozes | sets_clock -7200.0 | types 70:00 | prompts 60:00, 70:00 | pauses 30 | "
        "sets_clock 7200.0 | types 99:59 | phase paused | types 100:00 | phase working"
    ),
    "a clock that is set into working hours begins them": (
        "with start=07:00; work=Mon-Fri 08:30-18:00 | types 10:00 | phase off | sets_clock 7200.0 | phase working | "
        "sets_clock -7200.0 | phase off"
    ),
    # working hours
    "outside working hours the phase is off and nothing is shown": (
        "with start=06:00; work=Mon-Fri 08:30-18:00 | types 100:00 | pauses_typing 10 | phase off | prompts none | "
        "history none | count 0:00"
    ),
    "the hour starts with the working hours": (
        "with start=08:00; work=Mon-Fri 08:30-18:00 | types 30:00 | phase working | types 89:59 | prompts none | "
        "types 90:00 | prompts 90:00"
    ),
    "working on brings prompts outside the hours and ends by itself": (
        "with start=20:00; work=Mon-Fri 08:30-18:00 | types 10:00 | works_on | phase working | types 70:00 | "
        "prompts 70:00 (the hour starts with the word) | skips | types 130:00 | phase off | types 200:00 | "
        "prompts 70:00"
    ),
    "working on outlives a restart": (
        "with start=20:00; work=Mon-Fri 08:30-18:00 | works_on | types 30:00 | dies seconds_=20 | phase working | "
        "types 121:00 | phase off"
    ),
    "working on into the working hours changes nothing in them": (
        "with start=07:30; work=Mon-Fri 08:30-18:00 | works_on | types 79:59 | "
        "prompts none (not in the first 20 minutes of the working day) | types 82:00 | prompts 82:00"
    ),
    "who works on can work on for longer": (
        "with start=20:00; work=Mon-Fri 08:30-18:00 | works_on | types 60:00 | skips | works_on minutes=180 | "
        "types 121:00 | refusals 0 | prompts 60:00, 120:00 (the hour went on) | types 240:00 | phase off"
    ),
    "working on for no time is refused and the person stays off, 0": (
        "with start=20:00; work=Mon-Fri 08:30-18:00 | types 1:00 | works_on 0 | refused That time is too short | "
        "phase off"
    ),
    "working on for no time is refused and the person stays off, -30": (
        "with start=20:00; work=Mon-Fri 08:30-18:00 | types 1:00 | works_on -30 | refused That time is too short | "
        "phase off"
    ),
    "working on within the hours is refused": (
        "with start=10:00; work=Mon-Fri 08:30-18:00 | types 1:00 | works_on | refused These are working hours"
    ),
    "without working hours it is always work": "with start=23:30 | types 60:00 | prompts 60:00",
    "the end of the working hours takes a prompt down": (
        "with start=16:49:30; work=Mon-Fri 08:30-18:00; unanswered=3600.0 | types 60:00 | phase due | types 70:30 | "
        "phase off | history 60:00 prompted, 70:30 deferred | count 0:00"
    ),
    "a snooze does not outlive the working hours": (
        "with start=16:45; work=Mon-Fri 08:30-18:00 | types 60:00 | snoozes minutes=20 | types 120:00 | phase off | "
        "prompts 60:00"
    ),
    "a break may be taken out of hours": (
        "with start=19:00; work=Mon-Fri 08:30-18:00 | starts | phase on_break | types 1:00 | "
        "history 0:00 started, 1:00 done | phase off"
    ),
    "a routine goes on over the end of the working hours": (
        "with start=17:59:30; work=Mon-Fri 08:30-18:00 | starts | types 1:00 | history ends 1:00 done | phase off"
    ),
    "a natural break of the day may reach into the evening": (
        "with start=17:00; work=Mon-Fri 08:30-18:00 | types 50:00 | stops 58:00 | history 50:00 natural | "
        "stops 300:00 | types | ended 0 300:00 | phase off"
    ),
    "silence out of hours is no break": "with start=18:30; work=Mon-Fri 08:30-18:00 | stops 60:00 | history none",
    "overnight hours are work on both dates": (
        "with start=21:30; work=Mon-Fri 22:00-06:00 | phase off | types 30:00 | phase working | types 90:00 | "
        "prompts 90:00 | says_done | types 150:00 | prompts 90:00, 150:00 (half past midnight) | types 510:00 | "
        "phase off"
    ),
    # first and last minutes of the day (S7)
    "the first twenty minutes of the day are silent": (
        "with start=08:30; work=Mon-Fri 08:30-18:00; every=900.0; window=0.0; apart=0.0 | types 20:00 | "
        "prompts none | types 21:59 | prompts none (it waited: a minute, then a lull or another minute) | "
        "types 22:00 | prompts 22:00"
    ),
    "the last ten minutes of the day are silent": (
        "with start=16:55; work=Mon-Fri 08:30-18:00 | types 54:30 | types 65:00 | prompts none | phase off"
    ),
    "the minute before the last ten may prompt": (
        "with start=16:49:59; work=Mon-Fri 08:30-18:00 | types 60:00 | prompts 60:00"
    ),
    "a snooze that is over in the last ten minutes is not shown any more": (
        "with start=16:45; work=Mon-Fri 08:30-18:00 | types 60:00 | snoozes | types 75:00 | prompts 60:00"
    ),
    "without working hours there are no first and last minutes": (
        "with start=00:00; every=600.0; window=0.0 | types 10:00 | prompts 10:00"
    ),
    # quiet hours
    "in quiet hours the prompt waits as in a call": (
        "with start=11:30; quiet=12:00-13:00 | types 90:00 | prompts none | phase working | types 91:59 | "
        "prompts none | types 92:00 | prompts 92:00"
    ),
    "after quiet hours a lull from a minute on prompts": (
        "with start=11:30; quiet=12:00-13:00 | types 90:40 | pauses_typing 5 | types 91:10 | pauses_typing 5 | "
        "prompts 91:12"
    ),
    "quiet hours that begin take a prompt down": (
        "with start=10:58; quiet=12:00-13:00 | types 62:00 | history 60:00 prompted, 62:00 deferred | "
        "detail reason=quiet_hours | types 124:00 | prompts 60:00, 124:00"
    ),
    "being away in quiet hours is a natural break": (
        "with start=11:30; quiet=12:00-13:00 | types 40:00 | stops 85:00 | history 40:00 natural"
    ),
    "the end of quiet hours does not interrupt an absence": (
        "with start=12:30; quiet=12:00-13:00 | types 28:00 | stops 33:00 | history 28:00 natural"
    ),
    "quiet hours within a call end without a prompt": (
        "with start=11:30; quiet=12:00-13:00 | types 80:00 | begins call | types 95:00 | prompts none | ends call | "
        "types 97:00 | prompts 97:00"
    ),
    "quiet hours over the end of the working hours bring nothing": (
        "with start=16:30; work=Mon-Fri 08:30-18:00; quiet=17:00-19:00 | types 160:00 | prompts none | phase off"
    ),
    # the day
    "the daily limit is one of the person's day, which ends at four": (
        "with start=23:30; max_a_day=1; tireless=99999.0 | types 60:00 | skips | types 270:00 | prompts 60:00 | "
        "types 272:00 | prompts 60:00, 272:00 (two minutes past four)"
    ),
    "the daily limit of a night shift is one for the whole of it": (
        "with start=21:30; work=Mon-Fri 22:00-06:00; max_a_day=1; tireless=99999.0 | types 90:00 | skips | "
        "types 500:00 | prompts 90:00 (in 510 minutes it is six)"
    ),
    "midnight leaves the count alone": "with start=23:30 | types 59:59 | prompts none | types 60:00 | prompts 60:00",
    # the clocks are changed
    "the hour is sixty minutes when the clocks go forward": (
        "with start=2026-03-29 01:30 | types 59:59 | prompts none | types 60:00 | prompts 60:00"
    ),
    "the hour is sixty minutes when the clocks go back": (
        "with start=2026-10-25 01:30 | types 60:00 | prompts 60:00 | says_done | types 120:00 | prompts 60:00, 120:00"
    ),
    "working hours end by the local clock when the clocks go back": (
        "with start=2026-10-25 01:00; work=Sun 01:30-04:00 | types 30:00 | phase working | types 239:59 | "
        "phase not off | types 240:00 | phase off"
    ),
    "the day is the person's on the day of 25 hours": (
        "with start=2026-10-24 04:30; max_a_day=1; tireless=99999.0 | types 60:00 | skips | types 1470:00 | "
        "prompts 60:00 (24 and a half hours later it is a minute before four) | "
        "types 1472:00 | prompts 60:00, 1472:00"
    ),
    # long absences over calendar turns
    "a restart over a weekend is the same": (
        "with start=2026-11-27 17:00; work=Mon-Fri 08:30-18:00 | types 30:00 | dies minutes=3810 | phase working | "
        "count 0:00"
    ),
    "only silence within the working hours can be a break": (
        "with start=08:00; work=Mon-Fri 08:30-18:00 | stops 34:59 | history none | stops 35:00 | history 30:00 natural"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


# ---------------------------------------------------------------- a wall clock that is set


def test_a_clock_set_back_by_a_day_keeps_the_daily_limit_of_that_day(a_desk):
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    desk.skips()
    desk.sets_clock(-86400.0)
    desk.types("121:00")
    assert len(desk.prompts) == 2, "another date"


# ---------------------------------------------------------------- first and last minutes of the day (S7)


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


# ---------------------------------------------------------------- the clocks are changed


def test_working_hours_that_the_clock_skips_begin_with_the_jump(a_desk):
    desk = in_berlin(a_desk, "2026-03-29 01:00", work=["Sun 02:30-06:00"])
    desk.types("59:59")
    assert desk.phase is Phase.OFF
    desk.types("60:00")
    assert desk.phase is Phase.WORKING
    desk.types("239:59")
    assert desk.phase is not Phase.OFF, "01:00 and four hours by the clock are three"
    assert desk.of(Kind.PROMPTED) != []


# ---------------------------------------------------------------- long absences over calendar turns


def test_a_weekend_asleep_ends_in_a_fresh_hour(a_desk):
    desk = in_berlin(a_desk, "2026-11-27 17:00", work=OFFICE)
    desk.types("30:00")
    desk.sleeps(minutes=63 * 60 + 30)
    assert desk.phase is Phase.WORKING, "Monday, 09:00"
    assert desk.count == "0:00"
    desk.types(minutes=60)
    assert len(desk.prompts) == 1


def test_the_turns_of_the_working_day_are_noted(a_desk):
    desk = in_berlin(a_desk, "08:00", work=OFFICE)
    desk.stops("700:00")
    assert [note for note in desk.notes if "orking hours" in note] == [
        "30:00 Your working hours began; the hour starts now.",
        "600:00 Your working hours ended.",
    ]


AWAY_ZONE = timezone(timedelta(hours=-9))
NIGHTS = ["Mon-Fri 22:00-06:00"]


@pytest.mark.parametrize(
    ("work", "said_at", "until"),
    [
        (NIGHTS, "2026-11-23 23:30", "2026-11-24 22:00"),
        (NIGHTS, "2026-11-24 00:30", "2026-11-24 22:00"),
        (NIGHTS, "2026-11-24 12:00", "2026-11-24 22:00"),
        (NIGHTS, "2026-11-24 19:00", "2026-11-25 22:00"),
        ([], "2026-11-24 00:30", "2026-11-24 06:00"),
        ([], "2026-11-24 05:00", "2026-11-25 06:00"),
        ([], "2026-11-24 14:00", "2026-11-25 06:00"),
        (OFFICE, "2026-11-27 17:00", "2026-11-30 08:30"),
        (["Mon-Fri 08:30-12:00, 13:00-18:00"], "2026-11-24 08:00", "2026-11-25 08:30"),
        (["00:00-24:00"], "2026-11-24 14:00", "2026-11-25 06:00"),
        (["Mon-Thu, Sat-Sun 00:00-24:00"], "2026-11-24 14:00", "2026-11-25 06:00"),
        (["Mon-Thu, Sat-Sun 00:00-24:00"], "2026-11-26 14:00", "2026-11-28 00:00"),
        (["00:00-23:59"], "2026-11-24 14:00", "2026-11-25 06:00"),
        (["00:00-12:00, 12:30-23:00"], "2026-11-24 14:00", "2026-11-25 06:00"),
    ],
)
def test_tomorrow_is_the_next_shift_or_the_morning(work, said_at, until):
    now = at(said_at)
    rules = Desk(zone=BERLIN, work=work).rules
    assert tomorrow(now, rules) == at(until)


@pytest.mark.parametrize(("before", "after"), [(UTC, AWAY_ZONE), (AWAY_ZONE, UTC)])
def test_a_zone_that_changes_is_followed_at_the_next_look(before, after):
    desk = Desk(start=datetime(2026, 11, 23, 16, 0, tzinfo=UTC), zone=before, work=["08:30-18:00"])
    assert desk.state.day.off is (before is AWAY_ZONE)
    desk.rules = replace(desk.rules, zone=after)
    desk._back = desk._free = desk.time
    desk.happens(ev.Looked())
    assert desk.state.day.off is (after is AWAY_ZONE)
