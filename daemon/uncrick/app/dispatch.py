"""The one way out: what each effect means to the notifier, the guide and the history."""

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from uncrick.app.history_cache import HistoryCache
from uncrick.core.presentation import prompt_text
from uncrick.core.scheduling.effects import (
    Close,
    Effect,
    EndGuide,
    LeadRoutine,
    LogTrace,
    LowerBubble,
    Note,
    RaiseBubble,
    Refuse,
    ShowBadge,
    ShowPrompt,
    WithdrawPrompt,
    Write,
)
from uncrick.core.scheduling.state import Prompt
from uncrick.errors import HistoryError
from uncrick.ports import Button, Guide, Notice, Notifier

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

log = logging.getLogger(__name__)

PROMPT = "prompt"
KEPT_NOTES = 20


class EffectDispatcher:
    """
    Performs effects.

    Attributes:
        notes: the latest decisions, newest last.
    """

    def __init__(
        self,
        notifier: Notifier,
        guide: Guide,
        ledger: HistoryCache,
        catalogue: Callable[[], "Catalogue"],
        snooze_left: Callable[[Prompt], bool],
        *,
        snooze_minutes: float,
        sound: bool,
        strict: bool = False,
        keep: Callable[[datetime, str], None],
    ) -> None:
        self._notifier = notifier
        self._guide = guide
        self._ledger = ledger
        self._catalogue = catalogue
        self._snooze_left = snooze_left
        self.snooze_minutes = snooze_minutes
        self.sound = sound
        self.strict = strict
        self.notes: deque[tuple[datetime, str]] = deque(maxlen=KEPT_NOTES)
        self._keep = keep

    def perform(self, effect: Effect) -> None:
        """Do it. What a port cannot do is one effect less: those that follow, above all the record, are still done."""
        try:
            self._do(effect)
        except Exception:
            log.exception("not performed: %s", type(effect).__name__)

    def _do(self, effect: Effect) -> None:
        match effect:
            case ShowPrompt(quiet=True):
                # What is due stands in the tray's face and in the status.
                pass
            case ShowPrompt(prompt) | RaiseBubble(prompt):
                self._notifier.show(self._notice(prompt))
            case LowerBubble():
                self._notifier.lower(PROMPT)
            case WithdrawPrompt():
                self._notifier.withdraw(PROMPT)
            case LeadRoutine(routine):
                if not routine.here:
                    self._guide.lead(routine)
            case EndGuide(completed):
                self._guide.end(completed=completed)
            case Write(record):
                self._ledger.append(record)
            case Close(record_id, until):
                self._ledger.close(record_id, until)
            case Note(at, text):
                self.notes.append((at, text))
                self._kept(at, text)
            case ShowBadge() | LogTrace() | Refuse():
                # A badge is part of the tray's face, a refusal the answer to whoever asked; Turns keeps what is kept.
                pass
            case _:
                assert_never(effect)

    def _kept(self, at: datetime, text: str) -> None:
        try:
            self._keep(at, text)
        except HistoryError as error:
            # It is in memory for `why`; what could not be written is told where an answer is at stake.
            log.info("a decision was not kept: %s", error.message)

    def _said(self, prompt: Prompt) -> prompt_text.Wording:
        """A break is due, also where it cannot be put into words."""
        try:
            return prompt_text.prompt(prompt.suggestion, self._catalogue())
        except Exception:
            log.exception("the words of a prompt were not found")
            return prompt_text.Wording("Time for a short break", ("Leave the desk for a minute, if you can.",))

    def _notice(self, prompt: Prompt) -> Notice:
        said = self._said(prompt)
        if self.strict and prompt.suggestion.items:
            said = prompt_text.announced(said)
        # What has no exercises cannot be started, only done, put off or skipped.
        startable = bool(prompt.suggestion.items)
        later = Button("snooze", f"In {round(self.snooze_minutes) or 1} min")
        return Notice(
            slot=PROMPT,
            summary=said.summary,
            lines=said.lines,
            buttons=(
                *((Button("start", "Start"),) if startable else ()),
                *((later,) if self._snooze_left(prompt) else ()),
                Button("done", "Did it"),
            ),
            hint=prompt_text.HINT if startable else prompt_text.HINT_WITHOUT,
            default="default" if startable else None,
            sound=self.sound,
            picture=prompt.suggestion.items[0].id if prompt.suggestion.items else "",
        )
