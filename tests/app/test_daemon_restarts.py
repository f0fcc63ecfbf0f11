"""A daemon that ends, crashes or is replaced goes on where it was."""

import os
from datetime import timedelta

import pytest

from app.life import MONDAY
from app.views import kinds, records, status
from uncrick.app.daemon import Options
from uncrick.control import client
from uncrick.ports import (
    Button,
    InputResumed,
    InputStopped,
    Notice,
    ScreenLocked,
)
from uncrick.storage import invocation, paths, start_failure

# ------------------------------------------------------------------ restarts


PHASES = {
    "working": lambda life: life.passes(600),
    "due": lambda life: life.passes(3600),
    "snoozed": lambda life: (life.passes(3600), client.request("snooze")),
    "on_break": lambda life: (life.passes(3600), client.request("break"), life.passes(5)),
    "paused": lambda life: client.request("pause"),
    "away": lambda life: (life.passes(600), life.sees(ScreenLocked()), life.passes(1)),
}


@pytest.mark.parametrize("how", ["end", "crash"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_daemon_goes_on_where_it_was(house, phase, how):
    with house.living() as first:
        PHASES[phase](first)
        assert first.phase == phase
        before = status()
        getattr(first, how)()
    written = records(house)
    house.clock.ticks += 3
    with house.living() as second:
        shown = status()
        # Whoever was away is taken to be at work until the desktop says so again.
        assert shown["phase"] == ("working" if phase == "away" else phase)
        assert shown["today"] == before["today"]
        assert shown["prompt"] == before["prompt"]
        assert shown["snoozes_left"] == before["snoozes_left"]
        assert shown["paused_until"] == before["paused_until"]
        assert abs(shown["active_seconds"] - before["active_seconds"]) <= 3
        if phase == "due":
            assert second.notifier.up["prompt"]
        if phase == "on_break":
            assert second.notifier.up["guide"]
    assert records(house)[: len(written)] == written


@pytest.mark.parametrize("phase", PHASES)
def test_after_three_hours_without_a_daemon_nothing_is_late(house, phase):
    with house.living() as first:
        PHASES[phase](first)
        first.crash()
    house.clock.ticks += 3 * 3600
    with house.living() as second:
        assert status()["phase"] == "working"
        assert second.notifier.of("prompt") == []
        assert status()["active_seconds"] < 3600


def test_a_restart_of_the_machine_begins_its_ticks_anew(house):
    with house.living() as first:
        first.passes(1800)
    house.clock.start, house.clock.ticks, house.clock.jumped = MONDAY + timedelta(seconds=1830), 1000.0, 0.0
    with house.living():
        assert 1800 <= status()["active_seconds"] <= 1830


def test_the_time_at_which_a_crashed_daemon_was_last_alive_is_that_of_its_last_look(house):
    with house.living() as first:
        first.passes(3000)
        first.crash()
    house.clock.ticks += 3600
    with house.living():
        assert [record.at for record in records(house)] == [MONDAY + timedelta(seconds=3000)]


def test_a_state_that_cannot_be_gone_on_from_is_set_aside_and_the_daemon_begins_anew(house, monkeypatch, caplog):
    with house.living() as first:
        first.passes(600)
        first.crash()

    def lost(*_: object, **__: object) -> None:
        raise AssertionError("this cannot be")

    monkeypatch.setattr("uncrick.core.scheduling.machine.on_other_clock", lost)
    with house.living():
        assert status()["phase"] == "working"
        assert status()["active_seconds"] == 0
    assert "leads nowhere" in caplog.text
    assert any(name.startswith("state-damaged-") for name in os.listdir(paths.state()))


def test_an_absence_that_began_before_a_restart_counts_its_minutes(house):
    with house.living() as first:
        first.passes(600)
        first.sees(ScreenLocked())
        first.passes(900)
    house.clock.ticks += 5
    with house.living():
        shown = status()["today"]
        assert (shown["natural"], shown["minutes_away"]) == (1, 15)


# ------------------------------------------------------------------ an upgrade


WAITS = {
    "the_answer_to_a_prompt": (lambda life: life.passes(3630), lambda life: client.request("skip")),
    "the_end_of_a_break": (lambda life: client.request("break"), lambda life: client.request("stop")),
    "the_return_of_who_is_away": (
        lambda life: (life.sees(InputStopped(0)), life.passes(120)),
        lambda life: life.sees(InputResumed()),
    ),
}


@pytest.mark.parametrize(("before", "after"), WAITS.values(), ids=WAITS)
def test_an_upgrade_waits_for(house, before, after):
    with house.living() as life:
        life.parts.upgrade.is_open = lambda: False
        before(life)
        life.parts.renewal.look = lambda ticks: True
        life.passes(1)
        assert not life.parts.shutdown.is_asked
        after(life)
        life.passes(60)
        assert life.is_over
        assert life.daemon.heritage == {}


def test_an_upgrade_waits_while_a_notice_asks(house):
    with house.living() as life:
        life.parts.renewal.look = lambda ticks: True
        life.call(life.parts.notifier.show, Notice("welcome", "Uncrick is on", buttons=(Button("try", "Try one"),)))
        life.passes(1)
        assert not life.parts.shutdown.is_asked
        life.call(life.parts.notifier.withdraw, "welcome")
        life.passes(1)
        assert life.is_over


def test_the_new_program_begins_with_the_same_options():
    assert Options(("breaks.every=45m", "work.hours="), tray=False).words() == [
        "--set",
        "breaks.every=45m",
        "--set",
        "work.hours=",
        "--no-tray",
    ]
    assert Options().words() == []


def test_a_status_says_whether_the_beat_runs(house):
    with house.living() as life:
        assert client.request("status")["settled"] is True
        life.parts.queries.is_up = False
        assert client.request("status")["settled"] is False


def test_a_good_start_forgets_the_one_that_failed(house):
    start_failure.store(start_failure.WORDLESS)
    with house.living() as life:
        life.passes(1)
        assert start_failure.last() is None


def test_a_notice_names_commands_that_can_be_typed(house, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with house.living() as life:
        life.call(life.parts.notifier.show, Notice("answer", "Today", ("See: uncrick today",), hint="uncrick why"))
        shown = life.notifier.up["answer"]
    assert (shown.lines, shown.hint) == ((f"See: {invocation.command('today')}",), invocation.command("why"))
    assert invocation.command("why") != "uncrick why"


# ------------------------------------------------------------------ clocks


def test_a_reboot_behind_a_clock_that_lies_before_the_last_sight_is_a_break(house):
    with house.living() as first:
        first.passes(3000)
    house.clock.boots, house.clock.ticks, house.clock.jumped = 2, 5.0, -86400.0
    with house.living():
        assert status()["active_seconds"] == 0
    assert kinds(house) == ["natural"]


def test_a_restart_with_a_clock_that_was_set_back_goes_on(house):
    with house.living() as first:
        first.passes(3000)
    house.clock.jumped = -86400.0
    with house.living():
        assert status()["active_seconds"] == 3000
    assert kinds(house) == []
