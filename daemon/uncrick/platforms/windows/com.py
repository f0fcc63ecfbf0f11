"""Calls of COM objects: an object is the address of a table of functions, and each has its place in that table.

The first three functions of every table are the same, and belong here: another interface of the object, and its
lifetime. Which interface has which function at which place stands in the headers of the Windows SDK.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Any, Self
from uuid import UUID

if sys.platform != "win32":
    raise ImportError("this is COM of Windows")

ADDRESS = ctypes.c_void_p
OUT = ctypes.POINTER(ctypes.c_void_p)  # where an object's address is put
MULTITHREADED = 0
ANYWHERE = 23  # CLSCTX_ALL
QUERY_INTERFACE, RELEASE = 0, 2
HRESULT = ctypes.c_int32


class Guid(ctypes.Structure):
    """The name of a class or of an interface."""

    _fields_ = (("text", ctypes.c_uint8 * 16),)

    @classmethod
    def of(cls, text: str) -> Self:
        """From its usual spelling, without braces."""
        return cls.from_buffer_copy(UUID(text).bytes_le)


GUID = ctypes.POINTER(Guid)


class Object:
    """One interface of an object. Used with `with`, at whose end it is released."""

    def __init__(self, address: int) -> None:
        self._address = address

    def call(self, place: int, types: tuple[Any, ...], *args: Any) -> None:
        """
        Call the function at a place of the table.

        Args:
            types: of the arguments, as in ctypes.

        Raises:
            OSError: it failed.
        """
        checked(self._function(place, HRESULT, types)(self._address, *args), f"function {place}")

    def number(self, place: int) -> int:
        """What a function puts into its only argument, a number of 32 bits; OSError as above."""
        found = ctypes.c_uint32(0)
        self.call(place, (ctypes.POINTER(ctypes.c_uint32),), ctypes.byref(found))
        return found.value

    def given(self, place: int, types: tuple[Any, ...] = (), *args: Any) -> "Object":
        """The object that a function puts into its last argument, which is not among these; OSError as above."""
        found = ADDRESS(None)
        self.call(place, (*types, OUT), *args, ctypes.byref(found))
        return _object(found)

    def interface(self, name: str) -> "Object":
        """Another interface of this object; OSError where it has none of that name."""
        return self.given(QUERY_INTERFACE, (GUID,), ctypes.byref(Guid.of(name)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._function(RELEASE, ctypes.c_uint32, ())(self._address)

    def _function(self, place: int, result: Any, types: tuple[Any, ...]) -> Any:
        table = ctypes.c_size_t.from_address(self._address).value
        address = ctypes.c_size_t.from_address(table + place * ctypes.sizeof(ctypes.c_size_t)).value
        return ctypes.WINFUNCTYPE(result, ADDRESS, *types)(address)


def checked(result: int, what: str) -> int:
    """
    The result, where it is no failure.

    Raises:
        OSError: it is one.
    """
    if result < 0:
        raise OSError(f"{what} gave 0x{result & 0xFFFFFFFF:08X}")
    return result


@contextmanager
def apartment() -> Iterator[None]:
    """Make objects usable on this thread; a thread that was made ready in another way stays as it is."""
    ole32 = _ole32()
    is_ours = ole32.CoInitializeEx(None, MULTITHREADED) >= 0
    try:
        yield
    finally:
        if is_ours:
            ole32.CoUninitialize()


def created(class_name: str, interface: str) -> Object:
    """
    A new object.

    Raises:
        OSError: this Windows has no such class, or it has no such interface.
    """
    found = ADDRESS(None)
    names = ctypes.byref(Guid.of(class_name)), ctypes.byref(Guid.of(interface))
    checked(_ole32().CoCreateInstance(names[0], None, ANYWHERE, names[1], ctypes.byref(found)), "CoCreateInstance")
    return _object(found)


def _object(found: ctypes.c_void_p) -> Object:
    if not found.value:
        raise OSError("nothing was given")
    return Object(found.value)


def _ole32() -> Any:
    library = ctypes.WinDLL("ole32")
    library.CoInitializeEx.argtypes = (ADDRESS, wintypes.DWORD)
    library.CoInitializeEx.restype = HRESULT
    library.CoUninitialize.argtypes = ()
    library.CoUninitialize.restype = None
    library.CoCreateInstance.argtypes = (GUID, ADDRESS, wintypes.DWORD, GUID, OUT)
    library.CoCreateInstance.restype = HRESULT
    return library
