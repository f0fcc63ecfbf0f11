"""When the sensors look, what they tell, and what a probe that fails costs the others."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.desks import until
from uncrick.platforms.common.busy import monitor
from uncrick.platforms.common.busy.monitor import Sensors
from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError
from uncrick.platforms.linux.busy import devices
from uncrick.platforms.linux.busy.dnd import dconf_value
from uncrick.ports import Nearness


class Pretend(Probe):
    """Finds what the test says."""

    def __init__(self, reason: str = "call", name: str = "Probe") -> None:
        super().__init__()
        self.reason, self.name = reason, name
        self.users: tuple[str, ...] = ()
        self.told = False
        self.again: float | None = None
        self.looks = 0
        self.raises: Exception | None = None
        self.hangs = False
        self.is_near = False

    async def look(self, quiet: float) -> Found:
        self.looks += 1
        if self.raises is not None:
            raise self.raises
        if self.hangs:
            await asyncio.Event().wait()
        return Found("pretending", self.users, self.told, self.again)

    def near(self, *, near: bool) -> None:
        self.is_near = near


@dataclass
class Seen:
    sensors: Sensors
    told: list[tuple[str, bool]] = field(default_factory=list)


@asynccontextmanager
async def looking(*probes: Probe, settle: dict[str, float] | None = None) -> AsyncIterator[Seen]:
    seen = Seen(Sensors(probes, {} if settle is None else settle))
    await seen.sensors.start(lambda *told: seen.told.append(told), lambda: None)
    await seen.sensors.look()
    try:
        yield seen
    finally:
        await seen.sensors.stop()


async def turns() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


# ---------------------------------------------------------------- what is told


async def test_a_reason_is_told_when_it_begins_and_when_it_ends() -> None:
    probe = Pretend()
    async with looking(probe) as seen:
        probe.users = ("a",)
        await seen.sensors.look()
        await seen.sensors.look()
        probe.users = ()
        await seen.sensors.look()
        assert seen.told == [("call", True), ("call", False)]


async def test_a_reason_with_two_sources_ends_with_the_last() -> None:
    one, two = Pretend(), Pretend()
    one.users = two.users = ("a",)
    async with looking(one, two) as seen:
        one.users = ()
        await seen.sensors.look()
        assert seen.told == [("call", True)]
        two.users = ()
        await seen.sensors.look()
        assert seen.told == [("call", True), ("call", False)]


async def test_a_short_beginning_is_not_told() -> None:
    probe = Pretend()
    async with looking(probe, settle={"call": 10.0}) as seen:
        probe.users = ("a",)
        await seen.sensors.look()
        probe.users = ()
        await seen.sensors.look()
        assert seen.told == []


async def test_what_lasts_is_told_once_it_has_settled_and_so_is_its_end() -> None:
    probe = Pretend()
    probe.told = True
    async with looking(probe, settle={"call": 0.1}) as seen:
        probe.users = ("a",)
        probe.changed()
        await until(lambda: probe.looks >= 2)
        assert seen.told == []
        await until(lambda: seen.told == [("call", True)])
        probe.users = ()
        probe.changed()
        await until(lambda: seen.told == [("call", True), ("call", False)])


async def test_while_a_prompt_is_near_only_what_does_not_tell_is_looked_at_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(monitor, "NEAR", 0.01)
    monkeypatch.setattr(monitor, "SHORTEST", 0.01)
    tells, silent = Pretend(), Pretend()
    tells.told = True
    async with looking(tells, silent) as seen:
        seen.sensors.attend(Nearness.NEAR, None)
        begun = silent.looks
        await until(lambda: silent.looks > begun + 2)
        before, again = tells.looks, silent.looks
        await until(lambda: silent.looks > again + 5)
        assert tells.looks == before


async def test_a_probe_that_tells_is_not_looked_at_when_somebody_asks_unless_a_prompt_is_near() -> None:
    tells, silent = Pretend(), Pretend()
    tells.told = True
    async with looking(tells, silent) as seen:
        await turns()
        before = tells.looks, silent.looks
        await seen.sensors.look()
        assert (tells.looks, silent.looks) == (before[0], before[1] + 1)
        seen.sensors.attend(Nearness.NEAR, None)
        await until(lambda: tells.looks > before[0])


async def test_only_the_probe_that_says_so_is_looked_at_again() -> None:
    one, two = Pretend(), Pretend("share")
    async with looking(one, two):
        await turns()
        before = one.looks, two.looks
        one.changed()
        await until(lambda: one.looks == before[0] + 1)
        assert two.looks == before[1]


# ---------------------------------------------------------------- when


async def test_far_from_a_prompt_and_without_a_reason_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "NEAR", 0.01)
    monkeypatch.setattr(monitor, "HOLDING", 0.01)
    probe = Pretend()
    async with looking(probe) as seen:
        seen.sensors.attend(Nearness.COMING, None)
        seen.sensors.attend(Nearness.FAR, 60.0)
        await turns()
        assert seen.sensors._pause() is None
        assert not probe.is_near
        seen.sensors.attend(Nearness.NEAR, None)
        assert probe.is_near
        looks = probe.looks
        await until(lambda: probe.looks > looks + 2)


@pytest.mark.parametrize("tells", [False, True])
async def test_while_a_reason_holds_only_who_does_not_tell_is_looked_at(
    tells: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor, "HOLDING", 0.01)
    probe, other = Pretend(), Pretend("share")
    probe.users, probe.told = ("a",), tells
    async with looking(probe, other) as seen:
        await turns()
        assert (seen.sensors._pause() is None) is tells
        if not tells:
            looks, others = probe.looks, other.looks
            await until(lambda: probe.looks > looks + 2)
            assert other.looks == others


async def test_in_a_silence_a_film_is_looked_at_again_when_it_may_have_become_one() -> None:
    probe = Pretend("fullscreen")
    probe.again = 0.05
    async with looking(probe) as seen:
        await turns()
        seen.sensors.attend(Nearness.FAR, 60.0)
        probe.users = ("",)
        await until(lambda: seen.told == [("fullscreen", True)])


# ---------------------------------------------------------------- ignoring


async def test_names_are_ignored_whatever_their_case_and_counted_again_later() -> None:
    probe = Pretend()
    probe.users = ("Zoom", "obs")
    async with looking(probe) as seen:
        seen.sensors.ignore(["zoom"])
        assert seen.told == [("call", True)]
        seen.sensors.ignore(["ZOOM", "obs"])
        assert seen.told[1:] == [("call", False)]
        assert seen.sensors.describe() == [("Probe", True, "ignored (pretending)")]
        seen.sensors.ignore([])
        assert seen.told[2:] == [("call", True)]


async def test_one_without_a_name_is_dismissed_until_it_ends() -> None:
    probe = Pretend()
    probe.users = ("",)
    async with looking(probe) as seen:
        assert seen.sensors.dismiss() == ()
        assert seen.told == [("call", True), ("call", False)]
        await seen.sensors.look()
        assert len(seen.told) == 2
        for probe.users in ((), ("",)):
            await seen.sensors.look()
        assert seen.told[2:] == [("call", True)]


async def test_to_dismiss_a_call_leaves_a_shared_screen_as_it_is() -> None:
    call, share = Pretend(), Pretend("share")
    call.users, share.users = ("zoom",), ("",)
    async with looking(call, share) as seen:
        assert seen.sensors.dismiss() == ("zoom",)
        await seen.sensors.look()
        assert [reason for reason, begun in seen.told if not begun] == ["call"]


# ---------------------------------------------------------------- failures


async def test_a_probe_that_fails_is_one_warning_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = Pretend(name="Broken"), Pretend("share")
    broken.raises, sound.users = RuntimeError("secret program"), ("",)
    async with looking(broken, sound) as seen:
        for _ in range(5):
            await seen.sensors.look()
        assert seen.told == [("share", True)]
        assert broken.looks == 1, "and is asked again later"
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "secret" not in caplog.text
        assert seen.sensors.describe()[0][:2] == ("Broken", False)


async def test_a_probe_that_failed_is_asked_again_and_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "FIRST_PAUSE", 0.02)
    broken = Pretend()
    broken.raises = RuntimeError()
    async with looking(broken) as seen:
        for looks in (2, 3):
            await until(lambda: asyncio.get_running_loop().time() >= seen.sensors._asked[0].after)
            await seen.sensors.look()
            assert broken.looks == looks
        assert seen.sensors._asked[0].pause == pytest.approx(0.08)


async def test_a_failure_ends_the_reason_it_held() -> None:
    probe = Pretend()
    probe.users = ("a",)
    async with looking(probe) as seen:
        probe.raises = UnavailableError("gone")
        await seen.sensors.look()
        assert seen.told == [("call", True), ("call", False)]
        assert seen.sensors.describe() == [("Probe", False, "gone")]


async def test_a_probe_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "PATIENCE", 0.05)
    slow, quick = Pretend(), Pretend("share")
    slow.hangs, quick.users = True, ("",)
    async with looking(slow, quick) as seen:
        assert seen.told == [("share", True)]
        assert seen.sensors.describe()[0] == ("Probe", False, "it does not answer")


async def test_no_name_of_a_program_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    probe = Pretend()
    probe.users = ("embarrassing",)
    async with looking(probe) as seen:
        seen.sensors.ignore(["embarrassing"])
        seen.sensors.dismiss()
        assert "embarrassing" not in caplog.text + str(seen.sensors.describe())


# ---------------------------------------------------------------- files that tell


@pytest.mark.parametrize(
    ("text", "records"),
    [("closed\n", False), ("state: RUNNING\nowner_pid   : 1\n", True), ("state: SETUP\nowner_pid   : 1\n", False)],
)
def test_without_a_sound_server_alsa_tells_who_records(tmp_path: Path, text: str, records: bool) -> None:
    (tmp_path / "status").write_text(text)
    assert len(devices.recorders(str(tmp_path / "*"))) == int(records)


def test_without_a_capture_device_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError):
        devices.recorders(str(tmp_path / "*"))


@pytest.mark.parametrize("file", [b"", b"GVariant", b"something else altogether, and long enough for a header"])
def test_a_broken_file_of_dconf_is_an_error_of_a_kind_that_is_expected(file: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        dconf_value(file, "/org/gnome/desktop/notifications/show-banners")
