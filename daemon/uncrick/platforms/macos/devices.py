"""Whether somebody uses a microphone (CoreAudio) or a camera (CoreMediaIO), which needs no permission.

Written from Apple's headers AudioHardware.h and CMIOHardware*.h, never run on a Mac. It is asked, not listened to:
listeners are called on threads of the system's own, also while Python ends, and a prompt asks just before it comes.
"""

import ctypes
import os
from abc import ABC, abstractmethod
from ctypes import POINTER, c_int, c_int32, c_uint32, c_void_p
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.macos.asking import asked
from uncrick.platforms.macos.core_foundation import framework, load

SYSTEM = 1  # kAudioObjectSystemObject, kCMIOObjectSystemObject
MAIN = 0  # kAudioObjectPropertyElementMain
ANYWHERE, FOR_INPUT = "glob", "inpt"  # kAudioObjectPropertyScopeGlobal and ...ScopeInput
DEVICES = "dev#"  # kAudioHardwarePropertyDevices, kCMIOHardwarePropertyDevices
STREAMS = "stm#"  # kAudioDevicePropertyStreams
IN_USE = "gone"  # kAudioDevicePropertyDeviceIsRunningSomewhere, kCMIODevicePropertyDeviceIsRunningSomewhere
PROCESSES = "prs#"  # kAudioHardwarePropertyProcessObjectList
RECORDS = "piri"  # kAudioProcessPropertyIsRunningInput
PROCESS_DEVICES = "pdv#"  # kAudioProcessPropertyDevices
PROCESS_ID = "ppid"  # kAudioProcessPropertyPID
ATTEMPTS = 3  # at a list that grows while it is read
LONGEST_PATH = 4096  # PROC_PIDPATHINFO_MAXSIZE


class Address(ctypes.Structure):
    """AudioObjectPropertyAddress, which CoreMediaIO has under another name."""

    _fields_ = (("mSelector", c_uint32), ("mScope", c_uint32), ("mElement", c_uint32))


NUMBER, PLACE = c_uint32, POINTER(c_uint32)
SIZE = (c_int32, (NUMBER, POINTER(Address), NUMBER, c_void_p, PLACE))


class Objects(ABC):
    """
    The objects of one framework, whose properties are numbers of 32 bits.

    Args:
        library: the framework.
        prefix: with which the names of its functions begin.
    """

    def __init__(self, library: Any, prefix: str) -> None:
        self._size = getattr(library, f"{prefix}ObjectGetPropertyDataSize")
        self._data = getattr(library, f"{prefix}ObjectGetPropertyData")

    def numbers(self, thing: int, selector: str, scope: str = ANYWHERE) -> list[int] | None:
        """The numbers of a property; None where the object does not have it."""
        address = Address(code(selector), code(scope), MAIN)
        for _attempt in range(ATTEMPTS):
            size = c_uint32(0)
            if self._size(thing, ctypes.byref(address), 0, None, ctypes.byref(size)):
                return None
            place = (c_uint32 * (size.value // 4))()
            if not self._read(thing, address, size, place):
                return list(place)[: size.value // 4]
        return None

    @abstractmethod
    def _read(self, thing: int, address: Address, size: c_uint32, place: Any) -> int:
        """Fill the place, and set the size to that of what was written; 0 if that went well."""


class AudioObjects(Objects):
    """Those of CoreAudio; DesktopError where it cannot be had."""

    def __init__(self) -> None:
        data = (c_int32, (NUMBER, POINTER(Address), NUMBER, c_void_p, PLACE, c_void_p))
        functions = {"AudioObjectGetPropertyDataSize": SIZE, "AudioObjectGetPropertyData": data}
        super().__init__(framework("CoreAudio", functions), "Audio")

    def _read(self, thing: int, address: Address, size: c_uint32, place: Any) -> int:
        return int(self._data(thing, ctypes.byref(address), 0, None, ctypes.byref(size), place))


class CameraObjects(Objects):
    """Those of CoreMediaIO; DesktopError where it cannot be had."""

    def __init__(self) -> None:
        data = (c_int32, (NUMBER, POINTER(Address), NUMBER, c_void_p, NUMBER, PLACE, c_void_p))
        functions = {"CMIOObjectGetPropertyDataSize": SIZE, "CMIOObjectGetPropertyData": data}
        super().__init__(framework("CoreMediaIO", functions), "CMIO")

    def _read(self, thing: int, address: Address, size: c_uint32, place: Any) -> int:
        return int(self._data(thing, ctypes.byref(address), 0, None, size.value, ctypes.byref(size), place))


class Microphone(Probe):
    """
    The programs that record, from macOS 14 on; before it whether any device with a microphone is in use.

    Such a device may be one that also plays: then music in a headset counts as a call, which is the safer mistake.
    """

    name, reason = N_("Microphone"), "call"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask CoreAudio."""
        return ProbeResult("CoreAudio", await asked(_recording))


class Camera(Probe):
    """Whether any camera is in use; by whom is not told."""

    name, reason = N_("Camera"), "call"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask CoreMediaIO."""
        return ProbeResult("CoreMediaIO", await asked(_filming))


def _recording() -> tuple[str, ...]:
    try:
        audio = AudioObjects()
    except DesktopError as error:
        raise UnavailableError(_("CoreAudio cannot be asked")) from error
    processes = audio.numbers(SYSTEM, PROCESSES)
    if processes is None:
        devices = [device for device in _devices(audio) if audio.numbers(device, STREAMS, FOR_INPUT)]
        return ("",) if any(_holds(audio, device, IN_USE) for device in devices) else ()
    # The system's listener for its voice assistant always says that it records, and has no device for it.
    recording = [
        process
        for process in processes
        if _holds(audio, process, RECORDS) and audio.numbers(process, PROCESS_DEVICES, FOR_INPUT)
    ]
    return tuple(dict.fromkeys(_program(number) for each in recording for number in _numbers(audio, each, PROCESS_ID)))


def _filming() -> tuple[str, ...]:
    try:
        cameras = CameraObjects()
    except DesktopError as error:
        raise UnavailableError(_("CoreMediaIO cannot be asked")) from error
    return ("",) if any(_holds(cameras, device, IN_USE) for device in _devices(cameras)) else ()


def _devices(objects: Objects) -> list[int]:
    devices = objects.numbers(SYSTEM, DEVICES)
    if devices is None:
        raise UnavailableError(_("the system does not list its devices"))
    return devices


def _holds(objects: Objects, thing: int, selector: str) -> bool:
    return any(_numbers(objects, thing, selector))


def _numbers(objects: Objects, thing: int, selector: str) -> list[int]:
    """The numbers of a property; none for what has gone meanwhile."""
    return objects.numbers(thing, selector) or []


def _program(process: int) -> str:
    """The name of a process's program, by libproc.h; "" where it is not told."""
    path = ctypes.create_string_buffer(LONGEST_PATH)
    try:
        library = load("/usr/lib/libproc.dylib", {"proc_pidpath": (c_int, (c_int, c_void_p, c_uint32))})
    except DesktopError:
        return ""
    length = library.proc_pidpath(process, path, LONGEST_PATH)
    return os.path.basename(os.fsdecode(path.raw[: max(0, length)]))


def code(letters: str) -> int:
    """The number that Apple's headers write as four letters."""
    return int.from_bytes(letters.encode("ascii"), "big")
