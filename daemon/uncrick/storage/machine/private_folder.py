"""Folders on Windows that only the person, the system and its administrators may open, by a list of who may (DACL).

The mode 0700 of Python 3.12.4 and later names the folder's owner in that list; of what was made by an administrator's
terminal that is the group of administrators, and the person would be shut out. So the list here names the person.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes
from typing import Any

if sys.platform != "win32":
    raise ImportError("these are folders on Windows")

# In a security descriptor string: anything may be done by this one, with it and with what is in it now and later.
ENTRY = "(A;OICI;FA;;;{sid})"
SYSTEM, ADMINISTRATORS = "SY", "BA"
REVISION, FILE, WHO_MAY, PROTECTED = 1, 1, 0x4, 0x8000_0000  # protected: nothing is inherited from above
TOKEN_QUERY, TOKEN_USER = 0x8, 1
LONGEST_USER = 256  # bytes; a SID has 68 at most
LEADS_ELSEWHERE = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT


def keep_private(folder: str) -> None:
    """
    See to it that nobody else may open the folder and what is in it; where that is so already nothing is written.

    Raises:
        OSError: this disk keeps no such lists, or the folder is not the person's to change.
    """
    wanted = [ENTRY.format(sid=sid) for sid in (_person(), SYSTEM, ADMINISTRATORS)]
    found = who_may(folder)
    if not _is_protected(found) or sorted(_entries(found)) != sorted(wanted):
        _write(folder, "D:P" + "".join(wanted))
        for path in _content(folder):
            with suppress(OSError):  # it has gone, or is somebody else's
                _write(path, "D:P" + "".join(wanted))


def _content(folder: str) -> Iterator[str]:
    """All that is in it, at any depth; where a link leads to is not in it."""
    for entry in os.scandir(folder):
        if not entry.stat(follow_symlinks=False).st_file_attributes & LEADS_ELSEWHERE:
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    yield from _content(entry.path)


def who_may(path: str) -> str:
    """
    The list of who may open a file or folder, as a security descriptor string.

    Raises:
        OSError: it cannot be read.
    """
    advapi32, descriptor, text = _advapi32(), ctypes.c_void_p(), ctypes.c_void_p()
    _succeeds(
        advapi32.GetNamedSecurityInfoW(path, FILE, WHO_MAY, None, None, None, None, ctypes.byref(descriptor)), path
    )
    with _freed(descriptor):
        spell = advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW
        _holds(spell(descriptor, REVISION, WHO_MAY, ctypes.byref(text), None))
        with _freed(text):
            return ctypes.wstring_at(text.value or 0)


def _is_protected(descriptor: str) -> bool:
    return "P" in descriptor.removeprefix("D:").partition("(")[0]


def _entries(descriptor: str) -> list[str]:
    return ["(" + entry for entry in descriptor.split("(")[1:]]


def _write(path: str, descriptor: str) -> None:
    advapi32, made = _advapi32(), ctypes.c_void_p()
    read = advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
    _holds(read(descriptor, REVISION, ctypes.byref(made), None))
    with _freed(made):
        _holds(advapi32.SetFileSecurityW(path, WHO_MAY | PROTECTED, made))


def _person() -> str:
    """Who we run as, as a SID."""
    advapi32, token, text = _advapi32(), wintypes.HANDLE(), ctypes.c_void_p()
    kernel32 = _kernel32()
    _holds(advapi32.OpenProcessToken(kernel32.GetCurrentProcess(), TOKEN_QUERY, ctypes.byref(token)))
    try:
        user, size = ctypes.create_string_buffer(LONGEST_USER), wintypes.DWORD()
        _holds(advapi32.GetTokenInformation(token, TOKEN_USER, user, LONGEST_USER, ctypes.byref(size)))
        # It begins with the address of the SID.
        _holds(advapi32.ConvertSidToStringSidW(ctypes.c_void_p.from_buffer(user), ctypes.byref(text)))
        with _freed(text):
            return ctypes.wstring_at(text.value or 0)
    finally:
        kernel32.CloseHandle(token)


def _succeeds(code: int, path: str) -> None:
    if code:
        raise OSError(None, ctypes.FormatError(code), path, code)


def _holds(done: int) -> None:
    if not done:
        raise ctypes.WinError(ctypes.get_last_error())


@contextmanager
def _freed(memory: ctypes.c_void_p) -> Iterator[None]:
    try:
        yield
    finally:
        _kernel32().LocalFree(memory)


def _kernel32() -> Any:
    library = ctypes.WinDLL("kernel32")
    library.GetCurrentProcess.argtypes = ()
    library.GetCurrentProcess.restype = wintypes.HANDLE
    library.CloseHandle.argtypes = (wintypes.HANDLE,)
    library.LocalFree.argtypes = (ctypes.c_void_p,)
    library.LocalFree.restype = ctypes.c_void_p
    return library


def _advapi32() -> Any:
    """The library with its types: without them ctypes cuts addresses to 32 bits."""
    library = ctypes.WinDLL("advapi32", use_last_error=True)
    address, out = ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
    name, number = wintypes.LPCWSTR, wintypes.DWORD
    library.OpenProcessToken.argtypes = (wintypes.HANDLE, number, ctypes.POINTER(wintypes.HANDLE))
    library.GetTokenInformation.argtypes = (wintypes.HANDLE, ctypes.c_int, address, number, ctypes.POINTER(number))
    library.ConvertSidToStringSidW.argtypes = (address, out)
    library.GetNamedSecurityInfoW.argtypes = (name, ctypes.c_int, number, out, out, out, out, out)
    library.SetFileSecurityW.argtypes = (name, number, address)
    library.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = (name, number, out, address)
    library.ConvertSecurityDescriptorToStringSecurityDescriptorW.argtypes = (address, number, number, out, address)
    return library
