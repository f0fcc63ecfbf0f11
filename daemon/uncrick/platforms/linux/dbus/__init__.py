"""A client of the D-Bus message buses: calls out, signals in, objects of our own, and reconnecting.

jeepney encodes and decodes, asyncio moves the bytes; everything runs on the event loop, and messages are handled in the
order in which they arrive. The sections that comments name are those of the D-Bus Specification.
"""

from uncrick.platforms.linux.dbus.bus import (
    ANSWER_TIMEOUT,
    DBUS,
    DBUS_PATH,
    Bus,
    NoReplyError,
    Reply,
    Signal,
)
from uncrick.platforms.linux.dbus.connection import Kind, bus_address
from uncrick.platforms.linux.dbus.link import Link
from uncrick.platforms.linux.dbus.objects import INTROSPECTABLE, PROPERTIES, Interface, Method, MethodError, Property

__all__ = [
    "ANSWER_TIMEOUT",
    "DBUS",
    "DBUS_PATH",
    "INTROSPECTABLE",
    "PROPERTIES",
    "Bus",
    "Interface",
    "Kind",
    "Link",
    "Method",
    "MethodError",
    "NoReplyError",
    "Property",
    "Reply",
    "Signal",
    "bus_address",
]
