"""Builds what the daemon, a command without one and a simulation share: the history, the choice and the engine."""

from collections.abc import Callable
from dataclasses import replace

from uncrick.app import history_cache
from uncrick.app.chooser import PromptReviser, RoutineChooser
from uncrick.app.engine import Changed, Engine, ignore
from uncrick.app.isolation import Isolation
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.profile import Profile
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Effect
from uncrick.core.scheduling.state import State
from uncrick.ports import Clock, Journal
from uncrick.settings import Settings


class EngineWiring:
    """
    The parts of which every policy that runs is made; who runs it passes the ports.

    Args:
        exercises: folder of the person's own exercises; None = the shipped ones only.
        seed: another seed, other routines.
        machine: tells the ids given here from those of other machines.
        needs_history: False begins with none where it cannot be read.
    """

    def __init__(
        self,
        clock: Clock,
        journal: Journal,
        settings: Settings,
        isolation: Isolation,
        *,
        exercises: str | None = None,
        seed: int = 0,
        machine: str = "",
        needs_history: bool = True,
    ) -> None:
        self.clock = clock
        self._machine = machine
        self.history_cache, self._records = history_cache.read(
            journal, clock, settings.work.hours, needed=needs_history
        )
        self.suggestions = SuggestionSource(self.history_cache, settings, Profile(), exercises)
        self.chooser = RoutineChooser(self.suggestions, self.history_cache, clock, isolation, seed)

    def engine(
        self,
        state: State | None,
        perform: Callable[[Effect], None],
        *,
        plan: Callable[[float | None], None] = ignore,
        watch: Callable[[float], None] = ignore,
        changed: Changed = ignore,
    ) -> tuple[Engine, PromptReviser]:
        """
        The engine, and what brings its prompts up to date.

        Args:
            state: to go on from; None to begin.
            perform, plan, watch, changed: as in `Engine`.
        """
        rules = self.chooser.rules()
        state = state or machine.begin(self.clock.now(), rules)
        # An id is given once, also after a life that ended between writing a record and saving the state.
        serial = max(state.serial, self._records)
        state = replace(state, serial=serial, boot=self.clock.boot(), machine=self._machine)
        engine = Engine(rules, state, self.clock, perform, plan=plan, watch=watch, changed=changed)
        return engine, PromptReviser(self.chooser, engine, self.clock)
