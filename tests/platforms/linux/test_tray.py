"""The tray icon, seen from a tray host that is the test's."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import BusDesk, until
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.errors import DesktopError
from uncrick.platforms.common import icons
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


# ---------------------------------------------------------------- the item


async def test_every_property_that_hosts_ask_for_is_there(desk: Desk) -> None:
    assert await desk.start()
    properties = await desk.host.properties()
    assert properties.keys() >= {
        *("Category", "Id", "Title", "Status", "WindowId", "Menu", "ItemIsMenu", "ToolTip", "IconThemePath"),
        *("IconName", "IconPixmap", "IconAccessibleDesc", "OverlayIconName", "OverlayIconPixmap"),
        *("AttentionIconName", "AttentionIconPixmap", "AttentionMovieName", "AttentionAccessibleDesc"),
    }
    assert (properties["Id"], properties["Title"], properties["Status"]) == ("uncrick", "Uncrick", "Active")
    assert (properties["Menu"], properties["ItemIsMenu"]) == (MENU_PATH, False)
    assert properties["ToolTip"] == ("", [], "Next break at 11:42", "")


async def test_the_picture_is_that_of_the_state(desk: Desk, tmp_path: Path) -> None:
    icons.draw_set(str(tmp_path))
    assert await desk.start()
    assert (await desk.host.properties())["IconPixmap"] == icons.read(str(tmp_path), "ring-20")
    desk.tray.show(replace(WORKING, kind="due"))
    await until(lambda: "NewIcon" in desk.host.names())
    assert (await desk.host.properties())["IconPixmap"] == icons.read(str(tmp_path), "due")


async def test_the_same_state_again_sends_no_signal(desk: Desk) -> None:
    assert await desk.start()
    desk.tray.show(replace(WORKING))
    desk.tray.show(replace(WORKING, fraction=0.999))
    await desk.host.properties()
    assert desk.host.signals == []


@pytest.mark.parametrize(
    ("pause", "steps"),
    [(60.0, [(0.9, 1), (0.8, 1), (0.7, 1), (1.0, 2)]), (0.0, [(0.9, 1), (0.8, 2)])],
    ids=["once a minute, and fills at once", "again after the pause"],
)
async def test_a_ring_that_empties_steps(desk: Desk, pause: float, steps: list[tuple[float, int]]) -> None:
    desk.tray = LinuxTray(desk.cache, ring_pause=pause)
    assert await desk.start()
    for fraction, expected in steps:
        desk.tray.show(replace(WORKING, fraction=fraction))
        await desk.host.properties()
        assert desk.host.names().count("NewIcon") == expected


async def test_a_click_reports_the_left_click_key(desk: Desk) -> None:
    assert await desk.start(replace(WORKING, left_click="start"))
    await desk.host.ask(ITEM_PATH, ITEM, "Activate", "ii", 0, 0)
    assert desk.chosen == ["start"]


@pytest.mark.parametrize(("pause", "chosen"), [(60.0, ["say"]), (0.0, ["say", "say"])], ids=["double", "two"])
async def test_a_double_click_counts_once_and_two_clicks_twice(desk: Desk, pause: float, chosen: list[str]) -> None:
    desk.tray = LinuxTray(desk.cache, double_click=pause)
    assert await desk.start()
    for _ in range(2):
        await desk.host.ask(ITEM_PATH, ITEM, "Activate", "ii", 0, 0)
    assert desk.chosen == chosen


@pytest.mark.parametrize(
    ("member", "signature", "args"),
    [
        ("SecondaryActivate", "ii", (0, 0)),
        ("ContextMenu", "ii", (0, 0)),
        ("Scroll", "is", (1, "vertical")),
        ("ProvideXdgActivationToken", "s", ("t",)),
    ],
)
async def test_other_gestures_are_taken_and_choose_nothing(
    desk: Desk, member: str, signature: str, args: tuple[Any, ...]
) -> None:
    assert await desk.start()
    assert await desk.host.ask(ITEM_PATH, ITEM, member, signature, *args) == ()
    assert desk.chosen == []


# ---------------------------------------------------------------- the menu


async def test_the_menu_is_that_of_the_state(desk: Desk) -> None:
    assert await desk.start()
    _, root, (first, now, pause) = await desk.host.layout()
    assert root == {"children-display": "submenu"}
    assert first[1] == {"label": "Next break at 11:42", "enabled": False}
    assert now[1] == {"label": "Now", "enabled": True}
    assert pause[1] == {"label": "Pause", "enabled": True, "children-display": "submenu"}
    assert [child[1]["label"] for child in pause[2]] == ["30 min", "1 __h"], "an underscore is no shortcut"


async def test_what_does_not_apply_is_grey_and_reports_nothing(desk: Desk) -> None:
    assert await desk.start()
    grey = Entry("done", "Did it (no break is due)", enabled=False)
    desk.tray.show(replace(WORKING, menu=(*WORKING.menu, grey)))
    entry = (await desk.host.layout())[2][-1]
    assert entry[1] == {"label": "Did it (no break is due)", "enabled": False}
    await desk.host.click("Did it (no break is due)")
    await desk.host.click("Now")
    assert desk.chosen == ["break"]


async def test_a_chosen_entry_reports_its_key_and_plain_text_nothing(desk: Desk) -> None:
    assert await desk.start()
    for label in ("Next break at 11:42", "Pause", "Now", "1 __h"):
        await desk.host.click(label)
    assert desk.chosen == ["break", "pause 1h"]


async def test_grouped_events_report_keys_and_return_unknown_ids(desk: Desk) -> None:
    assert await desk.start()
    ids = await desk.host.ids()
    events = [(id_, "clicked", ("i", 0), 0) for id_ in (ids["Now"], 999)]
    assert await desk.host.ask(MENU_PATH, MENU, "EventGroup", "a(isvu)", events) == ([999],)
    assert desk.chosen == ["break"]


async def test_an_entry_that_left_the_menu_chooses_nothing(desk: Desk) -> None:
    assert await desk.start()
    gone = (await desk.host.ids())["Now"]
    desk.tray.show(replace(WORKING, menu=WORKING.menu[:1]))
    with pytest.raises(DesktopError, match="InvalidArgs"):
        await desk.host.ask(MENU_PATH, MENU, "Event", "isvu", gone, "clicked", ("i", 0), 0)
    assert desk.chosen == []


async def test_a_new_label_changes_a_property_and_no_layout(desk: Desk) -> None:
    assert await desk.start()
    id_ = (await desk.host.ids())["Next break at 11:42"]
    desk.tray.show(replace(WORKING, menu=(Entry("", "Next break at 11:52"), *WORKING.menu[1:])))
    await until(lambda: desk.host.signals)
    assert desk.host.names() == ["ItemsPropertiesUpdated"]
    assert desk.host.signals[0].args == ([(id_, {"label": ("s", "Next break at 11:52")})], [])


async def test_new_entries_change_the_layout_and_the_others_keep_their_ids(desk: Desk) -> None:
    assert await desk.start()
    before = await desk.host.ids()
    desk.tray.show(replace(WORKING, menu=(Entry("start", "Start"), *reversed(WORKING.menu))))
    await until(lambda: "LayoutUpdated" in desk.host.names())
    after = await desk.host.ids()
    assert {label: after[label] for label in before} == before
    assert after["Start"] not in before.values()


async def test_about_to_show_is_true_when_the_layout_changed(desk: Desk) -> None:
    assert await desk.start()
    await desk.host.layout()
    assert await desk.host.ask(MENU_PATH, MENU, "AboutToShow", "i", 0) == (False,)
    desk.tray.show(replace(WORKING, menu=WORKING.menu[:1]))
    assert await desk.host.ask(MENU_PATH, MENU, "AboutToShow", "i", 0) == (True,)
    assert await desk.host.ask(MENU_PATH, MENU, "AboutToShowGroup", "ai", [0, 99]) == ([0], [99])
    await desk.host.layout()
    assert await desk.host.ask(MENU_PATH, MENU, "AboutToShow", "i", 0) == (False,)


async def test_a_host_may_ask_for_a_part_of_the_menu(desk: Desk) -> None:
    assert await desk.start()
    ids = await desk.host.ids()
    _, (_, properties, children) = await desk.host.ask(MENU_PATH, MENU, "GetLayout", "iias", 0, 1, ["label"])
    assert properties == {}
    assert [child[1][1].keys() for child in children] == [{"label"}] * 3
    assert [child[1][2] for child in children] == [[], [], []]
    (group,) = await desk.host.ask(MENU_PATH, MENU, "GetGroupProperties", "aias", [ids["Now"], 999], ["label"])
    assert group == [(ids["Now"], {"label": ("s", "Now")})]
    assert await desk.host.ask(MENU_PATH, MENU, "GetProperty", "is", ids["Now"], "label") == (("s", "Now"),)
    with pytest.raises(DesktopError, match="InvalidArgs"):
        await desk.host.ask(MENU_PATH, MENU, "GetProperty", "is", ids["Now"], "colour")
