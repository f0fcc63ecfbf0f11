"""Talks with the daemon in threads of its own, so that no window waits for a reply."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from uncrick.control import client
from uncrick.core.model.record import Source
from uncrick.errors import UncrickError

# Seconds that the last requests may take when the window closes.
CLOSING = 2.0


@dataclass(frozen=True, slots=True)
class StatusReceived:
    """The daemon's status, at first and after each change; `at` is `time.monotonic()` when it came."""

    status: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Replied:
    """The daemon's reply to the request `do`."""

    do: str
    reply: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RequestFailed:
    """The daemon refused the request `do`, or cannot be reached."""

    do: str
    error: UncrickError


@dataclass(frozen=True, slots=True)
class ConnectionLost:
    """The daemon has ended; no message follows."""


Message = StatusReceived | Replied | RequestFailed | ConnectionLost


class DaemonConnection:
    """Receives from `open` on; messages that come before `subscribe` wait for the listener."""

    def __init__(self) -> None:
        self._requests: SimpleQueue[tuple[str, dict[str, object]] | None] = SimpleQueue()
        self._waiting: list[Message] = []
        self._listener: Callable[[Message], None] | None = None
        self._lock = threading.Lock()
        self._has_received = threading.Event()
        self._sender = threading.Thread(target=self._send_all, name="uncrick sends", daemon=True)

    def open(self) -> None:
        """Begin to receive and to send."""
        threading.Thread(target=self._watch, name="uncrick receives", daemon=True).start()
        self._sender.start()

    def first(self, seconds: float) -> Message | None:
        """The first message, or None if none comes within so many seconds."""
        return self._waiting[0] if self._has_received.wait(seconds) else None

    def subscribe(self, listener: Callable[[Message], None]) -> None:
        """Call `listener`, in one of our threads, with every message so far and from now on."""
        with self._lock:
            self._listener = listener
            for message in self._waiting:
                listener(message)

    def send(self, do: str, **args: object) -> None:
        """Queue a request, and return at once; the reply comes as a message."""
        self._requests.put((do, {**args, "source": Source.WINDOW.value}))

    def close(self) -> None:
        """Send what is queued, for at most `CLOSING` seconds, and pass on no more messages."""
        with self._lock:
            self._listener = None
        self._requests.put(None)
        if self._sender.is_alive():
            self._sender.join(CLOSING)

    def _watch(self) -> None:
        try:
            for status in client.watch():
                self._receive(StatusReceived(status))
            self._receive(ConnectionLost())
        except UncrickError as error:
            self._receive(RequestFailed("watch", error))
        except OSError:
            self._receive(ConnectionLost())

    def _send_all(self) -> None:
        while (request := self._requests.get()) is not None:
            do, args = request
            try:
                self._receive(Replied(do, client.request(do, **args)))
            except UncrickError as error:
                self._receive(RequestFailed(do, error))

    def _receive(self, message: Message) -> None:
        with self._lock:
            if self._listener is not None:
                self._listener(message)
            else:
                self._waiting.append(message)
        self._has_received.set()
