"""A routine told in a few still texts, for a notification that changes at most every five seconds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.suggestion import Suggestion
from uncrick.core.walk import Step, steps

if TYPE_CHECKING:
    from uncrick.core.catalogue import Catalogue

SHORTEST = 5.0


@dataclass(frozen=True, slots=True)
class Frame:
    """
    One text.

    Attributes:
        begins, ends: seconds from the start of the routine.
        title: the exercise, and the repetition.
        text: what to do in these seconds, one after the other.
        still: nothing is counted (a walk): the text stays up to the end of the exercise.
        let_go: it begins with letting go: a soft chime.
    """

    begins: float
    ends: float
    title: str
    text: str
    still: bool
    let_go: bool


def frames(suggestion: Suggestion, catalogue: "Catalogue") -> tuple[Frame, ...]:
    """The whole routine, without a gap."""
    found: list[Frame] = []
    group: list[Step] = []
    walk = steps(suggestion, catalogue)
    looping = {number for number, item in enumerate(suggestion.items) if catalogue.exercise(item.id).loop}
    for step, later in zip(walk, (*walk[1:], None), strict=True):
        group.append(step)
        if later is None or _parts(group, later, looping):
            found.append(_frame(group, looping))
            group = []
    return tuple(found)


def _parts(group: list[Step], later: Step, looping: set[int]) -> bool:
    """Whether a new text begins with `later`."""
    here = group[-1]
    if later.item != here.item:
        return True
    if here.item in looping:
        return False
    long = later.begins - group[0].begins >= SHORTEST
    return long and (later.kind in ("relax", "move", "setup") or later.rep != here.rep)


def _frame(group: list[Step], looping: set[int]) -> Frame:
    first, last = group[0], group[-1]
    still = first.item in looping
    title = first.name
    counted = next((step for step in group if step.rep), first)
    if counted.rep and counted.reps > 1 and not still:
        title = f"{first.name}, {counted.rep} of {counted.reps}"
    said = [step.cue for step in (group[:1] if still else group) if step.cue]
    text = " ".join(dict.fromkeys(cue if cue.endswith((".", "!")) else f"{cue}." for cue in said))
    return Frame(first.begins, last.ends, title, text, still, first.kind in ("relax", "close"))
