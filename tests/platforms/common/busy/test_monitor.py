"""When the probes look, what is reported, and what a probe that fails costs the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from desktop.desks import until
from uncrick.platforms.common.busy.monitor import BusyMonitor, Timing
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.ports import Nearness


class Pretend(Probe):
    """Finds what the test says."""

    def __init__(self, reason: str = "call", name: str = "Probe") -> None:
        super().__init__()
        self.reason, self.name = reason, name
        self.users: tuple[str, ...] = ()
        self.notifies = False
        self.look_again: float | None = None
        self.looks = 0
        self.raises: Exception | None = None
        self.hangs = False
        self.is_near = False

    async def look(self, quiet: float) -> ProbeResult:
        self.looks += 1
        if self.raises is not None:
            raise self.raises
        if self.hangs:
            await asyncio.Event().wait()
        return ProbeResult("pretending", self.users, self.notifies, self.look_again)

    def near(self, *, near: bool) -> None:
        self.is_near = near


@dataclass
class Seen:
    monitor: BusyMonitor
    reported: list[tuple[str, bool]] = field(default_factory=list)


@asynccontextmanager
async def looking(*probes: Probe, settle: dict[str, float] | None = None, **timing: float) -> AsyncIterator[Seen]:
    seen = Seen(BusyMonitor(probes, Timing(settle=settle or {}, **timing)))
    await seen.monitor.start(lambda *reason: seen.reported.append(reason), lambda: None)
    await seen.monitor.look()
    try:
        yield seen
    finally:
        await seen.monitor.stop()


async def turns() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


# ---------------------------------------------------------------- what is reported


async def test_a_reason_is_reported_when_it_begins_and_when_it_ends() -> None:
    probe = Pretend()
    async with looking(probe) as seen:
        probe.users = ("a",)
        await seen.monitor.look()
        await seen.monitor.look()
        probe.users = ()
        await seen.monitor.look()
        assert seen.reported == [("call", True), ("call", False)]


async def test_a_reason_with_two_sources_ends_with_the_last() -> None:
    first, second = Pretend(), Pretend()
    first.users = second.users = ("a",)
    async with looking(first, second) as seen:
        first.users = ()
        await seen.monitor.look()
        assert seen.reported == [("call", True)]
        second.users = ()
        await seen.monitor.look()
        assert seen.reported == [("call", True), ("call", False)]


async def test_a_short_beginning_is_not_reported() -> None:
    probe = Pretend()
    async with looking(probe, settle={"call": 10.0}) as seen:
        probe.users = ("a",)
        await seen.monitor.look()
        probe.users = ()
        await seen.monitor.look()
        assert seen.reported == []


@pytest.mark.parametrize(
    ("nearness", "notifies"), [(Nearness.COMING, False), (Nearness.NEAR, False), (Nearness.NEAR, True)]
)
@pytest.mark.parametrize("reason", ["call", "share", "fullscreen", "dnd", "projector"])
async def test_before_a_prompt_what_has_begun_counts_from_its_first_second(
    reason: str, nearness: Nearness, notifies: bool
) -> None:
    probe = Pretend(reason)
    probe.notifies = notifies
    async with looking(probe, settle=dict(Timing().settle)) as seen:
        seen.monitor.attend(nearness, None)
        probe.users = ("a",)
        await seen.monitor.look()
        assert seen.reported == [(reason, True)]


async def test_before_a_prompt_an_end_still_has_to_settle() -> None:
    probe = Pretend()
    async with looking(probe, settle={"call": 10.0}) as seen:
        seen.monitor.attend(Nearness.NEAR, None)
        for probe.users in (("a",), ()):
            await seen.monitor.look()
        assert seen.reported == [("call", True)]


async def test_when_a_prompt_is_coming_probes_that_do_not_notify_look_once() -> None:
    tells, silent = Pretend(), Pretend()
    tells.notifies = True
    async with looking(tells, silent) as seen:
        await turns()
        before = tells.looks, silent.looks
        for _ in range(3):
            seen.monitor.attend(Nearness.COMING, None)
            await turns()
        assert (tells.looks, silent.looks) == (before[0], before[1] + 1)


async def test_begin_and_end_are_reported_once_they_have_settled() -> None:
    probe = Pretend()
    probe.notifies = True
    async with looking(probe, settle={"call": 0.1}) as seen:
        probe.users = ("a",)
        probe.changed()
        await until(lambda: probe.looks >= 2)
        assert seen.reported == []
        await until(lambda: seen.reported == [("call", True)])
        probe.users = ()
        probe.changed()
        await until(lambda: seen.reported == [("call", True), ("call", False)])


async def test_near_a_prompt_probes_that_do_not_notify_look_again_and_again() -> None:
    tells, silent = Pretend(), Pretend()
    tells.notifies = True
    async with looking(tells, silent, near=0.01, shortest=0.01) as seen:
        seen.monitor.attend(Nearness.NEAR, None)
        begun = silent.looks
        await until(lambda: silent.looks > begun + 2)
        before, again = tells.looks, silent.looks
        await until(lambda: silent.looks > again + 5)
        assert tells.looks == before


async def test_a_probe_that_notifies_is_looked_at_only_when_a_prompt_is_near() -> None:
    tells, silent = Pretend(), Pretend()
    tells.notifies = True
    async with looking(tells, silent) as seen:
        await turns()
        before = tells.looks, silent.looks
        await seen.monitor.look()
        assert (tells.looks, silent.looks) == (before[0], before[1] + 1)
        seen.monitor.attend(Nearness.NEAR, None)
        await until(lambda: tells.looks > before[0])


async def test_only_the_probe_that_reports_a_change_looks_again() -> None:
    first, second = Pretend(), Pretend("share")
    async with looking(first, second):
        await turns()
        before = first.looks, second.looks
        first.changed()
        await until(lambda: first.looks == before[0] + 1)
        assert second.looks == before[1]


# ---------------------------------------------------------------- when


async def test_far_from_a_prompt_without_a_reason_no_probe_looks() -> None:
    probe = Pretend()
    async with looking(probe, near=0.01, holding=0.01) as seen:
        seen.monitor.attend(Nearness.COMING, None)
        await turns()
        seen.monitor.attend(Nearness.FAR, 60.0)
        await turns()
        assert seen.monitor._pause() is None
        assert not probe.is_near
        seen.monitor.attend(Nearness.NEAR, None)
        assert probe.is_near
        looks = probe.looks
        await until(lambda: probe.looks > looks + 2)


@pytest.mark.parametrize("notifies", [False, True])
async def test_while_a_reason_holds_probes_that_do_not_notify_look(notifies: bool) -> None:
    probe, other = Pretend(), Pretend("share")
    probe.users, probe.notifies = ("a",), notifies
    async with looking(probe, other, holding=0.01) as seen:
        await turns()
        assert (seen.monitor._pause() is None) is notifies
        if not notifies:
            looks, others = probe.looks, other.looks
            await until(lambda: probe.looks > looks + 2)
            assert other.looks == others


async def test_in_a_silence_full_screen_is_looked_at_again_when_it_may_be_a_film() -> None:
    probe = Pretend("fullscreen")
    probe.look_again = 0.05
    async with looking(probe) as seen:
        await turns()
        seen.monitor.attend(Nearness.FAR, 60.0)
        probe.users = ("",)
        await until(lambda: seen.reported == [("fullscreen", True)])


# ---------------------------------------------------------------- ignoring


async def test_names_are_ignored_whatever_their_case_and_counted_again_later() -> None:
    probe = Pretend()
    probe.users = ("Zoom", "obs")
    async with looking(probe) as seen:
        seen.monitor.ignore(["zoom"])
        assert seen.reported == [("call", True), ("recording", True)]
        seen.monitor.ignore(["ZOOM", "obs"])
        assert seen.reported[2:] == [("call", False)]
        assert seen.monitor.describe() == [("Probe", True, "ignored (pretending)")]
        seen.monitor.ignore([])
        assert seen.reported[3:] == [("call", True), ("recording", False)]


async def test_an_ignored_program_that_ends_its_recording_is_no_sign_of_a_person_any_more() -> None:
    probe = Pretend()
    probe.users = ("dictation",)
    async with looking(probe) as seen:
        seen.monitor.ignore(["dictation"])
        seen.reported.clear()
        probe.users = ()
        await seen.monitor.look()
        assert seen.reported == [("recording", False)]


async def test_an_ignored_program_that_does_not_record_is_no_sign_of_a_person() -> None:
    probe = Pretend("fullscreen")
    probe.users = ("film",)
    async with looking(probe) as seen:
        seen.monitor.ignore(["film"])
        assert not any(reason == "recording" for reason, _ in seen.reported)


async def test_a_program_without_a_name_is_dismissed_until_it_ends() -> None:
    probe = Pretend()
    probe.users = ("",)
    async with looking(probe) as seen:
        assert seen.monitor.dismiss() == ()
        assert seen.reported == [("call", True), ("call", False), ("recording", True)]
        await seen.monitor.look()
        assert len(seen.reported) == 3
        for probe.users in ((), ("",)):
            await seen.monitor.look()
        assert seen.reported[3:] == [("recording", False), ("call", True)]


async def test_to_dismiss_a_call_leaves_a_shared_screen_as_it_is() -> None:
    call, share = Pretend(), Pretend("share")
    call.users, share.users = ("zoom",), ("",)
    async with looking(call, share) as seen:
        assert seen.monitor.dismiss() == ("zoom",)
        await seen.monitor.look()
        assert [reason for reason, begun in seen.reported if not begun] == ["call"]


# ---------------------------------------------------------------- failures


async def test_a_probe_that_fails_is_one_warning_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = Pretend(name="Broken"), Pretend("share")
    broken.raises, sound.users = RuntimeError("secret program"), ("",)
    async with looking(broken, sound) as seen:
        for _ in range(5):
            await seen.monitor.look()
        assert seen.reported == [("share", True)]
        assert broken.looks == 1, "and is asked again later"
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "secret" not in caplog.text
        assert seen.monitor.describe()[0][:2] == ("Broken", False)


async def test_a_probe_that_failed_is_asked_again_and_later_each_time() -> None:
    broken = Pretend()
    broken.raises = RuntimeError()
    async with looking(broken, first_retry=0.02) as seen:
        for looks in (2, 3):
            await until(lambda: asyncio.get_running_loop().time() >= seen.monitor._watched[0].not_before)
            await seen.monitor.look()
            assert broken.looks == looks
        assert seen.monitor._watched[0].pause == pytest.approx(0.08)


async def test_a_failure_ends_the_reason_of_that_probe() -> None:
    probe = Pretend()
    probe.users = ("a",)
    async with looking(probe) as seen:
        probe.raises = UnavailableError("gone")
        await seen.monitor.look()
        assert seen.reported == [("call", True), ("call", False)]
        assert seen.monitor.describe() == [("Probe", False, "gone")]


async def test_a_probe_that_hangs_does_not_delay_the_others() -> None:
    slow, quick = Pretend(), Pretend("share")
    slow.hangs, quick.users = True, ("",)
    async with looking(slow, quick, look=0.05) as seen:
        assert seen.reported == [("share", True)]
        assert seen.monitor.describe()[0] == ("Probe", False, "it does not answer")


async def test_no_name_of_a_program_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    probe = Pretend()
    probe.users = ("embarrassing",)
    async with looking(probe) as seen:
        seen.monitor.ignore(["embarrassing"])
        seen.monitor.dismiss()
        assert "embarrassing" not in caplog.text + str(seen.monitor.describe())


async def test_what_programs_call_themselves_is_one_harmless_line() -> None:
    probe = Pretend()
    async with looking(probe) as seen:
        probe.users = ("zoom\x1b[31m\n\u202e" + "x" * 70_000,)
        probe.changed()
        await turns()
        (name,) = seen.monitor.dismiss()
        assert name.startswith("zoom\\x1b[31m\\n\\u202exxx")
        assert (len(name), name.isprintable()) == (80, True)
