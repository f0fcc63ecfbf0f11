"""Where nothing can be asked yet: nobody is ever taken to be busy, and `doctor` says so."""

from uncrick.platforms.busy.probe import Found, Probe, UnavailableError
from uncrick.platforms.busy.sensors import Sensors


class NobodyBusy(Sensors):
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
