"""The wire between the daemon and its clients: newline-delimited JSON on a socket only the person can reach."""

import os
import sys

from uncrick.errors import UncrickError

PROTOCOL = 1
LONGEST = 65536  # bytes of a request line

# Names in the runtime folder.
SOCKET = "control.sock"
LOCK = "lock"
PORT = "control.json"  # where there is no Unix socket: the port, and the token that opens it

LONGEST_NAME = 107  # bytes that the name of a Unix socket may have


def name_too_long(folder: str) -> UncrickError | None:
    """What is said of a runtime folder in which no socket can be made, or None."""
    length = len(os.fsencode(os.path.join(folder, SOCKET)))
    if sys.platform == "win32" or length <= LONGEST_NAME:
        return None
    return UncrickError(
        "The runtime folder has too long a name",
        f"{folder} with the control socket in it has {length} bytes, and {LONGEST_NAME} is the most. "
        f"Name a shorter folder of yours: export XDG_RUNTIME_DIR=/run/user/{os.getuid()}",
    )
