"""A private bus for the parts that speak D-Bus."""

from collections.abc import Iterator

import pytest

from desktop.desks import BusDesk


@pytest.fixture
def bus_desk() -> Iterator[BusDesk]:
    """A session bus with nobody on it, and no display."""
    with BusDesk() as desk, desk.inside():
        yield desk
