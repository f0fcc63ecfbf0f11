"""The ports on macOS: written from the documentation, tried with stand-ins, never run on a Mac.

Clock; presence by asking CoreGraphics for the last input and for the lock, of which the system also notifies, sleep by
the gap in the clocks; notifications by desktop-notifier where Python runs from an app bundle (as python.org's does),
else bubbles without buttons by osascript; the icon in the menu bar by a process of its own.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.clock import SystemClock
from uncrick.platforms.common.desktop_notifier import ToastNotifier
from uncrick.platforms.common.fallback_chain import FallbackNotifier
from uncrick.platforms.common.plyer_notifier import PlyerNotifier
from uncrick.platforms.common.qt import open_window
from uncrick.platforms.common.terminal import TerminalNotifier
from uncrick.platforms.macos.core_foundation import foundation, string
from uncrick.platforms.macos.presence import MacPresence
from uncrick.platforms.macos.tray import MenuBarTray
from uncrick.ports import Busy, Desktop, Fact, NoticeEvent, Notifier

if sys.platform != "darwin":
    raise ImportError("these are the ports on macOS")

BUBBLE = ("on run said", "display notification (item 2 of said) with title (item 1 of said)", "end run")


def mac_desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """The ports of this operating system; nothing is started yet."""
    toasts = partial(ToastNotifier, _("the notification centre"), run_loop=run_main_loop)
    last: tuple[Callable[[], Notifier], ...] = (TerminalNotifier,) if terminal else ()
    notifier = FallbackNotifier((toasts, ScriptNotifier, *last))
    return Desktop(SystemClock(), MacPresence(), notifier, MenuBarTray(), _busy, open_window)


def _busy() -> Busy:
    from uncrick.platforms.macos.busy import MacBusy

    return MacBusy()


class ScriptNotifier(PlyerNotifier):
    """Bubbles without buttons, which every macOS shows; plyer's own way is gone from the system."""

    name = "osascript"

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """osascript is part of macOS."""
        self._notify = _bubble_by_script

    def describe(self) -> list[Fact]:
        """For `doctor`: that there are no buttons."""
        words = _("bubbles without buttons (osascript); answer with the uncrick command")
        return [(N_("Notifications"), True, words)]


def _bubble_by_script(*, title: str, message: str, **_others: object) -> None:
    script = [word for line in BUBBLE for word in ("-e", line)]
    subprocess.run(["osascript", *script, title, message], check=True, timeout=10, capture_output=True)


def run_main_loop() -> None:
    """Run the main thread's run loop once, which delivers clicks on notifications."""
    library = foundation()
    with string(library, "kCFRunLoopDefaultMode") as mode:  # the constant's own text; modes are compared by it
        library.CFRunLoopRunInMode(mode, 0.0, 0)
