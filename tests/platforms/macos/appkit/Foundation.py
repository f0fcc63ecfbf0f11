"""What the icon uses of Foundation, as pyobjc has it: objects are made by alloc and init, and selectors have _ for :.

By https://developer.apple.com/documentation/objectivec/nsobject and .../foundation/nsrunloop: a selector that is to be
performed in some modes waits until the main thread's run loop is in one of them.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Self

NSDefaultRunLoopMode = "kCFRunLoopDefaultMode"
NSEventTrackingRunLoopMode = "NSEventTrackingRunLoopMode"
CLICKS = "the stand-in's own, by which it knows clicks"


class RunLoop:
    """The main thread's; `mode` is that of a menu while one is open."""

    def __init__(self) -> None:
        self.mode = NSDefaultRunLoopMode
        self._waiting: deque[tuple[tuple[str, ...], Callable[[], object]]] = deque()
        self._changed = threading.Condition()

    def perform(self, modes: list[str], do: Callable[[], object]) -> None:
        with self._changed:
            self._waiting.append((tuple(modes), do))
            self._changed.notify()

    def next(self) -> Callable[[], object]:
        """Wait for the first that may run in this mode."""
        with self._changed:
            while True:
                for waiting in self._waiting:
                    if self.mode in waiting[0]:
                        self._waiting.remove(waiting)
                        return waiting[1]
                self._changed.wait()

    def hold(self) -> None:
        """Wait until something waits that is no click."""
        with self._changed:
            while all(CLICKS in modes for modes, _do in self._waiting):
                self._changed.wait()


MAIN = RunLoop()


def on_main_thread() -> None:
    """AppKit ends a process that touches it on another thread."""
    assert threading.current_thread() is threading.main_thread()


class NSObject:
    @classmethod
    def alloc(cls) -> Self:
        return cls.__new__(cls)

    def init(self) -> Self:
        return self

    def performSelectorOnMainThread_withObject_waitUntilDone_modes_(
        self, selector: str, argument: object, wait: bool, modes: list[str]
    ) -> None:
        assert not wait
        method = getattr(self, selector.replace(":", "_"))
        MAIN.perform(modes, lambda: method(argument))


class NSData(NSObject):
    content: bytes

    @classmethod
    def dataWithBytes_length_(cls, content: bytes, length: int) -> Self:
        made = cls.alloc()
        made.content = content[:length]
        return made
