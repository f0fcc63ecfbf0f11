"""Do-not-disturb as the notification servers keep it; each has a way of its own to say so, and no two agree."""

import os
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError
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
class _Way:
    """
    How one server says it.

    Attributes:
        asked: whether it is set; DesktopError where it cannot be asked.
        signal, means: which signal may mean a change, and whether this one does.
        tells: every version of the server sends it.
    """

    asked: Callable[[Bus], Awaitable[bool]]
    signal: Mapping[str, str]
    means: Callable[[Signal], bool] = lambda _: True
    tells: bool = True


class DoNotDisturb(Probe):
    """Asks the server that shows the notifications."""

    name, reason = "Do not disturb", "dnd"

    def __init__(self, buses: Buses) -> None:
        super().__init__()
        self._buses = buses
        self._ear: tuple[Bus, str, Callable[[], None]] | None = None  # where we listen, for which server, how to cease

    async def look(self, quiet: float) -> Found:
        """Ask who shows notifications, and then whether they are held back."""
        try:
            bus = await self._buses.bus("session")
            told = await bus.call(SERVER, SERVER_PATH, SERVER, "GetServerInformation", auto_start=False)
        except DesktopError as error:
            raise UnavailableError("no notification server runs") from error
        product = str(told.args[0])
        way = WAYS.get(product.lower())
        if way is None:
            raise UnavailableError(f"{product} tells nobody")
        self._listen(bus, product, way)
        return Found(product, ("",) if await way.asked(bus) else (), told=way.tells)

    def _listen(self, bus: Bus, product: str, way: _Way) -> None:
        """Hear of changes, so that nothing need be asked in between."""
        if self._ear is not None:
            if self._ear[:2] == (bus, product):
                return
            self._ear[2]()
        stop = bus.listen(lambda signal: self.changed() if way.means(signal) else None, **way.signal)
        self._ear = bus, product, stop


async def _property(bus: Bus, interface: str, name: str) -> bool:
    return bool(await bus.get(SERVER, SERVER_PATH, interface, name))


async def _plasma(bus: Bus) -> bool:
    return await _property(bus, SERVER, "Inhibited")


async def _dunst(bus: Bus) -> bool:
    return await _property(bus, DUNST, "paused")


async def _xfce(bus: Bus) -> bool:
    try:
        told = await bus.call(XFCONF, XFCONF_PATH, XFCONF, "GetProperty", "ss", *XFCE, auto_start=False)
    except DesktopError:  # it was never set
        return False
    return bool(told.args[0][1])


async def _mako(bus: Bus) -> bool:
    told = await bus.call(SERVER, MAKO_PATH, MAKO, "ListModes", auto_start=False)
    return not MAKO_MODES.isdisjoint(told.args[0])


async def _swaync(bus: Bus) -> bool:
    return bool((await bus.call(SWAYNC, SWAYNC_PATH, SWAYNC, "GetDnd", auto_start=False)).args[0])


async def _gnome(_bus: Bus) -> bool:
    return not _shows_banners()


def _shows_banners() -> bool:
    """GNOME's setting, from dconf's file: no process is started to read it."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    try:
        with open(os.path.join(config, "dconf", "user"), "rb") as file:
            return dconf_value(file.read(), f"{GNOME}show-banners") != b"\0\0b"
    except FileNotFoundError:
        return True
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnavailableError(f"dconf's file cannot be read: {error}") from error


def _of_gnome(signal: Signal) -> bool:
    """Whether the change, a prefix and what lies under it, touches the notifications."""
    prefix = str(signal.args[0])
    return prefix.startswith(GNOME) or GNOME.startswith(prefix)


def dconf_value(file: bytes, key: str) -> bytes | None:
    """
    The serialised value of a key in a file of dconf (GVDB), None where it is not set.

    Every item names its parent, so that the path of one is that of its ancestors, joined.

    Raises:
        ValueError: it is no such file.
    """
    if file[:8] != b"GVariant":
        raise ValueError("it is not one of dconf")
    (start,) = struct.unpack_from("<I", file, 16)
    bloom, buckets = struct.unpack_from("<II", file, start)
    first = start + 8 + 4 * (bloom & 0x7FFFFFF) + 4 * buckets
    (end,) = struct.unpack_from("<I", file, 20)
    items = [struct.unpack_from("<IIIHcxII", file, at) for at in range(first, end - 23, 24)]

    def path(number: int, depth: int = 0) -> bytes:
        if number >= len(items) or depth > 64:
            return b""
        _, parent, at, size, *_ = items[number]
        return path(parent, depth + 1) + file[at : at + size]

    for number, (_, _, at, size, kind, begin, finish) in enumerate(items):
        if kind == b"v" and key.encode().endswith(file[at : at + size]) and path(number) == key.encode():
            return file[begin:finish]
    return None


WAYS: Mapping[str, _Way] = {
    "gnome-shell": _Way(_gnome, DCONF, _of_gnome),
    "plasma": _Way(_plasma, CHANGED),
    "xfce notify daemon": _Way(
        _xfce,
        {"path": XFCONF_PATH, "interface": XFCONF, "member": "PropertyChanged"},
        lambda told: told.args[:2] == XFCE,
    ),
    "dunst": _Way(_dunst, CHANGED),
    "mako": _Way(_mako, {**CHANGED, "path": MAKO_PATH}, tells=False),
    "swaynotificationcenter": _Way(_swaync, {"path": SWAYNC_PATH, "interface": SWAYNC}),
}
