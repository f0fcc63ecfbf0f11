"""The promise: when a prompt is owed, and every reason for which none is. That the policy never owes one, the desk of
all its tests checks at every step; here nobody looks at the clock, and time passes all the same."""

from datetime import timedelta

import pytest

from desk import Desk, seconds
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.outlook import look_ahead


def owed(desk: Desk, at: str) -> float | None:
    """Since when a prompt is owed at that time of the story, if nobody looks from now on; seconds of the story."""
    later = seconds(at) - desk.time
    assert later >= 0
    now = Moment(desk.now.wall + timedelta(seconds=later), desk.now.ticks + later)
    since = look_ahead(desk.state, desk.rules, now).overdue_since
    return None if since is None else round(since - desk.now.ticks + desk.time, 6)


def working(until: str = "50:00", **more: object) -> Desk:
    desk = Desk(**more)
    desk.types(until)
    return desk


def test_after_an_hour_of_work_a_prompt_is_owed_from_the_full_hour_on():
    desk = working()
    assert owed(desk, "59:59") is None
    assert owed(desk, "62:00") == seconds("60:00")


def test_who_stopped_typing_before_the_hour_was_full_is_owed_nothing():
    desk = working("50:00", watched=False)
    desk.stops("50:30")
    assert owed(desk, "62:00") is None


def test_a_snoozed_prompt_is_owed_when_the_snooze_ends():
    desk = working("60:00")
    desk.snoozes()
    assert owed(desk, "69:59") is None
    assert owed(desk, "75:00") == seconds("70:00")


def test_after_a_pause_it_is_owed_from_its_end_on():
    desk = working("59:00")
    desk.pauses(4)
    assert owed(desk, "70:00") is None
    desk.types("63:30")
    assert owed(desk, "70:00") == seconds("64:00")


def test_after_a_call_it_is_owed_two_minutes_later_without_a_lull():
    desk = working("59:00")
    desk.begins("call")
    desk.types("65:00")
    assert owed(desk, "80:00") is None
    desk.ends("call")
    assert owed(desk, "66:59") is None
    assert owed(desk, "80:00") == seconds("67:00")


def test_after_a_short_absence_it_is_owed_a_minute_later():
    desk = working("59:30")
    desk.locks()
    desk.stops("61:30")
    assert owed(desk, "62:00") is None
    desk.unlocks()
    desk.types("61:31")
    assert owed(desk, "70:00") == seconds("62:30")


@pytest.mark.parametrize(
    "happens",
    [
        lambda desk: desk.pauses(60),
        lambda desk: desk.begins("call"),
        lambda desk: desk.locks(),
        lambda desk: (setattr(desk, "asleep", True), desk.happens(ev.Suspended())),
        lambda desk: desk.starts(),
    ],
    ids=["paused", "in a call", "locked", "asleep", "on a break"],
)
def test_nothing_is_owed_while(happens):
    desk = working("50:00")
    happens(desk)
    assert owed(desk, "70:00") is None


@pytest.mark.parametrize(
    "more",
    [{"work": ["Mon-Fri 08:00-09:55"]}, {"quiet": ["09:50-12:00"]}],
    ids=["the last ten minutes of the day", "quiet hours"],
)
def test_nothing_is_owed_in(more):
    desk = working("52:00", **more)
    assert owed(desk, "65:00") is None


def test_nothing_is_owed_too_soon_after_the_last_one():
    desk = working("10:00", every=600.0, window=0.0)
    desk.skips()
    desk.types("20:30")
    assert owed(desk, "34:59") is None
    assert owed(desk, "36:00") == seconds("35:00")


def test_nothing_is_owed_once_the_day_has_had_its_prompts():
    desk = working("60:00", max_a_day=1)
    desk.skips()
    assert owed(desk, "150:00") is None


def test_a_prompt_that_is_up_is_owed_no_more():
    desk = working("60:00")
    assert desk.phase.value == "due"
    assert owed(desk, "64:00") is None
