"""The lock that allows one daemon a person; the system releases it however the process ends."""

import os
import stat
import sys
from typing import Self

from uncrick.control import LOCK
from uncrick.core.model.text import _
from uncrick.errors import RunningError, UncrickError
from uncrick.storage import paths

HANDED_OVER = "UNCRICK_LOCK"  # the number of a descriptor


class Lock:
    """A held lock on a runtime folder."""

    def __init__(self, folder: str, handle: int) -> None:
        self.folder = folder
        self._handle = handle

    @classmethod
    def take(cls, folder: str) -> Self:
        """
        Take the lock of that folder.

        Raises:
            RunningError: another process holds it.
            UncrickError: the folder cannot be used.
        """
        paths.made(folder)
        path = os.path.join(folder, LOCK)
        try:
            os.chmod(folder, 0o700)  # it may have been there, open to others
            handle = _inherited(path)
            if handle is None:
                _put_away(path)
                handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UncrickError(_("The lock cannot be made"), f"{folder}: {paths.reason(error)}.") from error
        try:
            _hold(handle)
        except OSError as error:
            os.close(handle)
            raise RunningError(_("Uncrick is running already"), _("Quit it with: uncrick quit.")) from error
        return cls(folder, handle)

    def release(self) -> None:
        # The file stays: removing it would let two processes each lock a file of that name.
        os.close(self._handle)

    def handed_over(self) -> dict[str, str]:
        """Keep the lock through an exec; the environment by which `take` finds it in the new program."""
        os.set_inheritable(self._handle, True)
        return {HANDED_OVER: str(self._handle)}


def _put_away(path: str) -> None:
    """Remove what stands in the place of the lock and is no file, for then nobody holds it; a folder is renamed."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        os.rename(path, f"{path}.{os.getpid()}.old")
    elif not stat.S_ISREG(mode):
        os.unlink(path)


def _inherited(path: str) -> int | None:
    """The lock that this process held before an exec, or None."""
    given = os.environ.pop(HANDED_OVER, "")
    if not given.isdecimal():
        return None
    handle = int(given)
    try:
        if not os.path.samestat(os.fstat(handle), os.stat(path)):
            return None
        os.set_inheritable(handle, False)
    except OSError:
        return None
    return handle


def _hold(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
