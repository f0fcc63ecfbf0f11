"""The probes on macOS: tried with stand-ins, never run on a Mac."""

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.busy.monitor import BusyMonitor
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.macos.devices import Camera, Microphone
from uncrick.platforms.macos.full_screen import FullScreen


class MacBusy(BusyMonitor):
    """Reports calls and full screen."""

    def __init__(self) -> None:
        super().__init__((Microphone(), Camera(), FullScreen(), DoNotDisturb()))


class DoNotDisturb(Probe):
    """Focus, of which macOS tells only programs that may read everything; its notification centre keeps to it."""

    name, reason = N_("Do not disturb"), "dnd"

    async def look(self, quiet: float) -> ProbeResult:
        """Nothing can be asked."""
        raise UnavailableError(_("macOS does not report it, and holds our notifications back by itself"))
