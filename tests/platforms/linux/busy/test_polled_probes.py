"""Probes that nothing tells of a change: each is asked when a prompt is coming, well before its window opens."""

import asyncio
import contextlib
import functools
import subprocess
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import BusDesk, until
from desktop.sensing import appears
from uncrick.app.busy_polling import COMING
from uncrick.platforms.common.busy.monitor import BusyMonitor, Timing
from uncrick.platforms.common.busy.probe import Probe, ProbeResult
from uncrick.platforms.linux.busy import devices, inhibitors, pulse
from uncrick.platforms.linux.busy.buses import Buses
from uncrick.platforms.linux.busy.devices import Camera
from uncrick.platforms.linux.busy.dnd import MAKO, MAKO_PATH, SERVER, SERVER_PATH, DoNotDisturb
from uncrick.platforms.linux.busy.foreground import Front, FullScreen
from uncrick.platforms.linux.busy.pipewire import Node, ScreenShare
from uncrick.platforms.linux.busy.pulse import Microphone
from uncrick.platforms.linux.dbus import Interface, Method
from uncrick.ports import Nearness

SETTLE = 0.05  # seconds; it has to be more than the looks of a test take


@dataclass
class Desk:
    """What a program may do without anybody being told of it; `held` ends with the test."""

    folder: Path
    held: contextlib.AsyncExitStack
    video: list[Node] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    keeps_awake: bool = False
    front: Front | None = None

    def record_by_alsa(self) -> None:
        (self.folder / "status").write_text("state: RUNNING\nowner_pid   : 1\n")

    def open_camera(self) -> None:
        with (self.folder / "video7").open() as camera:
            holder = self.held.enter_context(subprocess.Popen(["sleep", "60"], stdin=camera))
        self.held.callback(holder.kill)

    def watch_camera(self) -> None:
        self.video.append(Node({"media.class": "Video/Source", "media.role": "Camera"}, runs=True))

    def share(self) -> None:
        self.video.append(Node({"media.class": "Video/Source"}, runs=True))

    def show_film(self) -> None:
        self.front = Front(b"film", full_screen=True, since_key=600.0)

    def keep_awake(self) -> None:
        self.keeps_awake = True

    def silence_mako(self) -> None:
        self.modes.append("do-not-disturb")


class Windows:
    source = "pretend windows"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def front(self) -> Front | None:
        return self._desk.front

    def listen(self, *, on: bool) -> None: ...

    def close(self) -> None: ...


class Video:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def running(self) -> list[Node]:
        return self._desk.video


@pytest.fixture
async def desk(bus_desk: BusDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """No sound server; a microphone and a camera that nobody uses; mako, and a manager of power."""
    (tmp_path / "status").write_text("closed\n")
    (tmp_path / "video7").touch()
    monkeypatch.setattr(pulse, "recorders", functools.partial(devices.recorders, str(tmp_path / "status")))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    async with contextlib.AsyncExitStack() as held:
        desk = Desk(tmp_path, held)
        server = Method("", "ssss", lambda: ("mako", "emersion", "1.8", "1.2"))
        mako = await appears(
            SERVER,
            (SERVER_PATH, Interface(SERVER, {"GetServerInformation": server})),
            (MAKO_PATH, Interface(MAKO, {"ListModes": Method("", "as", lambda: (desk.modes,))})),
        )
        held.push_async_callback(mako.close)
        awake = Method("", "b", lambda: (desk.keeps_awake,))
        power = Interface(f"{inhibitors.POWER}.Inhibit", {"HasInhibit": awake})
        manager = await appears(inhibitors.POWER, (inhibitors.POWER_PATH, power))
        held.push_async_callback(manager.close)
        yield desk


Make = Callable[[Desk, Buses], Probe]

PROBES: dict[str, tuple[Make, Callable[[Desk], None]]] = {
    "ALSA": (lambda _desk, _buses: Microphone(), Desk.record_by_alsa),
    "camera": (lambda desk, _buses: Camera(Video(desk), str(desk.folder / "video*")), Desk.open_camera),
    "camera by PipeWire": (lambda desk, _buses: Camera(Video(desk), str(desk.folder / "video*")), Desk.watch_camera),
    "screen share": (lambda desk, _buses: ScreenShare(Video(desk)), Desk.share),
    "full screen": (
        lambda desk, buses: FullScreen(lambda _switched: Windows(desk), inhibitors.Inhibitors(buses)),
        Desk.show_film,
    ),
    "kept awake": (lambda _desk, buses: FullScreen(None, inhibitors.Inhibitors(buses)), Desk.keep_awake),
    "mako's do not disturb": (lambda _desk, buses: DoNotDisturb(buses), Desk.silence_mako),
}


class Counted(Probe):
    """A probe whose looks are counted."""

    def __init__(self, probe: Probe) -> None:
        super().__init__()
        self.name, self.reason = probe.name, probe.reason
        self.near, self.stop = probe.near, probe.stop  # type: ignore[method-assign]
        self.looks = 0
        self._probe = probe

    async def look(self, quiet: float) -> ProbeResult:
        result = await self._probe.look(quiet)
        self.looks += 1
        return result


@pytest.mark.parametrize("name", PROBES)
async def test_what_began_unseen_is_found_when_a_prompt_is_coming(name: str, desk: Desk) -> None:
    make, begin = PROBES[name]
    buses, reported = Buses(), []
    probe = Counted(make(desk, buses))
    monitor = BusyMonitor((probe,), Timing(settle={probe.reason: SETTLE}))
    await monitor.start(lambda *reason: reported.append(reason), lambda: None)
    try:
        await until(lambda: probe.looks == 1)
        assert monitor.describe()[0][2].startswith("no ("), "it is seen, and in no use"
        begin(desk)
        await asyncio.sleep(0)
        assert (probe.looks, reported) == (1, []), "far from a prompt nobody looks"
        monitor.attend(Nearness.COMING, None)
        await until(lambda: reported == [(probe.reason, True)])
    finally:
        await monitor.stop()
        await buses.close()


def test_what_is_found_when_a_prompt_is_coming_has_settled_by_its_window() -> None:
    timing = Timing()
    assert max(timing.settle.values()) + timing.look < COMING


@pytest.mark.parametrize("name", PROBES)
async def test_each_of_them_says_that_nothing_tells_of_a_change(name: str, desk: Desk) -> None:
    buses = Buses()
    probe: Any = PROBES[name][0](desk, buses)
    assert not (await probe.look(0)).notifies
    await probe.stop()
    await buses.close()
