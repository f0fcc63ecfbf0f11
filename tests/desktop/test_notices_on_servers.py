"""Notices on the notification servers that people have, answered as people do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PIL import Image

from desktop.desks import BareDesk, BusDesk, SwayDesk, XDesk, XfceDesk, away, until
from uncrick.core.model.text import cells, lower_first
from uncrick.core.presentation.prompt_text import NARROW
from uncrick.errors import DesktopError
from uncrick.platforms.common import thumbnails
from uncrick.platforms.linux.notifications import BusNotifier, Timing
from uncrick.ports import Button, Clicked, Dismissed, Notice, NoticeEvent
from uncrick.storage import shipped_data

RIG = shipped_data.catalogue(figure=True).rig
assert RIG is not None
MOVING = tuple(bytes.fromhex(RIG.colours["moving"][0][1:]))
PROMPT = Notice(
    "prompt",
    "Turn your head, 5 times, 1 min",
    ("Left, hold, middle, let go. Then right.", "Or take a short walk. Just leaving counts."),
    (Button("start", "Start"), Button("snooze", "In 10 min"), Button("done", "Did it")),
    hint="uncrick break, snooze or skip",
    default="start",
)


@asynccontextmanager
async def notifier() -> AsyncIterator[tuple[BusNotifier, list[NoticeEvent]]]:
    events: list[NoticeEvent] = []
    notices = BusNotifier(timing=Timing(at_once=0))
    await notices.start(events.append)
    try:
        yield notices, events
    finally:
        await notices.stop()


def displayed(desk: BusDesk) -> int:
    """How many bubbles dunst shows."""
    return int(desk.run(["dunstctl", "count", "displayed"]))


async def count(desk: BusDesk, number: int) -> None:
    await away(desk.wait_until, lambda: displayed(desk) == number, what=f"{number} bubbles")


# ---------------------------------------------------------------- dunst


async def test_an_action_invoked_in_dunst_is_told(xfce: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await count(xfce, 1)
        await away(xfce.run, ["dunstctl", "action", "0"])  # the default action
        await until(lambda: events, what="an answer")
        assert events == [Clicked("prompt", "start")]


async def test_closing_a_notice_in_dunst_dismisses_it(xfce: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await count(xfce, 1)
        await away(xfce.run, ["dunstctl", "close"])
        await until(lambda: events, what="an answer")
        assert events == [Dismissed("prompt")]


async def test_withdrawing_takes_it_from_the_screen_and_tells_nothing(xfce: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await count(xfce, 1)
        notices.withdraw("prompt")
        await count(xfce, 0)
        assert events == []


async def test_a_fresh_notice_replaces_the_old_notification(xfce: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await until(notices.memory, what="the first")
        first = notices.memory()
        notices.show(PROMPT)
        await until(lambda: notices.memory() not in ({}, first), what="the second")
        await count(xfce, 1)
        assert events == []


async def test_after_the_server_died_the_notice_is_shown_on_the_new_one(xfce: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await count(xfce, 1)
        await away(xfce.kill_notifications)
        await away(xfce.start_notifications)
        await count(xfce, 1)
        await away(xfce.run, ["dunstctl", "close"])
        await until(lambda: events, what="an answer")
        assert events == [Dismissed("prompt")]


async def test_what_a_killed_daemon_left_up_is_closed_by_the_next(xfce: XfceDesk) -> None:
    dead = BusNotifier()
    await dead.start(print)
    dead.show(PROMPT)
    await until(dead.memory, what="the notice")
    left = dead.memory()
    dead._up.clear()  # so that stopping it closes nothing, as when it is killed
    await dead.stop()
    await count(xfce, 1)
    heir = BusNotifier()
    heir.remember(left)
    await heir.start(print)
    await count(xfce, 0)
    await heir.stop()


async def test_the_picture_of_the_exercise_is_seen_in_dunst(xfce: XfceDesk) -> None:
    cache = str(xfce.folder / "pictures")
    await away(thumbnails.draw_set, cache)
    notices = BusNotifier(cache_dir=cache)
    await notices.start(print)
    notices.show(replace(PROMPT, picture="shrug"))
    await count(xfce, 1)

    def orange() -> bool:
        with Image.open(xfce.screenshot(xfce.folder / "shot.png")) as image:
            return MOVING in {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}

    await away(xfce.wait_until, orange, what="the picture in the bubble")
    await notices.stop()


# ---------------------------------------------------------------- xfce4-notifyd


@pytest.mark.parametrize(("button", "key"), [(0, "start"), (1, "snooze"), (2, "done")])
async def test_a_button_clicked_in_xfce_tells_its_key(xfce_notifyd: XfceDesk, button: int, key: str) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await away(xfce_notifyd.click_button, button)
        await until(lambda: events, what="a click")
        assert events == [Clicked("prompt", key)]


async def test_the_widest_title_is_shown_whole_in_xfce(xfce_notifyd: XfceDesk) -> None:
    """A bubble grows with its title up to a width, and cuts what is wider."""
    names = [exercise.headline for exercise in shipped_data.catalogue().exercises.values()]
    pairs = [f"{first}, then {lower_first(second)}" for first in names for second in names]
    titles = sorted((title for title in (*names, *pairs) if cells(title) <= NARROW.title), key=len)[-12:]
    async with notifier() as (notices, _events):
        widths = []
        for title in (*titles, "M" * 60):
            notices.show(replace(PROMPT, summary=title, lines=("Short.",)))
            widths.append((await away(xfce_notifyd.bubble))[2])
            notices.withdraw("prompt")
            await away(xfce_notifyd.wait_until, lambda: not xfce_notifyd.shown("notifyd"), what="no bubble")
        *whole, cut = widths
        assert max(whole) < cut


async def test_a_click_on_the_body_in_xfce_dismisses_it_for_it_knows_no_default(xfce_notifyd: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        x, y, *_ = await away(xfce_notifyd.bubble)
        await away(xfce_notifyd.click, x + 40, y + 40)
        await until(lambda: events, what="an answer")
        assert events == [Dismissed("prompt")]


async def test_expiry_in_xfce_is_no_answer(xfce_notifyd: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(Notice("closing", "Done", ("Well moved.",), seconds=1))
        await away(xfce_notifyd.bubble)
        await away(xfce_notifyd.wait_until, lambda: not xfce_notifyd.shown("notifyd"), what="the bubble's end")
        assert events == []


async def test_after_xfces_server_died_the_next_one_shows_the_notice(xfce_notifyd: XfceDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await away(xfce_notifyd.bubble)
        await away(xfce_notifyd.kill_notifications)
        await away(xfce_notifyd.start_notifications)
        await away(xfce_notifyd.click_button, 2)
        await until(lambda: events, what="a click")
        assert events == [Clicked("prompt", "done")]


# ---------------------------------------------------------------- mako


async def test_an_action_invoked_in_mako_is_told(sway: SwayDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await until(notices.memory, what="the notice")
        await away(sway.run, ["makoctl", "invoke", "snooze"])
        await until(lambda: events, what="an answer")
        assert events == [Clicked("prompt", "snooze")]


async def test_dismissing_in_mako_dismisses(sway: SwayDesk) -> None:
    async with notifier() as (notices, events):
        notices.show(PROMPT)
        await until(notices.memory, what="the notice")
        await away(sway.run, ["makoctl", "dismiss"])
        await until(lambda: events, what="an answer")
        assert events == [Dismissed("prompt")]


# ---------------------------------------------------------------- nobody


async def test_without_a_bus_the_start_fails(bare: BareDesk) -> None:
    with pytest.raises(DesktopError):
        await BusNotifier().start(print)


async def test_on_a_bus_without_a_server_the_start_fails(buses: BusDesk) -> None:
    with pytest.raises(DesktopError):
        await BusNotifier().start(print)


async def test_a_patient_notifier_shows_the_notice_when_a_server_comes(buses: BusDesk) -> None:
    notices = BusNotifier(patient=True)
    await notices.start(print)
    notices.show(PROMPT)
    with XDesk() as screen:  # dunst wants a display, and the bus of the desk it is to serve
        await away(buses.spawn, ["dunst"], env={"DISPLAY": screen.env["DISPLAY"]})
        await until(notices.memory, what="the notice")
        assert await away(displayed, buses) == 1
        await notices.stop()
