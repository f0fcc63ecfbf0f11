"""The desktop under us: which ports this machine gets."""

import os
import sys

from uncrick import paths
from uncrick.ports import Busy, Desktop, Fact, Notifier, Opened


def desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """
    The ports of this operating system; nothing is started yet.

    Args:
        terminal: prompts may be shown in the terminal, where no notification server answers.
    """
    if sys.platform == "win32":
        from uncrick.platforms.windows import windows_desktop

        return windows_desktop(cache_dir, terminal=terminal)
    if sys.platform == "darwin":
        from uncrick.platforms.macos import mac_desktop

        return mac_desktop(cache_dir, terminal=terminal)
    from functools import partial

    from uncrick.platforms.clock import SystemClock
    from uncrick.platforms.linux import LinuxPresence
    from uncrick.platforms.notices import BusNotifier
    from uncrick.platforms.notifiers import FirstThatAnswers
    from uncrick.platforms.tray import LinuxTray

    # With nobody at the terminal the server is waited for: at login it may come up after us.
    kept = os.path.join(paths.runtime(), "notices.json")
    server = partial(BusNotifier, kept=kept, cache_dir=cache_dir)
    notifier = FirstThatAnswers((server, _terminal if terminal else partial(server, patient=True)))

    return Desktop(SystemClock(), LinuxPresence(), notifier, LinuxTray(cache_dir), _linux_busy, open_window)


def _linux_busy() -> Busy:
    from uncrick.platforms.busy.linux import LinuxBusy

    return LinuxBusy()


def open_window(what: str) -> Opened | None:
    """Start the process that shows a window; None where it is known that it cannot come up."""
    from uncrick.platforms import qt

    return qt.open_window(what)


def _terminal() -> Notifier:
    from uncrick.platforms.headless import TerminalNotifier

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


def can_show() -> bool:
    """Whether a daemon without a terminal could show itself: there is a display, or a notification server."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    from uncrick.platforms.asking import notifications_answer

    return notifications_answer()
