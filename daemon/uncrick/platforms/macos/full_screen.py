"""Whether a film or slides fill a screen, by the bounds of windows and by power assertions; needs no permission.

Written from Apple's headers CGWindow.h, CGDirectDisplay.h and IOPMLib.h, never run on a Mac. It is asked, not listened
to, just as the devices are.
"""

import contextlib
import ctypes
from ctypes import POINTER, c_double, c_int32, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.macos.asking import asked
from uncrick.platforms.macos.core_foundation import foundation, framework, plain, values

ON_SCREEN, NO_DESKTOP = 1 << 0, 1 << 4  # kCGWindowListOptionOnScreenOnly, kCGWindowListExcludeDesktopElements
ORDINARY, MENU_BAR = 0, 24  # kCGNormalWindowLevel, kCGMainMenuWindowLevel
MOST_DISPLAYS = 32
HIGHEST_NOTCH = 50.0  # points; windows in full screen stay below the camera of a portable
ROUNDED = 1.0  # points by which a window may miss the edge
WITHOUT_INPUT = 120.0  # seconds; whoever types into a full-screen window works there
AWAKE = frozenset({"PreventUserIdleDisplaySleep", "NoDisplaySleepAssertion"})
BY_HAND = ("caffeinate", "amphetamine", "caffeine", "lungo")  # part of the name of what a person leaves on all day


class Rectangle(ctypes.Structure):
    """CGRect, on a machine of 64 bits."""

    _fields_ = (("x", c_double), ("y", c_double), ("width", c_double), ("height", c_double))


GRAPHICS = {
    "CGWindowListCopyWindowInfo": (c_void_p, (c_uint32, c_uint32)),
    "CGGetActiveDisplayList": (c_int32, (c_uint32, POINTER(c_uint32), POINTER(c_uint32))),
    "CGDisplayBounds": (Rectangle, (c_uint32,)),
}
POWER = {"IOPMCopyAssertionsByProcess": (c_int32, (POINTER(c_void_p),))}


@dataclass(frozen=True, slots=True)
class Area:
    """A window's or a display's, in points from the upper left of the main display."""

    x: float
    y: float
    width: float
    height: float

    def fills(self, display: "Area", *, below_notch: bool) -> bool:
        """Whether it covers a display, or all of it below the notch."""
        left, right = self.x - display.x, self.x + self.width - display.x - display.width
        top, bottom = self.y - display.y, self.y + self.height - display.y - display.height
        free = HIGHEST_NOTCH if below_notch else ROUNDED
        return max(abs(left), abs(right), abs(bottom)) <= ROUNDED and -ROUNDED <= top <= free


class FullScreen(Probe):
    """
    A program in front that fills a display: at once if something keeps the display awake, else after two minutes.

    A window below a menu bar fills no display; on a portable with a notch full screen has none.
    """

    name, reason = N_("Full screen"), "fullscreen"

    async def look(self, quiet: float) -> ProbeResult:
        """Ask for the windows, and for the assertions where that is not enough."""
        source = N_("the list of windows")
        if not await asked(_in_front_fills_a_display):
            return ProbeResult(source)
        if quiet >= WITHOUT_INPUT:
            return ProbeResult(source, ("",))
        awake = await asked(_keeping_awake)
        return ProbeResult(source, awake, look_again=None if awake else WITHOUT_INPUT - quiet)


def _in_front_fills_a_display() -> bool:
    try:
        graphics, library = framework("CoreGraphics", GRAPHICS), foundation()
        windows = _windows(graphics, library)
    except DesktopError as error:
        raise UnavailableError(_("the system does not list its windows")) from error
    ordinary = [window for window in windows if window.get("kCGWindowLayer") == ORDINARY]
    if not ordinary:
        return False
    owner = ordinary[0].get("kCGWindowOwnerPID")  # the list begins with the one in front
    areas = [_area(window) for window in ordinary if window.get("kCGWindowOwnerPID") == owner]
    menu_bars = [_area(window) for window in windows if window.get("kCGWindowLayer") == MENU_BAR]
    return any(_is_filled(display, areas, menu_bars) for display in _displays(graphics))


def _is_filled(display: Area, areas: list[Area], menu_bars: list[Area]) -> bool:
    has_bar = any((bar.x, bar.y) == (display.x, display.y) for bar in menu_bars)
    return any(area.fills(display, below_notch=not has_bar) for area in areas)


def _windows(graphics: Any, library: Any) -> list[dict[str, Any]]:
    found = graphics.CGWindowListCopyWindowInfo(ON_SCREEN | NO_DESKTOP, 0)
    if not found:
        raise DesktopError("No windows", "There is no session with a screen.")
    try:
        return [window for window in plain(library, found) if isinstance(window, dict)]
    finally:
        library.CFRelease(found)


def _area(window: dict[str, Any]) -> Area:
    bounds = window.get("kCGWindowBounds", {})
    return Area(*(float(bounds.get(key, 0)) for key in ("X", "Y", "Width", "Height")))


def _displays(graphics: Any) -> list[Area]:
    numbers, count = (c_uint32 * MOST_DISPLAYS)(), c_uint32(0)
    if graphics.CGGetActiveDisplayList(MOST_DISPLAYS, numbers, ctypes.byref(count)):
        return []
    bounds = [graphics.CGDisplayBounds(number) for number in numbers[: count.value]]
    return [Area(each.x, each.y, each.width, each.height) for each in bounds]


def _keeping_awake() -> tuple[str, ...]:
    """The programs that keep the display from going dark, "" for one without a name; none where nothing tells."""
    try:
        power, library = framework("IOKit", POWER), foundation()
    except DesktopError:
        return ()
    found = c_void_p()
    if power.IOPMCopyAssertionsByProcess(ctypes.byref(found)) or not found.value:
        return ()
    assertions: list[dict[str, Any]] = []
    try:
        for process in values(library, found.value):
            with contextlib.suppress(DesktopError):
                assertions += plain(library, process)
    finally:
        library.CFRelease(found.value)
    names = [str(each.get("Process Name", "")) for each in assertions if each.get("AssertType") in AWAKE]
    return tuple(dict.fromkeys(name for name in names if not any(word in name.lower() for word in BY_HAND)))
