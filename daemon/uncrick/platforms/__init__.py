"""The desktop under us: which ports this machine gets."""

import os
import sys
from typing import TYPE_CHECKING

from uncrick.core.model.text import N_, _
from uncrick.ports import Busy, Desktop, Fact, Notifier, Opened
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.platforms.common.autostart import Autostart

ICON = os.path.join(os.path.dirname(__file__), "common", "uncrick.png")
"""The program's icon, which is there before the launcher's icons are drawn: the first notice of all has it too."""


def desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """
    The ports of this operating system; nothing is started yet.

    Args:
        cache_dir: folder of the drawn icons and pictures.
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
    from uncrick.platforms.linux.tray.port import LinuxTray

    # Without a terminal the server is waited for: at login it may come up after us.
    memory_file = os.path.join(paths.runtime(), "notices.json")
    server = partial(BusNotifier, memory_file=memory_file, cache_dir=cache_dir, icon=ICON, chime=_chime)
    notifier = FallbackNotifier((server, _terminal if terminal else partial(server, patient=True)))

    presence, tray = LinuxPresence(), LinuxTray(cache_dir)
    # A Wayland compositor gives the keyboard to whom it likes, and no program can ask it not to.
    wayland = bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return Desktop(SystemClock(), presence, notifier, tray, _linux_busy, open_window, presence, not wayland)


def _chime() -> None:
    from uncrick.platforms.common import speech

    speech.chime()


def _linux_busy() -> Busy:
    from uncrick.platforms.linux.busy.desktop_probes import LinuxBusy

    return LinuxBusy()


def _terminal() -> Notifier:
    from uncrick.platforms.common.terminal import TerminalNotifier

    return TerminalNotifier()


def open_window(name: str) -> Opened | None:
    """Start the process that shows a window; None where it is known that it cannot come up."""
    from uncrick.platforms.common import qt

    return qt.open_window(name)


def session() -> Fact:
    """Which desktop this is, for `doctor`."""
    if sys.platform != "linux":
        return N_("Desktop"), True, {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, sys.platform)
    name = os.environ.get("XDG_CURRENT_DESKTOP") or os.environ.get("DESKTOP_SESSION", "")
    kind = os.environ.get("XDG_SESSION_TYPE", "")
    if kind not in ("x11", "wayland"):
        kind = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11" if os.environ.get("DISPLAY") else kind
    if not name and kind not in ("x11", "wayland"):
        return N_("Desktop"), True, _("none: no display")
    kinds = {"x11": "X11", "wayland": "Wayland", "tty": _("text")}
    words = _(
        "{desktop}, {kind} session", desktop=name or _("without a name"), kind=kinds.get(kind, kind or _("unknown"))
    )
    return N_("Desktop"), True, words


def autostart() -> "Autostart":
    """What starts us at login on this system."""
    if sys.platform == "win32":
        from uncrick.platforms.windows.autostart import RunKey

        return RunKey()
    if sys.platform == "darwin":
        from uncrick.platforms.macos.autostart import LaunchAgent

        return LaunchAgent()
    from uncrick.platforms.linux.autostart import LinuxAutostart

    return LinuxAutostart()


def is_kept_alive() -> bool:
    """Whether this process is started again, without end, for as long as it ends with another status than 0."""
    from uncrick.platforms.macos.autostart import is_job

    return is_job()


def can_show() -> bool:
    """Whether a daemon without a terminal could show itself: there is a display, or a notification server."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    from uncrick.platforms.linux.notification_probe import notifications_answer

    return notifications_answer()
