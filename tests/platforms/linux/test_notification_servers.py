"""Notification servers that come and go, forget, or answer oddly."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("jeepney", reason="D-Bus, which only Linux has")

from jeepney import HeaderFields

from desktop.desks import BusDesk, until
from platforms.notifiers import DISMISSED, EXPIRED, PROMPT, BusWorld, Make, Server
from uncrick.errors import DesktopError
from uncrick.platforms.linux import notifications
from uncrick.platforms.linux.notifications import SERVER, SERVER_PATH, BusNotifier, Timing
from uncrick.ports import Clicked, NoticeEvent


def timing(**seconds: float) -> pytest.MarkDecorator:
    """Waiting times of the notifier in the fixture `world`."""
    return pytest.mark.parametrize("world", [Timing(**{"at_once": 0.0} | seconds)], ids=["timing"], indirect=True)


@pytest.fixture
async def world(make: Make, request: pytest.FixtureRequest) -> BusWorld:
    return await make(Server(), timing=getattr(request, "param", None))


# ---------------------------------------------------------------- servers come and go


async def test_a_new_server_gets_what_is_still_wanted_and_old_ids_mean_nothing(world: BusWorld) -> None:
    old = await world.showing(PROMPT)
    await world.server.vanish()
    later = await Server(first_id=50).appear()
    await until(lambda: later.shown)
    later.say("NotificationClosed", old, DISMISSED)
    later.say("ActionInvoked", 50, "done")
    await until(lambda: world.events)
    assert world.events == [Clicked("prompt", "done")]
    assert later.last[1] == 0
    await later.vanish()


@pytest.mark.parametrize(
    ("member", "args"),
    [("ActionInvoked", ("start",)), ("NotificationClosed", (DISMISSED,)), ("NotificationClosed", (EXPIRED,))],
)
async def test_a_new_server_does_not_get_what_is_answered_or_expired(
    world: BusWorld, member: str, args: tuple[Any, ...]
) -> None:
    id_ = await world.showing(PROMPT)
    world.server.say(member, id_, *args)
    await world.settled()
    await world.server.vanish()
    later = await Server().appear()
    world.notifier.show(replace(PROMPT, slot="other"))
    await until(lambda: later.shown)
    await asyncio.sleep(0)
    assert len(later.shown) == 1
    await later.vanish()


@timing(restart=0.01)
async def test_a_server_that_dies_of_the_notice_is_not_killed_for_ever(world: BusWorld) -> None:
    await world.showing(PROMPT)
    await world.server.vanish()
    shown = 0
    for _ in range(6):
        again = await Server().appear()
        world.notifier.show(replace(PROMPT, slot="probe", summary="Probe"))
        await until(lambda server=again: any(args[3] == "Probe" for _, args in server.shown))
        world.notifier.withdraw("probe")
        await until(lambda server=again: server.closed)
        # What replaces itself is one showing.
        shown += sum(args[3] == PROMPT.summary and not args[1] for _, args in again.shown)
        await again.vanish()
        await until(lambda: not world.notifier._owner)
    assert shown <= notifications.SHOWN_AGAIN


@timing(restart=0.01, first_retry=0.01)
async def test_a_server_that_dies_before_it_answers_is_not_killed_for_ever(world: BusWorld) -> None:
    killed = list[asyncio.Task[None]]()

    class Mortal(Server):
        async def appear(self) -> Server:
            await super().appear()
            assert self.bus is not None
            self._answer, self.bus._answer = self.bus._answer, self.die  # type: ignore[method-assign]
            return self

        def die(self, message: Any) -> None:
            if message.header.fields[HeaderFields.member] == "Notify":
                killed.append(asyncio.get_running_loop().create_task(self.vanish()))
            else:
                self._answer(message)

    await world.server.vanish()
    await until(lambda: not world.notifier._owner)
    world.notifier.show(PROMPT)
    for number in range(1, notifications.SHOWN_AGAIN + 2):
        await Mortal().appear()
        await until(lambda number=number: len(killed) == number)
        await killed[-1]
        await until(lambda: not world.notifier._owner)
    spared = await Mortal().appear()
    await until(lambda: world.notifier._owner)
    await world.notifier._link.bus.call(SERVER, SERVER_PATH, SERVER, "GetServerInformation")  # type: ignore[union-attr]
    await asyncio.sleep(0.1)
    assert len(killed) == 1 + notifications.SHOWN_AGAIN
    await spared.vanish()


@timing(answer=0.3)
async def test_a_server_that_hangs_gets_one_warning_and_the_next_notice(
    world: BusWorld, caplog: pytest.LogCaptureFixture
) -> None:
    _unanswered, answer = world.server.hang()
    for slot in ("one", "two", "three"):
        world.notifier.show(replace(PROMPT, slot=slot))
    await until(lambda: not world.notifier._due)
    await until(lambda: any(record.levelno == logging.WARNING for record in caplog.records))
    world.server.resume(answer)
    await world.showing(PROMPT)
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


@timing(answer=0.3)
async def test_an_answer_that_came_too_late_still_counts(world: BusWorld) -> None:
    unanswered, answer = world.server.hang()
    world.notifier.show(PROMPT)
    await until(lambda: unanswered)
    await until(lambda: world.notifier._failures)
    answer(unanswered[0])
    await until(world.notifier.memory)
    world.notifier.withdraw("prompt")
    await until(lambda: len(unanswered) > 1)
    assert unanswered[1].body == (1,)


# ---------------------------------------------------------------- memory


async def test_notices_of_a_killed_daemon_are_closed(world: BusWorld) -> None:
    id_ = await world.showing(PROMPT)
    heir = BusNotifier()
    heir.remember(world.notifier.memory())
    events: list[NoticeEvent] = []
    await heir.start(events.append)
    await until(lambda: world.server.closed == [id_])
    assert events == []
    await heir.stop()


@pytest.mark.parametrize("memory", [{"prompt": [5, ":9.999"]}, {"prompt": "nonsense"}, {"prompt": [None, 1]}, {}])
async def test_memory_of_another_server_or_nonsense_closes_nothing(world: BusWorld, memory: dict[str, Any]) -> None:
    heir = BusNotifier()
    heir.remember(memory)
    await heir.start(print)
    heir.show(replace(PROMPT, slot="probe"))
    await until(lambda: world.server.shown)
    assert world.server.closed == []
    await heir.stop()


async def test_the_description_has_the_servers_name(world: BusWorld) -> None:
    assert world.notifier.describe() == [("Notifications", True, "Pretend, with buttons, text, sound")]
    await world.server.vanish()
    await until(lambda: not world.notifier.describe()[0][1])


# ---------------------------------------------------------------- servers that answer oddly


@timing(first_retry=0.02, longest_retry=0.02)
async def test_a_refused_notice_is_shown_later(world: BusWorld, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []
    notify = world.server.notify

    def refusing(*args: Any) -> tuple[Any, ...]:
        tries.append(1)
        if len(tries) < 4:
            raise ValueError("not now")
        return notify(*args)

    world.server.notify = refusing  # type: ignore[method-assign]
    world.notifier.show(PROMPT)
    await until(lambda: world.server.shown, what="the notice")
    ours = [line for line in caplog.records if line.name.endswith("notifications") and line.levelno >= logging.WARNING]
    assert (len(tries), len(ours)) == (4, 1)


@timing(answer=0.3, first_retry=0.02, longest_retry=0.02)
async def test_a_server_that_hung_and_goes_on_shows_the_notice_once(world: BusWorld) -> None:
    unanswered, answer = world.server.hang()
    world.notifier.show(PROMPT)
    await until(lambda: world.notifier._failures)
    assert world.notifier.describe()[0][1] is False
    await asyncio.sleep(0.1)
    world.server.resume(answer)
    for message in unanswered:
        answer(message)
    await until(world.notifier.memory)
    assert len(world.server.shown) == 1


@timing(first_retry=0.02, longest_retry=0.02)
@pytest.mark.parametrize("summary", ["\ud800", "\0"], ids=["half a letter", "a NUL"])
async def test_characters_that_a_bus_cannot_carry_are_left_out(world: BusWorld, summary: str) -> None:
    """With a NUL in a text the bus would hang up, and again with every attempt to show it."""
    await world.showing(replace(PROMPT, slot="odd", summary=f"Turn{summary}"))
    assert world.server.last[3] in ("Turn", "Turn?")
    await world.showing(PROMPT)


@pytest.mark.parametrize("information", [(), ("Odd",), ("a", "b", "c", "d", "e")])
async def test_a_server_with_odd_information_is_refused(bus_desk: BusDesk, information: tuple[str, ...]) -> None:
    server = await Server(information=information).appear()
    with pytest.raises(DesktopError, match="oddly"):
        await BusNotifier().start(print)
    await server.vanish()
