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

from uncrick.errors import DesktopError
from uncrick.platforms.common import thumbnails
from uncrick.platforms.common.child import errand
from uncrick.platforms.linux.dbus import (
    DBUS,
    DBUS_PATH,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    Bus,
    Link,
    Reply,
    Signal,
    SilentError,
)
from uncrick.ports import Clicked, Dismissed, Notice, NoticeEvent

log = logging.getLogger(__name__)

SERVER, SERVER_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"

BUTTONS = 3  # GNOME shows three and drops the fourth without a word
DRAW_NO_BUTTONS = {"dunst", "mako"}  # they claim actions, and hide them behind a menu or a command
KEEP_IN_A_LIST = {"gnome-shell", "cinnamon"}  # their banners leave by themselves, what they said stays answerable
DISMISSED, EXPIRED = 2, 1  # reasons of NotificationClosed
NORMAL = ("y", 1)  # urgency: a critical one pierces do-not-disturb
CHIME = "complete"  # of the freedesktop sound theme
SHOWN_AGAIN = 3  # times, so that a server which dies of our notice is not killed for ever
DRAWN_AFTER, DRAWING_TAKES = 2.0, 60.0  # seconds from the first word of a server (the icon is up), and at most
PLAIN = frozenset(b"/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
RETURN_TAKES = 2.0  # seconds in which a restarted server is back by itself


@dataclass(frozen=True, slots=True)
class _Up:
    """A notification on the screen: the server's id for it, and the unique name of that server."""

    id: int
    server: str
    answered: bool = False


# What a server says of itself, in words
ABILITIES = {
    "text": {"body"},
    "pictures": {"body-images", "icon-static", "icon-multi"},
    "a list of old ones": {"persistence"},
    "sound": {"sound"},
}


class BusNotifier:
    """
    Shows notices through the desktop's notification server, and meets a new server when the old one is gone.

    Args:
        patient: `start` raises nothing; bus and server are waited for.
        kept: a file for what is up, so that a daemon which was killed leaves no dead bubble behind; "" keeps nothing.
        cache_dir: folder of the pictures, which a child draws ahead once a server was met that takes them; "": none.
    Attributes:
        activation_token: what the desktop gave with the last click, for a window that opens because of it.
    """

    name = "notification server"

    def __init__(self, *, patient: bool = False, kept: str = "", cache_dir: str = "") -> None:
        self.activation_token: str | None = None
        self._patient = patient
        self._kept = kept
        self._cache_dir = cache_dir
        self._drawing: asyncio.Task[None] | None = None
        self._written = "{}"
        self._tell: Callable[[NoticeEvent], None] = lambda _: None
        self._link = Link("session", self._arrived, self._left)
        self._owner = ""
        self._owners = 0  # how often it became another one, or none
        self._met = False  # what follows is true of the present owner
        self._product = ""
        self._capabilities: frozenset[str] = frozenset()
        self._wanted: dict[str, Notice] = {}
        self._up: dict[str, _Up] = {}
        self._met_by: dict[str, int] = {}  # how many servers got the notice, by slot
        self._due: dict[str, None] = {}  # slots to look after, in order
        self._work = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._asked: dict[str, Notice] = {}  # by slot, what a server was asked to show and did not answer yet
        self._complained = False
        self._failures = 0

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """
        Find the server.

        Raises:
            DesktopError: there is no session bus, or nobody on it shows notifications.
        """
        self._tell = tell
        self._remember()
        try:
            await self._link.start()
        except DesktopError:
            if not self._patient:
                await self._link.stop()
                raise
        self._worker = asyncio.get_running_loop().create_task(self._look_after(), name="uncrick notices")

    def show(self, notice: Notice) -> None:
        """Show a notice, or change the one in its slot; returns at once."""
        slot = notice.slot
        if slot in self._due and slot in self._wanted:  # the last one was never shown, its freshness still counts
            notice = replace(notice, fresh=notice.fresh or self._wanted[slot].fresh)
        self._wanted[slot] = notice
        self._met_by.pop(slot, None)
        self._see_to(slot)

    def lower(self, slot: str) -> None:
        """Free the screen of the slot's notice: closed, unless the server moves it to a list; returns at once."""
        if self._product.lower() not in KEEP_IN_A_LIST:
            self.withdraw(slot)

    def withdraw(self, slot: str) -> None:
        """Take the slot's notice away; returns at once."""
        self._wanted.pop(slot, None)
        self._see_to(slot)

    async def stop(self) -> None:
        """Take everything away and leave."""
        for task in (self._worker, self._drawing):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        if self._link.bus is not None:
            for up in self._up.values():
                self._link.bus.tell(SERVER, SERVER_PATH, SERVER, "CloseNotification", "u", up.id)
        self._wanted.clear()
        self._up.clear()
        self._keep()
        await self._link.stop()

    def memory(self) -> dict[str, Any]:
        """What is up, for a daemon that may be killed: plain values, for `remember`."""
        return {slot: [up.id, up.server] for slot, up in self._up.items()}

    def remember(self, memory: Mapping[str, Any]) -> None:
        """What a killed daemon left up: closed on `start`, if it is still the same server. Anything odd is ignored."""
        for slot, entry in memory.items():
            match entry:
                case [int(id_), str(server)] if slot not in self._up:
                    self._up[slot] = _Up(id_, server, answered=True)
                    self._see_to(slot)

    def _remember(self) -> None:
        if self._kept:
            with contextlib.suppress(OSError, ValueError), open(self._kept, encoding="utf-8") as file:
                memory = json.load(file)
                self.remember(memory if isinstance(memory, dict) else {})

    def _keep(self) -> None:
        text = json.dumps(self.memory())
        if not self._kept or text == self._written:
            return
        self._written = text
        with contextlib.suppress(OSError), open(self._kept, "w", encoding="utf-8") as file:
            file.write(text)  # cut off by a crash it is no JSON, and means nothing

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know: what, whether it works, and in words."""
        if not self._owner or not self._product:
            return [("Notifications", False, "nothing shows notifications on this desktop")]
        if self._complained:
            return [("Notifications", False, f"{self._product} does not show what it is asked to; it is tried again")]
        able = "".join(f", {words}" for words, names in ABILITIES.items() if names & self._capabilities)
        if self._draws_buttons():
            return [("Notifications", True, f"{self._product}, with buttons{able}")]
        return [("Notifications", True, f"{self._product}{able}; without buttons: use the tray or the command line")]

    # ------------------------------------------------------------ the server comes and goes

    async def _arrived(self, bus: Bus) -> None:
        for member, handler in (
            ("ActionInvoked", self._invoked),
            ("NotificationClosed", self._closed),
            ("ActivationToken", self._token),
        ):
            bus.listen(handler, sender=SERVER, interface=SERVER, path=SERVER_PATH, member=member)
        self._owner = ""
        await bus.watch_name(SERVER, partial(self._owned, bus))
        if not self._owner and not self._patient:
            names = (await bus.call(DBUS, DBUS_PATH, DBUS, "ListActivatableNames")).args[0]
            if SERVER not in names:
                raise DesktopError("No notifications", "No notification server runs on this desktop.")
        if self._owner or not self._patient:
            await self._meet(bus)
        self._see_to(*self._wanted)

    async def _meet(self, bus: Bus) -> None:
        """Ask the server who it is and what it can do; this starts one that waits to be started."""
        self._product, _vendor, version, _spec = (
            await bus.call(SERVER, SERVER_PATH, SERVER, "GetServerInformation")
        ).args
        self._capabilities = frozenset((await bus.call(SERVER, SERVER_PATH, SERVER, "GetCapabilities")).args[0])
        self._met = True
        if self._takes_pictures() and self._drawing is None and not thumbnails.drawn(self._cache_dir):
            self._drawing = asyncio.get_running_loop().create_task(self._draw(), name="uncrick stills")
        log.debug("Notifications go to %s %s: %s", self._product, version, " ".join(sorted(self._capabilities)))

    def _owned(self, bus: Bus, owner: str) -> None:
        """Another server has another memory: what was up is gone, and is shown again if it is still wanted."""
        if owner == self._owner:
            return
        self._owner, self._met = owner, False
        self._owners += 1
        self._up = {slot: up for slot, up in self._up.items() if up.server == owner}
        self._asked.clear()
        if owner:
            self._return()
        else:
            asyncio.get_running_loop().call_later(RETURN_TAKES, self._return)  # by then somebody must start it

    def _return(self) -> None:
        for slot in list(self._wanted):
            if slot not in self._up and slot not in self._due and self._met_by.get(slot, 0) <= SHOWN_AGAIN:
                self._see_to(slot)

    def _left(self) -> None:
        self._owner, self._met = "", False
        self._up.clear()
        self._asked.clear()

    # ------------------------------------------------------------ showing

    def _see_to(self, *slots: str) -> None:
        self._due.update(dict.fromkeys(slots))
        self._work.set()

    async def _look_after(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due and (bus := self._link.bus) is not None:
                slot = next(iter(self._due))
                del self._due[slot]
                try:
                    await self._settle(bus, slot)
                    self._keep()
                    self._complained, self._failures = False, 0
                except Exception as error:  # noqa: BLE001 a server that answers oddly must not end what looks after all
                    log.log(logging.DEBUG if self._complained else logging.WARNING, "%s", error)
                    self._complained = True
                    self._try_again(slot)

    def _try_again(self, slot: str) -> None:
        """
        What is still wanted, and was not even taken by a server that hangs, is shown a little later.

        Should another one be there by then, `_owned` has taken care of it.
        """
        pause = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
        self._failures += 1
        owners = self._owners

        def again() -> None:
            is_missing = slot in self._wanted and slot not in self._up and slot not in self._asked
            if is_missing and self._owners == owners:
                self._see_to(slot)

        asyncio.get_running_loop().call_later(pause, again)

    async def _settle(self, bus: Bus, slot: str) -> None:
        notice, up = self._wanted.get(slot), self._up.get(slot)
        if up is not None and (notice is None or notice.fresh or up.answered):
            del self._up[slot]
            up_id, up = up.id, None
            with contextlib.suppress(DesktopError):  # some answer with an error when it is gone already
                await bus.call(SERVER, SERVER_PATH, SERVER, "CloseNotification", "u", up_id, starts=False)
        if notice is None or self._wanted.get(slot) is not notice:
            return
        if not self._met:
            await self._meet(bus)
        shown = self._wanted[slot] = replace(notice, fresh=False)  # looked after again, it replaces itself
        self._asked[slot] = shown
        owners = self._owners
        try:
            await self._notify(bus, shown, up)
        except SilentError:  # it has the notice, and may yet show it
            raise
        except BaseException as error:
            self._asked.pop(slot, None)
            if isinstance(error, DesktopError) and self._owners != owners:
                self._met_by[slot] = self._met_by.get(slot, 0) + 1
                return  # it died of it, perhaps; `_owned` says whether another one gets it
            raise

    async def _notify(self, bus: Bus, notice: Notice, up: _Up | None) -> None:
        await bus.call(
            SERVER,
            SERVER_PATH,
            SERVER,
            "Notify",
            "susssasa{sv}i",
            *("Uncrick", up.id if up else 0, "", notice.summary, self._body(notice), self._actions(notice)),
            *(self._hints(notice), round(notice.seconds * 1000)),
            heard=partial(self._appeared, notice),
        )

    def _appeared(self, shown: Notice, reply: Reply) -> None:
        """It is up, perhaps long after it was asked for, and perhaps no longer wanted."""
        self._asked.pop(shown.slot, None)
        if shown.slot not in self._up:
            self._met_by[shown.slot] = self._met_by.get(shown.slot, 0) + 1
        self._up[shown.slot] = _Up(reply.args[0], reply.sender)
        if self._wanted.get(shown.slot) is not shown:
            self._see_to(shown.slot)

    async def _draw(self) -> None:
        """Have the pictures drawn, in time for the first prompt and out of the way of the start."""
        await asyncio.sleep(DRAWN_AFTER)
        try:
            status = await errand("uncrick.platforms.common.thumbnails", self._cache_dir, takes=DRAWING_TAKES)
        except OSError as error:
            log.warning("The pictures cannot be drawn: %s", error)
        else:
            if status:
                log.warning("The pictures could not be drawn (exit status %d); notifications have none", status)

    def _takes_pictures(self) -> bool:
        return bool(self._cache_dir) and "icon-static" in self._capabilities

    def _draws_buttons(self) -> bool:
        return "actions" in self._capabilities and self._product.lower() not in DRAW_NO_BUTTONS

    def _body(self, notice: Notice) -> str:
        hinted = bool(notice.hint) and not self._draws_buttons()
        text = "\n".join([*notice.lines, notice.hint] if hinted else notice.lines)
        if "body-markup" in self._capabilities:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text

    def _actions(self, notice: Notice) -> list[str]:
        if "actions" not in self._capabilities:
            return []
        default = ["default", ""] if notice.default is not None else []  # with a label, XFCE would draw it as a button
        return [*default, *(word for button in notice.buttons[:BUTTONS] for word in (button.key, button.label))]

    def _hints(self, notice: Notice) -> dict[str, tuple[str, Any]]:
        hints: dict[str, tuple[str, Any]] = {"desktop-entry": ("s", "uncrick"), "urgency": NORMAL}
        if notice.transient:
            hints["transient"] = ("b", True)
        if notice.picture and self._takes_pictures() and (file := thumbnails.still(self._cache_dir, notice.picture)):
            hints["image-path"] = ("s", _uri(file))
        if "sound" in self._capabilities:
            hints |= {"sound-name": ("s", CHIME)} if notice.sound else {"suppress-sound": ("b", True)}
        return hints

    # ------------------------------------------------------------ answers

    def _slot_of(self, signal: Signal) -> str | None:
        """The slot meant by a signal of the server; ids of another server mean nothing."""
        return next(
            (slot for slot, up in self._up.items() if (up.id, up.server) == (signal.args[0], signal.sender)), None
        )

    def _invoked(self, signal: Signal) -> None:
        slot = self._slot_of(signal)
        if slot is None or self._up[slot].answered:
            return
        notice = self._wanted.pop(slot, None)
        self._up[slot] = replace(self._up[slot], answered=True)
        key = signal.args[1]
        if notice is not None:
            self._tell(Clicked(slot, (notice.default or key) if key == "default" else key))

    def _closed(self, signal: Signal) -> None:
        slot = self._slot_of(signal)
        if slot is None:
            return
        up, reason = self._up.pop(slot), signal.args[1]
        wanted = self._wanted.get(slot)
        if wanted is not None and (wanted.fresh or up.answered):
            return  # it was to make room anyway, or what is wanted came after the answer
        if reason in (EXPIRED, DISMISSED):
            self._wanted.pop(slot, None)
        if reason == DISMISSED and not up.answered:
            self._tell(Dismissed(slot))

    def _token(self, signal: Signal) -> None:
        if self._slot_of(signal) is not None:
            self.activation_token = signal.args[1]


def _uri(file: str) -> str:
    """As urllib would say it, which is not worth its memory for this."""
    return "file://" + "".join(chr(byte) if byte in PLAIN else f"%{byte:02X}" for byte in os.fsencode(file))
