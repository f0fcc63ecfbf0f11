"""The last answer is taken back: the same prompt is due again, and the history says that the answer does not count."""

from dataclasses import replace

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Fact, Kind
from uncrick.core.model.text import _
from uncrick.core.scheduling.effects import Effect, Refuse, Write
from uncrick.core.scheduling.outlook import TINY, reasons
from uncrick.core.scheduling.prompts import present
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Answered, State, Wait, Waiting
from uncrick.core.scheduling.steps import Step, explain, write


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
    turned = state.pause is not None or state.day.off or state.presence.absence is not None
    came = state.shown is not None or state.routine is not None
    if turned or came or at.ticks >= answered.at + rules.breaks.undo - TINY:
        return replace(state, answered=None), ()
    return state, ()


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


def take_back(state: State, answered: Answered, at: Moment, source: str) -> tuple[State, Write]:
    """The record that marks the answer, and the count as it would be without it."""
    detail: dict[str, Fact] = {"of": answered.record, "answer": answered.kind}
    if answered.prompt is not None:
        detail["prompt"] = answered.prompt.id
    state, wrote = write(state, at, Kind.UNDONE, source, detail=detail)
    return replace(state, answered=None, count=state.count + answered.count), wrote
