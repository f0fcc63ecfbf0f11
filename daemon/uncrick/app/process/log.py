"""The log: a file in the state folder that starts anew when it is large, without personal content."""

import logging
import os
from contextlib import suppress
from io import TextIOWrapper

from uncrick.core.model.text import harmless
from uncrick.storage import paths

LARGEST = 256 * 1024
LONGEST = 1000  # characters of a line
MOST_LINES = 100  # of a traceback
LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Bounded(logging.Formatter):
    """One line for each message and each line of a traceback, whatever another program had put into it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 as logging calls it
        """The line of a record."""
        return harmless(super().formatMessage(record), LONGEST)

    def formatException(self, ei: object) -> str:  # noqa: N802 as logging calls it
        """The traceback, its last lines where it is long."""
        lines = super().formatException(ei).split("\n")  # type: ignore[arg-type]  # what logging passes on
        return "\n".join(harmless(line, LONGEST) for line in lines[-MOST_LINES:])


class Rotating(logging.FileHandler):
    """
    Keeps the last two files.

    logging.handlers does the same, and brings pickle, sockets and queues along, which cost more memory than we may.
    """

    def _open(self) -> TextIOWrapper:
        if os.path.lexists(self.baseFilename):
            paths.ordinary(self.baseFilename)
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a disk that takes none is no reason to speak up in a person's terminal."""
        with suppress(OSError, ValueError):
            stream = self.stream or self._open()
            if stream.tell() > LARGEST:
                stream.close()
                os.replace(self.baseFilename, f"{self.baseFilename}.1")
                stream = self._open()
            self.stream = stream
            stream.write(f"{self.format(record)}\n")
            self.flush()


def to_file(path: str) -> None:
    """Send everything there."""
    root = logging.getLogger()
    try:
        handler = Rotating(path, encoding="utf-8", errors="backslashreplace")
    except OSError:  # each line looks again whether it can be written
        handler = Rotating(path, encoding="utf-8", errors="backslashreplace", delay=True)
    handler.setFormatter(Bounded(LINE))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # What the scheduler says about every job is of no use to anybody.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
