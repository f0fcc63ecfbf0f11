"""The entry in the Start menu, with a shell link that has the tables of Windows' own."""

import ctypes
import struct
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from platforms.elsewhere import Function, imported_as_on
from platforms.windows.com_objects import NUMBER, POINTER, TEXT, ComObject, Ole

LINK_CLASS = "{00021401-0000-0000-C000-000000000046}"
LINK, FILE, PROPERTIES = (
    "{000214F9-0000-0000-C000-000000000046}",
    "{0000010B-0000-0000-C000-000000000046}",
    "{886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99}",
)
APP_ID_KEY = UUID("{9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3}").bytes_le + struct.pack("<I", 5)
WORDS = [r"C:\Python\pythonw.exe", "-m", "uncrick"]


class ShellLink:
    """A shell link; `saved` has what was written, by path."""

    def __init__(self, ole: Ole) -> None:
        self.values: dict[str, Any] = {"target": ""}
        self.written: dict[str, Any] = {}
        self.saved: dict[str, dict[str, Any]] = {}
        self.keeps_ids = True
        properties = ComObject({6: ((POINTER, POINTER), self._set_id), 7: ((), self._commit)})
        file = ComObject({5: ((TEXT, NUMBER), self._load), 6: ((TEXT, NUMBER), self._save)})
        link = ComObject(
            {
                3: ((POINTER, ctypes.c_int, POINTER, NUMBER), self._get_path),
                11: ((TEXT,), lambda text: self.values.update(arguments=text)),
                17: ((TEXT, ctypes.c_int), lambda text, number: self.values.update(icon=(text, number))),
                20: ((TEXT,), lambda text: self.values.update(target=text)),
            },
            {FILE: file, PROPERTIES: properties},
        )
        self.objects = (link, file, properties)
        ole.classes[LINK_CLASS] = ComObject({}, {LINK: link})

    def _get_path(self, where: int, size: int, details: int | None, flags: int) -> None:
        assert (size, details, flags) == (260, None, 0)
        text = ctypes.create_unicode_buffer(self.values["target"])
        ctypes.memmove(where, text, ctypes.sizeof(text))

    def _set_id(self, key: int, value: int) -> int | None:
        if not self.keeps_ids:
            return -0x7FFFBFFF
        assert ctypes.string_at(key, 20) == APP_ID_KEY
        assert ctypes.c_uint16.from_address(value).value == 31
        self.written["id"] = ctypes.c_wchar_p.from_address(value + 8).value
        return None

    def _commit(self) -> None:
        self.values |= self.written

    def _load(self, path: str, _mode: int) -> None:
        self.values = dict(self.saved[path])

    def _save(self, path: str, remember: int) -> None:
        assert remember == 1
        Path(path).touch()
        self.saved[path] = dict(self.values)


@pytest.fixture
def ole(monkeypatch, tmp_path) -> Ole:
    def folder(owner: None, which: int, token: None, flags: int, text: Any) -> int:
        assert (owner, which, token, flags, len(text)) == (None, 2, None, 0, 260)
        text.value = str(tmp_path)
        return 0

    ole = Ole()
    libraries = {"ole32": ole.library, "shell32": SimpleNamespace(SHGetFolderPathW=Function(folder))}
    monkeypatch.setattr(ctypes, "WinDLL", libraries.__getitem__, raising=False)
    monkeypatch.setattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE, raising=False)
    return ole


@pytest.fixture
def link(ole) -> ShellLink:
    return ShellLink(ole)


@pytest.fixture
def shortcut(monkeypatch, link, tmp_path) -> ModuleType:
    module = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.shortcut")
    monkeypatch.setattr(module, "file", lambda: str(tmp_path / "Uncrick.lnk"))
    return module


def test_it_lies_in_the_persons_start_menu(monkeypatch, ole, tmp_path):
    module = imported_as_on(monkeypatch, "win32", "uncrick.platforms.windows.shortcut")
    assert module.file() == f"{tmp_path}\\Uncrick.lnk"


def test_it_starts_us_with_our_icon_and_has_our_id(shortcut, link):
    shortcut.make(WORDS, r"C:\data\uncrick.ico", "Uncrick")
    assert list(link.saved.values()) == [
        {"target": WORDS[0], "arguments": "-m uncrick", "icon": (r"C:\data\uncrick.ico", 0), "id": "Uncrick"}
    ]


def test_of_the_setup_programs_entry_only_the_id_is_new(shortcut, link):
    Path(shortcut.file()).touch()
    made = {"target": WORDS[0].upper(), "arguments": "-m uncrick", "icon": (r"C:\Programs\uncrick.ico", 0)}
    link.saved[shortcut.file()] = made
    shortcut.make(WORDS, r"C:\data\uncrick.ico", "Uncrick")
    assert link.saved == {shortcut.file(): {**made, "id": "Uncrick"}}


def test_an_entry_that_starts_another_python_is_corrected(shortcut, link):
    Path(shortcut.file()).touch()
    link.saved[shortcut.file()] = {"target": r"C:\old\pythonw.exe", "arguments": "-m uncrick", "icon": ("old", 0)}
    shortcut.make(WORDS, "new", "Uncrick")
    assert link.saved[shortcut.file()]["target"] == WORDS[0]
    assert link.saved[shortcut.file()]["icon"] == ("new", 0)


def test_without_an_id_there_is_an_entry_all_the_same(shortcut, link):
    link.keeps_ids = False
    with pytest.raises(OSError, match="0x80004001"):
        shortcut.make(WORDS, "icon", "Uncrick")
    assert link.saved[shortcut.file()]["target"] == WORDS[0]


def test_every_object_is_released(shortcut, link, ole):
    shortcut.make(WORDS, "icon", "Uncrick")
    assert [each.held for each in link.objects] == [0, 0, 0]
    assert ole.ready == 0


def test_it_is_removed_and_named(shortcut):
    assert shortcut.remove() == ""
    Path(shortcut.file()).touch()
    assert shortcut.remove() == shortcut.file()
    assert not Path(shortcut.file()).exists()


@pytest.mark.parametrize("size", [48, 256])
def test_an_ico_file_has_the_picture_behind_its_header(size, shortcut, tmp_path):
    from PIL import Image

    Image.new("RGBA", (size, size), "teal").save(tmp_path / "a.png")
    (tmp_path / "a.ico").write_bytes(shortcut.ico((tmp_path / "a.png").read_bytes(), size))
    with Image.open(tmp_path / "a.ico") as icon:
        assert icon.size == (size, size)
        assert icon.convert("RGB").getpixel((0, 0)) == (0, 128, 128)
