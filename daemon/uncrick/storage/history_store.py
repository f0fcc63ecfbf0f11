"""The history on disk: SQLite, append-only, with a schema version; a damaged file is set aside, never deleted."""

import json
import logging
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from datetime import UTC, datetime
from typing import Any, Self

from uncrick.core.history.undone import taken_back
from uncrick.core.model.record import Item, Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage import paths
from uncrick.storage.history_file import SCHEMA as SCHEMA  # noqa: PLC0414 it is the history's
from uncrick.storage.history_file import STAYS, blank, damaged, history_error, identity, readable, writable
from uncrick.storage.summaries import Summaries

log = logging.getLogger(__name__)

NOTES = 2000  # decisions kept for `why`
SNAPSHOTS = 6000  # for `why`: three weeks and more
BEFORE, AFTER = 400, 200  # how many of them are asked about one moment
NO_LAST = 2**63 - 1  # no row has a greater number

SAME = "id = ? AND at = ? AND until IS ? AND kind = ? AND source = ? AND routine = ? AND feedback IS ? AND detail = ?"


class History:
    """
    The journal of one file; also stores the last decisions, for `why`.

    What `append`, `close` and `note` returned from is on disk. After an error the same call may be made again: a record
    that is there already is not written twice.

    Attributes:
        notice: what the person should know, such as the name of a damaged file that was set aside; None if nothing.
        fault: why nothing can be written, since it was opened; None if it can.
    """

    notice: str | None = None
    fault: HistoryError | None = None
    _connection: sqlite3.Connection

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = identity(path)
        self._read_only = False
        self._version = 0

    @classmethod
    def open(cls, path: str) -> Self:
        """
        To add to it. A missing file is begun; a damaged one is set aside and a new one begun.

        Raises:
            HistoryError: it cannot be used: no permission, locked, a folder, of a newer version, of another program.
        """
        history = cls(path)
        history._connect()
        return history

    @classmethod
    def open_when_possible(cls, path: str) -> Self:
        """
        For the daemon: as `open`, but what cannot be written to now is read, as far as it can be.

        Then `fault` says why, each record is refused, and `try_again` and the next record look whether it goes now.
        """
        history = cls(path)
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

    def append(self, record: Record) -> None:
        row = _row(record)
        if not self._write("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row):
            [[same]] = self._query(f"SELECT count(*) FROM records WHERE {SAME}", row)  # noqa: S608 nothing from outside
            if not same:
                raise HistoryError("A record was refused", f"{self._path} has another record {record.id} already.")

    def close(self, record_id: str, until: datetime) -> None:
        """Say when an open record ended; the first word counts."""
        self._write("INSERT OR IGNORE INTO ends VALUES (?, ?)", (record_id, _stamp(until)))

    def records(self, since: datetime | None = None, until: datetime | None = None) -> Generator[Record, None, None]:
        """
        Those that began at `since` or later, and before `until`, oldest first.

        Raises:
            HistoryError: one cannot be read, and the history was opened for looking; to the daemon that is a warning,
                for one odd line must not cost the person all the others.
        """
        span = (_stamp(since) if since else "", _stamp(until) if until else "a")
        return self._select("WHERE at >= ? AND at < ? ORDER BY at, records.rowid", span)

    def newest(self) -> Record | None:
        """The one that began last; raises as `records`."""
        with closing(self._select("WHERE at = (SELECT max(at) FROM records) ORDER BY records.rowid DESC", ())) as last:
            return next(last, None)

    def remembered(self, since: datetime, after: int = 0, last: int | None = None) -> Iterator[Record]:
        """
        What the choice of exercises goes by: those since then, and every word on how it went, whatever its age.

        A retired exercise stays so until it is turned on again, be it years. They come in the order in which they were
        written, as they were met when they happened: a clock that was set back must not change what follows from them.

        Args:
            after: only what was written after the row with that number; last: the last row; None = all.

        Raises:
            HistoryError: as `records`.
        """
        which = "WHERE records.rowid > ? AND records.rowid <= ? AND (at >= ? OR kind = 'feedback')"
        rows = (after, NO_LAST if last is None else last)
        return self._select(f"{which} ORDER BY records.rowid", (*rows, _stamp(since)))

    def undone(self, after: int = 0) -> set[object]:
        """The ids of the records that were taken back, by what was written after the row with that number."""
        return taken_back(self._select("WHERE kind = 'undone' AND records.rowid > ?", (after,)))

    def rows(self) -> tuple[int, int]:
        """The numbers of the newest row of the records, and of their ends."""
        [row] = self.look("SELECT coalesce(max(rowid), 0), (SELECT coalesce(max(rowid), 0) FROM ends) FROM records")
        return row

    def row(self, record_id: object) -> int:
        """The number of the row of a record; beyond all others where there is none."""
        return next((row for (row,) in self.look("SELECT rowid FROM records WHERE id = ?", record_id)), NO_LAST)

    def id(self, row: int) -> str:
        """The id of the record in that row; "" where there is none."""
        return next((name for (name,) in self.look("SELECT id FROM records WHERE rowid = ?", row)), "")

    def last_row_before(self, since: datetime, until: datetime) -> int:
        """The number of the row that was written before all those that began between these times."""
        span = (_stamp(since), _stamp(until))
        [[row]] = self.look("SELECT min(rowid) FROM records WHERE at >= ? AND at < ?", *span)
        return self.rows()[0] if row is None else row - 1

    def of_one_moment(self) -> AbstractContextManager[None]:
        """All that is read meanwhile is of one moment; `keep` ends it, and keeps nothing once that moment is over."""
        return self.summaries.of_one_moment()

    def kept(self, name: str) -> str | None:
        """A summary by its name."""
        return self.summaries.read(name, name).get(name)

    def keep(self, name: str, text: str) -> None:
        """Replace a summary, where it can be written at once."""
        self.summaries.keep({name: text})

    def look(self, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """
        The rows of any SELECT.

        Raises:
            HistoryError: it cannot be read.
        """
        return self._query(statement, values)

    @property
    def summaries(self) -> Summaries:
        """What was summed up of the records, kept beside them."""
        return Summaries(self._connection)

    def _select(self, which: str, values: tuple[Any, ...]) -> Generator[Record, None, None]:
        rows = self._query(
            "SELECT id, at, coalesce(ends.until, records.until), kind, source, routine, feedback, detail"  # noqa: S608 nothing from outside
            f" FROM records LEFT JOIN ends ON record_id = id {which}",
            values,
        )
        with closing(rows):
            for row in rows:
                try:
                    yield _record(*row)
                except (ValueError, TypeError) as error:
                    what = f"record {row[0]} in {self._path}: {error}."
                    if self._read_only:
                        raise HistoryError("A record cannot be read", what) from error
                    log.warning("passed over, for it cannot be read: %s", what)

    def forget(self, answers: Collection[str]) -> int:
        """
        The one way in which something leaves the history: feedback with one of these answers, as the person asked.

        All of it goes or none. Afterwards no byte of it is left in the file or beside it: what is freed is overwritten,
        the file written anew without its gaps, and the write-ahead log emptied.

        Returns:
            How many records are gone.

        Raises:
            HistoryError: it is in use, or the disk is full; a second call ends what was begun.
        """
        marks = ", ".join("?" * len(answers))
        self._ensure_writable()
        try:
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("DROP TRIGGER records_stay")
                statement = f"DELETE FROM records WHERE kind = ? AND feedback IN ({marks})"  # noqa: S608 marks only
                gone = self._connection.execute(statement, (Kind.FEEDBACK.value, *answers)).rowcount
                self._connection.execute(f"CREATE TRIGGER records_stay {STAYS}")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            # Also what an older page still held when its rows had moved on
            self._connection.execute("VACUUM")
            [[busy, *_]] = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise history_error(error, self._path) from error
        if busy:
            raise HistoryError("The history cannot be used", f"{self._path} is in use by another program.")
        return gone

    def note(self, at: datetime, text: str) -> None:
        """Store a decision for `why`; only the last ones stay."""
        self._refuse_without_file()
        self._write("INSERT INTO notes (at, text) VALUES (?, ?)", (_stamp(at), text))
        self._write("DELETE FROM notes WHERE id <= (SELECT max(id) FROM notes) - ?", (NOTES,))

    def notes(self, count: int, until: datetime | None = None) -> list[tuple[datetime, str]]:
        """The last `count` decisions up to `until`, oldest first."""
        last = _stamp(until) if until else "9"
        rows = self._query("SELECT at, text FROM notes WHERE at <= ? ORDER BY id DESC LIMIT ?", (last, count))
        return [(datetime.fromisoformat(at), text) for at, text in rows][::-1]

    def save_snapshots(self, snapshots: Iterable[tuple[datetime, str]]) -> None:
        """Add snapshots (when, text) for `why`; all of them with one write, and only the last ones stay."""
        self._refuse_without_file()
        rows = json.dumps([(_stamp(at), text) for at, text in snapshots])
        statement = "INSERT INTO snapshots (at, text) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
        self._write(f"{statement} FROM json_each(?)", (rows,))
        self._write("DELETE FROM snapshots WHERE id <= (SELECT max(id) FROM snapshots) - ?", (SNAPSHOTS,))

    def snapshots(self, at: datetime) -> list[str]:
        """Those around the time `at`, in the order in which they were written."""
        last = "coalesce((SELECT max(id) FROM snapshots WHERE at <= ?), (SELECT min(id) FROM snapshots))"
        rows = self._query(
            f"SELECT text FROM snapshots WHERE id BETWEEN {last} - ? AND {last} + ? ORDER BY id",  # noqa: S608 as above
            (_stamp(at), BEFORE, _stamp(at), AFTER),
        )
        return [text for (text,) in rows]

    def shut(self) -> None:
        """Let go of the file."""
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
        if hasattr(self, "_connection"):
            self.shut()
        try:
            self._connection = self._opened()
        except HistoryError as error:
            self.fault = error
            self._look_only()
            raise
        came_back, self.fault = self.fault is not None, None
        self._file = identity(self._path)
        self.was_changed()
        if came_back:
            self._version = -1  # what is in it was not read, and `was_changed` says so

    def _opened(self) -> sqlite3.Connection:
        try:
            return writable(self._path)
        except sqlite3.Error as error:
            if not damaged(error):
                raise history_error(error, self._path) from error
        try:
            aside = paths.set_aside(self._path, "-wal", "-shm")
            connection = writable(self._path)
        except (OSError, sqlite3.Error) as error:
            raise history_error(error, self._path) from error
        self.notice = f"The history was damaged. It is kept as {aside}, and a new one was begun."
        return connection

    def _look_only(self) -> None:
        """Go on with what can be read of the file, or with an empty history."""
        with suppress(sqlite3.Error):
            try:
                self._connection = readable(self._path)
            except (HistoryError, sqlite3.Error):
                self._connection = blank()
            self.was_changed()

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        """Run a statement, once more where the connection took a sound file for damaged; how many rows it changed."""
        self._ensure_writable()
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            if not damaged(error):
                raise history_error(error, self._path) from error
        self._connect()
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise history_error(error, self._path) from error

    def _query(self, statement: str, values: tuple[Any, ...]) -> Generator[tuple[Any, ...], None, None]:
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise history_error(error, self._path) from error


# ---------------------------------------------------------------- rows


def _stamp(at: datetime) -> str:
    """UTC and of one length, so that text sorts as time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _row(record: Record) -> tuple[str | None, ...]:
    return (
        record.id,
        _stamp(record.at),
        _stamp(record.until) if record.until else None,
        record.kind.value,
        record.source,
        json.dumps([_cells(item) for item in record.routine], ensure_ascii=False),
        record.feedback,
        json.dumps(dict(record.detail), ensure_ascii=False, sort_keys=True),
    )


def _cells(item: Item) -> list[str | int]:
    return [item.id, item.name, item.reps, item.seconds, *([item.variant] if item.variant else ())]


def _record(
    record_id: str, at: str, until: str | None, kind: str, source: str, routine: str, feedback: str | None, detail: str
) -> Record:
    return Record(
        record_id,
        datetime.fromisoformat(at),
        datetime.fromisoformat(until) if until else None,
        Kind(kind),
        source,
        tuple(Item(*item) for item in json.loads(routine)),
        feedback,
        json.loads(detail),
    )
