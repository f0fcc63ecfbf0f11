"""The real engine on a pretend desk and clock, thousands of times faster than life; it writes nothing but lines."""

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Any, assert_never

from uncrick.app.engine_wiring import EngineWiring
from uncrick.app.isolation import Unguarded
from uncrick.app.simulation import pain_lines
from uncrick.app.simulation.answers import AWAY, Answers, answers
from uncrick.app.simulation.desk import NoJournal, PretendClock
from uncrick.app.simulation.trace import BUSY, ELSEWHERE, SAID, SHOWN, SOURCE, TOLD, Line, broken
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item, Kind
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
from uncrick.core.scheduling.presence import launched
from uncrick.core.scheduling.state import State
from uncrick.errors import RefusedError
from uncrick.settings import Settings
from uncrick.storage.json_objects import profile_of
from uncrick.storage.state_codec import dumps, loads

Emit = Callable[[dict[str, Any]], None]


class Simulation:
    """A pretend person at a pretend desk, with the real engine and the real choice of routines."""

    def __init__(self, start: datetime, settings: Settings, seed: int, emit: Emit) -> None:
        self._clock = PretendClock(start)
        self._emit = emit
        self._policy = EngineWiring(self._clock, NoJournal(), settings, Unguarded("simulate"), seed=seed)
        self._history, self._suggestions = self._policy.history_cache, self._policy.suggestions
        self._facts = dict.fromkeys(("active", "locked", ELSEWHERE, *BUSY), False)
        self._holds_for_screen = settings.quiet.projector
        self._quiet_since = 0.0
        self._asleep = False
        self._asleep_since = 0.0
        self._planned: float | None = None
        self._last: tuple[Item, ...] = ()
        self._actions: list[tuple[float, int, Callable[[], None]]] = []  # at second, number, what the person does
        self._numbered = 0
        self._seed = seed
        self._answers: Answers | None = None
        self._showings = 0
        self._open: int | None = None  # the showing that is up
        self._at_desk = False  # what the trace says; `_facts["active"]` is false while the person is on a break
        self._away_until: float | None = None
        self._saved = ""
        self._left: Moment | None = None
        self._running = True
        self._begin(None)
        self._tell_facts()

    def run(self, trace: Iterable[Line], seconds: float) -> None:
        """Live through the trace, for so many seconds."""
        ahead: deque[Line] = deque()
        rest = takewhile(lambda line: line.at <= seconds, trace)
        while (line := ahead.popleft() if ahead else next(rest, None)) is not None:
            self._live_until(line.at)
            self._clock.ticks = line.at
            self._do(line)
            if line.do == "reboot" and not _comes_back_later(ahead, rest):
                self._launch()
        self._live_until(seconds)

    def _plan(self, ticks: float | None) -> None:
        """Note when the engine wants to look again."""
        self._planned = ticks

    def _live_until(self, ticks: float) -> None:
        # Nobody answers while the machine sleeps, nor later
        self._actions = [action for action in self._actions if action[0] >= self._clock.ticks]
        while self._running and not self._asleep:
            beat = float("inf") if self._planned is None else self._planned
            action = self._actions[0][0] if self._actions else float("inf")
            if min(beat, action) > ticks:
                return
            self._clock.ticks = min(beat, action)
            if beat <= action:
                self._engine.handle(ev.Looked())
            else:
                self._actions.pop(0)[2]()

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        """Let the person do it so many seconds from now."""
        self._numbered += 1
        insort(self._actions, (self._clock.ticks + seconds, self._numbered, act))

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
        if self._facts[ELSEWHERE]:
            self._engine.handle(ev.UsedElsewhere(float("inf")))
        if self._facts["locked"]:
            self._engine.handle(ev.Locked())
        if self._facts["active"]:
            self._engine.handle(ev.Looked())
        else:
            self._engine.handle(ev.InputStopped(self._quiet_since))

    def _do(self, line: Line) -> None:
        if line.do in ("active", "idle"):
            self._at_desk = line.do == "active"
            self._show("active", self._at_desk and self._away_until is None)
        elif line.do in SHOWN:
            self._show(*SHOWN[line.do])
        elif line.do in ("suspend", "resume"):
            self._sleep(asleep=line.do == "suspend")
        elif line.do == "clock":
            self._clock.jumped += line.raw["by"]
            self._tell(ev.Looked())
        elif line.do == "profile":
            self._profile(line)
        elif line.do == "answers":
            self._answers = answers(line.raw)
        elif line.do == "kill":
            self._kill()
        elif line.do == "reboot":
            self._kill()
            self._clock.boots += 1
            self._asleep = False
        elif line.do == "launch":
            self._launch()
        elif line.do in TOLD:
            self._attempt(lambda: self._complain(line))
        else:
            self._say(line)

    def _show(self, fact: str, value: bool) -> None:
        if self._facts[fact] is value or (fact == "projector" and not self._holds_for_screen):
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
        elif fact == ELSEWHERE:
            self._tell(ev.UsedElsewhere(float("inf") if value else self._clock.ticks))
        else:
            self._tell(ev.BusyBegun(fact) if value else ev.BusyEnded(fact))

    def _tell(self, event: ev.Event) -> None:
        if self._running and not self._asleep:
            self._engine.handle(event)

    def _sleep(self, *, asleep: bool) -> None:
        if self._asleep is asleep:
            return
        if asleep:
            self._forget_break()
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

    def _answer(self, showing: int, word: str) -> None:
        """Answer the showing, if it is still up and somebody is there to see it."""
        if self._open != showing or self._facts["locked"] or not self._facts["active"]:
            return
        if word == "leave":
            self._leave(max(AWAY, 2 * self._engine.rules.breaks.left))
            return
        self._attempt(lambda: self._tell(SAID[word]))
        if word == "start" and self._engine.state.routine is not None:
            self._leave(float("inf"))  # until the routine ends

    def _leave(self, seconds: float) -> None:
        """Leave keyboard and mouse alone for so long."""
        self._away_until = self._clock.ticks + seconds
        self._show("active", False)
        if seconds < float("inf"):
            self._after(seconds, self._return)

    def _return(self) -> None:
        if self._away_until is not None and self._away_until <= self._clock.ticks:
            self._away_until = None
            self._show("active", self._at_desk)

    def _forget_break(self) -> None:
        """Let the trace alone say again what the person does: the machine sleeps, or nobody watches."""
        self._away_until, self._open = None, None
        self._show("active", self._at_desk)

    def _kill(self) -> None:
        if self._running:
            self._forget_break()
            # The real one touches its file with every beat; this one is seen to the very end.
            self._left, self._running = self._clock.now(), False
            self._saved = dumps(replace(self._engine.state, seen=self._left))

    def _launch(self) -> None:
        if self._running:
            return
        state = loads(self._saved)
        self._running = True
        self._begin(state)
        self._engine.handle(launched(state, self._clock.now(), self._clock.boot()))
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
            answer = pain_lines.answer(line.raw, hurt.id)
            self._after(pain_lines.ASKED_AFTER, lambda: self._say_whether_it_hurts(answer))
        self._reviser.revise()

    def _say_whether_it_hurts(self, answer: ev.FeedbackGiven) -> None:
        self._engine.handle(answer)
        self._reviser.revise()

    def _meet(self, showing: int) -> None:
        """Draw the answer to a prompt that is shown."""
        self._open = showing
        if self._answers is None:
            return
        word, wait = self._answers.drawn(self._seed, showing)
        if word is not None:
            self._after(wait, lambda: self._answer(showing, word))

    def _perform(self, effect: Effect) -> None:
        now = self._clock.now()
        at = _seconds(now.ticks)
        match effect:
            case ShowPrompt(prompt, quiet):
                shown = {"prompt": prompt_object(prompt.suggestion), "showing": prompt.showing}
                self._emit({"at": at, "effect": "prompt", **shown, **({"quiet": True} if quiet else {})})
                self._showings += 1
                self._meet(self._showings)
            case RaiseBubble():
                self._emit({"at": at, "effect": "bubble"})
            case LowerBubble():
                self._emit({"at": at, "effect": "bubble_left"})
            case WithdrawPrompt():
                self._open = None
                self._emit({"at": at, "effect": "withdraw"})
            case ShowBadge():
                self._emit({"at": at, "effect": "badge"})
            case LeadRoutine(routine):
                self._emit({"at": at, "effect": "lead", "prompt": prompt_object(routine.suggestion)})
            case EndGuide(completed):
                if self._away_until is not None:
                    self._away_until = now.ticks
                    self._after(0.0, self._return)
                self._emit({"at": at, "effect": "end_guide", "completed": completed})
            case Write(record):
                self._history.append(record)
                if record.routine and record.kind in (Kind.PROMPTED, Kind.STARTED, Kind.DONE, Kind.PART_DONE):
                    self._last = record.routine
                begun = _seconds(now.ticks + (record.at - now.wall).total_seconds())
                if self._left is not None and record.at == self._left.wall:
                    begun = _seconds(self._left.ticks)  # whatever the clock shows by now
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


def _comes_back_later(ahead: deque[Line], rest: Iterator[Line]) -> bool:
    """Whether the trace itself launches the daemon after a reboot; the lines that say so are put into `ahead`."""
    turns = ("launch", "kill", "reboot")
    while not any(line.do in turns for line in ahead) and (line := next(rest, None)) is not None:
        ahead.append(line)
    return next((line.do for line in ahead if line.do in turns), None) == "launch"


def _seconds(ticks: float) -> int | float:
    rounded = round(ticks, 3)
    return int(rounded) if rounded == int(rounded) else rounded
