"""The lock that allows one daemon a person; the system releases it however the process ends."""

import os
import stat
import sys
from typing import Self

from uncrick.control import LOCK
from uncrick.core.model.text import _
from uncrick.errors import RunningError, UncrickError
from uncrick.storage import paths
from uncrick.storage.machine import file_system

# Numbers of descriptors.
HANDED_OVER = "UNCRICK_LOCK"
HANDED_OVER_STATE = "UNCRICK_STATE_LOCK"


class _Held:
    """A file that this process alone has locked."""

    def __init__(self, path: str, handle: int | None = None) -> None:
        self._path = path
        if handle is None:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _hold(handle)
        except OSError:
            os.close(handle)
            raise
        self.handle = handle

    @property
    def is_there(self) -> bool:
        """Whether the locked file still has its name, by which others find it."""
        try:
            return os.path.samestat(os.fstat(self.handle), os.stat(self._path))
        except OSError:
            return False

    def release(self) -> None:
        # The file stays: removing it would let two processes each lock a file of that name.
        os.close(self.handle)


class Lock:
    """
    A held lock on a runtime folder, and on the state that goes with it: the folder may be swept while we run.

    Attributes:
        folder: the runtime folder.
    """

    def __init__(self, folder: str, state: str, held: _Held, of_state: _Held | None) -> None:
        self.folder = folder
        self._state = state
        self._held = held
        self._of_state = of_state

    @classmethod
    def take(cls, folder: str, state: str = "") -> Self:
        """
        Take the lock of that folder.

        Args:
            state: a file beside the saved state, which is locked as well where that can be done.

        Raises:
            RunningError: another process holds it.
            UncrickError: the folder cannot be used.
        """
        given, given_of_state = _inherited(HANDED_OVER), _inherited(HANDED_OVER_STATE)
        # The state's first: whoever has the folder's may be seen by a daemon that looks after its own.
        of_state = _of_state(state, given_of_state, folder)
        try:
            return cls(folder, state, _of_folder(folder, given), of_state)
        except BaseException:
            if of_state is not None:
                of_state.release()
            raise

    def look_after(self) -> bool:
        """
        Lock the files anew that somebody removed; whether any was.

        Raises:
            RunningError: another process was faster.
            UncrickError: the folder cannot be used.
        """
        swept = False
        if self._of_state is not None and not self._of_state.is_there:
            of_state = _of_state(self._state, None, self.folder)
            if of_state is not None:
                self._of_state.release()
                self._of_state, swept = of_state, True
        if not self._held.is_there:
            held = _of_folder(self.folder, None)
            self._held.release()
            self._held, swept = held, True
        return swept

    def release(self) -> None:
        """Let another process have it."""
        for held in (self._held, self._of_state):
            if held is not None:
                held.release()

    def handed_over(self) -> dict[str, str]:
        """Keep the lock through an exec; the environment by which `take` finds it in the new program."""
        given = {}
        for name, held in ((HANDED_OVER, self._held), (HANDED_OVER_STATE, self._of_state)):
            if held is not None:
                os.set_inheritable(held.handle, True)
                given[name] = str(held.handle)
        return given


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


def _of_folder(folder: str, handle: int | None) -> _Held:
    paths.made(folder)
    path = os.path.join(folder, LOCK)
    try:
        os.chmod(folder, 0o700)  # it may have been there, open to others
        _put_away(path)
        return _Held(path, _same(handle, path))
    except (BlockingIOError, PermissionError) as error:
        if isinstance(error, PermissionError) and error.filename is not None:
            raise _cannot_be_made(folder, error) from error
        raise RunningError(_("Uncrick is running already"), _("Quit it with: uncrick quit.")) from error
    except OSError as error:
        raise _cannot_be_made(folder, error) from error


def _cannot_be_made(folder: str, error: OSError) -> UncrickError:
    return UncrickError(_("The lock cannot be made"), f"{folder}: {paths.reason(error)}.")


def _of_state(path: str, handle: int | None, folder: str) -> _Held | None:
    """The lock beside the state; None where there can be none, as in a home that is full or on another machine."""
    if not path or file_system.network(os.path.dirname(path)) is not None:
        return None
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return _Held(path, _same(handle, path))
    except BlockingIOError as error:
        if os.path.exists(os.path.join(folder, LOCK)):
            raise RunningError(_("Uncrick is running already"), _("Quit it with: uncrick quit.")) from error
        what = _("Its folder {folder} was removed; it makes it anew within half a minute.", folder=folder)
        raise RunningError(_("Uncrick is running already"), what) from error
    except OSError:
        return None


def _inherited(name: str) -> int | None:
    """The lock that this process held before an exec, or None."""
    given = os.environ.pop(name, "")
    return int(given) if given.isdecimal() else None


def _same(handle: int | None, path: str) -> int | None:
    """The handle, should it be of that file."""
    if handle is None:
        return None
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

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:  # with EACCES on Windows, and with whatever number was last under Wine
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
