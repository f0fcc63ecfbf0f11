"""Trays that come and go, and the icons of ours in them."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import BareDesk, BusDesk, until
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.errors import DesktopError
from uncrick.platforms.common import child, icons
from uncrick.platforms.linux.dbus import (
    DBUS,
    DBUS_PATH,
    PROPERTIES,
    Bus,
    Interface,
    Method,
    MethodError,
    Property,
    Signal,
)
from uncrick.platforms.linux.tray.dbusmenu import MENU, MENU_PATH
from uncrick.platforms.linux.tray.port import LinuxTray
from uncrick.platforms.linux.tray.sni_icon import ITEM, ITEM_PATH, WATCHER, WATCHER_PATH

PAUSE = Entry("pause", "Pause", (Entry("pause 30m", "30 min"), Entry("pause 1h", "1 _h")))
WORKING = TrayState(
    "ring", 1.0, "Next break at 11:42", (Entry("", "Next break at 11:42"), Entry("break", "Now"), PAUSE), "say"
)


class Host:
    """A tray: its watcher, and what a panel would ask."""

    def __init__(self) -> None:
        self.bus: Bus | None = None
        self.registered: list[str] = []
        self.shows_items = True
        self.refusals = 0
        self.signals: list[Signal] = []

    async def appear(self) -> "Host":
        self.bus = await Bus.connect("session")
        self.bus.export(
            WATCHER_PATH,
            Interface(
                WATCHER,
                {"RegisterStatusNotifierItem": Method("s", "", self.register)},
                {"IsStatusNotifierHostRegistered": Property("b", lambda: self.shows_items)},
                {"StatusNotifierHostRegistered": ""},
            ),
        )
        for interface in (ITEM, MENU):
            self.bus.listen(self.signals.append, interface=interface)
        await self.bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", WATCHER, 0)
        return self

    async def vanish(self) -> None:
        assert self.bus is not None
        await self.bus.close()

    def register(self, name: str) -> tuple[Any, ...]:
        if self.refusals:
            self.refusals -= 1
            raise MethodError("UnknownObject", "not yet")
        self.registered.append(name)
        return ()

    async def ask(self, path: str, interface: str, member: str, signature: str = "", *args: Any) -> tuple[Any, ...]:
        assert self.bus is not None
        return (await self.bus.call(self.registered[-1], path, interface, member, signature, *args)).args

    async def properties(self) -> dict[str, Any]:
        (values,) = await self.ask(ITEM_PATH, PROPERTIES, "GetAll", "s", ITEM)
        return {name: value for name, (_, value) in values.items()}

    async def layout(self) -> "tuple[int, dict[str, Any], list[Any]]":
        """The menu, as nested (id, properties, children)."""
        _, root = await self.ask(MENU_PATH, MENU, "GetLayout", "iias", 0, -1, [])

        def plain(node: tuple[int, dict[str, Any], list[Any]]) -> tuple[int, dict[str, Any], list[Any]]:
            id_, properties, children = node
            return id_, {name: value for name, (_, value) in properties.items()}, [plain(tray) for _, tray in children]

        return plain(root)

    async def ids(self) -> dict[str, int]:
        """Every item's id, by its label."""
        ids_by_label: dict[str, int] = {}

        def walk(node: tuple[int, dict[str, Any], list[Any]]) -> None:
            ids_by_label[node[1].get("label", "")] = node[0]
            for below in node[2]:
                walk(below)

        walk(await self.layout())
        return ids_by_label

    async def click(self, label: str) -> None:
        await self.ask(MENU_PATH, MENU, "Event", "isvu", (await self.ids())[label], "clicked", ("i", 0), 0)

    def names(self) -> list[str]:
        return [signal.member for signal in self.signals]


class Desk:
    """A host, a tray and the keys that were chosen."""

    def __init__(self, cache: str) -> None:
        self.cache = cache
        self.host, self.tray, self.chosen = Host(), LinuxTray(cache), list[str]()

    async def start(self, state: TrayState = WORKING) -> bool:
        return await self.tray.start(state, self.chosen.append)


@pytest.fixture
async def desk(bus_desk: BusDesk, tmp_path: Path) -> AsyncIterator[Desk]:
    (tmp_path / f"icons-{icons.EDITION}").mkdir()  # so that nothing is drawn
    tray = Desk(str(tmp_path))
    await tray.host.appear()
    yield tray
    await tray.tray.stop()
    await tray.host.vanish()


# ---------------------------------------------------------------- trays come and go


async def test_without_a_bus_there_is_no_tray(tmp_path: Path) -> None:
    with BareDesk() as bare, bare.inside():
        tray = LinuxTray(str(tmp_path))
        assert await tray.start(WORKING, print) is False
        tray.show(replace(WORKING, kind="due"))
        assert tray.describe()[0][1] is False
        await tray.stop()


async def test_a_later_tray_gets_the_icon_in_its_present_state(desk: Desk) -> None:
    await desk.host.vanish()
    assert await desk.start() is False
    desk.tray.show(replace(WORKING, tooltip="later"))
    await desk.host.appear()
    await until(lambda: desk.host.registered)
    assert (await desk.host.properties())["ToolTip"][2] == "later"
    await until(lambda: desk.tray.describe()[0][1])


async def test_a_tray_without_a_host_counts_once_a_host_registers(desk: Desk) -> None:
    desk.host.shows_items = False
    assert await desk.start() is False
    desk.host.shows_items = True
    assert desk.host.bus is not None
    desk.host.bus.emit(WATCHER_PATH, WATCHER, "StatusNotifierHostRegistered")
    await until(lambda: desk.tray.describe()[0][1])


async def test_a_new_watcher_gets_the_icon_again(desk: Desk) -> None:
    assert await desk.start()
    await desk.host.vanish()
    await until(lambda: not desk.tray.describe()[0][1])
    await desk.host.appear()
    await until(lambda: len(desk.host.registered) == 2 and desk.tray.describe()[0][1])


async def test_a_watcher_that_is_not_ready_is_asked_again(desk: Desk) -> None:
    desk.tray = LinuxTray(desk.cache, register_pauses=(0.01, 0.01, 0.01))
    desk.host.refusals = 2
    assert await desk.start()


async def test_stopping_leaves_the_bus(desk: Desk) -> None:
    assert await desk.start()
    await desk.tray.stop()
    with pytest.raises(DesktopError):
        await desk.host.properties()


# ---------------------------------------------------------------- the icons


@pytest.fixture
def undrawn(desk: Desk) -> Desk:
    """A desk whose icons are not drawn yet."""
    Path(icons.folder(desk.cache)).rmdir()
    return desk


async def test_the_icons_are_drawn_once_the_icon_is_placed_and_then_shown(undrawn: Desk) -> None:
    assert await undrawn.start()
    assert len((await undrawn.host.properties())["IconPixmap"]) == 1
    await until(lambda: "NewIcon" in undrawn.host.names(), timeout=60, what="the drawn icon")
    assert [pixmap[0] for pixmap in (await undrawn.host.properties())["IconPixmap"]] == list(icons.SIZES)


async def test_without_pillow_the_ring_stays_plain_with_a_warning(
    undrawn: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert await undrawn.start()
    await until(lambda: caplog.records, what="the warning")
    assert len((await undrawn.host.properties())["IconPixmap"]) == 1


async def test_stopping_while_the_icons_are_drawn_ends_the_child(
    undrawn: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(slow))
    children: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(child.subprocess, "Popen", lambda *a, **k: children.append(popen(*a, **k)) or children[0])
    assert await undrawn.start()
    await until(lambda: children)
    await asyncio.sleep(0)
    await undrawn.tray.stop()
    assert children[0].returncode is not None


popen = subprocess.Popen


def test_the_resident_process_loads_neither_pillow_nor_xlib() -> None:
    check = (
        "import sys, uncrick.platforms.linux.tray.port;"
        "import uncrick.platforms.linux.notifications, uncrick.platforms.linux.presence;"
        "print({'PIL', 'Xlib', 'gi', 'plyer', 'apscheduler', 'typing_extensions'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
