"""Chooses a routine whatever happens, and says what the policy goes by now."""

from dataclasses import replace
from datetime import date

from uncrick.app.engine import Engine
from uncrick.app.history_cache import HistoryCache
from uncrick.app.isolation import Isolation
from uncrick.app.suggestions import SuggestionSource, adapted, rules_of
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.prompts import occasion
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Clock


class RoutineChooser:
    """
    The choice of routines as the policy sees it.

    Attributes:
        sees_idle: whether some source says that the person is idle.
    """

    def __init__(
        self,
        suggestions: SuggestionSource,
        history: HistoryCache,
        clock: Clock,
        isolation: Isolation,
        seed: int,
    ) -> None:
        self.sees_idle = True
        self._suggestions = suggestions
        self._history = history
        self._clock = clock
        self._isolation = isolation
        self._seed = seed

    def suggest(self, occasion: Occasion) -> Suggestion:
        """What to suggest; a walk, should nothing better be found."""
        suggestion = self._isolation.guard("the choice of a routine", lambda: self._suggestions.suggest(occasion), None)
        return simplest() if suggestion is None else suggestion

    def fitting(self, suggestion: Suggestion, occasion: Occasion) -> Suggestion:
        """The same, or another one where the profile, the settings or pain have come to leave a part of it out."""
        return suggestion if self._suggestions.suits(suggestion, occasion.at) else self.suggest(occasion)

    def rules(self) -> Rules:
        """What the policy goes by, from the settings and from how the prompts are met."""
        zone = self._clock.zone()
        rules = rules_of(self._suggestions.settings, self.suggest, zone, self._seed)
        rules = self.adapted(rules, day_of(self._clock.now().wall, rules.zone))
        if self.sees_idle:
            return rules
        # Silence cannot be seen here: every second counts, and the prompt comes in time.
        return replace(rules, breaks=replace(rules.breaks, clock="wall"))

    def adapted(self, rules: Rules, today: date) -> Rules:
        """The rules as they are on that day for one who meets the prompts in that way."""
        return adapted(rules, self._history.adherence, today)


class PromptReviser:
    """Puts what suits the person now in the place of what is at hand, and the rules of now in the place of the old."""

    def __init__(self, chooser: RoutineChooser, engine: Engine, clock: Clock) -> None:
        self._chooser = chooser
        self._engine = engine
        self._clock = clock
        self._has_feedback = False

    def revise(self) -> None:
        """Replace every suggestion at hand that has come to contain what is to be left out."""
        self._engine.revise(lambda suggestion: self._chooser.fitting(suggestion, self._occasion()))

    def _occasion(self) -> Occasion:
        return occasion(self._engine.state, self._engine.rules, self._clock.now())

    def record_written(self, record: Record) -> None:
        """What was written may bar an exercise, whatever it was about."""
        self._has_feedback |= record.kind is Kind.FEEDBACK

    def revise_after_feedback(self) -> None:
        """Revise, should there be feedback since the last call."""
        if self._has_feedback:
            self._has_feedback = False
            self.revise()

    def adapt(self, state: State) -> None:
        """How the prompts are met may have changed what the policy goes by."""
        rules = self._chooser.adapted(self._engine.rules, state.day.on)
        if rules != self._engine.rules:
            self._engine.follow(rules)


def simplest() -> Suggestion:
    """A walk, which nothing forbids and which needs no profile, no history and no file of the person's."""
    from uncrick.storage.shipped_data import catalogue

    known = catalogue()
    walk = known.exercise(known.numbers.walk)
    item = Item(walk.id, walk.name, walk.reps.micro, walk.seconds(walk.reps.micro))
    return Suggestion("", (item,), 0, item.seconds, known.numbers.fallback, "", "")
