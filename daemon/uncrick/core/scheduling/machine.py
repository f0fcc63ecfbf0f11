"""The scheduling machine: `step` takes what happened and gives the new state and what is to be done.

The theory
==========

The machine decides when a prompt comes, when it leaves, and what counts as a break. It is a function of values: no
clock, no I/O, nothing that counts down. `state.py` says what it remembers, `rules.py` the settings and the calendar,
`events.py` what may happen, `effects.py` what it may ask for, `outlook.py` when the next prompt may come. The numbers
that the rules follow stand in the settings; the codes S1, S2 ... are those of the behaviour specification.

**A phase** is what a person sees: working, due, snoozed, on_break, away, paused, off. It is not stored. `State.phase`
reads it from the facts: a routine is on, a pause lasts, the calendar says off, a prompt is up, the person is absent, a
snooze runs, none of these; the first that holds. So a phase cannot contradict the facts, and it changes only because
one of them did.

**Time.** Intervals are counted in ticks, which run on through sleep and never jump. Wall time serves the calendar and
what is written to the history. Nothing waits: the outlook names `next_wake`, the earliest time at which something may
change by itself, and a deadline is a comparison at that look. A look that comes late loses nothing, because `step`
first lives through every deadline between the last look and now, in their order and each at its own time. An early
look changes nothing: a second look at the same moment gives the same state and no effects.

**A step** does four things, always in this order:

1. It lives through the time since the last look (`_live_until`), as if somebody had looked at every deadline.
2. It handles the event (`_handle_event`), which mostly stores a fact.
3. It applies all rules to the facts (`_apply_rules`). Here the consequences arise, whichever event brought the facts.
4. It notes when the phase changed, so that clients can say since when it lasts.

**What counts.** A second is active when input was seen within the last `idle` seconds; so the first `idle` seconds of
a silence still count. Nothing counts on a break, in a pause, outside working hours, or behind a lock. In a call, with
the screen shared, in full screen, or while somebody dictates, a silence is no absence, as whoever listens is at work,
and its seconds count; but after `listening` without a single input nobody is there, from the last input on (`outlook.
listens`). With the wall clock instead of the active one, silence means nothing, and only lock, sleep and gaps are
absence. The count starts again with every break, however it came about, and with a prompt that was skipped or ignored.

**An absence** begins at the last input, which is known only once the silence has lasted for `idle`. After `natural` it
is a break of its own. While a prompt is up, `left` is enough, and so is a lock: the prompt was followed without a
click. While one waits to be shown again, twice `left` is, and a lock of a minute. An absence that has been recorded is
never recorded twice, and of one that reaches back before the end of a break or a pause only what lies after it counts
(`Presence.counts_from`).

**Nobody.** Input that goes on for `tireless` without a pause of `idle` comes from a machine, such as a mouse that
wobbles. From then on nothing counts and nothing is shown but the badge, until the first pause or a person's word.

**Elsewhere.** A person may have two sessions, of which one cannot be heard. Until `Presence.elsewhere` neither silence
nor a lock here means that they are away: the seconds count, as they may be typing there, nothing is shown, and nothing
is recorded; an absence begins at that time at the earliest.

**A prompt** is one reminder over all its showings. It is wanted from `outlook.earliest` on and comes when no blocker
is left: at a lull, and at `outlook.latest` without one. Then it is up until it is answered, followed, withdrawn, or
has waited for too long. Snoozed, unanswered once, or withdrawn because a reason not to interrupt began, it stays at
hand and waits to be shown again. The third showing offers no snooze; without an answer it ends as a badge.
`State.stage` says how far the way to the break has come: `Idle`, `Shown`, `Waiting`, `Badge` or `OnBreak`.

**An answer** can be taken back for ten minutes, while nothing else has come since (`answers.py`): the same prompt is up
again, the count goes on as if nothing had been said, and a record of kind `undone` names the one that does not count.

**The order of the rules** (`ALWAYS`, then `SHOWING`) matters where two of them see the same moment:

* the calendar comes first, as working hours that end take everything down, and those that begin start the count again;
* an absence, a pause or a break that is over ends before anything else is decided, so that no rule sees it last on;
* a reason not to interrupt withdraws a prompt before the prompt can be taken as followed or ignored: a call that
  begins as the person stops typing is no break;
* whether the input is a person's is decided before that, as nobody can be interrupted;
* leaving is looked at before the missing answer: who left at the last moment has followed the prompt;
* an absence is noted before it is recorded, and both before a prompt may come: nothing is shown to an empty chair;
* a strict break begins before the next prompt is looked for; both are left out where nobody was there to see them;
* what was answered can be taken back until a prompt is shown, so that this is looked at after all of them;
* the snapshot comes last and saves the state as it then is, for `why`.

**A gap** is time in which nobody looked: the machine slept, the process was stopped, or the daemon did not run.
Signals of the desktop may be missing, so the person is taken to have left when last seen. A gap shorter than `idle`
counts as time that somebody watched. A longer one first lives up to its beginning, breaks off a routine, becomes a
silence that began there, and then lives on to now without showing anything. So three hours of sleep are one natural
break with no late prompt after it, and a snooze that ran out meanwhile is void. Of a gap of weeks or years only the
days that tell are lived through (`_live_unwatched`). A start on a saved state is a gap too; after it the state stands
on another clock of ticks, the desktop has to say again whether there is a call or a lock, and a prompt that was up is
shown anew. After a reboot the wall clock alone gives the gap. One that lies before what was last seen, or that jumps
soon after the start, cannot: the gap is unknown, and an unknown gap is a break, as nobody reboots without leaving the
work for a moment.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Source
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.answers import answer, end_undo, remember_answer, undo
from uncrick.core.scheduling.attendance import TINY, at_work_in_silence, silent_since
from uncrick.core.scheduling.breaks import (
    change_break,
    end_break,
    end_finished_break,
    record_feedback,
    start_break,
    start_strict_break,
)
from uncrick.core.scheduling.busy import begin_busy, end_busy, resume_after_busy
from uncrick.core.scheduling.calendar_day import day_at, telling_spans
from uncrick.core.scheduling.effects import Effect, LeadRoutine, Refuse, SaveSnapshot
from uncrick.core.scheduling.outlook import count_at, next_wake, next_without_calendar
from uncrick.core.scheduling.pauses import apply_calendar, begin_pause, end_finished_pause, end_pause, work_on
from uncrick.core.scheduling.presence import (
    doubt_gap_of_start,
    end_absence,
    leave_badge_for_nobody,
    note_absence,
    note_elsewhere,
    note_endless_input,
    record_leaving_while_waiting,
    record_natural_break,
    record_stepped_away,
    sense,
)
from uncrick.core.scheduling.prompts import (
    expire_bubble,
    present,
    show_delayed_bubble,
    show_due_prompt,
    withdraw_when_busy,
)
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.snapshot import Unwatched, mark_of, take
from uncrick.core.scheduling.state import (
    BubbleDelayed,
    Busy,
    NoBubble,
    Presence,
    Shown,
    Silence,
    Start,
    State,
)
from uncrick.core.scheduling.steps import Step, on_other_clock, person_seen

Rule = Callable[[State, Moment, Rules], Step]

SPELLS = 6
"""After so many deadlines a gap has no more that are days away: the end of a pause, and of an absence until work."""

ALWAYS: tuple[Rule, ...] = (
    apply_calendar,
    doubt_gap_of_start,
    end_absence,
    end_finished_pause,
    end_finished_break,
    note_endless_input,
    note_elsewhere,
    withdraw_when_busy,
    leave_badge_for_nobody,
    record_stepped_away,
    show_delayed_bubble,
    expire_bubble,
    note_absence,
    record_leaving_while_waiting,
    record_natural_break,
)
"""The rules in their order; the theory above says why."""

SHOWING: tuple[Rule, ...] = (start_strict_break, show_due_prompt)
"""After those, where the person may be there to see it."""


SAID = (
    *(ev.Answered, ev.Undone, ev.BreakStarted, ev.BreakStopped, ev.BreakHalted, ev.BreakAdvanced, ev.BreakEased),
    *(ev.PauseBegun, ev.PauseEnded, ev.WorkedOn, ev.FeedbackGiven),
)
"""Only a person says these, so that whoever seemed to be a machine is none."""


def begin(now: Moment, rules: Rules) -> State:
    """The state of a daemon that starts for the first time; the person is taken to be at work."""
    presence = Presence(counts_from=now.ticks, unbroken_since=now.ticks)
    return State(seen=now, counted_until=now.ticks, day=day_at(now, rules), began=now.ticks, presence=presence)


def step(state: State, event: ev.Event, now: Moment, rules: Rules) -> Step:
    """
    What follows from `event` at `now`.

    Deadlines that lie between the last look and `now` are dealt with first, in their order and at their own times.

    Returns:
        The new state, and the effects in the order in which they are to be performed. A word that cannot be followed
        gives one `Refuse` and changes nothing else.
    """
    before = state.phase
    if isinstance(event, ev.Launched):
        state, effects = _start_again(state, event, now, rules)
    elif isinstance(event, ev.Gapped):
        state, effects = _live_through_gap(state, event, now, rules, relaunched=False)
    else:
        state, effects = _live_until(state, now, rules)
        state, more = _handle_event(state, event, now, rules)
        effects += more
        if isinstance(event, SAID) and not any(isinstance(effect, Refuse) for effect in more):
            state = replace(state, presence=replace(state.presence, unbroken_since=now.ticks))
    state, more = _apply_rules(state, now, rules)
    effects += more
    if state.phase is not before:
        state = replace(state, began=now.ticks)
    return state, effects


def _start_again(state: State, event: ev.Launched, now: Moment, rules: Rules) -> Step:
    """The gap of a start on a saved state is lived through, on the new clock of ticks."""
    left = state.seen.wall
    # An unknown gap is as short as a break can be.
    gap = max(rules.breaks.natural, rules.breaks.idle + 1.0) if event.gap is None else event.gap
    # A wall clock that says otherwise was set meanwhile: what is written goes by the clock of before.
    is_same_clock = abs((now.wall - left).total_seconds() - gap) < 1.0
    then = now if is_same_clock else Moment(left + timedelta(seconds=gap), now.ticks)
    state = on_other_clock(state, now.ticks - gap - state.seen.ticks)
    # A prompt that is up is shown anew after the restart, with the whole delay; until then nobody can show it.
    if state.shown is not None and isinstance(state.shown.bubble, BubbleDelayed):
        state = replace(state, stage=Shown(state.shown.prompt, NoBubble()))
    # The last snapshot may have been lost with the process, so that it is saved again.
    state = replace(state, snapshot_mark="", start=Start(then, left) if event.rebooted else state.start)
    state, effects = _live_through_gap(state, ev.Gapped(now.ticks - gap), then, rules, relaunched=True)
    state, more = _apply_rules(state, then, rules)
    if event.rebooted and event.gap is not None and state.start is not None:
        state = replace(state, start=replace(state.start, count=state.count))
    return replace(state, seen=now), effects + more


def _live_until(state: State, now: Moment, rules: Rules, *, show: bool = True) -> Step:
    """Everything that time alone brings until `now`; without `show` no prompt comes, as nobody was there to see it."""
    effects: tuple[Effect, ...] = ()
    while (at := next_wake(state, rules, now)) is not None and at <= now.ticks:
        state = _count_until(state, rules, at)
        state, more = _apply_rules(state, Moment(now.wall_at(at), at), rules, show=show)
        effects += more
    return replace(_count_until(state, rules, now.ticks), seen=now), effects


def _count_until(state: State, rules: Rules, ticks: float) -> State:
    """The active seconds until `ticks` added."""
    if ticks <= state.counted_until:
        return state
    return replace(state, count=count_at(state, rules, ticks), counted_until=ticks)


def _apply_rules(state: State, at: Moment, rules: Rules, *, show: bool = True) -> Step:
    """Each rule once, in their order; a second call at the same moment changes nothing more."""
    effects: tuple[Effect, ...] = ()
    for apply in (*ALWAYS, *(SHOWING if show else ()), end_undo):
        state, more = apply(state, at, rules)
        effects += more
    state, more = _save_snapshot(state, at, rules)
    return state, effects + more


def _save_snapshot(state: State, at: Moment, rules: Rules) -> Step:
    """A snapshot whenever something has changed that `why` may be asked about."""
    if (latest := mark_of(state, rules)) == state.snapshot_mark:
        return state, ()
    return replace(state, snapshot_mark=latest), (SaveSnapshot(take(state, at, rules)),)


def _handle_event(state: State, event: ev.Event, at: Moment, rules: Rules) -> Step:
    match event:
        case ev.Looked() | ev.Launched() | ev.Gapped():
            return state, ()
        case ev.InputStopped() | ev.InputResumed() | ev.UsedElsewhere():
            return sense(state, event, at, rules)
        case ev.Locked() | ev.Unlocked() | ev.Suspended() | ev.Woken():
            return sense(state, event, at, rules)
        case ev.BusyBegun():
            return begin_busy(state, at, event.reason), ()
        case ev.BusyEnded():
            return end_busy(state, at, rules, event.reason), ()
        case ev.BoundaryCrossed():
            return replace(state, task_ended_at=at.ticks), ()
        case ev.Answered():
            answered, effects = answer(state, event, at, rules)
            return remember_answer(state, answered, effects, at), effects
        case ev.Undone():
            return undo(state, at, rules, event.source)
        case ev.BreakStarted():
            return start_break(state, event, at, rules)
        case ev.BreakStopped() | ev.BreakHalted() | ev.BreakAdvanced() | ev.BreakEased():
            return change_break(state, event, at)
        case ev.PauseBegun():
            return begin_pause(state, event, at, rules)
        case ev.PauseEnded():
            return end_pause(state, at, rules, event.source)
        case ev.WorkedOn():
            return work_on(state, event, at)
        case ev.FeedbackGiven():
            return record_feedback(state, event, at)
        case _:
            assert_never(event)


def _live_through_gap(state: State, event: ev.Gapped, now: Moment, rules: Rules, *, relaunched: bool) -> Step:
    """Nobody looked between `event.since` and `now`: the person left when last seen."""
    effects: tuple[Effect, ...] = ()
    long = now.ticks - event.since > rules.breaks.idle
    if long or relaunched:
        how = "asleep" if state.presence.asleep_since is not None else "stopped" if relaunched else "unseen"
        effects += (SaveSnapshot(Unwatched(now.wall_at(event.since), now.wall, how)),)
    silence = state.presence.silence
    silent = silent_since(state, rules)
    if long:
        seen = Moment(now.wall_at(event.since), event.since)
        state, more = _live_until(state, seen, rules, show=False)
        effects += more
        if state.routine is not None:
            state, more = end_break(state, seen, Source.POLICY, None)
            effects += more
        if at_work_in_silence(state, rules, event.since):
            state = person_seen(state, event.since)
        state = _with_silence(state, Silence(event.since if silent is None else min(silent, event.since), gap=True))
        state, more = _apply_rules(state, seen, rules, show=False)
        effects += more
    state, more = _live_unwatched(state, now, rules)
    effects += more
    if relaunched:
        state, more = _go_on_after_start(state, now, rules)
        return state, effects + more
    if long:
        state = _with_silence(state, silence)
    return state, effects


def _live_unwatched(state: State, now: Moment, rules: Rules) -> Step:
    """
    Everything until `now` of a time in which nobody was there to see it, at the cost of some days, however long it is.

    Its first days are lived through, and those before whatever else is ahead of the person. Between them the calendar
    alone turns, which adds up to nothing: no record comes of it, and its last turns undo what those before them did.
    """
    effects: tuple[Effect, ...] = ()
    for _number in range(SPELLS):
        until = min(now.ticks, state.counted_until + rules.lived.total_seconds())
        state, more = _live_until(state, _moment(now, until), rules, show=False)
        effects += more
        ahead = next_without_calendar(state, rules, now)
        state, more = _live_calendar_until(state, now.ticks if ahead is None else min(ahead, now.ticks), now, rules)
        effects += more
        if state.counted_until >= now.ticks:
            return state, effects
    state, more = _live_calendar_until(state, now.ticks, now, rules)
    return state, effects + more


def _live_calendar_until(state: State, ticks: float, now: Moment, rules: Rules) -> Step:
    """Until `ticks` nothing turns but the calendar: only as much of it is lived through as tells in the end."""
    effects: tuple[Effect, ...] = ()
    end = _moment(now, ticks)
    for begin, until in telling_spans(now.wall_at(state.counted_until), end.wall, rules):
        at = now.ticks + (begin - now.wall).total_seconds()
        if at > state.counted_until + TINY:
            state = _count_until(state, rules, at)
            state, _untold = apply_calendar(state, Moment(begin, at), rules)
        to = end if until == end.wall else _moment(now, now.ticks + (until - now.wall).total_seconds())
        state, more = _live_until(state, to, rules, show=False)
        effects += more
    return state, effects


def _moment(now: Moment, ticks: float) -> Moment:
    """The moment at `ticks`, as seen from `now`."""
    return now if ticks == now.ticks else Moment(now.wall_at(ticks), ticks)


def _with_silence(state: State, silence: Silence | None) -> State:
    return replace(state, presence=replace(state.presence, silence=silence))


def _go_on_after_start(state: State, now: Moment, rules: Rules) -> Step:
    """The desktop will say again what it knows; until then the person is taken to be at work."""
    if state.busy.since:
        if at_work_in_silence(state, rules, now.ticks):
            state = person_seen(state, now.ticks)
        state = resume_after_busy(replace(state, busy=Busy(ended=state.busy.ended)), now, rules)
    presence = replace(state.presence, silence=None, locked_since=None, asleep_since=None, unheard=False)
    if presence.elsewhere == float("inf"):
        presence = replace(presence, elsewhere=now.ticks)
    state = replace(state, presence=presence)
    if state.shown is not None:
        return present(state, now, rules, replace(state.shown.prompt, since=now.ticks))
    return state, () if state.routine is None else (LeadRoutine(state.routine),)
