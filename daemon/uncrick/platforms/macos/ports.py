"""The ports on macOS. Untested there: written from the documentation, type-checked, and run with stand-ins only.

Clock; presence by asking CoreGraphics for the last input and for the lock, sleep by the gap in the clocks;
notifications by desktop-notifier where Python runs from an app bundle (as python.org's does), else bubbles without
buttons by osascript. There is no tray: the menu bar wants the main thread, which is the daemon's own.
"""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.errors import DesktopError
from uncrick.platforms.common.clock import SystemClock
from uncrick.platforms.common.desktop_notifier import ToastNotifier
from uncrick.platforms.common.fallback_chain import FallbackNotifier
from uncrick.platforms.common.plyer_notifier import PlyerNotifier
from uncrick.platforms.common.polling import PollingPresence
from uncrick.platforms.common.qt import open_window
from uncrick.platforms.common.terminal import TerminalNotifier
from uncrick.ports import Busy, Desktop, Fact, NoticeEvent, Notifier

if sys.platform != "darwin":
    raise ImportError("these are the ports on macOS")

FRAMEWORKS = "/System/Library/Frameworks/{0}.framework/{0}"
BY_HARDWARE = 1  # kCGEventSourceStateHIDSystemState
ANY_INPUT = 0xFFFFFFFF  # kCGAnyInputEventType
UTF8 = 0x08000100
BUBBLE = ("on run said", "display notification (item 2 of said) with title (item 1 of said)", "end run")


def mac_desktop(cache_dir: str, *, terminal: bool) -> Desktop:
    """The ports of this operating system; nothing is started yet."""
    toasts = partial(ToastNotifier, _("the notification centre"), run_loop=run_main_loop)
    last: tuple[Callable[[], Notifier], ...] = (TerminalNotifier,) if terminal else ()
    notifier = FallbackNotifier((toasts, ScriptNotifier, *last))
    return Desktop(SystemClock(), PollingPresence("CoreGraphics", idle, locked), notifier, NoTray(), _busy, open_window)


def _busy() -> Busy:
    from uncrick.platforms.macos.busy import MacBusy

    return MacBusy()


class NoTray:
    """The Tray port without an icon: the menu bar wants the main thread, which the event loop has."""

    async def start(self, state: TrayState, chosen: Callable[[str], None]) -> bool:
        """There is no icon, and none will come."""
        return False

    def show(self, state: TrayState) -> None:
        """Nothing is shown."""

    async def stop(self) -> None:
        """Nothing to take away."""

    def describe(self) -> list[Fact]:
        """For `doctor`: that there is no icon."""
        return [(N_("Tray"), False, _("no icon on macOS yet; the uncrick command does all that its menu would"))]


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


# ---------------------------------------------------------------- the system


@cache
def _graphics() -> Any:
    library = ctypes.CDLL(FRAMEWORKS.format("CoreGraphics"))
    library.CGEventSourceSecondsSinceLastEventType.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    library.CGEventSourceSecondsSinceLastEventType.restype = ctypes.c_double
    library.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
    return library


@cache
def _foundation() -> Any:
    library = ctypes.CDLL(FRAMEWORKS.format("CoreFoundation"))
    library.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
    library.CFStringCreateWithCString.restype = ctypes.c_void_p
    library.CFDictionaryGetValue.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    library.CFDictionaryGetValue.restype = ctypes.c_void_p
    library.CFRelease.argtypes = (ctypes.c_void_p,)
    library.CFRelease.restype = None
    library.CFRunLoopRunInMode.argtypes = (ctypes.c_void_p, ctypes.c_double, ctypes.c_ubyte)
    return library


def _constant(name: str) -> int | None:
    return ctypes.c_void_p.in_dll(_foundation(), name).value


def idle() -> float:
    """
    Seconds since the last input.

    Raises:
        DesktopError: CoreGraphics cannot be asked.
    """
    try:
        return float(_graphics().CGEventSourceSecondsSinceLastEventType(BY_HARDWARE, ANY_INPUT))
    except (OSError, AttributeError) as error:
        raise DesktopError("No idle source", f"CoreGraphics: {error}.") from error


def locked() -> bool:
    """Whether the screen is locked, or another person's session is in front."""
    session = _graphics().CGSessionCopyCurrentDictionary()
    if not session:  # logged in from elsewhere, without a screen
        return False
    try:
        no = _constant("kCFBooleanFalse")
        # The first is there only while it is locked
        return _value(session, b"CGSSessionScreenIsLocked") not in (None, no) or (
            _value(session, b"kCGSSessionOnConsoleKey") == no
        )
    finally:
        _foundation().CFRelease(session)


def _value(dictionary: int, name: bytes) -> int | None:
    """The address of a value; true and false have one address each."""
    foundation = _foundation()
    key = foundation.CFStringCreateWithCString(None, name, UTF8)
    try:
        value: int | None = foundation.CFDictionaryGetValue(dictionary, key)
    finally:
        foundation.CFRelease(key)
    return value


def run_main_loop() -> None:
    """Run the main thread's run loop once, which delivers clicks on notifications."""
    _foundation().CFRunLoopRunInMode(_constant("kCFRunLoopDefaultMode"), 0.0, 0)
