"""The daemon on pretend ports: its life, its restarts, its settings, and what it does with damaged files."""

import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from app.life import MONDAY, Beat, Life
from uncrick.app.daemon import ALLOWED, DeferredScheduler, Options
from uncrick.app.state_codec import loads
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import HistoryError, RefusedError, RunningError, SettingsError, UncrickError
from uncrick.ports import (
    Button,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    Notice,
    ScreenLocked,
    ScreenUnlocked,
    SleepBegan,
    SleepEnded,
)
from uncrick.storage import invocation, paths, start_failure
from uncrick.storage.history_store import SCHEMA, History


def records(house):
    """The history as it is on disk."""
    kept = History.read(str(house.history))
    try:
        return list(kept.records())
    finally:
        kept.shut()


def kinds(house):
    return [record.kind for record in records(house)]


def status():
    return client.request("status")["status"]


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


# ------------------------------------------------------------------ an hour


def test_an_hour_of_work_a_prompt_and_a_snooze(house, life):
    life.passes(3600)
    assert life.notifier.up["prompt"]
    client.request("snooze")
    assert "prompt" not in life.notifier.up
    life.passes(600)
    assert life.notifier.up["prompt"].fresh
    client.request("done")
    assert "prompt" not in life.notifier.up
    assert kinds(house) == [Kind.PROMPTED, Kind.SNOOZED, Kind.PROMPTED, Kind.DONE]


def test_a_routine_ends_by_itself_and_is_on_disk(house, life):
    client.request("break")
    life.passes(120)
    assert kinds(house) == [Kind.STARTED, Kind.DONE]
    assert life.phase == "working"


@pytest.mark.parametrize(
    ("begin", "end"),
    [(ScreenLocked(), ScreenUnlocked()), (InputStopped(60), InputResumed()), (SleepBegan(), SleepEnded())],
)
def test_an_absence_is_seen_from_its_beginning_to_its_end(life, begin, end):
    life.passes(120)
    life.sees(begin)
    life.passes(1)
    assert life.phase == "away"
    life.sees(end)
    assert life.phase == "working"


def test_a_silence_is_counted_from_the_last_input(house, life):
    life.passes(600)
    life.sees(InputStopped(60))
    life.passes(300)
    [record] = records(house)
    assert (record.kind, record.at) == (Kind.NATURAL, MONDAY + timedelta(seconds=540))


def test_silence_is_watched_for(life):
    assert life.presence.watched == [60.0]
    life.passes(3000)
    assert life.presence.watched == [60.0, 8.0]


def test_the_zone_is_read_again_with_every_look(life):
    before = life.clock.rereads
    life.passes(60)
    assert life.clock.rereads >= before + 2


def test_a_beat_that_stood_still_is_a_gap(house, life):
    life.passes(3000)

    def wakes():
        life.clock.ticks += 3 * 3600
        life.daemon._look()

    life.call(wakes)
    [record] = records(house)
    assert (record.kind, record.at) == (Kind.NATURAL, MONDAY + timedelta(seconds=3000))
    assert status()["active_seconds"] < 60


def test_a_beat_that_is_a_little_late_is_none(life):
    life.passes(600)

    def wakes():
        life.clock.ticks += ALLOWED - 1
        life.daemon._look()

    life.call(wakes)
    assert status()["active_seconds"] == 600 + ALLOWED - 1


def test_the_first_event_after_a_gap_may_be_a_click(house, life):
    life.passes(3000)
    life.clock.ticks += 3 * 3600
    client.request("pause")
    assert kinds(house) == [Kind.NATURAL, Kind.PAUSED]


def test_a_new_day_begins_with_nothing_done(life):
    client.request("done")
    assert status()["today"]["stepped_away"] == 1
    life.passes(15.5 * 3600)
    assert status()["today"]["stepped_away"] == 0


# ------------------------------------------------------------------ parts of the desktop


def test_without_an_idle_source_every_second_counts(life):
    life.sees(IdleSourceChanged(None))
    told = status()
    assert (told["clock"], told["idle_source"]) == ("wall", None)
    life.passes(60)
    life.sees(IdleSourceChanged("pretend"))
    told = status()
    assert (told["clock"], told["idle_source"]) == ("active", "pretend")


def test_without_an_idle_source_the_prompt_still_comes(life):
    life.sees(InputStopped(60))
    life.sees(IdleSourceChanged(None))
    life.passes(3700)
    assert life.phase == "due"


def test_settings_that_are_read_again_keep_the_clock_of_a_blind_desktop(life, house):
    life.sees(IdleSourceChanged(None))
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    client.request("reload")
    assert status()["clock"] == "wall"


@pytest.mark.parametrize("part", ["tray", "notifier", "presence"])
def test_a_part_that_does_not_start_ends_nothing(house, part, caplog):
    life = Life(Options(), house.clock)
    house.lives.append(life)

    async def fails(*_):
        raise OSError("it does not answer")

    getattr(life, part).start = fails
    life.begin()
    life.passes(3600)
    assert status()["phase"] == "due"
    assert "it does not answer" in caplog.text


@pytest.mark.parametrize("part", ["tray", "notifier", "presence"])
def test_a_part_that_does_not_stop_ends_the_others_all_the_same(house, part, caplog):
    with house.living() as life:

        async def fails():
            raise OSError("it does not let go")

        getattr(life, part).stop = fails
    assert "it does not let go" in caplog.text
    others = {"tray", "notifier", "presence"} - {part}
    assert all(getattr(life, other).stopped for other in others)
    assert life.failed is None


def test_without_a_tray_it_is_said_once(house):
    for shown in (1, 0):
        life = Life(Options(), house.clock)
        house.lives.append(life)
        life.tray.has_place = False
        life.begin()
        assert len(life.notifier.of("tray")) == shown
        life.end()


def test_a_tray_that_is_not_wanted_is_not_started(house):
    with house.living(tray=False) as life:
        assert life.notifier.of("tray") == []
        life.passes(60)
        assert not life.tray.started


def test_a_second_daemon_is_refused(life, house):
    second = Life(Options(), house.clock)
    with pytest.raises(RunningError, match="running already"):
        second.begin()


def test_at_the_end_everything_is_let_go_of(house):
    with house.living() as life:
        pass
    assert life.presence.stopped
    assert life.notifier.stopped
    assert life.tray.stopped
    assert life.daemon.beat.stopped
    assert not [name for name in os.listdir(paths.runtime()) if name != "lock"]


def test_the_plan_of_before_the_beat_is_taken_over_by_it():
    late, beat = DeferredScheduler(), Beat()
    late.plan(5.0)
    late.become(beat)
    late.plan(7.0)
    late.stop()
    assert (beat.plans, beat.stopped) == ([5.0, 7.0], True)


def test_a_beat_that_never_came_needs_no_end():
    DeferredScheduler().stop()


# ------------------------------------------------------------------ restarts

PHASES = {
    "working": lambda life: life.passes(600),
    "due": lambda life: life.passes(3600),
    "snoozed": lambda life: (life.passes(3600), client.request("snooze")),
    "on_break": lambda life: (life.passes(3600), client.request("break"), life.passes(5)),
    "paused": lambda life: client.request("pause"),
    "away": lambda life: (life.passes(600), life.sees(ScreenLocked()), life.passes(1)),
}


@pytest.mark.parametrize("how", ["end", "crash"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_daemon_goes_on_where_it_was(house, phase, how):
    with house.living() as first:
        PHASES[phase](first)
        assert first.phase == phase
        before = status()
        getattr(first, how)()
    written = records(house)
    house.clock.ticks += 3
    with house.living() as second:
        told = status()
        # Whoever was away is taken to be at work until the desktop says so again.
        assert told["phase"] == ("working" if phase == "away" else phase)
        assert told["today"] == before["today"]
        assert told["prompt"] == before["prompt"]
        assert told["snoozes_left"] == before["snoozes_left"]
        assert told["paused_until"] == before["paused_until"]
        assert abs(told["active_seconds"] - before["active_seconds"]) <= 3
        if phase == "due":
            assert second.notifier.up["prompt"]
        if phase == "on_break":
            assert second.notifier.up["guide"]
    assert records(house)[: len(written)] == written


@pytest.mark.parametrize("phase", PHASES)
def test_after_three_hours_without_a_daemon_nothing_is_late(house, phase):
    with house.living() as first:
        PHASES[phase](first)
        first.crash()
    house.clock.ticks += 3 * 3600
    with house.living() as second:
        assert status()["phase"] == "working"
        assert second.notifier.of("prompt") == []
        assert status()["active_seconds"] < 3600


def test_a_restart_of_the_machine_begins_its_ticks_anew(house):
    with house.living() as first:
        first.passes(1800)
    house.clock.start, house.clock.ticks, house.clock.jumped = MONDAY + timedelta(seconds=1830), 1000.0, 0.0
    with house.living():
        assert 1800 <= status()["active_seconds"] <= 1830


def test_the_time_at_which_a_crashed_daemon_was_last_alive_is_that_of_its_last_look(house):
    with house.living() as first:
        first.passes(3000)
        first.crash()
    house.clock.ticks += 3600
    with house.living():
        assert [record.at for record in records(house)] == [MONDAY + timedelta(seconds=3000)]


def test_a_state_that_cannot_be_gone_on_from_is_set_aside_and_the_daemon_begins_anew(house, monkeypatch, caplog):
    with house.living() as first:
        first.passes(600)
        first.crash()

    def lost(*_: object, **__: object) -> None:
        raise AssertionError("this cannot be")

    monkeypatch.setattr("uncrick.core.scheduling.machine.on_other_clock", lost)
    with house.living():
        assert status()["phase"] == "working"
        assert status()["active_seconds"] == 0
    assert "leads nowhere" in caplog.text
    assert any(name.startswith("state-damaged-") for name in os.listdir(paths.state()))


def test_an_absence_that_began_before_a_restart_counts_its_minutes(house):
    with house.living() as first:
        first.passes(600)
        first.sees(ScreenLocked())
        first.passes(900)
    house.clock.ticks += 5
    with house.living():
        told = status()["today"]
        assert (told["natural"], told["minutes_away"]) == (1, 15)


@pytest.mark.parametrize("word", ["skip", "snooze", "done", "break", "pause"])
def test_a_crash_between_the_record_and_the_state_loses_nothing(house, word):
    """The worst moment, and a restart within the same second."""
    with house.living() as first:
        first.passes(3600)
        first.daemon._save = lambda *_, **__: None
        client.request(word)
        first.crash()
    written = records(house)
    with house.living():
        assert status()["phase"] == "due"
        assert client.request(word)["ok"]
    assert records(house)[: len(written)] == written
    assert len({record.id for record in records(house)}) == len(records(house))
    assert kinds(house).count(written[-1].kind) == 2


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
    "a wrong type": "[breaks]\nevery = 30\n",
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
    told = status()
    assert told["settings_error"]
    assert told["next_prompt_at"] == due
    house.wrote(house.settings, '[breaks]\nevery = "40m"\n# mended\n')
    life.passes(60)
    told = status()
    assert told["settings_error"] is None
    assert datetime.fromisoformat(told["next_prompt_at"]) == MONDAY + timedelta(minutes=40)


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_a_daemon_starts_with_faulty_settings_and_says_so(house, text):
    house.wrote(house.settings, text)
    with house.living() as life:
        assert status()["settings_error"]
        assert life.notifier.up["settings"].lines == ("See: uncrick settings check",)
        assert life.phase == "working"


def test_a_folder_in_the_place_of_the_settings_is_told(house):
    house.settings.mkdir(parents=True)
    with house.living():
        assert "folder" in status()["settings_error"]


def test_settings_that_are_removed_are_the_defaults_again(house, life):
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    life.passes(60)
    house.settings.unlink()
    life.passes(60)
    assert datetime.fromisoformat(status()["next_prompt_at"]) == MONDAY + timedelta(minutes=60)


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
    "huge": '{"schema": 2, "state": [' + "0," * 2_000_000 + "0]}",
    "deep": "[" * 500_000,
    "not UTF-8": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("text", STATES.values(), ids=STATES.keys())
def test_a_state_that_cannot_be_gone_on_from_is_kept_aside(house, text):
    house.wrote(house.state, text)
    with house.living() as life:
        assert status()["phase"] == "working"
        life.passes(3600)
        assert life.phase == "due"
    [aside] = house.state.parent.glob("state-damaged-*")
    assert aside.stat().st_size == len(text)
    assert loads(house.state.read_text()).up


def test_a_state_of_an_older_version_is_a_quiet_new_beginning(house, caplog):
    with house.living() as life:
        life.passes(3600)
        assert life.phase == "due"
    house.wrote(house.state, house.state.read_text().replace('"schema":2', '"schema":1'))
    caplog.clear()
    with house.living() as life:
        assert status()["phase"] == "working"
        assert status()["active_seconds"] == 0
        assert life.notifier.of("prompt") == []
        life.passes(3600)
        assert life.phase == "due"
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert not list(house.state.parent.glob("state-damaged-*"))
    assert loads(house.state.read_text()).up


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

    life.daemon._store.save = full
    assert client.request("skip")["ok"]
    assert "no space left" in caplog.text
    del life.daemon._store.save


@pytest.mark.parametrize("text", ["", "hello", "[]", "[" * 100_000, b"\xff"])
def test_a_memory_of_what_was_said_that_cannot_be_read_welcomes_anew(house, text):
    house.wrote(house.said, text)
    with house.living() as life:
        assert life.notifier.up["welcome"]


def test_what_was_said_cannot_be_kept_ends_nothing(house):
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
def test_a_damaged_history_is_kept_aside_and_told(house, content):
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


def refuses_to_start(house, said):
    with pytest.raises(UncrickError, match=said), house.living():
        pass


def test_a_folder_in_the_place_of_the_history_is_told(house):
    house.history.mkdir(parents=True)
    refuses_to_start(house, "is a folder")


def test_a_history_of_a_newer_version_is_left_alone(house):
    with house.living():
        client.request("done")
    other = sqlite3.connect(house.history)
    other.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    other.close()
    before = house.history.read_bytes()
    refuses_to_start(house, "newer Uncrick")
    assert house.history.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(house):
    house.history.parent.mkdir(parents=True)
    other = sqlite3.connect(house.history)
    other.execute("CREATE TABLE songs (name)")
    other.close()
    refuses_to_start(house, "another program")


def test_a_history_that_another_program_holds_is_told_and_written_to_later(house, life):
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
    life.daemon._history._connection.execute("PRAGMA busy_timeout = 10")


def test_a_history_that_may_not_be_written_is_told_and_written_to_later(house, life):
    def may_write(*, may):
        life.daemon._history._connection.execute(f"PRAGMA query_only = {'OFF' if may else 'ON'}")

    life.call(lambda: may_write(may=False))
    with pytest.raises(RefusedError, match="may not be written; check its permissions"):
        client.request("done")
    life.call(lambda: may_write(may=True))
    life.passes(30)
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_a_history_that_is_removed_while_it_runs_is_begun_anew(house, life):
    client.request("done")
    house.history.unlink()
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


# ------------------------------------------------------------------ an upgrade


def test_an_upgrade_waits_for_the_answer_to_a_prompt(house):
    with house.living() as life:
        life.daemon._is_open = lambda: False
        life.daemon._renewal.look = lambda ticks: life.phase == "due" or bool(life.notifier.of("prompt"))
        life.passes(3630)
        assert life.phase == "due"
        assert not life.daemon._over.is_set()
        client.request("skip")
        life.passes(1)
        assert life.is_over
        assert life.daemon.heritage == {}


def test_an_upgrade_waits_for_the_end_of_a_break(house):
    with house.living() as life:
        life.daemon._is_open = lambda: False
        client.request("break")
        life.daemon._renewal.look = lambda ticks: True
        life.passes(1)
        assert not life.daemon._over.is_set()
        client.request("stop")
        life.passes(60)
        assert life.is_over


def test_an_upgrade_waits_for_the_return_of_who_is_away(house):
    with house.living() as life:
        life.daemon._is_open = lambda: False
        life.sees(InputStopped(0))
        life.passes(120)
        assert life.phase == "away"
        life.daemon._renewal.look = lambda ticks: True
        life.passes(60)
        assert not life.daemon._over.is_set()
        life.sees(InputResumed())
        life.passes(1)
        assert life.is_over


def test_an_upgrade_waits_while_a_notice_asks(house):
    with house.living() as life:
        life.daemon._renewal.look = lambda ticks: True
        life.call(life.daemon._notifier.show, Notice("welcome", "Uncrick is on", buttons=(Button("try", "Try one"),)))
        life.passes(1)
        assert not life.daemon._over.is_set()
        life.call(life.daemon._notifier.withdraw, "welcome")
        life.passes(1)
        assert life.is_over


def test_the_new_program_begins_with_the_same_options():
    assert Options(("breaks.every=45m", "work.hours="), tray=False).words() == [
        "--set",
        "breaks.every=45m",
        "--set",
        "work.hours=",
        "--no-tray",
    ]
    assert Options().words() == []


def test_a_status_says_whether_the_beat_runs(house):
    with house.living() as life:
        assert client.request("status")["settled"] is True
        life.daemon._settled = False
        assert client.request("status")["settled"] is False


def test_a_good_start_forgets_the_one_that_failed(house):
    start_failure.keep(start_failure.WORDLESS)
    with house.living() as life:
        life.passes(1)
        assert start_failure.last() is None


def test_a_notice_names_commands_that_can_be_typed(house, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with house.living() as life:
        life.call(life.daemon._notifier.show, Notice("answer", "Today", ("See: uncrick today",), hint="uncrick why"))
        shown = life.notifier.up["answer"]
    assert (shown.lines, shown.hint) == ((f"See: {invocation.command('today')}",), invocation.command("why"))
    assert invocation.command("why") != "uncrick why"
