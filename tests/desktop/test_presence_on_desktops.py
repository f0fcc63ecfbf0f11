"""Input, lock and sleep on real displays and buses."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

pytest.importorskip("uncrick.platforms.linux.logind", reason="Linux alone has logind", exc_type=ImportError)

from desktop.desks import BareDesk, BusDesk, SwayDesk, XDesk, away, need, until
from uncrick.platforms.linux.presence import LinuxPresence
from uncrick.ports import (
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    OtherSessionUsed,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    SleepBegan,
    SleepEnded,
)

X11 = IdleSourceChanged("X11 (XSync)")
SWAY = IdleSourceChanged("Wayland (org_kde_kwin_idle)")


@asynccontextmanager
async def presence() -> AsyncIterator[tuple[LinuxPresence, list[Sighting]]]:
    seen: list[Sighting] = []
    watching = LinuxPresence()
    await watching.start(seen.append)
    try:
        yield watching, seen
    finally:
        await watching.stop()


async def sighting(seen: list[Sighting], kind: type[Any], after: int = 0) -> Any:
    """The next sighting of a kind, among those after the first `after`."""

    def matching() -> list[Any]:
        return [sighting for sighting in seen[after:] if isinstance(sighting, kind)]

    return (await until(matching, what=f"{kind.__name__} among {seen}"))[0]


@pytest.fixture(params=["x11", "sway"])
def desk(request: pytest.FixtureRequest) -> XDesk | SwayDesk:
    return request.getfixturevalue(request.param)


# ---------------------------------------------------------------- input


async def test_the_first_sighting_is_the_source(desk: XDesk | SwayDesk) -> None:
    async with presence() as (_, seen):
        assert seen[0] in (X11, SWAY)


async def test_silence_is_told_with_its_length_and_input_ends_it(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        await away(desk.key, "a")
        watching.watch(0.3)
        assert (await sighting(seen, InputStopped)).quiet == pytest.approx(0.3, abs=0.2)
        assert InputResumed() not in seen
        await away(desk.key, "a")
        await sighting(seen, InputResumed)


async def test_every_silence_is_told_and_no_input_before_one(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.3)
        for turn in range(3):
            await until(lambda expected=turn + 1: sum(isinstance(s, InputStopped) for s in seen) == expected)
            await away(desk.key, "a")
            await until(lambda expected=turn + 1: seen.count(InputResumed()) == expected)
        kinds = [type(sighting) for sighting in seen[1:7]]
        assert kinds == [InputStopped, InputResumed] * 3


async def test_a_longer_watch_during_a_silence_is_told_at_its_time(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.2)
        await sighting(seen, InputStopped)
        before = len(seen)
        watching.watch(0.9)
        assert (await sighting(seen, InputStopped, before)).quiet == pytest.approx(0.9, abs=0.25)
        await away(desk.key, "a")
        await sighting(seen, InputResumed)


async def test_a_shorter_watch_during_a_silence_is_told_at_once(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.8)
        await sighting(seen, InputStopped)
        before = len(seen)
        watching.watch(0.1)
        assert (await sighting(seen, InputStopped, before)).quiet >= 0.7


async def test_a_shorter_watch_holds_for_the_next_silence(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.6)
        await sighting(seen, InputStopped)
        watching.watch(0.1)
        await away(desk.key, "a")
        await sighting(seen, InputResumed)
        assert (await sighting(seen, InputStopped, seen.index(InputResumed()))).quiet < 0.4


async def test_input_after_a_longer_watch_ends_the_silence_that_was_told(desk: XDesk | SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.2)
        await sighting(seen, InputStopped)
        watching.watch(30)
        await away(desk.key, "a")
        await sighting(seen, InputResumed)


async def test_a_killed_x_server_is_missed_and_met_again(x11: XDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.3)
        await away(x11.end, x11.x)
        await until(lambda: IdleSourceChanged(None) in seen, what="the loss")
        await away(x11.start_x, x11.env["DISPLAY"][1:])
        await until(lambda: seen.count(X11) == 2, what="the return")
        await sighting(seen, InputStopped, len(seen) - 1)


async def test_a_killed_compositor_is_missed_and_met_again(sway: SwayDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(0.3)
        await away(sway.kill_sway)
        await until(lambda: IdleSourceChanged(None) in seen, what="the loss")
        await away(sway.start_sway)
        await until(lambda: seen.count(SWAY) == 2, what="the return")
        await sighting(seen, InputStopped, len(seen) - 1)


async def test_an_x_server_that_wants_a_cookie_gets_it(x11: XDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    need("xauth")
    await away(x11.end, x11.x)
    authority, number = x11.folder / "cookies", x11.env["DISPLAY"][1:]
    for display in ("77", number):
        await away(x11.run, ["xauth", "-f", authority, "add", f":{display}", ".", f"{int(display):032x}"])
    await away(x11.start_x, number, "-auth", authority)
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None)]
    monkeypatch.setenv("XAUTHORITY", str(authority))
    async with presence() as (_, seen):
        assert seen == [X11]


async def test_an_x_server_is_never_asked_in_a_wayland_session(x11: XDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None)]


async def test_nothing_at_all_is_no_error(bare: BareDesk) -> None:
    async with presence() as (watching, seen):
        watching.watch(8)
        assert seen == [IdleSourceChanged(None)]
        assert [ok for _, ok, _ in watching.describe()] == [False, False, False]


# ---------------------------------------------------------------- lock and sleep


def locks(seen: list[Sighting]) -> list[Sighting]:
    return [sighting for sighting in seen if isinstance(sighting, ScreenLocked | ScreenUnlocked)]


async def locks_become(seen: list[Sighting], *expected: Sighting) -> None:
    await until(lambda: locks(seen) == list(expected), what=f"{expected} instead of {seen}")


async def test_logind_tells_of_sleep(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_signal, "PrepareForSleep", ("b", True))
        await away(buses.logind_signal, "PrepareForSleep", ("b", False))
        await until(lambda: seen[1:] == [SleepBegan(), SleepEnded()])


async def test_logind_tells_of_a_lock_by_its_hint(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_property, "LockedHint", True)
        await locks_become(seen, ScreenLocked())
        await away(buses.logind_property, "LockedHint", False)
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


async def test_logind_tells_of_a_lock_by_its_signals(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_signal, "Lock", session=True)
        await locks_become(seen, ScreenLocked())
        await away(buses.logind_signal, "Unlock", session=True)
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


async def test_another_session_at_the_seat_counts_as_locked(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_property, "Active", False)
        await locks_become(seen, ScreenLocked())
        await away(buses.logind_property, "Active", True)
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


async def test_a_screen_that_is_locked_already_is_told_after_the_source(buses: BusDesk) -> None:
    await away(buses.logind_property, "LockedHint", True)
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None), ScreenLocked()]


async def test_two_lockers_are_one_lock_until_both_unlock(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_property, "LockedHint", True)
        await away(buses.logind_property, "Active", False)
        await away(buses.logind_property, "LockedHint", False)
        await locks_become(seen, ScreenLocked())
        await away(buses.logind_property, "Active", True)
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


async def test_a_lock_that_nobody_takes_back_ends_with_the_persons_return(x11: XDesk) -> None:
    async with presence() as (watching, seen):
        await away(x11.logind_signal, "Lock", session=True)
        await locks_become(seen, ScreenLocked())
        watching.watch(0.2)
        await sighting(seen, InputStopped)
        await away(x11.key, "a")
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


async def test_the_session_is_found_without_its_id(buses: BusDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_SESSION_ID")
    async with presence() as (watching, _):
        assert ("Lock", True, "logind") in watching.describe()


async def test_a_logind_that_dies_unlocks_what_it_locked(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(buses.logind_property, "LockedHint", True)
        await locks_become(seen, ScreenLocked())
        await away(buses.end, buses.logind)
        await locks_become(seen, ScreenLocked(), ScreenUnlocked())


# ---------------------------------------------------------------- two sessions of one person


def elsewhere(desk: XDesk) -> dict[str, str]:
    return {name: desk.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}


async def test_input_in_another_session_that_is_heard_is_input(x11: XDesk) -> None:
    with XDesk() as other:
        async with presence() as (watching, seen):
            watching.watch(0.5)
            await sighting(seen, InputStopped)
            assert await watching.hear(elsewhere(other))
            await away(other.key, "a")
            stopped = len(seen)
            await sighting(seen, InputStopped, stopped)
            assert watching.in_use() is None
            await away(other.key, "a")
            await sighting(seen, InputResumed, stopped)
            assert watching.in_use() == elsewhere(other)


async def test_a_locked_screen_is_no_absence_while_the_person_types_in_another_session(x11: XDesk) -> None:
    with XDesk() as other:
        async with presence() as (watching, seen):
            watching.watch(0.5)
            assert await watching.hear(elsewhere(other))
            await away(x11.logind_property, "LockedHint", True)
            await locks_become(seen, ScreenLocked())
            await away(other.key, "a")
            await locks_become(seen, ScreenLocked(), ScreenUnlocked())
            assert watching.in_use() == elsewhere(other)


async def test_a_session_that_ends_is_silent(x11: XDesk) -> None:
    with XDesk() as other:
        async with presence() as (watching, seen):
            watching.watch(60)
            assert await watching.hear(elsewhere(other))
            watching.watch(0.5)
            await away(other.end, other.x)
            await sighting(seen, InputStopped)
            assert watching.in_use() is None


async def test_a_session_that_lets_nobody_in_is_not_heard(x11: XDesk) -> None:
    async with presence() as (watching, _):
        assert not await watching.hear({"DISPLAY": ":4711"})
        assert not await watching.hear({"WAYLAND_DISPLAY": "nothing-there"})


def add_session(desk: BusDesk, name: str, seat: str = "seat0", **properties: tuple[str, Any]) -> None:
    """Another graphical session of ours."""
    desk._mock_logind("", "AddSession", "ssusb", name, seat, os.getuid(), "user", True)
    values = {"Class": ("s", "user"), "Type": ("s", "x11"), "State": ("s", "active"), **properties}
    update = ("UpdateProperties", "sa{sv}", "org.freedesktop.login1.Session", values)
    desk._mock_logind(f"/session/{name}", *update)


async def test_ones_own_other_session_at_the_seat_is_no_lock(buses: BusDesk) -> None:
    async with presence() as (_, seen):
        await away(add_session, buses, "c2")
        await away(buses.logind_property, "Active", False)
        await sighting(seen, OtherSessionUsed)
        assert seen[-1] == OtherSessionUsed(True)
        assert locks(seen) == []


async def test_another_session_with_input_is_told_until_it_is_idle(buses: BusDesk) -> None:
    await away(add_session, buses, "c2", "seat1", IdleSinceHint=("t", 1), IdleHint=("b", False))
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None), OtherSessionUsed(True)]
        idle = ("UpdateProperties", "sa{sv}", "org.freedesktop.login1.Session", {"IdleHint": ("b", True)})
        await away(buses._mock_logind, "/session/c2", *idle)
        await until(lambda: seen[-1] == OtherSessionUsed(False))


async def test_of_two_sessions_the_one_on_our_display_is_ours(buses: BusDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_SESSION_ID")
    monkeypatch.setenv("DISPLAY", ":5")
    await away(add_session, buses, "c2", Display=("s", ":5"))
    async with presence() as (_, seen):
        locked = ("UpdateProperties", "sa{sv}", "org.freedesktop.login1.Session", {"LockedHint": ("b", True)})
        await away(buses._mock_logind, "/session/c2", *locked)
        await locks_become(seen, ScreenLocked())


async def test_a_session_that_never_says_whether_it_is_idle_is_no_sign(buses: BusDesk) -> None:
    await away(add_session, buses, "c2", "seat1", IdleHint=("b", False), IdleSinceHint=("t", 0))
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None)]
