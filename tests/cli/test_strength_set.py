"""`break strength`: with a daemon, without one, and what the history keeps of it."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("clock")


def test_a_strength_set_runs_in_a_terminal_and_is_recorded(uncrick, either):
    result = uncrick("break", "strength", "--here")

    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("Read first: Pull a band to your waist")
    done = json.loads(uncrick("history", "--json").out)[-1]
    assert {item["id"] for item in done["routine"]} == {"band_raise", "band_row"}
    assert (done["kind"], done["detail"]["session"]) == ("done", "strength_set")


def test_a_second_set_on_a_day_is_refused_in_words(uncrick, either):
    uncrick("break", "strength", "--here")
    result = uncrick("break", "strength", "--here")

    assert (result.status, result.out) == (1, "")
    assert result.err == "You had your strength set today: Muscles rest until tomorrow; then comes the next.\n"
