"""macOS' ports with stand-ins for its frameworks: that the parts fit, not that macOS agrees."""

import os
import sys
from types import ModuleType
from typing import Any

import pytest

from desktop.desks import until
from platforms.elsewhere import imported_as_on
from platforms.macos.frameworks import Mac
from uncrick.platforms.macos.busy import MacBusy
from uncrick.platforms.macos.presence import MacPresence
from uncrick.platforms.macos.tray import MenuBarTray
from uncrick.ports import Notice


@pytest.fixture
def macos(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return imported_as_on(monkeypatch, "darwin", "uncrick.platforms.macos.ports")


def test_running_the_main_loop_waits_for_nothing(mac, macos):
    macos.run_main_loop()
    assert mac.turns == [("kCFRunLoopDefaultMode", 0.0)]
    assert mac.retained == [], "all is released"


def test_the_desktop_has_the_ports_of_macos(macos, tmp_path):
    desktop = macos.mac_desktop(str(tmp_path), terminal=False)
    assert isinstance(desktop.presence, MacPresence)
    assert isinstance(desktop.tray, MenuBarTray)
    assert isinstance(desktop.busy(), MacBusy)


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
