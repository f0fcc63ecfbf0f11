"""Who may open a folder on Windows: with a stand-in for its lists, and on Windows with its own."""

import ctypes
import os
import sys
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from platforms.elsewhere import Function, imported_as_on
from uncrick.storage import paths

PERSON = "S-1-5-21-1-2-3-1001"
OURS = f"D:P(A;OICI;FA;;;{PERSON})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
BY_PYTHON = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
INHERITED = f"D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;{PERSON})"
OPEN = "D:(A;OICI;FA;;;WD)"
TOKEN = 0x1_0000_0010  # wider than 32 bits
SCANDIR = os.scandir


class Windows:
    """The list of each path, as text, and what was lent and not given back."""

    def __init__(self) -> None:
        self.lists: dict[str, str] = {}
        self.written: list[tuple[str, int]] = []
        self.lent: dict[int, Any] = {}
        advapi32 = (
            *("OpenProcessToken", "GetTokenInformation", "ConvertSidToStringSidW"),
            *("GetNamedSecurityInfoW", "SetFileSecurityW"),
            "ConvertStringSecurityDescriptorToSecurityDescriptorW",
            "ConvertSecurityDescriptorToStringSecurityDescriptorW",
        )
        kernel32 = ("GetCurrentProcess", "CloseHandle", "LocalFree")
        self.libraries = {
            name: type(name, (), {each: Function(getattr(self, each)) for each in functions})()
            for name, functions in (("advapi32", advapi32), ("kernel32", kernel32))
        }

    def library(self, name: str, use_last_error: bool = False) -> Any:
        return self.libraries[name]

    def _lend(self, text: str, where: Any) -> int:
        memory = ctypes.create_unicode_buffer(text)
        self.lent[ctypes.addressof(memory)] = memory
        where._obj.value = ctypes.addressof(memory)
        return 1

    def GetCurrentProcess(self) -> int:  # noqa: N802 Windows' names, here and below
        return 0xFFFF_FFFF_FFFF_FFFF

    def OpenProcessToken(self, process: int, rights: int, token: Any) -> int:  # noqa: N802
        assert (process, rights) == (0xFFFF_FFFF_FFFF_FFFF, 8)
        token._obj.value = TOKEN
        self.lent[TOKEN] = None
        return 1

    def GetTokenInformation(self, token: Any, what: int, into: Any, size: int, needed: Any) -> int:  # noqa: N802
        assert (token.value, what, size) == (TOKEN, 1, len(into))
        ctypes.c_void_p.from_buffer(into).value = 0x5_0000_0001
        return 1

    def ConvertSidToStringSidW(self, sid: Any, text: Any) -> int:  # noqa: N802
        assert sid.value == 0x5_0000_0001
        return self._lend(PERSON, text)

    def GetNamedSecurityInfoW(self, path: str, kind: int, what: int, *parts: Any) -> int:  # noqa: N802
        assert (kind, what, parts[:4]) == (1, 4, (None, None, None, None))
        if path not in self.lists:
            return 2
        self._lend(self.lists[path], parts[4])
        return 0

    def ConvertSecurityDescriptorToStringSecurityDescriptorW(  # noqa: N802
        self, descriptor: Any, revision: int, what: int, text: Any, size: None
    ) -> int:
        assert (revision, what, size) == (1, 4, None)
        return self._lend(ctypes.wstring_at(descriptor.value), text)

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(  # noqa: N802
        self, text: str, revision: int, descriptor: Any, size: None
    ) -> int:
        assert (revision, size) == (1, None)
        return self._lend(text, descriptor)

    def SetFileSecurityW(self, path: str, what: int, descriptor: Any) -> int:  # noqa: N802
        assert what == 0x8000_0004
        if self.lists.get(path) == "not ours":
            return 0
        self.lists[path] = ctypes.wstring_at(descriptor.value)
        self.written.append((path, what))
        return 1

    def LocalFree(self, memory: Any) -> None:  # noqa: N802
        del self.lent[memory.value]

    def CloseHandle(self, token: Any) -> int:  # noqa: N802
        del self.lent[token.value]
        return 1


@pytest.fixture
def windows(monkeypatch) -> Iterator[Windows]:
    windows = Windows()
    monkeypatch.setattr(ctypes, "WinDLL", windows.library, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(ctypes, "WinError", lambda code: PermissionError(code, "Access is denied"), raising=False)
    monkeypatch.setattr(ctypes, "FormatError", lambda code: f"error {code}", raising=False)
    yield windows
    assert windows.lent == {}


@pytest.fixture
def module(monkeypatch, windows) -> ModuleType:
    return imported_as_on(monkeypatch, "win32", "uncrick.storage.machine.private_folder")


@pytest.mark.parametrize("before", [OPEN, BY_PYTHON, INHERITED, "D:", "D:NO_ACCESS_CONTROL", OURS.replace("P", "", 1)])
def test_the_list_names_the_person_the_system_and_the_administrators(before, module, windows, tmp_path):
    windows.lists[str(tmp_path)] = before
    module.keep_private(str(tmp_path))
    assert windows.lists == {str(tmp_path): OURS}


@pytest.mark.parametrize("before", [OURS, OURS.replace("D:P", "D:PAI")])
def test_a_folder_that_is_private_is_not_written_to(before, module, windows, tmp_path):
    windows.lists[str(tmp_path)] = before
    module.keep_private(str(tmp_path))
    assert windows.written == []


@pytest.mark.unix("links that anybody may make")
def test_what_was_in_it_before_becomes_private_too_but_not_what_a_link_leads_to(module, windows, monkeypatch, tmp_path):
    folder, other = tmp_path / "uncrick", tmp_path / "other"
    for each in (folder / "Cache", other):
        each.mkdir(parents=True)
    for file in (folder / "history.db", folder / "Cache" / "a.png", other / "letter.txt"):
        file.touch()
    (folder / "link").symlink_to(other, target_is_directory=True)
    monkeypatch.setattr(module.os, "scandir", _with_attributes)
    windows.lists = {str(folder): OPEN}
    module.keep_private(str(folder))
    inside = (folder, folder / "history.db", folder / "Cache", folder / "Cache" / "a.png")
    assert windows.lists == {str(path): OURS for path in inside}


def test_a_file_that_is_somebody_elses_does_not_keep_the_others_open(module, windows, monkeypatch, tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).touch()
    monkeypatch.setattr(module.os, "scandir", _with_attributes)
    windows.lists = {str(tmp_path): OPEN, str(tmp_path / "b"): "not ours"}
    module.keep_private(str(tmp_path))
    assert sorted(path for path, _ in windows.written) == [str(tmp_path), str(tmp_path / "a"), str(tmp_path / "c")]


def _with_attributes(folder: str) -> Iterator[Any]:
    """What is in a folder, as Windows' Python tells it."""
    with SCANDIR(folder) as entries:
        for entry in entries:
            status = SimpleNamespace(st_file_attributes=0x400 if entry.is_symlink() else 0x20)
            yield SimpleNamespace(
                path=entry.path, stat=lambda follow_symlinks, status=status: status, is_dir=entry.is_dir
            )


def test_a_folder_without_a_list_is_an_error_with_its_name(module, tmp_path):
    with pytest.raises(OSError, match="error 2") as told:
        module.keep_private(str(tmp_path))
    assert told.value.filename == str(tmp_path)


def test_a_folder_that_may_not_be_changed_is_an_error(module, windows, tmp_path):
    windows.lists[str(tmp_path)] = "not ours"
    with pytest.raises(PermissionError):
        module.keep_private(str(tmp_path))


def test_types_keep_addresses_whole(module, windows, tmp_path):
    windows.lists[str(tmp_path)] = OURS
    module.keep_private(str(tmp_path))
    for name in ("ConvertSidToStringSidW", "ConvertSecurityDescriptorToStringSecurityDescriptorW"):
        assert getattr(windows.libraries["advapi32"], name).argtypes[0] is ctypes.c_void_p
    assert windows.libraries["advapi32"].OpenProcessToken.argtypes[0] is wintypes.HANDLE


@pytest.mark.skipif(sys.platform != "win32", reason="the lists are Windows' own")
def test_what_is_made_on_windows_lets_nobody_else_in(tmp_path):
    from uncrick.storage.machine.private_folder import who_may

    folder = Path(paths.made(str(tmp_path / "uncrick")))
    (folder / "history.db").touch()
    paths.made(str(folder))
    for path in (folder, folder / "history.db"):
        assert ";;;WD)" not in who_may(str(path)), "Everyone"
        assert ";;;BU)" not in who_may(str(path)), "Users"
    assert (folder / "history.db").read_bytes() == b""
