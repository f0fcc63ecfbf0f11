"""A restart in any phase: what is saved is what is loaded, and nothing but time has passed."""

import json
from typing import Any

import pytest

from desk import Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling.state import Phase
from uncrick.storage import state_codec
from uncrick.storage.state_codec import dumps, loads

WORK = ["Mon-Fri 08:30-18:00"]
PHASES = ["working", "window", "due", "snoozed", "repeat", "badge", "deferred", "on_break", "halted", "away", "paused"]


def in_phase(desk: Desk, phase: str) -> Desk:
    desk.types({"working": "20:00", "away": "20:00", "window": "50:00"}.get(phase, "60:00"))
    match phase:
        case "snoozed":
            desk.snoozes()
        case "repeat":
            desk.types("66:00")
        case "badge":
            desk.types("81:00")
        case "deferred":
            desk.begins("call")
        case "on_break" | "halted":
            desk.starts()
            desk.types("60:10")
            if phase == "halted":
                desk.halts()
        case "away":
            desk.locks()
        case "paused":
            desk.pauses(30)
    return desk


@pytest.mark.parametrize("phase", PHASES)
def test_what_is_saved_is_what_is_loaded(a_desk, phase):
    desk = in_phase(a_desk(work=WORK, quiet=["12:00-13:00"]), phase)
    assert loads(dumps(desk.state)) == desk.state


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_restart_of_five_seconds_keeps_the_phase_and_the_count(a_desk, phase, reboot):
    desk = in_phase(a_desk(), phase)
    before, count, badge = desk.phase, desk.state.count, desk.state.badge
    desk.dies(seconds_=5, reboot=reboot)
    assert desk.phase is before
    counts = before in (Phase.WORKING, Phase.DUE, Phase.SNOOZED)
    assert desk.state.count == pytest.approx(count + (5 if counts else 0), abs=1e-3)
    assert (desk.state.badge is None) == (badge is None)


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        *((phase, Kind.NATURAL) for phase in ("working", "window", "badge", "away")),
        *((phase, Kind.STEPPED_AWAY) for phase in ("snoozed", "repeat", "deferred")),
    ],
)
def test_a_restart_of_three_hours_is_a_break(a_desk, phase, kind):
    desk = in_phase(a_desk(), phase)
    desk.dies(minutes=180)
    assert desk.records[-1].kind is kind
    assert desk.state.prompt is None


@pytest.mark.parametrize("phase", ["due", "on_break", "halted", "paused"])
def test_a_restart_of_three_hours_ends_what_was_under_way(a_desk, phase):
    desk = in_phase(a_desk(), phase)
    desk.dies(minutes=180)
    assert desk.phase is Phase.WORKING
    assert desk.count == "0:00"
    assert desk.state.prompt is None
    ended = {"due": Kind.STEPPED_AWAY, "on_break": Kind.PART_DONE, "halted": Kind.PART_DONE, "paused": Kind.RESUMED}
    assert len(desk.of(ended[phase])) == 1


def test_a_prompt_that_falls_due_in_a_short_restart_is_shown_once_and_now(a_desk):
    desk = a_desk()
    desk.types("59:50")
    desk.dies("60:40")
    assert desk.prompts == ["60:40"]
    desk.types("61:24")
    assert desk.shown, "its bubble stays for the whole of its time"
    desk.types("61:25")
    assert not desk.shown


def test_a_process_that_was_stopped_shows_what_fell_due_when_it_goes_on(a_desk):
    desk = a_desk()
    desk.types("59:50")
    desk.sleeps("60:40", announced=False)
    assert desk.prompts == ["60:40"]


def test_restarts_one_after_another_add_up(a_desk):
    desk = a_desk()
    for _ in range(60):
        desk.types(seconds_=50)
        desk.dies(seconds_=10)
    assert desk.prompts == ["60:00"]


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_a_restart_keeps_the_distance_between_prompts(a_desk, reboot):
    desk = a_desk(every=600.0, window=0.0)
    desk.types("10:00")
    desk.skips()
    desk.types("30:00")
    desk.dies(seconds_=5, reboot=reboot)
    desk.types("40:00")
    assert desk.prompts == ["10:00", "35:00"]


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_a_restart_keeps_the_minutes_after_a_call(a_desk, reboot):
    desk = a_desk()
    desk.types("55:00")
    desk.begins("call")
    desk.types("70:00")
    desk.ends("call")
    desk.types("70:30")
    desk.dies(seconds_=5, reboot=reboot)
    desk.types("75:00")
    assert desk.prompts == ["72:00"]


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_an_absence_that_outlasts_a_restart_counts_from_the_last_input(a_desk, reboot):
    desk = a_desk()
    desk.types("20:00")
    desk.stops("22:00")
    desk.dies(minutes=4, reboot=reboot)
    assert desk.history == ["20:00 natural"]


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_an_answer_that_runs_out_in_a_restart_has_run_out_at_its_time(a_desk, reboot):
    desk = a_desk()
    desk.types("64:50")
    desk.dies("65:20", reboot=reboot)
    assert desk.history == ["60:00 prompted", "65:00 ignored"]
    desk.types("80:00")
    assert desk.prompts == ["60:00", "75:00"]


# ---------------------------------------------------------------- what cannot be loaded


def plain() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(dumps(Desk().state))
    return whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"schema": 99}',
        '{"schema": 1, "state": {}}',
        '{"schema": 1, "state": {"_": "Nothing"}}',
        '{"schema": 1, "state": "text"}',
        "[" * 100_000,
    ],
)
def test_what_is_no_saved_state_is_refused(text):
    with pytest.raises(ValueError, match=r"state|Expecting"):
        loads(text)


@pytest.mark.parametrize("key", ["schema", "state", "sum"])
def test_a_saved_state_that_lacks_a_part_is_refused(key):
    whole = plain()
    del whole[key]
    with pytest.raises(ValueError, match=r"state|Expecting"):
        loads(json.dumps(whole))


def test_something_else_that_was_saved_is_refused():
    with pytest.raises(ValueError, match="no state in it"):
        loads(json.dumps({"schema": state_codec.SCHEMA, "sum": state_codec._sum("text"), "state": "text"}))


def test_a_saved_state_that_was_changed_is_refused():
    whole = plain()
    whole["state"]["count"] = 1234.0
    with pytest.raises(ValueError, match="changed"):
        loads(json.dumps(whole))
