"""Shows the line at the end of the day (S17), and asks there, now and then, how the neck was."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.engine import warn_of_unknown
from uncrick.app.dialogs.follow_ups import EVENING
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history.adherence import NECK
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import day_summary
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.errors import HistoryError
from uncrick.ports import Button, Notice, Notifier

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Tip
    from uncrick.core.model.record import Record

log = logging.getLogger(__name__)

# Seconds it stays up for somebody who is there.
UP = 30.0
BUTTONS = (Button("good", N_("Good")), Button("so_so", N_("So-so")), Button("stiff", N_("Stiff")))
ANSWERS = frozenset(button.key for button in BUTTONS)
# Of the questions of a week, one is left for what matters more than this one.
SPARING = 1
# It is not asked on the first days, and after so many without an answer only once in a while.
FIRST_DAYS, UNANSWERED = 3, 3
A_WHILE = timedelta(days=28)
ASKED, OPEN = "asked_neck", "neck_unanswered"


class EveningSummary:
    """
    One quiet notification a day.

    Args:
        wanted: whether the settings ask for it.
        tip: chooses one of the tips that belong here, by a seed.
        records: the history since a time.
        reply: keeps an answer: what it was, and what it was about.
    """

    def __init__(
        self,
        history: HistoryCache,
        notifier: Notifier,
        memory: DialogMemory,
        budget: QuestionBudget,
        *,
        wanted: Callable[[], bool],
        tip: Callable[[int], "Tip"],
        records: Callable[[datetime], Iterable["Record"]],
        reply: Callable[[str, str], None],
    ) -> None:
        self.slots = (EVENING,)
        self._history = history
        self._notifier = notifier
        self._memory = memory
        self._budget = budget
        self._wanted = wanted
        self._tip = tip
        self._records = records
        self._reply = reply
        self._over_on = memory.day(EVENING)
        self._is_up = False
        self._leaves: float | None = None

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Show it, should the day be over; put it away in time."""
        if self._is_up:
            self._put_away(state, now)
        if self._over_on == state.day.on or not self._history.today.breaks or not self._wanted():
            return
        if reasons(state, rules) or not day_summary.is_due(state, rules, now):
            return
        self._over_on = state.day.on
        self._memory.remember(EVENING, state.day.on)
        self._is_up, self._leaves = True, None
        self._notifier.show(self._notice(state, rules))

    def clicked(self, slot: str, key: str, today: date) -> None:
        """An answer to the question."""
        if key not in ANSWERS:
            warn_of_unknown(slot, key)
            return
        self._is_up = False
        self._memory.remember(OPEN, 0)
        self._reply(key, NECK)

    def dismissed(self, slot: str, today: date) -> None:
        """The person put it away."""
        self._is_up = False

    def _put_away(self, state: State, now: Moment) -> None:
        """It waits for one who left; to one who is back it stays for a moment, and not into the next day."""
        if state.day.on == self._over_on:
            if state.presence.absence is not None:
                return
            if self._leaves is None:
                self._leaves = now.ticks + UP
            if now.ticks < self._leaves:
                return
        self._is_up = False
        self._notifier.withdraw(EVENING)

    def _notice(self, state: State, rules: Rules) -> Notice:
        today = state.day.on
        asks = self._takes_question(today)
        if asks:
            self._memory.remember(ASKED, today)
            self._memory.remember(OPEN, self._memory.number(OPEN) + 1)
        tip = self._tip(rules.seed + today.toordinal()).short
        in_line = f"{tip[:1].lower()}{tip[1:]}"
        lines = (
            self._beside(state, rules),
            _("Tip: {tip}", tip=in_line),
            _("Your neck today?") if asks else "",
        )
        return Notice(
            slot=EVENING,
            summary=day_summary.title(self._history.today),
            lines=tuple(line for line in lines if line),
            buttons=tuple(replace(button, label=_(button.label)) for button in BUTTONS) if asks else (),
            transient=True,
        )

    def _takes_question(self, today: date) -> bool:
        """Whether the neck may be asked about today, which then counts as asked."""
        last = self._memory.day(ASKED)
        if self._history.adherence.number <= FIRST_DAYS:
            return False
        if self._memory.number(OPEN) >= UNANSWERED and last is not None and today - last < A_WHILE:
            return False
        return self._budget.take(today, spare=SPARING)

    def _beside(self, state: State, rules: Rules) -> str:
        today = state.day.on
        try:
            records = list(self._records(day_summary.since(today, rules.zone)))
        except HistoryError as error:
            log.info("the evening line goes without last week: %s", error.message)
            return ""
        return day_summary.beside(day_summary.last_week(records, today, rules.zone))
