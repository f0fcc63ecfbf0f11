"""Leads through a routine by one notification that is updated in place; the base install needs no window for it."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from uncrick.core.model.dates import time_of_day, time_with_seconds
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.captions import Frame, frames
from uncrick.core.presentation.prompt_text import opening_words
from uncrick.core.presentation.timeline import steps
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


class Farewell(Protocol):
    """The notice with which a routine ends, in the guide's slot; None leaves at once. `stay`: the invitation to."""

    def __call__(self, *, completed: bool, stay: str) -> Notice | None: ...


class NoticeGuide:
    """
    The guide of last resort and of every day.

    Args:
        read_first: ids of those exercises whose instruction belongs to their beginning.
        is_away: whether the person, and so the invitation to stay away, stays away.
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
        self.sound = True
        self._notifier = notifier
        self._clock = clock
        self._catalogue = catalogue
        self._read_first = read_first
        self._is_away = is_away
        self._farewell = farewell
        self._routine: Routine | None = None
        self._frames: tuple[Frame, ...] = ()
        self._cautions: dict[int, tuple[str, ...]] = {}
        self._next: asyncio.TimerHandle | None = None
        self._is_hidden = False
        self._farewell_ends: float | None = None
        self._invitation: Notice | None = None
        self._invited_until = 0.0

    def follow(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self.sound = settings.prompt.sound

    def lead(self, routine: Routine) -> None:
        """Show the text of this moment, and change it in time."""
        fresh = self._routine is None or self._routine.began != routine.began
        self._farewell_ends = None
        if fresh:
            self._frames = frames(routine.suggestion, self._catalogue())
            self._cautions = self._cautions_by_frame(routine)
            self._is_hidden = False
        self._routine = routine
        self._show(fresh=fresh)

    def _cautions_by_frame(self, routine: Routine) -> dict[int, tuple[str, ...]]:
        """
        What to mind, by the number of the text.

        The text with which an exercise begins has its caution, and the first times its instruction; where a slip is
        dangerous each text has the caution.
        """
        catalogue, items = self._catalogue(), routine.suggestion.items
        unread = self._read_first(items)
        walk = steps(routine.suggestion, catalogue)
        begins = {step.item: step.begins for step in reversed(walk)}
        ends = {step.item: step.ends for step in walk}
        cautions: dict[int, tuple[str, ...]] = {}
        for number, exercise in enumerate(catalogue.exercise(item.id) for item in items):
            texts = [
                n for n, frame in enumerate(self._frames) if begins[number] < frame.ends and frame.begins < ends[number]
            ]
            with_caution = texts if is_hazardous(exercise) else texts[:1]
            cautions.update(dict.fromkeys(with_caution, (exercise.caution,)))
            if exercise.id in unread:
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
        self._notifier.show(replace(notice, sound=self.sound and completed))
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

    def _show(self, *, fresh: bool) -> None:
        self._cancel()
        routine = self._routine
        if routine is None or self._is_hidden:
            return
        now = self._clock.now()
        position = routine.position(now.ticks)
        number = next((n for n, frame in enumerate(self._frames) if position < frame.ends), len(self._frames) - 1)
        frame = self._frames[number]
        later = self._frames[number + 1].title if number + 1 < len(self._frames) else ""
        self._notifier.show(
            Notice(
                slot=SLOT,
                summary=frame.title if routine.halted_since is None else _("{exercise} (paused)", exercise=frame.title),
                lines=(
                    *self._opening_of_relief(number),
                    frame.text,
                    *self._cautions.get(number, ()),
                    self._last_line(frame, routine, position, later),
                ),
                buttons=tuple(replace(button, label=_(button.label)) for button in BUTTONS),
                hint=_("uncrick done, or uncrick break --stop"),
                fresh=fresh,
                transient=True,
                sound=self.sound and frame.let_go,
            )
        )
        if routine.halted_since is None and number + 1 < len(self._frames):
            self._next = asyncio.get_running_loop().call_later(
                max(0.05, frame.ends - position), lambda: self._show(fresh=False)
            )

    def _last_line(self, frame: Frame, routine: Routine, position: float, later: str) -> str:
        if frame.still:
            ends = self._local(self._clock.now().ticks + frame.ends - position)
            return _("Until {time}. Come back when you are ready.", time=time_with_seconds(ends))
        left = max(0, round(routine.total - position))
        if later and not later.startswith(frame.title[:12]):
            return _("{seconds} s left; then {exercise}", seconds=left, exercise=later)
        return _("{seconds} s left", seconds=left)
