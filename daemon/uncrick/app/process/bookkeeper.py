"""Writes what one happening leaves behind, its records, decisions, snapshots and the state, in one transaction."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from uncrick.app.history_cache import HistoryCache
from uncrick.app.snapshot_log import SnapshotLog
from uncrick.control import GIVEN_ONCE
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.state import State
from uncrick.storage.history.store import History
from uncrick.storage.saved_state import SavedState

# So many decisions wait for a disk that takes none; older ones give way.
BACKLOG = 200
# A client says a command again within seconds, so that the ids of a few are enough.
REPLIES = 20


class Bookkeeper:
    """
    Saves after every event. What the disk does not take waits, in its order.

    A command that says its id is booked once, also by a daemon that was killed before it could reply: the id is saved
    with the state, in the transaction of what the command led to.

    Args:
        state: as it is by then.
    """

    def __init__(
        self,
        history: History,
        cache: HistoryCache,
        snapshots: SnapshotLog,
        saved: SavedState,
        state: Callable[[], State],
        now: Callable[[], Moment],
    ) -> None:
        self._history = history
        self._cache = cache
        self._snapshots = snapshots
        self._saved = saved
        self._state = state
        self._now = now
        self._notes: deque[tuple[datetime, str]] = deque(maxlen=BACKLOG)
        self._is_held = False
        self._is_owed = False
        self._personal: set[str] = set()  # ids of commands whose replies are not written
        self._replies = _replies(saved.beside.get("replies"))
        cache.writes_later = True

    def note(self, at: datetime, text: str) -> None:
        """Take up a decision, for `why`."""
        self._notes.append((at, text))

    def notes(self, until: datetime | None) -> list[tuple[datetime, str]]:
        """The decisions up to `until` that are not on disk yet, oldest first."""
        return [(at, text) for at, text in self._notes if until is None or at <= until]

    def save(self) -> None:
        """Write what waits, with the state as it is; while a command is carried out, once for all of it."""
        if self._is_held:
            self._is_owed = True
            return
        state, now = self._state(), self._now().wall
        written = self._write(state, now)
        self._saved.save(written or self._text(state), state, now, kept=written is not None)

    def look(self) -> None:
        """With every beat: a sign of life, and another try to write what waits."""
        if self._is_waiting() or not self._saved.show_life(self._now().wall):
            self.save()

    def catch_up(self) -> None:
        """After an event that changed nothing but what waits to be written, such as a snapshot."""
        if self._is_waiting() and self._cache.fault is None:
            self.save()

    def end(self) -> None:
        """Write all there is."""
        self._snapshots.hurry()
        self.save()

    @contextmanager
    def one_happening(self, command: object = None, *, personal: bool = False) -> Iterator[list[str]]:
        """
        All that happens meanwhile is written at the end.

        Args:
            command: the id of the command that is carried out. The lines of its reply go into the list, and are known
                from then on.
            personal: the lines may say how somebody feels, and stay in memory.
        """
        said: list[str] = []
        self._is_held, self._is_owed = True, False
        try:
            yield said
            if _is_given_once(command):
                self._replies[str(command)] = tuple(said)
                if personal:
                    self._personal.add(str(command))
                for old in list(islice(self._replies, max(0, len(self._replies) - REPLIES))):
                    del self._replies[old]
                    self._personal.discard(old)
        finally:
            self._is_held = False
            if self._is_owed or self._is_waiting():
                self.save()

    def reply_to(self, command: object) -> tuple[str, ...] | None:
        """What was replied to a command that was carried out already; None for one that is new."""
        return self._replies.get(command) if isinstance(command, str) else None

    def forget_replies(self) -> None:
        """Not even in memory stays what may say how somebody feels; that these commands were carried out does."""
        self._replies |= dict.fromkeys(self._personal, ())

    def _is_waiting(self) -> bool:
        return bool(self._notes) or self._cache.is_waiting or self._snapshots.is_due

    def _write(self, state: State, now: datetime) -> str | None:
        """Write what waits, and with it the state; its text, None where nothing waits or the disk takes none."""
        if not self._is_waiting():
            return None
        text = ""

        def along() -> None:
            nonlocal text
            for at, note in self._notes:
                self._history.note(at, note)
            self._snapshots.write()
            text = self._text(state)
            self._saved.keep(text, now)

        if not self._cache.flush(along):
            return None
        self._notes.clear()
        self._snapshots.written()
        return text

    def _text(self, state: State) -> str:
        replies = {command: [] if command in self._personal else said for command, said in self._replies.items()}
        return self._saved.text(state, replies=replies)


def _is_given_once(command: object) -> bool:
    return isinstance(command, str) and len(command) >= GIVEN_ONCE


def _replies(saved: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(saved, dict):
        return {}
    return {str(command): tuple(map(str, said)) for command, said in saved.items() if isinstance(said, list)}
