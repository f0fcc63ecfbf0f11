"""macOS' ports with stand-ins for its libraries: that the parts fit, not that macOS agrees."""

import ctypes
import os
import sys
from types import ModuleType
from typing import Any

import pytest

from desktop.desks import until
from platforms.elsewhere import Function, imported_as_on
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.errors import DesktopError
from uncrick.ports import IdleSourceChanged, Notice, ScreenLocked, Sighting

YES, NO, MODE = 101, 102, 103
SESSION = 7


class Mac:
    """What CoreGraphics and CoreFoundation know."""

    def __init__(self) -> None:
        self.idle = 1.5
        self.session: dict[bytes, int] | None = {b"kCGSSessionOnConsoleKey": YES}
        self.there = True
        self.retained: list[object] = []  # what must be released
        self.turns = 0
        functions = {
            "CoreGraphics": {
                "CGEventSourceSecondsSinceLastEventType": lambda state, kind: self.idle,
                "CGSessionCopyCurrentDictionary": lambda: None if self.session is None else self.hold(SESSION),
            },
            "CoreFoundation": {
                "CFStringCreateWithCString": lambda allocator, name, encoding: self.hold(name),
                "CFDictionaryGetValue": lambda dictionary, name: (self.session or {}).get(name),
                "CFRelease": self.retained.remove,
                "CFRunLoopRunInMode": self.turn,
            },
        }
        self.libraries = {
            f"/System/Library/Frameworks/{name}.framework/{name}": type(
                name, (), {function: Function(do) for function, do in value.items()}
            )()
            for name, value in functions.items()
        }

    def library(self, path: str) -> Any:
        if not self.there:
            raise OSError(f"dlopen({path})")
        return self.libraries[path]

    def hold(self, what: Any) -> Any:
        self.retained.append(what)
        return what

    def turn(self, mode: int, seconds: float, once: int) -> int:
        assert (mode, seconds) == (MODE, 0.0)
        self.turns += 1
        return 1


@pytest.fixture
def system(monkeypatch) -> Mac:
    system = Mac()
    monkeypatch.setattr(ctypes, "CDLL", system.library)
    return system


@pytest.fixture
def macos(system, monkeypatch) -> ModuleType:
    module = imported_as_on(monkeypatch, "darwin", "uncrick.platforms.macos.ports")
    constants = {"kCFBooleanFalse": NO, "kCFRunLoopDefaultMode": MODE}
    monkeypatch.setattr(module, "_constant", constants.__getitem__)
    return module


def test_idle_is_what_coregraphics_says(macos):
    assert macos.idle() == 1.5


def test_without_coregraphics_there_is_no_idle_time(system, macos):
    system.there = False
    with pytest.raises(DesktopError, match="dlopen"):
        macos.idle()


@pytest.mark.parametrize(
    ("session", "locked"),
    [
        ({b"kCGSSessionOnConsoleKey": YES}, False),
        ({b"kCGSSessionOnConsoleKey": YES, b"CGSSessionScreenIsLocked": YES}, True),
        ({b"kCGSSessionOnConsoleKey": YES, b"CGSSessionScreenIsLocked": NO}, False),
        ({b"kCGSSessionOnConsoleKey": NO}, True),
        ({}, False),
        (None, False),
    ],
)
def test_locked_is_a_locked_screen_or_another_session_in_front(session, locked, system, macos):
    system.session = session
    assert macos.locked() is locked
    assert system.retained == [], "all is released"


def test_running_the_main_loop_waits_for_nothing(system, macos):
    macos.run_main_loop()
    assert system.turns == 1


async def test_presence_reports_the_source_and_the_lock(system, macos, tmp_path):
    system.session = {b"CGSSessionScreenIsLocked": YES}
    reported: list[Sighting] = []
    presence = macos.mac_desktop(str(tmp_path), terminal=False).presence
    await presence.start(reported.append)
    assert reported == [IdleSourceChanged("CoreGraphics"), ScreenLocked()]
    assert [ok for _, ok, _ in presence.describe()] == [True, True, False]
    await presence.stop()


async def test_there_is_no_tray_and_doctor_says_so(macos, tmp_path):
    tray = macos.mac_desktop(str(tmp_path), terminal=False).tray
    face = TrayState("ring", 1.0, "", (), "next")
    assert await tray.start(face, lambda _: None) is False
    tray.show(face)
    await tray.stop()
    assert tray.describe()[0][:2] == ("Tray", False)


@pytest.fixture
def osascript(monkeypatch, tmp_path) -> Any:
    """A program of that name which writes down what it is told."""
    program, reported = tmp_path / "bin" / "osascript", tmp_path / "told"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n--\\n" "$@" > {reported}.part && mv {reported}.part {reported}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return reported


@pytest.mark.unix("a script of the shell")
async def test_where_toasts_cannot_be_had_bubbles_come_by_osascript(macos, osascript, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)
    notifier = macos.mac_desktop(str(tmp_path), terminal=True).notifier
    await notifier.start(lambda _: None)
    assert notifier.name == "osascript"
    notifier.show(Notice("prompt", 'Turn "slowly"', ("$HOME \\ `x`", "two"), hint="uncrick break"))
    await until(osascript.exists)
    *_, title, message, _ = osascript.read_text().split("\n--\n")
    assert (title, message) == ('Turn "slowly"', "$HOME \\ `x`\ntwo\nuncrick break")
    assert notifier.describe()[0][:2] == ("Notifications", True)
    await notifier.stop()
