"""A prompt: shown first, shown again, its notification, and how it is withdrawn."""

from dataclasses import replace

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind, Source
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.busy import after_long_busy, busy_detail, was_long_busy
from uncrick.core.scheduling.effects import LowerBubble, Note, RaiseBubble, ShowBadge, ShowPrompt, WithdrawPrompt
from uncrick.core.scheduling.outlook import TINY, blockers, hour_is_full, is_wanted, reasons
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.scheduling.state import Phase, Prompt, State, Wait
from uncrick.core.scheduling.steps import Step, explain, new_id, restart_count, session_detail, write

AGAIN = {
    Wait.SNOOZED: N_("Prompted again, after your snooze."),
    Wait.REPEAT: N_("Prompted again, once more."),
    Wait.DEFERRED: N_("Prompted again, now that you are free."),
}


def show_due_prompt(state: State, at: Moment, rules: Rules) -> Step:
    """The prompt comes when it is wanted and nothing keeps it back."""
    if state.phase not in (Phase.WORKING, Phase.SNOOZED) or not is_wanted(state, rules, at.ticks):
        return state, ()
    if blockers(state, rules, at.ticks):
        return (state if state.wait is None else replace(state, wait=Wait.DEFERRED)), ()
    if state.wait is not None:
        return _show_again(state, at, rules)
    return _show_first(state, at, rules, full=hour_is_full(state, rules))


def _show_first(state: State, at: Moment, rules: Rules, *, full: bool) -> Step:
    suggestion = suggest(state, at, rules)
    if state.prompt_delayed_by_busy:
        suggestion = after_long_busy(state, suggestion)
    prompt = Prompt(id=new_id(state, at), suggestion=suggestion, since=at.ticks)
    today = state.day.on.isoformat()
    state = replace(
        state,
        shown_first=at.ticks,
        shown_on=today,
        shown_today=state.shown_today + 1 if state.shown_on == today else 1,
        badge=None,
    )
    text = _("Prompted: the time was full.") if full else _("Prompted at a pause in your typing.")
    return show(state, at, rules, prompt, explain(at, text))


def _show_again(state: State, at: Moment, rules: Rules) -> Step:
    assert state.prompt is not None
    suggestion = state.prompt.suggestion
    if state.wait is Wait.DEFERRED:
        suggestion = after_long_busy(state, suggestion)
    prompt = replace(state.prompt, suggestion=suggestion, since=at.ticks, showing=state.prompt.showing + 1)
    assert state.wait is not None
    return show(state, at, rules, prompt, explain(at, _(AGAIN[state.wait])))


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
    state = replace(
        state, prompt=prompt, up=True, wait=None, prompt_delayed_by_busy=False, busy_seconds=(), task_ended_at=None
    )
    state, shows = present(state, at, rules, prompt)
    state, wrote = write(state, at, Kind.PROMPTED, Source.POLICY, suggestion.items, detail)
    return state, (wrote, *shows, note)


def present(state: State, at: Moment, rules: Rules, prompt: Prompt) -> Step:
    """What is up is shown: as a notification, or in the tray first, or there alone."""
    loud = rules.banner == 0
    later = at.ticks + rules.banner if rules.banner else None
    return replace(state, prompt=prompt, bubble=loud, bubble_due=later), (ShowPrompt(prompt, quiet=not loud),)


def suggest(
    state: State, at: Moment, rules: Rules, swapped: Suggestion | None = None, *, asked: bool = False
) -> Suggestion:
    walk = state.prompt_delayed_by_busy and was_long_busy(state)
    return rules.suggest(replace(occasion(state, rules, at), swapped=swapped, asked=asked, walk=walk))


def occasion(state: State, rules: Rules, at: Moment) -> Occasion:
    """The occasion of a choice that is made now; the same state and seed give the same choice."""
    return Occasion(at.wall.astimezone(rules.zone), rules.seed * 1_000_003 + state.serial)


def show_delayed_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """What was due in the tray for long enough becomes a notification."""
    if state.prompt is None or state.bubble_due is None or at.ticks < state.bubble_due - TINY:
        return state, ()
    return replace(state, bubble=True, bubble_due=None), (RaiseBubble(state.prompt),)


def expire_bubble(state: State, at: Moment, rules: Rules) -> Step:
    """A bubble that has been up long enough leaves; a prompt without an answer is withdrawn."""
    prompt, breaks = state.prompt, rules.breaks
    if not state.up or prompt is None:
        return state, ()
    if at.ticks >= prompt.since + breaks.unanswered - TINY:
        return _end_unanswered(state, at, prompt, rules)
    if state.bubble and at.ticks >= prompt.since + (rules.banner or 0.0) + breaks.bubble - TINY:
        return replace(state, bubble=False), (LowerBubble(),)
    return state, ()


def _end_unanswered(state: State, at: Moment, prompt: Prompt, rules: Rules) -> Step:
    detail: dict[str, Fact] = {"prompt": prompt.id, "showing": prompt.showing}
    state, wrote = write(state, at, Kind.IGNORED, Source.POLICY, prompt.suggestion.items, detail)
    last = prompt.repeated or not rules.repeats or 0 < rules.breaks.max_snoozes <= prompt.snoozes
    state = restart_count(state)
    if last:
        text = _("No answer; it stays as a quiet mark in the tray.")
        return replace(state, badge=prompt), (WithdrawPrompt(), wrote, ShowBadge(), explain(at, text))
    again = at.ticks + rules.breaks.snooze
    state = replace(state, prompt=replace(prompt, repeated=True), wait=Wait.REPEAT, wait_until=again)
    return state, (WithdrawPrompt(), wrote, explain(at, _("No answer; it comes once more.")))


def withdraw_when_busy(state: State, at: Moment, rules: Rules) -> Step:
    """A reason not to interrupt takes a prompt that is up down."""
    why = reasons(state, rules)
    return withdraw(state, at, why[0]) if why else (state, ())


def withdraw(state: State, at: Moment, why: str) -> Step:
    """A prompt that is up is put away and remembered as deferred: neither ignored nor a snooze."""
    if not state.up or state.prompt is None:
        return state, ()
    detail: dict[str, Fact] = {"prompt": state.prompt.id, "reason": why}
    state, wrote = write(state, at, Kind.DEFERRED, Source.POLICY, state.prompt.suggestion.items, detail)
    state = replace(state, up=False, bubble=False, bubble_due=None, wait=Wait.DEFERRED, wait_until=at.ticks)
    return state, (WithdrawPrompt(), wrote)
