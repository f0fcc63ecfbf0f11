"""Times without prompts that a person or the calendar sets: pauses, and the hours outside work."""

from dataclasses import replace
from datetime import timedelta

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind, Source
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import TINY
from uncrick.core.scheduling.breaks import end_break
from uncrick.core.scheduling.busy import resume_after_busy
from uncrick.core.scheduling.calendar_day import day_at, holds
from uncrick.core.scheduling.effects import Effect, Refuse
from uncrick.core.scheduling.outlook import suppressed
from uncrick.core.scheduling.prompts import withdraw
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Pause, Phase, State
from uncrick.core.scheduling.steps import Step, absence_counts_from, explain, restart_count, write


def begin_pause(state: State, event: ev.PauseBegun, at: Moment, rules: Rules) -> Step:
    if event.seconds <= 0:
        return state, (Refuse(_("That time has passed"), _("Choose an end in the future.")),)
    effects: tuple[Effect, ...] = ()
    if state.routine is not None:
        state, effects = end_break(state, at, event.source, None)
    state, more = withdraw(state, at, Phase.PAUSED.value)
    since = state.pause.since if state.pause is not None else at.ticks
    until = at.ticks + event.seconds
    state, wrote = write(state, at, Kind.PAUSED, event.source, until=until)
    state = replace(state, pause=Pause(since, until))
    return state, (*effects, *more, wrote, explain(at, _("You paused the prompts.")))


def end_finished_pause(state: State, at: Moment, rules: Rules) -> Step:
    """A pause that is over ends."""
    if state.pause is None or at.ticks < state.pause.until - TINY:
        return state, ()
    return end_pause(state, at, rules, Source.POLICY)


def end_pause(state: State, at: Moment, rules: Rules, source: str) -> Step:
    if state.pause is None:
        return state, ()
    if at.ticks - state.pause.since >= rules.breaks.natural - TINY:
        state = restart_count(state)
    state, wrote = write(state, at, Kind.RESUMED, source)
    state = absence_counts_from(replace(state, pause=None), at.ticks)
    return state, (wrote, explain(at, _("The pause ended.")))


def _works_on(state: State, at: Moment) -> bool:
    return state.work_until is not None and at.wall < state.work_until


def work_on(state: State, event: ev.WorkedOn, at: Moment) -> Step:
    """Outside the hours the person is at work for a while, or longer; the calendar is read anew for it."""
    if not state.day.off and not _works_on(state, at):
        return state, (Refuse(_("These are working hours"), _("Breaks are suggested anyway.")),)
    if event.seconds <= 0:
        return state, (Refuse(_("That time is too short"), _("Choose a time longer than zero.")),)
    until = at.wall + timedelta(seconds=event.seconds)
    return replace(state, work_until=until, day=replace(state.day, until=state.day.since)), ()


def apply_calendar(state: State, at: Moment, rules: Rules) -> Step:
    """The calendar: a new day, working hours and quiet hours that begin or end."""
    if holds(state.day, at, rules):
        return state, ()
    waiting = state.shown is None and suppressed(state, rules) is not None
    old, state = state.day, replace(state, day=day_at(at, rules, state.work_until))
    if state.day.off and not old.off:
        state, effects = withdraw(state, at, Phase.OFF.value)
        return restart_count(state), (*effects, explain(at, _("Your working hours ended.")))
    if old.off and not state.day.off:
        state = absence_counts_from(restart_count(state), at.ticks)
        if _works_on(state, at):
            return state, (explain(at, _("You are working longer; the hour starts now.")),)
        return state, (explain(at, _("Your working hours began; the hour starts now.")),)
    return (resume_after_busy(state, at, rules) if waiting else state), ()
