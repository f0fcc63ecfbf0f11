"""Notification servers for a desk's bus: a friendly one that records what it is shown, and hostile ones of 24 kinds.

python tests/proof/notification_server.py KIND      runs a hostile one on the session bus of the environment
"""

import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_error, new_method_call, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
HERE = DBusAddress(PATH, interface=NAME)
BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
EXPIRED, DISMISSED, WITHDRAWN = 1, 2, 3
CAPABILITIES = ["actions", "body", "body-markup", "icon-static", "persistence"]
INFORMATION = ("Proof", "uncrick", "1", "1.2")
ESCAPES = "\x1b]0;title\x07\x1b[31m<b>bold</b>\n\u202eabc"
METHODS = ("Notify", "CloseNotification", "GetCapabilities", "GetServerInformation")


@dataclass(frozen=True)
class Shown:
    """
    One notification.

    Attributes:
        at: when it came, on the clock of `time.monotonic`.
        keys: of its buttons.
    """

    id: int
    at: float
    title: str
    keys: frozenset[str]

    @property
    def is_prompt(self) -> bool:
        """Whether it is a prompt, and nothing that follows one."""
        return {"start", "done"} <= self.keys


def connected(address: str, name: str = NAME) -> DBusConnection:
    """A connection that owns this name on a bus."""
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(new_method_call(BUS, "RequestName", "su", (name, 4)))
    return connection


def closed(id_: int, reason: int) -> Message:
    """The signal that a notification has gone."""
    return new_signal(HERE, "NotificationClosed", "uu", (id_, reason))


def pressed(id_: int, key: str) -> Message:
    """The signal that a button was pressed."""
    return new_signal(HERE, "ActionInvoked", "us", (id_, key))


class FriendlyServer:
    """
    Draws nothing, does as it is told, and calls `on_shown` for each notification, in a thread of its own.

    Args:
        address: of the bus.
    """

    def __init__(self, address: str, on_shown: Callable[[Shown], None]) -> None:
        self._connection = connected(address)
        self._on_shown = on_shown
        self._ids = count(1)
        self._sending = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    def press(self, id_: int, key: str) -> None:
        """The person presses a button."""
        self._send(pressed(id_, key))
        self._send(closed(id_, DISMISSED))

    def dismiss(self, id_: int) -> None:
        """The person closes it."""
        self._send(closed(id_, DISMISSED))

    def _send(self, message: Message) -> None:
        with self._sending:
            self._connection.send(message)

    def _serve(self) -> None:
        with suppress(OSError, EOFError):  # the bus ends before this process
            while True:
                call = self._connection.receive()
                if call.header.message_type is MessageType.method_call:
                    self._answer(call)

    def _answer(self, call: Message) -> None:
        match call.header.fields[3]:  # the method's name
            case "Notify":
                id_ = call.body[1] or next(self._ids)
                self._send(new_method_return(call, "u", (id_,)))
                self._on_shown(Shown(id_, time.monotonic(), call.body[3], frozenset(call.body[5][::2])))
            case "CloseNotification":
                self._send(closed(call.body[0], WITHDRAWN))
                self._send(new_method_return(call))
            case "GetCapabilities":
                self._send(new_method_return(call, "as", (CAPABILITIES,)))
            case "GetServerInformation":
                self._send(new_method_return(call, "ssss", INFORMATION))
            case other:
                self._send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (str(other),)))


# ---------------------------------------------------------------- hostile ones

Answer = tuple[str | None, tuple[Any, ...]]
Replies = Mapping[str, Answer]
"""What is returned in the place of the right answer, by method: signature and body."""

ODD_REPLIES: Mapping[str, Replies] = {
    "wrong types": {
        "Notify": ("s", ("seven",)),
        "GetServerInformation": ("uuuu", (1, 2, 3, 4)),
        "GetCapabilities": ("s", ("actions",)),
    },
    "empty": {"Notify": (None, ()), "GetServerInformation": (None, ()), "GetCapabilities": (None, ())},
    "bytes for an id": {"Notify": ("ay", (b"\x01\x02",))},
    "the id 0": {"Notify": ("u", (0,))},
    "always the same id": {"Notify": ("u", (1,))},
    "a huge id": {"Notify": ("t", (2**64 - 1,))},
    "huge names": {
        "GetServerInformation": ("ssss", ("A" * 8_000_000, "v", "1" * 1_000_000, "1.2")),
        "GetCapabilities": ("as", ([f"x-{number}" for number in range(200_000)] + CAPABILITIES,)),
    },
    "escapes in its name": {"GetServerInformation": ("ssss", (ESCAPES, "v", "1", "1.2"))},
    "lists of lists": {"GetCapabilities": ("aas", ([["a"]],))},
}
ODD_KEYS = ("", "x" * 1_000_000, "pause:1h\n", "quit", "../../x", "item:" + "y" * 1000, "\u202e", "default")
ODD_SIGNALS: list[tuple[str | None, tuple[Any, ...]]] = [
    ("s", ("x",)),
    (None, ()),
    ("ss", ("a", "b")),
    ("uuu", (1, 2, 3)),
    ("ui", (1, -2)),
    ("as", (["x"],)),
    ("vv", (("u", 1), ("u", 2))),
]


def _odd_signals(id_: int) -> Iterator[Message]:
    for signature, body in ODD_SIGNALS:
        for member in ("NotificationClosed", "ActionInvoked", "ActivationToken"):
            yield new_signal(HERE, member, signature, body)


def _double_fire(id_: int) -> Iterator[Message]:
    for _ in range(2000):
        yield from (pressed(id_, "snooze"), pressed(id_, "done"), closed(id_, DISMISSED))


AFTER: Mapping[str, Callable[[int], Iterator[Message]]] = {
    "closes at once": lambda id_: iter((closed(id_, DISMISSED),)),
    "expires at once": lambda id_: iter((closed(id_, EXPIRED),)),
    "an unknown reason": lambda id_: iter((closed(id_, 99),)),
    "odd signals": _odd_signals,
    "odd keys": lambda id_: (pressed(id_, key) for key in ODD_KEYS),
    "double fire": _double_fire,
}
"""What it sends after it has shown a notification."""

FLOODS: Mapping[str, Callable[[], Iterator[Message]]] = {
    "answers of others": lambda: (pressed(random.randrange(1000, 2**32), "done") for _ in range(200_000)),
    "long keys of others": lambda: (pressed(4_000_000, "x" * 100_000) for _ in range(20_000)),
}
"""What it sends all the time."""

DELAYS = {"slow": 1.9, "late": 5.0}  # seconds before each answer
OTHERS = ("silent", "dies", "errors", "closed before it is shown", "a thousand replies")
KINDS = (*ODD_REPLIES, *AFTER, *FLOODS, *DELAYS, *OTHERS)


class HostileServer:
    """A server of one of KINDS."""

    def __init__(self, kind: str, address: str) -> None:
        self._kind = kind
        self._connection = connected(address)
        self._sending = threading.Lock()
        self._ids = count(1)
        self._calls = 0

    def serve(self) -> None:
        """Serve until the bus ends."""
        if flood := FLOODS.get(self._kind):
            threading.Thread(target=self._flood, args=(flood(),), daemon=True).start()
        while True:
            call = self._connection.receive()
            if call.header.message_type is MessageType.method_call and self._kind != "silent":
                self._answer(call, call.header.fields[3])

    def _flood(self, messages: Iterator[Message]) -> None:
        for message in messages:
            self._send(message)

    def _send(self, message: Message) -> None:
        with self._sending:
            self._connection.send(message)

    def _answer(self, call: Message, method: str) -> None:
        if method not in METHODS:
            self._send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (method,)))
            return
        self._calls += 1
        if self._kind == "dies" and self._calls > 2:
            os._exit(0)
        time.sleep(DELAYS.get(self._kind, 0))
        id_ = (call.body[1] or next(self._ids)) if method == "Notify" else 0
        if id_ and self._kind == "closed before it is shown":
            self._send(closed(id_, DISMISSED))
        for _ in range(1000 if id_ and self._kind == "a thousand replies" else 1):
            self._send(self._reply(call, method, id_))
        if id_ and self._kind in AFTER:
            for message in AFTER[self._kind](id_):
                self._send(message)

    def _reply(self, call: Message, method: str, id_: int) -> Message:
        if method == "Notify" and self._kind == "errors":
            return new_error(call, "org.example.Error", "s", ("no " * 100_000,))
        right: Mapping[str, Answer] = {
            "Notify": ("u", (id_,)),
            "CloseNotification": (None, ()),
            "GetCapabilities": ("as", (CAPABILITIES,)),
            "GetServerInformation": ("ssss", INFORMATION),
        }
        return new_method_return(call, *{**right, **ODD_REPLIES.get(self._kind, {})}[method])


if __name__ == "__main__":
    with suppress(OSError, EOFError):
        HostileServer(sys.argv[1], os.environ["DBUS_SESSION_BUS_ADDRESS"]).serve()
