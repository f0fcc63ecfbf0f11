"""The tray over pystray's own icon, whose system is a pretend one here."""

import asyncio
import queue
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.desks import until
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.common import icons, pystray
from uncrick.platforms.common.pystray import PystrayTray
from uncrick.platforms.linux.tray import pystray_base  # noqa: F401 it keeps pystray from an X server

PAUSE = Entry("pause", "Pause", (Entry("pause:30m", "30 min"), Entry("pause:1h", "1 h")))
WORKING = TrayState(
    "ring", 1.0, "Next break at 11:42", (Entry("", "Next break"), Entry("break", "Walk & rest"), PAUSE), "next"
)
DUE = TrayState("due", 1.0, "Now", (Entry("start", "Start"),), "start")


@pytest.fixture
def system(monkeypatch) -> "type[Any]":
    """pystray with a backend whose loop is a queue."""
    import pystray
    from pystray import _base

    class Pretend(_base.Icon):  # type: ignore[misc]
        comes = True
        fails = False
        here: "list[Pretend]" = []  # noqa: RUF012 the test's own

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.messages: queue.Queue[Any] = queue.Queue()
            self.threads: list[str] = []
            self.shown: list[tuple[str, Any]] = []
            self.here.append(self)

        def _run(self) -> None:
            if self.comes:
                self._mark_ready()
            while (message := self.messages.get()) is not None:
                message()
            self._hide()

        def _stop(self) -> None:
            self.messages.put(None)

        def _show(self) -> None:
            self.shown.append(("show", None))

        def _hide(self) -> None:
            self.shown.append(("hide", None))

        def _update_icon(self) -> None:
            if self.fails:
                raise OSError("no temporary folder")
            self._icon_valid = True
            self.shown.append(("icon", self.icon))

        def _update_title(self) -> None:
            self.shown.append(("title", self.title))

        def _update_menu(self) -> None:
            self.shown.append(("menu", [item.text for item in self.menu]))

        def count(self, what: str) -> int:
            return [kind for kind, _ in self.shown].count(what)

    monkeypatch.setattr(pystray, "Icon", Pretend)
    return Pretend


class World:
    def __init__(self, system: Any) -> None:
        self.system = system
        self.tray = PystrayTray()
        self.chosen: list[tuple[str, bool]] = []  # and whether it was told on the loop's thread

    async def start(self, state: TrayState = WORKING) -> bool:
        main = threading.current_thread()
        return await self.tray.start(state, lambda key: self.chosen.append((key, threading.current_thread() is main)))

    @property
    def icon(self) -> Any:
        return self.system.here[-1]

    def item(self, *texts: str) -> Any:
        menu = self.icon.menu
        for text in texts:
            item = next(item for item in menu if item.text == text)
            menu = item.submenu
        return item

    async def click(self, item: Any) -> None:
        before = len(self.chosen)
        self.icon.messages.put(lambda: item(self.icon))
        await until(lambda: len(self.chosen) > before, what="the choice")


@pytest.fixture
async def world(system) -> AsyncIterator[World]:
    world = World(system)
    yield world
    await world.tray.stop()


async def test_the_icon_appears_with_its_picture_its_tooltip_and_its_menu(world):
    assert await world.start() is True
    assert world.icon.visible
    assert world.icon.icon.tobytes() == icons.picture("ring-20", pystray.SIZE).tobytes()
    assert world.icon.title == "Next break at 11:42"
    assert [item.text for item in world.icon.menu] == ["Next break", "Walk && rest", "Pause"]
    assert [item.text for item in world.item("Pause").submenu] == ["30 min", "1 h"]
    assert world.tray.describe() == [("Tray", True, "the icon is shown")]


async def test_plain_text_cannot_be_chosen(world):
    await world.start()
    assert [item.enabled for item in world.icon.menu] == [False, True, True]


async def test_a_choice_is_reported_on_the_loops_thread(world):
    await world.start()
    await world.click(world.item("Walk && rest"))
    await world.click(world.item("Pause", "1 h"))
    assert world.chosen == [("break", True), ("pause:1h", True)]


async def test_a_click_on_the_icon_reports_the_left_click(world):
    await world.start()
    await world.click(lambda icon: icon())
    assert world.chosen == [("next", True)]


async def test_a_double_click_counts_once(world):
    await world.start()
    world.icon.messages.put(lambda: (world.icon(), world.icon(), world.item("Pause", "1 h")(world.icon)))
    await until(lambda: len(world.chosen) == 2)
    assert [key for key, _ in world.chosen] == ["next", "pause:1h"]


async def test_another_face_is_shown(world):
    await world.start()
    world.tray.show(DUE)
    assert world.icon.icon.tobytes() == icons.picture("due", pystray.SIZE).tobytes()
    assert world.icon.title == "Now"
    assert [item.text for item in world.icon.menu] == ["Start"]
    await world.click(lambda icon: icon())
    assert world.chosen == [("start", True)]


async def test_what_is_as_it_was_is_not_drawn_again(world):
    await world.start()
    before = len(world.icon.shown)
    world.tray.show(replace(WORKING))
    assert world.icon.shown[before:] == []
    world.tray.show(replace(WORKING, tooltip="Next break at 11:43"))
    assert world.icon.shown[before:] == [("title", "Next break at 11:43")]


async def test_a_ring_that_empties_steps_at_most_once_a_minute_and_fills_at_once(world, monkeypatch):
    await world.start()
    now = 0.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    seen = []
    for now, fraction in ((0, 0.9), (30, 0.8), (59, 0.7), (60, 0.6), (61, 1.0), (62, 0.95), (121, 0.9)):  # noqa: B007
        world.tray.show(replace(WORKING, fraction=fraction))
        seen.append(world.icon.count("icon"))
    monkeypatch.undo()
    assert [after - before for before, after in zip([1, *seen], seen, strict=False)] == [1, 0, 0, 1, 1, 0, 1]


async def test_the_present_step_is_shown_when_its_minute_has_passed(world, monkeypatch):
    await world.start()
    now = 0.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    world.tray.show(replace(WORKING, fraction=0.9))
    world.tray.show(replace(WORKING, fraction=0.8))
    now = 60.0
    world.tray.show(replace(WORKING, fraction=0.8, tooltip="a minute later"))
    monkeypatch.undo()
    assert world.icon.icon.tobytes() == icons.picture("ring-16", pystray.SIZE).tobytes()


async def test_a_long_tooltip_is_cut_to_what_the_system_takes(world):
    await world.start(replace(WORKING, tooltip="x" * 200))
    assert len(world.icon.title) == 127
    world.tray.show(replace(WORKING, tooltip="y" * 200))
    assert world.icon.title == "y" * 127


async def test_a_picture_that_fails_is_a_warning(world, caplog):
    await world.start()
    world.icon.fails = True
    world.tray.show(DUE)
    assert "no temporary folder" in caplog.text
    world.icon.fails = False
    world.tray.show(replace(DUE, tooltip="Now!"))
    assert (world.icon.title, world.icon.count("icon")) == ("Now!", 2)


async def test_at_the_end_the_icon_and_its_thread_are_gone(world):
    await world.start()
    icon = world.icon
    await world.tray.stop()
    assert icon.shown[-1] == ("hide", None)
    assert "uncrick tray" not in [thread.name for thread in threading.enumerate()]
    world.tray.show(DUE)
    assert icon.title == WORKING.tooltip
    assert world.tray.describe()[0][1] is False


async def test_a_late_icon_delays_nothing_and_is_used_when_it_comes(world):
    world.tray = PystrayTray(start_timeout=0.01)
    world.system.comes = False
    assert await world.start() is False
    assert world.tray.describe() == [("Tray", False, "no icon: the icon did not appear")]
    world.tray.show(DUE)
    world.icon.messages.put(world.icon._mark_ready)
    await until(lambda: world.tray.describe()[0][1])
    assert world.icon.title == "Now"


@pytest.mark.parametrize("why", ["no pystray", "no display"])
async def test_without_a_place_for_it_there_is_no_icon_and_no_harm(why, world, monkeypatch):
    import pystray

    def raises(*_: object) -> None:
        raise ValueError("no display")

    if why == "no pystray":
        monkeypatch.setitem(sys.modules, "pystray", None)
    else:
        monkeypatch.setattr(pystray, "Icon", raises)
    assert await world.start() is False
    world.tray.show(DUE)
    assert world.tray.describe()[0][:2] == ("Tray", False)
