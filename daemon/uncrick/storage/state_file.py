"""The file from which the daemon goes on after a restart: its text, and when the daemon was last seen alive."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from uncrick.errors import HistoryError
from uncrick.storage import paths

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # of the times of files


class StateStore:
    """
    One text, replaced whole; the time of the file says when the daemon last showed life.

    That time is the caller's clock's, never the system's: the two may be set apart, and are compared after a restart.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def save(self, text: str, at: datetime | None = None, *, durable: bool = True) -> None:
        """
        Put `text` in the place of the old one; a crash leaves one or the other.

        Args:
            at: when (aware) the daemon shows life by it; None for a text whose time nobody asks for.
            durable: also a power cut does; costs a few milliseconds and wake-ups.

        Raises:
            HistoryError: nothing was changed.
        """
        try:
            paths.write(self._path, text, durable=durable)
        except OSError as error:
            raise HistoryError("The state cannot be saved", f"{self._path}: {paths.reason(error)}.") from error
        if at is not None:
            self.touch(at)

    def take_over(self, former: str) -> None:
        """Go on from the file `former`, where there is none of our own; of several that want it one gets it."""
        with suppress(OSError):
            if os.path.isfile(former) and not os.path.lexists(self._path):
                os.rename(former, self._path)

    def touch(self, at: datetime) -> bool:
        """Note that the daemon was alive at `at` (aware); False if there is no text to go on from."""
        seconds = at.timestamp()
        try:
            os.utime(self._path, (seconds, seconds))
        except OSError:
            return False
        return True

    def load(self) -> tuple[str, datetime] | None:
        """The text, and when (in UTC) the daemon was last seen alive; None if there is none that can be read."""
        try:
            with open(paths.ordinary(self._path), encoding="utf-8") as file:
                text, seconds = file.read(), os.fstat(file.fileno()).st_mtime
            return text, EPOCH + timedelta(seconds=seconds)  # `fromtimestamp` knows fewer years on Windows
        except (ValueError, OverflowError):  # no UTF-8, or a time that no calendar has
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
