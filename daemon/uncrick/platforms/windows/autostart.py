"""The start at login on Windows: a value of the person's Run key in the registry. Tried under Wine."""

import subprocess
import sys
from collections.abc import Sequence

from uncrick.core.model.text import N_

if sys.platform != "win32":
    raise ImportError("this is the start at login on Windows")

import winreg

VALUE = "Uncrick"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
# Not documented; it is what the Task Manager writes
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class RunKey:
    """A value of the Run key."""

    how = N_("a value of the Run key")

    def place(self) -> str:
        """The value, as the registry editor names it."""
        return rf"HKEY_CURRENT_USER\{RUN}\{VALUE}"

    def is_on(self) -> bool:
        """The list of startup apps can switch the value off: then the first byte of its own value is odd."""
        approved = self._read(APPROVED)
        return self._read(RUN) is not None and not (isinstance(approved, bytes) and approved and approved[0] & 1)

    def enable(self, words: Sequence[str]) -> str:
        """Write the value."""
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(words))
        return ""

    def disable(self) -> bool:
        """Remove the value."""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, VALUE)
        except FileNotFoundError:
            return False
        return True

    @staticmethod
    def _read(path: str) -> object:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return winreg.QueryValueEx(key, VALUE)[0]
        except FileNotFoundError:
            return None
