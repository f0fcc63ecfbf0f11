"""The one way out: what each effect means to the notifier, the guide and the history."""

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from uncrick.app.history_cache import HistoryCache
from uncrick.app.observers import Observers
from uncrick.core.model.text import _
from uncrick.core.presentation import prompt_text
from uncrick.core.scheduling.effects import (
    Close,
    Effect,
    EndGuide,
    LeadRoutine,
    LowerBubble,
    Note,
    RaiseBubble,
    Refuse,
    SaveSnapshot,
    ShowBadge,
    ShowPrompt,
    WithdrawPrompt,
    Write,
)
from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import BubbleUp, Prompt, State
from uncrick.ports import Button, Guide, Notice, Notifier
from uncrick.settings import Settings

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

log = logging.getLogger(__name__)

PROMPT = "prompt"
NOTES_IN_MEMORY = 20


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
        history: HistoryCache,
        catalogue: Callable[[], "Catalogue"],
        snooze_left: Callable[[Prompt], bool],
        *,
        settings: Settings,
        store: Callable[[datetime, str], None],
        save: Callable[[Snapshot | Unwatched], None],
        observers: Observers,
    ) -> None:
        self._notifier = notifier
        self._guide = guide
        self._history = history
        self._catalogue = catalogue
        self._snooze_left = snooze_left
        self._settings = settings
        self.notes: deque[tuple[datetime, str]] = deque(maxlen=NOTES_IN_MEMORY)
        self._store = store
        self._save = save
        self._observers = observers

    def follow(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self._settings = settings

    def perform(self, effect: Effect) -> None:
        """Do it. What a port cannot do is one effect less: those that follow, above all the record, are still done."""
        if isinstance(effect, Write):
            self._observers.record_due(effect.record)
        try:
            self._do(effect)
        except Exception:
            log.exception("not performed: %s", type(effect).__name__)
        if isinstance(effect, Write):
            self._observers.record_written(effect.record)
        if isinstance(effect, EndGuide) and effect.completed:
            self._observers.routine_completed()

    def show_again(self, state: State) -> None:
        """Show everything that is up: what shows notices has begun anew, and knows nothing of it."""
        if state.shown is not None and isinstance(state.shown.bubble, BubbleUp):
            self.perform(ShowPrompt(state.shown.prompt))
        if state.routine is not None:
            self.perform(LeadRoutine(state.routine))

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
                self._history.append(record)
            case Close(record_id, until):
                self._history.close(record_id, until)
            case Note(at, text):
                self.notes.append((at, text))
                self._store(at, text)
            case SaveSnapshot(snapshot):
                self._save(snapshot)
            case ShowBadge() | Refuse():
                # A badge is part of the tray's face, a refusal the answer to whoever asked.
                pass
            case _:
                assert_never(effect)

    def _wording(self, prompt: Prompt, widths: prompt_text.Widths) -> prompt_text.Wording:
        """A break is due, also where it cannot be put into words."""
        try:
            wording = prompt_text.prompt(prompt.suggestion, self._catalogue(), widths)
        except Exception:
            log.exception("the words of a prompt were not found")
            return prompt_text.Wording(_("Time for a short break"), (_("Leave your desk for a minute if you can."),))
        begins_by_itself = self._settings.breaks.strict and prompt.suggestion.items
        return prompt_text.announced(wording) if begins_by_itself else wording

    def _notice(self, prompt: Prompt) -> Notice:
        wording, narrow = (self._wording(prompt, widths) for widths in (prompt_text.WIDE, prompt_text.NARROW))
        # What has no exercises cannot be started, only done, put off or skipped.
        startable = bool(prompt.suggestion.items)
        later = Button("snooze", _("In {minutes} min", minutes=round(self._settings.breaks.snooze / 60) or 1))
        return Notice(
            slot=PROMPT,
            summary=wording.summary,
            lines=wording.lines,
            narrow=None if narrow == wording else (narrow.summary, narrow.lines),
            buttons=(
                *((Button("start", _("Start")),) if startable else ()),
                *((later,) if self._snooze_left(prompt) else ()),
                Button("done", _("Did it")),
            ),
            hint=_(prompt_text.HINT if startable else prompt_text.HINT_WITHOUT),
            default="default" if startable else None,
            click=_("Click to start.") if startable else "",
            sound=self._settings.prompt.sound,
            picture=prompt.suggestion.items[0].id if prompt.suggestion.items else "",
        )
