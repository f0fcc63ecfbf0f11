"""Which machine this is, for a home may be shared by several: its name, and the mark of what is written on it."""

import os
import sys
from contextlib import suppress
from zlib import crc32

MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")
LONGEST = 32  # letters of a host name in the name of a file


def host() -> str:
    """The host name, as far as it can stand in the name of a file."""
    if sys.platform == "win32":
        given = os.environ.get("COMPUTERNAME", "")
    else:
        given = os.uname().nodename
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in given.lower())
    return plain[:LONGEST].strip("-") or "machine"


def mark(place: str) -> str:
    """
    Eight letters that no other machine has, where the host names differ or the machine ids do.

    Neither does for itself: what was copied from one image shares its machine id, and many are called `localhost`.

    Args:
        place: folder of the lock; where there are two of them, two daemons run at once, as in a container.
    """
    return f"{crc32(chr(0).join((host(), _machine_id(), place)).encode()):08x}"


def _machine_id() -> str:
    for path in MACHINE_IDS:
        with suppress(OSError, ValueError), open(path, encoding="ascii") as file:
            if text := file.read().strip():
                return text
    return ""
