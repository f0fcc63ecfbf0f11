"""Stand-ins for Apple's frameworks: C functions with the arguments and returns of the headers.

Each is a real C function pointer, and refuses a call that declares it otherwise than the header does.
The headers are those of the macOS SDK: CFBase.h, CFString.h, CFDictionary.h, CFPropertyList.h, CFData.h, CFRunLoop.h,
CFNotificationCenter.h (CoreFoundation); CGEventSource.h, CGSession.h, CGWindow.h, CGDirectDisplay.h (CoreGraphics);
AudioHardware.h (CoreAudio); CMIOHardwareObject.h (CoreMediaIO); IOPMLib.h (IOKit); libproc.h. What they do beyond their
types is as https://developer.apple.com/documentation has it.
"""

import ctypes
import plistlib
import threading
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    c_char_p,
    c_double,
    c_int,
    c_int32,
    c_long,
    c_ubyte,
    c_uint32,
    c_ulong,
    c_void_p,
    cast,
)
from typing import Any

NUMBERS = POINTER(c_uint32)
PROPERTY = (c_uint32, NUMBERS, c_uint32, c_void_p)  # object, its property's address, qualifier
OBSERVED = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)

HEADERS: dict[str, dict[str, tuple[Any, ...]]] = {  # framework: function: what it returns, then what it takes
    "CoreFoundation": {
        "CFRelease": (None, c_void_p),
        "CFStringCreateWithCString": (c_void_p, c_void_p, c_char_p, c_uint32),
        "CFDictionaryGetCount": (c_long, c_void_p),
        "CFDictionaryGetKeysAndValues": (None, c_void_p, POINTER(c_void_p), POINTER(c_void_p)),
        "CFPropertyListCreateData": (c_void_p, c_void_p, c_void_p, c_long, c_ulong, POINTER(c_void_p)),
        "CFDataGetBytePtr": (c_void_p, c_void_p),
        "CFDataGetLength": (c_long, c_void_p),
        "CFRunLoopRunInMode": (c_int32, c_void_p, c_double, c_ubyte),
        "CFRunLoopGetCurrent": (c_void_p,),
        "CFRunLoopRun": (None,),
        "CFRunLoopStop": (None, c_void_p),
        "CFNotificationCenterGetDistributedCenter": (c_void_p,),
        "CFNotificationCenterAddObserver": (None, c_void_p, c_void_p, OBSERVED, c_void_p, c_void_p, c_long),
        "CFNotificationCenterRemoveEveryObserver": (None, c_void_p, c_void_p),
    },
    "CoreGraphics": {
        "CGEventSourceSecondsSinceLastEventType": (c_double, c_int32, c_uint32),
        "CGSessionCopyCurrentDictionary": (c_void_p,),
        "CGWindowListCopyWindowInfo": (c_void_p, c_uint32, c_uint32),
        "CGGetActiveDisplayList": (c_int32, c_uint32, NUMBERS, NUMBERS),
    },
    "CoreAudio": {
        "AudioObjectGetPropertyDataSize": (c_int32, *PROPERTY, NUMBERS),
        "AudioObjectGetPropertyData": (c_int32, *PROPERTY, NUMBERS, c_void_p),
    },
    "CoreMediaIO": {
        "CMIOObjectGetPropertyDataSize": (c_int32, *PROPERTY, NUMBERS),
        "CMIOObjectGetPropertyData": (c_int32, *PROPERTY, c_uint32, NUMBERS, c_void_p),
    },
    "IOKit": {"IOPMCopyAssertionsByProcess": (c_int32, POINTER(c_void_p))},
    "libproc": {"proc_pidpath": (c_int, c_int, c_void_p, c_uint32)},
}
UNKNOWN_PROPERTY = int.from_bytes(b"who?", "big")  # kAudioHardwareUnknownPropertyError


def shape(kind: Any) -> str:
    """What counts of a type: that it is a pointer, or which number it is."""
    letter = getattr(kind, "_type_", "")
    return "" if kind is None else letter if isinstance(letter, str) and letter not in "zP" else "pointer"


class Declared:
    """A C function, which must be declared as the header has it before it is called."""

    restype: Any = c_int
    argtypes: Any = None

    def __init__(self, result: Any, arguments: list[Any], do: Callable[..., Any]) -> None:
        self._result, self._arguments = result, arguments
        self._pointer = CFUNCTYPE(result, *arguments)(do)

    def __call__(self, *given: Any) -> Any:
        assert shape(self.restype) == shape(self._result)
        assert [*map(shape, self.argtypes)] == [*map(shape, self._arguments)]
        assert len(given) == len(self._arguments)
        self._pointer.restype, self._pointer.argtypes = self.restype, self.argtypes
        return self._pointer(*given)


class DisplayBounds:
    """`CGRect CGDisplayBounds(CGDirectDisplayID)`: four doubles for a number of 32 bits."""

    restype: Any = c_int
    argtypes: Any = None

    def __init__(self, displays: dict[int, tuple[float, float, float, float]]) -> None:
        self.displays = displays

    def __call__(self, number: int) -> Any:
        assert self.argtypes == (c_uint32,)
        assert ctypes.sizeof(self.restype) == 32
        return self.restype(*self.displays[number])


Properties = dict[tuple[int, str, str], list[int]]  # object, selector and scope: the numbers
Thing = dict[str, Any]


class Mac:
    """
    What the system knows.

    Attributes:
        audio, cameras: the properties of CoreAudio's and CoreMediaIO's objects.
        windows: None where there is no session with a screen; in front first.
        displays: by number, x, y, width and height.
        assertions: by process, what each holds; None where they cannot be copied.
        programs: by process, the path of its program.
        missing: frameworks and functions that this system does not have.
        has_center: there is a center for distributed notifications.
        retained: what must be released.
    """

    def __init__(self) -> None:
        self.idle = 1.5
        self.session: Thing | None = {"kCGSSessionOnConsoleKey": True, "kCGSSessionUserIDKey": 501}
        self.audio: Properties = {(1, "dev#", "glob"): []}
        self.cameras: Properties = {(1, "dev#", "glob"): []}
        self.windows: list[Thing] | None = []
        self.displays = {69: (0.0, 0.0, 1512.0, 982.0)}
        self.assertions: dict[int, list[Thing]] | None = {}
        self.programs: dict[int, str] = {}
        self.missing: set[str] = set()
        self.has_center = True
        self.retained: list[int] = []
        self.turns: list[tuple[str, float]] = []
        self.observers: dict[str, Any] = {}
        self.ended = threading.Event()
        self._values: dict[int, Any] = {}

    # ------------------------------------------------------------ loading

    def library(self, path: str) -> Any:
        """What `ctypes.CDLL` gives for a path."""
        name = "libproc" if path == "/usr/lib/libproc.dylib" else path.rpartition("/")[2]
        if name != "libproc":
            assert path == f"/System/Library/Frameworks/{name}.framework/{name}"
        if name in self.missing:
            raise OSError(f"dlopen({path})")
        made = type(name, (), {})()
        for function, (result, *arguments) in HEADERS[name].items():
            if function not in self.missing:
                setattr(made, function, Declared(result, arguments, getattr(self, function)))
        if name == "CoreGraphics":  # ctypes makes no C functions that return a structure
            made.CGDisplayBounds = DisplayBounds(self.displays)
        return made

    def made(self, value: Any) -> int:
        """The address of a value that must be released."""
        address = self._address(value)
        self.retained.append(address)
        return address

    def _address(self, value: Any) -> int:
        address = 0x10000 + 16 * len(self._values)
        self._values[address] = value
        return address

    # ------------------------------------------------------------ CoreFoundation

    def CFRelease(self, address: int) -> None:
        self.retained.remove(address)

    def CFStringCreateWithCString(self, _allocator: None, text: bytes, encoding: int) -> int:
        assert encoding == 0x08000100
        return self.made(text.decode())

    def CFDictionaryGetCount(self, dictionary: int) -> int:
        return len(self._values[dictionary])

    def CFDictionaryGetKeysAndValues(self, dictionary: int, keys: Any, values: Any) -> None:
        assert not keys
        for place, value in enumerate(self._values[dictionary].values()):
            values[place] = self._address(value)

    def CFPropertyListCreateData(self, _allocator: None, value: int, form: int, options: int, error: Any) -> int:
        assert (form, options, bool(error)) == (200, 0, False)
        try:
            data = plistlib.dumps(self._values[value], fmt=plistlib.FMT_BINARY)
        except TypeError:
            return 0
        return self.made(ctypes.create_string_buffer(data, len(data)))

    def CFDataGetBytePtr(self, data: int) -> int:
        return ctypes.addressof(self._values[data])

    def CFDataGetLength(self, data: int) -> int:
        return len(self._values[data])

    def CFRunLoopRunInMode(self, mode: int, seconds: float, once: int) -> int:
        self.turns.append((self._values[mode], seconds))
        return 1

    def CFRunLoopGetCurrent(self) -> int:
        return self._address(threading.current_thread())

    def CFRunLoopRun(self) -> None:
        self.ended.wait(30)

    def CFRunLoopStop(self, _loop: int) -> None:
        self.ended.set()

    def CFNotificationCenterGetDistributedCenter(self) -> int | None:
        return self._address("center") if self.has_center else None

    def CFNotificationCenterAddObserver(
        self, _center: int, _observer: int, callback: Any, name: int, sender: int, behaviour: int
    ) -> None:
        assert (sender, behaviour) == (None, 4)
        self.observers[self._values[name]] = callback

    def CFNotificationCenterRemoveEveryObserver(self, _center: int, _observer: int) -> None:
        self.observers.clear()

    def notify(self, name: str) -> None:
        """Post a notification, as another thread of the system's does."""
        thread = threading.Thread(target=self.observers[name], args=(None, None, None, None, None))
        thread.start()
        thread.join()

    # ------------------------------------------------------------ CoreGraphics and IOKit

    def CGEventSourceSecondsSinceLastEventType(self, state: int, kind: int) -> float:
        assert (state, kind) == (1, 0xFFFFFFFF)
        return self.idle

    def CGSessionCopyCurrentDictionary(self) -> int | None:
        return None if self.session is None else self.made(self.session)

    def CGWindowListCopyWindowInfo(self, option: int, window: int) -> int | None:
        assert (option, window) == (17, 0)
        return None if self.windows is None else self.made(self.windows)

    def CGGetActiveDisplayList(self, most: int, numbers: Any, count: Any) -> int:
        for place, number in enumerate([*self.displays][:most]):
            numbers[place] = number
        count[0] = len(self.displays)
        return 0

    def IOPMCopyAssertionsByProcess(self, place: Any) -> int:
        if self.assertions is None:
            return -536870212  # kIOReturnError
        place[0] = self.made(self.assertions)
        return 0

    # ------------------------------------------------------------ CoreAudio, CoreMediaIO, libproc

    def AudioObjectGetPropertyDataSize(self, *asked: Any) -> int:
        return _size(self.audio, *asked)

    def AudioObjectGetPropertyData(
        self, thing: int, address: Any, qualifier: int, _qualified: None, size: Any, place: int
    ) -> int:
        return _data(self.audio, thing, address, size[0], size, place)

    def CMIOObjectGetPropertyDataSize(self, *asked: Any) -> int:
        return _size(self.cameras, *asked)

    def CMIOObjectGetPropertyData(
        self, thing: int, address: Any, qualifier: int, _qualified: None, size: int, used: Any, place: int
    ) -> int:
        return _data(self.cameras, thing, address, size, used, place)

    def proc_pidpath(self, process: int, place: int, size: int) -> int:
        path = self.programs.get(process, "").encode()
        ctypes.memmove(place, path, len(path))
        return len(path)


def _asked(thing: int, address: Any) -> tuple[int, str, str]:
    selector, scope, element = (address[place] for place in range(3))
    assert element == 0
    return thing, selector.to_bytes(4, "big").decode(), scope.to_bytes(4, "big").decode()


def _size(properties: Properties, thing: int, address: Any, _qualifier: int, _qualified: None, size: Any) -> int:
    numbers = properties.get(_asked(thing, address))
    if numbers is None:
        return UNKNOWN_PROPERTY
    size[0] = 4 * len(numbers)
    return 0


def _data(properties: Properties, thing: int, address: Any, room: int, used: Any, place: int) -> int:
    numbers = properties.get(_asked(thing, address))
    if numbers is None:
        return UNKNOWN_PROPERTY
    if room < 4 * len(numbers):
        return int.from_bytes(b"!siz", "big")
    target = cast(place, NUMBERS)
    for position, number in enumerate(numbers):
        target[position] = number
    used[0] = 4 * len(numbers)
    return 0
