"""Notices, against a notification server whose every word is the test's."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import until
from platforms.notifiers import DISMISSED, EXPIRED, PROMPT, WITHDRAWN, BusWorld, Make, Server
from uncrick.platforms.common import thumbnails
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface
from uncrick.platforms.linux.notifications import SERVER, SERVER_PATH, Timing
from uncrick.ports import Clicked, Dismissed, NoticeEvent
from uncrick.storage import paths


def timing(**seconds: float) -> pytest.MarkDecorator:
    """Waiting times of the notifier in the fixture `world`."""
    return pytest.mark.parametrize("world", [Timing(**{"at_once": 0.0} | seconds)], ids=["timing"], indirect=True)


@pytest.fixture
async def world(make: Make, request: pytest.FixtureRequest) -> BusWorld:
    return await make(Server(), timing=getattr(request, "param", None))


# ---------------------------------------------------------------- what is sent


async def test_a_notice_is_sent_as_the_contract_says(world: BusWorld) -> None:
    await world.showing(PROMPT)
    name, replaces, _icon, summary, body, actions, hints, expiry = world.server.last
    assert (name, replaces, summary, expiry) == ("Uncrick", 0, "Turn your head", 45_000)
    assert body == "Left &amp; right, &lt;slowly&gt;.\nOr walk."
    assert actions == ["default", "", "start", "Start", "snooze", "In 10 min", "done", "Did it"]
    assert hints == {"desktop-entry": ("s", "uncrick"), "urgency": ("y", 1), "suppress-sound": ("b", True)}


async def test_a_transient_notice_with_a_chime_and_no_expiry_says_so(world: BusWorld) -> None:
    await world.showing(replace(PROMPT, transient=True, sound=True, seconds=0))
    *_, hints, expiry = world.server.last
    assert expiry == 0
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
    make: Make, still: Path, capabilities: tuple[str, ...], picture: str, sent: bool
) -> None:
    world = await make(Server(capabilities=capabilities), still.parent.parent)
    await world.showing(replace(PROMPT, picture=picture))
    assert world.server.last[6].get("image-path") == (("s", still.as_uri()) if sent else None)


async def test_pictures_are_drawn_once_a_server_that_shows_them_answers(make: Make, tmp_path: Path) -> None:
    world = await make(Server(capabilities=("body", "icon-static")), tmp_path, Timing(drawing=0))
    await world.showing(replace(PROMPT, picture="neck_nod"))  # it does not wait for its picture
    assert "image-path" not in world.server.last[6]
    await until(lambda: thumbnails.drawn(str(tmp_path)), what="the pictures")
    await world.showing(replace(PROMPT, picture="neck_nod"))
    assert world.server.last[6]["image-path"] == ("s", Path(thumbnails.still(str(tmp_path), "neck_nod")).as_uri())


async def test_another_person_in_the_pictures_is_drawn_at_the_next_notice(
    make: Make, still: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await make(Server(capabilities=("body", "icon-static")), still.parent.parent, Timing(drawing=0))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    paths.write(paths.settings_file(), '[window]\nfigure = "curls"\n')
    await world.showing(replace(PROMPT, picture="neck_nod"))
    await until(lambda: not still.exists(), what="the pictures of the other person in their place")


async def test_pictures_that_cannot_be_drawn_are_one_warning(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("in the way")
    world = await make(Server(capabilities=("body", "icon-static")), tmp_path / "cache", Timing(drawing=0))
    await world.showing(replace(PROMPT, picture="neck_nod"))
    await until(lambda: "could not be drawn" in caplog.text, what="the warning")
    assert caplog.text.count("could not be drawn") == 1


async def test_without_support_for_pictures_none_are_drawn(world: BusWorld) -> None:
    await world.showing(PROMPT)
    assert world.notifier._pictures.drawing is None


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
    make: Make, name: str, capabilities: tuple[str, ...], body: str, actions: int
) -> None:
    world = await make(Server(name, capabilities))
    await world.showing(PROMPT)
    assert world.server.last[4] == body
    assert len(world.server.last[5]) == actions
    assert "sound-name" not in world.server.last[6]


LONG = replace(
    PROMPT,
    summary="Turn your head, then squeeze your shoulder blades",
    lines=(
        "One minute, right where you are, or take the stairs.",
        "Tip: top of the screen at or just below eye level.",
    ),
    picture="neck_nod",
)


@pytest.fixture
async def mako(make: Make, still: Path) -> BusWorld:
    return await make(Server("mako", ("actions", "body", "icon-static")), still.parent.parent)


async def test_where_the_end_is_cut_the_tip_gives_way_to_how_to_answer(mako: BusWorld) -> None:
    await mako.showing(LONG)
    assert mako.server.last[4] == f"{LONG.lines[0]}\n{LONG.hint}"


async def test_where_the_end_is_cut_a_picture_gives_way_to_the_text(mako: BusWorld) -> None:
    await mako.showing(LONG)
    assert mako.server.last[2] == ""
    assert "image-path" not in mako.server.last[6]


async def test_what_has_room_beside_it_keeps_its_picture(mako: BusWorld) -> None:
    await mako.showing(replace(LONG, summary="Turn your head", lines=("One minute.",)))
    assert "image-path" in mako.server.last[6]


async def test_what_is_too_long_in_any_case_begins_with_how_to_answer(mako: BusWorld) -> None:
    card = replace(LONG, lines=("Chest pain or pressure; " * 10,), hint="All of it: uncrick safety")
    await mako.showing(card)
    assert mako.server.last[4].startswith("All of it: uncrick safety\n")


@pytest.mark.parametrize(("server", "begins"), [("gnome-shell", "Click to start. Left"), ("Cinnamon", "Left")])
async def test_a_banner_that_hides_its_buttons_begins_with_what_a_click_does(
    make: Make, server: str, begins: str
) -> None:
    world = await make(Server(server, ("actions", "body")))
    await world.showing(replace(PROMPT, click="Click to start."))
    assert world.server.last[4].startswith(begins)


async def test_every_notice_has_the_icon_of_the_program(world: BusWorld, tmp_path: Path) -> None:
    await world.showing(PROMPT)
    assert world.server.last[2] == "uncrick"
    icon = tmp_path / "uncrick.png"
    icon.write_bytes(b"")
    world.notifier._icon = str(icon)
    await world.showing(PROMPT)
    assert world.server.last[2] == icon.as_uri()


@pytest.mark.parametrize(("capabilities", "rings"), [(("body",), 1), (("body", "sound"), 0)])
async def test_the_chime_is_ours_where_the_server_plays_no_sounds(
    make: Make, capabilities: tuple[str, ...], rings: int
) -> None:
    world = await make(Server(capabilities=capabilities))
    heard: list[bool] = []
    world.notifier._chime = lambda: heard.append(True)
    await world.showing(replace(PROMPT, sound=True))
    await world.showing(PROMPT)
    assert len(heard) == rings


@pytest.mark.parametrize(("server", "closed"), [("dunst", [1]), ("Xfce Notify Daemon", [1]), ("gnome-shell", [])])
async def test_lowering_closes_what_would_stay_on_the_screen(make: Make, server: str, closed: list[int]) -> None:
    world = await make(Server(server))
    await world.showing(PROMPT)
    world.notifier.lower("prompt")
    await world.showing(replace(PROMPT, slot="probe"))
    assert world.server.closed == closed
    assert world.events == []


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("reason", "expected"), [(EXPIRED, []), (DISMISSED, [Dismissed("prompt")]), (WITHDRAWN, []), (4, [])]
)
async def test_only_closing_by_the_person_is_a_dismissal(
    world: BusWorld, reason: int, expected: list[NoticeEvent]
) -> None:
    world.server.say("NotificationClosed", await world.showing(PROMPT), reason)
    await world.settled()
    assert world.events == expected


@pytest.mark.parametrize("reason", [EXPIRED, DISMISSED, WITHDRAWN])
async def test_a_reaction_to_an_answer_is_shown_though_the_server_closes_the_answered(
    world: BusWorld, reason: int
) -> None:
    id_ = await world.showing(PROMPT)
    world.reaction = lambda event: world.notifier.show(replace(PROMPT, summary="Stopped.", fresh=False))
    world.server.say("ActionInvoked", id_, "snooze")
    world.server.say("NotificationClosed", id_, reason)
    await world.settled()
    await until(lambda: "Stopped." in world.server.last, what="the notice after the answer")


@timing(at_once=60)
async def test_notice_that_the_server_closes_at_once_was_dismissed_by_nobody(world: BusWorld) -> None:
    world.server.say("NotificationClosed", await world.showing(PROMPT), DISMISSED)
    await world.settled()
    assert world.events == []
    ((_name, works, words),) = world.notifier.describe()
    assert (works, "closes notifications before anybody can read them" in words) == (False, True)


@timing(at_once=60)
async def test_answer_to_a_notice_counts_however_fast_it_is(world: BusWorld) -> None:
    world.press(await world.showing(PROMPT), "done")
    await world.settled()
    assert world.events == [Clicked("prompt", "done")]
    assert world.notifier.describe()[0][1]


@timing(at_once=0.2)
async def test_update_of_a_notice_does_not_make_it_new(world: BusWorld) -> None:
    first = await world.showing(PROMPT)
    await asyncio.sleep(0.3)
    assert await world.showing(replace(PROMPT, fresh=False, summary="Turn")) == first
    world.dismiss(first)
    await world.settled()
    assert world.events == [Dismissed("prompt")]


async def test_name_of_a_server_is_one_harmless_line(make: Make) -> None:
    world = await make(Server("\x1b]0;pwned\x07\n\u202eabc" + "x" * 1000))
    await world.showing(PROMPT)
    ((_name, _works, words),) = world.notifier.describe()
    assert words.startswith("\\x1b]0;pwned\\x07\\n\\u202eabcxx")
    assert (words.isprintable(), len(words) < 300) == (True, True)


async def test_our_id_from_another_peer_is_ignored(world: BusWorld) -> None:
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


async def test_an_answer_right_behind_the_reply_is_not_lost(world: BusWorld) -> None:
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


async def test_the_activation_token_is_stored_for_a_window(world: BusWorld) -> None:
    id_ = await world.showing(PROMPT)
    world.server.say("ActivationToken", id_, "token-1")
    await world.settled()
    assert world.notifier.activation_token == "token-1"
