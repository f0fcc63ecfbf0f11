"""Whole tests on a Windows under Wine, from outside; `.ci/windows` makes it, and without it all of this is skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from windows.desk import Desk
from windows.machine import ROOT, Machine

HASTY = {
    "breaks.every": "20s",
    "breaks.window": "5s",
    "breaks.lull": "2s",
    "breaks.apart": "0s",
    "breaks.max_a_day": "1000",
    "breaks.idle": "15s",
    "breaks.natural": "40s",
    "breaks.after_busy": "2s",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and not ROOT:
            item.add_marker(pytest.mark.skip(reason="needs the Windows that `.ci/windows` makes"))


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Jo Smith at work, with prompts at every twenty seconds, and no daemon yet."""
    machine = Machine("jo", "Jo Smith")
    for key, value in HASTY.items():
        assert machine.uncrick("settings", "set", key, value)[0] == 0, key
    with Desk(machine) as desk:
        yield desk


@pytest.fixture
def daemon(desk: Desk) -> Desk:
    """The same, with a daemon that counts."""
    if desk.phase() == "gone":
        desk.starts()
    desk.returns()
    return desk
