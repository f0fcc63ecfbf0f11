"""The file of the history: opened, begun, read where it may only be read; what SQLite says of it, for people."""

import os
import sqlite3
from contextlib import suppress

from uncrick.errors import FolderError, HistoryError
from uncrick.storage import paths
from uncrick.storage.machine import file_system

SCHEMA = 1
APPLICATION = 0x756E6372  # "uncr": tells our files from other programs'
PATIENCE = 2.0  # seconds to wait for another program's lock

STAYS = "BEFORE DELETE ON records BEGIN SELECT raise(ABORT, 'the history is append-only'); END"
TABLES = (
    """CREATE TABLE records (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, until TEXT, kind TEXT NOT NULL, source TEXT NOT NULL,
        routine TEXT NOT NULL, feedback TEXT, detail TEXT NOT NULL
    )""",
    "CREATE INDEX records_at ON records (at)",
    "CREATE TABLE ends (record_id TEXT PRIMARY KEY, until TEXT NOT NULL)",
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL)",
    f"CREATE TRIGGER records_stay {STAYS}",
    "CREATE TRIGGER records_hold BEFORE UPDATE ON records BEGIN SELECT raise(ABORT, 'the history is append-only'); END",
    "CREATE TRIGGER ends_stay BEFORE DELETE ON ends BEGIN SELECT raise(ABORT, 'the history is append-only'); END",
    "CREATE TRIGGER ends_hold BEFORE UPDATE ON ends BEGIN SELECT raise(ABORT, 'the history is append-only'); END",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {SCHEMA}",
)
LATER = (
    "CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL)",
    "DROP TABLE IF EXISTS turns",
    "CREATE TABLE IF NOT EXISTS summaries (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    # What was forgotten is in no summary either, whoever removes it, be it an Uncrick that knows of no summaries.
    "CREATE TRIGGER IF NOT EXISTS records_forgotten AFTER DELETE ON records BEGIN DELETE FROM summaries; END",
    "CREATE INDEX IF NOT EXISTS records_undone ON records (kind) WHERE kind = 'undone'",
)
"""Tables of other versions than the first."""
NAMES = ("records", "snapshots", "summaries", "records_forgotten", "records_undone")
"""What is there once all of them were made."""


def opened(path: str) -> sqlite3.Connection:
    """
    A connection to a file that is a history of ours, or blank; the file is not changed.

    Args:
        path: of the file, or its `file:` address.
    """
    if os.path.isdir(path):
        raise HistoryError("The history cannot be opened", f"{path} is a folder; move it away.")
    address = path.startswith("file:")
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, uri=address)
    try:
        connection.execute("BEGIN")  # all three of one moment, for somebody may just begin the file
        [[application]] = connection.execute("PRAGMA application_id")
        [[schema]] = connection.execute("PRAGMA user_version")
        things = _things(connection)
        connection.execute("COMMIT")
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


def writable(path: str) -> sqlite3.Connection:
    """A connection to a sound history, begun where there was none."""
    folder = os.path.dirname(path)
    try:
        paths.made(folder)
    except FolderError as error:
        raise HistoryError(error.title, error.message) from error
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT, 0o600))  # for the person alone; sqlite would ask the umask
    connection = opened(path)
    try:
        _choose_journal(connection, folder)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -256")  # KiB: little is read twice
        _make_tables(connection)
        [[first], *_] = connection.execute("PRAGMA quick_check(1)")
        if first != "ok":
            damage = sqlite3.DatabaseError(first)
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
    except BaseException:
        connection.close()
        raise
    return connection


def readable(path: str) -> sqlite3.Connection:
    """A connection to look only; without a history, to an empty one. Nothing is changed, not even beside the file."""
    if identity(path) is None:
        return blank()
    connection = _looking(path)
    connection.execute("PRAGMA query_only = ON")
    if _things(connection):
        return connection
    connection.close()
    return blank()


def _looking(path: str) -> sqlite3.Connection:
    try:
        return opened(path)
    except sqlite3.OperationalError:
        # With a write-ahead log also who reads writes beside the file, where that can be done.
        if os.access(os.path.dirname(path), os.W_OK):
            raise
        from urllib.parse import quote

        return opened(f"file:{quote(path)}?immutable=1")


def blank() -> sqlite3.Connection:
    """An empty history to look at."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make_tables(connection)
    return connection


def _things(connection: sqlite3.Connection) -> int:
    [[things]] = connection.execute("SELECT count(*) FROM sqlite_master")
    return int(things)


def _choose_journal(connection: sqlite3.Connection, folder: str) -> None:
    """A write-ahead log, but for network file systems, on which machines cannot share its memory."""
    mode = "WAL" if file_system.network(folder) is None else "DELETE"
    try:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    except sqlite3.OperationalError as error:
        if code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # the next start changes it
            raise


def _make_tables(connection: sqlite3.Connection) -> None:
    """What is missing is made in one transaction, which looks again: two may begin the same file at once."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if names.issuperset(NAMES):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in (*(() if _things(connection) else TABLES), *LATER):
            connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def identity(path: str) -> tuple[int, int] | None:
    """Which file stands there now; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def damaged(error: sqlite3.Error) -> bool:
    """Whether the file itself is what is wrong."""
    return code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def code(error: BaseException) -> int:
    """The primary result code of SQLite."""
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


def history_error(error: Exception, path: str) -> HistoryError:
    """The same for a person."""
    why = REASONS.get(code(error), f"gave an error: {error}")
    shut = code(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    if shut and file_system.is_read_only(os.path.dirname(path)):
        why = "lies on a disk that may only be read"
    return HistoryError("The history cannot be used", f"{path} {why}.")
