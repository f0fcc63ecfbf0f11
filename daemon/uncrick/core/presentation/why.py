"""Why there was no prompt at a moment of the past, or why there was one: read from the trace that was kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from uncrick.core.model.text import N_, _, upper_first
from uncrick.core.presentation.status import blocker_words
from uncrick.core.scheduling.blockers import PRESENT, Code
from uncrick.core.scheduling.state import Phase
from uncrick.core.scheduling.trace import TraceEntry

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


def answer(trace: Sequence[TraceEntry], at: datetime, clock: Clock) -> Answer:
    """
    What held at `at`.

    Args:
        trace: in the order in which it was written; a later one for the same moment counts.
        clock: a time as the person reads it.
    """
    for gap in reversed(trace):
        if gap.phase is None and gap.until is not None and gap.at <= at < gap.until:
            return _unwatched(gap, clock)
    entries = [entry for entry in trace if entry.phase is not None]
    earlier = [number for number, entry in enumerate(entries) if entry.at <= at]
    if not earlier:
        text = _("Nothing is known of that time.")
        if entries:
            begun = clock(entries[0].at)
            text = _("Nothing is known of that time; what is kept begins {time}.", time=begun)
        return Answer(UNKNOWN, None, None, (), (text,))
    return _answer_from(entries, _left_by_then(entries, earlier[-1], at), at, clock)


def _left_by_then(entries: Sequence[TraceEntry], number: int, at: datetime) -> int:
    """The absence that had begun by then, though it was seen only later; else the same entry."""
    if entries[number].phase not in THERE:
        return number
    for ahead in range(number, len(entries)):
        if entries[ahead].phase is Phase.AWAY and entries[ahead].since <= at:
            return ahead
        # Once more of the silence becomes known, an absence may turn out to have begun earlier.
        if entries[ahead].phase not in (*THERE, Phase.AWAY):
            break
    return number


def _unwatched(gap: TraceEntry, clock: Clock) -> Answer:
    span = Span(gap.at, gap.until)
    return Answer(UNWATCHED[gap.how], gap.at, gap.until, (), (_over(NOBODY_LOOKED[gap.how], span, clock),))


def _answer_from(entries: Sequence[TraceEntry], number: int, at: datetime, clock: Clock) -> Answer:
    entry = entries[number]
    assert entry.phase is not None
    span = _span(entries, number, lambda other: other.phase is entry.phase and not _began_again(entry, other))
    if entry.phase is Phase.WORKING:
        text = (*_blocked(entries, number, clock), *_worked(entries, number, at, clock))
    else:
        text = (PHASES[entry.phase](entry, span, clock),)
    return Answer(entry.phase.value, span.since, span.until, entry.blocked_by, text)


def _began_again(entry: TraceEntry, other: TraceEntry) -> bool:
    """Whether the same phase began once more, as a second pause or another showing."""
    return entry.phase in (Phase.DUE, Phase.ON_BREAK, Phase.SNOOZED) and entry.since != other.since


def _span(entries: Sequence[TraceEntry], number: int, same: Callable[[TraceEntry], bool]) -> Span:
    first = last = number
    while first > 0 and same(entries[first - 1]):
        first -= 1
    while last + 1 < len(entries) and same(entries[last + 1]):
        last += 1
    begun = (
        min(entry.since for entry in entries[first : number + 1])
        if entries[first].phase is Phase.AWAY
        else entries[first].since
    )
    return Span(begun, entries[last + 1].at if last + 1 < len(entries) else None)


# ------------------------------------------------------------------ words

# Each in two forms: what still lasts, and what has ended.
AWAY = {
    "locked": (
        N_("The screen was locked since {since}: nothing is shown then."),
        N_("The screen was locked from {since} to {until}: nothing is shown then."),
    ),
    "asleep": (
        N_("The machine was asleep since {since}: nothing is shown then."),
        N_("The machine was asleep from {since} to {until}: nothing is shown then."),
    ),
    "": (
        N_("You were away since {since}: nothing is shown then."),
        N_("You were away from {since} to {until}: nothing is shown then."),
    ),
}
NOBODY_LOOKED = {
    "stopped": (
        N_("Uncrick was not running since {since}."),
        N_("Uncrick was not running from {since} to {until}."),
    ),
    "asleep": (
        N_("The machine was asleep since {since}."),
        N_("The machine was asleep from {since} to {until}."),
    ),
    "unseen": (
        N_("The machine slept, or Uncrick was held up, since {since}."),
        N_("The machine slept, or Uncrick was held up, from {since} to {until}."),
    ),
}
PAUSED = (
    N_("Prompts were paused since {since}."),
    N_("Prompts were paused from {since} to {until}."),
)
OFF = (
    N_("Outside your working hours since {since}."),
    N_("Outside your working hours from {since} to {until}."),
)
DUE = (
    N_("A prompt was up since {since}."),
    N_("A prompt was up from {since} to {until}."),
)
ON_BREAK = (
    N_("A break was on since {since}."),
    N_("A break was on from {since} to {until}."),
)
BLOCKED = (
    N_("{reason} since {since}: prompts wait."),
    N_("{reason} from {since} to {until}: prompts waited."),
)
DELAYED: dict[str, str] = {
    Code.JUST_BACK: N_("You had just come back: a prompt waited until {time}."),
    Code.JUST_FREE: N_("You had only just become free: a prompt waited until {time}."),
    Code.TOO_SOON: N_("The last prompt was not long ago: a prompt waited until {time}."),
}


def _over(forms: tuple[str, str], span: Span, clock: Clock, **holes: str) -> str:
    """The sentence for a span of time that lasts, or has ended."""
    if span.until is None:
        return _(forms[0], since=clock(span.since), **holes)
    return _(forms[1], since=clock(span.since), until=clock(span.until), **holes)


def _away(entry: TraceEntry, span: Span, clock: Clock) -> str:
    return _over(AWAY.get(entry.how, AWAY[""]), span, clock)


def _paused(entry: TraceEntry, span: Span, clock: Clock) -> str:
    if span.until is None and entry.until is not None:
        since, until = clock(span.since), clock(entry.until)
        return _("Prompts are paused from {since} until {until}.", since=since, until=until)
    return _over(PAUSED, span, clock)


def _off(entry: TraceEntry, span: Span, clock: Clock) -> str:
    return _over(OFF, Span(span.since, span.until or entry.until), clock)


def _snoozed(entry: TraceEntry, span: Span, clock: Clock) -> str:
    if entry.until is None:
        return _("You had snoozed the prompt.")
    return _("You had snoozed the prompt until {time}.", time=clock(entry.until))


def _due(entry: TraceEntry, span: Span, clock: Clock) -> str:
    return _over(DUE, span, clock)


def _on_break(entry: TraceEntry, span: Span, clock: Clock) -> str:
    return _over(ON_BREAK, span, clock)


PHASES = {
    Phase.AWAY: _away,
    Phase.PAUSED: _paused,
    Phase.OFF: _off,
    Phase.SNOOZED: _snoozed,
    Phase.DUE: _due,
    Phase.ON_BREAK: _on_break,
}


def _blocked(entries: Sequence[TraceEntry], number: int, clock: Clock) -> tuple[str, ...]:
    """A sentence for each reason that lasted then, with its beginning and end."""
    sentences = []
    for code in entries[number].blocked_by:
        words = blocker_words(code)
        span = _blocked_span(entries, number, code)
        sentences.append(_over(BLOCKED, span, clock, reason=upper_first(words)))
    return tuple(sentences)


def _blocked_span(entries: Sequence[TraceEntry], number: int, reason: str) -> Span:
    first = last = number
    while first > 0 and reason in entries[first - 1].blocked_by:
        first -= 1
    while last + 1 < len(entries) and reason in entries[last + 1].blocked_by:
        last += 1
    return Span(entries[first].at, entries[last + 1].at if last + 1 < len(entries) else None)


def _worked(entries: Sequence[TraceEntry], number: int, at: datetime, clock: Clock) -> tuple[str, ...]:
    """How much was worked by then, and what became of the prompt."""
    entry = entries[number]
    assert entry.earliest is not None
    assert entry.latest is not None
    if PRESENT.intersection(entry.blocked_by):
        # Who only listens is there, but those minutes are not counted: what is known is what was worked before.
        minutes = int(entry.active_seconds // 60)
        by = clock(entry.at)
        return (_("By {time} you had worked {minutes} min since the last break.", time=by, minutes=minutes),)
    minutes = int((entry.active_seconds + (at - entry.at).total_seconds()) // 60)
    worked = _("You were working: {minutes} min since the last break.", minutes=minutes)
    if entry.blocked_by:
        return (worked,)
    if at < entry.earliest:
        latest = clock(max([entry.latest, *(until for _code, until in entry.delays)]))
        if entry.earliest == entry.latest:
            return worked, _("The next prompt was to come at {time}.", time=latest)
        return worked, _("The next prompt was due by {time}, or earlier at a pause in your typing.", time=latest)
    came = _came(entries, number)
    after = () if came is None else (_("It came at {time}.", time=clock(came)),)
    for code, until in entry.delays:
        if at < until:
            sentence = DELAYED.get(code, N_("{reason}: a prompt waited until {time}."))
            delayed = _(sentence, reason=code, time=clock(until))
            return worked, delayed, *after
    if entry.latest > at:
        end = clock(entry.latest)
        waited = _("A prompt waited for a pause in your typing, until {time} at the latest.", time=end)
    else:
        waited = _("A prompt waited for a pause in your typing.")
    return worked, waited, *after


def _came(entries: Sequence[TraceEntry], number: int) -> datetime | None:
    """When the prompt that was wanted came, if work just went on until then."""
    for entry in entries[number + 1 :]:
        if entry.phase is Phase.DUE:
            return entry.at
        if entry.phase is not Phase.WORKING:
            break
    return None
