"""The file from which the daemon goes on: whole or not at all, and dated by its last sign of life."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from uncrick.errors import HistoryError
from uncrick.storage.state_file import StateStore

LONG_AGO = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
FAR_AHEAD = datetime(2037, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.json"


@pytest.fixture
def store(path):
    return StateStore(str(path))


@pytest.mark.parametrize("at", [LONG_AGO, FAR_AHEAD])
@pytest.mark.unix("modes")
def test_what_was_saved_is_loaded_with_the_time_of_the_clock_that_saved_it(store, path, at):
    store.save('{"phase": "due ✓"}', at)
    assert store.load() == ('{"phase": "due ✓"}', at)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_sign_of_life_dates_the_text_and_changes_nothing_else(store):
    store.save("text", LONG_AGO)
    assert store.touch(FAR_AHEAD) is True
    assert store.load() == ("text", FAR_AHEAD)


def test_a_clock_that_was_set_back_dates_the_text_by_what_it_shows_now(store):
    store.save("text", FAR_AHEAD)
    assert store.touch(LONG_AGO) is True
    assert store.load() == ("text", LONG_AGO)


def test_before_anything_was_saved_there_is_nothing_to_go_on_from(store):
    assert store.load() is None
    assert store.touch(LONG_AGO) is False


@pytest.mark.parametrize("seconds", [1e12, 1e20, float("nan")])
def test_a_text_with_a_time_that_no_calendar_has_is_set_aside(store, path, monkeypatch, seconds):
    store.save("text")
    with monkeypatch.context() as disk:
        disk.setattr("uncrick.storage.state_file.os.fstat", lambda _: SimpleNamespace(st_mtime=seconds))
        assert store.load() is None
    [aside] = path.parent.iterdir()
    assert aside.name.startswith("state-damaged-")


def test_a_save_that_fails_leaves_the_old_text(store, path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    store.save("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HistoryError, match=r"The state cannot be saved: .*: no space left on device"):
        store.save("new")
    assert path.read_text() == "old"
    assert os.listdir(path.parent) == ["state.json"]


def test_a_text_that_is_none_is_set_aside(store, path):
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe")
    assert store.load() is None
    [aside] = path.parent.iterdir()
    assert aside.name.startswith("state-damaged-")
    assert aside.read_bytes() == b"\xff\xfe"


def test_a_text_that_nobody_understands_can_be_set_aside(store, path):
    store.save("{")
    aside = store.set_aside()
    assert not path.exists()
    assert Path(aside).read_text() == "{"
    assert store.set_aside() is None
