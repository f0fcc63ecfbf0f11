"""A second screen that was connected since the session began, such as a projector: RandR under X11, else wl_output."""

import os
import struct
from collections.abc import Callable

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.busy.x11_windows import X11Windows
from uncrick.platforms.linux.wayland import WaylandClient
from uncrick.platforms.linux.x11 import QUERY_EXTENSION, X11

QUERY_VERSION, SELECT_INPUT, GET_MONITORS = 0, 4, 42  # of the RandR extension, whose monitors came with version 1.5
SCREEN, CRTC, OUTPUT = 1, 2, 4  # changes that it reports
WITH_NAME, NAMED = 4, 4  # the version of wl_output whose event of this number names it


class SecondScreen(Probe):
    """Compares the screens with those that were there at first: these are part of the desk."""

    name, reason = N_("Second screen"), "projector"

    def __init__(self) -> None:
        super().__init__()
        self._screens: _RandR | _Outputs | None = None
        self._of_the_desk: frozenset[str] | None = None

    async def look(self, quiet: float) -> ProbeResult:
        """Ask for the screens."""
        screens = await self._opened()
        try:
            await screens.update()
        except (DesktopError, struct.error) as error:
            raise UnavailableError(_("this desktop does not report its screens")) from error
        names = frozenset(screens.names)
        if self._of_the_desk is None and names:
            self._of_the_desk = names
        appeared = len(screens.names) > 1 and bool(names - (self._of_the_desk or names))
        return ProbeResult(screens.source, ("",) if appeared else (), notifies=True)

    async def _opened(self) -> "_RandR | _Outputs":
        if self._screens is not None and not self._screens.lost.done():
            return self._screens
        if not (os.environ.get("WAYLAND_DISPLAY") or X11Windows.fits()):
            raise UnavailableError(_("there is no display"))
        screens = _RandR(self._changed) if X11Windows.fits() else _Outputs(self._changed)
        try:
            await screens.open()
        except (DesktopError, struct.error) as error:
            screens.close()
            raise UnavailableError(_("this desktop does not report its screens")) from error
        self._screens = screens
        return screens

    def _changed(self) -> None:
        self.changed()

    async def stop(self) -> None:
        """Release everything."""
        if self._screens is not None:
            self._screens.close()


class _RandR(X11):
    """Monitors of the X server. Numbers are those of the RandR extension's protocol, version 1.5."""

    source = "RandR"

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self._changed = changed
        self._randr = 0

    async def open(self) -> None:
        await self.connect()
        name = b"RANDR"
        words = struct.pack("=HH", len(name), 0) + name
        present, self._randr = struct.unpack_from("=BB", await self._call(QUERY_EXTENSION, 0, words), 8)
        if not present:
            raise DesktopError("No RandR", "The X server does not know of its screens.")
        await self._call(self._randr, QUERY_VERSION, struct.pack("=II", 1, 5))
        mask = SCREEN | CRTC | OUTPUT
        self._write_request(self._randr, SELECT_INPUT, struct.pack("=IHH", self._root, mask, 0))

    async def update(self) -> None:
        """Ask for the monitors; a mirror is one of its own."""
        answer = await self._call(self._randr, GET_MONITORS, struct.pack("=IBxxx", self._root, 1))
        (number,) = struct.unpack_from("=I", answer, 12)
        names, offset = [], 32
        for _monitor in range(number):
            atom, outputs = struct.unpack_from("=I2xH", answer, offset)
            names.append(str(atom))
            offset += 24 + 4 * outputs
        self.names = tuple(names)

    def _on_event(self, event: bytes) -> None:
        self._changed()


class _Outputs(WaylandClient):
    """The outputs of a compositor, which says of each when it comes and goes."""

    source = "Wayland"

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._outputs: dict[int, str] = {}  # names by the number of the global
        self._globals: dict[int, int] = {}  # that number by the object

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._outputs.values())

    async def open(self) -> None:
        await self.connect()
        await self.update()

    async def update(self) -> None:
        """Wait until every output has its name."""
        await self._sync()

    def _added(self, interface: bytes, name: int, version: int) -> None:
        if interface == b"wl_output":
            self._outputs[name] = str(name)
            if version >= WITH_NAME:
                self._globals[self._bind(interface, name, WITH_NAME)] = name
            self._changed()

    def _removed(self, name: int) -> None:
        if self._outputs.pop(name, None) is not None:
            self._changed()

    def _event(self, object_: int, opcode: int, args: bytes) -> None:
        if opcode == NAMED and (number := self._globals.get(object_)) in self._outputs:
            (length,) = struct.unpack_from("=I", args)
            self._outputs[number] = args[4 : 4 + length - 1].decode(errors="replace")
