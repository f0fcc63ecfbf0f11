"""Why a prompt is kept back: codes only; the words for them are presentation's."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """
    One cause for which no prompt may come. They are stored in the trace, so none of them ever changes its value.

    The first six are the words of `suppressed_by` in `status --json`.
    """

    CALL = "call"
    SHARE = "share"
    FULLSCREEN = "fullscreen"
    DND = "dnd"
    QUIET_HOURS = "quiet_hours"
    ENOUGH = "enough"
    DAY_START = "day_start"
    DAY_END = "day_end"
    JUST_BACK = "just_back"
    JUST_FREE = "just_free"
    TOO_SOON = "too_soon"
    NO_LULL = "no_lull"
    NO_PAUSE = "no_pause"
    ELSEWHERE = "elsewhere"
    PROJECTOR = "projector"


BUSY = frozenset({Code.CALL, Code.SHARE, Code.FULLSCREEN, Code.DND, Code.PROJECTOR})
"""What a Busy port may report."""

RECORDING = "recording"
"""A program that is ignored uses the microphone or the camera: no reason to wait, but a sign of a person at work."""

PRESENT = frozenset({Code.CALL, Code.SHARE, Code.FULLSCREEN, Code.PROJECTOR, RECORDING})
"""
In these a person is at work although no key is pressed: a meeting is not an absence, nor is dictating. A reason that
the settings switch off keeps no prompt back, and is as good a sign of a person.
"""

DELAYS = frozenset({Code.JUST_BACK, Code.JUST_FREE, Code.TOO_SOON})
"""These end by themselves after a short time that is known; a prompt whose time comes within it waits for its end."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """
    One cause that keeps prompts back now.

    Attributes:
        until: ticks at which it ends; None where nobody can say.
    """

    code: Code
    until: float | None = None

    @property
    def lasts(self) -> bool:
        """It keeps every prompt back until it ends, which may be hours; else it only delays one for a moment."""
        return self.code not in DELAYS and self.code is not Code.NO_LULL
