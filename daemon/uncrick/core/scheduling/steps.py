"""What every transition shares: its type, the records and notes it writes, and the count that starts again."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC
from typing import Any, TypeVar

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import DETAIL, Form, Suggestion
from uncrick.core.scheduling.effects import Effect, Note, Write
from uncrick.core.scheduling.state import (
    Absence,
    Answered,
    BubbleDelayed,
    Busy,
    BusyEnded,
    FirstShowings,
    Idle,
    OnBreak,
    Pause,
    Presence,
    Prompt,
    Routine,
    Silence,
    State,
    Waiting,
)

Step = tuple[State, tuple[Effect, ...]]


ON_PURPOSE = (Kind.DONE, Kind.STEPPED_AWAY)
"""Kinds of a record of a break that the person took on purpose."""


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
    taken_at = at.ticks if kind in ON_PURPOSE else state.taken_at
    return replace(state, serial=state.serial + 1, taken_at=taken_at), Write(record)


def new_id(state: State, at: Moment) -> str:
    """An id that no other record or prompt of this person has."""
    return f"{at.wall.astimezone(UTC):%Y%m%dT%H%M%S}-{state.serial}"


def session_detail(suggestion: Suggestion) -> dict[str, Fact]:
    """What the history is to know of a longer session, of relief, or of a strength set."""
    known = (Form.HOME_SESSION, Form.RELIEF, Form.STRENGTH_SET)
    return {DETAIL: str(suggestion.form)} if suggestion.form in known else {}


def explain(at: Moment, text: str) -> Note:
    """A decision in words, for `why`."""
    return Note(at.wall, text)


def restart_count(state: State) -> State:
    """The count starts again, and a prompt that was at hand is void; a routine goes on."""
    return replace(
        state,
        count=0.0,
        stage=state.stage if isinstance(state.stage, OnBreak) else Idle(),
        busy=state.busy.restarted(state.counted_until).without_delay(),
        task_ended_at=None,
    )


def absence_counts_from(state: State, ticks: float) -> State:
    """What of an absence lies before `ticks` is no break."""
    return replace(state, presence=replace(state.presence, counts_from=ticks))


def person_seen(state: State, ticks: float) -> State:
    """The person was there until `ticks`, so that no silence before it counts; a lock or a sleep does."""
    presence = state.presence
    until = ticks if presence.absence is None else presence.absence.since
    return replace(state, presence=replace(presence, seen=max(presence.seen, until)))


def take_back(state: State, answered: Answered, at: Moment, source: str) -> tuple[State, Write]:
    """The record that marks the answer, and the count as it would be without it."""
    detail: dict[str, Fact] = {"of": answered.record, "answer": answered.kind}
    if answered.prompt is not None:
        detail["prompt"] = answered.prompt.id
    state, wrote = write(state, at, Kind.UNDONE, source, detail=detail)
    return replace(state, answered=None, taken_at=None, count=state.count + answered.count), wrote


# ------------------------------------------------------------------ another clock


TICKS: dict[type, tuple[str, ...]] = {
    Moment: ("ticks",),
    Prompt: ("since",),
    Routine: ("began", "halted_since"),
    BubbleDelayed: ("until",),
    Waiting: ("until",),
    Silence: ("since",),
    Absence: ("since",),
    Presence: ("locked_since", "asleep_since", "returned", "counts_from", "seen", "unbroken_since"),
    BusyEnded: ("at",),
    Busy: ("since",),
    Pause: ("since", "until"),
    Answered: ("at",),
    FirstShowings: ("latest",),
    State: ("counted_until", "began", "task_ended_at", "taken_at"),
}
"""Which fields are ticks. Every other number is a length or a count, as a test checks of each of them."""

T = TypeVar("T")


def on_other_clock(value: T, shift: float) -> T:
    """The same value on another clock of ticks, which is `shift` seconds ahead of the one it was made with."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    ticks = TICKS.get(type(value), ())
    changed: dict[str, Any] = {}
    for field in fields(value):
        part = getattr(value, field.name)
        changed[field.name] = _shifted(part, shift) if field.name in ticks else on_other_clock(part, shift)
    return replace(value, **changed)


def _shifted(ticks: Any, shift: float) -> Any:
    """Ticks, None, or pairs of a name and ticks."""
    if isinstance(ticks, tuple):
        return tuple((name, since + shift) for name, since in ticks)
    return None if ticks is None else ticks + shift
