"""The history on disk: SQLite, append-only, with a schema version; a damaged file is set aside, never deleted."""

import json
import logging
import os
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import Any, Self

from uncrick.core.model.record import Item, Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage import paths

log = logging.getLogger(__name__)

SCHEMA = 1
APPLICATION = 0x756E6372  # "uncr": tells our files from other programs'
PATIENCE = 2.0  # seconds to wait for another program's lock
NOTES = 2000  # decisions kept for `why`
SNAPSHOTS = 6000  # for `why`: three weeks and more
BEFORE, AFTER = 400, 200  # how many of them are asked about one moment

STAYS = "BEFORE DELETE ON records BEGIN SELECT raise(ABORT, 'the history is append-only'); END"
TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE records (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, until TEXT, kind TEXT NOT NULL, source TEXT NOT NULL,
    routine TEXT NOT NULL, feedback TEXT, detail TEXT NOT NULL
);
CREATE INDEX records_at ON records (at);
CREATE TABLE ends (record_id TEXT PRIMARY KEY, until TEXT NOT NULL);
CREATE TABLE notes (id INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL);
CREATE TRIGGER records_stay {STAYS};
CREATE TRIGGER records_hold BEFORE UPDATE ON records BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER ends_stay BEFORE DELETE ON ends BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER ends_hold BEFORE UPDATE ON ends BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
COMMIT;
"""
LATER = """
CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL);
DROP TABLE IF EXISTS turns;
"""  # tables of other versions than the first
SAME = "id = ? AND at = ? AND until IS ? AND kind = ? AND source = ? AND routine = ? AND feedback IS ? AND detail = ?"


class History:
    """
    The journal of one file; also stores the last decisions, for `why`.

    What `append`, `close` and `note` returned from is on disk. After an error the same call may be made again: a record
    that is there already is not written twice.

    Attributes:
        notice: what the person should know, such as the name of a damaged file that was set aside; None if nothing.
    """

    notice: str | None = None
    _connection: sqlite3.Connection

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = _identity(path)
        self._read_only = False

    @classmethod
    def open(cls, path: str) -> Self:
        """
        For the daemon. A missing file is begun; a damaged one is set aside and a new one begun.

        Raises:
            HistoryError: it cannot be used: no permission, locked, a folder, of a newer version, of another program.
        """
        history = cls(path)
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
            if history._file is not None:
                history._connection = _opened(path)
                if not _has_tables(history._connection):  # a copy that was broken off, or never more than begun
                    history.shut()
                    history._file = None
            if history._file is None:
                history._connection = _opened(":memory:")
                history._connection.executescript(TABLES)
            else:
                history._connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise _history_error(error, path) from error
        return history

    def append(self, record: Record) -> None:
        row = _row(record)
        if not self._write("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row):
            [[same]] = self._query(f"SELECT count(*) FROM records WHERE {SAME}", row)  # noqa: S608 nothing from outside
            if not same:
                raise HistoryError("A record was refused", f"{self._path} has another record {record.id} already.")

    def close(self, record_id: str, until: datetime) -> None:
        """Say when an open record ended; the first word counts."""
        self._write("INSERT OR IGNORE INTO ends VALUES (?, ?)", (record_id, _stamp(until)))

    def records(self, since: datetime | None = None) -> Iterator[Record]:
        """
        Those that began at `since` or later, oldest first.

        Raises:
            HistoryError: one cannot be read, and the history was opened for looking; to the daemon that is a warning,
                for one odd line must not cost the person all the others.
        """
        return self._select("WHERE at >= ? ORDER BY at, records.rowid", (_stamp(since) if since else "",))

    def remembered(self, since: datetime) -> Iterator[Record]:
        """
        What the choice of exercises goes by: those since then, and every word on how it went, whatever its age.

        A retired exercise stays so until it is turned on again, be it years. They come in the order in which they were
        written, as they were met when they happened: a clock that was set back must not change what follows from them.

        Raises:
            HistoryError: as `records`.
        """
        return self._select("WHERE at >= ? OR kind = 'feedback' ORDER BY records.rowid", (_stamp(since),))

    def _select(self, which: str, values: tuple[Any, ...]) -> Iterator[Record]:
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
            raise _history_error(error, self._path) from error
        if busy:
            raise HistoryError("The history cannot be used", f"{self._path} is in use by another program.")
        return gone

    def note(self, at: datetime, text: str) -> None:
        """Store a decision for `why`; only the last ones stay."""
        self._write("INSERT INTO notes (at, text) VALUES (?, ?)", (_stamp(at), text))
        self._write("DELETE FROM notes WHERE id <= (SELECT max(id) FROM notes) - ?", (NOTES,))

    def notes(self, count: int, until: datetime | None = None) -> list[tuple[datetime, str]]:
        """The last `count` decisions up to `until`, oldest first."""
        last = _stamp(until) if until else "9"
        rows = self._query("SELECT at, text FROM notes WHERE at <= ? ORDER BY id DESC LIMIT ?", (last, count))
        return [(datetime.fromisoformat(at), text) for at, text in rows][::-1]

    def save_snapshots(self, snapshots: Iterable[tuple[datetime, str]]) -> None:
        """Add snapshots (when, text) for `why`; all of them with one write, and only the last ones stay."""
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

    def _connect(self) -> None:
        try:
            self._connection = _writable(self._path)
        except sqlite3.Error as error:
            if not _damaged(error):
                raise _history_error(error, self._path) from error
            self._begin_again()
        self._file = _identity(self._path)

    def _begin_again(self) -> None:
        try:
            aside = paths.set_aside(self._path, "-wal", "-shm")
            self._connection = _writable(self._path)
        except (OSError, sqlite3.Error) as error:
            raise _history_error(error, self._path) from error
        self.notice = f"The history was damaged. It is kept as {aside}, and a new one was begun."

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        """Run a statement; the number of rows it changed."""
        if _identity(self._path) != self._file:  # removed or replaced: what is written to the old one is lost
            self.shut()
            self._connect()
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            if not _damaged(error):
                raise _history_error(error, self._path) from error
        self.shut()
        self._begin_again()
        self._file = _identity(self._path)
        return self._write(statement, values)

    def _query(self, statement: str, values: tuple[Any, ...]) -> Generator[tuple[Any, ...], None, None]:
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise _history_error(error, self._path) from error


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _opened(path: str) -> sqlite3.Connection:
    """A connection to a file that is a history of ours, or blank; the file is not changed."""
    if os.path.isdir(path):
        raise HistoryError("The history cannot be opened", f"{path} is a folder; move it away.")
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        [[application]] = connection.execute("PRAGMA application_id")
        [[schema]] = connection.execute("PRAGMA user_version")
        [[things]] = connection.execute("SELECT count(*) FROM sqlite_master")
        if (application, schema) != (APPLICATION, SCHEMA) and things:
            if application == APPLICATION and schema > SCHEMA:
                what = f"was written by a newer Uncrick (schema {schema}, known is {SCHEMA}); update Uncrick"
            else:
                what = "belongs to another program; move it away"
            raise HistoryError("The history cannot be opened", f"{path} {what}. Nothing was changed.")
    except BaseException:
        connection.close()
        raise
    return connection


def _has_tables(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _writable(path: str) -> sqlite3.Connection:
    """A connection to a sound history, begun where there was none."""
    paths.made(os.path.dirname(path))
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT, 0o600))  # for the person alone; sqlite would ask the umask
    connection = _opened(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -256")  # KiB: little is read twice
        if not _has_tables(connection):
            connection.executescript(TABLES)
        connection.executescript(LATER)
        [[first], *_] = connection.execute("PRAGMA quick_check(1)")
        if first != "ok":
            damage = sqlite3.DatabaseError(first)
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
    except BaseException:
        connection.close()
        raise
    return connection


def _damaged(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


REASONS = {
    sqlite3.SQLITE_BUSY: "is in use by another program",
    sqlite3.SQLITE_LOCKED: "is in use by another program",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full",
    sqlite3.SQLITE_IOERR: "cannot be reached: the disk reports an error",
    sqlite3.SQLITE_PERM: "may not be written; check its permissions and those of its folder",
    sqlite3.SQLITE_READONLY: "may not be written; check its permissions and those of its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check its permissions and those of its folder",
    sqlite3.SQLITE_CORRUPT: "is damaged; the daemon sets it aside when it starts",
    sqlite3.SQLITE_NOTADB: "is damaged; the daemon sets it aside when it starts",
}


def _history_error(error: Exception, path: str) -> HistoryError:
    return HistoryError("The history cannot be used", f"{path} {REASONS.get(_code(error), f'gave an error: {error}')}.")


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
