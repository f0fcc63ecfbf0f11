"""The file of the history: damage, other versions, locks, and reading only."""

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from storage.histories import record, seen
from uncrick.errors import HistoryError, UncrickError
from uncrick.storage.history import connection
from uncrick.storage.history import file as module
from uncrick.storage.history.store import History

# ---------------------------------------------------------------- the file


@pytest.mark.unix("modes")
def test_a_new_history_is_for_the_person_alone(history, path):
    history.append(record())
    assert history.notice is None
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    for name in os.listdir(os.path.dirname(path)):
        assert stat.S_IMODE(os.stat(os.path.join(os.path.dirname(path), name)).st_mode) == 0o600


def test_answers_are_written_through_to_the_disk(history):
    assert history._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert history._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_empty_file_is_begun(path):
    os.makedirs(os.path.dirname(path))
    open(path, "w").close()
    history = History.open(path)
    history.append(record())
    assert history.notice is None
    history.shut()


def filled(path: str) -> None:
    history = History.open(path)
    for number in range(300):
        history.append(record(number, detail={"tip": "x" * 50}))
    history.shut()


def scribble(path: str, offset: int) -> None:
    """Damage all there is from `offset` on."""
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(b"\xa5" * (size - offset))


@pytest.mark.parametrize("offset", [0, 4096 * 2, 4096 * 6], ids=["header", "index", "rows"])
def test_a_damaged_file_is_set_aside_with_its_name_reported_and_a_new_one_begun(path, offset):
    filled(path)
    scribble(path, offset)
    damaged = Path(path).read_bytes()
    history = History.open(path)
    [aside] = [name for name in os.listdir(os.path.dirname(path)) if "-damaged-" in name]
    assert history.notice == (
        f"The history was damaged. It is kept as {os.path.join(os.path.dirname(path), aside)}, and a new one was begun."
    )
    assert aside.startswith("history-damaged-")
    assert aside.endswith(".db")
    assert Path(path).with_name(aside).read_bytes() == damaged
    assert list(history.records()) == []
    history.append(record())
    assert seen(path) == [record()]
    history.shut()


def test_a_file_of_something_else_entirely_is_set_aside(path):
    os.makedirs(os.path.dirname(path))
    with open(path, "w") as file:
        file.write("Dear diary, " * 100)
    history = History.open(path)
    assert "was damaged" in history.notice
    history.shut()


def test_damage_that_shows_while_running_is_set_aside_and_the_answer_is_stored(path):
    filled(path)
    history = History.open(path)
    history._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    scribble(path, 0)
    history._connection.execute("PRAGMA shrink_memory")
    history.append(record(999))
    assert "was damaged" in history.notice
    assert [entry.id for entry in seen(path)] == ["r999"]
    history.shut()


def test_two_damaged_files_of_one_second_have_two_names(path):
    for _ in range(2):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("Dear diary, " * 100)
        History.open(path).shut()
    assert len([name for name in os.listdir(os.path.dirname(path)) if "-damaged-" in name]) == 2


def test_damage_is_reported_to_who_only_reads(path):
    filled(path)
    scribble(path, 0)
    with pytest.raises(HistoryError, match="is damaged; the daemon sets it aside when it starts"):
        History.read(path)
    assert os.path.exists(path)


def test_damage_found_while_reading_is_reported(path):
    filled(path)
    scribble(path, 4096 * 6)
    reading = History.read(path)
    with pytest.raises(HistoryError, match="is damaged"):
        list(reading.records())
    reading.shut()


def newer(path):
    filled(path)
    return "PRAGMA user_version = 2"


def foreign(path):
    os.makedirs(os.path.dirname(path))
    return "CREATE TABLE songs (title)"


@pytest.mark.parametrize("way", [History.open, History.read])
@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (newer, r"was written by a newer Uncrick \(schema 2, known is 1\); update Uncrick"),
        (foreign, r"belongs to another program; move it away\. Nothing was changed"),
    ],
    ids=["of_a_newer_version", "of_another_program"],
)
def test_a_database_is_refused_and_left_as_it_is(path, way, made, reason):
    statement = made(path)
    with sqlite3.connect(path) as other:
        other.execute(statement)
    other.close()
    before = Path(path).read_bytes()
    with pytest.raises(HistoryError, match=reason):
        way(path)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("way", [History.open, History.read])
def test_a_folder_in_its_place_is_reported(path, way):
    os.makedirs(path)
    with pytest.raises(HistoryError, match="is a folder; move it away"):
        way(path)


def test_a_place_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UncrickError, match="cannot be created"):
        History.open(str(tmp_path / "file" / "history.db"))


def test_a_history_locked_by_another_program_is_reported_and_can_be_retried(path, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    history = History.open(path)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="is in use by another program"):
            history.append(record())
        other.execute("ROLLBACK")
    other.close()
    history.append(record())
    assert seen(path) == [record()]
    history.shut()


def test_a_full_disk_is_reported_and_the_answer_can_be_given_again(history, path):
    [[pages]] = history._connection.execute("PRAGMA page_count")
    history._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = record(detail={"tip": "x" * 100_000})
    with pytest.raises(HistoryError, match="cannot grow: the disk is full"):
        history.append(big)
    history._connection.execute("PRAGMA max_page_count = 100000")
    history.append(big)
    assert seen(path) == [big]


def test_a_read_only_history_is_reported(history, path, monkeypatch):
    monkeypatch.setattr(connection, "writable", lambda *_: module.readable(path))
    history._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(HistoryError, match="may not be written; check its permissions"):
        history.append(record())


def test_a_history_without_permission_is_reported(path, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    os.makedirs(os.path.dirname(path))
    open(path, "w").close()
    monkeypatch.setattr(sqlite3, "connect", refused)
    for way in (History.open, History.read):
        with pytest.raises(HistoryError, match="cannot be opened; check its permissions"):
            way(path)


def test_a_damaged_file_that_cannot_be_renamed_is_reported(path, monkeypatch):
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    filled(path)
    scribble(path, 0)
    monkeypatch.setattr(os, "rename", refused)
    with pytest.raises(HistoryError, match=r"gave an error: .*Permission denied"):
        History.open(path)


@pytest.mark.unix("Windows removes no file that is open")
def test_a_history_that_was_removed_under_the_daemon_is_begun_again(history, path):
    history.append(record(1))
    for name in os.listdir(os.path.dirname(path)):
        os.unlink(os.path.join(os.path.dirname(path), name))
    history.append(record(2))
    assert seen(path) == [record(2)]


@pytest.mark.unix("Windows replaces no file that is open")
def test_a_copy_put_in_its_place_is_gone_on_with(history, path, tmp_path):
    other = str(tmp_path / "other.db")
    filled(other)
    for name in os.listdir(os.path.dirname(path)):
        os.unlink(os.path.join(os.path.dirname(path), name))
    os.rename(other, path)
    history.append(record(999))
    assert len(seen(path)) == 301


# ---------------------------------------------------------------- reading only


def test_a_history_of_no_bytes_is_read_as_an_empty_one_and_stays(path):
    os.makedirs(os.path.dirname(path))
    open(path, "xb").close()
    history = History.read(path)
    assert list(history.records()) == []
    history.shut()
    assert os.path.getsize(path) == 0


def test_a_missing_history_is_read_as_an_empty_one_and_not_begun(path):
    assert seen(path) == []
    assert not os.path.exists(os.path.dirname(path))


def test_who_reads_sees_what_a_running_daemon_just_wrote(history, path):
    reading = History.read(path)
    history.append(record())
    assert list(reading.records()) == [record()]
    reading.shut()


def test_who_reads_cannot_write(history, path):
    reading = History.read(path)
    with pytest.raises(HistoryError, match="may not be written"):
        reading.append(record())
    reading.shut()


# ---------------------------------------------------------------- homes


def test_two_first_starts_at_once_are_harmless(tmp_path):
    for turn in range(10):
        path = str(tmp_path / str(turn) / "history.db")
        together = Barrier(4)

        def start(number: int, path: str = path, together: Barrier = together) -> None:
            together.wait()
            history = History.open(path)
            history.append(record(number))
            history.shut()

        with ThreadPoolExecutor(4) as machines:
            list(machines.map(start, range(4)))
        assert sorted(entry.id for entry in seen(path)) == ["r0", "r1", "r2", "r3"]


def test_no_write_ahead_log_on_a_network_file_system(path, monkeypatch):
    filled(path)
    monkeypatch.setattr("uncrick.storage.machine.file_system.network", lambda _: "nfs4")
    history = History.open(path)
    assert history._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    history.append(record(999))
    assert len(seen(path)) == 301
    history.shut()
    assert os.listdir(os.path.dirname(path)) == ["history.db"]


def test_what_cannot_be_written_yet_is_refused_with_the_reason_and_written_later(tmp_path):
    obstacle = tmp_path / "data"
    obstacle.write_text("")
    history = History.open_when_possible(str(obstacle / "history.db"))
    assert list(history.records()) == []
    with pytest.raises(HistoryError, match="cannot be created"):
        history.append(record())
    with pytest.raises(HistoryError, match="cannot be created"):
        history.note(record().at, "a decision")
    assert not history.try_again()
    obstacle.unlink()
    assert history.try_again()
    assert history.fault is None
    history.append(record())
    assert seen(str(obstacle / "history.db")) == [record()]
    history.shut()


@pytest.mark.parametrize("returns", ["with a look", "with a record"])
@pytest.mark.unix("Windows replaces no file that is open")
def test_a_history_that_comes_back_is_one_that_was_changed(tmp_path, returns):
    obstacle = tmp_path / "data"
    obstacle.write_text("")
    history = History.open_when_possible(str(obstacle / "history.db"))
    assert not history.was_changed()
    obstacle.unlink()
    if returns == "with a look":
        history.try_again()
    else:
        history.append(record())
    assert (history.was_changed(), history.was_changed()) == (True, False)
    history.shut()


def test_a_connection_that_only_reads_is_made_anew_once_the_disk_takes_something(path):
    history = History.open(path)
    history.shut()
    history._connection = module.readable(path)
    history.append(record())
    history.shut()
    looking = History.read(path)
    assert [each.id for each in looking.records()] == [record().id]
    looking.shut()


def test_what_may_only_be_read_is_read(path, monkeypatch):
    filled(path)

    def refused(*_: object) -> None:
        raise HistoryError("The history cannot be used", "The disk may only be read.")

    monkeypatch.setattr("uncrick.storage.history.connection.writable", refused)
    history = History.open_when_possible(path)
    assert len(list(history.records())) == 300
    assert history.fault is not None
    history.shut()


def test_an_empty_file_is_read_as_an_empty_history(path):
    os.makedirs(os.path.dirname(path))
    open(path, "w").close()
    assert seen(path) == []


def test_only_what_somebody_else_wrote_is_a_change(history, path):
    history.was_changed()
    history.append(record(1))
    assert not history.was_changed()
    other = History.open(path)
    other.append(record(2))
    other.shut()
    assert history.was_changed()
    assert not history.was_changed()
