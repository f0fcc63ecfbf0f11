"""Where things lie, and whom a folder must belong to."""

import errno
import os
import stat
import subprocess
import sys
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from uncrick.errors import UncrickError
from uncrick.storage import paths


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
def test_what_is_no_file_is_neither_written_to_nor_replaced(tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(OSError, match="no ordinary file"):
            paths.write(str(path), "text")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == [link, pipe]


@pytest.mark.unix("XDG")
def test_every_folder_follows_the_xdg_variables(tmp_path, monkeypatch):
    for name, variable in {
        "config": "CONFIG_HOME",
        "data": "DATA_HOME",
        "state": "STATE_HOME",
        "cache": "CACHE_HOME",
    }.items():
        monkeypatch.setenv(f"XDG_{variable}", str(tmp_path / name))
        assert getattr(paths, name)() == str(tmp_path / name / "uncrick")
    assert paths.settings_file() == str(tmp_path / "config/uncrick/settings.toml")
    assert paths.history_file() == str(tmp_path / "data/uncrick/history.db")
    assert paths.profile_file() == str(tmp_path / "data/uncrick/profile.json")
    assert paths.state_file().startswith(str(tmp_path / "state/uncrick/state-"))
    assert not list(tmp_path.iterdir()), "naming a place creates nothing"


@pytest.mark.unix("XDG")
def test_the_runtime_folder_lies_in_the_sessions(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert paths.runtime() == str(tmp_path / "uncrick")


@pytest.mark.parametrize("given", ["", "relative/run"])
@pytest.mark.unix("XDG")
def test_without_a_session_the_runtime_folder_is_one_of_our_own(given, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", given)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert paths.runtime() == str(tmp_path / "uncrick-54321")


@pytest.mark.unix("XDG")
def test_the_systems_runtime_folder_serves_a_login_without_the_variable(monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    monkeypatch.setattr(paths, "_owner", lambda folder: 54321 if folder == "/run/user/54321" else None)
    assert paths.runtime() == "/run/user/54321/uncrick"


@pytest.mark.unix("owners")
def test_a_runtime_directory_of_somebody_else_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "theirs"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "theirs").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert paths.runtime() == str(tmp_path / "uncrick-54321")


@pytest.mark.unix("pretends to be another system, with folders of XDG")
@pytest.mark.parametrize(
    ("system", "folder"),
    [("darwin", "Library/Application Support/uncrick/run"), ("win32", ".local/share/uncrick/Runtime")],
)
def test_where_temp_folders_are_cleared_the_runtime_folder_lies_elsewhere(system, folder, tmp_path, monkeypatch):
    for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", "/var/folders/zz/T")
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    paths.data()  # platformdirs is told nothing of the other system
    monkeypatch.setattr(sys, "platform", system)
    assert paths.runtime() == str(tmp_path / folder)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        (r"C:\Users\Jo\AppData\Local\uncrick", r"C:\Users\Jo\AppData\Local\uncrick"),
        ("C:\\" + "deep\\" * 40 + "uncrick", "\\\\?\\C:\\" + "deep\\" * 40 + "uncrick"),
        ("\\\\server\\" + "deep\\" * 40 + "uncrick", "\\\\?\\UNC\\server\\" + "deep\\" * 40 + "uncrick"),
        ("\\\\?\\C:\\" + "deep\\" * 40 + "uncrick", "\\\\?\\C:\\" + "deep\\" * 40 + "uncrick"),
    ],
)
def test_on_windows_a_deep_folder_has_a_name_without_the_bound_of_260(given, used, monkeypatch):
    import platformdirs

    for kind in ("config", "data", "state", "cache"):
        monkeypatch.setattr(platformdirs, f"user_{kind}_dir", lambda *_args, **_named: given)
    monkeypatch.setattr(os.path, "abspath", str)
    monkeypatch.setattr(sys, "platform", "win32")
    assert {paths.config(), paths.data(), paths.state(), paths.cache()} == {used}


@pytest.mark.unix("XDG")
def test_elsewhere_a_deep_folder_keeps_its_name(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/deep" * 60)
    assert "?" not in paths.data()


@pytest.mark.parametrize("missing", [True, False])
def test_on_windows_a_folder_that_is_made_is_kept_private(missing, monkeypatch, tmp_path):
    kept: list[str] = []
    lists = SimpleNamespace(keep_private=kept.append)
    monkeypatch.setitem(sys.modules, "uncrick.storage.machine.private_folder", lists)
    monkeypatch.setattr(sys, "platform", "win32")
    folder = tmp_path / "uncrick" if missing else tmp_path
    paths.made(str(folder))
    assert kept == [str(folder)]
    paths.write(str(folder / "new" / "settings.toml"), "text")
    assert kept[1:] == [str(folder / "new")]
    paths.write(str(folder / "new" / "settings.toml"), "another text")
    assert len(kept) == 2


def test_a_disk_without_lists_of_who_may_enter_is_used_as_it_is(monkeypatch, tmp_path):
    def fails(folder):
        raise OSError(1, "Incorrect function", folder)

    monkeypatch.setitem(sys.modules, "uncrick.storage.machine.private_folder", SimpleNamespace(keep_private=fails))
    monkeypatch.setattr(sys, "platform", "win32")
    assert paths.made(str(tmp_path)) == str(tmp_path)


def test_a_made_folder_is_for_the_person_alone(tmp_path):
    folder = tmp_path / "a" / "b"
    assert paths.made(str(folder)) == str(folder)
    if sys.platform == "win32":
        return  # modes mean nothing: see machine/test_private_folder.py
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    paths.made(str(folder))


@pytest.mark.unix("Windows words it otherwise")
def test_a_file_in_a_folders_place_is_reported(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(UncrickError, match=f"{tmp_path}/a cannot be created: file exists"):
        paths.made(str(tmp_path / "a"))


@pytest.mark.unix("owners")
def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    with pytest.raises(UncrickError, match="belongs to somebody else"):
        paths.made(str(tmp_path))
    with pytest.raises(UncrickError, match="belongs to somebody else"):
        paths.check(str(tmp_path))
    paths.check(str(tmp_path / "missing"))


@pytest.mark.unix("owners")
def test_a_link_that_somebody_else_put_there_is_refused(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "link").symlink_to("mine")
    paths.check(str(tmp_path / "link"))
    if os.getuid() == 0:
        os.lchown(tmp_path / "link", 54321, 54321)
        with pytest.raises(UncrickError, match="belongs to somebody else"):
            paths.check(str(tmp_path / "link"))


@pytest.mark.unix("XDG")
def test_naming_the_runtime_folder_imports_no_library():
    loaded = "import sys; from uncrick.storage import paths; paths.runtime(); print('platformdirs' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_a_planted_link_at_the_spare_name_is_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / f"page.html.{os.getpid()}.new").symlink_to(victim)
    paths.write(str(tmp_path / "page.html"), "the page")
    assert (victim.read_text(), (tmp_path / "page.html").read_text()) == ("precious", "the page")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes links of others")
def test_somebody_elses_link_is_not_followed(tmp_path):
    victim, page = tmp_path / "victim", tmp_path / "page.html"
    victim.write_text("precious")
    page.symlink_to(victim)
    os.lchown(page, 54321, 54321)
    with pytest.raises(OSError, match="a link of somebody else"):
        paths.write(str(page), "the page")
    assert victim.read_text() == "precious"


@pytest.mark.unix("links that anybody may make")
def test_a_link_of_ones_own_stays_a_link(tmp_path):
    settings, dotfiles = tmp_path / "settings.toml", tmp_path / "dotfiles.toml"
    dotfiles.write_text("old")
    settings.symlink_to(dotfiles)
    paths.write(str(settings), "new")
    assert (settings.is_symlink(), dotfiles.read_text()) == (True, "new")


def test_a_failed_write_names_the_file_and_leaves_no_other(tmp_path, monkeypatch):
    def fail(_handle):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=r"page\.html") as raised:
        paths.write(str(tmp_path / "page.html"), "the page")
    assert raised.value.errno == errno.EIO
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("system", "tries"), [("win32", 3), ("linux", 1)])
def test_on_windows_a_file_that_somebody_reads_is_replaced_when_they_have(system, tries, monkeypatch, tmp_path):
    target, tried, replace = tmp_path / "state.json", [], os.replace

    def held(*names):
        tried.append(names)
        if len(tried) < 3:
            raise PermissionError(13, "The process cannot access the file because it is being used")
        replace(*names)

    target.write_text("old")
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(os, "replace", held)
    with nullcontext() if system == "win32" else pytest.raises(PermissionError):
        paths.write(str(target), "new")
    assert (len(tried), target.read_text()) == (tries, "new" if system == "win32" else "old")


def test_on_windows_a_file_that_stays_in_use_is_given_up_after_a_moment(monkeypatch, tmp_path):
    def held(*names):
        raise PermissionError(13, "The process cannot access the file because it is being used")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(paths, "PATIENCE", 0.05)
    with pytest.raises(PermissionError):
        paths.write(str(tmp_path / "state.json"), "new")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- what a kill left


@pytest.fixture
def ended():
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def old(file):
    file.write_text("half")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    return file


def test_half_written_files_of_ended_processes_are_swept_away(tmp_path, ended):
    old(tmp_path / f"state.json.{ended}.new")
    old(tmp_path / f"settings.toml.{os.getpid()}.new")
    paths.sweep(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can be asked there")
def test_what_a_process_writes_is_left_alone(tmp_path, ended):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        kept = {
            old(tmp_path / f"state.json.{other.pid}.new"),
            old(tmp_path / "mine.new"),
            old(tmp_path / "state.json"),
            tmp_path / f"history.csv.{ended}.new",
        }
        begun = tmp_path / f"history.csv.{ended}.new"
        begun.write_text("begun just now, perhaps on another machine")
        os.utime(begun, (time.time(),) * 2)
        paths.sweep(str(tmp_path))
        assert set(tmp_path.iterdir()) == kept
        other.communicate(b"\n")


def test_folder_that_is_not_there_has_nothing_to_sweep(tmp_path):
    paths.sweep(str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []
