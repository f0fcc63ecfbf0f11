"""Calls, shared screens and the like: when they begin and end, and what a long one changes of the prompt it delayed."""

from dataclasses import replace

from uncrick.core.model.dates import hours_minutes
from uncrick.core.model.moment import Moment
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.attendance import TINY, at_work_in_silence
from uncrick.core.scheduling.blockers import BUSY, PRESENT, Code
from uncrick.core.scheduling.outlook import in_window, suppressed
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import BusyEnded, Shown, State, Waiting
from uncrick.core.scheduling.steps import person_seen

# Seconds from which on a prompt says what it waited for.
LONG = 1800.0
AFTER_LONG = {
    Code.CALL: N_("After {length} of calls"),
    Code.SHARE: N_("After {length} of sharing"),
    Code.PROJECTOR: N_("After {length} of presenting"),
    Code.FULLSCREEN: N_("After {length} of full screen"),
    Code.DND: N_("After {length} of quiet"),
}


def begin_busy(state: State, at: Moment, reason: str) -> State:
    """A reason not to interrupt begins."""
    busy = state.busy
    if reason in dict(busy.since):
        return state
    return replace(state, busy=replace(busy, since=(*busy.since, (reason, at.ticks))))


def end_busy(state: State, at: Moment, rules: Rules, reason: str) -> State:
    """A reason not to interrupt ends; whoever was in a call was there until now."""
    began = dict(state.busy.since).get(reason)
    if began is None:
        return state
    if reason in PRESENT and at_work_in_silence(state, rules, at.ticks):
        state = person_seen(state, at.ticks)
    lasting = tuple((other, since) for other, since in state.busy.since if other != reason)
    if reason not in BUSY - rules.ignored:
        return replace(state, busy=replace(state.busy, since=lasting))
    seconds = dict(state.busy.seconds)
    # Three short calls are one long one.
    seconds[reason] = seconds.get(reason, 0.0) + at.ticks - began
    busy = replace(state.busy, since=lasting, seconds=tuple(seconds.items()))
    return resume_after_busy(replace(state, busy=busy), at, rules)


def resume_after_busy(state: State, at: Moment, rules: Rules) -> State:
    """A reason ended; what it kept waiting comes at a lull, or after a while without one."""
    if suppressed(state, rules):
        return state
    match state.stage:
        case Waiting(until=until):
            delayed = until <= at.ticks + TINY
        case Shown():
            delayed = False
        case _:
            delayed = in_window(state, rules)
    return replace(state, busy=replace(state.busy, ended=BusyEnded(at.ticks, delayed)))


def _longest(state: State) -> tuple[str, float]:
    return max(state.busy.seconds, key=lambda pair: pair[1], default=("", 0.0))


def was_long_busy(state: State) -> bool:
    """Whether what delayed the prompt lasted long enough to be spoken of."""
    reason, seconds = _longest(state)
    return reason in AFTER_LONG and seconds >= LONG


def busy_detail(state: State, at: Moment) -> dict[str, str | int]:
    """For the record of a prompt: how many seconds of calls and the like came before it, and when they ended."""
    busy = state.busy
    if not busy.seconds or busy.ended is None:
        return {}
    seconds = round(sum(lasted for _, lasted in busy.seconds))
    return {"busy": seconds, "busy_until": at.wall_at(busy.ended.at).isoformat(timespec="seconds")}


def after_long_busy(state: State, suggestion: Suggestion) -> Suggestion:
    """The suggestion with an opening that says what it waited for; the same, where that was short."""
    if not was_long_busy(state):
        return suggestion
    reason, seconds = _longest(state)
    opening = _(AFTER_LONG[Code(reason)], length=span(seconds))
    return replace(suggestion, opening=opening, after_busy=reason)


def span(seconds: float) -> str:
    """A length as people say it of a meeting, to five minutes: `40 min`, `1 h 40`, `2 h`."""
    return hours_minutes(round(seconds / 300) * 5)
