"""The Notifier port: the same facts on every backend that shows buttons."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

pytest.importorskip("jeepney", reason="its pretend servers speak D-Bus")

from desktop.desks import BusDesk, until
from platforms.notifiers import PROMPT, BusWorld, Server, World, pretend_library, up
from uncrick.ports import Clicked, Dismissed, Notice

GUIDE = Notice("guide", "Left", fresh=False)


@pytest.fixture(params=["bus", "toasts"])
async def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    if request.param == "bus":
        with BusDesk() as desk, desk.inside():
            bus = await BusWorld(Server()).start()
            yield bus
            await bus.stop()
    else:
        toasts = await pretend_library(monkeypatch)[1].start()
        yield toasts
        await toasts.notifier.stop()


async def test_a_button_reports_its_key_once(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.press(id_, "snooze")
    world.press(id_, "snooze")
    await until(lambda: world.events)
    await world.settled()
    assert world.events == [Clicked("prompt", "snooze")]


async def test_a_click_on_the_body_reports_the_default_key(world: World) -> None:
    world.click(await world.showing(PROMPT))
    await until(lambda: world.events)
    assert world.events == [Clicked("prompt", "start")]


async def test_closing_is_reported_once_and_not_after_an_answer(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.dismiss(id_)
    world.dismiss(id_)
    world.click(id_)
    await world.showing(GUIDE)
    await until(lambda: world.events)
    assert world.events == [Dismissed("prompt")]


async def test_a_withdrawn_notice_leaves_and_its_late_answer_is_ignored(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.notifier.withdraw("prompt")
    await up(world)
    world.dismiss(id_)
    await world.showing(GUIDE)
    await world.settled()
    assert world.events == []


async def test_two_slots_do_not_touch_each_other(world: World) -> None:
    prompt, guide = await world.showing(PROMPT), await world.showing(replace(PROMPT, slot="guide", summary="Left"))
    assert guide != prompt
    world.notifier.withdraw("prompt")
    await up(world, "Left")
    world.press(guide, "done")
    await until(lambda: world.events)
    assert world.events == [Clicked("guide", "done")]


async def test_a_fresh_notice_replaces_the_old_under_a_new_id(world: World) -> None:
    first = await world.showing(PROMPT)
    second = await world.showing(replace(PROMPT, summary="Once more"))
    await up(world, "Once more")
    await world.settled()
    assert second != first
    assert world.events == []


async def test_a_notice_that_is_not_fresh_changes_in_place(world: World) -> None:
    first = await world.showing(GUIDE)
    assert await world.showing(replace(GUIDE, summary="Right")) == first
    assert world.screen() == ["Right"]


async def test_a_new_notice_after_an_answer_has_a_new_id(world: World) -> None:
    first = await world.showing(PROMPT)
    world.press(first, "start")
    await until(lambda: world.events)
    assert await world.showing(replace(PROMPT, fresh=False)) != first


async def test_a_notice_overtaken_before_it_was_shown_is_never_shown(world: World) -> None:
    for summary, fresh in (("one", True), ("two", False), ("three", False)):
        world.notifier.show(replace(PROMPT, summary=summary, fresh=fresh))
    world.notifier.show(replace(PROMPT, slot="gone"))
    world.notifier.withdraw("gone")
    await until(world.ids)
    await world.showing(GUIDE)
    assert world.screen() == ["three", "Left"]
    assert len(world.ids()) == 2


async def test_withdrawing_an_empty_slot_does_nothing(world: World) -> None:
    world.notifier.withdraw("prompt")
    await world.showing(GUIDE)
    assert world.screen() == ["Left"]


async def test_stopping_closes_everything(world: World) -> None:
    await world.showing(PROMPT)
    await world.showing(GUIDE)
    await world.notifier.stop()
    await up(world)
