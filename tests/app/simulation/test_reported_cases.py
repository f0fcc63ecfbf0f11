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


def test_what_may_be_typed_in_another_session_is_never_away():
    trace = [(0, "active"), (600, "elsewhere_start"), (620, "idle"), (700, "lock"), (9000, "unlock"), (9000, "active")]
    out = run(*trace, start=MORNING, hours=2.6)
    assert (of(out, "natural"), of(out, "stepped_away"), of(out, "prompt")) == ([], [], [9060])


def test_after_the_other_session_a_silence_is_one_from_then_on():
    trace = [(0, "active"), (600, "elsewhere_start"), (620, "idle"), (3000, "elsewhere_end"), (9000, "active")]
    assert of(run(*trace, start=MORNING, hours=3), "natural") == [3000]


PRESENTED = [(0, "active"), (3000, "screen_on"), (7000, "screen_off")]


def test_a_second_screen_holds_prompts_for_those_who_want_it():
    assert of(run(*PRESENTED, start=MORNING, hours=2), "prompt")[0] == 3600
    assert of(run(*PRESENTED, start=MORNING, hours=2, set_=("quiet.projector=true",)), "prompt")[0] == 7120


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


LEAVES, BOOTS, PUT_RIGHT = 3000, 53_400, 53_460


@pytest.mark.parametrize("by", [-50_380, -315_360_000], ids=["stood still", "1970"])
@pytest.mark.parametrize(("ends", "comes_back"), [("kill", "launch"), ("kill", "reboot"), ("reboot", "launch")])
def test_a_night_behind_a_machine_without_a_clock_chip_is_a_break(by, ends, comes_back):
    trace = [
        *[(0, "active"), (LEAVES, ends), (BOOTS, "clock", {"by": by}), (BOOTS, comes_back)],
        (PUT_RIGHT, "clock", {"by": -by}),
    ]
    out = run(*trace, start=EVENING, hours=18)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([LEAVES], BOOTS + 3600)
    ends = [line["until"] for line in out if line.get("record") == "natural" or line.get("effect") == "close"][-1]
    assert ends >= "2026-11-23T17:50:00+01:00"


def test_a_machine_with_a_clock_chip_says_the_same():
    out = run((0, "active"), (LEAVES, "kill"), (BOOTS, "launch"), start=EVENING, hours=18)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([LEAVES], BOOTS + 3600)


def test_a_quick_reboot_with_a_right_clock_goes_on_where_it_was():
    out = run((0, "active"), (LEAVES, "reboot"), start=EVENING, hours=2)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([], 3600)


def test_a_quick_reboot_with_a_clock_that_then_jumps_is_a_break():
    out = run((0, "active"), (LEAVES, "reboot"), (LEAVES + 60, "clock", {"by": 4000}), start=EVENING, hours=2)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([LEAVES], LEAVES + 3600)


def test_a_restart_of_the_daemon_alone_whose_clock_jumps_is_no_break():
    trace = [(0, "active"), (LEAVES, "kill"), (LEAVES, "launch"), (LEAVES + 60, "clock", {"by": 4000})]
    out = run(*trace, start=EVENING, hours=2)
    assert (of(out, "natural"), of(out, "prompt")[0]) == ([], 3600)
