"""Commands that set things up: settings, start at login, uninstall."""

import json
import os
import re
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from uncrick.cli import setup
from uncrick.platforms import launcher
from uncrick.settings import SETTINGS
from uncrick.storage import installation, paths


def test_every_setting_is_shown_with_its_value(uncrick):
    out = uncrick("settings").printed()
    assert re.findall(r"\[(\w+\.\w+)\]$", out, re.MULTILINE) == [setting.name for setting in SETTINGS]
    assert "  60m     Suggest a break after this much work [breaks.every]\n" in out
    assert "  yes     Stay silent while you share your screen [quiet.share]\n" in out
    assert set(json.loads(uncrick("settings", "show", "--json").out)) == {setting.name for setting in SETTINGS}


def test_changed_settings_are_marked(uncrick, house):
    house.wrote(house.settings, '[breaks]\nevery = "45m"\n')
    marked = [line for line in uncrick("settings", "show").out.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in marked[:-1]] == ["45m"]
    assert marked[0].endswith("[breaks.every]")
    assert marked[-1].startswith("* you changed it.")


def test_the_path_is_reported(uncrick, house):
    assert uncrick("settings", "path").out == f"{house.settings}\n"
    assert json.loads(uncrick("settings", "path", "--json").out) == {"path": str(house.settings)}


def test_value_is_read_and_set(uncrick, house):
    assert uncrick("settings", "get", "breaks.every").out == "60m\n"
    result = uncrick("settings", "set", "breaks.every", "45m")
    assert (result.status, result.out, result.err) == (0, "breaks.every = 45m\n", "")
    assert uncrick("settings", "get", "every").out == "45m\n"
    assert json.loads(uncrick("settings", "get", "every", "--json").out) == {"every": "45m"}
    assert json.loads(uncrick("settings", "set", "every", "50m", "--json").out) == {"breaks.every": "50m"}
    assert uncrick("settings", "check").out == "The settings are fine.\n"


def test_bare_number_is_set_in_minutes(uncrick, house):
    assert uncrick("settings", "set", "breaks.every", "45").out == "breaks.every = 45m\n"
    assert house.settings.read_text() == '[breaks]\nevery = "45m"\n'


def test_bare_number_for_seconds_or_minutes_is_asked_back(uncrick, house):
    error = uncrick("settings", "set", "idle", "60").refused(2)
    assert error == 'breaks.idle = "60": say "60s" for seconds or "60m" for minutes\n'
    assert not house.settings.exists()


def test_yes_and_no_are_values_of_a_switch(uncrick):
    assert uncrick("settings", "set", "prompt.sound", "yes").out == "prompt.sound = true\n"


def test_a_table_is_read_as_its_settings(uncrick):
    out = uncrick("settings", "get", "breaks").printed()
    names = [setting.name for setting in SETTINGS if setting.table == "breaks"]
    assert [line.partition(" = ")[0] for line in out.splitlines()] == names
    assert "breaks.every = 60m\n" in out
    assert list(json.loads(uncrick("settings", "get", "breaks", "--json").out)) == names


def test_the_table_of_an_exercise_has_what_was_set(uncrick):
    assert uncrick("settings", "get", "exercise").out == "Nothing is set there.\n"
    uncrick("settings", "set", "exercise.neck_turn.reps", "3")
    assert uncrick("settings", "get", "exercise.neck_turn").out == "exercise.neck_turn.reps = 3\n"


def test_key_goes_before_a_table_of_the_same_name(uncrick):
    assert uncrick("settings", "get", "window").out == "10m\n"


def test_an_unusual_value_is_set_with_a_warning(uncrick):
    result = uncrick("settings", "set", "every", "5h")
    assert (result.status, result.out) == (0, "breaks.every = 5h\n")
    assert result.err == "breaks.every = 5h is unusual: 30m to 1h30m is recommended.\n"


def test_comments_stay(uncrick, house):
    house.wrote(house.settings, '# mine\n[breaks]\nevery = "50m"  # shorter\n')
    uncrick("settings", "set", "every", "45m")
    assert house.settings.read_text() == '# mine\n[breaks]\nevery = "45m"  # shorter\n'


def test_a_running_daemon_follows_at_once(uncrick, house):
    with house.living() as life:
        uncrick("settings", "set", "every", "45m")
        assert life.daemon.engine.rules.breaks.every == 2700
        house.wrote(house.settings, '[breaks]\nevery = "40m"\n')
        result = uncrick("settings", "reload")
        assert (result.status, result.out) == (0, "The settings are read again.\n")
        assert life.daemon.engine.rules.breaks.every == 2400
        assert json.loads(uncrick("settings", "reload", "--json").out)["phase"] == "working"


def test_a_reload_warns_and_refuses(uncrick, house):
    with house.living():
        house.wrote(house.settings, '[breaks]\nevery = "5h"\n')
        assert "is unusual" in uncrick("settings", "reload").err
        house.wrote(house.settings, '[breaks]\nevery = "soon"\n')
        assert 'line 2: breaks.every = "soon"' in uncrick("settings", "reload").refused()


FAULTY = {
    "unknown keys": ('[breaks]\nevry = "1h"\nloud = true\n', ["line 2", "breaks.every?", "line 3"]),
    "an unknown table": ("[brakes]\n", ["line 1", "[breaks]?"]),
    "a wrong type": ("[breaks]\nidle = 60\n", ["line 2", "breaks.idle = 60", '"60s" for seconds']),
    "a truth as number": ("[prompt]\nsound = 1\n", ["line 2", "expected true or false"]),
    "an absurd value": ('[breaks]\nevery = "9999999h"\n', ["line 2", "at most 7 days"]),
    "a count below nothing": ("[breaks]\nmax_snoozes = -1\n", ["line 2", "from 0 to 1000"]),
    "broken TOML": ("[breaks\n", ["line 1", "expected [breaks]"]),
    "TOML said twice": ("[breaks]\n[breaks]\n", ["line 2", "there twice", "line 1"]),
    "not UTF-8": (b"[breaks]\n# \xff\n", ["line 2 is not UTF-8"]),
    "zeros": (b"\0" * 50, ["not valid TOML"]),
    "a value for a table": ("breaks = 3\n", ["line 1", "expected a table"]),
    "hours of nonsense": ('[work]\nhours = ["Mon-Moon"]\n', ["line 2", "work.hours"]),
    "too much": ("#" * 70_000, ["larger than 64 KiB"]),
}


@pytest.mark.parametrize(("text", "fault"), FAULTY.values(), ids=FAULTY.keys())
def test_every_fault_of_a_file_is_reported_with_its_line(uncrick, house, text, fault):
    house.wrote(house.settings, text)
    error = uncrick("settings", "check").refused()
    assert all(part in error for part in fault), error
    as_json = uncrick("settings", "check", "--json")
    assert as_json.status == 1
    assert json.loads(as_json.out)["errors"]


@pytest.mark.parametrize(("text", "fault"), FAULTY.values(), ids=FAULTY.keys())
def test_with_a_faulty_file_the_values_in_effect_are_shown(uncrick, house, text, fault):
    house.wrote(house.settings, text)
    assert uncrick("settings").status == 0
    assert uncrick("settings", "get", "snooze").out == "10m\n"
    assert house.settings.read_bytes() == (text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("text", ["[breaks\n", b"# \xff\n", "breaks = 3\n"])
def test_unreadable_file_is_not_overwritten(uncrick, house, text):
    house.wrote(house.settings, text)
    before = house.settings.read_bytes()
    uncrick("settings", "set", "every", "45m").refused()
    assert house.settings.read_bytes() == before


def test_folder_in_place_of_the_file_is_reported(uncrick, house):
    house.settings.mkdir(parents=True)
    for words in (["check"], ["set", "every", "45m"]):
        result = uncrick("settings", *words)
        assert (result.status, "is a folder" in result.err) == (1, True)
    assert uncrick("settings").status == 0


@pytest.mark.unix("XDG")
def test_a_folder_that_cannot_be_made_is_reported(uncrick, house):
    house.wrote(house.root / "config", "a file in its place")
    for words in (["settings", "set", "every", "45m"], ["settings", "edit"], ["autostart", "on"]):
        error = uncrick(*words).refused()
        assert len(error.splitlines()) == 1
        assert "config" in error
    assert uncrick("settings").status == 0
    assert uncrick("autostart").status == 0


# ------------------------------------------------------------------ edit


@pytest.fixture
def editor(house, monkeypatch):
    """An editor that puts a text in place of the file's."""

    def puts(text):
        program = house.root / "editor"
        program.write_text(f"#!{sys.executable}\nimport sys\nopen(sys.argv[-1], 'w').write({text!r})\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{program} --wait")

    return puts


@pytest.mark.unix("an editor of the shell")
def test_edited_file_is_checked_and_reloaded(uncrick, house, editor):
    editor('[breaks]\nevery = "45m"\n')
    with house.living() as life:
        result = uncrick("settings", "edit")
        assert (result.status, result.out) == (0, "The settings are fine.\n")
        assert life.daemon.engine.rules.breaks.every == 2700


@pytest.mark.unix("an editor of the shell")
def test_faults_in_the_edited_file_are_reported(uncrick, house, editor):
    editor("[breaks]\nidle = 3\n")
    result = uncrick("settings", "edit")
    assert (result.status, "line 2: breaks.idle = 3" in result.err) == (1, True)


@pytest.mark.unix("an editor of the shell")
def test_edit_without_a_file_starts_with_the_defaults_commented_out(uncrick, house, monkeypatch):
    monkeypatch.setenv("VISUAL", "true")
    assert uncrick("settings", "edit").status == 0
    assert "every" in house.settings.read_text()
    assert uncrick("settings", "check").status == 0
    assert [line for line in uncrick("settings").out.splitlines() if line.startswith("*")][1:] == []


@pytest.mark.parametrize("editor", ["/nowhere/editor", "'", '"unbalanced', "/"])
def test_an_editor_that_cannot_be_started_is_reported(uncrick, monkeypatch, editor):
    monkeypatch.setenv("VISUAL", editor)
    error = uncrick("settings", "edit").refused()
    assert "cannot be started: Set EDITOR" in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("system", "editor", "words"),
    [
        ("win32", None, ["notepad"]),
        ("darwin", None, ["open", "-W", "-t"]),
        ("linux", None, ["nano"]),
        ("win32", r"C:\bin\vim.exe -f", [r"C:\bin\vim.exe", "-f"]),
        ("win32", r'"C:\Program Files\code.exe" --wait', [r"C:\Program Files\code.exe", "--wait"]),
        ("linux", "'a b' -w", ["a b", "-w"]),
    ],
)
def test_without_an_editor_of_ones_own_the_systems_opens_the_file(uncrick, house, monkeypatch, system, editor, words):
    started = []
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    if editor is not None:
        monkeypatch.setenv("EDITOR", editor)
    monkeypatch.setattr(setup.subprocess, "run", lambda argv, **_: started.append(argv))
    monkeypatch.setattr(setup, "sys", SimpleNamespace(platform=system))
    assert uncrick("settings", "edit").status == 0
    assert started == [[*words, str(house.settings)]]


# ------------------------------------------------------------------ start at login, uninstall


@pytest.mark.unix("an autostart entry")
def test_the_start_at_login_is_switched_on_and_off(uncrick):
    assert uncrick("autostart").out == "Uncrick does not start when you log in.\n"
    assert uncrick("autostart", "on").status == 0
    entry = launcher.autostart_file()
    assert uncrick("autostart").out == f"Uncrick starts when you log in, by an autostart entry ({entry}).\n"
    assert json.loads(uncrick("autostart", "--json").out)["on"] is True
    assert uncrick("autostart", "off").status == 0
    assert json.loads(uncrick("autostart", "off", "--json").out)["on"] is False


def test_unreadable_autostart_file_is_off(uncrick, house):
    house.wrote(launcher.autostart_file(), b"\xff\xfe\0")
    assert uncrick("autostart").status == 0
    assert uncrick("doctor").err == ""


@pytest.mark.unix("XDG")
def test_uninstall_keeps_history_and_settings(uncrick, house):
    launcher.launcher_file().parent.mkdir(parents=True, exist_ok=True)
    launcher.launcher_file().touch()
    uncrick("autostart", "on")
    with house.living() as life:
        uncrick("done")
        result = uncrick("uninstall")
        assert life.is_over
    assert result.status == 0
    assert "Uncrick was running and has been stopped." in result.out
    left = {os.path.join(folder, file) for folder, _, files in os.walk(house.root) for file in files}
    assert not [file for file in left if file.endswith((".desktop", ".png"))]
    assert str(house.history) in left
    assert f"Your history, and your profile if you made one, are still in {paths.data()}." in result.out


@pytest.mark.unix("XDG")
def test_uninstall_removes_cache_and_state_and_names_them(uncrick, house):
    house.wrote(Path(paths.cache(), "icon.png"), "")
    house.wrote(Path(paths.state(), "uncrick.log"), "")
    house.wrote(house.settings, "[breaks]\nevery = 45\n")
    out = uncrick("uninstall").printed()
    for folder in (paths.cache(), paths.state()):
        assert f"removed {folder}\n" in out
        assert not os.path.exists(folder)
    assert f"Your settings are still in {paths.config()}." in out
    assert house.settings.exists()


def test_uninstall_names_nothing_that_does_not_exist(uncrick):
    uncrick("uninstall")
    assert uncrick("uninstall").printed() == f"{installation.removal()}\n"


def test_uninstall_keeps_history_that_lies_in_the_state_folder(uncrick, house, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", os.environ["XDG_DATA_HOME"])
    house.wrote(Path(paths.profile_file()), "{}")
    uncrick("uninstall").printed()
    assert os.path.exists(paths.profile_file())


@pytest.mark.unix("XDG")
def test_file_that_cannot_be_removed_is_reported(uncrick):
    launcher.autostart_file().mkdir(parents=True)
    assert len(uncrick("uninstall").refused().splitlines()) == 1


@pytest.mark.parametrize("words", [["settings"], ["settings", "check"], ["settings", "get", "quiet.ignore"]])
def test_what_stands_in_the_file_is_never_acted_upon_by_the_terminal(uncrick, house, words):
    house.wrote(
        house.settings, '[quiet]\nignore = ["\\u001b]0;pwned\\u0007", "\\u202eevil"]\n[br\\u001b]\n"\x9b31m" = 1\n'
    )
    for more in ([], ["--json"]):
        result = uncrick(*words, *more)
        printed = result.out + result.err
        assert printed.replace("\n", "").isprintable(), ascii(printed)
