"""Speaks each cue at its time, or not at all."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from uncrick.core.presentation.spoken_cues import SpokenCue

if TYPE_CHECKING:
    from uncrick.platforms.common.speech import Speaker


class CueSpeaker:
    """
    Speaks the cues of a routine, and chimes where the body relaxes and nothing is said.

    Args:
        speaker: None to speak nothing.
        chime: None for none.
    """

    def __init__(self, speaker: "Speaker | None", chime: Callable[[], None] | None) -> None:
        self._speaker = speaker
        self._chime = chime
        self._spoken: SpokenCue | None = None
        self._chimed: SpokenCue | None = None

    def update(self, cues: Sequence[SpokenCue], position: float) -> None:
        """Let be heard what is due at that second; called many times a second while the routine goes on."""
        speaker = self._speaker
        cue = next((cue for cue in reversed(cues) if cue.earliest <= position), None)
        if speaker is not None and cue is not None and cue.text and cue is not self._spoken:
            self._speak(speaker, cue, position)
        sounding = next((cue for cue in reversed(cues) if cue.begins <= position), None)
        if sounding is not None and sounding.chimes and (speaker is None or not sounding.text):
            self._sound(sounding, position)

    def end(self, *, done: bool) -> None:
        """The routine is over; `done` if it was not stopped."""
        self.hush()
        if done and self._chime is not None:
            self._chime()

    def hush(self) -> None:
        """Be silent at once."""
        self._spoken = self._chimed = None
        if self._speaker is not None:
            self._speaker.hush()

    def _speak(self, speaker: "Speaker", cue: SpokenCue, position: float) -> None:
        if position <= cue.latest and not speaker.speaks():
            self._spoken = cue
            speaker.say(cue.text)

    def _sound(self, cue: SpokenCue, position: float) -> None:
        if cue is not self._chimed and position <= cue.latest and self._chime is not None:
            self._chimed = cue
            self._chime()
