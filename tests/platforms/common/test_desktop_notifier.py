"""Notices through desktop-notifier, which is a pretend one here."""

import asyncio
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from desktop.desks import until
from uncrick.errors import DesktopError
from uncrick.platforms.common.desktop_notifier import ToastNotifier
from uncrick.ports import Button, Clicked, Dismissed, Notice, NoticeEvent

BUTTONS = (Button("start", "Start"), Button("snooze", "In 10 min"))
PROMPT = Notice("prompt", "Turn your head", ("Slowly.", "Or walk."), BUTTONS, hint="uncrick break", default="start")
GUIDE = Notice("guide", "Left", fresh=False)


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
    """What the system shows, and a person in front of it."""

    def __init__(self) -> None:
        self.can = frozenset(Capability)
        self.icon: Icon | None = None
        self.shown: dict[str, Notification] = {"prompt-of-a-killed-daemon": Notification("", "", (), None, "")}
        self.sent: list[Notification] = []
        self.leave = asyncio.Event()  # the person lets us show notifications
        self.leave.set()
        self.refuses = False
        self.on_clicked: Callable[[str], None] = lambda _: None
        self.on_button_pressed: Callable[[str, str], None] = lambda *_: None
        self.on_dismissed: Callable[[str], None] = lambda _: None

    async def get_capabilities(self) -> frozenset[Capability]:
        return self.can

    async def send_notification(self, notification: Notification) -> str:
        await self.leave.wait()
        if self.refuses:
            raise OSError("the service is not there")
        self.sent.append(notification)
        self.shown[notification.identifier] = notification
        return notification.identifier

    async def clear(self, identifier: str) -> None:
        del self.shown[identifier]

    async def clear_all(self) -> None:
        self.shown.clear()

    def up(self) -> list[str]:
        return [notification.title for notification in self.shown.values()]

    def by_person(self, call: Callable[..., None], title: str, *args: str) -> None:
        """The system removes what is answered, and tells so on a thread of its own."""
        identifier = next(name for name, one in self.shown.items() if one.title == title)
        del self.shown[identifier]
        thread = threading.Thread(target=call, args=(identifier, *args))
        thread.start()
        thread.join()


class World:
    def __init__(self, center: Center) -> None:
        self.center = center
        self.events: list[NoticeEvent] = []
        self.notifier = ToastNotifier("the pretend centre")

    async def start(self, **more: Any) -> "World":
        if more:
            self.notifier = ToastNotifier("the pretend centre", **more)
        await self.notifier.start(self.events.append)
        await until(lambda: not self.center.shown)
        return self

    async def up(self, *titles: str) -> None:
        await until(lambda: self.center.up() == [*titles], what=f"{titles} on the screen")


@pytest.fixture
def library(monkeypatch) -> ModuleType:
    module = ModuleType("desktop_notifier")
    module.__dict__.update(
        Capability=Capability, Icon=Icon, Button=NativeButton, Notification=Notification, DEFAULT_SOUND="chime"
    )
    monkeypatch.setitem(sys.modules, "desktop_notifier", module)
    return module


@pytest.fixture
async def world(library) -> Any:
    center = Center()

    def made(app_name: str, app_icon: Icon | None) -> Center:
        assert app_name == "Uncrick"
        center.icon = app_icon
        return center

    library.DesktopNotifier = made
    world = World(center)
    yield world
    await world.notifier.stop()


async def test_a_notice_is_shown_with_its_lines_and_buttons(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    (sent,) = world.center.sent
    assert sent.message == "Slowly.\nOr walk."
    assert sent.buttons == (NativeButton("Start", "start"), NativeButton("In 10 min", "snooze"))
    assert sent.sound is None


async def test_a_sound_is_requested_where_the_notice_has_one(world):
    await world.start()
    world.notifier.show(Notice("guide", "Let go", sound=True))
    await world.up("Let go")
    assert world.center.sent[0].sound == "chime"


async def test_what_a_killed_daemon_left_is_taken_away(world):
    assert world.center.shown
    await world.start()
    assert not world.center.shown


async def test_a_button_is_reported_by_its_key(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    world.center.by_person(world.center.on_button_pressed, "Turn your head", "snooze")
    await until(lambda: world.events == [Clicked("prompt", "snooze")])


async def test_a_click_on_the_body_is_the_default(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    world.center.by_person(world.center.on_clicked, "Turn your head")
    await until(lambda: world.events == [Clicked("prompt", "start")])


async def test_a_click_on_a_body_without_default_reports_nothing(world):
    await world.start()
    world.notifier.show(Notice("answer", "Today"))
    world.notifier.show(PROMPT)
    await world.up("Today", "Turn your head")
    world.center.by_person(world.center.on_clicked, "Today")
    world.center.by_person(world.center.on_clicked, "Turn your head")
    await until(lambda: world.events)
    assert world.events == [Clicked("prompt", "start")]


async def test_closing_is_reported_once_and_not_after_an_answer(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    identifier = world.center.sent[0].identifier
    world.center.by_person(world.center.on_dismissed, "Turn your head")
    world.center.on_dismissed(identifier)
    world.center.on_clicked(identifier)
    world.notifier.show(GUIDE)
    await world.up("Left")
    assert world.events == [Dismissed("prompt")]


async def test_what_is_withdrawn_leaves_and_is_no_answer(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    world.notifier.withdraw("prompt")
    await world.up()
    world.center.on_dismissed(world.center.sent[0].identifier)
    world.notifier.show(GUIDE)
    await world.up("Left")
    assert world.events == []


async def test_a_bubble_that_is_lowered_stays_answerable(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    world.notifier.lower("prompt")
    world.center.by_person(world.center.on_clicked, "Turn your head")
    await until(lambda: world.events == [Clicked("prompt", "start")])


async def test_an_update_changes_the_notification_in_place(world):
    await world.start()
    world.notifier.show(GUIDE)
    await world.up("Left")
    world.notifier.show(Notice("guide", "Right", fresh=False))
    await world.up("Right")
    assert len({one.identifier for one in world.center.sent}) == 1


async def test_a_fresh_notice_replaces_the_old_notification(world):
    await world.start()
    world.notifier.show(PROMPT)
    await world.up("Turn your head")
    world.notifier.show(Notice("prompt", "Once more"))
    await world.up("Once more")
    assert len({one.identifier for one in world.center.sent}) == 2


async def test_what_changes_before_it_was_shown_is_shown_once(world):
    await world.start()
    world.notifier.show(PROMPT)
    world.notifier.show(Notice("prompt", "Other words", fresh=False))
    await world.up("Other words")
    assert len(world.center.sent) == 1


async def test_while_permission_is_pending_only_the_last_notice_counts(world):
    await world.start()
    world.center.leave.clear()
    world.notifier.show(Notice("answer", "Hello"))
    await asyncio.sleep(0)
    world.notifier.show(PROMPT)
    world.notifier.withdraw("prompt")
    world.notifier.show(GUIDE)
    world.center.leave.set()
    await world.up("Hello", "Left")
    assert len(world.center.sent) == 2


async def test_a_notice_withdrawn_while_being_sent_does_not_stay(world):
    await world.start()
    world.center.leave.clear()
    world.notifier.show(PROMPT)
    await asyncio.sleep(0)
    world.notifier.withdraw("prompt")
    world.center.leave.set()
    await until(lambda: world.center.sent)
    await world.up()


async def test_a_notice_answered_during_an_update_does_not_stay(world):
    await world.start()
    world.notifier.show(Notice("guide", "Left", fresh=False, default="stop"))
    await world.up("Left")
    world.center.leave.clear()
    world.notifier.show(Notice("guide", "Right", fresh=False, default="stop"))
    await asyncio.sleep(0)
    world.center.by_person(world.center.on_clicked, "Left")
    await until(lambda: world.events == [Clicked("guide", "stop")])
    world.center.leave.set()
    await until(lambda: len(world.center.sent) == 2)
    await world.up()


async def test_a_notice_leaves_by_itself_after_its_seconds(world):
    await world.start()
    world.notifier.show(Notice("answer", "Today", seconds=0.01))
    await until(lambda: world.center.sent)
    await world.up()
    assert world.events == []


async def test_the_expiry_of_an_old_notice_does_not_end_a_new_notice(world):
    await world.start()
    world.notifier.show(Notice("answer", "Today", seconds=0.2))
    await until(lambda: world.center.sent)
    world.notifier.show(Notice("answer", "Why this?"))
    await world.up("Why this?")
    ended = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.3, ended.set_result, None)
    await ended
    assert world.center.up() == ["Why this?"]


async def test_a_notice_that_fails_is_a_warning_and_the_next_is_shown(world, caplog):
    await world.start()
    world.center.refuses = True
    world.notifier.show(PROMPT)
    await until(lambda: "the service is not there" in caplog.text)
    world.center.refuses = False
    world.notifier.show(GUIDE)
    await world.up("Left")


async def test_stopping_withdraws_everything(world):
    await world.start()
    world.notifier.show(PROMPT)
    world.notifier.show(GUIDE)
    await world.up("Turn your head", "Left")
    await world.notifier.stop()
    assert world.center.up() == []


async def test_the_systems_run_loop_runs_only_while_something_is_up(world):
    runs: list[list[str]] = []
    await world.start(run_loop=lambda: runs.append(world.center.up()), run_loop_pause=0.001)
    world.notifier.show(PROMPT)
    await until(lambda: len(runs) > 2)
    world.notifier.withdraw("prompt")
    await world.up()
    await until(lambda: world.notifier._next_run is None)
    count = len(runs)
    world.notifier.show(GUIDE)
    await until(lambda: len(runs) > count)
    assert runs[count] == ["Left"]


async def test_our_icon_is_used_if_the_file_exists(world, tmp_path):
    icon = tmp_path / "uncrick.png"
    icon.write_bytes(b"")
    await world.start(icon=str(icon))
    assert world.center.icon == Icon(icon)


async def test_without_the_file_there_is_no_icon(world, tmp_path):
    await world.start(icon=str(tmp_path / "missing.png"))
    assert world.center.icon is None


async def test_it_describes_itself(world):
    assert world.notifier.describe()[0][1] is False
    await world.start()
    assert world.notifier.describe() == [("Notifications", True, "the pretend centre, with buttons (desktop-notifier)")]


@pytest.fixture
def broken(request, library, monkeypatch, tmp_path) -> None:
    def raises(**_: object) -> None:
        raise RuntimeError("Could not get ToastNotifier")

    def dummy(**_: object) -> Center:
        center = Center()
        center.can = frozenset()
        return center

    match request.param:
        case "not installed":
            monkeypatch.setitem(sys.modules, "desktop_notifier", None)
        case "an error of the system":
            library.DesktopNotifier = raises
        case "no app bundle":
            library.DesktopNotifier = dummy
        case "too old for this Python":
            (tmp_path / "desktop_notifier.py").write_text("import asyncio\nasyncio.APolicyThatIsGone()\n")
            monkeypatch.syspath_prepend(tmp_path)
            monkeypatch.delitem(sys.modules, "desktop_notifier")


@pytest.mark.parametrize(
    "broken", ["not installed", "an error of the system", "no app bundle", "too old for this Python"], indirect=True
)
@pytest.mark.usefixtures("broken")
async def test_where_it_cannot_work_the_next_of_the_chain_is_asked():
    with pytest.raises(DesktopError):
        await ToastNotifier("the pretend centre").start(lambda _: None)
