"""A break without a daemon: the real policy and the real history, for one routine."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from uncrick import profilefile
from uncrick.core import events as ev
from uncrick.core import policy, progress, summary
from uncrick.core.effects import Refuse, Write
from uncrick.core.record import Source
from uncrick.core.rules import Occasion
from uncrick.core.walk import Step, steps
from uncrick.errors import RefusedError
from uncrick.history import History
from uncrick.paths import exercises, profile_file, settings_file
from uncrick.platforms.clock import SystemClock
from uncrick.runtime.compose import Composer, rules_of
from uncrick.runtime.ledger import Ledger
from uncrick.settings import load


class Alone:
    """Runs one routine to its end, and writes it down."""

    def __init__(self, composer: Composer, ledger: Ledger, known: int) -> None:
        self._clock = SystemClock()
        self._composer = composer
        self._ledger = ledger
        self._rules = rules_of(composer.settings, composer.suggest, self._clock.zone(), seed=0)
        # Ids count on from those of the history, for two breaks may begin within a second.
        self._state = replace(policy.begin(self._clock.now(), self._rules), serial=known)

    @classmethod
    def begin(cls, history_file: str, now: datetime, remembered: timedelta) -> Self:
        """
        Read the history and the profile.

        Raises:
            HistoryError: it cannot be used.
            UncrickError: the profile cannot.
        """
        zone = SystemClock().zone()
        history = History.open(history_file)
        records = list(history.remembered(now - remembered))
        ledger = Ledger(history, zone, summary.of_day(records, now.date(), zone), progress.practice(records, zone))
        kept = profilefile.load(profile_file())
        composer = Composer(ledger, load(settings_file()).settings, kept.profile, exercises())
        composer.first_level_only = kept.declined is not None
        return cls(composer, ledger, len(records))

    def start(self, do: str, exercise: str | None) -> tuple[Step, ...]:
        """Begin the routine; the walk through it."""
        occasion = Occasion(self._clock.now().wall.astimezone(self._clock.zone()), int(self._clock.now().ticks))
        if do == "ease":
            chosen = self._composer.ease(occasion)
        elif exercise is not None:
            chosen = self._composer.by_hand(exercise, occasion)
        else:
            chosen = self._composer.suggest(occasion)
        self._handle(ev.BreakStarted(Source.CLI, chosen, here=True))
        return steps(chosen, self._composer.catalogue)

    @property
    def exercises(self) -> list[str]:
        """Ids of what the routine that is on consists of."""
        routine = self._state.routine
        return [] if routine is None else [item.id for item in routine.suggestion.items]

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
        self._state, effects = policy.step(self._state, event, self._clock.now(), self._rules)
        for effect in effects:
            if isinstance(effect, Write):
                self._ledger.append(effect.record)
            elif isinstance(effect, Refuse):
                raise RefusedError(effect.title, effect.message)
        if self._ledger.fault is not None:
            raise self._ledger.fault
