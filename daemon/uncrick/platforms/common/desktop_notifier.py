"""The Notifier port over desktop-notifier: toasts on Windows, the notification centre on macOS. Untested there.

For each slot there is what should be up (`_wanted`) and what is (`_up`); one task makes the second like the first, so
that a system which first asks the person for leave delays nothing but the notices.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from typing import Any

from uncrick.errors import DesktopError
from uncrick.ports import Clicked, Dismissed, Fact, Notice, NoticeEvent

log = logging.getLogger(__name__)

TURN = 0.5  # seconds between two turns of a run loop that is not ours


class ToastNotifier:
    """
    Shows notices as the system's own notifications, with buttons.

    Args:
        place: what shows them, for the person.
        icon: a PNG file for them, if it is there; macOS shows the program's own.
        turn: lets the system call back; called twice a second for as long as something is up.
    """

    name = "desktop-notifier"

    def __init__(self, place: str, icon: str = "", turn: Callable[[], None] | None = None) -> None:
        self._place = place
        self._icon = icon
        self._turn = turn
        self._tell: Callable[[NoticeEvent], None] = lambda _: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._library: Any = None
        self._center: Any = None
        self._serials = count(1)
        self._wanted: dict[str, Notice] = {}
        self._up: dict[str, str] = {}  # slot: the system's name for what is up in it
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._due: dict[str, None] = {}  # slots to look after, in order
        self._work = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._turning: asyncio.TimerHandle | None = None

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """
        Find the system's notifications.

        Raises:
            DesktopError: desktop-notifier is not installed, or shows nothing here (macOS: no app bundle).
        """
        try:
            library, center = self._opened()
            can = await center.get_capabilities()
        except Exception as error:  # the library, or the system's under it: whatever it is, there are other ways
            raise DesktopError("No notifications", f"desktop-notifier cannot be used: {error!r}.") from error
        if library.Capability.BUTTONS not in can:
            raise DesktopError("No notifications", "desktop-notifier shows nothing on this machine.")
        self._tell, self._loop = tell, asyncio.get_running_loop()
        self._library, self._center = library, center
        # For all notices at once: what left the screen for the notification centre has lost its own.
        center.on_clicked = lambda identifier: self._soon(self._clicked, identifier, None)
        center.on_button_pressed = lambda identifier, key: self._soon(self._clicked, identifier, key)
        center.on_dismissed = lambda identifier: self._soon(self._dismissed, identifier)
        self._worker = self._loop.create_task(self._look_after(), name="uncrick toasts")

    def show(self, notice: Notice) -> None:
        """Show a notice, or change the one in its slot; returns at once."""
        slot = notice.slot
        if slot in self._due and slot in self._wanted:  # the last one was never shown, its freshness still counts
            notice = replace(notice, fresh=notice.fresh or self._wanted[slot].fresh)
        self._wanted[slot] = notice
        self._see_to(slot)

    def lower(self, slot: str) -> None:
        """The bubble leaves by itself; it stays answerable in the notification centre."""

    def withdraw(self, slot: str) -> None:
        """Take the slot's notice away; returns at once."""
        self._wanted.pop(slot, None)
        self._see_to(slot)

    async def stop(self) -> None:
        """Take everything away and leave."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
        self._wanted.clear()
        for slot in [*self._up]:
            await self._settle(slot)
        for timer in (*self._ends.values(), *([self._turning] if self._turning else [])):
            timer.cancel()

    def describe(self) -> list[Fact]:
        """What a person may want to know: what, whether it works, and in words."""
        return [("Notifications", self._center is not None, f"{self._place}, with buttons (desktop-notifier)")]

    def _opened(self) -> tuple[Any, Any]:
        from pathlib import Path

        import desktop_notifier as library

        icon = library.Icon(path=Path(self._icon).absolute()) if os.path.isfile(self._icon) else None
        return library, library.DesktopNotifier(app_name="Uncrick", app_icon=icon)

    # ------------------------------------------------------------ showing

    def _see_to(self, slot: str) -> None:
        if slot in self._ends:
            self._ends.pop(slot).cancel()
        self._due[slot] = None
        self._work.set()

    async def _look_after(self) -> None:
        await self._attempt(self._center.clear_all())  # what a killed daemon left has nobody to answer to
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due:
                slot = next(iter(self._due))
                del self._due[slot]
                await self._settle(slot)

    async def _settle(self, slot: str) -> None:
        notice, up = self._wanted.get(slot), self._up.get(slot)
        if up is not None and (notice is None or notice.fresh):
            del self._up[slot]
            await self._attempt(self._center.clear(up))
        if notice is None:
            return
        identifier = self._up.setdefault(slot, f"{slot}-{next(self._serials)}")  # the same once more changes what is up
        await self._attempt(self._center.send_notification(self._native(notice, identifier)))
        self._up[slot] = identifier  # it may have been answered while it was on its way
        self._appeared(notice)

    def _appeared(self, notice: Notice) -> None:
        assert self._loop is not None
        if self._wanted.get(notice.slot) is None:
            self._see_to(notice.slot)
        elif notice.seconds and self._wanted[notice.slot] is notice:  # no system heeds a time that it is told
            self._ends[notice.slot] = self._loop.call_later(notice.seconds, self.withdraw, notice.slot)
        if self._turn is not None and self._turning is None:
            self._turning = self._loop.call_later(TURN, self._take_turn, self._turn)

    def _take_turn(self, turn: Callable[[], None]) -> None:
        self._turning = None
        turn()
        if self._up and self._loop is not None:
            self._turning = self._loop.call_later(TURN, self._take_turn, turn)

    @staticmethod
    async def _attempt(doing: Awaitable[object]) -> None:
        try:
            await doing
        except Exception as error:  # noqa: BLE001 the systems' errors have no common type; it is one notice less
            log.warning("notifications: %r", error)

    def _native(self, notice: Notice, identifier: str) -> Any:
        library = self._library
        return library.Notification(
            title=notice.summary,
            message="\n".join(notice.lines),
            buttons=tuple(library.Button(title=button.label, identifier=button.key) for button in notice.buttons),
            sound=library.DEFAULT_SOUND if notice.sound else None,
            identifier=identifier,
        )

    # ------------------------------------------------------------ answers

    def _soon(self, happened: Callable[..., None], *args: object) -> None:
        """The system calls on a thread of its choice."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(happened, *args)

    def _answered(self, identifier: str) -> Notice | None:
        """The notice that was answered, and is gone by that; None for one that was put away meanwhile."""
        slot = next((slot for slot, up in self._up.items() if up == identifier), None)
        if slot is None:
            return None
        del self._up[slot]
        if slot in self._ends:
            self._ends.pop(slot).cancel()
        return self._wanted.pop(slot, None)

    def _clicked(self, identifier: str, key: str | None) -> None:
        notice = self._answered(identifier)
        if notice is None:
            return
        said = notice.default if key is None else key
        if said is not None:
            self._tell(Clicked(notice.slot, said))

    def _dismissed(self, identifier: str) -> None:
        notice = self._answered(identifier)
        if notice is not None:
            self._tell(Dismissed(notice.slot))
