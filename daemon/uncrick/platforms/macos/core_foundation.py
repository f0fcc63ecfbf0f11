"""What of Apple's frameworks is called through ctypes: how one is loaded, and CoreFoundation's values.

Written from Apple's headers, never run on a Mac.
"""

import ctypes
import plistlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import c_char_p, c_double, c_long, c_ubyte, c_uint32, c_ulong, c_void_p
from typing import Any

from uncrick.errors import DesktopError

FRAMEWORK = "/System/Library/Frameworks/{0}.framework/{0}"
UTF8 = 0x08000100  # kCFStringEncodingUTF8
BINARY = 200  # kCFPropertyListBinaryFormat_v1_0

# What each returns and takes, by CFBase.h, CFDictionary.h, CFPropertyList.h, CFRunLoop.h, CFString.h and
# CFNotificationCenter.h: CFIndex is a long, CFOptionFlags an unsigned long, Boolean an unsigned char.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CFRelease": (None, (c_void_p,)),
    "CFStringCreateWithCString": (c_void_p, (c_void_p, c_char_p, c_uint32)),
    "CFDictionaryGetCount": (c_long, (c_void_p,)),
    "CFDictionaryGetKeysAndValues": (None, (c_void_p, c_void_p, c_void_p)),
    "CFPropertyListCreateData": (c_void_p, (c_void_p, c_void_p, c_long, c_ulong, c_void_p)),
    "CFDataGetBytePtr": (c_void_p, (c_void_p,)),
    "CFDataGetLength": (c_long, (c_void_p,)),
    "CFRunLoopRunInMode": (ctypes.c_int32, (c_void_p, c_double, c_ubyte)),
    "CFRunLoopGetCurrent": (c_void_p, ()),
    "CFRunLoopRun": (None, ()),
    "CFRunLoopStop": (None, (c_void_p,)),
    "CFNotificationCenterGetDistributedCenter": (c_void_p, ()),
    "CFNotificationCenterAddObserver": (None, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p, c_long)),
    "CFNotificationCenterRemoveEveryObserver": (None, (c_void_p, c_void_p)),
}


def load(path: str, functions: Mapping[str, tuple[Any, tuple[Any, ...]]]) -> Any:
    """
    A library with these functions, each with what it returns and takes.

    Raises:
        DesktopError: this system does not have it, or not all of them.
    """
    try:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in functions.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise DesktopError("No such library", f"{error}.") from error
    return library


def framework(name: str, functions: Mapping[str, tuple[Any, tuple[Any, ...]]]) -> Any:
    """One of the system's frameworks; errors as for `load`."""
    return load(FRAMEWORK.format(name), functions)


def foundation() -> Any:
    """CoreFoundation itself; errors as for `load`."""
    return framework("CoreFoundation", FUNCTIONS)


@contextmanager
def string(library: Any, text: str) -> Iterator[int]:
    """The address of a CFString that lives as long as this context."""
    made: int = library.CFStringCreateWithCString(None, text.encode(), UTF8)
    try:
        yield made
    finally:
        library.CFRelease(made)


def plain(library: Any, reference: int) -> Any:
    """
    The CoreFoundation value at an address, as Python has it: dict, list, str, int, float, bool.

    Raises:
        DesktopError: it is none of what a property list holds.
    """
    data = library.CFPropertyListCreateData(None, reference, BINARY, 0, None)
    if not data:
        raise DesktopError("No value", "It is no property list.")
    try:
        return plistlib.loads(ctypes.string_at(library.CFDataGetBytePtr(data), library.CFDataGetLength(data)))
    finally:
        library.CFRelease(data)


def values(library: Any, dictionary: int) -> list[int]:
    """The addresses of a dictionary's values; they live as long as it does."""
    size = library.CFDictionaryGetCount(dictionary)
    found = (c_void_p * size)()
    library.CFDictionaryGetKeysAndValues(dictionary, None, found)
    return [address for address in found if address]
