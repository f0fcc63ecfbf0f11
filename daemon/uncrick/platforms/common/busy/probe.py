"""What a probe is: one look at one part of the desktop. It reads who uses that part, and nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass

from uncrick.errors import DesktopError


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a look gave.

    Attributes:
        via: what was asked, for `doctor`.
        users: who keeps the person busy, named as in `[quiet] ignore`; "" for one without a name. Nobody: not busy.
        told: the desktop itself tells when this changes, so that nobody need look again.
        again: seconds after which time alone may change the answer, or None.
    """

    via: str
    users: tuple[str, ...] = ()
    told: bool = False
    again: float | None = None


class Probe:
    """
    One reason's source.

    Attributes:
        name: for `doctor`.
        reason: a word of `suppressed_by`.
        changed: called when a look may give another answer; the desktop's own signals lead here.
        crossed: called when the person went on to another program after a long time in one.
    """

    name = ""
    reason = ""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = _nothing
        self.crossed: Callable[[], None] = _nothing

    async def look(self, quiet: float) -> Found:
        """
        Look now.

        Args:
            quiet: seconds for which there has been no input, as far as is known.

        Raises:
            DesktopError: there is nothing here to ask.
        """
        raise NotImplementedError

    def near(self, *, near: bool) -> None:
        """A prompt is near, so that changes are worth waking for; or it no longer is."""

    async def stop(self) -> None:
        """Let go of everything."""


class UnavailableError(DesktopError):
    """Nothing here can be asked about this."""

    def __init__(self, why: str) -> None:
        super().__init__("Nothing to ask", why)


def _nothing() -> None:
    pass
