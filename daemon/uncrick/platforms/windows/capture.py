"""The programs that record from a microphone, as Core Audio knows them: its capture sessions that are active.

Tried under Wine and with stand-ins of these interfaces (mmdeviceapi.h, audiopolicy.h), never on Windows itself.
"""

import ctypes
import ntpath
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from ctypes import wintypes
from typing import Any

from uncrick.platforms.windows.com import ADDRESS, GUID, Guid, Object, apartment, created

if sys.platform != "win32":
    raise ImportError("this is the audio of Windows")

ENUMERATOR_CLASS = "BCDE0395-E52F-467C-8E3D-C4579291692E"  # MMDeviceEnumerator
ENUMERATOR = "A95664D2-9614-4F35-A746-DE8DB63617E6"  # IMMDeviceEnumerator
SESSION_MANAGER = "77AA99A0-1BD6-484F-8BC7-2C654C9A9B6F"  # IAudioSessionManager2
SESSION_CONTROL = "BFB7FF88-7239-4FC9-8FA2-07C950BE9C6D"  # IAudioSessionControl2
# Places in the tables
LIST_DEVICES, ACTIVATE, LIST_SESSIONS, COUNT, ITEM, STATE, PROCESS = 3, 3, 5, 3, 4, 3, 14
CAPTURE, PLUGGED_IN, IS_ACTIVE = 1, 1, 1
ANYWHERE = 23
MAY_NAME = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
LONGEST_PATH, LONGEST_NAME = 32_768, 256  # characters


def recording_programs() -> tuple[str, ...] | None:
    """
    The names of the programs that record, "" for one without; None where there is no microphone.

    Raises:
        OSError: Core Audio does not answer.
    """
    with apartment(), created(ENUMERATOR_CLASS, ENUMERATOR) as enumerator:
        listed = enumerator.given(LIST_DEVICES, (ctypes.c_int, wintypes.DWORD), CAPTURE, PLUGGED_IN)
        with ExitStack() as stack:
            devices = [stack.enter_context(device) for device in _all_of(listed)]
            processes = dict.fromkeys(process for device in devices for process in _recording(device))
            return tuple(dict.fromkeys(map(program_name, processes))) if devices else None


def _all_of(listed: Object) -> Iterator[Object]:
    """What a list has, of devices or of sessions."""
    with listed:
        for number in range(listed.number(COUNT)):
            yield listed.given(ITEM, (wintypes.UINT,), number)


def _recording(device: Object) -> Iterator[int]:
    """The processes that record from a device; one that was unplugged just now has none."""
    types, manager = (GUID, wintypes.DWORD, ADDRESS), ctypes.byref(Guid.of(SESSION_MANAGER))
    with suppress(OSError), device.given(ACTIVATE, types, manager, ANYWHERE, None) as sessions:
        for session in _all_of(sessions.given(LIST_SESSIONS)):
            with session:
                if session.number(STATE) == IS_ACTIVE:
                    with session.interface(SESSION_CONTROL) as control:
                        yield control.number(PROCESS)


# ---------------------------------------------------------------- names


def program_name(process: int) -> str:
    """What the person knows a process by: its app of the store, without the publisher, or its file; "" for neither."""
    kernel32 = _kernel32()
    handle = kernel32.OpenProcess(MAY_NAME, False, process)
    if not handle:
        return ""
    try:
        size, text = wintypes.DWORD(LONGEST_NAME), ctypes.create_unicode_buffer(LONGEST_NAME)
        if not kernel32.GetPackageFamilyName(handle, ctypes.byref(size), text):
            return text.value.partition("_")[0]
        size, text = wintypes.DWORD(LONGEST_PATH), ctypes.create_unicode_buffer(LONGEST_PATH)
        found = kernel32.QueryFullProcessImageNameW(handle, 0, text, ctypes.byref(size))
        return file_name(ntpath.basename(text.value)) if found else ""
    finally:
        kernel32.CloseHandle(handle)


def file_name(name: str) -> str:
    """A program's name without its ending."""
    return name[:-4] if name.lower().endswith(".exe") else name


def _kernel32() -> Any:
    library = ctypes.WinDLL("kernel32")
    size = ctypes.POINTER(wintypes.DWORD)
    library.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    library.OpenProcess.restype = wintypes.HANDLE
    library.GetPackageFamilyName.argtypes = (wintypes.HANDLE, size, wintypes.LPWSTR)
    library.GetPackageFamilyName.restype = ctypes.c_int32
    library.QueryFullProcessImageNameW.argtypes = (wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR, size)
    library.CloseHandle.argtypes = (wintypes.HANDLE,)
    return library
