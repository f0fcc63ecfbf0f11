"""Proves that an installed `uncrick` does its work: it starts, prompts, answers, finds nothing amiss and ends.

    python tests/proof/fresh_start.py PATH_OF_UNCRICK

The program runs in folders of its own, on a bus of its own with nothing on it but a notification server. This script
needs jeepney and pytest, which may be another environment's: the program is only run, never imported.
"""

import json
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
# A prompt after three seconds, whether somebody types or not.
SETTINGS = {"breaks.clock": "wall", "breaks.every": "3s", "breaks.window": "0s", "breaks.apart": "0s"}
# What a bus without a desktop lacks, and what nobody asked for; anything else that doctor calls amiss is a fault.
LACKING = {
    *("Tray", "Start at login", "Voice"),
    *("Active time", "Idle", "Lock", "Sleep", "Microphone", "Screen share", "Do not disturb"),
}
NO_SCREEN = {"what": "Window", "text": "there is no display"}


class Server:
    """
    A notification server that shows nothing and remembers everything.

    Attributes:
        shown: what was shown: title, body and the keys of its buttons.
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
        """Those that ask for a break."""
        return [one for one in self.shown if one[2] >= PROMPT_BUTTONS]


def lacking(finding: dict[str, Any]) -> bool:
    """Whether what doctor found is no fault of the program, but of the bare bus."""
    return finding["what"] in LACKING or finding.items() >= NO_SCREEN.items()


def prove(uncrick: Path) -> str:
    """
    Let the program do its work once.

    Returns:
        The title of the prompt.

    Raises:
        AssertionError: what did not happen, with what the program wrote.
    """
    with BusDesk() as desk:
        desk.env["PATH"] = f"{uncrick.parent}:/usr/local/bin:/usr/bin:/bin"
        server = Server(desk.env["DBUS_SESSION_BUS_ADDRESS"])
        others = set(desk.running())

        def ask(*words: str) -> str:
            return desk.run([uncrick, *words])

        for name, value in SETTINGS.items():
            ask("settings", "set", name, value)
        said = ask()
        assert said.startswith("Uncrick is on."), said
        status = json.loads(ask("status", "--json"))
        assert status["next_prompt_at"] or status["prompt"], status
        title = desk.wait_until(server.prompts, 20, "a prompt")[0][0]
        status = json.loads(ask("status", "--json"))
        assert status["phase"] == "due", status
        assert status["prompt"]["items"], status
        before = len(server.shown)
        ask("break")
        desk.wait_until(lambda: len(server.shown) > before, 10, "the routine's first notification")
        amiss = [one for one in json.loads(ask("doctor", "--json")) if not one["ok"] and not lacking(one)]
        assert not amiss, amiss
        ask("quit")
        desk.wait_until(lambda: set(desk.running()) <= others, 10, "the end of every process")
        log = Path(desk.env["XDG_STATE_HOME"], "uncrick", "uncrick.log")
        written = desk.log + (log.read_text("utf-8") if log.exists() else "")
        assert "Traceback" not in written, written
        return title


if __name__ == "__main__":
    program = Path(sys.argv[1]).absolute()
    sys.stdout.write(f"{program}: prompted “{prove(program)}”\n")
