"""The real engine on a pretend desk and clock, thousands of times faster than life; it writes nothing but lines."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, assert_never

from uncrick.app.engine_wiring import EngineWiring
from uncrick.app.isolation import Unguarded
from uncrick.app.simulation import pain_lines
from uncrick.app.simulation.trace import BUSY, SAID, SHOWN, SOURCE, TOLD, Line, broken
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation.export import record_object
from uncrick.core.presentation.status import iso, prompt_object
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.effects import (
    Close,
    Effect,
    EndGuide,
    LeadRoutine,
    LowerBubble,
    Note,
    RaiseBubble,
    Refuse,
    SaveSnapshot,
    ShowBadge,
    ShowPrompt,
    WithdrawPrompt,
    Write,
)
from uncrick.core.scheduling.state import State
from uncrick.errors import RefusedError
from uncrick.settings import Settings
from uncrick.storage.json_objects import profile_of
from uncrick.storage.state_codec import dumps, loads

Emit = Callable[[dict[str, Any]], None]


class PretendClock:
    """Both clocks, set by hand; the start is tick 0."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._zone = start.tzinfo
        self.ticks = 0.0
        self.jumped = 0.0

    def now(self) -> Moment:
        """The moment that was set."""
        return Moment(self._start + timedelta(seconds=self.ticks + self.jumped), self.ticks)

    def zone(self) -> tzinfo:
        """The offset of the start."""
        assert self._zone is not None
        return self._zone

    def reread(self) -> None:
        """The zone stays."""


class NoJournal:
    """Keeps nothing."""

    def append(self, record: Record) -> None:
        """Forget it."""

    def close(self, record_id: str, until: datetime) -> None:
        """Forget it."""

    def remembered(self, since: datetime) -> Iterable[Record]:
        """None."""
        return ()


class Simulation:
    """A pretend person at a pretend desk, with the real engine and the real choice of routines."""

    def __init__(self, start: datetime, settings: Settings, seed: int, emit: Emit) -> None:
        self._clock = PretendClock(start)
        self._emit = emit
        self._policy = EngineWiring(self._clock, NoJournal(), settings, Unguarded("simulate"), seed=seed)
        self._history, self._suggestions = self._policy.history_cache, self._policy.suggestions
        self._facts = dict.fromkeys(("active", "locked", *BUSY), False)
        self._quiet_since = 0.0
        self._asleep = False
        self._asleep_since = 0.0
        self._planned: float | None = None
        self._last: tuple[Item, ...] = ()
        self._answers: list[tuple[float, ev.FeedbackGiven]] = []
        self._saved = ""
        self._running = True
        self._begin(None)
        self._tell_facts()

    def run(self, trace: Iterable[Line], seconds: float) -> None:
        """Live through the trace, for so many seconds."""
        for line in trace:
            if line.at > seconds:
                break
            self._live_until(line.at)
            self._clock.ticks = line.at
            self._do(line)
        self._live_until(seconds)

    def _plan(self, ticks: float | None) -> None:
        """Note when the engine wants to look again."""
        self._planned = ticks

    def _live_until(self, ticks: float) -> None:
        # Nobody answers while the machine sleeps, nor later
        self._answers = [(at, event) for at, event in self._answers if at >= self._clock.ticks]
        while self._running and not self._asleep:
            beat = float("inf") if self._planned is None else self._planned
            answer = self._answers[0][0] if self._answers else float("inf")
            if min(beat, answer) > ticks:
                return
            self._clock.ticks = min(beat, answer)
            self._engine.handle(ev.Looked() if beat <= answer else self._answers.pop(0)[1])
            if answer < beat:
                self._reviser.revise()

    def _begin(self, state: State | None) -> None:
        self._planned = None
        self._engine, self._reviser = self._policy.engine(
            state,
            self._perform,
            plan=self._plan,
            changed=lambda state, now, moved: self._reviser.adapt(state),
        )

    def _tell_facts(self) -> None:
        """What a daemon that starts finds on the desk."""
        for fact in BUSY:
            if self._facts[fact]:
                self._engine.handle(ev.BusyBegun(fact))
        if self._facts["locked"]:
            self._engine.handle(ev.Locked())
        if self._facts["active"]:
            self._engine.handle(ev.Looked())
        else:
            self._engine.handle(ev.InputStopped(self._quiet_since))

    def _do(self, line: Line) -> None:
        if line.do in SHOWN:
            self._show(*SHOWN[line.do])
        elif line.do in ("suspend", "resume"):
            self._sleep(asleep=line.do == "suspend")
        elif line.do == "clock":
            self._clock.jumped += line.raw["by"]
            self._tell(ev.Looked())
        elif line.do == "profile":
            self._profile(line)
        elif line.do == "kill":
            if self._running:
                # The real one touches its file with every beat; this one is seen to the very end.
                self._saved, self._running = dumps(replace(self._engine.state, seen=self._clock.now())), False
        elif line.do == "launch":
            self._launch()
        elif line.do in TOLD:
            self._attempt(lambda: self._complain(line))
        else:
            self._say(line)

    def _show(self, fact: str, value: bool) -> None:
        if self._facts[fact] is value:
            return
        self._facts[fact] = value
        if fact == "active" and not value:
            self._quiet_since = self._clock.ticks
        if fact == "active":
            self._tell(ev.InputResumed() if value else ev.InputStopped(self._clock.ticks))
        elif fact == "locked":
            if not value and not self._facts["active"]:
                self._quiet_since = self._clock.ticks
            self._tell(ev.Locked() if value else ev.Unlocked())
        else:
            self._tell(ev.BusyBegun(fact) if value else ev.BusyEnded(fact))

    def _tell(self, event: ev.Event) -> None:
        if self._running and not self._asleep:
            self._engine.handle(event)

    def _sleep(self, *, asleep: bool) -> None:
        if self._asleep is asleep:
            return
        if asleep:
            self._tell(ev.Suspended())
            self._asleep, self._asleep_since = True, self._clock.ticks
            return
        self._asleep = False
        if self._running:
            self._engine.handle(ev.Gapped(self._asleep_since))
            # Whatever changed on the desk meanwhile is seen on waking.
            self._engine.handle(ev.Locked() if self._facts["locked"] else ev.Unlocked())
            if not self._facts["active"]:
                self._engine.handle(ev.InputStopped(self._quiet_since))
            for fact in BUSY:
                self._engine.handle(ev.BusyBegun(fact) if self._facts[fact] else ev.BusyEnded(fact))
            self._engine.handle(ev.Woken())

    def _launch(self) -> None:
        if self._running:
            return
        state = loads(self._saved)
        self._running = True
        self._begin(state)
        gap = max(0.0, (self._clock.now().wall - state.seen.wall).total_seconds())
        self._engine.handle(ev.Launched(gap))
        self._reviser.revise()
        self._tell_facts()

    def _profile(self, line: Line) -> None:
        try:
            self._suggestions.profile = profile_of(line.raw.get("profile"), self._suggestions.catalogue)
        except ValueError as error:
            raise broken(line.number, str(error)) from None
        if self._running:
            self._reviser.revise()

    def _say(self, line: Line) -> None:
        event = ev.PauseBegun(line.raw["minutes"] * 60, SOURCE) if line.do == "pause" else SAID[line.do]
        self._attempt(lambda: self._tell(event))

    def _attempt(self, say: Callable[[], None]) -> None:
        """Say it, or tell why it cannot be said."""
        why = "the daemon is not running" if not self._running else "the machine is asleep"
        if self._running and not self._asleep:
            try:
                say()
                return
            except RefusedError as error:
                why = f"{error.title}: {error.message}"
        self._emit({"at": _seconds(self._clock.ticks), "effect": "refused", "why": why})

    def _complain(self, line: Line) -> None:
        """The person tells of pain; what is at hand no longer has what it bars, and in ten minutes they are asked."""
        now = self._clock.now()
        care, local = self._history.practice.care, now.wall.astimezone(self._history.zone)
        routine = self._engine.state.routine
        about = pain_lines.Situation(self._suggestions.catalogue, care, local, now.ticks, routine, self._last)
        for event in pain_lines.events(line.raw, about):
            self._engine.handle(event)
        hurt = self._history.practice.care.hurt
        if line.do == "hurt" and hurt is not None:
            self._answers.append((now.ticks + pain_lines.ASKED_AFTER, pain_lines.answer(line.raw, hurt.id)))
        self._reviser.revise()

    def _perform(self, effect: Effect) -> None:
        now = self._clock.now()
        at = _seconds(now.ticks)
        match effect:
            case ShowPrompt(prompt, quiet):
                shown = {"prompt": prompt_object(prompt.suggestion), "showing": prompt.showing}
                self._emit({"at": at, "effect": "prompt", **shown, **({"quiet": True} if quiet else {})})
            case RaiseBubble():
                self._emit({"at": at, "effect": "bubble"})
            case LowerBubble():
                self._emit({"at": at, "effect": "bubble_left"})
            case WithdrawPrompt():
                self._emit({"at": at, "effect": "withdraw"})
            case ShowBadge():
                self._emit({"at": at, "effect": "badge"})
            case LeadRoutine(routine):
                self._emit({"at": at, "effect": "lead", "prompt": prompt_object(routine.suggestion)})
            case EndGuide(completed):
                self._emit({"at": at, "effect": "end_guide", "completed": completed})
            case Write(record):
                self._history.append(record)
                if record.routine and record.kind in (Kind.PROMPTED, Kind.STARTED, Kind.DONE, Kind.PART_DONE):
                    self._last = record.routine
                begun = _seconds(now.ticks + (record.at - now.wall).total_seconds())
                plain = record_object(record, lambda moment: iso(moment, self._engine.rules))
                self._emit({"at": begun, "record": plain.pop("kind"), **{k: v for k, v in plain.items() if k != "at"}})
            case Close(record_id, until):
                self._history.close(record_id, until)
                self._emit({"at": at, "effect": "close", "id": record_id, "until": iso(until, self._engine.rules)})
            case Note() | SaveSnapshot() | Refuse():
                # Words for people; a refusal is told where the word was said.
                pass
            case _:
                assert_never(effect)


def _seconds(ticks: float) -> int | float:
    rounded = round(ticks, 3)
    return int(rounded) if rounded == int(rounded) else rounded
