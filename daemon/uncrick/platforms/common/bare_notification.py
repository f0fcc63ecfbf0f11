"""A notification from a process that cannot start: by the bus itself, else by whatever program shows one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

TRIES = 5  # at login, what shows notifications may come up after us
PAUSE = 2.0  # seconds between them
PATIENCE = 3.0  # seconds for each


def show(title: str, text: str, *, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Show it, whichever of our libraries fails; whether that worked. Takes some seconds at most."""
    ways = (_by_bus, _by_program) if sys.platform == "linux" and _bus() else (_by_program,)
    for turn in range(TRIES if len(ways) > 1 else 1):
        if turn:
            sleep(PAUSE)
        if any(way(title, text) for way in ways):
            return True
    return False


def _bus() -> str:
    """The address of the session bus, "" where there is none."""
    socket = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    return given or (f"unix:path={socket}" if os.path.isabs(socket) and os.path.exists(socket) else "")


def _by_bus(title: str, text: str) -> bool:
    try:
        from jeepney import DBusAddress, MessageType, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        name = "org.freedesktop.Notifications"
        server = DBusAddress("/org/freedesktop/Notifications", name, name)
        hints = {"desktop-entry": ("s", "uncrick")}
        said: tuple[object, ...] = ("Uncrick", 0, "uncrick", title, text, [], hints, -1)
        with open_dbus_connection(_bus()) as connection:
            message = new_method_call(server, "Notify", "susssasa{sv}i", said)
            reply = connection.send_and_get_reply(message, timeout=PATIENCE)
            return bool(reply.header.message_type is MessageType.method_return)
    except Exception:  # noqa: BLE001 it may be this very library that keeps us from starting
        return False


def _by_program(title: str, text: str) -> bool:
    programs = {
        "linux": ["notify-send", "--app-name=Uncrick", title, text],
        "darwin": ["osascript", "-e", f"display notification {_apple(text)} with title {_apple(title)}"],
        "win32": ["msg", "*", f"{title}: {text}"],
    }
    try:
        done = subprocess.run(
            programs.get(sys.platform, programs["linux"]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _apple(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
