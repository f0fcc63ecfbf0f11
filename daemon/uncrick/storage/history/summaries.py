"""What was summed up of the history, kept in its file beside the records, so that nobody reads ten years of them."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from uncrick.storage.history.file import LATER

log = logging.getLogger(__name__)


class Summaries:
    """
    Texts by name, of which every one can be made anew from the records.

    A record that is removed takes all of them with it (a trigger of the file), so that no answer that was forgotten
    is left in one. To read the history is to look only, but for these: they are written where they can be.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._connection = connection

    @contextmanager
    def of_one_moment(self) -> Iterator[None]:
        """All that is read meanwhile is of one moment; `keep` ends it, and writes nothing once that moment is over."""
        if self._connection.in_transaction:  # which is of one moment already
            yield
            return
        with suppress(sqlite3.Error):  # whoever reads on hears of it
            self._run("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._run("COMMIT")

    def read(self, first: str, last: str) -> dict[str, str]:
        """Those with names from `first` to `last`, by name, in the order of the names; none where none can be read."""
        try:
            return dict(self._run("SELECT name, text FROM summaries WHERE name BETWEEN ? AND ?", (first, last)))
        except sqlite3.Error as error:  # of an earlier Uncrick, or damaged: there are still the records
            log.info("summaries are not read: %s", error)
            return {}

    def keep(self, texts: Mapping[str, str | None]) -> bool:
        """
        Replace these, of what was read in `of_one_moment`; None removes one. All of them are written or none.

        Nobody waits for it: where the file cannot be written, or was written to meanwhile, the next one makes them.
        """
        gone = [(name,) for name, text in texts.items() if text is None]
        kept = [(name, text) for name, text in texts.items() if text is not None]
        [[looks_only]] = self._run("PRAGMA query_only")
        [[patience]] = self._run("PRAGMA busy_timeout")
        try:
            self._run("PRAGMA query_only = OFF")
            self._run("PRAGMA busy_timeout = 0")
            for statement in LATER:
                self._run(statement)
            self._connection.executemany("DELETE FROM summaries WHERE name = ?", gone)
            self._connection.executemany("INSERT OR REPLACE INTO summaries VALUES (?, ?)", kept)
            self._run("COMMIT")
        except sqlite3.Error as error:
            log.info("summaries are not kept: %s", error)
            with suppress(sqlite3.Error):
                self._run("ROLLBACK")
            return False
        finally:
            with suppress(sqlite3.Error):
                self._run(f"PRAGMA busy_timeout = {patience}")
                self._run(f"PRAGMA query_only = {looks_only}")
        return True
