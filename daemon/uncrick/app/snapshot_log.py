"""Snapshots on their way to the disk and back: that of an absence is written when it is over, all others at once."""

import logging
from collections import deque
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import Phase
from uncrick.errors import HistoryError
from uncrick.storage.history_store import History
from uncrick.storage.state_codec import dump_snapshot, load_snapshot

if TYPE_CHECKING:
    from uncrick.core.scheduling.rules import Rules

log = logging.getLogger(__name__)

# So many snapshots wait for a disk that takes none; older ones give way.
BACKLOG = 200


class SnapshotLog:
    """Saves snapshots, and answers what held at any moment of the past."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._unwritten: deque[Snapshot | Unwatched] = deque(maxlen=BACKLOG)

    def save(self, snapshot: Snapshot | Unwatched) -> None:
        """Add it; that of an absence waits for the next, so that leaving the desk wakes no disk."""
        self._unwritten.append(snapshot)
        if isinstance(snapshot, Unwatched) or snapshot.phase is not Phase.AWAY:
            self.flush()

    def flush(self) -> None:
        """Write the snapshots that wait."""
        if not self._unwritten:
            return
        try:
            self._history.save_snapshots((snapshot.at, dump_snapshot(snapshot)) for snapshot in self._unwritten)
        except HistoryError as error:
            log.info("the snapshots were not written: %s", error.message)
        else:
            self._unwritten.clear()

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
