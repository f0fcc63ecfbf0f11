"""The start at login: an XDG autostart entry, a LaunchAgent of macOS, or a value of Windows' Run key.

The entry is tested on Linux; the other two are untested on their systems. Linux may prefer a service of systemd's, see
`systemd_unit`.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

from uncrick.platforms.common import desktop_entry
from uncrick.storage import paths

LABEL = "org.uncrick.daemon"
VALUE = "Uncrick"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class AtLogin(Protocol):
    """Where the system finds what it starts. All of it raises OSError."""

    @property
    def how(self) -> str:
        """What that is, in words."""

    def place(self) -> str:
        """Where that is, for the person."""

    def is_on(self) -> bool:
        """Whether we are there, and not switched off by the system's own settings."""

    def put(self, words: Sequence[str]) -> str:
        """Have this command started; what the person should know of how, if anything."""

    def remove(self) -> bool:
        """Have nothing started; False if nothing was."""


class AutostartEntry:
    """XDG: a desktop entry in the autostart folder."""

    how = "an autostart entry"

    def place(self) -> str:
        """The entry."""
        return os.path.join(desktop_entry.folder("XDG_CONFIG_HOME", ".config"), "autostart", desktop_entry.NAME)

    def is_on(self) -> bool:
        """Some desktops switch an entry off and leave it there."""
        try:
            with open(self.place(), encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            return False
        lines = {line.strip().lower() for line in text.splitlines()}
        return not lines & {"hidden=true", "x-gnome-autostart-enabled=false"}

    def put(self, words: Sequence[str]) -> str:
        """Write the entry."""
        _write(self.place(), desktop_entry.entry(words) + "X-GNOME-Autostart-enabled=true\n")
        return ""

    def remove(self) -> bool:
        """Remove the entry, and a folder that is left with nothing in it."""
        was_there = _remove(self.place())
        if was_there:
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(self.place()))
        return was_there


class LaunchAgent:
    """macOS: launchd reads these when the person logs in."""

    how = "a launch agent"

    def place(self) -> str:
        """The property list."""
        return os.path.join(os.path.expanduser("~"), "Library", "LaunchAgents", f"{LABEL}.plist")

    def is_on(self) -> bool:
        """System Settings may switch it off without a trace in the file; that is not seen."""
        return os.path.exists(self.place())

    def put(self, words: Sequence[str]) -> str:
        """Write the list."""
        import plistlib

        agent = {
            "Label": LABEL,
            "ProgramArguments": list(words),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _write(self.place(), plistlib.dumps(agent).decode())
        return ""

    def remove(self) -> bool:
        """Remove the list."""
        return _remove(self.place())


def _write(place: str, text: str) -> None:
    os.makedirs(os.path.dirname(place), exist_ok=True)
    paths.write(place, text)


def _remove(place: str) -> bool:
    try:
        os.unlink(place)
    except FileNotFoundError:
        return False
    return True


if sys.platform == "win32":
    import winreg

    class RunKey:
        """Windows: a value of the person's own Run key."""

        how = "a value of the Run key"

        def place(self) -> str:
            """The value, as the registry editor names it."""
            return rf"HKEY_CURRENT_USER\{RUN}\{VALUE}"

        def is_on(self) -> bool:
            """The list of startup apps has its own word on it, whose first byte is odd when switched off."""
            approved = self._value(APPROVED)
            return self._value(RUN) is not None and not (isinstance(approved, bytes) and approved and approved[0] & 1)

        def put(self, words: Sequence[str]) -> str:
            """Write the value."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(words))
            return ""

        def remove(self) -> bool:
            """Remove the value."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN, 0, winreg.KEY_SET_VALUE) as key:
                    winreg.DeleteValue(key, VALUE)
            except FileNotFoundError:
                return False
            return True

        @staticmethod
        def _value(path: str) -> object:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                    return winreg.QueryValueEx(key, VALUE)[0]
            except FileNotFoundError:
                return None


def here() -> AtLogin:
    """That of this system."""
    if sys.platform == "win32":
        return RunKey()
    if sys.platform == "darwin":
        return LaunchAgent()
    from uncrick.platforms import linux_autostart

    return linux_autostart()
