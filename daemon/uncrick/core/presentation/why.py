"""Why there was no prompt at a moment of the past, or why there was one: told from the standings that were kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from uncrick.core.presentation.status import blocker_words
from uncrick.core.scheduling.blockers import PRESENT, Code
from uncrick.core.scheduling.state import Phase
from uncrick.core.scheduling.trace import TraceEntry

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
        kept: what kept prompts back, as in `suppressed_by`.
        text: sentences.
    """

    phase: str
    since: datetime | None
    until: datetime | None
    kept: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until `until`, which is None while it lasts."""

    since: datetime
    until: datetime | None


def answer(kept: Sequence[TraceEntry], at: datetime, clock: Callable[[datetime], str]) -> Answer:
    """
    What held at `at`.

    Args:
        kept: in the order in which they were written; a later one for the same moment counts.
        clock: a time as the person reads it.
    """
    for gap in reversed(kept):
        if gap.phase is None and gap.until is not None and gap.at <= at < gap.until:
            return _unwatched(gap, clock)
    turns = [turn for turn in kept if turn.phase is not None]
    found = [number for number, turn in enumerate(turns) if turn.at <= at]
    if not found:
        begun = f"; what is kept begins {clock(turns[0].at)}" if turns else ""
        return Answer(UNKNOWN, None, None, (), (f"Nothing is known of that time{begun}.",))
    return _turned(turns, _left_by_then(turns, found[-1], at), at, clock)


def _left_by_then(turns: Sequence[TraceEntry], number: int, at: datetime) -> int:
    """The absence that had begun by then, though it was seen only later; else the same turn."""
    if turns[number].phase not in THERE:
        return number
    for ahead in range(number, len(turns)):
        if turns[ahead].phase is Phase.AWAY and turns[ahead].since <= at:
            return ahead
        # Once more of the silence becomes known, an absence may turn out to have begun earlier.
        if turns[ahead].phase not in (*THERE, Phase.AWAY):
            break
    return number


def _unwatched(gap: TraceEntry, clock: Callable[[datetime], str]) -> Answer:
    span = f"from {clock(gap.at)} to {clock(gap.until)}" if gap.until is not None else f"since {clock(gap.at)}"
    said = {
        "stopped": f"Uncrick was not running {span}.",
        "asleep": f"The machine was asleep {span}.",
        "unseen": f"The machine slept, or Uncrick was held up, {span}.",
    }[gap.how]
    return Answer(UNWATCHED[gap.how], gap.at, gap.until, (), (said,))


def _turned(turns: Sequence[TraceEntry], number: int, at: datetime, clock: Callable[[datetime], str]) -> Answer:
    turn = turns[number]
    assert turn.phase is not None
    span = _span(turns, number, lambda other: other.phase is turn.phase and not _anew(turn, other))
    words = {
        Phase.AWAY: _away,
        Phase.PAUSED: _paused,
        Phase.OFF: _off,
        Phase.SNOOZED: _snoozed,
        Phase.DUE: _due,
        Phase.ON_BREAK: _on_break,
    }
    if turn.phase is Phase.WORKING:
        text = (*_kept_back(turns, number, clock), *_worked(turns, number, at, clock))
        return Answer(turn.phase.value, span.since, span.until, turn.kept, text)
    return Answer(turn.phase.value, span.since, span.until, turn.kept, words[turn.phase](turn, span, clock))


def _anew(turn: TraceEntry, other: TraceEntry) -> bool:
    """Whether the same phase began once more, as a second pause or another showing."""
    return turn.phase in (Phase.DUE, Phase.ON_BREAK, Phase.SNOOZED) and turn.since != other.since


def _span(turns: Sequence[TraceEntry], number: int, same: Callable[[TraceEntry], bool]) -> Span:
    first = last = number
    while first > 0 and same(turns[first - 1]):
        first -= 1
    while last + 1 < len(turns) and same(turns[last + 1]):
        last += 1
    begun = (
        min(turn.since for turn in turns[first : number + 1])
        if turns[first].phase is Phase.AWAY
        else turns[first].since
    )
    return Span(begun, turns[last + 1].at if last + 1 < len(turns) else None)


def _from_to(span: Span, clock: Callable[[datetime], str]) -> str:
    return f"since {clock(span.since)}" if span.until is None else f"from {clock(span.since)} to {clock(span.until)}"


# ------------------------------------------------------------------ words


def _away(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    what = {"locked": "The screen was locked", "asleep": "The machine was asleep"}.get(turn.how, "You were away")
    return (f"{what} {_from_to(span, clock)}: nothing is shown then.",)


def _paused(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    if span.until is None and turn.until is not None:
        return (f"Prompts are paused from {clock(span.since)} until {clock(turn.until)}.",)
    return (f"Prompts were paused {_from_to(span, clock)}.",)


def _off(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    until = span.until or turn.until
    return (f"Outside your working hours {_from_to(Span(span.since, until), clock)}.",)


def _snoozed(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    until = "" if turn.until is None else f" until {clock(turn.until)}"
    return (f"You had snoozed the prompt{until}.",)


def _due(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    return (f"A prompt was up {_from_to(span, clock)}.",)


def _on_break(turn: TraceEntry, span: Span, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    return (f"A break was on {_from_to(span, clock)}.",)


def _kept_back(turns: Sequence[TraceEntry], number: int, clock: Callable[[datetime], str]) -> tuple[str, ...]:
    """A sentence for each reason that lasted then, with its beginning and end."""
    said = []
    for reason in turns[number].kept:
        span = _kept_span(turns, number, reason)
        words = blocker_words(reason)
        wait = "wait" if span.until is None else "waited"
        said.append(f"{words[:1].upper()}{words[1:]} {_from_to(span, clock)}: prompts {wait}.")
    return tuple(said)


def _kept_span(turns: Sequence[TraceEntry], number: int, reason: str) -> Span:
    first = last = number
    while first > 0 and reason in turns[first - 1].kept:
        first -= 1
    while last + 1 < len(turns) and reason in turns[last + 1].kept:
        last += 1
    return Span(turns[first].at, turns[last + 1].at if last + 1 < len(turns) else None)


def _worked(
    turns: Sequence[TraceEntry], number: int, at: datetime, clock: Callable[[datetime], str]
) -> tuple[str, ...]:
    """How much was worked by then, and what became of the prompt."""
    turn = turns[number]
    assert turn.wanted is not None
    assert turn.due is not None
    if PRESENT.intersection(turn.kept):
        # Who only listens is there, but those minutes are not counted: what is known is what was worked before.
        return (f"By {clock(turn.at)} you had worked {int(turn.count // 60)} min since the last break.",)
    minutes = int((turn.count + (at - turn.at).total_seconds()) // 60)
    worked = f"You were working: {minutes} min since the last break."
    if turn.kept:
        return (worked,)
    latest = max([turn.due, *(until for _, until in turn.gates)])
    if at < turn.wanted:
        if turn.wanted == turn.due:
            return worked, f"The next prompt was to come at {clock(latest)}."
        return worked, f"The next prompt was due by {clock(latest)}, or earlier at a pause in your typing."
    came = _came(turns, number)
    after = "" if came is None else f" It came at {clock(came)}."
    for why, until in turn.gates:
        if at < until:
            return worked, f"{GATES.get(why, why)}: a prompt waited until {clock(until)}.{after}"
    end = f", until {clock(turn.due)} at the latest" if turn.due > at else ""
    return worked, f"A prompt waited for a pause in your typing{end}.{after}"


def _came(turns: Sequence[TraceEntry], number: int) -> datetime | None:
    """When the prompt that was wanted came, if work just went on until then."""
    for turn in turns[number + 1 :]:
        if turn.phase is Phase.DUE:
            return turn.at
        if turn.phase is not Phase.WORKING:
            break
    return None


GATES: dict[str, str] = {
    Code.JUST_BACK: "You had just come back",
    Code.JUST_FREE: "You had only just become free",
    Code.TOO_SOON: "The last prompt was not long ago",
}
