"""Calls, cameras, shared screens and do-not-disturb, on real servers and displays."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import SYSTEM_PYTHON, BareDesk, BusDesk, SwayDesk, XfceDesk, away, need
from desktop.running import daemon
from desktop.sensing import appears, sensors
from desktop.sounds import CORKED, METER, Sounds, offer_video, pipewire, watch_video
from uncrick.platforms.linux.busy.dnd import SERVER, SERVER_PATH, SWAYNC, SWAYNC_PATH
from uncrick.platforms.linux.dbus import Interface, Method

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
        assert seen.fact("Do not disturb") == (False, "Some Server does not report it")
    await other.close()


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
        xfce.choose(2)
        xfce.wait_until(lambda: running.status()["suppressed_by"] == [], what="the end of the call")
        assert running.uncrick("settings", "get", "quiet.ignore").stdout.strip() == "pacat"
        running.uncrick("settings", "set", "quiet.ignore", "")
        running.uncrick("settings", "reload")
        xfce.wait_until(lambda: running.status()["suppressed_by"] == ["call"], 20, "the call again")
