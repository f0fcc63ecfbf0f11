"""Asks about the desk, one question a day: what is "not yet" comes back as a tip, what is done is silent."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import SETTLED, Answers, Dialogs, Question, may_ask
from uncrick.app.history_cache import HistoryCache
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Button, Notice
from uncrick.storage.profile_file import StoredProfile

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Check

DESK = "desk"
# Seconds: one looks at one's desk before answering.
UP = 45.0
# It is not asked on the first days, and not any more after so many in a row without an answer.
FIRST_DAYS, UNANSWERED = 3, 3
# Of the questions of a week, one is left for what matters more than this one.
SPARING = 1
OPEN, ASKED = "desk_unanswered", "desk_asked"


class DeskCheck:
    """
    The nine questions about the desk, after a finished routine.

    Args:
        change: changes what the profile holds.
    """

    def __init__(
        self,
        suggestions: SuggestionSource,
        history: HistoryCache,
        memory: DialogMemory,
        dialogs: Dialogs,
        change: Callable[[Callable[[StoredProfile], StoredProfile]], None],
    ) -> None:
        self.answers: Mapping[str, Answers] = {
            DESK: {"done": partial(self._answer, done=True), "not_yet": partial(self._answer, done=False)}
        }
        self._suggestions = suggestions
        self._history = history
        self._memory = memory
        self._dialogs = dialogs
        self._change = change
        self._finished: float | None = None

    def finished(self, ticks: float) -> None:
        """A routine was done to its end."""
        self._finished = ticks

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """The next question, shortly after a routine, with the person back at work."""
        if self._finished is None or now.ticks - self._finished < SETTLED or not may_ask(state, rules):
            return None
        self._finished = None
        unanswered = self._memory.number(OPEN)
        if self._history.practice.active_days <= FIRST_DAYS or unanswered >= UNANSWERED:
            return None
        check = self._next()
        wanted = not unanswered and self._memory.text(ASKED) is not None
        if check is None or not self._dialogs.budget.take(state.day.on, spare=SPARING, wanted=wanted):
            return None
        self._memory.remember(ASKED, check.id)
        self._memory.remember(OPEN, unanswered + 1)
        return Question(self._notice(check), self.answers[DESK], is_free=True, leaves_when_busy=True)

    def _next(self) -> "Check | None":
        profile = self._suggestions.profile
        answered = profile.desk_done | profile.desk_open
        return next((check for name, check in self._suggestions.catalogue.checks.items() if name not in answered), None)

    def _notice(self, check: "Check") -> Notice:
        return Notice(
            slot=DESK,
            summary=_("Your desk"),
            lines=(check.ask,),
            buttons=(Button("done", _("Yes, or not needed")), Button("not_yet", _("Not yet"))),
            hint=_("All nine questions: uncrick desk."),
            transient=True,
            seconds=UP,
        )

    def _answer(self, *, done: bool) -> None:
        check = self._suggestions.catalogue.checks.get(self._memory.text(ASKED) or "")
        if check is None:
            return
        self._memory.remember(OPEN, 0)
        self._change(lambda stored: stored.answer_check(check.id, done=done))
        if not done:
            tip = next(tip for tip in self._suggestions.catalogue.tips.values() if tip.check == check.id)
            line = _("You get this tip once a week until it is done.")
            self._dialogs.tell_briefly(Notice(DESK, tip.short, (line,), hint="uncrick desk"))
