"""The trace: an entry whenever something changed that bears on prompts, so that `why` can explain the past."""

from dataclasses import dataclass
from datetime import datetime

from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.blockers import DELAYS
from uncrick.core.scheduling.outlook import Outlook, gone_since, lasting, look_ahead, window
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State

Delays = tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """
    What held from `at` until the next entry; or, with no phase, a time in which nobody looked.

    All times are aware.

    Attributes:
        phase: or None: nobody looked between `at` and `until`.
        since: when it really began: the last input before an absence, the first second of a pause.
        until: when it was to end, as far as that was known.
        how: of an absence `locked`, `asleep` or ""; of a time without a look `stopped`, `asleep` or `unseen`.
        was_break: the absence was long enough to be a break.
        blocked_by: codes of what kept every prompt back; entries of older versions hold words instead of some codes.
        delays: codes of what kept prompts back for a moment, and until when; likewise.
        active_seconds: active seconds since the last break.
        earliest, latest: when a prompt might come at a lull, and when it came without one, should work go on.
    """

    at: datetime
    phase: Phase | None
    since: datetime
    until: datetime | None = None
    how: str = ""
    was_break: bool = False
    blocked_by: tuple[str, ...] = ()
    delays: Delays = ()
    active_seconds: float = 0.0
    earliest: datetime | None = None
    latest: datetime | None = None


def mark_of(state: State, rules: Rules) -> str:
    """Changes whenever the trace needs a new entry; time alone changes it only where a moved hour begins or ends."""
    gone = "" if state.presence.absence is None or state.phase is not Phase.AWAY else f"{gone_since(state):.0f}"
    how = _how(state) if gone else ""
    span = f"{rules.breaks.every:g} {window(state, rules):g}"
    return f"{state.phase} {state.serial} {gone}{how} {span} {','.join(lasting(state, rules))}"


def entry_at(state: State, at: Moment, rules: Rules) -> TraceEntry:
    """How things stand at `at`."""
    since, until = _ends(state, at, rules)
    away = state.phase is Phase.AWAY
    outlook = look_ahead(state, rules, at)
    return TraceEntry(
        at=at.wall,
        phase=state.phase,
        since=since,
        until=until,
        how=_how(state) if away else "",
        was_break=away and state.presence.absence is not None and state.presence.absence.record is not None,
        blocked_by=outlook.lasting,
        delays=_delays(outlook, at),
        active_seconds=outlook.active_seconds,
        earliest=_not_before(at, outlook.earliest),
        latest=_not_before(at, outlook.latest),
    )


def gap_entry(since: Moment, until: Moment, how: str) -> TraceEntry:
    """Nobody looked between the two."""
    return TraceEntry(since.wall, None, since.wall, until.wall, how)


def _how(state: State) -> str:
    if state.presence.asleep_since is not None:
        return "asleep"
    return "locked" if state.presence.locked_since is not None else ""


def _ends(state: State, at: Moment, rules: Rules) -> tuple[datetime, datetime | None]:
    """When the phase began, and when it is to end."""
    match state.phase:
        case Phase.AWAY:
            return at.wall_at(gone_since(state)), None
        case Phase.PAUSED if state.pause is not None:
            return at.wall_at(state.pause.since), at.wall_at(state.pause.until)
        case Phase.SNOOZED if state.waiting is not None:
            return at.wall, at.wall_at(state.waiting.until)
        case Phase.OFF:
            return at.wall, rules.work.next_change(at.wall, rules.zone)
        case Phase.DUE if state.prompt is not None:
            return at.wall_at(state.prompt.since), None
        case Phase.ON_BREAK if state.routine is not None:
            return at.wall_at(state.routine.began), None
        case _:
            return at.wall, None


def _not_before(at: Moment, ticks: float | None) -> datetime | None:
    return None if ticks is None else at.wall_at(max(at.ticks, ticks))


def _delays(outlook: Outlook, at: Moment) -> Delays:
    if outlook.latest is None:
        return ()
    return tuple(
        (blocker.code, at.wall_at(blocker.until))
        for blocker in outlook.blockers
        if blocker.code in DELAYS and blocker.until is not None
    )
