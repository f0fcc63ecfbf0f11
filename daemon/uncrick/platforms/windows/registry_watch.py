"""Tells of changes below a key of the person's registry: a thread sleeps until Windows signals one."""

import ctypes
import sys
import threading
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

if sys.platform != "win32":
    raise ImportError("this is the registry of Windows")

import winreg

NAMES, VALUES = 0x1, 0x4  # keys that come and go, and values that are written
AGNOSTIC = 0x1000_0000  # the signal outlives the thread that asked for it
FOREVER = 0xFFFF_FFFF
CHANGED = 0  # WAIT_OBJECT_0: the first of the two events
END_TIMEOUT = 5.0  # seconds


class RegistryWatch:
    """
    Watches one key with all below it.

    Args:
        path: of the key, in the person's part of the registry.
        changed: called on the watch's thread.
    """

    def __init__(self, path: str, changed: Callable[[], None]) -> None:
        self._path = path
        self._changed = changed
        self._thread: threading.Thread | None = None
        self._kernel32 = _kernel32()
        self._events: Any = None  # a change, and the end

    def begin(self) -> bool:
        """Watch, if that is not so yet; False while there is no such key, or where it cannot be watched."""
        if self._thread is not None and self._thread.is_alive():
            return True
        self.end()
        try:
            key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._path, 0, winreg.KEY_NOTIFY)
        except OSError:
            return False
        self._events = (wintypes.HANDLE * 2)(*(self._kernel32.CreateEventW(None, False, False, None) for _ in range(2)))
        if not self._ask(key):
            key.Close()
            return False
        self._thread = threading.Thread(target=self._run, args=(key,), name="uncrick registry", daemon=True)
        self._thread.start()
        return True

    def end(self) -> None:
        """Watch no more."""
        if self._events is None:
            return
        if self._thread is not None:
            self._kernel32.SetEvent(self._events[1])
            self._thread.join(END_TIMEOUT)
            self._thread = None
        for event in self._events:
            self._kernel32.CloseHandle(event)
        self._events = None

    def _ask(self, key: Any) -> bool:
        """Ask for a signal at the next change; there is one for each time it is asked."""
        notify = ctypes.WinDLL("advapi32").RegNotifyChangeKeyValue
        notify.argtypes = (wintypes.HKEY, wintypes.BOOL, wintypes.DWORD, wintypes.HANDLE, wintypes.BOOL)
        return not notify(int(key), True, NAMES | VALUES | AGNOSTIC, self._events[0], True)

    def _run(self, key: Any) -> None:
        with key:
            while self._kernel32.WaitForMultipleObjects(2, self._events, False, FOREVER) == CHANGED:
                goes_on = self._ask(key)  # first, so that no change is missed while somebody looks at this one
                self._changed()
                if not goes_on:  # the key has gone
                    return


def _kernel32() -> Any:
    """The library with its types: without them ctypes cuts handles to 32 bits."""
    library = ctypes.WinDLL("kernel32")
    library.CreateEventW.argtypes = (ctypes.c_void_p, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR)
    library.CreateEventW.restype = wintypes.HANDLE
    library.WaitForMultipleObjects.argtypes = (
        *(wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE)),
        *(wintypes.BOOL, wintypes.DWORD),
    )
    library.SetEvent.argtypes = library.CloseHandle.argtypes = (wintypes.HANDLE,)
    return library
