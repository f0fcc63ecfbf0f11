"""The probes on Windows. Untested there: written from the documentation, type-checked, and run with stand-ins only.

The registry has when each program began and stopped to use microphone or camera; the shell tells whether something in
full screen or a presentation is on (SHQueryUserNotificationState). Focus Assist has no documented interface.
"""

import ctypes
import sys
from collections.abc import Iterator

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.busy.monitor import BusyMonitor
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError

if sys.platform != "win32":
    raise ImportError("these are the probes on Windows")

import winreg

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
UNPACKAGED = "NonPackaged"
FULL_SCREEN = frozenset({2, 3, 4, 7})  # busy, a game, a presentation, an app that fills the screen


class WindowsBusy(BusyMonitor):
    """Reports calls and full screen."""

    def __init__(self) -> None:
        super().__init__((Device(N_("Microphone"), "microphone"), Device(N_("Camera"), "webcam"), FullScreen()))


class Device(Probe):
    """The programs that use microphone or camera, from the registry."""

    reason = "call"

    def __init__(self, name: str, device: str) -> None:
        super().__init__()
        self.name = name
        self._device = device

    async def look(self, quiet: float) -> ProbeResult:
        """Read the registry."""
        try:
            return ProbeResult(N_("the registry"), tuple(_users(f"{CONSENT}\\{self._device}")))
        except OSError as error:
            raise UnavailableError(_("the registry does not say who uses it")) from error


def _users(path: str) -> Iterator[str]:
    for name in _subkeys(path):
        if name == UNPACKAGED:
            # The key's name is the program's path, with # for the backslash.
            for program in _subkeys(f"{path}\\{UNPACKAGED}"):
                if _in_use(f"{path}\\{UNPACKAGED}\\{program}"):
                    yield program.rpartition("#")[2].removesuffix(".exe")
        elif _in_use(f"{path}\\{name}"):
            yield name.partition("_")[0]


def _subkeys(path: str) -> list[str]:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        return [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]


def _in_use(path: str) -> bool:
    """Whether a program began to use the device and has not stopped."""
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        try:
            begun, stopped = (winreg.QueryValueEx(key, f"LastUsedTime{end}")[0] for end in ("Start", "Stop"))
        except FileNotFoundError:  # it never used the device
            return False
    return bool(begun) and not stopped


class FullScreen(Probe):
    """A game, a film or a presentation."""

    name, reason = N_("Full screen"), "fullscreen"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask the shell."""
        state = ctypes.c_int(0)
        if ctypes.WinDLL("shell32").SHQueryUserNotificationState(ctypes.byref(state)):
            raise UnavailableError(_("the shell does not report it"))
        return ProbeResult(N_("the shell"), ("",) if state.value in FULL_SCREEN else ())
