"""Idle and lock on macOS, with stand-ins for CoreGraphics and the notification centre."""

from collections.abc import AsyncIterator

import pytest

from desktop.desks import until
from uncrick.errors import DesktopError
from uncrick.platforms.macos.presence import MacPresence, idle, locked
from uncrick.ports import IdleSourceChanged, ScreenLocked, ScreenUnlocked, Sighting

LOCK, UNLOCK = "com.apple.screenIsLocked", "com.apple.screenIsUnlocked"


class Watched:
    def __init__(self) -> None:
        self.presence = MacPresence()
        self.reported: list[Sighting] = []


@pytest.fixture
async def watched(mac) -> AsyncIterator[Watched]:
    watched = Watched()
    yield watched
    await watched.presence.stop()


def test_idle_is_what_coregraphics_says(mac):
    assert idle() == 1.5


def test_without_coregraphics_there_is_no_idle_time(mac):
    mac.missing.add("CoreGraphics")
    with pytest.raises(DesktopError, match="dlopen"):
        idle()


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"kCGSSessionOnConsoleKey": True}, False),
        ({"kCGSSessionOnConsoleKey": True, "CGSSessionScreenIsLocked": True}, True),
        ({"kCGSSessionOnConsoleKey": 1, "CGSSessionScreenIsLocked": 1}, True),
        ({"kCGSSessionOnConsoleKey": True, "CGSSessionScreenIsLocked": False}, False),
        ({"kCGSSessionOnConsoleKey": False}, True),
        ({"kCGSSessionOnConsoleKey": 0}, True),
        ({}, False),
        (None, False),
        ({"kCGSSessionOnConsoleKey": object()}, False),  # no property list
    ],
)
def test_locked_is_a_locked_screen_or_another_session_in_front(mac, session, expected):
    mac.session = session
    assert locked() is expected
    assert mac.retained == [], "all is released"


async def test_the_source_and_a_lock_that_is_there_are_reported(mac, watched):
    mac.session = {"CGSSessionScreenIsLocked": True}
    await watched.presence.start(watched.reported.append)
    assert watched.reported == [IdleSourceChanged("CoreGraphics"), ScreenLocked()]


async def test_a_notification_reports_the_lock_and_its_end_once_each(mac, watched):
    await watched.presence.start(watched.reported.append)
    for name in (LOCK, LOCK, UNLOCK, UNLOCK):
        mac.notify(name)
    await until(lambda: len(watched.reported) >= 3)
    assert watched.reported[1:] == [ScreenLocked(), ScreenUnlocked()]


async def test_doctor_is_told_who_reports_the_lock(mac, watched):
    await watched.presence.start(watched.reported.append)
    assert watched.presence.describe()[1] == ("Lock", True, "notifications of the system")
    assert [ok for _what, ok, _text in watched.presence.describe()] == [True, True, False]


async def test_without_notifications_the_lock_is_asked_for(mac, watched):
    mac.has_center = False
    await watched.presence.start(watched.reported.append)
    assert watched.presence.describe()[1] == ("Lock", True, "CoreGraphics")


async def test_at_the_end_nobody_listens(mac, watched):
    await watched.presence.start(watched.reported.append)
    assert sorted(mac.observers) == [LOCK, UNLOCK]
    await watched.presence.stop()
    assert mac.observers == {}
    assert mac.retained == [], "all is released"


async def test_a_notification_after_the_end_reports_nothing(mac, watched):
    await watched.presence.start(watched.reported.append)
    before = [*watched.reported]
    await watched.presence.stop()
    watched.presence.lock_changed(locked=True)
    assert watched.reported == before
