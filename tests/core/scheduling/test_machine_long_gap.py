"""A gap of any length costs what some days cost, and leaves behind what living through all of it would."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counting_zone import CountingZone
from desk import Desk, suggest
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind
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
    "2026-11-23 09:00",
    "2026-11-27 17:20",
    "2026-11-27 18:30",
    "2026-12-23 11:50",
    "2026-03-20 00:40",
    "2026-10-10 22:10",
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
GAPS = st.one_of(
    st.floats(1.0, 3 * 86400.0).map(round),
    st.integers(86400, 40 * 86400),
    st.integers(1, 40).map(lambda days: days * 86400),
)


def at(text: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


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


def near(notes: list[Note], left: Moment, now: Moment) -> list[Note]:
    """Those of the first day and of the last."""
    day = timedelta(days=1)
    return [note for note in notes if note.at <= left.wall + day or note.at >= now.wall - day]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
def test_a_gap_leaves_behind_what_living_all_of_it_would(start, zone, work, quiet, late, breaks, moves, how, gap):
    desk = Desk(start=at(start, zone), zone=zone, work=work, quiet=quiet, **breaks)
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
    assert set(noted(skipped)) <= set(noted(lived)), "nothing is told that did not happen"
    assert near(noted(skipped), left, now) == near(noted(lived), left, now)


# ---------------------------------------------------------------- what it costs


LAST_SEEN = {
    "60 days ago": "2026-09-29 10:00",
    "a year ago": "2025-11-28 10:00",
    "ten years ago": "2016-11-28 10:00",
    "by a clock that was at 1970": "1970-01-02 10:00",
}


@pytest.mark.parametrize("work", WORK, ids=str)
@pytest.mark.parametrize("pause", [None, 600.0, 100 * 86400.0], ids=["working", "paused", "paused for long"])
@pytest.mark.parametrize("seen", LAST_SEEN.values(), ids=list(LAST_SEEN))
def test_a_gap_of_any_length_costs_some_days(seen, pause, work):
    zone = CountingZone(BERLIN)
    rules = Rules(suggest, work=parse_hours(work), quiet=parse_hours(["12:00-13:00"]), zone=zone)
    left = Moment(at(seen, BERLIN).astimezone(UTC), 5000.0)
    state = machine.begin(left, rules)
    if pause is not None:
        state, _effects = machine.step(state, ev.PauseBegun(pause, "cli"), left, rules)
    zone.asked = 0
    now = Moment(at("2026-11-28 12:00", UTC), 100.0)
    step = machine.step(state, launched(replace(state, boot="1"), now, "2"), now, rules)
    assert step[0].seen == now
    assert len([effect for effect in step[1] if isinstance(effect, Note | SaveSnapshot)]) < 150
    assert zone.asked < 20000


@pytest.mark.parametrize("to", ["2016-11-28 10:00", "2106-11-28 10:00"])
def test_a_start_at_another_year_goes_by_its_calendar(to):
    rules = Rules(suggest, work=parse_hours(OFFICE), zone=BERLIN)
    left = Moment(at("2016-11-25 10:00", UTC), 5000.0)
    now = Moment(at(to, BERLIN).astimezone(UTC), 100.0)
    state = replace(machine.begin(left, rules), boot="1")
    state, effects = machine.step(state, launched(state, now, "2"), now, rules)
    assert state.day.on == now.wall.date()
    assert [effect.record.kind for effect in effects if isinstance(effect, Write)] == [Kind.NATURAL]


def test_what_a_year_away_holds_has_its_own_times():
    desk = Desk(start=at("2026-11-27 17:20", UTC), work=OFFICE)
    desk.types(minutes=10)
    desk.pauses(4 * 1440)  # over the weekend, to Tuesday evening
    desk.dies(minutes=365 * 1440)
    assert [(record.kind, f"{record.at:%a %H:%M}") for record in desk.records] == [
        (Kind.PAUSED, "Fri 17:30"),
        (Kind.RESUMED, "Tue 17:30"),
        (Kind.NATURAL, "Tue 17:30"),
    ]


@pytest.mark.parametrize(
    ("off", "counts_at"),
    [([], "2026-11-30 08:30"), (["2026-11-30 to 2027-02-28 off"], "2027-03-01 08:30")],
    ids=["a weekend", "three months off"],
)
def test_an_absence_that_begins_off_duty_counts_from_the_next_shift(off, counts_at):
    desk = Desk(start=at("2026-11-27 18:30", UTC), work=[*OFFICE, *off])
    desk.types(minutes=10)
    desk.dies(minutes=365 * 1440)
    assert [(record.kind, record.at) for record in desk.records] == [(Kind.NATURAL, at(counts_at, UTC))]


def test_shifts_too_short_for_a_break_make_none_of_a_long_absence():
    desk = Desk(start=at("2026-11-27 18:30", UTC), work=["Mon, Fri 09:00-09:04"])
    desk.types(minutes=10)
    desk.dies(minutes=3650 * 1440)
    assert desk.records == []
