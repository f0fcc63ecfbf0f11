"""What the policy remembers between two looks at the clock, and the phase that follows from it."""

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.rules import Day


class Phase(StrEnum):
    """What the daemon is doing, as a person sees it."""

    WORKING = "working"
    DUE = "due"
    SNOOZED = "snoozed"
    ON_BREAK = "on_break"
    AWAY = "away"
    PAUSED = "paused"
    OFF = "off"


class Wait(StrEnum):
    """Why a prompt that was shown is to be shown again."""

    SNOOZED = "snoozed"
    REPEAT = "repeat"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Prompt:
    """
    One reminder, over all its showings.

    Attributes:
        showing: how often it was shown, this time included.
        snoozes: how many of them were snoozed.
        repeated: it went unanswered once and was, or will be, shown again for that.
        since: ticks of the latest showing.
    """

    id: str
    suggestion: Suggestion
    since: float
    showing: int = 1
    snoozes: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Routine:
    """
    A started routine; the walk through it is a function of these and the clock.

    Attributes:
        began: ticks.
        skipped: seconds of it that were passed over.
        held: seconds that it stood still, without the stand that lasts.
        held_since: ticks since when it stands still, or None.
        here: a terminal leads through it, so no guide of ours is wanted.
        prompt_id: the prompt it belongs to, or None when it was begun unasked.
        done: its exercises as they are really done, where one was made easier on the way; otherwise empty.
    """

    suggestion: Suggestion
    began: float
    source: str
    prompt_id: str | None = None
    skipped: float = 0.0
    held: float = 0.0
    held_since: float | None = None
    here: bool = False
    done: tuple[Item, ...] = ()

    def exercised(self, ticks: float) -> float:
        """Seconds really spent in it."""
        return (self.held_since if self.held_since is not None else ticks) - self.began - self.held

    def position(self, ticks: float) -> float:
        """Seconds into the routine."""
        return self.exercised(ticks) + self.skipped

    @property
    def total(self) -> float:
        """Its length in seconds."""
        return self.suggestion.total_seconds

    @property
    def ends(self) -> float | None:
        """Ticks at which its last phase is over, or None while it stands still."""
        return None if self.held_since is not None else self.began + self.held - self.skipped + self.total


@dataclass(frozen=True, slots=True)
class Pause:
    """Prompts are paused from `since` to `until` (ticks)."""

    since: float
    until: float


@dataclass(frozen=True, slots=True)
class State:
    """
    Everything but the rules. Times are ticks unless said otherwise; `None` means that it is not so.

    Attributes:
        seen: the latest look at the clocks.
        counted_until: everything that was due until then has been dealt with.
        day: what the calendar says now.
        began: when the phase last changed.
        count: active seconds since the last break, as of `counted_until`.
        last_input: the last input, or None while input goes on.
        gapped: the silence is a gap in which nobody looked; it counts as one even where silence cannot be seen.
        locked_since, asleep_since: the screen is locked, the machine sleeps.
        absent_since: the last input before the absence that lasts, or None while at work.
        absence_recorded: the absence that lasts has been recorded as a break.
        open_record: id of the record that ends with the absence.
        returned: when the last absence ended.
        absence_counts_from: what of an absence lies before it is no break (the end of a break, a pause, a call ...).
        busy: reasons not to interrupt, with the ticks at which they began.
        busy_ended: when the last reason ended.
        prompt_delayed_by_busy: the prompt that is wanted was kept waiting by that reason.
        busy_seconds: how many seconds each reason has lasted, those that have ended since the last break or prompt.
        task_ended_at: a task ended then, which is as good as a lull.
        prompt: the prompt at hand; `up`: it is due; `bubble`: its notification is still up.
        bubble_due: when what is due in the tray becomes a notification.
        wait, wait_until: why and until when the prompt waits to be shown again.
        badge: a prompt that got no answer, until the next one.
        routine: the break that is on.
        pause: prompts are paused.
        shown_first: the latest first showing.
        shown_on, shown_today: the local date (ISO) of it, and how many first showings that date has had.
        work_until: aware UTC until which the person works on outside their hours.
        serial: the number of ids given so far.
        trace_mark: the mark of the trace entry that was kept last, or "".
    """

    seen: Moment
    counted_until: float
    day: Day
    began: float
    count: float = 0.0
    last_input: float | None = None
    gapped: bool = False
    locked_since: float | None = None
    asleep_since: float | None = None
    absent_since: float | None = None
    absence_recorded: bool = False
    open_record: str | None = None
    returned: float | None = None
    absence_counts_from: float = float("-inf")
    busy: tuple[tuple[str, float], ...] = ()
    busy_ended: float | None = None
    prompt_delayed_by_busy: bool = False
    busy_seconds: tuple[tuple[str, float], ...] = ()
    task_ended_at: float | None = None
    prompt: Prompt | None = None
    up: bool = False
    bubble: bool = False
    bubble_due: float | None = None
    wait: Wait | None = None
    wait_until: float = 0.0
    badge: Prompt | None = None
    routine: Routine | None = None
    pause: Pause | None = None
    shown_first: float | None = None
    shown_on: str = ""
    shown_today: int = 0
    work_until: datetime | None = None
    serial: int = 0
    trace_mark: str = ""

    @property
    def phase(self) -> Phase:
        """What a person sees; the first that applies."""
        if self.routine is not None:
            return Phase.ON_BREAK
        if self.pause is not None:
            return Phase.PAUSED
        if self.day.off:
            return Phase.OFF
        if self.up:
            return Phase.DUE
        if self.absent_since is not None:
            return Phase.AWAY
        if self.wait is Wait.SNOOZED:
            return Phase.SNOOZED
        return Phase.WORKING

    def snoozes_left(self, most: int) -> int:
        """How often the prompt at hand, or the next one, may still be snoozed."""
        return max(0, most - (self.prompt.snoozes if self.prompt is not None else 0))


TICKS: dict[type, tuple[str, ...]] = {
    Moment: ("ticks",),
    Prompt: ("since",),
    Routine: ("began", "held_since"),
    Pause: ("since", "until"),
    State: (
        "counted_until",
        "began",
        "last_input",
        "locked_since",
        "asleep_since",
        "absent_since",
        "returned",
        "absence_counts_from",
        "busy",
        "busy_ended",
        "task_ended_at",
        "bubble_due",
        "wait_until",
        "shown_first",
    ),
}
"""Which fields are ticks. Every other number is a length or a count, as a test checks of each of them."""

T = TypeVar("T")


def on_other_clock(value: T, shift: float) -> T:
    """The same value on another clock of ticks, which is `shift` seconds ahead of the one it was made with."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    ticks = TICKS.get(type(value), ())
    changed: dict[str, Any] = {}
    for field in fields(value):
        part = getattr(value, field.name)
        changed[field.name] = _shifted(part, shift) if field.name in ticks else on_other_clock(part, shift)
    return replace(value, **changed)


def _shifted(ticks: Any, shift: float) -> Any:
    """Ticks, None, or pairs of a name and ticks."""
    if isinstance(ticks, tuple):
        return tuple((name, since + shift) for name, since in ticks)
    return None if ticks is None else ticks + shift
