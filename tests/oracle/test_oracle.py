"""Compares a small sample with the recorded simulations; `python tests/oracle/oracle.py check` compares all."""

import pytest

from oracle.oracle import GROUPS, changed, recorded, sample
from oracle.traces import PROFILES, SETTINGS, Trace

SAMPLE = 8


def test_the_recorded_groups_belong_to_the_oracle():
    assert recorded()
    assert set(recorded()) <= set(GROUPS)


@pytest.mark.parametrize("group", sample(SAMPLE, seed=1), ids=lambda group: f"trace{group[0]}-settings{group[1]}")
def test_the_output_of_a_simulation_is_as_recorded(group):
    assert changed([group], processes=1) == []


def test_a_trace_depends_on_its_number_only():
    assert Trace(7).lines == Trace(7).lines
    assert Trace(7).lines != Trace(8).lines


def test_there_are_five_settings_and_twenty_profiles():
    assert (len(SETTINGS), len(PROFILES)) == (5, 20)
