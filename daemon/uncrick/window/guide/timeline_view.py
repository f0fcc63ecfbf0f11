"""What the window shows of a routine at any of its seconds; pure, and tested without a window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from uncrick.core.model.catalog import FALLBACK, HOLDS, LYING, Catalogue, Exercise
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _, n_
from uncrick.core.presentation.timeline import Step, step_at, steps
from uncrick.core.selection.cautions import is_hazardous
from uncrick.core.selection.variants import amplitude

PHASES = {
    "setup": N_("Get ready"),
    "move": N_("Move"),
    "stretch": N_("Hold"),
    "tense": N_("Hold"),
    "return": N_("Come back"),
    "relax": N_("Let go"),
    "rest": N_("Rest"),
    "change": N_("Get ready"),
}
RELAXED = ("relax", "close")
# A hold of so many seconds or more shows how to breathe: seconds in, seconds out.
BREATHED, IN, OUT = 4.0, 3.0, 4.0
# Back within the first seconds of an exercise leads to the one before.
JUST_BEGUN = 3.0
# More repetitions than this (the steps of a walk) are not shown as a number.
COUNTED = 12


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What the window shows at one moment.

    Attributes:
        count: `2 of 5`, or "" where nothing is counted.
        phase: what is done now, in two words.
        relaxed: the body relaxes.
        breath: `Breathe in`, `Breathe out`, or "".
        lungs: how full they are, 0..1.
        left, share: seconds left of the phase, and how much of it is over, 0..1.
        whole: how much of the routine is over, 0..1.
        later: what comes next, in a few words.
        note: the person's own words on the exercise.
        caution: what to mind in the exercise; `hazardous`: it is shown however little room there is.
        exercise: whose figure is shown, `t` seconds into a repetition.
    """

    name: str
    count: str
    phase: str
    relaxed: bool
    cue: str
    breath: str
    lungs: float
    left: float
    share: float
    whole: float
    later: str
    note: str
    caution: str
    hazardous: bool
    exercise: Exercise
    t: float


class RoutineTimeline:
    """
    One routine as a function of its seconds.

    Args:
        status: the `break` object of a status.
        catalogue: with the figure.
    """

    def __init__(self, status: dict[str, Any], catalogue: Catalogue) -> None:
        items = tuple(Item(**item) for item in status["items"])
        total, tip = status["total_seconds"], status["tip"]
        suggestion = Suggestion("", items, 0, total, status["alternative"] or "", tip["id"], tip["text"])
        self._catalogue = catalogue
        self.items = items
        self.exercises = tuple(catalogue.exercise(item.id) for item in items)
        self.alternative = catalogue.exercises.get(status["alternative"] or "")
        self.tip: str = tip["text"]
        self.read_first = frozenset(n for n, item in enumerate(items) if item.id in status.get("read_first", ()))
        self.steps = tuple(self._joined(steps(suggestion, catalogue)))
        self.total = self.steps[-1].ends
        self._cues = _cues(self.steps)

    def _joined(self, single: Iterable[Step]) -> Iterator[Step]:
        """A looping exercise (a walk) as one step: nobody counts the seconds of single strides."""
        joined: Step | None = None
        for step in single:
            strides = step.rep and self.exercises[step.item].loop
            if joined is not None and strides and joined.item == step.item:
                joined = replace(joined, seconds=step.ends - joined.begins)
                continue
            if joined is not None:
                yield joined
            joined = step if strides else None
            if joined is None:
                yield step
        if joined is not None:
            yield joined

    def step(self, position: float) -> Step:
        """The step at that second."""
        return step_at(self.steps, position)

    def item(self, position: float) -> int:
        """The number of the exercise at that second; during the closing relaxation that of the last."""
        number = self.step(position).item
        return number if number >= 0 else len(self.items) - 1

    def snapshot(self, position: float) -> Snapshot:
        """What the window shows at that second."""
        step = self.step(position)
        elapsed = min(max(0.0, position - step.begins), step.seconds)
        exercise, current = self._shown(step), self.exercises[self.item(position)]
        breath, lungs = _breath(step, elapsed)
        counted = step.rep and 1 < step.reps <= COUNTED and not exercise.loop
        phase = PHASES.get(step.kind)
        strides = exercise.loop and step.rep > 0
        return Snapshot(
            name=step.name,
            count=_("{rep} of {reps}", rep=step.rep, reps=step.reps) if counted else "",
            phase=_("Keep going") if strides else step.name if phase is None else _(phase),
            relaxed=step.kind in RELAXED,
            cue=(strides and exercise.how) or self._cues[step],
            breath=breath,
            lungs=lungs,
            left=max(0.0, step.ends - position),
            share=elapsed / step.seconds if step.seconds else 1.0,
            whole=min(1.0, max(0.0, position / self.total)),
            later=self._later(step),
            note=step.note,
            caution=current.caution,
            hazardous=is_hazardous(current),
            exercise=exercise,
            t=self._t(step, elapsed, exercise),
        )

    def amplitude(self, position: float, *, eased: bool) -> float:
        """The share of the movement at that second, 0..1; `eased` for the gentle way."""
        item = self.items[self.item(position)]
        exercise = self.exercises[self.item(position)]
        share = amplitude(exercise, item.variant, self._catalogue.numbers)
        return min(share, exercise.gentle.amplitude) if eased else share

    def _shown(self, step: Step) -> Exercise:
        """Whose figure is shown: at the end quiet breathing, or the last pose of a person who lies."""
        if step.item >= 0:
            return self.exercises[step.item]
        last = self.exercises[-1]
        return last if last.base.startswith(LYING) else self._catalogue.exercise(FALLBACK)

    def back_from(self, position: float) -> float:
        """The second at which this exercise began, or the one before if this one has just begun."""
        begins = [step.begins for step in self.steps if step.kind in ("setup", "close")]
        passed = [begin for begin in begins if begin <= position]
        if len(passed) > 1 and position - passed[-1] < JUST_BEGUN:
            return passed[-2]
        return passed[-1] if passed else 0.0

    def eased_end(self, number: int, reps: int) -> float:
        """The second at which exercise `number` ends after only so many repetitions."""
        if self.exercises[number].loop:
            begins = next(step.begins for step in self.steps if step.item == number and step.rep)
            return min(begins + reps * self.exercises[number].cycle_s, self._end(number))
        done = [step.ends for step in self.steps if step.item == number and step.rep <= reps and step.kind != "change"]
        return done[-1] if done else 0.0

    def _end(self, number: int) -> float:
        return max(step.ends for step in self.steps if step.item == number)

    def _t(self, step: Step, elapsed: float, exercise: Exercise) -> float:
        if step.kind == "close" and exercise.id == FALLBACK:
            return elapsed % exercise.cycle_s
        if not step.rep:
            return 0.0
        first = next(
            other.begins for other in self.steps if (other.item, other.rep) == (step.item, step.rep) and other.rep
        )
        return (step.begins - first + elapsed) % exercise.cycle_s

    def _later(self, step: Step) -> str:
        following = self.steps[self.steps.index(step) + 1 :]
        if not following:
            return _("Then you are done")
        after = following[0]
        if after.item == step.item:
            phase = PHASES.get(after.kind)
            return _("Then: {cue}", cue=_small(after.cue or (after.name if phase is None else _(phase))))
        if after.item < 0:
            return _("Next: {name}", name=_small(after.name))
        if 1 < after.reps <= COUNTED:
            return n_("Next: {name}, {count} time", "Next: {name}, {count} times", after.reps, name=after.name)
        return _("Next: {name}", name=after.name)


def _cues(steps: tuple[Step, ...]) -> dict[Step, str]:
    """The cue of each step; a step without one keeps the cue before it."""
    cues: dict[Step, str] = {}
    last = ""
    for step in steps:
        last = step.cue or last
        cues[step] = last
    return cues


def _breath(step: Step, elapsed: float) -> tuple[str, float]:
    if step.kind not in HOLDS or step.seconds < BREATHED:
        return "", 0.0
    within = elapsed % (IN + OUT)
    if within < IN:
        return _("Breathe in"), within / IN
    return _("Breathe out"), 1 - (within - IN) / OUT


def _small(text: str) -> str:
    """A cue within a line: without the capital and the full stop of a sentence."""
    return text[:1].lower() + text[1:].rstrip(".")
