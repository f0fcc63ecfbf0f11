"""COM objects for tests: tables of functions in memory, as Windows has them, and the libraries that give them."""

import ctypes
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from platforms.elsewhere import Function

NOT_IMPLEMENTED, NO_INTERFACE, NOT_REGISTERED = -0x7FFFBFFF, -0x7FFFBFFE, -0x7FFBFEAC
CHANGED_MODE = -0x7FFEFEFA
PLACES = 24
POINTER, NUMBER, TEXT = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_wchar_p

Place = tuple[tuple[Any, ...], Callable[..., int | None]]


class ComObject:
    """
    One object.

    Args:
        places: by its place in the table, the types of a function's arguments and what it does; None is success.
        interfaces: by name, what else it can be asked for.

    Attributes:
        held: by how many it is held.
    """

    def __init__(self, places: Mapping[int, Place], interfaces: "Mapping[str, ComObject] | None" = None) -> None:
        self.held = 0
        self._interfaces = {UUID(name).bytes_le: found for name, found in (interfaces or {}).items()}
        known: dict[int, Place] = {
            **places,
            0: ((POINTER, POINTER), self.query),
            2: ((), self._release),
        }
        missing: Place = ((), lambda: NOT_IMPLEMENTED)
        self._functions = [_function(*known.get(place, missing)) for place in range(PLACES)]
        self._table = (POINTER * PLACES)(*(ctypes.cast(each, POINTER).value for each in self._functions))
        self._memory = POINTER(ctypes.addressof(self._table))

    def give(self, where: int) -> int:
        """Put its address there, for one more to hold it."""
        self.held += 1
        POINTER.from_address(where).value = ctypes.addressof(self._memory)
        return 0

    def query(self, name: int, where: int) -> int:
        found = self._interfaces.get(ctypes.string_at(name, 16))
        return NO_INTERFACE if found is None else found.give(where)

    def _release(self) -> int:
        self.held -= 1
        assert self.held >= 0, "released once too often"
        return self.held


def _function(types: tuple[Any, ...], do: Callable[..., int | None]) -> Any:
    return ctypes.CFUNCTYPE(ctypes.c_int32, POINTER, *types)(lambda _this, *args: do(*args) or 0)


def put(where: int, number: int) -> None:
    """Put a number of 32 bits there."""
    NUMBER.from_address(where).value = number


class Ole:
    """The library that makes objects; `classes` has them by name, and `ready` counts the threads that may use them."""

    def __init__(self) -> None:
        self.classes: dict[str, ComObject] = {}
        self.ready = 0
        self.initialized = 0  # what it answers
        names = ("CoInitializeEx", "CoUninitialize", "CoCreateInstance")
        self.library = type("ole32", (), {name: Function(getattr(self, name)) for name in names})()

    def CoInitializeEx(self, _reserved: None, mode: int) -> int:  # noqa: N802 Windows' names, here and below
        assert mode == 0
        self.ready += self.initialized >= 0
        return self.initialized

    def CoUninitialize(self) -> None:  # noqa: N802
        self.ready -= 1

    def CoCreateInstance(self, class_name: Any, outer: None, where: int, interface: Any, found: Any) -> int:  # noqa: N802
        assert (outer, where) == (None, 23)
        named = {UUID(name).bytes_le: made for name, made in self.classes.items()}
        made = named.get(bytes(class_name._obj))
        if made is None:
            return NOT_REGISTERED
        address = ctypes.addressof(found._obj)
        return made.query(ctypes.addressof(interface._obj), address)
