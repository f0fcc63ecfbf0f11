"""Whether the person is there: input, lock and sleep, the gap of a start, and what an absence leads to."""

from dataclasses import replace
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind, Source
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import (
    TINY,
    absence,
    at_work_in_silence,
    gone_since,
    is_shut,
    may_be_elsewhere,
    never_pauses,
    obeyed_at,
    silent_since,
)
from uncrick.core.scheduling.breaks import end_break
from uncrick.core.scheduling.effects import Close, ShowBadge, WithdrawPrompt
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Absence, Badge, Silence, State
from uncrick.core.scheduling.steps import Step, absence_counts_from, explain, restart_count, write

# Seconds. Soon after the machine was started a clock is set right, which before it was not.
SETTLING, JUMP = 600.0, 300.0


def sense(
    state: State,
    event: ev.InputStopped | ev.InputResumed | ev.UsedElsewhere | ev.Locked | ev.Unlocked | ev.Suspended | ev.Woken,
    at: Moment,
    rules: Rules,
) -> Step:
    """What keyboard, screen and machine report of the person."""
    presence = state.presence
    match event:
        case ev.InputStopped():
            presence = replace(presence, silence=presence.silence or Silence(event.since))
        case ev.InputResumed():
            silence = presence.silence
            if silence is not None and at.ticks >= silence.since + rules.breaks.idle - TINY:
                presence = replace(presence, unbroken_since=at.ticks)
            presence = replace(presence, silence=None)
        case ev.UsedElsewhere(until):
            presence = replace(presence, elsewhere=until)
        case ev.Locked():
            since = at.ticks if presence.locked_since is None else presence.locked_since
            presence = replace(presence, locked_since=since)
        case ev.Unlocked():
            if presence.locked_since is None:
                return state, ()
            # Whoever unlocks was just seen at the keyboard.
            silence = None if presence.silence is None else Silence(at.ticks)
            presence = replace(presence, locked_since=None, silence=silence)
            state = replace(state, task_ended_at=at.ticks + rules.breaks.after_absence)
        case ev.Suspended():
            if presence.asleep_since is not None:
                return state, ()
            state = replace(state, presence=replace(presence, asleep_since=at.ticks))
            return (state, ()) if state.routine is None else end_break(state, at, Source.POLICY, None)
        case ev.Woken():
            presence = replace(presence, asleep_since=None)
        case _:
            assert_never(event)
    return replace(state, presence=presence), ()


def launched(saved: State, now: Moment, boot: str) -> ev.Launched:
    """
    The start at `now` on a saved state, with its gap.

    While the machine ran on, ticks count the gap as the wall clock does, and the longer is believed: the wall clock may
    have been set back, and ticks stand still while a virtual machine is paused. After a reboot only the wall clock can
    tell, and one that lies before what was last seen cannot.

    Args:
        boot: names this run of the machine; "" where nothing does.
    """
    by_wall = (now.wall - saved.seen.wall).total_seconds()
    if not boot or not saved.boot:
        return ev.Launched(max(0.0, by_wall))
    if boot == saved.boot:
        return ev.Launched(max(0.0, by_wall, now.ticks - saved.seen.ticks))
    return ev.Launched(None if by_wall < 0 else by_wall, rebooted=True)


def doubt_gap_of_start(state: State, at: Moment, rules: Rules) -> Step:
    """A clock that jumps soon after the machine was started was wrong at the start: its gap is unknown, a break."""
    start = state.start
    if start is None:
        return state, ()
    passed = at.ticks - start.at.ticks
    if passed > SETTLING:
        return replace(state, start=None), ()
    right = at.wall >= start.left
    jump = (at.wall - start.at.wall).total_seconds() - passed
    if abs(jump) <= JUMP or not (right or start.count):
        return state, ()
    pause = state.pause
    if pause is not None and right and pause.since < start.at.ticks:
        state = replace(state, pause=replace(pause, until=pause.until - jump))
    if not start.count:
        return replace(state, start=None), ()
    withdrawn = () if state.shown is None else (WithdrawPrompt(),)
    state = replace(restart_count(state), count=max(0.0, state.count - start.count))
    if state.pause is not None or state.day.off:
        return state, withdrawn
    since = at.ticks - (at.wall - start.left).total_seconds()
    state, wrote = write(state, at, Kind.NATURAL, Source.POLICY, since=since, until=max(since, start.at.ticks))
    return state, (*withdrawn, wrote, explain(at, _("The clock was wrong after the start: that counts as a break.")))


def end_absence(state: State, at: Moment, rules: Rules) -> Step:
    """The person is back once nothing says any more that they are away."""
    ended = state.presence.absence
    if ended is None or absence(state, rules, at.ticks) is not None:
        return state, ()
    presence = replace(state.presence, absence=None, returned=at.ticks, unbroken_since=at.ticks)
    state = replace(state, presence=presence)
    if ended.record is None:
        return state, ()
    # Should it turn out that they are still away, the same absence is no second break.
    state = replace(absence_counts_from(state, at.ticks), busy=state.busy.restarted(at.ticks))
    return state, (Close(ended.record, at.wall),)


def note_endless_input(state: State, at: Moment, rules: Rules) -> Step:
    """Input that never pauses comes from a machine, until it pauses."""
    nobody = never_pauses(state, rules, at.ticks)
    if nobody is state.presence.nobody:
        return state, ()
    state = replace(state, presence=replace(state.presence, nobody=nobody))
    if not nobody:
        return state, ()
    return state, (explain(at, _("Input went on for hours without a pause, as if nobody were there.")),)


def note_elsewhere(state: State, at: Moment, rules: Rules) -> Step:
    """Nothing is typed here, and the person may be at work where nobody hears it: nothing is shown or recorded."""
    unheard = may_be_elsewhere(state, rules, at.ticks)
    if unheard is state.presence.unheard:
        return state, ()
    presence = replace(state.presence, unheard=unheard)
    if not unheard and state.presence.absence is None:
        presence = replace(presence, returned=at.ticks)
    return replace(state, presence=presence), ()


def leave_badge_for_nobody(state: State, at: Moment, rules: Rules) -> Step:
    """What waits for nobody stays as a mark in the tray."""
    if not state.presence.nobody or state.waiting is None:
        return state, ()
    return replace(state, stage=Badge(state.waiting.prompt)), (ShowBadge(),)


def note_absence(state: State, at: Moment, rules: Rules) -> Step:
    """The person is away, from the last input on, which may become known only while they are."""
    noted = state.presence.absence
    if state.routine is not None or state.shown is not None or (noted is not None and noted.record is not None):
        return state, ()
    gone = absence(state, rules, at.ticks)
    if gone is None or (noted is not None and noted.since <= gone):
        return state, ()
    return _away(state, Absence(gone)), ()


def _away(state: State, absent: Absence) -> State:
    return replace(state, presence=replace(state.presence, absence=absent))


def record_stepped_away(state: State, at: Moment, rules: Rules) -> Step:
    """The person left while the prompt was up: it was obeyed without a click."""
    if state.shown is None:
        return state, ()
    gone, silent = absence(state, rules, at.ticks), silent_since(state, rules)
    if not is_shut(state, at.ticks):
        listens = at_work_in_silence(state, rules, at.ticks)
        if silent is None or listens or at.ticks < silent + rules.breaks.left - TINY:
            return state, ()
        gone = silent
    assert gone is not None
    since = max(gone, state.presence.counts_from)
    detail: dict[str, Fact] = {"prompt": state.shown.prompt.id}
    state, wrote = write(state, at, Kind.STEPPED_AWAY, Source.POLICY, since=since, detail=detail)
    state = _away(restart_count(state), Absence(gone, wrote.record.id))
    return state, (
        WithdrawPrompt(),
        wrote,
        explain(at, _("You left while the prompt was shown: that counts as the break.")),
    )


def record_leaving_while_waiting(state: State, at: Moment, rules: Rules) -> Step:
    """The person left after they had been asked, before the prompt came again: it was obeyed as well."""
    waiting, absent = state.waiting, state.presence.absence
    if waiting is None or absent is None or absent.record is not None or state.pause is not None or state.day.off:
        return state, ()
    if at.ticks < obeyed_at(state, rules) - TINY:
        return state, ()
    detail: dict[str, Fact] = {"prompt": waiting.prompt.id}
    since = gone_since(state)
    state, wrote = write(state, at, Kind.STEPPED_AWAY, Source.POLICY, since=since, detail=detail)
    state = _away(restart_count(state), replace(absent, record=wrote.record.id))
    return state, (wrote, explain(at, _("You left before the prompt came again: that counts as the break.")))


def record_natural_break(state: State, at: Moment, rules: Rules) -> Step:
    """An absence that has lasted long enough was a break of its own."""
    absent = state.presence.absence
    if absent is None or absent.record is not None or state.pause is not None or state.day.off:
        return state, ()
    since = gone_since(state)
    if state.routine is not None or at.ticks < since + rules.breaks.natural - TINY:
        return state, ()
    state, wrote = write(state, at, Kind.NATURAL, Source.POLICY, since=since)
    state = _away(restart_count(state), replace(absent, record=wrote.record.id))
    return state, (wrote, explain(at, _("You were away long enough: that counts as a break.")))
