"""Changes below a key of the registry, with a stand-in for the events that Windows signals."""

import ctypes
import queue
import sys
import threading
from collections.abc import Iterator
from ctypes import wintypes
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from platforms.elsewhere import Function, imported_as_on

PATH = r"Software\ConsentStore\webcam"
NAMES_AND_VALUES, AGNOSTIC = 0x5, 0x1000_0000


class Key:
    def __init__(self, windows: "Windows") -> None:
        self._windows = windows
        windows.open_keys += 1

    def __int__(self) -> int:
        return 0x7000

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    def Close(self) -> None:  # noqa: N802 Windows' names, here and below
        self._windows.open_keys -= 1


class Windows:
    """One key, events by their numbers, and whoever waits for them."""

    def __init__(self) -> None:
        self.exists = self.may_be_watched = True
        self.open_keys = 0
        self.events: list[int] = []  # those that are open
        self.asked = 0  # how often a signal was asked for
        self._signals: queue.Queue[int] = queue.Queue()
        names = ("CreateEventW", "WaitForMultipleObjects", "SetEvent", "CloseHandle")
        notify = Function(self.RegNotifyChangeKeyValue)
        self.libraries = {
            "kernel32": type("kernel32", (), {name: Function(getattr(self, name)) for name in names})(),
            "advapi32": SimpleNamespace(RegNotifyChangeKeyValue=notify),
        }
        self.winreg = SimpleNamespace(HKEY_CURRENT_USER=1, KEY_NOTIFY=0x10, OpenKey=self.OpenKey)

    def OpenKey(self, root: int, path: str, _reserved: int, rights: int) -> Key:  # noqa: N802
        assert (root, path, rights) == (1, PATH, 0x10)
        if not self.exists:
            raise FileNotFoundError(path)
        return Key(self)

    def RegNotifyChangeKeyValue(self, key: int, below: bool, what: int, event: int, later: bool) -> int:  # noqa: N802
        assert (key, below, later) == (0x7000, True, True)
        assert what == NAMES_AND_VALUES | AGNOSTIC
        assert event == self.events[0]
        self.asked += 1
        return 0 if self.may_be_watched else 1018

    def CreateEventW(self, rights: None, manual: bool, signalled: bool, name: None) -> int:  # noqa: N802
        assert (rights, manual, signalled, name) == (None, False, False, None)
        self.events.append(0x1_0000_0000 + len(self.events))
        return self.events[-1]

    def WaitForMultipleObjects(self, count: int, events: Any, every: bool, timeout: int) -> int:  # noqa: N802
        assert (count, every, timeout) == (2, False, 0xFFFF_FFFF)
        assert list(events) == self.events
        return self.events.index(self._signals.get())

    def SetEvent(self, event: int) -> int:  # noqa: N802
        self._signals.put(event)
        return 1

    def CloseHandle(self, event: int) -> int:  # noqa: N802
        self.events.remove(event)
        return 1

    def change(self) -> None:
        """Something is written below the key."""
        self.SetEvent(self.events[0])


@pytest.fixture
def windows(monkeypatch) -> Iterator[Windows]:
    windows = Windows()
    monkeypatch.setattr(ctypes, "WinDLL", windows.libraries.__getitem__, raising=False)
    monkeypatch.setitem(sys.modules, "winreg", windows.winreg)
    yield windows
    assert (windows.events, windows.open_keys) == ([], 0), "all is closed"


@pytest.fixture
def module(monkeypatch, windows) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.registry_watch")


@pytest.fixture
def changes() -> "queue.Queue[int]":
    """How often a signal had been asked for, at each change."""
    return queue.Queue()


@pytest.fixture
def watch(module, windows, changes) -> Iterator[Any]:
    watch = module.RegistryWatch(PATH, lambda: changes.put(windows.asked))
    yield watch
    watch.end()


def test_every_change_is_told_after_the_next_was_asked_for(watch, windows, changes):
    assert watch.begin()
    for asked in (2, 3):
        windows.change()
        assert changes.get(timeout=10) == asked


def test_it_is_watched_once(watch, windows):
    assert watch.begin()
    assert watch.begin()
    assert windows.asked == 1
    assert len(windows.events) == 2


def test_a_key_that_is_not_there_is_watched_once_it_is(watch, windows):
    windows.exists = False
    assert not watch.begin()
    windows.exists = True
    assert watch.begin()


def test_a_key_that_may_not_be_watched_is_not(watch, windows):
    windows.may_be_watched = False
    assert not watch.begin()
    assert windows.open_keys == 0


def test_a_key_that_goes_is_a_change_and_the_end_of_the_watch(watch, windows, changes):
    assert watch.begin()
    windows.may_be_watched = False
    windows.change()
    assert changes.get(timeout=10) == 2
    for thread in threading.enumerate():
        if thread.name == "uncrick registry":
            thread.join(10)
    assert not watch.begin()


def test_after_the_end_the_thread_is_gone(watch):
    assert watch.begin()
    watch.end()
    assert "uncrick registry" not in [thread.name for thread in threading.enumerate()]


def test_types_keep_handles_whole(watch, windows):
    watch.begin()
    kernel32 = windows.libraries["kernel32"]
    assert kernel32.CreateEventW.restype is wintypes.HANDLE
    assert kernel32.SetEvent.argtypes == kernel32.CloseHandle.argtypes == (wintypes.HANDLE,)
