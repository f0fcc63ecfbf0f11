"""Writes down what a person says about a routine, and says what it comes to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from uncrick.app.engine import Engine
from uncrick.app.history_cache import HistoryCache
from uncrick.app.requests.commands import Commands
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history import safety_lock
from uncrick.core.history.pain import Care
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Item, Source
from uncrick.core.presentation import feedback
from uncrick.ports import Clock


class FeedbackRecorder:
    """
    Takes feedback from every surface.

    Attributes:
        is_recording: something is being said that may end a routine, which then ends without a question.
    """

    def __init__(
        self,
        clock: Clock,
        engine: Engine,
        suggestions: SuggestionSource,
        history: HistoryCache,
        commands: Commands,
    ) -> None:
        self.is_recording = False
        self._clock = clock
        self._engine = engine
        self._suggestions = suggestions
        self._history = history
        self._commands = commands
        self._advised: datetime | None = None

    @property
    def care(self) -> Care:
        """What the history says of pain and safety."""
        return self._history.practice.care

    def now(self) -> datetime:
        """The time in the person's zone."""
        return self._clock.now().wall.astimezone(self._engine.rules.zone)

    def off(self) -> str:
        """`locked`, `unwell`, or "" while exercises are on."""
        return safety_lock.closed(self.care, day_of(self.now())) or ""

    def is_recent(self) -> bool:
        """A routine was done so lately that it may have hurt."""
        return bool(self._history.lately.about(self.now()))

    def items(self) -> tuple[Item, ...]:
        """What may have hurt: of a routine that is on, what was begun; else the last one."""
        routine = self._engine.state.routine
        if routine is None:
            return self._history.lately.about(self.now())
        from uncrick.core.presentation.timeline import step_at, steps

        walk = steps(routine.suggestion, self._suggestions.catalogue)
        at_hand = step_at(walk, routine.position(self._clock.now().ticks)).item
        return routine.suggestion.items[: at_hand + 1]

    def record(self, word: str, source: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Have an answer written down; what it comes to, a line each.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        catalogue, now = self._suggestions.catalogue, self.now()
        practice = self._history.practice
        detail = feedback.detail(word, given, practice=practice, items=self.items(), catalogue=catalogue, now=now)
        self._say("feedback", source, {"feedback": word, **detail})
        lines = feedback.comes_to(word, detail, self.care, catalogue, now)
        if not set(lines).isdisjoint(feedback.advice(self.care, catalogue, now)):
            self._advised = self._last_report()
        return lines

    def stop_routine(self) -> None:
        """End the routine that is on because something hurt."""
        if self._engine.state.routine is not None:
            self._say("stop", Source.TRAY, {})

    def _say(self, word: str, source: str, args: Mapping[str, Any]) -> None:
        self.is_recording = True
        try:
            self._commands.say(word, source, args)
        finally:
            self.is_recording = False

    def new_advice(self) -> tuple[str, ...]:
        """What the newest report gives cause to advise, once for each."""
        report, now = self._last_report(), self.now()
        if (
            report is None
            or report == self._advised
            or now - report >= timedelta(days=self._history.rules.pain.advice_days)
        ):
            return ()
        advice = feedback.advice(self.care, self._suggestions.catalogue, now)
        if advice:
            self._advised = report
        return advice

    def _last_report(self) -> datetime | None:
        """When the newest report was given."""
        hurt = None if self.care.hurt is None else self.care.hurt.at
        return max((at for at in (hurt, self.care.worsened) if at is not None), default=None)

    def forget(self) -> None:
        """The health answers have left the history."""
        self._advised = None
