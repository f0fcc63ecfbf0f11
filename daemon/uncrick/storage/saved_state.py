"""The state of the policy on disk: read at the start, saved when something changed, in the history and in a file."""

import logging
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from uncrick.core.model.dates import day_month_long
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _, n_
from uncrick.core.scheduling.state import State
from uncrick.errors import HistoryError
from uncrick.storage import paths
from uncrick.storage.history.connection import Tally
from uncrick.storage.history.store import History
from uncrick.storage.state_codec import OlderStateError, beside, dumps, loads
from uncrick.storage.state_file import StateStore

log = logging.getLogger(__name__)

# Seconds after which nothing of a state is worth anything: no pause lasts so long.
STALE = 30 * 86400.0


class SavedState:
    """
    Loads and saves the state; a disk that takes none costs nothing but the next restart.

    It lies in two places. What follows from a record is kept in the history, in the transaction of the record, so that
    neither is ever there without the other. The file has every state, for what changes without a record, for when the
    history is out of reach, and for a version that knows only the file. Each text has a number that rises, and at a
    start the higher one counts; a file without a number is of an older version, and the one with more ids given counts
    then, the file where they are equal. Each also knows how many records there were, so that a loss is seen.

    Args:
        path: of the file; its name is that of this machine in the history.

    Attributes:
        fault: why the file was not saved the last time, or None.
        beside: what was to be known beside the state, as it was loaded.
        missing: what has vanished from the history while nobody looked, in a sentence; None if nothing.
    """

    def __init__(self, path: str, history: History) -> None:
        self.fault: HistoryError | None = None
        self.store = StateStore(path)
        self._machine = os.path.splitext(os.path.basename(path))[0]
        self._history = history
        self._number = 0
        self._serial = -1
        self.beside: Mapping[str, Any] = {}
        self.missing: str | None = None
        self._tally: Tally | None = None  # of the last life, until it was compared

    def load(self) -> State | None:
        """The state to go on from, last seen when the file was touched; None if there is none that can be used."""
        self.store.take_over(paths.former_state_file())
        self._clear_away()
        loaded, kept = self.store.load(), self._history.kept_state(self._machine)
        of_file, of_history = ({} if text is None else beside(text) for text in (loaded and loaded[0], kept))
        self._number = max(_number(of_file), _number(of_history))
        self._tally = max((_tally(of_file), _tally(of_history)), key=lambda tally: tally.records)
        self.compare()
        touched = None if loaded is None else loaded[1]
        if kept is not None and (loaded is None or (of_file and _is_newer(of_history, of_file))):
            state = self._read(kept, touched)
            if state is not None:
                self.beside = of_history
                return state
        if loaded is None:
            return None
        self.beside = of_file
        try:
            return _seen_until(loads(loaded[0]), touched)
        except OlderStateError as error:
            log.info("the saved state is of an older version (%s): the hour begins anew", error)
            return None
        except ValueError as error:
            log.warning("the saved state cannot be used (%s); kept as %s", error, self.store.set_aside())
        return None if kept is None else self._read(kept, touched)

    def _read(self, kept: str, touched: datetime | None) -> State | None:
        try:
            return _seen_until(loads(kept), touched)
        except ValueError as error:
            log.info("the state in the history cannot be used (%s)", error)
            return None

    def text(self, state: State, **known: Any) -> str:
        """The next text: the state, its number, and what is to be known beside it at the next start."""
        self._number += 1
        self.compare()
        tally = self._history.tally if self._tally is None else self._tally
        return dumps(state, saved=self._number, records=list(tally), **known)

    def compare(self) -> None:
        """Once the history is there, see whether it has what it had when the last life ended."""
        before, history = self._tally, self._history
        if before is None or history.fault is not None:
            return
        try:
            now = history.tallied()
            last_is_gone = bool(before.last) and before.forgotten == now.forgotten and not history.holds(before.last)
        except HistoryError as error:
            log.info("history: %s", error.message)
            return
        self._tally = None
        lost = max(before.records - now.records, int(last_is_gone))
        if lost and history.notice is None:  # of a damaged one that was set aside the person is told already
            self.missing = _in_words(lost, before, now)
            log.warning("history: %s", self.missing)

    def keep(self, text: str, now: datetime) -> None:
        """Put a text into the history, `together` with the records that led to it."""
        self._history.keep_state(self._machine, now, text)

    def save(self, text: str, state: State, now: datetime, *, kept: bool) -> None:
        """
        Put a text into the file.

        Args:
            state: of which it is the text.
            kept: it is in the history; else, after a record, not even a power cut brings back the one before.
        """
        try:
            self.store.save(text, now, durable=not kept and state.serial != self._serial)
            self._serial = state.serial
        except HistoryError as error:
            if self.fault is None:
                log.warning("%s: %s", error.title, error.message)
            self.fault = error
        else:
            self.fault = None

    def show_life(self, now: datetime) -> bool:
        """Note that the daemon is alive at `now` (aware); False where no state lies there, and one is to be saved."""
        return self.fault is None and self.store.touch(now)

    def set_aside(self) -> str | None:
        """Rename a state that cannot be gone on from; the new name, None if that failed."""
        with suppress(HistoryError):
            self._history.drop_states(self._machine)
        return self.store.set_aside()

    def _clear_away(self) -> None:
        """Remove the states of machines not seen for long, such as those that are new at every boot."""
        for path in paths.states_of_others():
            with suppress(OSError):
                if time.time() - os.stat(path).st_mtime > STALE:
                    os.unlink(path)
        with suppress(HistoryError):
            self._history.drop_states(self._machine, datetime.now(UTC) - timedelta(seconds=STALE))


def _in_words(lost: int, before: Tally, now: Tally) -> str:
    days = list(dict.fromkeys(day_month_long(day) for day in map(_day, (now.at, before.at)) if day is not None))
    holes = {"before": before.records, "now": now.records}
    if len(days) == 1:
        return n_(
            "{count} entry of {day} is missing from the history: it had {before}, and has {now} now.",
            "{count} entries of {day} are missing from the history: it had {before}, and has {now} now.",
            lost,
            day=days[0],
            **holes,
        )
    return n_(
        "{count} entry of the time up to {day} is missing from the history: it had {before}, and has {now} now.",
        "{count} entries of the time up to {day} are missing from the history: it had {before}, and has {now} now.",
        lost,
        day=days[-1] if days else _("today"),
        **holes,
    )


def _day(at: str) -> date | None:
    try:
        return datetime.fromisoformat(at).astimezone().date()
    except (ValueError, OverflowError):
        return None


def _tally(text: Mapping[str, Any]) -> Tally:
    match text.get("records"):
        case [int(count), str(last), str(at), int(forgotten)]:
            return Tally(count, last, at, forgotten)
        case _:
            return Tally()


def _seen_until(state: State, touched: datetime | None) -> State:
    """The file is touched with every beat: until then somebody looked, although nothing was worth saving."""
    at = state.seen.wall if touched is None else max(state.seen.wall, touched)
    later = (at - state.seen.wall).total_seconds()
    return replace(state, seen=Moment(at, state.seen.ticks + later))


def _number(text: Mapping[str, Any]) -> int:
    number = text.get("saved")
    return number if isinstance(number, int) else 0


def _is_newer(of_history: Mapping[str, Any], of_file: Mapping[str, Any]) -> bool:
    if "saved" in of_file:
        return _number(of_history) > _number(of_file)
    return _serial(of_history) > _serial(of_file)


def _serial(text: Mapping[str, Any]) -> int:
    state = text.get("state")
    serial = state.get("serial", 0) if isinstance(state, dict) else 0
    return serial if isinstance(serial, int) else 0
