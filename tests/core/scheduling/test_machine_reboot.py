"""A start after a reboot: the wall clock gives the gap, where it can be believed; an unknown gap is a break."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase

NIGHT = 14 * 60
BEHIND, AHEAD = -14 * 3600.0 + 20, 14 * 3600.0
IN_1970 = -56 * 365 * 86400.0


def rebooted(a_desk, *, minutes, clock, typed="50:00"):
    desk = a_desk()
    desk.types(typed)
    desk.dies(minutes=minutes, clock=clock)
    return desk


def test_a_night_behind_a_clock_that_stood_still_is_a_break_once_the_clock_is_right(a_desk):
    desk = rebooted(a_desk, minutes=NIGHT, clock=BEHIND)
    desk.types(minutes=1)
    assert desk.state.count > 3000
    desk.sets_clock(-BEHIND)
    assert (desk.history, desk.count) == (["50:00 natural"], "1:00")
    (night,) = desk.records
    assert desk.until(night) == "890:00"
    desk.types(minutes=59)
    assert desk.prompts == ["950:00"]


def test_a_clock_that_lies_before_what_was_last_seen_is_a_break_at_once(a_desk):
    desk = rebooted(a_desk, minutes=NIGHT, clock=IN_1970)
    assert desk.count == "0:00"
    desk.types(minutes=1)
    desk.sets_clock(-IN_1970)
    assert (desk.history, desk.count) == (["50:00 natural"], "1:00")


def test_a_clock_that_is_never_set_right_says_when_the_break_began(a_desk):
    desk = rebooted(a_desk, minutes=1, clock=-3600.0)
    desk.types(minutes=70)
    (first, *_) = desk.records
    assert (first.kind, first.at) == (Kind.NATURAL, desk.begun.wall_at(desk.begun.ticks + 3000))


@pytest.mark.parametrize("clock", [BEHIND, AHEAD, -3600.0])
def test_without_a_reboot_the_gap_is_known_whatever_the_clock_shows(a_desk, clock):
    desk = a_desk()
    desk.types("50:00")
    desk.dies(minutes=NIGHT, clock=clock, reboot=False)
    assert [record.kind for record in desk.records] == [Kind.NATURAL]


def test_a_clock_that_is_set_back_over_a_short_restart_ends_nothing(a_desk):
    desk = a_desk()
    desk.types("50:00")
    desk.dies(seconds_=5, clock=-3600.0, reboot=False)
    desk.types(minutes=5)
    desk.sets_clock(3600.0)
    assert (desk.history, desk.count) == ([], "55:05")


@pytest.mark.parametrize(("after", "jump"), [(11 * 60, 3600.0), (60, 299.0), (60, -299.0)])
def test_a_jump_that_is_small_or_late_says_nothing_about_the_start(a_desk, after, jump):
    desk = rebooted(a_desk, minutes=0.5, clock=0, typed="20:00")
    desk.types(seconds_=after)
    desk.sets_clock(jump)
    assert desk.history == []
    assert desk.state.count > 1200


def test_a_prompt_that_came_up_before_the_clock_was_right_leaves(a_desk):
    desk = rebooted(a_desk, minutes=NIGHT, clock=BEHIND, typed="59:00")
    desk.types(minutes=1)
    assert desk.shown
    desk.sets_clock(-BEHIND)
    assert not desk.shown
    assert desk.phase is Phase.WORKING


@pytest.mark.parametrize("clock", [BEHIND, IN_1970])
def test_a_pause_ends_when_it_would_have_by_the_right_clock(a_desk, clock):
    desk = a_desk()
    desk.types("20:00")
    desk.pauses(120)
    desk.dies(minutes=NIGHT, clock=clock)
    desk.types(minutes=1)
    assert desk.phase is Phase.PAUSED
    desk.sets_clock(-clock)
    assert desk.phase is Phase.WORKING


def test_what_was_done_since_the_start_is_not_taken_back(a_desk):
    desk = rebooted(a_desk, minutes=NIGHT, clock=BEHIND, typed="58:00")
    desk.types(minutes=2)
    desk.says_done()
    desk.types(minutes=2)
    desk.sets_clock(-BEHIND)
    assert [record.kind for record in desk.records] == [Kind.PROMPTED, Kind.DONE]


# ------------------------------------------------------------------ a second model


def expected(typed: int, off: int, wrong: int, after: int) -> tuple[int, int]:
    """Breaks, and active seconds, `after` seconds after a start whose clock is `wrong` and is then set right."""
    seems = off + wrong
    if seems < 0 or seems >= 300:
        return 1, after
    if abs(wrong) > 300 and after <= 600:
        return 1, after
    return 0, typed + min(seems, 60) + after


@settings(max_examples=150, deadline=None)
@given(
    typed=st.integers(1, 2000),
    off=st.integers(1, 2000) | st.integers(2000, 200_000),
    seems=st.sampled_from([-5000, -1, 0, 1, 59, 60, 61, 299, 300, 5000]),
    after=st.sampled_from([1, 60, 599, 600, 601, 900]),
)
def test_any_reboot_is_the_same_for_the_second_model(typed: int, off: int, seems: int, after: int) -> None:
    desk, wrong = Desk(), seems - off
    desk.types(seconds_=typed)
    desk.dies(seconds_=off, clock=wrong)
    desk.types(seconds_=after)
    desk.sets_clock(-wrong)
    assert (len(desk.of(Kind.NATURAL)), round(desk.state.count)) == expected(typed, off, wrong, after)
