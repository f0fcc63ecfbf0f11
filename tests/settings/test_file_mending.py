"""Files that cannot be written as they are, and faulty files that are mended."""

from pathlib import Path

import pytest

from uncrick.errors import SettingsError
from uncrick.settings import SETTINGS, Settings, load, mend, put
from uncrick.settings.file import Loaded
from uncrick.settings.schema import PER_EXERCISE
from uncrick.storage import paths

# ---------------------------------------------------------------- a library that writes something else


@pytest.mark.parametrize("written", ["[breaks\n", '[breaks]\nevery = "1h"\n', '[breaks]\nevery = "40m"\n[x]\ny = 1\n'])
def test_put_refuses_a_result_that_changes_another_value(file, monkeypatch, written):
    before = '# mine\n[breaks]\nevery = "50m"\n'
    file.write_text(before)
    monkeypatch.setattr("tomlkit.dumps", lambda document: written)
    with pytest.raises(SettingsError, match="stays as it is"):
        put(str(file), "breaks.every", "40m")
    assert file.read_text() == before


def test_toml_library_failure_is_reported(file, monkeypatch):
    def fails(text):
        raise RecursionError("too deep")

    file.write_text("")
    monkeypatch.setattr("tomlkit.parse", fails)
    with pytest.raises(SettingsError, match=r"was not changed: RecursionError \(too deep\)"):
        put(str(file), "breaks.every", "40m")


# ---------------------------------------------------------------- mending


def test_mending_keeps_what_can_be_used_and_sets_the_old_file_aside(file, written):
    before = "[breaks]\nevery = 'often'\nsnooze = '7m'\n[exercise.neck_turn]\nreps = 2\n[nonsense]\na = 1\n"
    loaded = written(before)
    assert set(loaded.faulty) == {"breaks.every", "nonsense"}
    aside = mend(str(file))
    after = load(str(file))
    assert (after.errors, after.written) == ((), loaded.written)
    assert Path(aside).read_text("utf-8") == before


def test_mending_a_file_that_is_no_toml_begins_anew(file, written):
    written("breaks every 5")
    mend(str(file))
    assert load(str(file)) == Loaded(Settings())


def test_file_stays_when_the_mended_one_cannot_be_written(file, written, monkeypatch):
    written("[breaks]\nevery = 'often'\n")

    def full(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths, "write", full)
    with pytest.raises(SettingsError, match="no space"):
        mend(str(file))
    assert file.read_text("utf-8") == "[breaks]\nevery = 'often'\n"


def test_no_text_for_people_names_keys_or_syntax_of_the_file():
    for setting in (*SETTINGS, *PER_EXERCISE):
        texts = (setting.text, setting.unit, *setting.words.values())
        assert not any(mark in text for text in texts for mark in ('"', "[", "_", "=")), setting.name
