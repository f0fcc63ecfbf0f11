"""The installer, silent, for a person whose folder has Cyrillic letters, an apostrophe and a space in its name."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from windows.desk import Desk
from windows.machine import ROOT, Machine, killed, until

SETUP = os.environ.get("UNCRICK_INSTALLER", "")
RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
ENTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Uncrick"
VERSION = r"""
import ctypes, sys
size = ctypes.windll.version.GetFileVersionInfoSizeW(sys.argv[1], None)
data = ctypes.create_string_buffer(size)
ctypes.windll.version.GetFileVersionInfoW(sys.argv[1], 0, size, data)
print(data.raw.decode("utf-16-le", "replace").encode("ascii", "ignore").decode())
"""

pytestmark = pytest.mark.skipif(not SETUP, reason="`.ci/windows` makes the installer, and names it")


@pytest.fixture(scope="module")
def olga() -> Iterator[Desk]:
    """Installed, silently."""
    shutil.copy(SETUP, Path(ROOT, "work", "setup.exe"))
    machine = Machine("olga", "Ольга д'Арк", python=r"Z:\work\jo\drive_c\Python313\python.exe")
    code, said = machine.windows(r"Z:\work\setup.exe", "/S", seconds=240)
    assert code == 0, said
    machine.python = rf"C:\users\{machine.user}\AppData\Local\Programs\Uncrick\python\python.exe"
    yield Desk(machine)
    machine.ended()


def folder(olga: Desk) -> Path:
    return olga.machine.local / "Programs" / "Uncrick"


def menu(olga: Desk) -> list[str]:
    start = olga.machine.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
    return sorted(file.name for file in start.glob("Uncrick*"))


def test_the_setup_says_what_it_is(olga):
    said = olga.machine.script(VERSION, r"Z:\work\setup.exe")[1]
    assert "Uncrick setup: short breaks for people at desks" in said


def test_it_is_in_the_start_menu(olga):
    assert menu(olga) == ["Uncrick commands.lnk", "Uncrick.lnk"]


def test_it_starts_at_login(olga):
    assert r"pythonw.exe" in olga.machine.windows("reg", "query", RUN_KEY, "/v", "Uncrick")[1]


def test_it_is_among_the_installed_programs(olga):
    assert "uninstall.exe" in olga.machine.windows("reg", "query", ENTRY, "/v", "UninstallString")[1]


def test_its_command_works_from_its_folder(olga):
    program = rf"C:\users\{olga.machine.user}\AppData\Local\Programs\Uncrick\python\uncrick.exe"
    code, said = olga.machine.windows(program, "exercises")
    assert code == 0
    assert "neck_turn" in said


def test_the_daemon_runs_from_it_and_a_window_opens(olga):
    olga.starts()
    process = olga.opened("window", "history")
    try:
        assert olga.has_window('"Uncrick: ')
    finally:
        killed("uncrick", "window", "history")
        process.wait(30)


def test_it_can_be_installed_over_a_running_one(olga):
    assert olga.machine.windows(r"Z:\work\setup.exe", "/S", seconds=240)[0] == 0
    assert (folder(olga) / "python" / "pythonw.exe").exists()
    assert olga.phase() == "gone"
    olga.starts()


def test_uninstalling_leaves_nothing_but_what_the_person_did(olga):
    program = rf"C:\users\{olga.machine.user}\AppData\Local\Programs\Uncrick\uninstall.exe"
    assert olga.machine.windows(program, "/S", seconds=120)[0] == 0
    assert until(lambda: not folder(olga).exists(), 60), sorted(folder(olga).rglob("*"))[:9]
    assert menu(olga) == []
    assert olga.machine.windows("reg", "query", ENTRY)[0] != 0
    assert "Uncrick" not in olga.machine.windows("reg", "query", RUN_KEY)[1]
    assert (olga.machine.local / "uncrick" / "history.db").exists()
