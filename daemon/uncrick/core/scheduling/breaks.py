"""A break: how it starts, what the person changes on the way, and how it ends."""

from dataclasses import replace
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind, Source
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import TINY, at_work_in_silence, silent_since
from uncrick.core.scheduling.effects import Effect, EndGuide, LeadRoutine, Refuse, WithdrawPrompt
from uncrick.core.scheduling.outlook import NOTICE, THERE, starts_by_itself
from uncrick.core.scheduling.prompts import suggest
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Answered, Idle, OnBreak, Routine, State
from uncrick.core.scheduling.steps import (
    Step,
    absence_counts_from,
    explain,
    restart_count,
    session_detail,
    take_back,
    write,
)

STOPS_BREAK = ("hurt", "unwell")
"""After these words no routine goes on; nor once a sign was ticked."""


def start_break(state: State, event: ev.BreakStarted, at: Moment, rules: Rules) -> Step:
    if state.routine is not None:
        return state, (Refuse(_("A break is on"), _("Stop it first: uncrick break --stop.")),)
    undone: tuple[Effect, ...] = ()
    skipped = state.answered if state.answered is not None and state.answered.kind == Kind.SKIPPED else None
    at_hand = state.prompt or state.badge or (skipped.prompt if skipped else None)
    suggestion = event.suggestion
    if suggestion is None:
        # A prompt that came without exercises may be from before midnight, or from before the lock was released
        has_any = at_hand is not None and at_hand.suggestion.items
        suggestion = at_hand.suggestion if at_hand and has_any else suggest(state, at, rules, asked=True)
    if not suggestion.items:
        return state, (Refuse(_("No exercises now"), _("Look away for a minute, or walk a little, if you feel able.")),)
    if skipped is not None and event.suggestion is None:
        # Whoever begins what they have just skipped did not mean to skip it.
        state, wrote = take_back(state, skipped, at, event.source)
        undone = (wrote,)
    routine = Routine(suggestion, at.ticks, event.source, at_hand, here=event.here)
    taken = (WithdrawPrompt(),) if state.shown else ()
    detail: dict[str, Fact] = {"prompt": routine.prompt_id, **session_detail(suggestion)}
    state, wrote = write(state, at, Kind.STARTED, event.source, suggestion.items, detail)
    state = replace(restart_count(state), count=state.count, stage=OnBreak(routine))
    return state, (*undone, *taken, wrote, LeadRoutine(routine), explain(at, _("A break began.")))


def start_strict_break(state: State, at: Moment, rules: Rules) -> Step:
    """In strict mode the break begins by itself, a minute after its prompt, with the person there (S20)."""
    shown = state.shown
    if shown is None or not starts_by_itself(shown, rules) or at.ticks < shown.prompt.since + NOTICE - TINY:
        return state, ()
    silent = silent_since(state, rules)
    if silent is not None and at.ticks >= silent + THERE - TINY and not at_work_in_silence(state, rules, at.ticks):
        return state, ()
    return start_break(state, ev.BreakStarted(Source.POLICY), at, rules)


def change_break(
    state: State, event: ev.BreakStopped | ev.BreakHalted | ev.BreakAdvanced | ev.BreakEased, at: Moment
) -> Step:
    routine = state.routine
    if routine is None:
        return state, (Refuse(_("No break is on"), _("There is nothing to stop.")),)
    match event:
        case ev.BreakStopped():
            return end_break(state, at, event.source, None)
        case ev.BreakHalted(halted=True):
            if routine.halted_since is not None:
                return state, ()
            routine = replace(routine, halted_since=at.ticks)
        case ev.BreakHalted():
            if routine.halted_since is None:
                return state, ()
            halted = routine.halted_seconds + at.ticks - routine.halted_since
            routine = replace(routine, halted_seconds=halted, halted_since=None)
        case ev.BreakAdvanced():
            by = event.to - routine.position(at.ticks)
            routine = replace(routine, skipped=routine.skipped + (by if event.back else max(0.0, by)))
        case ev.BreakEased():
            # Nothing that is shown changes: whoever leads moves on by itself when the fewer repetitions are done.
            return replace(state, stage=OnBreak(_ease_item(routine, event))), ()
        case _:
            assert_never(event)
    return replace(state, stage=OnBreak(routine)), (LeadRoutine(routine),)


def _ease_item(routine: Routine, event: ev.BreakEased) -> Routine:
    """The routine as it is really done: the record and its credit go by that."""
    items = routine.done or routine.suggestion.items
    if not 0 <= event.item < len(items):
        return routine
    done = list(items)
    done[event.item] = replace(items[event.item], reps=event.reps, seconds=event.seconds, variant=event.variant)
    return replace(routine, done=tuple(done))


def end_finished_break(state: State, at: Moment, rules: Rules) -> Step:
    """A routine whose last phase is over is done."""
    routine = state.routine
    if routine is None or routine.ends is None or at.ticks < routine.ends - TINY:
        return state, ()
    return end_break(state, at, routine.source, Kind.DONE)


def end_break(state: State, at: Moment, source: str, kind: Kind | None) -> Step:
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
        **session_detail(routine.suggestion),
    }
    if not completed and not half:
        kind = Kind.PART_DONE
        detail["credited"] = True
    state, wrote = write(state, at, kind or Kind.DONE, source, items, detail)
    if source != Source.POLICY:
        state = replace(
            state, answered=Answered(wrote.record.id, wrote.record.kind, routine.prompt, at.ticks, state.count)
        )
    state = absence_counts_from(replace(restart_count(state), stage=Idle()), at.ticks)
    state = replace(state, presence=replace(state.presence, returned=None))
    text = _("The break was stopped.") if kind is Kind.PART_DONE else _("The break is done.")
    return state, (wrote, EndGuide(completed), explain(at, text))


def record_feedback(state: State, event: ev.FeedbackGiven, at: Moment) -> Step:
    """Feedback goes to the history, from which all else follows; some of it ends the routine that is on."""
    effects: tuple[Effect, ...] = ()
    if state.routine is not None and (event.feedback in STOPS_BREAK or event.detail.get("signs")):
        state, effects = end_break(state, at, event.source, None)
        state = replace(state, answered=None)  # what hurt is not suggested again by a click
    state, wrote = write(state, at, Kind.FEEDBACK, event.source, detail=dict(event.detail), feedback=event.feedback)
    return state, (*effects, wrote)
