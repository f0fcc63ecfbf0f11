"""Snapshots on their way to the disk and back: that of an absence is written when it is over, all others at once."""

from collections import deque
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import Phase
from uncrick.errors import HistoryError
from uncrick.storage.history.store import History
from uncrick.storage.state_codec import dump_snapshot, load_snapshot

if TYPE_CHECKING:
    from uncrick.core.scheduling.rules import Rules

# So many snapshots wait for a disk that takes none; older ones give way.
BACKLOG = 200


class SnapshotLog:
    """
    Saves snapshots, and answers what held at any moment of the past.

    Attributes:
        is_due: some are to be written with the next event.
    """

    def __init__(self, history: History) -> None:
        self.is_due = False
        self._history = history
        self._unwritten: deque[Snapshot | Unwatched] = deque(maxlen=BACKLOG)

    def save(self, snapshot: Snapshot | Unwatched) -> None:
        """Add it; that of an absence waits for the next, so that leaving the desk wakes no disk."""
        self._unwritten.append(snapshot)
        if isinstance(snapshot, Unwatched) or snapshot.phase is not Phase.AWAY:
            self.is_due = True

    def hurry(self) -> None:
        """Whatever waits is due."""
        self.is_due = bool(self._unwritten)

    def write(self) -> None:
        """
        Write the snapshots that are due; `written` then says that they are on disk.

        Raises:
            HistoryError: they are not.
        """
        if self.is_due:
            self._history.save_snapshots((snapshot.at, dump_snapshot(snapshot)) for snapshot in self._unwritten)

    def written(self) -> None:
        """The transaction in which `write` was called is on disk."""
        if self.is_due:
            self._unwritten.clear()
            self.is_due = False

    def answer(self, at: datetime, rules: "Rules") -> dict[str, Any]:
        """Why there was, or was not, a prompt at `at`: a plain object."""
        from uncrick.core.model.dates import near
        from uncrick.core.presentation.why import answer

        snapshots: list[Snapshot | Unwatched] = []
        with suppress(HistoryError):
            for text in self._history.snapshots(at):
                with suppress(ValueError):  # damaged, or of another version
                    snapshots.append(load_snapshot(text, rules))

        def clock(moment: datetime) -> str:
            return near(moment.astimezone(rules.zone), at.astimezone(rules.zone).date())

        def iso(moment: datetime | None) -> str | None:
            return None if moment is None else moment.astimezone(rules.zone).isoformat(timespec="seconds")

        result = answer([*snapshots, *self._unwritten], at, clock)
        return {
            "at": iso(at),
            "phase": result.phase,
            "since": iso(result.since),
            "until": iso(result.until),
            "suppressed_by": list(result.blocked_by),
            "text": " ".join(result.text),
        }
