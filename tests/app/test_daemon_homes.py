"""What a daemon makes of a home that is full, that may only be read, or that several machines share."""

import os
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager

import pytest

from app.views import kinds, records, status
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import RefusedError
from uncrick.storage import paths
from uncrick.storage.history.store import SCHEMA

# ------------------------------------------------------------------ without a place to write


def reminds_from_memory(house, words):
    """The history cannot be written for that reason: it is said, and everything else goes on."""
    with house.living() as life:
        assert words in status()["storage_error"]
        assert {fact["what"]: fact["text"] for fact in client.request("doctor")["facts"]}["Saving"].startswith(
            "You are"
        )
        life.passes(3600)
        assert life.phase == "due"
        with pytest.raises(RefusedError, match="could not be saved yet"):
            client.request("done")
        assert status()["today"]["done"] == 1
        (today,) = (entry.label for entry in life.tray.face.menu if entry.key == "today")
        assert today == "Today: 1 break, 0 min (not saved yet)"


def test_a_folder_in_the_place_of_the_history_is_reported(house):
    house.history.mkdir(parents=True)
    reminds_from_memory(house, "is a folder")


def test_a_history_of_a_newer_version_is_left_alone(house):
    with house.living():
        client.request("done")
    other = sqlite3.connect(house.history)
    other.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    other.close()
    before = house.history.read_bytes()
    reminds_from_memory(house, "newer Uncrick")
    assert house.history.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(house):
    house.history.parent.mkdir(parents=True)
    other = sqlite3.connect(house.history)
    other.execute("CREATE TABLE songs (name)")
    other.close()
    before = house.history.read_bytes()
    reminds_from_memory(house, "another program")
    assert house.history.read_bytes() == before


def test_a_home_without_room_reminds_from_memory(house):
    for file in (house.history, house.state):
        house.wrote(file.parent, "in the way of every file")
    reminds_from_memory(house, "cannot be created")


def test_a_state_that_cannot_be_saved_is_told_until_it_can_be(house):
    obstacle = house.wrote(house.state.parent, "in the way of every file")
    with house.living() as life:
        client.request("pause")
        assert "state" in status()["storage_error"]
        obstacle.unlink()
        life.passes(30)
        assert status()["storage_error"] is None
        assert house.state.exists()


def test_what_happened_meanwhile_is_written_once_there_is_room(house):
    obstacle = house.wrote(house.history.parent, "in the way of every file")
    with house.living() as life:
        with pytest.raises(RefusedError, match="could not be saved yet"):
            client.request("done")
        obstacle.unlink()
        life.passes(60)
        assert status()["storage_error"] is None
        assert all("not saved" not in entry.label for entry in life.tray.face.menu)
        assert kinds(house) == [Kind.STEPPED_AWAY]


def test_a_history_that_can_be_read_only_later_counts_from_then_on(house):
    with house.living():
        client.request("done")
    away = house.history.parent.rename(house.root / "not mounted yet")
    obstacle = house.wrote(house.history.parent, "in the way")
    with house.living() as life:
        assert status()["today"]["stepped_away"] == 0
        obstacle.unlink()
        away.rename(obstacle)
        life.passes(30)
        assert status()["today"]["stepped_away"] == 1


# ------------------------------------------------------------------ shared by machines


@pytest.fixture
def on(house, monkeypatch):
    """A machine with a lock of its own, and this home."""
    short = tempfile.TemporaryDirectory()  # a socket's path has 107 bytes at most

    def use(machine):
        monkeypatch.setenv("XDG_RUNTIME_DIR", os.path.join(short.name, machine))

    @contextmanager
    def live(machine):
        use(machine)
        with house.living() as life:
            yield life
            use(machine)

    live.use = use
    with short:
        yield live


def test_the_pause_of_one_machine_is_not_that_of_another(on):
    with on("first"):
        client.request("pause")
        for _ in ("new", "started anew"):
            with on("second"):
                assert status()["phase"] == "working"
        on.use("first")
        assert status()["phase"] == "paused"


def test_a_break_on_one_machine_counts_on_the_other(on):
    with on("first"), on("second"):
        on.use("first")
        client.request("done")
        on.use("second")
        assert status()["today"]["stepped_away"] == 1


def test_two_machines_that_write_in_one_second_write_both(house, on):
    with on("first"), on("second"):
        for machine in ("first", "second"):
            on.use(machine)
            assert client.request("done")["ok"]
    assert kinds(house) == [Kind.STEPPED_AWAY] * 2
    assert len({record.id for record in records(house)}) == 2


def test_the_state_of_an_earlier_version_goes_to_the_first_machine_that_starts(house, on):
    with on("first"):
        client.request("pause")
    on.use("first")
    os.rename(paths.state_file(), paths.former_state_file())
    with closing(sqlite3.connect(house.history)) as history, history:
        history.execute("DROP TABLE state")
    with on("second"):
        assert status()["phase"] == "paused"
    with on("first"):
        assert status()["phase"] == "working"


def test_the_states_of_machines_that_are_long_gone_are_removed(house, on):
    with on("first"):
        pass
    on.use("first")
    old = paths.state_file()
    os.utime(old, (time.time() - 31 * 86400,) * 2)
    with on("second"):
        assert not os.path.exists(old)
