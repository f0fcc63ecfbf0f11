"""Which windows open where one that opens by itself would take the keyboard from what is being typed."""

from dataclasses import replace

import pytest

from app.life import suggestion
from uncrick.core.model.record import Source
from uncrick.core.scheduling.state import Routine


@pytest.fixture
def wants(house):
    """Whether a routine is led by a window, on such a desktop or another."""
    with house.living() as life:

        def wants(source, began=0.0, *, unfocused=False):
            parts = life.parts
            parts.machine = replace(parts.machine, opens_unfocused=unfocused)
            return parts._wants_window(Routine(suggestion(), life.clock.ticks - began, source))

        yield wants


@pytest.mark.parametrize("source", [Source.CLI, Source.TRAY, Source.NOTIFICATION, Source.WINDOW])
def test_what_was_asked_for_opens(wants, source):
    assert wants(source)


def test_what_begins_by_itself_is_led_by_notifications(wants):
    assert not wants(Source.POLICY)


def test_what_goes_on_after_a_restart_is_led_by_notifications(wants):
    assert not wants(Source.CLI, began=30.0)


@pytest.mark.parametrize(("source", "began"), [(Source.POLICY, 0.0), (Source.CLI, 30.0)])
def test_where_windows_can_open_unfocused_all_of_them_do(wants, source, began):
    assert wants(source, began, unfocused=True)
