"""The history: records, decisions, trace entries, and what is remembered."""

import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.histories import NOON, record, seen
from uncrick.core.model.record import Item, Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage.history import store as module
from uncrick.storage.history.store import History

TURN = Item("neck_turn", "Turn your head", 5, 50)


FULL = record(
    7, until=NOON + timedelta(hours=1), kind=Kind.DONE, source="tray", routine=(TURN, TURN), feedback="fine",
    detail={"prompt": "r1", "showing": 2, "credited": True, "tip": None, "share": 0.5},
)  # fmt: skip


# ---------------------------------------------------------------- records


def test_what_was_appended_is_on_disk_as_it_was(history, path):
    history.append(record())
    history.append(FULL)
    assert seen(path) == [record(), FULL]


def test_records_come_oldest_first_whenever_they_were_written(history):
    for number in (3, 1, 2):
        history.append(record(number))
    assert [entry.id for entry in history.records()] == ["r1", "r2", "r3"]


def test_records_since_a_time_begin_with_that_time(history):
    for number in (1, 2, 3):
        history.append(record(number))
    since = (NOON + timedelta(minutes=2)).astimezone(timezone(timedelta(hours=5)))
    assert [entry.id for entry in history.records(since)] == ["r2", "r3"]


def test_an_open_record_is_closed_once(history, path):
    history.append(record(kind=Kind.NATURAL))
    history.close("r1", NOON + timedelta(minutes=9))
    history.close("r1", NOON + timedelta(minutes=99))
    assert [entry.until for entry in seen(path)] == [NOON + timedelta(minutes=9)]


def test_the_same_record_again_is_no_second_one(history, path):
    history.append(FULL)
    history.append(FULL)
    assert seen(path) == [FULL]


def test_another_record_of_the_same_id_is_refused(history, path):
    history.append(record())
    with pytest.raises(HistoryError, match="has another record r1 already"):
        history.append(record(source="cli"))
    assert seen(path) == [record()]


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM records", "UPDATE records SET kind = 'done'", "DELETE FROM ends", "UPDATE ends SET until = at"],
)
def test_nothing_that_was_written_can_be_changed(history, path, statement):
    history.append(FULL)
    history.close("r7", NOON)
    with sqlite3.connect(path) as other, pytest.raises(sqlite3.Error, match=r"append-only|no such column"):
        other.execute(statement)
    other.close()


# Years that every zone can show
FIRST, LAST = datetime(2, 1, 2), datetime(9998, 12, 30)  # noqa: DTZ001 what strategies take
# ---------------------------------------------------------------- together


def test_what_is_written_together_is_there_all_or_not_at_all(history, path):
    def half():
        history.append(record(1))
        history.close("r1", NOON)
        history.keep_state("here", NOON, "new")
        raise HistoryError("Half way", "the power went.")

    history.keep_state("here", NOON, "old")
    with pytest.raises(HistoryError, match="Half way"):
        history.together(half)
    assert (seen(path), history.kept_state("here"), history.tally.records) == ([], "old", 0)
    history.together(lambda: (history.append(record(1)), history.keep_state("here", NOON, "new")))
    assert (seen(path), history.kept_state("here"), history.tally.records) == ([record(1)], "new", 1)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT])
def test_after_an_error_that_a_new_connection_does_not_see_the_history_goes_on(history, path, code):
    before = history._connection

    def once():
        if history._connection is before:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = code
            raise error
        history.append(record(1))

    history.together(once)
    assert history.notice is None
    assert seen(path) == [record(1)]


def test_a_connection_that_was_closed_is_opened_again(history, path, monkeypatch):
    def broken():
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    with monkeypatch.context() as disk:
        disk.setattr("uncrick.storage.history.connection.writable", lambda *_: broken())
        with pytest.raises(HistoryError, match="the disk reports an error"):
            history.together(broken)
        assert list(history.records()) == []
    history.append(record(1))
    assert seen(path) == [record(1)]


def test_the_state_of_each_machine_is_its_own_and_old_ones_go(history):
    for machine, at in (("here", NOON), ("there", NOON - timedelta(days=40)), ("beside", NOON)):
        history.keep_state(machine, at, machine)
    history.drop_states("here", NOON - timedelta(days=30))
    assert [history.kept_state(machine) for machine in ("here", "there", "beside")] == ["here", None, "beside"]
    history.drop_states("here")
    assert history.kept_state("here") is None


def test_a_history_of_before_there_was_a_state_gets_a_place_for_it(path):
    history = History.open(path)
    history.append(record())
    history._connection.execute("DROP TABLE state")
    history.shut()
    again = History.open(path)
    again.keep_state("here", NOON, "text")
    assert again.kept_state("here") == "text"
    again.shut()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        Record,
        TEXT,
        st.datetimes(timezones=st.just(UTC)),
        st.none() | st.datetimes(timezones=st.just(UTC)),
        st.sampled_from(Kind),
        st.sampled_from(["cli", "laptop"]),
        st.lists(
            st.builds(
                Item,
                TEXT,
                st.just("Näme"),
                st.integers(0, 99),
                st.integers(0, 99),
                st.sampled_from(["", "gentle", "less"]),
            ),
            max_size=2,
        ).map(tuple),
        st.none() | st.just("It hurt"),
        st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | FINITE | TEXT),
    )
)
def test_any_record_comes_back_as_it_was(given_record):
    history = History.read("/nowhere/history.db")
    history.append(given_record)
    assert list(history.records()) == [given_record]
    history.shut()


@pytest.mark.unix("SIGKILL")
def test_a_killed_process_loses_nothing_that_was_acknowledged(path):
    program = f"""
import sys
from datetime import datetime, UTC
from uncrick.storage.history.store import History
from uncrick.core.model.record import Record, Kind
history = History.open({path!r})
for number in range(10**6):
    history.append(Record(f"r{{number}}", datetime.now(UTC), None, Kind.DONE, "cli"))
    print(number, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            if int(line) >= 50:
                writer.send_signal(signal.SIGKILL)
                break
        acknowledged = int((writer.stdout.read().split("\n")[-2:] or [""])[0] or line)
    assert len(seen(path)) >= acknowledged + 1
    again = History.open(path)
    assert again.notice is None
    again.shut()


def test_a_broken_row_is_named_by_its_id_and_costs_the_daemon_no_other(history, path, caplog):
    history.append(record())
    row = "('x', '2026-11-23T12:00:00.000000+00:00', NULL, 'danced', 'cli', '[]', NULL, '{}')"
    with sqlite3.connect(path) as other:
        other.execute(f"INSERT INTO records VALUES {row}")  # noqa: S608
    other.close()
    assert [entry.id for entry in history.records()] == [record().id]
    assert "record x in " in caplog.text
    looked = History.read(str(path))
    with pytest.raises(HistoryError, match="A record cannot be read: record x in "):
        list(looked.records())
    looked.shut()


# ---------------------------------------------------------------- decisions


def test_the_last_decisions_are_stored_in_their_order(history, monkeypatch):
    monkeypatch.setattr(module, "NOTES", 3)
    for number in range(5):
        history.note(NOON + timedelta(minutes=number), f"why {number}")
    assert history.notes(10) == [(NOON + timedelta(minutes=number), f"why {number}") for number in (2, 3, 4)]
    assert [text for _, text in history.notes(1)] == ["why 4"]
    assert [text for _, text in history.notes(1, NOON + timedelta(minutes=3.5))] == ["why 3"]


# ---------------------------------------------------------------- snapshots


def minutes(*numbers):
    return [(NOON + timedelta(minutes=number), str(number)) for number in numbers]


def test_snapshots_are_read_in_the_order_in_which_they_were_written(history):
    history.save_snapshots(minutes(5, 1))
    history.save_snapshots(minutes(9))
    assert history.snapshots(NOON + timedelta(minutes=9)) == ["5", "1", "9"]
    assert history.snapshots(NOON - timedelta(minutes=60)) == ["5", "1", "9"]


def test_only_the_last_snapshots_stay_and_those_around_a_time_are_read(history, monkeypatch):
    for name, most in (("SNAPSHOTS", 20), ("BEFORE", 3), ("AFTER", 2)):
        monkeypatch.setattr(module, name, most)
    for minute in range(50):
        history.save_snapshots(minutes(minute))
    assert history.snapshots(NOON + timedelta(minutes=40)) == ["37", "38", "39", "40", "41", "42"]
    assert history.snapshots(NOON)[0] == "30"


def test_a_history_of_before_there_were_snapshots_gets_a_place_for_them(tmp_path):
    path = str(tmp_path / "history.db")
    history = History.open(path)
    history._connection.execute("DROP TABLE snapshots")
    history._connection.execute("CREATE TABLE turns (id INTEGER PRIMARY KEY, at TEXT NOT NULL, told TEXT NOT NULL)")
    history.shut()
    again = History.open(path)
    again.save_snapshots(minutes(1))
    assert again.snapshots(NOON) == ["1"]
    assert not list(again._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turns'"))
    again.shut()


# ---------------------------------------------------------------- what is remembered


def test_feedback_is_remembered_whatever_its_age(history):
    old = {"at": NOON - timedelta(days=3650)}
    history.append(record(1, kind=Kind.FEEDBACK, feedback="hurt", **old))
    history.append(record(2, **old))
    history.append(record(3))
    assert [entry.id for entry in history.remembered(NOON)] == ["r1", "r3"]


def test_what_is_remembered_comes_in_the_order_in_which_it_was_written(history):
    for number in (3, 1, 2):
        history.append(record(number, kind=Kind.FEEDBACK))
    assert [entry.id for entry in history.remembered(NOON)] == ["r3", "r1", "r2"]


def test_what_is_remembered_ends_when_the_history_says_so(history):
    history.append(record(1))
    history.close("r1", NOON + timedelta(hours=2))
    assert [entry.until for entry in history.remembered(NOON)] == [NOON + timedelta(hours=2)]
