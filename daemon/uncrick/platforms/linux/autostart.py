"""The start at login on Linux: a systemd service of the person where the session has systemd, else an autostart entry.

The entry is that of the Desktop Application Autostart Specification of freedesktop.org.
"""

import contextlib
import os
from collections.abc import Sequence

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.autostart import remove_file, write_file
from uncrick.platforms.linux import desktop_entry
from uncrick.platforms.linux.systemd_unit import SYSTEMCTL_TIMEOUT, UserUnit
from uncrick.storage import paths


class AutostartEntry:
    """A desktop entry in the autostart folder."""

    how = N_("an autostart entry")

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

    def enable(self, words: Sequence[str]) -> str:
        """Write the entry."""
        write_file(self.place(), desktop_entry.entry(words) + "X-GNOME-Autostart-enabled=true\n")
        return ""

    def disable(self) -> bool:
        """Remove the entry, and a folder that is left with nothing in it."""
        was_there = remove_file(self.place())
        if was_there:
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(self.place()))
        return was_there


class LinuxAutostart:
    """
    The systemd service or the autostart entry, whichever fits, and never both.

    Args:
        systemctl_timeout: seconds that systemctl may take.
    """

    def __init__(self, systemctl_timeout: float = SYSTEMCTL_TIMEOUT) -> None:
        self._unit, self._entry = UserUnit(systemctl_timeout), AutostartEntry()

    @property
    def how(self) -> str:
        """What starts us, or would."""
        return self._current().how

    def place(self) -> str:
        """The file of the one that is on; while none is, that of the entry."""
        return self._current().place()

    def is_on(self) -> bool:
        """Whether one of them is."""
        return self._unit.is_on() or self._entry.is_on()

    def enable(self, words: Sequence[str]) -> str:
        """Have one of them on and the other one gone; returns why systemd was not used, if it should have been."""
        if self._unit.is_usable():
            try:
                self._unit.enable(words)
            except OSError as error:
                return self._enable_entry(words, self._unit.problem or paths.reason(error))
            self._entry.disable()
            return ""
        return self._enable_entry(words, "" if self._unit.problem.endswith(": inactive") else self._unit.problem)

    def disable(self) -> bool:
        """Remove both; False if there was none."""
        removed = [self._unit.disable(), self._entry.disable()]
        return any(removed)

    def _current(self) -> UserUnit | AutostartEntry:
        return self._unit if self._unit.is_on() else self._entry

    def _enable_entry(self, words: Sequence[str], problem: str) -> str:
        self._unit.disable()
        self._entry.enable(words)
        return _("no systemd service, for {problem}", problem=problem) if problem else ""
