"""The Notifier port over desktop-notifier: toasts on Windows, the notification centre on macOS. Untested there.

For each slot there is what should be up (`_wanted`) and what is (`_up`); one task makes the second like the first, so
that a system which first asks the person for leave delays nothing but the notices.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.fallback_chain import SwitchedOffError
from uncrick.ports import Clicked, Dismissed, Fact, Notice, NoticeEvent

log = logging.getLogger(__name__)

RUN_LOOP_PAUSE = 0.5  # seconds between two runs of the system's run loop


class ToastNotifier:
    """
    Shows notices as the system's own notifications, with buttons.

    Args:
        place: what shows them, in words for the person.
        icon: a PNG file for them, used if it is there; macOS shows the program's own.
        run_loop: lets the system call back; called again and again for as long as something is up.
        run_loop_pause: seconds between these calls.
    """

    name = "desktop-notifier"

    def __init__(
        self,
        place: str,
        icon: str = "",
        run_loop: Callable[[], None] | None = None,
        run_loop_pause: float = RUN_LOOP_PAUSE,
    ) -> None:
        self._place = place
        self._icon = icon
        self._run_loop, self._run_loop_pause = run_loop, run_loop_pause
        self._report: Callable[[NoticeEvent], None] = lambda _event: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._library: Any = None
        self._center: Any = None
        self._serials = count(1)
        self._wanted: dict[str, Notice] = {}
        self._up: dict[str, str] = {}  # slot: the system's name for what is up in it
        self._expiries: dict[str, asyncio.TimerHandle] = {}
        self._due: dict[str, None] = {}  # slots to update, in order
        self._work = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._next_run: asyncio.TimerHandle | None = None

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """
        Find the system's notifications.

        Raises:
            DesktopError: desktop-notifier is not installed, or shows nothing here (macOS: no app bundle).
        """
        try:
            library, center = self._open_library()
            capabilities = await center.get_capabilities()
            # macOS asks the person when the first is shown, so that there no leave is no refusal yet.
            is_off = sys.platform == "win32" and not await center.has_authorisation()
        except Exception as error:  # whatever the library or the system raises, another notifier is tried
            raise DesktopError("No notifications", f"desktop-notifier cannot be used: {error!r}.") from error
        if library.Capability.BUTTONS not in capabilities:
            raise DesktopError("No notifications", "desktop-notifier shows nothing on this machine.")
        if is_off:
            raise SwitchedOffError(self._place)
        self._report, self._loop = report, asyncio.get_running_loop()
        self._library, self._center = library, center
        # Handlers of all notices: those of one notice are lost when it leaves the screen for the notification centre.
        center.on_clicked = lambda identifier: self._on_loop(self._clicked, identifier, None)
        center.on_button_pressed = lambda identifier, key: self._on_loop(self._clicked, identifier, key)
        center.on_dismissed = lambda identifier: self._on_loop(self._dismissed, identifier)
        self._worker = self._loop.create_task(self._update_slots(), name="uncrick toasts")

    def show(self, notice: Notice) -> None:
        """Show a notice, or change the one in its slot; returns at once."""
        slot = notice.slot
        if slot in self._due and slot in self._wanted:  # the last one was never shown, its freshness still counts
            notice = replace(notice, fresh=notice.fresh or self._wanted[slot].fresh)
        self._wanted[slot] = notice
        self._schedule(slot)

    def lower(self, slot: str) -> None:
        """The bubble leaves by itself; it stays answerable in the notification centre."""

    def withdraw(self, slot: str) -> None:
        """Take the slot's notice away; returns at once."""
        self._wanted.pop(slot, None)
        self._schedule(slot)

    async def stop(self) -> None:
        """Take everything away and leave."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait([self._worker])
        self._wanted.clear()
        for slot in [*self._up]:
            await self._update(slot)
        for timer in (*self._expiries.values(), *([self._next_run] if self._next_run else [])):
            timer.cancel()

    def describe(self) -> list[Fact]:
        """For `doctor`: what shows notifications."""
        words = _("{place}, with buttons (desktop-notifier)", place=self._place)
        return [(N_("Notifications"), self._center is not None, words)]

    def _open_library(self) -> tuple[Any, Any]:
        from pathlib import Path

        import desktop_notifier as library

        icon = library.Icon(path=Path(self._icon).absolute()) if os.path.isfile(self._icon) else None
        return library, library.DesktopNotifier(app_name="Uncrick", app_icon=icon)

    # ------------------------------------------------------------ showing

    def _schedule(self, slot: str) -> None:
        if slot in self._expiries:
            self._expiries.pop(slot).cancel()
        self._due[slot] = None
        self._work.set()

    async def _update_slots(self) -> None:
        await self._logged(self._center.clear_all())  # nobody would get the answers to what a killed daemon left
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due:
                slot = next(iter(self._due))
                del self._due[slot]
                await self._update(slot)

    async def _update(self, slot: str) -> None:
        notice, up = self._wanted.get(slot), self._up.get(slot)
        if up is not None and (notice is None or notice.fresh):
            del self._up[slot]
            await self._logged(self._center.clear(up))
        if notice is None:
            return
        # Sent again under the same name, a notification changes in place
        identifier = self._up.setdefault(slot, f"{slot}-{next(self._serials)}")
        await self._logged(self._center.send_notification(self._native(notice, identifier)))
        self._up[slot] = identifier  # it may have been answered while it was on its way
        self._appeared(notice)

    def _appeared(self, notice: Notice) -> None:
        assert self._loop is not None
        if self._wanted.get(notice.slot) is None:
            self._schedule(notice.slot)
        elif notice.seconds and self._wanted[notice.slot] is notice:  # neither system takes notice of an expiry
            self._expiries[notice.slot] = self._loop.call_later(notice.seconds, self.withdraw, notice.slot)
        if self._run_loop is not None and self._next_run is None:
            self._next_run = self._loop.call_later(self._run_loop_pause, self._run)

    def _run(self) -> None:
        assert self._run_loop is not None
        self._next_run = None
        self._run_loop()
        if self._up and self._loop is not None:
            self._next_run = self._loop.call_later(self._run_loop_pause, self._run)

    @staticmethod
    async def _logged(call: Awaitable[object]) -> None:
        try:
            await call
        except Exception as error:  # noqa: BLE001 the systems' errors have no common type
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

    def _on_loop(self, handler: Callable[..., None], *args: object) -> None:
        """Run a handler on the event loop; the system calls on a thread of its choice."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(handler, *args)

    def _answered(self, identifier: str) -> Notice | None:
        """The notice that was answered, which takes it away; None for one that was withdrawn before."""
        slot = next((slot for slot, up in self._up.items() if up == identifier), None)
        if slot is None:
            return None
        del self._up[slot]
        if slot in self._expiries:
            self._expiries.pop(slot).cancel()
        return self._wanted.pop(slot, None)

    def _clicked(self, identifier: str, key: str | None) -> None:
        notice = self._answered(identifier)
        if notice is None:
            return
        answer = notice.default if key is None else key
        if answer is not None:
            self._report(Clicked(notice.slot, answer))

    def _dismissed(self, identifier: str) -> None:
        notice = self._answered(identifier)
        if notice is not None:
            self._report(Dismissed(notice.slot))
