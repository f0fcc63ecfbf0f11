"""The trace on its way to the disk and back: an absence is written when it is over, all else at once."""

import logging
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

from uncrick.core.scheduling.state import Phase
from uncrick.core.scheduling.trace import TraceEntry
from uncrick.errors import HistoryError
from uncrick.storage.history_store import History

if TYPE_CHECKING:
    from uncrick.core.scheduling.rules import Rules

log = logging.getLogger(__name__)

# So many entries wait for a disk that takes none; older ones give way.
BACKLOG = 200


class TraceLog:
    """Stores trace entries, and answers what held at any moment of the past."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._waiting: deque[TraceEntry] = deque(maxlen=BACKLOG)

    def keep(self, entry: TraceEntry) -> None:
        """Add the entry; an absence waits for the entry after it, so that leaving the desk wakes no disk."""
        self._waiting.append(entry)
        if entry.phase is not Phase.AWAY:
            self.flush()

    def flush(self) -> None:
        """Write the entries that wait."""
        if not self._waiting:
            return
        try:
            self._history.keep(self._waiting)
        except HistoryError as error:
            log.info("the trace was not written: %s", error.message)
        else:
            self._waiting.clear()

    def answer(self, at: datetime, rules: "Rules") -> dict[str, Any]:
        """Why there was, or was not, a prompt at `at`: a plain object."""
        from uncrick.core.model.dates import near
        from uncrick.core.presentation.why import answer

        try:
            entries = self._history.standings(at)
        except HistoryError:
            entries = []

        def clock(moment: datetime) -> str:
            return near(moment.astimezone(rules.zone), at.astimezone(rules.zone).date())

        def iso(moment: datetime | None) -> str | None:
            return None if moment is None else moment.astimezone(rules.zone).isoformat(timespec="seconds")

        result = answer([*entries, *self._waiting], at, clock)
        return {
            "at": iso(at),
            "phase": result.phase,
            "since": iso(result.since),
            "until": iso(result.until),
            "suppressed_by": list(result.blocked_by),
            "text": " ".join(result.text),
        }
