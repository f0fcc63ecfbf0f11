"""Strict mode (S20): for one who asked for it, the break begins by itself a minute after its prompt."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk
from stories import each_way, tell
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param, strict=True)


STORIES = {
    "without it nothing begins by itself": "with strict=False | types 64:59 | phase due | guided none",
    "stop ends it at once": "types 61:10 | breaks_off | phase working | written part_done 61:10",
    "in the minute before it may be put off": (
        "types 60:30 | snoozes | types 70:30 | phase due | types 71:30 | phase on_break"
    ),
    "in the minute before it may be skipped": "types 60:30 | skips | types 65:00 | phase working | guided none",
    "it never begins in a call": (
        "types 60:30 | begins call | types 75:00 | guided none | ends call | types 77:00 | phase due | types 78:00 | "
        "phase on_break"
    ),
    "it waits for one who reads": "types 60:00 | stops 61:10 | guided none | types 61:11 | guided 61:10 lead",
    "a prompt that was slept through begins nothing": "types 60:10 | sleeps minutes=4 announced=False | guided none",
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, partial(make, strict=True))


def test_the_break_begins_by_itself_a_minute_after_the_prompt(a_desk):
    desk = a_desk()
    desk.types("60:59")
    assert desk.phase is Phase.DUE
    desk.types("61:00")
    assert desk.phase is Phase.ON_BREAK
    assert desk.guided == ["61:00 lead"]
    assert desk.of(Kind.STARTED)[0].source == "policy"


def test_whoever_has_left_is_led_through_nothing(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.stops("70:00")
    assert desk.guided == []
    assert [record.at for record in desk.of(Kind.STEPPED_AWAY)] == [desk.of(Kind.PROMPTED)[0].at], (
        "from the last input on"
    )
