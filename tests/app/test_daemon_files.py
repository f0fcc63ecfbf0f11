"""What a daemon makes of files that change or are damaged."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from app.life import MONDAY, Life
from app.views import kinds, status
from uncrick.app.daemon import Options
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import HistoryError, RefusedError, SettingsError
from uncrick.ports import (
    ScreenLocked,
    ScreenUnlocked,
)
from uncrick.storage.history import connection
from uncrick.storage.history.file import readable
from uncrick.storage.state_codec import SCHEMA, loads

# ------------------------------------------------------------------ settings


def test_a_file_that_changes_is_followed_with_the_next_look(house, life):
    house.wrote(house.settings, '[breaks]\nevery = "30m"\nsnooze = "7m"\n[prompt]\nsound = true\n')
    life.passes(60)
    assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(minutes=30)
    life.passes(1800)
    notice = life.notifier.up["prompt"]
    assert notice.sound
    assert [button.label for button in notice.buttons] == ["Start", "In 7 min", "Did it"]


FAULTS = {
    "an unknown key": '[breaks]\nevry = "30m"\n',
    "an unknown table": '[brakes]\nevery = "30m"\n',
    "a wrong type": "[breaks]\nevery = true\n",
    "an absurd value": '[breaks]\nevery = "900000h"\n',
    "a negative one": '[breaks]\nevery = "-5m"\n',
    "broken TOML": '[breaks\nevery = "30m"\n',
    "not UTF-8": b'[breaks]\nevery = "30m"\n# \xff\xfe\n',
    "zeros": b"\0" * 100,
    "hours that are none": '[work]\nhours = ["Mon-Moon 08:00-18:00"]\n',
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_faulty_settings_leave_the_last_good_ones(house, life, text):
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    life.passes(60)
    due = status()["next_prompt_at"]
    house.wrote(house.settings, text)
    life.passes(60)
    shown = status()
    assert shown["settings_error"]
    assert shown["next_prompt_at"] == due
    house.wrote(house.settings, '[breaks]\nevery = "40m"\n# mended\n')
    life.passes(60)
    shown = status()
    assert shown["settings_error"] is None
    assert datetime.fromisoformat(shown["next_prompt_at"]) == MONDAY + timedelta(minutes=40)


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_a_daemon_starts_with_faulty_settings_and_says_so(house, text):
    house.wrote(house.settings, text)
    with house.living() as life:
        assert status()["settings_error"]
        assert life.notifier.up["settings"].hint == "See: uncrick settings check"
        assert life.phase == "working"


def test_the_last_good_settings_hold_over_a_restart(house):
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    with house.living():
        assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(minutes=50)
    house.wrote(house.settings, '[breaks]\nevery = "30m"\nstrict = yes\n')
    with house.living() as life:
        shown = status()
        assert "strict" in shown["settings_error"]
        assert shown["settings_are_defaults"] is False
        assert life.parts.settings.current.breaks.every == 3000


def test_a_folder_in_the_place_of_the_settings_is_reported(house):
    house.settings.mkdir(parents=True)
    with house.living():
        assert "folder" in status()["settings_error"]


def test_settings_that_are_removed_are_the_defaults_again(house, life):
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    life.passes(60)
    house.settings.unlink()
    life.passes(60)
    assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(minutes=60)


def test_the_day_follows_the_working_hours_also_when_they_change(house, life):
    life.passes(14 * 3600)
    client.request("done")
    life.passes(4 * 3600)
    assert status()["today"]["stepped_away"] == 1, "three in the morning"
    life.passes(2 * 3600)
    assert status()["today"]["stepped_away"] == 0, "five"
    house.wrote(house.settings, '[work]\nhours = ["Mon-Fri 22:00-06:00"]\n')
    life.passes(60)
    assert status()["today"]["stepped_away"] == 1, "the end of a night shift"
    life.passes(9 * 3600)
    assert status()["today"]["stepped_away"] == 0, "14:01"


def test_a_reload_that_fails_says_every_fault(house, life):
    house.wrote(house.settings, '[breaks]\nevry = "30m"\nidle = 3\n')
    with pytest.raises(RefusedError, match=r"(?s)evry.*breaks.idle = 3"):
        client.request("reload")
    assert life.phase == "working"


def test_a_reload_tells_of_unusual_values(house, life):
    house.wrote(house.settings, '[breaks]\nevery = "5h"\n')
    assert "breaks.every = 5h is unusual" in client.request("reload")["warnings"][0]


def test_what_was_set_for_this_run_holds_over_the_file(house):
    with house.living("breaks.every=20m") as life:
        house.wrote(house.settings, '[breaks]\nevery = "50m"\nsnooze = "7m"\n')
        life.passes(60)
        assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(minutes=20)


def test_a_daemon_does_not_start_with_a_setting_of_this_run_that_cannot_be_used(house):
    with pytest.raises(SettingsError, match="evry"), house.living("breaks.evry=20m"):
        pass


# ------------------------------------------------------------------ damaged files


STATES = {
    "empty": "",
    "garbage": "hello",
    "zeros": "\0" * 5000,
    "of a newer version": '{"schema": 99, "state": {"_": "State"}}',
    "huge": f'{{"schema": {SCHEMA}, "state": [' + "0," * 2_000_000 + "0]}",
    "deep": "[" * 500_000,
    "not UTF-8": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("text", STATES.values(), ids=STATES.keys())
def test_a_state_that_cannot_be_gone_on_from_is_set_aside(house, text):
    house.wrote(house.state, text)
    with house.living() as life:
        assert status()["phase"] == "working"
        life.passes(3600)
        assert life.phase == "due"
        [aside] = house.state.parent.glob("state-damaged-*")
        assert status()["set_aside"] == [str(aside)]
    with house.living():
        assert status()["set_aside"] == [str(aside)], "until it is dealt with"
        aside.rename(aside.with_name("kept"))
        assert status()["set_aside"] == []
        aside.with_name("kept").rename(aside)
    assert aside.stat().st_size == len(text)
    assert loads(house.state.read_text()).shown


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_a_state_of_an_older_version_is_a_quiet_new_beginning(schema, house, caplog):
    with house.living() as life:
        life.passes(3600)
        assert life.phase == "due"
    house.wrote(house.state, house.state.read_text().replace(f'"schema":{SCHEMA}', f'"schema":{schema}'))
    caplog.clear()
    with house.living() as life:
        assert status()["phase"] == "working"
        assert status()["active_seconds"] == 0
        assert life.notifier.of("prompt") == []
        life.passes(3600)
        assert life.phase == "due"
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert not list(house.state.parent.glob("state-damaged-*"))
    assert loads(house.state.read_text()).shown


def test_a_folder_in_the_place_of_the_state_ends_nothing(house, caplog):
    house.state.mkdir(parents=True)
    with house.living() as life:
        life.passes(3600)
        assert life.phase == "due"
        assert client.request("skip")["ok"]
    assert kinds(house) == [Kind.PROMPTED, Kind.SKIPPED]


def test_a_state_that_cannot_be_saved_is_logged_and_the_answer_counts(house, life, caplog):
    life.passes(3600)

    def full(*_, **__):
        raise HistoryError("The state cannot be saved", "no space left on device.")

    life.parts.saved.store.save = full
    assert client.request("skip")["ok"]
    assert "no space left" in caplog.text
    del life.parts.saved.store.save


@pytest.mark.parametrize("text", ["", "hello", "[]", "[" * 100_000, b"\xff"])
def test_a_memory_of_past_notices_that_cannot_be_read_welcomes_anew(house, text):
    house.wrote(house.said, text)
    with house.living() as life:
        assert life.notifier.up["welcome"]


def test_past_notices_that_cannot_be_stored_ends_nothing(house):
    house.said.mkdir(parents=True)
    (house.said / "in the way").touch()
    life = Life(Options(), house.clock)
    house.lives.append(life)
    life.tray.has_place = False
    life.begin()
    assert life.notifier.up["welcome"]
    assert life.notifier.up["tray"]
    assert status()["phase"] == "working"


@pytest.mark.parametrize("content", [b"hello" * 3000, b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 4096])
def test_a_damaged_history_is_set_aside_and_reported(house, content):
    house.wrote(house.history, content)
    with house.living() as life:
        notice = life.notifier.up["history"]
        [aside] = house.history.parent.glob("history-damaged-*")
        assert str(aside) in notice.lines[0]
        assert aside.read_bytes() == content
        client.request("done")
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_an_empty_history_is_begun(house):
    house.wrote(house.history, b"")
    with house.living():
        client.request("done")
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_a_history_that_another_program_holds_is_reported_and_written_to_later(house, life):
    life.passes(3600)
    other = sqlite3.connect(house.history, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    life.does(_impatient(life))
    with pytest.raises(RefusedError, match="in use by another program"):
        client.request("skip")
    assert status()["today"]["skipped"] == 1
    other.execute("ROLLBACK")
    other.close()
    life.passes(30)
    assert kinds(house) == [Kind.PROMPTED, Kind.SKIPPED]


async def _impatient(life):
    life.parts.history._connection.execute("PRAGMA busy_timeout = 10")


def test_a_history_that_may_not_be_written_is_reported_and_written_to_later(house, life, monkeypatch):
    with monkeypatch.context() as disk:
        disk.setattr(connection, "writable", lambda path, _patience: readable(path))
        life.call(lambda: life.parts.history._connection.execute("PRAGMA query_only = ON"))
        with pytest.raises(RefusedError, match="may not be written; check its permissions"):
            client.request("done")
    life.passes(30)
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_a_history_that_is_removed_while_it_runs_is_begun_anew(house, life):
    client.request("done")
    house.history.unlink()
    life.passes(360)
    client.request("done")
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_times_of_decisions_are_those_of_the_person(house, life):
    client.request("pause")
    [note] = client.request("why")["decisions"]
    assert datetime.fromisoformat(note["at"]) == MONDAY.astimezone(UTC)
    assert json.dumps(note)


class Travelling(tzinfo):
    """The zone of a machine that is taken along."""

    hours = 0

    def utcoffset(self, when):
        return timedelta(hours=self.hours)

    def dst(self, when):
        return timedelta(0)


def test_a_machine_that_is_taken_to_another_time_zone_keeps_its_hour(house):
    house.clock.where = Travelling()
    with house.living() as life:
        life.passes(1800)
        for hours in (9, -11):
            house.clock.where.hours = hours
            life.passes(600)
        assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(hours=1)
        life.passes(600)
        assert life.phase == "due"
    assert kinds(house) == [Kind.PROMPTED]


HERE, NINE_HOURS_WEST = 0, -9


@pytest.mark.parametrize(("hours", "inside"), [("Mon 08:00-18:00", HERE), ("Sun-Mon 22:00-06:00", NINE_HOURS_WEST)])
def test_a_flight_into_or_out_of_the_working_hours_is_seen_with_the_next_look(house, hours, inside):
    house.clock.where = Travelling()
    with house.living(f"work.hours={hours}") as life:
        for zone in (HERE, NINE_HOURS_WEST, HERE):
            house.clock.where.hours = zone
            life.passes(30)
            shown = status()
            assert shown["phase"] == ("working" if zone == inside else "off")
            assert (shown["reason"] or "").startswith("outside working hours") is (zone != inside)


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_wall_clock_that_is_set_moves_no_prompt_and_calls_none_late(house, life, jump):
    life.passes(1800)
    life.clock.jumped = jump
    life.passes(1799)
    assert life.phase == "working"
    life.passes(1)
    assert life.phase == "due"
    assert kinds(house) == [Kind.PROMPTED]
    assert {fact["what"]: fact["ok"] for fact in client.request("doctor")["facts"]}["Prompts"]


def test_fifty_locks_lose_no_second_and_the_prompt_comes_on_time(house, life):
    for _ in range(50):
        life.passes(50)
        life.sees(ScreenLocked())
        life.passes(10)
        life.sees(ScreenUnlocked())
    assert status()["active_seconds"] == 2500
    life.passes(1099)
    assert life.phase == "working"
    life.passes(1)
    assert life.phase == "due"
    assert kinds(house) == [Kind.PROMPTED]
