"""The probes on Windows: tried with stand-ins and under Wine, never on Windows itself.

Core Audio tells who records now. The registry has when each program began and stopped to use microphone or camera; of
a crash it keeps the beginning alone. The shell tells whether something in full screen or a presentation is on
(SHQueryUserNotificationState); WinRT tells whether do not disturb is.
"""

import asyncio
import ctypes
import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.busy.monitor import BusyMonitor
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError

if sys.platform != "win32":
    raise ImportError("these are the probes on Windows")

import winreg

from uncrick.platforms.windows.capture import file_name, recording_programs
from uncrick.platforms.windows.registry_watch import RegistryWatch

log = logging.getLogger(__name__)

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
UNPACKAGED = "NonPackaged"
FULL_SCREEN = frozenset({2, 7})  # something fills the screen, or a full-screen app of the store does
GAME_OR_TALK = frozenset({3, 4})  # a game that draws for itself, and a presentation: never typed into
WITHOUT_INPUT = 120.0  # seconds; whoever types into a full-screen window (an editor, another computer) works there
EPOCH, TICK = 11_644_473_600.0, 1e-7  # seconds from 1601, when Windows' calendar begins, to 1970; seconds
SOUND_PATIENCE = 0.5  # seconds
CLOCKS = 60.0  # seconds by which the boot time may be off, reckoned from two clocks


class WindowsBusy(BusyMonitor):
    """Reports calls and full screen."""

    def __init__(self) -> None:
        super().__init__((Microphone(), Camera(), FullScreen(), DoNotDisturb()))


class Device(Probe):
    """A device whose uses the registry has; a change there leads to a look."""

    reason = "call"
    device = ""

    def __init__(self) -> None:
        super().__init__()
        self._watch: RegistryWatch | None = None

    def stored(self) -> tuple[str, ...]:
        """Who uses it, by the registry; OSError where it does not say."""
        return tuple(_users(rf"{CONSENT}\{self.device}"))

    def is_told(self) -> bool:
        """Whether a change in the registry leads to a look from now on."""
        if self._watch is None:
            loop = asyncio.get_running_loop()

            def changed() -> None:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(self.changed)

            self._watch = RegistryWatch(rf"{CONSENT}\{self.device}", changed)
        return self._watch.begin()

    async def stop(self) -> None:
        """Be told no more."""
        if self._watch is not None:
            await asyncio.to_thread(self._watch.end)


class Microphone(Device):
    """The programs that record: Core Audio knows whether, and where it does not, the registry."""

    name, device = N_("Microphone"), "microphone"

    def __init__(self) -> None:
        super().__init__()
        self._asked: asyncio.Future[tuple[str, ...] | OSError | None] | None = None  # what Core Audio answers

    async def look(self, quiet: float) -> ProbeResult:
        """Ask both. Of a change in the registry we are told, but a newer Windows may not write every use there."""
        self.is_told()
        try:
            stored: tuple[str, ...] | None = self.stored()
        except OSError:
            stored = None
        try:
            recording = await self._recording()
        except OSError as error:
            log.debug("microphone: Core Audio: %s", error)
            if stored is None:
                raise UnavailableError(_("neither Core Audio nor the registry says who uses it")) from error
            return ProbeResult(N_("the registry"), stored)
        if recording is None:  # a microphone that Core Audio does not see
            return ProbeResult(N_("the registry"), stored) if stored else ProbeResult(N_("there is none"))
        return ProbeResult("Core Audio", named_as_stored(recording, stored or ()))

    async def _recording(self) -> tuple[str, ...] | None:
        """As `recording_programs`; TimeoutError, and another look later, where a sound driver takes its time."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.get_running_loop().create_future()
            # A thread that nobody waits for at the end.
            threading.Thread(target=_ask, args=(self._asked,), name="uncrick sound", daemon=True).start()
        try:
            answer = await asyncio.wait_for(asyncio.shield(self._asked), SOUND_PATIENCE)
        except TimeoutError:
            self._asked.add_done_callback(lambda _: self.changed())
            raise
        if isinstance(answer, OSError):
            raise answer
        return answer


def _ask(asked: "asyncio.Future[tuple[str, ...] | OSError | None]") -> None:
    """Ask Core Audio, and give its answer to whoever waits for it on the loop."""
    answer: tuple[str, ...] | OSError | None
    try:
        answer = recording_programs()
    except OSError as error:
        answer = error
    with suppress(RuntimeError):  # the loop has ended
        asked.get_loop().call_soon_threadsafe(asked.set_result, answer)


def named_as_stored(recording: Sequence[str], stored: Sequence[str]) -> tuple[str, ...]:
    """
    Who records, by the names that the registry has, which are those that people may have ignored.

    Some programs record through a helper (Teams through WebView2), which the registry puts down to the program.
    """
    known = {name.casefold() for name in recording}
    without_recorder = tuple(name for name in stored if name.casefold() not in known)
    as_stored = {name.casefold() for name in stored}
    each = ((name,) if name.casefold() in as_stored else without_recorder or (name,) for name in recording)
    return tuple(dict.fromkeys(name for names in each for name in names))


class Camera(Device):
    """The programs that use a camera, from the registry."""

    name, device = N_("Camera"), "webcam"

    async def look(self, quiet: float) -> ProbeResult:
        """Read the registry."""
        is_told = self.is_told()
        try:
            return ProbeResult(N_("the registry"), self.stored(), notifies=is_told)
        except OSError as error:
            raise UnavailableError(_("the registry does not say who uses it")) from error


def _users(path: str) -> Iterator[str]:
    for name in _subkeys(path):
        if name == UNPACKAGED:
            # The key's name is the program's path, with # for the backslash.
            for program in _subkeys(f"{path}\\{UNPACKAGED}"):
                if _in_use(f"{path}\\{UNPACKAGED}\\{program}"):
                    yield file_name(program.rpartition("#")[2])
        elif _in_use(f"{path}\\{name}"):
            yield name.partition("_")[0]


def _subkeys(path: str) -> list[str]:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        return [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]


def _in_use(path: str) -> bool:
    """Whether a program began to use the device since the boot, and has not stopped; a crash leaves that open."""
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        try:
            begun, stopped = (winreg.QueryValueEx(key, f"LastUsedTime{end}")[0] for end in ("Start", "Stop"))
        except FileNotFoundError:  # it never used the device
            return False
    return bool(begun) and begun > stopped and begun * TICK - EPOCH > booted() - CLOCKS


def booted() -> float:
    """When the machine was started, as seconds since 1970."""
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetTickCount64.restype = ctypes.c_uint64
    return time.time() - float(kernel32.GetTickCount64()) / 1000


class FullScreen(Probe):
    """A game or a presentation; anything else that fills the screen once nothing was typed into it for two minutes."""

    name, reason = N_("Full screen"), "fullscreen"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask the shell."""
        state = ctypes.c_int(0)
        if ctypes.WinDLL("shell32").SHQueryUserNotificationState(ctypes.byref(state)):
            raise UnavailableError(_("the shell does not report it"))
        source = N_("the shell")
        if state.value in GAME_OR_TALK or (state.value in FULL_SCREEN and quiet >= WITHOUT_INPUT):
            return ProbeResult(source, ("",))
        return ProbeResult(source, look_again=WITHOUT_INPUT - quiet if state.value in FULL_SCREEN else None)


class DoNotDisturb(Probe):
    """Do not disturb, which was called Focus Assist."""

    name, reason = N_("Do not disturb"), "dnd"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask for the mode of notifications, which newer builds of Windows 10 and Windows 11 have."""
        try:
            from winrt.windows.ui.notifications import ToastNotificationManager, ToastNotificationMode

            mode = ToastNotificationManager.get_default().notification_mode
        except (ImportError, OSError, AttributeError) as error:
            raise UnavailableError(_("this Windows does not report it")) from error
        return ProbeResult("WinRT", () if mode == ToastNotificationMode.UNRESTRICTED else ("",))
