"""Leads through a routine by one notification that is updated in place; the base install needs no window for it."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from uncrick.core.model.dates import remaining, sentences, time_of_day, time_with_seconds
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.captions import SHORTEST, Frame, frames, let_go_seconds, may_close_eyes
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.core.scheduling.state import Routine
from uncrick.core.selection.cautions import is_hazardous
from uncrick.ports import Button, Clock, Notice, Notifier
from uncrick.settings import Settings

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

SLOT = "guide"
BUTTONS = (Button("finish", N_("Done")), Button("stop", N_("Stop")))
# Seconds for which the farewell stays up.
FAREWELL = 20.0
# Seconds from the beginning of a routine for which one is invited to stay away (S16).
STAY_AWAY = 300.0
# Two changes closer than this (seconds) are one.
SOON = 0.05


class Farewell(Protocol):
    """The notice with which a routine ends, in the guide's slot; None leaves at once. `stay`: the invitation to."""

    def __call__(self, *, completed: bool, stay: str) -> Notice | None: ...


class NoticeGuide:
    """
    The guide of last resort and of every day.

    The text changes at most every five seconds. A chime at a let-go shows the same text again.

    Args:
        read_first: ids of those exercises whose instruction belongs to their beginning.
        is_away: whether the person, and so the invitation to stay away, stays away.
    Attributes:
        sound: chime in every routine; else only where nobody reads, because the eyes may be closed.
    """

    def __init__(
        self,
        notifier: Notifier,
        clock: Clock,
        catalogue: Callable[[], "Catalogue"],
        *,
        read_first: Callable[[Iterable[Item]], Collection[str]],
        is_away: Callable[[], bool],
        farewell: Farewell,
    ) -> None:
        self.sound = False
        self._notifier = notifier
        self._clock = clock
        self._catalogue = catalogue
        self._read_first = read_first
        self._is_away = is_away
        self._farewell = farewell
        self._routine: Routine | None = None
        self._frames: tuple[Frame, ...] = ()
        self._chimes: tuple[float, ...] = ()
        self._chimes_at_end = False
        self._cautions: dict[int, tuple[str, ...]] = {}
        self._shown: Notice | None = None
        self._next: asyncio.TimerHandle | None = None
        self._is_hidden = False
        self._farewell_ends: float | None = None
        self._invitation: Notice | None = None
        self._invited_until = 0.0

    def follow(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self.sound = settings.prompt.sound or settings.voice.chime

    def lead(self, routine: Routine) -> None:
        """Show the text of this moment, and change it in time."""
        fresh = self._routine is None or self._routine.began != routine.began
        self._farewell_ends = None
        if fresh:
            self._prepare(routine.suggestion)
            self._is_hidden = False
        self._routine = routine
        self._show(fresh=fresh)

    def _prepare(self, suggestion: Suggestion) -> None:
        catalogue = self._catalogue()
        self._frames = frames(suggestion, catalogue)
        self._chimes = let_go_seconds(suggestion, catalogue, eyes_closed=not self.sound)
        self._chimes_at_end = self.sound or may_close_eyes(catalogue.exercise(suggestion.items[-1].id))
        self._cautions = self._cautions_by_frame(suggestion.items)

    def _cautions_by_frame(self, items: Sequence[Item]) -> dict[int, tuple[str, ...]]:
        """
        What to mind, by the number of the text.

        The text with which an exercise begins has its caution, and the first times its instruction; where a slip is
        dangerous each text has the caution.
        """
        catalogue, unread = self._catalogue(), self._read_first(items)
        cautions: dict[int, tuple[str, ...]] = {}
        for number, exercise in enumerate(catalogue.exercise(item.id) for item in items):
            texts = [n for n, frame in enumerate(self._frames) if frame.item == number]
            with_caution = texts if is_hazardous(exercise) else texts[:1]
            cautions.update(dict.fromkeys(with_caution, (exercise.caution,)))
            if exercise.id in unread and texts:
                cautions[texts[0]] = (exercise.instruction, exercise.caution)
        return cautions

    def _opening_of_relief(self, number: int) -> tuple[str, ...]:
        """Why nothing sharp comes now, with the first text of relief."""
        suggestion = None if self._routine is None else self._routine.suggestion
        if number or suggestion is None or suggestion.form is not Form.RELIEF:
            return ()
        return (opening_words(suggestion.opening),)

    def hide(self) -> None:
        """The person put the notification away: the routine goes on, without texts."""
        self._is_hidden = True
        self._farewell_ends = None

    def end(self, *, completed: bool) -> None:
        """Say goodbye, in the place of what was shown; where there is nothing to say, leave at once."""
        if self._routine is None:
            return
        self._cancel()
        until, self._routine = self._routine.began + STAY_AWAY, None
        now = self._clock.now()
        stay = _("Come back when you are ready.")
        if until - now.ticks >= 60:
            stay = _("Stay away from the screen until {time} if you can.", time=time_of_day(self._local(until)))
        notice = None if self._is_hidden else self._farewell(completed=completed, stay=stay)
        if notice is None:
            self._notifier.withdraw(SLOT)
            return
        self._notifier.show(replace(notice, sound=self._chimes_at_end and completed))
        self._farewell_ends = now.ticks + FAREWELL
        self._invited_until = until if completed else 0.0
        self._invitation = Notice(SLOT, _("Done. Good."), (stay,), fresh=False, transient=True)

    def look(self) -> None:
        """After the farewell the invitation stays up while the person does; it leaves without a sound (S16)."""
        now = self._clock.now().ticks
        if self._farewell_ends is None or now < self._farewell_ends:
            return
        if not (now < self._invited_until and self._is_away()):
            self._farewell_ends = None
            self._notifier.withdraw(SLOT)
        elif self._invitation is not None:
            self._notifier.show(self._invitation)
            self._invitation = None

    def _local(self, ticks: float) -> datetime:
        return self._clock.now().wall_at(ticks).astimezone(self._clock.zone())

    def _cancel(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _show(self, *, fresh: bool, chimes: bool = False) -> None:
        """Show the text of this moment, and plan the next change."""
        self._cancel()
        routine = self._routine
        if routine is None or self._is_hidden:
            return
        position = routine.position(self._clock.now().ticks)
        number = next((n for n, frame in enumerate(self._frames) if position < frame.ends), len(self._frames) - 1)
        self._shown = replace(self._notice(number, routine, position), fresh=fresh, sound=chimes)
        self._notifier.show(self._shown)
        self._plan(position, self._next_text(number, position))

    def _next_text(self, number: int, position: float) -> float | None:
        """The second at which the text changes: with the next caption, or before it for the seconds left."""
        frame = self._frames[number]
        if not frame.still and frame.ends - position >= 2 * SHORTEST:
            return position + SHORTEST
        return frame.ends if number + 1 < len(self._frames) else None

    def _plan(self, position: float, text: float | None) -> None:
        """Look again at the next let-go, or when the text changes."""
        routine = self._routine
        if routine is None or routine.halted_since is not None:
            return
        chime = next((second for second in self._chimes if second > position + SOON), None)
        if chime is not None and (text is None or chime < text - SOON):
            then, look = chime, partial(self._chime, chime, text)
        elif text is not None:
            then, look = text, partial(self._show, fresh=False, chimes=chime is not None and chime <= text + SOON)
        else:
            return
        self._next = asyncio.get_running_loop().call_later(max(SOON, then - position), look)

    def _chime(self, second: float, text: float | None) -> None:
        """The body may let go: the same text once more, with the sound; after a sleep the text of this moment."""
        routine, shown = self._routine, self._shown
        if routine is None or shown is None or self._is_hidden:
            return
        if text is not None and routine.position(self._clock.now().ticks) >= text - SOON:
            self._show(fresh=False)
            return
        self._shown = replace(shown, fresh=False, sound=True)
        self._notifier.show(self._shown)
        self._plan(second, text)

    def _notice(self, number: int, routine: Routine, position: float) -> Notice:
        frame = self._frames[number]
        summary = frame.title
        if routine.halted_since is not None:
            summary = _("{exercise} (paused)", exercise=summary)
        return Notice(
            slot=SLOT,
            summary=summary,
            lines=self._lines(number, routine.total, position),
            buttons=tuple(replace(button, label=_(button.label)) for button in BUTTONS),
            # Once is enough, and the text needs room
            hint="" if number else _("uncrick done, or uncrick break --stop"),
            transient=True,
            picture=frame.picture,
        )

    def _lines(self, number: int, total: float, position: float) -> tuple[str, ...]:
        """Always three paragraphs, so that the bubble keeps its shape; two on a walk."""
        frame, cautions = self._frames[number], self._cautions.get(number, ())
        if frame.still:
            ends = time_with_seconds(self._local(self._clock.now().ticks + frame.ends - position))
            return (sentences(frame.text, *cautions), _("Until {time}. Come back when you are ready.", time=ends))
        *instruction, caution = cautions or ("",)
        left = _("{time} left.", time=remaining(max(0, round(total - position))))
        first = sentences(*self._opening_of_relief(number), *(instruction or [frame.text]))
        return (first, frame.later, sentences(left, caution))
