"""Whole tests on a Windows under Wine, from outside; `.ci/windows` makes it, and without it all of this is skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from windows.desk import Desk
from windows.machine import ROOT, Machine

HASTY = """[breaks]
every = "30s"
window = "5s"
lull = "2s"
apart = "0s"
max_a_day = 1000
idle = "10s"
natural = "40s"
after_busy = "2s"
after_absence = "1s"
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and not ROOT:
            item.add_marker(pytest.mark.skip(reason="needs the Windows that `.ci/windows` makes"))


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Jo Smith at work, with prompts at every half minute, and no daemon yet."""
    machine = Machine("jo", "Jo Smith")
    settings = machine.file(machine.uncrick("settings", "path")[1])
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(HASTY, "utf-8")
    with Desk(machine) as desk:
        yield desk


@pytest.fixture
def daemon(desk: Desk) -> Desk:
    """The same, with a daemon that counts."""
    if desk.phase() == "gone":
        desk.starts()
    desk.returns()
    return desk
