"""Who is called after what: lists of listeners, each guarded from the faults of the others."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Generic, ParamSpec

from uncrick.app.isolation import Isolation
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record
from uncrick.core.scheduling.state import State

P = ParamSpec("P")


class Signal(Generic[P]):
    """Calls its listeners in the order in which they were connected; one that fails costs the others nothing."""

    def __init__(self, isolation: Isolation) -> None:
        self._isolation = isolation
        self._listeners: list[tuple[str, Callable[P, object]]] = []

    def connect(self, what: str, listener: Callable[P, object]) -> None:
        """Call `listener` from now on; `what` names it in the log when it fails."""
        self._listeners.append((what, listener))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for what, listener in self._listeners:
            self._isolation.guard(what, partial(listener, *args, **kwargs), None)


class Observers:
    """
    The occasions on which parts of the daemon are called.

    Attributes:
        record_due: a record is about to be written.
        record_written: it was, or waits for the disk.
        routine_completed: a routine was done to its end.
        day_began: the first event of a day.
        moved: after an event that changed more than the time.
        changed: after every event, after `moved`.
        beat: with every look at the clock, after the policy.
    """

    def __init__(self, isolation: Isolation) -> None:
        self.record_due: Signal[Record] = Signal(isolation)
        self.record_written: Signal[Record] = Signal(isolation)
        self.routine_completed: Signal[[]] = Signal(isolation)
        self.day_began: Signal[date] = Signal(isolation)
        self.moved: Signal[State] = Signal(isolation)
        self.changed: Signal[State, Moment] = Signal(isolation)
        self.beat: Signal[[]] = Signal(isolation)
        self._day: date | None = None

    def state_changed(self, state: State, now: Moment, moved: bool) -> None:
        """After every event: what the engine calls."""
        if state.day.on != self._day:
            self._day = state.day.on
            self.day_began(self._day)
        if moved:
            self.moved(state)
        self.changed(state, now)
