"""The settings in force, and who is called when they change."""

import pytest

from uncrick.errors import SettingsError
from uncrick.settings import Settings
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


# ---------------------------------------------------------------- over a restart


FAULTY = '[breaks]\nsnooze = "8m"\nstrict = yes\n'


def test_the_last_good_settings_hold_over_a_restart(file, tmp_path):
    good = str(tmp_path / "state" / "good.toml")
    snooze(file, 7)
    LiveSettings(str(file), good=good)
    file.write_text(FAULTY)
    live = LiveSettings(str(file), good=good)
    assert (live.current.breaks.snooze, live.are_defaults) == (420, False)
    assert "strict" in (live.error or "")


def test_settings_that_were_reloaded_are_the_good_ones(file, tmp_path):
    good = str(tmp_path / "good.toml")
    live = LiveSettings(str(file), good=good)
    snooze(file, 9)
    reload(live)
    file.write_text(FAULTY)
    assert LiveSettings(str(file), good=good).current.breaks.snooze == 540


def test_no_settings_at_all_may_be_the_good_ones(file, tmp_path):
    good = str(tmp_path / "good.toml")
    LiveSettings(str(file), good=good)
    file.write_text(FAULTY)
    live = LiveSettings(str(file), good=good)
    assert (live.current, live.are_defaults) == (Settings(), False)


def test_without_good_settings_the_defaults_stand_in_for_what_cannot_be_used(file, tmp_path):
    file.write_text(FAULTY)
    live = LiveSettings(str(file), good=str(tmp_path / "good.toml"))
    assert (live.current.breaks.snooze, live.current.breaks.strict, live.are_defaults) == (480, False, True)
    file.write_text(FAULTY.replace("yes", "true"))
    reload(live)
    assert (live.current.breaks.strict, live.are_defaults) == (True, False)


def test_good_settings_that_cannot_be_put_by_cost_nothing_else(file, tmp_path):
    snooze(file, 7)
    (tmp_path / "in the way").write_text("")
    assert LiveSettings(str(file), good=str(tmp_path / "in the way" / "good.toml")).current.breaks.snooze == 420
