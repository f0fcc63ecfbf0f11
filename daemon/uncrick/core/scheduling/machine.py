"""The only place where a phase changes: `step` takes what happened and gives the new state and what is to be done."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Item, Kind, Record, Source
from uncrick.core.model.suggestion import DETAIL, HOME, Form, Suggestion
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.busy_hold import afresh, and_held, held_for, was_busy, was_long_held
from uncrick.core.scheduling.effects import (
    Close,
    Effect,
    EndGuide,
    Keep,
    LeadRoutine,
    LowerBubble,
    Note,
    RaiseBubble,
    Refuse,
    ShowBadge,
    ShowPrompt,
    WithdrawPrompt,
    Write,
)
from uncrick.core.scheduling.outlook import (
    NOTICE,
    PRESENT,
    THERE,
    TINY,
    absence,
    at_work_in_silence,
    blocking_reason,
    count_at,
    day_at,
    gone_since,
    hour_is_full,
    in_window,
    insists,
    lulled,
    next_wake,
    reasons,
    silent_since,
    suppressed,
)
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.scheduling.state import Pause, Phase, Prompt, Routine, State, Wait
from uncrick.core.scheduling.trace import mark, standing, unwatched

Step = tuple[State, tuple[Effect, ...]]


def begin(now: Moment, rules: Rules) -> State:
    """The state of a daemon that starts for the first time; the person is taken to be at work until told otherwise."""
    return State(seen=now, settled=now.ticks, day=day_at(now, rules), began=now.ticks, fresh_since=now.ticks)


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
        state = _rebased(state, now.ticks - event.gap - state.seen.ticks)
        event = ev.Gapped(now.ticks - event.gap)
        state, effects = _gapped(state, event, now, rules, relaunched=True)
    elif isinstance(event, ev.Gapped):
        state, effects = _gapped(state, event, now, rules, relaunched=False)
    else:
        state, effects = _settled(state, now, rules)
        state, more = _handle_event(state, event, now, rules)
        effects += more
    state, more = _due_now(state, now, rules)
    effects += more
    if state.phase is not before:
        state = replace(state, began=now.ticks)
    return state, effects


# ------------------------------------------------------------------ time


def _settled(state: State, now: Moment, rules: Rules, *, show: bool = True) -> Step:
    """Everything that time alone brings until `now`; without `show` no prompt comes, as nobody was there to see it."""
    effects: tuple[Effect, ...] = ()
    while (at := next_wake(state, rules, now)) is not None and at <= now.ticks:
        state = _counted(state, rules, at)
        state, more = _due_now(state, Moment(now.wall_at(at), at), rules, show=show)
        effects += more
    return replace(_counted(state, rules, now.ticks), seen=now), effects


def _counted(state: State, rules: Rules, ticks: float) -> State:
    """The active seconds until `ticks` added."""
    if ticks <= state.settled:
        return state
    return replace(state, count=count_at(state, rules, ticks), settled=ticks)


def _due_now(state: State, at: Moment, rules: Rules, *, show: bool = True) -> Step:
    """What holds at this very moment is made so; a second call changes nothing more."""
    effects: tuple[Effect, ...] = ()
    for follow in (
        _apply_calendar,
        _returned,
        _resumed,
        _finished,
        _withdraw_when_busy,
        _record_stepped_away,
        _show_delayed_bubble,
        _expire_bubble,
        _note_absence,
        _record_natural_break,
    ):
        state, more = follow(state, at, rules)
        effects += more
    for follow in (_start_strict_break, _prompted) if show else ():
        state, more = follow(state, at, rules)
        effects += more
    state, more = _kept(state, at, rules)
    return state, effects + more


def _kept(state: State, at: Moment, rules: Rules) -> Step:
    """Whatever turned is kept for `why`, with its time."""
    if (told := mark(state, rules)) == state.told:
        return state, ()
    return replace(state, told=told), (Keep(standing(state, at, rules)),)


def _apply_calendar(state: State, at: Moment, rules: Rules) -> Step:
    """The calendar: a new day, working hours and quiet hours that begin or end."""
    if state.day.since <= at.wall < state.day.until:
        return state, ()
    waiting = not state.up and suppressed(state, rules) is not None
    old, state = state.day, replace(state, day=day_at(at, rules, state.work_until))
    if state.day.off and not old.off:
        state, effects = _taken_down(state, at, "the working hours ended")
        return _restarted(state), (*effects, _note(at, "Working hours ended."))
    if old.off and not state.day.off:
        state = replace(_restarted(state), fresh_since=at.ticks)
        begun = "You work on" if _works_on(state, at) else "Working hours began"
        return state, (_note(at, f"{begun}; the hour starts now."),)
    return (_resume_after_busy(state, at, rules) if waiting else state), ()


def _returned(state: State, at: Moment, rules: Rules) -> Step:
    """The person is back once nothing says any more that they are away."""
    if state.absent_since is None or absence(state, rules, at.ticks) is not None:
        return state, ()
    closed = () if state.open_record is None else (Close(state.open_record, at.wall),)
    # Should it turn out that they are still away, the same absence is no second break.
    if state.credited:
        state = replace(state, fresh_since=at.ticks, held=afresh(state, at.ticks))
    state = replace(state, absent_since=None, credited=False, open_record=None, returned=at.ticks)
    return state, closed


def _resumed(state: State, at: Moment, rules: Rules) -> Step:
    """A pause that is over ends."""
    if state.pause is None or at.ticks < state.pause.until - TINY:
        return state, ()
    return _unpaused(state, at, rules, Source.POLICY)


def _finished(state: State, at: Moment, rules: Rules) -> Step:
    """A routine whose last phase is over is done."""
    routine = state.routine
    if routine is None or routine.ends is None or at.ticks < routine.ends - TINY:
        return state, ()
    return _broken_up(state, at, routine.source, Kind.DONE)


def _withdraw_when_busy(state: State, at: Moment, rules: Rules) -> Step:
    """A reason not to interrupt takes a prompt that is up down."""
    why = reasons(state, rules)
    return _taken_down(state, at, why[0]) if why else (state, ())


def _record_stepped_away(state: State, at: Moment, rules: Rules) -> Step:
    """The person left while the prompt was up: it was obeyed without a click."""
    prompt = state.prompt
    if not state.up or prompt is None:
        return state, ()
    gone, silent = absence(state, rules, at.ticks), silent_since(state, rules)
    if state.locked_since is None and state.asleep_since is None:
        if silent is None or at.ticks < silent + rules.breaks.left - TINY:
            return state, ()
        gone = silent
    state = replace(state, absent_since=gone, credited=True)
    state, wrote = _write(
        state, at, Kind.STEPPED_AWAY, Source.POLICY, since=gone_since(state), detail={"prompt": prompt.id}
    )
    state = replace(_restarted(state), open_record=wrote.record.id)
    return state, (WithdrawPrompt(), wrote, _note(at, "You left while the prompt was up: that is the break."))


def _note_absence(state: State, at: Moment, rules: Rules) -> Step:
    """The person is away, from the last input on, which may become known only while they are."""
    if state.routine is not None or state.up or state.credited:
        return state, ()
    gone = absence(state, rules, at.ticks)
    if gone is None or (state.absent_since is not None and state.absent_since <= gone):
        return state, ()
    return replace(state, absent_since=gone), ()


def _show_delayed_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """What was due in the tray for long enough becomes a notification."""
    if state.prompt is None or state.banner_at is None or at.ticks < state.banner_at - TINY:
        return state, ()
    return replace(state, bubble=True, banner_at=None), (RaiseBubble(state.prompt),)


def _expire_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """A bubble that has been up long enough leaves; a prompt without an answer is withdrawn."""
    prompt, breaks = state.prompt, rules.breaks
    if not state.up or prompt is None:
        return state, ()
    if at.ticks >= prompt.since + breaks.unanswered - TINY:
        return _ignored(state, at, prompt, rules)
    if state.bubble and at.ticks >= prompt.since + (rules.banner or 0.0) + breaks.bubble - TINY:
        return replace(state, bubble=False), (LowerBubble(),)
    return state, ()


def _start_strict_break(state: State, at: Moment, rules: Rules) -> Step:
    """In strict mode the break begins by itself, a minute after its prompt, with the person there (S20)."""
    prompt = state.prompt
    if prompt is None or not insists(state, rules) or at.ticks < prompt.since + NOTICE - TINY:
        return state, ()
    silent = silent_since(state, rules)
    if silent is not None and at.ticks >= silent + THERE - TINY:
        return state, ()
    return _started(state, ev.BreakStarted(Source.POLICY), at, rules)


def _ignored(state: State, at: Moment, prompt: Prompt, rules: Rules) -> Step:
    detail: dict[str, Fact] = {"prompt": prompt.id, "showing": prompt.showing}
    state, wrote = _write(state, at, Kind.IGNORED, Source.POLICY, prompt.suggestion.items, detail)
    last = prompt.repeated or not rules.repeats or 0 < rules.breaks.max_snoozes <= prompt.snoozes
    state = _restarted(state)
    if last:
        note = _note(at, "No answer; it stays as a quiet mark in the tray.")
        return replace(state, badge=prompt), (WithdrawPrompt(), wrote, ShowBadge(), note)
    again = at.ticks + rules.breaks.snooze
    state = replace(state, prompt=replace(prompt, repeated=True), wait=Wait.REPEAT, wait_until=again)
    return state, (WithdrawPrompt(), wrote, _note(at, "No answer; it comes once more."))


def _record_natural_break(state: State, at: Moment, rules: Rules) -> Step:
    """An absence that has lasted long enough was a break of its own."""
    if state.absent_since is None or state.credited or state.pause is not None or state.day.off:
        return state, ()
    if state.routine is not None or at.ticks < gone_since(state) + rules.breaks.natural - TINY:
        return state, ()
    state, wrote = _write(state, at, Kind.NATURAL, Source.POLICY, since=gone_since(state))
    state = replace(_restarted(state), credited=True, open_record=wrote.record.id)
    return state, (wrote, _note(at, "You were away long enough: that counts as a break."))


def _prompted(state: State, at: Moment, rules: Rules) -> Step:
    """The prompt comes when it is wanted and no gate is shut."""
    if state.up or state.routine is not None or state.pause is not None or state.day.off:
        return state, ()
    if state.absent_since is not None:
        return state, ()
    if state.wait is not None:
        if at.ticks < state.wait_until - TINY:
            return state, ()
        if blocking_reason(state, rules, at.ticks):
            return replace(state, wait=Wait.DEFERRED), ()
        return _shown_again(state, at, rules)
    full = hour_is_full(state, rules)
    if not full and not (in_window(state, rules) and (state.held_back or lulled(state, rules, at.ticks))):
        return state, ()
    if blocking_reason(state, rules, at.ticks):
        return state, ()
    return _shown_first(state, at, rules, full=full)


# ------------------------------------------------------------------ prompts


def _shown_first(state: State, at: Moment, rules: Rules, *, full: bool) -> Step:
    suggestion = held_for(state, _suggest(state, at, rules)) if state.held_back else _suggest(state, at, rules)
    prompt = Prompt(id=_id(state, at), suggestion=suggestion, since=at.ticks)
    today = state.day.on.isoformat()
    state = replace(
        state,
        shown_first=at.ticks,
        shown_on=today,
        shown_today=state.shown_today + 1 if state.shown_on == today else 1,
        badge=None,
    )
    note = _note(at, "Prompted: the time was full." if full else "Prompted at a pause in your typing.")
    return _up(state, at, rules, prompt, note)


def _shown_again(state: State, at: Moment, rules: Rules) -> Step:
    assert state.prompt is not None
    suggestion = state.prompt.suggestion
    if state.wait is Wait.DEFERRED:
        suggestion = held_for(state, suggestion)
    prompt = replace(state.prompt, suggestion=suggestion, since=at.ticks, showing=state.prompt.showing + 1)
    why = {Wait.SNOOZED: "after your snooze", Wait.REPEAT: "once more", Wait.DEFERRED: "now that you are free"}
    assert state.wait is not None
    return _up(state, at, rules, prompt, _note(at, f"Prompted again, {why[state.wait]}."))


def _up(state: State, at: Moment, rules: Rules, prompt: Prompt, note: Note, swapped: Suggestion | None = None) -> Step:
    suggestion = prompt.suggestion
    detail: dict[str, Fact] = {
        "prompt": prompt.id,
        "showing": prompt.showing,
        "alternative": suggestion.alternative,
        "tip": suggestion.tip_id,
        "opening": suggestion.opening,
        **_session(suggestion),
        **was_busy(state, at),
    }
    if swapped is not None:
        detail["swapped"] = ",".join(item.id for item in swapped.items)
    state = replace(state, prompt=prompt, up=True, wait=None, held_back=False, held=(), boundary=None)
    state, shows = _presented(state, at, rules, prompt)
    state, wrote = _write(state, at, Kind.PROMPTED, Source.POLICY, suggestion.items, detail)
    return state, (wrote, *shows, note)


def _presented(state: State, at: Moment, rules: Rules, prompt: Prompt) -> Step:
    """What is up is shown: as a notification, or in the tray first, or there alone."""
    loud = rules.banner == 0
    later = at.ticks + rules.banner if rules.banner else None
    return replace(state, prompt=prompt, bubble=loud, banner_at=later), (ShowPrompt(prompt, quiet=not loud),)


def _suggest(
    state: State, at: Moment, rules: Rules, swapped: Suggestion | None = None, *, asked: bool = False
) -> Suggestion:
    seed = rules.seed * 1_000_003 + state.serial
    walk = state.held_back and was_long_held(state)
    return rules.suggest(Occasion(at.wall.astimezone(rules.zone), seed, swapped, asked, walk))


def _taken_down(state: State, at: Moment, why: str) -> Step:
    """A prompt that is up is put away and remembered as deferred: neither ignored nor a snooze."""
    if not state.up or state.prompt is None:
        return state, ()
    detail: dict[str, Fact] = {"prompt": state.prompt.id, "reason": why}
    state, wrote = _write(state, at, Kind.DEFERRED, Source.POLICY, state.prompt.suggestion.items, detail)
    state = replace(state, up=False, bubble=False, banner_at=None, wait=Wait.DEFERRED, wait_until=at.ticks)
    return state, (WithdrawPrompt(), wrote)


def _restarted(state: State) -> State:
    """The count starts again, and whatever was at hand is void."""
    return replace(
        state,
        count=0.0,
        prompt=None,
        up=False,
        bubble=False,
        banner_at=None,
        wait=None,
        badge=None,
        held_back=False,
        held=afresh(state, state.settled),
        boundary=None,
    )


# ------------------------------------------------------------------ happenings


def _handle_event(state: State, event: ev.Event, at: Moment, rules: Rules) -> Step:
    match event:
        case ev.Looked() | ev.Launched() | ev.Gapped():
            return state, ()
        case ev.InputStopped() | ev.InputResumed() | ev.Locked() | ev.Unlocked() | ev.Suspended() | ev.Woken():
            return _sensed(state, event, at, rules)
        case ev.BusyBegun():
            return _busy(state, at, event.reason), ()
        case ev.BusyEnded():
            return _busy_ended(state, at, rules, event.reason), ()
        case ev.BoundaryCrossed():
            return replace(state, boundary=at.ticks), ()
        case ev.Answered():
            return _answered(state, event, at, rules)
        case ev.BreakStarted():
            return _started(state, event, at, rules)
        case ev.BreakStopped() | ev.BreakHeld() | ev.BreakAdvanced() | ev.BreakEased():
            return _of_routine(state, event, at)
        case ev.PauseBegun():
            return _paused(state, event, at, rules)
        case ev.PauseEnded():
            return _unpaused(state, at, rules, event.source)
        case ev.WorkedOn():
            return _worked_on(state, event, at)
        case ev.Told():
            return _told(state, event, at)
        case _:
            assert_never(event)


def _sensed(
    state: State,
    event: ev.InputStopped | ev.InputResumed | ev.Locked | ev.Unlocked | ev.Suspended | ev.Woken,
    at: Moment,
    rules: Rules,
) -> Step:
    """What keyboard, screen and machine tell of the person."""
    match event:
        case ev.InputStopped():
            return _silenced(state, event), ()
        case ev.InputResumed():
            return replace(state, quiet_since=None), ()
        case ev.Locked():
            return _locked(state, at), ()
        case ev.Unlocked():
            return _unlocked(state, at, rules), ()
        case ev.Suspended():
            return _suspended(state, at)
        case ev.Woken():
            return replace(state, asleep_since=None), ()
        case _:
            assert_never(event)


def _silenced(state: State, event: ev.InputStopped) -> State:
    return state if state.quiet_since is not None else replace(state, quiet_since=event.since)


def _locked(state: State, at: Moment) -> State:
    return state if state.locked_since is not None else replace(state, locked_since=at.ticks)


def _unlocked(state: State, at: Moment, rules: Rules) -> State:
    if state.locked_since is None:
        return state
    # Whoever unlocks was just seen at the keyboard.
    quiet = None if state.quiet_since is None else at.ticks
    return replace(state, locked_since=None, quiet_since=quiet, boundary=at.ticks + rules.breaks.after_absence)


def _suspended(state: State, at: Moment) -> Step:
    if state.asleep_since is not None:
        return state, ()
    state = replace(state, asleep_since=at.ticks)
    if state.routine is None:
        return state, ()
    return _broken_up(state, at, Source.POLICY, None)


def _gapped(state: State, event: ev.Gapped, now: Moment, rules: Rules, *, relaunched: bool) -> Step:
    """Nobody looked between `event.since` and `now`: the person left when last seen."""
    effects: tuple[Effect, ...] = ()
    long = now.ticks - event.since > rules.breaks.idle
    if long or relaunched:
        how = "asleep" if state.asleep_since is not None else "stopped" if relaunched else "unseen"
        effects += (Keep(unwatched(Moment(now.wall_at(event.since), event.since), now, how)),)
    was_quiet = state.quiet_since
    silent = silent_since(state, rules)
    if long:
        seen = Moment(now.wall_at(event.since), event.since)
        state, more = _settled(state, seen, rules, show=False)
        effects += more
        if state.routine is not None:
            state, more = _broken_up(state, seen, Source.POLICY, None)
            effects += more
        if at_work_in_silence(state, rules):
            state = _seen(state, event.since)
        state = replace(state, quiet_since=event.since if silent is None else silent, gapped=True)
        state, more = _due_now(state, seen, rules, show=False)
        effects += more
    state, more = _settled(state, now, rules, show=False)
    effects += more
    if relaunched:
        state, more = _relaunched(state, now, rules)
        return state, effects + more
    if long:
        state = replace(state, gapped=False, quiet_since=was_quiet)
    return state, effects


def _relaunched(state: State, now: Moment, rules: Rules) -> Step:
    """The desktop will say again what it knows; until then the person is taken to be at work."""
    if state.busy:
        if at_work_in_silence(state, rules):
            state = _seen(state, now.ticks)
        state = _resume_after_busy(replace(state, busy=(), held=()), now, rules)
    state = replace(state, quiet_since=None, gapped=False, locked_since=None, asleep_since=None)
    if state.up and state.prompt is not None:
        return _presented(state, now, rules, replace(state.prompt, since=now.ticks))
    return state, () if state.routine is None else (LeadRoutine(state.routine),)


def _busy(state: State, at: Moment, reason: str) -> State:
    if any(told == reason for told, _ in state.busy):
        return state
    return replace(state, busy=(*state.busy, (reason, at.ticks)))


def _busy_ended(state: State, at: Moment, rules: Rules, reason: str) -> State:
    if all(told != reason for told, _ in state.busy):
        return state
    if reason in PRESENT and reason not in rules.ignored:
        state = _seen(state, at.ticks)
    lasted = at.ticks - dict(state.busy)[reason]
    state = replace(state, busy=tuple((told, since) for told, since in state.busy if told != reason))
    return state if reason in rules.ignored else _resume_after_busy(and_held(state, reason, lasted), at, rules)


def _seen(state: State, ticks: float) -> State:
    """The person was there until `ticks`, so that no silence before it counts; a lock or a sleep does."""
    until = ticks if state.absent_since is None else state.absent_since
    return replace(state, fresh_since=max(state.fresh_since, until))


def _resume_after_busy(state: State, at: Moment, rules: Rules) -> State:
    """A reason ended; what it kept waiting comes at a lull, or after a while without one."""
    if suppressed(state, rules):
        return state
    lapsed = state.wait is not None and state.wait_until <= at.ticks + TINY
    wanted = lapsed or (state.wait is None and in_window(state, rules))
    return replace(state, busy_ended=at.ticks, held_back=wanted)


def _answered(state: State, event: ev.Answered, at: Moment, rules: Rules) -> Step:
    match event.answer:
        case ev.Answer.DONE:
            return _said_done(state, event, at)
        case ev.Answer.SKIP:
            return _skipped(state, event, at)
        case ev.Answer.SNOOZE:
            return _snoozed(state, event, at, rules)
        case ev.Answer.ANOTHER:
            return _swap_suggestion(state, at, rules)
        case ev.Answer.STEPPED_AWAY:
            return _stepped_away(state, event, at)
        case _:
            assert_never(event.answer)


def _stepped_away(state: State, event: ev.Answered, at: Moment) -> Step:
    """The person says that they left the desk; with nothing due, that is a break taken unasked."""
    if state.routine is not None:
        return _broken_up(state, at, event.source, None)
    taken = (WithdrawPrompt(),) if state.up else ()
    detail: dict[str, Fact] = {} if state.prompt is None else {"prompt": state.prompt.id}
    state, wrote = _write(state, at, Kind.STEPPED_AWAY, event.source, detail=detail)
    state = replace(_restarted(state), fresh_since=at.ticks)
    return state, (*taken, wrote, _note(at, "You took a break from the desk."))


def _said_done(state: State, event: ev.Answered, at: Moment) -> Step:
    if state.routine is not None:
        return _broken_up(state, at, event.source, Kind.DONE)
    prompt = state.prompt
    if prompt is None:
        return _stepped_away(state, event, at)
    taken = (WithdrawPrompt(),) if state.up else ()
    since_shown = at.ticks - prompt.since
    total = prompt.suggestion.total_seconds
    detail: dict[str, Fact] = {
        "prompt": prompt.id,
        "credited": since_shown >= total / 2,
        "seconds": round(min(since_shown, total)),
        **_session(prompt.suggestion),
    }
    state, wrote = _write(state, at, Kind.DONE, event.source, prompt.suggestion.items, detail)
    state = replace(_restarted(state), fresh_since=at.ticks)
    return state, (*taken, wrote, _note(at, "You said that it is done."))


def _skipped(state: State, event: ev.Answered, at: Moment) -> Step:
    prompt = state.prompt
    if prompt is None or state.phase not in (Phase.DUE, Phase.SNOOZED):
        return state, (Refuse("Nothing to skip", "No break is due now."),)
    taken = (WithdrawPrompt(),) if state.up else ()
    state, wrote = _write(
        state, at, Kind.SKIPPED, event.source, prompt.suggestion.items, {"prompt": prompt.id, "showing": prompt.showing}
    )
    return _restarted(state), (*taken, wrote, _note(at, "You skipped it."))


def _snoozed(state: State, event: ev.Answered, at: Moment, rules: Rules) -> Step:
    prompt = state.prompt
    if prompt is None or state.phase is not Phase.DUE:
        return state, (Refuse("Nothing to snooze", "No break is due now."),)
    if state.snoozes_left(rules.breaks.max_snoozes) == 0:
        return state, (Refuse("No snooze left", "This prompt comes no later; start it, say done, or skip it."),)
    seconds = rules.breaks.snooze if event.minutes is None else event.minutes * 60
    until = at.ticks + seconds
    detail: dict[str, Fact] = {"prompt": prompt.id, "showing": prompt.showing, "minutes": round(seconds / 60, 2)}
    state, wrote = _write(state, at, Kind.SNOOZED, event.source, prompt.suggestion.items, detail)
    state = replace(
        state,
        prompt=replace(prompt, snoozes=prompt.snoozes + 1),
        up=False,
        bubble=False,
        banner_at=None,
        wait=Wait.SNOOZED,
        wait_until=until,
    )
    return state, (WithdrawPrompt(), wrote, _note(at, "You snoozed it."))


def _swap_suggestion(state: State, at: Moment, rules: Rules) -> Step:
    if not state.up or state.prompt is None:
        return state, (Refuse("Nothing to swap", "No break is due now."),)
    old = state.prompt.suggestion
    if not old.items:
        return state, (Refuse("Nothing to swap", "There are no exercises now."),)
    suggestion = _suggest(state, at, rules, old)
    prompt = replace(state.prompt, suggestion=suggestion, since=at.ticks)
    state, effects = _up(state, at, rules, prompt, _note(at, "You asked for another one."), swapped=old)
    return state, (WithdrawPrompt(), *effects)


# ------------------------------------------------------------------ routines


def _started(state: State, event: ev.BreakStarted, at: Moment, rules: Rules) -> Step:
    if state.routine is not None:
        return state, (Refuse("A break is on", "Stop it first: uncrick break --stop."),)
    at_hand = state.prompt or state.badge
    suggestion = event.suggestion
    if suggestion is None:
        # A prompt that came without exercises may be from before midnight, or from before the lock was released
        has_any = at_hand is not None and at_hand.suggestion.items
        suggestion = at_hand.suggestion if at_hand and has_any else _suggest(state, at, rules, asked=True)
    if not suggestion.items:
        return state, (Refuse("No exercises now", "Look away for a minute, or walk a little, if you feel able."),)
    prompt_id = at_hand.id if at_hand is not None else None
    routine = Routine(suggestion, at.ticks, event.source, prompt_id, here=event.here)
    taken = (WithdrawPrompt(),) if state.up else ()
    detail: dict[str, Fact] = {"prompt": routine.prompt_id, **_session(suggestion)}
    state, wrote = _write(state, at, Kind.STARTED, event.source, suggestion.items, detail)
    state = replace(_restarted(state), count=state.count, routine=routine)
    return state, (*taken, wrote, LeadRoutine(routine), _note(at, "A break began."))


def _of_routine(
    state: State, event: ev.BreakStopped | ev.BreakHeld | ev.BreakAdvanced | ev.BreakEased, at: Moment
) -> Step:
    routine = state.routine
    if routine is None:
        return state, (Refuse("No break is on", "There is nothing to stop."),)
    match event:
        case ev.BreakStopped():
            return _broken_up(state, at, event.source, None)
        case ev.BreakHeld(held=True):
            if routine.held_since is not None:
                return state, ()
            routine = replace(routine, held_since=at.ticks)
        case ev.BreakHeld():
            if routine.held_since is None:
                return state, ()
            routine = replace(routine, held=routine.held + at.ticks - routine.held_since, held_since=None)
        case ev.BreakAdvanced():
            by = event.to - routine.position(at.ticks)
            routine = replace(routine, skipped=routine.skipped + (by if event.back else max(0.0, by)))
        case ev.BreakEased():
            # Nothing that is shown changes: whoever leads moves on by itself when the fewer repetitions are done.
            return replace(state, routine=_eased(routine, event)), ()
        case _:
            assert_never(event)
    return replace(state, routine=routine), (LeadRoutine(routine),)


def _eased(routine: Routine, event: ev.BreakEased) -> Routine:
    """The routine as it is really done: the record and its credit go by that."""
    items = routine.done or routine.suggestion.items
    if not 0 <= event.item < len(items):
        return routine
    done = list(items)
    done[event.item] = replace(items[event.item], reps=event.reps, seconds=event.seconds, variant=event.variant)
    return replace(routine, done=tuple(done))


def _broken_up(state: State, at: Moment, source: str, kind: Kind | None) -> Step:
    """The routine is over: `kind` says how, or None leaves it to how much of it was done."""
    routine = state.routine
    assert routine is not None
    items = routine.done or routine.suggestion.items
    spared = sum(item.seconds for item in routine.suggestion.items) - sum(item.seconds for item in items)
    exercised = min(routine.exercised(at.ticks), routine.total)
    half = exercised >= (routine.total - spared) / 2 - TINY
    completed = kind is Kind.DONE
    detail: dict[str, Fact] = {
        "prompt": routine.prompt_id,
        "credited": half,
        "seconds": round(exercised),
        **_session(routine.suggestion),
    }
    if not completed and not half:
        kind = Kind.PART_DONE
        detail["credited"] = True
    state, wrote = _write(state, at, kind or Kind.DONE, source, items, detail)
    state = replace(_restarted(state), routine=None, fresh_since=at.ticks, returned=None)
    text = "The break is done." if kind is not Kind.PART_DONE else "The break was broken off."
    return state, (wrote, EndGuide(completed), _note(at, text))


# ------------------------------------------------------------------ what was told

ENDS_IT = ("hurt", "unwell")
"""After these words no routine goes on; nor once a sign was ticked."""


def _told(state: State, event: ev.Told, at: Moment) -> Step:
    """What a person tells is written down; what follows from it, follows from the history."""
    effects: tuple[Effect, ...] = ()
    if state.routine is not None and (event.feedback in ENDS_IT or event.detail.get("signs")):
        state, effects = _broken_up(state, at, event.source, None)
    state, wrote = _write(state, at, Kind.FEEDBACK, event.source, detail=dict(event.detail), feedback=event.feedback)
    return state, (*effects, wrote)


# ------------------------------------------------------------------ pauses


def _paused(state: State, event: ev.PauseBegun, at: Moment, rules: Rules) -> Step:
    if event.seconds <= 0:
        return state, (Refuse("That is over already", "A pause needs an end that lies ahead."),)
    effects: tuple[Effect, ...] = ()
    if state.routine is not None:
        state, effects = _broken_up(state, at, event.source, None)
    state, more = _taken_down(state, at, "paused")
    since = state.pause.since if state.pause is not None else at.ticks
    until = at.ticks + event.seconds
    state, wrote = _write(state, at, Kind.PAUSED, event.source, until=until)
    state = replace(state, pause=Pause(since, until))
    return state, (*effects, *more, wrote, _note(at, "You paused the prompts."))


def _unpaused(state: State, at: Moment, rules: Rules, source: str) -> Step:
    if state.pause is None:
        return state, ()
    if at.ticks - state.pause.since >= rules.breaks.natural - TINY:
        state = _restarted(state)
    state, wrote = _write(state, at, Kind.RESUMED, source)
    return replace(state, pause=None, fresh_since=at.ticks), (wrote, _note(at, "The pause ended."))


def _works_on(state: State, at: Moment) -> bool:
    return state.work_until is not None and at.wall < state.work_until


def _worked_on(state: State, event: ev.WorkedOn, at: Moment) -> Step:
    """Outside the hours the person is at work for a while, or longer; the calendar is read anew for it."""
    if not state.day.off and not _works_on(state, at):
        return state, (Refuse("These are working hours", "Prompts come anyway."),)
    if event.seconds <= 0:
        return state, (Refuse("That is over already", "Work goes on for some time, or not at all."),)
    until = at.wall + timedelta(seconds=event.seconds)
    return replace(state, work_until=until, day=replace(state.day, until=state.day.since)), ()


# ------------------------------------------------------------------ writing


def _id(state: State, at: Moment) -> str:
    return f"{at.wall.astimezone(UTC):%Y%m%dT%H%M%S}-{state.serial}"


def _write(
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
    record = Record(_id(state, at), begun, ended, kind, source, routine, feedback, detail or {})
    return replace(state, serial=state.serial + 1), Write(record)


def _session(suggestion: Suggestion) -> dict[str, Fact]:
    """What the history is to know of a longer session."""
    return {DETAIL: HOME} if suggestion.form is Form.HOME_SESSION else {}


def _note(at: Moment, text: str) -> Note:
    return Note(at.wall, text)


def _rebased(state: State, shift: float) -> State:
    """The same state on another clock of ticks, `shift` seconds ahead of the old one."""

    def moved(ticks: float | None) -> float | None:
        return None if ticks is None else ticks + shift

    return replace(
        state,
        seen=Moment(state.seen.wall, state.seen.ticks + shift),
        settled=state.settled + shift,
        began=state.began + shift,
        quiet_since=moved(state.quiet_since),
        locked_since=moved(state.locked_since),
        asleep_since=moved(state.asleep_since),
        absent_since=moved(state.absent_since),
        returned=moved(state.returned),
        fresh_since=state.fresh_since + shift,
        busy=tuple((reason, since + shift) for reason, since in state.busy),
        busy_ended=moved(state.busy_ended),
        # What is up is presented anew after the restart, with the whole delay; until then nobody is there to show it.
        banner_at=None,
        boundary=moved(state.boundary),
        prompt=_moved_prompt(state.prompt, shift),
        badge=_moved_prompt(state.badge, shift),
        wait_until=state.wait_until + shift,
        routine=_moved_routine(state.routine, shift),
        pause=None if state.pause is None else Pause(state.pause.since + shift, state.pause.until + shift),
        shown_first=moved(state.shown_first),
        # Should the last one have been lost with the process, how things stand is told again.
        told="",
    )


def _moved_prompt(prompt: Prompt | None, shift: float) -> Prompt | None:
    return None if prompt is None else replace(prompt, since=prompt.since + shift)


def _moved_routine(routine: Routine | None, shift: float) -> Routine | None:
    if routine is None:
        return None
    held = None if routine.held_since is None else routine.held_since + shift
    return replace(routine, began=routine.began + shift, held_since=held)
