"""What the policy remembers between two looks at the clock, and the phase that follows from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
    Everything but the rules. Times are ticks unless said otherwise.

    Attributes:
        seen: the latest look at the clocks.
        settled: everything that was due until then has been dealt with.
        count: active seconds since the last break, as of `settled`.
        quiet_since: the last input, or None while input goes on.
        gapped: the silence is a gap in which nobody looked; it counts as one even where silence cannot be seen.
        locked_since, asleep_since: or None.
        absent_since: the last input before the absence that lasts, or None while at work.
        credited: the absence that lasts has been recorded as a break.
        open_record: id of the record that ends with the absence, or None.
        returned: when the last absence ended, or None.
        fresh_since: what of an absence lies before it is no break (the end of a break, a pause, a time off, a call).
        busy: reasons with the ticks at which they began.
        busy_ended: when the last reason ended, or None; `held_back`: a prompt was kept waiting by it.
        held: how many seconds each reason has lasted, those that have ended since the last break or prompt.
        boundary: a task ended at that time, or None.
        prompt: the prompt at hand; `up`: it is due; `bubble`: its notification is still up.
        banner_at: when what is due in the tray becomes a notification, or None.
        wait, wait_until: why and until when it waits to be shown again.
        badge: a prompt that got no answer, until the next one.
        shown_first: the latest first showing, or None.
        shown_on, shown_today: the local date (ISO) of it, and how many first showings that date has had.
        day: what the calendar says now.
        began: when the phase last changed.
        work_until: aware UTC until which the person works on outside their hours, or None.
        serial: the number of ids given so far.
        told: the mark of the standing that was kept last, or "".
    """

    seen: Moment
    settled: float
    day: Day
    began: float
    count: float = 0.0
    quiet_since: float | None = None
    gapped: bool = False
    locked_since: float | None = None
    asleep_since: float | None = None
    absent_since: float | None = None
    credited: bool = False
    open_record: str | None = None
    returned: float | None = None
    fresh_since: float = float("-inf")
    busy: tuple[tuple[str, float], ...] = ()
    busy_ended: float | None = None
    held_back: bool = False
    held: tuple[tuple[str, float], ...] = ()
    boundary: float | None = None
    prompt: Prompt | None = None
    up: bool = False
    bubble: bool = False
    banner_at: float | None = None
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
    told: str = ""

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
