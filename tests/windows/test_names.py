"""A person whose name has letters and signs that paths of programs often do not."""

from collections.abc import Iterator

import pytest

from windows.desk import Desk
from windows.machine import Machine


@pytest.fixture(scope="module")
def olga() -> Iterator[Desk]:
    machine = Machine("olga", "Ольга д'Арк", python=r"Z:\work\jo\drive_c\Python313\python.exe")
    desk = Desk(machine)
    desk.starts()
    yield desk
    machine.ended()


def test_files_lie_in_the_folder_of_that_name(olga):
    assert olga.uncrick("settings", "set", "breaks.every", "45")[0] == 0
    assert "45" in (olga.machine.local / "uncrick" / "settings.toml").read_text("utf-8")


def test_a_break_is_begun_and_done(olga):
    assert olga.uncrick("break")[0] == 0
    assert olga.phase() == "on_break"
    assert olga.uncrick("done")[0] == 0
    assert olga.records()


def test_the_daemon_quits(olga):
    assert olga.uncrick("quit")[0] == 0
    assert olga.phase() == "gone"
