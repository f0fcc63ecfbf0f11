"""Whether the window can come up, what is said when it cannot, and how it is started."""

import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from uncrick.platforms.common import qt


@pytest.fixture
def here(monkeypatch):
    """A desktop with everything."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(qt, "PathFinder", SimpleNamespace(find_spec=lambda name: object()))
    monkeypatch.setattr(qt, "_version", lambda: "6.11.3")
    return monkeypatch


def test_with_all_libraries_nothing_is_missing(here):
    assert qt.lack(lambda library: True) is None


def test_without_pyside_the_install_command_is_given(here):
    here.setattr(qt, "PathFinder", SimpleNamespace(find_spec=lambda name: None))
    lack = qt.lack()
    assert lack is not None
    assert "PySide6" in lack.what
    assert lack.mend == "/usr/bin/python3 -m pip install 'PySide6-Essentials>=6.8.3,!=6.12.0'"


def test_on_windows_the_install_command_writes_no_file_named_6(here):
    here.setattr(sys, "platform", "win32")
    here.setattr(sys, "executable", r"C:\Program Files\Python\python.exe")
    here.setattr(qt, "PathFinder", SimpleNamespace(find_spec=lambda name: None))
    lack = qt.lack()
    assert lack is not None
    python = r'"C:\Program Files\Python\python.exe"'
    assert lack.mend == f'{python} -m pip install "PySide6-Essentials>=6.8.3,!=6.12.0"'


@pytest.mark.parametrize(
    ("manager", "mend"),
    [
        ("apt-get", "sudo apt-get install libegl1 libxcb-cursor0"),
        ("dnf", "sudo dnf install libglvnd-egl xcb-util-cursor"),
        ("", ""),
    ],
)
def test_missing_libraries_are_named_with_the_command_of_this_system(here, manager, mend):
    here.setattr(shutil, "which", lambda name: name if name == manager else None)
    lack = qt.lack(lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    assert lack == qt.Lack("missing: libEGL.so.1, libxcb-cursor.so.0", mend)
    assert qt.sentence(lack).startswith("missing: libEGL.so.1, libxcb-cursor.so.0")


def test_wayland_needs_no_x11_library(here):
    here.setenv("WAYLAND_DISPLAY", "wayland-1")
    assert qt.lack(lambda library: "xcb" not in library) is None


def test_the_release_that_breaks_this_python_is_named(here):
    here.setattr(qt, "_version", lambda: "6.12.0")
    here.setattr(sys, "version_info", (3, 11, 7))
    lack = qt.lack(lambda library: True)
    assert lack is not None
    assert "6.12.0" in lack.what


def test_without_a_display_no_window_is_begun(here):
    here.delenv("DISPLAY")
    here.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("it was"))
    assert qt.open_window("guide") is None
    lack = qt.lack(lambda library: True)
    assert lack is not None
    assert qt.sentence(lack) == "there is no display."


def test_the_window_is_a_process_of_this_python(here):
    begun = []
    here.setattr(subprocess, "Popen", lambda argv, **more: begun.append(argv) or "process")
    assert qt.open_window("guide") == "process"
    assert begun == [[sys.executable, "-P", "-m", "uncrick", "window", "guide"]]


def test_a_process_that_does_not_start_is_no_window(here):
    def refuse(*_, **__):
        raise OSError

    here.setattr(subprocess, "Popen", refuse)
    assert qt.open_window("guide") is None
