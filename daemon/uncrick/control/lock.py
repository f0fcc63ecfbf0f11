"""The lock that makes a daemon the only one of its person; the system lets go of it when the process ends, however."""

import os
import sys
from typing import Self

from uncrick import paths
from uncrick.control import LOCK
from uncrick.errors import RunningError, UncrickError


class Lock:
    """A held lock on a runtime folder."""

    def __init__(self, folder: str, handle: int) -> None:
        self.folder = folder
        self._handle = handle

    @classmethod
    def take(cls, folder: str) -> Self:
        """
        Raises:
            RunningError: another process holds it.
            UncrickError: the folder cannot be used.
        """
        paths.made(folder)
        try:
            os.chmod(folder, 0o700)  # it may have been there, open to others
            handle = os.open(os.path.join(folder, LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UncrickError("The lock cannot be made", f"{folder}: {paths.reason(error)}.") from error
        try:
            _hold(handle)
        except OSError as error:
            os.close(handle)
            raise RunningError("Uncrick is running already", "Quit it with: uncrick quit.") from error
        return cls(folder, handle)

    def release(self) -> None:
        # The file stays: removing it would let two processes each lock a file of that name.
        os.close(self._handle)


def _hold(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
