"""Writes a routine as a few captions, for a notification that changes at most every five seconds."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import _
from uncrick.core.presentation.timeline import Step, steps

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

SHORTEST = 5.0  # seconds for which a caption stays


@dataclass(frozen=True, slots=True)
class Frame:
    """
    One text of the notification.

    Attributes:
        begins, ends: seconds from the start of the routine.
        title: the exercise, and the repetition.
        text: what to do in these seconds, step after step.
        still: without repetitions (a walk): the caption stays up to the end of the exercise.
        let_go: it begins with relaxing, and a soft chime.
    """

    begins: float
    ends: float
    title: str
    text: str
    still: bool
    let_go: bool


def frames(suggestion: Suggestion, catalogue: "Catalogue") -> tuple[Frame, ...]:
    """The captions of the whole routine, without a gap."""
    groups: list[list[Step]] = [[]]
    timeline = steps(suggestion, catalogue)
    looping = {number for number, item in enumerate(suggestion.items) if catalogue.exercise(item.id).loop}
    for step, later in zip(timeline, (*timeline[1:], None), strict=True):
        groups[-1].append(step)
        if later is not None and _starts_frame(groups[-1], later, looping):
            groups.append([])
    if len(groups) > 1 and groups[-1][-1].ends - groups[-1][0].begins < SHORTEST:
        end = groups.pop()
        groups[-1] += end
    return tuple(_frame(group, looping) for group in groups)


def _starts_frame(group: list[Step], later: Step, looping: set[int]) -> bool:
    """Whether a new caption begins with the step `later`."""
    here = group[-1]
    if later.begins - group[0].begins < SHORTEST:
        return False
    if later.item != here.item:
        return True
    return here.item not in looping and (later.kind in ("relax", "move", "setup") or later.rep != here.rep)


def _frame(group: list[Step], looping: set[int]) -> Frame:
    first, last = group[0], group[-1]
    # The title is what fills most of it: the last relaxing of one exercise may lead over to the next.
    milliseconds = Counter[int]()
    for step in group:
        milliseconds[step.item] += round(step.seconds * 1000)
    main = [step for step in group if step.item == milliseconds.most_common(1)[0][0]]
    still = main[0].item in looping
    counted = next((step for step in reversed(main) if step.rep), main[0])
    title = counted.name
    if counted.rep and counted.reps > 1 and not still:
        title = _("{exercise}, {rep} of {reps}", exercise=title, rep=counted.rep, reps=counted.reps)
    cues = [step.cue for step in group if step.cue and not (still and step.rep and step.item == counted.item)]
    text = " ".join(dict.fromkeys(cue if cue.endswith((".", "!")) else f"{cue}." for cue in cues))
    return Frame(first.begins, last.ends, title, text, still, first.kind in ("relax", "close"))
