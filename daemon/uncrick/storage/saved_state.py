"""The state of the policy on disk: read at the start, saved when something changed."""

import logging
import os
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.state import State
from uncrick.errors import HistoryError
from uncrick.storage import paths
from uncrick.storage.state_codec import OlderStateError, dumps, loads
from uncrick.storage.state_file import StateStore

log = logging.getLogger(__name__)

# Seconds after which nothing of a state is worth anything: no pause lasts so long.
STALE = 30 * 86400.0


class SavedState:
    """
    Loads and saves the state; a disk that takes none costs nothing but the next restart.

    Attributes:
        fault: why it was not saved the last time, or None.
    """

    def __init__(self, path: str) -> None:
        self.fault: HistoryError | None = None
        self.store = StateStore(path)
        self._serial = -1

    def load(self) -> State | None:
        """The state to go on from, last seen when the file was touched; None if there is none that can be used."""
        self.store.take_over(paths.former_state_file())
        _clear_away()
        loaded = self.store.load()
        if loaded is None:
            return None
        text, touched = loaded
        try:
            state = loads(text)
        except OlderStateError as error:
            log.info("the saved state is of an older version (%s): the hour begins anew", error)
            return None
        except ValueError as error:
            log.warning("the saved state cannot be used (%s); kept as %s", error, self.set_aside())
            return None
        # The file was touched with every beat: until then somebody looked, although nothing was worth saving.
        at = max(state.seen.wall, touched)
        later = (at - state.seen.wall).total_seconds()
        return replace(state, seen=Moment(at, state.seen.ticks + later))

    def save(self, state: State, now: datetime) -> None:
        """Save the state; with a record in the history, also a power cut does not bring back the one before."""
        try:
            self.store.save(dumps(state), now, durable=state.serial != self._serial)
            self._serial = state.serial
        except HistoryError as error:
            if self.fault is None:
                log.warning("%s: %s", error.title, error.message)
            self.fault = error
        else:
            self.fault = None

    def show_life(self, state: State, now: datetime) -> None:
        """Note that the daemon is alive at `now` (aware), and save a state that could not be saved before."""
        if self.fault is None:
            self.store.touch(now)
        else:
            self.save(state, now)

    def set_aside(self) -> str | None:
        """Rename a state that cannot be gone on from; the new name, None if that failed."""
        return self.store.set_aside()


def _clear_away() -> None:
    """Remove the states of machines that have not been seen for long, such as those that are new at every boot."""
    for path in paths.states_of_others():
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > STALE:
                os.unlink(path)
