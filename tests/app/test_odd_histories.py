"""A history that is odd, held by another program, or not all there: one sentence, and the reminders go on."""

import os
import socket
import sqlite3
import sys
import time
from contextlib import ExitStack, closing, contextmanager

import pytest

from app.views import kinds, status
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import HistoryError, RefusedError
from uncrick.storage.history.store import History

ROW = "INSERT INTO records VALUES ({id}, {at}, NULL, {kind}, 'cli', {routine}, NULL, {detail})"
SOUND = {"id": "'x'", "at": "'2026-11-23T08:00:00+00:00'", "kind": "'done'", "routine": "'[]'", "detail": "'{}'"}


def begun(house, *statements):
    """A history with one break in it, and then these statements."""
    with house.living():
        client.request("done")
    with closing(sqlite3.connect(house.history)) as history, history:
        for statement in statements:
            history.execute(statement)


def reminds(house, words):
    """It is due after an hour, and the status says why the history is not used, where it is not."""
    house.clock.ticks += 30
    with house.living() as life:
        life.passes(3600)
        assert life.phase == "due"
        assert words in (status()["storage_error"] or "")


ODD_ROWS = {
    "a time at the end of the calendar": {"at": "'9999-12-31T23:59:59+00:00'"},
    "a time at its beginning": {"at": "'0001-01-01T00:00:00+00:00'"},
    "a time without a zone": {"at": "'2026-11-23T08:00:00'"},
    "a number for a time": {"at": "5"},
    "a word for a number": {"routine": """'[["neck_turn", "Turn", "five", 40]]'"""},
    "a number for a routine": {"routine": "'7'"},
    "a list for the facts": {"detail": "'[]'"},
    "an id of bytes": {"id": "x'ff00'"},
    "a kind that nobody knows": {"kind": "'danced'"},
}


@pytest.mark.parametrize("fields", ODD_ROWS.values(), ids=ODD_ROWS)
def test_an_odd_row_is_passed_over_and_the_others_count(house, fields):
    begun(house, ROW.format(**(SOUND | fields)))
    with house.living() as life:
        assert status()["today"]["stepped_away"] == 1
        assert status()["storage_error"] is None
        life.passes(3600)
        assert life.phase == "due"


def test_a_row_that_no_fold_can_take_costs_the_past_and_no_reminder(house):
    odd = """'{"credited": true, "seconds": "many"}'"""
    begun(house, ROW.format(**(SOUND | {"detail": odd, "routine": """'[["neck_turn", "Turn", 5, 40]]'"""})))
    reminds(house, "")


def test_text_that_is_none_is_said_and_the_reminders_go_on(house):
    begun(house, ROW.format(**(SOUND | {"detail": "CAST(x'7bff7d' AS TEXT)"})))
    reminds(house, "UTF-8")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE ends", "has no record_id, until in ends, as a history has; move it away"),
        ("ALTER TABLE notes RENAME text TO words", "has no text in notes"),
        ("PRAGMA application_id = 7", "belongs to another program"),
    ],
)
def test_a_database_without_what_a_history_has_is_left_as_it_is(house, statement, words):
    begun(house, statement)
    before = house.history.read_bytes()
    reminds(house, words)
    assert house.history.read_bytes() == before


def test_a_history_of_ours_that_lost_its_version_goes_on(house):
    begun(house, "PRAGMA user_version = 0")
    reminds(house, "")
    assert kinds(house) == [Kind.STEPPED_AWAY, Kind.PROMPTED]


# ------------------------------------------------------------------ no file


def a_pipe(path):
    os.mkfifo(path)


def a_socket(path):
    os.chdir(path.parent)
    with closing(socket.socket(socket.AF_UNIX)) as bound:
        bound.bind(path.name)


def a_loop(path):
    path.symlink_to(path)


def a_device(path):
    """A terminal, as nobody can put a file into its place, should the worst happen."""
    path.symlink_to(os.ttyname(os.openpty()[1]))


ODD_FILES = pytest.mark.parametrize("put", [a_pipe, a_socket, a_loop, a_device])
posix = pytest.mark.skipif(sys.platform == "win32", reason="has none of these")


@posix
@ODD_FILES
@pytest.mark.parametrize("name", ["history", "profile", "state", "lock"])
def test_what_is_no_file_ends_no_start(house, monkeypatch, put, name):
    monkeypatch.chdir(house.root)
    path = {
        "history": house.history,
        "profile": house.history.with_name("profile.json"),
        "state": house.state,
        "lock": house.root / "run" / "uncrick" / "lock",
    }[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path)
    reminds(house, str(path) if name == "history" else "")


@posix
@ODD_FILES
def test_a_history_that_is_no_file_is_one_sentence_for_who_reads(house, monkeypatch, put):
    monkeypatch.chdir(house.root)
    house.history.parent.mkdir(parents=True)
    put(house.history)
    for way in (History.open, History.read):
        with pytest.raises(HistoryError, match=r"history\.db"):
            way(str(house.history))


# ------------------------------------------------------------------ held by another program


@contextmanager
def held(house):
    other = sqlite3.connect(house.history, isolation_level=None)
    try:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        other.close()


def test_while_another_program_holds_the_history_no_answer_waits_for_it(house, life):
    life.passes(3600)
    waits = []
    life.call(life.parts.history._connection.set_trace_callback, waits.append)
    other = sqlite3.connect(house.history, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for word in ("snooze", "pause", "resume", "done"):
        with pytest.raises(RefusedError, match=r"could not be saved yet: .* is in use by another program"):
            client.request(word)
    # Each word tries once, the first waits a little, and the others do not at all
    assert waits.count("BEGIN IMMEDIATE") <= 8
    [[patience]] = life.call(lambda: [*life.parts.history._connection.execute("PRAGMA busy_timeout")])
    assert patience == 0
    began = time.thread_time()
    life.passes(60)
    assert status()["today"]["done"] == 1
    assert time.thread_time() - began < 2
    other.close()
    life.passes(30)
    assert kinds(house) == [Kind.PROMPTED, Kind.SNOOZED, Kind.PAUSED, Kind.RESUMED, Kind.DONE]
    [[patience]] = life.call(lambda: [*life.parts.history._connection.execute("PRAGMA busy_timeout")])
    assert 0 < patience <= 200


def test_a_daemon_that_starts_while_the_history_is_held_reads_it_when_it_can(house):
    begun(house)
    house.clock.ticks += 30
    with ExitStack() as stack:
        with held(house):
            life = stack.enter_context(house.living())
            assert status()["today"]["stepped_away"] == 0
            life.passes(3600)
            assert life.phase == "due"
            with pytest.raises(RefusedError, match="could not be saved yet"):
                client.request("skip")
        life.passes(30)
        shown = status()
        assert (shown["today"]["stepped_away"], shown["today"]["skipped"]) == (1, 1)
        assert shown["storage_error"] is None


# ------------------------------------------------------------------ what is missing


def breaks(life, count):
    for _ in range(count):
        client.request("pause")
        client.request("resume")


def test_what_vanished_from_the_history_is_named(house):
    with house.living() as life:
        breaks(life, 5)
        life.crash()
    log = house.history.with_name("history.db-wal")
    kept = house.history.read_bytes(), log.read_bytes() if log.exists() else b""
    with house.living() as life:
        breaks(life, 5)
        life.crash()
    house.history.write_bytes(kept[0])
    log.write_bytes(kept[1])
    house.history.with_name("history.db-shm").unlink(missing_ok=True)
    with house.living() as life:
        told = "10 entries of 23 November are missing from the history: it had 20, and has 10 now."
        assert status()["history_missing"] == told
        assert life.notifier.up["history"].lines == (told,)
        assert {fact["text"] for fact in client.request("doctor")["facts"]} >= {told}
    with house.living():
        assert status()["history_missing"] is None, "it is said once"


def test_a_flipped_bit_in_the_log_is_named(house):
    log = house.history.with_name("history.db-wal")
    with house.living() as life:
        breaks(life, 5)
        copies = house.history.read_bytes(), bytearray(log.read_bytes())
        life.crash()
    copies[1][200] ^= 1  # in its first frame
    house.history.write_bytes(copies[0])
    log.write_bytes(copies[1])
    with house.living():
        assert "missing from the history: it had 10" in status()["history_missing"]


def test_nothing_is_missing_after_a_crash(house):
    with house.living() as life:
        breaks(life, 3)
        life.crash()
    with house.living():
        assert status()["history_missing"] is None


def test_what_the_person_had_forgotten_is_not_missing(house):
    with house.living():
        client.request("pause")
        client.request("feedback", feedback="hurt", exercise="neck_turn", score=5)
    with opened(house) as history:
        assert history.forget(("hurt",)) == 1
    with house.living():
        assert status()["history_missing"] is None


@contextmanager
def opened(house):
    history = History.open(str(house.history))
    yield history
    history.shut()


def test_the_log_of_a_damaged_history_is_set_aside_with_it(house):
    with house.living() as life:
        breaks(life, 3)
        life.crash()
    log = house.history.with_name("history.db-wal")
    log.write_bytes(b"of the damaged one" * 100)
    house.history.write_bytes(b"hello" * 3000)
    with house.living():
        [aside] = house.history.parent.glob("history-damaged-*.db")
        assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"of the damaged one" * 100


def test_an_emptied_history_with_a_log_is_set_aside_with_it(house):
    with house.living() as life:
        breaks(life, 3)
        life.crash()
    log = house.history.with_name("history.db-wal")
    log.write_bytes(b"of the emptied one" * 100)
    house.history.write_bytes(b"")
    with house.living():
        [kept] = house.history.parent.glob("history-damaged-*.db-wal")
        assert kept.read_bytes() == b"of the emptied one" * 100
