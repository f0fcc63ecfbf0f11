"""Whether a terminal obeys escape sequences, which a Windows console does only once it is told to."""

import sys
from typing import TextIO

STDOUT = -11  # STD_OUTPUT_HANDLE
PROCESSED, VIRTUAL_TERMINAL = 0x1, 0x4  # ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING


def obeys_escapes(out: TextIO) -> bool:
    """Whether what is written to `out`, standard output, may be drawn over; switches a Windows console to that."""
    if not out.isatty():
        return False
    if sys.platform != "win32":
        return True
    import ctypes
    from ctypes import wintypes

    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetStdHandle.restype = wintypes.HANDLE
    kernel32.GetConsoleMode.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    kernel32.SetConsoleMode.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    console, mode = kernel32.GetStdHandle(STDOUT), wintypes.DWORD()
    if not kernel32.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(kernel32.SetConsoleMode(console, mode.value | PROCESSED | VIRTUAL_TERMINAL))
