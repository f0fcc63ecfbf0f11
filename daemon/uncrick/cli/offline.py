"""A break or an answer without a daemon: the real policy and the real history, in this process."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Self

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.history_cache import HistoryCache
from uncrick.app.suggestions import SuggestionSource, rules_of
from uncrick.core.history import day as summary
from uncrick.core.history import practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Source
from uncrick.core.presentation import feedback
from uncrick.core.presentation.status import iso
from uncrick.core.presentation.timeline import Step, steps
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Refuse, Write
from uncrick.core.scheduling.rules import Occasion
from uncrick.errors import RefusedError
from uncrick.platforms.common.clock import SystemClock
from uncrick.ports import Clock
from uncrick.settings import load
from uncrick.storage import profile_file as profilefile
from uncrick.storage import shipped_data
from uncrick.storage.history_store import History
from uncrick.storage.paths import exercises, profile_file, settings_file, state
from uncrick.storage.state_file import StateStore

REMEMBERED = timedelta(days=400)
"""How far back the history is read."""


class Offline:
    """Runs one routine to its end, and writes it and the answers about it into the history."""

    def __init__(self, clock: Clock, source: SuggestionSource, history: HistoryCache, count: int) -> None:
        self._clock = clock
        self._source = source
        self._history = history
        self._rules = rules_of(source.settings, source.suggest, self._clock.zone(), seed=0)
        # Ids count on from the records of the history, for two breaks may begin within a second.
        self._state = replace(machine.begin(self._clock.now(), self._rules), serial=count)
        self._worth_asking = False

    @classmethod
    def begin(cls, history_file: str) -> Self:
        """
        Read the history; the profile is read only by `start`, so pain can be reported even if it is damaged.

        Raises:
            HistoryError: it cannot be used.
        """
        return cls._of(History.open(history_file))

    @classmethod
    def read_only(cls, history_file: str) -> Self:
        """As `begin`, to look and to write nothing."""
        return cls._of(History.read(history_file))

    @classmethod
    def _of(cls, history: History) -> Self:
        clock = SystemClock()
        zone = clock.zone()
        now = clock.now().wall.astimezone(zone)
        records = list(history.remembered(now - REMEMBERED))
        day, rules = summary.of_day(records, now.date(), zone), shipped_data.rules()
        cache = HistoryCache(
            history,
            zone,
            day,
            shipped_data.rules,
            practice.practice(records, zone, rules),
            lately=feedback.lately(records),
        )
        source = SuggestionSource(cache, load(settings_file()).settings, Profile(), exercises())
        return cls(clock, source, cache, len(records))

    def start(self, do: str, args: Mapping[str, Any]) -> tuple[Step, ...]:
        """
        Begin a routine; its steps.

        Args:
            do, args: as in a request to the daemon: `break` or `ease`.

        Raises:
            RefusedError: it cannot be begun now.
            UncrickError: the profile cannot be used, without which nothing is chosen.
        """
        stored = profilefile.load(profile_file())
        self._source.profile, self._source.first_level_only = stored.profile, stored.declined is not None
        occasion = Occasion(self._clock.now().wall.astimezone(self._clock.zone()), int(self._clock.now().ticks))
        if do == "ease":
            chosen = self._source.lying(occasion) if args.get("lying") else self._source.ease(occasion)
        elif args.get("home"):
            chosen = self._source.home(occasion)
        elif "exercise" in args:
            chosen = self._source.by_hand(args["exercise"], occasion)
        else:
            chosen = self._source.suggest(replace(occasion, asked=True))
        self._worth_asking = feedback.worth_asking(chosen.items, self._history.practice, self._history.lately)
        self._handle(ev.BreakStarted(Source.CLI, chosen, here=True))
        return steps(chosen, self._source.catalogue)

    @property
    def items(self) -> tuple[Item, ...]:
        """The exercises of the current routine."""
        routine = self._state.routine
        return () if routine is None else routine.suggestion.items

    @property
    def read_first(self) -> tuple[str, ...]:
        """Ids of its exercises whose instruction and caution are to be read first."""
        return self._source.read_first(self.items)

    def tell(self, word: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Record an answer; the lines that say what follows from it.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        now, history, catalogue = self._now(), self._history, self._source.catalogue
        items = self.items or history.lately.about(now)
        detail = feedback.detail(word, given, practice=history.practice, items=items, catalogue=catalogue, now=now)
        self._handle(ev.FeedbackGiven(word, Source.CLI, detail))
        return feedback.comes_to(word, detail, history.practice.care, catalogue, now)

    def may_ask(self, *, stopped: bool) -> bool:
        """Whether to ask how the finished routine was; True counts as asked."""
        today = self._now().date()
        budget = QuestionBudget(DialogMemory(StateStore(os.path.join(state(), "said.json"))))
        return (stopped or self._worth_asking) and budget.take(today)

    def safety(self) -> dict[str, Any] | None:
        """The `safety` of the status."""
        return feedback.safety(self._history.practice.care, self._now(), lambda at: iso(at, self._rules))

    def _now(self) -> datetime:
        return self._clock.now().wall.astimezone(self._clock.zone())

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
        return self._state.routine is not None

    def _handle(self, event: ev.Event) -> None:
        self._state, effects = machine.step(self._state, event, self._clock.now(), self._rules)
        for effect in effects:
            if isinstance(effect, Write):
                self._history.append(effect.record)
            elif isinstance(effect, Refuse):
                raise RefusedError(effect.title, effect.message)
        if self._history.fault is not None:
            raise self._history.fault
