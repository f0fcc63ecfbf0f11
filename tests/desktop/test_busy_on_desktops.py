"""Calls, cameras, shared screens, full screen and do-not-disturb, on real servers and displays."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import SYSTEM_PYTHON, BareDesk, BusDesk, SwayDesk, XDesk, XfceDesk, away, need, until
from desktop.running import daemon
from desktop.sounds import CORKED, METER, Sounds, offer_video, pipewire, watch_video
from uncrick.platforms.common.busy.monitor import Timing
from uncrick.platforms.linux.busy import inhibitors
from uncrick.platforms.linux.busy.desktop_probes import LinuxBusy
from uncrick.platforms.linux.busy.dnd import SERVER, SERVER_PATH, SWAYNC, SWAYNC_PATH
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface, Method, Property
from uncrick.ports import Nearness


@dataclass
class Seen:
    """What was reported."""

    busy: LinuxBusy
    reasons: list[tuple[str, bool]] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def now(self, reason: str) -> bool:
        """Whether it holds, as far as was reported."""
        return next((begun for reported, begun in reversed(self.reasons) if reported == reason), False)

    async def looked(self, reason: str) -> bool:
        """Whether it holds after a look."""
        await self.busy.look()
        return self.now(reason)

    async def becomes(self, reason: str, *, begun: bool) -> None:
        """Wait until the desktop itself tells, without a look of ours."""
        await until(lambda: self.now(reason) is begun, what=f"{reason} {begun} in {self.reasons}")

    async def looks_like(self, reason: str, *, begun: bool) -> None:
        """Look until it is so."""
        end = asyncio.get_running_loop().time() + 5
        while await self.looked(reason) is not begun:
            assert asyncio.get_running_loop().time() < end, f"{reason} {begun} in {self.reasons}"
            await asyncio.sleep(0.02)

    def fact(self, name: str) -> tuple[bool, str]:
        """What `doctor` says of a probe."""
        return next((ok, text) for what, ok, text in self.busy.describe() if what == name)


@asynccontextmanager
async def sensors(cameras: str = "/nowhere/*", **options: float) -> AsyncIterator[Seen]:
    """The Busy port of this desktop, which has looked once, and reports at once."""
    seen = Seen(LinuxBusy(cameras, Timing(settle={}), **options))
    await seen.busy.start(lambda *reported: seen.reasons.append(reported), lambda: seen.crossed.append("crossed"))
    await seen.busy.look()
    try:
        yield seen
    finally:
        await seen.busy.stop()


# ---------------------------------------------------------------- microphone


@pytest.fixture(params=["pulseaudio", "pipewire"])
def sounds(request: pytest.FixtureRequest, desk: BusDesk) -> Sounds:
    return Sounds(desk, request.param)


@pytest.fixture
def desk() -> Iterator[BusDesk]:
    with BusDesk() as desk, desk.inside():
        yield desk


async def test_a_recording_from_the_microphone_is_reported_as_a_call_without_a_look(sounds: Sounds) -> None:
    async with sensors() as seen:
        assert seen.reasons == []
        recorder = await away(sounds.record)
        await seen.becomes("call", begun=True)
        await away(sounds.desk.end, recorder)
        await seen.becomes("call", begun=False)
        assert seen.reasons == [("call", True), ("call", False)]


async def test_a_recording_that_is_on_already_is_seen_at_the_start(sounds: Sounds) -> None:
    await away(sounds.record)
    async with sensors() as seen:
        await seen.looks_like("call", begun=True)
        assert seen.reasons == [("call", True)]


async def test_a_recording_of_what_the_speakers_play_is_no_call(sounds: Sounds) -> None:
    async with sensors() as seen:
        await away(sounds.record, "out.monitor")
        assert not await seen.looked("call")
        await away(sounds.record)
        await seen.becomes("call", begun=True)


@pytest.mark.parametrize(("flags", "is_call"), [(0, True), (CORKED, False), (METER, False)])
async def test_a_stream_that_is_corked_or_only_shows_the_level_is_no_call(
    sounds: Sounds, flags: int, is_call: bool
) -> None:
    async with sensors() as seen:
        await away(sounds.record_with, flags)
        await seen.looks_like("call", begun=is_call)
        await away(sounds.record)
        await seen.looks_like("call", begun=True)


async def test_an_ignored_program_is_in_no_call(sounds: Sounds) -> None:
    async with sensors() as seen:
        await away(sounds.record)
        await seen.becomes("call", begun=True)
        seen.busy.ignore(["PaCat"])
        assert not seen.now("call")
        assert seen.fact("Microphone")[1].startswith("ignored")
        assert not await seen.looked("call")


async def test_what_is_said_to_be_no_call_is_ignored_by_its_program(sounds: Sounds) -> None:
    async with sensors() as seen:
        first = await away(sounds.record)
        await seen.becomes("call", begun=True)
        assert seen.busy.dismiss() == ("pacat",)
        assert not seen.now("call")
        await away(sounds.desk.end, first)
        await away(sounds.record)
        assert not await seen.looked("call")


async def test_a_killed_sound_server_ends_the_call_and_a_new_one_is_met(sounds: Sounds) -> None:
    async with sensors() as seen:
        await away(sounds.record)
        await seen.becomes("call", begun=True)
        sounds.server.kill()
        await seen.becomes("call", begun=False)
        kind = "pulseaudio" if "pulseaudio" in str(sounds.server.args) else "pipewire"
        if kind == "pulseaudio":
            again = await away(Sounds, sounds.desk, kind)
            await away(again.record)
            await seen.looks_like("call", begun=True)


async def test_without_a_sound_server_nobody_is_in_a_call_and_doctor_says_so(desk: BusDesk) -> None:
    async with sensors() as seen:
        assert seen.reasons == []
        assert seen.fact("Microphone") == (False, "neither a sound server nor a microphone is here")


# ---------------------------------------------------------------- camera and shared screen


def holding(desk: BareDesk, path: Path, name: str = "holder") -> Any:
    """A program of that name holds a file open."""
    program = desk.folder / name
    program.symlink_to("/usr/bin/tail")
    return desk.spawn([program, "-f", path])


async def test_a_program_that_holds_a_camera_open_is_in_a_call(desk: BusDesk) -> None:
    camera = desk.folder / "video7"
    camera.touch()
    async with sensors(str(desk.folder / "video*")) as seen:
        assert seen.reasons == []
        program = holding(desk, camera)
        await seen.looks_like("call", begun=True)
        seen.busy.ignore(["holder"])
        assert not seen.now("call")
        seen.busy.ignore([])
        assert seen.now("call")
        await away(desk.end, program)
        await seen.looks_like("call", begun=False)


async def test_who_hands_cameras_out_is_in_no_call(desk: BusDesk) -> None:
    camera = desk.folder / "video7"
    camera.touch()
    holding(desk, camera, "wireplumber")
    holding(desk, camera, "other")
    async with sensors(str(desk.folder / "video*")) as seen:
        await seen.looks_like("call", begun=True)
        seen.busy.ignore(["other"])
        assert not await seen.looked("call")


async def test_a_stream_of_the_compositor_that_somebody_watches_is_a_shared_screen(desk: BusDesk) -> None:
    pipewire(desk)
    number = offer_video(desk, media_class="Video/Source")
    async with sensors() as seen:
        assert not await seen.looked("share"), "nobody watches"
        watcher = watch_video(desk, number)
        await seen.looks_like("share", begun=True)
        assert not seen.now("call")
        await away(desk.end, watcher)
        await seen.looks_like("share", begun=False)


async def test_a_camera_that_is_watched_through_pipewire_is_a_call(desk: BusDesk) -> None:
    pipewire(desk)
    (desk.folder / "video0").touch()
    number = offer_video(desk, media_class="Video/Source", media_role="Camera")
    async with sensors(str(desk.folder / "video*")) as seen:
        assert not await seen.looked("call"), "nobody watches"
        watch_video(desk, number)
        await seen.looks_like("call", begun=True)
        assert not seen.now("share")


# ---------------------------------------------------------------- full screen


def terminal(desk: XDesk, *options: str, name: str = "film") -> None:
    need("xterm")
    before = len(desk.shown(name))
    desk.spawn(["xterm", "-name", name, "-class", name.title(), *options, "-e", "cat"])
    desk.wait_until(lambda: len(desk.shown(name)) > before, what="a window")


async def test_full_screen_without_a_key_press_is_a_film_and_typing_ends_it(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await away(x11.key, "a")
        await seen.busy.look()
        seen.busy.attend(Nearness.FAR, 0.0)
        await seen.becomes("fullscreen", begun=True)
        await away(x11.key, "a")
        assert not await seen.looked("fullscreen")


async def test_a_moved_pointer_is_no_key_press(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)
        await away(x11.point, 200, 200)
        assert await seen.looked("fullscreen")


async def test_a_window_of_ordinary_size_is_no_film(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11)
        await seen.busy.look()
        assert seen.fact("Full screen") == (True, "no (the X server)")
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)


async def test_a_full_screen_that_keeps_the_screen_awake_is_a_film_although_somebody_types(x11: XDesk) -> None:
    async with sensors() as seen:
        await away(terminal, x11, "-fullscreen")
        await away(x11.key, "a")
        assert not await seen.looked("fullscreen")
        inhibit(x11, "idle", "Player")
        assert await seen.looked("fullscreen")


async def test_a_killed_x_server_is_missed_and_met_again(x11: XDesk) -> None:
    async with sensors(without_keys=0.5) as seen:
        await away(terminal, x11, "-fullscreen")
        await seen.looks_like("fullscreen", begun=True)
        x11.x.kill()
        x11.x.wait()
        await seen.looks_like("fullscreen", begun=False)
        await away(x11.start_x, x11.env["DISPLAY"][1:])
        await seen.busy.look()
        assert seen.fact("Full screen")[0]


async def test_full_screen_in_sway_without_input_is_a_film(sway: SwayDesk) -> None:
    need("foot")
    sway.spawn(["foot"])
    sway.wait_until(lambda: '"app_id": "foot"' in sway.run(["swaymsg", "-r", "-t", "get_tree"]), what="a window")
    async with sensors() as seen:
        seen.busy.attend(Nearness.FAR, 130.0)
        assert not await seen.looked("fullscreen")
        assert seen.fact("Full screen") == (True, "no (sway)")
        await away(sway.run, ["swaymsg", "fullscreen", "enable"])
        assert await seen.looked("fullscreen")
        seen.busy.attend(Nearness.FAR, None)
        assert not await seen.looked("fullscreen")


def inhibit(desk: BusDesk, what: str, who: str) -> None:
    """Have logind tell of an inhibitor."""
    login, mock = "org.freedesktop.login1", "org.freedesktop.DBus.Mock"
    entry = f"[('{what}', '{who}', 'because', 'block', 1000, 4711)]"
    add = ("org.freedesktop.login1.Manager", "ListInhibitors", "", "a(ssssuu)", f"ret = {entry}")
    desk.call(login, "/org/freedesktop/login1", mock, "AddMethod", "sssss", *add, bus="SYSTEM")


async def test_where_nobody_tells_of_windows_what_keeps_the_screen_awake_does(buses: BusDesk) -> None:
    async with sensors() as seen:
        assert not await seen.looked("fullscreen")
        inhibit(buses, "sleep:handle-lid-switch", "UPower")
        assert not await seen.looked("fullscreen")
        inhibit(buses, "sleep:idle", "Caffeine-ng")
        assert not await seen.looked("fullscreen"), "that is on all day"
        inhibit(buses, "sleep:idle", "Player")
        assert await seen.looked("fullscreen")
        seen.busy.ignore(["player"])
        assert not seen.now("fullscreen")


async def appears(name: str, *objects: tuple[str, Interface]) -> Bus:
    """Somebody of another desktop on the session bus."""
    bus = await Bus.connect("session")
    for path, interface in objects:
        bus.export(path, interface)
    await bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", name, 4)
    return bus


async def test_gnomes_session_manager_tells_who_keeps_the_session_from_being_idle(buses: BusDesk) -> None:
    actions, name = [0], ["org.gnome.Totem"]
    manager = Interface(
        inhibitors.GNOME,
        {"GetInhibitors": Method("", "ao", lambda: (["/one"],))},
        {"InhibitedActions": Property("u", lambda: actions[0])},
    )
    one = Interface(
        inhibitors.GNOME_ONE,
        {"GetFlags": Method("", "u", lambda: (actions[0],)), "GetAppId": Method("", "s", lambda: (name[0],))},
    )
    bus = await appears(inhibitors.GNOME, (inhibitors.GNOME_PATH, manager), ("/one", one))
    async with sensors() as seen:
        actions[0] = 4
        assert not await seen.looked("fullscreen"), "it only keeps the machine from sleeping"
        actions[0] = 12
        assert await seen.looked("fullscreen")
        name[0] = "caffeine-gnome-extension"
        assert not await seen.looked("fullscreen")
    await bus.close()


async def test_in_kde_only_what_keeps_the_screen_from_changing_counts(buses: BusDesk) -> None:
    inhibited = [1]
    agent = Interface(inhibitors.KDE, {"HasInhibition": Method("u", "b", lambda types: (bool(types & inhibited[0]),))})
    bus = await appears(inhibitors.KDE, (inhibitors.KDE_PATH, agent))
    async with sensors() as seen:
        assert not await seen.looked("fullscreen"), "music keeps the machine awake, not the screen"
        inhibited[0] = 5
        assert await seen.looked("fullscreen")
    await bus.close()


async def test_elsewhere_the_common_power_manager_tells(buses: BusDesk) -> None:
    inhibited = [False]
    power = Interface(f"{inhibitors.POWER}.Inhibit", {"HasInhibit": Method("", "b", lambda: (inhibited[0],))})
    bus = await appears(inhibitors.POWER, (inhibitors.POWER_PATH, power))
    async with sensors() as seen:
        assert not await seen.looked("fullscreen")
        inhibited[0] = True
        assert await seen.looked("fullscreen")
    await bus.close()


# ---------------------------------------------------------------- do not disturb


def dunst(desk: BusDesk, *, on: bool) -> None:
    desk.run(["dunstctl", "set-paused", str(on).lower()])


def xfce(desk: BusDesk, *, on: bool) -> None:
    desk.run(
        ["xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", str(on).lower()]
    )


@pytest.mark.parametrize(("server", "switch"), [("dunst", dunst), ("xfce4-notifyd", xfce)])
async def test_do_not_disturb_is_told_as_it_is_switched(server: str, switch: Callable[..., None]) -> None:
    with XfceDesk(notifications=server, panel=False) as desk, desk.inside():
        async with sensors() as seen:
            assert not seen.now("dnd")
            await away(switch, desk, on=True)
            await seen.becomes("dnd", begun=True)
            await away(switch, desk, on=False)
            await seen.becomes("dnd", begun=False)


async def test_makos_mode_is_seen_with_a_look(sway: SwayDesk) -> None:
    async with sensors() as seen:
        assert not await seen.looked("dnd")
        sway.run(["makoctl", "mode", "-s", "do-not-disturb"])
        assert await seen.looked("dnd")
        sway.run(["makoctl", "mode", "-s", "default"])
        assert not await seen.looked("dnd")


async def test_swayncs_switch_is_told_as_it_is_switched() -> None:
    need("swaync", "dconf")  # it keeps the switch in dconf
    with SwayDesk(notifications=None, bar=False, activatable=["ca.desrt.dconf"]) as desk, desk.inside():
        desk.spawn(["swaync"])
        desk.wait_until(lambda: desk.owner(SERVER), what="swaync")
        desk.wait_until(lambda: desk.owner(SWAYNC), what="its switch")
        async with sensors() as seen:
            while not seen.fact("Do not disturb")[0]:  # its name is there before it answers
                await seen.busy.look()
            assert not seen.now("dnd")
            for on in (True, False):
                await away(desk.call, SWAYNC, SWAYNC_PATH, SWAYNC, "SetDnd", "b", on)
                await seen.becomes("dnd", begun=on)


def notifications(product: str) -> tuple[str, Interface]:
    reported = Method("", "ssss", lambda: (product, "vendor", "1", "1.2"))
    return SERVER_PATH, Interface(SERVER, {"GetServerInformation": reported})


async def test_gnomes_switch_is_told_as_it_is_switched() -> None:
    need("gsettings", "dconf")
    with BusDesk(activatable=["ca.desrt.dconf"]) as desk, desk.inside():
        switch = ["gsettings", "set", "org.gnome.desktop.notifications", "show-banners"]
        desk.run(["gsettings", "set", "org.gnome.desktop.interface", "clock-format", "24h"])
        shell = await appears(SERVER, notifications("gnome-shell"))
        async with sensors() as seen:
            assert not seen.now("dnd")
            await away(desk.run, [*switch, "false"])
            await seen.becomes("dnd", begun=True)
            await away(desk.run, [*switch, "true"])
            await seen.becomes("dnd", begun=False)
        await shell.close()


async def test_plasmas_switch_is_told_as_it_is_switched(buses: BusDesk) -> None:
    mock = "org.freedesktop.DBus.Mock"
    buses.spawn([SYSTEM_PYTHON, "-m", "dbusmock", SERVER, SERVER_PATH, SERVER])
    await away(buses.wait_until, lambda: buses.owner(SERVER))
    reported = (SERVER, "GetServerInformation", "", "ssss", 'ret = ("Plasma", "KDE", "5", "1.2")')
    buses.call(SERVER, SERVER_PATH, mock, "AddMethod", "sssss", *reported)
    buses.call(SERVER, SERVER_PATH, mock, "AddProperty", "ssv", SERVER, "Inhibited", ("b", False))
    async with sensors() as seen:
        assert not seen.now("dnd")
        for on in (True, False):
            changed = (SERVER, {"Inhibited": ("b", on)})
            await away(buses.call, SERVER, SERVER_PATH, mock, "UpdateProperties", "sa{sv}", *changed)
            await seen.becomes("dnd", begun=on)


async def test_a_server_that_tells_nobody_disturbs_and_doctor_says_so(desk: BusDesk) -> None:
    other = await appears(SERVER, notifications("Some Server"))
    async with sensors() as seen:
        assert seen.fact("Do not disturb") == (False, "Some Server tells nobody")
    await other.close()


# ---------------------------------------------------------------- from one program to another


@pytest.mark.parametrize(("ends_after", "ends"), [(0.0, True), (300.0, False)])
async def test_going_on_after_long_in_one_program_ends_a_task(x11: XDesk, ends_after: float, ends: bool) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=ends_after) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        await away(terminal, x11, name="other")
        await seen.busy.look()
        await until(lambda: bool(seen.crossed) is ends, what="the end of a task")


async def test_another_window_of_the_same_program_ends_none(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        await away(terminal, x11, name="one")
        await seen.busy.look()
        assert seen.crossed == []
        await away(terminal, x11, name="other")
        await until(lambda: seen.crossed == ["crossed"], what="the end of a task")


async def test_far_from_a_prompt_nobody_listens_for_windows(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        seen.busy.attend(Nearness.FAR, None)
        await away(terminal, x11, name="other")
        assert seen.crossed == []


async def test_what_was_in_front_before_nobody_listened_means_nothing(x11: XDesk) -> None:
    await away(terminal, x11, name="one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        seen.busy.attend(Nearness.FAR, None)
        await away(terminal, x11, name="other")
        seen.busy.attend(Nearness.COMING, None)
        await seen.busy.look()
        assert seen.crossed == []
        await away(terminal, x11, name="third")
        await until(lambda: seen.crossed == ["crossed"], what="the end of a task")


async def test_sway_tells_of_another_program_in_front(sway: SwayDesk) -> None:
    need("foot")

    def opens(name: str) -> None:
        sway.spawn(["foot", "--app-id", name])
        tree = ["swaymsg", "-r", "-t", "get_tree"]
        sway.wait_until(lambda: f'"app_id": "{name}"' in sway.run(tree), what="a window")

    await away(opens, "one")
    async with sensors(task_ends_after=0.0) as seen:
        seen.busy.attend(Nearness.NEAR, None)
        await away(opens, "other")
        await until(lambda: seen.crossed, what="the end of a task")


# ---------------------------------------------------------------- the whole daemon


def test_a_call_takes_the_prompt_down_and_it_comes_back_after_it(xfce: XfceDesk) -> None:
    sounds = Sounds(xfce, "pulseaudio")
    with daemon(xfce, "breaks.every=2s", "breaks.window=0s", "breaks.apart=0s", "breaks.after_busy=0s") as running:
        running.phase("due")
        recorder = sounds.record()
        status = running.phase("working")
        assert status["suppressed_by"] == ["call"]
        assert running.kinds()[-1] == "deferred"
        reported = running.uncrick("doctor").stdout
        assert "Microphone" in reported
        assert "pacat" not in reported + xfce.log
        xfce.end(recorder)
        running.phase("due")


def test_after_not_a_call_in_the_tray_the_program_is_ignored(xfce: XfceDesk) -> None:
    sounds = Sounds(xfce, "pulseaudio")
    sounds.record()
    with daemon(xfce) as running:
        xfce.wait_until(lambda: running.status()["suppressed_by"] == ["call"], 20, "the call")
        assert running.status()["reason"].startswith("microphone or camera in use since ")
        xfce.choose(1)
        xfce.wait_until(lambda: running.status()["suppressed_by"] == [], what="the end of the call")
        assert running.uncrick("settings", "get", "quiet.ignore").stdout.strip() == "pacat"
        running.uncrick("settings", "set", "quiet.ignore", "")
        running.uncrick("settings", "reload")
        xfce.wait_until(lambda: running.status()["suppressed_by"] == ["call"], 20, "the call again")
