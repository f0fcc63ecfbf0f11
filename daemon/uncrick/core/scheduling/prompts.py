"""A prompt: shown first, shown again, its notification, and how it is withdrawn."""

from dataclasses import replace

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind, Source
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.attendance import TINY
from uncrick.core.scheduling.busy import after_long_busy, busy_detail, was_long_busy
from uncrick.core.scheduling.effects import LowerBubble, Note, RaiseBubble, ShowBadge, ShowPrompt, WithdrawPrompt
from uncrick.core.scheduling.outlook import blockers, hour_is_full, is_wanted, reasons
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.scheduling.state import (
    Badge,
    BubbleDelayed,
    BubbleUp,
    FirstShowings,
    NoBubble,
    Phase,
    Prompt,
    Shown,
    State,
    Wait,
    Waiting,
)
from uncrick.core.scheduling.steps import Step, explain, new_id, restart_count, session_detail, write

AGAIN = {
    Wait.SNOOZED: N_("Shown again after your snooze."),
    Wait.REPEAT: N_("Shown once more, because there was no answer."),
    Wait.DEFERRED: N_("Shown again, now that you are free."),
}


def show_due_prompt(state: State, at: Moment, rules: Rules) -> Step:
    """The prompt comes when it is wanted and nothing keeps it back."""
    if state.phase not in (Phase.WORKING, Phase.SNOOZED) or not is_wanted(state, rules, at.ticks):
        return state, ()
    if blockers(state, rules, at.ticks):
        return (state if state.waiting is None else _deferred(state, state.waiting)), ()
    if state.waiting is not None:
        return _show_again(state, state.waiting, at, rules)
    return _show_first(state, at, rules, full=hour_is_full(state, rules))


def _deferred(state: State, waiting: Waiting) -> State:
    """A snooze or a repeat that is over, while something keeps the prompt back."""
    return replace(state, stage=replace(waiting, why=Wait.DEFERRED))


def _show_first(state: State, at: Moment, rules: Rules, *, full: bool) -> Step:
    suggestion = suggest(state, at, rules)
    if state.busy.delayed_prompt:
        suggestion = after_long_busy(state, suggestion)
    prompt = Prompt(id=new_id(state, at), suggestion=suggestion, since=at.ticks)
    last, today = state.first_showings, state.day.on
    count = last.count if last is not None and last.on == today else 0
    state = replace(state, first_showings=FirstShowings(at.ticks, today, count + 1))
    text = _("Shown because the hour was over.") if full else _("Shown at a pause in your typing.")
    return show(state, at, rules, prompt, explain(at, text))


def _show_again(state: State, waiting: Waiting, at: Moment, rules: Rules) -> Step:
    prompt = waiting.prompt
    suggestion = after_long_busy(state, prompt.suggestion) if waiting.why is Wait.DEFERRED else prompt.suggestion
    prompt = replace(prompt, suggestion=suggestion, since=at.ticks, showing=prompt.showing + 1)
    return show(state, at, rules, prompt, explain(at, _(AGAIN[waiting.why])))


def show(state: State, at: Moment, rules: Rules, prompt: Prompt, note: Note, swapped: Suggestion | None = None) -> Step:
    """The prompt is up, for the first time or once more; `swapped` is what it takes the place of."""
    suggestion = prompt.suggestion
    detail: dict[str, Fact] = {
        "prompt": prompt.id,
        "showing": prompt.showing,
        "alternative": suggestion.alternative,
        "tip": suggestion.tip_id,
        "opening": suggestion.opening,
        **session_detail(suggestion),
        **busy_detail(state, at),
    }
    if swapped is not None:
        detail["swapped"] = ",".join(item.id for item in swapped.items)
    state = replace(state, busy=replace(state.busy, seconds=()).without_delay(), task_ended_at=None)
    state, shows = present(state, at, rules, prompt)
    state, wrote = write(state, at, Kind.PROMPTED, Source.POLICY, suggestion.items, detail)
    return state, (wrote, *shows, note)


def present(state: State, at: Moment, rules: Rules, prompt: Prompt) -> Step:
    """The prompt is up: as a notification, or in the tray first, or there alone."""
    bubble: BubbleUp | BubbleDelayed | NoBubble
    match rules.banner:
        case None:
            bubble = NoBubble()
        case 0:
            bubble = BubbleUp()
        case delay:
            bubble = BubbleDelayed(at.ticks + delay)
    return replace(state, stage=Shown(prompt, bubble)), (ShowPrompt(prompt, quiet=bubble != BubbleUp()),)


def suggest(
    state: State, at: Moment, rules: Rules, swapped: Suggestion | None = None, *, asked: bool = False
) -> Suggestion:
    walk = state.busy.delayed_prompt and was_long_busy(state)
    return rules.suggest(replace(occasion(state, rules, at), swapped=swapped, asked=asked, walk=walk))


def occasion(state: State, rules: Rules, at: Moment) -> Occasion:
    """The occasion of a choice that is made now; the same state and seed give the same choice."""
    return Occasion(at.wall.astimezone(rules.zone), rules.seed * 1_000_003 + state.serial)


def show_delayed_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """What was due in the tray for long enough becomes a notification."""
    match state.stage:
        case Shown(prompt, BubbleDelayed(until)) if at.ticks >= until - TINY:
            return replace(state, stage=Shown(prompt, BubbleUp())), (RaiseBubble(prompt),)
        case _:
            return state, ()


def expire_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """A bubble that has been up long enough leaves; a prompt without an answer is withdrawn."""
    if state.shown is None:
        return state, ()
    prompt, breaks = state.shown.prompt, rules.breaks
    if at.ticks >= prompt.since + breaks.unanswered - TINY:
        return _end_unanswered(state, at, prompt, rules)
    up = isinstance(state.shown.bubble, BubbleUp)
    if up and at.ticks >= prompt.since + (rules.banner or 0.0) + breaks.bubble - TINY:
        return replace(state, stage=Shown(prompt, NoBubble())), (LowerBubble(),)
    return state, ()


def _end_unanswered(state: State, at: Moment, prompt: Prompt, rules: Rules) -> Step:
    detail: dict[str, Fact] = {"prompt": prompt.id, "showing": prompt.showing}
    state, wrote = write(state, at, Kind.IGNORED, Source.POLICY, prompt.suggestion.items, detail)
    last = prompt.repeated or not rules.repeats or 0 < rules.breaks.max_snoozes <= prompt.snoozes
    state = restart_count(state)
    if last:
        text = _("There was no answer. It stays as a mark in the tray.")
        return replace(state, stage=Badge(prompt)), (WithdrawPrompt(), wrote, ShowBadge(), explain(at, text))
    again = at.ticks + rules.breaks.snooze
    state = replace(state, stage=Waiting(replace(prompt, repeated=True), Wait.REPEAT, again))
    return state, (WithdrawPrompt(), wrote, explain(at, _("There was no answer, so it comes once more.")))


def withdraw_when_busy(state: State, at: Moment, rules: Rules) -> Step:
    """A reason not to interrupt takes a prompt that is up down."""
    why = reasons(state, rules)
    return withdraw(state, at, why[0]) if why else (state, ())


def withdraw(state: State, at: Moment, why: str) -> Step:
    """A prompt that is up is put away and recorded as deferred: neither ignored nor a snooze."""
    if state.shown is None:
        return state, ()
    prompt = state.shown.prompt
    detail: dict[str, Fact] = {"prompt": prompt.id, "reason": why}
    state, wrote = write(state, at, Kind.DEFERRED, Source.POLICY, prompt.suggestion.items, detail)
    state = replace(state, stage=Waiting(prompt, Wait.DEFERRED, at.ticks))
    return state, (WithdrawPrompt(), wrote)
