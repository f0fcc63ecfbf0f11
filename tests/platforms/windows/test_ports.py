"""Windows' ports with stand-ins for its libraries: that the parts fit, not that Windows agrees."""

import ctypes
import queue
import threading
from collections.abc import AsyncIterator, Callable
from ctypes import wintypes
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from desktop.desks import until
from platforms.elsewhere import Function, imported_as_on
from uncrick.errors import DesktopError
from uncrick.ports import (
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    SleepBegan,
    SleepEnded,
)

CLOSE, DESTROY, QUIT, INPUT, POWER, SESSION = 0x10, 0x02, 0x12, 0xFF, 0x218, 0x2B1
SINK, REMOVE = 0x100, 0x1
HANDLE = 0x1_0000_0042  # wider than 32 bits


class Windows:
    """The messages of one window, and the two clocks of the last input."""

    def __init__(self) -> None:
        self.ticks, self.input_at = 5_000, 3_500
        self.asks, self.registers, self.makes, self.sinks = True, True, True, True
        self.raw_input: list[
            set[tuple[int, int, int, int | None]]
        ] = []  # page, usage, flags, window: as they were asked
        self.procedure: Callable[..., int] = lambda *_: 0
        self.posted: queue.Queue[tuple[int, int]] = queue.Queue()
        self.answers: list[int] = []
        self.classes: set[str] = set()
        self.libraries: dict[str, Any] = {}
        functions = {
            "user32": (
                *("GetLastInputInfo", "DefWindowProcW", "PostMessageW", "DispatchMessageW"),
                *("RegisterClassW", "CreateWindowExW", "GetMessageW", "PostQuitMessage"),
                *("SendMessageTimeoutW", "RegisterRawInputDevices", "UnregisterClassW"),
            ),
            "kernel32": ("GetTickCount64", "GetModuleHandleW"),
            "wtsapi32": ("WTSRegisterSessionNotification",),
        }
        for library, names in functions.items():
            self.libraries[library] = type(library, (), {name: Function(getattr(self, name)) for name in names})()

    def library(self, name: str, use_last_error: bool = False) -> Any:
        return self.libraries[name]

    def GetLastInputInfo(self, info: Any) -> int:  # noqa: N802 Windows' names, here and below
        assert info._obj.cbSize == 8
        info._obj.dwTime = self.input_at
        return self.asks

    def GetTickCount64(self) -> int:  # noqa: N802
        return self.ticks

    def GetModuleHandleW(self, name: None) -> int:  # noqa: N802
        return 0x40_0000

    def RegisterClassW(self, kind: Any) -> int:  # noqa: N802
        if kind._obj.lpszClassName in self.classes:
            return 0
        self.procedure = kind._obj.lpfnWndProc
        self.classes.add(kind._obj.lpszClassName)
        return 1

    def UnregisterClassW(self, name: str, module: int) -> int:  # noqa: N802
        assert module == 0x40_0000
        self.classes.remove(name)
        return 1

    def CreateWindowExW(self, *args: Any) -> int:  # noqa: N802
        style, parent = args[3], args[8]
        assert (style, parent) == (0, None), "hidden, and at the top level"
        return HANDLE if self.makes else 0

    def WTSRegisterSessionNotification(self, handle: int, which: int) -> int:  # noqa: N802
        assert (handle, which) == (HANDLE, 0)
        return self.registers

    def GetMessageW(self, message: Any, *_: Any) -> int:  # noqa: N802
        message._obj.message, message._obj.wParam = self.posted.get()
        return int(message._obj.message != QUIT)

    def DispatchMessageW(self, message: Any) -> int:  # noqa: N802
        self.answers.append(self.procedure(HANDLE, message._obj.message, message._obj.wParam, 0))
        return 0

    def DefWindowProcW(self, handle: int, message: int, what: int, more: int) -> int:  # noqa: N802
        assert handle == HANDLE
        if message == CLOSE:
            self.procedure(handle, DESTROY, 0, 0)
        return 1

    def PostMessageW(self, handle: int, message: int, what: int, more: int) -> int:  # noqa: N802
        self.posted.put((message, what))
        return 1

    def SendMessageTimeoutW(self, handle: int, message: int, what: int, more: int, *rest: Any) -> int:  # noqa: N802
        (flags, _timeout, answer) = rest
        assert flags == 2, "a window that hangs is not waited for"
        answer._obj.value = self.procedure(handle, message, what, more)
        return 1

    def RegisterRawInputDevices(self, devices: Any, count: int, size: int) -> int:  # noqa: N802
        assert (len(devices), size) == (count, 8 + ctypes.sizeof(ctypes.c_void_p))
        self.raw_input.append(
            {(each.usUsagePage, each.usUsage, each.dwFlags, each.hwndTarget) for each in devices}
            if self.sinks
            else set()
        )
        return self.sinks

    def PostQuitMessage(self, status: int) -> None:  # noqa: N802
        self.posted.put((QUIT, status))


@pytest.fixture
def system(monkeypatch) -> Windows:
    system = Windows()
    monkeypatch.setattr(ctypes, "WinDLL", system.library, raising=False)
    monkeypatch.setattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(ctypes, "WinError", lambda code: OSError(code, "Access is denied"), raising=False)
    return system


@pytest.fixture
def windows(system, monkeypatch) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.ports")


def test_idle_is_counted_in_seconds(system, windows):
    assert windows.idle() == 1.5


@pytest.mark.parametrize(("ticks", "input_at", "idle"), [(0x1_0000_01F4, 0xFFFF_FE0C, 1.0), (0x3_0000_0000, 0, 0.0)])
def test_idle_is_right_when_the_clock_of_49_days_begins_anew(ticks, input_at, idle, system, windows):
    system.ticks, system.input_at = ticks, input_at
    assert windows.idle() == idle


def test_without_a_desktop_there_is_no_idle_time(system, windows):
    system.asks = False
    with pytest.raises(DesktopError, match="Access is denied"):
        windows.idle()


async def test_lock_and_sleep_are_reported_on_the_loops_thread(system, windows):
    reported: list[tuple[Sighting, threading.Thread]] = []
    presence = windows.WindowsPresence()
    await presence.start(lambda sighting: reported.append((sighting, threading.current_thread())))
    assert [ok for _, ok, _ in presence.describe()] == [True, True, True]
    for message in ((SESSION, 7), (SESSION, 5), (SESSION, 8), (POWER, 4), (POWER, 0x0A), (POWER, 0x12), (POWER, 7)):
        system.posted.put(message)
    expected = [ScreenLocked(), ScreenUnlocked(), SleepBegan(), SleepEnded()]
    await until(lambda: [sighting for sighting, _ in reported[1:]] == expected)
    assert reported[0][0] == IdleSourceChanged("GetLastInputInfo")
    assert {thread for _, thread in reported} == {threading.current_thread()}
    await until(lambda: len(system.answers) == 7)
    assert set(system.answers) == {1}, "each is answered as Windows would"
    await presence.stop()


async def test_at_the_end_the_window_and_its_thread_are_gone(system, windows):
    presence = windows.WindowsPresence()
    await presence.start(lambda _: None)
    assert "uncrick session" in [thread.name for thread in threading.enumerate()]
    await presence.stop()
    assert "uncrick session" not in [thread.name for thread in threading.enumerate()]


@pytest.fixture
async def away(system, windows) -> AsyncIterator[list[Sighting]]:
    """What is reported of a person who has just been reported away."""
    reported: list[Sighting] = []
    presence = windows.WindowsPresence()
    await presence.start(reported.append)
    presence.watch(1.0)
    await until(lambda: InputStopped(1.5) in reported)
    yield reported
    await presence.stop()


async def test_raw_input_of_every_kind_is_asked_for_while_the_person_is_away(system, away):
    assert system.raw_input == [{(*kind, SINK, HANDLE) for kind in ((1, 2), (1, 6), (13, 2), (13, 4), (13, 5))}]


async def test_the_first_raw_input_is_the_return_and_ends_the_asking(system, away):
    system.ticks = system.input_at = 6_000
    for _ in range(3):
        system.posted.put((INPUT, 0))
    await until(lambda: InputResumed() in away)
    assert away.count(InputResumed()) == 1
    assert [{flags for _, _, flags, _ in asked} for asked in system.raw_input] == [{SINK}, {REMOVE}]
    assert {window for *_, window in system.raw_input[-1]} == {None}, "as Windows wants it"


async def test_raw_input_is_no_longer_asked_for_when_the_person_is_seen_otherwise(system, away):
    system.ticks = system.input_at = 6_000
    system.posted.put((SESSION, 8))
    await until(lambda: InputResumed() in away)
    assert away[-2:] == [ScreenUnlocked(), InputResumed()]
    assert {flags for _, _, flags, _ in system.raw_input[-1]} == {REMOVE}


async def test_at_the_end_raw_input_is_no_longer_asked_for(system, windows):
    presence = windows.WindowsPresence()
    await presence.start(lambda _: None)
    presence.watch(1.0)
    await until(lambda: system.raw_input)
    await presence.stop()
    assert {flags for _, _, flags, _ in system.raw_input[-1]} == {REMOVE}


async def test_where_raw_input_is_refused_a_return_is_seen_by_looking(system, windows):
    system.sinks = False
    reported: list[Sighting] = []
    presence = windows.WindowsPresence()
    await presence.start(reported.append)
    presence.watch(1.0)
    await until(lambda: InputStopped(1.5) in reported)
    system.ticks = system.input_at = 6_000
    await until(lambda: InputResumed() in reported)
    await presence.stop()


async def test_after_an_end_there_can_be_another_beginning(system, windows):
    for _ in range(2):
        presence = windows.WindowsPresence()
        await presence.start(lambda _: None)
        assert [ok for _, ok, _ in presence.describe()] == [True, True, True]
        await presence.stop()


async def test_a_session_without_lock_messages_is_described_so(system, windows):
    system.registers = False
    presence = windows.WindowsPresence()
    await presence.start(lambda _: None)
    assert ("Lock", False, "this desktop does not report when the screen is locked") in presence.describe()
    await presence.stop()


async def test_without_a_window_idle_still_works(system, windows, caplog):
    system.makes = False
    reported: list[Sighting] = []
    presence = windows.WindowsPresence()
    await presence.start(reported.append)
    assert "Access is denied" in caplog.text
    assert [ok for _, ok, _ in presence.describe()] == [True, False, False]
    assert reported == [IdleSourceChanged("GetLastInputInfo")]
    await presence.stop()


def test_types_keep_handles_whole(system, windows):
    windows.HiddenWindow(lambda _: None, lambda: None)
    for name in ("CreateWindowExW", "DefWindowProcW", "SendMessageTimeoutW"):
        assert ctypes.sizeof(getattr(system.libraries["user32"], name).restype) == ctypes.sizeof(ctypes.c_void_p)
    for name in ("DefWindowProcW", "PostMessageW", "SendMessageTimeoutW"):
        assert getattr(system.libraries["user32"], name).argtypes[0] is wintypes.HWND


@pytest.mark.parametrize("terminal", [True, False])
def test_the_desktop_has_all_its_ports_and_nothing_is_started(terminal, windows, tmp_path):
    desktop = windows.windows_desktop(str(tmp_path / "cache"), terminal=terminal)
    assert desktop.notifier.name == "none yet"
    assert desktop.presence.describe()[0][1] is False
    assert desktop.tray.describe()[0][1] is False
    assert not any(tmp_path.iterdir())


def test_toasts_get_our_icon(windows, tmp_path):
    windows._toasts(str(tmp_path / "cache" / "uncrick.png"))
    assert (tmp_path / "cache" / "uncrick.png").read_bytes().startswith(b"\x89PNG")


def test_toasts_do_without_an_icon_that_cannot_be_drawn(windows, tmp_path, caplog):
    Path(tmp_path / "cache").touch()
    windows._toasts(str(tmp_path / "cache" / "uncrick.png"))
    assert "cannot be drawn" in caplog.text
