"""The tray icon on real panels, worked with a real pointer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from PIL import Image

from desktop.desks import SwayDesk, XfceDesk, away, until
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.common import icons
from uncrick.platforms.linux.tray.port import LinuxTray

MENU = (
    Entry("", "Next break around 11:42"),
    Entry("break", "Break now"),
    Entry("", "Pause", (Entry("pause 30m", "30 min"), Entry("pause 1h", "1 h"))),
    Entry("quit", "Quit"),
)
WORKING = TrayState("ring", 0.8, "Next break around 11:42", MENU, "say")
DUE = TrayState("due", 0, "Now: turn your head", (Entry("", "Now"), Entry("start", "Start"), *MENU[2:]), "start")


@asynccontextmanager
async def shown(desk: XfceDesk | SwayDesk) -> AsyncIterator[tuple[LinuxTray, list[str]]]:
    """A tray with its icons drawn, and the keys that were chosen."""
    chosen: list[str] = []
    cache = desk.env["XDG_CACHE_HOME"]
    await away(icons.draw_set, cache)
    tray = LinuxTray(cache)
    try:
        assert await tray.start(WORKING, chosen.append)
        yield tray, chosen
    finally:
        await tray.stop()


def colours(desk: XfceDesk | SwayDesk, box: tuple[int, int, int, int] = (0, 0, 40, 28)) -> set[tuple[int, int, int]]:
    """The colours on a part of the screen, by default where the first icon of the tray is."""
    with Image.open(desk.screenshot(desk.folder / "shot.png")) as image:
        return {colour for _, colour in image.convert("RGB").crop(box).getcolors(1 << 20) or []}


async def test_the_icon_is_taken_up_by_the_panel(xfce: XfceDesk) -> None:
    async with shown(xfce):
        assert await away(xfce.tray_items)
        await until_seen(xfce, icons.TEAL)


async def until_seen(desk: XfceDesk | SwayDesk, colour: icons.Colour) -> None:
    """Wait until the tray shows a colour."""
    for _ in range(100):
        if colour[:3] in await away(colours, desk):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"no {colour} in the tray")


async def test_another_face_is_drawn_by_the_panel(xfce: XfceDesk) -> None:
    async with shown(xfce) as (tray, _):
        await until_seen(xfce, icons.TEAL)
        tray.show(DUE)
        await until_seen(xfce, icons.AMBER)


async def test_a_left_click_tells_the_key_of_the_face(xfce: XfceDesk) -> None:
    async with shown(xfce) as (tray, chosen):
        await until_seen(xfce, icons.TEAL)
        await away(xfce.click, *xfce.tray_icon)
        await until(lambda: chosen, what="a click")
        tray.show(DUE)
        await until_seen(xfce, icons.AMBER)
        await away(xfce.click, *xfce.tray_icon)
        await until(lambda: len(chosen) > 1, what="a second click")
        assert chosen == ["say", "start"]


async def test_an_entry_clicked_in_the_open_menu_tells_its_key(xfce: XfceDesk) -> None:
    async with shown(xfce) as (_, chosen):
        await until_seen(xfce, icons.TEAL)
        await away(xfce.choose, 1)
        await until(lambda: chosen, what="a choice")
        assert chosen == ["break"]


async def test_an_entry_of_a_submenu_tells_its_key(xfce: XfceDesk) -> None:
    async with shown(xfce) as (_, chosen):
        await until_seen(xfce, icons.TEAL)
        await away(xfce.choose, 2, 1)
        await until(lambda: chosen, what="a choice")
        assert chosen == ["pause 1h"]


async def test_what_does_not_apply_is_grey_and_cannot_be_chosen(xfce: XfceDesk) -> None:
    async with shown(xfce) as (tray, chosen):
        grey = Entry("done", "Did it (no break is due)", enabled=False)
        tray.show(replace(DUE, menu=(*DUE.menu[:2], grey, *DUE.menu[2:])))
        await until_seen(xfce, icons.AMBER)
        await away(xfce.choose, 2)
        await away(xfce.key, "Escape")  # the menu stayed open
        await away(xfce.choose, 1)
        await until(lambda: chosen, what="a choice")
        assert chosen == ["start"]


async def test_a_long_label_is_read_whole(xfce: XfceDesk) -> None:
    async with shown(xfce) as (tray, _):
        await until_seen(xfce, icons.TEAL)
        _, _, narrow, _ = await away(xfce.open_menu)
        await away(xfce.key, "Escape")
        line = Entry("", "Press your head into your hands, 3 of 5, 1 min 40 s left")
        tray.show(replace(DUE, menu=(line, *DUE.menu[1:])))
        await until_seen(xfce, icons.AMBER)
        _, _, wide, _ = await away(xfce.open_menu)
        assert wide - narrow > 5 * (len(line.label) - len(WORKING.menu[0].label))


async def test_a_menu_that_changed_since_it_was_open_tells_the_new_key(xfce: XfceDesk) -> None:
    async with shown(xfce) as (tray, chosen):
        await until_seen(xfce, icons.TEAL)
        await away(xfce.open_menu)
        await away(xfce.key, "Escape")
        tray.show(DUE)
        await until_seen(xfce, icons.AMBER)
        await away(xfce.choose, 1)
        await until(lambda: chosen, what="a choice")
        assert chosen == ["start"]


async def test_the_icon_returns_after_the_panel_was_killed(xfce: XfceDesk) -> None:
    async with shown(xfce) as (_, chosen):
        await until_seen(xfce, icons.TEAL)
        await away(xfce.kill_panel)
        await away(xfce.start_panel)
        await until_seen(xfce, icons.TEAL)
        await away(xfce.choose, 1)
        await until(lambda: chosen, what="a choice")
        assert chosen == ["break"]


async def test_the_icon_leaves_the_panel_when_it_is_stopped(xfce: XfceDesk) -> None:
    async with shown(xfce):
        await until_seen(xfce, icons.TEAL)
    assert not await away(xfce.tray_items)


async def test_without_a_tray_the_start_says_so_and_a_later_one_takes_the_icon_up() -> None:
    with XfceDesk(notifications=None, panel=False) as desk, desk.inside():
        tray = LinuxTray(desk.env["XDG_CACHE_HOME"])
        assert await tray.start(WORKING, print) is False
        await away(desk.start_panel)
        await until_seen(desk, icons.TEAL)
        await tray.stop()


async def test_waybar_shows_the_icon_without_any_x_server(sway: SwayDesk) -> None:
    async with shown(sway):
        await until_seen(sway, icons.TEAL)


async def test_the_plain_ring_gives_way_to_the_drawn_one(xfce: XfceDesk) -> None:
    tray = LinuxTray(xfce.env["XDG_CACHE_HOME"])
    assert await tray.start(DUE, print)
    await until_seen(xfce, icons.AMBER)  # the plain ring knows no amber
    await tray.stop()
