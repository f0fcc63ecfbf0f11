"""The probes of a Linux desktop."""

from collections.abc import Callable

from uncrick.platforms.common.busy.monitor import Sensors
from uncrick.platforms.linux.busy.buses import Buses
from uncrick.platforms.linux.busy.devices import CAMERAS, Camera
from uncrick.platforms.linux.busy.dnd import DoNotDisturb
from uncrick.platforms.linux.busy.foreground import FullScreen, Windows
from uncrick.platforms.linux.busy.inhibitors import Inhibitors
from uncrick.platforms.linux.busy.pipewire import ScreenShare, VideoNodes
from uncrick.platforms.linux.busy.pulse import Microphone


class LinuxBusy(Sensors):
    """
    Tells of calls, shared screens, full screen and do-not-disturb.

    Args:
        cameras: where cameras are.
        settle: by reason, how long it must have begun or ended before it is told.
    """

    def __init__(self, cameras: str = CAMERAS, settle: dict[str, float] | None = None) -> None:
        self._buses, nodes = Buses(), VideoNodes()
        full_screen = FullScreen(_windows(), Inhibitors(self._buses))
        probes = (Microphone(), Camera(nodes, cameras), ScreenShare(nodes), full_screen, DoNotDisturb(self._buses))
        super().__init__(probes, settle)

    async def stop(self) -> None:
        """Tell nothing more."""
        await super().stop()
        await self._buses.close()


def _windows() -> Callable[[Callable[[], None]], Windows] | None:
    """Who knows of windows in this session; the other one is not even loaded."""
    from uncrick.platforms.linux.busy.x11_windows import X11Windows

    if X11Windows.fits():
        return X11Windows
    from uncrick.platforms.linux.busy.sway_windows import SwayWindows

    return SwayWindows if SwayWindows.fits() else None
