"""The one way in: every event goes through `Engine.handle`, and every effect is performed from here."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from uncrick.core.model.moment import Moment
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Effect, Refuse, SaveSnapshot, ShowPrompt
from uncrick.core.scheduling.outlook import idle_threshold, next_wake
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Badge, BubbleDelayed, OnBreak, Shown, State, Waiting
from uncrick.errors import RefusedError
from uncrick.ports import Clock

log = logging.getLogger(__name__)


Changed = Callable[[State, Moment, bool], None]


def ignore(*_: object) -> None:
    """What an engine calls where nobody wants to know."""


class Engine:
    """
    Owns the state; everything else is lost at a restart without harm.

    Args:
        perform: does one effect.
        plan: is asked to look again at these ticks; None when nothing is expected to happen by itself.
        watch: asks the presence source to report silence after so many seconds.
        changed: is called after every event, with whether anything but time has changed.
    """

    def __init__(
        self,
        rules: Rules,
        state: State,
        clock: Clock,
        perform: Callable[[Effect], None],
        *,
        plan: Callable[[float | None], None] = ignore,
        watch: Callable[[float], None] = ignore,
        changed: Changed = ignore,
    ) -> None:
        self.rules = rules
        self.state = state
        self._clock = clock
        self._perform = perform
        self._plan = plan
        self._watch = watch
        self._changed = changed
        self._queue: deque[ev.Event] = deque()
        self._busy = False
        self._watched: float | None = None

    def begin_anew(self, *, count: float = 0.0) -> None:
        """Forget the state, but for the ids that were given, and take the person to be at work, since `count` s."""
        begun = machine.begin(self._clock.now(), self.rules)
        same = {name: getattr(self.state, name) for name in ("serial", "boot", "machine")}
        self.state = replace(begun, count=count, **same)
        self._queue.clear()
        self._watched = None

    def handle(self, event: ev.Event) -> None:
        """
        Let the machine decide, and perform the effects it asks for.

        An event that comes while another is being handled waits for its turn.

        Raises:
            RefusedError: a person asked for something that cannot be done now.
        """
        self._queue.append(event)
        if self._busy:
            return
        self._busy = True
        refused: Refuse | None = None
        try:
            while self._queue:
                refused = self._handle_one(self._queue.popleft()) or refused
        finally:
            self._busy = False
        if refused is not None:
            raise RefusedError(refused.title, refused.message)

    def _handle_one(self, event: ev.Event) -> Refuse | None:
        now = self._clock.now()
        before = self.state
        self.state, effects = machine.step(before, event, now, self.rules)
        refused = None
        for effect in effects:
            if isinstance(effect, Refuse):
                refused = effect
            else:
                self._perform(effect)
        self._plan(next_wake(self.state, self.rules, now))
        wanted = idle_threshold(self.state, self.rules)
        if wanted != self._watched:
            self._watched = wanted
            self._watch(wanted)
        moved = any(not isinstance(effect, SaveSnapshot) for effect in effects)
        self._changed(self.state, now, moved or not isinstance(event, ev.Looked))
        return refused

    def revise(self, better: Callable[[Suggestion], Suggestion]) -> None:
        """Replace the suggestions at hand by what suits the person now; a prompt that is up is shown anew."""
        before = self.state
        stage, answered = before.stage, before.answered
        if answered is not None and answered.prompt is not None:
            prompt = replace(answered.prompt, suggestion=better(answered.prompt.suggestion))
            self.state = before = replace(before, answered=replace(answered, prompt=prompt))
        if isinstance(stage, OnBreak) and (begun := stage.routine.prompt) is not None:
            prompt = replace(begun, suggestion=better(begun.suggestion))
            self.state = replace(before, stage=OnBreak(replace(stage.routine, prompt=prompt)))
        if not isinstance(stage, Shown | Waiting | Badge):
            return
        prompt = replace(stage.prompt, suggestion=better(stage.prompt.suggestion))
        if prompt == stage.prompt:
            return
        self.state = replace(before, stage=replace(stage, prompt=prompt))
        if isinstance(stage, Shown):
            in_tray = self.rules.banner is None or isinstance(stage.bubble, BubbleDelayed)
            self._perform(ShowPrompt(prompt, quiet=in_tray))
        self._changed(self.state, self._clock.now(), True)

    def follow(self, rules: Rules) -> None:
        """Go by other rules from now on."""
        self.rules = rules
        # What the calendar said was read from the old rules.
        self.state = replace(self.state, day=replace(self.state.day, until=self.state.day.since))
        self.handle(ev.Looked())
