"""Our entry in the person's Start menu: a shortcut with the id by which Windows knows whose a toast is.

The setup program makes a shortcut at the same place: it is told the id, and otherwise left as it is.
"""

import ctypes
import ntpath
import os
import struct
import sys
from collections.abc import Sequence
from ctypes import wintypes

from uncrick.platforms.windows.com import Guid, Object, apartment, checked, created

if sys.platform != "win32":
    raise ImportError("this is the Start menu of Windows")

import subprocess

NAME = "Uncrick.lnk"
LINK_CLASS = "00021401-0000-0000-C000-000000000046"  # ShellLink
LINK = "000214F9-0000-0000-C000-000000000046"  # IShellLinkW
FILE = "0000010B-0000-0000-C000-000000000046"  # IPersistFile
PROPERTIES = "886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99"  # IPropertyStore
# Places in the tables
GET_PATH, SET_ARGUMENTS, SET_ICON, SET_PATH = 3, 11, 17, 20
LOAD, SAVE = 5, 6
SET_VALUE, COMMIT = 6, 7
READ = 0
PROGRAMS = 2  # CSIDL_PROGRAMS
LONGEST_PATH = 260  # characters, which is all that a shortcut gives
TEXT = 31  # VT_LPWSTR
ICO_HEADER = struct.Struct("<HHHBBBBHHII")


class _PropertyKey(ctypes.Structure):
    _fields_ = (("family", Guid), ("number", ctypes.c_uint32))


class _Text(ctypes.Structure):  # PROPVARIANT
    _fields_ = (
        ("kind", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16 * 3),
        ("text", ctypes.c_wchar_p),
        ("rest", ctypes.c_void_p),
    )


KEY_OF_ID = (Guid.of("9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3"), 5)  # PKEY_AppUserModel_ID


def file() -> str:
    """
    Where the shortcut is.

    Raises:
        OSError: the Start menu's folder is not known.
    """
    folder = ctypes.create_unicode_buffer(LONGEST_PATH)
    find = ctypes.WinDLL("shell32").SHGetFolderPathW
    find.argtypes = (wintypes.HWND, ctypes.c_int, wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR)
    find.restype = ctypes.c_int32
    checked(find(None, PROGRAMS, None, 0, folder), "the Start menu's folder")
    return ntpath.join(folder.value, NAME)


def make(words: Sequence[str], icon: str, app_id: str) -> None:
    """
    Make the shortcut, or correct the one that is there.

    Args:
        words: the command that is started.
        icon: an .ico file.
        app_id: ours.

    Raises:
        OSError: it cannot be written, or this Windows keeps no id in one.
    """
    path = file()
    with apartment(), created(LINK_CLASS, LINK) as link, link.interface(FILE) as saved:
        if os.path.exists(path):
            saved.call(LOAD, (wintypes.LPCWSTR, wintypes.DWORD), path, READ)
        if ntpath.normcase(_target(link)) != ntpath.normcase(words[0]):
            link.call(SET_PATH, (wintypes.LPCWSTR,), words[0])
            link.call(SET_ARGUMENTS, (wintypes.LPCWSTR,), subprocess.list2cmdline(words[1:]))
            link.call(SET_ICON, (wintypes.LPCWSTR, ctypes.c_int), icon, 0)
        try:
            _give_id(link, app_id)
        finally:
            saved.call(SAVE, (wintypes.LPCWSTR, wintypes.BOOL), path, True)


def remove() -> str:
    """
    Remove the shortcut; where it was, "" if there was none.

    Raises:
        OSError: it cannot be removed.
    """
    path = file()
    try:
        os.unlink(path)
    except FileNotFoundError:
        return ""
    return path


def ico(picture: bytes, size: int) -> bytes:
    """A PNG of so many pixels, at most 256, as an .ico file."""
    side = size % 256  # a byte, in which 0 means 256
    return ICO_HEADER.pack(0, 1, 1, side, side, 0, 0, 1, 32, len(picture), ICO_HEADER.size) + picture


def _target(link: Object) -> str:
    """The program that it starts; "" for a new one."""
    path = ctypes.create_unicode_buffer(LONGEST_PATH)
    types = (wintypes.LPWSTR, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    link.call(GET_PATH, types, path, LONGEST_PATH, None, 0)
    return path.value


def _give_id(link: Object, app_id: str) -> None:
    key, text = _PropertyKey(*KEY_OF_ID), _Text(kind=TEXT, text=app_id)
    with link.interface(PROPERTIES) as properties:
        types = (ctypes.POINTER(_PropertyKey), ctypes.POINTER(_Text))
        properties.call(SET_VALUE, types, ctypes.byref(key), ctypes.byref(text))
        properties.call(COMMIT, ())
