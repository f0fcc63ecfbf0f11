"""What the machine remembers between two looks at the clock, and the phase that follows from it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
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


# ------------------------------------------------------------------ from one prompt to the break


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
        halted_seconds: how long it was halted, without the halt that lasts.
        halted_since: ticks since when it is halted, or None while it runs.
        here: a terminal leads through it, so no guide of ours is wanted.
        prompt: the one it belongs to, or None when it was begun unasked.
        done: its exercises as they are really done, where one was made easier on the way; otherwise empty.
    """

    suggestion: Suggestion
    began: float
    source: str
    prompt: Prompt | None = None
    skipped: float = 0.0
    halted_seconds: float = 0.0
    halted_since: float | None = None
    here: bool = False
    done: tuple[Item, ...] = ()

    @property
    def prompt_id(self) -> str | None:
        """The id of its prompt."""
        return None if self.prompt is None else self.prompt.id

    def exercised(self, ticks: float) -> float:
        """Seconds really spent in it."""
        return (ticks if self.halted_since is None else self.halted_since) - self.began - self.halted_seconds

    def position(self, ticks: float) -> float:
        """Seconds into the routine."""
        return self.exercised(ticks) + self.skipped

    @property
    def total(self) -> float:
        """Its length in seconds."""
        return self.suggestion.total_seconds

    @property
    def ends(self) -> float | None:
        """Ticks at which its last phase is over, or None while it is halted."""
        return None if self.halted_since is not None else self.began + self.halted_seconds - self.skipped + self.total


@dataclass(frozen=True, slots=True)
class BubbleUp:
    """The notification of a prompt is on the screen."""


@dataclass(frozen=True, slots=True)
class BubbleDelayed:
    """The prompt is in the tray, and becomes a notification at `until` (ticks)."""

    until: float


@dataclass(frozen=True, slots=True)
class NoBubble:
    """The prompt is in the tray alone."""


class Wait(StrEnum):
    """Why a prompt that was shown is to be shown again."""

    SNOOZED = "snoozed"
    REPEAT = "repeat"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Idle:
    """No prompt is at hand."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The prompt is up: due, with or without its notification."""

    prompt: Prompt
    bubble: BubbleUp | BubbleDelayed | NoBubble


@dataclass(frozen=True, slots=True)
class Waiting:
    """The prompt is at hand and is shown again from `until` (ticks) on."""

    prompt: Prompt
    why: Wait
    until: float


@dataclass(frozen=True, slots=True)
class Badge:
    """The prompt got no answer, and stays as a mark in the tray until the next one."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class OnBreak:
    """The routine is on."""

    routine: Routine


Stage = Idle | Shown | Waiting | Badge | OnBreak
"""How far the way from a prompt to its break has come."""


# ------------------------------------------------------------------ the person and the desktop


@dataclass(frozen=True, slots=True)
class Silence:
    """
    No input since `since` (ticks).

    Attributes:
        gap: nobody looked meanwhile; so it counts as a silence even where silence cannot be seen.
    """

    since: float
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """
    The person is away since the last input before it.

    Attributes:
        since: ticks of that input.
        record: id of the record as which it counts as a break and which ends with it; None before it does.
    """

    since: float
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """
    Whether the person is there.

    Attributes:
        silence: or None while input goes on.
        locked_since, asleep_since: ticks since when the screen is locked, the machine asleep; else None.
        absence: or None while the person is at work.
        returned: ticks at which the last absence ended; None before the first.
        counts_from: ticks; what of an absence lies before is no break (the end of a break, a pause ...).
        unbroken_since: ticks since when input has gone on without a pause of `idle`, as far as that is known.
        nobody: it has gone on for so long that no person is behind it.
        seen: ticks until which the person was there for certain, as in a call, whenever the last input was.
        elsewhere: ticks until which they may be at work in another session, whose input cannot be heard.
        unheard: so that nobody can say whether the silence or the lock that lasts is an absence.
    """

    silence: Silence | None = None
    locked_since: float | None = None
    asleep_since: float | None = None
    absence: Absence | None = None
    returned: float | None = None
    counts_from: float = float("-inf")
    seen: float = float("-inf")
    unbroken_since: float | None = None
    nobody: bool = False
    elsewhere: float = float("-inf")
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class BusyEnded:
    """The last reason not to interrupt ended at `at` (ticks), and a prompt that it delayed is still wanted or not."""

    at: float
    delayed_prompt: bool


@dataclass(frozen=True, slots=True)
class Busy:
    """
    Reasons not to interrupt, by their codes.

    Attributes:
        since: those that last, with the ticks at which they began.
        seconds: how long each has lasted since the last break or prompt, as far as it has ended.
    """

    since: tuple[tuple[str, float], ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    ended: BusyEnded | None = None

    @property
    def delayed_prompt(self) -> bool:
        """The prompt that is wanted was delayed by a reason that has ended."""
        return self.ended is not None and self.ended.delayed_prompt

    def restarted(self, ticks: float) -> "Busy":
        """As it begins at `ticks`: of a call that goes on, what came before a break is not the next prompt's."""
        return replace(self, seconds=tuple((reason, since - ticks) for reason, since in self.since))

    def without_delay(self) -> "Busy":
        """With no prompt delayed any more."""
        return replace(self, ended=None if self.ended is None else replace(self.ended, delayed_prompt=False))


# ------------------------------------------------------------------ the whole


@dataclass(frozen=True, slots=True)
class Pause:
    """Prompts are paused from `since` to `until` (ticks)."""

    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Answered:
    """
    The last answer, as long as it can be taken back.

    Attributes:
        record: id of the record that it wrote; kind: of that record.
        prompt: the prompt as it was; None for a break that was taken unasked.
        at: ticks.
        count: active seconds that the answer took from the count.
    """

    record: str
    kind: str
    prompt: Prompt | None
    at: float
    count: float


@dataclass(frozen=True, slots=True)
class FirstShowings:
    """The first showings of a day: ticks of the latest, the local date, and how many there were."""

    latest: float
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Start:
    """
    The last start after a reboot, while the clock may still turn out to have been wrong at it.

    Attributes:
        at: when it was.
        left: aware UTC; when the person was last seen before.
        count: active seconds that were brought along from then.
    """

    at: Moment
    left: datetime
    count: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """
    Everything but the rules. Times are ticks unless said otherwise; `None` means that it is not so.

    Attributes:
        seen: the latest look at the clocks.
        counted_until: everything that was due until then has been dealt with.
        began: when the phase last changed.
        count: active seconds since the last break, as of `counted_until`.
        task_ended_at: a task ended then, which is as good as a lull.
        first_showings: those of the latest day that had any.
        work_until: aware UTC until which the person works on outside their hours.
        answered: the last answer, while it can be taken back.
        taken_at: ticks at which the last break was counted that the person took on purpose; None without one.
        start: the last start, while its gap may prove unknown.
        machine: tells the ids given here from those of other machines; "" where there is one.
        boot: names the run of the machine whose ticks these are; "" where nothing does.
        serial: the number of ids given so far.
        snapshot_mark: the mark of the snapshot that was saved last, or "".
    """

    seen: Moment
    counted_until: float
    day: Day
    began: float
    count: float = 0.0
    presence: Presence = Presence()
    busy: Busy = Busy()
    stage: Stage = Idle()
    pause: Pause | None = None
    task_ended_at: float | None = None
    first_showings: FirstShowings | None = None
    work_until: datetime | None = None
    answered: Answered | None = None
    taken_at: float | None = None
    start: Start | None = None
    machine: str = ""
    boot: str = ""
    serial: int = 0
    snapshot_mark: str = ""

    @property
    def phase(self) -> Phase:
        """What a person sees; the first that applies."""
        if isinstance(self.stage, OnBreak):
            return Phase.ON_BREAK
        if self.pause is not None:
            return Phase.PAUSED
        if self.day.off:
            return Phase.OFF
        if isinstance(self.stage, Shown):
            return Phase.DUE
        if self.presence.absence is not None:
            return Phase.AWAY
        if isinstance(self.stage, Waiting) and self.stage.why is Wait.SNOOZED:
            return Phase.SNOOZED
        return Phase.WORKING

    @property
    def shown(self) -> Shown | None:
        """The prompt that is up, or None."""
        return self.stage if isinstance(self.stage, Shown) else None

    @property
    def waiting(self) -> Waiting | None:
        """The prompt that is to be shown again, or None."""
        return self.stage if isinstance(self.stage, Waiting) else None

    @property
    def prompt(self) -> Prompt | None:
        """The prompt at hand, up or waiting; None without one."""
        return self.stage.prompt if isinstance(self.stage, Shown | Waiting) else None

    @property
    def badge(self) -> Prompt | None:
        """The prompt that got no answer, while it is a mark in the tray."""
        return self.stage.prompt if isinstance(self.stage, Badge) else None

    @property
    def routine(self) -> Routine | None:
        """The routine that is on, or None."""
        return self.stage.routine if isinstance(self.stage, OnBreak) else None

    def snoozes_left(self, most: int) -> int:
        """How often the prompt at hand, or the next one, may still be snoozed."""
        return max(0, most - (self.prompt.snoozes if self.prompt else 0))
