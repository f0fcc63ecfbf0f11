"""The saved state: what is written is what is read, and nothing else is."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.life import MONDAY, suggestion
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Day, Rules
from uncrick.core.scheduling.state import Pause, Prompt, Routine, State, Wait
from uncrick.storage.state_codec import dumps, loads

TICKS = st.floats(allow_nan=False)
TEXT = st.text(max_size=12)
WALL = st.datetimes(timezones=st.just(UTC))
COUNT = st.integers(0, 10**6)


def maybe(strategy):
    return st.none() | strategy


SUGGESTIONS = st.builds(
    Suggestion,
    TEXT,
    st.lists(st.builds(Item, TEXT, TEXT, COUNT, COUNT), max_size=3).map(tuple),
    COUNT,
    COUNT,
    TEXT,
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
)
PROMPTS = st.builds(Prompt, TEXT, SUGGESTIONS, TICKS, COUNT, COUNT, st.booleans())
STATES = st.builds(
    State,
    seen=st.builds(Moment, WALL, TICKS),
    counted_until=TICKS,
    day=st.builds(Day, st.dates(), st.booleans(), st.booleans(), maybe(TEXT), WALL, WALL),
    began=TICKS,
    count=TICKS,
    last_input=maybe(TICKS),
    gapped=st.booleans(),
    absent_since=maybe(TICKS),
    open_record=maybe(TEXT),
    busy=st.lists(st.tuples(TEXT, TICKS), max_size=3).map(tuple),
    prompt=maybe(PROMPTS),
    up=st.booleans(),
    wait=maybe(st.sampled_from(Wait)),
    wait_until=TICKS,
    badge=maybe(PROMPTS),
    routine=maybe(st.builds(Routine, SUGGESTIONS, TICKS, TEXT, maybe(TEXT), TICKS, TICKS, maybe(TICKS), st.booleans())),
    pause=maybe(st.builds(Pause, TICKS, TICKS)),
    shown_on=TEXT,
    serial=COUNT,
)
RULES = Rules(suggest=lambda occasion: suggestion("neck_turn", "shrug"))
STATE = machine.begin(Moment(MONDAY, 7.5), RULES)
DUE, _ = machine.step(STATE, ev.Looked(), Moment(MONDAY + timedelta(hours=1), 3607.5), RULES)


@given(STATES)
def test_what_is_written_is_what_is_read(state):
    assert loads(dumps(state)) == state


def test_a_prompt_that_is_up_survives():
    assert loads(dumps(DUE)).prompt == DUE.prompt
    assert DUE.prompt is not None


def test_it_is_json_on_one_line():
    assert json.loads(dumps(DUE))["schema"] == 2
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
    "no state": '{"schema": 2}',
    "deep": "[" * 100_000,
    "of an older schema": dumps(DUE).replace('"schema":2', '"schema":1'),
    "of a newer schema": dumps(DUE).replace('"schema":2', '"schema":3'),
    "another number in it": dumps(DUE).replace("3607.5", "3607.6"),
    "another type in it": dumps(DUE).replace("3607.5", '"3607.5"'),
    "a number that is none": dumps(DUE).replace("3607.5", "NaN"),
    "a switch turned": dumps(DUE).replace('"up":true', '"up":false'),
    "a field less": dumps(DUE).replace('"up":true,', ""),
    "a field more": dumps(DUE).replace('"up":true', '"up":true,"down":true'),
    "another kind": dumps(DUE).replace('"_":"Prompt"', '"_":"Routine"'),
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
            loads(json.dumps({"schema": 2, "sum": 0, "state": content}))


def test_times_keep_their_offset_and_their_microseconds():
    wall = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
    assert loads(dumps(replace(STATE, seen=Moment(wall, 0.1)))).seen == Moment(wall, 0.1)
