"""What a long call, or the like, changes of the prompt that it kept back: it says so, and begins with the walk."""

from dataclasses import replace

from uncrick.core.model.moment import Moment
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.state import State

# Seconds from which on a prompt says what it waited for.
LONG = 1800.0
WORDS = {"call": "calls", "share": "sharing", "fullscreen": "full screen", "dnd": "quiet"}


def and_held(state: State, reason: str, seconds: float) -> State:
    """The same, with a reason that has ended after so many seconds: three short calls are one long one."""
    held = dict(state.held)
    held[reason] = held.get(reason, 0.0) + seconds
    return replace(state, held=tuple(held.items()))


def afresh(state: State, ticks: float) -> tuple[tuple[str, float], ...]:
    """What is held after a break: of a call that goes on, what came before the break is none of the next prompt's."""
    return tuple((reason, since - ticks) for reason, since in state.busy)


def _longest(state: State) -> tuple[str, float]:
    return max(((reason, seconds) for reason, seconds in state.held), key=lambda one: one[1], default=("", 0.0))


def was_long_held(state: State) -> bool:
    """Whether what kept the prompt back lasted long enough to be spoken of."""
    reason, seconds = _longest(state)
    return reason in WORDS and seconds >= LONG


def was_busy(state: State, at: Moment) -> dict[str, str | int]:
    """For the record of a prompt: how many seconds of calls and the like came before it, and when they ended."""
    if not state.held or state.busy_ended is None:
        return {}
    seconds = round(sum(lasted for _, lasted in state.held))
    return {"busy": seconds, "busy_until": at.wall_at(state.busy_ended).isoformat(timespec="seconds")}


def held_for(state: State, suggestion: Suggestion) -> Suggestion:
    """The suggestion as it is made after all that; the same, where it was short."""
    if not was_long_held(state):
        return suggestion
    reason, seconds = _longest(state)
    said = f"After {span(seconds)} of {WORDS[reason]}"
    return replace(suggestion, opening=said, after_busy=reason)


def walk_first(suggestion: Suggestion) -> bool:
    """Whether the person had best get up first."""
    return bool(suggestion.after_busy)


def span(seconds: float) -> str:
    """A length as people say it of a meeting, to five minutes: `40 min`, `1 h 40`, `2 h`."""
    hours, minutes = divmod(round(seconds / 300) * 5, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"
