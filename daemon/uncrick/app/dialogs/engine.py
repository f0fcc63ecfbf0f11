"""When a person may be asked, in which order the dialogs ask, and which of them a click belongs to."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.ports import Notice

log = logging.getLogger(__name__)

# Seconds after which somebody has gone back to work.
SETTLED = 10.0
# Seconds for which an answer to a click stays up.
ANSWER_STAYS = 10.0


class Dialog(Protocol):
    """
    Asks in notifications.

    Attributes:
        slots: of its notifications.
    """

    @property
    def slots(self) -> tuple[str, ...]: ...

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """After every event: close what was up long enough; ask what is due."""

    def clicked(self, slot: str, key: str, today: date) -> None:
        """A button of one of its notifications."""

    def dismissed(self, slot: str, today: date) -> None:
        """The person put one of its notifications away."""


class ExclusiveDialog(Dialog, Protocol):
    """A dialog during whose questions nothing else is asked."""

    @property
    def is_asking(self) -> bool:
        """Whether a question, or its answer, is on the screen."""

    @property
    def next_look(self) -> float | None:
        """Ticks at which the question closes by itself."""


class LazyDialog:
    """
    A dialog that is loaded when it may be wanted.

    Args:
        may_ask: whether it may have something to ask now.
        load: loads it.
    """

    def __init__(self, slot: str, may_ask: Callable[[State, Rules, Moment], bool], load: Callable[[], Dialog]) -> None:
        self.slots = (slot,)
        self._may_ask = may_ask
        self._load = load
        self._loaded: Dialog | None = None

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Pass on, should it be loaded, or have something to ask."""
        if self._loaded is not None or self._may_ask(state, rules, now):
            self._dialog().consider(state, rules, now)

    def clicked(self, slot: str, key: str, today: date) -> None:
        """Pass on: a notification may have outlived the daemon that showed it."""
        self._dialog().clicked(slot, key, today)

    def dismissed(self, slot: str, today: date) -> None:
        """Pass on; a dialog that showed nothing minds nothing."""
        if self._loaded is not None:
            self._loaded.dismissed(slot, today)

    def _dialog(self) -> Dialog:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


class Dialogs:
    """
    All dialogs, the most urgent first; what they ask is limited by the question budget, which they share.

    Args:
        urgent: while it asks, the others wait.
        others: in the order in which they may ask.
        look_at: asks for a look at these ticks.

    Attributes:
        awake: the notifications are there; before, the others ask nothing.
    """

    def __init__(
        self, urgent: ExclusiveDialog, others: Iterable[Dialog], look_at: Callable[[float | None], None]
    ) -> None:
        self.awake = False
        self._urgent = urgent
        self._others = tuple(others)
        self._look_at = look_at
        self._by_slot: dict[str, Dialog] = {slot: dialog for dialog in (urgent, *self._others) for slot in dialog.slots}

    def __contains__(self, slot: str) -> bool:
        return slot in self._by_slot

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """After every event: ask what is due, one question at a time."""
        self._urgent.consider(state, rules, now)
        if self.awake and not self._urgent.is_asking:
            for dialog in self._others:
                dialog.consider(state, rules, now)
        self._look_at(self._urgent.next_look)

    def clicked(self, slot: str, key: str, today: date) -> None:
        """A button of a notification in that slot."""
        self._by_slot[slot].clicked(slot, key, today)

    def dismissed(self, slot: str, today: date) -> None:
        """The person put away the notification in that slot."""
        if slot in self._by_slot:
            self._by_slot[slot].dismissed(slot, today)


def warn_of_unknown(slot: str, key: str) -> None:
    """Log a click on a button that the notification does not have."""
    log.warning("a notification said %s in %s, which it does not offer", key, slot)


def translated(notice: Notice) -> Notice:
    """The notice in the person's language; its texts were marked with N_."""
    return replace(
        notice,
        summary=_(notice.summary),
        lines=tuple(_(line) for line in notice.lines),
        buttons=tuple(replace(button, label=_(button.label)) for button in notice.buttons),
        hint=_(notice.hint),
    )


def may_ask(state: State, rules: Rules) -> bool:
    """The person is at work, and nothing suppresses prompts."""
    return state.phase is Phase.WORKING and state.presence.silence is None and not reasons(state, rules)


def is_gone(state: State) -> bool:
    """Nobody is there to answer, or wants to be asked."""
    locked, asleep = state.presence.locked_since, state.presence.asleep_since
    return locked is not None or asleep is not None or state.pause is not None or state.day.off


def is_in_the_way(state: State, rules: Rules) -> bool:
    """A question that is up has to leave."""
    return is_gone(state) or bool(reasons(state, rules))
