"""Our toasts, over a desktop-notifier and a winrt that have the shape of those on Windows."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from desktop.desks import until
from platforms.elsewhere import imported_as_on
from uncrick.ports import Button, Clicked, Notice, NoticeEvent

BUTTONS = (Button("start", "Start"), Button("snooze", "In 10 min"), Button("done", "Did it"))
PROMPT = Notice("prompt", "Turn & look", ("<slowly>",), BUTTONS, default="start")
QUESTION = Notice("feedback", "How was it?", (), (Button("fine", "Fine"), Button("done", "Done")))


class Capability(Enum):
    BUTTONS = 1


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


class XmlDocument:
    """As winrt.windows.data.xml.dom has it."""

    def load_xml(self, xml: str) -> None:
        self.root = fromstring(xml)  # noqa: S314 it is ours


class Toast:
    """As winrt.windows.ui.notifications.ToastNotification."""

    def __init__(self, content: XmlDocument) -> None:
        self.content = content.root
        self.tag = self.group = ""
        self.handlers: dict[str, Callable[..., None]] = {}

    def add_activated(self, handler: Callable[..., None]) -> None:
        self.handlers["activated"] = handler

    def add_dismissed(self, handler: Callable[..., None]) -> None:
        self.handlers["dismissed"] = handler

    def add_failed(self, handler: Callable[..., None]) -> None:
        self.handlers["failed"] = handler


class Backend:
    """As desktop_notifier.backends.winrt.WinRTDesktopNotifier."""

    here: "list[Backend]" = []  # noqa: RUF012 the test's own

    def __init__(self, app_name: str, app_icon: Any = None) -> None:
        self.app_name, self.app_icon = app_name, app_icon
        self.shown: list[Toast] = []
        self.notifier = SimpleNamespace(show=self.shown.append)
        self.on_clicked: Callable[[str], None] = lambda _: None
        self.on_button_pressed: Callable[[str, str], None] = lambda *_: None
        self.on_dismissed: Callable[[str], None] = lambda _: None
        self.here.append(self)

    async def get_capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability)

    async def has_authorisation(self) -> bool:
        return True

    async def send(self, notification: Notification) -> None:
        await self._send(notification)

    async def _send(self, notification: Notification) -> None:
        raise AssertionError("ours are of our own making")

    async def clear(self, identifier: str) -> None:
        self.shown[:] = [toast for toast in self.shown if toast.tag != identifier]

    async def clear_all(self) -> None:
        self.shown.clear()

    def _on_activated(self, sender: Toast, arguments: str) -> None:
        prefix = "action=button&amp;id="
        if arguments == "default":
            self.on_clicked(sender.tag)
        elif arguments.startswith(prefix):
            self.on_button_pressed(sender.tag, arguments.removeprefix(prefix))

    def _on_dismissed(self, sender: Toast, arguments: object) -> None: ...
    def _on_failed(self, sender: Toast, arguments: object) -> None: ...


def wrapper(function: Callable[..., None]) -> Callable[..., None]:
    loop = asyncio.get_running_loop()
    return lambda *args: loop.call_soon_threadsafe(function, *args) and None


def module(monkeypatch: pytest.MonkeyPatch, name: str, **content: object) -> None:
    made = ModuleType(name)
    made.__dict__.update(content)
    monkeypatch.setitem(sys.modules, name, made)


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setattr(Backend, "here", [])
    contents = {
        "Capability": Capability,
        "Button": NativeButton,
        "Notification": Notification,
        "DEFAULT_SOUND": "chime",
    }
    icon = lambda path: SimpleNamespace(as_uri=path.as_uri)  # noqa: E731
    module(monkeypatch, "desktop_notifier", **contents, Icon=icon, DesktopNotifier=Backend)
    module(monkeypatch, "desktop_notifier.backends")
    module(monkeypatch, "desktop_notifier.backends.winrt", WinRTDesktopNotifier=Backend, eventloop_wrapper=wrapper)
    for name in ("winrt", "winrt.windows", "winrt.windows.data", "winrt.windows.data.xml", "winrt.windows.ui"):
        module(monkeypatch, name)
    module(monkeypatch, "winrt.windows.data.xml.dom", XmlDocument=XmlDocument)
    module(monkeypatch, "winrt.windows.ui.notifications", ToastNotification=Toast)
    windows = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.toasts")
    events = list[NoticeEvent]()
    notifier = windows.WindowsToasts("Windows notifications")
    await notifier.start(events.append)
    return SimpleNamespace(notifier=notifier, events=events, backend=Backend.here[-1], windows=windows)


async def shown(world: SimpleNamespace, notice: Notice) -> Toast:
    before = len(world.backend.shown)
    world.notifier.show(notice)
    await until(lambda: len(world.backend.shown) > before)
    toast: Toast = world.backend.shown[-1]
    return toast


def actions(toast: Element) -> list[tuple[str | None, ...]]:
    return [tuple(map(each.get, ("content", "activationType", "arguments"))) for each in toast.iter("action")]


async def test_the_buttons_of_a_prompt_are_links_which_work_without_us(world):
    toast = (await shown(world, PROMPT)).content
    assert actions(toast) == [
        ("Start", "protocol", "uncrick:start"),
        ("In 10 min", "protocol", "uncrick:snooze"),
        ("Did it", "protocol", "uncrick:done"),
    ]
    assert (toast.get("launch"), toast.get("activationType")) == ("uncrick:start", "protocol")
    await world.notifier.stop()


async def test_a_toast_stays_for_long_with_its_texts(world):
    toast = (await shown(world, PROMPT)).content
    assert toast.get("duration") == "long"
    assert [text.text for text in toast.iter("text")] == ["Turn & look", "<slowly>"]
    await world.notifier.stop()


async def test_the_buttons_of_a_question_come_back_to_us(world):
    toast = await shown(world, QUESTION)
    (_, kind, arguments), second = actions(toast.content)
    assert (kind, second[1]) == ("background", "background"), "done is no command here"
    toast.handlers["activated"](toast, arguments)
    await until(lambda: world.events == [Clicked("feedback", "fine")])
    await world.notifier.stop()


async def test_a_click_on_another_notice_comes_back_to_us(world):
    toast = await shown(world, Notice("answer", "Today", default="open"))
    assert toast.content.get("activationType") is None
    toast.handlers["activated"](toast, toast.content.get("launch"))
    await until(lambda: world.events == [Clicked("answer", "open")])
    await world.notifier.stop()


def test_icon_and_sound_are_in_it_where_there_are_any(monkeypatch):
    windows = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.toasts")
    loud, silent = (
        fromstring(windows.toast_xml(Notification("a", "b", (), sound, "guide-1"), icon))  # noqa: S314 it is ours
        for sound, icon in (("chime", "file:///a%20b.png"), (None, ""))
    )
    assert loud.find("visual/binding/image").get("src") == "file:///a%20b.png"
    assert loud.find("audio").get("silent") is None
    assert (silent.find("visual/binding/image"), silent.find("audio").get("silent")) == (None, "true")
