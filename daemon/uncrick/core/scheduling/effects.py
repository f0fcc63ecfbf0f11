"""Every consequence the policy may ask for: frozen, named in imperatives."""

from dataclasses import dataclass
from datetime import datetime

from uncrick.core.model import record
from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import Prompt, Routine


@dataclass(frozen=True, slots=True)
class ShowPrompt:
    """Show the prompt as a new notification; a `quiet` one is due in the tray and in the command line only."""

    prompt: Prompt
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class RaiseBubble:
    """Show as a notification what has been due in the tray only."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class LowerBubble:
    """Put the notification away; the prompt stays due in tray and command line."""


@dataclass(frozen=True, slots=True)
class WithdrawPrompt:
    """The prompt is no longer due; put its notification away if it is still up."""


@dataclass(frozen=True, slots=True)
class ShowBadge:
    """A prompt without an answer stays as a quiet mark in the tray until the next one."""


@dataclass(frozen=True, slots=True)
class LeadRoutine:
    """Lead the person through the routine."""

    routine: Routine


@dataclass(frozen=True, slots=True)
class EndGuide:
    """The routine ended: `completed`, or broken off."""

    completed: bool


@dataclass(frozen=True, slots=True)
class Write:
    """Append to the history."""

    record: record.Record


@dataclass(frozen=True, slots=True)
class Close:
    """Write down when an open record of the history ended."""

    record_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A decision, in words a person understands, for `why`."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SaveSnapshot:
    """Save the state as it is, or a time in which nobody looked, for `why`."""

    snapshot: Snapshot | Unwatched


@dataclass(frozen=True, slots=True)
class Refuse:
    """What was asked for cannot be done now; nothing changed."""

    title: str
    message: str


Effect = (
    ShowPrompt
    | RaiseBubble
    | LowerBubble
    | WithdrawPrompt
    | ShowBadge
    | LeadRoutine
    | EndGuide
    | Write
    | Close
    | Note
    | SaveSnapshot
    | Refuse
)
