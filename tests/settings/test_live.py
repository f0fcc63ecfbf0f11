"""The settings in force, and who is called when they change."""

import pytest

from uncrick.errors import SettingsError
from uncrick.settings.live import LiveSettings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def snooze(file, minutes):
    file.write_text(f'[breaks]\nsnooze = "{minutes}m"\n')


def reload(live):
    return live.reload(lambda exercise: None, before=lambda: None)


def test_a_subscriber_is_called_at_once_and_after_a_change(file):
    snooze(file, 7)
    live, seen = LiveSettings(str(file)), []
    live.subscribe(lambda settings: seen.append(settings.breaks.snooze))
    snooze(file, 9)
    reload(live)
    assert seen == [420, 540]


def test_settings_with_faults_leave_the_last_good_ones_in_force(file):
    snooze(file, 7)
    live, seen = LiveSettings(str(file)), []
    live.subscribe(seen.append)
    file.write_text("[breaks]\nsnooze = 0\n")
    with pytest.raises(SettingsError):
        reload(live)
    assert (live.current.breaks.snooze, len(seen)) == (420, 1)
    assert live.error


def test_a_good_file_takes_the_fault_away(file):
    file.write_text("[breaks]\nsnooze = 0\n")
    live = LiveSettings(str(file))
    assert live.error
    snooze(file, 9)
    reload(live)
    assert live.error is None


def test_the_settings_of_this_run_stand_over_those_of_the_file(file):
    snooze(file, 7)
    live = LiveSettings(str(file), ["breaks.snooze=5m"])
    snooze(file, 9)
    reload(live)
    assert live.current.breaks.snooze == 300


def test_a_change_of_the_file_is_seen_once(file):
    live = LiveSettings(str(file))
    assert not live.has_changed()
    snooze(file, 7)
    assert live.has_changed()
    assert not live.has_changed()
