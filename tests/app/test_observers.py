"""Observers: the listeners of an occasion, and the order in which occasions come."""

import logging

from app.life import MONDAY
from uncrick.app.isolation import Isolation
from uncrick.app.observers import Observers, Signal
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Rules

NOW = Moment(MONDAY, 1000.0)
STATE = machine.begin(NOW, Rules(suggest=lambda occasion: None, zone=MONDAY.tzinfo))


def test_listeners_are_called_in_the_order_in_which_they_were_connected():
    calls = []
    signal = Signal(Isolation("test"))
    signal.connect("first", lambda: calls.append("first"))
    signal.connect("second", lambda: calls.append("second"))
    signal()
    assert calls == ["first", "second"]


def test_a_listener_that_fails_costs_the_others_nothing(caplog):
    calls = []
    signal = Signal(Isolation("test"))
    signal.connect("the broken part", lambda number: 1 / 0)
    signal.connect("the other part", calls.append)
    with caplog.at_level(logging.WARNING):
        signal(7)
    assert calls == [7]
    assert "the broken part failed" in caplog.text


def test_a_day_begins_before_anything_else_and_once():
    calls = []
    observers = Observers(Isolation("test"))
    observers.changed.connect("changed", lambda state, now: calls.append("changed"))
    observers.moved.connect("moved", lambda state: calls.append("moved"))
    observers.day_began.connect("day", lambda on: calls.append(on.isoformat()))
    observers.state_changed(STATE, NOW, moved=True)
    observers.state_changed(STATE, NOW, moved=False)
    assert calls == [STATE.day.on.isoformat(), "moved", "changed", "changed"]
