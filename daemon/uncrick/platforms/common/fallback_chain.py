"""The chain of notifiers: the first that answers shows everything."""

import logging
from collections.abc import Callable, Sequence

from uncrick.errors import DesktopError
from uncrick.ports import Notice, NoticeEvent, Notifier

log = logging.getLogger(__name__)


class FallbackNotifier:
    """
    A notifier that becomes the first of several that can be started; the last of them must always be.

    Args:
        chain: made one after the other, so that what is not needed is not imported.
    """

    def __init__(self, chain: Sequence[Callable[[], Notifier]]) -> None:
        self._chain = chain
        self._chosen: Notifier | None = None
        self._early: dict[str, Notice] = {}

    @property
    def name(self) -> str:
        """What shows the notices."""
        return "none yet" if self._chosen is None else self._chosen.name

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """Find the one."""
        for make in self._chain:
            notifier = make()
            try:
                await notifier.start(tell)
            except Exception as error:  # noqa: BLE001 whatever one fails of, the next one may not
                said = f"{error.title}: {error.message}" if isinstance(error, DesktopError) else repr(error)
                log.warning("notifications: %s", said)
                continue
            self._chosen = notifier
            for notice in self._early.values():
                notifier.show(notice)
            self._early.clear()
            return

    def show(self, notice: Notice) -> None:
        """Show it, or keep it until the start has found what can."""
        if self._chosen is None:
            self._early[notice.slot] = notice
        else:
            self._chosen.show(notice)

    def lower(self, slot: str) -> None:
        """The bubble leaves."""
        if self._chosen is None:
            self._early.pop(slot, None)
        else:
            self._chosen.lower(slot)

    def withdraw(self, slot: str) -> None:
        """Put it away."""
        if self._chosen is None:
            self._early.pop(slot, None)
        else:
            self._chosen.withdraw(slot)

    async def stop(self) -> None:
        """Let go."""
        chosen, self._chosen = self._chosen, None
        if chosen is not None:
            await chosen.stop()

    def describe(self) -> list[tuple[str, bool, str]]:
        """What the chosen one says of itself."""
        return [] if self._chosen is None else self._chosen.describe()
