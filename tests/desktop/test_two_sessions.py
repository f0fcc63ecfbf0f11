"""The case two_sessions: a person with two X sessions, each with a bus and a notification server of its own."""

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desktop.desks import XDesk
from desktop.running import Running, daemon

SOON = ("breaks.every=100s", "breaks.window=0s", "breaks.apart=0s", "breaks.idle=20s", "breaks.natural=40s")


@dataclass
class TwoSessions:
    """The daemon's session, and the one in which the person types."""

    office: XDesk
    home: XDesk
    running: Running

    def uncrick(self, *words: str) -> str:
        """A command in the second session."""
        session = {name: self.home.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
        env = self.office.env | session
        done = subprocess.run(["uncrick", *words], env=env, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout

    def types(self, seconds: float) -> None:
        """Keys in the second session alone."""
        self.home.key("a")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.home.key("a")
            time.sleep(2)

    def moved(self) -> bool:
        """Whether the daemon is in the second session by now, where the person types on."""
        self.types(2)
        return self.uncrick().startswith(("Working", "Due"))


@pytest.fixture
def two() -> Iterator[TwoSessions]:
    with (
        XDesk(notifications="dunst") as office,
        XDesk(notifications="dunst") as home,
        office.inside(),
        daemon(office, *SOON) as running,
    ):
        yield TwoSessions(office, home, running)


def test_the_daemon_hears_both_and_prompts_where_the_person_types(two: TwoSessions) -> None:
    assert "follows you here" in two.uncrick()
    two.types(60)
    two.office.wait_until(two.moved, 60, "the daemon in the second session")
    two.office.wait_until(lambda: two.types(2) or two.running.kinds(), 60, "the prompt")
    assert two.running.kinds() == ["prompted"]
    assert two.home.run(["dunstctl", "count"]).count(": 1") == 1
    assert "your other session" in two.running.uncrick().stdout
