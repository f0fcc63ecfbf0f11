"""The probes on Windows. Untested there: written from the documentation, type-checked, and tried with stand-ins only.

Windows writes down in the registry which program began to use microphone or camera, and when it ceased; the shell says
whether something in full screen or a presentation is on. Focus Assist has no documented way to be asked.
"""

import ctypes
import sys
from collections.abc import Iterator

from uncrick.platforms.common.busy.monitor import Sensors
from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError

if sys.platform != "win32":
    raise ImportError("these are the probes on Windows")

import winreg

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
UNPACKAGED = "NonPackaged"
FULL_SCREEN = frozenset({2, 3, 4, 7})  # busy, a game, a presentation, an app that fills the screen


class WindowsBusy(Sensors):
    """Tells of calls and full screen."""

    def __init__(self) -> None:
        super().__init__((Consented("Microphone", "microphone"), Consented("Camera", "webcam"), FullScreen()))


class Consented(Probe):
    """Who uses microphone or camera, as the registry has it."""

    reason = "call"

    def __init__(self, name: str, device: str) -> None:
        super().__init__()
        self.name = name
        self._device = device

    async def look(self, quiet: float) -> Found:
        """Read the registry."""
        try:
            return Found("the registry", tuple(_users(f"{CONSENT}\\{self._device}")))
        except OSError as error:
            raise UnavailableError("the registry does not tell who uses it") from error


def _users(path: str) -> Iterator[str]:
    for name in _below(path):
        if name == UNPACKAGED:
            # The key's name is the program's path, with # for the backslash.
            for program in _below(f"{path}\\{UNPACKAGED}"):
                if _runs(f"{path}\\{UNPACKAGED}\\{program}"):
                    yield program.rpartition("#")[2].removesuffix(".exe")
        elif _runs(f"{path}\\{name}"):
            yield name.partition("_")[0]


def _below(path: str) -> list[str]:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        return [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]


def _runs(path: str) -> bool:
    """It has begun, and not ceased."""
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        try:
            begun, ceased = (winreg.QueryValueEx(key, f"LastUsedTime{end}")[0] for end in ("Start", "Stop"))
        except FileNotFoundError:  # it never has
            return False
    return bool(begun) and not ceased


class FullScreen(Probe):
    """A game, a film or a presentation, as the shell has it."""

    name, reason = "Full screen", "fullscreen"

    async def look(self, quiet: float) -> Found:
        """Ask the shell."""
        state = ctypes.c_int(0)
        if ctypes.WinDLL("shell32").SHQueryUserNotificationState(ctypes.byref(state)):
            raise UnavailableError("the shell does not tell")
        return Found("the shell", ("",) if state.value in FULL_SCREEN else ())
