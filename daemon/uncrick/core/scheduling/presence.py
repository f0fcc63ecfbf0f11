"""Whether the person is there: input, lock and sleep, and what an absence leads to."""

from dataclasses import replace
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind, Source
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.breaks import end_break
from uncrick.core.scheduling.effects import Close, WithdrawPrompt
from uncrick.core.scheduling.outlook import TINY, absence, gone_since, silent_since
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.core.scheduling.steps import Step, busy_seconds_afresh, explain, restart_count, write


def sense(
    state: State,
    event: ev.InputStopped | ev.InputResumed | ev.Locked | ev.Unlocked | ev.Suspended | ev.Woken,
    at: Moment,
    rules: Rules,
) -> Step:
    """What keyboard, screen and machine tell of the person."""
    match event:
        case ev.InputStopped():
            return _stop_input(state, event), ()
        case ev.InputResumed():
            return replace(state, last_input=None), ()
        case ev.Locked():
            return _lock(state, at), ()
        case ev.Unlocked():
            return _unlock(state, at, rules), ()
        case ev.Suspended():
            return _suspend(state, at)
        case ev.Woken():
            return replace(state, asleep_since=None), ()
        case _:
            assert_never(event)


def _stop_input(state: State, event: ev.InputStopped) -> State:
    return state if state.last_input is not None else replace(state, last_input=event.since)


def _lock(state: State, at: Moment) -> State:
    return state if state.locked_since is not None else replace(state, locked_since=at.ticks)


def _unlock(state: State, at: Moment, rules: Rules) -> State:
    if state.locked_since is None:
        return state
    # Whoever unlocks was just seen at the keyboard.
    quiet = None if state.last_input is None else at.ticks
    return replace(state, locked_since=None, last_input=quiet, task_ended_at=at.ticks + rules.breaks.after_absence)


def _suspend(state: State, at: Moment) -> Step:
    if state.asleep_since is not None:
        return state, ()
    state = replace(state, asleep_since=at.ticks)
    if state.routine is None:
        return state, ()
    return end_break(state, at, Source.POLICY, None)


def end_absence(state: State, at: Moment, rules: Rules) -> Step:
    """The person is back once nothing says any more that they are away."""
    if state.absent_since is None or absence(state, rules, at.ticks) is not None:
        return state, ()
    closed = () if state.open_record is None else (Close(state.open_record, at.wall),)
    # Should it turn out that they are still away, the same absence is no second break.
    if state.absence_recorded:
        state = replace(state, absence_counts_from=at.ticks, busy_seconds=busy_seconds_afresh(state, at.ticks))
    state = replace(state, absent_since=None, absence_recorded=False, open_record=None, returned=at.ticks)
    return state, closed


def note_absence(state: State, at: Moment, rules: Rules) -> Step:
    """The person is away, from the last input on, which may become known only while they are."""
    if state.routine is not None or state.up or state.absence_recorded:
        return state, ()
    gone = absence(state, rules, at.ticks)
    if gone is None or (state.absent_since is not None and state.absent_since <= gone):
        return state, ()
    return replace(state, absent_since=gone), ()


def record_stepped_away(state: State, at: Moment, rules: Rules) -> Step:
    """The person left while the prompt was up: it was obeyed without a click."""
    prompt = state.prompt
    if not state.up or prompt is None:
        return state, ()
    gone, silent = absence(state, rules, at.ticks), silent_since(state, rules)
    if state.locked_since is None and state.asleep_since is None:
        if silent is None or at.ticks < silent + rules.breaks.left - TINY:
            return state, ()
        gone = silent
    state = replace(state, absent_since=gone, absence_recorded=True)
    state, wrote = write(
        state, at, Kind.STEPPED_AWAY, Source.POLICY, since=gone_since(state), detail={"prompt": prompt.id}
    )
    state = replace(restart_count(state), open_record=wrote.record.id)
    return state, (WithdrawPrompt(), wrote, explain(at, _("You left while the prompt was up: that is the break.")))


def record_natural_break(state: State, at: Moment, rules: Rules) -> Step:
    """An absence that has lasted long enough was a break of its own."""
    if state.absent_since is None or state.absence_recorded or state.pause is not None or state.day.off:
        return state, ()
    if state.routine is not None or at.ticks < gone_since(state) + rules.breaks.natural - TINY:
        return state, ()
    state, wrote = write(state, at, Kind.NATURAL, Source.POLICY, since=gone_since(state))
    state = replace(restart_count(state), absence_recorded=True, open_record=wrote.record.id)
    return state, (wrote, explain(at, _("You were away long enough: that counts as a break.")))
