"""Strict mode (S20): for one who asked for it, the break begins by itself a minute after its prompt."""

from collections.abc import Callable
from functools import partial

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def a_desk(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    return partial(Desk, **request.param, strict=True)


def test_the_break_begins_by_itself_a_minute_after_the_prompt(a_desk):
    desk = a_desk()
    desk.types("60:59")
    assert desk.phase is Phase.DUE
    desk.types("61:00")
    assert desk.phase is Phase.ON_BREAK
    assert desk.guided == ["61:00 lead"]
    assert desk.of(Kind.STARTED)[0].source == "policy"


def test_without_it_nothing_begins_by_itself(a_desk):
    desk = a_desk(strict=False)
    desk.types("64:59")
    assert desk.phase is Phase.DUE
    assert desk.guided == []


def test_stop_ends_it_at_once(a_desk):
    desk = a_desk()
    desk.types("61:10")
    desk.breaks_off()
    assert desk.phase is Phase.WORKING
    assert desk.written(Kind.PART_DONE) == ["61:10"]


def test_in_the_minute_before_it_may_be_put_off(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.snoozes()
    desk.types("70:30")
    assert desk.phase is Phase.DUE
    desk.types("71:30")
    assert desk.phase is Phase.ON_BREAK


def test_in_the_minute_before_it_may_be_skipped(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.skips()
    desk.types("65:00")
    assert desk.phase is Phase.WORKING
    assert desk.guided == []


def test_it_never_begins_in_a_call(a_desk):
    desk = a_desk()
    desk.types("60:30")
    desk.begins("call")
    desk.types("75:00")
    assert desk.guided == []
    desk.ends("call")
    desk.types("77:00")
    assert desk.phase is Phase.DUE
    desk.types("78:00")
    assert desk.phase is Phase.ON_BREAK


def test_whoever_has_left_is_led_through_nothing(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.stops("70:00")
    assert desk.guided == []
    assert [record.at for record in desk.of(Kind.STEPPED_AWAY)] == [desk.of(Kind.PROMPTED)[0].at], (
        "from the last input on"
    )


def test_it_waits_for_one_who_reads(a_desk):
    desk = a_desk()
    desk.types("60:00")
    desk.stops("61:10")
    assert desk.guided == []
    desk.types("61:11")
    assert desk.guided == ["61:10 lead"]


def test_a_prompt_that_was_slept_through_begins_nothing(a_desk):
    desk = a_desk()
    desk.types("60:10")
    desk.sleeps(minutes=4, announced=False)
    assert desk.guided == []
