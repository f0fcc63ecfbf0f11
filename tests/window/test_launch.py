"""The windows that the command opens are those that there are."""

from uncrick.cli import daemon
from uncrick.window import launch


def test_command_knows_every_window():
    assert set(daemon.WINDOWS) == set(launch.WINDOWS)
