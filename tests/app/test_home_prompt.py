"""Days at home with the real engine: one prompt a day suggests the longer session, and every answer works as ever."""

import json
from datetime import UTC, datetime

import pytest

from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import read_trace
from uncrick.settings import Settings

MONDAY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
HOUR, DAY = 3600, 86_400
PROFILE = {"conditions": [], "equipment": ["mat"], "place": "home", "home_session": True}
FOURTH = 3 * DAY  # the first day that is no early one


def lived(*lines):
    """Four days from eight on: three on which the desk is left at each prompt, and what came of what is said then."""
    events = [(0, "profile", {"profile": PROFILE})]
    for day in range(4):
        events += [(day * DAY + 1, "active", {}), (day * DAY + 10 * HOUR, "idle", {})]
    for day in range(3):
        events += [(day * DAY + hour * HOUR + 60 * hour, "stepped_away", {}) for hour in range(1, 10)]
    events += [(FOURTH + at, word, {}) for at, word in lines]
    lines = [json.dumps({"at": at, "do": do, **more}) for at, do, more in sorted(events, key=lambda event: event[0])]
    out = []
    Simulation(MONDAY, Settings(), 3, out.append).run(read_trace(lines), 4 * DAY)
    return [line for line in out if line["at"] >= FOURTH]


def prompts(out):
    """When each prompt of the day came, in hours, and whether it is the session."""
    shown = [line for line in out if line.get("effect") == "prompt"]
    return [((line["at"] - FOURTH) / HOUR, line["prompt"]["total_seconds"] > 120) for line in shown]


LEAVES = [(hour * HOUR + 60 * hour, "stepped_away") for hour in range(1, 7)]


@pytest.fixture(scope="module")
def shown():
    """When the session is prompted for on that day, in seconds."""
    at = next(at for at, longer in prompts(lived(*LEAVES)) if longer)
    return at * HOUR


def test_the_first_prompt_after_three_suggests_it(shown):
    assert 7 * HOUR <= shown < 8.5 * HOUR


def test_a_skip_brings_the_ordinary_kind_next_time(shown):
    shown_again = prompts(lived(*LEAVES, (shown + 30, "skip")))

    after = [longer for at, longer in shown_again if at * HOUR > shown]
    assert after
    assert not any(after)


def test_after_a_snooze_the_same_session_is_shown_again(shown):
    out = lived(*LEAVES, (shown + 30, "snooze"))

    same = [line["prompt"] for line in out if line.get("effect") == "prompt" and line["at"] >= FOURTH + shown][:2]
    assert same[0] == same[1]


def test_another_one_is_of_the_ordinary_kind(shown):
    out = lived(*LEAVES, (shown + 30, "another"))

    assert [longer for at, longer in prompts(out) if shown <= at * HOUR <= shown + 30] == [True, False]


def test_done_it_is_recorded_as_a_session_and_credited(shown):
    out = lived(*LEAVES, (shown + 30, "start"))

    records = [line for line in out if "session" in line.get("detail", {})]
    assert [line["record"] for line in records] == ["prompted", "started", "done"]
    assert records[-1]["detail"]["credited"] is True
    assert len(records[-1]["routine"]) == 6


def test_whoever_passes_the_prompts_over_is_suggested_no_session():
    skips = [(at, "skip") for at, _ in LEAVES]
    assert not any(longer for _, longer in prompts(lived(*skips)))
