"""Our icon on Windows and its balloons, over a pystray whose icon has the shape of the one there."""

import asyncio
import threading
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from desktop.desks import until
from platforms.elsewhere import imported_as_on
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.errors import DesktopError
from uncrick.platforms.linux.tray import pystray_base  # noqa: F401 it keeps pystray from an X server
from uncrick.ports import Button, Clicked, Notice, NoticeEvent

RIGHT, CLICKED = 0x205, 0x405
WORKING = TrayState("ring", 1.0, "Next break at 11:42", (Entry("break", "Break now"),), "next")
PROMPT = Notice(
    "prompt",
    "Turn your head",
    ("One minute.",),
    (Button("start", "Start"), Button("snooze", "In 10 min")),
    hint="uncrick break, snooze or skip",
    default="start",
    click="Click to start.",
)


@pytest.fixture
def icon_type(monkeypatch) -> Any:
    """The icon's class over a pretend backend; `during` is what happens while the menu is open."""
    import pystray
    from pystray import _base

    class Icon(_base.Icon):  # type: ignore[misc]
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.told: list[tuple[str, ...]] = []
            self.during: Callable[[], None] = lambda: None

        def _on_notify(self, wparam: int, lparam: int) -> int:
            if lparam == RIGHT:
                self.told.append(("menu opens",))
                self.during()
                self.told.append(("menu closes",))
            else:
                self()
            return 1

        def _update_menu(self) -> None:
            self.told.append(("menu", *(item.text for item in self.menu)))

        def _notify(self, message: str, title: str | None = None) -> None:
            self.told.append(("balloon", title or "", message))

        def _remove_notification(self) -> None:
            self.told.append(("no balloon",))

        def _run(self) -> None:
            self._mark_ready()
            self.ended = threading.Event()
            self.ended.wait()

        def _stop(self) -> None:
            self.ended.set()

        def _show(self) -> None: ...
        def _hide(self) -> None: ...
        def _update_icon(self) -> None: ...
        def _update_title(self) -> None: ...

    monkeypatch.setattr(pystray, "Icon", Icon)
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.tray_icon").TrayIcon


@pytest.fixture
def windows(monkeypatch) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.balloons")


def menu(*texts: str) -> Any:
    import pystray

    return pystray.Menu(*(pystray.MenuItem(text, lambda: None) for text in texts))


# ---------------------------------------------------------------- the menu


@pytest.fixture
def icon(icon_type) -> Any:
    icon = icon_type("uncrick", None, "Tip", menu("one"), balloon_clicked=lambda: icon.told.append(("click",)))
    icon._mark_ready()
    icon.told.clear()
    return icon


def test_a_menu_that_is_open_is_not_replaced_before_it_closes(icon):
    def changes() -> None:
        icon.menu = menu("two")
        icon.menu = menu("three")

    icon.during = changes
    assert icon._on_notify(0, RIGHT) == 1
    assert icon.told == [("menu opens",), ("menu closes",), ("menu", "three")]


def test_a_menu_that_did_not_change_while_it_was_open_is_not_built_anew(icon):
    icon._on_notify(0, RIGHT)
    icon.menu = menu("two")
    assert icon.told == [("menu opens",), ("menu closes",), ("menu", "two")]


def test_a_menu_that_fails_to_open_can_be_replaced_afterwards(icon):
    def fails() -> None:
        raise OSError("no foreground window")

    icon.during = fails
    with pytest.raises(OSError, match="foreground"):
        icon._on_notify(0, RIGHT)
    icon.menu = menu("two")
    assert icon.told[-1] == ("menu", "two")


def test_a_change_from_another_thread_waits_for_nothing_while_the_menu_is_open(icon):
    def changes() -> None:
        changing = threading.Thread(target=lambda: setattr(icon, "menu", menu("two")))
        changing.start()
        changing.join(10)
        assert not changing.is_alive()

    icon.during = changes
    icon._on_notify(0, RIGHT)
    assert icon.told[-1] == ("menu", "two")


def test_a_click_on_the_balloon_is_no_click_on_the_icon(icon):
    icon._on_notify(0, CLICKED)
    assert icon.told == [("click",)]


# ---------------------------------------------------------------- balloons


class Tray:
    """A tray that remembers its balloons."""

    is_begun = True

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.balloon_clicked: Callable[[], None] = lambda: None
        self.fails = False

    def show_balloon(self, title: str, text: str) -> None:
        if self.fails:
            raise OSError("the shell does not answer")
        self.told.append((title, text))

    def remove_balloon(self) -> None:
        self.told.append(("gone",))


@pytest.fixture
async def world(windows) -> SimpleNamespace:
    tray, events = Tray(), list[NoticeEvent]()
    notifier = windows.BalloonNotifier(tray)
    await notifier.start(events.append)
    return SimpleNamespace(tray=tray, notifier=notifier, events=events)


async def test_a_balloon_says_what_a_click_does_and_what_to_type(world):
    world.notifier.show(PROMPT)
    assert world.tray.told == [("Turn your head", "One minute.\nClick to start.\nFor the rest, right-click the ring.")]


async def test_a_click_on_a_prompt_starts_it_once(world):
    world.notifier.show(PROMPT)
    world.tray.balloon_clicked()
    world.tray.balloon_clicked()
    assert world.events == [Clicked("prompt", "start")]


async def test_a_prompt_that_is_withdrawn_is_gone_and_cannot_be_clicked(world):
    world.notifier.show(PROMPT)
    world.notifier.withdraw("prompt")
    world.tray.balloon_clicked()
    assert world.tray.told[1:] == [("gone",)]
    assert world.events == []


async def test_withdrawing_another_notice_leaves_the_balloon(world):
    world.notifier.show(PROMPT)
    world.notifier.withdraw("welcome")
    assert len(world.tray.told) == 1


async def test_a_notice_that_changes_is_no_new_balloon(world):
    world.notifier.show(PROMPT)
    world.notifier.show(Notice("prompt", "Turn your head", ("50 s",), fresh=False))
    assert len(world.tray.told) == 1


async def test_a_balloon_leaves_when_its_time_is_over(world):
    world.notifier.show(Notice("answer", "Done", seconds=0.01))
    await until(lambda: world.tray.told == [("Done", " "), ("gone",)])


async def test_what_windows_would_not_take_is_cut(world):
    world.notifier.show(Notice("x", "t" * 100, ("m" * 300,)))
    assert [len(text) for text in world.tray.told[0]] == [63, 255]


async def test_a_shell_that_does_not_answer_is_a_warning(world, caplog):
    world.tray.fails = True
    world.notifier.show(PROMPT)
    assert "does not answer" in caplog.text


async def test_without_an_icon_there_are_no_balloons(windows):
    tray = Tray()
    tray.is_begun = False
    with pytest.raises(DesktopError, match="no tray icon"):
        await windows.BalloonNotifier(tray).start(lambda _: None)


async def test_the_tray_shows_balloons_and_tells_of_clicks_on_the_loop(windows, icon_type, monkeypatch):
    tray = windows.WindowsTray()
    monkeypatch.setattr(tray, "_new_icon", lambda *icon: icon_type(*icon, balloon_clicked=tray._tell_click))
    assert await tray.start(WORKING, lambda _: None)
    threads: list[threading.Thread] = []
    tray.balloon_clicked = lambda: threads.append(threading.current_thread())
    tray.show_balloon("Title", "Text")
    await asyncio.to_thread(tray._icon._on_notify, 0, CLICKED)
    await until(lambda: threads == [threading.current_thread()])
    tray.remove_balloon()
    assert tray._icon.told[-2:] == [("balloon", "Title", "Text"), ("no balloon",)]
    await tray.stop()
