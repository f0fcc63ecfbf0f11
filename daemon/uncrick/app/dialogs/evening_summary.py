"""Shows the line at the end of the day (S17), and asks there, now and then, how the neck was."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import Answers, Dialogs, Question, is_soon_after_prompt, is_soon_before_prompt
from uncrick.app.history_cache import HistoryCache
from uncrick.app.requests.commands import Commands
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history import practice
from uncrick.core.history.adherence import NECK
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind
from uncrick.core.model.text import N_, _, lower_first
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.errors import HistoryError
from uncrick.ports import Button, Notice

if TYPE_CHECKING:
    from uncrick.core.model.record import Record

log = logging.getLogger(__name__)

EVENING = "evening"
# Seconds it stays up for somebody who is there.
UP = 30.0
BUTTONS = (Button("good", N_("Good")), Button("so_so", N_("So-so")), Button("stiff", N_("Stiff")))
# Of the questions of a week, one is left for what matters more than this one.
SPARING = 1
# It is not asked on the first days, and after so many without an answer only once in a while.
FIRST_DAYS, UNANSWERED = 3, 3
A_WHILE = timedelta(days=28)
ASKED, OPEN, ANSWERED = "asked_neck", "neck_unanswered", "neck_answered"
# Where there are no working hours, the day cannot be over between these hours.
NIGHT, AFTERNOON = 4, 16
# The tips that it had in the last month of working days, and what stands for an evening without one.
TIPS, REMEMBERED, NO_TIP = "evening_tips", 22, "-"
# On the first day, the line does not follow so soon on a routine.
FRESH = timedelta(minutes=30)


class EveningSummary:
    """
    One quiet notification a day.

    Args:
        records: the history since a time.
    """

    def __init__(
        self,
        suggestions: SuggestionSource,
        history: HistoryCache,
        memory: DialogMemory,
        commands: Commands,
        dialogs: Dialogs,
        records: "Callable[[datetime], Iterable[Record]]",
    ) -> None:
        self.answers: Mapping[str, Answers] = {
            EVENING: {button.key: partial(commands.reply, button.key, NECK) for button in BUTTONS}
        }
        self._suggestions = suggestions
        self._history = history
        self._memory = memory
        self._dialogs = dialogs
        self._records = records
        self._over_on = memory.day(EVENING)

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """The line, should the day be over."""
        today = state.day.on
        if self._over_on == today or not self._history.today.breaks or not self._suggestions.settings.prompt.evening:
            return None
        if not _may_be_evening(state, rules, now) or reasons(state, rules) or self._is_too_soon(state, rules, now):
            return None
        from uncrick.core.presentation import day_summary

        if not day_summary.is_due(state, rules, now):
            return None
        last, self._over_on = self._over_on, today
        self._memory.remember(EVENING, today)
        asks = self._takes_question(today)
        is_first_of_week = last is None or practice.monday(last) < practice.monday(today)
        week = self._last_week(today, rules) if is_first_of_week else ""
        lines = (week, self._tip(today, rules), _("Your neck today?") if asks else "")
        notice = Notice(
            slot=EVENING,
            summary=day_summary.title(self._history.today),
            lines=tuple(line for line in lines if line),
            buttons=tuple(replace(button, label=_(button.label)) for button in BUTTONS) if asks else (),
            transient=True,
        )
        return Question(notice, self.answers[EVENING] if asks else {}, is_free=True, stays_after_return=UP)

    def _is_too_soon(self, state: State, rules: Rules, now: Moment) -> bool:
        """A prompt has just been shown or may come next, or on the first day a routine has just been done."""
        if is_soon_after_prompt(state, now) or is_soon_before_prompt(state, rules, now):
            return True
        last = self._history.lately.last
        is_first_day = self._memory.day("welcomed") == state.day.on
        return is_first_day and last is not None and now.wall - (last.until or last.at) < FRESH

    def record_written(self, record: "Record") -> None:
        """A record was written: an answer about the neck, wherever it was given, spares the question of that day."""
        if record.kind is Kind.FEEDBACK and record.detail.get("about") == NECK:
            self._memory.remember(OPEN, 0)
            self._memory.remember(ANSWERED, self._dialogs.today)

    def _takes_question(self, today: date) -> bool:
        """Whether the neck may be asked about today, which then counts as asked."""
        last, unanswered = self._memory.day(ASKED), self._memory.number(OPEN)
        if self._history.adherence.number <= FIRST_DAYS or self._memory.day(ANSWERED) == today:
            return False
        if unanswered >= UNANSWERED and last is not None and today - last < A_WHILE:
            return False
        # Whoever answered the last time is asked for more of it; a line that is silent is not.
        wanted = last is not None and not unanswered
        if not self._dialogs.budget.take(today, spare=SPARING, wanted=wanted):
            return False
        self._memory.remember(ASKED, today)
        self._memory.remember(OPEN, unanswered + 1)
        return True

    def _tip(self, today: date, rules: Rules) -> str:
        from uncrick.core.selection import tips

        source, seed = self._suggestions, rules.seed + today.toordinal()
        shown = (self._memory.text(TIPS) or "").split()
        chosen = tips.evening(source.catalogue, source.profile, self._history.practice, today, seed, shown)
        self._memory.remember(TIPS, " ".join([*shown, chosen.id if chosen else NO_TIP][-REMEMBERED:]))
        if chosen is None:
            return ""
        return _("Tip: {tip}", tip=lower_first(chosen.short))

    def _last_week(self, today: date, rules: Rules) -> str:
        from uncrick.core.presentation import day_summary

        try:
            records = list(self._records(day_summary.since(today, rules.zone)))
        except HistoryError as error:
            log.info("the evening line goes without last week: %s", error.message)
            return ""
        return day_summary.beside(day_summary.last_week(records, today, rules.zone))


def _may_be_evening(state: State, rules: Rules, now: Moment) -> bool:
    """A cheap look first: the rest of it is loaded once a day."""
    if rules.work:
        return state.day.off or state.presence.absence is not None
    return state.presence.absence is not None and not NIGHT <= now.wall.astimezone(rules.zone).hour < AFTERNOON
