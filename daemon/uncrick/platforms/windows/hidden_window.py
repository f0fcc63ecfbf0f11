"""A window that is never shown, and what Windows posts to it: lock, sleep, and the first input after a silence.

The first input is heard as raw input (RIDEV_INPUTSINK), which is asked for only while somebody waits for it. What was
pressed or moved is not in the message, and is never read.
"""

import ctypes
import logging
import sys
import threading
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from uncrick.ports import ScreenLocked, ScreenUnlocked, Sighting, SleepBegan, SleepEnded

if sys.platform != "win32":
    raise ImportError("this is a window of Windows")

log = logging.getLogger(__name__)

WM_DESTROY, WM_CLOSE, WM_INPUT, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x02, 0x10, 0xFF, 0x218, 0x2B1
WM_LISTEN = 0x8000  # WM_APP, our own: begin (1) or cease (0) to hear input, and answer whether it is heard
SIGHTINGS: dict[tuple[int, int], Sighting] = {  # by message and its first parameter
    (WM_WTSSESSION_CHANGE, 7): ScreenLocked(),
    (WM_WTSSESSION_CHANGE, 8): ScreenUnlocked(),
    (WM_POWERBROADCAST, 4): SleepBegan(),
    (WM_POWERBROADCAST, 0x12): SleepEnded(),
}
NAME = "UncrickSession"
THIS_SESSION = 0
WINDOW_TIMEOUT = 5.0  # seconds in which the hidden window opens and closes
ABORT_IF_HUNG, ANSWER_TIMEOUT = 2, 500  # milliseconds
# Usage page and usage in the tables of USB's human interface devices: mouse, keyboard, pen, touch screen, touch pad.
INPUT_DEVICES = ((1, 2), (1, 6), (0x0D, 2), (0x0D, 4), (0x0D, 5))
RIDEV_REMOVE, RIDEV_INPUTSINK = 0x1, 0x100
LRESULT = ctypes.c_ssize_t
PROCEDURE = ctypes.WINFUNCTYPE(LRESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)


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


class _InputDevice(ctypes.Structure):  # RAWINPUTDEVICE
    _fields_ = (
        ("usUsagePage", ctypes.c_uint16),
        ("usUsage", ctypes.c_uint16),
        ("dwFlags", ctypes.c_uint32),
        ("hwndTarget", wintypes.HWND),
    )


class HiddenWindow:
    """
    A top-level window that is never shown, in a thread of its own; broadcasts do not reach message-only windows.

    Args:
        report: gets lock and sleep, on that thread.
        input_heard: called on that thread at the first input after `listen(True)`, and not again before the next one.
    """

    def __init__(self, report: Callable[[Sighting], object], input_heard: Callable[[], object]) -> None:
        self.gets_lock = self.gets_sleep = False
        self._report = report
        self._input_heard = input_heard
        self._listens = False
        self._user32 = _user32()
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
            self._user32.PostMessageW(self._handle, WM_CLOSE, 0, 0)
            self._thread.join(WINDOW_TIMEOUT)

    def listen(self, on: bool) -> bool:
        """Hear the next input, or no longer; whether it will be heard."""
        if self._handle is None:
            return False
        heard = ctypes.c_size_t(0)
        sent = (WM_LISTEN, int(on), 0, ABORT_IF_HUNG, ANSWER_TIMEOUT, ctypes.byref(heard))
        return bool(self._user32.SendMessageTimeoutW(self._handle, *sent)) and bool(heard.value)

    def _run(self) -> None:
        try:
            user32, session = self._user32, ctypes.WinDLL("wtsapi32")
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
        user32.UnregisterClassW(NAME, _module())  # it leads to this window's procedure, which another one has not

    @staticmethod
    def _create(user32: Any, procedure: Any) -> int:
        module = _module()
        kind = _WindowClass(lpfnWndProc=procedure, hInstance=module, lpszClassName=NAME)
        if not user32.RegisterClassW(ctypes.byref(kind)):
            raise ctypes.WinError(ctypes.get_last_error())
        handle = user32.CreateWindowExW(0, kind.lpszClassName, None, 0, 0, 0, 0, 0, None, None, module, None)
        if not handle:
            raise ctypes.WinError(ctypes.get_last_error())
        return int(handle)

    def _on_message(self, handle: int, message: int, what: int, more: int) -> int:
        if message == WM_DESTROY:
            self._user32.PostQuitMessage(0)
            return 0
        if message == WM_LISTEN:
            return int(self._hear(handle, on=bool(what)))
        if message == WM_INPUT and self._listens:  # those behind it in the queue are passed over
            self._hear(handle, on=False)
            self._input_heard()
        sighting = SIGHTINGS.get((message, what))
        if sighting is not None:
            self._report(sighting)
        return int(self._user32.DefWindowProcW(handle, message, what, more))

    def _hear(self, handle: int, *, on: bool) -> bool:
        flags, target = (RIDEV_INPUTSINK, handle) if on else (RIDEV_REMOVE, None)
        asked = [_InputDevice(*device, flags, target) for device in INPUT_DEVICES]
        devices = (_InputDevice * len(asked))(*asked)
        done = bool(self._user32.RegisterRawInputDevices(devices, len(devices), ctypes.sizeof(_InputDevice)))
        if not done:
            log.debug("presence: raw input: %s", ctypes.WinError(ctypes.get_last_error()))
        self._listens = on and done
        return self._listens


def _module() -> int:
    """This program, as whose the class of windows is registered."""
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetModuleHandleW.argtypes = (wintypes.LPCWSTR,)
    kernel32.GetModuleHandleW.restype = wintypes.HMODULE
    return int(kernel32.GetModuleHandleW(None))


def _user32() -> Any:
    """The library with its types: without them ctypes cuts handles to 32 bits."""
    library = ctypes.WinDLL("user32", use_last_error=True)
    message = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
    library.DefWindowProcW.argtypes = library.PostMessageW.argtypes = message
    library.DefWindowProcW.restype = library.DispatchMessageW.restype = library.SendMessageTimeoutW.restype = LRESULT
    library.SendMessageTimeoutW.argtypes = (*message, wintypes.UINT, wintypes.UINT, ctypes.POINTER(ctypes.c_size_t))
    library.RegisterRawInputDevices.argtypes = (ctypes.POINTER(_InputDevice), wintypes.UINT, wintypes.UINT)
    library.RegisterClassW.argtypes = (ctypes.POINTER(_WindowClass),)
    library.RegisterClassW.restype = wintypes.ATOM
    library.UnregisterClassW.argtypes = (wintypes.LPCWSTR, wintypes.HINSTANCE)
    library.CreateWindowExW.argtypes = (
        *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        *(wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID),
    )
    library.CreateWindowExW.restype = wintypes.HWND
    library.GetMessageW.argtypes = (ctypes.POINTER(wintypes.MSG), wintypes.HWND, wintypes.UINT, wintypes.UINT)
    library.DispatchMessageW.argtypes = (ctypes.POINTER(wintypes.MSG),)
    return library
