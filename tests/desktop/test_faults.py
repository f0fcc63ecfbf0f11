"""What goes wrong around the whole program, on real components: nothing is lost, and the next prompt is on time."""

import os
import signal
import time
from pathlib import Path

from desktop.desks import BusDesk, XDesk, XfceDesk
from desktop.running import Running, daemon
from desktop.test_daemon_on_desktops import clock_file, faked, typing

__all__ = ["clock_file"]

EVERY = 1.0
SOON = (f"breaks.every={EVERY}s", "breaks.window=0s", "breaks.apart=0s", "breaks.after_absence=0s")
BY_THE_CLOCK = (*SOON, "breaks.clock=wall")


def on_time(running: Running, since: float, every: float = EVERY) -> None:
    """The next prompt comes when it was promised: so long after that moment."""
    running.phase("due")
    assert time.monotonic() - since < every + 2


def skipped(running: Running) -> float:
    """The prompt is answered; when."""
    assert running.uncrick("skip").returncode == 0
    return time.monotonic()


def test_a_notification_server_that_hangs_delays_nothing_and_shows_the_next_prompt(xfce: XfceDesk) -> None:
    with daemon(xfce, *SOON) as running:
        running.phase("due")
        xfce.bubble()
        assert xfce.server is not None
        os.kill(xfce.server.pid, signal.SIGSTOP)
        on_time(running, skipped(running))
        assert running.uncrick("doctor").returncode == 0
        since = skipped(running)
        os.kill(xfce.server.pid, signal.SIGCONT)
        on_time(running, since)
        xfce.wait_until(lambda: xfce.run(["dunstctl", "count", "displayed"]).strip() == "1", what="one bubble")
        assert running.kinds() == ["prompted", "skipped", "prompted", "skipped", "prompted"]


def test_a_panel_that_is_restarted_ten_times_gets_its_icon_ten_times(xfce: XfceDesk) -> None:
    with daemon(xfce) as running:
        for _ in range(10):
            xfce.wait_until(xfce.tray_items, what="the icon")
            xfce.kill_panel()
            xfce.start_panel()
        xfce.wait_until(xfce.tray_items, what="the icon")
        assert running.status()["phase"] == "working"
        assert len(xfce.tray_items()) == 1


def test_without_its_x_server_it_goes_on_by_the_clock_and_meets_the_next_one(x11: XDesk) -> None:
    with daemon(x11, *SOON) as running:
        assert "X11" in running.status()["idle_source"]
        running.phase("due")
        number = x11.env["DISPLAY"].lstrip(":")
        x11.end(x11.x)
        since = skipped(running)
        on_time(running, since)
        assert (running.status()["clock"], running.status()["idle_source"]) == ("wall", None)
        x11.start_x(number)
        x11.wait_until(lambda: running.status()["idle_source"], 15, "the idle source")
        assert running.kinds()[:3] == ["prompted", "skipped", "prompted"]


def test_a_process_that_was_stopped_for_three_hours_brings_no_late_prompt(x11: XDesk, clock_file: Path) -> None:
    with daemon(x11, "breaks.every=20s", "breaks.window=0s", env=faked(clock_file)) as running:
        typing(x11)
        x11.wait_until(lambda: running.status()["active_seconds"] >= 2, what="some work")
        os.kill(running.process.pid, signal.SIGSTOP)
        clock_file.write_text("+3h")
        os.kill(running.process.pid, signal.SIGCONT)
        typing(x11)
        x11.wait_until(lambda: "natural" in running.kinds(), 40, "a natural break")
        status = running.status()
        assert (status["phase"], running.kinds()) == ("working", ["natural"])
        assert status["active_seconds"] < 20


PHASES = {
    "on_break": (["break"], "part_done"),
    "snoozed": (["snooze", "30m"], "natural"),
    "paused": (["pause", "8h"], "paused"),
}


def test_sleep_of_three_hours_in_any_phase_leaves_a_clear_desk(buses: BusDesk, clock_file: Path) -> None:
    with daemon(buses, *BY_THE_CLOCK, env=faked(clock_file)) as running:
        running.phase("due")
        for number, (phase, (words, written)) in enumerate(PHASES.items(), 1):
            assert running.uncrick(*words).returncode == 0
            until = running.phase(phase)["paused_until"]
            buses.logind_signal("PrepareForSleep", ("b", True))
            clock_file.write_text(f"+{3 * number}h")
            buses.logind_signal("PrepareForSleep", ("b", False))
            if phase == "paused":
                assert running.phase(phase)["paused_until"] == until
                assert running.uncrick("resume").returncode == 0
            on_time(running, time.monotonic())
            assert written in running.kinds()
