"""The survey about the prompts and the evening line, each loaded only when it may be wanted."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.engine import Dialog, LazyDialog
from uncrick.app.history_cache import HistoryCache
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Notifier

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Tip

SURVEY, EVENING = "enquiry", "evening"
# Where there are no working hours, the evening line cannot be due before this hour.
AFTERNOON = 16

Reply = Callable[[str, str], None]


def prompt_survey(
    path: str,
    suggestions: SuggestionSource,
    history: HistoryCache,
    notifier: Notifier,
    memory: DialogMemory,
    budget: QuestionBudget,
    *,
    reply: Reply,
    reload: Callable[[], None],
) -> LazyDialog:
    """
    The questions about the prompts themselves.

    Args:
        path: the settings file.
        reply: keeps an answer: what it was, and what it was about.
        reload: has the settings read again.
    """

    def load() -> Dialog:
        from uncrick.app.dialogs.prompt_survey import PromptSurvey

        return PromptSurvey(
            path,
            history,
            notifier,
            memory,
            budget,
            style=lambda: suggestions.settings.prompt.style,
            reply=reply,
            reload=reload,
        )

    def may_ask(state: State, _rules: Rules, _now: Moment) -> bool:
        return history.adherence.is_to_ask or history.adherence.is_steady(state.day.on)

    return LazyDialog(SURVEY, may_ask, load)


def evening_summary(
    suggestions: SuggestionSource,
    history: HistoryCache,
    notifier: Notifier,
    memory: DialogMemory,
    budget: QuestionBudget,
    *,
    records: Callable[[datetime], Iterable[Record]],
    reply: Reply,
) -> LazyDialog:
    """
    The line at the end of the day.

    Args:
        records: the history since a time.
        reply: keeps an answer: what it was, and what it was about.
    """

    def load() -> Dialog:
        from uncrick.app.dialogs.evening_summary import EveningSummary

        return EveningSummary(
            history,
            notifier,
            memory,
            budget,
            wanted=lambda: suggestions.settings.prompt.evening,
            tip=tip,
            records=records,
            reply=reply,
        )

    def tip(seed: int) -> "Tip":
        from uncrick.core.selection import tips

        return tips.evening(suggestions.catalogue, suggestions.profile, history.practice, seed)

    return LazyDialog(EVENING, _may_be_evening, load)


def _may_be_evening(state: State, rules: Rules, now: Moment) -> bool:
    if rules.work:
        return state.day.off or state.presence.absence is not None
    return state.presence.absence is not None and now.wall.astimezone(rules.zone).hour >= AFTERNOON
