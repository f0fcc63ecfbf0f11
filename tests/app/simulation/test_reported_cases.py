"""Situations that people report of break reminders, as traces, with what is right in them."""

from datetime import datetime

import pytest

from app.simulation.runs import of, run
from uncrick.storage.shipped_data import catalogue

MORNING = datetime.fromisoformat("2026-11-23T08:00:00+01:00")
EVENING = datetime.fromisoformat("2026-11-23T17:00:00+01:00")
NO_CALLS = ("quiet.calls=false",)


@pytest.mark.parametrize(("begins", "ends"), [("call_start", "call_end"), ("fullscreen_on", "fullscreen_off")])
def test_two_hours_without_a_key_bring_the_prompt_within_two_minutes_after_them(begins, ends):
    trace = [(0, "active"), (300, "idle"), (300, begins), (7500, ends), (7500, "active")]
    first = next(line for line in run(*trace, start=MORNING, hours=4) if line.get("effect") == "prompt")
    assert first["at"] == 7620
    assert first["prompt"]["opening"].startswith("After 2 h")
    assert catalogue().exercise(first["prompt"]["alternative"]).position in ("walk", "stand")


def test_a_forgotten_call_is_a_night_away():
    trace = [(0, "active"), (2700, "call_start"), (3300, "idle"), (54_000, "active"), (54_300, "call_end")]
    out = run(*trace, start=EVENING, hours=17)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([3300], 57_600)


DICTATION = [(0, "active"), (30, "idle"), (30, "call_start"), (28_800, "call_end"), (28_800, "active")]


def test_whoever_dictates_is_asked_after_an_hour_and_hourly_after_each_answer():
    answers = [(at, "skip") for at in (3605, 7210, 10_815)]
    trace = sorted([*DICTATION, *answers], key=lambda line: line[0])
    assert of(run(*trace, start=MORNING, hours=4, set_=NO_CALLS), "prompt") == [3600, 7205, 10_810]


def test_a_call_without_any_input_for_eight_hours_is_an_absence():
    assert of(run(*DICTATION, start=MORNING, hours=9), "natural") == [30]


def test_an_empty_chair_with_a_wobbling_mouse_is_left_alone_after_three_hours():
    out = run((0, "active"), start=EVENING, hours=16)
    assert max(at for word in ("prompt", "ignored") for at in of(out, word)) < 10_800


def test_a_pause_shows_that_somebody_sits_there_after_all():
    trace = [(0, "active"), (50_000, "idle"), (50_100, "active")]
    assert max(of(run(*trace, start=EVENING, hours=16), "prompt")) > 50_100


def test_who_leaves_after_a_snooze_has_obeyed():
    trace = [(0, "active"), (3605, "snooze"), (3840, "idle"), (4090, "active")]
    out = run(*trace, start=MORNING, hours=2.5)
    assert (of(out, "stepped_away"), of(out, "prompt")[:2]) == ([3840], [3600, 7690])


SKIPPED = [(0, "active"), (3605, "skip")]


def test_what_was_skipped_by_reflex_is_due_again_after_undo():
    out = run(*SKIPPED, (3635, "undo"), start=MORNING, hours=1.05)
    first, again = (line["prompt"] for line in out if line.get("effect") == "prompt")
    assert (first, of(out, "undone"), of(out, "skipped")) == (again, [3635], [3605])


def test_a_break_that_begins_after_a_skip_is_the_one_that_was_shown():
    out = run(*SKIPPED, (3635, "start"), start=MORNING, hours=1.05)
    (shown,) = (line["prompt"] for line in out if line.get("effect") == "prompt")
    (led,) = (line["prompt"] for line in out if line.get("effect") == "lead")
    assert (led, of(out, "undone")) == (shown, [3635])


def test_undo_with_nothing_to_undo_is_refused():
    assert of(run((0, "active"), (10, "undo"), start=MORNING, hours=0.1), "refused") == [10]
