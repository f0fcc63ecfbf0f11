"""The state on another clock, as after a restart of the machine."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from desk import suggestion
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import state as parts
from uncrick.core.scheduling.rules import Day
from uncrick.core.scheduling.state import State
from uncrick.core.scheduling.steps import TICKS, on_other_clock

LENGTHS = {
    (State, "count"),
    (parts.Answered, "count"),
    (parts.Busy, "seconds"),
    (parts.Routine, "skipped"),
    (parts.Start, "count"),
    (parts.Routine, "halted_seconds"),
}
KINDS = [
    Moment,
    Day,
    *(part for part in vars(parts).values() if is_dataclass(part) and part.__module__ == parts.__name__),
]
PROMPT = parts.Prompt("1", suggestion(), since=1.0)
ROUTINE = parts.Routine(suggestion(), began=2.0, source="cli", skipped=97.0, halted_seconds=96.0, halted_since=3.0)
WALL = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STATE = State(
    seen=Moment(WALL, 4.0),
    counted_until=5.0,
    began=6.0,
    day=Day(WALL.date(), off=False, quiet=False, edge=None, since=WALL, until=WALL),
    presence=parts.Presence(parts.Silence(7.0), 8.0, 9.0, parts.Absence(10.0, "record"), 11.0, 12.0, 23.0, 24.0),
    busy=parts.Busy((("call", 13.0), ("share", 14.0)), (("call", 99.0),), parts.BusyEnded(15.0, delayed_prompt=True)),
    count=98.0,
    pause=parts.Pause(16.0, 17.0),
    task_ended_at=18.0,
    taken_at=25.0,
    answered=parts.Answered("record", "skipped", PROMPT, 22.0, 95.0),
    first_showings=parts.FirstShowings(19.0, WALL.date(), 3),
    start=parts.Start(Moment(WALL, 26.0), WALL, 94.0),
)
STAGES: list[parts.Stage] = [
    parts.Idle(),
    parts.Shown(PROMPT, parts.BubbleUp()),
    parts.Shown(PROMPT, parts.BubbleDelayed(20.0)),
    parts.Waiting(PROMPT, parts.Wait.SNOOZED, 21.0),
    parts.Badge(PROMPT),
    parts.OnBreak(ROUTINE),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_float_is_ticks_or_a_length(kind: type) -> None:
    floats = {name for name, hint in get_type_hints(kind).items() if "float" in str(hint)}
    assert floats == {*TICKS.get(kind, ()), *(name for other, name in LENGTHS if other is kind)}


def ticks_of(value: Any) -> list[float]:
    """Every number of ticks in it."""
    numbers: list[float] = []
    for name in (field.name for field in fields(value)) if is_dataclass(value) else ():
        part = getattr(value, name)
        if name in TICKS.get(type(value), ()):
            numbers += [since for _, since in part] if isinstance(part, tuple) else [part]
        else:
            numbers += ticks_of(part)
    return numbers


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: type(stage).__name__)
def test_another_clock_moves_all_ticks_and_nothing_else(stage: parts.Stage) -> None:
    before = replace(STATE, stage=stage)
    after = on_other_clock(before, 1000.0)
    assert ticks_of(after) == [ticks + 1000.0 for ticks in ticks_of(before)]
    assert (after.count, after.busy.seconds) == (before.count, before.busy.seconds)
    assert (after.seen.wall, after.day) == (before.seen.wall, before.day)
    assert on_other_clock(after, -1000.0) == before
