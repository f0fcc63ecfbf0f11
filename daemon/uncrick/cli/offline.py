"""A break or an answer without a daemon: the real policy and the real history, in this process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, Self

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.engine_wiring import EngineWiring
from uncrick.app.isolation import Unguarded
from uncrick.app.requests.commands import Commands
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Item, Source
from uncrick.core.presentation import feedback
from uncrick.core.presentation.status import iso
from uncrick.core.presentation.timeline import Step, steps
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.effects import Effect, Write
from uncrick.platforms.common.clock import SystemClock
from uncrick.settings import load
from uncrick.storage import paths, profile_file
from uncrick.storage.history.store import History
from uncrick.storage.state_file import StateStore


class Offline:
    """
    Runs one routine to its end, and writes it and the answers about it into the history.

    The profile is read only by `start`, so pain can be reported even if it is damaged.
    """

    def __init__(self, history: History) -> None:
        self._clock = SystemClock()
        settings = load(paths.settings_file()).settings
        policy = EngineWiring(
            self._clock,
            history,
            settings,
            Unguarded("offline"),
            exercises=paths.exercises(),
            seed=paths.personal_seed(),
            machine=paths.machine_mark(),
        )
        self._suggestions, self._history = policy.suggestions, policy.history_cache
        self._engine, _ = policy.engine(None, self._perform)
        self._commands = Commands(self._engine, self._suggestions, self._clock.now, self._handle)
        self._worth_asking = False

    @classmethod
    def begin(cls, history_file: str) -> AbstractContextManager[Self]:
        """
        Read the history, to add to it.

        Raises:
            HistoryError: it cannot be used.
        """
        return cls._on(History.open(history_file))

    @classmethod
    def read_only(cls, history_file: str) -> AbstractContextManager[Self]:
        """As `begin`, to look and to write nothing."""
        return cls._on(History.read(history_file))

    @classmethod
    @contextmanager
    def _on(cls, history: History) -> Iterator[Self]:
        try:
            yield cls(history)
        finally:
            history.shut()

    def start(self, do: str, args: Mapping[str, Any]) -> tuple[Step, ...]:
        """
        Begin a routine; its steps.

        Args:
            do, args: as in a request to the daemon: `break` or `ease`.

        Raises:
            RefusedError: it cannot be begun now.
            UncrickError: the profile cannot be used, without which nothing is chosen.
        """
        stored = profile_file.load(paths.profile_file())
        self._suggestions.profile, self._suggestions.first_level_only = stored.profile, stored.declined is not None
        practice, recent = self._history.practice, self._history.lately
        self._commands.say(do, Source.CLI, {**args, "here": True})
        self._worth_asking = feedback.worth_asking(self.items, practice, recent)
        routine = self._engine.state.routine
        return () if routine is None else steps(routine.suggestion, self._suggestions.catalogue)

    @property
    def items(self) -> tuple[Item, ...]:
        """The exercises of the current routine."""
        routine = self._engine.state.routine
        return () if routine is None else routine.suggestion.items

    @property
    def read_first(self) -> tuple[str, ...]:
        """Ids of its exercises whose instruction and caution are to be read first."""
        return self._suggestions.read_first(self.items)

    def tell(self, word: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Record an answer; the lines that say what follows from it.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        now, history, catalogue = self._now(), self._history, self._suggestions.catalogue
        items = self.items or history.lately.about(now)
        detail = feedback.detail(word, given, practice=history.practice, items=items, catalogue=catalogue, now=now)
        self._handle(ev.FeedbackGiven(word, Source.CLI, detail))
        return feedback.comes_to(word, detail, history.practice.care, catalogue, now)

    def may_ask(self, *, stopped: bool) -> bool:
        """Whether to ask how the finished routine was; True counts as asked."""
        today = day_of(self._now())
        budget = QuestionBudget(DialogMemory(StateStore(os.path.join(paths.state(), "said.json"))))
        return (stopped or self._worth_asking) and budget.take(today)

    def safety(self) -> dict[str, Any] | None:
        """The `safety` of the status."""
        return feedback.safety(self._history.practice.care, self._now(), lambda at: iso(at, self._engine.rules))

    def _now(self) -> datetime:
        return self._clock.now().wall.astimezone(self._history.zone)

    def hold(self, *, paused: bool) -> None:
        """Pause it, or resume it."""
        self._handle(ev.BreakHalted(paused))

    def advance(self, to: float) -> None:
        """Go on at second `to`."""
        self._handle(ev.BreakAdvanced(to))

    def stop(self) -> None:
        """Stop it early."""
        self._handle(ev.BreakStopped(Source.CLI))

    def is_on(self) -> bool:
        """Whether it is still on."""
        self._handle(ev.Looked())
        return self._engine.state.routine is not None

    def _handle(self, event: ev.Event) -> None:
        self._engine.handle(event)
        if self._history.fault is not None:
            raise self._history.fault

    def _perform(self, effect: Effect) -> None:
        if isinstance(effect, Write):
            self._history.append(effect.record)
