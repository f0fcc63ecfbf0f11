"""The ports on Windows: tried under Wine and with stand-ins, never on Windows itself.

Clock, tray (pystray), notifications (desktop-notifier, then balloons of our icon, then plyer, then the terminal);
presence by GetLastInputInfo, with lock, sleep and the first input after a silence as messages to a hidden window.
"""

import asyncio
import ctypes
import logging
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.clock import SystemClock
from uncrick.platforms.common.fallback_chain import FallbackNotifier
from uncrick.platforms.common.plyer_notifier import PlyerNotifier
from uncrick.platforms.common.polling import PollingPresence
from uncrick.platforms.common.qt import open_window
from uncrick.platforms.common.terminal import TerminalNotifier
from uncrick.platforms.windows.balloons import BalloonNotifier, WindowsTray
from uncrick.platforms.windows.hidden_window import HiddenWindow
from uncrick.platforms.windows.toasts import WindowsToasts
from uncrick.ports import Busy, Desktop, Fact, Notifier, ScreenUnlocked, Sighting, SleepEnded

if sys.platform != "win32":
    raise ImportError("these are the ports on Windows")

log = logging.getLogger(__name__)

ICON_SIZE = 128


def windows_desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """The ports of this operating system; nothing is started yet."""
    toasts = partial(_toasts, os.path.join(cache_dir, "uncrick.png"))
    last: tuple[Callable[[], Notifier], ...] = (TerminalNotifier,) if terminal else ()
    tray = WindowsTray()
    notifier = FallbackNotifier((toasts, partial(BalloonNotifier, tray), PlyerNotifier, *last))
    return Desktop(SystemClock(), WindowsPresence(), notifier, tray, _busy, open_window)


def _busy() -> Busy:
    from uncrick.platforms.windows.busy import WindowsBusy

    return WindowsBusy()


def _toasts(icon: str) -> WindowsToasts:
    """Toasts with our icon; without one they would show Python's."""
    if not os.path.exists(icon):
        from uncrick.platforms.common.icons import draw_app_icon

        try:
            os.makedirs(os.path.dirname(icon), exist_ok=True)
            draw_app_icon(icon, ICON_SIZE)
        except (OSError, ImportError) as error:
            log.warning("notifications: the icon cannot be drawn: %s", error)
    return WindowsToasts(_("Windows notifications"), icon)


# ---------------------------------------------------------------- presence


class _LastInput(ctypes.Structure):
    _fields_ = (("cbSize", ctypes.c_uint32), ("dwTime", ctypes.c_uint32))


def idle() -> float:
    """
    Seconds since the last input of this session.

    Raises:
        DesktopError: there is no desktop to ask, as in a service.
    """
    last = _LastInput(cbSize=ctypes.sizeof(_LastInput))
    if not _user32().GetLastInputInfo(ctypes.byref(last)):
        raise DesktopError("No idle source", f"GetLastInputInfo: {ctypes.WinError(ctypes.get_last_error())}.")
    # The time of the input has 32 bits, which begin anew after 49 days.
    return float((_kernel32().GetTickCount64() - last.dwTime) & 0xFFFFFFFF) / 1000


class WindowsPresence(PollingPresence):
    """Silence by looks, its end, lock and sleep by messages of the system."""

    def __init__(self) -> None:
        super().__init__("GetLastInputInfo", idle, listen=self._listen_for_input)
        self._window: HiddenWindow | None = None

    async def start(self, report: Callable[[Sighting], None]) -> None:
        """Begin to report; the first sighting is `IdleSourceChanged`."""
        await super().start(report)
        loop = asyncio.get_running_loop()

        def seen(sighting: Sighting) -> None:
            report(sighting)
            if isinstance(sighting, ScreenUnlocked | SleepEnded):  # input on the lock screen is not heard
                self.look_now()

        def on_loop(handler: Callable[..., None], *args: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(handler, *args)

        self._window = HiddenWindow(partial(on_loop, seen), partial(on_loop, self.input_heard))
        await asyncio.to_thread(self._window.open)

    async def stop(self) -> None:
        """Report nothing more."""
        await super().stop()
        if self._window is not None:
            await asyncio.to_thread(self._window.close)

    def describe(self) -> list[Fact]:
        """For `doctor`: who reports input, lock and sleep."""
        window, idle_fact = self._window, super().describe()[0]
        locks, sleeps = (window.gets_lock, window.gets_sleep) if window is not None else (False, False)
        return [
            idle_fact,
            (
                N_("Lock"),
                locks,
                _("session messages") if locks else _("this desktop does not report when the screen is locked"),
            ),
            (N_("Sleep"), sleeps, _("power messages") if sleeps else _("noticed by the clock only")),
        ]

    def _listen_for_input(self, on: bool) -> bool:
        return self._window is not None and self._window.listen(on)


@cache
def _kernel32() -> Any:
    library = ctypes.WinDLL("kernel32")
    library.GetTickCount64.argtypes = ()
    library.GetTickCount64.restype = ctypes.c_uint64
    return library


@cache
def _user32() -> Any:
    library = ctypes.WinDLL("user32", use_last_error=True)
    library.GetLastInputInfo.argtypes = (ctypes.POINTER(_LastInput),)
    return library
