"""Do-not-disturb of the notification servers, each of which has an interface of its own for it."""

import os
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.busy.buses import Buses
from uncrick.platforms.linux.dbus import PROPERTIES, Bus, Signal

SERVER, SERVER_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
DUNST = "org.dunstproject.cmd0"
XFCONF, XFCONF_PATH = "org.xfce.Xfconf", "/org/xfce/Xfconf"
XFCE = ("xfce4-notifyd", "/do-not-disturb")  # channel and property
MAKO, MAKO_PATH = "fr.emersion.Mako", "/fr/emersion/Mako"
MAKO_MODES = frozenset({"do-not-disturb", "dnd", "busy", "silent", "quiet"})  # modes have no meaning but their name
SWAYNC, SWAYNC_PATH = "org.erikreider.swaync.cc", "/org/erikreider/swaync/cc"
DCONF = {"path": "/ca/desrt/dconf/Writer/user", "interface": "ca.desrt.dconf.Writer", "member": "Notify"}
GNOME = "/org/gnome/desktop/notifications/"
CHANGED = {"path": SERVER_PATH, "interface": PROPERTIES, "member": "PropertiesChanged"}


@dataclass(frozen=True, slots=True)
class _Interface:
    """
    How one server is asked.

    Attributes:
        is_set: asks whether do-not-disturb is on; raises DesktopError where that cannot be asked.
        signal: fields of the signal that may mean a change.
        is_change: whether a signal does.
        notifies: every version of the server sends the signal.
    """

    is_set: Callable[[Bus], Awaitable[bool]]
    signal: Mapping[str, str]
    is_change: Callable[[Signal], bool] = lambda _signal: True
    notifies: bool = True


class DoNotDisturb(Probe):
    """Asks the server that shows the notifications."""

    name, reason = N_("Do not disturb"), "dnd"

    def __init__(self, buses: Buses) -> None:
        super().__init__()
        self._buses = buses
        # The bus, the server's name, and what ends it
        self._subscription: tuple[Bus, str, Callable[[], None]] | None = None

    async def look(self, quiet: float) -> ProbeResult:
        """Ask who shows notifications, and then whether do-not-disturb is on."""
        try:
            bus = await self._buses.bus("session")
            reply = await bus.call(SERVER, SERVER_PATH, SERVER, "GetServerInformation", auto_start=False)
        except DesktopError as error:
            raise UnavailableError(_("no notification server runs")) from error
        product = str(reply.args[0])
        interface = INTERFACES.get(product.lower())
        if interface is None:
            raise UnavailableError(_("{server} does not report it", server=product))
        self._listen(bus, product, interface)
        return ProbeResult(product, ("",) if await interface.is_set(bus) else (), notifies=interface.notifies)

    def _listen(self, bus: Bus, product: str, interface: _Interface) -> None:
        """Listen for changes, so that there is no need to ask in between."""
        if self._subscription is not None:
            if self._subscription[:2] == (bus, product):
                return
            self._subscription[2]()
        stop = bus.listen(lambda signal: self.changed() if interface.is_change(signal) else None, **interface.signal)
        self._subscription = bus, product, stop


def _property(interface: str, name: str) -> Callable[[Bus], Awaitable[bool]]:
    async def is_set(bus: Bus) -> bool:
        return bool(await bus.get(SERVER, SERVER_PATH, interface, name))

    return is_set


async def _xfce(bus: Bus) -> bool:
    try:
        reply = await bus.call(XFCONF, XFCONF_PATH, XFCONF, "GetProperty", "ss", *XFCE, auto_start=False)
    except DesktopError:  # the property was never set
        return False
    return bool(reply.args[0][1])


async def _mako(bus: Bus) -> bool:
    reply = await bus.call(SERVER, MAKO_PATH, MAKO, "ListModes", auto_start=False)
    return not MAKO_MODES.isdisjoint(reply.args[0])


async def _swaync(bus: Bus) -> bool:
    return bool((await bus.call(SWAYNC, SWAYNC_PATH, SWAYNC, "GetDnd", auto_start=False)).args[0])


async def _gnome(_bus: Bus) -> bool:
    return _hides_banners()


def _hides_banners() -> bool:
    """GNOME's setting, read from dconf's file, so that no process is started for it."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    try:
        with open(os.path.join(config, "dconf", "user"), "rb") as file:
            return dconf_value(file.read(), f"{GNOME}show-banners") == b"\0\0b"
    except FileNotFoundError:
        return False
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnavailableError(_("dconf's file cannot be read: {error}", error=error)) from error


def _is_about_notifications(signal: Signal) -> bool:
    """Whether the change, a prefix and what lies under it, touches the notifications."""
    prefix = str(signal.args[0])
    return prefix.startswith(GNOME) or GNOME.startswith(prefix)


def dconf_value(file: bytes, key: str) -> bytes | None:
    """
    The serialised value of a key in a file of dconf (GVDB), None where it is not set.

    The format is that of gvdb-format.h: every item names its parent, so that an item's path is that of its ancestors,
    joined.

    Raises:
        ValueError, IndexError, struct.error: the file has another format.
    """
    if file[:8] != b"GVariant":
        raise ValueError("it is not one of dconf")
    (start,) = struct.unpack_from("<I", file, 16)
    bloom, buckets = struct.unpack_from("<II", file, start)
    first = start + 8 + 4 * (bloom & 0x7FFFFFF) + 4 * buckets
    (end,) = struct.unpack_from("<I", file, 20)
    items = [struct.unpack_from("<IIIHcxII", file, offset) for offset in range(first, end - 23, 24)]

    def path(number: int, depth: int = 0) -> bytes:
        if number >= len(items) or depth > 64:
            return b""
        _hash, parent, key_start, size, *_rest = items[number]
        return path(parent, depth + 1) + file[key_start : key_start + size]

    for number, (_hash, _parent, key_start, size, kind, begin, finish) in enumerate(items):
        if kind == b"v" and key.encode().endswith(file[key_start : key_start + size]) and path(number) == key.encode():
            return file[begin:finish]
    return None


INTERFACES: Mapping[str, _Interface] = {
    "gnome-shell": _Interface(_gnome, DCONF, _is_about_notifications),
    "plasma": _Interface(_property(SERVER, "Inhibited"), CHANGED),
    "xfce notify daemon": _Interface(
        _xfce,
        {"path": XFCONF_PATH, "interface": XFCONF, "member": "PropertyChanged"},
        lambda signal: signal.args[:2] == XFCE,
    ),
    "dunst": _Interface(_property(DUNST, "paused"), CHANGED),
    "mako": _Interface(_mako, {**CHANGED, "path": MAKO_PATH}, notifies=False),
    "swaynotificationcenter": _Interface(_swaync, {"path": SWAYNC_PATH, "interface": SWAYNC}),
}
