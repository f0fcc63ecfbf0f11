"""Notices through plyer: bubbles without buttons, where nothing better shows notifications (Windows)."""

import asyncio
import logging
import warnings
from collections.abc import Callable

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.ports import Fact, Notice, NoticeEvent

log = logging.getLogger(__name__)

LONGEST_TITLE, LONGEST_TEXT = 64, 255  # characters; Windows' balloons refuse more
SECONDS = 10  # that a bubble stays where the notice does not say


class PlyerNotifier:
    """Shows bubbles without buttons, which cannot be changed or taken away; answers come by tray and command line."""

    name = "plyer"

    def __init__(self) -> None:
        self._notify: Callable[..., None] = lambda **_arguments: None
        self._shown: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._warned = False

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """
        Find a way to show bubbles.

        Raises:
            DesktopError: there is none on this machine.
        """
        try:
            with warnings.catch_warnings():  # it warns of what else could be installed
                warnings.simplefilter("ignore")
                from plyer import notification

                self._notify = notification.notify
        except (ImportError, NotImplementedError, AttributeError) as error:
            raise DesktopError("No notifications", f"plyer shows none on this machine: {error}.") from error

    def show(self, notice: Notice) -> None:
        """Show a new notice; a bubble that is up stays as it is."""
        if notice.slot in self._shown and not notice.fresh:
            return
        self._shown.add(notice.slot)
        text = "\n".join([*notice.lines, *([notice.hint] if notice.hint else [])])
        bubble = self._bubble(notice.summary[:LONGEST_TITLE], text[:LONGEST_TEXT], notice.seconds)
        task = asyncio.get_running_loop().create_task(bubble)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def lower(self, slot: str) -> None:
        """A bubble leaves by itself."""

    def withdraw(self, slot: str) -> None:
        """Nothing can be taken away; the next notice of the slot is a new one."""
        self._shown.discard(slot)

    def describe(self) -> list[Fact]:
        """For `doctor`: that there are no buttons."""
        words = _("bubbles without buttons (plyer); answer with the tray or uncrick done")
        return [(N_("Notifications"), True, words)]

    async def stop(self) -> None:
        """Wait a moment for bubbles that are on their way."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    async def _bubble(self, title: str, text: str, seconds: float) -> None:
        try:
            call = asyncio.to_thread(
                self._notify, title=title, message=text, app_name="Uncrick", timeout=round(seconds) or SECONDS
            )
            await call
        except Exception as error:  # noqa: BLE001 its backends fail in ways of their own
            if not self._warned:
                log.warning("plyer could not show a notification: %s", error)
            self._warned = True
