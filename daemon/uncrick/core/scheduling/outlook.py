"""What time means to a state: which seconds count, which gates are shut, and when to look next."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from uncrick.core.model.moment import Moment
from uncrick.core.model.week_hours import Stretch
from uncrick.core.scheduling.rules import FIRST_OF_DAY, LAST_OF_DAY, LATER, Day, Rules
from uncrick.core.scheduling.state import State

# Two times closer than this are the same: sums of floats are not exact.
TINY = 1e-6
NEVER = float("-inf")
LAST_OF_WINDOW = 120.0
# A break that begins by itself was announced this long before (S8).
NOTICE = 60.0
# And only for one who was seen this lately.
THERE = 30.0
# Working hours that come back within this time are the same working day: there was a lunch break, not a night.
SAME_DAY = timedelta(hours=4)
# In these a person is at work although no key is pressed: a meeting is not an absence.
PRESENT = frozenset({"call", "share", "fullscreen"})


def day_at(moment: Moment, rules: Rules, work_until: datetime | None = None) -> Day:
    """What the calendar says at `moment`, and for how long; until `work_until` nothing is outside the hours."""
    local = moment.wall.astimezone(rules.zone)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    turns: list[datetime | None] = [midnight.astimezone(UTC)]
    off, quiet, edge = False, False, None
    if rules.work:
        at_work = rules.work.stretch(local, rules.zone)
        off = not at_work.inside
        turns.append(at_work.until)
        if at_work.inside:
            edge, turn = _edge(at_work, moment.wall, rules)
            turns.append(turn)
        elif work_until is not None and moment.wall < work_until:
            off = False
            turns.append(work_until)
    if rules.quiet:
        hours = rules.quiet.stretch(local, rules.zone)
        quiet = hours.inside
        turns.append(hours.until)
    late = local.hour in rules.late_hours
    if rules.late_hours:
        turns.append(_turn_of_late(local, rules.late_hours, late=late))
    until = min(turn for turn in turns if turn is not None)
    return Day(local.date(), off, quiet, edge, moment.wall, until, late)


def ends_day(off: Stretch) -> bool:
    """Whether this stretch without work is a night, and no lunch break."""
    return off.since is None or off.until is None or off.until - off.since > SAME_DAY


def _turn_of_late(local: datetime, hours: frozenset[int], *, late: bool) -> datetime | None:
    """When an hour with a moved window begins or ends next today; None when none does."""
    for hour in range(local.hour + 1, 24):
        if (hour in hours) is not late:
            turn = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
            if turn > local:
                return turn
    return None


def _edge(at_work: Stretch, now: datetime, rules: Rules) -> tuple[str | None, datetime | None]:
    """Whether `now` is in the first or last minutes of the working day (S7), and when that may change."""
    since, until = at_work.since, at_work.until
    if since is not None and now < since + FIRST_OF_DAY and not _within_day(since, rules, before=True):
        return "the first 20 minutes of the day", since + FIRST_OF_DAY
    if until is None or _within_day(until, rules, before=False):
        return None, None
    last = until - LAST_OF_DAY
    return ("the last 10 minutes of the day", None) if now >= last else (None, last)


def _within_day(turn: datetime, rules: Rules, *, before: bool) -> bool:
    """Whether the working hours that begin (`before`) or end at `turn` only go around a lunch break."""
    off = rules.work.stretch(turn - timedelta(seconds=1) if before else turn, rules.zone)
    return not ends_day(off)


def reasons(state: State, rules: Rules) -> tuple[str, ...]:
    """Why the person must not be interrupted now, apart from `enough`, in the order in which it began."""
    told = tuple(reason for reason, _ in state.busy if reason not in rules.ignored)
    return (*told, "quiet_hours") if state.day.quiet else told


def enough(state: State, rules: Rules) -> bool:
    """Whether the day has had its prompts."""
    most = rules.breaks.max_a_day if rules.most_today is None else min(rules.breaks.max_a_day, rules.most_today)
    return state.shown_on == state.day.on.isoformat() and state.shown_today >= most


def at_work_in_silence(state: State, rules: Rules) -> bool:
    """Whether something says that the person is there although no key is pressed."""
    return not state.gapped and any(reason in PRESENT for reason in reasons(state, rules))


def silent_since(state: State, rules: Rules) -> float | None:
    """The last input, where a silence is seen and means something; else None."""
    if state.quiet_since is None or (rules.breaks.clock == "wall" and not state.gapped):
        return None
    return state.quiet_since


def absence(state: State, rules: Rules, ticks: float) -> float | None:
    """When the absence at `ticks` began (the last input before it), or None for a person at work."""
    silent = silent_since(state, rules)
    begun = [since for since in (state.locked_since, state.asleep_since) if since is not None]
    # Who has left a prompt is gone, however short `left` is.
    idle = min(rules.breaks.idle, rules.breaks.left) if state.credited else rules.breaks.idle
    gone = silent is not None and (begun or ticks >= silent + idle - TINY)
    if silent is not None and gone and not at_work_in_silence(state, rules):
        begun.append(silent)
    return min(begun) if begun else None


def gone_since(state: State) -> float:
    """From when on the absence that lasts may count as a break."""
    assert state.absent_since is not None
    return max(state.absent_since, state.fresh_since)


def counts_until(state: State, rules: Rules) -> float:
    """Ticks until which seconds are active ones, should nothing happen."""
    if state.routine is not None or state.pause is not None or state.day.off or state.absent_since is not None:
        return NEVER
    silent = silent_since(state, rules)
    return float("inf") if silent is None else silent + rules.breaks.idle


def count_at(state: State, rules: Rules, ticks: float) -> float:
    """Active seconds since the last break, at `ticks`."""
    return state.count + max(0.0, min(ticks, counts_until(state, rules)) - state.settled)


def lull(state: State, rules: Rules) -> float:
    """How long a silence must be for a prompt to slip into."""
    late = state.count >= rules.breaks.every - LAST_OF_WINDOW - TINY
    return min(rules.breaks.lull, rules.breaks.last_lull) if late else rules.breaks.lull


def lulled(state: State, rules: Rules, ticks: float) -> bool:
    """Whether the person has just paused, or has just ended something."""
    if state.boundary is not None and ticks <= state.boundary + TINY:
        return True
    wanted = lull(state, rules)
    silent = silent_since(state, rules)
    return wanted == 0 or (silent is not None and ticks >= silent + wanted - TINY)


def window(state: State, rules: Rules) -> float:
    """How long before the promised time a lull is enough; by the wall clock, where none is seen, it never is."""
    if rules.breaks.clock != "active":
        return 0.0
    return max(0.0, rules.breaks.window - LATER) if state.day.late else rules.breaks.window


def in_window(state: State, rules: Rules) -> bool:
    """Whether a prompt may already come, if there is a lull."""
    return state.count >= rules.breaks.every - window(state, rules) - TINY


def hour_is_full(state: State, rules: Rules) -> bool:
    """Whether the promised time has come."""
    return state.count >= rules.breaks.every - TINY


def suppressed(state: State, rules: Rules) -> str | None:
    """What keeps the prompt that is wanted next back for as long as it lasts, in words."""
    if why := reasons(state, rules):
        return why[0]
    if state.day.edge is not None:
        return state.day.edge
    return "enough" if state.prompt is None and enough(state, rules) else None


def gates(state: State, rules: Rules) -> tuple[tuple[str, float], ...]:
    """What keeps prompts back for a moment, in words, and the ticks until when, which may be over."""
    breaks = rules.breaks
    begun = [
        ("just back", state.returned, breaks.after_absence),
        ("just free again", state.busy_ended, breaks.after_busy),
        ("too soon after the last one", None if state.prompt is not None else state.shown_first, breaks.apart),
    ]
    return tuple((why, since + lasts) for why, since, lasts in begun if since is not None)


def blocking_reason(state: State, rules: Rules, ticks: float) -> str | None:
    """The first gate that keeps a prompt back at `ticks`, in words; None when it may be shown."""
    breaks = rules.breaks
    if why := suppressed(state, rules):
        return why
    for why, until in gates(state, rules):
        if ticks < until - TINY:
            return why
    if state.held_back and state.busy_ended is not None and ticks < state.busy_ended + 2 * breaks.after_busy - TINY:
        return None if lulled(state, rules, ticks) else "waiting for a pause in your typing"
    return None


def watch(state: State, rules: Rules) -> float:
    """Seconds of silence after which the presence source is to report it."""
    breaks = rules.breaks
    waiting = not state.up and state.routine is None and state.pause is None
    if waiting and state.absent_since is None and (state.held_back or in_window(state, rules)):
        return max(lull(state, rules), 1.0)
    if not state.up:
        return breaks.idle
    return min(breaks.idle, breaks.left, THERE) if insists(state, rules) else min(breaks.idle, breaks.left)


def insists(state: State, rules: Rules) -> bool:
    """Whether the prompt that is up begins its routine by itself, for one who asked for that (S20)."""
    prompt = state.prompt
    return (
        rules.breaks.strict and rules.banner == 0 and state.up and prompt is not None and bool(prompt.suggestion.items)
    )


def _of_prompt(state: State, rules: Rules) -> Iterator[float]:
    """Deadlines of a prompt that is up."""
    breaks = rules.breaks
    assert state.prompt is not None
    if state.bubble:
        yield state.prompt.since + (rules.banner or 0.0) + breaks.bubble
    if state.banner_at is not None:
        yield state.banner_at
    if insists(state, rules):
        yield state.prompt.since + NOTICE
    yield state.prompt.since + breaks.unanswered
    if (silent := silent_since(state, rules)) is not None:
        yield silent + breaks.left


def _of_waiting(state: State, rules: Rules) -> Iterator[float]:
    """Deadlines on the way to a prompt, for a person at work."""
    breaks = rules.breaks
    if state.wait is not None:
        yield state.wait_until
    else:
        until = counts_until(state, rules)
        for mark in (breaks.every - window(state, rules), breaks.every - LAST_OF_WINDOW, breaks.every):
            if (at := state.settled + mark - state.count) <= until:
                yield at
    if (silent := silent_since(state, rules)) is not None and (state.held_back or in_window(state, rules)):
        yield silent + lull(state, rules)
    if state.returned is not None:
        yield state.returned + breaks.after_absence
    if state.busy_ended is not None:
        yield state.busy_ended + breaks.after_busy
        yield state.busy_ended + 2 * breaks.after_busy
    if state.shown_first is not None:
        yield state.shown_first + breaks.apart


def _deadlines(state: State, rules: Rules, now: Moment) -> Iterator[float]:
    breaks = rules.breaks
    yield now.ticks + (state.day.until - now.wall).total_seconds()
    if state.routine is not None:
        if state.routine.ends is not None:
            yield state.routine.ends
        if state.pause is not None:
            yield state.pause.until
        return
    if state.absent_since is None:
        if (silent := silent_since(state, rules)) is not None:
            yield silent + breaks.idle
    elif not state.credited and state.pause is None and not state.day.off:
        yield gone_since(state) + breaks.natural
    if state.pause is not None:
        yield state.pause.until
    elif state.up:
        yield from _of_prompt(state, rules)
    elif state.absent_since is None and not state.day.off:
        yield from _of_waiting(state, rules)


def next_wake(state: State, rules: Rules, now: Moment) -> float | None:
    """Ticks of the next time at which something may change by itself; None when nothing will."""
    return min((at for at in _deadlines(state, rules, now) if at > state.settled + TINY), default=None)
