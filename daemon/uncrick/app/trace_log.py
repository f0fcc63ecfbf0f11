"""How things stood, on its way to the disk and back: an absence is written when it is over, all else at once."""

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

# What a broken disk does not take waits here; older turns give way.
BACKLOG = 200


class TraceLog:
    """Keeps the standings, and answers about any moment of them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._waiting: deque[TraceEntry] = deque(maxlen=BACKLOG)

    def keep(self, standing: TraceEntry) -> None:
        """Take it up; nobody waits for an absence on the disk, and what follows it takes it along."""
        self._waiting.append(standing)
        if standing.phase is not Phase.AWAY:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        try:
            self._history.keep(self._waiting)
        except HistoryError as error:
            log.info("how things stand was not kept: %s", error.message)
        else:
            self._waiting.clear()

    def answer(self, at: datetime, rules: "Rules") -> dict[str, Any]:
        """Why there was, or was not, a prompt at `at`: a plain object."""
        from uncrick.core.presentation.why import answer

        try:
            kept = self._history.standings(at)
        except HistoryError:
            kept = []

        def clock(moment: datetime) -> str:
            local = moment.astimezone(rules.zone)
            return local.strftime("%H:%M" if local.date() == at.astimezone(rules.zone).date() else "%a %H:%M")

        def iso(moment: datetime | None) -> str | None:
            return None if moment is None else moment.astimezone(rules.zone).isoformat(timespec="seconds")

        told = answer([*kept, *self._waiting], at, clock)
        return {
            "at": iso(at),
            "phase": told.phase,
            "since": iso(told.since),
            "until": iso(told.until),
            "suppressed_by": list(told.blocked_by),
            "text": " ".join(told.text),
        }
