"""The Presence port on macOS: idle and lock by asking CoreGraphics, the lock by distributed notifications as well.

Written from Apple's headers, never run on a Mac. The notifications' names, and the keys of the session's dictionary,
stand in no header; programs have relied on both for many years. Asking stays the backstop for them.
"""

import asyncio
import ctypes
import logging
import threading
from collections.abc import Callable
from ctypes import CFUNCTYPE, c_double, c_int32, c_uint32, c_void_p
from functools import partial
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.polling import PollingPresence
from uncrick.platforms.macos.core_foundation import foundation, framework, plain, string
from uncrick.ports import Fact, Sighting

log = logging.getLogger(__name__)

BY_HARDWARE = 1  # kCGEventSourceStateHIDSystemState
ANY_INPUT = 0xFFFFFFFF  # kCGAnyInputEventType
SOURCE = "CoreGraphics"
GRAPHICS = {  # CGEventSource.h, CGSession.h
    "CGEventSourceSecondsSinceLastEventType": (c_double, (c_int32, c_uint32)),
    "CGSessionCopyCurrentDictionary": (c_void_p, ()),
}
LOCKS = {"com.apple.screenIsLocked": True, "com.apple.screenIsUnlocked": False}
AT_ONCE = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
CALLBACK = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)  # CFNotificationCallback
THREAD_TIMEOUT = 2.0  # seconds in which the thread begins to listen, and ends


def _graphics() -> Any:
    return framework(SOURCE, GRAPHICS)


def idle() -> float:
    """
    Seconds since the last input.

    Raises:
        DesktopError: CoreGraphics cannot be asked.
    """
    return float(_graphics().CGEventSourceSecondsSinceLastEventType(BY_HARDWARE, ANY_INPUT))


def locked() -> bool:
    """Whether the screen is locked, or another person's session is in front; False where that is not told."""
    try:
        library = foundation()
        found = _graphics().CGSessionCopyCurrentDictionary()
        if not found:  # logged in from elsewhere, without a screen
            return False
        try:
            session = plain(library, found)
        finally:
            library.CFRelease(found)
    except DesktopError as error:
        log.debug("%s", error)
        return False
    # The first is there only while it is locked
    return bool(session.get("CGSSessionScreenIsLocked")) or not session.get("kCGSSessionOnConsoleKey", True)


class MacPresence(PollingPresence):
    """Input by polling; the lock by notifications, and with every poll."""

    def __init__(self) -> None:
        super().__init__(SOURCE, idle, locked)
        self._notifications: _LockNotifications | None = None

    async def start(self, report: Callable[[Sighting], None]) -> None:
        """Begin to report; the first sighting is `IdleSourceChanged`."""
        await super().start(report)
        loop = asyncio.get_running_loop()

        def changed(is_locked: bool) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(partial(self.lock_changed, locked=is_locked))

        self._notifications = _LockNotifications(changed)
        await asyncio.to_thread(self._notifications.begin)

    async def stop(self) -> None:
        """Report nothing more."""
        await super().stop()
        if self._notifications is not None:
            await asyncio.to_thread(self._notifications.end)

    def describe(self) -> list[Fact]:
        """For `doctor`: who reports input, lock and sleep."""
        idle_fact, lock_fact, sleep_fact = super().describe()
        if self._notifications is not None and self._notifications.come:
            lock_fact = (N_("Lock"), True, _("notifications of the system"))
        return [idle_fact, lock_fact, sleep_fact]


class _LockNotifications:
    """
    A thread whose run loop gets the notifications: the first thread that asks for any gets all of the process.

    Args:
        changed: gets whether the screen is locked, on that thread.
    Attributes:
        come: somebody listens.
    """

    def __init__(self, changed: Callable[[bool], None]) -> None:
        self.come = False
        self._changed = changed
        self._loop: int | None = None
        self._library: Any = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="uncrick lock", daemon=True)

    def begin(self) -> None:
        """Listen; returns when notifications come, or when it is known that they will not."""
        self._thread.start()
        self._ready.wait(THREAD_TIMEOUT)

    def end(self) -> None:
        """Listen no longer; returns when the thread is gone."""
        if self._loop is not None:
            self._library.CFRunLoopStop(self._loop)
            self._thread.join(THREAD_TIMEOUT)

    def _listen(self) -> None:
        try:
            library = self._library = foundation()
            center = library.CFNotificationCenterGetDistributedCenter()
            if not center:
                raise DesktopError("No notifications", "The system has no distributed notification center.")
        except DesktopError as error:
            log.warning("presence: nothing tells of the lock: %s", error)
            self._ready.set()
            return
        callbacks = [CALLBACK(partial(self._came, is_locked)) for is_locked in LOCKS.values()]  # kept while it listens
        # An observer is any address; it only tells ours from others.
        observer = ctypes.cast(callbacks[0], c_void_p)
        for name, callback in zip(LOCKS, callbacks, strict=True):
            with string(library, name) as text:
                library.CFNotificationCenterAddObserver(center, observer, callback, text, None, AT_ONCE)
        self._loop = library.CFRunLoopGetCurrent()
        self.come = True
        self._ready.set()
        library.CFRunLoopRun()
        self.come = False
        library.CFNotificationCenterRemoveEveryObserver(center, observer)

    def _came(self, is_locked: bool, *_notification: object) -> None:
        self._changed(is_locked)
