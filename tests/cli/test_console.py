"""Which terminals are drawn in, with a stand-in for the console of Windows."""

import ctypes
import sys
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from platforms.elsewhere import Function
from uncrick.cli.console import obeys_escapes


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Kernel:
    """A console with a mode; one of before Windows 10 refuses the new part of it."""

    def __init__(self) -> None:
        self.mode, self.is_console, self.is_old = 0x2, True, False
        names = ("GetStdHandle", "GetConsoleMode", "SetConsoleMode")
        self.library = SimpleNamespace(**{name: Function(getattr(self, name)) for name in names})

    def GetStdHandle(self, which: int) -> int:  # noqa: N802 Windows' names, here and below
        assert which == -11
        return 7

    def GetConsoleMode(self, handle: int, mode: Any) -> int:  # noqa: N802
        mode._obj.value = self.mode
        return self.is_console

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        if self.is_old:
            return 0
        self.mode = mode
        return 1


@pytest.fixture
def kernel(monkeypatch) -> Kernel:
    kernel = Kernel()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda name: kernel.library, raising=False)
    return kernel


def test_a_console_of_windows_is_told_to_obey_and_keeps_its_mode(kernel):
    assert obeys_escapes(Terminal())
    assert kernel.mode == 0x7


def test_an_old_console_gets_plain_lines(kernel):
    kernel.is_old = True
    assert not obeys_escapes(Terminal())


def test_what_only_looks_like_a_console_gets_plain_lines(kernel):
    kernel.is_console = False
    assert not obeys_escapes(Terminal())


def test_a_file_gets_plain_lines(kernel):
    assert not obeys_escapes(StringIO())
    assert kernel.mode == 0x2


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_every_terminal_obeys(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    assert obeys_escapes(Terminal())
    assert not obeys_escapes(StringIO())
