"""Proves that an installed `uncrick` works: it starts, prompts, answers, finds no fault and ends.

    python tests/proof/fresh_start.py PATH_OF_UNCRICK

The program runs in folders of its own, on a bus of its own with nothing on it but a notification server. This script
needs jeepney and pytest, which may be another environment's: the program is only run, never imported.
"""

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.desks import NOTIFICATIONS, BusDesk

PATH = "/org/freedesktop/Notifications"
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


class Server:
    """
    A notification server that draws nothing and records every notification.

    Attributes:
        shown: title, body and button keys of each notification.
    """

    def __init__(self, address: str) -> None:
        self.shown: list[tuple[str, str, set[str]]] = []
        self._connection: DBusConnection = open_dbus_connection(address)
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        self._connection.send_and_get_reply(new_method_call(bus, "RequestName", "su", (NOTIFICATIONS, 0)))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError, EOFError):  # the bus ends before this process
            while True:
                call = self._connection.receive()
                if call.header.message_type is MessageType.method_call:
                    signature, body = self._answer(call.header.fields, call.body)
                    self._connection.send(new_method_return(call, signature, body))

    def _answer(self, fields: dict[Any, Any], body: tuple[Any, ...]) -> tuple[str | None, tuple[Any, ...]]:
        match fields[3]:  # the method's name
            case "GetServerInformation":
                return "ssss", ("Proof", "uncrick", "1", "1.2")
            case "GetCapabilities":
                return "as", (["actions", "body"],)
            case "Notify":
                self.shown.append((body[3], body[4], set(body[5][::2])))
                return "u", (body[1] or len(self.shown),)
            case "CloseNotification":
                here = DBusAddress(PATH, interface=NOTIFICATIONS)
                self._connection.send(new_signal(here, "NotificationClosed", "uu", (body[0], 3)))
        return None, ()

    def prompts(self) -> list[tuple[str, str, set[str]]]:
        """The notifications that are prompts."""
        return [notification for notification in self.shown if notification[2] >= PROMPT_BUTTONS]


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
        server = Server(desk.env["DBUS_SESSION_BUS_ADDRESS"])
        processes_before = set(desk.running())

        output = desk.run(["sh", "-c", f"cd '{folder}' && {start}"], timeout=220) if start else desk.run([program])
        assert "Uncrick is on." in output, output
        _use(desk, server, program)
        assert "# a comment of the person" in settings.read_text(), settings.read_text()
        desk.run([program, "quit"])
        desk.wait_until(lambda: set(desk.running()) <= processes_before, 10, "the end of every process")
        log = Path(desk.env["XDG_STATE_HOME"], "uncrick", "uncrick.log")
        written = desk.log + (log.read_text("utf-8") if log.exists() else "")
        assert "Traceback" not in written, written
        return server.prompts()[0][0]


def _use(desk: BusDesk, server: Server, program: Path) -> None:
    """Use the running program: status, prompt, break, settings, doctor."""

    def status() -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(desk.run([program, "status", "--json"]))
        return answer

    assert status()["phase"] in {"working", "due"}, status()
    desk.wait_until(server.prompts, 20, "a prompt")
    assert status()["phase"] == "due", status()
    assert status()["prompt"]["items"], status()
    before = len(server.shown)
    desk.run([program, "break"])
    desk.wait_until(lambda: len(server.shown) > before, 10, "the routine's first notification")
    desk.run([program, "settings", "set", "breaks.snooze", "9m"])
    findings = json.loads(desk.run([program, "doctor", "--json"]))
    faults = [finding for finding in findings if not finding["ok"] and not is_expected(finding)]
    assert not faults, faults


if __name__ == "__main__":
    title = prove(str(Path(sys.argv[1]).absolute()))
    sys.stdout.write(f"{sys.argv[1]}: prompted “{title}”\n")
