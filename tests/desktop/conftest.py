"""Desktops for the tests of this folder; everything in here is marked `desktop`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.desks import BareDesk, BusDesk, SwayDesk, XDesk, XfceDesk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.desktop)


@pytest.fixture
def bare() -> Iterator[BareDesk]:
    """No bus and no display."""
    with BareDesk() as desk, desk.inside():
        yield desk


@pytest.fixture
def xfce() -> Iterator[XfceDesk]:
    """XFCE's panel and dunst."""
    with XfceDesk(notifications="dunst") as desk, desk.inside():
        yield desk


@pytest.fixture
def xfce_notifyd() -> Iterator[XfceDesk]:
    """XFCE's own notification server, which draws buttons; no panel."""
    with XfceDesk(notifications="xfce4-notifyd", panel=False) as desk, desk.inside():
        yield desk


@pytest.fixture
def x11() -> Iterator[XDesk]:
    """An X server with a window manager, and logind."""
    with XDesk(logind=True) as desk, desk.inside():
        yield desk


@pytest.fixture
def sway() -> Iterator[SwayDesk]:
    """sway, waybar and mako."""
    with SwayDesk() as desk, desk.inside():
        yield desk


@pytest.fixture
def buses() -> Iterator[BusDesk]:
    """A session bus and a system bus with logind; no display."""
    with BusDesk(logind=True) as desk, desk.inside():
        yield desk
