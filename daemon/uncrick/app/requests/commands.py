"""What a person can say, from whichever surface: every word, and the event it becomes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from uncrick.app.engine import Engine
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Source
from uncrick.core.model.text import _
from uncrick.core.presentation.timeline import next_item, steps
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.calendar_day import tomorrow
from uncrick.core.scheduling.prompts import occasion
from uncrick.core.scheduling.rules import Occasion
from uncrick.core.scheduling.state import State
from uncrick.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from uncrick.core.selection.on_request import Position

HOUR = 3600.0
PAUSES = {"pause:30m": 1800.0, "pause:1h": HOUR, "pause:2h": 2 * HOUR}


class Commands:
    """Turns words into events, and has them handled. Raises RefusedError or UsageError in words for the person."""

    def __init__(
        self,
        engine: Engine,
        suggestions: SuggestionSource,
        now: Callable[[], Moment],
        handle: Callable[[ev.Event], None],
    ) -> None:
        self._engine = engine
        self._handle = handle
        self._suggestions = suggestions
        self._now = now
        self._words: dict[str, Callable[[str, Mapping[str, Any]], ev.Event]] = {
            "break": self._break,
            "start": self._break,
            "ease": self._ease,
            "stop": lambda source, args: ev.BreakStopped(source),
            "hold": lambda source, args: ev.BreakHalted(bool(args.get("held", True))),
            "advance": self._advance,
            "move_on": self._move_on,
            "easier": self._easier,
            "done": lambda source, args: ev.Answered(ev.Answer.DONE, source),
            "skip": lambda source, args: ev.Answered(ev.Answer.SKIP, source),
            "undo": lambda source, args: ev.Undone(source),
            "another": lambda source, args: ev.Answered(ev.Answer.ANOTHER, source),
            "snooze": lambda source, args: ev.Answered(ev.Answer.SNOOZE, source, args.get("minutes")),
            "pause": self._pause,
            "longer": self._longer,
            "work_on": lambda source, args: ev.WorkedOn(float(args.get("minutes", 120)) * 60, source),
            "resume": lambda source, args: ev.PauseEnded(source),
            "feedback": lambda source, args: ev.FeedbackGiven(
                str(args["feedback"]), source, {name: fact for name, fact in args.items() if name != "feedback"}
            ),
            "pause:tomorrow": lambda source, args: ev.PauseBegun(self._until_tomorrow(), source),
        }

    def __contains__(self, word: str) -> bool:
        return word in self._words or word in PAUSES

    def say(self, word: str, source: str, args: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """Say one word; what the person is to know of it beyond the status, a line each."""
        before = self._state
        if word in PAUSES:
            self._handle(ev.PauseBegun(PAUSES[word], source))
        else:
            self._handle(self._words[word](source, args or {}))
        if word != "done" or before.prompt is not None or before.routine is not None:
            return ()
        if self._state.taken_at == before.taken_at:
            return (_("Your break is counted already."),)
        return (_("That counts as a break. The hour starts again."),)

    def by_click(self, word: str) -> Callable[[], object]:
        """Says the word when called: what a button of a notification does."""
        return partial(self.say, word, Source.NOTIFICATION)

    def reply(self, answer: str, about: str) -> None:
        """Write down the answer to a question of a notification."""
        self._handle(ev.FeedbackGiven(answer, Source.NOTIFICATION, {"about": about}))

    def relief_positions(self) -> "tuple[Position, ...]":
        """In which positions a very stiff neck can be eased now."""
        return self._suggestions.relief_positions(self._occasion())

    @property
    def _state(self) -> State:
        return self._engine.state

    def _occasion(self) -> Occasion:
        return occasion(self._state, self._engine.rules, self._now())

    def _break(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        exercise, home = args.get("exercise"), args.get("home")
        if exercise and home:
            raise UsageError(
                _("A home session has its own exercises"), _("Leave the exercise out: uncrick break --home")
            )
        chosen = None
        if exercise:
            chosen = self._suggestions.by_hand(str(exercise), self._occasion())
        elif home:
            chosen = self._suggestions.home(self._occasion())
        return ev.BreakStarted(source, chosen, here=bool(args.get("here")))

    def _ease(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        """Relief for a stiff neck; `only_a_little`: it may be moved, which only the question about it finds out."""
        suggestions, occasion = self._suggestions, self._occasion()
        if args.get("lying"):
            chosen = suggestions.lying(occasion)
        else:
            chosen = suggestions.ease(occasion, only_a_little=bool(args.get("only_a_little")))
        return ev.BreakStarted(source, chosen, here=bool(args.get("here")))

    def _advance(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        if "to" not in args:
            return self._move_on(source, args)
        return ev.BreakAdvanced(float(args["to"]), back=bool(args.get("back")))

    def _move_on(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        routine = self._state.routine
        if routine is None:
            raise RefusedError(_("No break is on"), _("No break is on, so there is no next move."))
        walk = steps(routine.suggestion, self._suggestions.catalogue)
        return ev.BreakAdvanced(next_item(walk, routine.position(self._now().ticks)))

    def _easier(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        """One exercise of the routine in its gentle variant from now on, or as it was."""
        routine, number = self._state.routine, int(args.get("item", 0))
        if routine is None or number >= len(routine.suggestion.items):
            raise RefusedError(_("No break is on"), _("No break is on, so nothing can be made easier."))
        item = routine.suggestion.items[number]
        if args.get("eased", True):
            exercise = self._suggestions.catalogue.exercise(item.id)
            reps = min(item.reps, exercise.gentle.reps)
            return ev.BreakEased(number, reps, exercise.seconds(reps), "gentle")
        return ev.BreakEased(number, item.reps, item.seconds, item.variant)

    def _pause(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        until = args.get("until")
        if until == "tomorrow":
            return ev.PauseBegun(self._until_tomorrow(), source)
        if isinstance(until, datetime):
            seconds = (until - self._now().wall).total_seconds()
            if seconds > 7 * 24 * HOUR:
                raise UsageError(
                    _("That is too long a pause"), _("The longest pause is a week. For longer, quit Uncrick.")
                )
            return ev.PauseBegun(seconds, source)
        return ev.PauseBegun(float(args.get("minutes", 60)) * 60, source)

    def _longer(self, source: str, args: Mapping[str, Any]) -> ev.Event:
        pause = self._state.pause
        if pause is None:
            raise RefusedError(_("Not paused"), _("Uncrick is not paused, so there is nothing to lengthen."))
        return ev.PauseBegun(pause.until - self._now().ticks + HOUR, source)

    def _until_tomorrow(self) -> float:
        """Seconds until the person's next day begins."""
        now = self._now().wall
        return (tomorrow(now, self._engine.rules) - now).total_seconds()
