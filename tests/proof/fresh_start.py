"""Proves that an installed `uncrick` works: it starts, prompts, answers, finds no fault and ends.

    python tests/proof/fresh_start.py PATH_OF_UNCRICK

The program runs in folders of its own, on a bus of its own with nothing on it but a notification server. This script
needs jeepney and pytest, which may be another environment's: the program is only run, never imported.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.desks import BusDesk
from proof.notification_server import FriendlyServer, Shown

PROMPT_BUTTONS = {"start", "snooze", "done"}
# A prompt after two seconds, whether somebody types or not.
SETTINGS = """[breaks]
clock = "wall"
every = "2s"
window = "0s"
apart = "0s"  # a comment of the person
"""
# Findings of doctor that come from the bare bus or from a default; every other one is a fault.
EXPECTED = {
    *("Tray", "Start at login", "Voice"),
    *("Active time", "Idle", "Lock", "Sleep", "Microphone", "Screen share", "Second screen", "Do not disturb"),
}
INSTALL_VARIABLES = (
    "PIP_",
    "UV_",
    "SSL_",
    "DEBIAN_",
    "http",
    "HTTP",
    "no_proxy",
    "NO_PROXY",
)  # what an install may need, by prefix
NO_SCREEN = {"what": "Window", "text": "there is no display"}


def prompts(shown: list[Shown]) -> list[Shown]:
    """The notifications that are prompts."""
    return [notification for notification in shown if notification.keys >= PROMPT_BUTTONS]


def is_expected(finding: dict[str, Any]) -> bool:
    """Whether a finding of doctor comes from the bare bus and not from the program."""
    return finding["what"] in EXPECTED or finding.items() >= NO_SCREEN.items()


def prove(uncrick: str, start: str = "", folder: Path | None = None) -> str:
    """
    Start the program, wait for a prompt, use it, and quit it.

    Args:
        uncrick: the path of the command; `~` is the home folder of the pretend desk.
        start: a shell line that installs and starts it; "" runs the command alone.
        folder: where this line is run.

    Returns:
        The title of the prompt.

    Raises:
        AssertionError: a step failed; the message has the output of the program.
    """
    with BusDesk() as desk:
        program = Path(uncrick.replace("~", str(desk.home)))
        desk.env |= {name: value for name, value in os.environ.items() if name.startswith(INSTALL_VARIABLES)}
        desk.env["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        settings = Path(desk.env["XDG_CONFIG_HOME"], "uncrick", "settings.toml")
        settings.parent.mkdir()
        settings.write_text(SETTINGS)
        shown: list[Shown] = []
        FriendlyServer(desk.env["DBUS_SESSION_BUS_ADDRESS"], shown.append)
        processes_before = set(desk.running())

        output = desk.run(["sh", "-c", f"cd '{folder}' && {start}"], timeout=220) if start else desk.run([program])
        assert "Uncrick is on." in output, output
        _use(desk, shown, program)
        assert "# a comment of the person" in settings.read_text(), settings.read_text()
        desk.run([program, "quit"])
        desk.wait_until(lambda: set(desk.running()) <= processes_before, 10, "the end of every process")
        log = Path(desk.env["XDG_STATE_HOME"], "uncrick", "uncrick.log")
        written = desk.log + (log.read_text("utf-8") if log.exists() else "")
        assert "Traceback" not in written, written
        return prompts(shown)[0].title


def _use(desk: BusDesk, shown: list[Shown], program: Path) -> None:
    """Use the running program: status, prompt, break, settings, doctor."""

    def status() -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(desk.run([program, "status", "--json"]))
        return answer

    assert status()["phase"] in {"working", "due"}, status()
    desk.wait_until(lambda: prompts(shown), 20, "a prompt")
    assert status()["phase"] == "due", status()
    assert status()["prompt"]["items"], status()
    before = len(shown)
    desk.run([program, "break"])
    desk.wait_until(lambda: len(shown) > before, 10, "the routine's first notification")
    desk.run([program, "settings", "set", "breaks.snooze", "9m"])

    def faults() -> list[dict[str, Any]]:
        findings = json.loads(desk.run([program, "doctor", "--json"]))
        return [finding for finding in findings if not finding["ok"] and not is_expected(finding)]

    # A probe that was too slow on a busy machine looks again.
    with suppress(AssertionError):
        desk.wait_until(lambda: not faults(), 20, "no fault")
    assert not faults(), faults()


if __name__ == "__main__":
    title = prove(str(Path(sys.argv[1]).absolute()))
    sys.stdout.write(f"{sys.argv[1]}: prompted “{title}”\n")
