"""Pretend notification systems with a person in front of each, under one face: `World`."""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

from desktop.desks import until
from uncrick.platforms.common.desktop_notifier import ToastNotifier
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface, Method
from uncrick.platforms.linux.notifications import SERVER, SERVER_PATH, BusNotifier, Timing
from uncrick.ports import Button, Notice, NoticeEvent, Notifier

PROMPT = Notice(
    "prompt",
    "Turn your head",
    ("Left & right, <slowly>.", "Or walk."),
    (Button("start", "Start"), Button("snooze", "In 10 min"), Button("done", "Did it"), Button("skip", "Skip")),
    hint="uncrick break, snooze or skip",
    default="start",
    seconds=45,
)
EVERYTHING = ("actions", "body", "body-markup", "sound")
EXPIRED, DISMISSED, WITHDRAWN = 1, 2, 3


class World(Protocol):
    """A notifier, the pretend system that it shows notices on, what it reports, and the person's hands."""

    notifier: Notifier
    events: list[NoticeEvent]

    async def showing(self, notice: Notice) -> Any:
        """Show a notice and wait until it is up; its id."""

    async def settled(self) -> None:
        """Everything that the person did has arrived."""

    def screen(self) -> list[str]:
        """The titles that are up, the oldest first."""

    def ids(self) -> list[Any]:
        """The system's id of each notice that was ever sent, in order."""

    def press(self, id_: Any, key: str) -> None: ...
    def click(self, id_: Any) -> None: ...
    def dismiss(self, id_: Any) -> None: ...


async def up(world: World, *titles: str) -> None:
    """Wait until exactly these are on the screen."""
    await until(lambda: world.screen() == [*titles], what=f"{titles} on the screen")


# ---------------------------------------------------------------- the desktop's bus


class Server:
    """
    A notification server.

    Attributes:
        shown: what was shown: id, then the arguments of Notify from the application's name on.
        up: the titles on the screen, by id.
        closed: ids that were to be closed.
    """

    def __init__(
        self,
        name: str = "Pretend",
        capabilities: tuple[str, ...] = EVERYTHING,
        first_id: int = 1,
        information: tuple[str, ...] | None = None,
    ) -> None:
        self.shown: list[tuple[int, tuple[Any, ...]]] = []
        self.up: dict[int, str] = {}
        self.closed: list[int] = []
        self.information = (name, "us", "1", "1.2") if information is None else information
        self.capabilities, self.next_id = capabilities, first_id
        self.bus: Bus | None = None

    async def appear(self) -> "Server":
        self.bus = await Bus.connect("session")
        methods = {
            "GetServerInformation": Method("", "s" * len(self.information), lambda: self.information),
            "GetCapabilities": Method("", "as", lambda: (list(self.capabilities),)),
            "Notify": Method("susssasa{sv}i", "u", lambda *args: self.notify(*args)),  # noqa: PLW0108 replaceable
            "CloseNotification": Method("u", "", self.close),
        }
        signals = {"ActionInvoked": "us", "NotificationClosed": "uu", "ActivationToken": "us"}
        self.bus.export(SERVER_PATH, Interface(SERVER, methods, signals=signals))
        await self.bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", SERVER, 0)
        return self

    async def vanish(self) -> None:
        assert self.bus is not None
        await self.bus.close()

    def notify(self, *args: Any) -> tuple[Any, ...]:
        id_ = args[1] or self.next_id
        self.next_id += not args[1]
        self.shown.append((id_, args))
        self.up[id_] = args[3]
        return (id_,)

    def close(self, id_: int) -> tuple[Any, ...]:
        self.closed.append(id_)
        self.up.pop(id_, None)
        self.say("NotificationClosed", id_, WITHDRAWN)
        return ()

    def say(self, member: str, *args: Any) -> None:
        assert self.bus is not None
        self.bus.emit(SERVER_PATH, SERVER, member, *args)

    def hang(self) -> tuple[list[Any], Callable[[Any], None]]:
        """Answer no call any more; the list that calls will be collected in, and what answers one of them."""
        assert self.bus is not None
        unanswered: list[Any] = []
        answer = self.bus._answer
        self.bus._answer = unanswered.append  # type: ignore[method-assign]
        return unanswered, answer

    def resume(self, answer: Callable[[Any], None]) -> None:
        """Answer the calls to come."""
        assert self.bus is not None
        self.bus._answer = answer  # type: ignore[method-assign]

    @property
    def last(self) -> tuple[Any, ...]:
        return self.shown[-1][1]


class BusWorld:
    """A notification server on a session bus, and BusNotifier."""

    def __init__(self, server: Server, cache_dir: str = "", timing: Timing | None = None) -> None:
        self.server, self.events = server, list[NoticeEvent]()
        self.reaction: Callable[[NoticeEvent], None] = self.events.append
        self.notifier = BusNotifier(cache_dir=cache_dir, timing=timing or Timing(at_once=0))

    async def start(self) -> "BusWorld":
        await self.server.appear()
        await self.notifier.start(lambda event: self.reaction(event))  # noqa: PLW0108 replaceable
        return self

    async def stop(self) -> None:
        await self.notifier.stop()
        await self.server.vanish()

    async def showing(self, notice: Notice) -> int:
        """Show a notice and wait until it is up; its id."""
        number = len(self.server.shown)
        self.notifier.show(notice)
        await until(lambda: len(self.server.shown) > number, what="the notice")
        id_ = self.server.shown[-1][0]
        await until(lambda: [id_] == [up[0] for slot, up in self.notifier.memory().items() if slot == notice.slot])
        return id_

    async def settled(self) -> None:
        """All signals of the server have been heard."""
        assert self.server.bus is not None
        await self.server.bus.call(DBUS, DBUS_PATH, DBUS, "GetId")
        bus = self.notifier._link.bus
        assert bus is not None
        await bus.call(DBUS, DBUS_PATH, DBUS, "GetId")

    def screen(self) -> list[str]:
        return [*self.server.up.values()]

    def ids(self) -> list[int]:
        return [id_ for id_, _ in self.server.shown]

    def press(self, id_: int, key: str) -> None:
        self.server.up.pop(id_, None)
        self.server.say("ActionInvoked", id_, key)
        self.server.say("NotificationClosed", id_, DISMISSED)

    def click(self, id_: int) -> None:
        self.press(id_, "default")

    def dismiss(self, id_: int) -> None:
        self.server.up.pop(id_, None)
        self.server.say("NotificationClosed", id_, DISMISSED)


Make = Callable[..., Awaitable[BusWorld]]
"""Makes a started world from a server, and from a cache folder and waiting times if wanted."""


# ---------------------------------------------------------------- desktop-notifier


class Capability(Enum):
    TITLE = auto()
    BUTTONS = auto()


@dataclass(frozen=True)
class Icon:
    path: Path


@dataclass(frozen=True)
class NativeButton:
    title: str
    identifier: str


@dataclass(frozen=True)
class Notification:
    title: str
    message: str
    buttons: tuple[NativeButton, ...]
    sound: str | None
    identifier: str


class Center:
    """What Windows or macOS shows."""

    def __init__(self) -> None:
        self.can = frozenset(Capability)
        self.icon: Icon | None = None
        self.shown: dict[str, Notification] = {"prompt-of-a-killed-daemon": Notification("", "", (), None, "")}
        self.sent: list[Notification] = []
        self.permitted = asyncio.Event()  # the person lets us show notifications
        self.permitted.set()
        self.refuses = False
        self.is_on = True
        self.on_clicked: Callable[[str], None] = lambda _: None
        self.on_button_pressed: Callable[[str, str], None] = lambda *_: None
        self.on_dismissed: Callable[[str], None] = lambda _: None

    async def get_capabilities(self) -> frozenset[Capability]:
        return self.can

    async def has_authorisation(self) -> bool:
        return self.is_on

    async def send_notification(self, notification: Notification) -> str:
        await self.permitted.wait()
        if self.refuses:
            raise OSError("the service is not there")
        self.sent.append(notification)
        self.shown[notification.identifier] = notification
        return notification.identifier

    async def clear(self, identifier: str) -> None:
        del self.shown[identifier]

    async def clear_all(self) -> None:
        self.shown.clear()


class ToastWorld:
    """A pretend desktop-notifier, and ToastNotifier."""

    def __init__(self, center: Center) -> None:
        self.center, self.events = center, list[NoticeEvent]()
        self.notifier = ToastNotifier("the pretend centre")

    async def start(self, **more: Any) -> "ToastWorld":
        if more:
            self.notifier = ToastNotifier("the pretend centre", **more)
        await self.notifier.start(self.events.append)
        await until(lambda: not self.center.shown)
        return self

    async def showing(self, notice: Notice) -> str:
        """Show a notice and wait until it is up; its id."""
        number = len(self.center.sent)
        self.notifier.show(notice)
        await until(lambda: len(self.center.sent) > number, what="the notice")
        await self.settled()
        return self.center.sent[-1].identifier

    async def settled(self) -> None:
        """What the system said on a thread of its own has been handed over to the loop."""
        await asyncio.sleep(0)

    def screen(self) -> list[str]:
        return [notification.title for notification in self.center.shown.values()]

    def ids(self) -> list[str]:
        return [notification.identifier for notification in self.center.sent]

    def press(self, id_: str, key: str) -> None:
        self._by_person(self.center.on_button_pressed, id_, key)

    def click(self, id_: str) -> None:
        self._by_person(self.center.on_clicked, id_)

    def dismiss(self, id_: str) -> None:
        self._by_person(self.center.on_dismissed, id_)

    def _by_person(self, call: Callable[..., None], id_: str, *args: str) -> None:
        """The system removes what is answered, and reports it on a thread of its own."""
        self.center.shown.pop(id_, None)
        thread = threading.Thread(target=call, args=(id_, *args))
        thread.start()
        thread.join()


def pretend_library(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ToastWorld]:
    """A pretend module desktop_notifier, and the world that it shows notifications in."""
    world = ToastWorld(Center())

    def made(app_name: str, app_icon: Icon | None) -> Center:
        assert app_name == "Uncrick"
        world.center.icon = app_icon
        return world.center

    library = ModuleType("desktop_notifier")
    library.__dict__.update(
        Capability=Capability,
        Icon=Icon,
        Button=NativeButton,
        Notification=Notification,
        DEFAULT_SOUND="chime",
        DesktopNotifier=made,
    )
    monkeypatch.setitem(sys.modules, "desktop_notifier", library)
    return library, world
