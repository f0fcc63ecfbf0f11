"""The ports on Windows. Untested there: written from the documentation, type-checked, and run with stand-ins only.

Clock, tray (pystray), notifications (desktop-notifier, then balloons of our icon, then plyer, then the terminal);
presence by GetLastInputInfo, with lock and sleep as messages to a hidden window.
"""

import asyncio
import ctypes
import logging
import os
import sys
import threading
from collections.abc import Callable
from ctypes import wintypes
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
from uncrick.platforms.windows.toasts import WindowsToasts
from uncrick.ports import Busy, Desktop, Fact, Notifier, ScreenLocked, ScreenUnlocked, Sighting, SleepBegan, SleepEnded

if sys.platform != "win32":
    raise ImportError("these are the ports on Windows")

log = logging.getLogger(__name__)

ICON_SIZE = 128

WM_CLOSE, WM_DESTROY, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x10, 0x02, 0x218, 0x2B1
SIGHTINGS: dict[tuple[int, int], Sighting] = {  # by message and its first parameter
    (WM_WTSSESSION_CHANGE, 7): ScreenLocked(),
    (WM_WTSSESSION_CHANGE, 8): ScreenUnlocked(),
    (WM_POWERBROADCAST, 4): SleepBegan(),
    (WM_POWERBROADCAST, 0x12): SleepEnded(),
}
THIS_SESSION = 0
WINDOW_TIMEOUT = 5.0  # seconds in which the hidden window opens and closes
LRESULT = ctypes.c_ssize_t
PROCEDURE = ctypes.WINFUNCTYPE(LRESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)


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
    """Input and silence by polling; lock and sleep by messages of the system."""

    def __init__(self) -> None:
        super().__init__("GetLastInputInfo", idle)
        self._window: _HiddenWindow | None = None

    async def start(self, report: Callable[[Sighting], None]) -> None:
        """Begin to report; the first sighting is `IdleSourceChanged`."""
        await super().start(report)
        loop = asyncio.get_running_loop()
        self._window = _HiddenWindow(lambda sighting: loop.call_soon_threadsafe(report, sighting))
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


class _WindowClass(ctypes.Structure):
    _fields_ = (
        ("style", wintypes.UINT),
        ("lpfnWndProc", PROCEDURE),
        ("cbClsExtra", ctypes.c_int),
        ("cbWndExtra", ctypes.c_int),
        ("hInstance", wintypes.HINSTANCE),
        ("hIcon", wintypes.HANDLE),
        ("hCursor", wintypes.HANDLE),
        ("hbrBackground", wintypes.HANDLE),
        ("lpszMenuName", wintypes.LPCWSTR),
        ("lpszClassName", wintypes.LPCWSTR),
    )


class _HiddenWindow:
    """
    A top-level window that is never shown, in a thread of its own; broadcasts do not reach message-only windows.

    Args:
        report: gets lock and sleep, on that thread.
    """

    def __init__(self, report: Callable[[Sighting], object]) -> None:
        self.gets_lock = self.gets_sleep = False
        self._report = report
        self._handle: int | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uncrick session", daemon=True)

    def open(self) -> None:
        """Open it; returns when it gets messages, or when it is known that it will not."""
        self._thread.start()
        self._ready.wait(WINDOW_TIMEOUT)

    def close(self) -> None:
        """Close it; returns when it is gone."""
        if self._handle is not None:
            _user32().PostMessageW(self._handle, WM_CLOSE, 0, 0)
            self._thread.join(WINDOW_TIMEOUT)

    def _run(self) -> None:
        try:
            user32, session = _user32(), ctypes.WinDLL("wtsapi32")
            procedure = PROCEDURE(self._on_message)  # referenced here for as long as there are messages
            self._handle = self._create(user32, procedure)
            self.gets_sleep = True
            session.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
            self.gets_lock = bool(session.WTSRegisterSessionNotification(self._handle, THIS_SESSION))
        except OSError as error:
            log.warning("presence: nothing tells of lock or sleep: %s", error)
            return
        finally:
            self._ready.set()
        message = wintypes.MSG()
        while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            user32.DispatchMessageW(ctypes.byref(message))

    @staticmethod
    def _create(user32: Any, procedure: Any) -> int:
        module = _kernel32().GetModuleHandleW(None)
        kind = _WindowClass(lpfnWndProc=procedure, hInstance=module, lpszClassName="UncrickSession")
        if not user32.RegisterClassW(ctypes.byref(kind)):
            raise ctypes.WinError(ctypes.get_last_error())
        handle = user32.CreateWindowExW(0, kind.lpszClassName, None, 0, 0, 0, 0, 0, None, None, module, None)
        if not handle:
            raise ctypes.WinError(ctypes.get_last_error())
        return int(handle)

    def _on_message(self, handle: int, message: int, what: int, more: int) -> int:
        if message == WM_DESTROY:
            _user32().PostQuitMessage(0)
            return 0
        sighting = SIGHTINGS.get((message, what))
        if sighting is not None:
            self._report(sighting)
        return int(_user32().DefWindowProcW(handle, message, what, more))


@cache
def _kernel32() -> Any:
    library = ctypes.WinDLL("kernel32")
    library.GetTickCount64.argtypes = ()
    library.GetTickCount64.restype = ctypes.c_uint64
    library.GetModuleHandleW.argtypes = (wintypes.LPCWSTR,)
    library.GetModuleHandleW.restype = wintypes.HMODULE
    return library


@cache
def _user32() -> Any:
    """The library with its types: without them ctypes cuts handles to 32 bits."""
    library = ctypes.WinDLL("user32", use_last_error=True)
    message = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
    library.DefWindowProcW.argtypes = library.PostMessageW.argtypes = message
    library.DefWindowProcW.restype = library.DispatchMessageW.restype = LRESULT
    library.RegisterClassW.argtypes = (ctypes.POINTER(_WindowClass),)
    library.RegisterClassW.restype = wintypes.ATOM
    library.CreateWindowExW.argtypes = (
        *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        *(wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID),
    )
    library.CreateWindowExW.restype = wintypes.HWND
    library.GetMessageW.argtypes = (ctypes.POINTER(wintypes.MSG), wintypes.HWND, wintypes.UINT, wintypes.UINT)
    library.GetLastInputInfo.argtypes = (ctypes.POINTER(_LastInput),)
    library.DispatchMessageW.argtypes = (ctypes.POINTER(wintypes.MSG),)
    return library
