"""Everything that may happen to the machine: frozen, named in past participles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from uncrick.core.model.record import Fact
from uncrick.core.model.suggestion import Suggestion


class Answer(StrEnum):
    """What a person may say to a prompt."""

    SNOOZE = "snooze"
    DONE = "done"
    SKIP = "skip"
    ANOTHER = "another"
    STEPPED_AWAY = "stepped_away"


@dataclass(frozen=True, slots=True)
class Looked:
    """A beat: nothing happened but time."""


@dataclass(frozen=True, slots=True)
class Launched:
    """
    The daemon started on a saved state.

    Attributes:
        gap: seconds since that state was last seen; None if the clocks cannot say.
        rebooted: the machine itself was started anew meanwhile.
    """

    gap: float | None
    rebooted: bool = False


@dataclass(frozen=True, slots=True)
class Gapped:
    """Nobody looked at the clock since `since` (ticks): the machine slept, or the process was stopped."""

    since: float


@dataclass(frozen=True, slots=True)
class InputStopped:
    """The last input was at `since` (ticks)."""

    since: float


@dataclass(frozen=True, slots=True)
class InputResumed:
    """Input after a silence."""


@dataclass(frozen=True, slots=True)
class UsedElsewhere:
    """Until `until` (ticks) the person may be at work in another session, whose input cannot be heard."""

    until: float


@dataclass(frozen=True, slots=True)
class Locked:
    """The screen was locked."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The screen was unlocked."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """The machine is about to sleep."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The machine woke."""


@dataclass(frozen=True, slots=True)
class BusyBegun:
    """A reason not to interrupt began: `call`, `share`, `fullscreen` or `dnd`."""

    reason: str


@dataclass(frozen=True, slots=True)
class BusyEnded:
    """That reason ended."""

    reason: str


@dataclass(frozen=True, slots=True)
class BoundaryCrossed:
    """A task ended (another app came to the front after a long time in one): as good as a lull."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered the prompt. `minutes` belongs to a snooze; None is the setting's length."""

    answer: Answer
    source: str
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The person took the last answer back."""

    source: str


@dataclass(frozen=True, slots=True)
class BreakStarted:
    """
    A break was asked for.

    Attributes:
        suggestion: a routine chosen by hand; None takes the prompt's, or a new one where nothing is due.
        here: whoever asked leads through it (a terminal), so no guide of ours is wanted.
    """

    source: str
    suggestion: Suggestion | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class BreakStopped:
    """The person broke off the routine."""

    source: str


@dataclass(frozen=True, slots=True)
class BreakHalted:
    """The routine was halted by the person who follows it, or with `halted` False goes on."""

    halted: bool


@dataclass(frozen=True, slots=True)
class BreakAdvanced:
    """The person went on to second `to` of the routine, or with `back` also back to it."""

    to: float
    back: bool = False


@dataclass(frozen=True, slots=True)
class BreakEased:
    """From now on exercise number `item` of the routine is done only `reps` times, in `seconds` with its setup."""

    item: int
    reps: int
    seconds: int
    variant: str = ""


@dataclass(frozen=True, slots=True)
class PauseBegun:
    """Prompts were paused for `seconds`."""

    seconds: float
    source: str


@dataclass(frozen=True, slots=True)
class PauseEnded:
    """The person resumed prompts before the pause was over."""

    source: str


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """The person works on outside their hours, and wants to be reminded for `seconds` more."""

    seconds: float
    source: str


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """
    The person said how it went, or how they feel.

    Attributes:
        feedback: the word, such as `fine`, `hurt` or `unwell`; detail: the facts that go with it, as in the history.
    """

    feedback: str
    source: str
    detail: Mapping[str, Fact] = field(default_factory=dict)


Event = (
    Looked
    | Launched
    | Gapped
    | InputStopped
    | InputResumed
    | UsedElsewhere
    | Locked
    | Unlocked
    | Suspended
    | Woken
    | BusyBegun
    | BusyEnded
    | BoundaryCrossed
    | Answered
    | Undone
    | BreakStarted
    | BreakStopped
    | BreakHalted
    | BreakAdvanced
    | BreakEased
    | PauseBegun
    | PauseEnded
    | WorkedOn
    | FeedbackGiven
)
