"""The files that say who records and whether banners are shown, where no server does."""

import struct
from pathlib import Path

import pytest

from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy import devices
from uncrick.platforms.linux.busy.dnd import dconf_value


@pytest.mark.parametrize(
    ("text", "records"),
    [("closed\n", False), ("state: RUNNING\nowner_pid   : 1\n", True), ("state: SETUP\nowner_pid   : 1\n", False)],
)
def test_without_a_sound_server_alsa_knows_who_records(tmp_path: Path, text: str, records: bool) -> None:
    (tmp_path / "status").write_text(text)
    assert len(devices.recorders(str(tmp_path / "*"))) == int(records)


def test_without_a_capture_device_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError):
        devices.recorders(str(tmp_path / "*"))


@pytest.mark.parametrize("file", [b"", b"GVariant", b"something else altogether, and long enough for a header"])
def test_a_broken_dconf_file_raises_an_expected_error(file: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        dconf_value(file, "/org/gnome/desktop/notifications/show-banners")
