"""The saved state: what is written is what is read, and nothing else is."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.life import MONDAY, suggestion
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Breaks, Rules
from uncrick.core.scheduling.snapshot import Snapshot
from uncrick.core.scheduling.state import Pause, Phase, State
from uncrick.storage import state_codec
from uncrick.storage.state_codec import OlderStateError, dump_snapshot, dumps, load_snapshot, loads

TEXT = st.text(max_size=12)
COUNT = st.integers(0, 10**6)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    float: st.floats(allow_nan=False),
    int: COUNT,
    str: TEXT,
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that the state is made of."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values_of(hints[name]) for name in (field.name for field in fields(kind))})
    if get_origin(kind) is tuple:
        *parts, last = get_args(kind)
        if last is Ellipsis:
            return st.lists(values_of(parts[0]), max_size=2).map(tuple)
        return st.tuples(*map(values_of, get_args(kind)))
    if get_args(kind):
        return st.one_of(*map(values_of, get_args(kind)))
    return st.sampled_from(kind)


RULES = Rules(suggest=lambda occasion: suggestion("neck_turn", "shrug"))
STATE = machine.begin(Moment(MONDAY, 7.5), RULES)
DUE, _ = machine.step(STATE, ev.Looked(), Moment(MONDAY + timedelta(hours=1), 3607.5), RULES)


def of_schema(schema: int, text: str) -> str:
    """The text of a state as if it were of another schema."""
    return text.replace(f'"schema":{state_codec.SCHEMA}', f'"schema":{schema}')


@given(values_of(State))
def test_what_is_written_is_what_is_read(state):
    assert loads(dumps(state)) == state


def test_a_prompt_that_is_up_survives():
    assert loads(dumps(DUE)).prompt == DUE.prompt
    assert DUE.prompt is not None


def test_it_is_json_on_one_line():
    assert json.loads(dumps(DUE))["schema"] == state_codec.SCHEMA
    assert "\n" not in dumps(DUE)


GARBAGE = {
    "nothing": "",
    "blank": "  \n",
    "words": "hello",
    "half of it": dumps(DUE)[: len(dumps(DUE)) // 2],
    "zeros": "\0" * 4096,
    "null": "null",
    "a list": "[]",
    "a number": "17",
    "an empty object": "{}",
    "no state": json.dumps({"schema": state_codec.SCHEMA}),
    "deep": "[" * 100_000,
    "of an older schema": of_schema(1, dumps(DUE)),
    "of a newer schema": of_schema(9, dumps(DUE)),
    "another number in it": dumps(DUE).replace("3607.5", "3607.6"),
    "another type in it": dumps(DUE).replace("3607.5", '"3607.5"'),
    "a number that is none": dumps(DUE).replace("3607.5", "NaN"),
    "a switch turned": dumps(DUE).replace('"off":false', '"off":true'),
    "a field less": dumps(DUE).replace('"off":false,', ""),
    "a field more": dumps(DUE).replace('"off":false', '"off":false,"down":true'),
    "another kind": dumps(DUE).replace('"_":"Shown"', '"_":"Waiting"'),
    "no sum": dumps(DUE).replace('"sum"', '"some"'),
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        loads(text)


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | TEXT, st.lists).map(json.dumps))
def test_whatever_else_it_is_it_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        loads(text)


@given(st.data())
def test_a_character_that_was_damaged_is_seen(data):
    text = dumps(DUE)
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from('0123456789aefklnrstu{}[]",:.- \0'))
    damaged = text[:at] + put + text[at + 1 :]
    try:
        state = loads(damaged)
    except ValueError:
        return
    assert state == DUE, "it is what was written, or it is refused"


def test_a_right_sum_over_a_wrong_content_is_refused(monkeypatch):
    monkeypatch.setattr("uncrick.storage.state_codec._sum", lambda plain: 0)
    for content in ({"_": "Moment", "wall": 1, "ticks": 1}, {"_": "State"}, {"_": "Nobody"}, {}, [], 3, {"_": []}):
        with pytest.raises(ValueError, match=r"."):
            loads(json.dumps({"schema": state_codec.SCHEMA, "sum": 0, "state": content}))


def test_times_keep_their_offset_and_their_microseconds():
    wall = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
    assert loads(dumps(replace(STATE, seen=Moment(wall, 0.1)))).seen == Moment(wall, 0.1)


OLDER = {
    "_": "State",
    "seen": {"_": "Moment", "wall": {"_": "datetime", "text": "2026-11-23T09:20:00+00:00"}, "ticks": 1200.0},
    "counted_until": 1200.0,
    "day": json.loads(dumps(STATE))["state"]["day"],
    "began": 600.0,
    "count": 600.0,
    "up": False,
    "pause": {"_": "Pause", "since": 600.0, "until": 4200.0},
    "serial": 5,
}


def older(**changes: Any) -> str:
    """The text of a state of schema 2; the fields that nobody reads any more are left out."""
    plain = {**OLDER, **changes}
    return json.dumps({"schema": 2, "sum": state_codec._sum(plain), "state": plain})


def test_a_pause_goes_on_in_a_newer_version():
    state = loads(older())
    assert (state.phase, state.pause, state.serial) == (Phase.PAUSED, Pause(600.0, 4200.0), 5)
    assert (state.count, state.presence.counts_from, state.seen.ticks) == (0.0, 1200.0, 1200.0)


def test_an_older_state_without_a_pause_is_not_read():
    with pytest.raises(OlderStateError):
        loads(older(pause=None))


PAUSED, _ = machine.step(STATE, ev.PauseBegun(3600.0, "tray"), Moment(MONDAY, 7.5), RULES)


@pytest.mark.parametrize("schema", range(3, state_codec.SCHEMA))
def test_a_pause_goes_on_also_from_where_defaults_are_left_out(schema):
    state = loads(of_schema(schema, dumps(PAUSED)))
    assert (state.phase, state.pause, state.serial) == (Phase.PAUSED, PAUSED.pause, PAUSED.serial)


@pytest.mark.parametrize("schema", range(1, state_codec.SCHEMA))
def test_an_older_state_that_leaves_out_the_pause_is_older_and_not_damaged(schema):
    with pytest.raises(OlderStateError):
        loads(of_schema(schema, dumps(DUE)))


@pytest.mark.parametrize("text", ["", "{}", "[]", "3", "[2]", "[3]", "[3, 4]", "[3, []]", '[3, {"_": "Nobody"}]'])
def test_a_text_that_is_no_snapshot_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        load_snapshot(text, RULES)


def test_a_snapshot_keeps_the_rules_of_its_time():
    then = replace(RULES, breaks=Breaks(every=1800.0), ignored=frozenset({"call", "dnd"}), most_today=3)
    text = dump_snapshot(Snapshot(STATE, then))
    assert load_snapshot(text, replace(RULES, breaks=Breaks(every=600.0), seed=7)) == Snapshot(
        STATE, replace(then, seed=7)
    )
