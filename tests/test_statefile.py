"""The file from which the daemon goes on: whole or not at all, and dated by its last sign of life."""

import os
import stat
from pathlib import Path

import pytest

from uncrick.errors import HistoryError
from uncrick.statefile import StateStore


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.json"


@pytest.fixture
def store(path):
    return StateStore(str(path))


def test_what_was_saved_is_loaded_with_the_time_of_its_saving(store, path):
    store.save('{"phase": "due ✓"}')
    assert store.load() == ('{"phase": "due ✓"}', path.stat().st_mtime)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_sign_of_life_dates_the_text_and_changes_nothing_else(store, path):
    store.save("text")
    os.utime(path, (1000, 1000))
    assert store.load() == ("text", 1000)
    assert store.touch() is True
    text, seen = store.load()
    assert text == "text"
    assert seen > 1000


def test_before_anything_was_saved_there_is_nothing_to_go_on_from(store):
    assert store.load() is None
    assert store.touch() is False


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
