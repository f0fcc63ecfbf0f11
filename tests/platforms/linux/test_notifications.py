"""Notices, against a notification server whose every word is the test's."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jeepney import HeaderFields

from desktop.desks import BusDesk, until
from uncrick.errors import DesktopError
from uncrick.platforms.common import thumbnails
from uncrick.platforms.linux import notifications
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface, Method
from uncrick.platforms.linux.notifications import SERVER, SERVER_PATH, BusNotifier, Timing
from uncrick.ports import Button, Clicked, Dismissed, Notice, NoticeEvent

PROMPT = Notice(
    "prompt",
    "Turn your head",
    ("Left & right, <slowly>.", "Or walk."),
    (Button("start", "Start"), Button("snooze", "In 10 min"), Button("done", "Did it"), Button("skip", "Skip")),
    hint="uncrick break, snooze or skip",
    default="start",
    seconds=45,
)
EVERYTHING = ("actions", "body", "body-markup", "sound")
EXPIRED, DISMISSED, WITHDRAWN = 1, 2, 3


class Server:
    """
    A notification server.

    Attributes:
        shown: what was shown: id, then the arguments of Notify from the application's name on.
        closed: ids that were to be closed.
    """

    def __init__(
        self,
        name: str = "Pretend",
        capabilities: tuple[str, ...] = EVERYTHING,
        first_id: int = 1,
        information: tuple[str, ...] | None = None,
    ) -> None:
        self.shown: list[tuple[int, tuple[Any, ...]]] = []
        self.closed: list[int] = []
        self.information = (name, "us", "1", "1.2") if information is None else information
        self.capabilities, self.next_id = capabilities, first_id
        self.bus: Bus | None = None

    async def appear(self) -> "Server":
        self.bus = await Bus.connect("session")
        methods = {
            "GetServerInformation": Method("", "s" * len(self.information), lambda: self.information),
            "GetCapabilities": Method("", "as", lambda: (list(self.capabilities),)),
            "Notify": Method("susssasa{sv}i", "u", lambda *args: self.notify(*args)),  # noqa: PLW0108 replaceable
            "CloseNotification": Method("u", "", self.close),
        }
        signals = {"ActionInvoked": "us", "NotificationClosed": "uu", "ActivationToken": "us"}
        self.bus.export(SERVER_PATH, Interface(SERVER, methods, signals=signals))
        await self.bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", SERVER, 0)
        return self

    async def vanish(self) -> None:
        assert self.bus is not None
        await self.bus.close()

    def notify(self, *args: Any) -> tuple[Any, ...]:
        id_ = args[1] or self.next_id
        self.next_id += not args[1]
        self.shown.append((id_, args))
        return (id_,)

    def close(self, id_: int) -> tuple[Any, ...]:
        self.closed.append(id_)
        self.say("NotificationClosed", id_, WITHDRAWN)
        return ()

    def say(self, member: str, *args: Any) -> None:
        assert self.bus is not None
        self.bus.emit(SERVER_PATH, SERVER, member, *args)

    @property
    def last(self) -> tuple[Any, ...]:
        return self.shown[-1][1]


class World:
    """A server and a notifier that met."""

    def __init__(self, server: Server, cache_dir: str = "", timing: Timing | None = None) -> None:
        self.server, self.events = server, list[NoticeEvent]()
        self.reaction: Callable[[NoticeEvent], None] = self.events.append
        self.notifier = BusNotifier(cache_dir=cache_dir, timing=timing)

    async def start(self) -> None:
        await self.server.appear()
        await self.notifier.start(lambda event: self.reaction(event))  # noqa: PLW0108 replaceable

    async def showing(self, notice: Notice) -> int:
        """Show a notice and wait until it is up; its id."""
        number = len(self.server.shown)
        self.notifier.show(notice)
        await until(lambda: len(self.server.shown) > number, what="the notice")
        id_ = self.server.shown[-1][0]
        await until(lambda: [id_] == [up[0] for slot, up in self.notifier.memory().items() if slot == notice.slot])
        return id_

    async def settled(self) -> None:
        """All signals of the server have been heard."""
        assert self.server.bus is not None
        await self.server.bus.call(DBUS, DBUS_PATH, DBUS, "GetId")
        bus = self.notifier._link.bus
        assert bus is not None
        await bus.call(DBUS, DBUS_PATH, DBUS, "GetId")


def timing(**seconds: float) -> pytest.MarkDecorator:
    """Waiting times of the notifier in the fixture `world`."""
    return pytest.mark.parametrize("world", [Timing(**seconds)], ids=["timing"], indirect=True)


@pytest.fixture
async def world(bus_desk: BusDesk, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    one = World(Server(), timing=getattr(request, "param", None))
    await one.start()
    yield one
    await one.notifier.stop()
    await one.server.vanish()


# ---------------------------------------------------------------- what is sent


async def test_a_notice_is_sent_as_the_contract_says(world: World) -> None:
    await world.showing(PROMPT)
    name, replaces, _icon, summary, body, actions, hints, expiry = world.server.last
    assert (name, replaces, summary, expiry) == ("Uncrick", 0, "Turn your head", 45_000)
    assert body == "Left &amp; right, &lt;slowly&gt;.\nOr walk."
    assert actions == ["default", "", "start", "Start", "snooze", "In 10 min", "done", "Did it"]
    assert hints == {"desktop-entry": ("s", "uncrick"), "urgency": ("y", 1), "suppress-sound": ("b", True)}


async def test_a_notice_without_seconds_never_expires_by_itself(world: World) -> None:
    await world.showing(replace(PROMPT, seconds=0))
    assert world.server.last[-1] == 0


async def test_a_transient_notice_with_a_chime_has_both_hints(world: World) -> None:
    await world.showing(replace(PROMPT, transient=True, sound=True))
    hints = world.server.last[6]
    assert hints["transient"] == ("b", True)
    assert hints["sound-name"] == ("s", "complete")
    assert "suppress-sound" not in hints


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A picture that is drawn already, in a cache whose name has a space."""
    folder = Path(thumbnails.folder(str(tmp_path / "my cache")))
    folder.mkdir(parents=True)
    (folder / "neck_nod.png").write_bytes(b"")
    return folder / "neck_nod.png"


@pytest.mark.parametrize(
    ("capabilities", "picture", "sent"),
    [
        (("body", "icon-static"), "neck_nod", True),
        (("body", "icon-static"), "not_drawn", False),
        (("body", "icon-static"), "", False),
        (("body",), "neck_nod", False),
    ],
)
async def test_a_picture_is_sent_if_drawn_and_supported(
    bus_desk: BusDesk, still: Path, capabilities: tuple[str, ...], picture: str, sent: bool
) -> None:
    one = World(Server(capabilities=capabilities), cache_dir=str(still.parent.parent))
    await one.start()
    await one.showing(replace(PROMPT, picture=picture))
    assert one.server.last[6].get("image-path") == (("s", still.as_uri()) if sent else None)
    await one.notifier.stop()
    await one.server.vanish()


async def test_pictures_are_drawn_once_a_server_that_shows_them_answers(bus_desk: BusDesk, tmp_path: Path) -> None:
    one = World(Server(capabilities=("body", "icon-static")), str(tmp_path), Timing(drawing=0))
    await one.start()
    await one.showing(replace(PROMPT, picture="neck_nod"))  # it does not wait for its picture
    assert "image-path" not in one.server.last[6]
    await until(lambda: thumbnails.drawn(str(tmp_path)), what="the pictures")
    await one.showing(replace(PROMPT, picture="neck_nod"))
    assert one.server.last[6]["image-path"] == ("s", Path(thumbnails.still(str(tmp_path), "neck_nod")).as_uri())
    await one.notifier.stop()
    await one.server.vanish()


async def test_pictures_that_cannot_be_drawn_are_one_warning(
    bus_desk: BusDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("in the way")
    one = World(Server(capabilities=("body", "icon-static")), str(tmp_path / "cache"), Timing(drawing=0))
    await one.start()
    await one.showing(replace(PROMPT, picture="neck_nod"))
    await until(lambda: "could not be drawn" in caplog.text, what="the warning")
    assert caplog.text.count("could not be drawn") == 1
    await one.notifier.stop()
    await one.server.vanish()


async def test_without_support_for_pictures_none_are_drawn(world: World) -> None:
    await world.showing(PROMPT)
    assert world.notifier._drawing is None


@pytest.mark.parametrize(
    ("name", "capabilities", "body", "actions"),
    [
        ("Plain", ("body",), "Left & right, <slowly>.\nOr walk.\nuncrick break, snooze or skip", 0),
        ("dunst", ("actions", "body"), "Left & right, <slowly>.\nOr walk.\nuncrick break, snooze or skip", 8),
        ("mako", ("actions",), "Left & right, <slowly>.\nOr walk.\nuncrick break, snooze or skip", 8),
        ("Xfce Notify Daemon", ("actions", "body"), "Left & right, <slowly>.\nOr walk.", 8),
    ],
)
async def test_without_buttons_the_last_line_is_the_hint(
    bus_desk: BusDesk, name: str, capabilities: tuple[str, ...], body: str, actions: int
) -> None:
    world = World(Server(name, capabilities))
    await world.start()
    await world.showing(PROMPT)
    assert world.server.last[4] == body
    assert len(world.server.last[5]) == actions
    assert "sound-name" not in world.server.last[6]
    await world.notifier.stop()
    await world.server.vanish()


# ---------------------------------------------------------------- slots


async def test_a_fresh_notice_closes_the_old_and_has_a_new_id(world: World) -> None:
    first = await world.showing(PROMPT)
    second = await world.showing(PROMPT)
    assert world.server.closed == [first]
    assert second != first
    await world.settled()
    assert world.events == []


async def test_a_notice_that_is_not_fresh_changes_in_place(world: World) -> None:
    first = await world.showing(PROMPT)
    world.notifier.show(replace(PROMPT, summary="Now right", fresh=False))
    await until(lambda: len(world.server.shown) == 2)
    assert world.server.last[1] == first
    assert world.server.closed == []


async def test_two_slots_do_not_touch_each_other(world: World) -> None:
    prompt, guide = await world.showing(PROMPT), await world.showing(replace(PROMPT, slot="guide"))
    world.notifier.withdraw("prompt")
    await until(lambda: world.server.closed)
    assert world.server.closed == [prompt]
    assert world.notifier.memory().keys() == {"guide"}
    assert guide != prompt


@pytest.mark.parametrize(("server", "closed"), [("dunst", [1]), ("Xfce Notify Daemon", [1]), ("gnome-shell", [])])
async def test_lowering_closes_what_would_stay_on_the_screen(bus_desk: BusDesk, server: str, closed: list[int]) -> None:
    world = World(Server(server))
    await world.start()
    await world.showing(PROMPT)
    world.notifier.lower("prompt")
    await world.showing(replace(PROMPT, slot="probe"))
    assert world.server.closed == closed
    assert world.events == []
    await world.notifier.stop()
    await world.server.vanish()


async def test_withdrawing_what_is_not_up_does_nothing(world: World) -> None:
    world.notifier.withdraw("prompt")
    await world.showing(replace(PROMPT, slot="guide"))
    assert world.server.closed == []


async def test_what_is_overtaken_before_it_was_shown_is_never_shown(world: World) -> None:
    for word in ("one", "two", "three"):
        world.notifier.show(replace(PROMPT, summary=word))
    world.notifier.show(replace(PROMPT, slot="gone"))
    world.notifier.withdraw("gone")
    await until(lambda: world.server.shown)
    await world.showing(replace(PROMPT, slot="last"))
    assert [args[3] for _, args in world.server.shown] == ["three", "Turn your head"]


async def test_stopping_closes_everything(world: World) -> None:
    ids = [await world.showing(replace(PROMPT, slot=slot)) for slot in ("prompt", "guide")]
    await world.notifier.stop()
    await until(lambda: sorted(world.server.closed) == ids)


# ---------------------------------------------------------------- answers


async def test_a_button_reports_its_key_once(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.server.say("ActionInvoked", id_, "snooze")
    world.server.say("ActionInvoked", id_, "snooze")
    world.server.say("NotificationClosed", id_, DISMISSED)
    await world.settled()
    assert world.events == [Clicked("prompt", "snooze")]


async def test_a_click_on_the_body_reports_the_default_key(world: World) -> None:
    world.server.say("ActionInvoked", await world.showing(PROMPT), "default")
    await world.settled()
    assert world.events == [Clicked("prompt", "start")]


@pytest.mark.parametrize(
    ("reason", "expected"), [(EXPIRED, []), (DISMISSED, [Dismissed("prompt")]), (WITHDRAWN, []), (4, [])]
)
async def test_only_closing_by_the_person_is_a_dismissal(
    world: World, reason: int, expected: list[NoticeEvent]
) -> None:
    world.server.say("NotificationClosed", await world.showing(PROMPT), reason)
    await world.settled()
    assert world.events == expected


@pytest.mark.parametrize("reason", [EXPIRED, DISMISSED, WITHDRAWN])
async def test_a_reaction_to_an_answer_is_shown_though_the_server_closes_the_answered(
    world: World, reason: int
) -> None:
    id_ = await world.showing(PROMPT)
    world.reaction = lambda event: world.notifier.show(replace(PROMPT, summary="Stopped.", fresh=False))
    world.server.say("ActionInvoked", id_, "snooze")
    world.server.say("NotificationClosed", id_, reason)
    await world.settled()
    await until(lambda: "Stopped." in world.server.last, what="the notice after the answer")


async def test_ids_that_are_not_ours_are_ignored(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.server.say("ActionInvoked", id_ + 7, "start")
    world.server.say("NotificationClosed", id_ + 7, DISMISSED)
    await world.settled()
    assert world.events == []


async def test_our_id_from_another_peer_is_ignored(world: World) -> None:
    id_ = await world.showing(PROMPT)
    forger = await Bus.connect("session")
    forger.export(SERVER_PATH, Interface(SERVER, signals={"ActionInvoked": "us"}))
    listener = world.notifier._link.bus
    assert listener is not None
    listener.listen(lambda _: None, sender=forger.name)  # so that the bus delivers it at all
    await world.settled()
    forger.emit(SERVER_PATH, SERVER, "ActionInvoked", id_, "start")
    await forger.call(DBUS, DBUS_PATH, DBUS, "GetId")
    await world.settled()
    await forger.close()
    assert world.events == []


async def test_an_answer_right_behind_the_reply_is_not_lost(world: World) -> None:
    plain = world.server.notify

    def notify(*args: Any) -> tuple[Any, ...]:
        reply = plain(*args)
        asyncio.get_running_loop().call_soon(world.server.say, "ActionInvoked", reply[0], "done")
        return reply

    world.server.notify = notify  # type: ignore[method-assign]
    await world.server.vanish()
    await world.server.appear()
    world.notifier.show(PROMPT)
    await until(lambda: world.events)
    assert world.events == [Clicked("prompt", "done")]


async def test_a_new_notice_after_a_click_does_not_reuse_the_clicked_one(world: World) -> None:
    first = await world.showing(PROMPT)
    world.server.say("ActionInvoked", first, "start")
    await world.settled()
    second = await world.showing(replace(PROMPT, fresh=False))
    assert second != first


async def test_the_activation_token_is_stored_for_a_window(world: World) -> None:
    id_ = await world.showing(PROMPT)
    world.server.say("ActivationToken", id_, "token-1")
    await world.settled()
    assert world.notifier.activation_token == "token-1"


# ---------------------------------------------------------------- servers come and go


async def test_a_new_server_gets_what_is_still_wanted_and_old_ids_mean_nothing(world: World) -> None:
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
    world: World, member: str, args: tuple[Any, ...]
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
async def test_a_server_that_dies_of_the_notice_is_not_killed_for_ever(world: World) -> None:
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
async def test_a_server_that_dies_before_it_answers_is_not_killed_for_ever(world: World) -> None:
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


@timing(answer=0.05)
async def test_a_server_that_hangs_gets_one_warning_and_the_next_notice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    assert world.server.bus is not None
    answer = world.server.bus._answer
    world.server.bus._answer = lambda _message: None  # type: ignore[method-assign]
    for slot in ("one", "two", "three"):
        world.notifier.show(replace(PROMPT, slot=slot))
    await until(lambda: not world.notifier._due)
    await until(lambda: any(record.levelno == logging.WARNING for record in caplog.records))
    world.server.bus._answer = answer  # type: ignore[method-assign]
    await world.showing(PROMPT)
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


@timing(answer=0.05)
async def test_an_answer_that_came_too_late_still_counts(world: World) -> None:
    assert world.server.bus is not None
    unanswered: list[Any] = []
    answer = world.server.bus._answer
    world.server.bus._answer = unanswered.append  # type: ignore[method-assign]
    world.notifier.show(PROMPT)
    await until(lambda: unanswered)
    await until(lambda: world.notifier._failures)
    answer(unanswered[0])
    await until(world.notifier.memory)
    world.notifier.withdraw("prompt")
    await until(lambda: len(unanswered) > 1)
    assert unanswered[1].body == (1,)


# ---------------------------------------------------------------- memory


async def test_notices_of_a_killed_daemon_are_closed(world: World) -> None:
    id_ = await world.showing(PROMPT)
    heir = BusNotifier()
    heir.remember(world.notifier.memory())
    events: list[NoticeEvent] = []
    await heir.start(events.append)
    await until(lambda: world.server.closed == [id_])
    assert events == []
    await heir.stop()


@pytest.mark.parametrize("memory", [{"prompt": [5, ":9.999"]}, {"prompt": "nonsense"}, {"prompt": [None, 1]}, {}])
async def test_memory_of_another_server_or_nonsense_closes_nothing(world: World, memory: dict[str, Any]) -> None:
    heir = BusNotifier()
    heir.remember(memory)
    await heir.start(print)
    heir.show(replace(PROMPT, slot="probe"))
    await until(lambda: world.server.shown)
    assert world.server.closed == []
    await heir.stop()


async def test_the_description_has_the_servers_name(world: World) -> None:
    assert world.notifier.describe() == [("Notifications", True, "Pretend, with buttons, text, sound")]
    await world.server.vanish()
    await until(lambda: not world.notifier.describe()[0][1])


# ---------------------------------------------------------------- servers that answer oddly


@timing(first_retry=0.02, longest_retry=0.02)
async def test_a_refused_notice_is_shown_later(world: World, caplog: pytest.LogCaptureFixture) -> None:
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


@timing(answer=0.02, first_retry=0.02, longest_retry=0.02)
async def test_a_server_that_hung_and_goes_on_shows_the_notice_once(world: World) -> None:
    assert world.server.bus is not None
    unanswered: list[Any] = []
    answer = world.server.bus._answer
    world.server.bus._answer = unanswered.append  # type: ignore[method-assign]
    world.notifier.show(PROMPT)
    await until(lambda: world.notifier._failures)
    assert world.notifier.describe()[0][1] is False
    await asyncio.sleep(0.1)
    world.server.bus._answer = answer  # type: ignore[method-assign]
    for message in unanswered:
        answer(message)
    await until(world.notifier.memory)
    assert len(world.server.shown) == 1


@timing(first_retry=0.02, longest_retry=0.02)
@pytest.mark.parametrize("summary", ["\ud800", "\0"], ids=["half a letter", "a NUL"])
async def test_characters_that_a_bus_cannot_carry_are_left_out(world: World, summary: str) -> None:
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
