"""Why there was no prompt at a moment of the past, or why there was one: asked of the states that were saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from uncrick.core.model.text import N_, _, upper_first
from uncrick.core.presentation.status import blocker_words
from uncrick.core.scheduling.attendance import TINY
from uncrick.core.scheduling.blockers import DELAYS, Code
from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import Phase

Clock = Callable[[datetime], str]
"""A time as the person reads it."""

UNWATCHED = {"stopped": "not_running", "asleep": "asleep", "unseen": "unseen"}
UNKNOWN = "unknown"
# In these a person may have left already, which is seen only after a while.
THERE = (Phase.WORKING, Phase.SNOOZED)


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Attributes:
        phase: a phase, or `not_running`, `asleep`, `unseen`, `unknown`.
        since, until: how long that lasted; None where it is not known, or lasts still.
        blocked_by: what kept prompts back, as in `suppressed_by`.
        text: sentences.
    """

    phase: str
    since: datetime | None
    until: datetime | None
    blocked_by: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until `until`, which is None while it lasts."""

    since: datetime
    until: datetime | None


def answer(saved: Sequence[Snapshot | Unwatched], at: datetime, clock: Clock) -> Answer:
    """
    What held at `at`.

    Args:
        saved: in the order in which they were taken; a later one for the same moment counts.
        clock: a time as the person reads it.
    """
    for gap in reversed(saved):
        if isinstance(gap, Unwatched) and gap.at <= at < gap.until:
            text = _over(NOBODY_LOOKED[gap.how], Span(gap.at, gap.until), clock)
            return Answer(UNWATCHED[gap.how], gap.at, gap.until, (), (text,))
    snapshots = [snapshot for snapshot in saved if isinstance(snapshot, Snapshot)]
    earlier = [number for number, snapshot in enumerate(snapshots) if snapshot.at <= at]
    if not earlier:
        text = _("Nothing is recorded for that time.")
        if snapshots:
            begun = clock(snapshots[0].at)
            text = _("Nothing is recorded for that time; the records begin at {time}.", time=begun)
        return Answer(UNKNOWN, None, None, (), (text,))
    return _answer_from(snapshots, _left_by_then(snapshots, earlier[-1], at), at, clock)


def _left_by_then(snapshots: Sequence[Snapshot], number: int, at: datetime) -> int:
    """The absence that had begun by then, though it was seen only later; else the same snapshot."""
    if snapshots[number].phase not in THERE:
        return number
    for ahead in range(number, len(snapshots)):
        if snapshots[ahead].phase is Phase.AWAY and snapshots[ahead].since <= at:
            return ahead
        # Once more of the silence becomes known, an absence may turn out to have begun earlier.
        if snapshots[ahead].phase not in (*THERE, Phase.AWAY):
            break
    return number


def _answer_from(snapshots: Sequence[Snapshot], number: int, at: datetime, clock: Clock) -> Answer:
    snapshot = snapshots[number]
    first, span = _span(snapshots, number, lambda other: _same_phase(snapshot, other))
    since = snapshots[first].since
    if snapshot.phase is Phase.AWAY:
        since = min(other.since for other in snapshots[first : number + 1])
    span = Span(since, span.until)
    if snapshot.phase is Phase.WORKING:
        text = (*_blocked(snapshots, number, clock), *_worked(snapshots, number, at, clock))
    else:
        text = (PHASES[snapshot.phase](snapshot, span, clock),)
    return Answer(snapshot.phase.value, span.since, span.until, snapshot.blocked_by, text)


def _same_phase(snapshot: Snapshot, other: Snapshot) -> bool:
    """Whether the phase goes on in the other; not where it began once more, as with another showing."""
    begins_again = snapshot.phase in (Phase.DUE, Phase.ON_BREAK, Phase.SNOOZED) and snapshot.since != other.since
    return snapshot.phase is other.phase and not begins_again


def _span(snapshots: Sequence[Snapshot], number: int, same: Callable[[Snapshot], bool]) -> tuple[int, Span]:
    """The first of those around `number` that are the same, and the time from it to the first that is not."""
    first = last = number
    while first > 0 and same(snapshots[first - 1]):
        first -= 1
    while last + 1 < len(snapshots) and same(snapshots[last + 1]):
        last += 1
    return first, Span(snapshots[first].at, snapshots[last + 1].at if last + 1 < len(snapshots) else None)


# ------------------------------------------------------------------ words

# Each in two forms: what still lasts, and what has ended.
AWAY = {
    "locked": (
        N_("The screen has been locked since {since}, so nothing is shown."),
        N_("The screen was locked from {since} to {until}, so nothing was shown."),
    ),
    "asleep": (
        N_("The machine has been asleep since {since}, so nothing is shown."),
        N_("The machine was asleep from {since} to {until}, so nothing was shown."),
    ),
    "": (
        N_("You have been away since {since}, so nothing is shown."),
        N_("You were away from {since} to {until}, so nothing was shown."),
    ),
}
NOBODY_LOOKED = {
    "stopped": (
        N_("Uncrick has not been running since {since}."),
        N_("Uncrick was not running from {since} to {until}."),
    ),
    "asleep": (
        N_("The machine has been asleep since {since}."),
        N_("The machine was asleep from {since} to {until}."),
    ),
    "unseen": (
        N_("The machine has been asleep, or too busy for Uncrick, since {since}."),
        N_("The machine was asleep, or too busy for Uncrick, from {since} to {until}."),
    ),
}
PAUSED = (
    N_("Prompts have been paused since {since}."),
    N_("Prompts were paused from {since} to {until}."),
)
OFF = (
    N_("You have been outside your working hours since {since}."),
    N_("You were outside your working hours from {since} to {until}."),
)
DUE = (
    N_("A prompt has been on the screen since {since}."),
    N_("A prompt was on the screen from {since} to {until}."),
)
ON_BREAK = (
    N_("A break has been on since {since}."),
    N_("A break was on from {since} to {until}."),
)
BLOCKED = (
    N_("{reason} since {since}: prompts wait."),
    N_("{reason} from {since} to {until}: prompts waited."),
)
DELAYED = {
    Code.JUST_BACK: N_("You had just come back, so a prompt waited until {time}."),
    Code.JUST_FREE: N_("A call or a full screen had just ended, so a prompt waited until {time}."),
    Code.TOO_SOON: N_("The last prompt was not long ago, so the next one waited until {time}."),
}


def _over(forms: tuple[str, str], span: Span, clock: Clock, **holes: str) -> str:
    """The sentence for a span of time that lasts, or has ended."""
    if span.until is None:
        return _(forms[0], since=clock(span.since), **holes)
    return _(forms[1], since=clock(span.since), until=clock(span.until), **holes)


def _away(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    return _over(AWAY[snapshot.how], span, clock)


def _paused(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    if span.until is None and snapshot.until is not None:
        since, until = clock(span.since), clock(snapshot.until)
        return _("Prompts are paused from {since} until {until}.", since=since, until=until)
    return _over(PAUSED, span, clock)


def _off(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    return _over(OFF, Span(span.since, span.until or snapshot.until), clock)


def _snoozed(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    if snapshot.until is None:
        return _("You had snoozed the prompt.")
    return _("You had snoozed the prompt until {time}.", time=clock(snapshot.until))


def _due(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    return _over(DUE, span, clock)


def _on_break(snapshot: Snapshot, span: Span, clock: Clock) -> str:
    return _over(ON_BREAK, span, clock)


PHASES = {
    Phase.AWAY: _away,
    Phase.PAUSED: _paused,
    Phase.OFF: _off,
    Phase.SNOOZED: _snoozed,
    Phase.DUE: _due,
    Phase.ON_BREAK: _on_break,
}


def _blocked(snapshots: Sequence[Snapshot], number: int, clock: Clock) -> tuple[str, ...]:
    """A sentence for each reason that lasted then, with its beginning and end."""
    return tuple(_blocked_by(code, snapshots, number, clock) for code in snapshots[number].blocked_by)


def _blocked_by(code: Code, snapshots: Sequence[Snapshot], number: int, clock: Clock) -> str:
    _first, span = _span(snapshots, number, lambda other: code in other.blocked_by)
    return _over(BLOCKED, span, clock, reason=upper_first(blocker_words(code)))


def _worked(snapshots: Sequence[Snapshot], number: int, at: datetime, clock: Clock) -> tuple[str, ...]:
    """How much was worked by then, and what became of the prompt."""
    snapshot = snapshots[number]
    outlook = snapshot.look_ahead(at)
    minutes = _minutes(outlook.active_seconds)
    worked = _("You were working: {minutes} min since the last break.", minutes=minutes)
    if snapshot.blocked_by:
        return (worked,)
    assert outlook.earliest is not None
    assert outlook.latest is not None
    earliest, latest = snapshot.time_of(outlook.earliest), snapshot.time_of(outlook.latest)
    delays = [
        (blocker.code, snapshot.time_of(blocker.until))
        for blocker in outlook.blockers
        if blocker.code in DELAYS and blocker.until is not None
    ]
    if at < earliest:
        end = clock(max([latest, *(until for _code, until in delays)]))
        if earliest == latest:
            return worked, _("The next prompt was planned for {time}.", time=end)
        return worked, _("The next prompt was due by {time}, or earlier at a pause in your typing.", time=end)
    came = _came(snapshots, number)
    after = () if came is None else (_("It came at {time}.", time=clock(came)),)
    if delays:
        code, until = delays[0]
        return worked, _(DELAYED[code], time=clock(until)), *after
    if latest > at:
        waited = _("A prompt waited for a pause in your typing, until {time} at the latest.", time=clock(latest))
    else:
        waited = _("A prompt waited for a pause in your typing.")
    return worked, waited, *after


def _minutes(seconds: float) -> int:
    return int((seconds + TINY) // 60)


def _came(snapshots: Sequence[Snapshot], number: int) -> datetime | None:
    """When the prompt that was wanted came, if work just went on until then."""
    for snapshot in snapshots[number + 1 :]:
        if snapshot.phase is Phase.DUE:
            return snapshot.at
        if snapshot.phase is not Phase.WORKING:
            break
    return None
