"""In which code page the output is written."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from uncrick import cli

CYRILLIC = "Поверните голову"


class Stream(TextIOWrapper):
    """Standard output as Windows makes it, in the old code page."""

    def __init__(self, *, console: bool) -> None:
        self.written = BytesIO()
        self.console = console
        super().__init__(self.written, encoding="cp1252", newline="")

    def isatty(self) -> bool:
        return self.console


@pytest.fixture
def written(monkeypatch):
    """What a text becomes on a system, in a file or a console."""

    def write(system: str, *, console: bool = False) -> bytes:
        out = Stream(console=console)
        with monkeypatch.context() as during:
            during.setattr(sys, "platform", system)
            during.setattr(sys, "stdout", out)
            cli._ready_streams()
            out.write(CYRILLIC)
            out.flush()
        return out.written.getvalue()

    return write


def test_into_a_file_windows_writes_every_letter(written, monkeypatch):
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    assert written("win32").decode() == CYRILLIC


@pytest.mark.parametrize(("system", "console"), [("win32", True), ("linux", False), ("linux", True)])
def test_a_console_and_other_systems_keep_their_code_page(system, console, written, monkeypatch):
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    assert b"?" in written(system, console=console)


def test_whoever_asks_for_a_code_page_gets_it(written, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    assert b"?" in written("win32")
