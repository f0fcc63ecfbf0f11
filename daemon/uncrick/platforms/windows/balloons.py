"""Notices as balloons of our own tray icon: no buttons, but a click answers, and they can be taken away again."""

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common import pystray
from uncrick.ports import Clicked, Fact, Notice, NoticeEvent

if sys.platform != "win32":
    raise ImportError("these are the balloons on Windows")

log = logging.getLogger(__name__)

LONGEST_TITLE, LONGEST_TEXT = 63, 255  # characters that Windows takes


class WindowsTray(pystray.PystrayTray):
    """The tray icon, which can show a balloon."""

    def __init__(self, start_timeout: float = pystray.START_TIMEOUT) -> None:
        super().__init__(start_timeout)
        self.balloon_clicked: Callable[[], None] = lambda: None  # called on the loop's thread

    @property
    def is_begun(self) -> bool:
        """Whether the icon is there, or on its way."""
        return self._icon is not None

    def show_balloon(self, title: str, text: str) -> None:
        """Show a balloon in place of the one that is up."""
        if self._icon is not None:
            self._icon.show_balloon(title, text)

    def remove_balloon(self) -> None:
        """Take the balloon away."""
        if self._icon is not None:
            self._icon.remove_balloon()

    def _new_icon(self, *icon: Any) -> Any:
        from uncrick.platforms.windows.tray_icon import TrayIcon

        return TrayIcon(*icon, balloon_clicked=self._tell_click)

    def _tell_click(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.balloon_clicked)


class BalloonNotifier:
    """
    Shows one balloon at a time; a click on it is the notice's default answer, and the tray menu has the others.

    Args:
        tray: whose balloons they are; it must have been started.
    """

    name = "balloons"

    def __init__(self, tray: WindowsTray) -> None:
        self._tray = tray
        self._report: Callable[[NoticeEvent], None] = lambda _event: None
        self._up: Notice | None = None
        self._shown: set[str] = set()  # slots whose notice was shown, and was not withdrawn
        self._expiry: asyncio.TimerHandle | None = None

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """
        Begin.

        Raises:
            DesktopError: there is no icon that could show them.
        """
        if not self._tray.is_begun:  # one that is slow to appear will have its balloons too
            raise DesktopError("No notifications", "there is no tray icon that could show balloons.")
        self._report = report
        self._tray.balloon_clicked = self._clicked

    def show(self, notice: Notice) -> None:
        """Show a new notice; a change of one that was shown already is no new balloon."""
        if notice.slot in self._shown and not notice.fresh:
            return
        self._shown.add(notice.slot)
        self._forget()
        text = "\n".join(line for line in (*notice.lines, *_answers(notice)) if line)[:LONGEST_TEXT]
        try:
            self._tray.show_balloon(notice.summary[:LONGEST_TITLE], text or " ")  # one without text is not shown
        except OSError as error:
            log.warning("notifications: %s", error)
            return
        self._up = notice
        if notice.seconds:
            self._expiry = asyncio.get_running_loop().call_later(notice.seconds, self._take_down)

    def lower(self, slot: str) -> None:
        """The balloon leaves; the tray still answers."""
        if self._up is not None and self._up.slot == slot:
            self._take_down()

    def withdraw(self, slot: str) -> None:
        """Take the slot's balloon away."""
        self._shown.discard(slot)
        self.lower(slot)

    async def stop(self) -> None:
        """Take away what is up."""
        self._tray.balloon_clicked = lambda: None
        self._take_down()

    def describe(self) -> list[Fact]:
        """For `doctor`: that there are no buttons."""
        words = _("balloons of the tray icon, without buttons; a click answers, the tray menu has the rest")
        return [(N_("Notifications"), True, words)]

    # ------------------------------------------------------------ inside

    def _forget(self) -> None:
        self._up = None
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    def _take_down(self) -> None:
        was_up = self._up is not None
        self._forget()
        if was_up:
            try:
                self._tray.remove_balloon()
            except OSError as error:
                log.warning("notifications: %s", error)

    def _clicked(self) -> None:
        notice = self._up
        self._forget()
        if notice is not None and notice.default is not None:
            self._report(Clicked(notice.slot, notice.default))


def _answers(notice: Notice) -> tuple[str, ...]:
    """How it is answered: by a click, and by the tray menu where it has more answers than that one."""
    if notice.default is None:
        return (notice.hint,)
    return (notice.click, _("For the rest, right-click the ring.")) if len(notice.buttons) > 1 else (notice.click,)
