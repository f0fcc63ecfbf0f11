"""When the next prompt may come: the one place that works it out, for machine, status, tray, trace and watchdog.

An hour of work leads to a prompt like this. Up to `earliest` nothing comes. From there on the prompt is wanted: it
comes at the first lull, and at `latest` without one. Whatever else keeps it back is a blocker. So a prompt is shown at
the first look at which it is wanted and no blocker is left, for a person at work.

All times are ticks unless said otherwise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.attendance import (
    TINY,
    at_work_in_silence,
    endless_from,
    gone_since,
    last_input,
    listens,
    listens_until,
    obeyed_at,
    silent_since,
)
from uncrick.core.scheduling.blockers import BUSY, Blocker, Code
from uncrick.core.scheduling.calendar_day import day_at, next_shift
from uncrick.core.scheduling.rules import LATER, Rules
from uncrick.core.scheduling.state import BubbleDelayed, BubbleUp, NoBubble, Phase, Shown, State, Wait

NEVER = float("-inf")
LAST_OF_WINDOW = 120.0
# A break that begins by itself was announced this long before (S8).
NOTICE = 60.0
# And only for one who was seen this lately.
THERE = 30.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """
    What is to be expected from a moment on.

    Attributes:
        phase: what the daemon is doing.
        active_seconds: since the last break.
        earliest, latest: when a lull is enough for the next prompt, and when it comes without one, should work simply
            go on and no blocker last; either may lie behind. None in every phase but working and snoozed.
        blockers: what keeps prompts back now: first what lasts, in the order in which it is named, then the delays.
        expected: when the next prompt comes at the latest, as far as that can be said; else None.
        overdue_since: since when a prompt should have been up that is not, or None.
        next_wake: when something may change by itself, or None.
        idle_threshold: seconds of silence after which the presence source is to report it.
    """

    phase: Phase
    active_seconds: float
    earliest: float | None
    latest: float | None
    blockers: tuple[Blocker, ...]
    expected: float | None
    overdue_since: float | None
    next_wake: float | None
    idle_threshold: float

    @property
    def lasting(self) -> tuple[Code, ...]:
        """What keeps prompts back for as long as it lasts."""
        return tuple(blocker.code for blocker in self.blockers if blocker.lasts)


def look_ahead(state: State, rules: Rules, now: Moment) -> Outlook:
    """The outlook at `now`; `state` may be older, as between two looks nothing changes but time."""
    earliest, latest = _span(state, rules, now.ticks)
    return Outlook(
        phase=state.phase,
        active_seconds=count_at(state, rules, now.ticks),
        earliest=earliest,
        latest=latest,
        blockers=blockers(state, rules, now.ticks),
        expected=_expected(state, rules, now, latest),
        overdue_since=_overdue_since(state, rules, now, latest),
        next_wake=next_wake(state, rules, now),
        idle_threshold=idle_threshold(state, rules),
    )


# ------------------------------------------------------------------ work


def counts_until(state: State, rules: Rules) -> float:
    """Ticks until which seconds are active ones, should nothing happen."""
    if state.presence.nobody:
        return NEVER
    if state.routine is not None or state.pause is not None or state.day.off or state.presence.absence is not None:
        return NEVER
    silent = silent_since(state, rules)
    if silent is None:
        return float("inf")
    until = silent + rules.breaks.idle
    return max(until, listens_until(state, rules)) if listens(state) else until


def count_at(state: State, rules: Rules, ticks: float) -> float:
    """Active seconds since the last break, at `ticks`."""
    return state.count + max(0.0, min(ticks, counts_until(state, rules)) - state.counted_until)


# ------------------------------------------------------------------ earliest and latest


def lull(state: State, rules: Rules) -> float:
    """How long a silence must be for a prompt to slip into."""
    late = state.count >= rules.breaks.every - LAST_OF_WINDOW - TINY
    return min(rules.breaks.lull, rules.breaks.last_lull) if late else rules.breaks.lull


def lulled(state: State, rules: Rules, ticks: float) -> bool:
    """Whether the person has just paused, or has just ended something."""
    if state.task_ended_at is not None and ticks <= state.task_ended_at + TINY:
        return True
    wanted = lull(state, rules)
    if wanted == 0:
        return True
    latest = last_input(state, rules)
    # Who speaks presses no key, and has paused nothing.
    return latest is not None and ticks >= latest + wanted - TINY and not at_work_in_silence(state, rules, ticks)


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


def _span(state: State, rules: Rules, ticks: float) -> tuple[float, float] | tuple[None, None]:
    """From when a lull is enough for the next prompt, and when it comes without one."""
    if state.phase not in (Phase.WORKING, Phase.SNOOZED):
        return None, None
    breaks = rules.breaks
    ended = state.busy.ended
    if ended is not None and ended.delayed_prompt and is_wanted(state, rules, ticks):
        return ended.at, ended.at + 2 * breaks.after_busy
    if state.waiting is not None:
        return state.waiting.until, state.waiting.until
    latest = ticks + breaks.every - count_at(state, rules, ticks)
    return latest - window(state, rules), latest


def is_wanted(state: State, rules: Rules, ticks: float) -> bool:
    """Whether the next prompt is to come as soon as no blocker is left."""
    return in_window(state, rules) if state.waiting is None else ticks >= state.waiting.until - TINY


def _expected(state: State, rules: Rules, now: Moment, latest: float | None) -> float | None:
    """When the next prompt comes at the latest, where neither a blocker nor the calendar makes that unknown."""
    if latest is None or state.busy.delayed_prompt:
        return None
    if state.waiting is not None and state.waiting.why is Wait.DEFERRED:
        return None
    if reasons(state, rules) or counts_until(state, rules) < now.ticks or _is_enough(state, rules):
        return None
    at = max([now.ticks, latest, *(until for _, until in delays(state, rules))])
    then = day_at(Moment(now.wall_at(at), at), rules, state.work_until) if rules.work or rules.quiet else state.day
    return None if then.off or then.quiet or then.edge else at


def _overdue_since(state: State, rules: Rules, now: Moment, latest: float | None) -> float | None:
    """
    Since when a prompt should have been up that is not.

    The machine shows a prompt as soon as it is owed, so that after a look there is always None: this asks whether it
    did, by the rules of the table and not by the way in which the machine follows them.
    """
    if latest is None or suppressed(state, rules) is not None:
        return None
    if counts_until(state, rules) < now.ticks:
        return None  # about to be away: the count stands still, and nothing is shown to an empty chair
    # Whatever kept it back before, such as a pause, working hours or a lunch break, has ended by then.
    day_began = now.ticks - (now.wall - state.day.since).total_seconds()
    since = max(latest, state.began, day_began, *(until for _, until in delays(state, rules)))
    return since if since <= now.ticks + TINY else None


# ------------------------------------------------------------------ blockers


def reasons(state: State, rules: Rules) -> tuple[Code, ...]:
    """Why the person must not be interrupted now, apart from `enough`, in the order in which it began."""
    busy = tuple(Code(reason) for reason, _ in state.busy.since if reason in BUSY - rules.ignored)
    nobody = (Code.NO_PAUSE,) if state.presence.nobody else ()
    elsewhere = (Code.ELSEWHERE,) if state.presence.unheard else ()
    return (*busy, *nobody, *elsewhere, *((Code.QUIET_HOURS,) if state.day.quiet else ()))


def enough(state: State, rules: Rules) -> bool:
    """Whether the day has had its prompts."""
    most = rules.breaks.max_a_day if rules.most_today is None else min(rules.breaks.max_a_day, rules.most_today)
    shown = state.first_showings
    return shown is not None and shown.on == state.day.on and shown.count >= most


def _is_enough(state: State, rules: Rules) -> bool:
    """Whether the day has had its prompts, and none of them is to be shown again."""
    return state.prompt is None and enough(state, rules)


def lasting(state: State, rules: Rules) -> tuple[Code, ...]:
    """What keeps the prompt that is wanted next back for as long as it lasts."""
    edge = () if state.day.edge is None else (Code(state.day.edge),)
    return (*reasons(state, rules), *edge, *((Code.ENOUGH,) if _is_enough(state, rules) else ()))


def suppressed(state: State, rules: Rules) -> Code | None:
    """The first of what keeps prompts back for as long as it lasts, or None."""
    return next(iter(lasting(state, rules)), None)


def delays(state: State, rules: Rules) -> tuple[tuple[Code, float], ...]:
    """What keeps prompts back for a moment, and until when, which may be over."""
    breaks, ended, shown = rules.breaks, state.busy.ended, state.first_showings
    begun = (
        (Code.JUST_BACK, state.presence.returned, breaks.after_absence),
        (Code.JUST_FREE, None if ended is None else ended.at, breaks.after_busy),
        (Code.TOO_SOON, None if shown is None or state.prompt is not None else shown.latest, breaks.apart),
    )
    return tuple((code, since + lasts) for code, since, lasts in begun if since is not None)


def blockers(state: State, rules: Rules, ticks: float) -> tuple[Blocker, ...]:
    """Everything that keeps a prompt back at `ticks`; without any, one that is wanted is shown."""
    running = (Blocker(code, until) for code, until in delays(state, rules) if ticks < until - TINY)
    no_lull = (Blocker(Code.NO_LULL),) if _waits_for_lull(state, rules, ticks) else ()
    return (*map(Blocker, lasting(state, rules)), *running, *no_lull)


def _waits_for_lull(state: State, rules: Rules, ticks: float) -> bool:
    """Whether a prompt that is wanted still waits for a pause in the typing."""
    ended = state.busy.ended
    if ended is not None and ended.delayed_prompt:
        patient = ticks < ended.at + 2 * rules.breaks.after_busy - TINY
    else:
        patient = state.waiting is None and in_window(state, rules) and not hour_is_full(state, rules)
    return patient and not lulled(state, rules, ticks)


# ------------------------------------------------------------------ the next look


def idle_threshold(state: State, rules: Rules) -> float:
    """Seconds of silence after which the presence source is to report it."""
    breaks = rules.breaks
    if state.shown is not None:
        soonest = min(breaks.idle, breaks.left)
        return min(soonest, THERE) if starts_by_itself(state.shown, rules) else soonest
    at_work = state.routine is None and state.pause is None and state.presence.absence is None
    if at_work and (state.busy.delayed_prompt or in_window(state, rules)):
        return max(lull(state, rules), 1.0)
    return breaks.idle


def starts_by_itself(shown: Shown, rules: Rules) -> bool:
    """Whether the prompt that is up begins its routine by itself, for one who asked for that (S20)."""
    return rules.breaks.strict and rules.banner == 0 and bool(shown.prompt.suggestion.items)


def _of_prompt(state: State, shown: Shown, rules: Rules) -> Iterator[float]:
    """Deadlines of a prompt that is up."""
    breaks, since = rules.breaks, shown.prompt.since
    match shown.bubble:
        case BubbleUp():
            yield since + (rules.banner or 0.0) + breaks.bubble
        case BubbleDelayed(until):
            yield until
        case NoBubble():
            pass
    if starts_by_itself(shown, rules):
        yield since + NOTICE
    yield since + breaks.unanswered
    if (silent := silent_since(state, rules)) is not None:
        yield silent + breaks.left


def _of_waiting(state: State, rules: Rules) -> Iterator[float]:
    """Deadlines on the way to a prompt, for a person at work."""
    breaks = rules.breaks
    if state.waiting is not None:
        yield state.waiting.until
    else:
        until = counts_until(state, rules)
        for mark in (breaks.every - window(state, rules), breaks.every - LAST_OF_WINDOW, breaks.every):
            if (at := state.counted_until + mark - state.count) <= until:
                yield at
    if (latest := last_input(state, rules)) is not None and (state.busy.delayed_prompt or in_window(state, rules)):
        yield latest + lull(state, rules)
    if state.presence.returned is not None:
        yield state.presence.returned + breaks.after_absence
    if state.busy.ended is not None:
        yield state.busy.ended.at + breaks.after_busy
        yield state.busy.ended.at + 2 * breaks.after_busy
    if state.first_showings is not None:
        yield state.first_showings.latest + breaks.apart


def _deadlines(state: State, rules: Rules) -> Iterator[float]:
    """Those of the person and the prompt; the calendar has its own."""
    breaks = rules.breaks
    if state.answered is not None:
        yield state.answered.at + breaks.undo
    if state.routine is not None:
        if state.routine.ends is not None:
            yield state.routine.ends
        if state.pause is not None:
            yield state.pause.until
        return
    absent = state.presence.absence
    yield state.presence.elsewhere
    if absent is None:
        endless = endless_from(state, rules)
        if endless is not None and state.pause is None and not state.day.off:
            yield endless
        if (latest := last_input(state, rules)) is not None:
            yield latest + breaks.idle
        if (silent := silent_since(state, rules)) is not None:
            yield silent + breaks.idle
            if listens(state):
                yield listens_until(state, rules)
    elif absent.record is None and state.pause is None and not state.day.off:
        yield gone_since(state) + breaks.natural
        if state.waiting is not None:
            yield obeyed_at(state, rules)
    if state.pause is not None:
        yield state.pause.until
    elif state.shown is not None:
        yield from _of_prompt(state, state.shown, rules)
    elif absent is None and not state.day.off:
        yield from _of_waiting(state, rules)


def next_wake(state: State, rules: Rules, now: Moment) -> float | None:
    """Ticks of the next time at which something may change by itself; None when nothing will."""
    calendar = now.ticks + (state.day.until - now.wall).total_seconds()
    return _next(state, (calendar, *_deadlines(state, rules)))


def next_without_calendar(state: State, rules: Rules, now: Moment) -> float | None:
    """
    Ticks of the next time at which something may change that is more than a turn of the calendar, for a person who
    stays away; None when nothing will.
    """
    absent = state.presence.absence
    if state.day.off and state.pause is None and absent is not None and absent.record is None:
        # The absence counts as a break once it has lasted for long enough of one shift
        begins = next_shift(state.day.since, timedelta(seconds=rules.breaks.natural), rules)
        if begins is not None:
            return now.ticks + (begins - now.wall).total_seconds() + rules.breaks.natural
    return _next(state, _deadlines(state, rules))


def _next(state: State, deadlines: Iterable[float]) -> float | None:
    return min((at for at in deadlines if at > state.counted_until + TINY), default=None)
