"""The connection to the history: opened when it can be, opened again after a fault; writes are one transaction."""

import logging
import sqlite3
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any, NamedTuple, Self

from uncrick.errors import HistoryError
from uncrick.storage import paths
from uncrick.storage.history.file import (
    BRIEF,
    blank,
    damaged,
    held,
    history_error,
    identity,
    in_doubt,
    readable,
    writable,
)

log = logging.getLogger(__name__)

FORGOTTEN = ""  # in the place of a machine: how many records were forgotten, as the person asked


class Tally(NamedTuple):
    """
    What one machine has seen in the history, by which it can tell that something is missing.

    Attributes:
        records: how many, those that were forgotten since counted in.
        last: id of the one that was written last, and at: its time, as they stand there; "" in an empty history.
        forgotten: how many of them were forgotten, as the person asked.
    """

    records: int = 0
    last: str = ""
    at: str = ""
    forgotten: int = 0


class HistoryConnection:
    """
    A connection that outlives what happens to its file.

    Attributes:
        notice: what the person should know, such as the name of a damaged file that was set aside; None if nothing.
        fault: why nothing can be written, since it was opened; None if it can.
    """

    notice: str | None = None
    fault: HistoryError | None = None
    _connection: sqlite3.Connection

    def __init__(self, path: str, patience: float | None = None) -> None:
        self._path = path
        self._file = identity(path)
        self._read_only = False
        self._version = 0
        self._patience = patience  # seconds to wait for another program's lock; None = as long as a command may
        self._waits = True
        self._is_together = False
        self._tally = Tally()

    @classmethod
    def open(cls, path: str) -> Self:
        """
        To add to it. A missing file is begun; a damaged one is set aside and a new one begun.

        Raises:
            HistoryError: it cannot be used: no permission, locked, a folder, of a newer version, of another program.
        """
        history = cls(path)
        try:
            history._connect()
        except HistoryError:
            history.shut()
            raise
        return history

    @classmethod
    def open_when_possible(cls, path: str) -> Self:
        """
        For the daemon: as `open`, but what cannot be written to now is read, as far as it can be.

        Then `fault` says why, each record is refused, and `try_again` and the next record look whether it goes now.
        """
        history = cls(path, BRIEF)
        with suppress(HistoryError):
            history._connect()
        return history

    @classmethod
    def read(cls, path: str) -> Self:
        """
        For looking only, whether a daemon runs or not; a missing file is an empty history.

        Raises:
            HistoryError: it cannot be read.
        """
        history = cls(path)
        history._read_only = True
        try:
            history._connection = readable(path)
        except sqlite3.Error as error:
            raise history_error(error, path) from error
        return history

    def try_again(self) -> bool:
        """Where nothing could be written, look whether it can be now; whether that has changed."""
        if self.fault is None:
            return False
        with suppress(HistoryError):
            self._connect()
        return self.fault is None

    def was_changed(self) -> bool:
        """Whether somebody else has written to it since this was last asked, such as another machine."""
        before = self._version
        try:
            [[self._version]] = self._connection.execute("PRAGMA data_version")
        except sqlite3.Error as error:
            log.info("history: %s", error)
        return self._version != before

    def together(self, work: Callable[[], None]) -> None:
        """
        All that `work` writes here, in one transaction: all of it is on disk afterwards, or nothing.

        Where the connection can no longer be believed, `work` is done once more on a new one.

        Raises:
            HistoryError: nothing was written.
        """
        self._ensure_writable()
        try:
            self._transact(work)
        except HistoryError as error:
            if self._read_only or not in_doubt(error.__cause__):
                raise
            self._connect()
            self._transact(work)

    def _transact(self, work: Callable[[], None]) -> None:
        connection, tally = self._connection, self._tally
        self._is_together = True
        try:
            connection.execute("BEGIN IMMEDIATE")
            work()
            connection.execute("COMMIT")
        except BaseException as error:
            self._tally = tally
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                raise self._told(error) from error
            raise
        finally:
            self._is_together = False
        self._wait_again()

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        if self._connection.in_transaction:
            self._file = None  # what cannot even be rolled back is opened anew

    def shut(self) -> None:
        """Let go of the file."""
        if hasattr(self, "_connection"):  # none was ever made where not even an empty one in memory could be
            self._connection.close()

    def _refuse_without_file(self) -> None:
        """What is no answer of a person waits for the next record to see whether it can be written."""
        if self.fault is not None:
            raise self.fault

    def _ensure_writable(self) -> None:
        # A file that was removed or replaced: what is written to the old one is lost
        if self.fault is not None or (identity(self._path) != self._file and not self._read_only):
            self._connect()

    def _connect(self) -> None:
        self.shut()
        try:
            self._connection = self._opened()
        except HistoryError as error:
            self.fault = error
            self._look_only()
            raise
        came_back, self.fault = self.fault is not None, None
        self._file = identity(self._path)
        self._waits = True
        with suppress(HistoryError):
            self._tally = self.tallied()
        self.was_changed()
        if came_back:
            self._version = -1  # what is in it was not read, and `was_changed` says so

    def tallied(self) -> Tally:
        """
        What is in it now.

        Raises:
            HistoryError: it cannot be read.
        """
        [[count]] = self._query("SELECT count(*) FROM records", ())
        texts = [text for (text,) in self._query("SELECT text FROM state WHERE machine = ?", (FORGOTTEN,))]
        latest = [*self._query("SELECT id, at FROM records ORDER BY rowid DESC LIMIT 1", ())]
        forgotten = int(texts[0]) if texts and str(texts[0]).isdecimal() else 0
        last, at = map(str, latest[0]) if latest else ("", "")
        return Tally(int(count) + forgotten, last, at, forgotten)

    def _opened(self) -> sqlite3.Connection:
        # Whom a lock has kept waiting once is not kept again
        patience = self._patience if self._patience is None or self.fault is None else 0.0
        try:
            return writable(self._path, patience)
        except sqlite3.Error as error:
            if not damaged(error):
                raise history_error(error, self._path) from error
        try:
            aside = paths.set_aside(self._path, "-wal", "-shm")
            connection = writable(self._path, patience)
        except (OSError, sqlite3.Error) as error:
            raise history_error(error, self._path) from error
        self.notice = f"The history was damaged. It is kept as {aside}, and a new one was begun."
        return connection

    def _look_only(self) -> None:
        """Go on with what can be read of the file, or with an empty history."""
        with suppress(sqlite3.Error):
            try:
                self._connection = readable(self._path, None if self._patience is None else 0.0)
            except (HistoryError, sqlite3.Error):
                self._connection = blank()
            self.was_changed()

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        """Run a statement, in the transaction that is on or in one of its own; how many rows it changed."""
        changed = 0

        def run() -> None:
            nonlocal changed
            try:
                changed = self._connection.execute(statement, values).rowcount
            except sqlite3.Error as error:
                raise self._told(error) from error

        if self._is_together:
            run()
        else:
            self.together(run)
        return changed

    def _told(self, error: sqlite3.Error) -> HistoryError:
        """The same for a person; from now on nobody waits for who holds the file."""
        if held(error) and self._patience is not None and self._waits:
            self._waits = False
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA busy_timeout = 0")
        return history_error(error, self._path)

    def _wait_again(self) -> None:
        if not self._waits and self._patience is not None:
            self._waits = True
            self._connection.execute(f"PRAGMA busy_timeout = {round(self._patience * 1000)}")

    def _query(self, statement: str, values: tuple[Any, ...]) -> Generator[tuple[Any, ...], None, None]:
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise history_error(error, self._path) from error
