"""What a person wants forgotten leaves the history, and the disk: all of it, and nothing else."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storage.histories import NOON
from uncrick.core.model.record import Item, Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage.history.store import History

TURN = Item("neck_turn", "Turn your head", 5, 50)
MARK = "sharp-behind-the-ear"


def done(number: int) -> Record:
    return Record(f"d{number}", NOON + timedelta(minutes=number), None, Kind.DONE, "cli", (TURN,))


def feedback(number: int, word: str = "hurt") -> Record:
    at = NOON + timedelta(minutes=number, seconds=30)
    return Record(f"f{number}", at, None, Kind.FEEDBACK, "cli", (), word, {"exercise": MARK, "score": 7})


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "history.db")


@pytest.fixture
def history(path):
    """A long one, whose pages have been split and filled often."""
    opened = History.open(path)
    for number in range(300):
        opened.append(done(number))
        opened.append(feedback(number, "hurt" if number % 3 else "worse"))
    opened.append(Record("f-other", NOON, None, Kind.FEEDBACK, "cli", (), "too_often", {}))
    yield opened
    opened.shut()


def bytes_on_disk(path):
    return b"".join(file.read_bytes() for file in Path(path).parent.iterdir())


def test_the_answers_are_gone_and_everything_else_is_as_it_was(history):
    before = [record for record in history.records() if record.feedback not in ("hurt", "worse")]
    assert history.forget(("hurt", "worse")) == 300
    assert list(history.records()) == before
    assert len(before) == 301


def test_no_byte_of_them_is_left_on_the_disk(history, path):
    assert MARK.encode() in bytes_on_disk(path)
    history.forget(("hurt", "worse"))
    assert MARK.encode() not in bytes_on_disk(path)


def test_no_byte_is_left_while_another_program_has_the_history_open(history, path):
    other = History.open(path)
    try:
        assert sum(1 for _ in other.records()) == 601
        history.forget(("hurt", "worse"))
        assert MARK.encode() not in bytes_on_disk(path)
        assert sum(1 for _ in other.records()) == 301
        other.append(done(1000))
    finally:
        other.shut()
    assert list(history.records())[-1].id == "d1000"


def test_no_byte_is_left_of_a_state_that_was_replaced_before(history, path):
    history.keep_state("here", NOON, f"{MARK} is in it")
    history.keep_state("here", NOON, "nothing is")
    history.forget(("hurt", "worse"))
    assert MARK.encode() not in bytes_on_disk(path)


def test_what_was_forgotten_still_counts_as_seen(history, path):
    before = history.tally.records
    history.forget(("hurt",))
    history.forget(("worse",))
    again = History.open(path)
    assert (again.tally.records, again.tally.forgotten) == (before, 300)
    again.shut()


def test_the_history_is_append_only_again_afterwards(history, path):
    history.forget(("hurt",))
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute("DELETE FROM records")
    raw.close()


def test_what_another_program_holds_is_reported_and_nothing_is_half_forgotten(history, path, monkeypatch):
    monkeypatch.setattr("uncrick.storage.history.file.PATIENCE", 0.1)
    mine = History.open(path)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(HistoryError, match="in use by another program"):
            mine.forget(("hurt",))
    finally:
        raw.execute("ROLLBACK")
        raw.close()
    assert sum(1 for record in mine.records() if record.feedback == "hurt") == 200
    assert mine.forget(("hurt",)) == 200
    mine.shut()


def test_a_reader_in_the_midst_of_it_is_reported_and_a_second_call_ends_the_work(history, path, monkeypatch):
    monkeypatch.setattr("uncrick.storage.history.file.PATIENCE", 0.1)
    mine = History.open(path)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("BEGIN")
    raw.execute("SELECT count(*) FROM records").fetchone()
    with pytest.raises(HistoryError, match="in use"):
        mine.forget(("hurt", "worse"))
    raw.execute("ROLLBACK")
    raw.close()
    mine.forget(("hurt", "worse"))
    mine.shut()
    assert MARK.encode() not in bytes_on_disk(path)


def test_no_byte_is_left_although_there_was_no_room_to_write_the_file_anew(path, history):
    """What was deleted is overwritten where it lay, should the second step, which needs a copy's room, fail."""
    mine = History.open(path)
    mine._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # VACUUM attaches the copy
    with pytest.raises(HistoryError):
        mine.forget(("hurt", "worse"))
    mine.shut()
    history.shut()
    assert MARK.encode() not in bytes_on_disk(path)


def test_in_an_empty_history_there_is_nothing_to_forget(tmp_path):
    history = History.open(str(tmp_path / "new.db"))
    assert history.forget(("hurt",)) == 0
    history.shut()
