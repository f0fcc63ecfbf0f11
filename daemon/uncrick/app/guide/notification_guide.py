"""Leads through a routine by one notification that is updated in place; the base install needs no window for it."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from uncrick.core.model.dates import time_of_day, time_with_seconds
from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.captions import Frame, frames
from uncrick.core.presentation.timeline import steps
from uncrick.core.scheduling.state import Routine
from uncrick.core.selection.cautions import is_hazardous
from uncrick.ports import Button, Clock, Notice, Notifier
from uncrick.settings import Settings

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

SLOT = "guide"
BUTTONS = (Button("finish", N_("Done")), Button("stop", N_("Stop")))
# Seconds.
GOODBYE = 20.0
# Seconds from the beginning of a routine for which one is invited to stay away (S16).
TOGETHER = 300.0


def plain(*, completed: bool, stay: str) -> Notice | None:
    """The notice with which a whole routine ends; one that was broken off has none."""
    return Notice(SLOT, _("Done. Good."), (stay,), fresh=False, transient=True) if completed else None


class Farewell(Protocol):
    """The notice with which a routine ends, in the guide's slot; None leaves at once. `stay`: the invitation to."""

    def __call__(self, *, completed: bool, stay: str) -> Notice | None: ...


class NoticeGuide:
    """The guide of last resort and of every day."""

    def __init__(
        self,
        notifier: Notifier,
        clock: Clock,
        catalogue: Callable[[], "Catalogue"],
        *,
        sound: bool = True,
        read_first: Callable[[Iterable[Item]], Collection[str]] = lambda items: (),
        is_still: Callable[[], bool] = bool,
        farewell: Farewell = plain,
    ) -> None:
        self._farewell = farewell
        self.sound = sound
        self._is_still = is_still
        self._stays_until: float | None = None
        self._read_first = read_first
        self._minds: dict[int, tuple[str, ...]] = {}
        self._notifier = notifier
        self._clock = clock
        self._catalogue = catalogue
        self._routine: Routine | None = None
        self._frames: tuple[Frame, ...] = ()
        self._next: asyncio.TimerHandle | None = None
        self._hidden = False

    def follow(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self.sound = settings.prompt.sound

    def lead(self, routine: Routine) -> None:
        """Show the text of this moment, and change it in time."""
        fresh = self._routine is None or self._routine.began != routine.began
        self._stays_until = None
        if fresh:
            self._frames = frames(routine.suggestion, self._catalogue())
            self._minds = self._to_mind(routine)
            self._hidden = False
        self._routine = routine
        self._show(fresh=fresh)

    def _to_mind(self, routine: Routine) -> dict[int, tuple[str, ...]]:
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
            minded = texts if is_hazardous(exercise) else texts[:1]
            cautions.update(dict.fromkeys(minded, (exercise.caution,)))
            if exercise.id in unread:
                cautions[texts[0]] = (exercise.instruction, exercise.caution)
        return cautions

    def hide(self) -> None:
        """The person put the notification away: the routine goes on, without texts."""
        self._hidden = True
        self._stays_until = None

    def end(self, *, completed: bool) -> None:
        """Say goodbye, in the place of what was shown; where there is nothing to say, leave at once."""
        if self._routine is None:
            return
        self._cancel()
        began, self._routine = self._routine.began, None
        stay = self._invitation(began + TOGETHER)
        notice = None if self._hidden else self._farewell(completed=completed, stay=stay)
        if notice is None:
            self._notifier.withdraw(SLOT)
            return
        self._stays_until = began + TOGETHER if completed else None
        self._notifier.show(replace(notice, sound=self.sound and completed))
        self._next = asyncio.get_running_loop().call_later(GOODBYE, self._said_goodbye, stay)

    def _invitation(self, until: float) -> str:
        now = self._clock.now()
        if until - now.ticks < 60:
            return _("Come back when you are ready.")
        return _(
            "Stay away until {time}, if you like.", time=time_of_day(now.wall_at(until).astimezone(self._clock.zone()))
        )

    def _said_goodbye(self, stay: str) -> None:
        """Whatever was asked has closed; of who is still away, the invitation stays up."""
        self._next = None
        if self._stays():
            self._notifier.show(Notice(SLOT, _("Done. Good."), (stay,), fresh=False, transient=True))
        else:
            self._stays_until = None
            self._notifier.withdraw(SLOT)

    def _stays(self) -> bool:
        until = self._stays_until
        return until is not None and self._is_still() and self._clock.now().ticks < until

    def look(self) -> None:
        """The goodbye stays up while the person stays away, and leaves without a sound once they are back (S16)."""
        if self._stays_until is None or self._next is not None or self._stays():
            return
        self._stays_until = None
        self._notifier.withdraw(SLOT)

    def _cancel(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _show(self, *, fresh: bool) -> None:
        self._cancel()
        routine = self._routine
        if routine is None or self._hidden:
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
                    frame.text,
                    *self._minds.get(number, ()),
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

    def _last_line(self, frame: "Frame", routine: Routine, position: float, later: str) -> str:
        if frame.still:
            now = self._clock.now()
            ends = now.wall_at(now.ticks + frame.ends - position).astimezone(self._clock.zone())
            return _("Until {time}. Come back when you are ready.", time=time_with_seconds(ends))
        left = max(0, round(routine.total - position))
        if later and not later.startswith(frame.title[:12]):
            return _("{seconds} s left; then {exercise}", seconds=left, exercise=later)
        return _("{seconds} s left", seconds=left)
