"""A break without a daemon: the real policy and the real history, for one routine."""

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


class Alone:
    """Runs one routine to its end, and writes it down."""

    def __init__(self, clock: Clock, composer: SuggestionSource, ledger: HistoryCache, known: int) -> None:
        self._clock = clock
        self._composer = composer
        self._ledger = ledger
        self._rules = rules_of(composer.settings, composer.suggest, self._clock.zone(), seed=0)
        # Ids count on from those of the history, for two breaks may begin within a second.
        self._state = replace(machine.begin(self._clock.now(), self._rules), serial=known)
        self._worth = False

    @classmethod
    def begin(cls, history_file: str, remembered: timedelta) -> Self:
        """
        Read the history, `remembered` back from now; pain can be told whatever became of the profile.

        Raises:
            HistoryError: it cannot be used.
        """
        return cls._on(History.open(history_file), remembered)

    @classmethod
    def looking(cls, history_file: str, remembered: timedelta) -> Self:
        """As `begin`, to see how things stand, and to write nothing."""
        return cls._on(History.read(history_file), remembered)

    @classmethod
    def _on(cls, history: History, remembered: timedelta) -> Self:
        clock = SystemClock()
        zone = clock.zone()
        now = clock.now().wall.astimezone(zone)
        records = list(history.remembered(now - remembered))
        day, rules = summary.of_day(records, now.date(), zone), shipped_data.rules()
        ledger = HistoryCache(
            history, zone, day, rules, practice.practice(records, zone, rules), lately=feedback.lately(records)
        )
        composer = SuggestionSource(ledger, load(settings_file()).settings, Profile(), exercises())
        return cls(clock, composer, ledger, len(records))

    def start(self, do: str, args: Mapping[str, Any]) -> tuple[Step, ...]:
        """
        Begin the routine, by the word and the arguments that a daemon is told; the walk through it.

        Raises:
            RefusedError: it cannot be begun now.
            UncrickError: the profile cannot be used, without which nothing is chosen.
        """
        kept = profilefile.load(profile_file())
        self._composer.profile, self._composer.first_level_only = kept.profile, kept.declined is not None
        occasion = Occasion(self._clock.now().wall.astimezone(self._clock.zone()), int(self._clock.now().ticks))
        if do == "ease":
            chosen = self._composer.lying(occasion) if args.get("lying") else self._composer.ease(occasion)
        elif args.get("home"):
            chosen = self._composer.home(occasion)
        elif "exercise" in args:
            chosen = self._composer.by_hand(args["exercise"], occasion)
        else:
            chosen = self._composer.suggest(replace(occasion, asked=True))
        self._worth = feedback.worth_asking(chosen.items, self._ledger.practice, self._ledger.lately)
        self._handle(ev.BreakStarted(Source.CLI, chosen, here=True))
        return steps(chosen, self._composer.catalogue)

    @property
    def items(self) -> tuple[Item, ...]:
        """What the routine that is on consists of."""
        routine = self._state.routine
        return () if routine is None else routine.suggestion.items

    @property
    def read_first(self) -> tuple[str, ...]:
        """Ids of its exercises whose instruction and caution are to be read first."""
        return self._composer.read_first(self.items)

    def tell(self, word: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Write an answer down; what it comes to, a line each.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        now, ledger, catalogue = self._now(), self._ledger, self._composer.catalogue
        items = self.items or ledger.lately.about(now)
        detail = feedback.detail(word, given, practice=ledger.practice, items=items, catalogue=catalogue, now=now)
        self._handle(ev.Told(word, Source.CLI, detail))
        return feedback.comes_to(word, detail, ledger.practice.care, catalogue, now)

    def asks(self, *, stopped: bool) -> bool:
        """Whether the routine that is over gives reason for a question, which then counts as asked."""
        today = self._now().date()
        budget = QuestionBudget(DialogMemory(StateStore(os.path.join(state(), "said.json"))))
        return (stopped or self._worth) and budget.take(today)

    def safety(self) -> dict[str, Any] | None:
        """The `safety` of the status."""
        return feedback.safety(self._ledger.practice.care, self._now(), lambda at: iso(at, self._rules))

    def _now(self) -> datetime:
        return self._clock.now().wall.astimezone(self._clock.zone())

    def held(self, *, held: bool) -> None:
        """It stands still, or goes on."""
        self._handle(ev.BreakHeld(held))

    def advanced(self, to: float) -> None:
        """It goes on at second `to`."""
        self._handle(ev.BreakAdvanced(to))

    def stopped(self) -> None:
        """It was broken off."""
        self._handle(ev.BreakStopped(Source.CLI))

    def is_on(self) -> bool:
        """Whether it is still on."""
        self._handle(ev.Looked())
        return self._state.routine is not None

    def _handle(self, event: ev.Event) -> None:
        self._state, effects = machine.step(self._state, event, self._clock.now(), self._rules)
        for effect in effects:
            if isinstance(effect, Write):
                self._ledger.append(effect.record)
            elif isinstance(effect, Refuse):
                raise RefusedError(effect.title, effect.message)
        if self._ledger.fault is not None:
            raise self._ledger.fault
