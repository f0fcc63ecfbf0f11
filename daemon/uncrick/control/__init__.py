"""The control socket between the daemon and its clients: lines of JSON, for the person alone."""

import os
import sys

from uncrick.core.model.dates import sentences
from uncrick.core.model.text import _
from uncrick.errors import UncrickError

PROTOCOL = 1
LONGEST = 65536  # bytes of a request line

# Words that change something. A client gives each such request an id that no other has, a text of 16 letters or more,
# and may send it again when the connection breaks before the reply: it is carried out once, and answered as before.
COMMANDS = frozenset(
    {
        *("break", "stop", "hold", "advance", "easier", "done", "skip", "undo", "another", "snooze", "pause", "resume"),
        *("work_on", "ease", "feedback"),
    }
)
GIVEN_ONCE = 16  # letters of an id that no two requests share

# Names in the runtime folder.
SOCKET = "control.sock"
LOCK = "lock"
PORT = "control.json"  # where there is no Unix socket: the port, and the token that opens it

LONGEST_NAME = 107  # bytes that the name of a Unix socket may have
LONGEST_ON_MACOS = 103


def name_too_long(folder: str) -> UncrickError | None:
    """The error where the name of the runtime folder is too long for a socket in it, else None."""
    excess = excess_of_name(folder)
    if excess is None:
        return None
    remedy = _("Choose a shorter folder: {command}", command=name_shorter())
    return UncrickError(_("The runtime folder has too long a name"), sentences(excess, remedy))


def excess_of_name(folder: str) -> str | None:
    """The sentence which says by how much the name of the runtime folder is too long, else None."""
    length = len(os.fsencode(os.path.join(folder, SOCKET)))
    most = LONGEST_ON_MACOS if sys.platform == "darwin" else LONGEST_NAME
    if sys.platform == "win32" or length <= most:
        return None
    return _(
        "{folder} with the control socket in it has {length} bytes, and {most} is the most.",
        folder=folder,
        length=length,
        most=most,
    )


def name_shorter() -> str:
    """The command that names a shorter runtime folder."""
    if sys.platform == "win32":
        return ""
    folder = f"/tmp/uncrick-{os.getuid()}" if sys.platform == "darwin" else f"/run/user/{os.getuid()}"  # noqa: S108
    return f"export XDG_RUNTIME_DIR={folder}"
