"""The watchdog: a prompt that is late, and looks that do not come, are seen, said, mended and gone on from."""

import asyncio
import os
import signal
import sys
import threading
import time

import pytest

from app.life import Life
from uncrick.app.daemon import Options
from uncrick.app.process import watchdog as module
from uncrick.app.process.watchdog import TOLERANCE, StallAlarm
from uncrick.control import client
from uncrick.core.scheduling import machine
from uncrick.ports import ScreenLocked


def doctor():
    return {fact["what"]: fact for fact in client.request("doctor")["facts"]}


def blinded(monkeypatch, looks):
    """The policy shows nothing, for so many events."""
    whole = machine.show_due_prompt

    def prompted(state, at, rules):
        looks.append(at.ticks)
        return (state, ()) if len(looks) <= blinded.until else whole(state, at, rules)

    blinded.until = 10_000
    monkeypatch.setattr(machine, "SHOWING", (prompted,))


def test_while_all_is_well_no_prompt_was_late_and_nothing_is_begun_again(life):
    life.passes(4 * 3600)
    assert doctor()["Prompts"] == {"what": "Prompts", "ok": True, "text": "none was late"}
    assert life.beat.begun == 0


@pytest.mark.parametrize("why", ["locked", "paused", "snoozed"])
def test_a_prompt_delayed_for_a_reason_is_not_late(life, why):
    life.passes(3590 if why != "snoozed" else 3600)
    if why == "locked":
        life.sees(ScreenLocked())
    else:
        client.request("pause" if why == "paused" else "snooze")
    life.passes(590)
    assert doctor()["Prompts"]["ok"]
    assert life.beat.begun == 0


def test_a_prompt_that_the_policy_owes_is_reported_and_everything_is_taken_up_again(life, monkeypatch, caplog):
    looks: list[float] = []
    life.passes(3000)
    blinded(monkeypatch, looks)
    life.passes(600 + TOLERANCE - 1)
    assert life.beat.begun == 0
    life.passes(31)
    assert life.beat.begun == 1
    assert "late and nothing keeps it back" in caplog.text
    facts = doctor()["Prompts"]
    assert not facts["ok"]
    assert facts["text"].startswith("late once since the start, last at 10:0")


def test_a_prompt_that_was_owed_comes_once_the_cause_is_gone(life, monkeypatch):
    looks: list[float] = []
    life.passes(3000)
    blinded(monkeypatch, looks)
    life.passes(660)
    blinded.until = 0
    life.passes(30)
    assert life.phase == "due"
    assert life.notifier.up["prompt"]


def test_a_state_that_still_owes_it_is_begun_anew_and_the_prompt_comes_at_once(life, monkeypatch, caplog):
    life.passes(3000)
    bad = life.daemon.engine.state.began
    whole = machine.show_due_prompt

    def unless_bad(state, at, rules):
        return (state, ()) if state.began == bad else whole(state, at, rules)

    monkeypatch.setattr(machine, "SHOWING", (unless_bad,))
    life.passes(600 + 2 * TOLERANCE + 31)
    assert "leads nowhere" in caplog.text
    assert life.phase == "due"
    assert life.notifier.up["prompt"]


def test_ports_are_started_again_when_a_prompt_is_owed(life, monkeypatch):
    looks: list[float] = []
    life.passes(3000)
    blinded(monkeypatch, looks)
    life.notifier.started = life.notifier.stopped = False
    life.passes(661)

    async def again():
        async with asyncio.timeout(60):
            while not (life.notifier.started and life.notifier.stopped and life.tray.stopped):
                await asyncio.sleep(0.005)

    life.does(again())


def test_a_prompt_that_comes_late_because_nobody_looked_is_reported(life, caplog):
    life.passes(3570)

    def late():
        life.clock.ticks += 70
        life.parts.heartbeat.look()

    life.call(late)
    assert life.phase == "due"
    assert "a prompt came 40 s late" in caplog.text
    assert doctor()["Prompts"]["text"].endswith("by 40 s; the log says more")


def test_a_machine_that_slept_is_no_late_prompt(life):
    life.passes(3570)

    def wakes():
        life.clock.ticks += 3 * 3600
        life.parts.heartbeat.look()

    life.call(wakes)
    assert doctor()["Prompts"]["ok"]


def test_looks_that_do_not_come_are_seen_and_the_beat_is_begun_again(life, caplog):
    life.passes(3570)
    life.clock.ticks += 60
    life.call(life.parts.heartbeat.stalled)
    assert life.beat.begun == 1
    assert life.phase == "due"
    assert "nobody looked at the clock" in caplog.text


# ------------------------------------------------------------------ the alarm

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="no timers of the kernel")


@needs_signals
def test_the_alarm_rings_when_no_look_comes(monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 0.05)
    monkeypatch.setattr(module, "GOES_ON", 0.01)

    async def lived():
        rang = asyncio.Event()
        alarm = StallAlarm(rang.set)
        alarm.set()
        await asyncio.wait_for(rang.wait(), 60)
        alarm.stop()

    with no_timeout():
        asyncio.run(lived())


@needs_signals
def test_the_alarm_is_silent_as_long_as_looks_come(monkeypatch):
    """Each look gives it the whole time again; how long that takes to pass is not waited for."""
    monkeypatch.setattr(module, "SILENCE", 600.0)
    left = []

    async def lived():
        alarm = StallAlarm(lambda: None)
        alarm.set()
        for _ in range(3):
            signal.setitimer(signal.ITIMER_REAL, 300.0)  # as if so much had passed without a look
            alarm.looked()
            left.append(signal.getitimer(signal.ITIMER_REAL)[0])
        alarm.stop()

    with no_timeout():
        asyncio.run(lived())
    assert min(left) > 300


@needs_signals
def test_an_alarm_that_comes_together_with_a_late_look_is_none(monkeypatch):
    """As after SIGCONT: the timer of the kernel ran on, and the look is on its way."""
    monkeypatch.setattr(module, "SILENCE", 60.0)
    monkeypatch.setattr(module, "GOES_ON", 0.02)
    rings = []

    async def lived():
        alarm = StallAlarm(lambda: rings.append(1))
        alarm.set()
        os.kill(os.getpid(), signal.SIGALRM)
        asyncio.get_running_loop().call_later(0.005, alarm.looked)
        await asyncio.sleep(0.1)
        alarm.stop()

    with no_timeout():
        asyncio.run(lived())
    assert rings == []


@pytest.fixture
def without_signals(monkeypatch):
    """As on Windows; whether the thread of the alarm lives."""
    monkeypatch.setattr(sys, "platform", "win32")
    return lambda: "uncrick alarm" in [thread.name for thread in threading.enumerate()]


def test_without_signals_a_thread_rings_when_no_look_comes(without_signals, monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 0.05)
    monkeypatch.setattr(module, "GOES_ON", 0.01)

    async def lived():
        rang, threads = asyncio.Event(), []
        alarm = StallAlarm(lambda: (threads.append(threading.current_thread()), rang.set()))
        alarm.set()
        await asyncio.wait_for(rang.wait(), 60)
        alarm.stop()
        return threads[0]

    assert asyncio.run(lived()) is threading.current_thread()


def test_without_signals_each_look_gives_the_whole_time_again(without_signals, monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 600.0)

    async def lived():
        alarm = StallAlarm(lambda: None)
        alarm.set()
        alarm._thread._until -= 300.0  # as if so much had passed without a look
        alarm.looked()
        left = alarm._thread._until - time.monotonic()
        alarm.stop()
        return left

    assert asyncio.run(lived()) > 300


def test_without_signals_the_thread_ends_with_the_alarm(without_signals):
    async def lived():
        alarm = StallAlarm(lambda: None)
        alarm.set()
        began = without_signals()
        alarm.stop()
        return began

    assert asyncio.run(lived())
    until = time.monotonic() + 60
    while without_signals() and time.monotonic() < until:
        time.sleep(0.01)
    assert not without_signals()


class no_timeout:  # noqa: N801 reads as what it is
    """The timer of the kernel is one: what watches over this test uses it too, and gets it back."""

    def __enter__(self):
        self.left = signal.setitimer(signal.ITIMER_REAL, 0)
        self.handler = signal.getsignal(signal.SIGALRM)

    def __exit__(self, *_):
        signal.signal(signal.SIGALRM, self.handler)
        signal.setitimer(signal.ITIMER_REAL, *self.left)


def test_a_daemon_that_ends_winds_no_alarm_for_others(house):
    before = signal.getitimer(signal.ITIMER_REAL)[0] if sys.platform != "win32" else 0
    life = Life(Options(), house.clock)
    house.lives.append(life)
    life.begin()
    life.passes(120)
    life.end()
    if sys.platform != "win32":
        assert signal.getitimer(signal.ITIMER_REAL)[0] <= before
