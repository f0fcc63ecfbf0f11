"""The service of systemd, under a real `systemd --user` that has the desk for its session."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.desks import BareDesk, BusDesk, need

# One after the other, as --dist loadfile has it: the services of two managers would share one control group.

SYSTEMD = "/usr/lib/systemd/systemd"
# A target that may be started by hand, as desktops have one, and that brings the session's with it
SESSION = "[Unit]\nBindsTo=graphical-session.target\nBefore=graphical-session.target\n"


class SystemdDesk(BusDesk):
    """A desk whose session is one of a `systemd --user`; it believes that systemd is what booted the machine."""

    def start_display(self) -> None:
        need(SYSTEMD, "systemctl", "unshare", "nsenter", "mount")
        units = self.units
        units.mkdir(parents=True)
        (units / "desk.target").write_text(SESSION)
        believes = "mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec " + SYSTEMD + " --user"
        unshared = ["unshare", "--mount", "--propagation", "private"]
        if subprocess.run(
            [*unshared, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        ).returncode:
            pytest.skip("this container mounts nothing")
        self.systemd = self.spawn([*unshared, "sh", "-c", believes])
        try:
            self.wait_until(lambda: self.systemctl("is-system-running") in ("running", "degraded"), 5, "systemd")
        except AssertionError:
            pytest.skip("this container runs no systemd")

    @property
    def units(self) -> Path:
        return self.home / ".config/systemd/user"

    def within(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command that believes the same."""
        argv = ["nsenter", "--mount", "--target", str(self.systemd.pid), *words]
        return subprocess.run(argv, env=self.env, capture_output=True, text=True, timeout=30, check=False)

    def systemctl(self, *words: str) -> str:
        return self.within("systemctl", "--user", *words).stdout.strip()

    def begins_session(self) -> None:
        self.systemctl("start", "desk.target")
        self.wait_until(lambda: self.systemctl("is-active", "graphical-session.target") == "active", what="the session")

    def ends_session(self) -> None:
        self.systemctl("stop", "desk.target", "graphical-session.target")

    def shows(self, name: str) -> str:
        return self.systemctl("show", "--value", "--property", name, "uncrick.service")

    def uncrick(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self.within("uncrick", *words)

    def starts_service(self, **instead: str) -> None:
        """Start it, with some of its numbers made small."""
        self.begins_session()
        self.uncrick("autostart", "on")
        unit = self.units / "uncrick.service"
        text = unit.read_text()
        for key, value in {"RestartSec": "0.1", **instead}.items():
            before = next(line for line in text.splitlines() if line.startswith(f"{key}="))
            text = text.replace(before, f"{key}={value}")
        unit.write_text(text)
        self.systemctl("daemon-reload")
        self.systemctl("start", "uncrick.service")

    def answers(self) -> bool:
        return self.uncrick("status").returncode == 0


@pytest.fixture
def desk() -> Iterator[SystemdDesk]:
    with SystemdDesk() as desk, desk.inside():
        yield desk


def entry(desk: BareDesk) -> Path:
    return desk.home / ".config/autostart/uncrick.desktop"


def all_files(desk: BareDesk) -> set[str]:
    config = desk.home / ".config"
    return {str(path) for path in config.rglob("*")}


def test_under_systemd_autostart_is_a_service_that_off_removes(desk: SystemdDesk) -> None:
    desk.begins_session()
    before = all_files(desk)
    result = desk.uncrick("autostart", "on")
    assert "by your own systemd service" in result.stdout, result.stdout + result.stderr
    assert desk.systemctl("is-enabled", "uncrick.service") == "enabled"
    assert not entry(desk).exists()
    assert str(desk.units / "uncrick.service") in desk.uncrick("autostart").stdout
    assert "no longer" in desk.uncrick("autostart", "off").stdout
    assert all_files(desk) == before
    assert desk.systemctl("is-enabled", "uncrick.service") != "enabled"


def test_without_a_graphical_session_it_is_an_autostart_entry(desk: SystemdDesk) -> None:
    result = desk.uncrick("autostart", "on")
    assert f"by an autostart entry ({entry(desk)})." in result.stdout
    assert not (desk.units / "uncrick.service").exists()


def test_the_service_starts_and_stops_with_the_session(desk: SystemdDesk) -> None:
    desk.begins_session()
    desk.uncrick("autostart", "on")
    desk.ends_session()
    desk.begins_session()
    desk.wait_until(lambda: desk.shows("ActiveState") == "active", what="the service")
    assert desk.answers()  # READY=1 was not said before that
    assert desk.shows("StatusText") == "Reminding"
    assert desk.shows("NRestarts") == "0"
    desk.ends_session()
    desk.wait_until(lambda: desk.shows("ActiveState") == "inactive", what="its end")
    assert not desk.answers()


def test_a_service_that_hangs_is_ended_and_begun_anew_with_what_it_knew(desk: SystemdDesk) -> None:
    desk.starts_service(WatchdogSec="4")
    desk.uncrick("pause", "1h")
    before = json.loads(desk.uncrick("status", "--json").stdout)["paused_until"]
    os.kill(int(desk.shows("MainPID")), signal.SIGSTOP)
    desk.wait_until(lambda: desk.shows("NRestarts") not in ("", "0") and desk.answers(), 20, "the service again")
    assert json.loads(desk.uncrick("status", "--json").stdout)["paused_until"] == before


def test_uninstall_takes_the_service_back(desk: SystemdDesk) -> None:
    desk.begins_session()
    desk.uncrick("autostart", "on")
    result = desk.uncrick("uninstall")
    assert f"removed {desk.units / 'uncrick.service'}" in result.stdout
    assert not (desk.units / "uncrick.service").exists()
    assert not (desk.units / "graphical-session.target.wants").exists()


def test_systemd_finds_no_fault_with_the_unit(desk: SystemdDesk) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("not installed: systemd-analyze")
    desk.begins_session()
    desk.uncrick("autostart", "on")
    done = desk.within("systemd-analyze", "--user", "verify", str(desk.units / "uncrick.service"))
    assert (done.returncode, [line for line in done.stderr.splitlines() if "uncrick" in line]) == (0, [])
