"""What may stand where a file of the program belongs: other kinds of files, other contents, rows of somebody else's."""

import os
import shutil
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random

SOME = Random(7)
HUGE = 1 << 30  # bytes

Make = Callable[[Path, bytes], bytes | None]
"""Puts something at a free path, given what stood there; the content that must be kept, None where there is none."""


def _content(content: bytes) -> Make:
    def make(path: Path, _before: bytes) -> bytes:
        path.write_bytes(content)
        return content

    return make


def _folder(path: Path, _before: bytes) -> None:
    path.mkdir()


def _fifo(path: Path, _before: bytes) -> None:
    os.mkfifo(path)


def _loop(path: Path, _before: bytes) -> None:
    path.symlink_to(path.name)


def _zeros(path: Path, _before: bytes) -> None:
    path.symlink_to("/dev/zero")


def _socket(path: Path, _before: bytes) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as bound:
        bound.bind(str(path))


def _huge(path: Path, _before: bytes) -> None:
    with path.open("wb") as file:
        file.truncate(HUGE)


def _cut(path: Path, before: bytes) -> bytes:
    path.write_bytes(before[: len(before) // 2])
    return before[: len(before) // 2]


def _overwritten(path: Path, before: bytes) -> bytes:
    middle = len(before) // 2
    content = before[: middle - 100] + SOME.randbytes(200) + before[middle + 100 :]
    path.write_bytes(content)
    return content


CONTENTS: Mapping[str, Make] = {
    "nothing": _content(b""),
    "garbage": _content(SOME.randbytes(5000)),
    "text": _content(b"hello\n"),
    "cut in half": _cut,
    "overwritten in the middle": _overwritten,
    "a folder": _folder,
    "a fifo": _fifo,
    "a link to itself": _loop,
    "a link to /dev/zero": _zeros,
}
"""What any file may be."""

_FAULT_AND_LIST = b"[breaks]\nbogus = 1\nx = [\n" + b"1,\n" * 21000 + b"]\n"
SETTINGS: Mapping[str, Make] = {
    "garbage": _content(SOME.randbytes(3000)),
    "NULs": _content(bytes(5000)),
    "a folder": _folder,
    "a fifo": _fifo,
    "a socket": _socket,
    "a link to itself": _loop,
    "a link to /dev/zero": _zeros,
    "1 GB": _huge,
    "brackets 30,000 deep": _content(b"a = " + b"[" * 30000 + b"]" * 30000),
    "a key of 30,000 parts": _content(b"[" + b".".join([b"a"] * 30000) + b"]\n"),
    "a list of 21,000 lines and a fault": _content(_FAULT_AND_LIST),
    "folder is a file": _content(b""),
}
"""What the settings may be."""

_ROW = "INSERT INTO records VALUES('odd', '{at}', {until}, '{kind}', 'cli', '{routine}', NULL, '{detail}');"
_RIGHT = {"at": "2026-01-01T00:00:00.000000+00:00", "until": "NULL", "kind": "done", "routine": "[]", "detail": "{}"}


def _row(**other: str) -> str:
    return _ROW.format(**{**_RIGHT, **other})


ODD_ROWS: Mapping[str, str] = {
    "a newer schema": "PRAGMA user_version = 99;",
    "no schema": "PRAGMA user_version = 0;",
    "tables of another program": "PRAGMA application_id = 7; CREATE TABLE theirs (x);",
    "no records": "DROP TABLE records;",
    "no ends": "DROP TABLE ends;",
    "a column renamed": "ALTER TABLE records RENAME COLUMN detail TO detai;",
    "a row of no time": _row(at="not a time"),
    "a row of the last day": _row(at="9999-12-31T23:59:59.000000+00:00"),
    "a row of the first day": _row(at="0001-01-01T00:00:00.000000+00:00"),
    "a row that ends before it begins": _row(until="'0001-01-01T00:00:00+00:00'", kind="natural"),
    "a row of an unknown kind": _row(kind="nonsense"),
    "a row with another routine": _row(routine='{"a": 1}', detail="[1]"),
    "a row with odd items": _row(routine='[["neck_turn", "x", "5", "a"]]', detail='{"credited": "yes"}'),
}
"""What another program may have done to the history, as SQL."""


def put(path: Path, what: str) -> bytes | None:
    """
    Put something else in the place of a file; `what` is a name of CONTENTS or SETTINGS.

    Returns:
        the content that must be kept, None where there is none.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = path.read_bytes() if path.is_file() else b""
    for beside in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if beside.is_dir() and not beside.is_symlink():
            shutil.rmtree(beside)
        else:
            beside.unlink(missing_ok=True)
    return {**CONTENTS, **SETTINGS}[what](path, before)
