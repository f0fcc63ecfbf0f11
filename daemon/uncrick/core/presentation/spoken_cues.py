"""Decides what a voice says of a routine, and when: ahead of each move, less from the second repetition on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from uncrick.core.model.catalog import HOLDS
from uncrick.core.model.text import _, lower_first
from uncrick.core.presentation.timeline import Step

LEAD = 0.7
"""Seconds before a move at which its cue begins, so that who does not look is not late."""
LATEST, LATEST_IN_HOLD = 0.3, 1.0
"""Seconds into a move, or a long hold; a cue that could not begin by then is dropped, for it would mislead."""
COUNT = 0.8
"""Seconds that the number of a repetition takes, or that it is the last one."""
# A hold shorter than this (seconds) is over before it is announced; the end of one this long is announced each time.
BRIEF, LONG = 1.5, 3.0
FREE = ("relax", "close")


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """
    What is to be heard at a step of a routine.

    Attributes:
        earliest, latest: seconds of the routine at which it may begin; what cannot is dropped.
        begins: seconds of the routine at which the step begins.
        text: "" where nothing is said.
        chimes: the body relaxes.
    """

    earliest: float
    latest: float
    begins: float
    text: str
    chimes: bool


def spoken_cues(walk: Sequence[Step]) -> tuple[SpokenCue, ...]:
    """Everything that is to be heard in a routine, in order."""
    return tuple(_cues(walk))


def _cues(walk: Sequence[Step]) -> Iterator[SpokenCue]:
    for before, step, after in zip((None, *walk[:-1]), walk, (*walk[1:], None), strict=True):
        text = _words(before, step, after)
        chimes = step.kind in FREE and (before is None or before.kind not in FREE)
        if text or chimes:
            lead = LEAD + COUNT if text and _begins_repetition(before, step) else LEAD
            late = LATEST_IN_HOLD if step.kind in HOLDS and step.seconds >= LONG else LATEST
            yield SpokenCue(max(0.0, step.begins - lead), step.begins + late, step.begins, text, chimes)


def _words(before: Step | None, step: Step, after: Step | None) -> str:
    """What is said at a step."""
    if step.kind == "change":
        # The position that comes, while there is time to take it
        return "" if after is None else _("Next: {movement}", movement=lower_first(after.cue))
    if step.kind == "setup":
        return "" if before is not None else step.cue
    if not step.rep or step.rep == 1:
        return "" if step.kind in HOLDS and step.seconds < BRIEF else step.cue
    if _begins_repetition(before, step):
        return _counted(step)
    return step.cue if _is_said_again(before, step, after) else ""


def _begins_repetition(before: Step | None, step: Step) -> bool:
    return step.rep > 1 and (before is None or before.rep != step.rep)


def _counted(step: Step) -> str:
    """The number of the repetition, and its first direction."""
    if step.rep == step.reps:
        return _("Last one. {direction}", direction=step.cue).strip()
    return _("{number}. {direction}", number=step.rep, direction=step.cue).strip()


def _is_said_again(before: Step | None, step: Step, after: Step | None) -> bool:
    """Whether a repetition that is known by now needs these words."""
    if step.kind == "move":
        return True
    if step.kind == "tense":  # the word with it is that one breathes
        return step.seconds >= LONG
    ends_hold = before is not None and before.kind in (*HOLDS, "rest") and before.seconds >= LONG
    is_breath = before is not None and before.kind == "move" and step.kind in FREE
    is_last = step.rep == step.reps and (after is None or after.rep != step.rep)
    return ends_hold or is_breath or (is_last and step.kind != "rest")
