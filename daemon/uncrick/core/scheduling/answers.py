"""What each answer to a prompt does, and how the last one is taken back."""

from dataclasses import replace
from typing import assert_never

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import TINY, is_shut
from uncrick.core.scheduling.breaks import end_break
from uncrick.core.scheduling.effects import Effect, Refuse, WithdrawPrompt, Write
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.prompts import present, show, suggest
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Answered, Phase, State, Wait, Waiting
from uncrick.core.scheduling.steps import (
    Step,
    absence_counts_from,
    explain,
    restart_count,
    session_detail,
    take_back,
    write,
)

TOUCHED = 5.0
"""Seconds; an answer comes with input, and a routine that ends by itself has had none for longer."""
NOT_TWICE = 300.0
"""Seconds after a break in which the person who says that it is done means the same one."""


def answer(state: State, event: ev.Answered, at: Moment, rules: Rules) -> Step:
    match event.answer:
        case ev.Answer.DONE:
            return _say_done(state, event, at)
        case ev.Answer.SKIP:
            return _skip(state, event, at)
        case ev.Answer.SNOOZE:
            return _snooze(state, event, at, rules)
        case ev.Answer.ANOTHER:
            return _swap_suggestion(state, at, rules)
        case ev.Answer.STEPPED_AWAY:
            return _step_away(state, event, at)
        case _:
            assert_never(event.answer)


def _say_done(state: State, event: ev.Answered, at: Moment) -> Step:
    if state.routine is not None:
        return end_break(state, at, event.source, Kind.DONE)
    prompt = state.prompt
    if prompt is None:
        return _step_away(state, event, at)
    taken = (WithdrawPrompt(),) if state.shown else ()
    since_shown = at.ticks - prompt.since
    total = prompt.suggestion.total_seconds
    detail: dict[str, Fact] = {
        "prompt": prompt.id,
        "credited": since_shown >= total / 2,
        "seconds": round(min(since_shown, total)),
        **session_detail(prompt.suggestion),
    }
    state, wrote = write(state, at, Kind.DONE, event.source, prompt.suggestion.items, detail)
    state = absence_counts_from(restart_count(state), at.ticks)
    return state, (*taken, wrote, explain(at, _("You marked the break as done.")))


def _step_away(state: State, event: ev.Answered, at: Moment) -> Step:
    """The person says that they left the desk; with nothing due, that is a break taken unasked."""
    if state.routine is not None:
        return end_break(state, at, event.source, None)
    if state.prompt is None and state.taken_at is not None and at.ticks < state.taken_at + NOT_TWICE:
        return state, ()
    taken = (WithdrawPrompt(),) if state.shown else ()
    detail: dict[str, Fact] = {} if state.prompt is None else {"prompt": state.prompt.id}
    state, wrote = write(state, at, Kind.STEPPED_AWAY, event.source, detail=detail)
    state = absence_counts_from(restart_count(state), at.ticks)
    return state, (*taken, wrote, explain(at, _("You took a break from the desk.")))


def _skip(state: State, event: ev.Answered, at: Moment) -> Step:
    prompt = state.prompt
    if prompt is None or not _can_be_skipped(state):
        return state, (Refuse(_("Nothing to skip"), _("No break is due now.")),)
    taken = (WithdrawPrompt(),) if state.shown else ()
    state, wrote = write(
        state, at, Kind.SKIPPED, event.source, prompt.suggestion.items, {"prompt": prompt.id, "showing": prompt.showing}
    )
    return restart_count(state), (*taken, wrote, explain(at, _("You skipped it.")))


def _can_be_skipped(state: State) -> bool:
    """Whether the prompt at hand is up, snoozed, or to be repeated; one that was put off is not due, nor is a pause."""
    waits = state.waiting is not None and state.waiting.why is not Wait.DEFERRED and state.pause is None
    return waits or state.phase is Phase.DUE


def _snooze(state: State, event: ev.Answered, at: Moment, rules: Rules) -> Step:
    prompt = state.prompt
    if prompt is None or state.phase is not Phase.DUE:
        return state, (Refuse(_("Nothing to snooze"), _("No break is due now.")),)
    if state.snoozes_left(rules.breaks.max_snoozes) == 0:
        return state, (
            Refuse(
                _("No snooze left"), _("This break cannot be put off again. Start it, mark it as done, or skip it.")
            ),
        )
    seconds = rules.breaks.snooze if event.minutes is None else event.minutes * 60
    until = at.ticks + seconds
    detail: dict[str, Fact] = {"prompt": prompt.id, "showing": prompt.showing, "minutes": round(seconds / 60, 2)}
    state, wrote = write(state, at, Kind.SNOOZED, event.source, prompt.suggestion.items, detail)
    state = replace(state, stage=Waiting(replace(prompt, snoozes=prompt.snoozes + 1), Wait.SNOOZED, until))
    return state, (WithdrawPrompt(), wrote, explain(at, _("You snoozed it.")))


def _swap_suggestion(state: State, at: Moment, rules: Rules) -> Step:
    if state.shown is None:
        return state, (Refuse(_("Nothing to swap"), _("No break is due now.")),)
    prompt = state.shown.prompt
    old = prompt.suggestion
    if not old.items:
        return state, (Refuse(_("Nothing to swap"), _("There is nothing to swap: no exercises are suggested now.")),)
    suggestion = suggest(state, at, rules, old)
    prompt = replace(prompt, suggestion=suggestion, since=at.ticks)
    state, effects = show(state, at, rules, prompt, explain(at, _("You asked for another one.")), swapped=old)
    return state, (WithdrawPrompt(), *effects)


# ------------------------------------------------------------------ taken back


def remember_answer(before: State, after: State, effects: tuple[Effect, ...], at: Moment) -> State:
    """The state with what it takes to take the answer back that led from `before` to `after`."""
    record = next((effect.record for effect in effects if isinstance(effect, Write)), None)
    if record is None or before.routine is not None or record.kind is Kind.PROMPTED:
        return after
    return replace(
        after, answered=Answered(record.id, record.kind, before.prompt, at.ticks, before.count - after.count)
    )


def end_undo(state: State, at: Moment, rules: Rules) -> Step:
    """A pause, an absence, a prompt or a break that came since, or the time, ends the chance."""
    answered = state.answered
    if answered is None:
        return state, ()
    turned = state.pause is not None or state.day.off or _has_left(state, answered, at)
    came = state.shown is not None or state.routine is not None
    if turned or came or at.ticks >= answered.at + rules.breaks.undo - TINY:
        return replace(state, answered=None), ()
    return state, ()


def _has_left(state: State, answered: Answered, at: Moment) -> bool:
    """Whether the person left after the answer; who sat still through a routine to its end has not."""
    if is_shut(state, at.ticks):
        return True
    absent = state.presence.absence
    return absent is not None and (absent.record is not None or absent.since > answered.at - TOUCHED)


def undo(state: State, at: Moment, rules: Rules, source: str) -> Step:
    answered = state.answered
    if answered is None:
        return state, (Refuse(_("Nothing to undo"), _("There is no answer that can still be taken back.")),)
    state, wrote = take_back(state, answered, at, source)
    note = explain(at, _("You took your answer back."))
    if answered.prompt is None:
        return state, (wrote, note)
    if reasons(state, rules):
        # It cannot be shown now, and comes as soon as it can
        state = replace(state, stage=Waiting(answered.prompt, Wait.DEFERRED, at.ticks))
        return state, (wrote, note)
    state, shows = present(state, at, rules, replace(answered.prompt, since=at.ticks))
    return state, (wrote, *shows, note)
