"""Speaks each cue at its time, or not at all."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from uncrick.core.presentation.timeline import Step
from uncrick.window.guide.timeline_view import RELAXED

if TYPE_CHECKING:
    from uncrick.platforms.common.speech import Speaker

# A cue that could not begin within so many seconds is dropped: spoken late, it would mislead.
LATEST = 0.3
# A step that is entered later than so many seconds into it, after a pause or a seek, is not spoken.
BEGINNING = 0.5


class CueSpeaker:
    """
    Speaks the cue of each step as it begins, and chimes where the body relaxes.

    Args:
        speaker: None to speak nothing.
        chime: None for none; beside the speaker, only at the end.
        now: the time in seconds, on a clock that never jumps.
    """

    def __init__(self, speaker: "Speaker | None", chime: Callable[[], None] | None, now: Callable[[], float]) -> None:
        self._speaker = speaker
        self._chime = chime
        self._now = now
        self._step: Step | None = None
        self._waiting: tuple[str, float] | None = None

    def update(self, step: Step, position: float) -> None:
        """Speak what is due at that second; called many times a second while the routine goes on."""
        if step is not self._step:
            before, self._step = self._step, step
            self._enter(step, position, before)
        if self._waiting is not None and self._speaker is not None:
            text, due = self._waiting
            if self._now() - due > LATEST:
                self._waiting = None
            elif not self._speaker.speaks():
                self._waiting = None
                self._speaker.say(text)

    def end(self, *, done: bool) -> None:
        """The routine is over; `done` if it was not stopped."""
        self.hush()
        if done and self._chime is not None:
            self._chime()

    def hush(self) -> None:
        """Be silent at once."""
        self._step = self._waiting = None
        if self._speaker is not None:
            self._speaker.hush()

    def _enter(self, step: Step, position: float, before: Step | None) -> None:
        elapsed = position - step.begins
        if not 0 <= elapsed < BEGINNING:
            return
        if step.cue:
            self._waiting = (step.cue, self._now() - elapsed)
        relaxes = step.kind in RELAXED and (before is None or before.kind not in RELAXED)
        if relaxes and self._chime is not None and self._speaker is None:
            self._chime()
