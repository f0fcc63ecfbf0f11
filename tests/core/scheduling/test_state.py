"""The state on another clock, as after a restart of the machine."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from desk import suggestion
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.rules import Day
from uncrick.core.scheduling.state import TICKS, Pause, Prompt, Routine, State, on_other_clock

LENGTHS = {(State, "count"), (State, "busy_seconds"), (Routine, "skipped"), (Routine, "held")}


@pytest.mark.parametrize("kind", TICKS, ids=lambda kind: kind.__name__)
def test_every_number_with_a_fraction_is_ticks_or_a_length(kind: type) -> None:
    floats = {name for name, hint in get_type_hints(kind).items() if "float" in str(hint)}
    assert floats == {*TICKS[kind], *(name for other, name in LENGTHS if other is kind)}


def test_every_part_of_a_state_that_holds_ticks_is_listed() -> None:
    hints = get_type_hints(State)
    nested = {
        kind for kind in (Moment, Prompt, Routine, Pause) if any(kind.__name__ in str(hint) for hint in hints.values())
    }
    assert nested <= set(TICKS)
    floats = {field.name for field in fields(Day) if "float" in str(get_type_hints(Day)[field.name])}
    assert not floats, "the calendar knows wall time only"


def ticks_of(value: Any) -> list[float]:
    """Every number of ticks in it."""
    found: list[float] = []
    for name in (field.name for field in fields(value)) if type(value) in TICKS else ():
        part = getattr(value, name)
        if name in TICKS[type(value)]:
            found += [since for _, since in part] if isinstance(part, tuple) else [part]
        else:
            found += ticks_of(part)
    return found


def test_another_clock_moves_all_ticks_and_nothing_else() -> None:
    wall = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    prompt = Prompt("1", suggestion(), since=6.0)
    before = State(
        seen=Moment(wall, 1.0),
        day=Day(wall.date(), off=False, quiet=False, edge=None, since=wall, until=wall),
        busy=(("call", 3.0), ("share", 4.0)),
        busy_seconds=(("call", 99.0),),
        count=98.0,
        prompt=prompt,
        badge=replace(prompt, since=7.0),
        routine=Routine(suggestion(), began=8.0, source="cli", skipped=97.0, held=96.0, held_since=9.0),
        pause=Pause(10.0, 11.0),
        **{name: 12.0 + number for number, name in enumerate(TICKS[State]) if name != "busy"},
    )
    after = on_other_clock(before, 1000.0)
    assert ticks_of(after) == [ticks + 1000.0 for ticks in ticks_of(before)]
    assert (after.count, after.busy_seconds) == (before.count, before.busy_seconds)
    assert (after.seen.wall, after.day) == (before.seen.wall, before.day)
    assert on_other_clock(after, -1000.0) == before
