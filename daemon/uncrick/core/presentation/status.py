"""What is going on, for clients: the object of `status --json`, and the words for a reason."""

from datetime import datetime
from typing import Any, assert_never

from uncrick.core.history.day import Today
from uncrick.core.model.dates import near, time_of_day
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Source, item_object
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.core.scheduling.attendance import gone_since
from uncrick.core.scheduling.blockers import BUSY, Code
from uncrick.core.scheduling.outlook import Outlook, is_wanted, look_ahead
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State, Wait

Plain = dict[str, Any]

UNSAVED = N_("You are reminded, but not everything is saved yet: {reason}")

# `suppressed_by` does not name these.
EDGES = (Code.DAY_START, Code.DAY_END)
UNNAMED = (*EDGES, Code.ELSEWHERE)

NAMED = {Code.PROJECTOR: Code.SHARE}
"""As `suppressed_by` calls them: who presents shares a screen with an audience."""

BLOCKER_WORDS: dict[str, str] = {
    Code.CALL: N_("microphone or camera in use"),
    Code.SHARE: N_("screen shared"),
    Code.PROJECTOR: N_("second screen connected"),
    Code.FULLSCREEN: N_("full screen"),
    Code.DND: N_("do not disturb"),
    Code.QUIET_HOURS: N_("quiet hours"),
    Code.ENOUGH: N_("enough for today"),
    Code.DAY_START: N_("the first 20 minutes of the working day"),
    Code.DAY_END: N_("the last 10 minutes of the working day"),
    Code.JUST_BACK: N_("just back"),
    Code.JUST_FREE: N_("a call or a full screen has just ended"),
    Code.TOO_SOON: N_("the last break was not long ago"),
    Code.NO_PAUSE: N_("input without a single pause, as from a machine"),
    Code.ELSEWHERE: N_("nothing typed here, maybe in your other session"),
    Code.NO_LULL: N_("waiting for a pause in your typing"),
}

BUSY_SINCE: dict[str, str] = {
    Code.CALL: N_("microphone or camera in use since {time}"),
    Code.SHARE: N_("screen shared since {time}"),
    Code.PROJECTOR: N_("second screen connected since {time}"),
    Code.FULLSCREEN: N_("full screen since {time}"),
    Code.DND: N_("do not disturb since {time}"),
}

# By the code in the record of a prompt that was put off, where it is no reason of `suppressed_by`.
PUT_OFF: dict[object, str] = {Phase.PAUSED: N_("paused"), Phase.OFF: N_("the working hours ended")}


def blocker_words(code: str) -> str:
    """What keeps prompts back, as a person reads it; a code of another version is shown as it is."""
    return _(BLOCKER_WORDS[code]) if code in BLOCKER_WORDS else code


def put_off_words(code: str) -> str:
    """Why a prompt was put off, as a person reads it; the words in older records are shown as they are."""
    return _(PUT_OFF[code]) if code in PUT_OFF else code


def iso(at: datetime, rules: Rules) -> str:
    """ISO 8601 with the offset of the person's zone."""
    return at.astimezone(rules.zone).isoformat(timespec="seconds")


def clock(at: datetime, rules: Rules) -> str:
    """A time of day, as people say it."""
    return time_of_day(at.astimezone(rules.zone))


def when(at: datetime, rules: Rules, now: Moment) -> str:
    """A time of day, with the weekday where it is not today, and the date where that weekday would mislead."""
    return near(at.astimezone(rules.zone), now.wall.astimezone(rules.zone).date())


def off_until(rules: Rules, now: Moment) -> datetime:
    """When the working hours begin again, for a moment outside them."""
    begin = rules.work.next_change(now.wall, rules.zone)
    assert begin is not None
    return begin


def reason(state: State, rules: Rules, now: Moment, outlook: Outlook) -> str | None:
    """Why the state is what it is, or None for plain work."""
    match state.phase:
        case Phase.PAUSED:
            assert state.pause is not None
            return _("paused until {time}", time=when(now.wall_at(state.pause.until), rules, now))
        case Phase.OFF:
            return _("outside working hours until {time}", time=when(off_until(rules, now), rules, now))
        case Phase.AWAY:
            since = clock(now.wall_at(gone_since(state)), rules)
            if state.presence.locked_since is not None:
                return _("screen locked since {time}", time=since)
            return _("away since {time}", time=since)
        case Phase.SNOOZED:
            assert state.waiting is not None
            return _("snoozed until {time}", time=clock(now.wall_at(state.waiting.until), rules))
        case Phase.DUE:
            assert state.prompt is not None
            return _("a break is due since {time}", time=clock(now.wall_at(state.prompt.since), rules))
        case Phase.ON_BREAK:
            return _("a break is on")
        case Phase.WORKING:
            return _why_waiting(state, rules, now, outlook)
        case _:
            assert_never(state.phase)


def _why_waiting(state: State, rules: Rules, now: Moment, outlook: Outlook) -> str | None:
    first = outlook.blockers[0].code if outlook.blockers else None
    if first in BUSY:
        since = clock(now.wall_at(dict(state.busy.since)[first]), rules)
        return _(BUSY_SINCE[first], time=since)
    if first is Code.QUIET_HOURS:
        end = rules.quiet.next_change(now.wall, rules.zone)
        if end is not None:
            return _("quiet hours until {time}", time=when(end, rules, now))
    if first in (Code.QUIET_HOURS, Code.ENOUGH, Code.NO_PAUSE, Code.ELSEWHERE):
        return blocker_words(first)
    waiting = state.waiting
    if waiting is None and not is_wanted(state, rules, now.ticks):
        return None
    if first is not None:
        return blocker_words(first)
    if waiting is not None and waiting.why is Wait.REPEAT:
        return _("it comes once more at {time}", time=clock(now.wall_at(waiting.until), rules))
    return blocker_words(Code.NO_LULL)


def _is_machine(state: State, outlook: Outlook) -> bool:
    """Whether what looks like work is the input of a machine; clients have words of their own for that code."""
    return state.phase is Phase.WORKING and outlook.lasting[:1] == (Code.NO_PAUSE,)


def prompt_object(suggestion: Suggestion) -> Plain:
    """The `prompt` object of `status --json`."""
    return {
        "opening": opening_words(suggestion.opening),
        "items": [item_object(item) for item in suggestion.items],
        "total_seconds": suggestion.total_seconds,
        "alternative": suggestion.alternative or None,
        "tip": {"id": suggestion.tip_id, "text": suggestion.tip},
    }


def status(state: State, rules: Rules, now: Moment, today: Today, read_first: tuple[str, ...] = ()) -> Plain:
    """
    What `status --json` says of state, rules and day.

    Args:
        read_first: ids of the exercises of the routine at hand whose instruction and caution are to be read first.
    """
    outlook = look_ahead(state, rules, now)
    at, again = outlook.expected, state.waiting
    return {
        "phase": state.phase.value,
        "since": iso(now.wall_at(state.began), rules),
        "active_seconds": int(outlook.active_seconds + 1e-6),
        "next_prompt_at": None if at is None else iso(now.wall_at(at), rules),
        "reason": "no_pause" if _is_machine(state, outlook) else reason(state, rules, now, outlook),
        "suppressed_by": list(dict.fromkeys(NAMED.get(code, code) for code in outlook.lasting if code not in UNNAMED)),
        "snoozes_left": state.snoozes_left(rules.breaks.max_snoozes),
        "paused_until": None if state.pause is None else iso(now.wall_at(state.pause.until), rules),
        "prompt": None if state.prompt is None else prompt_object(state.prompt.suggestion),
        "today": {
            "done": today.done,
            "stepped_away": today.stepped_away,
            "skipped": today.skipped,
            "ignored": today.ignored,
            "snoozed": today.snoozed,
            "natural": today.natural,
            "minutes_away": today.minutes_away,
        },
        "held_back_by": [blocker_words(code) for code in outlook.lasting if code not in EDGES],
        "clock": rules.breaks.clock,
        "badge": state.badge is not None,
        "again_at": iso(now.wall_at(again.until), rules)
        if again is not None and again.why is not Wait.DEFERRED
        else None,
        "break": _routine_object(state, rules, now, read_first),
    }


def _routine_object(state: State, rules: Rules, now: Moment, read_first: tuple[str, ...]) -> Plain | None:
    routine = state.routine
    if routine is None:
        return None
    ends = routine.ends
    return {
        **prompt_object(routine.suggestion),
        "position": round(routine.position(now.ticks), 3),
        "asked": routine.source != Source.POLICY,
        "held": routine.halted_since is not None,
        "read_first": list(read_first),
        "ends_at": None if ends is None else iso(now.wall_at(ends), rules),
    }
