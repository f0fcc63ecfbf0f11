"""What every transition shares: its type, the records and notes it writes, and the count that starts again."""

from dataclasses import replace
from datetime import UTC

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import DETAIL, HOME, Form, Suggestion
from uncrick.core.scheduling.effects import Effect, Note, Write
from uncrick.core.scheduling.state import State

Step = tuple[State, tuple[Effect, ...]]


def write(
    state: State,
    at: Moment,
    kind: Kind,
    source: str,
    routine: tuple[Item, ...] = (),
    detail: dict[str, Fact] | None = None,
    *,
    since: float | None = None,
    until: float | None = None,
    feedback: str | None = None,
) -> tuple[State, Write]:
    """The record, from `since` (now, unless said otherwise); `until` in ticks."""
    begun = at.wall if since is None else at.wall_at(since)
    ended = None if until is None else at.wall_at(until)
    record = Record(new_id(state, at), begun, ended, kind, source, routine, feedback, detail or {})
    return replace(state, serial=state.serial + 1), Write(record)


def new_id(state: State, at: Moment) -> str:
    """An id that no other record or prompt of this person has."""
    return f"{at.wall.astimezone(UTC):%Y%m%dT%H%M%S}-{state.serial}"


def session_detail(suggestion: Suggestion) -> dict[str, Fact]:
    """What the history is to know of a longer session."""
    return {DETAIL: HOME} if suggestion.form is Form.HOME_SESSION else {}


def explain(at: Moment, text: str) -> Note:
    """A decision in words, for `why`."""
    return Note(at.wall, text)


def restart_count(state: State) -> State:
    """The count starts again, and whatever was at hand is void."""
    return replace(
        state,
        count=0.0,
        prompt=None,
        up=False,
        bubble=False,
        bubble_due=None,
        wait=None,
        badge=None,
        prompt_delayed_by_busy=False,
        busy_seconds=busy_seconds_afresh(state, state.counted_until),
        task_ended_at=None,
    )


def busy_seconds_afresh(state: State, ticks: float) -> tuple[tuple[str, float], ...]:
    """As they begin at `ticks`: of a call that goes on, what came before a break is not the next prompt's."""
    return tuple((reason, since - ticks) for reason, since in state.busy)


def person_seen(state: State, ticks: float) -> State:
    """The person was there until `ticks`, so that no silence before it counts; a lock or a sleep does."""
    until = ticks if state.absent_since is None else state.absent_since
    return replace(state, absence_counts_from=max(state.absence_counts_from, until))
