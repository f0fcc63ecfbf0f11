"""What is going on, for clients: the object of `status --json`, and the words for a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, assert_never

from uncrick.core.history.day import Today
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import item_object
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.outlook import (
    blocking_reason,
    count_at,
    counts_until,
    day_at,
    enough,
    gates,
    gone_since,
    hour_is_full,
    in_window,
    reasons,
    suppressed,
)
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State, Wait

Plain = dict[str, Any]

BUSY_WORDS = {
    "call": "microphone or camera in use",
    "share": "screen shared",
    "fullscreen": "full screen",
    "dnd": "do not disturb",
    "quiet_hours": "quiet hours",
    "enough": "enough for today",
}


@dataclass(frozen=True, slots=True)
class Around:
    """
    What the state does not know.

    Attributes:
        read_first: ids of the exercises of the routine that is on whose instruction and caution are to be read first.
        idle_source: the name of what tells input from silence, or None.
        extra: more keys for clients, such as the tray's and the notifications' state.
    """

    version: str
    level: int
    today: Today
    settings_error: str | None = None
    idle_source: str | None = None
    read_first: tuple[str, ...] = ()
    extra: Plain = field(default_factory=dict)


def iso(at: datetime, rules: Rules) -> str:
    """ISO 8601 with the offset of the person's zone."""
    return at.astimezone(rules.zone).isoformat(timespec="seconds")


def clock(at: datetime, rules: Rules) -> str:
    """A time of day, as people say it."""
    return at.astimezone(rules.zone).strftime("%H:%M")


def when(at: datetime, rules: Rules, now: Moment) -> str:
    """A time of day, with the weekday where it is not today, and the date where that weekday would mislead."""
    local, today = at.astimezone(rules.zone), now.wall.astimezone(rules.zone)
    if local.date() == today.date():
        return local.strftime("%H:%M")
    return local.strftime("%a %H:%M" if abs((local.date() - today.date()).days) < 7 else "%a %d %b %H:%M")


def off_until(rules: Rules, now: Moment) -> datetime:
    """When the working hours begin again, for a moment outside them."""
    begin = rules.work.next_change(now.wall, rules.zone)
    assert begin is not None
    return begin


def next_prompt(state: State, rules: Rules, now: Moment) -> float | None:
    """Ticks of the next prompt at the latest, should work simply go on; None when that cannot be said."""
    if state.phase not in (Phase.WORKING, Phase.SNOOZED) or state.held_back or state.wait is Wait.DEFERRED:
        return None
    if reasons(state, rules) or counts_until(state, rules) < now.ticks:
        return None
    if state.wait is not None:
        at = state.wait_until
    elif enough(state, rules):
        return None
    else:
        at = now.ticks + max(0.0, rules.breaks.every - count_at(state, rules, now.ticks))
    at = max(at, *(until for _, until in gates(state, rules)), at)
    then = day_at(Moment(now.wall_at(at), at), rules, state.work_until) if rules.work or rules.quiet else state.day
    return None if then.off or then.quiet or then.edge else at


def reason(state: State, rules: Rules, now: Moment) -> str | None:
    """Why the state is what it is, or None for plain work."""
    match state.phase:
        case Phase.PAUSED:
            assert state.pause is not None
            return f"paused until {when(now.wall_at(state.pause.until), rules, now)}"
        case Phase.OFF:
            return f"outside working hours until {when(off_until(rules, now), rules, now)}"
        case Phase.AWAY:
            how = "screen locked" if state.locked_since is not None else "away"
            return f"{how} since {clock(now.wall_at(gone_since(state)), rules)}"
        case Phase.SNOOZED:
            return f"snoozed until {clock(now.wall_at(state.wait_until), rules)}"
        case Phase.DUE:
            assert state.prompt is not None
            return f"a break is due since {clock(now.wall_at(state.prompt.since), rules)}"
        case Phase.ON_BREAK:
            return "a break is on"
        case Phase.WORKING:
            return _why_waiting(state, rules, now)
        case _:
            assert_never(state.phase)


def _why_waiting(state: State, rules: Rules, now: Moment) -> str | None:
    for told, since in state.busy:
        if told not in rules.ignored:
            return f"{BUSY_WORDS.get(told, told)} since {clock(now.wall_at(since), rules)}"
    if state.day.quiet:
        end = rules.quiet.next_change(now.wall, rules.zone)
        return BUSY_WORDS["quiet_hours"] + (f" until {when(end, rules, now)}" if end is not None else "")
    if suppressed(state, rules) == "enough":
        return BUSY_WORDS["enough"]
    wanted = state.wait is not None or hour_is_full(state, rules) or in_window(state, rules)
    gate = blocking_reason(state, rules, now.ticks) if wanted else None
    if gate is not None:
        return gate
    if state.wait is Wait.REPEAT:
        return f"comes once more at {clock(now.wall_at(state.wait_until), rules)}"
    return "waiting for a pause in your typing" if wanted else None


def prompt_object(suggestion: Suggestion) -> Plain:
    """The `prompt` object of `status --json`."""
    return {
        "opening": suggestion.opening,
        "items": [item_object(item) for item in suggestion.items],
        "total_seconds": suggestion.total_seconds,
        "alternative": suggestion.alternative or None,
        "tip": {"id": suggestion.tip_id, "text": suggestion.tip},
    }


def status(state: State, rules: Rules, now: Moment, around: Around) -> Plain:
    """The object of `status --json`."""
    at = next_prompt(state, rules, now)
    today = around.today
    limits = ("enough",) if state.prompt is None and enough(state, rules) else ()
    return {
        "version": around.version,
        "phase": state.phase.value,
        "since": iso(now.wall_at(state.began), rules),
        "active_seconds": int(count_at(state, rules, now.ticks) + 1e-6),
        "next_prompt_at": None if at is None else iso(now.wall_at(at), rules),
        "reason": reason(state, rules, now),
        "suppressed_by": [*reasons(state, rules), *limits],
        "snoozes_left": state.snoozes_left(rules.breaks.max_snoozes),
        "paused_until": None if state.pause is None else iso(now.wall_at(state.pause.until), rules),
        "prompt": None if state.prompt is None else prompt_object(state.prompt.suggestion),
        "level": around.level,
        "today": {
            "done": today.done,
            "stepped_away": today.stepped_away,
            "skipped": today.skipped,
            "ignored": today.ignored,
            "snoozed": today.snoozed,
            "natural": today.natural,
            "minutes_away": today.minutes_away,
        },
        "settings_error": around.settings_error,
        "clock": rules.breaks.clock,
        "idle_source": around.idle_source,
        "badge": state.badge is not None,
        "again_at": iso(now.wall_at(state.wait_until), rules) if state.wait in (Wait.SNOOZED, Wait.REPEAT) else None,
        "break": _routine_object(state, rules, now, around),
        **around.extra,
    }


def _routine_object(state: State, rules: Rules, now: Moment, around: Around) -> Plain | None:
    routine = state.routine
    if routine is None:
        return None
    ends = routine.ends
    return {
        **prompt_object(routine.suggestion),
        "position": round(routine.position(now.ticks), 3),
        "held": routine.held_since is not None,
        "read_first": list(around.read_first),
        "ends_at": None if ends is None else iso(now.wall_at(ends), rules),
    }
