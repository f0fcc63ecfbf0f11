"""A notification from a process that cannot start: over the session bus, else by a program that shows one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

ATTEMPTS = 5  # at login, what shows notifications may come up after us
PAUSE = 2.0  # seconds between them
TIMEOUT = 3.0  # seconds for each


def show(title: str, text: str, *, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Show it, whichever of our libraries fails; returns whether that worked, after some seconds at most."""
    methods = (_by_bus, _by_program) if sys.platform == "linux" and session_bus_address() else (_by_program,)
    for attempt in range(ATTEMPTS if len(methods) > 1 else 1):
        if attempt:
            sleep(PAUSE)
        if any(method(title, text) for method in methods):
            return True
    return False


def session_bus_address() -> str:
    """The address of the session bus on Linux, "" where there is none."""
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
        arguments: tuple[object, ...] = ("Uncrick", 0, "uncrick", title, text, [], hints, -1)
        with open_dbus_connection(session_bus_address()) as connection:
            message = new_method_call(server, "Notify", "susssasa{sv}i", arguments)
            reply = connection.send_and_get_reply(message, timeout=TIMEOUT)
            return bool(reply.header.message_type is MessageType.method_return)
    except Exception:  # noqa: BLE001 it may be this very library that keeps us from starting
        return False


def _by_program(title: str, text: str) -> bool:
    programs = {
        "linux": ["notify-send", "--app-name=Uncrick", title, text],
        "darwin": ["osascript", "-e", f"display notification {_applescript(text)} with title {_applescript(title)}"],
        "win32": ["msg", "*", f"{title}: {text}"],
    }
    try:
        done = subprocess.run(
            programs.get(sys.platform, programs["linux"]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _applescript(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
