"""What follows from how a person meets the prompts, apart from the prompts: the questions and the evening line."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.app.history_cache import HistoryCache
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history.adherence import NECK
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record, Source
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Notifier

if TYPE_CHECKING:
    from uncrick.app.dialogs.evening_summary import Evening
    from uncrick.app.dialogs.prompt_survey import PromptSurvey
    from uncrick.core.model.catalog import Tip

log = logging.getLogger(__name__)

ENQUIRY, EVENING = "enquiry", "evening"
SLOTS = (ENQUIRY, EVENING)
# Where there are no working hours, the evening line cannot be due before this hour.
AFTERNOON = 16


class FollowUps:
    """
    One door to the questions about the prompts and to the evening line; each is loaded when it may be wanted.

    Args:
        path: the settings file.
        records: the history since a time.
        handle: every happening passes there.
        reload: has the settings read again.

    Attributes:
        awake: until the notifications are there, nothing is said into the void.
    """

    def __init__(
        self,
        path: str,
        composer: SuggestionSource,
        ledger: HistoryCache,
        notifier: Notifier,
        first: Onboarding,
        *,
        records: Callable[[datetime], Iterable[Record]],
        handle: Callable[[ev.Event], None],
        reload: Callable[[], None],
    ) -> None:
        self.awake = False
        self._path = path
        self._composer = composer
        self._ledger = ledger
        self._notifier = notifier
        self._first = first
        self._records = records
        self._handle = handle
        self._reload = reload
        self._enquiry: PromptSurvey | None = None
        self._evening: Evening | None = None

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Whatever is due: a question has the right of way over the evening line's own."""
        if not self.awake:
            return
        met = self._ledger.adherence
        if self._enquiry is not None or met.is_to_ask or met.is_steady(state.day.on):
            self._asking().consider(state, rules, now)
        if self._evening is not None or _may_be_evening(state, rules, now):
            self._closing().consider(state, rules, now)

    def clicked(self, slot: str, key: str) -> None:
        """A button of theirs."""
        if slot == ENQUIRY and self._asking().knows(key):
            self._asking().clicked(key)
        elif slot == EVENING and self._closing().answered(key):
            self._reply(key, NECK)
        else:
            log.warning("a notification said %s in %s, which it does not offer", key, slot)

    def dismissed(self, slot: str) -> None:
        """The person put one away."""
        if slot == EVENING:
            self._closing().dismissed()

    def _asking(self) -> "PromptSurvey":
        if self._enquiry is None:
            from uncrick.app.dialogs.prompt_survey import PromptSurvey

            self._enquiry = PromptSurvey(
                self._path,
                self._ledger,
                self._notifier,
                self._first,
                style=lambda: self._composer.settings.prompt.style,
                reply=self._reply,
                reload=self._reload,
            )
        return self._enquiry

    def _closing(self) -> "Evening":
        if self._evening is None:
            from uncrick.app.dialogs.evening_summary import Evening

            self._evening = Evening(
                self._ledger,
                self._notifier,
                self._first,
                wanted=lambda: self._composer.settings.prompt.evening,
                tip=self._tip,
                records=self._records,
            )
        return self._evening

    def _reply(self, answer: str, about: str) -> None:
        self._handle(ev.Told(answer, Source.NOTIFICATION, {"about": about}))

    def _tip(self, seed: int) -> "Tip":
        from uncrick.core.selection import tips

        return tips.evening(self._composer.catalogue, self._composer.profile, self._ledger.practice, seed)


def _may_be_evening(state: State, rules: Rules, now: Moment) -> bool:
    if rules.work:
        return state.day.off or state.absent_since is not None
    return state.absent_since is not None and now.wall.astimezone(rules.zone).hour >= AFTERNOON
