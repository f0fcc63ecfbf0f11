"""The Notifier port over several notifiers: the first that can be started shows everything."""

import logging
from collections.abc import Callable, Sequence

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.ports import Fact, Notice, NoticeEvent, Notifier

log = logging.getLogger(__name__)


class SwitchedOffError(DesktopError):
    """A notifier works; the person, or who looks after the machine, has switched it off (`place`, in words)."""

    def __init__(self, place: str) -> None:
        super().__init__("Notifications are switched off", f"{place} show nothing of Uncrick.")


class FallbackNotifier:
    """
    Passes everything to the first notifier that can be started.

    Args:
        chain: makers of notifiers, the best first; only those that are tried are imported. The last must always start.
    """

    def __init__(self, chain: Sequence[Callable[[], Notifier]]) -> None:
        self._chain = chain
        self._chosen: Notifier | None = None
        self._switched_off = False  # a better one works, and the person has switched it off
        self._early: dict[str, Notice] = {}  # by slot, what was shown before the start

    @property
    def name(self) -> str:
        """The name of the notifier that was chosen."""
        return "none yet" if self._chosen is None else self._chosen.name

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """Choose the notifier."""
        for make in self._chain:
            notifier = make()
            try:
                await notifier.start(report)
            except Exception as error:  # noqa: BLE001 the next may do better, whatever this is
                reason = f"{error.title}: {error.message}" if isinstance(error, DesktopError) else repr(error)
                log.warning("notifications: %s", reason)
                self._switched_off = self._switched_off or isinstance(error, SwitchedOffError)
                continue
            self._chosen = notifier
            for notice in self._early.values():
                notifier.show(notice)
            self._early.clear()
            return

    def show(self, notice: Notice) -> None:
        """Show a notice, or store it until the start has chosen a notifier."""
        if self._chosen is None:
            self._early[notice.slot] = notice
        else:
            self._chosen.show(notice)

    def lower(self, slot: str) -> None:
        """The bubble has been up long enough."""
        if self._chosen is None:
            self._early.pop(slot, None)
        else:
            self._chosen.lower(slot)

    def withdraw(self, slot: str) -> None:
        """Take the slot's notice away."""
        if self._chosen is None:
            self._early.pop(slot, None)
        else:
            self._chosen.withdraw(slot)

    async def stop(self) -> None:
        """Stop the chosen notifier."""
        chosen, self._chosen = self._chosen, None
        if chosen is not None:
            await chosen.stop()

    def describe(self) -> list[Fact]:
        """For `doctor`: the facts of the chosen notifier."""
        facts = [] if self._chosen is None else self._chosen.describe()
        if self._switched_off:
            off = N_("switched off for Uncrick in the system's settings; used instead: {other}")
            return [(what, False, _(off, other=text)) for what, _works, text in facts]
        return facts
