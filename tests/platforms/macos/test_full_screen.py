"""Full screen on macOS, with stand-ins for the lists of windows, displays and power assertions."""

from datetime import date
from typing import Any

import pytest

from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.macos.full_screen import FullScreen

PORTABLE = (0.0, 0.0, 1512.0, 982.0)
BESIDE = (1512.0, -98.0, 1920.0, 1080.0)
KEYNOTE, EDITOR = 500, 501
LONG, SHORT = 600.0, 30.0  # seconds without input


def window(owner: int, bounds: tuple[float, float, float, float], layer: int = 0) -> dict[str, Any]:
    """A window in the list, without the keys that need a permission."""
    return {
        "kCGWindowLayer": layer,
        "kCGWindowOwnerPID": owner,
        "kCGWindowAlpha": 1.0,
        "kCGWindowBounds": dict(zip(("X", "Y", "Width", "Height"), bounds, strict=True)),
    }


def held(kind: str, by: str) -> list[dict[str, Any]]:
    """What one process asks of the power management."""
    return [{"AssertType": kind, "AssertLevel": 255, "Process Name": by, "AssertName": "playing"}]


BAR = window(100, (0.0, 0.0, 1512.0, 37.0), layer=24)
WITHOUT_BAR = window(KEYNOTE, (0.0, 37.0, 1512.0, 945.0))


@pytest.mark.parametrize(
    ("windows", "busy"),
    [
        ([window(KEYNOTE, PORTABLE)], True),
        ([window(KEYNOTE, BESIDE), window(EDITOR, (0, 37, 800, 600)), BAR], True),
        ([window(KEYNOTE, (700, 20, 100, 40)), window(KEYNOTE, PORTABLE)], True),  # its own bar over its own film
        ([window(EDITOR, (10, 60, 800, 600)), window(KEYNOTE, PORTABLE)], False),  # another program is in front
        ([WITHOUT_BAR], True),  # below the notch
        ([WITHOUT_BAR, BAR], False),  # below the menu bar
        ([window(EDITOR, (0, 37, 1512, 800)), BAR], False),
        ([BAR], False),
        ([], False),
    ],
)
async def test_a_program_in_front_that_fills_a_display_is_watched(mac, windows, busy):
    mac.displays = {69: PORTABLE, 70: BESIDE}
    mac.windows = windows
    assert bool((await FullScreen().look(LONG)).users) is busy
    assert mac.retained == [], "all is released"


async def test_full_screen_that_is_typed_into_is_looked_at_again_when_it_may_be_a_film(mac):
    mac.windows = [window(EDITOR, PORTABLE)]
    result = await FullScreen().look(SHORT)
    assert (result.users, result.look_again) == ((), 90.0)


async def test_a_program_that_keeps_the_display_awake_makes_it_a_film_at_once(mac):
    mac.windows = [window(KEYNOTE, PORTABLE)]
    mac.assertions = {KEYNOTE: held("PreventUserIdleDisplaySleep", "Keynote")}
    assert (await FullScreen().look(SHORT)).users == ("Keynote",)
    assert mac.retained == [], "all is released"


async def test_assertions_that_cannot_be_read_do_not_hide_others(mac):
    mac.windows = [window(KEYNOTE, PORTABLE)]
    mac.assertions = {
        7: [{"AssertType": "UserIsActive", "AssertStartWhen": date}],  # no property list
        KEYNOTE: held("NoDisplaySleepAssertion", "Keynote"),
    }
    assert (await FullScreen().look(SHORT)).users == ("Keynote",)


@pytest.mark.parametrize(
    "assertions",
    [
        {7: held("PreventUserIdleSystemSleep", "backupd")},
        {7: held("PreventUserIdleDisplaySleep", "caffeinate")},
        {7: [{"AssertType": "PreventUserIdleDisplaySleep", "AssertStartWhen": date}]},  # no property list
        {},
        None,
    ],
)
async def test_nothing_else_makes_it_a_film(mac, assertions):
    mac.windows = [window(KEYNOTE, PORTABLE)]
    mac.assertions = assertions
    assert (await FullScreen().look(SHORT)).users == ()
    assert mac.retained == [], "all is released"


async def test_a_session_without_a_screen_leaves_the_probe_unavailable(mac):
    mac.windows = None
    with pytest.raises(UnavailableError):
        await FullScreen().look(LONG)


async def test_without_coregraphics_the_probe_is_unavailable(mac):
    mac.missing.add("CGWindowListCopyWindowInfo")
    with pytest.raises(UnavailableError):
        await FullScreen().look(LONG)
