"""What a probe is: one look at one part of the desktop. It reads who uses that part, and nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass

from uncrick.errors import DesktopError


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """
    The result of a look.

    Attributes:
        source: what was asked, for `doctor`; marked for translation where it is words.
        users: who keeps the person busy, named as in `[quiet] ignore`; "" for one without a name. Nobody: not busy.
        notifies: the desktop itself notifies us of a change, so that there is no need to look again.
        look_again: seconds after which time alone may change the result, or None.
    """

    source: str
    users: tuple[str, ...] = ()
    notifies: bool = False
    look_again: float | None = None


class Probe:
    """
    The source of one reason.

    Attributes:
        name: for `doctor`, marked for translation.
        reason: a word of `suppressed_by`.
        changed: called when a look may give another result; the desktop's own signals lead here.
        task_ended: called when the person went on to another program after a long time in one.
    """

    name = ""
    reason = ""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = _nothing
        self.task_ended: Callable[[], None] = _nothing

    async def look(self, quiet: float) -> ProbeResult:
        """
        Look now.

        Args:
            quiet: seconds without input, as far as is known.

        Raises:
            DesktopError: there is nothing here to ask.
        """
        raise NotImplementedError

    def near(self, *, near: bool) -> None:
        """A prompt is near, so that changes are worth waking for; or it no longer is."""

    async def stop(self) -> None:
        """Release everything."""


class UnavailableError(DesktopError):
    """
    Nothing here can be asked about this.

    Args:
        reason: why, in the person's language.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("Nothing to ask", reason)


def _nothing() -> None:
    pass
