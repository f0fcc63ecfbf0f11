"""The desktop under us: which ports this machine gets."""

import os
import sys
from typing import TYPE_CHECKING

from uncrick.ports import Busy, Desktop, Fact, Notifier, Opened
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.platforms.common.autostart import AtLogin


def desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """
    The ports of this operating system; nothing is started yet.

    Args:
        terminal: prompts may be shown in the terminal, where no notification server answers.
    """
    if sys.platform == "win32":
        from uncrick.platforms.windows.ports import windows_desktop

        return windows_desktop(cache_dir, terminal=terminal)
    if sys.platform == "darwin":
        from uncrick.platforms.macos.ports import mac_desktop

        return mac_desktop(cache_dir, terminal=terminal)
    from functools import partial

    from uncrick.platforms.common.clock import SystemClock
    from uncrick.platforms.common.fallback_chain import FallbackNotifier
    from uncrick.platforms.linux.notifications import BusNotifier
    from uncrick.platforms.linux.presence import LinuxPresence
    from uncrick.platforms.linux.tray import LinuxTray

    # With nobody at the terminal the server is waited for: at login it may come up after us.
    memory_file = os.path.join(paths.runtime(), "notices.json")
    server = partial(BusNotifier, memory_file=memory_file, cache_dir=cache_dir)
    notifier = FallbackNotifier((server, _terminal if terminal else partial(server, patient=True)))

    return Desktop(SystemClock(), LinuxPresence(), notifier, LinuxTray(cache_dir), _linux_busy, open_window)


def _linux_busy() -> Busy:
    from uncrick.platforms.linux.busy.desktop_probes import LinuxBusy

    return LinuxBusy()


def open_window(what: str) -> Opened | None:
    """Start the process that shows a window; None where it is known that it cannot come up."""
    from uncrick.platforms.common import qt

    return qt.open_window(what)


def _terminal() -> Notifier:
    from uncrick.platforms.common.terminal import TerminalNotifier

    return TerminalNotifier()


def session() -> Fact:
    """Which desktop this is, for `doctor`."""
    kind = {"x11": "X11", "wayland": "Wayland", "tty": "text"}
    name = os.environ.get("XDG_CURRENT_DESKTOP") or os.environ.get("DESKTOP_SESSION", "")
    if sys.platform != "linux":
        return "Desktop", True, {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, sys.platform)
    told = os.environ.get("XDG_SESSION_TYPE", "")
    if told not in ("x11", "wayland"):
        told = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11" if os.environ.get("DISPLAY") else told
    if not name and told not in ("x11", "wayland"):
        return "Desktop", True, "none: no display"
    return "Desktop", True, f"{name or 'without a name'}, {kind.get(told, told or 'unknown')} session"


def linux_autostart() -> "AtLogin":
    """The start at login on Linux."""
    from uncrick.platforms.linux.systemd_unit import LinuxAtLogin

    return LinuxAtLogin()


def session_bus_address() -> str | None:
    """The address of the session bus on Linux, or None where nothing says what it is."""
    from uncrick.platforms.linux.dbus import bus_address

    return bus_address("session")


def can_show() -> bool:
    """Whether a daemon without a terminal could show itself: there is a display, or a notification server."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    from uncrick.platforms.linux.notification_probe import notifications_answer

    return notifications_answer()
