"""The file of the history: opened, begun, read where it may only be read; what SQLite says of it, for people."""

import os
import sqlite3
import stat
from contextlib import closing, suppress

from uncrick.errors import FolderError, HistoryError
from uncrick.storage import paths
from uncrick.storage.machine import file_system

SCHEMA = 1
APPLICATION = 0x756E6372  # "uncr": tells our files from other programs'
PATIENCE = 2.0  # seconds to wait for another program's lock
BRIEF = 0.1  # the same for the daemon, whose person waits for an answer meanwhile
LOG_PAGES = 64  # of the write-ahead log, after which it is moved into the file: about a day's answers
HEAD = b"SQLite format 3\0"

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
)
LATER = (
    "CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL)",
    "DROP TABLE IF EXISTS turns",
    "CREATE TABLE IF NOT EXISTS state (machine TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS summaries (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    # What was forgotten is in no summary either, whoever removes it, be it an Uncrick that knows of no summaries.
    "CREATE TRIGGER IF NOT EXISTS records_forgotten AFTER DELETE ON records BEGIN DELETE FROM summaries; END",
    "CREATE INDEX IF NOT EXISTS records_undone ON records (kind) WHERE kind = 'undone'",
)
"""Tables of other versions than the first."""
NAMES = ("records", "snapshots", "state", "summaries", "records_forgotten", "records_undone")
"""What is there once all of them were made."""
LAYOUT = {
    "records": {"id", "at", "until", "kind", "source", "routine", "feedback", "detail"},
    "ends": {"record_id", "until"},
    "notes": {"id", "at", "text"},
}
"""What every version reads and writes."""


def opened(path: str, patience: float | None = None) -> sqlite3.Connection:
    """
    A connection to a file that is a history of ours, or blank; the file is not changed.

    Args:
        path: of the file, or its `file:` address.
        patience: seconds to wait for another program's lock; None = `PATIENCE`.

    Raises:
        HistoryError: it is something else.
        sqlite3.Error: it is damaged, or cannot be reached.
    """
    address = path.startswith("file:")
    if not address:
        _look_at(path)
    timeout = PATIENCE if patience is None else patience
    connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, uri=address)
    try:
        connection.execute("BEGIN")  # all of one moment, for somebody may just begin the file
        [[application]] = connection.execute("PRAGMA application_id")
        [[schema]] = connection.execute("PRAGMA user_version")
        what = _unlike(connection, application, schema) if _things(connection) else None
        connection.execute("COMMIT")
        if what is not None:
            raise HistoryError("The history cannot be opened", f"{path} {what}. Nothing was changed.")
    except BaseException:
        connection.close()
        raise
    return connection


def _look_at(path: str) -> None:
    """Before SQLite does: it waits for a pipe for ever, and removes the write-ahead log of what is no database."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise HistoryError("The history cannot be opened", f"{path}: {paths.reason(error)}.") from error
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
        raise HistoryError("The history cannot be opened", f"{path} is {what}; move it away.")
    # Never with a handle of our own: closing it would drop the locks of every connection of this process
    if _size(f"{path}-wal") and not _size(path):  # in this order, for the log is begun after the file
        damage = sqlite3.DatabaseError("the file is empty, and its log is not")
        damage.sqlite_errorcode = sqlite3.SQLITE_NOTADB
        raise damage
    try:
        with closing(sqlite3.connect(_untouched(path), uri=True)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error as error:
        if code(error) == sqlite3.SQLITE_NOTADB:  # without its log nothing else can be believed
            raise


def _untouched(path: str) -> str:
    """The address under which a file is read without its log, and without any lock."""
    for letter in "%?#":  # as they stand for something else in an address
        path = path.replace(letter, f"%{ord(letter):02x}")
    return f"file:{path}?immutable=1"


def _stands(path: str) -> bool:
    """Whether there is something, if only a thing that cannot be looked at."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _unlike(connection: sqlite3.Connection, application: int, schema: int) -> str | None:
    """What is wrong with a file that is not blank; None with a history of ours, also one that lost its version."""
    if application != APPLICATION:
        return "belongs to another program; move it away"
    if schema > SCHEMA:
        return f"was written by a newer Uncrick (schema {schema}, known is {SCHEMA}); update Uncrick"
    for table, columns in LAYOUT.items():
        found = {str(name) for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if not columns <= found:
            return f"has no {', '.join(sorted(columns - found))} in {table}, as a history has; move it away"
    return None


def writable(path: str, patience: float | None = None) -> sqlite3.Connection:
    """A connection to a sound history, begun where there was none; arguments and errors as `opened` has them."""
    folder = os.path.dirname(path)
    try:
        paths.made(folder)
    except FolderError as error:
        raise HistoryError(error.title, error.message) from error
    with suppress(OSError):
        # For the person alone, as sqlite would ask the umask; what is there is not opened, for it may be a pipe
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    connection = opened(path, patience)
    try:
        _choose_journal(connection, folder)
        connection.execute("PRAGMA synchronous = FULL")
        # Not built in everywhere: no row that moves leaves a copy behind, which `forget` would have to find.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -256")  # KiB: little is read twice
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
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


def readable(path: str, patience: float | None = None) -> sqlite3.Connection:
    """A connection to look only; without a history, to an empty one. Nothing is changed, not even beside the file."""
    if not _stands(path):
        return blank()
    connection = _looking(path, patience)
    connection.execute("PRAGMA query_only = ON")
    if _things(connection):
        return connection
    connection.close()
    return blank()


def _looking(path: str, patience: float | None) -> sqlite3.Connection:
    try:
        return opened(path, patience)
    except sqlite3.OperationalError:
        # With a write-ahead log also who reads writes beside the file, where that can be done.
        if os.access(os.path.dirname(path), os.W_OK):
            raise
        return opened(_untouched(path))


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
        if not held(error):  # else the next start changes it
            raise


def _make_tables(connection: sqlite3.Connection) -> None:
    """What is missing is made in one transaction, which looks again: two may begin the same file at once."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    [[schema]] = connection.execute("PRAGMA user_version")
    if schema == SCHEMA and names.issuperset(NAMES):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in (*(() if _things(connection) else TABLES), *LATER, f"PRAGMA user_version = {SCHEMA}"):
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


def damaged(error: BaseException | None) -> bool:
    """Whether the file itself is what is wrong, as far as this connection knows."""
    return code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def in_doubt(error: BaseException | None) -> bool:
    """
    Whether the connection can no longer be believed.

    After an I/O error it takes a sound file for damaged; one that was opened while the disk took nothing only reads.
    """
    return damaged(error) or code(error) in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


def held(error: BaseException | None) -> bool:
    """Whether another program holds the file."""
    return code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def code(error: BaseException | None) -> int:
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
