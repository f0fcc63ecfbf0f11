"""What the window shows of a routine at any second of it: pure, so that it can be told without a window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from uncrick.core.model.catalog import FALLBACK, HOLDS, LYING, Catalogue, Exercise
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.timeline import Step, step_at, steps
from uncrick.core.selection.cautions import is_hazardous
from uncrick.core.selection.variants import amplitude

PHASES = {
    "setup": "Get ready",
    "move": "Move",
    "stretch": "Hold",
    "tense": "Hold",
    "return": "Come back",
    "relax": "Let go",
    "rest": "Rest",
    "change": "Get ready",
}
RELAXED = ("relax", "close")
# A hold of this many seconds or more is breathed through, so slowly.
BREATHED, IN, OUT = 4.0, 3.0, 4.0
# Going back within the first seconds of an exercise means the one before.
JUST_BEGUN = 3.0
# Of seconds that are counted in repetitions (the steps of a walk), the number says nothing.
COUNTED = 12


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What is to be seen at one moment.

    Attributes:
        count: `2 of 5`, or nothing where nothing is counted.
        phase: what is done now, in two words.
        relaxed: it is a moment to let go.
        breath: `Breathe in`, `Breathe out`, or nothing; in: how full the breath is, 0..1.
        left, share: seconds left of the phase, and how much of it is over, 0..1.
        whole: how much of the routine is over, 0..1.
        later: what comes next, in a few words.
        note: the person's own words on the exercise.
        caution: what to mind in it; hazardous: that is to be seen however little room there is.
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


class Course:
    """
    One routine.

    Args:
        told: the `break` object of a status.
        catalogue: with the figure.
    """

    def __init__(self, told: dict[str, Any], catalogue: Catalogue) -> None:
        items = tuple(Item(**item) for item in told["items"])
        total, tip = told["total_seconds"], told["tip"]
        suggestion = Suggestion("", items, 0, total, told["alternative"] or "", tip["id"], tip["text"])
        self._catalogue = catalogue
        self.items = items
        self.exercises = tuple(catalogue.exercise(item.id) for item in items)
        self.alternative = catalogue.exercises.get(told["alternative"] or "")
        self.tip: str = tip["text"]
        self.read_first = frozenset(n for n, item in enumerate(items) if item.id in told.get("read_first", ()))
        self.walk = tuple(self._joined(steps(suggestion, catalogue)))
        self.total = self.walk[-1].ends
        self._said = _said(self.walk)

    def _joined(self, walk: Iterable[Step]) -> Iterator[Step]:
        """A walk is one step from its beginning to its end: nobody counts the seconds of single strides."""
        joined: Step | None = None
        for step in walk:
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
        """What is done at that second."""
        return step_at(self.walk, position)

    def item(self, position: float) -> int:
        """The number of the exercise at that second; that of the last one while everything is let go."""
        number = self.step(position).item
        return number if number >= 0 else len(self.items) - 1

    def sight(self, position: float) -> Snapshot:
        """What is to be seen at that second."""
        step = self.step(position)
        into = min(max(0.0, position - step.begins), step.seconds)
        exercise, minded = self._shown(step), self.exercises[self.item(position)]
        breath, lungs = _breath(step, into)
        counted = step.rep and 1 < step.reps <= COUNTED and not exercise.loop
        strides = exercise.loop and step.rep > 0
        return Snapshot(
            name=step.name,
            count=f"{step.rep} of {step.reps}" if counted else "",
            phase="Keep going" if strides else PHASES.get(step.kind, step.name),
            relaxed=step.kind in RELAXED,
            cue=(strides and exercise.how) or self._said[step],
            breath=breath,
            lungs=lungs,
            left=max(0.0, step.ends - position),
            share=into / step.seconds if step.seconds else 1.0,
            whole=min(1.0, max(0.0, position / self.total)),
            later=self._later(step),
            note=step.note,
            caution=minded.caution,
            hazardous=is_hazardous(minded),
            exercise=exercise,
            t=self._t(step, into, exercise),
        )

    def amplitude(self, position: float, *, eased: bool) -> float:
        """The share of the movement at that second; `eased` shows the gentle one."""
        item = self.items[self.item(position)]
        exercise = self.exercises[self.item(position)]
        share = amplitude(exercise, item.variant)
        return min(share, exercise.gentle.amplitude) if eased else share

    def _shown(self, step: Step) -> Exercise:
        """Whose figure goes with a step: at the end one that breathes out, and who lies goes on lying."""
        if step.item >= 0:
            return self.exercises[step.item]
        last = self.exercises[-1]
        return last if last.base.startswith(LYING) else self._catalogue.exercise(FALLBACK)

    def before(self, position: float) -> float:
        """Where going back leads to: the beginning of this exercise, or of the one before if it has just begun."""
        begins = [step.begins for step in self.walk if step.kind in ("setup", "close")]
        passed = [begin for begin in begins if begin <= position]
        if len(passed) > 1 and position - passed[-1] < JUST_BEGUN:
            return passed[-2]
        return passed[-1] if passed else 0.0

    def eased_end(self, number: int, reps: int) -> float:
        """Where exercise `number` ends for one who does only so many repetitions."""
        if self.exercises[number].loop:
            begins = next(step.begins for step in self.walk if step.item == number and step.rep)
            return min(begins + reps * self.exercises[number].cycle_s, self._end(number))
        done = [step.ends for step in self.walk if step.item == number and step.rep <= reps and step.kind != "change"]
        return done[-1] if done else 0.0

    def _end(self, number: int) -> float:
        return max(step.ends for step in self.walk if step.item == number)

    def _t(self, step: Step, into: float, exercise: Exercise) -> float:
        if step.kind == "close" and exercise.id == FALLBACK:
            return into % exercise.cycle_s
        if not step.rep:
            return 0.0
        first = next(
            other.begins for other in self.walk if (other.item, other.rep) == (step.item, step.rep) and other.rep
        )
        return (step.begins - first + into) % exercise.cycle_s

    def _later(self, step: Step) -> str:
        following = self.walk[self.walk.index(step) + 1 :]
        if not following:
            return "Then you are done"
        after = following[0]
        if after.item != step.item:
            if after.item < 0:
                return f"Next: {_small(after.name)}"
            times = f", {after.reps} times" if 1 < after.reps <= COUNTED else ""
            return f"Next: {after.name}{times}"
        return f"Then: {_small(after.cue or PHASES.get(after.kind, after.name))}"


def _said(walk: tuple[Step, ...]) -> dict[Step, str]:
    """The cue of each step; what was said before holds on where nothing is said."""
    said: dict[Step, str] = {}
    last = ""
    for step in walk:
        last = step.cue or last
        said[step] = last
    return said


def _breath(step: Step, into: float) -> tuple[str, float]:
    if step.kind not in HOLDS or step.seconds < BREATHED:
        return "", 0.0
    within = into % (IN + OUT)
    if within < IN:
        return "Breathe in", within / IN
    return "Breathe out", 1 - (within - IN) / OUT


def _small(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
