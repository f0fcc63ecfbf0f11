"""Hostile trays: a StatusNotifierWatcher of one of KINDS, which lies, dies, or clicks without end.

python tests/proof/tray_watcher.py KIND      on the session bus of the environment
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_call, new_method_return
from jeepney import new_signal as signal_of
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME, PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
HERE = DBusAddress(PATH, interface=NAME)
BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
PROPERTIES = "org.freedesktop.DBus.Properties"
KINDS = ("silent", "errors", "odd answers", "lies", "no host", "forgets", "dies", "clicks", "asks")
ROUNDS = 100  # each of them 47 clicks, which are answers that go to the disk
ITEM, MENU = "/StatusNotifierItem", "/MenuBar"


def _odd_calls(owner: str, number: int, *, clicks: bool) -> Iterator[Message]:
    """Calls of an icon and its menu, of ids and words that it may not have."""
    menu = DBusAddress(MENU, owner, "com.canonical.dbusmenu")
    item = DBusAddress(ITEM, owner, "org.kde.StatusNotifierItem")
    values = DBusAddress(ITEM, owner, PROPERTIES)
    clicked: list[tuple[DBusAddress, str, str, tuple[Any, ...]]] = [
        (menu, "Event", "isvu", (number % 60 - 20, "clicked", ("i", 0), 0)),
        (menu, "Event", "isvu", (2**31 - 1, "x" * 1000, ("s", "y"), 2**32 - 1)),
        (menu, "EventGroup", "a(isvu)", ([(id_, "clicked", ("i", 0), 0) for id_ in range(-5, 40)],)),
        (item, "Activate", "ii", (-(2**31), 2**31 - 1)),
        (item, "SecondaryActivate", "s", ("z",)),
    ]
    asked: list[tuple[DBusAddress, str, str, tuple[Any, ...]]] = [
        (menu, "GetLayout", "iias", (number - 50, -1, ["x"] * 50)),
        (menu, "GetGroupProperties", "aias", (list(range(-50, 200)), [])),
        (menu, "AboutToShow", "i", (-7,)),
        (item, "Scroll", "is", (5, "up")),
        (values, "Get", "ss", ("org.kde.StatusNotifierItem", f"Nope{number}")),
        (values, "GetAll", "s", ("org.kde.StatusNotifierItem",)),
        (values, "Set", "ssv", ("org.kde.StatusNotifierItem", "Title", ("s", "x"))),
    ]
    for address, method, signature, body in [*(clicked if clicks else []), *asked]:
        yield new_method_call(address, method, signature, body)


class Watcher:
    """A watcher of one of KINDS."""

    def __init__(self, kind: str, address: str) -> None:
        self._kind, self._address = kind, address
        self._connection: DBusConnection = open_dbus_connection(address)
        self._connection.send_and_get_reply(new_method_call(BUS, "RequestName", "su", (NAME, 4)))

    def serve(self) -> None:
        """Serve until the bus ends."""
        while True:
            call = self._connection.receive()
            if call.header.message_type is MessageType.method_call and self._kind != "silent":
                self._connection.send(self._answer(call))
                if call.header.fields[HeaderFields.member] == "RegisterStatusNotifierItem":
                    self._registered(call)

    def _answer(self, call: Message) -> Message:
        lies = self._kind == "lies"
        match call.header.fields[HeaderFields.member]:
            case "RegisterStatusNotifierItem" if self._kind == "errors":
                return new_error(call, "org.example.No", "s", ("no",))
            case "RegisterStatusNotifierItem" if self._kind == "odd answers":
                return new_method_return(call, "as", (["a"],))
            case "RegisterStatusNotifierItem":
                return new_method_return(call)
            case "Get":
                value = ("s", "perhaps") if lies else ("b", self._kind != "no host")
                return new_method_return(call, "v", (value,))
            case "GetAll":
                host = ("s", "x") if lies else ("b", True)
                values = {"IsStatusNotifierHostRegistered": host, "ProtocolVersion": ("as", ["x"])}
                return new_method_return(call, "a{sv}", (values,))
            case other:
                return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (str(other),))

    def _registered(self, call: Message) -> None:
        if self._kind == "forgets":
            self._connection.send(signal_of(HERE, "StatusNotifierItemUnregistered", "s", (call.body[0],)))
        elif self._kind == "dies":
            os._exit(0)
        elif self._kind in {"clicks", "asks"}:
            owner = call.header.fields[HeaderFields.sender]
            threading.Thread(target=self._attack, args=(owner,), daemon=True).start()

    def _attack(self, owner: str) -> None:
        connection = open_dbus_connection(self._address)
        for number in range(ROUNDS):
            for message in _odd_calls(owner, number, clicks=self._kind == "clicks"):
                connection.send(message)
            time.sleep(0.001)


if __name__ == "__main__":
    with suppress(OSError, EOFError):
        Watcher(sys.argv[1], os.environ["DBUS_SESSION_BUS_ADDRESS"]).serve()
