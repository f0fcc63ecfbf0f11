"""Where things lie, and whom a folder must belong to."""

import errno
import os
import stat
import subprocess
import sys

import pytest

from uncrick.errors import UncrickError
from uncrick.storage import paths


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


def test_a_made_folder_is_for_the_person_alone(tmp_path):
    folder = tmp_path / "a" / "b"
    assert paths.made(str(folder)) == str(folder)
    if sys.platform == "win32":
        return  # the folder above it is the person's alone, and modes mean nothing
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
