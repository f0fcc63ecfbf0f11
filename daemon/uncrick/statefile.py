"""The file from which the daemon goes on after a restart: its text, and when the daemon was last seen alive."""

import os

from uncrick import paths
from uncrick.errors import HistoryError


class StateStore:
    """One text, replaced whole; the time of the file says when the daemon last showed life."""

    def __init__(self, path: str) -> None:
        self._path = path

    def save(self, text: str, *, durable: bool = True) -> None:
        """
        Put `text` in the place of the old one; a crash leaves one or the other.

        Args:
            durable: also a power cut does; costs a few milliseconds and wake-ups.

        Raises:
            HistoryError: nothing was changed.
        """
        try:
            paths.write(self._path, text, durable=durable)
        except OSError as error:
            raise HistoryError("The state cannot be saved", f"{self._path}: {paths.reason(error)}.") from error

    def touch(self) -> bool:
        """Say that the daemon lives; False if there is no text to go on from."""
        try:
            os.utime(self._path)
        except OSError:
            return False
        return True

    def load(self) -> tuple[str, float] | None:
        """The text, and when (seconds since 1970) the daemon was last seen; None if there is none that can be read."""
        try:
            with open(self._path, encoding="utf-8") as file:
                return file.read(), os.fstat(file.fileno()).st_mtime
        except UnicodeDecodeError:
            self.set_aside()
        except OSError:
            pass
        return None

    def set_aside(self) -> str | None:
        """Rename a text that nobody can go on from; the new name, or None if it could not be renamed."""
        try:
            return paths.set_aside(self._path)
        except OSError:
            return None
