"""A gap of any length costs what some days cost, and leaves behind what living through all of it would."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import Desk, suggest
from uncrick.core.model.moment import Moment
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Close, Note, SaveSnapshot, Write
from uncrick.core.scheduling.presence import launched
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.core.scheduling.steps import Step
from uncrick.storage.state_codec import dumps

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = [
    datetime(2026, 11, 23, 9, 0),
    datetime(2026, 11, 27, 17, 20),
    datetime(2026, 12, 23, 11, 50),
    datetime(2026, 3, 20, 0, 40),
    datetime(2026, 10, 10, 22, 10),
]
OFFICE = ["Mon-Fri 08:30-12:00, 13:00-18:00"]
WORK: list[list[str]] = [
    [],
    OFFICE,
    ["Sun 02:30-05:00", "22:00-06:00"],
    ["Mon-Thu 20:00-04:00", "2026-12-24 to 2027-01-10 off"],
    [*OFFICE, "2026-11-30 to 2026-12-20 off", "2026-12-24 08:00-12:00", "2026-12-25 to 2027-01-03 off"],
    [*OFFICE, "Wed off", "2026-12-09 10:00-11:00", "2026-12-16 07:00-09:00 off"],
    ["Mon, Fri 09:00-09:04", "2026-12-05 to 2026-12-06 09:00-09:10"],
    ["2026-11-24 08:00-12:00", "2026-12-29 08:00-12:00"],
]
QUIET: list[list[str]] = [
    [],
    ["12:00-13:00"],
    ["Mon 08:00-09:00", "02:10-02:50"],
    ["Tue 16:00-17:55", "Sat 00:00-24:00"],
]
MOVE: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(st.just("types"), st.sampled_from([8.0, 300.0, 1500.0, 3600.0, 4200.0])),
    st.tuples(st.just("stops"), st.sampled_from([8.0, 45.0, 61.0, 200.0, 3600.0])),
    st.tuples(st.sampled_from(["begins", "ends"]), st.sampled_from(["call", "share", "dnd"])),
    st.tuples(st.just("says"), st.sampled_from(list(ev.Answer))),
    st.tuples(st.just("pauses"), st.sampled_from([2.0, 600.0, 2000.0, 4 * 1440.0, 25 * 1440.0])),
    st.tuples(st.sampled_from(["locks", "starts", "resumes", "snoozes", "works_on", "undoes"]), st.none()),
)
HOUR = 3600.0
GAPS = st.one_of(
    st.floats(1.0, 3 * 24 * HOUR).map(round),
    st.integers(24 * 3600, 40 * 24 * 3600),
    st.integers(1, 40).map(lambda days: days * 24 * 3600),
)


def live(desk: Desk, moves: list[tuple[str, Any]]) -> None:
    desk.happens(ev.Looked())  # as the daemon does when it starts
    for word, what in moves:
        if word in ("types", "stops"):
            getattr(desk, word)(seconds_=what)
        else:
            getattr(desk, word)(*(() if what is None else (what,)))


def plain(state: State) -> Any:
    """The state; sums of seconds are not exact."""
    return json.loads(dumps(state), parse_float=lambda number: round(float(number), 3))["state"]


def written(step: Step) -> list[Write | Close]:
    return [effect for effect in step[1] if isinstance(effect, Write | Close)]


def noted(step: Step) -> list[Note]:
    return [effect for effect in step[1] if isinstance(effect, Note)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from(STARTS),
    zone=st.sampled_from([UTC, BERLIN, ZoneInfo("Australia/Lord_Howe")]),
    work=st.sampled_from(WORK),
    quiet=st.sampled_from(QUIET),
    late=st.sampled_from([frozenset[int](), frozenset({9, 10, 17})]),
    breaks=st.sampled_from([{}, {"clock": "wall"}, {"every": 600.0}, {"natural": 900.0, "after_busy": 0.0}]),
    moves=st.lists(MOVE, max_size=8),
    how=st.sampled_from(["restarted", "rebooted", "slept", "unseen"]),
    gap=GAPS,
)
def test_what_is_skipped_leaves_no_trace(start, zone, work, quiet, late, breaks, moves, how, gap):
    desk = Desk(start=start, zone=zone, work=work, quiet=quiet, **breaks)
    desk.follows(late_hours=late)
    live(desk, moves)
    if how == "slept":
        desk.asleep = True
        desk.happens(ev.Suspended())
    left = desk.now
    now = Moment(left.wall + timedelta(seconds=gap), 5.0 if how == "rebooted" else left.ticks + gap)
    boot = {"rebooted": "2", "restarted": "1"}.get(how)
    state = replace(desk.state, boot="1")
    event = ev.Gapped(left.ticks) if boot is None else launched(state, now, boot)
    skipped = machine.step(state, event, now, desk.rules)
    lived = machine.step(state, event, now, replace(desk.rules, lived=timedelta(days=1000)))
    assert plain(skipped[0]) == plain(lived[0])
    assert written(skipped) == written(lived)
    assert [note for note in noted(lived) if note in noted(skipped)] == noted(skipped)
    near = timedelta(days=1)
    ends = [
        [note for note in noted(step) if not near < note.at - left.wall < now.wall - left.wall - near]
        for step in (skipped, lived)
    ]
    assert ends[0] == ends[1]
