"""What follows from how a person meets the prompts, apart from the prompts: the questions and the evening line."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from uncrick import paths
from uncrick.core import events as ev
from uncrick.core.adherence import NECK
from uncrick.core.moment import Moment
from uncrick.core.record import Record, Source
from uncrick.core.rules import Rules
from uncrick.core.state import State
from uncrick.ports import Notifier
from uncrick.runtime.compose import Composer
from uncrick.runtime.enquiry import ENQUIRY, Enquiry
from uncrick.runtime.evening import EVENING, Evening
from uncrick.runtime.firstrun import FirstRun
from uncrick.runtime.ledger import Ledger

if TYPE_CHECKING:
    from uncrick.core.catalogue import Tip

log = logging.getLogger(__name__)

SLOTS = (ENQUIRY, EVENING)


@dataclass(frozen=True, slots=True)
class Ways:
    """
    What the habits reach.

    Attributes:
        records: the history since a time.
        handle: every happening passes there.
        reload: has the settings read again.
    """

    composer: Composer
    ledger: Ledger
    notifier: Notifier
    first: FirstRun
    records: Callable[[datetime], Iterable[Record]]
    handle: Callable[[ev.Event], None]
    reload: Callable[[], None]


class Habits:
    """One door to the questions about the prompts and to the evening line."""

    def __init__(self, ways: Ways) -> None:
        # Until the notifications are there, nothing is said into the void.
        self.awake = False
        self._ways = ways
        composer = ways.composer
        self._enquiry = Enquiry(
            paths.settings_file(),
            ways.ledger,
            ways.notifier,
            ways.first,
            style=lambda: composer.settings.prompt.style,
            reply=self._reply,
            reload=ways.reload,
        )
        self._evening = Evening(
            ways.ledger,
            ways.notifier,
            ways.first,
            wanted=lambda: composer.settings.prompt.evening,
            tip=self._tip,
            records=ways.records,
        )

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Whatever is due: a question has the right of way over the evening line's own."""
        if not self.awake:
            return
        self._enquiry.consider(state, rules, now)
        self._evening.consider(state, rules, now)

    def clicked(self, slot: str, key: str) -> None:
        """A button of theirs."""
        if slot == ENQUIRY and self._enquiry.knows(key):
            self._enquiry.clicked(key)
        elif slot == EVENING and self._evening.answered(key):
            self._reply(key, NECK)
        else:
            log.warning("a notification said %s in %s, which it does not offer", key, slot)

    def dismissed(self, slot: str) -> None:
        """The person put one away."""
        if slot == EVENING:
            self._evening.dismissed()

    def _reply(self, answer: str, about: str) -> None:
        self._ways.handle(ev.Replied(answer, about, Source.NOTIFICATION))

    def _tip(self, seed: int) -> "Tip":
        from uncrick.core import tips

        composer = self._ways.composer
        return tips.evening(composer.catalogue, composer.profile, self._ways.ledger.practice, seed)
