"""The desktop under us: which ports this machine gets."""

import os
import sys

from uncrick import paths
from uncrick.ports import Busy, Desktop, Notifier, Opened


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


def can_show() -> bool:
    """Whether a daemon without a terminal could show itself: there is a display, or a notification server."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    from uncrick.platforms.asking import notifications_answer

    return notifications_answer()
