"""The desk: the clocks, the machine, and the policy that is driven through a story."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from desk.invariants import Invariants
from desk.person import PretendPerson
from desk.stories import BREAKS, MONDAY, TINY, clock_text, seconds, suggest
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind, Record
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import (
    Close,
    Effect,
    EndGuide,
    LeadRoutine,
    LowerBubble,
    Note,
    RaiseBubble,
    Refuse,
    ShowBadge,
    ShowPrompt,
    WithdrawPrompt,
    Write,
)
from uncrick.core.scheduling.outlook import idle_threshold, next_wake
from uncrick.core.scheduling.presence import launched
from uncrick.core.scheduling.rules import Breaks, Rules
from uncrick.core.scheduling.state import Phase, Prompt
from uncrick.storage.state_codec import dumps, loads

LISTENING = frozenset({"call", "share", "fullscreen", "projector", "recording"})
"""In these a person may be at work without a key."""


class Desk(PretendPerson, Invariants):
    """
    A person, their machine, and the policy. Times are `m:ss` since the story began.

    Input goes on until the story ends it. The policy looks exactly when each deadline falls due, and after each event
    its invariants are checked against what the person really did.

    Args:
        start: local wall time at which the story begins.
        watched: silence is reported after the threshold the policy asks for, as desktops do; else at once.
        beat: seconds between additional looks, which must not change anything.
        punctual: look when a deadline falls due; else only with the beat and the events.
        breaks: `[breaks]` settings that differ.
    """

    def __init__(
        self,
        *,
        start: datetime = MONDAY,
        zone: tzinfo = UTC,
        work: Iterable[str] = (),
        quiet: Iterable[str] = (),
        ignored: Iterable[str] = (),
        watched: bool = True,
        beat: float | None = None,
        punctual: bool = True,
        seed: int = 0,
        **breaks: Any,
    ) -> None:
        self.rules = Rules(
            suggest,
            Breaks(**breaks),
            parse_hours(work),
            parse_hours(quiet),
            frozenset(ignored),
            zone,
            seed,
        )
        self._start = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
        self._watched = watched
        self._beat = beat
        self._punctual = punctual
        self.time = 0.0
        self._boot = 1000.0
        self._jumped = 0.0
        self._set_back = False
        # What the person does
        self._silent_from: float | None = None
        self._reported = False
        self.busy: set[str] = set()
        self.elsewhere = float("-inf")
        self.locked = False
        self.asleep = False
        self.running = True
        self._back = self._free = self._there = float("-inf")
        self._watched_over = True
        self._unheard = False
        # What the policy did
        self.shown = False
        self.log: list[str] = []
        self.prompts: list[str] = []
        self.prompted: list[Prompt] = []
        self.records: list[Record] = []
        self._written_at: list[str] = []
        self.closed: dict[str, datetime] = {}
        self.notes: list[str] = []
        self.guided: list[str] = []
        self.refusals: list[Refuse] = []
        self.trace: list[tuple[ev.Event, Moment]] = []
        self.effects: list[Effect] = []
        self.begun = self.now
        self.state = machine.begin(self.begun, self.rules)
        self.owed = 0.0
        self._owed_before = 0.0
        self._paused_since: float | None = None

    # ------------------------------------------------------------ reading

    @property
    def now(self) -> Moment:
        """The pretend clocks."""
        return Moment(self._start + timedelta(seconds=self.time + self._jumped), self.time + self._boot)

    @property
    def phase(self) -> Phase:
        """What the daemon is doing."""
        return self.state.phase

    @property
    def count(self) -> str:
        """Active time since the last break."""
        return clock_text(self.state.count)

    @property
    def history(self) -> list[str]:
        """The records, each with the time it says."""
        return [f"{self._story_time(record.at)} {record.kind}" for record in self.records]

    def of(self, kind: Kind) -> list[Record]:
        """The records of a kind."""
        return [record for record in self.records if record.kind is kind]

    def written(self, kind: Kind) -> list[str]:
        """When records of a kind were written, which may be later than their own time."""
        return [at for at, record in zip(self._written_at, self.records, strict=True) if record.kind is kind]

    def until(self, record: Record) -> str | None:
        """When a record ended; None while it is open."""
        end = self.closed.get(record.id, record.until)
        return None if end is None else self._story_time(end)

    def _story_time(self, wall: datetime) -> str:
        return clock_text((wall - self._start).total_seconds() - self._jumped)

    # ------------------------------------------------------------ time

    def goes_on(self, until: str | float | None = None, *, minutes: float = 0, seconds_: float = 0) -> None:
        """Time passes, and the person goes on with what they do."""
        self._advance(seconds(until) if until is not None else self.time + minutes * 60 + seconds_)

    def _advance(self, to: float) -> None:
        assert to >= self.time - TINY, f"the story goes back from {clock_text(self.time)} to {clock_text(to)}"
        while self.running and not self.asleep:
            silence, look = self._report_at(), self._look_at()
            at = max(self.time, min(silence, look))
            if at > to + TINY:
                break
            self._live_to(at)
            if silence <= look:
                self._report_silence()
            else:
                self.happens(ev.Looked())
        self._live_to(to)
        if self.running and not self.asleep:
            self.happens(ev.Looked())

    def _report_at(self) -> float:
        """Time at which silence will be reported."""
        if self._silent_from is None or self._reported:
            return float("inf")
        return self._silent_from + (idle_threshold(self.state, self.rules) if self._watched else 0.0)

    def _look_at(self) -> float:
        """Time of the next look: a deadline, or the beat."""
        looks = [float("inf")]
        if self._punctual and (at := next_wake(self.state, self.rules, self.now)) is not None:
            looks.append(at - self._boot)
        if self._beat is not None:
            looks.append((self.time // self._beat + 1) * self._beat)
        return min(looks)

    def _live_to(self, to: float) -> None:
        """Let time pass, and count its active seconds independently of the policy."""
        spent = max(0.0, to - self.time)
        state = self.state
        locked = self.locked and self.time >= self.elsewhere - TINY
        if self.asleep or locked or state.routine or state.pause or state.day.off or state.presence.nobody:
            spent = 0.0
        elif self._silent_from is not None and self.rules.breaks.clock == "active":
            spent = max(0.0, min(to, self._present_until()) - self.time)
        if self.running:
            self.owed += spent
        self.time = max(to, self.time)

    def reasons(self) -> set[str]:
        """What keeps prompts back now."""
        return self.busy - self.rules.ignored - {"recording"} | ({"elsewhere"} if self._is_unheard() else set())

    def _is_unheard(self) -> bool:
        """Whether nothing is typed here, and may be elsewhere."""
        silent = self._silent_from
        idle = silent is not None and self.time >= silent + self.rules.breaks.idle - TINY
        return self.time < self.elsewhere - TINY and (self.locked or idle)

    def _listens(self) -> bool:
        """Whether a call or the like says that the person is there, whatever the keyboard says."""
        silent = self._silent_from
        return (
            self._watched_over
            and not self.locked
            and bool(self.busy & LISTENING)
            and (silent is None or self.time < silent + self._listening() - TINY)
        )

    def _listening(self) -> float:
        return max(self.rules.breaks.idle, self.rules.breaks.listening)

    def _present_until(self) -> float:
        """Until when the person who is silent is taken to be there."""
        assert self._silent_from is not None
        until = max(self._silent_from, self._there, self.elsewhere) + self.rules.breaks.idle
        return max(until, self._silent_from + self._listening()) if self._listens() else until

    def _report_silence(self) -> None:
        assert self._silent_from is not None
        self._reported = True
        self.happens(ev.InputStopped(self._silent_from + self._boot))

    # ------------------------------------------------------------ the machine

    def sleeps(self, until: str | float | None = None, *, minutes: float = 0, announced: bool = True) -> None:
        """The machine sleeps; `announced`: with a signal before."""
        since, to = self.time, seconds(until) if until is not None else self.time + minutes * 60
        if announced:
            self.asleep = True
            self.happens(ev.Suspended())
        self._missed(since, to)
        self.happens(ev.Gapped(since + self._boot))
        if announced:
            self.asleep = False
            self.happens(ev.Woken())

    def dies(
        self,
        until: str | float | None = None,
        *,
        minutes: float = 0,
        seconds_: float = 0,
        reboot: bool = True,
        clock: float = 0,
    ) -> None:
        """The daemon is killed, and launched again later, maybe in another boot, and with the wall clock put by."""
        since, to = self.time, seconds(until) if until is not None else self.time + minutes * 60 + seconds_
        state = loads(dumps(self.state))
        assert state == self.state, "what is saved is what is loaded"
        self.state = replace(state, boot=str(self._boot))
        self.running = False
        if reboot:
            self._boot = 5.0 - to
        self._jumped += clock
        self._set_back |= clock < 0
        self._missed(since, to)
        self.running, self.shown = True, False
        self._reported = False
        self._free = self.time if self.busy else self._free
        self.happens(launched(self.state, self.now, str(self._boot)))
        for reason in sorted(self.busy):
            self.happens(ev.BusyBegun(reason))
        if self.locked:
            self.happens(ev.Locked())
        if self._report_at() <= self.time:
            self._report_silence()

    def _missed(self, since: float, to: float) -> None:
        """Time passes without a look."""
        idle = self.rules.breaks.idle
        long = to - since > idle
        if self._listens() and (long or not self.running):
            self._there = since if long else to
        silent = self._silent_from
        if not self._reported:
            # The daemon does not know of a silence that was not reported
            self._silent_from = since if long else None
        if not self.running or not long:
            self.running = True
        self._watched_over = not long
        self._live_to(min(to, since + idle) if long else to)
        self._watched_over = True
        self.time = to
        self._silent_from = silent
        if long or self.asleep:
            self._back = to

    def sets_clock(self, by: float) -> None:
        """The wall clock jumps by so many seconds."""
        self._jumped += by
        self._set_back |= by < 0
        self.happens(ev.Looked())

    def follows(self, **changed: Any) -> None:
        """Change settings of `[breaks]`, or other rules."""
        own = {field.name for field in fields(Rules)}
        breaks = replace(self.rules.breaks, **{key: value for key, value in changed.items() if key not in own})
        self.rules = replace(self.rules, breaks=breaks, **{key: value for key, value in changed.items() if key in own})
        self.state = replace(self.state, day=replace(self.state.day, until=self.state.day.since))
        self.owed = self.state.count
        self.happens(ev.Looked())
        self._back = self._free = self.time

    def _was_away(self) -> None:
        if self.state.presence.absence is not None:
            self._back = self.time

    # ------------------------------------------------------------ the policy

    def happens(self, event: ev.Event) -> None:
        """Give one event to the policy, perform the effects, and check the invariants."""
        if isinstance(event, ev.InputResumed):
            self._was_away()
        if self._unheard and not self._is_unheard():
            self._back = self.time
        self._unheard = self._is_unheard()
        before = self.state
        self.trace.append((event, self.now))
        self.state, effects = machine.step(before, event, self.now, self.rules)
        self.effects += effects
        if before.day != self.state.day:
            self._free = self.time  # quiet hours, the first minutes or the date may have ended
        for effect in effects:
            self._perform(effect, event)
        if before.day.off != self.state.day.off:
            self.owed = 0.0
        self._check(before, event, effects)

    def _perform(self, effect: Effect, event: ev.Event) -> None:
        at = clock_text(self.time)
        match effect:
            case ShowPrompt(prompt, quiet):
                assert not self.shown, f"{at}: two prompts up at once"
                self.shown = not quiet
                self.prompts.append(at)
                self.prompted.append(prompt)
                self.log.append(f"{at} up")
                if not isinstance(event, ev.Launched):
                    self._check_showing(at, asked=isinstance(event, ev.Answered))
            case RaiseBubble(prompt):
                assert not self.shown, f"{at}: two prompts up at once"
                self.shown = True
                self.log.append(f"{at} bubble")
            case LowerBubble():
                assert self.shown or isinstance(event, ev.Launched), f"{at}: a bubble leaves that is not up"
                self.shown = False
                self.log.append(f"{at} bubble leaves")
            case WithdrawPrompt():
                self.shown = False
                self.log.append(f"{at} down")
            case ShowBadge():
                self.log.append(f"{at} badge")
            case LeadRoutine():
                self.guided.append(f"{at} lead")
            case EndGuide(completed):
                self.guided.append(f"{at} {'completed' if completed else 'broken off'}")
            case Write(record):
                self._write(record)
            case Close(record_id, until):
                (record,) = [record for record in self.records if record.id == record_id]
                assert record.until is None, f"{at}: closed twice"
                assert record_id not in self.closed, f"{at}: closed twice"
                if not isinstance(event, ev.Launched):  # whose clock may not be believed
                    assert until == self.now.wall, f"{at}: it ends now"
                assert record.at <= until or self._set_back, f"{at}: ends before it began"
                self.closed[record_id] = until
            case Note(_, text):
                self.notes.append(f"{at} {text}")
            case Refuse():
                assert effect.title, "a refusal says why, and what to do"
                assert effect.message, "a refusal says why, and what to do"
                self.refusals.append(effect)

    def _write(self, record: Record) -> None:
        assert all(record.id != other.id for other in self.records), "an id is given once"
        if record.kind in BREAKS | {Kind.SNOOZED}:
            self._owed_before = 0.0 if record.kind is Kind.SNOOZED else self.owed
        if record.kind in BREAKS or (
            record.kind is Kind.RESUMED
            and self._paused_since is not None
            and self.time - self._paused_since >= self.rules.breaks.natural - TINY
        ):
            self.owed = 0.0
        if record.kind is Kind.UNDONE:
            # What the answer took from the count is there again
            self.owed += self._owed_before
        if record.kind is Kind.PAUSED and self._paused_since is None:
            self._paused_since = self.time
        elif record.kind is Kind.RESUMED:
            self._paused_since = None
        self.records.append(record)
        self._written_at.append(clock_text(self.time))
        self.log.append(f"{clock_text(self.time)} {record.kind}")
