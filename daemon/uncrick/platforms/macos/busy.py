"""Where nothing can be asked yet: nobody is ever taken to be busy, and `doctor` says so."""

from uncrick.platforms.common.busy.monitor import Sensors
from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError


class UnsupportedBusy(Sensors):
    """
    Tells of nothing.

    Args:
        why: for the person.
    """

    def __init__(self, why: str) -> None:
        super().__init__((_Unseen("Calls", "call", why), _Unseen("Full screen", "fullscreen", why)))


class _Unseen(Probe):
    def __init__(self, name: str, reason: str, why: str) -> None:
        super().__init__()
        self.name, self.reason = name, reason
        self._why = why

    async def look(self, quiet: float) -> Found:
        raise UnavailableError(self._why)
