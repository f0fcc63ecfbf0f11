"""The probes of a Linux desktop."""

from collections.abc import Callable

from uncrick.platforms.busy.buses import Buses
from uncrick.platforms.busy.devices import CAMERAS, Camera
from uncrick.platforms.busy.dnd import DoNotDisturb
from uncrick.platforms.busy.front import FullScreen, Windows
from uncrick.platforms.busy.inhibitors import Inhibitors
from uncrick.platforms.busy.pipewire import ScreenShare, VideoNodes
from uncrick.platforms.busy.pulse import Microphone
from uncrick.platforms.busy.sensors import Sensors


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
    from uncrick.platforms.busy.windows_x11 import X11Windows

    if X11Windows.fits():
        return X11Windows
    from uncrick.platforms.busy.windows_sway import SwayWindows

    return SwayWindows if SwayWindows.fits() else None
