"""A small sample of the recorded simulations; `python tests/oracle/oracle.py check` compares all of them."""

import pytest

from oracle.oracle import GROUPS, changed, recorded, sample
from oracle.traces import PROFILES, SETTINGS, Trace

CHECKED = 8


def test_what_is_recorded_are_whole_traces_of_the_oracle():
    assert recorded()
    assert set(recorded()) <= set(GROUPS)


@pytest.mark.parametrize("group", sample(CHECKED, seed=1), ids=lambda group: f"trace{group[0]}-settings{group[1]}")
def test_a_simulation_prints_what_was_recorded(group):
    assert changed([group], processes=1) == []


def test_a_trace_depends_on_its_number_only():
    assert Trace(7).lines == Trace(7).lines
    assert Trace(7).lines != Trace(8).lines


def test_there_are_five_settings_and_twenty_profiles():
    assert (len(SETTINGS), len(PROFILES)) == (5, 20)
