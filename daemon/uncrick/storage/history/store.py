"""The history on disk: SQLite, append-only, with a schema version; a damaged file is set aside, never deleted."""

import json
import logging
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from datetime import datetime
from typing import Any

from uncrick.core.history.undone import taken_back
from uncrick.core.model.record import Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage.history.connection import FORGOTTEN, HistoryConnection, Tally
from uncrick.storage.history.file import SCHEMA as SCHEMA  # noqa: PLC0414 it is the history's
from uncrick.storage.history.file import STAYS, history_error
from uncrick.storage.history.rows import moment, record_of, row_of, stamp
from uncrick.storage.history.summaries import Summaries

log = logging.getLogger(__name__)

NOTES = 2000  # decisions kept for `why`
SNAPSHOTS = 6000  # for `why`: three weeks and more
BEFORE, AFTER = 400, 200  # how many of them are asked about one moment
NO_LAST = 2**63 - 1  # no row has a greater number

SAME = "id = ? AND at = ? AND until IS ? AND kind = ? AND source = ? AND routine = ? AND feedback IS ? AND detail = ?"


class History(HistoryConnection):
    """
    The journal of one file; also stores the last decisions, for `why`.

    What `append`, `close` and `note` returned from is on disk; within `together` all is at its end. After an error the
    same may be written again: a record that is there already is not written twice.
    """

    def append(self, record: Record) -> None:
        """Write a record, unless it is there already."""
        row = row_of(record)
        if self._write("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row):
            self._tally = Tally(self._tally.records + 1, record.id, stamp(record.at), self._tally.forgotten)
            return
        [[same]] = self._query(f"SELECT count(*) FROM records WHERE {SAME}", row)  # noqa: S608 nothing from outside
        if not same:
            raise HistoryError("A record was refused", f"{self._path} has another record {record.id} already.")

    def close(self, record_id: str, until: datetime) -> None:
        """Say when an open record ended; the first word counts."""
        self._write("INSERT OR IGNORE INTO ends VALUES (?, ?)", (record_id, stamp(until)))

    def records(self, since: datetime | None = None, until: datetime | None = None) -> Generator[Record, None, None]:
        """
        Those that began at `since` or later, and before `until`, oldest first.

        Raises:
            HistoryError: one cannot be read, and the history was opened for looking; to the daemon that is a warning,
                for one odd line must not cost the person all the others.
        """
        span = (stamp(since) if since else "", stamp(until) if until else "a")
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
        return self._select(f"{which} ORDER BY records.rowid", (*rows, stamp(since)))

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
        span = (stamp(since), stamp(until))
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
                    yield record_of(*row)
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
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("DROP TRIGGER records_stay")
                statement = f"DELETE FROM records WHERE kind = ? AND feedback IN ({marks})"  # noqa: S608 marks only
                gone = self._connection.execute(statement, (Kind.FEEDBACK.value, *answers)).rowcount
                self._connection.execute(f"CREATE TRIGGER records_stay {STAYS}")
                self._connection.execute(
                    "INSERT INTO state VALUES (?, '', ?) ON CONFLICT DO UPDATE SET text = text + excluded.text",
                    (FORGOTTEN, gone),
                )
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
        self._write("INSERT INTO notes (at, text) VALUES (?, ?)", (stamp(at), text))
        self._write("DELETE FROM notes WHERE id <= (SELECT max(id) FROM notes) - ?", (NOTES,))

    def notes(self, count: int, until: datetime | None = None) -> list[tuple[datetime, str]]:
        """The last `count` decisions up to `until`, oldest first."""
        last = stamp(until) if until else "9"
        rows = self._query("SELECT at, text FROM notes WHERE at <= ? ORDER BY id DESC LIMIT ?", (last, count))
        found = []
        for at, text in rows:
            with suppress(ValueError, TypeError):  # a decision less
                found.append((moment(at), str(text)))
        return found[::-1]

    def save_snapshots(self, snapshots: Iterable[tuple[datetime, str]]) -> None:
        """Add snapshots (when, text) for `why`; all of them with one write, and only the last ones stay."""
        self._refuse_without_file()
        rows = json.dumps([(stamp(at), text) for at, text in snapshots])
        statement = "INSERT INTO snapshots (at, text) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
        self._write(f"{statement} FROM json_each(?)", (rows,))
        self._write("DELETE FROM snapshots WHERE id <= (SELECT max(id) FROM snapshots) - ?", (SNAPSHOTS,))

    def snapshots(self, at: datetime) -> list[str]:
        """Those around the time `at`, in the order in which they were written."""
        last = "coalesce((SELECT max(id) FROM snapshots WHERE at <= ?), (SELECT min(id) FROM snapshots))"
        rows = self._query(
            f"SELECT text FROM snapshots WHERE id BETWEEN {last} - ? AND {last} + ? ORDER BY id",  # noqa: S608 as above
            (stamp(at), BEFORE, stamp(at), AFTER),
        )
        return [text for (text,) in rows]

    def keep_state(self, machine: str, at: datetime, text: str) -> None:
        """Put the state of a machine in the place of the one before; `together` with the records it follows from."""
        statement = (
            "INSERT INTO state VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, text = excluded.text"
        )
        self._write(statement, (machine, stamp(at), text))

    def kept_state(self, machine: str) -> str | None:
        """The state that was kept last for a machine; None if there is none that can be read."""
        try:
            kept = [text for (text,) in self._query("SELECT text FROM state WHERE machine = ?", (machine,))]
        except HistoryError as error:  # of a version without, or out of reach
            log.info("state: %s", error.message)
            return None
        return kept[0] if kept and isinstance(kept[0], str) else None

    def drop_states(self, machine: str, before: datetime | None = None) -> None:
        """Remove the state of this machine, or those of all others that were kept `before`."""
        self._refuse_without_file()
        if before is None:
            self._write("DELETE FROM state WHERE machine = ?", (machine,))
        else:
            old = "DELETE FROM state WHERE machine NOT IN (?, ?) AND at < ?"
            self._write(old, (machine, FORGOTTEN, stamp(before)))

    @property
    def tally(self) -> Tally:
        """What this machine has seen in it."""
        return self._tally

    def holds(self, record_id: str) -> bool:
        """Whether it has this record."""
        return bool([*self._query("SELECT 1 FROM records WHERE id = ?", (record_id,))])
