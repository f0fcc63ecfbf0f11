"""The Notifier port over org.freedesktop.Notifications.

For each slot there is what should be up (`_wanted`) and what is (`_up`); one task makes the second like the first, one
call at a time, so a server that hangs delays nothing but the notices.
"""

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from uncrick.core.model.text import N_, _, harmless
from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import (
    DBUS,
    DBUS_PATH,
    Bus,
    Link,
    NoReplyError,
    Reply,
    Signal,
)
from uncrick.platforms.linux.notice_pictures import NoticePictures
from uncrick.platforms.linux.notification_server import NotificationServer, Timing, file_uri
from uncrick.ports import Clicked, Dismissed, Fact, Notice, NoticeEvent

log = logging.getLogger(__name__)

SERVER, SERVER_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"

EXPIRED, DISMISSED = 1, 2  # reasons of NotificationClosed
SHOWN_AGAIN = 3  # times, so that a server which dies of our notice is not killed for ever


@dataclass(frozen=True, slots=True)
class _Up:
    """A notification on the screen: the server's id for it and unique name, since when (loop time), and answered."""

    id: int
    server: str
    since: float
    answered: bool = False


class BusNotifier:
    """
    Shows notices through the desktop's notification server, and through a new one when the old one is gone.

    Args:
        patient: `start` raises nothing; bus and server are waited for.
        memory_file: a file for what is up, so that a daemon which was killed leaves no dead bubble behind; "": none.
        cache_dir: folder of the pictures, which a child draws once a server that shows them answers; "": no pictures.
        icon: the program's icon, a file; where it is missing, its name is sent.
        chime: plays the short chime where the server plays no sounds.
    Attributes:
        activation_token: what the desktop gave with the last click, for a window that opens because of it.
    """

    name = "notification server"

    def __init__(
        self,
        *,
        patient: bool = False,
        memory_file: str = "",
        cache_dir: str = "",
        icon: str = "",
        chime: Callable[[], None] = lambda: None,
        timing: Timing | None = None,
    ) -> None:
        self.activation_token: str | None = None
        self._patient = patient
        self._memory_file = memory_file
        self._icon = icon
        self._chime = chime
        self._timing = timing or Timing()
        self._pictures = NoticePictures(cache_dir, self._timing.drawing)
        self._saved = "{}"  # what is in the memory file
        self._report: Callable[[NoticeEvent], None] = lambda _event: None
        self._link = Link("session", self._connected, self._disconnected, answer_timeout=self._timing.answer)
        self._owner = ""
        self._owner_changes = 0
        self._server = NotificationServer()
        self._server_is_current = False  # `_server` describes the present owner
        self._wanted: dict[str, Notice] = {}
        self._up: dict[str, _Up] = {}
        self._servers_tried: dict[str, int] = {}  # how many servers got the notice, by slot
        self._due: dict[str, None] = {}  # slots to update, in order
        self._work = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._asked: dict[str, Notice] = {}  # by slot, what a server was asked to show and did not answer yet
        self._failures = 0  # in a row
        self._closes_at_once = False  # as the last notice was

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """
        Find the server.

        Raises:
            DesktopError: there is no session bus, or nobody on it shows notifications.
        """
        self._report = report
        self._load_memory()
        try:
            await self._link.start()
        except DesktopError:
            if not self._patient:
                await self._link.stop()
                raise
        self._worker = asyncio.get_running_loop().create_task(self._update_slots(), name="uncrick notices")

    def show(self, notice: Notice) -> None:
        """Show a notice, or change the one in its slot; returns at once."""
        slot = notice.slot
        if slot in self._due and slot in self._wanted:  # the last one was never shown, its freshness still counts
            notice = replace(notice, fresh=notice.fresh or self._wanted[slot].fresh)
        self._wanted[slot] = notice
        self._servers_tried.pop(slot, None)
        self._schedule(slot)

    def lower(self, slot: str) -> None:
        """Free the screen of the slot's notice: closed, unless the server moves it to a list; returns at once."""
        if not self._server.has_list:
            self.withdraw(slot)

    def withdraw(self, slot: str) -> None:
        """Take the slot's notice away; returns at once."""
        self._wanted.pop(slot, None)
        self._schedule(slot)

    async def stop(self) -> None:
        """Take everything away and leave."""
        for task in (self._worker, self._pictures.drawing):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        if self._link.bus is not None:
            for up in self._up.values():
                self._link.bus.call_without_reply(SERVER, SERVER_PATH, SERVER, "CloseNotification", "u", up.id)
        self._wanted.clear()
        self._up.clear()
        self._save_memory()
        await self._link.stop()

    def memory(self) -> dict[str, Any]:
        """What is up, as plain values for `remember`, for a daemon that may be killed."""
        return {slot: [up.id, up.server] for slot, up in self._up.items()}

    def remember(self, memory: Mapping[str, Any]) -> None:
        """What a killed daemon left up: closed on `start`, if it is still the same server. Anything odd is ignored."""
        for slot, entry in memory.items():
            match entry:
                case [int(id_), str(server)] if slot not in self._up:
                    self._up[slot] = _Up(id_, server, self._now(), answered=True)
                    self._schedule(slot)

    def _load_memory(self) -> None:
        if self._memory_file:
            with contextlib.suppress(OSError, ValueError), open(self._memory_file, encoding="utf-8") as file:
                memory = json.load(file)
                self.remember(memory if isinstance(memory, dict) else {})

    def _save_memory(self) -> None:
        text = json.dumps(self.memory())
        if not self._memory_file or text == self._saved:
            return
        self._saved = text
        with contextlib.suppress(OSError), open(self._memory_file, "w", encoding="utf-8") as file:
            file.write(text)  # cut off by a crash it is no JSON, and is ignored

    def describe(self) -> list[Fact]:
        """For `doctor`: who shows notifications, and what that server can do."""
        if not self._owner or not self._server.product:
            return [(N_("Notifications"), False, _("nothing shows notifications on this desktop"))]
        if self._failures:
            words = _("{server} did not show a notification; the next one is tried again", server=self._server.product)
            return [(N_("Notifications"), False, words)]
        is_up = any(self._now() - up.since > self._timing.at_once for up in self._up.values())
        if self._closes_at_once and not is_up:
            words = _("{server} closes notifications before anybody can read them", server=self._server.product)
            return [(N_("Notifications"), False, words)]
        return [(N_("Notifications"), True, self._server.description())]

    # ------------------------------------------------------------ the server comes and goes

    async def _connected(self, bus: Bus) -> None:
        for member, handler in (
            ("ActionInvoked", self._action_invoked),
            ("NotificationClosed", self._notification_closed),
            ("ActivationToken", self._token_given),
        ):
            bus.listen(handler, sender=SERVER, interface=SERVER, path=SERVER_PATH, member=member)
        self._owner = ""
        await bus.watch_name(SERVER, self._owner_changed)
        if not self._owner and not self._patient:
            names = (await bus.call(DBUS, DBUS_PATH, DBUS, "ListActivatableNames")).args[0]
            if SERVER not in names:
                raise DesktopError("No notifications", "No notification server runs on this desktop.")
        if self._owner or not self._patient:
            await self._query_server(bus)
        self._schedule(*self._wanted)

    async def _query_server(self, bus: Bus) -> None:
        """Ask the server who it is and what it can do; the bus starts one that is not running."""
        product, _vendor, version, _spec = (await bus.call(SERVER, SERVER_PATH, SERVER, "GetServerInformation")).args
        capabilities = (await bus.call(SERVER, SERVER_PATH, SERVER, "GetCapabilities")).args[0]
        self._server = NotificationServer(harmless(product), frozenset(capabilities))
        self._server_is_current = True
        if self._server.shows_pictures:
            self._pictures.have_drawn()
        log.debug("Notifications go to %s %s: %s", product, version, " ".join(sorted(capabilities)))

    def _owner_changed(self, owner: str) -> None:
        """A new server knows none of the old ids: what was up is gone, and is shown again if it is still wanted."""
        if owner == self._owner:
            return
        self._owner, self._server_is_current = owner, False
        self._owner_changes += 1
        self._up = {slot: up for slot, up in self._up.items() if up.server == owner}
        self._asked.clear()
        if owner:
            self._show_again()
        else:
            asyncio.get_running_loop().call_later(self._timing.restart, self._show_again)

    def _show_again(self) -> None:
        for slot in list(self._wanted):
            if slot not in self._up and slot not in self._due:
                self._schedule(slot)

    def _disconnected(self) -> None:
        self._owner, self._server_is_current = "", False
        self._up.clear()
        self._asked.clear()

    # ------------------------------------------------------------ showing

    def _schedule(self, *slots: str) -> None:
        self._due.update(dict.fromkeys(slots))
        self._work.set()

    async def _update_slots(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due and (bus := self._link.bus) is not None:
                slot = next(iter(self._due))
                del self._due[slot]
                try:
                    await self._update(bus, slot)
                    self._save_memory()
                    self._failures = 0
                except Exception as error:  # noqa: BLE001 a server that answers oddly must not end this task
                    log.log(logging.DEBUG if self._failures else logging.WARNING, "%s", error)
                    self._retry_later(slot)

    def _retry_later(self, slot: str) -> None:
        """Show what is still wanted, and was not even taken by a server that hangs, a little later."""
        pause = min(self._timing.first_retry * 2 ** min(self._failures, 10), self._timing.longest_retry)
        self._failures += 1
        changes = self._owner_changes

        def retry() -> None:
            missing = slot in self._wanted and slot not in self._up and slot not in self._asked
            if missing and self._owner_changes == changes:  # else `_owner_changed` has seen to it
                self._schedule(slot)

        asyncio.get_running_loop().call_later(pause, retry)

    async def _update(self, bus: Bus, slot: str) -> None:
        """Make what is up in a slot what is wanted there."""
        notice, up = self._wanted.get(slot), self._up.get(slot)
        if up is not None and (notice is None or notice.fresh or up.answered):
            del self._up[slot]
            up_id, up = up.id, None
            with contextlib.suppress(DesktopError):  # some answer with an error when it is gone already
                await bus.call(SERVER, SERVER_PATH, SERVER, "CloseNotification", "u", up_id, auto_start=False)
        if notice is None or self._wanted.get(slot) is not notice or self._servers_tried.get(slot, 0) > SHOWN_AGAIN:
            return
        if not self._server_is_current:
            await self._query_server(bus)
        shown = self._wanted[slot] = replace(notice, fresh=False)  # a second update replaces it in place
        self._asked[slot] = shown
        changes = self._owner_changes
        try:
            await self._notify(bus, shown, up)
        except NoReplyError:  # it has the notice, and may yet show it
            raise
        except BaseException as error:
            self._asked.pop(slot, None)
            if isinstance(error, DesktopError) and self._owner_changes != changes:
                self._servers_tried[slot] = self._servers_tried.get(slot, 0) + 1
                return  # the notice may have killed it; `_owner_changed` decides whether another server gets it
            raise

    async def _notify(self, bus: Bus, notice: Notice, up: _Up | None) -> None:
        server = self._server
        picture = self._pictures.of(notice) if notice.picture and server.shows_pictures else ""
        await bus.call(
            SERVER,
            SERVER_PATH,
            SERVER,
            "Notify",
            "susssasa{sv}i",
            *(
                "Uncrick",
                up.id if up else 0,
                self._icon_for(notice),
                server.summary(notice),
                server.body(notice),
                server.actions(notice),
            ),
            *(server.hints(notice, picture), round(notice.seconds * 1000)),
            on_reply=partial(self._appeared, notice),
        )

    def _icon_for(self, notice: Notice) -> str:
        """The argument `app_icon`; "" where it would push the text out."""
        if not self._server.has_room_for_picture(notice):
            return ""
        return file_uri(self._icon) if os.path.isfile(self._icon) else "uncrick"

    def _appeared(self, shown: Notice, reply: Reply) -> None:
        """The server answered, perhaps long after it was asked, and perhaps when the notice is no longer wanted."""
        self._asked.pop(shown.slot, None)
        if shown.slot not in self._up:
            self._servers_tried[shown.slot] = self._servers_tried.get(shown.slot, 0) + 1
        id_, server = reply.args[0], reply.sender
        since = next((up.since for up in self._up.values() if (up.id, up.server) == (id_, server)), self._now())
        self._up[shown.slot] = _Up(id_, server, since)
        if shown.sound and not self._server.plays_sounds:
            self._chime()
        if self._wanted.get(shown.slot) is not shown:
            self._schedule(shown.slot)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    # ------------------------------------------------------------ answers

    def _slot_of(self, signal: Signal) -> str | None:
        """The slot of the notification that a signal is about; ids of another server mean nothing."""
        return next(
            (slot for slot, up in self._up.items() if (up.id, up.server) == (signal.args[0], signal.sender)), None
        )

    def _action_invoked(self, signal: Signal) -> None:
        slot = self._slot_of(signal)
        if slot is None or self._up[slot].answered:
            return
        notice = self._wanted.pop(slot, None)
        self._up[slot] = replace(self._up[slot], answered=True)
        self._closes_at_once = False
        key = signal.args[1]
        if notice is not None:
            self._report(Clicked(slot, (notice.default or key) if key == "default" else key))

    def _notification_closed(self, signal: Signal) -> None:
        slot = self._slot_of(signal)
        if slot is None:
            return
        up, reason = self._up.pop(slot), signal.args[1]
        wanted = self._wanted.get(slot)
        if wanted is not None and (wanted.fresh or up.answered):
            return  # it was about to be replaced, or what is wanted came after the answer
        if reason in (EXPIRED, DISMISSED):
            self._wanted.pop(slot, None)
        if reason != DISMISSED or up.answered:
            return
        self._closes_at_once = self._now() - up.since < self._timing.at_once
        if not self._closes_at_once:
            self._report(Dismissed(slot))

    def _token_given(self, signal: Signal) -> None:
        if self._slot_of(signal) is not None:
            self.activation_token = signal.args[1]
