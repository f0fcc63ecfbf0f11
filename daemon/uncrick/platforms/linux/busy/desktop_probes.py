"""The Busy port on Linux: which probes look at this desktop."""

from collections.abc import Callable

from uncrick.platforms.common.busy.monitor import BusyMonitor, Timing
from uncrick.platforms.linux.busy.buses import Buses
from uncrick.platforms.linux.busy.devices import CAMERAS, Camera
from uncrick.platforms.linux.busy.dnd import DoNotDisturb
from uncrick.platforms.linux.busy.foreground import TASK_ENDS_AFTER, WITHOUT_KEYS, FullScreen, Windows
from uncrick.platforms.linux.busy.inhibitors import Inhibitors
from uncrick.platforms.linux.busy.outputs import SecondScreen
from uncrick.platforms.linux.busy.pipewire import ScreenShare, VideoNodes
from uncrick.platforms.linux.busy.pulse import Microphone


class LinuxBusy(BusyMonitor):
    """
    Reports calls, shared screens, full screen and do-not-disturb.

    Args:
        cameras: a pattern of the device files of cameras.
        timing: waiting times of the monitor.
        without_keys, task_ends_after: see `FullScreen`.
    """

    def __init__(
        self,
        cameras: str = CAMERAS,
        timing: Timing | None = None,
        *,
        without_keys: float = WITHOUT_KEYS,
        task_ends_after: float = TASK_ENDS_AFTER,
    ) -> None:
        self._buses, nodes = Buses(), VideoNodes()
        full_screen = FullScreen(_windows(), Inhibitors(self._buses), without_keys, task_ends_after)
        shares = (ScreenShare(nodes), SecondScreen())
        probes = (Microphone(), Camera(nodes, cameras), *shares, full_screen, DoNotDisturb(self._buses))
        super().__init__(probes, timing)

    async def stop(self) -> None:
        """Report nothing more."""
        await super().stop()
        await self._buses.close()


def _windows() -> Callable[[Callable[[], None]], Windows] | None:
    """What knows of windows in this session, or None; the other module is not even loaded."""
    from uncrick.platforms.linux.busy.x11_windows import X11Windows

    if X11Windows.fits():
        return X11Windows
    from uncrick.platforms.linux.busy.sway_windows import SwayWindows

    return SwayWindows if SwayWindows.fits() else None
