"""The Busy port on macOS, where no probe exists yet: nobody is ever busy, and `doctor` says so."""

from uncrick.core.model.text import N_
from uncrick.platforms.common.busy.monitor import BusyMonitor
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError


class UnsupportedBusy(BusyMonitor):
    """
    Reports nothing.

    Args:
        reason: why, in the person's language.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(
            (_Unsupported(N_("Calls"), "call", reason), _Unsupported(N_("Full screen"), "fullscreen", reason))
        )


class _Unsupported(Probe):
    def __init__(self, name: str, reason: str, explanation: str) -> None:
        super().__init__()
        self.name, self.reason = name, reason
        self._explanation = explanation

    async def look(self, quiet: float) -> ProbeResult:
        raise UnavailableError(self._explanation)
